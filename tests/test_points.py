"""Points: what a value gives by its criterion's two thresholds, and what is reached where not all is known."""

from fractions import Fraction
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bs_metrics.contract.points import points_at
from bs_metrics.contract.records import Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.points import points_reached
from bs_metrics.numbers import exact
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.criteria import set_lines
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.requests.asked import asked_of_stage
from bs_metrics.views.sets.blocks import decision_text
from bs_metrics.views.sets.matrix import Bar, point_rows
from bs_metrics.views.stages import stage_text
from bs_metrics.words import words
from tests.conftest import book_of

SCALE = {"operator": "ge", "threshold": 50_000, "threshold_max": 100_000, "points_min": 1.5, "points_max": 2}
LESS = {"operator": "le", "threshold": 15, "threshold_max": 5, "points_min": 1, "points_max": 3}


def criterion(**given):
    """A criterion of which only what is given is known."""
    names = Criterion.__dataclass_fields__
    return Criterion(**dict.fromkeys(names) | {"set": "s", "code": "1"} | given)


@pytest.mark.parametrize(
    ("scale", "rule", "values"),
    [
        (SCALE, "linear", {49_999: 0, 50_000: 1.5, 75_000: 1.75, 100_000: 2, 183_142: 2}),
        (SCALE, "steps", {49_999: 0, 50_000: 1.5, 99_999.99: 1.5, 100_000: 2, 183_142: 2}),
        (LESS, "linear", {15.01: 0, 15: 1, 10: 2, 5: 3, 0: 3}),
        (LESS, "steps", {16: 0, 15: 1, 5.5: 1, 5: 3}),
        (SCALE | {"threshold_max": 50_000}, "linear", {49_999: 0, 50_000: 2}),
    ],
)
def test_points_follow_from_the_value(scale, rule, values):
    found = {value: points_at(criterion(**scale, points_rule=rule), value) for value in values}
    assert found == {value: exact(points) for value, points in values.items()}


@pytest.mark.parametrize("missing", [*SCALE, "points_rule"])
def test_no_points_follow_where_a_part_of_the_scale_is_not_known(missing):
    assert points_at(criterion(**SCALE | {"points_rule": "linear", missing: None}), 75_000) is None


@pytest.mark.parametrize("turned", [{"operator": "le"}, {"points_max": 1}, {"operator": "eq"}])
def test_no_points_follow_from_thresholds_in_no_order(turned):
    assert points_at(criterion(**SCALE | {"points_rule": "linear"} | turned), 75_000) is None


NUMBERS = st.decimals(0, 1000, places=2).map(float)


@st.composite
def scales(draw):
    """A whole scale of either direction and way."""
    low, high = draw(st.lists(NUMBERS, min_size=2, max_size=2).map(sorted))
    least, most = draw(st.lists(NUMBERS, min_size=2, max_size=2).map(sorted))
    operator = draw(st.sampled_from(["ge", "le"]))
    ends = {"threshold": low, "threshold_max": high}
    if operator == "le":
        ends = {"threshold": high, "threshold_max": low}
    rule = draw(st.sampled_from(["linear", "steps"]))
    return {"operator": operator, **ends, "points_min": least, "points_max": most, "points_rule": rule}


@given(scales(), NUMBERS, NUMBERS)
def test_a_better_value_never_gives_fewer_points_and_the_ends_give_what_is_entered(scale, one, other):
    scored = criterion(**scale)
    worse, better = sorted((one, other), reverse=scale["operator"] == "le")
    assert points_at(scored, worse) <= points_at(scored, better)
    assert points_at(scored, scale["threshold_max"]) == exact(scale["points_max"])
    if scale["threshold"] != scale["threshold_max"]:
        assert points_at(scored, scale["threshold"]) == exact(scale["points_min"])


def made(criteria, results, measures=(), reported=(), **of_set):
    """A snapshot of one set by points."""
    declared = {"id": "s", "name": "Đô thị", "applies_to": "district", "pass_rule": "points", "pass_mark": 75}
    content = book_of(
        units=[{"code": "1", "kind": "district"}],
        criteria_sets=[declared | {"stage": 1, "points_max": 100} | of_set],
        criteria=[{"set": "s", "name": "x"} | row for row in criteria],
        results=[{"set": "s", "unit": "1"} | row for row in results],
        measures=list(measures),
        reported_totals=list(reported),
    )
    return snapshot({"a.xlsx": content})


def reached(shown):
    """Bounds and how they are known by code."""
    found = points_reached(shown.tables, shown.ratios, "s")
    return {code: (points.low, points.high, points.known_by) for code, points in found.items()}


