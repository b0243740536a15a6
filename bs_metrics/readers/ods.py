"""OpenDocument sheets (.ods): calamine reads the values, one pass over the document finds what stands beside them.

The format repeats rows and cells by a number: a file of one kilobyte can stand for 17 billion cells. So the pass comes
first and counts them before anything is laid out. odfpy, which knows the format too, makes objects of all of it.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from bs_metrics.contract.bounds import COLUMNS, MEGABYTE, TEXT_BYTES, Refused, check_area
from bs_metrics.readers.facts import Remark, SheetRead, Value, printed_lines
from bs_metrics.readers.looks.look import PLAIN, tree
from bs_metrics.readers.looks.number_formats import decimals_of
from bs_metrics.readers.looks.ods_styles import TAGS as STYLES
from bs_metrics.readers.looks.ods_styles import OdsStyles, line
from bs_metrics.readers.looks.xlsx_notes import LONGEST
from bs_metrics.readers.values import opened, read_each, rows_of

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _DRAW = (_ODF % name for name in ("table", "office", "text", "drawing"))
_CONFIG, _ZEROS = _ODF % "config", "ShowZeroValues"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_STYLE = _ODF % "style"
_PAGE, _AROUND = f"{_STYLE}master-page", [f"{_STYLE}{part}" for part in ("header", "footer")]
_TAGS = [_PAGE, f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row", *STYLES]
_MANIFEST = "META-INF/manifest.xml"
_HIDDEN = ("collapse", "filter")
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#DIV/0!")
Untyped = tuple[range, range, str]  # rows, columns and text of cells without a type, which calamine takes for empty


def read_ods(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused, and what zipfile and lxml raise."""
    beside = _Beside()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.namelist()
        if _MANIFEST in parts and b"encryption-data" in archive.read(_MANIFEST):
            raise Refused("encrypted")
        if "settings.xml" in parts:
            beside.set(archive.read("settings.xml"))
        for part in ("styles.xml", "content.xml"):
            if part in parts:
                with archive.open(part) as stream:
                    beside.read(stream)
    workbook = opened(content)

    def read(number: int) -> SheetRead:
        sheet = beside.sheets[number]
        sheet.rows = rows_of(workbook, number)
        _add(beside.untyped[number], sheet.rows)
        for row, column, *_ in sheet.faults:  # calamine gives the name of an error as if it were a text
            if row < len(sheet.rows) and column < len(sheet.rows[row]):
                sheet.rows[row][column] = ""
        return sheet

    return read_each(workbook, read)


