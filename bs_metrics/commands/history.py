"""`history`: the store's snapshots, newest first."""

from argparse import Namespace
from contextlib import closing

import pandas as pd

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.options import print_json, store_of
from bs_metrics.snapshots.records import Record
from bs_metrics.views.history import history_table
from bs_metrics.words import words

OPTIONS = ("json", "data", "lang")


def run(given: Namespace) -> int:
    """0, also where there is no snapshot."""
    records: list[Record] = []
    if store := store_of(given):
        with closing(store):
            records = store.history()
    if given.json:
        print_json({"snapshots": [record_as_json(record) for record in records]})
    elif records:
        with pd.option_context("display.max_colwidth", None):
            print(history_table(records, given.lang).to_string(index=False))
    else:
        print(words("history.empty", given.lang))
    return 0
