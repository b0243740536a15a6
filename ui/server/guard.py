"""What every answer of the server goes through: who may ask for it, and what the browser may do with it."""

import asyncio
import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from functools import partial

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE, SERVER_BYTES, SESSION_BYTES
from bs_metrics.words import LANGUAGES, words
from ui.server.door import DOOR
from ui.server.messages import Messages
from ui.server.requests import is_secure, root
from ui.server.roles import Caller, caller_of
from ui.server.signin import SIGNING_IN

_FRAMING = 1_000_000  # bytes that a form needs around the file which it carries; Streamlit allows as many
# What holds nothing of the data: Streamlit's own files, the typeface, whether the server lives, where a link is opened.
_FOR_ALL = ("static/", "app/static/", "_stcore/health", "_stcore/metrics", f"{DOOR}/")
_PATIENCE = 60  # seconds without a byte of a file that is on its way; its room is then for others
_READS = ("GET", "HEAD", "OPTIONS")


def policy(document: str) -> str:
    """The content security policy of a document: its own scripts, those of the server, and what charts are made of.

    Streamlit and plotly write styles into the page, and components get their scripts as blobs; scripts that stand in
    the document are named by their hashes.
    """
    scripts = re.findall(r"<script>(.*?)</script>", document, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *(f"'sha256-{one}'" for one in hashes)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Guard:
    """ASGI middleware in front of everything. `sees` tells what a caller may see, `may_upload` whether they hand a file
    in; `closed` is what those see who see nothing; `ready` raises where the store does not answer; `frames` names the
    sites that may show a page in theirs.

    Raises nothing: what is refused is answered, in both languages, before Streamlit or a page sees it.
    """

    def __init__(
        self,
        app: ASGIApp,
        policy: str,
        *,
        sees: Callable[[Caller], object],
        may_upload: Callable[[Caller], bool],
        closed: Callable[[], Response],
        ready: Callable[[], object],
        frames: Callable[[], str] = lambda: "'self'",
        hosts: Iterable[str] = (),
        base: str = "",
    ) -> None:
        self.app, self.sees, self.may_upload, self.closed = app, sees, may_upload, closed
        self.ready, self.frames, self.hosts = ready, frames, tuple(hosts)
        self.base = root(base)
        self.policy = policy
        self.headers = {
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
        }
        self.coming: Counter[str] = Counter()  # bytes of files on their way, by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or answer with the headers that make a browser careful."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        caller, path = caller_of(scope), scope.get("path", "").removeprefix(scope.get("root_path", ""))
        secure = is_secure(scope.get("scheme", ""), caller)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                is_page = headers.get("content-type", "").startswith("text/html")
                ancestors = self.frames() if is_page else "'self'"
                headers.setdefault("content-security-policy", f"{self.policy}; frame-ancestors {ancestors}")
                if secure:
                    message["headers"] = [_only_encrypted(*header) for header in message["headers"]]
                    headers = MutableHeaders(scope=message)
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        asked = path.removeprefix(self.base)
        refusal = self._refused_host(caller)
        if refusal is None and scope["type"] == "http":
            if asked == "ready":
                refusal = await self._readiness()
            elif asked.startswith("_stcore/metrics") and not caller.is_here:
                refusal = PlainTextResponse("", 404)
            elif asked.startswith("_stcore/upload_file") and scope["method"] not in _READS:
                return await self._upload(scope, receive, sent, caller, asked)
        if refusal is None and not _is_for_all(asked):
            refusal = await to_thread.run_sync(self._refused_view, caller)
        if refusal is None and scope["type"] == "websocket":
            await self.app(scope, Messages(receive, partial(self.sees, caller)), sent)
        elif refusal is None:
            await self.app(scope, receive, sent)
        elif scope["type"] == "http":
            await refusal(scope, receive, sent)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refused_host(self, caller: Caller) -> Response | None:
        """Streamlit checks its allowed hosts for the websocket alone."""
        host = _bare(re.sub(r":\d+$", "", caller.headers.get("host", "")))
        if not self.hosts or any(fnmatch(host, _bare(allowed)) for allowed in self.hosts):
            return None
        return _told(421, "guard.host")

    def _refused_view(self, caller: Caller) -> Response | None:
        """Of a private dashboard, whoever may not view gets no page, no file and no session."""
        return None if self.sees(caller) else self.closed()

    async def _readiness(self) -> Response:
        """Whether a page can be shown: the store answers."""
        try:
            await to_thread.run_sync(self.ready)
        except Exception as problem:  # whatever it is, who asks wants to know that, and no more
            return PlainTextResponse(type(problem).__name__, 503, {"cache-control": "no-store"})
        return PlainTextResponse("ok", headers={"cache-control": "no-store"})

    async def _upload(self, scope: Scope, receive: Receive, send: Send, caller: Caller, asked: str) -> None:
        """Let a file in whose sender may hand it in, in a session of the same browser, while there is room for it."""
        receive = _impatient(receive)
        length = caller.headers.get("content-length", "") if scope["method"] == "PUT" else "0"
        if "transfer-encoding" in caller.headers:  # sent in pieces, a body has another length than it says
            length = ""
        session = asked.removeprefix("_stcore/upload_file/").split("/")[0]
        allowed = await to_thread.run_sync(self.may_upload, caller) and _is_of(session, caller)
        refusal = None
        if not allowed:
            refusal = _told(403, "guard.upload")
        elif not length.isdecimal():
            refusal = _told(411, "guard.length")
        elif int(length) > FILE_BYTES + _FRAMING:
            refusal = _told(413, "guard.size", limit=FILE_BYTES // MEGABYTE)
        elif int(length) and _kept(session) + self.coming[session] + int(length) > SESSION_BYTES:
            refusal = _told(413, "guard.session")
        elif int(length) and self.coming.total() + _kept() + int(length) > SERVER_BYTES:
            refusal = _told(503, "guard.room")
        if refusal:
            if allowed and refusal.status_code != 411:
                await _drop(receive, FILE_BYTES)  # a browser reads no answer before it has sent everything
            return await refusal(scope, receive, send)
        self.coming[session] += int(length)
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            await _told(408, "guard.stalled")(scope, receive, send)
        finally:
            self.coming -= Counter({session: int(length)})  # leaves out who has none on the way


def _is_for_all(asked: str) -> bool:
    return asked in SIGNING_IN or (asked.startswith(_FOR_ALL) and ".." not in asked)


def _only_encrypted(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; a cookie, Streamlit's own included, goes over encrypted connections only."""
    if name.lower() != b"set-cookie" or re.search(rb";\s*secure\s*(;|$)", value, re.IGNORECASE):
        return name, value
    return name, value + b"; Secure"


def _bare(host: str) -> str:
    """A host's name without what may be written otherwise: capitals, a dot at the end, brackets of IPv6."""
    return host.strip().lower().rstrip(".").strip("[]")


def _impatient(receive: Receive) -> Receive:
    """What a browser sends; where nothing comes for too long it is taken for gone."""

    async def received() -> Message:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}

    return received


async def _drop(receive: Receive, most: int) -> None:
    """Take in what comes, up to so many bytes, and keep nothing of it."""
    more = True
    while more and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        more = message.get("more_body", False)


def _kept(session: str = "") -> int:
    """Bytes of the files that Streamlit keeps for a session, or for all of them."""
    kept = Runtime.instance().uploaded_file_mgr
    assert isinstance(kept, MemoryUploadedFileManager)
    sessions = [session] if session else list(kept.file_storage)
    return sum(len(file.data) for name in sessions for file in list(kept.file_storage.get(name, {}).values()))


def _is_of(session: str, caller: Caller) -> bool:
    """Whether a session is of the browser that sends to it: both have the same token of Streamlit's against forgery.

    A session that there is not is for Streamlit to refuse.
    """
    client = Runtime.instance().get_client(session)
    opened = client.client_context if client else None
    token = opened.cookies.get(XSRF_COOKIE_NAME) if opened else None
    return token is None or validate_xsrf_token(token, caller.cookies.get(XSRF_COOKIE_NAME))


def _told(status: int, key: str, **values: object) -> Response:
    text = "\n".join(words(key, language, **values) for language in LANGUAGES)
    return PlainTextResponse(text, status, {"cache-control": "no-store", "connection": "close"})
