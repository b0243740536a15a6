"""Workbooks of Excel 97-2003 (.xls), read with xlrd: it never lays out more cells than the file holds."""

import io
import struct
from collections import Counter
from datetime import date, datetime, time
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import SIGNATURE, CompDoc
from xlrd.xldate import XLDateError, xldate_as_datetime

from bs_metrics.contract.bounds import (
    ELEMENTS,
    FAULTS,
    MEGABYTE,
    MERGED,
    NAMES,
    OLD_FILE_BYTES,
    SHEETS,
    STYLES,
    check_area,
    check_text,
    grouped,
)
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, Refused, SheetFacts
from bs_metrics.readers.facts import findings_of_facts, raw_sheet

_VISIBLE = 0
# Records of which xlrd makes large objects, by their numbers in every version: cell styles, fonts, number formats.
_STYLE_RECORDS = {0xE0: "style", 0x43: "style", 0x243: "style", 0x443: "style", 0x31: "font", 0x231: "font"}
_STYLE_RECORDS |= {0x1E: "format", 0x41E: "format", 0x293: "named style"}
_NAME_RECORDS = {0x18, 0x218}
_COMMENT, _LINK = 0x1C, 0x1B8
_COUNTED = {*_STYLE_RECORDS, *_NAME_RECORDS, _COMMENT, _LINK}
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


class _Nowhere(io.TextIOBase):
    """Where xlrd's remarks go."""

    def write(self, text: str) -> int:
        return len(text)


def read_xls(content: bytes, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets and what is to be said about them. Raises Refused."""
    if len(content) > OLD_FILE_BYTES:
        raise Refused("file_too_large", limit=str(OLD_FILE_BYTES // MEGABYTE))
    sheets, findings = [], []
    if _MACROS in content:
        findings.append(finding("macros", Place(file)))
    try:
        _check_records(content)
        with xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Nowhere()
        ) as book:
            if book.nsheets > SHEETS:
                raise Refused("too_many_sheets", limit=grouped(SHEETS))
            codes = {number: book.format_map[style.format_key].format_str for number, style in enumerate(book.xf_list)}
            percents = {number: code for number, code in codes.items() if "%" in code}
            cells = text = 0
            for number, name in enumerate(book.sheet_names()):
                if book._sheet_visibility[number] != _VISIBLE:
                    findings.append(finding("hidden_sheet", Place(file, name)))
                    continue
                sheet = book.sheet_by_index(number)
                cells = check_area(sheet.nrows, sheet.ncols, cells)
                facts = _facts(sheet)
                rows = [_row(book, sheet, row, facts, percents) for row in range(sheet.nrows)]
                text += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
                check_text(text)
                book.unload_sheet(number)
                sheets.append(raw_sheet(file, name, rows, facts))
                findings += findings_of_facts(sheets[-1], facts)
    except Refused:
        raise
    except Exception as problem:  # xlrd checks little itself and passes on whatever breaks below
        raise Refused("encrypted" if "encrypted" in str(problem) else "not_a_workbook") from problem
    return sheets, findings


def _check_records(content: bytes) -> None:
    """Count what xlrd would make objects of. Raises Refused when that is too many, and what xlrd raises."""
    stream, position, end = _stream(content)
    seen: Counter[int] = Counter()
    records = 0
    while position + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4 + length
        records += 1
        if kind in _COUNTED:
            seen[kind] += 1
        if records > ELEMENTS:
            raise Refused("too_many_parts", limit=grouped(ELEMENTS))
    styles: Counter[str] = Counter()
    for kind, of in _STYLE_RECORDS.items():
        styles[of] += seen[kind]
    if max(styles.values()) > STYLES // 4:  # Excel 97 stops at 4,050 styles and 512 fonts
        raise Refused("too_many_styles", limit=grouped(STYLES // 4))
    if sum(seen[kind] for kind in _NAME_RECORDS) > NAMES:
        raise Refused("too_many_names", limit=grouped(NAMES))
    if max(seen[_COMMENT], seen[_LINK]) > NAMES:
        raise Refused("too_many_parts", limit=grouped(NAMES))


def _stream(content: bytes) -> tuple[bytes, int, int]:
    """The stream of records, and where in it they begin and end."""
    if not content.startswith(SIGNATURE):
        return content, 0, len(content)
    container = CompDoc(content, logfile=_Nowhere())
    for name in ("Workbook", "Book"):
        stream, start, size = container.locate_named_stream(name)
        if stream:
            return stream, start, start + size
    raise Refused("not_a_workbook")


def _facts(sheet: Any) -> SheetFacts:
    if len(sheet.merged_cells) > MERGED:
        raise Refused("too_many_merged", limit=grouped(MERGED))
    facts = SheetFacts(sheet.nrows, sheet.ncols)
    facts.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    facts.hidden_rows = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
    facts.hidden_columns = {number for number, column in sheet.colinfo_map.items() if column.hidden}
    return facts


def _row(book: Any, sheet: Any, number: int, facts: SheetFacts, percents: dict[int, str]) -> list[Any]:
    kinds, values = sheet.row_types(number), sheet.row_values(number)
    if xlrd.XL_CELL_NUMBER in kinds:
        for column, kind in enumerate(kinds):
            code = percents.get(sheet.cell_xf_index(number, column)) if kind == xlrd.XL_CELL_NUMBER else None
            if code:
                facts.formats[number, column] = code
    row = [
        value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else _special(book, sheet, number, column, facts)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True))
    ]
    return row + [""] * (sheet.ncols - len(row))


def _special(book: Any, sheet: Any, row: int, column: int, facts: SheetFacts) -> Any:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        if len(facts.faults) < FAULTS:
            facts.faults.append((row, column, "error_value", error_text_from_code.get(value, "#?")))
        else:
            facts.more_faults += 1
    if kind != xlrd.XL_CELL_DATE:
        return ""
    code = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    facts.formats[row, column] = book.format_map[code].format_str
    return _moment(value, book.datemode)


def _moment(value: float, datemode: int) -> date | datetime | time | float:
    """A day, a moment or a time of day, as calamine gives them for the other formats."""
    try:
        moment = xldate_as_datetime(value, datemode)
    except (XLDateError, ValueError, OverflowError):
        return value
    if value < 1:
        return moment.time()
    return moment if moment.time() != time() else moment.date()
