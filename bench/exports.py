"""Each file of the meeting pack, from the command to the file on the disk, against the command that only prints ratios.

Subprocesses, and a temporary folder. A PDF is measured where LibreOffice is installed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.bounds import EXPORT_MEGABYTES, EXPORT_RUNS, EXPORT_SECONDS, Line, at_most
from bench.reruns import seconds
from bench.serve import ROOT
from bs_metrics.exports.formats import FORMATS
from bs_metrics.exports.pdf import office


def measure() -> list[Line]:
    """Every kind of file; the baseline takes its turn beside each."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS.values():
            if kind.printed and office() is None:
                continue
            out = Path(folder) / f"pack.{kind.suffix}"
            times = [(_seconds("export", str(out)), _seconds("ratios")) for _ in range(EXPORT_RUNS)]
            own, other = (median(taken) for taken in zip(*times, strict=True))
            size = out.stat().st_size / 10**6
            figures = f"{own:.1f} s, ratios {other:.1f} s: {own / other:.1f} x; {size:.2f} MB"
            lines.append(at_most(f"export: .{kind.suffix}", figures, own, EXPORT_SECONDS, " s"))
            if kind.suffix == "html":
                lines.append(at_most("export: size of .html", f"{size:.2f} MB", size, EXPORT_MEGABYTES, " MB"))
    return lines


def _seconds(*arguments: str) -> float:
    command = [sys.executable, "-m", "bs_metrics", *arguments]
    return seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True))
