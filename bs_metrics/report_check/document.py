"""The parts of a report as sentences and tables: lines and pages joined, marks and page numbers gone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs_metrics.readers.texts import Part
from bs_metrics.text import canonical

_EMPHASIS = re.compile(r"\*{1,3}|_{2,}")
_RAISED = re.compile(r"(?<=[^\W\d_])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?![²³])")  # the mark of a footnote, no power of a unit
_POWER = re.compile(r"(?<!\w)[kcdh]?m[²³]")
_ITEM = re.compile(r"^(?:[-–—+•*▪●○◦·]\s*|\(?[a-zđ]\)\s|\(?\d{1,2}\)\s)")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s+\D|[IVX]{1,5}\.\s)")
_PAGE_NUMBER = re.compile(r"^[\W\d_]*$")
_ENDS = '.!?…:;”"/'
_SPLIT = re.compile(r"(?<=[.!?…])[”\")]?\s+(?=[“\"(–-]?\s?[A-ZĐÀ-ÖØ-ÞĂƠƯẠ-Ỹ])")
_SHORT = re.compile(
    r"^(?:\d+(?:\.\d+)*|[IVX]+)\.$|(?:^|[\s(])(?![IVX]+\.)(?:[A-ZĐ]{1,4}|[A-ZĐ][a-z])\.$"
)  # an abbreviation, a section
_SHORTS = 12  # characters that an abbreviation and what stands before it take
_WRAPPED = 130  # characters: a text whose lines are no longer has been cut into lines
_FULL = 0.7
_LONG = 150  # characters of a line that has no end: no heading is so long
_LONGEST = 3_000  # characters of a passage; a sentence that is longer is looked at in pieces


@dataclass(frozen=True)
class Passage:
    """A sentence, or a cell of a table. `before`: what stands above it and says what it is about."""

    text: str
    before: str = ""
    paragraph: int = 0
    number: int = 0  # of the sentence in its paragraph
    low: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", lowered(self.text))


@dataclass(frozen=True)
class Grid:
    """A table: the texts of its cells, as wide as the widest row."""

    rows: tuple[tuple[str, ...], ...]
    paragraph: int = 0


@dataclass(frozen=True)
class Document:
    """What a report says. `lists`: sentences that end in a colon, with the items that follow them."""

    passages: tuple[Passage, ...]
    lists: tuple[Passage, ...]
    grids: tuple[Grid, ...]
    head: str  # of the first lines, where number and date stand

    @property
    def text(self) -> str:
        """All that it says in sentences."""
        return "\n".join(passage.text for passage in self.passages)


def lowered(text: str) -> str:
    """A text in small letters, letter by letter: what stands where stays where it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


def document(parts: Sequence[Part]) -> Document:
    """The document that some parts make."""
    passages: list[Passage] = []
    lists: list[Passage] = []
    grids: list[Grid] = []
    number, heads, open_list = 0, list[str](), list[str]()

    def close_list() -> None:
        if len(open_list) > 2:
            lists.append(Passage(f"{open_list[0]} {'; '.join(open_list[1:])}.", "", number))
        open_list.clear()

    for block in _blocks(parts):
        number += 1
        if isinstance(block, Grid):
            close_list()
            grids.append(Grid(block.rows, number))
            continue
        if len(heads) < 12:
            heads.append(block)
        if _ITEM.match(block) and open_list:
            open_list.append(_ITEM.sub("", block).rstrip(" .;,"))
        else:
            close_list()
        sentences = [piece for sentence in _sentences(block) for piece in _pieces(sentence)]
        passages += [Passage(one, "", number, at) for at, one in enumerate(sentences)]
        if sentences and sentences[-1].endswith(":"):
            close_list()
            open_list.append(sentences[-1])
    close_list()
    for grid in grids:
        heads += [cell for row in grid.rows[:3] for cell in row] if grid.paragraph < 4 else []
    return Document(tuple(passages), tuple(lists), tuple(grids), "\n".join(heads))


def cells(grid: Grid) -> Iterator[Passage]:
    """The cells of a table as passages, each under its heading and beside the first text of its row."""
    heading = grid.rows[0]
    for row in grid.rows[1:]:
        label = next((cell for cell in row if re.search(r"[^\W\d_]{2}", cell)), "")
        for column, cell in enumerate(row):
            if cell and any(sign.isdigit() for sign in cell):
                yield Passage(cell, f"{heading[column]} {label if label != cell else ''}", grid.paragraph)


def _blocks(parts: Sequence[Part]) -> Iterator[str | Grid]:
    lengths = sorted(len(part.text) for part in parts if part.is_broken)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    held = ""
    for part in parts:
        if part.rows:
            if held:
                yield held
            held = ""
            wide = max(map(len, part.rows))
            yield Grid(tuple(tuple(map(_clean, row)) + ("",) * (wide - len(row)) for row in part.rows))
            continue
        text = _clean(part.text)
        if not text or _PAGE_NUMBER.match(text):
            continue
        if held and part.is_broken and _goes_on(held, text, width):
            held = f"{held} {text}"
            continue
        if held:
            yield held
        held = text
    if held:
        yield held


def _goes_on(held: str, text: str, width: int) -> bool:
    """Whether a line goes on in the next one."""
    if _ITEM.match(text) or _NUMBERED.match(text):
        return False
    if width <= _WRAPPED and len(held) >= width * _FULL:
        last = held[-1]
        return last not in ":/" and (last not in _ENDS or not text[0].isupper() or last == ";")
    if held[-1] in _ENDS or len(held) <= 40:
        return False
    return text[0].islower() or text[0].isdigit() or (len(held) > _LONG and held[-1].islower())


def _clean(text: str) -> str:
    """The text as it is read: no emphasis, no footnote marks, one blank between words."""
    text = canonical(_EMPHASIS.sub("", text))
    if not text.isascii() and not _POWER.search(text):
        text = _RAISED.sub("", text)
    return text.strip()


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for cut in _SPLIT.finditer(text):
        if _SHORT.search(text[max(start, cut.start() - _SHORTS) : cut.start()]):
            continue
        yield text[start : cut.end()].strip()
        start = cut.end()
    if text[start:].strip():
        yield text[start:].strip()


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > _LONGEST:
        cut = sentence.rfind(" ", 1, _LONGEST) if " " in sentence[1:_LONGEST] else _LONGEST
        yield sentence[:cut]
        sentence = sentence[cut:].strip()
    yield sentence
