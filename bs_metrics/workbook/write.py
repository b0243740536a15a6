"""Tables to a workbook that an analyst can fill in: headings with notes, drop-downs, readable widths."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.workbook.schema import Column, Table, schema

_SPARE_ROWS = 500  # rows below the data that get the drop-downs too
_WIDEST = 60  # characters; longer text wraps


def write_workbook(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A workbook with one sheet a table.

    `tables` maps a table's name to its rows; a row maps column names to values (codes for closed lists,
    `datetime.date` for dates, None or nothing for an empty cell). Raises KeyError for a table or column
    that the data contract does not have.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in tables.items():
        table = schema().tables[name]
        sheet = workbook.create_sheet(table.sheet)
        _write_headings(sheet, table)
        for number, row in enumerate(rows, start=2):
            for column_name, value in row.items():
                column = table.columns[column_name]
                _write_cell(sheet, number, list(table.columns).index(column_name) + 1, column, value)
        _fit(sheet, table)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_headings(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns.values(), start=1):
        cell = sheet.cell(1, number, column.heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBEF")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(f"{column.notes['vi']}\n{column.notes['en']}", "bs_metrics")
    sheet.freeze_panes = "B2"


def _write_cell(sheet: Worksheet, row: int, number: int, column: Column, value: Any) -> None:
    if value is None:
        return
    if column.type in schema().lists:
        value = schema().lists[column.type].word(value, "vi")
    cell = sheet.cell(row, number, value)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.type in ("code", "text"):
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _fit(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns.values(), start=1):
        letter = get_column_letter(number)
        lengths = [len(str(cell.value)) for cell in sheet[letter] if cell.value is not None]
        sheet.column_dimensions[letter].width = min(max([*lengths, 10]) + 2, _WIDEST)
        if column.type in schema().lists:
            words = schema().lists[column.type].cell_words
            choice = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{sheet.max_row + _SPARE_ROWS}")
            sheet.add_data_validation(choice)
