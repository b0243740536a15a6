""".xlsx and .xlsm: calamine reads the values, one pass over a sheet's XML finds what stands beside them."""

import io
import posixpath
import re
import string
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import IO
from xml.parsers import expat

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from bs_metrics.contract.bounds import FORMATTED_CELLS, check_area
from bs_metrics.readers.facts import Area, Remark, SheetRead, printed_lines
from bs_metrics.readers.looks.look import tree
from bs_metrics.readers.looks.number_formats import decimals_of
from bs_metrics.readers.looks.xlsx_notes import LONGEST, notes_of
from bs_metrics.readers.looks.xlsx_styles import RichText, Styles, refuse, styles_of
from bs_metrics.readers.values import opened, read_each, rows_of

_TRUE = ("1", "true")
_AREAS = 100  # of one condition
_SMALL = 1 << 20  # bytes of a sheet's XML, up to which its colours are looked at
_PART = 1 << 18  # bytes of XML that are shortened together
_PRINTED = {f"{pages}{part}" for pages in ("odd", "even", "first") for part in ("Header", "Footer")}
_TOLD_APART = 100  # styles or texts that are kept, up to which a pattern tells them from others


def read_xlsx(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused, and what zipfile and lxml raise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name.lower(): name for name in archive.namelist()}
        for code, start in (("macros", "xl/vbaproject.bin"), ("external_links", "xl/externallinks/")):
            if any(name.startswith(start) for name in parts):
                yield Remark(code)
        workbook, paths, styles = opened(content), _paths(archive, parts), styles_of(archive, parts)
        cells = 0

        def read(number: int) -> SheetRead:
            nonlocal cells
            with archive.open(parts[paths[number].lower()]) as part:
                is_small = archive.getinfo(parts[paths[number].lower()]).file_size < _SMALL
                sheet = _Beside(styles, cells).read(part, is_small)
            sheet.misses_colours |= not is_small
            sheet.rows = rows_of(workbook, number)
            sheet.notes = notes_of(archive, parts, paths[number])
            sheet.is_unseen |= len(sheet.rows) * sheet.width > FORMATTED_CELLS
            cells = check_area(len(sheet.rows), sheet.width, cells)
            return sheet

        yield from read_each(workbook, read)


def _paths(archive: zipfile.ZipFile, parts: dict[str, str]) -> list[str]:
    """The part that holds each sheet, in the order of the sheets."""
    book, related = (tree(archive.read(parts[name])) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "").replace("\\", "/"))).lstrip("/")
        for one in related.iter("{*}Relationship")
    }
    identities = (
        next((value for key, value in sheet.attrib.items() if etree.QName(key).localname == "id"), "")
        for sheet in book.iter("{*}sheet")
    )
    return [targets.get(identity, "") for identity in identities]


def _without_plain_rows(
    part: IO[bytes],
    styles: Styles,
    is_small: bool = False,
    keep: Callable[[str, str], None] = lambda place, style: None,
) -> Iterator[bytes]:
    """A sheet's XML, of each run of plain rows the first and the last: beside its values a plain cell says nothing.

    Plain is what spreadsheet programs write without a formula, an error, a hidden row and a format or look that is
    kept; of a small sheet colours are, too. Most of a large sheet is, and a pattern finds that in a tenth of the
    time that a parser takes. Nothing in a plain row could end a comment or a section that began before it.
    `keep` is given the place and style of each plain number with more decimals than its format shows.
    """
    kept = {style for style, look in styles.looks.items() if look.is_told or is_small}
    kept |= styles.formats.keys() - styles.rounding.keys()
    styled, styled_empty = _style_in(kept), _style_in({*kept, *styles.looks})  # of an empty cell the fill may tell
    text = r"[^<>\x00-\x08\x0b\x0c\x0e-\x1f]*+"
    value = rf'<v>{text}</v>|<is><t(?: xml:space="preserve")?+>{text}</t></is>'
    kind = "(?:str|n|b|inlineStr)" if styles.rich else "(?:s|str|n|b|inlineStr)"
    cell = rf'<c r="[A-Z]\d++"{styled}(?: t="{kind}")?+>(?:{value})</c>'
    cell += rf'|<c r="[A-Z]\d++"{styled_empty}(?: t="{kind}")?+(?:/>|></c>)'
    if styles.rich:
        cell += rf'|<c r="[A-Z]\d++"{styled} t="s"><v>{_none_of(styles.rich)}\d++</v></c>'
    row = rf'<row r="\d++"(?: (?!hidden|r=)[\w:]++="[\w.: -]*+")*+>(?:{cell})*+</row>(?=<row r=)'
    plain_rows = re.compile(rf"({row})(?:{row})++".encode())
    rounded, rest = _rounded(styles.rounding), b""
    while xml := part.read(_PART):
        before, end, rest = (rest + xml).rpartition(b"</row>")
        for found in chain.from_iterable(pattern.finditer(before) for pattern in rounded):
            keep(found[1].decode(), found[2].decode())
        yield plain_rows.sub(rb"\1", before + end)
        if not end:  # rows that are written otherwise, or what comes after them
            yield rest
            rest = b""
    yield rest


def _rounded(rounding: Mapping[str, str]) -> list[re.Pattern[bytes]]:
    """The patterns of plain numbers with more decimals than their style shows."""
    by_places: dict[int, list[str]] = {}
    for style, code in rounding.items():
        by_places.setdefault(decimals_of(code) or 0, []).append(style)
    parts = [("|".join(some), rf"\d++\.\d{{{places + 1}}}|[\d.]++E-") for places, some in by_places.items()]
    return [
        re.compile(rf'<c r="([A-Z]++\d++)" s="({some})"(?: t="n")?+><v>-?(?:{more})'.encode()) for some, more in parts
    ]


