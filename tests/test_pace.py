"""Time left and the pace it asks for: linear in counts, from the as-of date, and nothing where that is not known."""

from datetime import date
from fractions import Fraction

import pytest

from bs_metrics.measures.ratios import pace, ratios

TODAY = date(2024, 8, 1)


@pytest.fixture
def measured(tables):
    """A measure with so many of ten met (None: nobody knows), all ten to be met by the deadline."""

    def build(met, deadline=date(2024, 12, 31)):
        reported = [{"measure": "a", "met": met, "total": 10}]
        target = [{"measure": "a", "count": 10, "deadline": deadline}]
        return ratios(tables(measures=[{"id": "a", "counts": "reported"}], reported_totals=reported, targets=target))[
            "a"
        ]

    return build


def test_days_are_counted_from_the_as_of_date(measured):
    assert pace(measured(3), TODAY).days_left == 152


def test_the_required_pace_closes_the_gap_at_the_deadline(measured):
    found = pace(measured(3), TODAY)
    assert found.required * found.days_left * 12 / Fraction(3652425, 10000) == 7


def test_twice_the_gap_asks_twice_the_pace(measured):
    assert pace(measured(2), TODAY).required == 2 * pace(measured(6), TODAY).required


def test_nothing_missing_asks_for_nothing(measured):
    assert pace(measured(10), TODAY).required == 0


@pytest.mark.parametrize("deadline", [TODAY, date(2024, 7, 31)], ids=["today", "yesterday"])
def test_no_pace_closes_a_gap_after_the_deadline(measured, deadline):
    found = pace(measured(3, deadline), TODAY)
    assert (found.days_left, found.required) == ((deadline - TODAY).days, None)


def test_an_uncertain_gap_has_time_left_but_no_pace(measured):
    found = pace(measured(None), TODAY)
    assert (found.days_left, found.required) == (152, None)


def test_without_deadline_or_date_there_is_no_pace(measured):
    assert pace(measured(3, None), TODAY) is None
    assert pace(measured(3), None) is None


def test_a_bare_count_has_no_pace(tables):
    given = tables(
        measures=[{"id": "a", "counts": "reported"}],
        reported_totals=[{"measure": "a", "met": 17, "total": None}],
        targets=[{"measure": "a", "count": 20, "deadline": TODAY}],
    )
    assert pace(ratios(given)["a"], TODAY) is None
