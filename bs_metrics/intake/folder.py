"""The folder of workbooks as one set of tables: what `data/` holds, or another district's folder."""

import hashlib
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.own_sheets import read_own_sheets
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
    frames, findings = read_own_sheets(sheets, findings)
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


def _with_table(one: Finding) -> Finding:
    """The finding with its table's name, where the sheet tells it."""
    table = schema().table_of(one.sheet) if one.sheet and one.table is None else None
    return replace(one, table=table.name) if table else one
