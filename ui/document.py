"""The HTML document that a browser gets first, before any script of it runs."""

import gzip
import re
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bs_metrics.words import LANGUAGES

# The theme knows one base size for every screen. A projector is read from the back of a room, a phone from the hand:
# so the root size, on which all of Streamlit's sizes rest, follows the width of the window. Written into the document
# rather than by `st.html`, it holds from the first paint on and costs no round trip.
RESPONSIVE_SIZE = b"<style>:root { font-size: clamp(14.5px, calc(13.2px + 0.33vw), 28px) !important; }</style>"
_VALIDATORS = ("etag", "last-modified", "accept-ranges")  # of the file on disk, which is not what is sent


class Document:
    """ASGI middleware: every HTML answer gets the responsive size and the language that the link asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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
                    headers = MutableHeaders(raw=start[0]["headers"])
                    if headers.get("content-encoding") == "gzip":  # Streamlit's own middleware was here before
                        body = bytearray(gzip.decompress(body))
                        del headers["content-encoding"]
                    whole = _completed(bytes(body), scope)
                    for name in _VALIDATORS:
                        del headers[name]
                    if whole:
                        headers["content-length"] = str(len(whole))
                    await send(start.pop())
                    await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, answer)


def _is_page(message: Message) -> bool:
    headers = MutableHeaders(raw=message["headers"])
    return message["status"] == 200 and headers.get("content-type", "").startswith("text/html")


def _completed(body: bytes, scope: Scope) -> bytes:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    body = re.sub(rb'<html lang="[a-z]*">', f'<html lang="{language}">'.encode(), body, count=1)
    return body.replace(b"</head>", RESPONSIVE_SIZE + b"</head>", 1)
