"""Commands that write: `publish`, `restore` to the store, `template`, `export` a file. Each gives its exit code."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.checking import told_of, uploaded
from bs_metrics.commands.options import (
    UNREADABLE,
    asked_snapshot,
    content_of,
    opened_store,
    print_errors,
    print_json,
    using,
)
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.tables import Tables
from bs_metrics.exports.agency import of_agency
from bs_metrics.exports.formats import FORMATS, format_of
from bs_metrics.exports.pack import Pack, silent
from bs_metrics.intake.check import FileReport
from bs_metrics.intake.new_place import new_place
from bs_metrics.intake.questions import asked_by
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.measures.goals.scenario import steps_in
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import new_errors
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.records import StoredFile, UnknownSnapshot
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.views.changes import summary_text
from bs_metrics.views.meeting.slide import slide_of_id
from bs_metrics.views.meeting.slides import slides
from bs_metrics.words import Problem, words
from bs_metrics.writers.template import template


def publish(given: Namespace) -> int:
    """The tables of a file as the next snapshot. 0: published, or there is nothing to change; 1: errors, nothing is
    written; 2: the file cannot be read.
    """
    content = content_of(given.file)
    with closing(Store(store_url(given.data))) as store:
        import_folder(store, given.data)
        head = store.head()
        current = store.seen(head) if head else asked_snapshot(given)
        checked, choices, after = uploaded(given, content, current)
        faults = new_errors(current.tables, after.tables)
        code = refused(checked, faults, given, current.tables, choices)
        if code is not None:
            return code
        difference = changes_between(current, after)
        summary = summary_text(difference, given.lang, current, after)
        if difference.is_empty:
            print(summary, file=sys.stderr)
            return 0
        file = StoredFile(given.file.name, content)
        record = store.publish(after.tables, expected=head, author=given.author, note=given.note, file=file)
    if given.json:
        print_json(record_as_json(record, {}))
    else:
        print(words("command.published", given.lang, number=record.number, id=record.id))
        print(summary)
    return 0


def refused(
    checked: FileReport, faults: Iterable[Finding], given: Namespace, current: Tables, choices: Choices
) -> int | None:
    """The exit code of a file that may not be published, and on the error stream why; None for one that may.

    `--partial`: tables without errors may be taken though others have some. `--unseen`: so may a file of which
    something was not looked at.
    """
    language, breaks = given.lang, [one for one in faults if one.severity == "error"]
    errors = [one for one in checked.findings if one.severity == "error"]
    not_seen = [] if given.unseen or not checked.is_readable else checked.unseen
    asking = [one for one in checked.findings if one.severity == "warning" and asked_by(one)]
    told = dict.fromkeys([*errors, *breaks, *checked.left_out, *asking, *not_seen])
    for line in told_of([*told], current, choices, language).lines:
        print(line, file=sys.stderr)
    if not checked.is_readable:
        return UNREADABLE
    if not_seen:
        print(words("command.confirm_unseen", language), file=sys.stderr)
    if not checked.frames:
        print(words("command.nothing_used", language), file=sys.stderr)
        return 1
    return 1 if breaks or not_seen or (errors and not given.partial) else None


def restore(given: Namespace) -> int:
    """An old snapshot published again. 0: published."""
    with opened_store(given) as store:
        if store is None:
            raise UnknownSnapshot(given.id)
        record = store.restore(given.id, expected=store.head(), author=given.author, note=given.note)
    print(words("command.restored", given.lang, old=given.id, number=record.number, id=record.id))
    return 0


def write_template(given: Namespace) -> int:
    """The template workbook; empty, it still offers the current codes. 0: written; 1: it cannot be written there."""
    with using(given.out, "export.not_written"):
        given.out.write_bytes(template(asked_snapshot(given).tables, filled=not given.empty))
    return 0


def make_folder(given: Namespace) -> int:
    """A folder of data for another place, to be filled in. 0: written; 1: it cannot be written; 2: no such kind."""
    content = template(new_place(given.kind, date.today()))
    file = given.folder / f"{words('new.file', given.lang)}.xlsx"
    if file.exists():
        raise Problem("new.exists", folder=given.folder, file=file.name)
    with using(file, "export.not_written"):
        given.folder.mkdir(parents=True, exist_ok=True)
        _write(file, content)
    print(words("new.written", given.lang, file=file, folder=given.folder))
    return 0


def export(given: Namespace) -> int:
    """A snapshot as slides, report, workbook, offline page or PDF, by the ending of the file's name. 0: written; 1: it
    cannot be written there, or the workbooks have errors (what could be read is written all the same); 2: no such
    format or slide, no LibreOffice for a PDF, or nothing that concerns the agency named.
    """
    if given.agency is not None:
        pack = _pack(given, asked_snapshot(given, given.snapshot))
        return _written(given, pack, lambda: of_agency(pack, given.agency, given.out.name))
    kind = format_of(given.out.name)
    if kind is None:
        raise Problem("export.no_format", file=given.out.name, known=", ".join(f".{suffix}" for suffix in FORMATS))
    pack = _pack(given, asked_snapshot(given, given.snapshot))
    every = slides(pack.snapshot, pack.language, pack.before, pack.steps)
    unknown = [id for id in pack.slide_ids if slide_of_id(every, id) is None]
    if unknown:
        raise Problem("export.no_slide", ids=", ".join(unknown), known=", ".join(slide.id for slide in every))
    return _written(given, pack, lambda: kind.make(pack, _show if sys.stderr.isatty() else silent))


def _written(given: Namespace, pack: Pack, make: Callable[[], bytes]) -> int:
    with using(given.out, "export.not_written"):
        _write(given.out, make())
    return 1 if print_errors(pack.snapshot.tables.findings, given.lang) else 0


def _pack(given: Namespace, shown: Snapshot) -> Pack:
    """The snapshot with its number and the one before it, where it is published."""
    ids = tuple(id.strip() for id in given.slides.split(",") if id.strip())
    with opened_store(given) as store:
        try:
            record = store.record(shown.id) if store else None
            before = store.snapshot(record.parent) if store and record and record.parent else None
        except UnknownSnapshot:  # the folder of workbooks, not published
            record = before = None
    return Pack(shown, given.lang, record.number if record else None, before, ids, steps_in(given.steps))


def _show(share: float) -> None:
    """Write the share that is done to the terminal, over the one before; the last one ends the line."""
    print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _write(out: Path, content: bytes) -> None:
    """The file whole or not at all: written beside its place and moved there."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
