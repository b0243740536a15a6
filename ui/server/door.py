"""Where a link for those without an account is opened: looking at it changes nothing, pressing its button lets in."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bs_metrics.access.links import LinkRefused
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.words import Problem, words
from ui.data import PIN
from ui.server.plain import plain_page
from ui.server.requests import is_secure, root
from ui.server.roles import COOKIE, caller_of, links

DOOR = "open"  # the folder of the address


def door(base: str) -> Route:
    """The route of the addresses that open a link."""
    return Route(f"{root(base)}{DOOR}/{{token}}", _answer, methods=["GET", "POST"])


def _answer(request: Request) -> Response:
    """Nothing is read of what is sent: the address says it all. No request that follows tells it to a server's log."""
    answer = _opened(request) if request.method == "POST" else _looked_at(request)
    answer.headers["referrer-policy"] = "strict-origin"  # without any, a browser would not say who sends the form
    return answer


def _looked_at(request: Request) -> Response:
    try:
        link = links().look(request.path_params["token"])
    except Problem as problem:
        return _refused(problem)
    return plain_page(lambda language: words(f"door.{link.code}", language), button="door.open")


def _opened(request: Request) -> Response:
    if not _same_origin(request):
        return _say("access.link_unknown", 403)
    try:
        link, cookie = links().open(request.path_params["token"], request.cookies.get(COOKIE, ""))
    except Problem as problem:
        return _refused(problem)
    carried = {name: value for name, value in request.query_params.items() if name == "lang"}
    if link.snapshot:
        carried[PIN] = link.snapshot
    # Relative, so that it holds below any prefix that a proxy has taken off.
    view = f"../?{urlencode(carried)}" if carried else "../"
    answer = RedirectResponse(view, 303, {"cache-control": "no-store"})
    seconds = int((link.until - link.made).total_seconds())
    base = request.url.path.rpartition(f"{DOOR}/")[0]  # a dashboard beside another keeps its cookie to itself
    secure = is_secure(request.url.scheme, caller_of(request.scope))
    answer.set_cookie(COOKIE, cookie, max_age=seconds, path=base, httponly=True, samesite="lax", secure=secure)
    return answer


def _same_origin(request: Request) -> bool:
    """A form of another site does not open a link in somebody's browser."""
    origin = request.headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == request.headers.get("host", "")


def _refused(problem: Problem) -> Response:
    if isinstance(problem, StoreUnavailable):
        return _say("door.store", 503)
    return _say(problem.key if isinstance(problem, LinkRefused) else "access.link_unknown", 403)


def _say(key: str, status: int) -> Response:
    return plain_page(lambda language: words(key, language), status)
