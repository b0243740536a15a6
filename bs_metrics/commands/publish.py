"""`publish FILE`: the tables of a file as the next snapshot."""

import json
import sys
from argparse import Namespace
from contextlib import closing

from bs_metrics.commands.options import (
    UNREADABLE,
    add_as_of,
    add_file,
    add_note,
    add_replace,
    asked_snapshot,
    author,
    content_of,
    say_stated_day,
    understood,
)
from bs_metrics.export_json import record_as_json
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.changes import changes, combined, new_errors, proposed
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.store import Store
from bs_metrics.views.changes.changes import summary_text
from bs_metrics.words import words


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("publish", help=words("command.publish", "en"))
    add_file(command)
    add_note(command)
    add_as_of(command)
    command.add_argument("--partial", action="store_true", help=words("command.partial", "en"))
    command.add_argument("--unseen", action="store_true", help=words("command.unseen", "en"))
    add_replace(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """0: published, or there is nothing to change; 1: errors, nothing is written; 2: the file cannot be read."""
    content = content_of(given.file, given.lang)
    if content is None:
        return UNREADABLE
    with closing(Store(store_url(given.data))) as store:
        import_folder(store, given.data)
        head = store.head()
        current = store.snapshot(head) if head else asked_snapshot(given)
        checked = understood(given, content, current.tables)
        after = combined(current.tables, checked.frames, frozenset(given.replace), given.as_of)
        say_stated_day(given, checked, after)
        errors = [finding for finding in checked.findings if finding.severity == "error"]
        broken = new_errors(current.tables, after)
        for finding in [*errors, *broken]:
            print(f"{finding.place(given.lang)}: {finding.message(given.lang)}", file=sys.stderr)
        if not checked.is_readable:
            return UNREADABLE
        unseen = [] if given.unseen else checked.unseen
        for finding in unseen:
            print(f"{finding.place(given.lang)}: {finding.message(given.lang)}", file=sys.stderr)
        if unseen:
            print(words("command.confirm_unseen", given.lang), file=sys.stderr)
        if broken or unseen or (errors and not given.partial):
            return 1
        published = proposed(after)
        found = changes(current, published)
        if found.is_empty:
            print(summary_text(found, given.lang, current, published), file=sys.stderr)
            return 0
        file = StoredFile(given.file.name, content)
        record = store.publish(after, expected=head, author=author(given), note=given.note, file=file)
    if given.json:
        print(json.dumps(record_as_json(record), ensure_ascii=False, indent=2))
    else:
        print(words("command.published", given.lang, number=record.number, id=record.id))
        print(summary_text(found, given.lang, current, published))
    return 0
