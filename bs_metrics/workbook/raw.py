"""A sheet as it came: every cell keeps its address, nothing is interpreted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
