"""What a sheet says beside its values, put beside them and into words."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, SheetFacts, address
from bs_metrics.readers.references import letters_of

_SHARES, _TIMES = (int, float), (date, time, timedelta)
_RUNS = 30  # of hidden rows or columns that are named one by one


def raw_sheet(file: str, name: str, rows: list[list[Any]], facts: SheetFacts) -> RawSheet:
    """The sheet with its merged ranges, hidden rows that hold something, and the formats of dates and percentages."""
    hidden = frozenset(row for row in facts.hidden_rows if row < len(rows) and any(cell != "" for cell in rows[row]))

    def tells(row: int, column: int, code: str) -> bool:
        return isinstance(value_at(rows, row, column), _SHARES if "%" in code else _TIMES)

    facts.formats.keep(tells)
    return RawSheet(file, name, rows, tuple(facts.merged), hidden, facts.formats)


def findings_of_facts(sheet: RawSheet, facts: SheetFacts) -> list[Finding]:
    """Cells without a value, and rows and columns that a reader of the sheet does not see."""
    place = Place(sheet.file, sheet.name)
    findings = [
        finding(code, Place(sheet.file, sheet.name, address(row, column)), value=value)
        for row, column, code, value in facts.faults
        if value_at(sheet.rows, row, column) == ""
    ]
    if facts.more_faults:
        findings.append(finding("more_cells_without_value", place, count=grouped(facts.more_faults)))
    if sheet.hidden_rows:
        rows = _runs(sheet.hidden_rows, lambda row: str(row + 1))
        findings.append(finding("hidden_rows", place, value=rows))
    used = [
        column
        for column in facts.hidden_columns
        if any(value_at(sheet.rows, row, column) != "" for row in range(len(sheet.rows)))
    ]
    if used:
        findings.append(finding("hidden_columns", place, value=_runs(used, letters_of)))
    return findings


def value_at(rows: list[list[Any]], row: int, column: int) -> Any:
    """A cell's value; an empty text for a cell outside the sheet's used area."""
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _runs(numbers: Iterable[int], shown: Any) -> str:
    """Numbers as runs, shortest form: 3, 7-9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [shown(first) if first == last else f"{shown(first)}-{shown(last)}" for first, last in runs[:_RUNS]]
    return ", ".join(said) + (", …" if len(runs) > _RUNS else "")
