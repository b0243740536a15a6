"""Workbooks of Excel 97-2003 (.xls), read with xlrd: it never lays out more cells than the file holds."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from struct import unpack_from

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.xldate import XLDateError, xldate_as_datetime

from bs_metrics.contract.bounds import Refused, check_area
from bs_metrics.readers.facts import Remark, SheetRead, Value, printed_lines
from bs_metrics.readers.looks.colours import is_unseen
from bs_metrics.readers.looks.look import PLAIN, Look, Run, told_font
from bs_metrics.readers.looks.number_formats import decimals_of, is_telling
from bs_metrics.readers.looks.xlsx_notes import LONGEST

_VISIBLE = 0
_RAISED = 1  # how a font is escaped
_WHITE = (1, 9, 0x41)  # of the palette, and the window's own
_BIFF8 = 80
_PAGE, _BEHIND = (0x14, 0x15), {0x0A, 0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x208, 0x27E}  # the end, or cells
_OF_SYSTEM, _DAY = 14, "mm-dd-yy"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


class _Nowhere(io.TextIOBase):
    """Where xlrd's remarks go."""

    def write(self, text: str) -> int:
        return len(text)


def read_xls(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused, and whatever xlrd raises for a damaged file."""
    if _MACROS in content:
        yield Remark("macros")
    try:
        opened = xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Nowhere()
        )
    except xlrd.XLRDError as problem:
        raise Refused("encrypted" if "encrypted" in str(problem) else "not_a_workbook") from problem
    with opened as book:
        cells = 0
        for number, name in enumerate(book.sheet_names()):
            if book._sheet_visibility[number] != _VISIBLE:
                yield Remark("hidden_sheet", name)
                continue
            sheet = book.sheet_by_index(number)
            cells = check_area(sheet.nrows, sheet.ncols, cells)
            read = _read(book, sheet)
            read.printed = _printed(book, number)
            yield read
            book.unload_sheet(number)


def _read(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> SheetRead:
    read = SheetRead(sheet.name)
    read.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    read.hidden_rows = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
    read.hidden_columns = {number for number, column in sheet.colinfo_map.items() if column.hidden}
    read.hides_zeros = not sheet.show_zero_values
    codes = [_code(book.format_map[style.format_key]) for style in book.xf_list]
    fonts = [_font(font) for font in book.font_list]
    own = {one.format_key: one.format_str for one in book.format_list if is_telling(one.format_str)}
    inks = [_rgb(book, font.colour_index) for font in book.font_list]
    looks = []
    for style in book.xf_list:
        fill, ink = style.background, inks[style.font_index] if style.font_index < len(inks) else ""
        paper = _rgb(book, fill.pattern_colour_index) or "other" if fill.fill_pattern else ""
        look = _look(style, _of(fonts, style.font_index), own, is_unseen(ink, paper))
        looks.append(replace(look, ink=ink) if ink.strip("0") else look)
    read.notes = {place: note.text[:LONGEST] for place, note in sheet.cell_note_map.items() if note.text}
    for row in range(sheet.nrows):
        cells = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        values = [
            value
            if kind == xlrd.XL_CELL_TEXT
            else _value(kind, value, codes[sheet.cell_xf_index(row, column)], (row, column), read, book.datemode)
            for column, (kind, value) in enumerate(cells)
        ]
        for column in (at for at, kind in enumerate(sheet.row_types(row)) if kind == xlrd.XL_CELL_TEXT):
            if values[column] == "":  # most empty cells have no text: perhaps of a formula that was never calculated
                read.fault(row, column, "formula_empty", "")
        read.rows.append(values + [""] * (sheet.ncols - len(values)))
        for column, style in enumerate(sheet._cell_xf_indexes[row]):
            if 0 <= style < len(looks) and looks[style] is not PLAIN:
                read.look(row, column, looks[style])
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        parts = _parts(str(read.value(row, column)), runs, fonts)
        if (row, column) in read.looks or any(font not in (None, PLAIN) for _, font in parts):
            read.parts(row, column, parts)
    return read


def _code(shown: xlrd.formatting.Format) -> str:
    """A number format; the one for days in the system's order as .xlsx writes it."""
    return _DAY if shown.format_key == _OF_SYSTEM else str(shown.format_str)


def _printed(book: xlrd.Book, number: int) -> list[str]:
    """The lines above and below each printed page of a sheet, which stand before its cells: xlrd passes over them."""
    lines, at = list[str](), book._sh_abs_posn[number]
    while book.biff_version == _BIFF8 and at + 4 <= len(book.mem):
        kind, size = unpack_from("<HH", book.mem, at)
        part = bytes(book.mem[at + 4 : at + 4 + size])
        if kind in _BEHIND:
            break
        if kind in _PAGE and size > 3:
            encoding = "utf-16-le" if part[2] & 1 else "latin-1"
            lines += printed_lines(part[3:].decode(encoding, "replace")[:LONGEST])
        at += 4 + size
    return lines


def _font(font: xlrd.formatting.Font) -> Look:
    look = Look(told_font(font.name), bool(font.struck_out), font.escapement == _RAISED)
    return PLAIN if look == PLAIN else look


def _rgb(book: xlrd.Book, colour: int) -> str:
    """A colour of the palette as hexadecimal digits; nothing for that of the window's text and for none."""
    parts = book.colour_map.get(colour)
    return "".join(f"{part:02x}" for part in parts) if parts else ""


def _look(style: xlrd.formatting.XF, font: Look, codes: dict[int, str], unseen: bool) -> Look:
    fill = style.background
    colour = "" if not fill.fill_pattern or fill.pattern_colour_index in _WHITE else str(fill.pattern_colour_index)
    look = replace(font, code=codes.get(style.format_key, ""), fill=colour, unseen=unseen)
    return PLAIN if look == PLAIN else look


def _of(fonts: list[Look], number: int) -> Look:
    return fonts[number] if 0 <= number < len(fonts) else PLAIN


def _parts(text: str, runs: list[tuple[int, int]], fonts: list[Look]) -> list[Run]:
    """The parts of a text, each in the font that begins at its place; before the first that of the cell."""
    starts = [(0, None), *((at, _of(fonts, number)) for at, number in runs), (len(text), None)]
    return [(text[at:end], font) for (at, font), (end, _) in pairwise(starts) if at < end]


def _value(kind: int, value: float, code: str, place: tuple[int, int], read: SheetRead, datemode: int) -> Value:
    """The value of a cell that is no text; its format, where that tells, and its error are kept."""
    if kind == xlrd.XL_CELL_NUMBER:
        if "%" in code or decimals_of(code) is not None:
            read.format(*place, code)
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        read.format(*place, code)
        return _moment(value, datemode)
    if kind == xlrd.XL_CELL_ERROR:
        read.fault(*place, "error_value", error_text_from_code.get(value, "#?"))
    return ""


def _moment(value: float, datemode: int) -> date | datetime | time | float:
    """A day, a moment or a time of day, as calamine gives them for the other formats."""
    try:
        moment: datetime = xldate_as_datetime(value, datemode)
    except (XLDateError, ValueError, OverflowError):
        return value
    if value < 1:
        return moment.time()
    return moment if moment.time() != time() else moment.date()
