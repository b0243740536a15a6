"""The store's history as a table for people."""

import pandas as pd

from bs_metrics.numbers import format_time
from bs_metrics.snapshots.records import Record
from bs_metrics.views.texts import day_text
from bs_metrics.words import Language, words


def history_table(records: list[Record], language: Language) -> pd.DataFrame:
    """One line a snapshot, in the order given: number, id, when, by whom, note, as-of date, where from."""
    rows = []
    for record in records:
        author, note, as_of = _one_line(record.author), _one_line(record.note), day_text(record.as_of, language)
        time = format_time(record.time, language)
        rows.append((record.number, record.id, time, author, note, as_of, origin(record, language)))
    columns = ("number", "id", "time", "author", "note", "as_of", "origin")
    return pd.DataFrame(rows, columns=[words(f"history.{name}", language) for name in columns])


def origin(record: Record, language: Language) -> str:
    """Where a snapshot came from, in words."""
    if record.origin == "upload" and record.file_name:
        return words("history.origin_upload_file", language, file=_one_line(record.file_name))
    return words(f"history.origin_{record.origin}", language, id=record.restored_from)


def _one_line(text: str) -> str:
    """The text without line breaks and control characters, which a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
