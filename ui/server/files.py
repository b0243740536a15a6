"""Files that are not for everybody, at addresses of their own: Streamlit's, of media, do not ask who wants one."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from weakref import WeakValueDictionary

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bs_metrics.access.roles import Role
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.words import Problem, words
from ui.addresses import HANDED_IN, OFFERED
from ui.data import store
from ui.server.requests import asked_language, root
from ui.server.roles import caller_of, role, who
from ui.sharing.taken import note

_KEPT = "files_offered"  # in a session's state


@dataclass(frozen=True)
class Offer:
    """A file for whoever has a role or a higher one, made when it is asked for. `make` may raise Problem."""

    role: Role
    make: Callable[[], StoredFile]


class _Offers(dict[str, Offer]):
    """What a session offers, by keys: it goes with the session."""


_sessions: WeakValueDictionary[str, _Offers] = WeakValueDictionary()  # by what their addresses begin with


def offer(key: str, role: Role, make: Callable[[], StoredFile]) -> str:
    """The address of a file, in the session at hand; the next one with the same key takes its place."""
    begins, own = st.session_state.setdefault(_KEPT, (secrets.token_urlsafe(24), _Offers()))
    _sessions[begins], own[key] = own, Offer(role, make)
    return f"{OFFERED}/{begins}/{key}"


def files(base: str) -> list[Route]:
    """The routes of files that were handed in, by their ids, and of those that sessions offer."""
    handed_in, offered = f"{root(base)}{HANDED_IN}/{{id}}", f"{root(base)}{OFFERED}/{{session}}/{{key}}"
    return [Route(handed_in, _handed_in), Route(offered, _offered)]


def _handed_in(request: Request) -> Response:
    def made() -> StoredFile:
        submissions = Submissions(store())
        return submissions.file(submissions.one(request.path_params["id"]))

    return _file(request, Offer(Role.ANALYST, made))


def _offered(request: Request) -> Response:
    offers: Mapping[str, Offer] = _sessions.get(request.path_params["session"], {})
    return _file(request, offers.get(request.path_params["key"]))


def _file(request: Request, offered: Offer | None) -> Response:
    """The file as one to be saved, for those who have the role; nobody else learns whether there is one."""
    language, careful = asked_language(request.query_params), {"cache-control": "no-store"}
    caller = caller_of(request.scope)
    if offered is None or role(caller) < offered.role:
        return PlainTextResponse(words("guard.file", language), 403, careful)
    try:
        file = offered.make()
    except Problem as problem:
        status = 503 if isinstance(problem, StoreUnavailable) else 404
        return PlainTextResponse(problem.message(language), status, careful)
    note(file.name, who(caller))
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, media_type="application/octet-stream", headers=careful | named)
