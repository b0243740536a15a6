"""All goals with their verdicts, what is overdue first: cards, a table, one sentence that counts them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.measures.pace import VERDICTS, Pace, by_day, judged_ratios, pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_days, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import Emphasis, gap_text, plain, ratio_text
from bs_metrics.views.ratio_tables import deadline_text
from bs_metrics.views.texts import day_text, dotted, lower_first, noun_of, ratio_name, text_table, upper_first
from bs_metrics.views.verdicts.verdict import (
    actual_text,
    expected_text,
    left_text,
    passed_text,
    required_text,
    span_text,
    verdict_text,
    why_text,
)
from bs_metrics.words import Language, joined, words


@dataclass(frozen=True)
class GoalCard:
    """A goal and its verdict in words: what it counts, how far it is, why it is so judged, what is to come; once the
    deadline has passed by the reader's day, that in `passed`, and no more how much time is left and what it asks for.
    """

    ratio: Ratio
    found: Pace
    name: str
    headline: str
    noun: str
    said: str
    gap: str
    lines: tuple[str, ...]
    passed: str = ""


def judged(shown: Snapshot) -> list[tuple[Ratio, Pace]]:
    """Every goal with its verdict: the most urgent first, the longest overdue, then the nearest deadline."""
    found = [(ratio, pace(shown.states(ratio.id))) for ratio in judged_ratios(shown.ratios)]
    return sorted(found, key=lambda one: _urgency(one[1]))


def _urgency(found: Pace) -> tuple[int, float]:
    return VERDICTS.index(found.verdict), float("inf") if found.days_left is None else found.days_left


def goal_cards(shown: Snapshot, language: Language, today: date | None = None) -> list[GoalCard]:
    """The goals as cards."""
    return [_card(ratio, found, shown.as_of, language, today) for ratio, found in judged(shown)]


def _card(ratio: Ratio, found: Pace, as_of: date | None, language: Language, today: date | None) -> GoalCard:
    due = deadline_text(ratio, language) if ratio.deadline else ""
    day, why = words("stage.deadline", language, date=due) if due else "", why_text(found, language)
    seen, expected = actual_text(ratio, found, language), expected_text(found, language, today)
    before = (
        dotted(day, left_text(found, language)),
        why,
        dotted(required_text(ratio, found, language), seen),
        expected,
        start_text(found, as_of, language),
    )
    passed = "" if found.verdict == "done" else passed_text(ratio.deadline, as_of, today, language)
    told = (day, why, seen, expected) if passed else before
    lines = () if found.verdict == "done" else tuple(upper_first(line) for line in told if line)
    noun, said = noun_of(ratio, ratio.total, language), verdict_text(found, language)
    gap = "" if found.verdict == "done" else gap_text(ratio, language).lstrip("; ")
    return GoalCard(
        ratio, found, ratio_name(ratio, language), ratio_text(ratio, language), noun, said, gap, lines, passed
    )


def start_text(found: Pace, as_of: date | None, language: Language) -> str:
    """The last day to start, or that it is over; nothing once the deadline itself has passed."""
    day = None if found.verdict == "overdue" else found.latest_start
    if day is None or as_of is None:
        return ""
    return words("pace.latest_start" if day >= as_of else "pace.started", language, day=day_text(day, language))


def goal_table(shown: Snapshot, language: Language, today: date | None = None) -> pd.DataFrame:
    """One row a goal: the verdict and all that it rests on, as text."""
    rows = [_row(ratio, found, language, today) for ratio, found in judged(shown)]
    return text_table(
        (
            "measure",
            "ratio",
            "gap",
            "deadline",
            "verdict",
            "why",
            "required",
            "actual",
            "expected_days",
            "latest_start",
        ),
        rows,
        language,
    )


def _row(ratio: Ratio, found: Pace, language: Language, today: date | None) -> list[str]:
    required = "" if found.required is None else format_number(found.required, language, 1)
    expected = expected_text(found, language, today)
    numbers = (required, span_text(found.actual, language) if found.actual else "", expected)
    start = day_text(found.latest_start, language)
    said = (verdict_text(found, language), why_text(found, language))
    first = (ratio_name(ratio, language), ratio_text(ratio, language), gap_text(ratio, language))
    return [*first, deadline_text(ratio, language), *said, *numbers, start]


def goal_lines(shown: Snapshot, language: Language) -> list[str]:
    """One line a goal with its verdict, for the command line."""
    return [
        f"{one.name}: {dotted(one.headline, one.said, *map(lower_first, one.lines))}"
        for one in goal_cards(shown, language)
    ]


def count_text(shown: Snapshot, language: Language, mark: Emphasis = plain) -> str:
    """How many goals have which verdict, the most urgent first; of what is overdue, the longest."""
    found = [one for _, one in judged(shown)]
    if not found:
        return words("pace.no_goals", language)
    numbers, days = Counter(one.verdict for one in found), max(one.days_overdue for one in found)
    told = []
    for verdict in VERDICTS:
        if number := numbers[verdict]:
            values = {"number": format_number(number, language), "days": format_days(days, language)}
            text = words(f"pace.count_{verdict}", language, **values)
            told.append(mark(text) if verdict in ("overdue", "late") else text)
    return words("pace.title", language, total=len(found), verdicts=joined(told, language))


def missing_dates_text(shown: Snapshot, language: Language) -> str:
    """What data of a single date cannot tell, and what it takes; nothing from the second date on."""
    if any(one.stretches for _, one in judged(shown)):
        return ""
    day = day_text(shown.as_of, language, words("history.no_as_of", language))
    return words("pace.one_date_only" if not shown.earlier else "pace.nothing_new", language, day=day)


def drawn_goals(shown: Snapshot) -> list[Ratio]:
    """The goals of which there is a way to draw: known of two days or more."""
    found = (ratio for ratio, _ in judged(shown) if ratio.needed is not None)
    return [ratio for ratio in found if len(by_day(one for one in shown.states(ratio.id) if one[1].total)) > 1]
