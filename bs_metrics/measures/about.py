"""What the sheet `Thông tin` says of the district and of the data as a whole."""

from datetime import date

import pandas as pd

from bs_metrics.measures.rows import localised
from bs_metrics.words import Language
from bs_metrics.workbook.cells import BadCell, day_of
from bs_metrics.workbook.folder import Tables


def about_row(tables: Tables, key: str) -> pd.Series | None:
    """The row of an item, or None."""
    return tables.about.get(key)


def about(tables: Tables, key: str, language: Language = "vi") -> str:
    """The text of an item in a language; nothing where the sheet does not have it."""
    row = about_row(tables, key)
    if row is None:
        return ""
    return localised(row, "value", language) or ""


def as_of_date(tables: Tables) -> date | None:
    """The date the data describe, or None where the sheet gives none."""
    try:
        return day_of(about(tables, "as_of"))
    except BadCell:
        return None


def is_as_of_assumed(tables: Tables) -> bool:
    """Whether that date is an assumption rather than a statement."""
    row = about_row(tables, "as_of")
    return row is not None and pd.notna(row["confidence"]) and row["confidence"] == "assumed"