class _Beside:
    """What a document says beside values, sheet by sheet."""

    def __init__(self) -> None:
        self.sheets: list[SheetRead] = []
        self.untyped: list[list[Untyped]] = []
        self.cells = self._text = 0
        self._styles, self._hides_zeros = OdsStyles(), False
        self._pages: dict[str, list[str]] = {}  # the lines above and below pages of a style
        self._defaults: list[tuple[int, str]] = []  # of the columns of a sheet: where they end, and their style
        self._row = self._column = self._rows = self._columns = 0

    def set(self, settings: bytes) -> None:
        """Take how the document is looked at. Raises Refused."""
        items = tree(settings).iter(f"{_CONFIG}config-item")
        self._hides_zeros = any(one.get(f"{_CONFIG}name") == _ZEROS and one.text == "false" for one in items)

    def read(self, stream: IO[bytes]) -> None:
        """Take the styles and sheets of a part. Raises Refused."""
        events = etree.iterparse(stream, ("start", "end"), tag=_TAGS, resolve_entities=False, no_network=True)
        for event, element in events:
            if event == "start":
                if element.getroottree().docinfo.internalDTD is not None:
                    raise Refused("unsafe_xml")
                if element.tag == f"{_TABLE}table":
                    page = self._styles.page(element.get(f"{_TABLE}style-name", ""))
                    self.sheets.append(SheetRead(hides_zeros=self._hides_zeros, printed=self._pages.get(page, [])))
                    self.untyped.append([])
                    self._defaults, self._row, self._column, self._rows, self._columns = [], 0, 0, 0, 0
            elif element.tag == f"{_TABLE}table-row":
                self._take_row(element)
                element.clear()
            elif element.tag == f"{_TABLE}table-column":
                first, self._column = self._column, self._column + _number(element, "columns-repeated")
                if element.get(f"{_TABLE}visibility") in _HIDDEN:
                    self.sheets[-1].hidden_columns.update(range(first, min(self._column, COLUMNS)))
                self._defaults.append((self._column, element.get(f"{_TABLE}default-cell-style-name", "")))
            elif element.tag == f"{_TABLE}table":
                for shapes in element.iterchildren(f"{_TABLE}shapes"):  # of the page, not of a cell
                    if note := _noted(shapes):
                        self.sheets[-1].notes.setdefault((0, 0), note)
                self.cells = check_area(self._rows, self._columns, self.cells)
            elif element.tag == _PAGE:
                self._pages[element.get(f"{_STYLE}name", "")] = list(_printed(element))
            else:
                self._styles.take(element)

    def _take_row(self, element: etree._Element) -> None:
        sheet, first, column, filled, empty = self.sheets[-1], self._row, 0, [], []
        self._row += _number(element, "rows-repeated")
        for cell in element.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            end = column + _number(cell, "columns-repeated")
            down, right = _number(cell, "rows-spanned"), _number(cell, "columns-spanned")
            if (down, right) != (1, 1):
                sheet.merged.append((first, column, first + down - 1, column + right - 1))
            if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
                filled.append((cell, range(column, end)))
            else:
                empty.append((cell, column, end))
            column = end
        if not filled:
            return
        self._rows, self._columns = self._row, max(self._columns, filled[-1][1].stop)
        check_area(self._rows, self._columns, self.cells)
        rows = range(first, self._row)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            sheet.hidden_rows.update(rows)
        for cell, start, end in empty:
            if (look := self._styles.look(self._style(cell, start, element))).fill:
                for place in ((row, at) for row in rows for at in range(start, min(end, self._columns))):
                    sheet.look(*place, look)
        for cell, columns in filled:
            style = self._style(cell, columns.start, element)
            if note := _noted(cell):
                sheet.notes[first, columns.start] = note
            fault, shown, look = _fault(cell), self._shown_as(cell, style), self._styles.look(style)
            if not fault and not cell.get(f"{_OFFICE}value-type") and (written := _written(cell)):
                self._text += len(rows) * len(columns) * len(written)
                if self._text > TEXT_BYTES:
                    raise Refused("too_much_text", limit=str(TEXT_BYTES // MEGABYTE))
                self.untyped[-1].append((rows, columns, written))
            runs = self._styles.runs(cell, look) if cell.get(f"{_OFFICE}value-type", "string") == "string" else []
            is_kept = fault or shown or runs or look != PLAIN
            for place in [(row, at) for row in rows for at in columns] if is_kept else []:
                if fault:
                    sheet.fault(*place, *fault)
                elif shown:
                    sheet.format(*place, shown)
                if look != PLAIN:
                    sheet.look(*place, look)
                if runs:
                    sheet.parts(*place, runs)

    def _style(self, cell: etree._Element, column: int, row: etree._Element) -> str:
        """The style of a cell: its own, or that of its row or column."""
        style = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name")
        return style or next((style for end, style in self._defaults if column < end), "")

    def _shown_as(self, cell: etree._Element, style: str) -> str:
        """The number format of a date or a percentage, or one of fewer decimals; empty for other values."""
        kind = cell.get(f"{_OFFICE}value-type")
        if kind == "date":
            return self._styles.date_format(style)
        code = self._styles.number_format(style) if kind in ("percentage", "float", "currency") else ""
        if kind == "percentage":
            return code if "%" in code else "0%"
        return code if decimals_of(code) is not None else ""


def _printed(page: etree._Element) -> Iterator[str]:
    """The lines above and below each page of a style, without the fields in them."""
    for part in page:
        if part.tag in _AROUND and part.get(f"{_STYLE}display") != "false":
            for one in part.iter(f"{_TEXT}p"):
                texts = [one.text, *(text for child in one.iter() if child is not one for text in _of_span(child))]
                yield from printed_lines("".join(filter(None, texts))[:LONGEST])


def _of_span(element: etree._Element) -> tuple[str | None, str | None]:
    return (element.text if element.tag == f"{_TEXT}span" else None), element.tail


def _add(untyped: list[Untyped], rows: list[list[Value]]) -> None:
    """Put the texts in their cells, where calamine left them out."""
    width = max([len(row) for row in rows[:1]] + [across.stop for _, across, _ in untyped], default=0)
    rows.extend([] for _ in range(max((down.stop for down, _, _ in untyped), default=0) - len(rows)))
    for row in rows if untyped else ():
        row.extend([""] * (width - len(row)))
    for down, across, text in untyped:
        for number in down:
            rows[number][across.start : across.stop] = [text] * len(across)


def _written(cell: etree._Element) -> str:
    """The text of a cell, a line for each of its paragraphs."""
    return "\n".join(line(part) for part in cell.iterchildren(f"{_TEXT}p"))


def _noted(cell: etree._Element) -> str:
    """The note of a cell, or else what text boxes at it say."""
    note = cell.find(f"{_OFFICE}annotation")
    boxes = [line(part) for box in cell.iterchildren(f"{_DRAW}*") for part in box.iter(f"{_TEXT}p")]
    return ("\n".join(boxes) if note is None else _written(note))[:LONGEST]


def _fault(cell: etree._Element) -> tuple[str, str] | None:
    """The code of the finding of a cell without a value, with its error or its formula."""
    kind, formula = cell.get(f"{_OFFICE}value-type", ""), cell.get(f"{_TABLE}formula")
    if formula is None and kind not in ("", "string"):
        return None
    written = _written(cell)
    if written in _ERRORS or cell.get(f"{_CALC}value-type") == "error":
        return "error_value", written
    if formula is not None and not kind:
        return "formula_without_value", "=" + formula.partition("=")[2]
    return None


def _number(element: etree._Element, what: str) -> int:
    """How often an element is repeated, or how far it reaches. Raises ValueError for what is no number."""
    return max(int(element.get(f"{_TABLE}number-{what}", 1)), 1)
