"""Criteria to read across: a cell an item, what is known only as a sum shown as such, who has to act on the rest."""

import re
from typing import Any

import pytest

from bs_metrics.figures.matrix import matrix
from bs_metrics.figures.style import Palette
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.requests.asked import asked_of_stage
from bs_metrics.views.sets.blocks import threshold_rows
from bs_metrics.views.sets.matrix import Bar, Cell, Row, set_rows
from bs_metrics.words import words

ITEMS = {"id": "items", "counts": "items", "set": "s", "parent": "criteria", "stage": 1, "role": "detail"}
CRITERIA = {"id": "criteria", "counts": "criteria", "set": "s", "stage": 1, "role": "headline"}
SIGNS = {"met": "✓", "not_met": "✗", "unknown": "?", "doubtful": "≠"}
PALETTE = Palette(*["gray"] * 7)


def cells(row):
    """How many cells stand for items of each status."""
    found: dict[str, int] = {}
    for cell in row.cells:
        found[cell.status] = found.get(cell.status, 0) + cell.number
    return found


def test_every_item_has_a_cell_and_what_is_only_a_sum_is_not_said_of_any(shipped):
    rows = set_rows(shipped.tables, shipped.ratios, "district_nr", "vi")
    assert sum(sum(cells(row).values()) for row in rows) == 36
    first, met, shared = rows[0], rows[2], rows[-1]
    assert (cells(first), first.status, first.count) == ({"unknown": 2}, "not_met", "0–1/2")
    assert words("set.unmet_which", "vi", unmet="", noun="chỉ tiêu").strip(", ") in first.said
    assert first.small == words("missing.unassigned_look", "vi", document="2105/QĐ-UBND")
    assert (cells(met), met.count, met.said) == ({"met": 2}, "2/2", "")
    assert (cells(shared), shared.code) == ({"unknown": 11}, "")


def made(workbook, criteria, results, rule="all", **totals):
    """A set of a district with these criteria, results by code and reported totals by measure."""
    given: dict[str, Any] = {
        "units": [{"code": "d", "kind": "district", "name": "D"}],
        "criteria_sets": [{"id": "s", "name": "S", "stage": 1, "applies_to": "district", "pass_rule": rule}],
        "criteria": [{"set": "s", "name": "x"} | row for row in criteria],
        "results": [{"set": "s", "criterion": code, "unit": "d", "result": said} for code, said in results.items()],
        "measures": [ITEMS, CRITERIA],
        "reported_totals": [
            {"measure": id, "met": met, "total": total, "basis": "reported"} for id, (met, total) in totals.items()
        ],
    }
    of = snapshot({"x.xlsx": workbook(**given)})
    return set_rows(of.tables, of.ratios, "s", "vi")


@pytest.mark.parametrize(
    ("items", "results", "totals", "expected", "count"),
    [
        (3, {}, {}, {"unknown": 3}, "0–3/3"),
        (3, {"1": "met"}, {}, {"met": 3}, "3/3"),
        (3, {"1.1": "met"}, {}, {"met": 1, "unknown": 2}, "1–3/3"),
        (2, {"1": "not_met", "1.1": "met"}, {}, {"met": 1, "not_met": 1}, "1/2"),  # the other one it must be
        (1, {"1": "not_met"}, {}, {"not_met": 1}, "0/1"),
        (3, {"1.1": "not_met"}, {}, {"not_met": 1, "unknown": 2}, "0–2/3"),
        (3, {}, {"items": (3, 3)}, {"met": 3}, "3/3"),
        (3, {}, {"items": (0, 3)}, {"not_met": 3}, "0/3"),
        (1000, {}, {}, {"unknown": 1000}, "0–1000/1000"),
    ],
)
def test_a_cell_is_met_or_not_where_nothing_else_is_possible_and_else_unknown(
    workbook, items, results, totals, expected, count
):
    named = [{"code": "1.1", "parent": "1"}] if items < 1000 else []
    (row,) = made(workbook, [{"code": "1", "items": items}, *named], results, **totals)
    assert (cells(row), row.count) == (expected, count) and len(row.cells) < 100


def test_the_bar_of_a_criterion_that_a_measure_counts_is_as_long_as_its_newest_figure(tables):
    given = tables(
        units=[{"code": "d", "kind": "district", "name": "D"}],
        criteria_sets=[{"id": "s", "name": "S", "applies_to": "district"}],
        criteria=[{"set": "s", "code": "1", "name": "x", "threshold": 50, "operator": "ge", "measure": "m"}],
        results=[{"set": "s", "criterion": "1", "unit": "d", "result": "not_met", "value": 0}],
        measures=[{"id": "m", "counts": "reported", "noun": "phường"}],
        reported_totals=[{"measure": "m", "met": 7, "total": 22}],
        targets=[{"measure": "m", "percent": 50}],
    )
    (row,) = set_rows(given, ratios(given), "s", "vi")
    assert row.bar is not None and (round(row.bar.met * 11), row.bar.unknown) == (7, 0)
    assert list(threshold_rows(given, ratios(given), "s", "vi")["ratio"]) == [row.bar.met]


@pytest.mark.parametrize("result", ["met", "not_met"])
def test_where_points_decide_a_criterion_proves_nothing_of_its_items(workbook, result):
    (row,) = made(workbook, [{"code": "1", "items": 3}], {"1": result}, rule="points")
    assert (cells(row), row.count, row.status) == ({"unknown": 3}, "0–3/3", result)


def test_a_page_that_is_asked_of_names_what_is_known_only_as_a_number_and_whom_to_ask(shipped):
    asked = [one.short for one in asked_of_stage(shipped.tables, shipped.ratios, "urban_iv", "vi")]
    assert words("requests.which", "vi", counted="8 tiêu chuẩn") in asked
    assert words("requests.points", "vi", counted="5 tiêu chí") in asked


def test_the_markup_shows_every_letter_and_draws_each_status_its_own_way():
    hostile = "<b>**x**</b>\n\n| a:smile:"
    rows = [
        Row(hostile, hostile, status, hostile, hostile, hostile, hostile, (Cell(hostile, status, hostile),), hostile)
        for status in SIGNS
    ]
    drawn = matrix([*rows, Row("1", "x", "met", "đạt", bar=Bar(0.5, 0.25, 0.9))], SIGNS, PALETTE)
    assert (
        "\n" not in drawn and "**" not in drawn and "<b>x" not in drawn and "|" not in drawn and ":smile" not in drawn
    )
    assert len(set(re.findall(r'class="bs-cell (bs-cell-\w+)"', drawn))) == len(SIGNS)
    assert re.findall(r"width:([\d.]+)%", drawn) == ["50.0", "25.0", "15.0"] and "left:90.0%" in drawn
    drawn = matrix([Row("1", "x", "met", "đạt", bar=Bar(5.0, target=1.0, open_ended=True))], SIGNS, PALETTE)
    assert re.findall(r"width:([\d.]+)%", drawn) == ["100.0"] and "left:40.0%" in drawn, "many times its threshold"
