"""The folder of workbooks as one set of tables: what `data/` holds, or another place's folder.

Each sheet is named as its table is. A table with an error is held back whole: half a table would give figures that are
not true. The others go on.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pandas as pd

from bs_metrics.contract.cells import typed
from bs_metrics.contract.checks import cross_checks
from bs_metrics.contract.columns import empty_frame, read_cells, repeated_keys
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import ClosedList, Table, schema
from bs_metrics.contract.sheet import RawSheet, address, is_blank
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.headings import own_block, tell_headings
from bs_metrics.readers.read import read_sheets

Frames = dict[str, pd.DataFrame]
_PAGE = ["page", "blocks"]  # of a set that is a stage
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
    """The tables of some workbooks. Never raises for what the workbooks hold: that becomes findings.

    Lists whose words are rows, and the pages of known criteria sets, are the shipped ones where no workbook gives any.
    """
    return _read(files, with_shipped)


def with_shipped(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a state that is older than some of their rows: lists and pages of sets are the shipped ones."""
    lists = [name for name, table in schema().tables.items() if table.list]
    lacking = [name for name in lists if name not in frames or frames[name].empty]
    known = frames | {name: _shipped()[name] for name in lacking}  # most states lack nothing, and reading takes long
    sets = known.get("criteria_sets")
    if sets is not None and len(sets) and sets[_PAGE].isna().all(axis=None):
        own = _shipped()["criteria_sets"].set_index("id")[_PAGE].reindex(sets["id"])
        known["criteria_sets"] = sets.assign(**{name: own[name].array for name in _PAGE})
        known["criteria_sets"].attrs = sets.attrs
    return known


def _read(files: dict[str, bytes], complete: Callable[[Frames], Frames]) -> Tables:
    sheets, findings, sheets_of = [], [], defaultdict(list)
    for name, content in files.items():
        some_sheets, some_findings = read_sheets(content, name)
        sheets += some_sheets
        findings += some_findings
    for sheet in sheets:
        table = schema().table_of(sheet.name)
        if table is None:
            findings.append(finding("unknown_sheet", Place(sheet.file, sheet.name)))
        else:
            sheets_of[table.name].append(sheet)
    frames: Frames = {}
    lists = None
    for name in sorted(sheets_of, key=lambda name: schema().tables[name].list is None):  # lists first
        table, (sheet, *others) = schema().tables[name], sheets_of[name]
        if others:
            named = ", ".join(one.file for one in (sheet, *others))
            findings.append(finding("two_sheets", Place(others[-1].file, table.sheet), table=name, files=named))
            continue
        if lists is None and not table.list:
            frames = complete(frames)
            lists = lists_of(frames)
        frame, problems = _read_sheet(table, sheet, lists or {})
        findings += problems
        if not any((one.file, one.sheet, one.severity) == (sheet.file, sheet.name, "error") for one in findings):
            frames[name] = frame
    frames = complete(frames)
    findings += cross_checks(frames)
    errors = [one for one in findings if one.severity == "error"]
    at_fault, sheets_at_fault = {one.table for one in errors}, {one.sheet for one in errors}
    frames = complete({name: frame for name, frame in frames.items() if name not in at_fault})
    for name, table in schema().tables.items():
        if name in frames:
            continue
        frames[name] = empty_frame(table)
        if not table.optional and name not in at_fault and table.sheet not in sheets_at_fault:
            findings.append(finding("table_missing", Place("", table.sheet), table=name))
    return Tables(frames, [_with_table(one) for one in findings])


def _with_table(one: Finding) -> Finding:
    """A finding with the table whose sheet it is in, where it does not name one itself."""
    table = schema().table_of(one.sheet or "")
    return replace(one, table=table.name) if table and not one.table else one


def read_folder(folder: Path = DEFAULT_FOLDER) -> Tables:
    """The tables of all workbooks of a folder."""
    return read_files(workbook_files(folder))


def words_of(current: Tables) -> Frames:
    """The tables that say how things are written: the synonyms, and the lists whose words are rows.

    Those of the current data; the shipped ones where it has none, or none of a part of a sheet: a list that is older
    than what marks a plan would let it pass for a result.
    """
    rows, shipped = current.frames.get("synonyms"), _shipped()["synonyms"]
    if rows is None or rows.empty:
        rows = shipped
    elif len(more := shipped[shipped["role"].notna() & ~shipped["role"].isin(set(rows["role"].dropna()))]):
        rows = pd.concat([rows, more], ignore_index=True)
    return with_shipped(current.frames | {"synonyms": rows})


@cache
def _shipped() -> Tables:
    return _read(workbook_files(DEFAULT_FOLDER), lambda frames: frames)


class _Positions(dict[str, int]):
    """Columns by name. pandas copies what a frame remembers at each step, a column taken out of it included."""

    def __deepcopy__(self, memo: object) -> "_Positions":
        return self


def _read_sheet(table: Table, sheet: RawSheet, lists: Mapping[str, ClosedList]) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows below the heading, typed, and what is wrong with them.

    The frame remembers in `attrs["positions"]` which spreadsheet column each of its columns came from.
    """
    block = own_block(sheet, table)
    if block is None:
        headings = ", ".join(column.heading for column in table.columns.values() if column.required)
        place = Place(sheet.file, sheet.name)
        return empty_frame(table), [finding("no_heading", place, table=table.name, headings=headings)]
    tell_headings(block)
    row = block.headings[0]
    rows = [number for number in range(row + 1, len(sheet.rows)) if not is_blank(sheet.rows[number])]
    cells = block.columns_of(rows)
    for column in table.columns.values():
        if column.required and column.name not in cells:
            block.tell("heading_missing", row, 0, column.heading)
    frame, problems = read_cells(table, sheet, rows, cells, partial(typed, lists=lists))
    positions = {meant.column.name: position for position, meant in block.meaning.columns.items()}
    frame.attrs["positions"] = _Positions(positions)
    first = positions.get(table.key[0], 0)
    own = [cells[name] for name in table.key if name in cells]
    repeated = repeated_keys(
        table, frame, lambda number: address(rows[number], first), lambda number: [one.values[number] for one in own]
    )
    return frame, [*block.told, *problems, *repeated]
