"""Raw sheets to typed tables: finds the heading row, reads each cell, and says what is wrong with sheet and cell.

A table with an error is held back whole: half a table would give figures that are not true. The others go on.
"""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.checks import cross_checks
from bs_metrics.contract.columns import Cells, empty_frame, read_cells, repeated_keys
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import Column, Table, schema
from bs_metrics.contract.sheet import RawSheet, address, is_blank

_HEADING_SEARCH_ROWS = 20  # letterheads and titles above the heading fit in this


@dataclass(frozen=True)
class Recognised:
    """The tables found, and every finding. Tables that are missing or held back are not in `frames`."""

    frames: dict[str, pd.DataFrame]
    findings: list[Finding]


def recognise(sheets: list[RawSheet], findings: list[Finding]) -> Recognised:
    """The tables of some sheets; `findings` are those of reading, so that a sheet already at fault is held back."""
    sheets_of = defaultdict(list)
    findings = list(findings)
    for sheet in sheets:
        table = schema().table_of(sheet.name)
        if table is None:
            findings.append(finding("unknown_sheet", Place(sheet.file, sheet.name)))
        else:
            sheets_of[table.name].append(sheet)
    frames = {}
    for name, candidates in sheets_of.items():
        table = schema().tables[name]
        if len(candidates) > 1:
            files = ", ".join(sheet.file for sheet in candidates)
            findings.append(finding("two_sheets", Place(candidates[-1].file, table.sheet), table=name, files=files))
            continue
        frame, problems = read_table(table, candidates[0])
        findings += problems
        at_fault = {(one.file, one.sheet) for one in findings if one.severity == "error"}
        if (candidates[0].file, candidates[0].name) not in at_fault:
            frames[name] = frame
    findings += cross_checks(frames)
    broken = {one.table for one in findings if one.severity == "error" and one.table}
    return Recognised({name: frame for name, frame in frames.items() if name not in broken}, findings)


def read_table(table: Table, sheet: RawSheet) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows below the heading, typed, and what is wrong with them.

    The frame remembers in `attrs["positions"]` which spreadsheet column each of its columns came from.
    """
    heading_row = _heading_row(table, sheet)
    if heading_row is None:
        headings = ", ".join(column.heading for column in table.columns.values() if column.required)
        place = Place(sheet.file, sheet.name)
        return empty_frame(table), [finding("no_heading", place, table=table.name, headings=headings)]
    columns, findings = _columns(table, sheet, heading_row)
    rows = [number for number in range(heading_row + 1, len(sheet.rows)) if not is_blank(sheet.rows[number])]
    cells = {
        column.name: Cells([sheet.rows[number][position] for number in rows], rows, position)
        for position, column in columns.items()
    }
    frame, problems = read_cells(table, sheet, rows, cells)
    positions = {column.name: position for position, column in columns.items()}
    frame.attrs["positions"] = positions
    first = positions.get(table.key[0], 0)
    repeated = repeated_keys(table, frame, lambda number: address(rows[number], first))
    return frame, findings + problems + repeated


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
        place = Place(sheet.file, sheet.name, address(heading_row, position), heading)
        if column is None:
            findings.append(finding("unknown_heading", place, value=heading, table=table.name))
        elif column in columns.values():
            findings.append(finding("heading_twice", place, value=heading, table=table.name))
        else:
            columns[position] = column
    for column in table.columns.values():
        if column.required and column not in columns.values():
            place = Place(sheet.file, sheet.name, address(heading_row, 0), column.heading)
            findings.append(finding("heading_missing", place, table=table.name))
    return columns, findings
