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
PAGE = 50  # records on a page of the history
_FILE_BYTES = 30_000


def measure() -> list[Line]:
    """What has a bound first, the overview; then publishing and the history. The two stores take turns."""
    tables = read_folder()
    with tempfile.TemporaryDirectory() as folder:
        urls = [_filled(Path(folder), tables, number) for number in (1, SNAPSHOTS)]
        overview = _compared("overview's data", [partial(_overview, url) for url in urls], HISTORY_RATIO)
        history = _compared(f"history, {PAGE} newest", [partial(_history, url) for url in urls])
        pages = []
        for page, bound in (("overview", HISTORY_RATIO), ("history", None)):
            pages.append(_compared(f"/{page}", [_reruns(page, url) for url in urls], bound))
        publish = _compared("publishing", [partial(_publish, url, tables) for url in urls])  # last: one becomes two
    return [overview, *pages, history, publish]


def _compared(what: str, works: list[Callable[[], Any]], bound: float | None = None) -> Line:
    """Median milliseconds with one snapshot and with many."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS + 1):
        for work, taken in zip(works, times, strict=True):
            taken.append(1000 * seconds(work))
    one, many = (median(taken[1:]) for taken in times)
    name, figures = f"store: {what}", f"{SNAPSHOTS:,} snapshots {many:.1f} ms, one {one:.1f} ms: {many / one:.2f} x"
    return at_most(name, figures, many / one, bound) if bound else Line(name, figures)


def _reruns(page: str, url: str) -> Callable[[], Any]:
    """What a reader who stays on a page causes."""
    os.environ["BS_STORE_URL"] = url
    reader = opened(page)

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


def _history(url: str) -> None:
    with closing(Store(url)) as store:
        store.history(limit=PAGE)


def _publish(url: str, tables: Tables) -> None:
    with closing(Store(url)) as store:
        _next(store, tables, store.history(limit=1)[0].number + 1, store.head())


def _filled(folder: Path, tables: Tables, snapshots: int) -> str:
    url = f"sqlite:///{folder / f'{snapshots}.sqlite'}"
    with closing(Store(url)) as store:
        head = None
        for number in range(1, snapshots + 1):
            head = _next(store, tables, number, head)
    return url


def _next(store: Store, tables: Tables, number: int, head: str | None) -> str:
    about = tables["about"].assign(source=f"generated {number}")
    file = StoredFile(f"{number}.xlsx", Random(number).randbytes(_FILE_BYTES))
    changed = Tables({**tables.frames, "about": about}, [])
    return store.publish(changed, expected=head, author="bench", note=str(number), file=file).id
