"""A file that is given: read with the answers that hold for it, what it makes of the data, and the same as JSON."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bs_metrics.commands.as_json import Object, ratio_as_json
from bs_metrics.commands.options import UNREADABLE, opened_store
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport, check
from bs_metrics.intake.questions import answering, asked_by, options_of, questions, readings, recalled
from bs_metrics.intake.stated_day import is_to_come
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.measures.about import as_of_date
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import Changes
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import Snapshot, succeeding
from bs_metrics.views.publication.finding_lines import finding_lines
from bs_metrics.words import LANGUAGES, Language, Problem, words

_READINGS = 12  # of a question that are printed


def question_lines(findings: Sequence[Finding], current: Tables, choices: Choices, language: Language) -> list[str]:
    """Each open question once, with its readings and how it is answered."""
    lines = []
    for asked in questions(findings, current, choices, language):
        if asked.answer is None:
            first = [*asked.suggested, *(code for code in asked.options if code not in asked.suggested)]
            shown = " | ".join(readings(asked.options, first[:_READINGS])) + (" | …" if len(first) > _READINGS else "")
            lines.append(words("command.question", language, id=asked.id, readings=shown))
    return lines


class Told(NamedTuple):
    """What is printed of findings, and how many lines of each kind these are."""

    lines: list[str]
    numbers: Counter[str]


def told_of(findings: Sequence[Finding], current: Tables, choices: Choices, language: Language) -> Told:
    """What matters first: errors, open questions, warnings, notes; alike findings in one line with their cells."""
    open_ones = {asked.id for asked in questions(findings, current, choices, language) if asked.answer is None}
    lines: dict[str, list[str]] = {"error": [], "question": [], "warning": [], "note": []}
    for line in finding_lines(findings, language):
        asks = asked_by(line.first) if line.severity == "error" else None
        kind = "question" if asks and asks.id in open_ones else line.severity
        said = f"{line.place(language)}: {line.message} {line.fix}"
        lines[kind].append(f"[{words(f'check.severity.{kind}', language)}] {said}")
    numbers = Counter({kind: len(some) for kind, some in lines.items()} | {"question": len(open_ones)})
    lines["question"] += question_lines(findings, current, choices, language)
    return Told([one for some in lines.values() for one in some], numbers)


def uploaded(
    given: Namespace, content: bytes, before: Snapshot, unasked: set[str] | None = None
) -> tuple[FileReport, Choices, Snapshot]:
    """The file given as it is understood, by which answers, and what it makes of the current tables; says which day it
    states.
    """
    current = before.tables
    checked, choices = check_file(given, content, current, unasked)
    after = succeeding(before, combined(current, checked.frames, frozenset(given.replace), given.as_of))
    stated, now = checked.day, as_of_date(current) if given.as_of else after.as_of
    if stated and not is_to_come(stated.day):
        place = {"day": format_date(stated.day, given.lang), "sheet": stated.sheet, "row": stated.row}
        of_tables = format_date(now, given.lang) if now else words("history.no_as_of", given.lang)
        is_earlier = now is not None and stated.day < now
        key = "upload.day_earlier" if is_earlier else "command.day_stated"
        if is_earlier or (not given.as_of and stated.day != now):
            print(words(key, given.lang, **place, date=of_tables, option=f"{stated.day}"), file=sys.stderr)
    return checked, choices, after


def check_file(
    given: Namespace, content: bytes, current: Tables, unasked: set[str] | None = None
) -> tuple[FileReport, Choices]:
    """The file given, read with what was answered on the page for the last file of its shape, and these answers.

    That answers were used is said on the error stream. `--plain` leaves them out; `--answer` comes before them. Raises
    StoreUnavailable, and Problem for an answer to what was not asked: where several files are given, one of the others
    may ask it, and its id is put into `unasked`.
    """

    def read(choices: Choices) -> FileReport:
        return check(content, given.file.name, current, choices)

    report, choices = read(Choices()), Choices()
    if not given.plain:
        with opened_store(given) as store:
            remembered = store.remembered(report.shape) if store else []
        fitting = recalled(remembered, read)
        if fitting and fitting[1] != Choices():
            print(words("command.recalled", given.lang), file=sys.stderr)
            report, choices, _ = fitting
    left = dict(given.answer)
    while left:  # an answer may lead to the next question
        languages = sorted(LANGUAGES, key=lambda language: language != given.lang)
        asked = [questions(report.findings, current, choices, language) for language in languages]
        choices, taken = answering(choices, left, *asked)
        if not taken and unasked is not None:
            unasked |= set(left)
            break
        if not taken:
            known = "\n".join(question_lines(report.findings, current, choices, given.lang)) or "–"
            raise Problem("answer.not_asked", id=next(iter(left)), known=known)
        left = {id: reading for id, reading in left.items() if id not in taken}
        report = read(choices)
    return report, choices


def exit_code(checked: FileReport, findings: Iterable[Finding]) -> int:
    """0: no error, warnings allowed; 1: errors; 2: the file cannot be read at all."""
    if not checked.is_readable:
        return UNREADABLE
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def checked_as_json(
    checked: FileReport, findings: list[Finding], file: str, current: Tables, language: Language
) -> Object:
    """The tables of a file with their sheet, heading row (from one) and rows; findings with cell and words.

    `"question"` of a finding is null or `{"id", "readings"}`, the words of each reading by what `--answer` takes.
    """
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
        "findings": [_finding_as_json(finding, current, language) for finding in findings],
        "shape": checked.shape,
    }


def _finding_as_json(finding: Finding, current: Tables, language: Language) -> Object:
    asked = asked_by(finding)
    names = ("severity", "code", "sheet", "cell", "column", "value", "table")
    return {name: getattr(finding, name) for name in names} | {
        "message": finding.message(language),
        "fix": finding.fix(language),
        "question": asked and {"id": asked.id, "readings": options_of(asked, current, language)},
    }


def changes_as_json(changes: Changes, language: Language) -> Object:
    """`{"ratios", "statuses", "statements", "rows"}`."""
    statuses = [dict(vars(change)) for change in changes.statuses]
    return {
        "ratios": [
            {
                "id": change.id,
                "before": change.before and ratio_as_json(change.before, language),
                "after": change.after and ratio_as_json(change.after, language),
            }
            for change in changes.ratios
        ],
        "statuses": [{"set": change.pop("set_id"), **change} for change in statuses],
        "statements": [
            {
                "kind": statement.kind,
                "measure": statement.measure,
                "table": statement.table,
                "sheet": statement.citation.sheet,
                "row": statement.citation.rows[0][0],
                "text": statement.text and statement.text.vi,
            }
            for statement in changes.statements
        ],
        "rows": {name: rows.numbers for name, rows in changes.rows.items()},
    }
