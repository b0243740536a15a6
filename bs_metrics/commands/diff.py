"""`diff FILE`: what a file would change, from ratios down to rows. Nothing is published."""

from argparse import Namespace

from bs_metrics.commands.as_json import changes_as_json, checked_as_json
from bs_metrics.commands.options import asked_snapshot, content_of, exit_code, print_json, uploaded
from bs_metrics.contract.findings import Finding
from bs_metrics.snapshots.changes import Changes, changes_between
from bs_metrics.snapshots.combined import new_errors
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes import ratio_lines, row_numbers, statement_lines, status_lines, summary_text
from bs_metrics.words import Language

OPTIONS = ("file", "plain", "json", "data", "lang", "as_of", "replace")


def run(given: Namespace) -> int:
    """Print what changes. 0: no error; 1: errors, in the file or by what it does to other tables; 2: unreadable."""
    content, current = content_of(given.file), asked_snapshot(given)
    checked, after = uploaded(given, content, current.tables)
    findings = [*checked.findings, *new_errors(current.tables, after.tables)]
    difference = changes_between(current, after)
    if given.json:
        of_file = checked_as_json(checked, findings, given.file.name, given.lang)
        print_json(of_file | changes_as_json(difference, given.lang))
    else:
        print(_as_text(difference, findings, current, after, given.lang))
    return exit_code(checked, findings)


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
