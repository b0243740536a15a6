"""Measures as frames ready to draw and to show: one row a bar or a day, words in the reader's language."""

from datetime import date

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.pace import Pace, by_day, pace
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import first_level, gap_status, standing
from bs_metrics.numbers import format_date, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.criteria import points_text
from bs_metrics.views.phrases import basis_text, gap_text, over_total, ratio_text, ratio_title, share_text
from bs_metrics.views.texts import day_text, in_language, lower_first, noun_of, ratio_name, short_name, text_table
from bs_metrics.views.verdicts.verdict import expected_text
from bs_metrics.words import Language, words


def ratio_table(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Every measure with its figures, as text: what the command line prints and the data page shows."""
    texts = (ratio_name, ratio_text, share_text, basis_text, gap_text, _points_text, target_text, deadline_text)
    rows = [[text(ratio, language) for text in texts] for ratio in ratios.values()]
    return text_table(("measure", "ratio", "share", "basis", "gap", "gap_points", "target", "deadline"), rows, language)


def _points_text(ratio: Ratio, language: Language) -> str:
    """The gap in percentage points; nothing where it is not certain."""
    return "" if ratio.gap_points is None else format_number(ratio.gap_points, language, 2)


def target_text(ratio: Ratio, language: Language) -> str:
    """The number to reach, and the percentage where the target is one."""
    if ratio.target is None or not ratio.target.is_number:
        return words("target.none", language)
    count = "" if ratio.needed is None else over_total(ratio.needed, ratio, language)
    if ratio.target.percent is None:
        return count
    percent = format_number(ratio.target.percent, language) + "%"
    return words("target.percent", language, percent=percent, count=count) if count else percent


def deadline_text(ratio: Ratio, language: Language) -> str:
    """The target's deadline."""
    return day_text(ratio.deadline, language, words("target.no_deadline", language))


def gap_bars(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: measures with a number to reach, largest gap first; what nothing asks for has no gap."""
    asked = (ratio for ratio in ratios.values() if ratio.needed and ratio.is_asked)
    counted = {ratio.id: ratio for ratio in asked if ratio.measure.counts != "parts"}
    rows = share_rows(counted, language)
    return rows.sort_values(["gap", "met"], ascending=[False, True], kind="stable", ignore_index=True)


def share_rows(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`, in the order given."""
    return pd.DataFrame([_bar(ratio, language) for ratio in ratios.values()], columns=_BAR_COLUMNS)


_BAR_COLUMNS = ["id", "label", "met", "unknown", "missing", "rest", "target", "inside", "beside", "status", "gap"]


def _bar(ratio: Ratio, language: Language) -> dict[str, object]:
    """One row for `share_bars`. What lies beyond the target is `rest`: nothing there is missing."""
    tally = ratio.tally
    total, lower, upper = tally.total, tally.lower, tally.upper
    needed = upper if ratio.needed is None else min(ratio.needed, total)
    return {
        "id": ratio.id,
        "label": ratio_name(ratio, language),
        "met": lower / total,
        "unknown": (upper - lower) / total,
        "missing": max(0, needed - upper) / total,
        "rest": (total - max(needed, upper)) / total,
        "target": needed / total if ratio.target and ratio.target.is_number else None,
        "inside": ratio_text(ratio, language),
        "beside": gap_text(ratio, language),
        "status": gap_status(ratio),
        "gap": (ratio.gap_bounds or (0, 0))[1],
    }


def trend_rows(shown: Snapshot, measure: str, language: Language, today: date | None = None) -> pd.DataFrame:
    """One row a day that a figure was stated for, oldest first: bounds of the number met, total, number needed, the
    headline as printed; and in each row what is to come: the deadline, from when to when completion can be expected,
    both in words.

    States without an as-of date, or in which the measure has no total, have no place in it.
    """
    found = []
    for day, ratio in by_day(one for one in shown.states(measure) if one[1].total):
        tally, text = ratio.tally, format_date(day, language)
        numbers = (tally.lower, tally.upper, tally.total, ratio.needed)
        found.append((day, text, *numbers, ratio_text(ratio, language)))
    rows = pd.DataFrame(found, columns=["as_of", "day", "lower", "upper", "total", "needed", "label"])
    return rows.astype({"as_of": object}).assign(**_to_come(shown, measure, language, today))


def trend_table(shown: Snapshot, measure: str, language: Language) -> pd.DataFrame:
    """The same as a table of text: each date with its ratio."""
    headings = {"day": words("history.as_of", language), "label": ratio_name(shown.ratios[measure], language)}
    return trend_rows(shown, measure, language)[list(headings)].rename(columns=headings)


def _to_come(shown: Snapshot, measure: str, language: Language, today: date | None) -> dict[str, object]:
    """The same in each row of a trend."""
    states = shown.states(measure)
    found = pace(states) if states else Pace("unknown")
    earliest, latest = found.expected or (None, None)
    deadline = states[-1][1].deadline if states else None
    due = words("stage.deadline", language, date=format_date(deadline, language)) if deadline else ""
    texts = {"due": due, "to_come": "; ".join(filter(None, (due, expected_text(found, language, today))))}
    days = {"deadline": deadline, "earliest": earliest, "latest": latest}
    return texts | {name: pd.Series([day] * len(states), dtype=object) for name, day in days.items()}


def set_headlines(ratios: dict[str, Ratio], criteria_set: CriteriaSet, language: Language) -> str:
    """A set's short name with both halves of the first measure that counts it, and the headlines of the others."""
    name = short_name(criteria_set, language)
    of_set = [ratio for ratio in ratios.values() if ratio.measure.set == criteria_set.id and ratio.total]
    shown = [f"{ratio_text(ratio, language)} {noun_of(ratio, ratio.total, language)}" for ratio in of_set[1:]]
    return f"{name}: {'; '.join([lower_first(ratio_title(of_set[0], language)), *shown])}" if of_set else name


def points_table(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """The criteria of a set decided by points: number of standards, points available, needed and reached."""
    standings, reached, rows = standing(tables, ratios, set_id), points_reached(tables, ratios, set_id), []
    none = words("ratio.none", language)
    for one in first_level(standings):
        criterion, named = one.criterion, sum(below.criterion.parent == one.criterion.code for below in standings)
        items, *shown = (
            none if number is None else format_number(number, language)
            for number in (criterion.items, criterion.points_max, criterion.points_min)
        )
        shown.append(points_text(reached[criterion.code], language) or none)
        name, note = in_language(criterion.name, language), in_language(criterion.note, language)
        rows.append((criterion.code, name, items, str(named), *shown, note))
    return text_table(("code", "name", "items", "named", "points_max", "points_min", "points", "note"), rows, language)
