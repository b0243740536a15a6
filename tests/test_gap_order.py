"""Gaps in the order of a question: the rows are the same, their order and their words differ."""

import re
from datetime import date

import pytest

from bs_metrics.figures.style import named_rows
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.gaps import ORDERS, ordered_gaps
from bs_metrics.views.overview.lines import lines, unasked_bars
from bs_metrics.words import words
from tests.conftest import shown as text_of

SETS = [
    {"id": name, "name": name, "applies_to": "district", "pass_rule": "all", "official_items": 5} for name in ("a", "b")
]
MEASURES = [
    {"id": "a", "name": "A", "counts": "items", "set": "a", "noun": "mục"},
    {"id": "b", "name": "B", "counts": "items", "set": "b", "noun": "mục"},
    {"id": "s", "name": "S", "counts": "schools", "noun": "trường"},
]


@pytest.fixture
def district(tables):
    """Three measures: a misses 1 of 5 by 2025, b 3 of 5 by 2024, one of two schools is not met and has no deadline."""
    return snapshot_of(
        tables(
            about=[{"key": "as_of", "value": "01/8/2024"}],
            units=[{"code": "d", "kind": "district", "name": "D"}],
            criteria_sets=SETS,
            criteria=[{"set": "b", "code": "1"}, {"set": "b", "code": "1.1", "parent": "1", "name": "Một"}],
            results=[{"set": "b", "criterion": "1.1", "unit": "d", "result": "not_met", "agency": "Phòng B"}],
            measures=MEASURES,
            reported_totals=[{"measure": "a", "met": 4, "total": 5}, {"measure": "b", "met": 2, "total": 5}],
            targets=[
                {"measure": "a", "count": 5, "deadline": date(2025, 12, 31)},
                {"measure": "b", "count": 5, "deadline": date(2024, 12, 31)},
            ],
            schools=[
                {"name": "T", "level": "primary", "result": "not_met"},
                {"name": "U", "level": "primary", "result": "met", "agency": "Không tính"},
            ],
            tasks=[
                {"id": "1", "title": "Việc", "set": "a", "agency": "Phòng A", "status": "in_progress"},
                {"id": "2", "title": "Xong", "set": "a", "agency": "Phòng C", "status": "done"},
            ],
        )
    )


def rows(shown, order):
    return ordered_gaps(shown.tables, shown.ratios, shown.as_of, "vi", order)


def test_the_largest_gap_is_on_top_unless_something_else_is_asked_and_what_no_target_asks_for_has_none(district):
    assert list(rows(district, "gap")["id"]) == ["b", "a"]
    assert list(rows(district, "deadline")["id"]) == ["b", "a"]
    assert list(rows(district, "agency")["id"]) == ["a", "b"]
    beside = unasked_bars(district.ratios, "vi")
    assert list(beside["id"]) == ["s"] and words("gap.left", "vi", gap="") not in beside["beside"].iloc[0]


def test_of_many_names_the_first_are_said_each_whole(tables):
    names = ["Đường; cầu", "Nhà văn hóa và khu thể thao của xã", "Trường học các cấp học của xã", "Chợ"]
    shown = snapshot_of(
        tables(
            units=[{"code": "d", "kind": "district", "name": "D"}],
            criteria_sets=[{"id": "s", "name": "S", "applies_to": "district", "pass_rule": "all"}],
            criteria=[{"set": "s", "code": str(number), "name": name} for number, name in enumerate(names)],
            results=[{"set": "s", "criterion": code, "unit": "d", "result": "not_met"} for code in "0123"],
            measures=[{"id": "m", "name": "M", "counts": "criteria", "set": "s", "noun": "mục"}],
            targets=[{"measure": "m", "percent": 100}],
        )
    )
    assert [line.what for line in lines(shown, "vi")] == [f"4 mục: {names[0]}; {names[1]}; …"]


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_changes_no_figure(district, order):
    figures = ["id", "met", "unknown", "missing", "rest", "inside", "beside"]
    plain = rows(district, "gap")[figures].sort_values("id", ignore_index=True)
    assert rows(district, order)[figures].sort_values("id", ignore_index=True).equals(plain)


def test_a_deadline_is_said_under_the_name_with_the_time_left(district):
    assert list(rows(district, "deadline")["label"]) == [
        "B\nhạn 31/12/2024, còn 5 tháng",
        "A\nhạn 31/12/2025, còn 17 tháng",
    ]


def test_who_has_to_act_is_read_from_rows_not_met_and_open_tasks_and_never_made_up(district):
    named = {name: agencies_of(district.tables, ratio) for name, ratio in district.ratios.items()}
    assert named == {"a": ["Phòng A"], "b": ["Phòng B"], "s": []}
    assert list(rows(district, "agency")["group"]) == ["Phòng A", "Phòng B"]


def test_the_shipped_data_name_no_agency_and_say_so(shipped):
    groups = [group for group in rows(shipped, "agency")["group"] if group]
    assert groups == [words("gap_order.no_agency", "vi"), words("gap_order.reached", "vi")]


def test_what_is_met_stands_last_and_waits_for_no_agency(shipped):
    for order in ("deadline", "agency"):
        met = list(rows(shipped, order)["status"] == "met")
        assert any(met) and met == sorted(met), order


def test_figures_that_contradict_are_not_put_with_what_is_met(tables):
    """All criteria are met by their items, the report of the same day says three: nobody knows what is missing."""
    met = {"unit": "d", "result": "met"}
    shown = snapshot_of(
        tables(
            units=[{"code": "d", "kind": "district", "name": "D"}],
            criteria_sets=SETS,
            criteria=[{"set": name, "code": str(code), "name": "x"} for name in ("a", "b") for code in range(5)],
            results=[{"set": name, "criterion": str(code), **met} for name in ("a", "b") for code in range(5)],
            measures=[dict(row, counts="criteria") for row in MEASURES[1::-1]],
            reported_totals=[{"measure": "a", "met": 3, "total": 5}],
        )
    )
    assert shown.ratios["a"].headline.kind == "contradiction" and shown.ratios["b"].gap == 0
    for order in ("deadline", "agency"):
        assert list(rows(shown, order)["id"]) == ["a", "b"], order


@pytest.mark.parametrize("order", ORDERS)
def test_a_reader_who_does_not_see_the_chart_hears_its_order_and_its_heads(app, order):
    heard = re.findall(r'aria-label="([^"]*)"', text_of(app("overview", order=order)))
    (alt,) = [alt for alt in heard if "khoảng cách" in alt]
    assert ("lớn nhất ở trên" in alt) == (order == "gap")
    heads = [words(f"gap_order.{head}", "vi") for head in ("no_agency", "reached")]
    assert [head in alt for head in heads] == [order == "agency"] * 2


def test_a_group_takes_a_line_above_its_first_bar():
    plain, grouped = named_rows(["a", "b"]), named_rows(["a", "b"], heads=["<G>", ""])
    assert grouped.height - plain.height == grouped.middles[1] - plain.middles[1] > 0
    assert grouped.labels == ["<b>&lt;G&gt;</b><br>a", "b"]
