"""`python -m bs_metrics check FILE`: what a file holds and what is wrong with it, without publishing anything."""

import json
from argparse import Namespace
from typing import Any

from bs_metrics.commands.options import UNREADABLE, add_file, asked_snapshot, content_of, understood
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import FileReport
from bs_metrics.words import Language, words


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("check", help=words("check.what", "en"))
    add_file(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """0: no error, warnings allowed; 1: errors; 2: the file cannot be read at all."""
    content = content_of(given.file, given.lang)
    if content is None:
        return UNREADABLE
    checked = understood(given, content, asked_snapshot(given).tables)
    if given.json:
        print(json.dumps(checked_as_json(checked, given.file.name, given.lang), ensure_ascii=False, indent=2))
    else:
        print(checked_as_text(checked, given.lang))
    if not checked.is_readable:
        return UNREADABLE
    return 1 if any(finding.severity == "error" for finding in checked.findings) else 0


def checked_as_json(checked: FileReport, file: str, language: Language) -> dict[str, Any]:
    """The agreed object: tables with their sheet, heading row (from one) and rows; findings with cell and words."""
    return {
        "file": file,
        "tables": [
            {
                "table": block.table,
                "sheet": block.sheet,
                "heading_row": block.heading_rows[-1] + 1,
                "rows": block.rows,
                "held": block.table in checked.held,
            }
            for block in checked.blocks
        ],
        "findings": [finding_as_json(finding, language) for finding in checked.findings],
        "shape": checked.shape,
    }


def checked_as_text(checked: FileReport, language: Language) -> str:
    """The same for a person: what was understood, then every finding."""
    lines = []
    for block in checked.blocks:
        if block.table is None:
            lines.append(words("check.left_out", language, sheet=block.sheet))
            continue
        title = schema().tables[block.table].titles[language]
        heading = block.heading_rows[-1] + 1
        said = words("check.understood", language, sheet=block.sheet, heading=heading, table=title, rows=block.rows)
        lines.append(f"{said} ({words('check.held', language)})" if block.table in checked.held else said)
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    for finding in checked.findings:
        counts[finding.severity] += 1
        severity = words(f"check.severity.{finding.severity}", language)
        said = f"{finding.message(language)} {finding.fix(language)}"
        lines.append(f"[{severity}] {finding.place(language)}: {said}")
    if not checked.findings:
        lines.append(words("check.nothing", language))
    return "\n".join([*lines, words("check.summary", language, **{f"{name}s": n for name, n in counts.items()})])


def finding_as_json(finding: Finding, language: Language) -> dict[str, Any]:
    """One finding with its place and its sentences."""
    return {
        "severity": finding.severity,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "column": finding.column,
        "value": finding.value,
        "table": finding.table,
        "message": finding.message(language),
        "fix": finding.fix(language),
    }
