"""The HTML document that a browser gets first, before any script of it runs."""

import gzip
import json
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnected

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE
from bs_metrics.figures.maps import LAYOUT
from bs_metrics.words import LANGUAGES, word_list, words
from ui.addresses import FIXED, FRONT, HANDED_IN, OFFERED, SLIDES, nearest
from ui.data import PIN
from ui.link import GONE
from ui.server.door import DOOR
from ui.server.packed import takes_gzip
from ui.server.requests import root
from ui.server.signin import SIGNING_IN

_OWN_WORDS = {  # where Streamlit has English words only, and the key of the reader's own
    '[data-testid="stFileUploaderDropzone"] button p': "upload.own_choose",
    '[data-testid="stFileUploaderDropzoneInstructions"] span': "upload.own_limit",
}
_LIMIT = FILE_BYTES // MEGABYTE
_WORDS = {code: {place: words(key, code, limit=_LIMIT) for place, key in _OWN_WORDS.items()} for code in LANGUAGES}
_BLOCKED = {code: [words(key, code) for key in ("frame.blocked", "frame.blocked_link")] for code in LANGUAGES}
_OWN = {code: word_list("streamlit.own", code) for code in LANGUAGES}
# Folders of Streamlit's own, some of which it asks for below a page's address, and of ours.
_FOLDERS = {"_stcore", "app", "component", "media", "static", DOOR, HANDED_IN, OFFERED}


def completed() -> str:
    """Streamlit's document with the project's style and script in it: they hold from the first paint on.

    `st.html` would cost a round trip.
    """
    style, script = (Path(__file__).with_suffix(ending).read_text(encoding="utf-8") for ending in (".css", ".js"))
    plain = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    for name, given in (("WORDS", _WORDS), ("OWN", _OWN), ("BLOCKED", _BLOCKED)):
        script = script.replace(f"{name} = {{}}", f"{name} = {json.dumps(given)}")
    script = script.replace('FRONT = ""', f"FRONT = {json.dumps(FRONT)}")
    script = script.replace("CLOSED = []", f"CLOSED = {json.dumps(['', FRONT, SLIDES])}")
    return plain.replace("</head>", f"<style>{style}{LAYOUT}</style><script>{script}</script></head>", 1)


class Document:
    """ASGI middleware: the address of a page gets the completed document. `known` gives the addresses of the pages that
    a snapshot has; of the current one for an empty id.

    An address without a page leads to the nearest that has one, which says so; everything else is for Streamlit.
    """

    def __init__(self, app: ASGIApp, known: Callable[[str], Collection[str]], base: str = "") -> None:
        self.app, self.known, self.base = app, known, root(base)
        kept = {"cache-control": "no-cache", "vary": "Accept-Encoding"}
        self.page = HTMLResponse(completed(), headers=kept)
        packed = gzip.compress(bytes(self.page.body), mtime=0)
        self.packed = HTMLResponse(packed, headers=kept | {"content-encoding": "gzip"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what asks for a page, and pass everything else on."""
        with suppress(WebSocketDisconnected):  # a tab was closed meanwhile, which Streamlit takes for a fault
            await (await self._answer(scope) or self.app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        asked = path.removeprefix(self.base)
        if scope.get("method") not in ("GET", "HEAD") or not path.startswith(self.base) or asked != asked.strip("/"):
            return None
        if "." in asked or _FOLDERS.intersection(asked.split("/")[:-1]):  # with a dot it is the name of a file
            return None
        if asked in SIGNING_IN:
            return None
        page = self.packed if takes_gzip(Headers(scope=scope)) else self.page
        if not asked or asked in FIXED:
            return page
        given = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        known = await to_thread.run_sync(self.known, given.get(PIN, ""))
        if asked in known:
            return page
        given[GONE] = asked
        near = nearest(asked.rsplit("/", 1)[-1], sorted(known), FRONT)
        # Relative: it holds below any prefix that a proxy has taken off. Not kept: the page may be there tomorrow.
        link = f"{'../' * asked.count('/')}{near}?{urlencode(given)}"
        return RedirectResponse(link, 302, {"cache-control": "no-store"})
