"""What the commands print with `--json`: the shapes that scripts rely on."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bs_metrics.contract.findings import Finding
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport
from bs_metrics.intake.questions import asked_by, options_of
from bs_metrics.measures.goals.optimum import Optimum
from bs_metrics.measures.goals.owners import document_of
from bs_metrics.measures.goals.rules import Plan
from bs_metrics.measures.pace import judged_ratios, pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.numbers import rounded
from bs_metrics.report_check.check import Checked
from bs_metrics.report_check.doubt import Doubt
from bs_metrics.snapshots.changes import Changes
from bs_metrics.snapshots.records import Record
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.submissions import Submission
from bs_metrics.views.report.doubts import expected, message, source
from bs_metrics.views.scenario.works import WorkTexts
from bs_metrics.views.texts import cited, in_language, ratio_name
from bs_metrics.words import Language

Object = dict[str, Any]


def as_json(value: object) -> str:
    """An object as it is printed; dates and times as ISO 8601 writes them."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=lambda day: day.isoformat())


def ratios_as_json(shown: Snapshot, language: Language) -> Object:
    """`{"snapshot", "as_of", "ratios": [...]}`; percentages are numbers in percent, rounded to two digits.

    `agencies` have to act on what is missing; `assigned_by` is the number of the document that says whose work it is.
    """
    asked = {ratio.id for ratio in judged_ratios(shown.ratios)}
    ratios = [
        ratio_as_json(ratio, language)
        | {"agencies": agencies_of(shown.tables, ratio), "assigned_by": document_of(shown.tables, ratio.measure.set)}
        | {"pace": _pace_as_json(shown, ratio.id) if ratio.id in asked else None}
        for ratio in shown.ratios.values()
    ]
    return {"snapshot": shown.id, "as_of": shown.as_of, "ratios": ratios}


def optimum_as_json(found: Optimum | None, shown: Snapshot, language: Language) -> Object:
    """The least that makes a goal pass; costs are in million VND, null where nobody has said one.

    `status` is done, possible, impossible, others_needed (of which `works` are) or contradiction.
    """
    if found is None:
        return {"status": "contradiction"}
    if found.plan is None:
        needed = found.outside
        return (
            {"status": "others_needed", "works": _works_as_json(needed, shown, language)}
            if needed
            else {"status": "impossible"}
        )
    plan = found.plan
    names = ("number", "cost", "without_cost", "last_day", "without_day")
    return (
        {"status": "possible" if plan.works else "done"}
        | {name: getattr(plan, name) for name in names}
        | {
            "least_cost": found.least_cost,
            "works": _works_as_json(plan, shown, language),
            "others": [_works_as_json(other, shown, language) for other in found.others],
            "more": found.more,
        }
    )


def _works_as_json(plan: Plan, shown: Snapshot, language: Language) -> list[Object]:
    texts, names = WorkTexts(shown, language), ("key", "status", "agency", "deadline", "cost")
    return [
        {name: getattr(work, name) for name in names} | {"name": texts.work(work, number), "number": number}
        for work, number in plan.works
    ]


def _pace_as_json(shown: Snapshot, measure: str) -> Object:
    """The verdict on a goal; paces are items a month, rounded to two digits."""
    found = pace(shown.states(measure))
    names = ("verdict", "why", "is_certain", "days_left", "days_overdue")
    return {name: getattr(found, name) for name in names} | {
        "required": _rounded(found.required),
        "actual": found.actual and [_rounded(one) for one in found.actual],
        "expected": found.expected,
        "latest_start": found.latest_start,
    }


def record_as_json(record: Record, handed_in: Mapping[str, str]) -> Object:
    """All about a snapshot but its tables; times are in UTC. `handed_in`: by whom, by the snapshot's id."""
    names = ("id", "number", "parent", "author", "note", "origin", "restored_from", "time", "as_of")
    file = record.file_name and {"name": record.file_name, "sha256": record.file_sha256}
    return {name: getattr(record, name) for name in names} | {"handed_in_by": handed_in.get(record.id), "file": file}


def submission_as_json(one: Submission) -> Object:
    """What was handed in, and what became of it; `state` is null while it waits. Times are in UTC."""
    names = ("id", "author", "who", "note", "time")
    ends = {name: getattr(one, name) or None for name in ("state", "ended", "ended_by", "snapshot", "reason")}
    taken = {name: getattr(one.taken, name) for name in ("tables", "replaced", "as_of")}
    file = {"name": one.file_name, "sha256": one.file_sha256}
    return {name: getattr(one, name) for name in names} | {"file": file} | taken | ends


def ratio_as_json(ratio: Ratio, language: Language) -> Object:
    """One measure: counts, bounds, headline, target and gap.

    `met`, `not_met` and `unknown` are what is proven, as on the pages; `named` what the rows themselves say.
    """
    tally, headline, reported, target = ratio.settled.tally, ratio.headline, ratio.reported, ratio.target
    low, high = ratio.gap_bounds or (None, None)
    return {
        "id": ratio.id,
        "name": ratio_name(ratio, language),
        "noun": in_language(ratio.measure.noun, language),
        "met": tally.lower if tally else headline.met,
        "not_met": tally and tally.total - tally.upper,
        "unknown": tally and tally.upper - tally.lower,
        "total": tally and tally.total,
        "named": {"met": ratio.counts.met, "not_met": ratio.counts.not_met, "unknown": ratio.counts.unknown},
        "unnamed": ratio.unnamed if tally else None,
        "reported": reported
        and {"met": reported.met, "total": reported.total, "percent_printed": reported.percent_printed},
        "headline": {
            "met": headline.met,
            "total": headline.total,
            "percent": None if headline.kind == "interval" else _rounded(headline.share, 100),
            "kind": headline.kind,
        },
        "lower": tally.lower if tally else headline.met,
        "upper": tally.upper if tally else headline.met,
        "target": {"count": ratio.needed, "percent": target.percent, "legal_basis": target.legal_basis.vi}
        if target and target.is_number
        else None,
        "deadline": ratio.deadline,
        "gap": ratio.gap,
        "gap_lower": low,
        "gap_upper": high,
        "gap_points": _rounded(ratio.gap_points),
        "source": cited(*ratio.sources),
    }


def _rounded(number: Fraction | None, scale: int = 1) -> float | None:
    return None if number is None else float(rounded(number * scale, 2))


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


def doubts_as_json(checked: Checked, language: Language) -> Object:
    """`{"claims", "findings"}`; `"data"` is null or what the snapshot has: measure, value, cells."""
    return {"claims": checked.claims, "findings": [_doubt_as_json(doubt, language) for doubt in checked.doubts]}


def _doubt_as_json(doubt: Doubt, language: Language) -> Object:
    names = ("kind", "certainty", "code", "printed")
    against = {"ratio": doubt.ratio or None, "value": doubt.value or None, "source": source(doubt)}
    return {name: getattr(doubt, name) for name in names} | {
        "sentence": doubt.passage.text,
        "where": doubt.passage.before or None,
        "expected": expected(doubt, language) or None,
        "message": message(doubt, language),
        "data": against if doubt.places else None,
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
