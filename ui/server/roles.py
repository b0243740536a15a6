"""What the one who asks may do: by this machine, by signing in, by the link that the browser opened, as anyone."""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection, cookie_parser
from starlette.types import Scope

from bs_metrics.access.limits import Limits
from bs_metrics.access.links import Link, Links
from bs_metrics.access.roles import Access, Role, access_of
from bs_metrics.access.signins import SignIns
from bs_metrics.snapshots.address import StoreUnavailable, section
from bs_metrics.snapshots.records import login_name
from bs_metrics.words import Problem
from ui.data import store
from ui.server.identity import identity_of

COOKIE = "bs_link"  # what a browser keeps of the link that it opened
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}  # as a browser names this machine
_BOUND = {"127.0.0.1", "localhost", "::1"}  # the same as the server is told to listen on
_PROXIED = {"forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip"}
_PROXIED_START = ("x-forwarded-", "x-original-", "x-envoy-", "cf-", "fly-")
_was_private = threading.Event()  # in this process


@dataclass(frozen=True)
class Caller:
    """Who asks: what the browser's connection says of itself. `near` tells that it was made on this machine."""

    headers: Mapping[str, str]  # names in small letters
    near: bool

    @property
    def is_here(self) -> bool:
        """Whether the browser runs on this machine, not only the last proxy: it says where it comes from, and asks for
        such an address, so that no foreign page whose name points here makes a passer-by an analyst."""
        if not self.near or any(name in _PROXIED or name.startswith(_PROXIED_START) for name in self.headers):
            return False
        # A proxy that says nothing of itself still passes on the page's own address, which a browser never leaves out.
        addresses = f"//{self.headers.get('host', '')}", self.headers.get("origin", "//localhost")
        return all(map(_is_loopback, addresses))

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser keeps for this dashboard."""
        return cookie_parser(self.headers.get("cookie", ""))


@dataclass(frozen=True)
class Person:
    """Somebody who signed in and has a role. `late`: too long ago for more than looking."""

    address: str
    role: Role
    late: bool


def caller_of_run() -> Caller:
    """Who the run at hand is for."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return Caller(headers, near=st.context.ip_address is None)


def caller_of(scope: Scope) -> Caller:
    """Who sent a request of an ASGI server."""
    client = scope.get("client")
    return Caller(dict(HTTPConnection(scope).headers), near=client is not None and client[0] in _BOUND)


def role(caller: Caller | None = None) -> Role:
    """What a caller may do, the reader of the run at hand where none is named.

    Asked anew at each action: a link that was revoked a moment ago gives nothing any more.
    """
    caller = caller or caller_of_run()
    link = link_of(caller)
    return max(_own_role(caller), link.role if link else Role.NOBODY)


def may_publish(caller: Caller | None = None) -> bool:
    """Whether a caller may publish."""
    return role(caller) >= Role.ANALYST


def may_hand_in(caller: Caller | None = None) -> bool:
    """Whether a caller may upload a file."""
    return role(caller) >= Role.CONTRIBUTOR


def may_administer(caller: Caller | None = None) -> bool:
    """Whether a caller may see the log and make links."""
    return role(caller) >= Role.ADMIN


def limits(caller: Caller | None = None) -> Limits | None:
    """What a caller sees of the data, None where it is nothing. Only a link limits, and only whoever has no right
    without it."""
    caller = caller or caller_of_run()
    own = _own_role(caller)
    if own >= Role.VIEWER:
        return Limits(administers=own >= Role.ADMIN)
    link = link_of(caller)
    return link.limits if link else None


def is_local(caller: Caller | None = None) -> bool:
    """Whether a caller sits at the machine that this server was started for.

    `make run` sets BS_LOCAL and binds the server to loopback. Both are asked for, and what the connection says: each
    alone can be untrue, for another ASGI server may not follow the setting, and a proxy may have made the connection.
    """
    return is_for_one() and st.get_option("server.address") in _BOUND and (caller or caller_of_run()).is_here


def is_for_one() -> bool:
    """Whether this server was started by `make run`, for the machine that it runs on."""
    return os.environ.get("BS_LOCAL") == "1"


def who(caller: Caller | None = None) -> str:
    """How the log names a caller: the login of this machine, or what gives the role, an address or a link; empty for
    anyone."""
    caller = caller or caller_of_run()
    if is_local(caller):
        return login_name()
    person, link = person_of(caller), link_of(caller)
    if person and (link is None or person.role >= link.role):
        return person.address
    return f"link {link.id}" if link else ""


def signed_in() -> Person | None:
    """Who signed in that the run at hand is for; nobody at this machine, whose user need not."""
    caller = caller_of_run()
    return None if is_local(caller) else person_of(caller)


def access() -> Access:
    """Who gets in by the configuration, as it stands now.

    What was private is opened by a word only: a file that is half written, or away for a moment, has none.
    """
    try:
        files = st.get_option("secrets.files")
        given, _ = section("access", files)
        written = given if isinstance(given, dict) else {"access": given}
        auth = section("auth", files)[0] if "people" in written else None
    except StoreUnavailable as problem:
        return Access(private=True, problem=problem)
    settings = access_of(written, auth)
    if _was_private.is_set() and "visibility" not in written:
        return Access(private=True, problem=settings.problem or Problem("access.no_visibility"))
    if "visibility" in written and not settings.problem:
        (_was_private.set if settings.private else _was_private.clear)()
    return settings


def links() -> Links:
    """The links of the store. Raises Problem where there is no secret, StoreUnavailable."""
    return Links(store(), access().secret)


def link_of(caller: Caller) -> Link | None:
    """The link that a caller's browser has opened, while it is good."""
    cookie = caller.cookies.get(COOKIE)
    if not cookie or not access().secret:
        return None
    try:
        return links().holder(cookie)
    except StoreUnavailable:  # who cannot be asked about may nothing more than anyone
        return None


def person_of(caller: Caller) -> Person | None:
    """Who signed in in a caller's browser, while that is good: listed with a role, not signed out, and not too late for
    more than looking."""
    identity = identity_of(caller.cookies)
    if identity is None:
        return None
    settings = access()
    address = settings.vouched(identity.claims)
    role = settings.role_of(address)
    try:
        sign_in = SignIns(store()).good(address, identity.id) if role else None
    except StoreUnavailable:  # who cannot be asked about may nothing more than anyone
        return None
    if sign_in is None:
        return None
    return Person(address, min(role, Role.VIEWER) if sign_in.late else role, sign_in.late)


def _own_role(caller: Caller) -> Role:
    """What a caller may do without a link."""
    if is_local(caller):
        return Role.ADMIN
    person = person_of(caller)
    return max(_of_anyone(), person.role if person else Role.NOBODY)


def _of_anyone() -> Role:
    return Role.NOBODY if access().private else Role.VIEWER


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc
    except ValueError:
        return False
    return host in LOOPBACK
