"""Mutated workbooks, to find what makes reading raise, hang or eat memory: `python -m tools.fuzz --count 10000`.

Good workbooks of every format are changed on three levels: a cell's value, the XML or records of a part, and the bytes
of the file. Anything but findings or a clean read is a defect. A seed names a case: `--first 123 --count 1` repeats it.
"""

import argparse
import io
import os
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from openpyxl import load_workbook

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_files, read_folder
from bs_metrics.readers.read import read_sheets
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined, new_errors
from bs_metrics.snapshots.snapshot import Snapshot, snapshot_of
from bs_metrics.writers.annotate import annotated
from tests import other_formats as made
from tests.spreadsheets import units_file

MEMORY = 500 * 1024 * 1024  # beyond what the process has after starting
SECONDS = 10
TARGETS: list[Callable[[bytes, str], object]] = [
    read_sheets,
    lambda content, file: read_files({file: content}),
    lambda content, file: _carried_on(content, file),
]

_VALUES: list[object] = [
    *("", " ", "=1+1", "#REF!", "<b>x</b>", "a\u0000b", "\ud7ff\ufffd", "x" * 40_000, "7/22", "22,22%"),
    *(-1, 1e308, 0.1, 2**63, float("nan"), float("inf"), True),
    *("\u202eabc", "$\\frac{1}{2}$", "a\u0301", "1.234.567", "\r\n;\t\"',"),
]
_SCRAPS = [
    *(b"", b"\0", b"<", b">", b'"', b"&", b"&#x0;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"\xff\xfe", b";"),
    *(b'r="XFD1048576"', b'r="A0"', b't="e"', b'ref="A1:XFD1048576"', b"<f>1+", b"-1", b"99999999999", b"1e999"),
    *(b"<c>", b"</c>", b"</row>", b'hidden="1"', b'table:number-columns-repeated="16384"', b"\xff" * 8, b"\t", b"\n"),
    *(b"\x7f\xff\xff\xff", b"\x80\0\0\0"),
]


def case(seed: int) -> tuple[bytes, str]:
    """The file of a seed, and its name; the same at every run."""
    chance = random.Random(seed)
    kind = chance.choice(["xlsx", "xlsx", "xlsb", "ods", "xls", "csv"])
    content = _written(kind, _values(chance))
    for _ in range(chance.choice([0, 1, 1, 2, 5])):
        if zipfile.is_zipfile(io.BytesIO(content)) and chance.random() < 0.6:
            content = _with_part_changed(content, chance)
        else:
            content = _changed(content, chance)
    return content, f"a.{kind}"


def run(first: int, count: int) -> list[str]:
    """The defects that some cases show, one line each."""
    defects = []
    for seed in range(first, first + count):
        content, file = case(seed)
        for number, target in enumerate(TARGETS):
            started = time.process_time()
            try:
                target(content, file)
            except (Exception, MemoryError) as problem:
                defects.append(f"case {seed}, target {number}: {type(problem).__name__}: {problem}")
            if time.process_time() - started > SECONDS and os.environ.get("JUDGE") != "no":
                defects.append(f"case {seed}, target {number}: longer than {SECONDS} s")
    return defects


def main(arguments: list[str]) -> int:
    """Run the cases in a bounded memory; exit code 1 when one shows a defect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args(arguments)
    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]  # stays: a reader sets a limit of its own
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, hard))
    defects = run(asked.first, asked.count)
    print("\n".join(defects) or f"fuzz: {asked.count} cases, no defect")
    return 1 if defects else 0


@cache
def _current() -> Snapshot:
    """What an upload is checked against."""
    return snapshot_of(read_folder())


def _carried_on(content: bytes, file: str) -> None:
    """The whole way of an upload: the check, the annotated copy and, of a readable file, what it would change."""
    before = _current()
    checked = check(content, file, before.tables)
    findings = checked.findings
    if checked.is_readable:
        after = snapshot_of(combined(before.tables, checked.frames))
        findings = [*findings, *new_errors(before.tables, after.tables)]
        changes_between(before, after)
    load_workbook(io.BytesIO(annotated(content, findings, "vi")))


def _values(chance: random.Random) -> list[list[Any]]:
    rows = [list(row) for row in made.TABLE]
    for _ in range(chance.randrange(4)):
        rows[chance.randrange(len(rows))][chance.randrange(3)] = chance.choice(_VALUES)
    return rows


def _written(kind: str, rows: list[list[Any]]) -> bytes:
    """The rows in a format; where it has no place for a value, the rows as they are before mutation."""
    try:
        if kind == "xlsx":
            cells = {f"{'ABC'[column]}{row + 1}": rows[row][column] for row in range(3) for column in range(3)}
            return units_file(cells, lambda sheet: sheet.merge_cells("A5:B6"))
        if kind == "xlsb":
            return made.xlsb(b"".join(made.xlsb_row(number, dict(enumerate(row))) for number, row in enumerate(rows)))
        if kind == "ods":
            return made.ods(made.ods_table(rows))
        if kind == "xls":
            return made.xls(rows)
        return "\n".join(";".join(map(str, row)) for row in rows).encode()
    except Exception:  # each writer refuses other values in its own way
        return _written(kind, made.TABLE)


def _changed(content: bytes, chance: random.Random) -> bytes:
    """Some bytes taken out, put in, doubled, or flipped."""
    if not content:
        return content
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice([1, 1, 2, 8, 100]))
    scrap = chance.choice(_SCRAPS)
    changes = [
        content[:start] + content[end:],
        content[:start] + scrap + content[start:],
        content[:start] + scrap + content[end:],
        content[:end] + content[start:],
        content[:start] + bytes([content[start] ^ 1 << chance.randrange(8)]) + content[start + 1 :],
        content[:start],
    ]
    return chance.choices(changes, [3, 4, 4, 2, 6, 1])[0]


def _with_part_changed(content: bytes, chance: random.Random) -> bytes:
    """The archive with one part changed, left out or doubled in size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
    except Exception:  # damaged already: nothing to change inside
        return _changed(content, chance)
    if not parts:
        return content
    name = chance.choice(list(parts))
    if chance.random() < 0.05:
        del parts[name]
    else:
        parts[name] = _changed(parts[name], chance)
    return made.archive(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
