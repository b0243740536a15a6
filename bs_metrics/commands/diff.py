"""`diff FILE`: what a file would change, from ratios down to rows. Nothing is published."""

from argparse import ArgumentParser, Namespace

from bs_metrics.commands.as_json import changes_as_json, checked_as_json
from bs_metrics.commands.options import (
    UNREADABLE,
    add_as_of,
    add_file,
    add_replace,
    asked_snapshot,
    check_file,
    content_of,
    print_json,
    print_stated_day,
)
from bs_metrics.contract.findings import Finding
from bs_metrics.snapshots.changes import Changes, changes_between
from bs_metrics.snapshots.combined import combined, new_errors
from bs_metrics.snapshots.snapshot import Snapshot, snapshot_of
from bs_metrics.views.changes.changes import ratio_lines, row_numbers, statement_lines, status_lines, summary_text
from bs_metrics.words import Language


def add_options(command: ArgumentParser) -> None:
    """Its options."""
    add_file(command)
    add_as_of(command)
    add_replace(command)


def run(given: Namespace) -> int:
    """Print what changes. 0: no error; 1: errors, in the file or by what it does to other tables; 2: unreadable."""
    content = content_of(given.file, given.lang)
    if content is None:
        return UNREADABLE
    current = asked_snapshot(given)
    checked = check_file(given, content, current.tables)
    after = snapshot_of(combined(current.tables, checked.frames, frozenset(given.replace), given.as_of))
    print_stated_day(given, checked, after.as_of)
    findings = [*checked.findings, *new_errors(current.tables, after.tables)]
    difference = changes_between(current, after)
    if given.json:
        of_file = checked_as_json(checked, findings, given.file.name, given.lang)
        print_json(of_file | changes_as_json(difference, given.lang))
    else:
        print(_as_text(difference, findings, current, after, given.lang))
    if not checked.is_readable:
        return UNREADABLE
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _as_text(
    difference: Changes, findings: list[Finding], before: Snapshot, after: Snapshot, language: Language
) -> str:
    lines = [f"{finding.place(language)}: {finding.message(language)} {finding.fix(language)}" for finding in findings]
    lines.append(summary_text(difference, language, before, after))
    shown = (
        *ratio_lines(difference, language),
        *status_lines(difference, after, language, before),
        *statement_lines(difference, after, language),
    )
    lines += [f"  {line.what}: {line.change}" for line in shown]
    if difference.rows:
        lines.append(row_numbers(difference, language).to_string(index=False))
    return "\n".join(lines)
