"""What the sheet `Thông tin` says of the district and of the data as a whole."""

from datetime import date

import pandas as pd

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.rows import localised
from bs_metrics.words import Language

_FIGURES = ("reported_totals", "results", "schools", "mobilisation")


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


def has_other_sources(tables: Tables) -> bool:
    """Whether some figure cites something else than the report that the sheet names.

    How the report is cited is read off its own row: `Báo cáo, tiêu đề` is the report, `truong.xlsx, Sheet1` is not.
    """
    row = about_row(tables, "report_short")
    cited = row["source"].partition(",")[0].strip() if row is not None and pd.notna(row["source"]) else ""
    if not cited:
        return False
    sources = {source for name in _FIGURES for source in tables[name]["source"].dropna().unique()}
    return any(not part.strip().startswith(cited) for source in sources for part in source.split(";"))
