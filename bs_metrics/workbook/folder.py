"""The folder of workbooks as one set of tables: what `data/` holds, or another district's folder."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from bs_metrics.workbook.columns import empty_frame
from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.read import read_sheets
from bs_metrics.workbook.recognise import recognise
from bs_metrics.workbook.schema import schema

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data"


def data_folder() -> Path:
    """The folder of the default workbooks, for pages and commands: `BS_DATA`, or `data/`."""
    return Path(os.environ.get("BS_DATA") or DEFAULT_FOLDER)


@dataclass(frozen=True)
class Tables:
    """Every table of the data contract, with the findings made on the way.

    A table that is missing or was held back is there without rows, and a finding says so.
    """

    frames: dict[str, pd.DataFrame]
    findings: list[Finding]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    @cached_property
    def about(self) -> dict[str, pd.Series]:
        """The rows of `about` by key; every page asks for some of them at every run."""
        return {row["key"]: row for _, row in self["about"].drop_duplicates("key").iterrows()}

    def is_lost(self, name: str) -> bool:
        """Whether a table is there but was held back. One that nobody provides is simply empty."""
        errors = [finding.code for finding in self.findings_of() if finding.table == name]
        return any(code != "table_missing" for code in errors)

    def findings_of(self, *names: str) -> list[Finding]:
        """The errors that concern some tables (all, if none is named), and files that could not be opened at all."""
        errors = [finding for finding in self.findings if finding.severity == "error"]
        return [finding for finding in errors if not names or finding.table in names or finding.sheet is None]


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
    recognised = recognise(sheets, findings)
    frames, findings = dict(recognised.frames), list(recognised.findings)
    at_fault = {finding.table for finding in findings if finding.severity == "error"}
    named = {(finding.file, finding.sheet) for finding in findings if finding.severity == "error"}
    for name, table in schema().tables.items():
        if name in frames:
            continue
        frames[name] = empty_frame(table)
        if not table.optional and name not in at_fault and not any(sheet == table.sheet for _, sheet in named):
            findings.append(Finding("error", "table_missing", "", table.sheet, table=name))
    return Tables(frames, [_with_table(finding) for finding in findings])


def read_folder(folder: Path = DEFAULT_FOLDER) -> Tables:
    """The tables of all workbooks of a folder."""
    return read_files(workbook_files(folder))


def _with_table(finding: Finding) -> Finding:
    """The finding with its table's name, where the sheet tells it."""
    table = schema().table_of(finding.sheet) if finding.sheet and finding.table is None else None
    return Finding(**{**vars(finding), "table": table.name}) if table else finding
