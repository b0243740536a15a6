"""A sheet as an adapter gives it: its values, and what stands beside them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.styles.numbers import is_date_format

from bs_metrics.contract.bounds import COLOURED_CELLS, FAULTS, FORMATTED_CELLS
from bs_metrics.readers.looks.look import Look, Run
from bs_metrics.readers.looks.number_formats import decimals_of, is_of_number, is_of_numbers, is_telling

Value = str | float | bool | date | datetime | time | timedelta
Fault = tuple[int, int, str, str]  # row, column, code of the finding, the formula or the error
Area = tuple[int, int, int, int]  # first row, first column, last row, last column
Told = tuple[int, int, str, dict[str, str]]  # row, column, what was seen there, what else the finding says
_PRINT_CODE = re.compile(r'&(?:&|"[^"]*"|\d+|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|[A-Z])')  # &, a font, a size, a place
_SHARES, _TIMES = (int, float), (date, time, timedelta)


@dataclass(frozen=True)
class Remark:
    """What there is to say about the file, or about one of its sheets, by the code of its finding."""

    code: str
    sheet: str | None = None
    context: dict[str, str] = field(default_factory=dict)


@dataclass
class SheetRead:
    """Rows and columns are counted from zero; `rows` of cells are of one length, an empty cell is an empty text.

    `faults` are cells without a value; `more_faults` counts those beyond the number that is listed. `formats` holds
    for each column the number formats of its first rows that change what a number is. `looks` and `runs` are how cells
    and the parts of their texts are shown, as far as that changes what is seen; what came of it is `told` by the code
    of its finding, with one more than are listed, and `more_told` counts those beyond. A sheet that `hides_zeros` shows
    no 0; of one that `is_unseen` not all looks are kept. `old_fonts` has the first cell and the number of those that
    hold letters of such a font, by its name; `fills` the colours of the cells of those rows that have an empty cell
    with one, `colours` those of fills and letters of cells that hold something, none where the sheet `misses_colours`
    of some. `notes` are those of cells and what text boxes at them say, `conditional` the ranges in which a condition
    changes what is seen of a value.
    `printed` are the lines above and below each page that is printed.
    """

    name: str = ""
    rows: list[list[Value]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    hides_zeros: bool = False
    is_unseen: bool = False
    formats: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    runs: dict[tuple[int, int], list[Run]] = field(default_factory=dict)
    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    more_told: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    old_fonts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    colours: dict[tuple[int, int], str] | None = field(default_factory=dict)
    misses_colours: bool = False
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    conditional: dict[Area, None] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of its columns."""
        return len(self.rows[0]) if self.rows else 0

    def format(self, row: int, column: int, code: str) -> None:
        """Keep the number format of a cell."""
        codes = self.formats[column]
        codes.extend([""] * (row + 1 - len(codes)))
        codes[row] = code

    def look(self, row: int, column: int, look: Look) -> None:
        """Keep how a cell is shown; of a sheet with very many such cells of none, so that no column is read half so."""
        if look.is_coloured and not look.fill and len(self.looks) >= COLOURED_CELLS:
            self.misses_colours = True
            return
        if self._has_room(len(self.looks)):
            self.looks[row, column] = look

    def parts(self, row: int, column: int, runs: list[Run]) -> None:
        """Keep the parts of a cell's text."""
        if self._has_room(len(self.runs)):
            self.runs[row, column] = runs

    def _has_room(self, kept: int) -> bool:
        if kept >= FORMATTED_CELLS:
            self.is_unseen = True
        if self.is_unseen:
            self.looks.clear()
            self.runs.clear()
        return not self.is_unseen

    def tell(self, code: str, row: int, column: int, value: str, **context: str) -> None:
        """Keep what there is to tell of a cell that is read otherwise than it is stored."""
        told = self.told[code]
        if len(told) <= FAULTS:
            told.append((row, column, value[:1000], context))
        self.more_told[code] += len(told) > FAULTS

    def fault(self, row: int, column: int, code: str, seen: str) -> None:
        """Keep a cell without a value, with its formula or its error."""
        if len(self.faults) < FAULTS:
            self.faults.append((row, column, code, seen[:1000]))
        else:
            self.more_faults += 1

    def cleared(self) -> "SheetRead":
        """The sheet without what is of no cell that holds something, and without formats of other values."""
        filled = {
            row for row in self.hidden_rows if row < len(self.rows) and any(cell != "" for cell in self.rows[row])
        }
        columns = {at for at in self.hidden_columns if at < self.width and any(row[at] != "" for row in self.rows)}
        self.hidden_rows, self.hidden_columns = filled, columns
        self.faults = [fault for fault in self.faults if self.value(fault[0], fault[1]) == ""]
        for column, codes in self.formats.items():
            for row, code in enumerate(codes):
                value = self.value(row, column)
                is_worded = isinstance(value, str) and is_telling(code)  # a number with the words that its format adds
                if not code or is_worded:
                    continue
                if not is_of_numbers(code):
                    is_kept = isinstance(value, _TIMES)
                else:
                    is_kept = isinstance(value, _SHARES) and is_of_number(value, code)
                codes[row] = code if is_kept else ""
        return self

    def value(self, row: int, column: int) -> Value:
        """A cell's value; an empty text for a cell outside the sheet's used area."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def printed_lines(said: str) -> list[str]:
    """The lines of what is printed above or below each page, without the codes for how it is."""
    plain = _PRINT_CODE.sub(lambda code: "&" if code[0] == "&&" else "\n", said)
    return [line for line in map(str.strip, plain.splitlines()) if line]


def rounding(codes: Iterable[str]) -> dict[str, str]:
    """The other number formats that show no more than some decimals, by their place among all."""
    return {str(at): code for at, code in enumerate(codes) if "%" not in code and decimals_of(code) is not None}


def telling(codes: Iterable[str]) -> dict[str, str]:
    """The number formats that change what their number means, a date or a percentage, by their place among all."""
    return {str(at): code for at, code in enumerate(codes) if "%" in code or (code and is_date_format(code))}
