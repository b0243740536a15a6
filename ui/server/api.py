"""Figures and tables at addresses of their own, for Excel's "From Web" and for scripts; roles are those of pages."""

import json
from collections.abc import Callable
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bs_metrics.commands.as_json import ratios_as_json
from bs_metrics.contract.schema import schema
from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.provenance import raw_table
from bs_metrics.words import LANGUAGES, Language, words
from ui.data import PIN, looked_up
from ui.server.roles import access
from ui.sharing.pack import keep_file, kept_file
from ui.show import csv

_OF_A_SNAPSHOT, _OF_NOW = "max-age=3600", "no-cache"  # a snapshot never changes, but who may see it does


def api(base: str) -> list[Route]:
    """The routes below `/api/v1/`."""
    root = f"/{base.strip('/')}/api/v1/".replace("//", "/")
    return [Route(f"{root}ratios.json", _ratios), Route(f"{root}tables/{{name}}.csv", _table)]


async def _ratios(request: Request) -> Response:
    return await to_thread.run_sync(_answer, request, "application/json", "ratios", _ratios_of)


async def _table(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in schema().tables:
        return _missing(request, "api.no_table", name=name, known=", ".join(schema().tables))
    return await to_thread.run_sync(_answer, request, "text/csv", name, partial(_table_of, name))


def _ratios_of(shown: Snapshot, language: Language) -> bytes:
    content = ratios_as_json(shown, language)
    return json.dumps(content, ensure_ascii=False, indent=2, default=lambda day: day.isoformat()).encode()


def _table_of(name: str, shown: Snapshot, language: Language) -> bytes:
    return csv(raw_table(shown.tables, name, language))


def _answer(request: Request, kind: str, name: str, make: Callable[[Snapshot, Language], bytes]) -> Response:
    """What is made of the snapshot asked for, with its tag; nothing where the one who asks has it already."""
    asked, language = request.query_params.get(PIN, ""), _language(request)
    view = looked_up(asked)
    if view.absent:
        return _missing(request, "pinned.missing", id=view.absent)
    key = ("api", view.snapshot.id, language, name)
    content = kept_file(key)
    if content is None:
        content = make(view.snapshot, language)
        keep_file(key, content)
    tag, private = f'"{view.snapshot.id}-{sha256(content)[:12]}"', access().private
    kept = f"{'private' if private else 'public'}, {_OF_A_SNAPSHOT if asked else _OF_NOW}"
    headers = {"etag": tag, "cache-control": kept}
    if not private:
        headers["access-control-allow-origin"] = "*"
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _language(request: Request) -> Language:
    return next((code for code in LANGUAGES if code == request.query_params.get("lang")), LANGUAGES[0])


def _missing(request: Request, key: str, **values: object) -> Response:
    return PlainTextResponse(words(key, _language(request), **values), 404, {"cache-control": "no-store"})
