"""From counted items and a reported total to one headline: known cases, and what holds for every case."""

from dataclasses import replace
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
    found = settled.tally
    return found and (found.met, found.not_met, found.unknown, found.lower, found.upper)


def headline(settled):
    return settled.headline.kind, settled.headline.met, settled.headline.total


SETTLED = {  # what is named, what is reported; the headline; how many are met, not met and unknown, and the bounds
    "all items named and known": (Counts(3, 2), None, ("items", 3, 5), (3, 2, 0, 3, 3)),
    "unknown items without a report": (Counts(3, 2, 1, official=6), None, ("interval", 3, 6), (3, 2, 1, 3, 4)),
    "seven named of seven reported": (Counts(met=7), reported(7, 22), ("reported", 7, 22), (7, 15, 0, 7, 7)),
    "two named as not met": (Counts(not_met=2), reported(20, 22), ("reported", 20, 22), (20, 2, 0, 20, 20)),
    "a total in between": (Counts(1, 1), reported(3, 10), ("reported", 3, 10), (1, 1, 8, 3, 3)),
    "items not named": (Counts(met=2, official=9), None, ("interval", 2, 9), (2, 0, 7, 2, 9)),
    "a report that agrees with known items": (Counts(met=21), reported(21, 21), ("items", 21, 21), (21, 0, 0, 21, 21)),
    "a bare percentage": (Counts(1, unknown=1), reported(None, None, 50.0), ("interval", 1, 2), (1, 0, 1, 1, 2)),
    "nothing at all": (Counts(), None, ("interval", None, None), None),
}


@pytest.mark.parametrize(("counts", "stated", "said", "found"), SETTLED.values(), ids=SETTLED)
def test_items_and_a_report_of_the_same_day_settle_a_measure(counts, stated, said, found):
    settled = settle(counts, stated, NEW)
    assert headline(settled) == said and numbers(settled) == found
    assert settled.headline.share == (Fraction(said[1], said[2]) if found else None)


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
        (Counts(met=4, not_met=6, official=9), None),
    ],
    ids=[
        "fewer than named as met",
        "more than can be met",
        "fewer in all than named",
        "more names than the document has",
    ],
)
def test_a_total_that_the_items_rule_out_is_a_contradiction(counts, stated):
    assert settle(counts, stated, NEW).headline.kind == "contradiction"


def test_the_largest_total_stated_is_the_number_of_items():
    settled = settle(Counts(met=2, unknown=1, official=9), reported(2, 10))
    assert headline(settled) == ("reported", 2, 10) and numbers(settled) == (2, 8, 0, 2, 2)


def test_a_count_without_a_total_is_shown_as_printed():
    settled = settle(Counts(), reported(17, None), NEW)
    assert headline(settled) == ("reported", 17, None)
    assert settled.headline.share is None and settled.tally is None


def test_a_bare_percentage_is_shown_as_printed():
    settled = settle(Counts(), reported(None, None, 99.5), NEW)
    assert headline(settled) == ("reported", None, None)
    assert settled.headline.share == Fraction(995, 1000) and settled.tally is None


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
    possible = completions(counts, None)
    assert (settled.tally.lower, settled.tally.upper) == (min(possible), max(possible))
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
    more = replace(counts, met=counts.met + 1)
    ways = [replace(more, official=counts.official and counts.official + 1)]  # one more item
    ways += [replace(more, **{name: old - 1}) for name in ("unknown", "not_met") if (old := getattr(counts, name))]
    for after in map(settle, ways):
        assert after.headline.share >= before.headline.share
        assert Fraction(after.tally.lower, after.tally.total) >= Fraction(before.tally.lower, before.tally.total)
        assert Fraction(after.tally.upper, after.tally.total) >= Fraction(before.tally.upper, before.tally.total)


@given(counts=countings(), reported=st.none() | reports())
def test_a_headline_says_its_own_share(counts, reported):
    shown = settle(counts, reported, NEW).headline
    if shown.met is not None and shown.total is not None:
        assert shown.share == Fraction(shown.met, shown.total)
