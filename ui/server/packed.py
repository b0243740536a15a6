"""Streamlit's own scripts and styles, compressed once: it sends them as they are, three times what a phone need load.

Their names change with their content, so they never change under one.
"""

import gzip
import re
from functools import cache
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.requests import root

_FOLDER = Path(st.__file__).parent / "static"
_PACKED = re.compile(r"static/(?:js|css)/[\w-][\w.-]*\.(js|css)")
_KINDS = {"js": "application/javascript", "css": "text/css"}
_FONTS = "app/static/fonts/"  # without a mark of their content in the name; asked for again after a week
_FOR_EVER, _A_WEEK = "public, immutable, max-age=31536000", "public, max-age=604800"


def takes_gzip(headers: Headers) -> bool:
    """Whether who asks takes a compressed answer."""
    offers = (offer.replace(" ", "") for offer in headers.get("accept-encoding", "").lower().split(","))
    return any(re.fullmatch(r"gzip(;q=(1(\.0*)?|0\.0*[1-9]\d*))?", offer) for offer in offers)


class Packed:
    """ASGI middleware: answers hashed files compressed where that is taken, and lets browsers keep the typeface."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app, self.base = app, root(base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is compressed, and pass everything else on."""
        asked = scope.get("path", "").removeprefix(scope.get("root_path", "")).removeprefix(self.base)
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        headers, named = Headers(scope=scope), _PACKED.fullmatch(asked)
        if named and takes_gzip(headers) and "range" not in headers and (_FOLDER / asked).is_file():
            content = await to_thread.run_sync(_packed, asked)
            kept = {"cache-control": _FOR_EVER, "content-encoding": "gzip", "vary": "Accept-Encoding"}
            return await Response(content, headers=kept, media_type=_KINDS[named[1]])(scope, receive, send)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
                MutableHeaders(scope=message).setdefault("cache-control", _A_WEEK)
            await send(message)

        await self.app(scope, receive, sent if asked.startswith(_FONTS) else send)


@cache
def _packed(name: str) -> bytes:
    """There are no more names than files of the package."""
    return gzip.compress((_FOLDER / name).read_bytes(), 6, mtime=0)
