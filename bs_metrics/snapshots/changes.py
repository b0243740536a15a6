"""What changed between two snapshots, from important to detailed: ratios, statuses, statements, rows, cells."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bs_metrics.contract.keeping import differing
from bs_metrics.contract.schema import ClosedList, Table, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.snapshots.matching import match
from bs_metrics.snapshots.meantime import StatusChange, status_changes
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.statements import Statement, false_statements


@dataclass(frozen=True)
class RatioChange:
    """A measure before and after; None where there is none."""

    id: str
    before: Ratio | None
    after: Ratio | None


@dataclass(frozen=True)
class RowChanges:
    """The rows of one table.

    `added` and `removed` hold whole rows, as the state after and the state before have them. `changed` holds one row a
    cell: the key's columns, `origin_file`, `origin_sheet` and `origin_row` of the row after; `changed_column`, which is
    the name of the cell's column, `old`, `new`.
    """

    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.DataFrame
    changed_rows: int

    @property
    def numbers(self) -> dict[str, int]:
        """How many rows were added, changed and removed."""
        return {"added": len(self.added), "changed": self.changed_rows, "removed": len(self.removed)}


@dataclass(frozen=True)
class Changes:
    """Everything that differs; `rows` holds only tables that do."""

    ratios: list[RatioChange]
    statuses: list[StatusChange]
    statements: list[Statement]
    rows: dict[str, RowChanges]
    lists: dict[str, ClosedList]  # the closed lists of the later state

    @property
    def is_empty(self) -> bool:
        """Whether the two states say the same."""
        return not (self.ratios or self.statuses or self.statements or self.rows)


def changes_between(before: Snapshot, after: Snapshot) -> Changes:
    """What is different after, the most important first. Where a row stands is not compared, only what it says."""
    rows = dict(_rows(before.tables, after.tables))
    if not rows:
        return Changes([], [], [], {}, after.tables.lists)
    ratios = list(_ratios(before.ratios, after.ratios))
    return Changes(ratios, status_changes(before, after), false_statements(before, after), rows, after.tables.lists)


def _ratios(before: dict[str, Ratio], after: dict[str, Ratio]) -> Iterator[RatioChange]:
    """Measures whose figure or distance to the target changed, in the order of display."""
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or (was.headline, was.gap_bounds) != (now.headline, now.gap_bounds):
            yield RatioChange(name, was, now)


def _rows(before: Tables, after: Tables) -> Iterator[tuple[str, RowChanges]]:
    for name, table in schema().tables.items():
        if before[name] is not after[name]:
            rows = _row_changes(table, before[name], after[name])
            if any(rows.numbers.values()):
                yield name, rows


def _row_changes(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> RowChanges:
    in_before, in_after = match(table, before, after)
    both = np.flatnonzero(in_before >= 0)  # positions after of the rows that were there before
    old, new = before.iloc[in_before[both]], after.iloc[both]
    names = np.array([name for name in table.columns if name not in table.key])
    different = np.column_stack([differing(old[name], new[name]) for name in names])
    rows, columns = different.nonzero()  # row by row
    changed = new[[*table.key, "origin_file", "origin_sheet", "origin_row"]].iloc[rows].reset_index(drop=True)
    # Making objects of all cells would take as long as finding which of them differ.
    touched, edited = different.any(axis=1), different.any(axis=0)
    mask = different[np.ix_(touched, edited)]
    parts = {side: frame[names[edited]][touched] for side, frame in (("old", old), ("new", new))}
    cells = {side: part.to_numpy(dtype=object)[mask] for side, part in parts.items()}
    return RowChanges(
        after[in_before < 0].reset_index(drop=True),
        changed.assign(changed_column=names[columns], **cells),
        before[in_after < 0].reset_index(drop=True),
        int(touched.sum()),
    )
