"""Ratios of small districts made in the test: counting, targets, gaps, nesting, and any names and sets one likes."""

from datetime import date
from fractions import Fraction

import pytest

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import read_files
from bs_metrics.measures.ratios import ratios

ABOUT = [{"key": "as_of", "value": "01/8/2024"}]
TODAY = date(2024, 8, 1)


def communes(number):
    return [{"code": f"{code}", "kind": "commune"} for code in range(number)]


def whole_set(**results):
    """Results of the set as a whole by unit code: `whole_set(u0="met")`."""
    return [{"set": "s", "unit": unit[1:], "result": result} for unit, result in results.items()]


@pytest.fixture
def advanced(tables):
    """Twenty-one communes, so many named as met, and 10% to reach."""

    def build(met, reported=None, **target):
        return ratios(
            tables(
                about=ABOUT,
                units=[*communes(21), {"code": "t", "kind": "township"}],
                criteria_sets=[{"id": "s", "applies_to": "commune"}],
                results=whole_set(**{f"u{code}": "met" for code in range(met)}),
                measures=[{"id": "a", "counts": "units", "set": "s", "filter": "Loại = xã"}],
                reported_totals=[{"measure": "a", "met": reported, "total": 21}] if reported is not None else [],
                targets=[{"measure": "a", "percent": 10} | target],
            )
        )["a"]

    return build


def test_ten_percent_of_twenty_one_is_three(advanced):
    ratio = advanced(2, reported=2)
    assert (ratio.total, ratio.needed, ratio.gap) == (21, 3, 1)


def test_two_of_twenty_one_is_not_ten_percent(advanced):
    ratio = advanced(2, reported=2)
    assert ratio.headline.share == Fraction(2, 21)
    assert ratio.gap_points == 10 - Fraction(200, 21)


def test_the_third_commune_closes_the_gap(advanced):
    ratio = advanced(3, reported=3)
    assert (ratio.gap, ratio.gap_points) == (0, 0)


def test_the_township_is_not_among_the_communes(advanced):
    assert advanced(0).counts.named == 21


def test_a_gap_is_uncertain_while_communes_are_unknown(advanced):
    ratio = advanced(2)
    assert ratio.headline.kind == "interval"
    assert (ratio.gap, ratio.gap_bounds, ratio.gap_points) == (None, (0, 1), None)


def test_a_target_by_count_is_that_count(advanced):
    assert advanced(2, 2, percent=None, count=5).needed == 5


def test_a_percentage_with_decimals_is_taken_as_printed(advanced):
    assert advanced(2, 2, percent=14.3).needed == 4  # 3.003 of 21
    assert advanced(2, 2, percent=100).needed == 21


def test_without_a_target_all_items_are_to_be_met(tables):
    given = tables(
        schools=[{"name": "A", "result": "met"}],
        measures=[{"id": "a", "counts": "schools"}],
        reported_totals=[{"measure": "a", "met": 7, "total": 22}],
    )
    ratio = ratios(given)["a"]
    assert (ratio.needed, ratio.gap, ratio.target, ratio.unnamed) == (22, 15, None, 21)


def test_schools_count_by_their_level_and_by_the_result_stated(tables):
    schools = [
        {"name": "A", "level": "preschool", "standard_level": 2},
        {"name": "B", "level": "preschool", "standard_level": 0},
        {"name": "C", "level": "preschool"},
        {"name": "D", "level": "preschool", "standard_level": 0, "result": "met"},
        {"name": "E", "level": "primary", "result": "met"},
    ]
    given = tables(schools=schools, measures=[{"id": "a", "counts": "schools", "filter": "Cấp học = mầm non"}])
    counts = ratios(given)["a"].counts
    assert (counts.met, counts.not_met, counts.unknown) == (2, 1, 1)


@pytest.fixture
def sums(tables):
    """Two measures of schools and their sum."""

    def build(**reported):
        return ratios(
            tables(
                schools=[{"name": "A", "level": "preschool", "result": "met"}, {"name": "B", "level": "primary"}],
                measures=[
                    {"id": "all", "counts": "parts", "parts": "one; two", "order": 1},
                    {"id": "one", "counts": "schools", "filter": "Cấp học = mầm non", "order": 2},
                    {"id": "two", "counts": "schools", "filter": "Cấp học = tiểu học", "order": 3},
                ],
                reported_totals=[{"measure": name, "met": met, "total": 10} for name, met in reported.items()],
            )
        )

    return build


def test_a_sum_adds_items_and_never_averages_shares(sums):
    found = sums(two=4)
    assert (found["all"].headline.met, found["all"].total) == (5, 11)
    assert found["all"].headline.share == Fraction(5, 11)


