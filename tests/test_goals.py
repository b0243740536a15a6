"""Goals as rules: what surely holds and what may, in every world that the tables allow; optima against all ways."""

from dataclasses import dataclass
from datetime import date
from itertools import count, product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.optimum import Unfinished, optimum
from bs_metrics.measures.goals.rules import Rule, Work, works_of
from bs_metrics.measures.goals.scenario import Step, scenario, step_of, things_of
from bs_metrics.measures.ratios import ratios
from tests.conftest import tables_of

SAID = {True: "met", False: "not_met"}


def result(code, status, unit="1", **more):
    return {"set": "s", "criterion": code, "unit": unit, "result": status} | more


def set_of(**more):
    return {"id": "s", "applies_to": "commune", "pass_rule": "all"} | more


UNIT = {"code": "1", "name": "Bình An", "kind": "commune"}
MEASURES = [
    {"id": "criteria", "counts": "criteria", "set": "s", "order": 1},
    {"id": "items", "counts": "items", "set": "s", "parent": "criteria", "order": 2},
]


@dataclass(frozen=True)
class World:
    """What is true of every item, and which of it the tables tell."""

    truth: dict[str, bool]
    told: set[str]
    tables: object

    def met(self, done):
        """Criteria and items met once some works are done, by number the first that nobody names."""
        truth = dict(self.truth)
        failing = {code for code in self.told if not truth[code]}
        for code in truth:
            truth[code] = truth[code] or any(key in done for key in (f"s:{code}", f"s:{code[0]}"))
        unnamed = [code for code, met in truth.items() if not met and code not in failing]
        for code in unnamed[: done.get("+items", 0)]:
            truth[code] = True
        criteria = sorted({code[0] for code in truth})
        short = [one for one in criteria if not all(met for code, met in truth.items() if code[0] == one)]
        short = [one for one in short if one not in {code[0] for code in failing}]
        for one in short[: done.get("+criteria", 0)]:
            truth |= {code: True for code in truth if code[0] == one}
        return sum(all(met for code, met in truth.items() if code[0] == one) for one in criteria), sum(truth.values())


@st.composite
def worlds(draw):
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    codes = [f"{number}.{place}" for number, size in enumerate(sizes, 1) for place in range(1, size + 1)]
    truth = {code: draw(st.booleans()) for code in codes}
    told = {code for code in codes if draw(st.booleans())}
    criteria = [{"set": "s", "code": str(number), "items": size} for number, size in enumerate(sizes, 1)]
    named = [{"set": "s", "code": code, "parent": code[0]} for code in codes]
    met = [all(truth[code] for code in codes if code[0] == str(number)) for number in range(1, len(sizes) + 1)]
    totals = []
    if draw(st.booleans()):
        totals.append({"measure": "items", "met": sum(truth.values()), "total": len(codes)})
    if draw(st.booleans()):
        totals.append({"measure": "criteria", "met": sum(met), "total": len(sizes)})
    tables = tables_of(
        units=[UNIT],
        criteria_sets=[set_of(official_criteria=len(sizes), official_items=len(codes))],
        criteria=criteria + named,
        results=[result(code, SAID[truth[code]]) for code in told],
        measures=MEASURES,
        reported_totals=totals,
    )
    return World(truth, told, tables)


@given(worlds())
def test_with_nothing_done_a_rule_says_what_the_ratio_does(world):
    measured = ratios(world.tables)
    for id, goal in goals_of(world.tables).items():
        tally = measured[id].tally
        assert (goal.rule.reached({}), goal.rule.reached({}, True)) == (tally.lower, tally.upper), id


@given(worlds(), st.data())
def test_the_bounds_hold_whatever_is_true_of_what_nobody_says(world, data):
    asked = goals_of(world.tables)
    things = things_of(asked)
    chosen = data.draw(st.lists(st.sampled_from(sorted(things)), unique=True)) if things else []
    done = {}
    for key in chosen:
        done[key] = data.draw(st.integers(1, things[key][0].most))
    for number in sorted({"+items", "+criteria"} & done.keys())[:1]:
        done = {number: done[number]}  # of others than those named, which no world can tell apart
    steps = [Step(key, number) for key, number in done.items()]
    truth = dict(zip(("criteria", "items"), world.met(done), strict=True))
    for one in scenario(asked, steps).outcomes:
        low, high = one.after
        assert low <= truth[one.goal.id] <= high, one.goal.id


def open_works(rule):
    """What a plan may do: not what stands above or is counted by number already."""
    for _, part in rule.parts:
        if isinstance(part, Rule):
            yield from open_works(part)
        elif part.status != "met":
            yield part


@given(worlds())
def test_an_optimum_passes_and_no_way_has_fewer_works(world):
    for goal in goals_of(world.tables).values():
        plan = optimum(goal.rule, others=0).plan
        assert goal.rule.is_met(plan.done)
        works = {work.key: work for work in open_works(goal.rule)}
        if plan.done.keys() <= works.keys() and len(works) <= 7:
            for numbers in product(*(range(work.most + 1) for work in works.values())):
                if sum(numbers) < plan.number:
                    assert not goal.rule.is_met(dict(zip(works, numbers, strict=True)))


