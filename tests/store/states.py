"""States of the data that tests publish: small, different for each number, and known again when read back."""

import random

import pandas as pd

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.snapshots.records import StoredFile

EMPTY = {name: empty_frame(table) for name, table in schema().tables.items()}


def frame(table, rows):
    """A frame of the data contract with these rows; what they do not mention is empty."""
    empty = EMPTY[table]
    return (
        pd.DataFrame(rows, columns=empty.columns, dtype=object)
        .where(lambda cells: cells.notna(), None)
        .astype(empty.dtypes.to_dict())
    )


def state(number):
    """Tables that say which number they were made for; all but one table are the same for every number."""
    units = [{"code": f"{number}-{row}", "name": f"Xã {row}", "population": row} for row in range(20)]
    return Tables(EMPTY | {"units": frame("units", units)}, [])


def number_of(tables):
    """The number that `state` was asked for."""
    return int(tables["units"]["code"].iloc[0].partition("-")[0])


def upload(number, size=200_000):
    """A file for a state: bytes that compress badly, different for each number."""
    return StoredFile(f"{number}.xlsx", random.Random(number).randbytes(size))
