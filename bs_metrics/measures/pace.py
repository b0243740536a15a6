"""Whether a goal will be made: how fast its gap closes from one as-of date to the next, and what its deadline asks for.

Linear in counts, exact, and only what the bounds and the observed paces allow: a range of days, never a single one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Literal

from bs_metrics.measures.ratios import Ratio

MONTH_DAYS = Fraction(3652425, 120000)  # mean length of a month of the Gregorian calendar, in days
Verdict = Literal["done", "in_time", "late", "overdue", "unknown"]
Why = Literal[
    "", "contradiction", "no_gap", "no_as_of", "no_deadline", "no_number", "one_date", "not_comparable", "open"
]
VERDICTS: tuple[Verdict, ...] = ("overdue", "late", "unknown", "in_time", "done")  # the most urgent first
State = tuple[date | None, Ratio]  # a measure as of a day
Span = tuple[Fraction, Fraction]  # least and most items a month


@dataclass(frozen=True)
class Stretch:
    """From one as-of date to the next: the least and the most items a month by which the number met grew."""

    since: date
    until: date
    pace: Span


@dataclass(frozen=True)
class Pace:
    """The verdict for a goal at an as-of date, and what it rests on.

    `why` tells why the verdict is unknown. `days_left` are counted from the as-of date, negative after the deadline.
    `required` are the items a month that close the gap in time: None when the deadline has passed or no number is set.
    `stretches` lie between the dates that can be compared, `actual` between the first and the last of them. `expected`
    is the earliest and the latest day of completion, None for a day that no observed pace reaches; it is None without a
    verdict. `latest_start` is the last day from which the fastest stretch still closes the least gap in time.
    """

    verdict: Verdict
    why: Why = ""
    days_left: int | None = None
    required: Fraction | None = None
    stretches: tuple[Stretch, ...] = ()
    actual: Span | None = None
    expected: tuple[date | None, date | None] | None = None
    latest_start: date | None = None
    is_certain: bool = True  # every day of the range says the same as the verdict

    @property
    def days_overdue(self) -> int:
        """Days since the deadline of what is surely not reached."""
        return -(self.days_left or 0) if self.verdict == "overdue" else 0


def judged_ratios(ratios: Mapping[str, Ratio]) -> list[Ratio]:
    """What there is a verdict on: measures with a target, and those of a stage, as far as their total is known."""
    return [ratio for ratio in ratios.values() if ratio.total and (ratio.target or ratio.measure.stage is not None)]


def days_left(ratio: Ratio, as_of: date | None) -> int | None:
    """Days from the as-of date to the deadline, negative when it has passed; None where one of them is not known."""
    return None if as_of is None or ratio.deadline is None else (ratio.deadline - as_of).days


def pace(states: Sequence[State]) -> Pace:
    """The pace and the verdict of a measure: the last state is the one that is asked about, those before it are older.

    A pace needs two days. A state that contradicts itself, or that counts another total, has no part in it, and neither
    has a reported figure that was not reported anew: nobody knows what it is by then.
    """
    as_of, ratio = states[-1]
    left, known = days_left(ratio, as_of), _comparable(states)
    stretches = tuple(_stretch(*pair) for pair in pairwise(known))
    actual = _stretch(known[0], known[-1]).pace if stretches else None
    seen = None if actual is None else _extremes(known, stretches, actual)
    verdict, why = _verdict(ratio, as_of, known, actual, seen)
    if why == "one_date" and len({day for day, _ in states if day}) > 1:
        why = "not_comparable"
    low, high = ratio.gap_bounds or (0, 0)
    is_number = ratio.target is not None and ratio.target.is_number
    required = Fraction(0) if verdict == "done" else None
    if is_number and ratio.gap and left and left > 0 and ratio.headline.kind != "contradiction":
        required = ratio.gap / (left / MONTH_DAYS)
    if seen is None or not is_number or ratio.deadline is None or verdict in ("done", "unknown"):
        return Pace(verdict, why, left, required, stretches, actual)
    slowest, fastest = seen
    expected = _after(known[-1][0], low, fastest), _after(known[-1][0], high, slowest)
    best = max(stretch.pace[1] for stretch in stretches)
    start = None if best <= 0 else _before(ratio.deadline, low, best)
    certain = _is_certain(verdict, expected, ratio.deadline)
    return Pace(verdict, why, left, required, stretches, actual, expected, start, certain)


def _extremes(known: list[tuple[date, Ratio]], stretches: tuple[Stretch, ...], actual: Span) -> Span:
    """The slowest and the fastest pace. Whole items are counted, so that their number is known to within one."""
    one = MONTH_DAYS / (known[-1][0] - known[0][0]).days
    slowest, fastest = min(stretch.pace[0] for stretch in stretches), max(stretch.pace[1] for stretch in stretches)
    return min(slowest, actual[0] - one), max(fastest, actual[1] + one) if fastest > 0 else fastest


def _verdict(
    ratio: Ratio, as_of: date | None, known: list[tuple[date, Ratio]], actual: Span | None, seen: Span | None
) -> tuple[Verdict, Why]:
    if ratio.headline.kind == "contradiction":
        return "unknown", "contradiction"
    if ratio.gap_bounds is None:
        return "unknown", "no_gap"
    low, high = ratio.gap_bounds
    if high == 0:
        return "done", ""
    if ratio.deadline is None or ratio.target is None:
        return "unknown", "no_deadline"
    if as_of is None:
        return "unknown", "no_as_of"
    if ratio.deadline < as_of:
        return ("overdue", "") if low > 0 else ("unknown", "open")
    if not ratio.target.is_number:
        return "unknown", "no_number"
    if actual is None or seen is None:
        return "unknown", "one_date"
    day, is_certain = known[-1][0], all(one.tally.lower == one.tally.upper for _, one in known)
    slowest = _after(day, high, actual[0])
    if slowest is not None and slowest <= ratio.deadline:
        return "in_time", ""
    # Where it is not known how many are met, nobody is late as long as some pace that the bounds allow makes it.
    fastest = _after(day, low, actual[1] if is_certain else seen[1])
    return ("late", "") if fastest is None or fastest > ratio.deadline else ("unknown", "open")


def _is_certain(verdict: Verdict, expected: tuple[date | None, date | None], deadline: date) -> bool:
    earliest, latest = expected
    if verdict not in ("in_time", "late"):
        return True
    in_time = latest is not None and latest <= deadline
    return in_time if verdict == "in_time" else earliest is None or earliest > deadline


def _comparable(states: Sequence[State]) -> list[tuple[date, Ratio]]:
    """The states up to the last one that count the same items and do not contradict themselves, by their days."""
    last, kept = states[-1][1], list[State]()
    for day, ratio in states:
        if day is None or ratio.headline.kind == "contradiction" or ratio.total is None:
            continue
        if ratio.total != last.total:
            kept.clear()
        else:
            kept.append((day, ratio))
    return by_day(kept)


def by_day(states: Iterable[State]) -> list[tuple[date, Ratio]]:
    """The measure at each day that it was stated for, oldest first: what was stated last of it, for a figure that is
    put right later is no progress, and one that is carried on is no new one.
    """
    found = {min(as_of, ratio.day or as_of): ratio for as_of, ratio in states if as_of is not None}
    return sorted(found.items(), key=lambda one: one[0])


def _stretch(before: tuple[date, Ratio], after: tuple[date, Ratio]) -> Stretch:
    (since, was), (until, now) = before, after
    months = (until - since).days / MONTH_DAYS
    least, most = now.tally.lower - was.tally.upper, now.tally.upper - was.tally.lower
    return Stretch(since, until, (least / months, most / months))


def _after(day: date, items: int, a_month: Fraction) -> date | None:
    """The day by which some items are met at a pace; None where it never comes."""
    if items == 0:
        return day
    days = ceil(items / a_month * MONTH_DAYS) if a_month > 0 else None
    return None if days is None or days > (date.max - day).days else day + timedelta(days)


def _before(day: date, items: int, a_month: Fraction) -> date | None:
    days = ceil(items / a_month * MONTH_DAYS)
    return None if days > (day - date.min).days else day - timedelta(days)
