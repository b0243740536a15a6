"""Roles, and how the configuration gives them: the section `[access]` of the secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from bs_metrics.words import Problem

PUBLIC, PRIVATE = "public", "private"
_USUAL: dict[str, object] = {"visibility": PUBLIC, "secret": "", "address": ""}
_SHORTEST = 16  # letters of a secret that signs


class Role(IntEnum):
    """What somebody may do; each may what those before it may."""

    NOBODY = 0  # nothing, where the dashboard is private
    VIEWER = 1  # see
    CONTRIBUTOR = 2  # hand a file in
    ANALYST = 3  # publish
    ADMIN = 4  # see the log, make links


INVITED = {"viewer": Role.VIEWER, "contributor": Role.CONTRIBUTOR, "analyst": Role.ANALYST}  # by a link


@dataclass(frozen=True)
class Access:
    """Who gets in. Nothing configured: anyone views, nobody writes. `problem` says why nobody gets in."""

    private: bool = False
    secret: str = ""  # signs links; without one there are none
    address: str = ""  # of the dashboard, as links begin
    problem: Problem | None = None


def access_of(section: Mapping[str, object]) -> Access:
    """What the section says. A section that cannot be right closes the dashboard: `problem` says what is wrong."""
    unknown = sorted(section.keys() - _USUAL.keys())
    visibility, secret, address = (section.get(name, usual) for name, usual in _USUAL.items())
    if unknown:
        return _closed("access.unknown_setting", name=unknown[0])
    if visibility not in (PUBLIC, PRIVATE):
        return _closed("access.bad_visibility")  # what stands there may be the secret, a line too high
    if not isinstance(secret, str) or (secret and len(secret) < _SHORTEST):
        return _closed("access.short_secret", least=_SHORTEST)
    if not isinstance(address, str) or not (address == "" or address.startswith(("https://", "http://"))):
        return _closed("access.bad_address")
    return Access(visibility == PRIVATE, secret, address.rstrip("/"))


def _closed(key: str, **values: object) -> Access:
    return Access(private=True, problem=Problem(key, **values))
