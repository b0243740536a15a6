"""Any table as its workbook holds it: closed lists in words, and the file and row of each line."""

from datetime import date
from typing import Any

import pandas as pd

from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.numbers import format_date, format_number
from bs_metrics.words import Language, words


def raw_table(tables: Tables, name: str, language: Language) -> pd.DataFrame:
    """The table's filled columns as text, in the language's own number and date forms; last, where each row stands."""
    frame = tables[name]
    shown = {}
    for column in schema().tables[name].columns.values():
        if frame[column.name].notna().any():
            shown[column.title(language)] = [cell_text(value, column, language) for value in frame[column.name]]
    place = [
        f"{file}, {sheet}, {row}"
        for file, sheet, row in frame[["origin_file", "origin_sheet", "origin_row"]].itertuples(index=False)
    ]
    return pd.DataFrame({**shown, words("column.place", language): place})


def cell_text(value: Any, column: Column, language: Language) -> str:
    """One value as text."""
    if pd.isna(value):
        return ""
    if column.type in schema().lists:
        return schema().lists[column.type].word(str(value), language)
    if isinstance(value, date):
        return format_date(value, language)
    if column.type in ("integer", "number"):
        return format_number(float(value), language)
    return str(value)
