"""From counted items and a reported total to one headline: known cases, and what holds for every case."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bs_metrics.contract.records import ReportedTotal
from bs_metrics.measures.settle import Counts, settle

OLD, NEW = date(2023, 12, 31), date(2024, 8, 1)


def reported(met, total, percent=None, as_of=NEW):
    return ReportedTotal("f.xlsx", "s", 2, "report", "m", met, total, percent, "report", as_of, None, None)


def numbers(settled):
    return settled.tally and (settled.tally.met, settled.tally.not_met, settled.tally.unknown)


def headline(settled):
    return settled.headline.kind, settled.headline.met, settled.headline.total


def test_all_items_named_and_known_is_a_count_of_items():
    settled = settle(Counts(met=3, not_met=2), None, NEW)
    assert headline(settled) == ("items", 3, 5)
    assert (settled.tally.lower, settled.tally.upper, settled.headline.share) == (3, 3, Fraction(3, 5))


def test_unknown_items_without_a_report_make_an_interval():
    settled = settle(Counts(met=3, not_met=2, unknown=1, official=6))
    assert headline(settled) == ("interval", 3, 6)
    assert numbers(settled) == (3, 2, 1) and (settled.tally.lower, settled.tally.upper) == (3, 4)


def test_seven_named_of_seven_reported_leaves_fifteen_not_met():
    settled = settle(Counts(met=7), reported(7, 22), NEW)
    assert headline(settled) == ("reported", 7, 22)
    assert numbers(settled) == (7, 15, 0)


def test_two_named_as_not_met_leave_twenty_met():
    settled = settle(Counts(not_met=2), reported(20, 22), NEW)
    assert headline(settled) == ("reported", 20, 22)
    assert numbers(settled) == (20, 2, 0)


def test_a_total_in_between_proves_nothing_of_single_items():
    settled = settle(Counts(met=1, not_met=1), reported(3, 10), NEW)
    assert headline(settled) == ("reported", 3, 10)
    assert numbers(settled) == (1, 1, 8) and (settled.tally.lower, settled.tally.upper) == (3, 3)


def test_items_that_are_not_named_count_through_the_official_number():
    assert numbers(settle(Counts(met=2, official=9))) == (2, 0, 7)


def test_an_older_report_gives_way_to_the_items():
    settled = settle(Counts(met=8, not_met=2), reported(7, 10, as_of=OLD), NEW)
    assert headline(settled) == ("items", 8, 10) and settled.superseded


@pytest.mark.parametrize(("of_report", "of_items"), [(None, NEW), (NEW, None), (NEW, NEW)], ids=str)
def test_a_report_that_differs_and_is_not_older_is_a_contradiction(of_report, of_items):
    settled = settle(Counts(met=8, not_met=2), reported(7, 10, as_of=of_report), of_items)
    assert headline(settled) == ("contradiction", 7, 10) and not settled.superseded
    assert settled.tally.met == 8


@pytest.mark.parametrize(
    ("counts", "stated"),
    [
        (Counts(met=8, unknown=2), reported(7, 10)),
        (Counts(not_met=8, unknown=2), reported(3, 10)),
        (Counts(met=2, unknown=8), reported(5, 9)),
    ],
    ids=["fewer than named as met", "more than can be met", "fewer in all than named"],
)
def test_a_report_that_the_items_rule_out_is_a_contradiction(counts, stated):
    assert settle(counts, stated, NEW).headline.kind == "contradiction"


def test_the_largest_total_stated_is_the_number_of_items():
    settled = settle(Counts(met=2, unknown=1, official=9), reported(2, 10))
    assert headline(settled) == ("reported", 2, 10) and numbers(settled) == (2, 8, 0)


def test_more_names_than_the_document_has_is_a_contradiction():
    assert settle(Counts(met=4, not_met=6, official=9)).headline.kind == "contradiction"


def test_a_report_that_agrees_with_known_items_leaves_a_count_of_items():
    assert headline(settle(Counts(met=21), reported(21, 21), NEW)) == ("items", 21, 21)


def test_a_count_without_a_total_is_shown_as_printed():
    settled = settle(Counts(), reported(17, None), NEW)
    assert headline(settled) == ("reported", 17, None)
    assert settled.headline.share is None and settled.tally is None


def test_a_bare_percentage_is_shown_as_printed():
    settled = settle(Counts(), reported(None, None, 99.5), NEW)
    assert headline(settled) == ("reported", None, None)
    assert settled.headline.share == Fraction(995, 1000) and settled.tally is None


def test_a_percentage_does_not_hide_what_the_items_say():
    assert headline(settle(Counts(met=1, unknown=1), reported(None, None, 50.0), NEW)) == ("interval", 1, 2)


def test_nothing_at_all_is_neither_met_nor_not_met():
    settled = settle(Counts())
    assert headline(settled) == ("interval", None, None) and settled.tally is None


small = st.integers(0, 5)


@st.composite
def countings(draw):
    """Counts of some named items, and an official number that is not below them, or none."""
    met, not_met, unknown = draw(small), draw(small), draw(small)
    named = met + not_met + unknown
    return Counts(met, not_met, unknown, draw(st.none() | st.integers(max(named, 1), named + 4)))


@st.composite
def reports(draw):
    total = draw(st.none() | st.integers(1, 15))
    return reported(draw(st.none() | st.integers(0, total or 15)), total, as_of=draw(st.sampled_from([None, OLD, NEW])))


def completions(counts, reported):
    """How many are met in each way the unknown items can turn out that fits the report, by going through all ways."""
    total = max(number for number in (counts.named, counts.official, reported and reported.total) if number)
    ways = {counts.met + sum(way) for way in product((0, 1), repeat=total - counts.met - counts.not_met)}
    return ways if reported is None or reported.met is None else ways & {reported.met}


@given(counts=countings(), reported=st.none() | reports())
def test_bounds_hold_every_completion_and_are_reached(counts, reported):
    settled = settle(counts, reported, NEW)
    assume(settled.tally is not None and settled.headline.kind != "contradiction" and not settled.superseded)
    possible = completions(counts, reported)
    assert (settled.tally.lower, settled.tally.upper) == (min(possible), max(possible))


@given(counts=countings(), met=st.integers(0, 15))
def test_bounds_of_a_superseded_report_are_those_of_the_items(counts, met):
    settled = settle(counts, reported(met, None, as_of=OLD), NEW)
    assume(settled.superseded)
    assert (settled.tally.lower, settled.tally.upper) == (
        min(completions(counts, None)),
        max(completions(counts, None)),
    )
    assert settled.headline.kind in ("items", "interval")


@given(counts=countings(), reported=st.none() | reports())
def test_unknown_is_never_counted_as_not_met(counts, reported):
    settled = settle(counts, reported, NEW)
    assume(settled.tally is not None)
    if settled.tally.not_met > counts.not_met:
        assert settled.headline.kind == "reported"
        assert settled.tally.total - reported.met == settled.tally.not_met  # the report leaves no other way
    else:
        assert settled.tally.not_met == counts.not_met
    assert settled.tally.met + settled.tally.not_met + settled.tally.unknown == settled.tally.total


@given(counts=countings())
def test_one_more_item_met_never_lowers_a_ratio(counts):
    before = settle(counts)
    assume(before.tally is not None)
    official = None if counts.official is None else counts.official + 1
    for after in (
        settle(Counts(counts.met + 1, counts.not_met, counts.unknown, official)),  # one more item
        *(
            [settle(Counts(counts.met + 1, counts.not_met, counts.unknown - 1, counts.official))]
            if counts.unknown
            else []
        ),
        *(
            [settle(Counts(counts.met + 1, counts.not_met - 1, counts.unknown, counts.official))]
            if counts.not_met
            else []
        ),
    ):
        assert after.headline.share >= before.headline.share
        assert Fraction(after.tally.lower, after.tally.total) >= Fraction(before.tally.lower, before.tally.total)
        assert Fraction(after.tally.upper, after.tally.total) >= Fraction(before.tally.upper, before.tally.total)


@given(counts=countings(), reported=st.none() | reports())
def test_a_headline_says_its_own_share(counts, reported):
    shown = settle(counts, reported, NEW).headline
    if shown.met is not None and shown.total is not None:
        assert shown.share == Fraction(shown.met, shown.total)
