"""What reading in a process of its own costs, and what it spares: small files, other viewers, the server's memory.

Subprocesses, and a temporary folder. `python -m bench.readers FILE COUNT` reads a file so often
and prints the memory of its own process after a tenth of the times, and after all of them, in megabytes.
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from statistics import median

import psutil
from openpyxl import Workbook

from bench.bounds import BESIDE_RATIO, KEPT_MEGABYTES, RUNS, SMALL_EXTRA_MS, Line, at_most
from bench.intake import write
from bench.reruns import blank, seconds
from bench.serve import ROOT
from bs_metrics.readers.formats import parts_of
from bs_metrics.readers.read import read_sheets

HEAVY_FILES = 60


def measure() -> list[Line]:
    """All three."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ket-qua.xlsx"
        write(file)
        beside, alone = _beside(file)
        small, here = _small(Path(folder) / "nho.xlsx")
        command = [sys.executable, "-m", "bench.readers", str(file), str(HEAVY_FILES)]
        printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    first, last = map(float, printed.split())
    figures = f"{small:.0f} ms, in the same process {here:.0f} ms: {small - here:+.0f} ms"
    pages = f"{beside:.0f} ms, otherwise {alone:.0f} ms: {beside / alone:.2f} x"
    kept = f"{last:.0f} MB, after the first ones {first:.0f} MB: {last - first:+.0f} MB"
    return [
        at_most("reader: a small file", figures, small - here, SMALL_EXTRA_MS, " ms"),
        at_most("reader: a page while a heavy file is read", pages, beside / alone, BESIDE_RATIO),
        at_most(f"reader: the server after {HEAVY_FILES} heavy files", kept, last - first, KEPT_MEGABYTES, " MB"),
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


def main(file: Path, count: int) -> None:
    """One measurement of memory, printed."""
    content = file.read_bytes()
    seen = []
    for _ in range(count):
        read_sheets(content, file.name)
        seen.append(psutil.Process().memory_info().rss / 10**6)
    print(seen[count // 10], seen[-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
