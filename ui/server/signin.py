"""Signing in and out: Streamlit's own routes, with the wanted page found again, and what was done in the log."""

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from anyio import to_thread
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from bs_metrics.access.roles import CALLBACK
from bs_metrics.access.signins import SignIns
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.words import words
from ui.data import store
from ui.server.door import DOOR
from ui.server.identity import identity_of
from ui.server.plain import START, plain_page
from ui.server.requests import root
from ui.server.roles import access

_LOGIN, _LOGOUT = "auth/login", "auth/logout"
SIGNING_IN = {START, _LOGIN, CALLBACK, _LOGOUT}  # the addresses, below the dashboard's own
_WANTED = "bs_wanted"  # the cookie of the page that was left for signing in or out
_MINUTES, _LONGEST = 30, 3000  # how long it is kept; letters, for a browser keeps 4096 of a cookie
Asked = Callable[[], Awaitable[Response]]  # what Streamlit answers


class SignIn:
    """ASGI middleware before Streamlit's addresses for signing in and out, which anyone may open."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app, self.base = app, root(base)
        self.steps = {START: self._start, _LOGIN: self._login, CALLBACK: self._callback, _LOGOUT: self._logout}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what signs in or out, and pass everything else on."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        step = self.steps.get(path.removeprefix(self.base)) if path.startswith(self.base) else None
        if step is None or scope["type"] != "http":
            return await self.app(scope, receive, send)
        answer = await step(Request(scope), partial(_answered, self.app, scope, receive))
        answer.headers["cache-control"] = "no-store"
        await answer(scope, receive, send)

    async def _start(self, request: Request, ask: Asked) -> Response:
        """For a page without Streamlit, which cannot ask it for the address that begins."""
        if not access().people:
            return PlainTextResponse("", HTTPStatus.NOT_FOUND)
        return RedirectResponse(generate_login_redirect_url("default"), HTTPStatus.SEE_OTHER)

    async def _login(self, request: Request, ask: Asked) -> Response:
        """On to the provider; the browser keeps the page that it comes from."""
        answer = await ask()
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            return await to_thread.run_sync(_say, "sign_in.no_provider", HTTPStatus.SERVICE_UNAVAILABLE)
        self._keep(answer, self._left(request))
        return answer

    async def _callback(self, request: Request, ask: Asked) -> Response:
        """Back from the provider: noted in the log, or refused; then to the page that was wanted."""
        answer = await ask()
        kept = cookie_parser("; ".join(each.split(";")[0] for each in answer.headers.getlist("set-cookie")))
        if kept.get(USER_COOKIE_NAME) and (refusal := await to_thread.run_sync(_refused, kept)):
            for each in answer.headers.getlist("set-cookie"):
                # What was begun is used up, or there is soon no room for more.
                if not each.startswith(USER_COOKIE_NAME):
                    refusal.headers.append("set-cookie", each)
            return refusal
        try:
            wanted = _signer().loads(request.cookies.get(_WANTED, ""), max_age=60 * _MINUTES)
        except BadSignature:
            return answer
        if answer.status_code == HTTPStatus.FOUND and self._is_page(wanted):
            answer.headers["location"] = wanted
            answer.delete_cookie(_WANTED, path=self.base)
        return answer

    async def _logout(self, request: Request, ask: Asked) -> Response:
        """Streamlit forgets the cookie; the log ends the sign-in in every tab that has it still."""
        if refusal := await to_thread.run_sync(_not_ended, request.cookies):
            return refusal
        answer, left = await ask(), self._left(request)
        if left and answer.headers.get("location") == self.base:  # this provider is not asked
            answer.headers["location"] = left
        else:
            self._keep(answer, left)
        return answer

    def _keep(self, answer: Response, left: str) -> None:
        """Let the browser keep a page until it comes back from the provider."""
        if left:
            kept, seconds = _signer().dumps(left), 60 * _MINUTES
            answer.set_cookie(_WANTED, kept, max_age=seconds, path=self.base, httponly=True, samesite="lax")

    def _left(self, request: Request) -> str:
        """The page of this dashboard that the browser comes from, with its choices; empty for any other."""
        try:
            left = urlsplit(request.headers.get("referer", ""))
        except ValueError:
            return ""
        wanted = f"{left.path}?{left.query}" if left.query else left.path
        here = get_origin_from_redirect_uri()  # a proxy may have changed the host
        return wanted if f"{left.scheme}://{left.netloc}" == here and self._is_page(wanted) else ""

    def _is_page(self, wanted: object) -> bool:
        """Whether an address stays on this dashboard, and is none that signs in, out, or opens a link."""
        if not isinstance(wanted, str) or not wanted.startswith(self.base) or len(wanted) > _LONGEST:
            return False
        # A browser takes // and /\ for another host, and passes over line ends and tabs.
        if wanted.startswith("//") or "\\" in wanted or not (wanted.isascii() and wanted.isprintable()):
            return False
        path = wanted.partition("?")[0].removeprefix(self.base)
        return path not in SIGNING_IN and not path.startswith(f"{DOOR}/")


async def _answered(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """What an application answers, whole: a redirection, or a sentence."""
    told: list[Message] = []

    async def keep(message: Message) -> None:
        told.append(message)

    await app(scope, receive, keep)
    answer = Response(b"".join(each.get("body", b"") for each in told), told[0]["status"])
    answer.raw_headers = list(told[0]["headers"])
    return answer


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_cookie_secret(), salt=_WANTED)


def _refused(cookies: dict[str, str]) -> Response | None:
    """Note who signed in by the cookies that the browser is about to get; instead of them, why they give nothing."""
    identity, settings = identity_of(cookies), access()
    if identity is None:
        return _say("sign_in.wrong_host")
    address = settings.vouched(identity.claims)
    if not address:
        return _say("sign_in.not_verified")
    if not settings.role_of(address):
        return _say("sign_in.not_listed", address=address)
    try:
        SignIns(store()).begin(address, identity.id)
    except StoreUnavailable:
        return _say("sign_in.no_store", HTTPStatus.SERVICE_UNAVAILABLE)
    return None


def _not_ended(cookies: dict[str, str]) -> Response | None:
    """Note who signs out; that it could not be noted, for then other tabs would go on."""
    identity = identity_of(cookies)
    address = access().vouched(identity.claims) if identity else ""
    try:
        if identity and address:
            SignIns(store()).end(address, identity.id)
    except StoreUnavailable:
        return _say("sign_in.no_store_out", HTTPStatus.SERVICE_UNAVAILABLE)
    return None


def _say(key: str, status: int = HTTPStatus.FORBIDDEN, **values: object) -> Response:
    back = "" if access().private else "sign_in.back"
    return plain_page(lambda language: words(key, language, **values), status, sign_in="sign_in.again", back=back)
