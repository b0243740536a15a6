"""The folder of workbooks as one set of tables: what `data/` holds, or another district's folder.

Each sheet is named as its table is. A table with an error is held back whole: half a table would give figures that are
not true. The others go on.
"""

import hashlib
import os
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from bs_metrics.contract.checks import cross_checks
from bs_metrics.contract.columns import empty_frame, read_cells, repeated_keys
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.sheet import RawSheet, address, is_blank
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.headings import own_block, tell_headings
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.readers.read import read_sheets

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data"


def data_folder() -> Path:
    """The folder of the default workbooks, for pages and commands: `BS_DATA`, or `data/`."""
    return Path(os.environ.get("BS_DATA") or DEFAULT_FOLDER)


def workbook_files(folder: Path) -> dict[str, bytes]:
    """The workbooks of a folder by name; Excel's own lock files are left out."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xlsx")) if not path.name.startswith("~$")}


def snapshot_id(files: dict[str, bytes]) -> str:
    """The id of some workbooks: the same content gives the same id, whatever the files' dates are."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def read_files(files: dict[str, bytes]) -> Tables:
    """The tables of some workbooks. Never raises for what the workbooks hold: that becomes findings."""
    sheets, findings = [], []
    for name, content in files.items():
        some_sheets, some_findings = read_sheets(content, name)
        sheets += some_sheets
        findings += some_findings
    frames, findings = _own_sheets(sheets, findings)
    at_fault = {one.table for one in findings if one.severity == "error"}
    named = {(one.file, one.sheet) for one in findings if one.severity == "error"}
    for name, table in schema().tables.items():
        if name in frames:
            continue
        frames[name] = empty_frame(table)
        if not table.optional and name not in at_fault and not any(sheet == table.sheet for _, sheet in named):
            findings.append(finding("table_missing", Place("", table.sheet), table=name))
    return Tables(frames, list(map(_with_table, findings)))


def read_folder(folder: Path = DEFAULT_FOLDER) -> Tables:
    """The tables of all workbooks of a folder."""
    return read_files(workbook_files(folder))


def synonym_rows(current: Tables) -> pd.DataFrame:
    """The synonyms of the current data; the shipped ones where it has none."""
    rows = current.frames.get("synonyms")
    return _shipped_synonyms() if rows is None or rows.empty else rows


@cache
def _shipped_synonyms() -> pd.DataFrame:
    return read_folder(DEFAULT_FOLDER)["synonyms"]


def _own_sheets(sheets: list[RawSheet], findings: list[Finding]) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
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
        frame, problems = _read_sheet(table, candidates[0])
        findings += problems
        at_fault = {(one.file, one.sheet) for one in findings if one.severity == "error"}
        if (candidates[0].file, candidates[0].name) not in at_fault:
            frames[name] = frame
    findings += cross_checks(frames)
    broken = {one.table for one in findings if one.severity == "error" and one.table}
    return {name: frame for name, frame in frames.items() if name not in broken}, findings


def _read_sheet(table: Table, sheet: RawSheet) -> tuple[pd.DataFrame, list[Finding]]:
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


def _with_table(one: Finding) -> Finding:
    """The finding with its table's name, where the sheet tells it."""
    table = schema().table_of(one.sheet) if one.sheet and one.table is None else None
    return replace(one, table=table.name) if table else one