TWO = [
    {"code": "1", "items": 2, "points_min": 6, "points_max": 8},
    {"code": "1.1", "parent": "1", **SCALE, "points_rule": "linear", "unit_of_measure": "người"},
    {"code": "1.2", "parent": "1", "points_max": 6},
]


def test_points_are_entered_else_computed_else_unknown_and_added():
    shown = made(TWO, [{"criterion": "1.1", "value": 75_000}])
    assert reached(shown)["1.1"] == (1.75, 1.75, "value") and reached(shown)["1.2"] == (0, 6, "unknown")
    assert reached(shown)["1"] == (1.75, 7.75, "below") and reached(shown)[None] == (1.75, 100, "below")
    shown = made(TWO, [{"criterion": "1.1", "value": 75_000, "points": 1.5}, {"criterion": "1.2", "points": 4.5}])
    assert reached(shown)["1.1"] == (1.5, 1.5, "entered") and reached(shown)["1"] == (6, 6, "below")
    shown = made(TWO, [{"criterion": "1.1", "value": 75_000}, {"criterion": "1", "points": 5}], official_criteria=1)
    assert reached(shown)["1"] == (5, 5, "entered") and reached(shown)[None] == (5, 5, "below")
    shown = made(TWO, [{"criterion": "1", "points": 5}, {"points": 66}])
    assert reached(shown)[None] == (66, 66, "entered")


def test_standards_that_are_not_named_may_reach_the_rest():
    (whole, *named) = TWO
    shown = made([whole | {"items": 3}, *named], [{"criterion": "1.2", "points": 3}])
    assert reached(shown)["1"] == (3, 8, "below")
    without_limit = made([{"code": "1"}], [{"criterion": "1", "points": 4}], points_max=None)
    assert reached(without_limit)[None] == (4, None, "below")
    assert "từ 4;" in decision_text(without_limit.tables, without_limit.ratios, "s", "vi")


def test_points_of_a_measure_lie_between_those_of_its_bounds():
    scale = {"operator": "ge", "threshold": 50, "threshold_max": 100, "points_min": 1, "points_max": 2}
    by_measure = {"code": "1", **scale, "points_rule": "linear", "unit_of_measure": "%", "measure": "m"}
    units = [{"criterion": None, "set": "t", "unit": str(number), "result": "met"} for number in (2, 3)]
    content = book_of(
        units=[{"code": "1", "kind": "district"}] + [{"code": str(n), "kind": "commune"} for n in (2, 3, 4)],
        criteria_sets=[
            {"id": "s", "applies_to": "district", "pass_rule": "points"},
            {"id": "t", "applies_to": "commune"},
        ],
        criteria=[{"set": "s"} | by_measure],
        results=units,
        measures=[{"id": "m", "counts": "units", "set": "t", "filter": "Loại = xã"}],
    )
    assert reached(snapshot({"a.xlsx": content}))["1"] == (1 + Fraction(1, 3), 2, "value")


@st.composite
def states(draw):
    """Criteria with their standards, results of all of them, and which of these rows nobody knows."""
    criteria, results = [], []
    for code in draw(st.sampled_from(["1", "12"])):
        number, most = draw(st.integers(1, 3)), 0.0
        items = []
        for at in range(1, number + 1):
            item = {"code": f"{code}.{at}", "parent": code, **draw(scales())}
            entered = draw(st.booleans())
            share = draw(st.integers(0, 4)) / 4
            given = {"points": item["points_max"] * share} if entered else {"value": draw(NUMBERS)}
            results.append({"criterion": item["code"]} | given)
            most += item["points_max"]
            items.append(item)
        criteria += [{"code": code, "items": number, "points_max": most}, *items]
    hidden = draw(st.sets(st.sampled_from([row["criterion"] for row in results])))
    unnamed = draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set()
    return criteria, results, hidden, unnamed


@cache
def _empty():
    return made([{"code": "1"}], [{"criterion": "1"}], points_max=None).tables


def bounds(criteria, results, number):
    """Bounds by code of rows that no workbook holds; the set has so many criteria."""
    frames = dict(_empty().frames)
    for name, rows in (("criteria", criteria), ("results", results)):
        before, given = frames[name], [{"set": "s", "unit": "1", "name": "x"} | row for row in rows]
        frames[name] = pd.DataFrame(given, columns=before.columns).astype(before.dtypes)
    frames["criteria_sets"] = frames["criteria_sets"].assign(official_criteria=number)
    return {code: (one.low, one.high) for code, one in points_reached(Tables(frames, []), {}, "s").items()}


