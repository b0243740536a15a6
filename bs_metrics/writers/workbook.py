"""Tables to a workbook that an analyst can fill in: headings with notes, drop-downs, readable widths.

Text is inert: what starts like a formula stays text, and characters that a workbook cannot hold are left out.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import ClosedList, Column, Table, schema
from bs_metrics.text import MANY, parts_in

_SPARE_ROWS = 500  # rows below the data that get the drop-downs too
_WIDEST = 60  # characters; longer text wraps
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_FIRST_DAY = date(1900, 3, 1)  # workbooks count a 29 February 1900, and nothing before that year
_FORMULA_SIGNS = ("=", "+", "-", "@")

FONT = "Calibri"  # named, for an office program takes another one for a font without a name
_WRAPPED = Alignment(wrap_text=True, vertical="top")
HEADING_FILL = PatternFill("solid", fgColor="DDEBEF")
SEVERITY_FILLS = {
    "error": PatternFill("solid", fgColor="F4B6A6"),
    "warning": PatternFill("solid", fgColor="FBE3A3"),
    "note": PatternFill("solid", fgColor="CFE0F2"),
}


def saved(document: Any) -> bytes:
    """The bytes of a workbook, or of anything else that a library saves."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_table(
    sheet: Worksheet,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    choices: Mapping[str, str],
    more_notes: Callable[[Column], str],
    lists: Mapping[str, ClosedList] | None = None,
) -> None:
    """A table's headings, rows, widths and drop-downs on an empty sheet.

    A row maps column names to values: codes for closed lists, a missing value or nothing for an empty cell. `choices`
    gives the formula of a drop-down by the closed list or the column that a column refers to, `more_notes` what the
    note on its heading says beside its meaning, `lists` the words of lists.
    Raises KeyError for an unknown column.
    """
    _write_headings(sheet, table, more_notes)
    places = {name: number for number, name in enumerate(table.columns, start=1)}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            if not pd.isna(value):
                _write_cell(sheet.cell(number, places[name]), table.columns[name], value, lists or lists_of({}))
    _fit(sheet, table, choices)


def storable(text: str) -> str:
    """The text without the characters that a workbook cannot hold."""
    return _NOT_XML.sub("", text)


def write_text(cell: Cell, text: str, wraps: bool = False, **font: Any) -> None:
    """Text as text, whatever it starts with; control characters are left out. `font` is what it says of its letters."""
    cell.value = storable(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_SIGNS)  # so that it stays text when somebody edits it
    if wraps:
        cell.alignment = _WRAPPED
    if font:
        cell.font = Font(name=FONT, **font)


def write_value(cell: Cell, value: Any) -> None:
    """A number, a date or inert text; a date before the first one that a workbook counts right is a text."""
    if isinstance(value, date) and value < _FIRST_DAY:
        value = f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, str):
        write_text(cell, value)
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def write_heading(cell: Cell, text: str) -> None:
    """A column's heading."""
    write_text(cell, text, bold=True)
    cell.fill = HEADING_FILL


def _write_headings(sheet: Worksheet, table: Table, more_notes: Callable[[Column], str]) -> None:
    for number, column in enumerate(table.columns.values(), start=1):
        cell = sheet.cell(1, number)
        write_heading(cell, column.heading)
        cell.alignment = _WRAPPED
        note = "\n".join([column.notes["vi"], column.notes["en"], more_notes(column)])
        cell.comment = Comment(storable(note), "bs_metrics", height=150, width=320)
    sheet.freeze_panes = "B2"


def _write_cell(cell: Cell, column: Column, value: Any, lists: Mapping[str, ClosedList]) -> None:
    if column.listed:
        value = MANY.join(lists[column.type].word(code, "vi") for code in parts_in(value))
    write_value(cell, value)
    cell.alignment = _WRAPPED
    if column.type in ("code", "text"):
        cell.number_format = "@"


def _fit(sheet: Worksheet, table: Table, choices: Mapping[str, str]) -> None:
    for number, column in enumerate(table.columns.values(), start=1):
        letter = get_column_letter(number)
        lengths = [len(str(cell.value)) for cell in sheet[letter] if cell.value is not None]
        sheet.column_dimensions[letter].width = min(max([*lengths, 10]) + 2, _WIDEST)
        if formula := choices.get(column.type) or choices.get(column.references or ""):
            choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
            # What is not there yet may be added in the same file, so it is asked about, not refused.
            choice.errorStyle = "stop" if column.type in schema().lists else "warning"
            choice.add(f"{letter}2:{letter}{sheet.max_row + _SPARE_ROWS}")
            sheet.add_data_validation(choice)
