"""The cells of a sheet as they are seen: what fonts, number formats and merged ranges make of what is stored."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby

from bs_metrics.contract.bounds import CELLS, COLOURED_CELLS, MERGED, Refused, grouped
from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.sheet import address
from bs_metrics.readers.facts import SheetRead, Value
from bs_metrics.readers.looks.look import PLAIN, Look, is_old
from bs_metrics.readers.looks.number_formats import is_padding, shown
from bs_metrics.readers.looks.symbols import drawn, is_symbol_font

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAMED = 5  # cells that are named where very many are alike
Part = tuple[str, Look]


def as_shown(sheet: SheetRead) -> SheetRead:
    """The same sheet with the values that are seen, and what there is to tell of the others. Raises Refused."""
    _Seen(sheet).see()
    _uncover(sheet)
    filled = {place: look.fill for place, look in sheet.looks.items() if look.fill and place[1] < sheet.width}
    rows = {row for row, column in filled if sheet.value(row, column) == ""}
    sheet.fills = {place: fill for place, fill in filled.items() if place[0] in rows}
    written = {place: look for place, look in sheet.looks.items() if sheet.value(*place) != ""}
    colours = {place: f"{look.fill} {look.ink}".strip() for place, look in written.items() if look.fill or look.ink}
    is_whole = not (sheet.misses_colours or sheet.is_unseen) and len(colours) <= COLOURED_CELLS
    sheet.colours = colours if is_whole else None
    return sheet


class _Seen:
    """Reads cell by cell what is seen, and tells in one note what concerns many cells alike."""

    def __init__(self, sheet: SheetRead) -> None:
        self.sheet = sheet
        self.drawn: dict[str, list[tuple[int, int]]] = defaultdict(list)  # by the font
        self.otherwise: dict[tuple[int, str, str], list[tuple[int, int, str, str]]] = defaultdict(list)

    def see(self) -> None:
        """Put what is seen in place of what is stored."""
        sheet = self.sheet
        struck = {place for place, look in sheet.looks.items() if look.struck}
        sheet.faults = [fault for fault in sheet.faults if fault[:2] not in struck]
        self._zeros(struck)
        for place in sorted({*sheet.looks, *sheet.runs}):
            value = sheet.value(*place)
            if value == "":
                continue
            look = sheet.looks.get(place, PLAIN)
            if look.unseen and place not in sheet.runs:
                sheet.tell("text_unseen", *place, _written(value))
            self._font(place, value, look)
            if look.code and not (sheet.hides_zeros and value == 0) and sheet.value(*place) == value:
                self._format(place, value, look.code)
        for font, places in self.drawn.items():
            first = ", ".join(address(*place) for place in places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
            sheet.tell("symbols_drawn", *places[0], font, count=grouped(len(places)), cells=first)
        for (row, column, stored, seen), *more in self.otherwise.values():
            sheet.tell("shown_otherwise", row, column, stored, shown=seen, cells=grouped(len(more) + 1))

    def _zeros(self, struck: Collection[tuple[int, int]]) -> None:
        """Tell each 0 of a sheet that shows none, but those that are struck out."""
        for row, cells in enumerate(self.sheet.rows if self.sheet.hides_zeros else ()):
            for column, cell in enumerate(cells if 0 in cells else ()):
                if cell == 0 and not isinstance(cell, bool) and (row, column) not in struck:
                    self.sheet.tell("shown_as_nothing", row, column, "0")

    def _put(self, place: tuple[int, int], value: Value) -> None:
        self.sheet.rows[place[0]][place[1]] = value

    def _font(self, place: tuple[int, int], value: Value, look: Look) -> None:
        stored = _written(value)
        parts = [(text, font or look) for text, font in self.sheet.runs.get(place, [(stored, None)])]
        left = [(text, font) for text, font in parts if not font.struck]
        if len(left) < len(parts):
            gone, rest = ("".join(text for text, font in parts if font.struck is which) for which in (True, False))
            if not rest.strip():
                self._put(place, "")
                self.sheet.tell("struck_out", *place, stored)
                return
            self._put(place, rest.strip())
            if gone.strip():
                self.sheet.tell("struck_part", *place, rest.strip(), struck=gone.strip())
        for font in {font.font for text, font in left if is_old(font.font) and any(map(str.isalpha, text))}:
            first = self.sheet.old_fonts.get(font, (*place, 0))
            self.sheet.old_fonts[font] = (*first[:2], first[2] + 1)
        seen = [self._drawn(place, text, font) for text, font in left]
        is_raised = {font.raised for text, font in left if text.strip()}
        if len(is_raised) > 1:
            seen = [_raised(text) if raised else text for text, raised in _joined(seen, left)]
        if None in seen or "".join(map(str, seen)) != "".join(text for text, _ in left):
            self._put(place, "".join(text or "" for text in seen).strip())

    def _drawn(self, place: tuple[int, int], text: str, look: Look) -> str:
        """What is seen of a text: where its font draws signs for letters, these; nothing where they are not known."""
        if not is_symbol_font(look.font) or not text.strip():
            return text
        signs = drawn(text, look.font)
        if signs is None:
            self.sheet.tell("symbol_unknown", *place, text, font=look.font)
        elif signs != text and place not in self.drawn[look.font][-1:]:
            self.drawn[look.font].append(place)
        return signs or ""

    def _format(self, place: tuple[int, int], value: Value, code: str) -> None:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return
        seen = shown(value, code)
        if seen is None:
            if is_padding(code):
                self.sheet.format(*place, code)
            return
        stored, (row, column) = _written(value), place
        if seen.is_nothing:
            self.sheet.tell("shown_as_nothing", row, column, stored)
            return
        if seen.number is not None:
            self._put(place, seen.number)
            self.sheet.format(row, column, code)
        elif seen.text:
            self._put(place, seen.text)
            self.sheet.format(row, column, code)
            alike = (stored, seen.text) if seen.is_word else (code, "")
            self.otherwise[column, *alike].append((row, column, stored, seen.text))


def _written(value: Value) -> str:
    """A value as its reader sees it, with a comma for decimals."""
    return as_seen(value).replace(".", ",") if isinstance(value, float) else as_seen(value)


def _joined(seen: list[str], parts: list[Part]) -> Iterator[tuple[str, bool]]:
    """The texts, and whether they are raised; those that follow each other and are alike as one."""
    both = ((text, font.raised) for text, (_, font) in zip(seen, parts, strict=True) if text)
    for is_raised, some in groupby(both, key=lambda one: one[1]):
        yield "".join(text for text, _ in some), is_raised


def _raised(text: str) -> str:
    """A raised text as one without a font: digits as raised digits, the rest in brackets."""
    inner = text.strip().strip("()").strip()
    if not inner:
        return text
    return inner.translate(_RAISED) if inner.isdecimal() else f"({inner})"


def _uncover(sheet: SheetRead) -> None:
    """Of a merged range its first cell alone is seen; what else it holds is emptied, and told where it differs."""
    room = 2 * CELLS  # ranges that lie over each other, which no program writes, would take for ever
    for top, left, bottom, right in sheet.merged:
        if left >= sheet.width:
            continue
        right = min(right, sheet.width - 1)
        seen, covered = sheet.value(top, left), []
        for number in range(top, min(bottom + 1, len(sheet.rows))):
            row = sheet.rows[number]
            first = left + (number == top)
            room -= right - left + 1
            if room < 0:
                raise Refused("too_many_merged", limit=grouped(MERGED))
            if row[first : right + 1].count("") < right + 1 - first:
                covered += [(number, at) for at in range(first, right + 1) if row[at] != ""]
        odd = [place for place in covered if sheet.value(*place) != seen]
        if odd:
            context = {"covered": as_seen(sheet.value(*odd[0])), "cell": address(*odd[0]), "count": grouped(len(odd))}
            sheet.tell("covered_by_merged", top, left, as_seen(seen) or "–", **context)
        for number, at in covered:
            sheet.rows[number][at] = ""
