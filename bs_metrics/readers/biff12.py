"""The records of a .xlsb before calamine reads it: its sheets, how large they are, what they say beside values."""

import struct
from collections.abc import Iterator

from openpyxl.styles.numbers import BUILTIN_FORMATS
from xlrd.biffh import error_text_from_code

from bs_metrics.contract.bounds import ELEMENTS, FAULTS, MERGED, SHEETS, check_area, check_text, grouped
from bs_metrics.contract.bounds import STYLES as MOST_STYLES
from bs_metrics.contract.sheet import Refused, SheetFacts
from bs_metrics.readers.book_xml import SheetPart, targets_of, tells
from bs_metrics.readers.container import Archive
from bs_metrics.readers.xml_stream import Budget

BOOK, STYLES, SHARED = "xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin"
_ROW, _ERROR, _TEXT, _SHARED_TEXT, _FORMULA_TEXT, _FORMULA_ERROR, _RICH_TEXT = 0, 3, 6, 7, 8, 11, 62
_CELLS = {*range(1, 12), _RICH_TEXT}
_SHARED_ITEM, _FORMAT, _STYLE, _COLUMN, _SHEET, _MERGED = 19, 44, 47, 60, 156, 176
_BEGIN_STYLES, _END_STYLES = 617, 618
_HIDDEN_ROW = 0x10  # in the twelfth byte of a row


def sheets_of(archive: Archive) -> list[SheetPart]:
    """The sheets in their order. Raises Refused when there are too many."""
    targets = targets_of(archive, "xl/_rels/workbook.bin.rels")
    sheets = []
    for kind, data in _records(archive.part(BOOK)):
        if kind != _SHEET:
            continue
        identity, rest = _wide(data, 8)
        if identity not in targets:
            raise Refused("not_a_workbook")  # calamine would panic, and say so in the log
        sheets.append(SheetPart(_wide(data, rest)[0], targets[identity]))
        if len(sheets) > SHEETS:
            raise Refused("too_many_sheets", limit=grouped(SHEETS))
    return sheets


def telling_styles(archive: Archive) -> dict[int, str]:
    """The number formats that show a date or a percentage, by the number of the cell style that has them."""
    codes, used, inside = dict(BUILTIN_FORMATS), [], False
    for kind, data in _records(archive.part(STYLES)):
        if kind == _FORMAT:
            codes[_unpacked("<H", data, 0)] = _wide(data, 2)[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            inside = kind == _BEGIN_STYLES
        elif kind == _STYLE and inside:
            used.append(_unpacked("<H", data, 2))
            if len(used) > MOST_STYLES:
                raise Refused("too_many_styles", limit=grouped(MOST_STYLES))
    formats = ((style, codes.get(code)) for style, code in enumerate(used))
    return {style: code for style, code in formats if code and tells(code)}


def shared_lengths(archive: Archive) -> list[int]:
    """How many bytes each of the shared texts has."""
    return [3 * _unpacked("<I", data, 1) for kind, data in _records(archive.part(SHARED)) if kind == _SHARED_ITEM]


def facts_of(
    part: bytes, formats: dict[int, str], lengths: list[int], cells: int, text: int, budget: Budget | None = None
) -> SheetFacts:
    """What a sheet says beside its values. Raises Refused for one that is too large after so many cells and text."""
    facts = SheetFacts()
    row = 0
    for kind, data in _records(part, budget):
        if kind in _CELLS:
            column = _unpacked("<I", data, 0)
            if column >= facts.columns or row >= facts.rows:
                facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
                check_area(facts.rows, facts.columns, cells)
            style = _unpacked("<I", data, 4) & 0xFFFFFF
            if style in formats:
                facts.formats[row, column] = formats[style]
            if kind in (_ERROR, _FORMULA_ERROR):
                _add_error(facts, row, column, data)
            elif kind == _SHARED_TEXT:
                index = _unpacked("<I", data, 8)
                facts.text += lengths[index] if index < len(lengths) else 0
            elif kind in (_TEXT, _FORMULA_TEXT, _RICH_TEXT):
                facts.text += len(data)
            check_text(facts.text + text)
        elif kind == _ROW:
            row = _unpacked("<I", data, 0)
            if len(data) > 11 and data[11] & _HIDDEN_ROW:
                facts.hidden_rows.add(row)
        elif kind == _COLUMN and _unpacked("<H", data, 16) & 1:
            first, last = struct.unpack_from("<II", data)  # long enough: the flags stand behind
            facts.hidden_columns.update(range(first, min(last, 16_383) + 1))
        elif kind == _MERGED and len(data) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", data)
            facts.merged.append((top, left, bottom, right))
            if len(facts.merged) > MERGED:
                raise Refused("too_many_merged", limit=grouped(MERGED))
    return facts


def _add_error(facts: SheetFacts, row: int, column: int, data: bytes) -> None:
    if len(facts.faults) < FAULTS:
        value = error_text_from_code.get(_unpacked("<B", data, 8), "#?")
        facts.faults.append((row, column, "error_value", value))
    else:
        facts.more_faults += 1


def _records(part: bytes, budget: Budget | None = None) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record. Raises Refused for a part that ends within one, and for too many of them."""
    position, size = 0, len(part)
    budget = budget or Budget()
    try:
        while position < size:
            kind = part[position]
            position += 1
            if kind & 0x80:
                kind = kind & 0x7F | (part[position] & 0x7F) << 7
                position += 1
            length = shift = 0
            while True:
                byte = part[position]
                position += 1
                length |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 or shift == 28:
                    break
            if position + length > size:
                raise Refused("not_a_workbook")
            budget.left -= 1
            if budget.left < 0:
                raise Refused("too_many_parts", limit=grouped(ELEMENTS))
            yield kind, part[position : position + length]
            position += length
    except IndexError as problem:
        raise Refused("not_a_workbook") from problem


def _unpacked(layout: str, data: bytes, offset: int) -> int:
    try:
        return struct.unpack_from(layout, data, offset)[0]
    except struct.error as problem:
        raise Refused("not_a_workbook") from problem


def _wide(data: bytes, offset: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = offset + 4 + 2 * _unpacked("<I", data, offset)
    if end > len(data):
        raise Refused("not_a_workbook")
    return data[offset + 4 : end].decode("utf-16-le", "replace"), end
