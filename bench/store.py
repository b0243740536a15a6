"""The overview, and what it asks of the store, with a long history and with a short one: both take the same time.

Both stores are SQLite files in a temporary folder; the shipped data are in them, a little different each time.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.bounds import HISTORY_RATIO, RUNS, Line, at_most
from bench.reruns import opened, seconds
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import read_folder
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.store import Store

SNAPSHOTS = 1_000
_FILE_BYTES = 30_000


def measure() -> list[Line]:
    """The overview's data as a fresh server derives them, and its reruns. The two stores take turns."""
    tables = read_folder()
    with tempfile.TemporaryDirectory() as folder:
        urls = [_filled(Path(folder), tables, number) for number in (1, SNAPSHOTS)]
        return [
            _compared("overview's data", [partial(_overview, url) for url in urls]),
            _compared("/overview", [_reruns(url) for url in urls]),
        ]


def _compared(what: str, works: list[Callable[[], Any]]) -> Line:
    """Median milliseconds with one snapshot and with many."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS + 1):
        for work, taken in zip(works, times, strict=True):
            taken.append(1000 * seconds(work))
    one, many = (median(taken[1:]) for taken in times)
    figures = f"{SNAPSHOTS:,} snapshots {many:.1f} ms, one {one:.1f} ms: {many / one:.2f} x"
    return at_most(f"store: {what}", figures, many / one, HISTORY_RATIO)


def _reruns(url: str) -> Callable[[], Any]:
    """What a reader who stays on the overview causes."""
    os.environ["BS_STORE_URL"] = url
    reader = opened("overview")

    def rerun() -> None:
        os.environ["BS_STORE_URL"] = url  # the other store's reader may have had a turn
        reader.run()

    return rerun


def _overview(url: str) -> None:
    """Open the store and derive what the overview shows, as a server that has just been started does."""
    with closing(Store(url)) as store:
        head = store.head()
        if head is None or not store.snapshot(head).ratios:
            raise RuntimeError("the store has no ratios")


def _filled(folder: Path, tables: Tables, snapshots: int) -> str:
    url = f"sqlite:///{folder / f'{snapshots}.sqlite'}"
    with closing(Store(url)) as store:
        head = None
        for number in range(1, snapshots + 1):
            about = tables["about"].assign(source=f"generated {number}")
            changed = Tables({**tables.frames, "about": about}, [])
            file = StoredFile(f"{number}.xlsx", Random(number).randbytes(_FILE_BYTES))
            head = store.publish(changed, expected=head, author="bench", note=str(number), file=file).id
    return url