def _style_in(kept: Collection[str]) -> str:
    """The pattern of a style that is none of some; a cell that does not say its style has the first."""
    style = rf' s="{_none_of(kept)}\d++"' if kept else r' s="\d++"'
    return f"(?:{style}){'' if '0' in kept else '?+'}"


def _none_of(numbers: Collection[str]) -> str:
    """The pattern of a place where none of some numbers stands; no number at all where they are very many."""
    return rf"(?!(?:{'|'.join(numbers) if len(numbers) <= _TOLD_APART else '[0-9]+'})[^0-9])"


def area_of(written: str) -> Area:
    """A range as first row, first column, last row, last column, from zero. Raises ValueError for what is none."""
    left, top, right, bottom = (int(at) - 1 for at in range_boundaries(written))
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


class _Beside:
    """What a sheet's XML says beside values. A cell is looked at closely only when something of it may be kept."""

    def __init__(self, styles: Styles, cells_before: int) -> None:
        self.found, self.styles, self.before = SheetRead(), styles, cells_before
        self.row, self.place, self.kind = -1, "", ""
        self.areas: list[str] = []  # of a condition
        self.rows = self.columns = 0
        self.texts: dict[str, str] | None = None  # of a cell with a formula, an error or a shared text
        self.local: Callable[[str], str] = cache(lambda name: name.rpartition(":")[2])  # an element without its prefix
        self.column_of: Callable[[str], int] = cache(column_index_from_string)  # from 1; a ValueError for what is none
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = refuse

    def read(self, part: IO[bytes], is_small: bool = False) -> SheetRead:
        """The sheet without its values. Raises Refused, ExpatError, and ValueError for a place that is none."""
        for xml in _without_plain_rows(part, self.styles, is_small, self.keep_format):
            self.parser.Parse(xml, False)
        self.parser.Parse(b"", True)
        self.end_row()
        return self.found

    def keep_format(self, place: str, style: str) -> None:
        """Keep the number format of a cell in a row that is passed over."""
        before, self.place = self.place, place
        self.found.format(*self.cell(), self.styles.formats[style])
        self.place = before

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.local(name)
        if kind == "c":
            if self.texts is not None:
                self.end_cell()
            self.place = attributes.get("r") or self.next_place()
            self.kind = attributes.get("t", "")
            if self.kind == "e" or (self.kind == "s" and self.styles.rich):
                self.texts = {}
            style = attributes.get("s", "0")
            if code := self.styles.formats.get(style):
                self.found.format(*self.cell(), code)
            if look := self.styles.looks.get(style):
                self.found.look(*self.cell(), look)
        elif kind == "v":
            if self.texts is not None:
                self.listen(kind)
        elif kind == "f":
            self.texts = self.texts or {}
            self.listen(kind)
        elif kind == "r":
            self.listen_to_parts()
        elif kind == "row":
            self.end_row()
            self.row = int(attributes.get("r") or self.row + 2) - 1
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_rows.add(self.row)
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            self.found.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), 16_384)))
        elif kind == "conditionalFormatting":
            self.areas = attributes.get("sqref", "").split()[:_AREAS]
        elif (kind == "cfRule" and attributes.get("dxfId") in self.styles.hiding) or (
            kind in ("iconSet", "dataBar") and attributes.get("showValue") in ("0", "false")
        ):
            with suppress(ValueError):
                self.found.conditional |= dict.fromkeys(map(area_of, self.areas))
        elif kind == "sheetView":
            self.found.hides_zeros |= attributes.get("showZeros") in ("0", "false")
        elif kind in _PRINTED:
            self.listen_to_print()
        elif kind == "mergeCell":
            self.found.merged.append(area_of(attributes["ref"]))

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

    def listen_to_print(self) -> None:
        """Take the lines that are printed above or below each page, without the codes for how."""
        said: list[str] = []

        def end(_: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            self.found.printed += printed_lines("".join(said)[:LONGEST])

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = said.append, end

    def listen_to_parts(self) -> None:
        """Take the parts of a text that stands in the cell, from the first that begins."""
        parts, parser, start = RichText(), self.parser, self.start

        def end(name: str) -> None:
            parts.end(self.local(name))
            if self.local(name) == "is":
                parser.StartElementHandler = start
                parser.CharacterDataHandler = parser.EndElementHandler = None
                if runs := parts.taken():
                    self.found.parts(*self.cell(), runs)

        parser.StartElementHandler = lambda name, attributes: parts.start(self.local(name), attributes)
        parser.CharacterDataHandler, parser.EndElementHandler = parts.text, end
        parts.start("r", {})

    def next_place(self) -> str:
        """The place of a cell that does not tell it: after the one before."""
        column = self.cell()[1] + 1 if self.place else 0
        return f"{get_column_letter(column + 1)}{self.row + 1}"

    def cell(self) -> tuple[int, int]:
        """Row and column of the cell at hand, from zero."""
        letters = self.place.rstrip(string.digits)
        return int(self.place[len(letters) :]) - 1, self.column_of(letters) - 1

    def end_cell(self) -> None:
        """Keep the parts of a text, or what a formula or an error lacks; a formula may well give an empty text."""
        texts, self.texts = self.texts or {}, None
        if self.kind == "e":
            self.found.fault(*self.cell(), "error_value", texts.get("v", ""))
        elif "f" in texts and not texts.get("v") and not (self.kind == "str" and "v" in texts):
            self.found.fault(*self.cell(), "formula_without_value", f"={texts['f']}")
        elif self.kind == "s" and (runs := self.styles.rich.get(texts.get("v", "").strip())):
            self.found.parts(*self.cell(), runs)

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
