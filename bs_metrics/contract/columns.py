"""The one reading engine: raw cells under known columns to a typed frame, each distinct value read once a column.

The strict reading of a template and the reading of what a department sent differ only in how columns are found and
in what a cell may look like.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from bs_metrics.contract.cells import BadCell, Cell, Value, as_seen, typed
from bs_metrics.contract.findings import Finding, Place, counted_beyond, finding
from bs_metrics.contract.schema import Column, Table, schema
from bs_metrics.contract.sheet import RawSheet, address
from bs_metrics.text import canonical, unseen

ORIGIN = ["origin_file", "origin_sheet", "origin_row"]
_DTYPES = {"integer": "Int64", "number": "Float64", "date": "object"}
_EMPTY = "required_empty"


@dataclass(frozen=True)
class Cells:
    """The raw values of one column, one a row of the table, and where each stands, counted from zero.

    `positions` is one spreadsheet column for all of them, or one for each where a matrix was turned long.
    """

    values: Sequence[Cell]
    rows: Sequence[int]
    positions: int | Sequence[int]

    def at(self, number: int) -> tuple[int, int]:
        """The row and the column of the cell that fills a row of the table."""
        return self.rows[number], self.positions if isinstance(self.positions, int) else self.positions[number]

    def address(self, number: int) -> str:
        """The same as an address."""
        return address(*self.at(number))


@dataclass(frozen=True)
class NotedValue:
    """A value that was understood, and what the analyst should know about how.

    `once` makes one finding of all cells that read so, at the first of them, with their number as `cells`.
    """

    value: Value
    code: str
    context: Mapping[str, str] = field(default_factory=dict)
    once: bool = False


Reader = Callable[[Cell, Column], Value | NotedValue]  # raises BadCell


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows, with the types a filled one has."""
    return _empty(table.name).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    return read_cells(schema().tables[table], RawSheet("", "", []), [], {})[0]


def read_cells(
    table: Table, sheet: RawSheet, rows: Sequence[int], cells: Mapping[str, Cells], read: Reader = typed
) -> tuple[pd.DataFrame, list[Finding]]:
    """The frame of a table and what is wrong with its cells.

    `rows` are the spreadsheet rows that the table's rows come from, counted from zero; `cells` are the raw cells of
    the columns that the sheet has.
    """
    columns, findings = {}, []
    for name, raw in cells.items():
        columns[name], problems = _read_column(table.columns[name], sheet, raw, read)
        findings += problems
    dtypes = {name: _DTYPES.get(column.type, "string") for name, column in table.columns.items()}
    blank = {dtype: pd.Series([None] * len(rows), dtype=object).astype(dtype) for dtype in set(dtypes.values())}
    filled = {
        name: pd.Series(columns[name], dtype=object).astype(dtype) if name in columns else blank[dtype]
        for name, dtype in dtypes.items()
    }
    filled["origin_file"] = pd.Series([sheet.file] * len(rows), dtype="string")
    filled["origin_sheet"] = pd.Series([sheet.name] * len(rows), dtype="string")
    filled["origin_row"] = pd.Series([row + 1 for row in rows], dtype="Int64")
    return pd.DataFrame(filled, index=range(len(rows))), findings


