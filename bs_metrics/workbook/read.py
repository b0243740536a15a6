"""Bytes of a spreadsheet to raw sheets: every cell keeps its address, nothing is interpreted yet."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.schema import schema

# The stream that holds the workbook in the container Excel writes for a password; its name is stored as UTF-16.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# What openpyxl raises for a file that is damaged in parts: it checks little itself and passes on what breaks below.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,  # an encrypted part, or a way of packing that zipfile does not know
    OSError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class RawSheet:
    """A sheet's cells by row and column from A1; an empty cell is an empty text.

    `merged` are the merged ranges as first row, first column, last row, last column, counted from zero, ends included.
    `hidden_rows` are counted from zero. `formats` are the number formats of cells whose value was read as a date.
    """

    file: str
    name: str
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


def address(row: int, column: int) -> str:
    """The address of a cell counted from zero: (6, 2) is C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def read_sheets(content: bytes, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets of a workbook, and what could not be read.

    A file that is no workbook gives no sheets and one error. Hidden sheets are named in a note and left out.
    A cell whose formula has no value, or an error for a value, is an error of its own: it is never taken as empty.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        return [], [Finding("error", "encrypted", file)]
    except (CalamineError, ZipError, XmlError, OSError, ValueError):
        code = "encrypted" if _ENCRYPTED_STREAM in content else "not_a_workbook"
        return [], [Finding("error", code, file)]
    sheets, findings = [], []
    for meta in workbook.sheets_metadata:
        if schema().is_extra(meta.name):
            continue
        if meta.typ != SheetTypeEnum.WorkSheet:
            findings.append(Finding("note", "unknown_sheet", file, meta.name))
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            findings.append(Finding("note", "hidden_sheet", file, meta.name))
            continue
        try:
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        except (CalamineError, ZipError, XmlError) as problem:
            findings.append(Finding("error", "broken_sheet", file, meta.name, context={"problem": str(problem)}))
            continue
        sheets.append(RawSheet(file, meta.name, rows))
    try:
        return sheets, findings + _cells_without_value(content, sheets)
    except _DAMAGED:
        return [], [Finding("error", "not_a_workbook", file)]


def _cells_without_value(content: bytes, sheets: list[RawSheet]) -> list[Finding]:
    """Formulas without a stored value and error values, which calamine reads as empty. Only .xlsx can be asked."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            return []
    stored = load_workbook(io.BytesIO(content), read_only=True)
    findings = []
    for sheet in sheets:
        for cells in stored[sheet.name].iter_rows():
            for cell in cells:
                if cell.data_type not in ("f", "e") or _value_at(sheet, cell.row - 1, cell.column - 1) != "":
                    continue
                code = "formula_without_value" if cell.data_type == "f" else "error_value"
                findings.append(Finding("error", code, sheet.file, sheet.name, cell.coordinate, value=str(cell.value)))
    return findings


def _value_at(sheet: RawSheet, row: int, column: int) -> Any:
    return sheet.rows[row][column] if row < len(sheet.rows) and column < len(sheet.rows[row]) else ""
