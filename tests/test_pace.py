"""Will a goal be made: exact, linear in counts, from the as-of dates, and nothing where that is not known."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bs_metrics.measures.pace import MONTH_DAYS, VERDICTS, by_day, days_left, judged_ratios, pace
from bs_metrics.measures.ratios import ratios
from bs_metrics.measures.settle import Headline, Settled, Tally
from tests.conftest import tables_of

TODAY = date(2024, 8, 1)
END = date(2024, 12, 31)
TOTAL = 10
BASE = ratios(
    tables_of(
        measures=[{"id": "a", "counts": "reported"}],
        reported_totals=[{"measure": "a", "met": 3, "total": TOTAL}],
        targets=[{"measure": "a", "count": TOTAL, "deadline": END}],
    )
)["a"]


def measured(lower, upper=None, deadline=END, total=TOTAL, needed=TOTAL, kind="items"):
    """A measure of which so many, or between so many, are met."""
    upper = lower if upper is None else upper
    tally = Tally(lower, total - upper, upper - lower, total, lower, upper)
    headline = Headline(lower, total, Fraction(lower, total), kind if lower == upper else "interval")
    settled = Settled(tally, headline)
    return replace(BASE, settled=settled, reported=None, target=replace(BASE.target, deadline=deadline, count=needed))


def after(days, *given, **more):
    return TODAY + timedelta(days), measured(*given, **more)


def test_days_are_counted_from_the_as_of_date():
    assert days_left(measured(3), TODAY) == pace([after(0, 3)]).days_left == 152
    assert days_left(measured(3, deadline=None), TODAY) is None and days_left(measured(3), None) is None


def test_the_required_pace_closes_the_gap_at_the_deadline():
    found = pace([after(0, 3)])
    assert found.required * found.days_left / MONTH_DAYS == 7
    assert pace([after(0, 8)]).required * 2 == pace([after(0, 6)]).required


VERDICT = {  # states, the verdict and why there is none
    "one date": ([after(0, 3)], "unknown", "one_date"),
    "one date, two snapshots of it": ([after(0, 3), after(0, 5)], "unknown", "one_date"),
    "reached": ([after(0, TOTAL)], "done", ""),
    "reached at last, after the deadline": ([after(0, 3), after(200, TOTAL)], "done", ""),
    "overdue by one date": ([after(183, 3)], "overdue", ""),
    "overdue whatever is unknown": ([after(183, 3, 9)], "overdue", ""),
    "perhaps reached after the deadline": ([after(183, 3, TOTAL)], "unknown", "open"),
    "on the day of the deadline": ([after(0, 3), after(152, 9)], "late", ""),
    "in time": ([after(0, 3), after(60, 7)], "in_time", ""),
    "late": ([after(0, 3), after(60, 4)], "late", ""),
    "nothing moves": ([after(0, 3), after(60, 3)], "late", ""),
    "something was lost": ([after(0, 3), after(60, 2)], "late", ""),
    "the bounds leave it open": ([after(0, 3), after(60, 4, 8)], "unknown", "open"),
    "in time by both bounds": ([after(0, 3), after(60, 8, 9)], "in_time", ""),
    "no deadline": ([after(0, 3, deadline=None), after(60, 7, deadline=None)], "unknown", "no_deadline"),
    "no number to reach": ([after(0, 3, needed=None), after(60, 7, needed=None)], "unknown", "no_number"),
    "overdue without a number": ([after(200, 3, needed=None)], "overdue", ""),
    "figures that contradict each other": (
        [after(0, 3), after(60, 7, kind="contradiction")],
        "unknown",
        "contradiction",
    ),
    "another total": ([after(0, 3, total=9), after(60, 7)], "unknown", "not_comparable"),
    "no as-of date": ([after(0, 3), (None, measured(7))], "unknown", "no_as_of"),
    "undated before": ([(None, measured(3)), after(60, 7)], "unknown", "one_date"),
}


@pytest.mark.parametrize(("states", "verdict", "why"), VERDICT.values(), ids=VERDICT)
def test_the_verdict(states, verdict, why):
    states = [
        (day, replace(one, measure=replace(one.measure, stage=1)) if one.target.count is None else one)
        for day, one in states
    ]
    found = pace(states)
    assert (found.verdict, found.why) == (verdict, why)


def test_days_overdue_count_from_the_as_of_date_not_from_today():
    found = pace([after(152 + 31, 3)])
    assert (found.days_overdue, found.required) == (31, None)


def test_the_pace_lies_between_what_the_bounds_of_both_ends_allow():
    found = pace([after(0, 2, 4), after(30, 5, 6), after(60, 7)])
    by_day = [tuple(one / MONTH_DAYS for one in step.pace) for step in found.stretches]
    assert by_day == [(Fraction(1, 30), Fraction(4, 30)), (Fraction(1, 30), Fraction(2, 30))]
    assert tuple(one / MONTH_DAYS for one in found.actual) == (Fraction(3, 60), Fraction(5, 60))


def test_completion_is_a_range_though_all_is_certain_for_whole_items_are_counted():
    earliest, latest = pace([after(0, 3), after(60, 7)]).expected
    assert (earliest - TODAY).days == 60 + ceil(3 / Fraction(5, 60)) < (latest - TODAY).days == 60 + 60
    assert pace([after(0, 3), after(60, 4)]).expected[1] is None, "one item more or less is no pace at all"


def test_there_is_no_latest_day_where_nothing_was_met_in_between_and_none_at_all_where_nothing_ever_was():
    assert pace([after(0, 3), after(30, 7), after(60, 7)]).expected[1] is None
    assert pace([after(0, 6), after(60, 4)]).expected == (None, None)


def test_the_latest_start_leaves_the_fastest_step_just_time_enough():
    found = pace([after(0, 3), after(30, 4), after(60, 7)])  # at its best 3 in 30 days; 3 are missing
    assert found.latest_start == END - timedelta(30)


def test_a_verdict_says_where_some_of_the_expected_days_would_say_another():
    steady, wavering = pace([after(0, 1), after(60, 8)]), pace([after(0, 3), after(30, 3), after(60, 6)])
    assert (steady.verdict, steady.is_certain) == ("in_time", True)
    assert (wavering.verdict, wavering.is_certain) == ("in_time", False)


@pytest.mark.parametrize(
    ("met", "own_day", "points"),
    [(3, 0, {0: 3}), (4, 0, {0: 4}), (3, 60, {0: 3, 60: 3}), (4, 60, {0: 3, 60: 4}), (4, 30, {0: 3, 30: 4})],
    ids=["carried on", "put right", "reported anew, the same", "reported anew", "of a day in between"],
)
def test_a_reported_figure_stands_at_its_own_day_as_it_was_stated_last(met, own_day, points):
    first, then = (
        replace(measured(number, kind="reported"), reported=replace(BASE.reported, as_of=TODAY + timedelta(day)))
        for number, day in ((3, 0), (met, own_day))
    )
    states = [(TODAY, first), (TODAY + timedelta(60), then)]
    assert {(day - TODAY).days: ratio.tally.lower for day, ratio in by_day(states)} == points
    assert len(pace(states).stretches) == len(points) - 1


def test_goals_have_a_target_or_a_stage(tables):
    given = tables(
        measures=[
            {"id": "target", "counts": "reported"},
            {"id": "stage", "counts": "reported", "stage": 1},
            {"id": "neither", "counts": "reported"},
            {"id": "no total", "counts": "reported", "stage": 1},
        ],
        reported_totals=[
            {"measure": name, "met": 1, "total": None if name == "no total" else 2}
            for name in ("target", "stage", "neither", "no total")
        ],
        targets=[{"measure": "target", "count": 2}],
    )
    assert {one.id for one in judged_ratios(ratios(given))} == {"target", "stage"}


@st.composite
def histories(draw, least=1, most=TOTAL):
    """At `least` so many and up to five as-of dates, each with the bounds of a number met, and within them a number, at
    `most` so large.
    """
    days = sorted(draw(st.sets(st.integers(0, 400), min_size=least, max_size=5)))
    states, truth = [], []
    deadline = TODAY + timedelta(draw(st.integers(-50, 900)))
    for day in days:
        lower = draw(st.integers(0, most))
        upper = draw(st.integers(lower, TOTAL))
        states.append((TODAY + timedelta(day), measured(lower, upper, deadline=deadline, needed=draw(st.just(9)))))
        truth.append(draw(st.integers(lower, min(upper, most))))
    return states, truth


@given(histories(), st.integers(1, 500), st.sampled_from(["met", "unknown", "deadline"]))
def test_the_verdict_never_improves_when_an_item_is_lost_or_the_deadline_comes_closer(history, days, what):
    states, _ = history
    day, last = states[-1]
    tally, deadline = last.tally, last.deadline
    if what == "deadline":
        worse = replace(last, target=replace(last.target, deadline=deadline - timedelta(days)))
    elif what == "met":
        assume(tally.lower > 0)
        worse = measured(tally.lower - 1, tally.upper - 1, deadline=deadline, needed=9)
    else:
        assume(tally.upper > tally.lower)
        worse = measured(tally.lower, tally.upper - 1, deadline=deadline, needed=9)
    before, now = pace(states), pace([*states[:-1], (day, worse)])
    assert VERDICTS.index(now.verdict) <= VERDICTS.index(before.verdict)


@given(histories(least=2, most=8))
def test_the_range_contains_every_completion_that_the_bounds_and_the_observed_paces_allow(history):
    states, truth = history
    found, gap = pace(states), 9 - truth[-1]
    assume(found.expected is not None)
    days, (earliest, latest) = [day for day, _ in states], found.expected
    pairs = [*zip(range(len(days)), range(1, len(days))), (0, len(days) - 1)]  # noqa: B905
    for first, last in pairs:
        grown, span = truth[last] - truth[first], (days[last] - days[first]).days
        if grown > 0:
            done = days[-1] + timedelta(ceil(Fraction(gap * span, grown)))
            assert earliest <= done and (latest is None or done <= latest)
        else:
            assert latest is None


@given(histories())
def test_a_certain_verdict_holds_for_every_day_of_the_range(history):
    states, _ = history
    found, deadline = pace(states), states[-1][1].deadline
    if found.expected and found.is_certain and found.verdict in ("in_time", "late"):
        earliest, latest = found.expected
        in_time = [day is not None and day <= deadline for day in (earliest, latest)]
        assert in_time == [found.verdict == "in_time"] * 2
