"""`publish FILE`: the tables of a file as the next snapshot."""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.options import (
    UNREADABLE,
    add_as_of,
    add_file,
    add_note,
    add_replace,
    asked_snapshot,
    author,
    check_file,
    content_of,
    print_errors,
    print_json,
    print_stated_day,
)
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined, new_errors
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.snapshots.store import Store
from bs_metrics.views.changes.changes import summary_text
from bs_metrics.words import words


def add_options(command: ArgumentParser) -> None:
    """Its options."""
    add_file(command)
    add_note(command)
    add_as_of(command)
    command.add_argument("--partial", action="store_true", help=words("command.partial", "en"))
    command.add_argument("--unseen", action="store_true", help=words("command.unseen", "en"))
    add_replace(command)


def run(given: Namespace) -> int:
    """0: published, or there is nothing to change; 1: errors, nothing is written; 2: the file cannot be read."""
    content = content_of(given.file, given.lang)
    if content is None:
        return UNREADABLE
    with closing(Store(store_url(given.data))) as store:
        import_folder(store, given.data)
        head = store.head()
        current = store.snapshot(head) if head else asked_snapshot(given)
        checked = check_file(given, content, current.tables)
        after = snapshot_of(combined(current.tables, checked.frames, frozenset(given.replace), given.as_of))
        print_stated_day(given, checked, after.as_of)
        has_errors = print_errors(checked.findings, given.lang)
        breaks_others = print_errors(new_errors(current.tables, after.tables), given.lang)
        if not checked.is_readable:
            return UNREADABLE
        unseen = [] if given.unseen else checked.unseen
        for one in unseen:
            print(f"{one.place(given.lang)}: {one.message(given.lang)}", file=sys.stderr)
        if unseen:
            print(words("command.confirm_unseen", given.lang), file=sys.stderr)
        if breaks_others or unseen or (has_errors and not given.partial):
            return 1
        difference = changes_between(current, after)
        summary = summary_text(difference, given.lang, current, after)
        if difference.is_empty:
            print(summary, file=sys.stderr)
            return 0
        file = StoredFile(given.file.name, content)
        record = store.publish(after.tables, expected=head, author=author(given), note=given.note, file=file)
    if given.json:
        print_json(record_as_json(record))
    else:
        print(words("command.published", given.lang, number=record.number, id=record.id))
        print(summary)
    return 0
