"""What a row keeps when an upload states it anew, and which sources hold for it then."""

from typing import Any

import numpy as np
import pandas as pd

from bs_metrics.contract.schema import Column, Table

_AND = "; "  # between the sources of one row
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def differing(before: pd.Series, after: pd.Series) -> Mask:
    """A mask of the positions where two columns of the same length and type differ; two blanks are equal."""
    old, new = before.array, after.array
    old_blank, new_blank = np.asarray(old.isna()), np.asarray(new.isna())
    different: Mask = old_blank != new_blank
    both = ~old_blank & ~new_blank
    if both.any():
        different[both] = np.asarray(old[both] != new[both], dtype=bool)
    return different


def outdated(column: Column, before: pd.DataFrame, after: pd.DataFrame) -> Mask:
    """A mask of the rows of which a column no longer holds: it describes a figure, and the upload gives another one.

    `before` and `after` are the same rows; a blank in `after` says nothing. So do columns that it does not have.
    """
    mask: Mask = np.zeros(len(after), dtype=bool)
    for name in column.describes:
        if name in after:
            mask |= differing(before[name], after[name]) & after[name].notna().to_numpy()
    return mask


def sourced(table: Table, current: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The rows that an upload states, with the source that holds for the row afterwards.

    A row that keeps a value of which the upload says nothing keeps the source of that value beside the new one. A
    source that is no more than the name of the file takes no row over of which nothing else changes.
    """
    silent, says = np.zeros(len(stated), dtype=bool), np.zeros(len(stated), dtype=bool)
    for name in (name for name in table.columns if name not in (*table.key, "source", "confidence")):
        if not table.columns[name].translates:  # a text in English is no value of its own
            is_kept = current[name].notna().to_numpy() & stated[name].isna().to_numpy()
            silent |= is_kept & ~outdated(table.columns[name], current, stated)
        says |= differing(current[name], stated[name]) & stated[name].notna().to_numpy()
    named_after = (stated["origin_file"] + ", " + stated["origin_sheet"]).to_numpy()
    sources = []
    for old, new, file, keeps, changes in zip(
        current["source"], stated["source"], named_after, silent, says, strict=True
    ):
        if pd.isna(old) or pd.isna(new) or new == old:
            sources.append(new)
        elif new == file and not changes:
            sources.append(old)
        elif keeps:
            sources.append(_AND.join(dict.fromkeys([*old.split(_AND), *new.split(_AND)])))
        else:
            sources.append(new)
    return stated.assign(source=pd.Series(sources, index=stated.index, dtype=stated["source"].dtype))
