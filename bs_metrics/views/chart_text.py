"""A chart in words, with every number that is drawn, for those who cannot see it."""

from collections.abc import Hashable, Mapping

import pandas as pd

from bs_metrics.words import Language, joined, words

_STATUSES = ("met", "unknown", "not_met")


def chart_text(rows: pd.DataFrame, language: Language) -> str:
    """The rows of any figure in words, in the order in which they are drawn.

    The columns tell the kind of figure: `status` and `count` are segments; `name` and `status` tiles, which with a
    `shade` show a number; `label` with whatever of `inside` and `beside` stands at a bar, cells by status,
    a line of the day `as_of_label`.
    """
    if {"status", "count"} <= set(rows.columns):
        counts = rows.set_index("status")["count"]
        return f"{_counted(counts, language)}." if len(rows) else ""
    cells = rows.astype(object).where(rows.notna(), None).to_dict("records")
    if "shade" in rows.columns:
        parts = [f"{row['name']}: {row['word']}" for row in cells]
    elif "name" in rows.columns:
        parts = [f"{row['name']}: {words('status.' + row['status'], language)}" for row in cells]
    else:
        parts = [_row_text(row, language) for row in cells]
    days = rows["as_of_label"].iloc[:1].tolist() if "as_of_label" in rows.columns else []
    return f"{'; '.join([*parts, *days])}." if parts else ""


def _row_text(row: Mapping[Hashable, object], language: Language) -> str:
    parts = [str(row[column]) for column in ("inside", "beside") if row.get(column)]
    if "inside" not in row and set(_STATUSES) <= set(row):
        parts = [_counted(row, language), *parts]
    return ": ".join(filter(None, (str(row.get("group") or ""), str(row["label"]), ", ".join(parts))))


def _counted(counts: Mapping[Hashable, object] | pd.Series, language: Language) -> str:
    return joined(
        [f"{counts[code]} {words(f'status.{code}', language)}" for code in _STATUSES if counts[code]], language
    )
