"""The HTML document that a browser gets first, before any script of it runs."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE
from bs_metrics.words import LANGUAGES, words
from ui.addresses import FRONT, SCRIPTS, nearest
from ui.link import GONE

_OWN_WORDS = {  # where Streamlit has English words only, and the key of the reader's own
    '[data-testid="stFileUploaderDropzone"] button p': "upload.own_choose",
    '[data-testid="stFileUploaderDropzoneInstructions"] span': "upload.own_limit",
}
_LIMIT = FILE_BYTES // MEGABYTE
_WORDS = {code: {place: words(key, code, limit=_LIMIT) for place, key in _OWN_WORDS.items()} for code in LANGUAGES}
_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "document.css").read_text(encoding="utf-8")
_SCRIPT = (_FOLDER / "document.js").read_text(encoding="utf-8").replace("WORDS = {}", f"WORDS = {json.dumps(_WORDS)}")
# Written into the document rather than by `st.html`: it holds from the first paint on and costs no round trip.
_OWN = f"<style>{_STYLE}</style><script>{_SCRIPT}</script></head>".encode()
_VALIDATORS = ("etag", "last-modified", "accept-ranges")  # of the file on disk, which is not what is sent


class Document:
    """ASGI middleware: every HTML answer gets the project's style and script and the language of the link.

    An address without a page leads to the nearest that has one, which says so.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = base.strip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only a whole HTML answer is changed."""
        head: Message | None = None  # of an HTML answer: it waits here until its length is known
        body = b""

        async def answer(message: Message) -> None:
            nonlocal head, body
            if message["type"] == "http.response.start" and _is_page(message):
                head = message
            elif head is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    body = self._changed(scope, head, body)
                    await send(head)
                    await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, send if scope["type"] != "http" else answer)

    def _changed(self, scope: Scope, head: Message, body: bytes) -> bytes:
        """What is sent instead of a page, to which its head is fitted."""
        headers, elsewhere = MutableHeaders(raw=head["headers"]), self._elsewhere(scope)
        for name in _VALIDATORS:
            del headers[name]
        if elsewhere:
            head["status"], headers["location"] = 302, elsewhere
            headers["cache-control"] = "no-store"  # the page may be there tomorrow
        if headers.get("content-encoding") == "gzip":  # Streamlit's own middleware was here before
            del headers["content-encoding"]
            body = gzip.decompress(body)
        whole = b"" if elsewhere else _completed(body, scope)
        if whole or elsewhere:  # a HEAD request has no body, and keeps the length that it told
            headers["content-length"] = str(len(whole))
        return whole

    def _elsewhere(self, scope: Scope) -> str:
        """Where a reader goes who asked for a page that is not there; nothing for one that is.

        Relative, so that it holds below any prefix that a proxy has taken off.
        """
        path = scope.get("path", "").removeprefix(scope.get("root_path", "")).strip("/")
        asked = path.removeprefix(self.base).strip("/") if f"{path}/".startswith(f"{self.base}/") else path
        if not asked or asked in SCRIPTS or "." in asked:  # with a dot it is the name of a file
            return ""
        given = {key: values[-1] for key, values in _query(scope).items() if key != GONE}
        link = urlencode(given | {GONE: asked})
        return f"{'../' * asked.count('/')}{nearest(asked.rsplit('/', 1)[-1], sorted(SCRIPTS), FRONT)}?{link}"


def _is_page(message: Message) -> bool:
    content = MutableHeaders(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and content.startswith("text/html")


def _query(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"))


def _completed(body: bytes, scope: Scope) -> bytes:
    asked = _query(scope).get("lang", [""])[-1]
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    body = re.sub(rb'<html lang="[a-z]*">', f'<html lang="{language}">'.encode(), body, count=1)
    return body.replace(b"</head>", _OWN, 1)
