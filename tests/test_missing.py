"""What is missing, line by line: it adds up to the gaps that charts and sentences say, and every line has an owner."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.gaps import missing, missing_text
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.overview.lines import lines
from bs_metrics.views.scenario.answers import answer, goal_names
from bs_metrics.words import LANGUAGES, words
from tests.conftest import tables_of

RESULTS = st.sampled_from(["met", "not_met", "unknown", None])
TOTALS = st.none() | st.tuples(st.integers(0, 9), st.integers(1, 9))


@st.composite
def places(draw):
    """A place with criteria, items below them, units below it and schools, some of them known by number only."""
    codes = [str(number) for number in range(1, draw(st.integers(1, 6)) + 1)]
    below = [f"{code}.{number}" for code in codes for number in range(1, draw(st.integers(0, 3)) + 1)]
    units = [f"c{number}" for number in range(draw(st.integers(1, 4)))]
    own = [(code, draw(RESULTS)) for code in (*codes, *below)]
    of_units = [(code, unit, draw(RESULTS)) for code in "xy"[: draw(st.integers(0, 2))] for unit in units]
    schools = [
        {"name": f"T{number}", "level": draw(st.sampled_from(["primary", "preschool"])), "result": draw(RESULTS)}
        for number in range(draw(st.integers(0, 5)))
    ]
    measures = [
        {"id": "criteria", "counts": "criteria", "set": "s"},
        {"id": "items", "counts": "items", "set": "s", "parent": draw(st.sampled_from(["criteria", None]))},
        {"id": "units", "counts": "units", "set": "u", "filter": "Loại = xã"},
        {"id": "primary", "counts": "schools", "filter": "Cấp học = tiểu học"},
        {"id": "schools", "counts": "schools"},
    ]
    totals = {measure["id"]: draw(TOTALS) for measure in measures}
    counted = [(id, min(total), max(total)) for id, total in totals.items() if total]
    targets = draw(st.lists(st.sampled_from([measure["id"] for measure in measures]), unique=True))
    return {
        "about": [{"key": "as_of", "value": "01/8/2024"}],
        "units": [{"code": "d", "kind": "district"}, *({"code": code, "kind": "commune"} for code in units)],
        "criteria_sets": [
            {"id": "s", "applies_to": "district", "pass_rule": draw(st.sampled_from(["all", "points"]))},
            {"id": "u", "applies_to": "commune", "pass_rule": "all"},
        ],
        "criteria": [
            *({"set": "s", "code": code, "parent": code.rpartition(".")[0] or None} for code in (*codes, *below)),
            *({"set": "u", "code": code} for code in dict.fromkeys(code for code, *_ in of_units)),
        ],
        "results": [
            *({"set": "s", "criterion": code, "unit": "d", "result": result} for code, result in own if result),
            *({"set": "u", "unit": code, "result": draw(RESULTS) or "unknown"} for code in units),
            *({"set": "u", "criterion": code, "unit": unit, "result": met} for code, unit, met in of_units if met),
        ],
        "schools": schools,
        "measures": [measure | {"order": number} for number, measure in enumerate(measures)],
        "reported_totals": [
            {"measure": id, "met": met, "total": total, "as_of": date(2024, 8, 1)} for id, met, total in counted
        ],
        "targets": [{"measure": id, "percent": draw(st.sampled_from([10, 50, 100]))} for id in targets],
    }


@given(places())
def test_what_is_listed_adds_up_to_the_gap_that_is_said(place):
    shown = tables_of(**place)
    counted = ratios(shown)
    listed: Counter[str] = Counter()
    for line in missing(shown, counted, "vi"):
        listed.update(line.numbers)
    for ratio in counted.values():
        if ratio.headline.kind != "contradiction" and ratio.gap_bounds and ratio.gap_bounds[0]:
            low, high = ratio.gap_bounds
            assert low <= listed[ratio.id] <= high and ratio.gap in (None, listed[ratio.id])
        else:
            assert listed[ratio.id] == 0, "nothing is missing, or nobody knows"


ONE = {
    "units": [{"code": "d", "kind": "district"}],
    "criteria_sets": [{"id": "s", "applies_to": "district", "pass_rule": "all"}],
    "criteria": [{"set": "s", "code": "1", "name": "Một"}, {"set": "s", "code": "1a", "parent": "1", "name": "Phần"}],
}
IN_CHARGE = {"agency": "Phòng A", "obstacle": "Thiếu đất", "deadline": date(2024, 5, 1), "cost_million_vnd": 1500}


@pytest.mark.parametrize("counts", ["criteria", "items"])
def test_owner_obstacle_deadline_and_cost_of_what_lies_below_are_said(tables, counts):
    given = tables(
        **ONE,
        results=[
            {"set": "s", "criterion": "1", "unit": "d", "result": "not_met"},
            {"set": "s", "criterion": "1a", "unit": "d", "result": "not_met"} | IN_CHARGE,
        ],
        measures=[{"id": "a", "counts": counts, "set": "s"}],
    )
    for language, cost in zip(LANGUAGES, ("1.500", "1,500"), strict=True):
        (line,) = missing(given, ratios(given), language)
        assert (line.agency, line.deadline) == ("Phòng A", date(2024, 5, 1))
        assert "Thiếu đất" in line.reason and words("missing.cost", language, amount=cost) in line.reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_that_contradict_each_other_are_to_be_made_clear_by_their_sources_and_are_not_missing(tables, language):
    sources = {"result": "Văn bản A", "criterion": "Văn bản B"}
    shown = snapshot_of(
        tables(
            units=[{"code": "1", "kind": "commune", "name": "Bình An"}],
            criteria_sets=[
                {"id": "u", "applies_to": "commune", "pass_rule": "all", "stage": 1, "official_criteria": 1}
            ],
            criteria=[{"set": "u", "code": "7", "name": "Bảy"}],
            results=[
                {"set": "u", "unit": "1", "result": "met", "source": sources["result"]},
                {"set": "u", "unit": "1", "criterion": "7", "result": "not_met", "source": sources["criterion"]},
            ],
            measures=[{"id": "m", "counts": "units", "set": "u", "name": "Xã đạt", "stage": 1, "role": "headline"}],
        )
    )
    (line,) = lines(shown, language)
    assert (line.who, line.overdue) == (words("doubt.who", language), False)
    assert all(source in line.why for source in sources.values()) and "Bình An" in line.why
    assert missing(shown.tables, shown.ratios, language) == []
    assert "m" in goal_names(shown, language)
    found = answer(shown, "m", "fewest", None, language)
    assert found.lines == ((line.what, line.why),) and not found.is_way
    (slide,) = (one for one in slides(shown, language) if one.id == "missing")
    assert slide.title.lower() == words("doubt.title", language, number=1).lower()


def test_what_only_a_total_states_is_a_line_and_what_is_overdue_comes_first(tables):
    given = tables(
        **ONE | {"criteria": [], "criteria_sets": [{"id": name, "applies_to": "district"} for name in "ab"]},
        about=[{"key": "as_of", "value": "01/8/2024"}],
        measures=[{"id": name, "counts": "criteria", "set": name, "noun": "tiêu chí", "order": 1} for name in "ab"],
        reported_totals=[{"measure": name, "met": 2, "total": 5, "as_of": date(2024, 8, 1)} for name in "ab"],
        targets=[
            {"measure": "a", "count": 5, "deadline": date(2024, 12, 31)},
            {"measure": "b", "count": 5, "deadline": date(2024, 6, 30)},
        ],
    )
    late, due = missing(given, ratios(given), "vi")
    assert (late.numbers, due.numbers) == ({"b": 3}, {"a": 3}) and "3 tiêu chí" in late.what
    assert words("missing.unassigned", "vi") in missing_text(late, "vi")


@pytest.mark.parametrize(("day", "number"), [(date(2024, 12, 31), 1), (date(2024, 6, 30), 2)])
def test_of_criteria_and_of_items_known_by_number_only_one_line_tells_both_where_they_are_due_together(
    tables, day, number
):
    given = tables(
        **ONE | {"criteria": []},
        measures=[
            {"id": "above", "counts": "criteria", "set": "s", "order": 1},
            {"id": "below", "counts": "items", "set": "s", "parent": "above", "order": 2},
        ],
        reported_totals=[{"measure": "above", "met": 6, "total": 9}, {"measure": "below", "met": 33, "total": 36}],
        targets=[
            {"measure": "above", "count": 9, "deadline": date(2024, 12, 31)},
            {"measure": "below", "count": 36, "deadline": day},
        ],
    )
    told = missing(given, ratios(given), "vi")
    assert len(told) == number and {id for line in told for id in line.numbers} == {"above", "below"}
