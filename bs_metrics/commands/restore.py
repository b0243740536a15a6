"""`restore`: publish an old snapshot again."""

from argparse import Namespace
from contextlib import closing

from bs_metrics.commands.options import author, store_of
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.words import words

OPTIONS = ("id", "note", "author", "data", "lang")


def run(given: Namespace) -> int:
    """0: published."""
    store = store_of(given)
    if store is None:
        raise UnknownSnapshot(given.id)
    with closing(store):
        record = store.restore(given.id, expected=store.head(), author=author(given), note=given.note)
    print(words("command.restored", given.lang, old=given.id, number=record.number, id=record.id))
    return 0
