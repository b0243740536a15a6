"""What reading in a process of its own costs, and what it spares: small files, other viewers.

In a temporary folder. Whether the server's memory comes to rest is what `make soak` watches.
"""

import tempfile
import threading
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from bench.bounds import BESIDE_RATIO, RUNS, SMALL_EXTRA_MS, Line, at_most
from bench.intake import write
from bench.reruns import blank, seconds
from bs_metrics.readers.formats import parts_of
from bs_metrics.readers.read import read_sheets


def measure() -> list[Line]:
    """Both."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ket-qua.xlsx"
        write(file)
        beside, alone = _beside(file)
        small, here = _small(Path(folder) / "nho.xlsx")
    figures = f"{small:.0f} ms, in the same process {here:.0f} ms: {small - here:+.0f} ms"
    pages = f"{beside:.0f} ms, otherwise {alone:.0f} ms: {beside / alone:.2f} x"
    return [
        at_most("reader: a small file", figures, small - here, SMALL_EXTRA_MS, " ms"),
        at_most("reader: a page while a heavy file is read", pages, beside / alone, BESIDE_RATIO),
    ]


def _small(file: Path) -> tuple[float, float]:
    workbook = Workbook()
    for row in range(100):
        workbook.active.append([f"{row:05d}", f"Xã {row}", row])
    workbook.save(file)
    content = file.read_bytes()
    read_sheets(content, file.name)  # the reader has been started long before a file comes
    through, here = [], []
    for _ in range(RUNS):
        through.append(seconds(lambda: read_sheets(content, file.name)))
        here.append(seconds(lambda: list(parts_of("xlsx", content, file.name))))
    return 1000 * median(through), 1000 * median(here)


def _beside(file: Path) -> tuple[float, float]:
    """A page's reruns while another visitor's file is being read in the same server, and while nothing is."""
    viewer, content = blank(), file.read_bytes()
    alone = [seconds(viewer.run) for _ in range(RUNS)]
    reading = threading.Thread(target=read_sheets, args=(content, file.name))
    reading.start()
    beside = []
    while reading.is_alive():
        beside.append(seconds(viewer.run))
    return 1000 * median(beside), 1000 * median(alone)