def repeated_keys(
    table: Table, frame: pd.DataFrame, cell_of: Callable[[int], str], written: Callable[[int], list[Cell]]
) -> list[Finding]:
    """Rows whose key stood before. `cell_of` gives the address of the cell that names the n-th row, `written` the cells
    of its key as they came: what cannot be seen of two that look the same is said.
    """
    if len(frame) < 2:
        return []
    key = list(table.key)
    # A row whose key is not known has its own finding, and is not the same row as another such.
    needed = [name for name in key if table.columns[name].required]
    twice = (frame.duplicated(key) & frame[needed].notna().all(axis=1)).to_numpy()
    if not twice.any():
        return []
    order = pd.Series(range(len(frame)), frame.index)
    firsts = order.groupby([frame[name] for name in key], dropna=False).transform("first")[twice].tolist()
    sheets, numbers = frame["origin_sheet"].tolist(), frame["origin_row"].tolist()
    rows = frame[["origin_file", *key]][twice].itertuples(index=False)

    def told() -> Iterator[Finding]:
        for number, first, (file, *parts) in zip(twice.nonzero()[0].tolist(), firsts, rows, strict=True):
            shown = " · ".join(str(part) for part in parts if pd.notna(part))
            place, row = Place(file, sheets[number], cell_of(number)), str(numbers[first])
            own, before = written(number), written(first)
            signs = " ".join(_unseen_between(own, before)) if own != before else ""
            said = _said_otherwise(own, before) if own != before else None
            if said:
                context = {"first": row, "other": said[1]}
                yield finding("key_twice_written", place, value=said[0], table=table.name, **context)
            elif signs:
                yield finding("key_twice_unseen", place, value=shown, table=table.name, first=row, signs=signs)
            else:
                row += "" if sheets[first] == sheets[number] else f" ({sheets[first]})"
                yield finding("key_twice", place, value=shown, table=table.name, first=row)

    return counted_beyond(told())


def _unseen_between(cells: Sequence[Cell], others: Sequence[Cell]) -> Iterator[str]:
    """The code points that keep apart what looks the same in two rows."""
    for cell, other in zip(cells, others, strict=False):
        if isinstance(cell, str) and isinstance(other, str) and cell != other and canonical(cell) == canonical(other):
            yield from (f"{ord(sign):04X}" for sign in dict.fromkeys(unseen(cell) + unseen(other)))


def _said_otherwise(cells: Sequence[Cell], others: Sequence[Cell]) -> tuple[str, str] | None:
    """The texts, of two rows with one key, of the first cells that name the same in another way."""
    pairs = zip(cells, others, strict=False)
    texts = ((canonical(one), canonical(two)) for one, two in pairs if isinstance(one, str) and isinstance(two, str))
    return next(((one, two) for one, two in texts if one and two and one != two), None)


def _read_column(column: Column, sheet: RawSheet, cells: Cells, read: Reader) -> tuple[list[Value], list[Finding]]:
    kinds = set(map(type, cells.values))
    # 1, 1.0 and True are equal to Python and different cells to a reader.
    alike = len(kinds) == 1 or not kinds & {bool, int}
    keys: Sequence[Any] = cells.values if alike else list(zip(map(type, cells.values), cells.values, strict=True))
    outcomes: dict[Any, Value] = {}
    odd: dict[Any, NotedValue] = {}  # what is to be said of a cell
    for key in dict.fromkeys(keys):  # in their order: what costs most is done for the first ones
        try:
            outcome = read(key if alike else key[1], column)
        except BadCell as problem:
            outcome = NotedValue(None, str(problem), problem.context)
        if outcome is None and column.required:
            outcome = NotedValue(None, _EMPTY)
        if isinstance(outcome, NotedValue):
            odd[key], outcome = outcome, outcome.value
        outcomes[key] = outcome
    values = list(map(outcomes.__getitem__, keys))
    return values, counted_beyond(_remarks(column, sheet, cells, keys, odd)) if odd else []


def _remarks(
    column: Column, sheet: RawSheet, cells: Cells, keys: Sequence[Any], odd: Mapping[Any, NotedValue]
) -> Iterator[Finding]:
    told, often = set(), Counter(keys)
    for number, key in enumerate(keys):
        if key not in odd or key in told:
            continue
        noted, context = odd[key], dict(odd[key].context)
        if noted.once:
            told.add(key)
            context["cells"] = str(often[key])
        shown = None if noted.code == _EMPTY else as_seen(cells.values[number])
        place = sheet.place(*cells.at(number), column.heading)
        yield finding(noted.code, place, value=shown, table=column.table, **context)
