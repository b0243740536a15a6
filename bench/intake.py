"""`check` on a country's results in long form, against reading the same file with pandas.

Subprocesses, and a temporary file.

`python -m bench.intake WAY FILE` is one measurement: seconds, then the peak of memory in megabytes,
of the process or of the reader that it started, whichever is larger.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from openpyxl import Workbook

from bench.bounds import CHECK_RUNS
from bench.scale import COMMUNES, CRITERIA
from bs_metrics.contract.tables import Tables
from bs_metrics.readers.process import SHARED

_SET = "generated"
_WORDS = ["đạt", "chưa đạt", "chưa rõ"]
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Read:
    """Median seconds and peak memory in megabytes of one way to read the file."""

    seconds: float
    megabytes: float


def measure() -> dict[str, Read]:
    """`check`, and pandas with calamine and with openpyxl, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ket-qua.xlsx"
        write(file)
        runs: dict[str, list[tuple[float, float]]] = {way: [] for way in ("check", "calamine", "openpyxl")}
        for _ in range(CHECK_RUNS):
            for way, found in runs.items():
                command = [sys.executable, "-m", "bench.intake", way, str(file)]
                done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=True, text=True)
                seconds, megabytes = done.stdout.split()
                found.append((float(seconds), float(megabytes)))
    return {way: Read(*(median(one) for one in zip(*found, strict=True))) for way, found in runs.items()}


def write(file: Path) -> None:
    """The results of every commune on every criterion, as an analyst fills in the template."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Kết quả")
    sheet.append(["Mã bộ", "Mã tiêu chí", "Mã đơn vị", "Kết quả", "Nguồn"])
    for commune in range(COMMUNES):
        for criterion in range(CRITERIA):
            word = _WORDS[(commune + criterion) % len(_WORDS)]
            sheet.append([_SET, str(criterion + 1), f"{commune + 1:05d}", word, "generated"])
    workbook.save(file)


def current() -> Tables:
    """The tables that the results point at."""
    from bench.scale import table
    from bs_metrics.contract.columns import empty_frame
    from bs_metrics.contract.schema import schema

    frames = {name: empty_frame(one) for name, one in schema().tables.items()}
    codes = [f"{number + 1:05d}" for number in range(COMMUNES)]
    frames["units"] = table("units", {"code": codes, "name": [f"Xã {code}" for code in codes], "kind": "commune"})
    sets = {"id": [_SET], "name": [_SET], "applies_to": ["commune"], "legal_basis": ["-"], "pass_rule": ["all"]}
    frames["criteria_sets"] = table("criteria_sets", sets)
    numbers = [str(number + 1) for number in range(CRITERIA)]
    frames["criteria"] = table("criteria", {"set": _SET, "code": numbers, "name": numbers, "confidence": "assumed"})
    return Tables(frames, [])


def _check(file: Path) -> Callable[[], Any]:
    from bs_metrics.intake.check import check
    from bs_metrics.intake.folder import synonym_rows
    from bs_metrics.intake.vocabulary.synonyms import synonyms

    tables = current()
    synonyms(synonym_rows(tables))  # the app has read them long before a file comes

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
    started = time.perf_counter()
    read()
    seconds = time.perf_counter() - started
    SHARED.close()  # its process counts as a child only when it has ended
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(seconds, max(used) / 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
