"""Sheets typed before Unicode, or whose letters are lost: each is told once, with the way to Unicode."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import product

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.encodings import DECODERS, UNICODE, WORD, is_broken, is_syllable, readings

_FEW = 2  # words in an old encoding; one could be a slip
_OF_FONTS = {".vn": "TCVN3 (ABC)", "vni-": "VNI Windows"}  # by how the names of its fonts begin


def old_encodings(sheets: Iterable[RawSheet], blocks: list[TableBlock]) -> Iterator[Finding]:
    """One finding for each sheet with texts in an encoding before Unicode: an error where they are a table's own, or
    where no table could be understood; at the first such cell.
    """
    for sheet in sheets:
        encoding, texts = _old_texts(sheet)
        cells = _cells_with(texts, sheet)
        words = sum(not is_syllable(word) for text in texts for word in WORD.findall(text) if not word.isascii())
        if not texts or (len(cells) < _FEW and words < _FEW and not sheet.old_fonts):
            continue
        there = [block for block in blocks if block.sheet.name == sheet.name]
        own = [
            (block.meaning.table, {*product(block.headings, block.texts), *product(block.rows, block.meaning.cells)})
            for block in there
            if block.meaning.table
        ]
        inside = next(((cell, table) for cell in cells for table, held in own if cell in held), None)
        at, table = inside or (cells[0] if cells else None, None)
        value = sheet.rows[at[0]][at[1]] if at else sheet.name
        place = Place(sheet.file, sheet.name, address(*at) if at else None)
        context = {"encoding": encoding, "reading": texts[value], "count": grouped(max(len(cells) - 1, 0))}
        told = finding("old_font", place, value=value, table=table, **context)
        is_ignored = any(one.code == "block_ignored" for block in there for one in block.told)
        yield told if inside or not (own or is_ignored) else replace(told, severity="warning")


def broken_sheets(sheets: Iterable[RawSheet], blocks: list[TableBlock]) -> Iterator[Finding]:
    """An error for each sheet whose letters are lost, and with them its tables: at the first of such cells."""
    read = {
        block.sheet.name
        for block in blocks
        if block.meaning.table or any(one.code == "block_ignored" for one in block.told)
    }
    for sheet in (sheet for sheet in sheets if sheet.name not in read):
        cells = _cells_with({text for text in sheet.texts if is_broken(text) and not readings(text)}, sheet)
        if len(cells) >= _FEW:
            row, at = cells[0]
            count = grouped(len(cells) - 1)
            yield finding("broken_letters", sheet.place(row, at), value=sheet.rows[row][at], count=count)


def _cells_with(texts: Container[str], sheet: RawSheet) -> list[tuple[int, int]]:
    return [(row, at) for row, cells in enumerate(sheet.rows) for at, cell in enumerate(cells) if cell in texts]


def _old_texts(sheet: RawSheet) -> tuple[str, dict[str, str]]:
    """The encoding in which most of a sheet's texts are words, and what these say in it.

    The font tells it only of a sheet in which nothing was typed in Unicode: many a cell has kept the font of before.
    """
    read = {text: found for text in {*sheet.texts, sheet.name} if (found := readings(text))}
    counted = Counter(encoding for found in read.values() for encoding in found).most_common(1)
    if counted:
        encoding = counted[0][0]
        return encoding, {text: found[encoding] for text, found in read.items() if encoding in found}
    fonts = [font.lower() for font in sheet.old_fonts]
    of_fonts = [name for start, name in _OF_FONTS.items() if any(font.startswith(start) for font in fonts)]
    if not of_fonts or any(map(UNICODE.search, sheet.texts)):
        return "", {}
    decode = DECODERS[of_fonts[0]]
    return of_fonts[0], {text: said for text in sheet.texts if (said := decode(text)) != text}
