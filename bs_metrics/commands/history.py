"""`history`: the store's snapshots, newest first."""

import json
from argparse import Namespace
from contextlib import closing

import pandas as pd

from bs_metrics.commands.options import add_data, add_json, store_of
from bs_metrics.export_json import history_as_json
from bs_metrics.snapshots.records import Record
from bs_metrics.views.changes.history import history_table
from bs_metrics.words import words


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("history", help=words("command.history", "en"))
    add_json(command)
    add_data(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """0, also where there is no snapshot."""
    records: list[Record] = []
    if store := store_of(given):
        with closing(store):
            records = store.history()
    if given.json:
        print(json.dumps(history_as_json(records), ensure_ascii=False, indent=2))
    elif records:
        with pd.option_context("display.max_colwidth", None):
            print(history_table(records, given.lang).to_string(index=False))
    else:
        print(words("history.empty", given.lang))
    return 0
