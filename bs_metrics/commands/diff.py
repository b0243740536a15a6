"""`diff FILE`: what a file would change, from ratios down to rows. Nothing is published."""

import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd

from bs_metrics.export_json import ratio_as_json
from bs_metrics.snapshots.changes import Changes, changes, combined, new_errors
from bs_metrics.snapshots.changes import proposed as as_snapshot
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.views.changes import ratio_lines, row_numbers, statement_lines, status_lines, summary_text
from bs_metrics.words import Language, words
from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.folder import DEFAULT_FOLDER, Tables, workbook_files
from bs_metrics.workbook.read import read_sheets
from bs_metrics.workbook.recognise import recognise
from bs_metrics.workbook.schema import schema

_UNREADABLE = 2  # exit code of a file that holds no table


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("diff", help=words("command.diff", "en"))
    command.add_argument("file", type=Path, help=words("command.file", "en"))
    command.add_argument("--json", action="store_true", help=words("command.json", "en"))
    command.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help=words("command.data", "en"))
    command.add_argument("--lang", choices=("vi", "en"), default="vi", help=words("command.lang", "en"))
    command.add_argument(
        "--replace",
        action="append",
        default=[],
        choices=list(schema().tables),
        metavar="TABLE",
        help=words("command.replace", "en"),
    )


def run(given: argparse.Namespace) -> int:
    """Print what changes. 0: no error; 1: errors, in the file or by what it does to other tables; 2: unreadable."""
    current = snapshot(workbook_files(given.data))
    content = given.file.read_bytes() if given.file.is_file() else b""
    shown, frames, findings = _read(content, given.file.name, current.tables)
    after = as_snapshot(combined(current.tables, frames, frozenset(given.replace)))
    findings = [*findings, *(one for one in new_errors(current.tables, after.tables) if one not in findings)]
    found = changes(current, after)
    if given.json:
        said = _as_json(given.file.name, shown, findings, found, given.lang)
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        print(_as_text(found, findings, current, after, given.lang))
    if not shown:
        return _UNREADABLE
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _read(
    content: bytes, file: str, current: Tables
) -> tuple[list[dict[str, Any]], dict[str, pd.DataFrame], list[Finding]]:
    """The tables of a file as they were understood, those that can be published, and the findings.

    The one place that reads: to be replaced by the intake's `check`, which understands files as departments send them.
    """
    sheets, problems = read_sheets(content, file)
    recognised = recognise(sheets, problems)
    codes = {finding.code for finding in recognised.findings}
    shown = [
        {
            "table": name,
            "sheet": schema().tables[name].sheet,
            "heading_row": int(frame["origin_row"].min()) - 1 if len(frame) else 1,
            "rows": len(frame),
        }
        for name, frame in recognised.frames.items()
    ]
    findings = recognised.findings or ([] if shown or codes else [Finding("error", "not_a_workbook", file)])
    return shown, recognised.frames, findings


def _as_json(
    file: str, shown: list[dict[str, Any]], findings: list[Finding], found: Changes, language: Language
) -> dict[str, Any]:
    """`{"file", "tables", "findings", "ratios", "statuses", "statements", "rows"}`, the keys of DESIGN section 7."""
    return {
        "file": file,
        "tables": shown,
        "findings": [finding_as_json(finding, language) for finding in findings],
        "ratios": [
            {
                "id": change.id,
                "before": change.before and ratio_as_json(change.before, language),
                "after": change.after and ratio_as_json(change.after, language),
            }
            for change in found.ratios
        ],
        "statuses": [
            {
                "level": change.level,
                "measure": change.measure,
                "set": change.set_id,
                "criterion": change.criterion,
                "unit": change.unit,
                "school": change.school,
                "before": change.before,
                "after": change.after,
            }
            for change in found.statuses
        ],
        "statements": [
            {
                "kind": statement.kind,
                "measure": statement.measure,
                "table": statement.table,
                "sheet": statement.row["origin_sheet"],
                "row": int(statement.row["origin_row"]),
                "text": statement.text,
            }
            for statement in found.statements
        ],
        "rows": {name: rows.numbers for name, rows in found.rows.items()},
    }


def finding_as_json(finding: Finding, language: Language) -> dict[str, Any]:
    """One finding, with its sentences in a language."""
    plain = {name: getattr(finding, name) for name in ("severity", "code", "sheet", "cell", "column", "value")}
    return plain | {"message": finding.message(language), "fix": finding.fix(language)}


def _as_text(found: Changes, findings: list[Finding], before: Snapshot, after: Snapshot, language: Language) -> str:
    lines = [f"{finding.place(language)}: {finding.message(language)} {finding.fix(language)}" for finding in findings]
    lines.append(summary_text(found, language))
    said = (
        *ratio_lines(found, language),
        *status_lines(found, after, language, before),
        *statement_lines(found, after, language),
    )
    lines += [f"  {line.what}: {line.change}" for line in said]
    if found.rows:
        lines.append(row_numbers(found, language).to_string(index=False))
    return "\n".join(lines)
