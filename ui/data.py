"""The snapshot a reader sees, computed once for each state of the workbooks."""

import os
from pathlib import Path

import streamlit as st

from bs_metrics.snapshot import Snapshot, snapshot
from bs_metrics.workbook.folder import DEFAULT_FOLDER, snapshot_id, workbook_files


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
