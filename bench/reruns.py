"""Server time of a rerun, page by page: the script with its messages, in Streamlit's own test runner.

The bare page runs in it too, so what the runner itself takes is in both.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from bench.bounds import RERUN_EXTRA_MS, RUNS, Line, at_most
from bench.serve import ROOT
from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.snapshots.snapshot import snapshot
from ui.pages import entries

_SECONDS = 60
os.environ["STREAMLIT_LOGGER_LEVEL"] = "error"  # outside of a server Streamlit says of each message that nobody gets it


def measure() -> list[Line]:
    """Every page's rerun against the bare page's, once for each of its filters."""
    own: dict[str, float] = {}
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BS_STORE_URL"] = f"sqlite:///{Path(folder, 'store.sqlite')}"
        for name in entries(snapshot(workbook_files(DEFAULT_FOLDER)), "vi"):
            page, bare = opened(name), blank()
            for key in [each.key for each in _filters(page)] or [None]:
                times = []
                for turn in range(RUNS + 1):
                    for each in _filters(page):
                        if each.key == key:
                            each.set_value(
                                each.options[(turn + 1) % 2]
                            )  # the second first, so that each run changes it
                    times.append(seconds(page.run))
                    plain.append(seconds(bare.run))
                own[f"/{name}" + (f", filter {key}" if key else "")] = 1000 * median(times[1:])
    usual = 1000 * median(plain)
    return [
        at_most(f"rerun: {what}", f"{ms:.0f} ms, bare page {usual:.0f} ms", ms - usual, RERUN_EXTRA_MS, " ms over it")
        for what, ms in own.items()
    ]


def _filters(page: AppTest) -> list[Any]:
    """What the page's body lets its reader choose from."""
    every: list[Any] = [*page.main.get("button_group"), *page.main.get("selectbox")]
    return [each for each in every if len(each.options) > 1]


def opened(page: str) -> AppTest:
    """A page of the dashboard as its reader has opened it, with the store that BS_STORE_URL names."""
    at = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=_SECONDS).run()
    at._page_hash = calc_hash(page)  # the runner itself goes to files
    at.run()
    if at.exception:
        raise RuntimeError(f"/{page}: {at.exception}")
    return at


def blank() -> AppTest:
    """The least that a Streamlit page can be, opened."""
    return AppTest.from_file(str(ROOT / "bench" / "baseline" / "blank.py"), default_timeout=_SECONDS).run()


def seconds(work: Callable[[], Any]) -> float:
    """How long some work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
