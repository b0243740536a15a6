"""The corpus of messy files: how many are read right, asked about, refused with a way out; `make corpus` prints it.

Each file has its expectation beside it (tests/corpus). What comes out otherwise without a word is silently wrong, what
is missing without one is lost: both have to be none.
"""

import sys
from collections import Counter

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import asked_by
from tests.corpus.files import CASES, Case
from tools.crossing import ANY


def outcome(case: Case, current: Tables) -> str:
    """How a file of the corpus was read: one of ANY."""
    report = check(case.content, case.file, current, case.choices)
    errors = [one for one in report.findings if one.severity == "error"]
    expected = {(one.code, one.cell) for one in errors} <= set(case.faults)
    for name, (columns, rows) in case.rows.items():
        frame = report.frames.get(name)
        read = [] if frame is None else _rows(frame, columns)
        if any(row not in rows for row in read):
            return "silently wrong"
        if any(row not in read for row in rows):
            return "silently wrong" if expected and len(read) >= len(rows) else "lost" if expected else "refused"
    if not errors:
        return "right"
    return "asked" if any(map(asked_by, errors)) else "refused"


def _rows(frame: pd.DataFrame, columns: list[str]) -> list[tuple[object, ...]]:
    values = frame[columns].astype(object)
    return list(values.where(values.notna(), None).itertuples(index=False, name=None))


def main() -> int:
    """Print how the files are read; exit code 1 when one is silently wrong or lost."""
    current = read_folder()
    how = {case.name: outcome(case, current) for case in CASES}
    counts = Counter(how.values())
    for name, one in how.items():
        if one in ANY[3:]:
            print(f"{one}: {name}")
    print(f"{len(CASES)} files · " + " · ".join(f"{one} {counts[one]}" for one in ANY))
    return 1 if counts[ANY[3]] or counts[ANY[4]] else 0


if __name__ == "__main__":
    sys.exit(main())