def test_a_sum_is_as_weak_as_its_weakest_part(sums):
    assert sums(two=4)["all"].headline.kind == "reported"
    assert sums()["all"].headline.kind == "interval"
    assert (sums()["all"].tally.lower, sums()["all"].tally.upper) == (1, 2)


def test_a_value_is_compared_with_its_threshold_unrounded(tables):
    for value, met in ((9.99, 0), (10, 1)):
        found = ratios(
            tables(
                units=[{"code": "d", "kind": "district"}],
                criteria_sets=[{"id": "s", "applies_to": "district"}],
                criteria=[{"set": "s", "code": "1", "operator": "ge", "threshold": 10}],
                results=[{"set": "s", "unit": "d", "criterion": "1", "value": value}],
                measures=[{"id": "a", "counts": "criteria", "set": "s"}],
            )
        )["a"]
        assert (found.headline.kind, found.headline.met) == ("items", met)


def test_an_older_report_is_superseded_and_a_current_one_contradicts(tables):
    for day, kind in ((date(2023, 12, 31), "items"), (TODAY, "contradiction")):
        given = tables(
            about=ABOUT,
            schools=[{"name": "A", "result": "met"}, {"name": "B", "result": "met"}],
            measures=[{"id": "a", "counts": "schools"}],
            reported_totals=[{"measure": "a", "met": 1, "total": 2, "as_of": day}],
        )
        ratio = ratios(given)["a"]
        assert ratio.headline.kind == kind and ratio.settled.superseded == (kind == "items")


def test_the_latest_report_counts(tables):
    given = tables(
        measures=[{"id": "a", "counts": "reported"}],
        reported_totals=[
            {"measure": "a", "met": 9, "total": 10, "as_of": TODAY},
            {"measure": "a", "met": 5, "total": 10, "as_of": date(2023, 1, 1)},
        ],
    )
    assert ratios(given)["a"].headline.met == 9


def test_a_bare_percentage_takes_the_place_of_no_count(tables):
    given = tables(
        measures=[{"id": "a", "counts": "reported"}],
        reported_totals=[
            {"measure": "a", "percent_printed": 95, "as_of": TODAY},
            {"measure": "a", "met": 22, "total": 23, "as_of": date(2023, 1, 1)},
        ],
    )
    assert (ratios(given)["a"].headline.met, ratios(given)["a"].total) == (22, 23)


def test_no_tables_give_no_ratios_and_empty_frames():
    tables = read_files({})
    assert ratios(tables) == {}
    filled = {name for name, frame in tables.frames.items() if len(frame)}
    assert filled == {table.name for table in schema().tables.values() if table.list}
    assert all(len(frame.columns) for frame in tables.frames.values())


@pytest.mark.parametrize("counts", ["units", "schools", "criteria", "items", "reported"])
def test_a_report_is_right_while_the_items_are_missing(tables, counts):
    given = tables(measures=[{"id": "a", "counts": counts}], reported_totals=[{"measure": "a", "met": 7, "total": 22}])
    headline = ratios(given)["a"].headline
    assert (headline.kind, headline.met, headline.total) == ("reported", 7, 22)


def test_every_ratio_says_where_it_comes_from(tables):
    given = tables(
        schools=[{"name": "A", "source": "danh sách"}],
        measures=[{"id": "a", "counts": "schools"}],
        reported_totals=[{"measure": "a", "met": 1, "total": 3, "source": "báo cáo, I.2"}],
    )
    assert ratios(given)["a"].sources == (
        Citation(("báo cáo, I.2",), "nho.xlsx", "Số báo cáo", ((2, 2),)),
        Citation(("danh sách",), "nho.xlsx", "Trường học", ((2, 2),)),
    )


def test_another_district_needs_no_other_code(tables):
    given = tables(
        about=[{"key": "district", "value": "Ba Tơ"}, {"key": "as_of", "value": "30/6/2025"}],
        units=[{"code": "b1", "kind": "ward"}, {"code": "b2", "kind": "ward"}, {"code": "b3", "kind": "commune"}],
        criteria_sets=[{"id": "phuong", "applies_to": "ward"}],
        criteria=[{"set": "phuong", "code": code} for code in "ab"],
        results=[{"set": "phuong", "unit": "b1", "criterion": code, "result": "met"} for code in "ab"],
        measures=[{"id": "ward.standards", "counts": "criteria", "set": "phuong", "noun": "tiêu chuẩn"}],
        targets=[{"measure": "ward.standards", "percent": 75}],
    )
    ratio = ratios(given)["ward.standards"]
    assert (ratio.counts.met, ratio.counts.unknown, ratio.total, ratio.needed) == (2, 2, 4, 3)
    assert ratio.gap_bounds == (0, 1)
