"""The same uploads over and over in one process: whether its memory comes to rest. `python -m tools.soak --rounds 60`.

What a server keeps of a file once it has answered would add up until it falls over.
"""

import argparse
import gc
import os
import resource
import sys

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder, workbook_files
from tests.hazards import HOSTILE

GROWTH = 50  # megabytes by which the second half of the rounds may end higher than the first


def main(arguments: list[str]) -> int:
    """Print the memory after each round; exit code 1 when it still grows in the second half (JUDGE=no: never)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--some", default="", help="only those hostile files whose names hold this")
    asked = parser.parse_args(arguments)
    current, ordinary = read_folder(), workbook_files(DEFAULT_FOLDER)
    hostile = {f"{name}.xlsx": make() for name, (make, _) in HOSTILE.items() if asked.some in name}
    files = ordinary | hostile
    used = []
    for number in range(1, asked.rounds + 1):
        for name, content in files.items():
            check(content, name, current)
        gc.collect()
        used.append(_megabytes())
        print(f"soak: round {number}, {used[-1]:.0f} MB", flush=True)
    grown = max(used) - max(used[: (asked.rounds + 1) // 2])
    print(f"soak: {len(files)} files, {grown:.0f} MB more in the second half, at most {GROWTH} MB")
    return 1 if grown > GROWTH and os.environ.get("JUDGE") != "no" else 0


def _megabytes() -> float:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1_000_000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
