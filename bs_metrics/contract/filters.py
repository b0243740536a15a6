"""The filter of a measure: `Loại = xã; Mã = 21040`, read with the headings and words of the sheet it filters."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from bs_metrics.contract.cells import BadCell, Value, typed
from bs_metrics.contract.schema import ClosedList, Table


def parse_filter(text: str, table: Table, lists: Mapping[str, ClosedList]) -> dict[str, Value]:
    """Column name to wanted value. Raises BadCell("bad_filter") for a heading or word that the table does not have."""
    wanted = {}
    for condition in filter(None, (part.strip() for part in text.split(";"))):
        heading, equals, value = condition.partition("=")
        column = table.column_of(heading)
        if not equals or column is None:
            raise BadCell("bad_filter")
        try:
            wanted[column.name] = typed(value, column, lists)
        except BadCell:
            raise BadCell("bad_filter") from None
    return wanted


def matching(frame: pd.DataFrame, text: str | None, table: Table, lists: Mapping[str, ClosedList]) -> np.ndarray:
    """A mask of the rows of a table that a filter keeps; all of them without a filter."""
    kept = np.ones(len(frame), dtype=bool)
    for column, value in parse_filter(text or "", table, lists).items():
        kept &= (frame[column] == value).to_numpy(dtype=bool, na_value=False)
    return kept
