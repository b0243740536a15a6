"""The snapshot a reader sees, computed once for each state of the workbooks."""

import os
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from bs_metrics.measures.ratios import Ratio
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.workbook.folder import DEFAULT_FOLDER, Tables, snapshot_id, workbook_files

T = TypeVar("T")


def current() -> Snapshot:
    """The snapshot of the data folder (`BS_DATA`, or `data/`) as it is now.

    The files are read at each run, so an edited workbook counts from the next one; what is derived from them is kept
    by the content's id, and shared by all sessions, which only read it.
    """
    files = workbook_files(Path(os.environ.get("BS_DATA", DEFAULT_FOLDER)))
    return _derived(snapshot_id(files), files)


@st.cache_resource(max_entries=8, show_spinner=False)
def _derived(content_id: str, _files: dict[str, bytes]) -> Snapshot:
    return snapshot(_files)


def kept(snapshot_id: str, function: Callable[..., T], *arguments: Any) -> T:
    """What a pure function makes of a snapshot, computed once and kept without expiry: a snapshot never changes.

    `arguments` may be the snapshot's own tables and ratios and plain values. A frame is refused: hashing its content at
    each run costs more than most of what is kept here.
    """
    return _kept(snapshot_id, function, arguments)


def _refuse(frame: object) -> None:
    raise TypeError("A frame cannot be an argument of what is kept: pass what it is made from.")


# The id tells which snapshot tables and ratios belong to, so their content need not be hashed again.
_HASHES: dict[str | type[Any], Callable[[Any], Any]] = {
    Tables: lambda _: "tables",
    Ratio: lambda ratio: ratio.id,
    dict: lambda ratios: "|".join(ratios),  # ratios by id; hashing each of them at each call took most of a rerun
    Snapshot: lambda shown: shown.id,
    FunctionType: lambda function: f"{function.__module__}.{function.__qualname__}",
    pd.DataFrame: _refuse,
    pd.Series: _refuse,
}


@st.cache_resource(max_entries=2048, show_spinner=False, hash_funcs=_HASHES)
def _kept(snapshot_id: str, function: Callable[..., Any], arguments: tuple) -> Any:
    return function(*arguments)
