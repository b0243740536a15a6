"""`ratios`: every measure, of a snapshot or of the folder of workbooks."""

import json
import sys
from argparse import Namespace
from contextlib import closing

from bs_metrics.commands.options import add_data, add_json, store_of
from bs_metrics.export_json import ratios_as_json
from bs_metrics.snapshots.folder_import import differs
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.words import words
from bs_metrics.workbook.folder import workbook_files


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("ratios", help=words("command.ratios", "en"))
    add_json(command)
    command.add_argument("--snapshot", metavar="ID", help=words("command.snapshot", "en"))
    add_data(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """0: done; 1: the workbooks have errors (what could be read is printed all the same)."""
    shown = _stored(given) or snapshot(workbook_files(given.data))
    if given.json:
        printed = ratios_as_json(shown.tables, shown.ratios, shown.id, given.lang)
        print(json.dumps(printed, ensure_ascii=False, indent=2))
    else:
        print(ratio_table(shown.ratios, given.lang).to_string(index=False))
    errors = [finding for finding in shown.tables.findings if finding.severity == "error"]
    for finding in errors:
        print(f"{finding.place(given.lang)}: {finding.message(given.lang)}", file=sys.stderr)
    return 1 if errors else 0


def _stored(given: Namespace) -> Snapshot | None:
    """The snapshot asked for, or the store's head; None where no store has one: the folder is shown."""
    store = store_of(given)
    if store is None:
        if given.snapshot:
            raise UnknownSnapshot(given.snapshot)
        return None
    with closing(store):
        if given.snapshot:
            return store.snapshot(given.snapshot)
        head = store.head()
        if head is None:
            return None
        if differs(store, given.data):
            print(words("command.folder_differs", given.lang, id=head), file=sys.stderr)
        return store.snapshot(head)
