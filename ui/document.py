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

_FILES = Path(__file__).parent
# Written into the document rather than by `st.html`: it holds from the first paint on and costs no round trip.
STYLE = (_FILES / "document.css").read_bytes() + b"".join(
    f':root:lang({language}) [data-testid="stFileUploaderDropzone"] {place}::after '
    f"{{ content: {json.dumps(words(key, language, limit=FILE_BYTES // MEGABYTE), ensure_ascii=False)}; }}\n".encode()
    for language in LANGUAGES
    for key, place in (
        ("upload.own_choose", 'button [data-testid="stMarkdownContainer"]'),
        ("upload.own_limit", '[data-testid="stFileUploaderDropzoneInstructions"]'),
    )
)
SCRIPT = (_FILES / "document.js").read_bytes().replace(b"LANGUAGES", json.dumps(LANGUAGES).encode())
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
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: list[Message] = []  # the head of an HTML answer waits here until its length is known
        body = bytearray()

        async def answer(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start" and _is_page(message):
                start.append(message)
            elif not start:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    elsewhere = self._elsewhere(scope)
                    headers = MutableHeaders(raw=start[0]["headers"])
                    if headers.get("content-encoding") == "gzip":  # Streamlit's own middleware was here before
                        body = bytearray(gzip.decompress(body))
                        del headers["content-encoding"]
                    whole = b"" if elsewhere else _completed(bytes(body), scope)
                    for name in _VALIDATORS:
                        del headers[name]
                    if elsewhere:
                        start[0]["status"] = 302
                        headers["location"] = elsewhere
                        headers["cache-control"] = "no-store"  # the page may be there tomorrow
                    if whole or elsewhere:
                        headers["content-length"] = str(len(whole))
                    await send(start.pop())
                    await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, answer)

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
    headers = MutableHeaders(raw=message["headers"])
    return message["status"] == 200 and headers.get("content-type", "").startswith("text/html")


def _query(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"))


def _completed(body: bytes, scope: Scope) -> bytes:
    asked = _query(scope).get("lang", [""])[-1]
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    body = re.sub(rb'<html lang="[a-z]*">', f'<html lang="{language}">'.encode(), body, count=1)
    own = b"<style>" + STYLE + b"</style><script>" + SCRIPT + b"</script>"
    return body.replace(b"</head>", own + b"</head>", 1)
