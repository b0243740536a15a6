"""What OpenDocument says of the looks of cells: styles that rest on others, of cells, parts of texts, and data."""

from dataclasses import replace
from typing import Any

from lxml import etree

from bs_metrics.readers.looks.colours import is_unseen
from bs_metrics.readers.looks.look import PLAIN, Look, Run, told_font
from bs_metrics.readers.looks.number_formats import is_telling

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_STYLE, _NUMBER, _TEXT = (_ODF % name for name in ("style", "datastyle", "text"))
_FO, _SVG = (_ODF % f"{name}-compatible" for name in ("xsl-fo", "svg"))
_DATA = [
    f"{_NUMBER}{kind}-style" for kind in ("number", "currency", "percentage", "text", "date")
]  # others are told by the type
_SHARE = f"{_NUMBER}percentage-style"
TAGS = [f"{_STYLE}{name}" for name in ("style", "default-style", "font-face")] + _DATA
_PARTS = {f"{_NUMBER}day": "d", f"{_NUMBER}month": "m", f"{_NUMBER}year": "y"}  # as number formats write them
_WHITE, _BLACK = f"#{'f' * 6}", f"#{'0' * 6}"
_OF_CELL = (f"{_STYLE}table-cell-properties",)
_DEPTH = 20  # of styles that rest on another, of texts in texts
_CELL, _PART, _SHEET = "table-cell", "text", "table"  # the families of styles


class OdsStyles:
    """The styles of a document, taken one by one as they are read."""

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}
        self._codes: dict[str, str] = {}  # number formats
        self._faces: dict[str, str] = {}
        self._said: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}  # the style it rests on, what it says itself
        self._looks: dict[str, Look] = {}

    def take(self, element: etree._Element) -> None:
        """Keep a style."""
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_STYLE}font-face":
            self._faces[name] = element.get(f"{_SVG}font-family", "").strip("'\"")
        elif element.tag == f"{_NUMBER}date-style":
            self._dates[name] = _date_format(element)
        elif element.tag in _DATA:
            self._codes[name] = self._code(element)
        else:
            named = {"data": element.get(f"{_STYLE}data-style-name"), "page": element.get(f"{_STYLE}master-page-name")}
            said = {name: value for name, value in named.items() if value}
            for properties in element:
                said |= self._own(properties)
            self._said[element.get(f"{_STYLE}family", ""), name] = element.get(f"{_STYLE}parent-style-name", ""), said
            self._looks.clear()

    def date_format(self, style: str) -> str:
        """How cells of a style show dates; empty where it does not say."""
        return self._dates.get(self._all(_CELL, style).get("data", ""), "")

    def number_format(self, style: str) -> str:
        """How cells of a style show numbers; empty where it does not say."""
        return self._codes.get(self._all(_CELL, style).get("data", ""), "")

    def page(self, style: str) -> str:
        """The style of the pages of a sheet of a style."""
        return str(self._all(_SHEET, style).get("page", "Default"))

    def look(self, style: str) -> Look:
        """The look of cells of a style."""
        if style not in self._looks:
            said = self._all(_CELL, style)
            said.pop("page", "")
            code, ink = self._codes.get(said.pop("data", ""), ""), said.pop("ink", "")
            look = Look(
                **said,
                ink="" if ink == _BLACK else ink,
                code=code if is_telling(code) else "",
                unseen=is_unseen(ink, said.get("fill", "")),
            )
            self._looks[style] = PLAIN if look == PLAIN else look
        return self._looks[style]

    def runs(self, cell: etree._Element, look: Look) -> list[Run]:
        """The parts of a cell's text; none where they all look as the cell does."""
        runs: list[Run] = []
        for number, paragraph in enumerate(cell.iterchildren(f"{_TEXT}p")):
            runs += [("\n", look)] if number else []
            self._add(paragraph, look, runs, 0)
        return runs if any(font != look for _, font in runs) else []

    def _add(self, element: etree._Element, look: Look, runs: list[Run], depth: int) -> None:
        if element.tag == f"{_TEXT}span" and depth < _DEPTH:
            said = self._all(_PART, element.get(f"{_TEXT}style-name", ""))
            look = replace(look, **{name: said[name] for name in ("font", "struck", "raised") if name in said})
        runs.append((_space(element) if _space(element) else element.text or "", look))
        for child in element:
            self._add(child, look, runs, depth + 1)
            runs.append((child.tail or "", look))

    def _all(self, family: str, style: str) -> dict[str, Any]:
        """What a style says, with what those say that it rests on."""
        said: dict[str, Any] = {}
        for _ in range(_DEPTH):
            parent, own = self._said.get((family, style), ("", {}))
            said = own | said
            if not style:
                break
            style = parent
        return said

    def _code(self, style: etree._Element) -> str:
        """A data style as a number format; those that it gives under a condition stand first."""
        parts = []
        for one in style.iterchildren(f"{_STYLE}map"):
            condition = one.get(f"{_STYLE}condition", "").replace("value()", "").replace("!=", "<>")
            if condition and (code := self._codes.get(one.get(f"{_STYLE}apply-style-name", ""))) is not None:
                parts.append(f"[{condition}]{code}")
        own = "".join("%" if style.tag == _SHARE and part.text == "%" else _code_of(part) for part in style)
        if style.tag == f"{_NUMBER}text-style":
            return ";".join([*parts, *["0"] * (3 - len(parts)), own][:4]) if own != "@" or parts else "@"
        return ";".join([*parts, own])

    def _own(self, properties: etree._Element) -> dict[str, Any]:
        """What some properties say of a look."""
        said: dict[str, Any] = {}
        face, family = properties.get(f"{_STYLE}font-name"), properties.get(f"{_FO}font-family")
        if face is not None or family is not None:
            said["font"] = told_font(family.strip("'\"") if family else self._faces.get(face or "", face or ""))
        lines = [properties.get(f"{_STYLE}text-line-through-{part}") for part in ("style", "type")]
        if any(line is not None for line in lines):
            said["struck"] = any(line not in (None, "none") for line in lines)
        if (colour := properties.get(f"{_FO}background-color")) is not None and properties.tag in _OF_CELL:
            said["fill"] = "" if colour.lower() in ("transparent", _WHITE) else colour.lower()
        if (ink := properties.get(f"{_FO}color")) is not None:
            said["ink"] = ink.lower()
        if (position := properties.get(f"{_STYLE}text-position")) is not None:
            said["raised"] = position.startswith("super") or (
                position[:1].isdigit() and position[:2] not in ("0%", "0 ")
            )
        return said


