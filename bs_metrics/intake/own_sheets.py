"""The sheets of a data folder, each named as its table is: typed tables, and what is wrong with sheet and cell.

A table with an error is held back whole: half a table would give figures that are not true. The others go on.
"""

from collections import defaultdict

import pandas as pd

from bs_metrics.contract.checks import cross_checks
from bs_metrics.contract.columns import empty_frame, read_cells, repeated_keys
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.sheet import RawSheet, address, is_blank
from bs_metrics.intake.blocks.headings import own_block, tell_headings
from bs_metrics.intake.vocabulary.choices import Choices


def read_own_sheets(sheets: list[RawSheet], findings: list[Finding]) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The tables of some sheets, but those missing or held back, and every finding.

    `findings` are those of reading, so that a sheet already at fault is held back.
    """
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
    return {name: frame for name, frame in frames.items() if name not in broken}, findings


def read_table(table: Table, sheet: RawSheet) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows below the heading, typed, and what is wrong with them.

    The frame remembers in `attrs["positions"]` which spreadsheet column each of its columns came from.
    """
    block = own_block(sheet, table)
    if block is None:
        headings = ", ".join(column.heading for column in table.columns.values() if column.required)
        place = Place(sheet.file, sheet.name)
        return empty_frame(table), [finding("no_heading", place, table=table.name, headings=headings)]
    tell_headings(block, Choices())
    row = block.headings[0]
    rows = [number for number in range(row + 1, len(sheet.rows)) if not is_blank(sheet.rows[number])]
    cells = block.columns_of(rows)
    for column in table.columns.values():
        if column.required and column.name not in cells:
            block.tell("heading_missing", row, 0, column.heading)
    frame, problems = read_cells(table, sheet, rows, cells)
    positions = {meant.column.name: position for position, meant in block.meaning.columns.items()}
    frame.attrs["positions"] = positions
    first = positions.get(table.key[0], 0)
    repeated = repeated_keys(table, frame, lambda number: address(rows[number], first))
    return frame, [*block.told, *problems, *repeated]
