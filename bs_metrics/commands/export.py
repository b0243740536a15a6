"""`export OUT`: a snapshot as slides, report, workbook, offline page or PDF, by the ending of the file's name."""

import os
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from bs_metrics.commands.options import asked_snapshot, print_errors, store_of, using
from bs_metrics.exports.formats import FORMATS, format_of
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.slides.slides import slides
from bs_metrics.words import Problem

OPTIONS = ("export_out", "snapshot", "slides", "data", "lang")


def run(given: Namespace) -> int:
    """0: written; 1: it cannot be written there, or the workbooks have errors (what could be read is written all the
    same); 2: no such format or slide, or no LibreOffice for a PDF.
    """
    kind = format_of(given.out.name)
    if kind is None:
        raise Problem("export.no_format", file=given.out.name, known=", ".join(f".{suffix}" for suffix in FORMATS))
    pack = _pack(given, asked_snapshot(given, given.snapshot))
    known = [slide.id for slide in slides(pack.snapshot, pack.language, pack.before)]
    unknown = [id for id in pack.slide_ids if id not in known]
    if unknown:
        raise Problem("export.no_slide", ids=", ".join(unknown), known=", ".join(known))
    with using(given.out, "export.not_written"):
        _write(given.out, kind.make(pack, _watched()))
    return 1 if print_errors(pack.snapshot.tables.findings, given.lang) else 0


def _pack(given: Namespace, shown: Snapshot) -> Pack:
    """The snapshot with its number and the one before it, where it is published."""
    ids = tuple(id.strip() for id in given.slides.split(",") if id.strip())
    store = store_of(given)
    if store is not None:
        with closing(store):
            try:
                record = store.record(shown.id)
                before = store.snapshot(record.parent) if record.parent else None
                return Pack(shown, given.lang, record.number, before, ids)
            except UnknownSnapshot:
                pass  # the folder of workbooks, not published
    return Pack(shown, given.lang, slide_ids=ids)


def _watched() -> Progress:
    """Tells the progress to a person, not to a script's log."""
    if not sys.stderr.isatty():
        return silent

    return lambda share: print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _write(out: Path, content: bytes) -> None:
    """The file whole or not at all: written beside its place and moved there."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
