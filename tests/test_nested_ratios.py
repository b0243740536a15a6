"""Measures of two levels of one set: what either total proves about the other."""

import pytest

from bs_metrics.measures.ratios import ratios

CRITERIA = [
    *({"set": "s", "code": code, "items": items} for code, items in (("1", 2), ("2", 1), ("3", None))),
    {"set": "s", "code": "1.1", "parent": "1"},
    {"set": "s", "code": "1.2", "parent": "1"},
]


@pytest.fixture
def nested(tables):
    """A district with three criteria and six items, and what is stated of them."""

    def build(results=(), criteria_met=None, items_met=None, pass_rule="all"):
        totals = [("criteria", criteria_met, 3), ("items", items_met, 6)]
        of_set = {"id": "s", "applies_to": "district", "pass_rule": pass_rule}
        return ratios(
            tables(
                about=[{"key": "as_of", "value": "01/8/2024"}],
                units=[{"code": "d", "kind": "district"}],
                criteria_sets=[of_set | {"official_criteria": 3, "official_items": 6}],
                criteria=CRITERIA,
                results=[{"set": "s", "unit": "d", "criterion": code, "result": result} for code, result in results],
                measures=[
                    {"id": "criteria", "counts": "criteria", "set": "s"},
                    {"id": "items", "counts": "items", "set": "s", "parent": "criteria"},
                ],
                reported_totals=[
                    {"measure": name, "met": met, "total": total} for name, met, total in totals if met is not None
                ],
            )
        )

    return build


def bounds(ratio):
    return ratio.tally.lower, ratio.tally.upper


def test_reported_criteria_narrow_the_items_below(nested):
    found = nested(criteria_met=1)
    assert bounds(found["criteria"]) == (1, 1)
    assert bounds(found["items"]) == (1, 4)  # two unmet criteria miss at least one item each; one met is all met


def test_reported_items_narrow_the_criteria_above(nested):
    assert bounds(nested(items_met=5)["criteria"]) == (2, 2)


def test_an_unmet_item_makes_its_criterion_unmet(nested):
    found = nested(results=[("1.1", "not_met")])
    assert bounds(found["criteria"]) == (0, 2)


def test_criteria_that_follow_from_their_items_count_beside_a_reported_total(nested):
    found = nested(results=[("1.1", "met"), ("1.2", "met")], criteria_met=1)
    assert (found["criteria"].counts.met, found["criteria"].gap) == (1, 2)
    assert found["items"].headline.kind != "contradiction" and bounds(found["items"]) == (2, 4)


def test_a_stated_result_that_its_items_deny_is_a_contradiction(nested):
    found = nested(results=[("1", "met"), ("1.1", "not_met")])
    assert found["criteria"].headline.kind == "contradiction" and found["criteria"].gap is None


def test_totals_that_no_distribution_fits_are_a_contradiction_of_both(nested):
    found = nested(criteria_met=1, items_met=5)
    assert {found[name].headline.kind for name in found} == {"contradiction"}
    assert found["criteria"].gap is None


def test_items_prove_nothing_where_points_decide(nested):
    found = nested(items_met=5, pass_rule="points")
    assert bounds(found["criteria"]) == (0, 3) and found["items"].nesting is None
