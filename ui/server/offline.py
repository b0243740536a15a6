"""The offline page at an address of its own: for a browser whose network lets no websocket through."""

from collections.abc import Mapping
from functools import partial
from threading import Lock

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bs_metrics.access.limits import Limits
from bs_metrics.exports.formats import FORMATS
from bs_metrics.exports.pack import Pack
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.snapshot import undamaged
from bs_metrics.words import words
from ui.data import PIN, snapshot_of, within
from ui.server.plain import plain_page
from ui.server.requests import asked_language, root
from ui.server.roles import access, caller_of, limits
from ui.sharing.pack import keep_file, kept_file, key_of

ADDRESS = "offline.html"
_lock = Lock()  # a hundred who ask at once wait for one page


def offline(base: str) -> Route:
    """The route of the page; what its address carries chooses language and snapshot, as everywhere."""
    return Route(f"{root(base)}{ADDRESS}", _answer)


def _answer(request: Request) -> Response:
    seen = limits(caller_of(request.scope))
    if seen is None or seen.pages is not None:
        return plain_page(lambda language: words("limits.api", language), 403)
    try:
        content = _page(seen, request.query_params)
    except StoreUnavailable:
        return plain_page(lambda language: words("door.store", language), 503)
    # The page says itself what it may load. Nobody keeps it: its figures, or who may see them, may be others tomorrow.
    headers = {"cache-control": "no-store", "content-security-policy": f"frame-ancestors {access().ancestors}"}
    return HTMLResponse(content, headers=headers)


def _page(seen: Limits, carried: Mapping[str, str]) -> bytes:
    """Raises StoreUnavailable: a page that lasts holds nothing that may be out of date when it is made."""
    view = within(seen, carried.get(PIN, ""))
    if view.trouble:
        raise view.trouble
    language = asked_language(carried)
    number, parent = (view.record.number, view.record.parent) if view.record else (None, None)
    before = undamaged(partial(snapshot_of, parent)) if parent else None
    pack, kind = Pack(view.snapshot, language, number, before), FORMATS["html"]
    with _lock:
        content = kept_file(key_of(pack, kind))
        if content is None:
            content = kind.make(pack)
            keep_file(key_of(pack, kind), content)
    return content
