"""`diff FILE`: what a file would change, from ratios down to rows. Nothing is published."""

import json
from argparse import Namespace
from typing import Any

from bs_metrics.commands.check import checked_as_json, finding_as_json
from bs_metrics.commands.options import (
    UNREADABLE,
    add_as_of,
    add_file,
    add_replace,
    asked_snapshot,
    content_of,
    say_stated_day,
    understood,
)
from bs_metrics.contract.findings import Finding
from bs_metrics.export_json import ratio_as_json
from bs_metrics.snapshots.changes import Changes, changes, combined, new_errors, proposed
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes.changes import ratio_lines, row_numbers, statement_lines, status_lines, summary_text
from bs_metrics.words import Language, words


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("diff", help=words("command.diff", "en"))
    add_file(command)
    add_as_of(command)
    add_replace(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """Print what changes. 0: no error; 1: errors, in the file or by what it does to other tables; 2: unreadable."""
    content = content_of(given.file, given.lang)
    if content is None:
        return UNREADABLE
    current = asked_snapshot(given)
    checked = understood(given, content, current.tables)
    after = proposed(combined(current.tables, checked.frames, frozenset(given.replace), given.as_of))
    say_stated_day(given, checked, after.tables)
    findings = [*checked.findings, *new_errors(current.tables, after.tables)]
    found = changes(current, after)
    if given.json:
        said = checked_as_json(checked, given.file.name, given.lang) | _as_json(found, given.lang)
        said["findings"] = [finding_as_json(finding, given.lang) for finding in findings]
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        print(_as_text(found, findings, current, after, given.lang))
    if not checked.is_readable:
        return UNREADABLE
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _as_json(found: Changes, language: Language) -> dict[str, Any]:
    """`{"ratios", "statuses", "statements", "rows"}`, beside what `check` prints."""
    return {
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
                "sheet": statement.citation.sheet,
                "row": statement.citation.rows[0][0],
                "text": statement.text,
            }
            for statement in found.statements
        ],
        "rows": {name: rows.numbers for name, rows in found.rows.items()},
    }


def _as_text(found: Changes, findings: list[Finding], before: Snapshot, after: Snapshot, language: Language) -> str:
    lines = [f"{finding.place(language)}: {finding.message(language)} {finding.fix(language)}" for finding in findings]
    lines.append(summary_text(found, language, before, after))
    said = (
        *ratio_lines(found, language),
        *status_lines(found, after, language, before),
        *statement_lines(found, after, language),
    )
    lines += [f"  {line.what}: {line.change}" for line in said]
    if found.rows:
        lines.append(row_numbers(found, language).to_string(index=False))
    return "\n".join(lines)
