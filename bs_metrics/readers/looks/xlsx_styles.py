"""What .xlsx says of the looks of cells: its styles, and the texts whose parts have looks of their own."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, TypeVar
from xml.parsers import expat

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from bs_metrics.contract.bounds import Refused
from bs_metrics.readers.facts import rounding, telling
from bs_metrics.readers.looks.colours import is_unseen
from bs_metrics.readers.looks.look import PLAIN, Look, Run, told_font, tree
from bs_metrics.readers.looks.number_formats import is_telling

_OFF = ("0", "false", "none")
_PART = 1 << 18
_Kept = TypeVar("_Kept")
_WHITE = {("rgb", "FFFFFFFF"), ("rgb", "00FFFFFF"), ("indexed", "9"), ("indexed", "1"), ("theme", "0")}
_BLACK = {("rgb", "FF000000"), ("rgb", "00000000"), ("indexed", "8"), ("indexed", "0"), ("indexed", "64")}
_FONT = {"rFont", "strike", "vertAlign"}  # what of a part's font is kept


@dataclass(frozen=True)
class Styles:
    """By the number of a cell's style: the number format of a date or a percentage, or of fewer decimals, which are
    `rounding` as well, and the look. `rich` are the shared texts with parts that look otherwise, by their number.
    `hiding` are the numbers of the looks that a condition gives and that change what is seen: struck out, in the colour
    of the paper, in a number format that tells."""

    formats: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)
    rich: Mapping[str, list[Run]] = field(default_factory=dict)
    hiding: frozenset[str] = frozenset()
    rounding: Mapping[str, str] = field(default_factory=dict)


def styles_of(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> Styles:
    """The styles of a workbook. Raises Refused, and what zipfile, lxml and expat raise."""
    shared = parts.get("xl/sharedstrings.xml")
    rich = _rich_texts(archive, shared) if shared else {}
    if "xl/styles.xml" not in parts:
        return Styles(rich=_told(rich))
    styles = tree(archive.read(parts["xl/styles.xml"]))
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | own
    # What a built-in format adds to a number is of the country whose Excel shows it, and no word.
    telling_codes = {number: code for number, code in own.items() if is_telling(code)}
    fonts = [
        _font({etree.QName(of).localname: of.get("val") for of in one}) for one in styles.iterfind("{*}fonts/{*}font")
    ]
    colours = [one.find("{*}color") for one in styles.iterfind("{*}fonts/{*}font")]
    inks = [_colour(colour) for colour in colours]
    fills = [_fill(one) for one in styles.iterfind("{*}fills/{*}fill")]
    papers = [_paper(one) for one in styles.iterfind("{*}fills/{*}fill")]
    cells = styles.findall("{*}cellXfs/{*}xf")
    looks = {
        str(at): replace(
            _of(fonts, cell.get("fontId"), PLAIN),
            code=telling_codes.get(cell.get("numFmtId"), ""),
            fill=_of(fills, cell.get("fillId"), ""),
            ink=_ink(_of(colours, cell.get("fontId"), None)),
            unseen=is_unseen(_of(inks, cell.get("fontId"), ""), _of(papers, cell.get("fillId"), "")),
        )
        for at, cell in enumerate(cells)
    }
    looks = {style: look for style, look in looks.items() if look != PLAIN}
    shown = [codes.get(cell.get("numFmtId", "0"), "") for cell in cells]
    rounds, formats = rounding(shown), telling(shown)
    hiding = {str(at) for at, one in enumerate(styles.iterfind("{*}dxfs/{*}dxf")) if _hides(one)}
    rich = rich if any(look.is_written for look in looks.values()) else _told(rich)
    return Styles(rounds | formats, looks, rich, frozenset(hiding), rounds)


def _told(rich: dict[str, list[Run]]) -> dict[str, list[Run]]:
    """The texts with a part that does not look plain: where no cell looks otherwise, the others say nothing."""
    return {number: runs for number, runs in rich.items() if any(font not in (None, PLAIN) for _, font in runs)}


def _of(some: Sequence[_Kept], number: str | None, otherwise: _Kept) -> _Kept:
    at = int(number) if number and number.isdecimal() else 0
    return some[at] if at < len(some) else otherwise


def _fill(fill: etree._Element) -> str:
    """The colour of a fill as it is written, which tells it from others; nothing for none and for white."""
    pattern = next(iter(fill), None)
    if pattern is None or etree.QName(pattern).localname != "patternFill":
        return "" if pattern is None else etree.tostring(pattern).decode()[:1000]
    kind, colour = pattern.get("patternType", "none"), pattern.find("{*}fgColor")
    said = {} if colour is None else dict(colour.attrib)
    is_white = not said or ("tint" not in said and not _WHITE.isdisjoint(said.items()))
    if kind == "none" or (kind == "solid" and is_white):
        return ""
    return " ".join([kind, *(f"{name}={value}" for name, value in sorted(said.items()))])


def _colour(colour: etree._Element | None) -> str:
    """A colour as hexadecimal digits; nothing for those of the palette and the theme but white."""
    if colour is None or "tint" in colour.attrib:
        return ""
    return "F" * 6 if not _WHITE.isdisjoint(colour.attrib.items()) else colour.get("rgb", "")


def _ink(colour: etree._Element | None) -> str:
    """The colour of letters as it is written; nothing for black and for what is none."""
    said = {} if colour is None else dict(colour.attrib)
    is_plain = "auto" in said or said.get("theme") == "1" or not _BLACK.isdisjoint(said.items())
    return "" if is_plain else " ".join(f"{name}={value}" for name, value in sorted(said.items()))


def _paper(fill: etree._Element) -> str:
    """The colour of the paper; `other` for one that is not known, and nothing for white."""
    if not _fill(fill):
        return ""
    colour = fill.find("{*}patternFill/{*}fgColor")
    return _colour(colour) or "other"


def _hides(look: etree._Element) -> bool:
    """Whether a look that a condition gives changes what is seen of a value."""
    font, code = look.find("{*}font"), look.find("{*}numFmt")
    ink, struck = (None, None) if font is None else (font.find("{*}color"), font.find("{*}strike"))
    paper = look.find("{*}fill/{*}patternFill/{*}bgColor")
    is_struck = struck is not None and struck.get("val", "1") not in _OFF
    is_hidden = is_unseen(_colour(ink), "" if paper is None else _colour(paper) or "other")
    return is_struck or is_hidden or (code is not None and is_telling(code.get("formatCode", "")))


def _font(said: Mapping[str, str | None]) -> Look:
    """The look that the properties of a font give."""
    return Look(
        font=told_font(said.get("name") or said.get("rFont") or ""),
        struck="strike" in said and said["strike"] not in _OFF,
        raised=said.get("vertAlign") == "superscript",
    )


class RichText:
    """Takes the parts of one text after another from the events of a parser, by the local names of the elements."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, Look | None]] = []
        self._font: dict[str, str | None] | None = None
        self._phonetic = self._listens = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "r":
            self.runs.append(("", None))
        elif name == "rPr":
            self._font = {}
        elif name in _FONT and self._font is not None:
            self._font[name] = attributes.get("val")
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._listens = bool(self.runs) and not self._phonetic

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._listens:
            text, font = self.runs[-1]
            self.runs[-1] = text + data, font

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPr" and self._font is not None:
            if self.runs:
                self.runs[-1] = self.runs[-1][0], _font(self._font)
            self._font = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._listens = False

    def taken(self) -> list[Run]:
        """The parts of the text that ends; none where they all look as the cell does. The next text begins."""
        runs, self.runs = self.runs, []
        if all(font is None for _, font in runs):
            return []
        return [(unescape(text), font) for text, font in runs]


def _rich_texts(archive: zipfile.ZipFile, name: str) -> dict[str, list[Run]]:
    """The shared texts with parts that look otherwise, by number. Most workbooks have none, which a glance tells."""
    with archive.open(name) as part:
        if not any(b"rPr" in piece for piece in _overlapping(part)):
            return {}
    found: dict[str, list[Run]] = {}
    number, text = 0, RichText()

    def end(name: str) -> None:
        nonlocal number
        local = name.rpartition(":")[2]
        text.end(local)
        if local == "si":
            if runs := text.taken():
                found[str(number)] = runs
            number += 1

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: text.start(name.rpartition(":")[2], attributes)
    parser.CharacterDataHandler, parser.EndElementHandler = text.text, end
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(name) as part:
        parser.ParseFile(part)
    return found


def _overlapping(part: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := part.read(_PART):
        yield rest + piece
        rest = piece[-2:]


def refuse(*_: object) -> None:
    """What a parser calls at a declaration. Raises Refused."""
    raise Refused("unsafe_xml")
