"""A sheet of a .xlsx before its values are read: how large it is, and what it says beside its values.

A sheet of 200,000 rows has millions of cells, so the usual way of writing one is searched as bytes. Whatever is written
in another way, legal or not, is read element by element instead, which takes longer and gives the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from bs_metrics.contract.bounds import CELLS, FAULTS, MERGED, TEXT_BYTES, check_area, grouped
from bs_metrics.contract.sheet import Area, Refused, SheetFacts
from bs_metrics.readers.references import area_of, cell_of, column_of, within
from bs_metrics.readers.sheet_elements import facts_by_element
from bs_metrics.readers.xml_stream import Budget

Chunks = Callable[[], Iterator[bytes]]
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_CELL = re.compile(rb"<c(?=[\s/>])")
_PREFIXED = re.compile(rb"<[^\s<>/!?]*:(?:c|row)[\s/>]")
# No pattern looks beyond the tag, or the cell, that it begins with, or tries it in a second way: unclosed tags by the
# hundred thousand, or one cell full of blanks, would keep it busy for hours.
_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?>[^<>]*? t="e")[^<>]*+(?<!/)>([^<]*+(?:<(?!/?c[\s/>])[^<]*+)*+)</c>')
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^<>]*+)(?<!/)>\s*+<f(?:\s[^<>]*+|/)?+(?:(?<=/)>|(?<!/)>([^<]*+)</f>)'
    rb"\s*+(<v\s*+/>|<v></v>)?+\s*+</c>"
)
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_HIDDEN = re.compile(rb'<(row|col) ((?>[^<>]*?\bhidden="(?:1|true)")[^<>]*+)>')
_NUMBER = {name: re.compile(rb'(?:^|\s)%b="([0-9]{1,7})"' % name.encode()) for name in ("r", "min", "max")}
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')
_STYLES = 300  # styles of dates and percentages that the patterns name one by one
_MARKUP = len('<c r="A1"></c><v></v>')  # the least that a cell with something in it takes besides its text


class _Unusual(Exception):
    """The sheet is written in a way that a search for bytes could misread."""


@dataclass(frozen=True)
class Book:
    """What is true of all sheets of a workbook.

    `formats` are the number formats of dates and percentages by cell style; `longest` bounds the length of a shared
    text, and `lengths` gives them all where that bound is not good enough.
    """

    formats: dict[str, str]
    longest: int
    lengths: Callable[[], Sequence[int]]
    budget: Budget = field(default_factory=Budget)  # shared by the sheets that are read element by element


def facts_of(chunks: Chunks, book: Book, cells: int = 0, text: int = 0) -> SheetFacts:
    """What a sheet says beside its values. Raises Refused for one that is too large after so many cells and text."""
    try:
        if len(book.formats) > _STYLES:
            raise _Unusual
        return _Search(book, cells, text).run(chunks())
    except _Unusual:
        return facts_by_element(chunks(), book.formats, book.lengths, cells, text, book.budget)


class _Search:
    def __init__(self, book: Book, cells_before: int, text_before: int) -> None:
        self.facts = SheetFacts()
        self.formats, self.longest = book.formats, book.longest
        self.cells_before, self.text_before = cells_before, text_before
        formats = self.formats
        self.styles = b"|".join(style.encode() for style in formats)
        self.dated = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* s="(%b)"' % self.styles)
        self.expect(1, 1)
        self.size = self.cells = self.shared = 0

    def run(self, chunks: Iterator[bytes]) -> SheetFacts:
        waiting = b""
        for chunk in chunks:
            if not self.size and b"\0" in chunk:
                raise _Unusual  # not written in UTF-8
            self.size += len(chunk)
            piece = waiting + chunk
            # What may go on in the next chunk waits for it: the last cell, or outside the cells the last element.
            cut = piece.rfind(b"<c ")
            cut = cut if cut > 0 else piece.rfind(b"<")
            if cut <= 0 and len(piece) > 4 * len(chunk):
                raise _Unusual
            waiting = piece[max(cut, 0) :]
            self.search(piece[: max(cut, 0)])
        self.search(waiting)
        self.facts.text = max(self.size - self.cells * _MARKUP, 0) + self.shared * self.longest
        if self.facts.text + self.text_before > TEXT_BYTES:
            raise _Unusual  # perhaps not so much: to be counted exactly
        return self.facts

    def search(self, piece: bytes) -> None:
        if b"<!" in piece or (b":c" in piece and _PREFIXED.search(piece)):
            raise _Unusual  # a comment or CDATA may hold what looks like cells, a declaration is refused there
        if self.notable.search(piece):
            self.look(piece)
        self.cells += piece.count(b"<c ")
        if self.longest:
            self.shared += piece.count(b't="s"')
        if b'hidden="' in piece:
            self.hide(piece)
        if b"<mergeCell " in piece:
            self.merge(piece)

    def expect(self, rows: int, columns: int) -> None:
        """Look for cells outside so many rows and columns, and for those with more to say than a value."""
        place = within(rows, columns)
        self.outside = re.compile(rb'<c(?=[\s/>])(?! r="%b")' % place)
        style = rb"(?!(?:%b)\")[0-9]+" % self.styles if self.styles else rb"[0-9]+"
        plain = rb'(?: s="%b")?(?: t="(?:s|str|n|b|inlineStr)")?(?:/>|><[vi])' % style
        self.notable = re.compile(rb'<c(?=[\s/>])(?! r="%b"%b)' % (place, plain))

    def look(self, piece: bytes) -> None:
        """Take what cells say besides their values."""
        if self.outside.search(piece):
            self.widen(piece)
        if b't="e"' in piece:
            for place, inner in _ERROR.findall(piece):
                value = _VALUE.search(inner)
                self.fault(place, "error_value", value[1] if value else b"")
        if b"<f" in piece:
            for place, attributes, formula, empty in _FORMULA.findall(piece):
                if not (b't="str"' in attributes and empty) and b't="e"' not in attributes:
                    self.fault(place, "formula_without_value", b"=" + formula)
        if self.styles:
            for place, style in self.dated.findall(piece):
                self.facts.formats[cell_of(place.decode())] = self.formats[style.decode()]

    def widen(self, piece: bytes) -> None:
        """Take the cells of a piece that lie outside what was seen so far."""
        found = _REFERENCE.findall(piece)
        if len(found) != len(_CELL.findall(piece)):
            raise _Unusual
        columns, rows = zip(*found, strict=True)
        self.facts.rows = max(self.facts.rows, max(map(int, set(rows))))
        self.facts.columns = max(self.facts.columns, max(column_of(letters.decode()) + 1 for letters in set(columns)))
        check_area(self.facts.rows, self.facts.columns, self.cells_before)
        # More rows will follow: the search allows for a quarter more, where that many would still be accepted.
        ahead = self.facts.rows + self.facts.rows // 4
        fits = ahead * self.facts.columns + self.cells_before <= CELLS
        self.expect(ahead if fits else self.facts.rows, self.facts.columns)

    def fault(self, place: bytes, code: str, value: bytes) -> None:
        if len(self.facts.faults) < FAULTS:
            seen = unescape(value.decode("utf-8", "replace"))
            self.facts.faults.append((*cell_of(place.decode()), code, seen))
        else:
            self.facts.more_faults += 1

    def hide(self, piece: bytes) -> None:
        for kind, attributes in _HIDDEN.findall(piece):
            if kind == b"row":
                self.facts.hidden_rows.add(_number("r", attributes) - 1)
            else:
                first, last = _number("min", attributes), _number("max", attributes)
                self.facts.hidden_columns.update(range(first - 1, min(last, 16_384)))

    def merge(self, piece: bytes) -> None:
        found: list[Area] = [area_of(reference.decode()) for reference in _MERGED.findall(piece)]
        if len(found) != piece.count(b"<mergeCell "):
            raise _Unusual
        self.facts.merged += found
        if len(self.facts.merged) > MERGED:
            raise Refused("too_many_merged", limit=grouped(MERGED))


def _number(name: str, attributes: bytes) -> int:
    found = _NUMBER[name].search(attributes)
    if found is None:
        raise _Unusual
    return int(found[1])
