"""Roles, and how the configuration gives them: the section `[access]` of the secrets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from bs_metrics.words import Problem

PUBLIC, PRIVATE = "public", "private"
_VERIFIED = "email_verified"
_USUAL: dict[str, object] = {
    "visibility": PUBLIC,
    "secret": "",
    "address": "",
    "people": {},
    "verified": _VERIFIED,
    "frames": "",
}
_SHORTEST = 16  # letters of a secret that signs
# What signing in takes of Streamlit's own section `[auth]`: one provider, whose settings stand in the section itself.
_OF_PROVIDER = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "oauth2callback"  # where a provider sends the browser back to
_SITE = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
_YES = (True, "true", "1")  # how providers write it


class Role(IntEnum):
    """What somebody may do; each may what those before it may."""

    NOBODY = 0  # nothing, where the dashboard is private
    VIEWER = 1  # see
    CONTRIBUTOR = 2  # hand a file in
    ANALYST = 3  # publish
    ADMIN = 4  # see the log, make links


INVITED = {"viewer": Role.VIEWER, "contributor": Role.CONTRIBUTOR, "analyst": Role.ANALYST}  # by a link
NAMED = INVITED | {"admin": Role.ADMIN}  # by the configuration


@dataclass(frozen=True)
class Access:
    """Who gets in. Nothing configured: anyone views, nobody writes. `problem` says why nobody gets in."""

    private: bool = False
    secret: str = ""  # signs links; without one there are none
    address: str = ""  # of the dashboard, as links begin
    people: Mapping[str, Role] = field(default_factory=dict)  # by address or @domain; nobody signs in without any
    verified: str = _VERIFIED  # what a provider calls its word that an address is its owner's
    problem: Problem | None = None
    frames: str = ""  # sites that may show it in a frame, beside itself

    @property
    def ancestors(self) -> str:
        """The same as a content security policy names them."""
        return f"'self' {self.frames}".strip()

    def vouched(self, claims: Mapping[str, object]) -> str:
        """The address that a provider's claims state, in small letters; empty without the word that it is verified.

        Letters outside of ASCII are refused: some of them turn into others when capitals are made small.
        """
        address = claims.get("email")
        if not isinstance(address, str) or claims.get(self.verified) not in _YES:
            return ""
        return _written(address)

    def role_of(self, address: str) -> Role:
        """The role of an address in small letters: its own, else that of its domain."""
        domain = f"@{address.rpartition('@')[2]}"
        return self.people.get(address, self.people.get(domain, Role.NOBODY)) if address else Role.NOBODY


def access_of(section: Mapping[str, object], auth: object = None) -> Access:
    """What the section says, beside Streamlit's section `[auth]`. A section that cannot be right closes the dashboard:
    `problem` says what is wrong.
    """
    unknown = sorted(section.keys() - _USUAL.keys())
    visibility, secret, address, people, verified, frames = (section.get(name, usual) for name, usual in _USUAL.items())
    if unknown:
        return _closed("access.unknown_setting", name=unknown[0], known=", ".join(_USUAL))
    if visibility not in (PUBLIC, PRIVATE):
        return _closed("access.bad_visibility")  # what stands there may be the secret, a line too high
    if not isinstance(secret, str) or (secret and len(secret) < _SHORTEST):
        return _closed("access.short_secret", least=_SHORTEST)
    if not isinstance(address, str) or not (address == "" or address.startswith(("https://", "http://"))):
        return _closed("access.bad_address")
    if not isinstance(verified, str) or not verified:
        return _closed("access.bad_verified")
    sites = [site.rstrip("/") for site in frames.split()] if isinstance(frames, str) else [""]
    if not all(_SITE.fullmatch(site) for site in sites):  # nor anything that would begin another rule of the policy
        return _closed("access.bad_frames")
    try:
        listed = _listed(people)
        if listed:
            _check_provider(auth)
    except Problem as problem:
        return Access(private=True, problem=problem)
    return Access(visibility == PRIVATE, secret, address.rstrip("/"), listed, verified, frames=" ".join(sites))


def _listed(people: object) -> dict[str, Role]:
    """Roles by address and by @domain, in small letters. Raises Problem."""
    if not isinstance(people, Mapping):
        raise Problem("access.bad_people")
    roles: dict[str, Role] = {}
    for number, (name, role) in enumerate(people.items(), 1):  # strangers read what is wrong: they learn no address
        address = _written(f"x{name}").removeprefix("x") if name.startswith("@") else _written(name)
        if not address or address in roles:
            raise Problem("access.bad_person", number=number)
        if not isinstance(role, str) or role not in NAMED:
            raise Problem("access.bad_person_role", number=number, known=", ".join(NAMED))
        roles[address] = NAMED[role]
    return roles


def _written(address: str) -> str:
    """An address in small letters; empty where it is none."""
    return address.casefold() if re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", address) else ""


def _check_provider(auth: object) -> None:
    """Whether Streamlit's section is one to sign in with. Raises Problem."""
    given = auth if isinstance(auth, Mapping) else {}
    for name in _OF_PROVIDER:
        if not isinstance(given.get(name), str) or not given[name]:
            raise Problem("access.no_provider", name=name)
    if len(given["cookie_secret"]) < _SHORTEST:  # who guesses it signs in as anyone
        raise Problem("access.short_cookie_secret", least=_SHORTEST)
    if not given["redirect_uri"].endswith(f"/{CALLBACK}"):
        raise Problem("access.bad_redirect", ending=f"/{CALLBACK}")


def _closed(key: str, **values: object) -> Access:
    return Access(private=True, problem=Problem(key, **values))