@given(states())
@settings(max_examples=settings().max_examples // 2 or 1)  # each asks for two states
def test_the_bounds_contain_what_comes_out_when_all_is_known(state):
    criteria, results, hidden, unnamed = state
    number = sum("parent" not in row for row in criteria)
    known = bounds(criteria, results, number)
    left = [row for row in results if row["criterion"] not in hidden]
    partly = bounds([row for row in criteria if row["code"] not in unnamed], left, number)
    for code, (low, high) in partly.items():
        assert known[code][0] == known[code][1] and low <= known[code][0] <= high
    if not hidden:
        assert partly == known


def test_the_page_and_the_report_say_what_is_reached():
    shown = made(TWO, [{"criterion": "1.1", "value": 75_000}, {"criterion": "1.2", "points": 4.5}])
    asked = (shown.tables, shown.ratios, "s", "vi")
    (row,) = point_rows(*asked)
    assert (row.bar, row.status) == (Bar(6.25 / 8, 0, 6 / 8), "met") and row.said.startswith("6,25 ")
    assert "6,25" in list(points_table(*asked).iloc[0])
    assert decision_text(*asked).endswith(words("set.points_part", "vi", points="6,25–100"))
    first, second = set_lines(*asked, below=True)
    assert "1,75/2 điểm, tính từ giá trị" in first.detail and "4,5/6 điểm" in second.detail
    assert "1,5 điểm ở mức 50.000 người, 2 điểm ở mức 100.000 người, nội suy" in first.detail
    nothing = made(TWO, [])
    assert decision_text(nothing.tables, nothing.ratios, "s", "vi").endswith(words("set.points_none", "vi"))
    (row,) = point_rows(nothing.tables, nothing.ratios, "s", "vi")
    assert (row.bar, row.status) == (None, "unknown"), "of what nobody knows no bar is drawn"


def test_points_that_may_still_be_more_are_not_too_few_and_what_a_row_says_counts_without_any():
    criteria = [
        {"code": "1", "items": 3, "points_min": 5},
        {"code": "1.1", "parent": "1"},
        {"code": "2", "points_min": 2, "points_max": 5},
    ]
    shown = made(criteria, [{"criterion": "1.1", "points": 1}, {"criterion": "2", "result": "met"}])
    rows = point_rows(shown.tables, shown.ratios, "s", "vi")
    assert [(row.status, row.bar) for row in rows] == [("unknown", Bar(1 / 5, 4 / 5, 1.0)), ("met", None)]


def test_the_sentence_of_a_stage_says_that_points_are_not_known_only_where_none_are():
    measure = {"id": "m", "counts": "items", "set": "s", "stage": 1, "role": "headline", "noun": "mục"}
    for results, is_said in (([], True), ([{"criterion": "1.1", "value": 75_000, "result": "met"}], False)):
        shown = made(TWO, results, measures=[measure], official_items=3)
        said = stage_text(shown, shown.ratios["m"], "vi")
        assert (words("stage.no_points", "vi") in said) == is_said


@pytest.mark.parametrize(("result", "is_said"), [("met", False), ("not_met", True)])
def test_what_held_up_a_criterion_is_not_said_of_one_that_is_met(result, is_said):
    shown = made(TWO, [{"criterion": "1.2", "result": result, "obstacle": "Thiếu đất"}])
    line = set_lines(shown.tables, shown.ratios, "s", "vi", below=True)[1]
    assert line.status == result and ("Thiếu đất" in line.detail) == is_said


def test_points_that_nobody_knows_are_asked_for_also_where_those_of_others_are_known():
    criteria = [{"code": "1", "points_max": 8}, {"code": "2", "points_max": 6}]
    shown = made(criteria, [{"criterion": "1", "points": 5}])
    asked = [one.short for one in asked_of_stage(shown.tables, shown.ratios, "s", "vi")]
    assert words("requests.points", "vi", counted="1 tiêu chí") in asked


def test_in_short_what_is_asked_of_two_agencies_is_one_number():
    results = [{"criterion": code, "result": "unknown", "agency": of} for code, of in (("1", "A"), ("2", "B"))]
    shown = made([{"code": "1"}, {"code": "2"}], results)
    asked = asked_of_stage(shown.tables, shown.ratios, "s", "vi")
    said = words("requests.result", "vi", counted="2 tiêu chí")
    short = [one.short for one in asked if one.short.startswith(words("requests.result", "vi", counted=""))]
    assert short == [said] and {"A", "B"} <= {one.agency for one in asked}
