"""What the rows of a file show together, with each other and with the current data, to be wrong."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import Any

import pandas as pd

from bs_metrics.contract.alike import counted_beyond
from bs_metrics.contract.checks import faults, placed
from bs_metrics.contract.columns import repeated_keys
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.block_rows import BlockRows
from bs_metrics.intake.unlikely import unlikely
from bs_metrics.intake.vocabulary.newcomers import close_newcomers, respelled
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary


def between_rows(
    frames: dict[str, pd.DataFrame], parts: dict[str, list[BlockRows]], current: Tables, vocabulary: Vocabulary
) -> list[Finding]:
    """What rows and tables together show to be wrong, only of rows that the file brings."""

    firsts = {table: list(accumulate((len(part.frame) for part in some), initial=0)) for table, some in parts.items()}

    def place_of(table: str, number: int) -> tuple[BlockRows, int]:
        at = bisect_right(firsts[table], number) - 1  # of the parts that begin there, all but the last are empty
        return parts[table][at], number - firsts[table][at]

    def cell_of(table: str, column: str, number: int) -> str:
        part, at = place_of(table, number)
        return part.cell_of(column, at)

    def key_cell(table: str, number: int) -> str:
        part, at = place_of(table, number)
        return part.key_cell(schema().tables[table].key, at)

    findings = [*close_newcomers(frames, current, vocabulary, cell_of), *respelled(frames, key_cell)]
    findings += unlikely(frames, vocabulary, cell_of)
    for name, frame in frames.items():
        twice = repeated_keys(schema().tables[name], frame, partial(key_cell, name))
        findings += {finding.cell: finding for finding in reversed(twice)}.values()  # a row of a matrix is many rows
    both = {name: _combined(name, frames.get(name), current.frames.get(name)) for name in schema().tables}
    places = {
        name: list(zip(frame["origin_file"].tolist(), frame["origin_sheet"].tolist(), strict=True))
        for name, frame in frames.items()
    }
    values: dict[tuple[str, str], list[Any]] = {}

    def told() -> Iterator[Finding]:
        for fault in faults({name: frame for name, frame in both.items() if frame is not None}):
            if fault.table in frames and fault.row < len(places[fault.table]):
                column = fault.table, fault.column
                if column not in values:
                    values[column] = frames[fault.table][fault.column].tolist()
                cell = cell_of(fault.table, fault.column, fault.row)
                yield placed(fault, values[column][fault.row], *places[fault.table][fault.row], cell)

    return findings + counted_beyond(told())


def _combined(name: str, incoming: pd.DataFrame | None, current: pd.DataFrame | None) -> pd.DataFrame | None:
    """The incoming rows first, then the current rows that they do not replace."""
    if incoming is None or current is None or current.empty:
        return current if incoming is None else incoming
    key = list(schema().tables[name].key)
    keys = incoming[key].drop_duplicates()
    left = current.merge(keys, on=key, how="left", indicator=True)["_merge"] == "left_only"
    return pd.concat([incoming, current[left.to_numpy()]], ignore_index=True)
