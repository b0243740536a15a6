"""What a scenario says against the tables themselves with the same results filled in; rules of sets of every kind."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.optimum import optimum
from bs_metrics.measures.goals.scenario import Step, scenario, things_of
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.scenario.answers import answer
from tests.conftest import tables_of

STATUSES = ["met", "not_met", "unknown", None]
MEASURES = [
    {"id": "units", "counts": "units", "set": "s", "order": 1},
    {"id": "criteria", "counts": "criteria", "set": "s", "order": 2},
    {"id": "items", "counts": "items", "set": "s", "parent": "criteria", "order": 3},
    {"id": "preschools", "counts": "schools", "filter": "cấp học = mầm non", "order": 4},
    {"id": "primaries", "counts": "schools", "filter": "cấp học = tiểu học", "order": 5},
    {"id": "schools", "counts": "parts", "parts": "preschools; primaries", "order": 6},
]


ONE_ITEM = [{"set": "s", "code": "1", "items": 1}, {"set": "s", "code": "1.1", "parent": "1"}]


def set_of(rule="all", **more):
    return {"id": "s", "applies_to": "commune", "pass_rule": rule} | more


def communes(number):
    return [{"code": str(one), "name": f"Xã {one}", "kind": "commune"} for one in range(1, number + 1)]


def result(code, unit, status, **more):
    return {"set": "s", "criterion": code, "unit": unit, "result": status} | more


@st.composite
def folders(draw):
    """Communes, a set with criteria and items below some of them, results of some, and schools of two levels."""
    units = communes(draw(st.integers(1, 3)))
    criteria = []
    for number, size in enumerate(draw(st.lists(st.integers(0, 2), min_size=1, max_size=2)), 1):
        unnamed = draw(st.integers(0, 1)) if size else 0
        criteria.append({"set": "s", "code": str(number), "items": size + unnamed or None})
        criteria += [{"set": "s", "code": f"{number}.{place}", "parent": str(number)} for place in range(1, size + 1)]
    codes = [None, *(one["code"] for one in criteria)]
    places = [(code, unit["code"]) for code in codes for unit in units]
    levels = st.sampled_from(["preschool", "primary"])
    return {
        "units": units,
        "criteria_sets": [set_of(draw(st.sampled_from(["all", "points"])))],
        "criteria": criteria,
        "results": [result(*place, draw(st.sampled_from(STATUSES))) for place in places if draw(st.booleans())],
        "measures": MEASURES,
        "schools": [
            {"name": f"Trường {place}", "level": draw(levels), "result": status, "unit": "1"}
            for place, status in enumerate(draw(st.lists(st.sampled_from(STATUSES), max_size=3)))
        ],
    }


def filled_in(folder, works):
    """The folder with these works stated as met; what was said not to be met above them is open, unless the criterion
    between is stated as met: then it is not they that held it up.
    """
    rows = deepcopy(folder)
    stated_met = {(row["criterion"], row["unit"]) for row in folder["results"] if row["result"] == "met"}
    asks_for_all = folder["criteria_sets"][0]["pass_rule"] == "all"
    for work in works:
        if work.school:
            next(one for one in rows["schools"] if one["name"] == work.school)["result"] = "met"
            continue
        unit, results = work.unit or "1", rows["results"]
        above = {None, (work.criterion or "").split(".")[0]} - {work.criterion}
        if any((code, unit) in stated_met for code in above):
            above = set()
        for row in results if asks_for_all else []:
            if row["unit"] == unit and row["criterion"] in above and row["result"] == "not_met":
                row["result"] = None
        kept = [row for row in results if (row["criterion"], row["unit"]) != (work.criterion, unit)]
        rows["results"] = [*kept, result(work.criterion, unit, "met")]
    return rows


@given(folders(), st.data())
def test_a_scenario_says_what_the_tables_say_once_its_works_are_filled_in(folder, data):
    tables = tables_of(**folder)
    before = ratios(tables)
    asked = goals_of(tables)
    things = things_of(asked)
    named = sorted(key for key, (_, works) in things.items() if not any("+" in work.key for work in works))
    chosen = data.draw(st.lists(st.sampled_from(named), unique=True)) if named else []
    played = scenario(asked, [Step(key) for key in chosen])
    works = {work.key: work for key in chosen for work in things[key][1]}
    after = ratios(tables_of(**filled_in(folder, works.values())))
    for one in played.outcomes:
        tally = before[one.goal.id].tally
        assert one.before == (tally.lower, tally.upper), one.goal.id
        tally = after[one.goal.id].tally
        if after[one.goal.id].headline.kind != "contradiction":
            assert one.after[0] <= tally.lower <= tally.upper <= one.after[1], one.goal.id


def test_an_item_of_a_criterion_that_is_met_is_not_what_a_unit_lacks():
    tables = tables_of(
        units=communes(2),
        criteria_sets=[set_of("all")],
        criteria=[{"set": "s", "code": "1"}, {"set": "s", "code": "1.1", "parent": "1"}, {"set": "s", "code": "2"}],
        results=[result(None, "2", "not_met"), result("1", "2", "met")],
        measures=MEASURES[:3],
    )
    played = scenario(goals_of(tables), [Step("s:1.1:2")])
    assert next(one.after for one in played.outcomes if one.goal.id == "units") == (0, 1)


def rules_of(number, criteria, *results, **of_set):
    """The goals of so many communes in a set of criteria; a code stands for a criterion."""
    rows = [row if isinstance(row, dict) else {"set": "s", "code": row} for row in criteria]
    sets, told = [set_of(**of_set)], list(results)
    return goals_of(
        tables_of(measures=MEASURES[:3], units=communes(number), criteria_sets=sets, criteria=rows, results=told)
    )


def test_a_criterion_of_a_set_by_points_is_not_failed_by_an_item_of_it():
    for rule, most in (("points", 1), ("all", 0)):
        found = rules_of(1, ONE_ITEM, result("1.1", "1", "not_met"), rule=rule)
        assert found["criteria"].rule.reached({}, True) == most, rule


@pytest.mark.parametrize("number", [1, 2])
def test_a_criterion_is_one_thing_for_the_measures_of_its_set(number):
    found = rules_of(number, "1", result("1", "1", "not_met"))
    key = "s:1" if number == 1 else "s:1:1"
    assert [one.after for one in scenario(found, [Step(key)]).outcomes] == [(1, number), (1, number)]


def test_a_unit_asks_for_the_criteria_that_nobody_names_too():
    found = rules_of(2, "1", result("1", "1", "met"), official_criteria=3)
    assert optimum(found["units"].rule).plan.done == {"s::1:+": 2, "s:1:2": 1, "s::2:+": 2}


def test_a_unit_of_which_nothing_is_known_lacks_all_of_its_criteria_where_those_of_others_are_known():
    found = rules_of(2, "123", result("1", "1", "met"))
    assert optimum(found["units"].rule).plan.number == 5


def test_a_unit_is_met_when_all_of_its_criteria_are_done_one_by_one():
    found = rules_of(2, "12")
    assert optimum(found["units"].rule).plan.done == {"s::1": 1, "s::2": 1}
    for steps, reach in ((("s:1:1",), (0, 2)), (("s:1:1", "s:2:1"), (1, 2))):
        played = scenario(found, [Step(key) for key in steps])
        assert next(one.after for one in played.outcomes if one.goal.id == "units") == reach


def test_results_of_units_as_a_whole_alone_are_counted_where_items_are_named():
    whole = [result(None, "1", "met")]
    read = tables_of(units=communes(1), criteria_sets=[set_of()], criteria=ONE_ITEM, results=whole, measures=MEASURES)
    assert ratios(read)["units"].tally.lower == 1


def test_an_item_is_called_so_where_its_set_says_how_many_there_are_though_no_measure_counts_them():
    criteria = [{"set": "s", "code": "1"}, {"set": "s", "code": "1.1", "parent": "1"}]
    for official, noun in ((47, "chỉ tiêu 1.1"), (None, "x 1.1")):
        read = tables_of(
            units=communes(2),
            criteria_sets=[set_of(official_items=official)],
            criteria=criteria,
            results=[result("1.1", "1", "not_met")],
            measures=MEASURES[:2],
        )
        shown = Snapshot("", read, ratios(read), None)
        said = answer(shown, "criteria", "fewest", None, "vi")
        assert noun in said.lines[0][0], official
