"""Trends: one point an as-of date, bounds stay bounds."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from bs_metrics.figures.style import width_of
from bs_metrics.figures.trend import NARROW, burn_up
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import Earlier, Snapshot
from bs_metrics.views.ratio_tables import trend_rows
from tests.test_figures import PALETTE


@pytest.fixture
def state(tables):
    """A snapshot of a day with some of five communes met and some unknown."""

    def made(day, met, unknown=0):
        results = ["met"] * met + ["unknown"] * unknown + ["not_met"] * (5 - met - unknown)
        shown = tables(
            about=[{"key": "as_of", "value": day.strftime("%d/%m/%Y")}] if day else [],
            units=[{"code": str(code), "kind": "commune"} for code in range(5)],
            criteria_sets=[{"id": "s", "applies_to": "commune"}],
            measures=[{"id": "m", "counts": "units", "set": "s", "filter": "Loại = xã"}],
            results=[{"set": "s", "unit": str(code), "result": result} for code, result in enumerate(results)],
        )
        return Snapshot(f"{day}-{met}", shown, ratios(shown), day)

    return made


def dated(states):
    """The last of some states, with those before it as its past."""
    *past, last = states
    return replace(last, earlier=tuple(Earlier(one.id, one.as_of, lambda one=one: one) for one in past))


def test_a_trend_has_one_point_a_date_in_order(state):
    rows = trend_rows(dated([state(date(2024, 8, 1), 2), state(None, 5), state(date(2025, 1, 1), 4)]), "m", "vi")
    assert list(rows["as_of"]) == [date(2024, 8, 1), date(2025, 1, 1)]
    assert list(rows["lower"]) == [2, 4] and list(rows["label"]) == ["2/5", "4/5"]


def test_unknown_items_are_a_span_and_never_counted_as_not_met(state):
    rows = trend_rows(dated([state(date(2024, 8, 1), 1, unknown=2)]), "m", "vi")
    assert (rows["lower"][0], rows["upper"][0], rows["total"][0]) == (1, 3, 5)


def test_a_measure_that_no_snapshot_has_gives_no_points(state):
    assert trend_rows(dated([state(date(2024, 8, 1), 1)]), "other", "vi").empty


def test_the_line_goes_through_the_least_that_is_met_at_the_distance_of_its_day_above_zero(state):
    rows = trend_rows(dated([state(date(2024, 8, 1), 1), state(date(2024, 8, 31), 2, unknown=1)]), "m", "vi")
    figure = burn_up(rows, PALETTE)
    steps = [trace for trace in figure.data if "markers" in trace.mode]
    assert figure.layout.yaxis.range[0] < 0 and "0" in [note.text for note in figure.layout.annotations]
    assert [list(trace.x) for trace in steps] == [[0, 30]] and [list(trace.y) for trace in steps] == [[1, 2]]


def test_the_burn_up_names_its_dates_and_ratios_and_marks_what_is_needed(state):
    rows = trend_rows(dated([state(date(2024, 8, 1), 1), state(date(2024, 12, 31), 3)]), "m", "vi")
    figure = burn_up(rows, PALETTE)
    told = " ".join(note.text for note in figure.layout.annotations)
    assert [part in told for part in ("1/5", "3/5", "01/8/2024", "31/12/2024")] == [True] * 4
    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes] == [(0, 0), (5, 5)]


def test_dates_close_together_do_not_write_over_one_another(state):
    days = pd.date_range("2024-08-01", periods=20).date
    figure = burn_up(trend_rows(dated([state(day, 2) for day in days]), "m", "vi"), PALETTE)
    assert 2 <= sum("2/5" in note.text for note in figure.layout.annotations) <= 4


@pytest.mark.parametrize(
    ("met", "below"),
    [([1, 3], [True, False]), ([4, 2], [False, True]), ([3, 3], [False, False]), ([3, 1, 3], [False, True, False])],
    ids=["climbs", "falls", "flat", "valley"],
)
def test_a_ratio_stands_where_no_line_runs(state, met, below):
    days = pd.date_range("2024-01-01", periods=len(met), freq="365D").date
    rows = trend_rows(dated([state(day, number) for day, number in zip(days, met, strict=True)]), "m", "vi")
    notes = [note for note in burn_up(rows, PALETTE).layout.annotations if "/5" in note.text]
    assert [note.yanchor == "top" for note in notes] == below


@pytest.mark.parametrize(("met", "anchor"), [([1, 2, 4], "right"), ([4, 2, 1], "left"), ([1, 3, 1], "center")])
def test_a_ratio_between_the_ends_keeps_off_the_way_up_and_the_way_down(state, met, anchor):
    days = pd.date_range("2024-01-01", periods=3, freq="365D").date
    rows = trend_rows(dated([state(day, number) for day, number in zip(days, met, strict=True)]), "m", "vi")
    middle = next(note for note in burn_up(rows, PALETTE).layout.annotations if note.text == f"<b>{met[1]}/5</b>")
    assert middle.xanchor == anchor and middle.yanchor == "bottom"


def test_a_ratio_lies_neither_on_the_line_to_reach_nor_on_that_of_the_deadline(state):
    def noted(*met, due=None):
        days = pd.date_range("2024-01-01", periods=len(met), freq="365D").date
        rows = trend_rows(dated([state(day, number) for day, number in zip(days, met, strict=True)]), "m", "vi")
        figure = burn_up(rows.assign(deadline=due, due="hạn"), PALETTE)
        return [(note.text, note.yanchor, note.xanchor) for note in figure.layout.annotations if "/5" in note.text]

    assert noted(4, 4)[0][1] == noted(4, 4)[1][1] == "top"
    assert [text for text, *_ in noted(1, 4, 4)] == ["<b>1/5</b>", "<b>4/5</b>"], "the one between has no room"
    assert noted(1, 3)[-1] == ("<b>3/5</b>", "bottom", "right")
    assert noted(1, 3, due=date(2024, 12, 1))[-1][1] == "top"
    assert noted(2, 4, due=date(2025, 1, 31))[-1] == ("<b>4/5</b>", "top", "right"), "before the deadline's line"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_date_stands_beside_those_of_the_ends_where_a_narrow_chart_has_no_room(state, language):
    days = [date(2024, 8, 1), date(2024, 9, 30), date(2024, 10, 31), date(2024, 11, 30)]
    figure = burn_up(trend_rows(dated([state(day, 2) for day in days]), "m", language), PALETTE)
    lines = {}
    for note in figure.layout.annotations:
        if "2024" in note.text:
            lines.setdefault(note.yshift, []).append(note)
    assert sorted(map(len, lines.values())) == [1, 2]
    assert all(sum(width_of(note.text) for note in line) <= NARROW / 1.16 for line in lines.values())
