"""`publish FILE`: the tables of a file as the next snapshot."""

import sys
from argparse import Namespace
from contextlib import closing

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.options import (
    UNREADABLE,
    asked_snapshot,
    author,
    content_of,
    print_errors,
    print_json,
    uploaded,
)
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import new_errors
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.store import Store
from bs_metrics.views.changes import summary_text
from bs_metrics.words import words

OPTIONS = ("file", "plain", "json", "data", "lang", "note", "author", "as_of", "partial", "unseen", "replace")


def run(given: Namespace) -> int:
    """0: published, or there is nothing to change; 1: errors, nothing is written; 2: the file cannot be read."""
    content = content_of(given.file)
    with closing(Store(store_url(given.data))) as store:
        import_folder(store, given.data)
        head = store.head()
        current = store.snapshot(head) if head else asked_snapshot(given)
        checked, after = uploaded(given, content, current.tables)
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
