"""Ratios and history as one JSON object each, the shapes that scripts rely on."""

from fractions import Fraction
from typing import Any

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import rounded
from bs_metrics.snapshots.records import Record
from bs_metrics.views.texts import cited, in_language, ratio_name
from bs_metrics.words import Language


def ratios_as_json(tables: Tables, ratios: dict[str, Ratio], snapshot: str, language: Language) -> dict[str, Any]:
    """`{"snapshot", "as_of", "ratios": [...]}`; percentages are numbers in percent, rounded to two digits."""
    as_of = as_of_date(tables)
    return {
        "snapshot": snapshot,
        "as_of": as_of.isoformat() if as_of else None,
        "ratios": [ratio_as_json(ratio, language) for ratio in ratios.values()],
    }


def history_as_json(records: list[Record]) -> dict[str, Any]:
    """`{"snapshots": [...]}`, in the order given; times are in UTC."""
    return {"snapshots": [record_as_json(record) for record in records]}


def record_as_json(record: Record) -> dict[str, Any]:
    """All about a snapshot but its tables; times are in UTC."""
    return {
        "id": record.id,
        "number": record.number,
        "parent": record.parent,
        "time": record.time.isoformat(),
        "author": record.author,
        "note": record.note,
        "as_of": record.as_of.isoformat() if record.as_of else None,
        "origin": record.origin,
        "restored_from": record.restored_from,
        "file": record.file_name and {"name": record.file_name, "sha256": record.file_sha256},
    }


def ratio_as_json(ratio: Ratio, language: Language) -> dict[str, Any]:
    """One measure: counts, bounds, headline, target and gap."""
    tally, headline, reported, target = ratio.settled.tally, ratio.headline, ratio.reported, ratio.target
    low, high = ratio.gap_bounds or (None, None)
    return {
        "id": ratio.id,
        "name": ratio_name(ratio, language),
        "noun": in_language(ratio.measure.noun, language),
        "met": tally.met if tally else headline.met,
        "not_met": tally and tally.not_met,
        "unknown": tally and tally.unknown,
        "total": tally and tally.total,
        "named": {"met": ratio.counts.met, "not_met": ratio.counts.not_met, "unknown": ratio.counts.unknown},
        "unnamed": ratio.unnamed if tally else None,
        "reported": reported
        and {"met": reported.met, "total": reported.total, "percent_printed": reported.percent_printed},
        "headline": {
            "met": headline.met,
            "total": headline.total,
            "percent": None if headline.kind == "interval" else _percent(headline.share),
            "kind": headline.kind,
        },
        "lower": tally.lower if tally else headline.met,
        "upper": tally.upper if tally else headline.met,
        "target": target and {"count": ratio.needed, "percent": target.percent, "legal_basis": target.legal_basis.vi},
        "deadline": target.deadline.isoformat() if target and target.deadline else None,
        "gap": ratio.gap,
        "gap_lower": low,
        "gap_upper": high,
        "gap_points": _percent(ratio.gap_points, scale=1),
        "source": cited(*ratio.sources),
    }


def _percent(share: Fraction | None, scale: int = 100) -> float | None:
    return None if share is None else float(rounded(share * scale, 2))
