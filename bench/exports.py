"""Each file of the meeting pack, from the command to the file on the disk, against the command that only prints ratios.

Subprocesses, and a temporary folder. A PDF is measured where LibreOffice is installed.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.bounds import EXPORT_RUNS
from bs_metrics.exports.formats import FORMATS
from bs_metrics.exports.pdf import office

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Made:
    """Median seconds to make a file of a kind, those of the baseline in the same run, and the file's bytes."""

    suffix: str
    seconds: float
    baseline: float
    size: int

    @property
    def ratio(self) -> float:
        """How many times the baseline's time."""
        return self.seconds / self.baseline


def measure() -> list[Made]:
    """Every kind of file; the baseline takes its turn beside each."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS.values():
            if kind.printed and office() is None:
                continue
            out = Path(folder) / f"pack.{kind.suffix}"
            own, other = [], []
            for _ in range(EXPORT_RUNS):
                own.append(_seconds("export", str(out)))
                other.append(_seconds("ratios"))
            found.append(Made(kind.suffix, median(own), median(other), out.stat().st_size))
    return found


def _seconds(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bs_metrics", *arguments], cwd=_ROOT, capture_output=True, check=True)
    return time.perf_counter() - started
