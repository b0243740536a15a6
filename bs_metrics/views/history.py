"""The store's history, its log and what was handed in as tables for people."""

from collections.abc import Mapping, Sequence

import pandas as pd

from bs_metrics.numbers import format_time
from bs_metrics.snapshots.log import Entry
from bs_metrics.snapshots.records import Record
from bs_metrics.snapshots.submissions import Submission
from bs_metrics.text import one_line
from bs_metrics.views.texts import day_text, text_table
from bs_metrics.words import Language, words


def history_table(
    records: list[Record], language: Language, handed_in: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One line a snapshot, in the order given: number, id, when, by whom, note, as-of date, where from.

    `handed_in` names who handed in what a snapshot was published from, by the snapshot's id.
    """
    rows = []
    for record in records:
        author, note, as_of = one_line(record.author), one_line(record.note), day_text(record.as_of, language)
        time = format_time(record.time, language)
        rows.append((record.number, record.id, time, author, note, as_of, origin(record, language, handed_in)))
    return text_table(("number", "id", "time", "author", "note", "as_of", "origin"), rows, language, "history")


def log_table(lines: Sequence[Entry], language: Language) -> pd.DataFrame:
    """One row a line of the log: when, who, what, about which snapshot, link, submission or account."""
    rows = [
        (format_time(line.time, language), one_line(line.who), words(f"log.{line.what}", language), line.about)
        for line in lines
    ]
    return text_table(("time", "who", "what", "about"), rows, language, "log")


def origin(record: Record, language: Language, handed_in: Mapping[str, str] | None = None) -> str:
    """Where a snapshot came from, in words."""
    author = (handed_in or {}).get(record.id)
    if author is not None:
        file = one_line(record.file_name or "")
        return words("submission.origin", language, author=one_line(author), file=file)
    if record.origin == "upload" and record.file_name:
        return words("history.origin_upload_file", language, file=one_line(record.file_name))
    return words(f"history.origin_{record.origin}", language, id=record.restored_from)


def submission_table(submissions: Sequence[Submission], language: Language) -> pd.DataFrame:
    """One line a submission, in the order given: id, when, by whom, file, note, what became of it."""
    rows = []
    for one in submissions:
        texts = (one_line(text) for text in (one.author, one.file_name, one.note, submission_state(one, language)))
        rows.append((one.id, format_time(one.time, language), *texts))
    return text_table(("id", "time", "author", "file", "note", "state"), rows, language, "submission")


def submission_state(one: Submission, language: Language, number: int | None = None) -> str:
    """What became of a submission; `number` is that of the snapshot that it became."""
    if not one.state:
        return words("submission.is_waiting", language)
    if one.snapshot:
        return words("submission.is_accepted", language, snapshot=number or one.snapshot)
    return words("submission.is_returned", language, reason=one.reason)