def communes(*met, needed=1, results=(), **more):
    """Communes of which some are met in a set as a whole, and how many have to be."""
    units = [{"code": str(number), "name": f"Xã {number}", "kind": "commune"} for number in range(1, len(met) + 1)]
    stated = [result(None, SAID[one], str(number)) for number, one in enumerate(met, 1) if one is not None]
    return tables_of(
        units=units,
        criteria_sets=[set_of()],
        criteria=[{"set": "s", "code": code} for code in "123"],
        results=[*stated, *results],
        measures=[{"id": "m", "counts": "units", "set": "s"}],
        targets=[{"measure": "m", "count": needed}],
        **more,
    )


def stated(column, *cells):
    """Units that are not met, with something said of each."""
    return [result(None, "not_met", str(number), **{column: cell}) for number, cell in enumerate(cells, 1)]


def best(tables, *asked, **more):
    return optimum(goals_of(tables)["m"].rule, *asked, **more)


def test_a_share_of_units_takes_those_that_lack_least():
    matrix = {"1": "mm.", "2": "m..", "3": "mmx"}
    rows = [
        result(str(place), {"m": "met", "x": "not_met"}.get(sign), unit)
        for unit, signs in matrix.items()
        for place, sign in enumerate(signs, 1)
        if sign != "."
    ]
    found = best(communes(None, None, None, needed=2, results=rows))
    assert found.plan.done == {"s:3:1": 1, "s:3:3": 1}
    assert not found.others and not found.more


def test_other_ways_that_are_as_good_are_named_and_more_are_said():
    found = best(communes(*[False] * 13, needed=1))
    assert found.plan.number == 1
    assert len({*found.others, found.plan}) == 11
    assert found.more
    few = best(communes(False, False, True, needed=2))
    assert len(few.others) == 1
    assert not few.more


def test_the_cheapest_way_takes_what_is_known_and_says_what_it_costs_at_least():
    costs = stated("cost_million_vnd", 50, 20, None)
    found = best(communes(None, None, None, needed=2, results=costs), "cheapest")
    assert found.plan.done == {"s::1": 1, "s::2": 1}
    assert (found.plan.cost, found.plan.without_cost, found.least_cost) == (70, 0, 20)
    alone = best(communes(None, None, None, needed=3, results=costs), "cheapest")
    assert (alone.plan.cost, alone.plan.without_cost, alone.least_cost) == (70, 1, 70)


def test_the_earliest_way_is_that_whose_last_day_comes_first():
    days = stated("deadline", date(2025, 9, 1), date(2025, 3, 1), date(2025, 6, 1))
    found = best(communes(None, None, None, None, needed=2, results=days), "earliest")
    assert found.plan.done == {"s::2": 1, "s::3": 1}
    assert found.plan.last_day == date(2025, 6, 1)


def test_one_agency_alone_or_what_others_have_to_do():
    owners = stated("agency", "Sở A", "Sở B; Sở A", None)
    tables = communes(None, None, None, needed=2, results=owners)
    assert best(tables, agency="Sở A").plan.done == {"s::1": 1, "s::2": 1}
    alone = best(communes(None, None, None, needed=3, results=owners), agency="Sở A")
    assert alone.plan is None
    assert alone.outside.done == {"s::3": 1}


def test_a_goal_that_is_reached_asks_for_nothing():
    found = best(communes(True, False))
    assert found.plan.works == ()
    assert not found.others


def test_points_ask_for_each_minimum_and_for_the_sum():
    points = [{"set": "s", "code": code, "points_min": low, "points_max": 10.0} for code, low in (("1", 4), ("2", 6))]
    tables = tables_of(
        units=[UNIT],
        criteria_sets=[set_of(stage=1, pass_rule="points", pass_mark=10.0, official_criteria=2)],
        criteria=points,
        results=[result("1", "met", points=5)],
    )
    rule = goals_of(tables)["s"].rule
    assert not rule.is_met({})
    assert optimum(rule).plan.done == {"s:2": 1}


def test_minima_that_do_not_give_the_sum_are_no_way():
    tables = tables_of(
        units=[UNIT],
        criteria_sets=[set_of(stage=1, pass_rule="points", pass_mark=10.0)],
        criteria=[{"set": "s", "code": "1", "points_min": 4, "points_max": 10.0}],
    )
    found = optimum(goals_of(tables)["s"].rule)
    assert found.plan is None
    assert [rule.needed for rule in found.blocked] == [10]


