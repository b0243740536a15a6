"""Where a unit stands on each criterion, and how that is known."""

import pytest

from bs_metrics.measures.ratios import ratios
from bs_metrics.measures.standing import first_level, standing

DISTRICT = {"code": "d", "kind": "district"}


@pytest.fixture
def stands(tables):
    """Status and how it is known by criterion: `stands([criterion, ...], [result, ...], **other tables)`."""

    def build(criteria, results=(), **given):
        all_tables = tables(
            **{
                "units": [DISTRICT],
                "criteria_sets": [{"id": "s", "applies_to": "district", "pass_rule": "all"}],
                "criteria": [{"set": "s"} | row for row in criteria],
                "results": [{"set": "s", "unit": "d"} | row for row in results],
            }
            | given
        )
        standings = standing(all_tables, ratios(all_tables), "s")
        return {one.criterion.code: (one.status, one.known_by) for one in standings}

    return build


@pytest.mark.parametrize(
    ("operator", "value", "status"),
    [
        ("ge", 100_000, "met"),
        ("ge", 99_999.99, "not_met"),
        ("le", 100_000, "met"),
        ("le", 100_000.01, "not_met"),
        ("eq", 100_000, "met"),
        ("eq", 100_001, "not_met"),
        ("in", 100_000, "unknown"),
        (None, 100_000, "unknown"),
    ],
)
def test_a_value_is_compared_with_its_threshold(stands, operator, value, status):
    criterion = {"code": "1", "operator": operator, "threshold": 100_000}
    found = stands([criterion], [{"criterion": "1", "value": value}])
    assert found["1"] == (status, "value" if status != "unknown" else "unknown")


def test_a_stated_result_stands_over_the_value(stands):
    criterion = {"code": "1", "operator": "ge", "threshold": 10}
    assert stands([criterion], [{"criterion": "1", "value": 5, "result": "met"}])["1"] == ("met", "stated")
    assert stands([criterion], [{"criterion": "1", "value": 5, "result": "unknown"}])["1"][0] == "unknown"


def test_a_criterion_without_a_row_is_unknown(stands):
    assert stands([{"code": "1"}])["1"] == ("unknown", "unknown")


def test_a_value_of_zero_is_a_value(stands):
    criterion = {"code": "1", "operator": "ge", "threshold": 50}
    assert stands([criterion], [{"criterion": "1", "value": 0}])["1"] == ("not_met", "value")


def criteria_measure(met, total):
    return {
        "measures": [{"id": "m", "counts": "criteria", "set": "s"}],
        "reported_totals": [{"measure": "m", "met": met, "total": total}],
    }


def test_two_reported_and_two_named_deduce_the_others(stands):
    criteria = [{"code": code} for code in "abc"]
    results = [{"criterion": "a", "result": "met"}]
    found = stands(criteria, results, **criteria_measure(1, 3))
    assert found == {"a": ("met", "stated"), "b": ("not_met", "deduced"), "c": ("not_met", "deduced")}


def test_a_total_in_between_deduces_nothing(stands):
    found = stands([{"code": code} for code in "abc"], **criteria_measure(1, 3))
    assert set(found.values()) == {("unknown", "unknown")}


def test_items_of_a_met_criterion_are_met(stands):
    criteria = [{"code": "1", "items": 1}, {"code": "1.1", "parent": "1"}]
    measures = [
        {"id": "m", "counts": "criteria", "set": "s"},
        {"id": "i", "counts": "items", "set": "s", "parent": "m"},
    ]
    found = stands(criteria, [{"criterion": "1", "result": "met"}], measures=measures)
    assert found["1.1"] == ("met", "deduced")


PARTS = [{"code": "1", "items": 2}, {"code": "1a", "parent": "1"}, {"code": "1b", "parent": "1"}]
COUNTED = {"measures": [{"id": "m", "counts": "criteria", "set": "s"}]}


