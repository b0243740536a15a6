"""The store's history and log as tables for people."""

from collections.abc import Sequence

import pandas as pd

from bs_metrics.numbers import format_time
from bs_metrics.snapshots.log import Entry
from bs_metrics.snapshots.records import Record
from bs_metrics.text import one_line
from bs_metrics.views.texts import day_text
from bs_metrics.words import Language, words


def history_table(records: list[Record], language: Language) -> pd.DataFrame:
    """One line a snapshot, in the order given: number, id, when, by whom, note, as-of date, where from."""
    rows = []
    for record in records:
        author, note, as_of = one_line(record.author), one_line(record.note), day_text(record.as_of, language)
        time = format_time(record.time, language)
        rows.append((record.number, record.id, time, author, note, as_of, origin(record, language)))
    columns = ("number", "id", "time", "author", "note", "as_of", "origin")
    return pd.DataFrame(rows, columns=[words(f"history.{name}", language) for name in columns])


def log_table(lines: Sequence[Entry], language: Language) -> pd.DataFrame:
    """One row a line of the log: when, who, what, about which snapshot or link."""
    rows = [
        (format_time(line.time, language), one_line(line.who), words(f"log.{line.what}", language), line.about)
        for line in lines
    ]
    return pd.DataFrame(rows, columns=[words(f"log.{name}", language) for name in ("time", "who", "what", "about")])


def origin(record: Record, language: Language) -> str:
    """Where a snapshot came from, in words."""
    if record.origin == "upload" and record.file_name:
        return words("history.origin_upload_file", language, file=one_line(record.file_name))
    return words(f"history.origin_{record.origin}", language, id=record.restored_from)
