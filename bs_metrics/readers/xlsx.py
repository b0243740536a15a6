""".xlsx and .xlsm: calamine reads the values, one pass over a sheet's XML finds what stands beside them."""

import io
import posixpath
import re
import string
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import IO
from xml.parsers import expat

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from bs_metrics.contract.bounds import FORMATTED_CELLS, Refused, check_area, grouped
from bs_metrics.readers.facts import Remark, SheetRead, telling
from bs_metrics.readers.values import opened, read_each, rows_of

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_TRUE = ("1", "true")
_PART = 1 << 18  # bytes of XML that are shortened together
_STYLES = 100  # with a format that is kept, up to which a pattern tells them from others


def read_xlsx(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused, and what zipfile and lxml raise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name.lower(): name for name in archive.namelist()}
        for code, start in (("macros", "xl/vbaproject.bin"), ("external_links", "xl/externallinks/")):
            if any(name.startswith(start) for name in parts):
                yield Remark(code)
        workbook, paths, formats = opened(content), _paths(archive, parts), _formats(archive, parts)
        cells = 0

        def read(number: int) -> SheetRead:
            nonlocal cells
            with archive.open(parts[paths[number].lower()]) as part:
                sheet = _Beside(formats, cells).read(part)
            sheet.rows = rows_of(workbook, number)
            cells = check_area(len(sheet.rows), sheet.width, cells)
            return sheet

        for sheet in read_each(workbook, read):
            yield sheet
            if isinstance(sheet, SheetRead) and len(sheet.rows) * sheet.width > FORMATTED_CELLS:
                yield Remark("formatting_unseen", sheet.name, {"limit": grouped(FORMATTED_CELLS)})


def _paths(archive: zipfile.ZipFile, parts: dict[str, str]) -> list[str]:
    """The part that holds each sheet, in the order of the sheets."""
    book, related = (_tree(archive.read(parts[name])) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "").replace("\\", "/"))).lstrip("/")
        for one in related.iter("{*}Relationship")
    }
    identities = (
        next((value for key, value in sheet.attrib.items() if etree.QName(key).localname == "id"), "")
        for sheet in book.iter("{*}sheet")
    )
    return [targets.get(identity, "") for identity in identities]


