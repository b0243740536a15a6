"""The same row in two states of a table: found by its key, compared cell by cell, whole columns at a time."""

from typing import Any

import numpy as np
import pandas as pd

from bs_metrics.contract.keeping import Mask, differing
from bs_metrics.contract.schema import Table
from bs_metrics.text import spelled

Positions = np.ndarray[Any, np.dtype[np.intp]]


def match(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> tuple[Positions, Positions]:
    """For every row after the position before of the row with an equal key, -1 for a new one; and the other way round.

    A blank part of a key equals a blank one (the result of a set as a whole).
    A key's date that may be blank, and is on one side, equals the only one that the other side has: a document that is
    listed without its day is the known one.
    Should a key occur several times, the first is matched with the first, the second with the second: no row is lost.
    """
    ids = np.zeros(len(before) + len(after), dtype=np.int64)
    for column in table.key:
        cells = [part[column].to_numpy(dtype=object, na_value=None) for part in (before, after)]
        codes, distinct = pd.factorize(np.concatenate(cells))  # a blank is -1
        ids = pd.factorize(ids * (len(distinct) + 1) + codes + 1)[0]
    times = np.concatenate([_occurrence(ids[: len(before)]), _occurrence(ids[len(before) :])])
    if times.any():
        ids = pd.factorize(ids * (int(times.max()) + 1) + times)[0]
    old, new = pd.Index(ids[: len(before)]), pd.Index(ids[len(before) :])
    in_before, in_after = old.get_indexer(new), new.get_indexer(old)
    for day in (name for name in table.key if table.columns[name].type == "date" and not table.columns[name].required):
        rest = [name for name in table.key if name != day]
        left = [_lone(part, found < 0, rest, day) for part, found in ((before, in_after), (after, in_before))]
        pairs = left[0].merge(left[1], on=rest)
        pairs = pairs[pairs[f"{day}_x"].isna() | pairs[f"{day}_y"].isna()]
        in_before[pairs["at_y"]], in_after[pairs["at_x"]] = pairs["at_x"], pairs["at_y"]
    return in_before, in_after


def _lone(rows: pd.DataFrame, left: Mask, rest: list[str], day: str) -> pd.DataFrame:
    """Of the rows that are left those which no other is like but for the day, with their positions."""
    found = rows.assign(at=np.arange(len(rows)))[left].dropna(subset=rest)
    return found[[*rest, day, "at"]].drop_duplicates(rest, keep=False)


def reworded(before: pd.Series, after: pd.Series) -> Mask:
    """A mask of the positions where a text now says something else; a blank says nothing, another spelling the same."""
    different: Mask = differing(before, after) & after.notna().to_numpy()
    both = different & before.notna().to_numpy()
    different[both] = [spelled(old) != spelled(new) for old, new in zip(before[both], after[both], strict=True)]
    return different


def _occurrence(ids: Positions) -> Positions:
    return np.asarray(pd.Series(ids).groupby(ids).cumcount())
