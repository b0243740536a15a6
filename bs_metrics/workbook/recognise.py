"""Raw sheets to typed tables: finds the heading row, reads each cell, and says what is wrong with sheet and cell.

A table with an error is held back whole: half a table would give figures that are not true. The others go on.
"""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from bs_metrics.workbook.cells import BadCell, typed
from bs_metrics.workbook.checks import cross_checks
from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.read import RawSheet, address
from bs_metrics.workbook.schema import Column, Table, schema

ORIGIN = ["origin_file", "origin_sheet", "origin_row"]
_DTYPES = {"integer": "Int64", "number": "Float64", "date": "object"}
_HEADING_SEARCH_ROWS = 20  # letterheads and titles above the heading fit in this


@dataclass(frozen=True)
class Recognised:
    """The tables found, and every finding. Tables that are missing or held back are not in `frames`."""

    frames: dict[str, pd.DataFrame]
    findings: list[Finding]


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows, with the types a filled one has."""
    return _frame(table, [])


def recognise(sheets: list[RawSheet], findings: list[Finding]) -> Recognised:
    """The tables of some sheets; `findings` are those of reading, so that a sheet already at fault is held back."""
    found = defaultdict(list)
    findings = list(findings)
    for sheet in sheets:
        table = schema().table_of(sheet.name)
        if table is None:
            findings.append(Finding("note", "unknown_sheet", sheet.file, sheet.name))
        else:
            found[table.name].append(sheet)
    frames = {}
    for name, candidates in found.items():
        table = schema().tables[name]
        if len(candidates) > 1:
            files = ", ".join(sheet.file for sheet in candidates)
            findings.append(
                Finding("error", "two_sheets", candidates[-1].file, table.sheet, table=name, context={"files": files})
            )
            continue
        frame, problems = read_table(table, candidates[0])
        findings += problems
        at_fault = {(finding.file, finding.sheet) for finding in findings if finding.severity == "error"}
        if (candidates[0].file, candidates[0].name) not in at_fault:
            frames[name] = frame
    findings += cross_checks(frames)
    broken = {finding.table for finding in findings if finding.severity == "error" and finding.table}
    return Recognised({name: frame for name, frame in frames.items() if name not in broken}, findings)


def read_table(table: Table, sheet: RawSheet) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows below the heading, typed, and what is wrong with them.

    The frame remembers in `attrs["positions"]` which spreadsheet column each of its columns came from.
    """
    heading_row = _heading_row(table, sheet)
    if heading_row is None:
        headings = ", ".join(column.heading for column in table.columns.values() if column.required)
        return empty_frame(table), [
            Finding("error", "no_heading", sheet.file, sheet.name, table=table.name, context={"headings": headings})
        ]
    columns, findings = _columns(table, sheet, heading_row)
    rows = []
    for number in range(heading_row + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        if all(isinstance(cell, str) and not cell.strip() for cell in cells):
            continue
        row = {"origin_file": sheet.file, "origin_sheet": sheet.name, "origin_row": number + 1}
        for position, column in columns.items():
            value, finding = _read_cell(table, sheet, number, position, column)
            row[column.name] = value
            findings += [finding] if finding else []
        rows.append(row)
    frame = _frame(table, rows)
    frame.attrs["positions"] = {column.name: position for position, column in columns.items()}
    return frame, findings + _repeated_keys(table, rows, frame.attrs["positions"])


def _heading_row(table: Table, sheet: RawSheet) -> int | None:
    """The row that holds most of the table's headings, and at least half of the required ones."""
    required = sum(column.required for column in table.columns.values())
    best, best_score = None, 0
    for number, cells in enumerate(sheet.rows[:_HEADING_SEARCH_ROWS]):
        known = [table.column_of(cell) for cell in cells if isinstance(cell, str)]
        score = len({column.name for column in known if column})
        if score > best_score and 2 * sum(column.required for column in known if column) >= required:
            best, best_score = number, score
    return best


def _columns(table: Table, sheet: RawSheet, heading_row: int) -> tuple[dict[int, Column], list[Finding]]:
    columns: dict[int, Column] = {}
    findings = []
    for position, heading in enumerate(sheet.rows[heading_row]):
        if not isinstance(heading, str) or not heading.strip():
            continue
        column = table.column_of(heading)
        place = (sheet.file, sheet.name, address(heading_row, position), heading)
        if column is None:
            findings.append(Finding("note", "unknown_heading", *place, value=heading, table=table.name))
        elif column in columns.values():
            findings.append(Finding("error", "heading_twice", *place, value=heading, table=table.name))
        else:
            columns[position] = column
    for column in table.columns.values():
        if column.required and column not in columns.values():
            place = (sheet.file, sheet.name, address(heading_row, 0), column.heading)
            findings.append(Finding("error", "heading_missing", *place, table=table.name))
    return columns, findings


def _read_cell(table: Table, sheet: RawSheet, number: int, position: int, column: Column):
    raw = sheet.rows[number][position]
    place = (sheet.file, sheet.name, address(number, position), column.heading)
    try:
        value = typed(raw, column)
    except BadCell as problem:
        context = (
            {"allowed": ", ".join(schema().lists[column.type].cell_words)} if column.type in schema().lists else {}
        )
        return None, Finding("error", str(problem), *place, value=str(raw), table=table.name, context=context)
    if value is None and column.required:
        return None, Finding("error", "required_empty", *place, table=table.name)
    return value, None


def _repeated_keys(table: Table, rows: list[dict], positions: dict[str, int]) -> list[Finding]:
    seen: dict[tuple, int] = {}
    findings = []
    for row in rows:
        key = tuple(row.get(name) for name in table.key)
        if key in seen and any(part is not None for part in key):
            context = {"first": str(seen[key])}
            shown = " · ".join(str(part) for part in key if part is not None)
            cell = address(row["origin_row"] - 1, positions.get(table.key[0], 0))
            place = (row["origin_file"], row["origin_sheet"], cell)
            findings.append(Finding("error", "key_twice", *place, value=shown, table=table.name, context=context))
        seen.setdefault(key, row["origin_row"])
    return findings


def _frame(table: Table, rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*table.columns, *ORIGIN])
    types = {name: _DTYPES.get(column.type, "string") for name, column in table.columns.items()}
    return frame.astype(types | {"origin_file": "string", "origin_sheet": "string", "origin_row": "Int64"})
