"""A sheet as it came: every cell keeps its address, nothing is interpreted yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from bs_metrics.contract.findings import Place
from bs_metrics.text import canonical

_TO_FILL = re.compile(r"(?:\.{3,}|…|_{3,}|·{3,})[\s.…_·]*$")  # the dots of a form, where something is to be written

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from zero, ends included


@dataclass(frozen=True)
class RawSheet:
    """A sheet's cells by row and column from A1; an empty cell is an empty text.

    `merged` are the merged ranges as first row, first column, last row, last column, counted from zero, ends included.
    `hidden_rows` and `hidden_columns` are counted from zero. `formats` are the number formats of dates, of numbers
    shown as percentages and of those shown with words, for each column those of its first rows. `old_fonts` are fonts
    of encodings before Unicode by their names, such as .VnTime: row and column of the first cell that holds letters in
    it, and the number of them.
    `fills` are the colours of the cells of those rows that have an empty cell with one; white is none. `notes` are
    those of cells and what text boxes at them say, `conditional` the ranges in which a condition changes what is seen
    of a value. `colours` tell apart the fills and letters of cells that hold something; none where not all are known.
    `printed` are the lines above and below each page that is printed.
    """

    file: str
    name: str
    rows: list[list[Any]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: Mapping[int, Sequence[str]] = field(default_factory=dict)
    old_fonts: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    conditional: tuple[Area, ...] = ()
    colours: Mapping[tuple[int, int], str] | None = field(default_factory=dict)
    printed: tuple[str, ...] = ()

    def place(self, row: int, column: int, heading: str | None = None) -> Place:
        """A cell counted from zero, as a finding names it."""
        return Place(self.file, self.name, address(row, column), heading)

    def format_at(self, row: int, column: int) -> str:
        """The number format of a cell, empty where it says nothing of its value."""
        shown = self.formats.get(column, ())
        return shown[row] if row < len(shown) else ""

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that a cell holds, once."""
        return frozenset(cell for cell in set().union(*self.rows) if isinstance(cell, str))

    @cached_property
    def wide_rows(self) -> frozenset[int]:
        """The rows in which a merged range of three columns or more begins."""
        return frozenset(top for top, left, _, right in self.merged if right - left >= 2)

    def merged_at(self, row: int) -> list[Area]:
        """The merged ranges that a row runs through, from left to right; of two that overlap, as no program writes
        them, only the first."""
        over = self._areas[(self._areas[:, 0] <= row) & (row <= self._areas[:, 2])].tolist()
        apart: list[Area] = []
        for top, left, bottom, right in sorted(over, key=lambda area: area[1]):
            if not apart or left > apart[-1][3]:
                apart.append((top, left, bottom, right))
        return apart

    @cached_property
    def _areas(self) -> np.ndarray:
        return np.array(self.merged, dtype=np.int64).reshape(-1, 4)


def address(row: int, column: int) -> str:
    """The address of a cell counted from zero: (6, 2) is C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def row_and_column(address: str) -> tuple[int, int]:
    """The same back: C7 is (6, 2); of a range its first cell."""
    row, column = coordinate_to_tuple(address.partition(":")[0])
    return row - 1, column - 1


def emptied(sheet: RawSheet) -> RawSheet:
    """The sheet with an empty cell for each that holds nothing that could be seen, or only the dots of a form."""
    unsaid = (text for text in sheet.texts if text and not text[0].isalnum())
    blank = {text for text in unsaid if _TO_FILL.match(text.lstrip()) or not (text.isascii() or canonical(text))}
    if not blank:
        return sheet
    rows = [row if blank.isdisjoint(row) else ["" if cell in blank else cell for cell in row] for row in sheet.rows]
    return replace(sheet, rows=rows)


def is_to_fill(cell: Any) -> bool:
    """Whether a cell ends in the dots of a form that nobody has filled in: `Trường ………`."""
    return isinstance(cell, str) and _TO_FILL.search(cell) is not None


def is_blank(cells: list[Any]) -> bool:
    """Whether a row holds nothing but white space."""
    return cells.count("") == len(cells) or all(isinstance(cell, str) and not cell.strip() for cell in cells)
