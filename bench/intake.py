"""`check` on a country's results in long form, against reading the same file with pandas.

Subprocesses, and a temporary file.

`python -m bench.intake WAY FILE` is one measurement: seconds, then the peak of memory in megabytes,
of the process or of the reader that it started, whichever is larger.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from openpyxl import Workbook

from bench.bounds import CHECK_GAIN, CHECK_MEMORY, CHECK_RATIO, CHECK_RUNS, Line, at_most
from bench.reruns import seconds
from bench.scale import COMMUNES, CRITERIA, generated
from bench.serve import ROOT
from bs_metrics.readers.process import SHARED

_WORDS = ["đạt", "chưa đạt", "chưa rõ"]


def measure() -> list[Line]:
    """`check` against pandas with calamine and with openpyxl, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ket-qua.xlsx"
        write(file)
        runs: dict[str, list[tuple[float, ...]]] = {way: [] for way in ("check", "calamine", "openpyxl")}
        for _ in range(CHECK_RUNS):
            for way, found in runs.items():
                command = [sys.executable, "-m", "bench.intake", way, str(file)]
                done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
                found.append(tuple(map(float, done.stdout.split())))
    own, fast, slow = ([median(one) for one in zip(*found, strict=True)] for found in runs.values())
    ratio, gain, memory = own[0] / fast[0], slow[0] / own[0], own[1] / fast[1]
    what, said = "check: 201,362 rows, against ", f"{own[0]:.2f} s, pandas "
    megabytes = f"{own[1]:.0f} MB, calamine {fast[1]:.0f} MB: {memory:.2f} x"
    return [
        at_most(f"{what}calamine", f"{said}{fast[0]:.2f} s: {ratio:.2f} x", ratio, CHECK_RATIO),
        Line(
            f"{what}openpyxl", f"{said}{slow[0]:.2f} s: {gain:.2f} x", f"at least {CHECK_GAIN:g} x", gain >= CHECK_GAIN
        ),
        at_most("check: peak memory", megabytes, memory, CHECK_MEMORY),
    ]


def write(file: Path) -> None:
    """The results of every commune on every criterion, as an analyst fills in the template."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Kết quả")
    sheet.append(["Mã bộ", "Mã tiêu chí", "Mã đơn vị", "Kết quả", "Nguồn"])
    for commune in range(COMMUNES):
        for criterion in range(CRITERIA):
            word = _WORDS[(commune + criterion) % len(_WORDS)]
            sheet.append(["indicators", str(criterion + 1), f"{commune + 1:05d}", word, "generated"])
    workbook.save(file)


def _check(file: Path) -> Callable[[], Any]:
    from bs_metrics.intake.check import check
    from bs_metrics.intake.folder import words_of
    from bs_metrics.intake.vocabulary.synonyms import synonyms

    tables = generated(COMMUNES, items=0)
    synonyms(words_of(tables))  # the app has read them long before a file comes

    def work() -> None:
        checked = check(file.read_bytes(), file.name, tables)
        if [one.code for one in checked.findings] != ["formatting_unseen"] or len(
            checked.frames["results"]
        ) != COMMUNES * CRITERIA:
            raise RuntimeError(f"{len(checked.findings)} findings, {checked.findings[:3]}")

    return work


def main(way: str, file: Path) -> None:
    """One measurement, printed."""
    read = _check(file) if way == "check" else lambda: pd.read_excel(file, engine=way, dtype=str)
    taken = seconds(read)
    SHARED.close()  # its process counts as a child only when it has ended
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(taken, max(used) / 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