def _code_of(part: etree._Element) -> str:
    """A piece of a data style as number formats write it."""
    if part.tag in (f"{_NUMBER}text", f"{_NUMBER}currency-symbol"):
        return "".join(f"\\{sign}" for sign in part.text or "")
    if part.tag == f"{_NUMBER}text-content":
        return "@"
    if part.tag == f"{_NUMBER}number":
        zeros = "0" * min(int(part.get(f"{_NUMBER}min-integer-digits", 1)), 20)
        factor = part.get(f"{_NUMBER}display-factor", "1")
        places = part.get(f"{_NUMBER}decimal-places")
        if places is None and len(zeros) == 1 and factor == "1":
            return "General"
        decimals = "." + "0" * min(int(places), 20) if places and places != "0" else ""
        whole = f"#,##{zeros}" if part.get(f"{_NUMBER}grouping") == "true" else zeros or "#"
        return whole + decimals + "," * ((len(factor) - 1) // 3 if factor.strip("0") == "1" else 0)
    return "0" if part.tag in (f"{_NUMBER}scientific-number", f"{_NUMBER}fraction") else ""


def line(part: etree._Element) -> str:
    """The text within an element; white space may be written as elements."""
    return (_space(part) or part.text or "") + "".join(line(child) + (child.tail or "") for child in part)


def _space(part: etree._Element) -> str:
    spaces = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
    if part.tag == f"{_TEXT}s":
        return " " * min(int(part.get(f"{_TEXT}c", 1)), 32_767)
    return spaces.get(part.tag, "")


def _date_format(style: etree._Element) -> str:
    """How a style shows dates, as other workbooks say it: d-mmm, mm/yyyy."""
    shown = ""
    for part in style:
        if part.tag == f"{_NUMBER}text":
            shown += part.text or ""
        elif letter := _PARTS.get(part.tag, ""):
            is_long, in_words = part.get(f"{_NUMBER}style") == "long", part.get(f"{_NUMBER}textual") == "true"
            shown += letter * (2 + 2 * is_long if letter == "y" else 1 + is_long + 2 * in_words)
    return shown[:100]
