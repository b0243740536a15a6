"""Commands that only tell: `check`, `diff`, `history`, `log`. Each gives its exit code."""

from argparse import Namespace

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.checking import (
    Told,
    changes_as_json,
    check_file,
    checked_as_json,
    exit_code,
    told_of,
    uploaded,
)
from bs_metrics.commands.options import asked_snapshot, content_of, opened_store, print_json, print_list
from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import FileReport
from bs_metrics.snapshots.changes import Changes, changes_between
from bs_metrics.snapshots.combined import combined, contradictions, new_errors
from bs_metrics.snapshots.log import entries
from bs_metrics.snapshots.snapshot import Snapshot, succeeding
from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.views.changes import ratio_lines, row_numbers, statement_lines, status_lines, summary_text
from bs_metrics.views.history import history_table, log_table
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.publication.slide_changes import SlideChanges, slide_changes, slide_lines, slides_as_json
from bs_metrics.words import Language, words


def history(given: Namespace) -> int:
    """The store's snapshots, newest first. 0, also where there is none."""
    with opened_store(given) as store:
        records, handed_in = (store.history(), Submissions(store).authors()) if store else ([], {})
    shown = [record_as_json(record, handed_in) for record in records]
    print_list(given, "snapshots", shown, lambda: history_table(records, given.lang, handed_in), "history.empty")
    return 0


def log(given: Namespace) -> int:
    """What was done with the store, the newest first. 0, also where there is nothing."""
    with opened_store(given) as store:
        lines = entries(store.database, given.most) if store else []
    print_list(given, "log", [vars(line) for line in lines], lambda: log_table(lines, given.lang), "log.empty")
    return 0


def check(given: Namespace) -> int:
    """What a file holds and what is wrong with it. 0: no error, warnings allowed; 1: errors; 2: it cannot be read."""
    before = asked_snapshot(given)
    current = before.tables
    checked, choices = check_file(given, content_of(given.file), current)
    findings = [*checked.findings]
    if not {"reported_totals", "results"}.isdisjoint(checked.frames):
        findings += contradictions(succeeding(before, combined(current, checked.frames)), checked.frames)
    if given.json:
        print_json(checked_as_json(checked, findings, given.file.name, current, given.lang))
    else:
        print(_checked_text(checked, told_of(findings, current, choices, given.lang), given.lang))
    return exit_code(checked, checked.findings)


def _checked_text(checked: FileReport, told: Told, language: Language) -> str:
    """What was understood, then what was found."""
    lines = []
    for block in checked.blocks:
        if block.table is None:
            lines.append(words("check.left_out", language, sheet=block.sheet))
            continue
        title, heading = schema().tables[block.table].titles[language], block.heading_rows[-1] + 1
        line = words("check.understood", language, sheet=block.sheet, heading=heading, table=title, rows=block.rows)
        lines.append(f"{line} ({words('check.held', language)})" if block.table in checked.held else line)
    if not told.lines:
        lines.append(words("check.nothing", language))
    return "\n".join([*lines, *told.lines, words("check.summary", language, **_numbers(told))])


def _numbers(told: Told) -> dict[str, int]:
    return {f"{kind}s": told.numbers[kind] for kind in ("error", "question", "warning", "note")}


def diff(given: Namespace) -> int:
    """What a file would change, from ratios down to rows. 0: no error; 1: errors, in the file or by what it does to
    other tables; 2: unreadable.
    """
    content, current = content_of(given.file), asked_snapshot(given)
    checked, choices, after = uploaded(given, content, current)
    findings = [*checked.findings, *new_errors(current.tables, after.tables), *contradictions(after, checked.frames)]
    difference, code = changes_between(current, after), exit_code(checked, findings)
    if given.json:
        of_file = checked_as_json(checked, findings, given.file.name, current.tables, given.lang)
        changed = slides_as_json(slides_between(current, after, given.lang))
        print_json(of_file | changes_as_json(difference, given.lang) | {"slides": changed})
    else:
        told = told_of(findings, current.tables, choices, given.lang)
        lines = [] if code and difference.is_empty else difference_lines(difference, current, after, given.lang)
        if code:
            lines.append(words("check.not_yet", given.lang, **_numbers(told)))
        print("\n".join([*told.lines, *lines]))
    return code


def difference_lines(difference: Changes, before: Snapshot, after: Snapshot, language: Language) -> list[str]:
    """What changes, from important to detailed, a line each; then the rows of each table, and the slides."""
    lines = [summary_text(difference, language, before, after)]
    shown = (
        *ratio_lines(difference, language),
        *status_lines(difference, after, language, before),
        *statement_lines(difference, after, language),
    )
    lines += [f"  {line.what}: {line.change}" for line in shown]
    if difference.rows:
        lines.append(row_numbers(difference, language).to_string(index=False))
        lines += slide_lines(slides_between(before, after, language), language)
    return lines


def slides_between(before: Snapshot, after: Snapshot, language: Language) -> SlideChanges:
    """Which slides the later state changes."""
    return slide_changes(slides(before, language), slides(after, language))
