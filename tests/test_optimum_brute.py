"""Optima of small rules against every way that there is: least, cheapest, earliest, of one agency, and the others."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.measures.goals.optimum import AIMS, OTHERS, optimum
from bs_metrics.measures.goals.rules import Rule, Work, every, works_of
from bs_metrics.text import parts_in

DAYS = [None, date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]


@st.composite
def works(draw, place):
    status = draw(st.sampled_from(["met", "not_met", "not_met", "unknown"]))
    most = draw(st.sampled_from([1, 1, 1, 2, 3]))
    return Work(
        f"s:{place}",
        status,
        most,
        most if status == "unknown" else 0,
        agency=draw(st.sampled_from([None, "A", "B", "A; B"])),
        deadline=draw(st.sampled_from(DAYS)),
        cost=draw(st.sampled_from([None, 0.0, 5.0, 20.5, 100.0])),
    )


@st.composite
def rules(draw):
    """At least so many, or points, of works and of things that ask for all that lies below them."""
    number = draw(st.integers(1, 5))
    ones = [draw(works(place)) for place in range(number)]
    parts, rest = [], ones
    while rest:
        size = draw(st.integers(1, len(rest)))
        weight = draw(st.sampled_from([1, 1, 2, Fraction(5, 2)]))
        shared = draw(st.lists(st.sampled_from(ones), max_size=1)) if draw(st.booleans()) else []
        some = list({work.key: work for work in [*rest[:size], *shared]}.values())
        parts.append((weight, every(some) if draw(st.booleans()) else rest[0]))
        rest = rest[size:]
    most = sum(weight * (part.most if isinstance(part, Work) else 1) for weight, part in parts)
    return Rule(draw(st.sampled_from([1, 2, most / Fraction(2), most])), tuple(parts))


def ways(rule):
    """Every way that passes and does nothing needless that is not a step of it, as works with their numbers."""
    open_works = [work for work in works_of(rule).values() if work.status != "met"]
    for numbers in product(*(range(work.most + 1) for work in open_works)):
        done = {work.key: number for work, number in zip(open_works, numbers, strict=True) if number}
        if rule.is_met(done):
            yield [(work, done[work.key]) for work in open_works if work.key in done]


def goodness(way, aim):
    """What is aimed at, the least first."""
    number = sum(many for _, many in way)
    if aim == "cheapest":
        without = sum(many for work, many in way if work.cost is None)
        return without, round(cost(way), 6), number
    if aim == "earliest":
        without = sum(many for work, many in way if work.deadline is None)
        return without, max((work.deadline for work, _ in way if work.deadline), default=date.min), number
    return (number,)


def cost(way):
    return sum((work.cost or 0) * many for work, many in way)


@pytest.mark.parametrize("aim", AIMS)
@given(rule=rules(), agency=st.sampled_from([None, "A"]))
def test_no_way_is_better_and_those_named_are_all_that_are_as_good(aim, rule, agency):
    found, passing = optimum(rule, aim, agency), list(ways(rule))
    if not passing:
        assert found.plan is None
        assert found.blocked
        return
    own = [way for way in passing if all(agency is None or agency in parts_in(work.agency) for work, _ in way)]
    if not own:
        assert found.plan is None
        outside = [sum(many for work, many in way if agency not in parts_in(work.agency)) for way in passing]
        assert found.outside.number == min(outside)
        return
    least = min(goodness(way, aim) for way in own)
    plans = [found.plan, *found.others]
    assert all(rule.is_met(plan.done) and goodness(plan.works, aim) == least for plan in plans)
    as_good = {frozenset((work.key, many) for work, many in way) for way in own if goodness(way, aim) == least}
    named = {frozenset(plan.done.items()) for plan in plans}
    assert len(named) == len(plans) == min(len(as_good), OTHERS + 1)
    assert named <= as_good
    assert found.more == (len(as_good) > len(plans))
    if aim == "cheapest" and found.plan.works:
        assert found.least_cost == pytest.approx(min(map(cost, own)))
