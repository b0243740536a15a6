"""A sheet as it came: every cell keeps its address, nothing is interpreted yet."""

from array import array
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from zero, ends included


class Formats(MutableMapping[tuple[int, int], str]):
    """Number formats by row and column, in a few bytes each: a sheet may show dates in millions of cells."""

    def __init__(self) -> None:
        self._codes = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._columns: dict[int, array[int]] = {}  # for each row the number of its format, 0 for none

    def __getitem__(self, place: tuple[int, int]) -> str:
        row, column = place
        numbers = self._columns.get(column, ())
        code = self._codes[numbers[row]] if row < len(numbers) else ""
        if not code:
            raise KeyError(place)
        return code

    def __setitem__(self, place: tuple[int, int], code: str) -> None:
        row, column = place
        numbers = self._columns.get(column)
        if numbers is None:
            numbers = self._columns[column] = array("I")
        if row >= len(numbers):
            numbers.frombytes(bytes(numbers.itemsize * (row + 1 - len(numbers))))
        number = self._numbers.get(code)
        if number is None:
            number = self._numbers[code] = len(self._codes)
            self._codes.append(code)
        numbers[row] = number

    def __delitem__(self, place: tuple[int, int]) -> None:
        self[place] = ""

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for column, numbers in self._columns.items():
            yield from ((row, column) for row, number in enumerate(numbers) if number)

    def __len__(self) -> int:
        return sum(len(numbers) - numbers.count(0) for numbers in self._columns.values())

    def keep(self, is_wanted: Callable[[int, int, str], bool]) -> None:
        """Drop the formats of cells that are not wanted, by row, column and format."""
        for column, numbers in self._columns.items():
            for row, number in enumerate(numbers):
                if number and not is_wanted(row, column, self._codes[number]):
                    numbers[row] = 0


@dataclass(frozen=True)
class RawSheet:
    """A sheet's cells by row and column from A1; an empty cell is an empty text.

    `merged` are the merged ranges as first row, first column, last row, last column, counted from zero, ends included.
    `hidden_rows` are counted from zero. `formats` are the number formats of dates and of numbers shown as percentages.
    """

    file: str
    name: str
    rows: list[list[Any]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

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


@dataclass
class SheetFacts:
    """What a sheet says beside its values.

    Rows and columns are counted from zero. `faults` are cells without a value: their place, the code of the finding
    and the formula or the error; `more_faults` counts those beyond the number that is listed. `formats` are the number
    formats of cells that may hold a date or a percentage. `rows` and `columns` tell how far the cells reach, `text`
    bounds the bytes of text in them.
    """

    rows: int = 0
    columns: int = 0
    text: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    faults: list[tuple[int, int, str, str]] = field(default_factory=list)
    more_faults: int = 0
    formats: Formats = field(default_factory=Formats)


class Refused(Exception):
    """The whole file cannot be read; `code` is the finding's, `context` what its sentence needs."""

    def __init__(self, code: str, /, **context: str) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


def address(row: int, column: int) -> str:
    """The address of a cell counted from zero: (6, 2) is C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def is_blank(cells: list[Any]) -> bool:
    """Whether a row holds nothing but white space."""
    return cells.count("") == len(cells) or all(isinstance(cell, str) and not cell.strip() for cell in cells)
