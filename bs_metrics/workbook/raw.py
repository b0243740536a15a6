"""A sheet as it came: every cell keeps its address, nothing is interpreted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from zero, ends included


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
    formats: dict[tuple[int, int], str] = field(default_factory=dict)


class Refused(Exception):
    """The whole file cannot be read; `code` is the finding's, `context` what its sentence needs."""

    def __init__(self, code: str, **context: str) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


def address(row: int, column: int) -> str:
    """The address of a cell counted from zero: (6, 2) is C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"
