"""Sheets typed before Unicode: each is told once, with its encoding and the way to Unicode."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.encodings import DECODERS, UNICODE, WORD, is_syllable, readings

_FEW = 2  # words in an old encoding; one could be a slip
_OF_FONTS = {".vn": "TCVN3 (ABC)", "vni-": "VNI Windows"}  # by how the names of its fonts begin


def old_encodings(sheets: Iterable[RawSheet], blocks: list[TableBlock]) -> Iterator[Finding]:
    """One finding for each sheet with texts in an encoding before Unicode: an error where they are a table's own, or
    where no table could be understood; at the first such cell.
    """
    for sheet in sheets:
        encoding, texts = _old_texts(sheet)
        cells = [(row, at) for row, cells in enumerate(sheet.rows) for at, cell in enumerate(cells) if cell in texts]
        words = sum(not is_syllable(word) for text in texts for word in WORD.findall(text) if not word.isascii())
        if not texts or (len(cells) < _FEW and words < _FEW and not sheet.old_fonts):
            continue
        there = [block for block in blocks if block.sheet.name == sheet.name]
        own = [(block.meaning.table, _cells_of(block)) for block in there if block.meaning.table]
        inside = next(((cell, table) for cell in cells for table, held in own if cell in held), None)
        at, table = inside or (cells[0] if cells else None, None)
        value = sheet.rows[at[0]][at[1]] if at else sheet.name
        place = Place(sheet.file, sheet.name, address(*at) if at else None)
        context = {"encoding": encoding, "reading": texts[value], "count": grouped(max(len(cells) - 1, 0))}
        told = finding("old_font", place, value=value, table=table, **context)
        is_ignored = any(one.code == "block_ignored" for block in there for one in block.told)
        yield told if inside or not (own or is_ignored) else replace(told, severity="warning")


def _old_texts(sheet: RawSheet) -> tuple[str, dict[str, str]]:
    """The encoding in which most of a sheet's texts are words, and what these say in it.

    The font tells it only of a sheet in which nothing was typed in Unicode: many a cell has kept the font of before.
    """
    read = {text: found for text in {*sheet.texts, sheet.name} if (found := readings(text))}
    counted = Counter(encoding for found in read.values() for encoding in found).most_common(1)
    if counted:
        encoding = counted[0][0]
        return encoding, {text: found[encoding] for text, found in read.items() if encoding in found}
    of_fonts = [
        name for start, name in _OF_FONTS.items() if any(font.lower().startswith(start) for font in sheet.old_fonts)
    ]
    if not of_fonts or any(map(UNICODE.search, sheet.texts)):
        return "", {}
    decode = DECODERS[of_fonts[0]]
    return of_fonts[0], {text: said for text in sheet.texts if (said := decode(text)) != text}


def _cells_of(block: TableBlock) -> set[tuple[int, int]]:
    """The cells of a table's headings and of its rows."""
    return {*product(block.headings, block.texts), *product(block.rows, block.meaning.cells)}