def on_condition(operator, threshold):
    """The goals of a place whose one criterion is a share of its communes, of which one of four is met."""
    tables = communes(True, False, False, False, needed=1)
    frames = dict(tables.frames)
    share = {"operator": operator, "threshold": threshold, "unit_of_measure": "%", "measure": "m"}
    town = tables_of(
        units=[{"code": "9", "name": "Huyện", "kind": "district"}],
        criteria_sets=[{"id": "t", "applies_to": "district", "pass_rule": "all", "stage": 1, "official_criteria": 1}],
        criteria=[{"set": "t", "code": "1"} | share],
    )
    for name in ("units", "criteria_sets", "criteria"):
        frames[name] = pd.concat([frames[name], town[name]], ignore_index=True)
    return goals_of(type(tables)(frames, []))


def test_a_condition_asks_for_as_many_as_its_measure_needs():
    assert optimum(on_condition("ge", 50.0)["t"].rule).plan.number == 1


def test_a_condition_of_at_most_so_many_is_a_step_by_itself_and_no_item_that_is_met_brings_it_about():
    goals = on_condition("le", 10.0)
    (met,) = scenario(goals, [Step("t:1")]).reached
    assert met.goal.id == "t" and optimum(goals["t"].rule).plan.done == {"t:1": 1}
    assert "t" not in [one.goal.id for one in scenario(goals, [Step(f"s::{unit}") for unit in "234"]).reached]


def test_all_searches_of_an_optimum_share_its_patience(monkeypatch):
    clock = count(0, 15)
    monkeypatch.setattr("bs_metrics.measures.goals.optimum.monotonic", lambda: next(clock))
    rule = Rule(4, tuple((weight, Work(str(weight), "not_met")) for weight in (2, 3, 5)))
    with pytest.raises(Unfinished):
        optimum(rule, "cheapest")


@pytest.mark.parametrize("text", ["s:1", "+m*3", ":Trường A*2@2024-12-31", "s:1:2@2025-01-02"])
def test_a_step_is_read_as_it_is_written(text):
    assert str(step_of(text)) == text


@pytest.mark.parametrize("text", ["", "*3", "s:1*0", "s:1@2024-13-01"])
def test_what_is_no_step_is_refused(text):
    with pytest.raises(ValueError):
        step_of(text)


def test_steps_are_done_by_their_days_and_say_which_one_passes_a_goal():
    tables = communes(True, False, False, needed=3)
    steps = [Step("s::3", day=date(2025, 5, 1)), Step("s::2", day=date(2025, 2, 1)), Step("s::9")]
    played = scenario(goals_of(tables), steps)
    assert [str(step) for step, _ in played.steps] == ["s::2@2025-02-01", "s::3@2025-05-01"]
    assert played.unknown == (Step("s::9"),)
    (outcome,) = played.reached
    assert (outcome.before, outcome.after, outcome.step) == ((1, 1), (3, 3), 1)


def test_a_criterion_taken_as_a_whole_brings_its_items_and_the_least_that_the_totals_prove(shipped):
    """Of nine criteria seven are not met, of 36 indicators 13: each of them lacks one at least."""
    played = scenario(goals_of(shipped.tables), [Step("district_nr:5"), Step("+district.indicators", 3)])
    after = {one.goal.id: one.after for one in played.outcomes}
    assert after["district.criteria"][0] == 3
    assert after["district.indicators"][0] == 26


def test_the_shipped_stage_asks_for_the_items_that_are_known_to_be_missing(shipped):
    plan = optimum(goals_of(shipped.tables)["district_nr"].rule, others=0).plan
    assert plan.done["+district.indicators"] == 13
    assert not any(key.startswith("district_nr:") for key in plan.done)


def test_an_item_is_the_work_of_whoever_has_its_criterion():
    tables = tables_of(
        units=[UNIT],
        criteria_sets=[set_of()],
        criteria=[{"set": "s", "code": "1"}, *({"set": "s", "code": code, "parent": "1"} for code in ("1.1", "1.2"))],
        results=[
            result("1", "not_met", agency="Sở A", deadline=date(2025, 1, 1)),
            result("1.1", "not_met", agency="Sở B"),
            result("1.2", "not_met"),
        ],
        measures=MEASURES,
    )
    works = works_of(goals_of(tables)["items"].rule)
    assert {key: work.agency for key, work in works.items()} == {"s:1.1": "Sở B", "s:1.2": "Sở A"}
    assert works["s:1.2"].deadline == date(2025, 1, 1)


def test_what_has_no_day_of_its_own_is_due_with_its_goal():
    goal = date(2025, 6, 30)
    tables = tables_of(
        units=[UNIT],
        criteria_sets=[set_of(official_criteria=3)],
        criteria=[{"set": "s", "code": "1"}, {"set": "s", "code": "2"}],
        results=[result("1", "not_met", deadline=date(2025, 1, 1)), result("2", "not_met")],
        measures=MEASURES[:1],
        targets=[{"measure": "criteria", "deadline": goal}],
    )
    plan = optimum(goals_of(tables)["criteria"].rule).plan
    days = {"s:1": date(2025, 1, 1), "s:2": goal, "+criteria": goal}
    assert {work.key: work.deadline for work, _ in plan.works} == days
