"""Figures and tables at addresses of their own, for Excel's "From Web" and for scripts; roles are those of pages."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bs_metrics.commands.as_json import as_json, ratios_as_json
from bs_metrics.contract.schema import schema
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.provenance import raw_table
from bs_metrics.words import Language, words
from ui.data import PIN, within
from ui.server.requests import asked_language, root
from ui.server.roles import access, caller_of, is_for_one, limits
from ui.show import csv

_OF_A_SNAPSHOT, _OF_NOW = "max-age=3600", "no-cache"  # a snapshot never changes, but who may see it does


def api(base: str) -> list[Route]:
    """The routes below `/api/v1/`."""
    below = f"{root(base)}api/v1/"
    return [Route(f"{below}ratios.json", _ratios), Route(f"{below}tables/{{name}}.csv", _table)]


def _ratios(request: Request) -> Response:
    return _answer(request, "application/json", "")


def _table(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in schema().tables:
        return _said(request, "api.no_table", 404, name=name, known=", ".join(schema().tables))
    return _answer(request, "text/csv", name)


@st.cache_resource(max_entries=16, show_spinner=False)
def _content(id: str, name: str, language: Language, _shown: Snapshot) -> bytes:
    """A table of a snapshot, or its ratios without a name; neither ever changes."""
    if name:
        return csv(raw_table(_shown.tables, name, language))
    return as_json(ratios_as_json(_shown, language)).encode()


def _answer(request: Request, kind: str, name: str) -> Response:
    """What is made of the snapshot asked for, with its tag; nothing where the one who asks has it already."""
    asked, language = request.query_params.get(PIN, ""), asked_language(request.query_params)
    seen = limits(caller_of(request.scope))
    if seen is None or seen.pages is not None:
        return _said(request, "limits.api", 403)
    try:
        view = within(seen, asked)
        if view.trouble:  # a page can say that other figures may be the newest, a table cannot
            raise view.trouble
    except StoreUnavailable:
        return _said(request, "door.store", 503)
    if view.absent:
        return _said(request, "pinned.missing", 404, id=view.absent)
    content = _content(view.snapshot.key, name, language, view.snapshot)
    tag, private = f'"{view.snapshot.id}-{sha256(content)[:12]}"', access().private
    lasts = asked and not seen.snapshot
    kept = f"{'private' if private else 'public'}, {_OF_A_SNAPSHOT if lasts else _OF_NOW}"
    headers = {"etag": tag, "cache-control": kept}
    if not private and not is_for_one():  # no page out there reads what somebody works on at home
        headers["access-control-allow-origin"] = "*"
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _said(request: Request, key: str, status: int, **values: object) -> Response:
    text = words(key, asked_language(request.query_params), **values)
    return PlainTextResponse(text, status, {"cache-control": "no-store"})