def results_of(**stated):
    """Rows of results from codes: `results_of(_1a="met")`."""
    return [{"criterion": code.lstrip("_"), "result": result} for code, result in stated.items()]


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"_1a": "met", "_1b": "met"}, ("met", "items")),
        ({"_1a": "met", "_1b": "not_met"}, ("not_met", "items")),
        ({"_1b": "not_met"}, ("not_met", "items")),
        ({"_1": "unknown", "_1b": "not_met"}, ("not_met", "items")),
        ({"_1a": "met"}, ("unknown", "unknown")),
        ({"_1a": "met", "_1b": "unknown"}, ("unknown", "unknown")),
        ({"_1": "met", "_1a": "met", "_1b": "met"}, ("met", "stated")),
        ({"_1": "met", "_1a": "met", "_1b": "not_met"}, ("unknown", "doubtful")),
        ({"_1": "not_met", "_1a": "met", "_1b": "met"}, ("unknown", "doubtful")),
    ],
)
def test_a_criterion_with_parts_follows_from_them(stands, tables, stated, status):
    assert stands(PARTS, results_of(**stated), **COUNTED)["1"] == status
    of_all = ratios(
        tables(
            units=[DISTRICT],
            criteria_sets=[{"id": "s", "applies_to": "district", "pass_rule": "all", "official_criteria": 1}],
            criteria=[{"set": "s"} | row for row in PARTS],
            results=[{"set": "s", "unit": "d"} | row for row in results_of(**stated)],
            **COUNTED,
        )
    )["m"]
    assert of_all.total == 1
    assert (of_all.counts.met, of_all.counts.not_met) == (status[0] == "met", status[0] == "not_met")
    assert (of_all.headline.kind == "contradiction") == (status[1] == "doubtful")


def test_parts_that_are_not_all_named_cannot_make_a_criterion_met(stands):
    criteria = [PARTS[0] | {"items": 3}, *PARTS[1:]]
    assert stands(criteria, results_of(_1a="met", _1b="met"))["1"] == ("unknown", "unknown")
    assert stands(criteria, results_of(_1a="met", _1b="not_met"))["1"] == ("not_met", "items")


def test_parts_decide_nothing_where_points_do(stands):
    by_points = [{"id": "s", "applies_to": "district", "pass_rule": "points"}]
    assert stands(PARTS, results_of(_1b="not_met"), criteria_sets=by_points)["1"] == ("unknown", "unknown")


def share_of_schools(met, operator="ge", threshold=10.0, total=21, unit="%"):
    """A criterion whose value is the share of schools that are met."""
    return {
        "criteria": [
            {"code": "1", "operator": operator, "threshold": threshold, "unit_of_measure": unit, "measure": "m"}
        ],
        "measures": [{"id": "m", "counts": "schools"}],
        "reported_totals": [{"measure": "m", "met": met, "total": total}],
    }


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (share_of_schools(2), "not_met"),  # 9,52% is not 10%
        (share_of_schools(3), "met"),
        (share_of_schools(21, "eq", 100.0), "met"),
        (share_of_schools(20, "eq", 100.0), "not_met"),
        (share_of_schools(2, "le", 10.0), "met"),
        (share_of_schools(9, "eq", 9.0, unit=None), "met"),
        (share_of_schools(8, "eq", 9.0, unit=None), "not_met"),
        (share_of_schools(None), "unknown"),
        (share_of_schools(2, "in"), "unknown"),
        (share_of_schools(2, None), "unknown"),
    ],
)
def test_a_measure_is_compared_unrounded_and_only_where_it_is_certain(stands, given, status):
    given = dict(given)
    found = stands(given.pop("criteria"), **given)
    assert found["1"] == (status, "measure" if status != "unknown" else "unknown")


def test_without_a_threshold_a_criterion_rests_on_its_measure_and_has_its_own_result(stands):
    criteria, results = [{"code": "1", "measure": "m"}], [{"criterion": "1", "result": "met"}]
    given = {
        "measures": [{"id": "m", "counts": "reported"}],
        "reported_totals": [{"measure": "m", "met": 1, "total": 3}],
    }
    assert stands(criteria, results, **given) == {"1": ("met", "stated")}


def test_a_contradiction_decides_nothing(stands):
    given = share_of_schools(3)
    schools = [{"name": f"{number}", "result": "met"} for number in range(5)]
    schools += [{"name": f"{number}", "result": "not_met"} for number in range(5, 21)]
    found = stands(given.pop("criteria"), schools=schools, **given)
    assert found["1"] == ("unknown", "unknown")


@pytest.mark.parametrize("nested", [False, True])
def test_of_several_units_items_prove_each_unit_s_criterion_and_none_of_all(tables, nested):
    given = tables(
        units=[{"code": code, "kind": "commune"} for code in "ab"],
        criteria_sets=[{"id": "s", "applies_to": "commune", "pass_rule": "all"}],
        criteria=[{"set": "s", "code": "1"}, {"set": "s", "code": "1.1", "parent": "1"}],
        results=[{"set": "s", "criterion": "1.1", "unit": code, "result": "not_met"} for code in "ab"],
        measures=[{"id": "c", "counts": "criteria", "set": "s"}]
        + [{"id": "i", "counts": "items", "set": "s", "parent": "c"}] * nested,
    )
    counted = ratios(given)
    assert (counted["c"].counts.not_met, counted["c"].counts.unknown) == (2, 0)
    assert first_level(standing(given, counted, "s"))[0].known_by == "unknown"