def _formats(archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """The number formats of dates and percentages by the number of the cell style that has them."""
    if "xl/styles.xml" not in parts:
        return {}
    styles = _tree(archive.read(parts["xl/styles.xml"]))
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    codes |= {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    return telling(codes.get(style.get("numFmtId", "0"), "") for style in styles.iterfind("{*}cellXfs/{*}xf"))


def _tree(part: bytes) -> etree._Element:
    tree = etree.fromstring(part, _SAFE)
    if tree.getroottree().docinfo.internalDTD is not None:
        raise Refused("unsafe_xml")
    return tree


def _without_plain_rows(part: IO[bytes], formats: dict[str, str]) -> Iterator[bytes]:
    """A sheet's XML, of each run of plain rows the first and the last: beside its values a plain cell says nothing.

    Plain is what spreadsheet programs write without a formula, an error, a hidden row and a format that is kept. Most
    of a large sheet is, and a pattern finds that in a tenth of the time that a parser takes. Nothing in a plain row
    could end a comment or a section that began before it.
    """
    other = "|".join(formats) if len(formats) <= _STYLES else r"\d+"
    style = rf' s="(?!(?:{other})")\d++"' if formats else r' s="\d++"'
    text = r"[^<>\x00-\x08\x0b\x0c\x0e-\x1f]*+"
    value = rf'<v>{text}</v>|<is><t(?: xml:space="preserve")?+>{text}</t></is>'
    cell = rf'<c r="[A-Z]\d++"(?:{style})?+(?: t="(?:s|str|n|b|inlineStr)")?+(?:/>|>(?:{value})?+</c>)'
    row = rf'<row r="\d++"(?: (?!hidden|r=)[\w:]++="[\w.: -]*+")*+>(?:{cell})*+</row>(?=<row r=)'
    plain_rows = re.compile(rf"({row})(?:{row})++".encode())
    rest = b""
    while xml := part.read(_PART):
        before, end, rest = (rest + xml).rpartition(b"</row>")
        yield plain_rows.sub(rb"\1", before + end)
        if not end:  # rows that are written otherwise, or what comes after them
            yield rest
            rest = b""
    yield rest


class _Beside:
    """What a sheet's XML says beside values. A cell is looked at closely only when something of it may be kept."""

    def __init__(self, formats: dict[str, str], cells_before: int) -> None:
        self.found, self.formats, self.before = SheetRead(), formats, cells_before
        self.row, self.place, self.kind = -1, "", ""
        self.rows = self.columns = 0
        self.texts: dict[str, str] | None = None  # of a cell with a formula or an error: its formula, its value
        self.local: Callable[[str], str] = cache(lambda name: name.rpartition(":")[2])  # an element without its prefix
        self.column_of: Callable[[str], int] = cache(column_index_from_string)  # from 1; a ValueError for what is none
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.refuse

    def read(self, part: IO[bytes]) -> SheetRead:
        """The sheet without its values. Raises Refused, ExpatError, and ValueError for a place that is none."""
        for xml in _without_plain_rows(part, self.formats):
            self.parser.Parse(xml, False)
        self.parser.Parse(b"", True)
        self.end_row()
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.local(name)
        if kind == "c":
            if self.texts is not None:
                self.end_cell()
            self.place = attributes.get("r") or self.next_place()
            self.kind = attributes.get("t", "")
            if self.kind == "e":
                self.texts = {}
            if code := self.formats.get(attributes.get("s", "")):
                self.found.format(*self.cell(), code)
        elif kind == "v":
            if self.texts is not None:
                self.listen(kind)
        elif kind == "f":
            self.texts = self.texts or {}
            self.listen(kind)
        elif kind == "row":
            self.end_row()
            self.row = int(attributes.get("r") or self.row + 2) - 1
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_rows.add(self.row)
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            self.found.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), 16_384)))
        elif kind == "mergeCell":
            left, top, right, bottom = (int(at) - 1 for at in range_boundaries(attributes["ref"]))
            self.found.merged.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def refuse(self, *_: object) -> None:
        raise Refused("unsafe_xml")

    def listen(self, kind: str) -> None:
        """Take the text up to the end of the element that begins."""
        assert self.texts is not None
        texts = self.texts
        texts[kind] = ""

        def text(data: str) -> None:
            texts[kind] += data

        def end(_: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = text, end

    def next_place(self) -> str:
        """The place of a cell that does not tell it: after the one before."""
        column = self.cell()[1] + 1 if self.place else 0
        return f"{get_column_letter(column + 1)}{self.row + 1}"

    def cell(self) -> tuple[int, int]:
        """Row and column of the cell at hand, from zero."""
        letters = self.place.rstrip(string.digits)
        return int(self.place[len(letters) :]) - 1, self.column_of(letters) - 1

    def end_cell(self) -> None:
        """Keep what a cell with a formula or an error lacks; a formula may well give an empty text."""
        texts, self.texts = self.texts or {}, None
        if self.kind == "e":
            self.found.fault(*self.cell(), "error_value", texts.get("v", ""))
        elif not texts.get("v") and not (self.kind == "str" and "v" in texts):
            self.found.fault(*self.cell(), "formula_without_value", f"={texts['f']}")

    def end_row(self) -> None:
        """Count the cells up to the last one of a row. Raises Refused for too many."""
        if self.texts is not None:
            self.end_cell()
        if self.place:
            row, column = self.cell()
            if row >= self.rows or column >= self.columns:
                self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
                check_area(self.rows, self.columns, self.before)
        self.place = ""
