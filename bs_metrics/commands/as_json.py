"""What the commands print with `--json`: the shapes that scripts rely on."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bs_metrics.measures.goals.owners import document_of
from bs_metrics.measures.pace import judged_ratios, pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.numbers import rounded
from bs_metrics.snapshots.records import Record
from bs_metrics.snapshots.snapshot import Snapshot
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
