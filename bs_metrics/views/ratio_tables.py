"""Frames ready to draw and to show: one row a bar, headings and words in the reader's language."""

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import first_level, gap_status, standing
from bs_metrics.numbers import format_date, format_number
from bs_metrics.views.phrases import basis_text, gap_text, ratio_text, share_text
from bs_metrics.views.texts import in_language, noun_of, ratio_name, short_name
from bs_metrics.words import Language, words


def ratio_table(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Every measure with its figures, as text: what the command line prints and the data page shows."""
    head = {
        key: words(f"column.{key}", language)
        for key in ("measure", "ratio", "share", "basis", "gap", "gap_points", "target", "deadline")
    }
    return pd.DataFrame(
        [
            {
                head["measure"]: ratio_name(ratio, language),
                head["ratio"]: ratio_text(ratio, language),
                head["share"]: share_text(ratio, language),
                head["basis"]: basis_text(ratio, language),
                head["gap"]: gap_text(ratio, language),
                head["gap_points"]: points_text(ratio, language),
                head["target"]: target_text(ratio, language),
                head["deadline"]: deadline_text(ratio, language),
            }
            for ratio in ratios.values()
        ],
        columns=list(head.values()),
    )


def points_text(ratio: Ratio, language: Language) -> str:
    """The gap in percentage points; nothing where it is not certain."""
    return "" if ratio.gap_points is None else format_number(ratio.gap_points, language, 2)


def target_text(ratio: Ratio, language: Language) -> str:
    """The number to reach, and the percentage where the target is one."""
    if ratio.target is None:
        return words("target.none", language)
    count = ""
    if ratio.needed is not None:
        count = f"{format_number(ratio.needed, language)}/{format_number(ratio.tally.total, language)}"
    if ratio.target.percent is None:
        return count
    percent = format_number(ratio.target.percent, language) + "%"
    return words("target.percent", language, percent=percent, count=count) if count else percent


def deadline_text(ratio: Ratio, language: Language) -> str:
    """The target's deadline."""
    deadline = ratio.target.deadline if ratio.target else None
    return format_date(deadline, language) if deadline else words("target.no_deadline", language)


def gap_bars(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: every measure with a total, largest gap first."""
    counted = {ratio.id: ratio for ratio in ratios.values() if ratio.total and ratio.measure.counts != "parts"}
    return (
        share_rows(counted, language)
        .sort_values(["gap", "met"], ascending=[False, True], kind="stable")
        .reset_index(drop=True)
    )


def share_rows(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`, in the order given."""
    return pd.DataFrame([_bar(ratio, language) for ratio in ratios.values()], columns=_BAR_COLUMNS)


_BAR_COLUMNS = ["id", "label", "met", "unknown", "missing", "rest", "target", "inside", "beside", "status", "gap"]


def _bar(ratio: Ratio, language: Language) -> dict[str, object]:
    """One row for `share_bars`. What lies beyond the target is `rest`: nothing there is missing."""
    tally = ratio.tally
    total, lower, upper = tally.total, tally.lower, tally.upper
    needed = total if ratio.needed is None else min(ratio.needed, total)
    return {
        "id": ratio.id,
        "label": ratio_name(ratio, language),
        "met": lower / total,
        "unknown": (upper - lower) / total,
        "missing": max(0, needed - upper) / total,
        "rest": (total - max(needed, upper)) / total,
        "target": needed / total if ratio.target else None,
        "inside": ratio_text(ratio, language),
        "beside": gap_text(ratio, language),
        "status": gap_status(ratio),
        "gap": (ratio.gap_bounds or (0, 0))[1],
    }


def set_headlines(ratios: dict[str, Ratio], criteria_set: CriteriaSet, language: Language) -> str:
    """A set's short name with the headline of every measure that counts it: …: 2/9 tiêu chí, 23/36 chỉ tiêu."""
    name = short_name(criteria_set, language)
    of_set = [ratio for ratio in ratios.values() if ratio.measure.set == criteria_set.id and ratio.total]
    shown = [f"{ratio_text(ratio, language)} {noun_of(ratio, ratio.total, language)}" for ratio in of_set]
    return f"{name}: {', '.join(shown)}" if shown else name


def points_table(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """The criteria of a set decided by points: number of standards, points available, needed and reached."""
    standings = standing(tables, ratios, set_id)
    parents = [one.criterion.parent for one in standings]

    def number(value: float | None) -> str:
        return words("ratio.none", language) if value is None else format_number(value, language)

    return pd.DataFrame(
        [
            {
                words("column.code", language): one.criterion.code,
                words("column.name", language): in_language(one.criterion.name, language),
                words("column.items", language): number(one.criterion.items),
                words("column.named", language): str(parents.count(one.criterion.code)),
                words("column.points_max", language): number(one.criterion.points_max),
                words("column.points_min", language): number(one.criterion.points_min),
                words("column.points", language): number(one.result.points if one.result else None),
                words("column.note", language): in_language(one.criterion.note, language),
            }
            for one in first_level(standings)
        ]
    )
