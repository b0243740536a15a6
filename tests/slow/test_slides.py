"""Slides: each says one thing, with the numbers of its ratio and no others, for any district."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.contract.records import Measure, ReportedTotal, Target, Text
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.settle import Counts, settle
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.meeting.parts import BARS, larger, table_parts
from bs_metrics.views.meeting.slide import picked, slide_of_id
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.phrases import ratio_text, ratio_title
from bs_metrics.words import LANGUAGES, joined, words
from tests.conftest import ROOT
from tests.slow.test_other_district import DISTRICT

MEASURE = Measure(
    *("a.xlsx", "Chỉ số", 2, "a", Text("a"), "items", None, None, None, None, Text("mục", "item", "items")),
    *(None, None, None, 1, None),
)
NUMBERS = st.integers(min_value=0, max_value=40)


def ratio(met, not_met, unknown, reported=None, needed=None):
    """A measure of named items, with a reported number met of all of them, and a target by count."""
    total = met + not_met + unknown
    day, counts, place = date(2024, 8, 1), Counts(met, not_met, unknown), ("a.xlsx", "Số", 2, "")
    told = None if reported is None else ReportedTotal(*place, "a", reported, total, None, "reported", day, None, None)
    target = None if needed is None else Target(*place, "a", needed, None, None, Text(""), None)
    return Ratio(MEASURE, counts, settle(counts, told, day), told, target, tuple)


@given(NUMBERS, NUMBERS, NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS, st.sampled_from(LANGUAGES))
def test_a_title_says_what_is_met_and_the_bounds_of_what_is_missing(met, not_met, unknown, reported, needed, language):
    total = met + not_met + unknown
    one = ratio(met, not_met, unknown, reported, None if needed is None else min(needed, total))
    title = ratio_title(one, language)
    numbers = [int(number) for number in re.findall(r"\d+", title)]
    if one.headline.kind == "contradiction" or not one.total:
        assert "–/" not in title
        return
    low, high = one.gap_bounds
    bounds = [low] if low == high else [low, high]
    said = [int(number) for number in re.findall(r"\d+", ratio_text(one, language))]
    assert numbers[: len(said)] == said and said[-1] == total
    rest = numbers[len(said) :]
    if high == 0:
        assert not rest and said[0] >= one.needed
    elif one.needed < total:
        assert rest == ([*bounds, one.needed, total] if low else [one.needed, total, *bounds])
    elif low == 0:
        assert rest == [high] and high == one.tally.unknown
    else:
        assert rest == bounds


@pytest.mark.parametrize(
    ("given", "kind", "vietnamese", "english"),
    [
        (dict(met=3, not_met=3, unknown=1), "interval", "Đạt 3–4/7, còn 3–4 mục", "3–4/7 met, missing 3–4 items"),
        (dict(met=3, not_met=3, unknown=0), "items", "Đạt 3/6, còn 3 mục", "3/6 met, missing 3 items"),
        (dict(met=0, not_met=0, unknown=9, reported=2), "reported", "Đạt 2/9, còn 7 mục", "2/9 met, missing 7 items"),
        (
            dict(met=5, not_met=4, unknown=0, reported=2),
            "contradiction",
            "Số liệu mâu thuẫn, 2/9 hay 5/9",
            "The data contradict each other, 2/9 or 5/9",
        ),
        (dict(met=4, not_met=0, unknown=0), "items", "Đã đủ, 4/4 mục", "Complete, 4/4 items"),
        (dict(met=5, not_met=16, unknown=0, needed=3), "items", "Đã đủ, 5/21 mục", "Complete, 5/21 items"),
        (
            dict(met=2, not_met=19, unknown=0, needed=3),
            "items",
            "Đạt 2/21, còn 1 mục để đủ 3/21",
            "2/21 met, missing 1 item to reach 3/21",
        ),
        (
            dict(met=2, not_met=9, unknown=10, needed=3),
            "interval",
            "Đạt 2–12/21, chưa rõ đã đủ 3/21 hay chưa, còn thiếu 0–1 mục",
            "2–12/21 met, not known whether 3/21 is reached, 0–1 item short",
        ),
        (dict(met=8, not_met=0, unknown=2), "interval", "Đạt 8–10/10, 2 mục chưa rõ", "8–10/10 met, 2 items not known"),
        (dict(met=0, not_met=0, unknown=0), "interval", "Số liệu: chưa có", "Figure: not known"),
    ],
)
def test_each_kind_of_title(given, kind, vietnamese, english):
    one = ratio(**given)
    assert one.headline.kind == kind
    assert [ratio_title(one, language) for language in ("vi", "en")] == [vietnamese, english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_slides_say_the_report_s_figures(shipped, language):
    titles = {slide.id: re.findall(r"[\d–]+(?:/\d+)+|\d+", slide.title) for slide in slides(shipped, language)}
    assert titles["stage-district_nr"] == ["2/9", "7", "1"]
    assert titles["stage-urban_iv"] == ["55/63", "8"] and titles["stage-town"] == ["2–3/5", "2", "3"]
    assert titles["communes-commune_advanced"] == ["2/21", "1", "3/21"]
    assert titles["schools"] == ["49/67", "18"]
    said = next(slide for slide in slides(shipped, language) if slide.id == "schools").chart.alt
    assert all(figure in said for figure in ("7/22", "20/22", "22/23", "49/67"))


def test_slides_have_the_same_ids_in_both_languages_and_each_its_own(shipped):
    vietnamese, english = ([slide.id for slide in slides(shipped, language)] for language in LANGUAGES)
    assert vietnamese == english and len(set(english)) == len(english)
    assert all(re.fullmatch(r"[a-z0-9_.-]+", id) for id in english)


def test_the_guide_lists_the_ids_that_a_link_may_hold(shipped, tables):
    guide = (ROOT / "docs" / "presenting.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", guide.partition("<!-- generated: slides -->")[2], re.MULTILINE)
    assert listed == [slide.id for slide in slides(shipped, "vi")], "run `python -m tools.docs`"
    others = slides(snapshot_of(tables(**DISTRICT)), "vi")
    assert {slide.id.split("-")[0] for slide in others} <= {id.split("-")[0] for id in listed}


def test_every_slide_of_figures_names_its_sources(shipped):
    assert all(slide.notes for slide in slides(shipped, "vi"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_is_full(shipped, language):
    """None without content, none with a single bar or a few sentences alone, none with more than can be read."""
    every = slides(shipped, language)
    for slide in every:
        bars = 0 if slide.chart is None else len(slide.chart.rows)
        rows = 0 if slide.table is None else sum(map(lines_of, slide.table.iloc[:, 0]))
        assert bars > 3 or rows > 4, slide.id
        assert bars <= BARS or slide.chart.kind == "tiles", slide.id
        assert rows <= 11 and all(gap in slide.title for gap in slide.gaps), slide.id
    assert [slide.id for slide in every if slide.id.startswith("missing")] == ["missing", "missing-2"]


def test_few_rows_are_in_larger_letters_and_many_go_on():
    row = pd.DataFrame({"a": ["một nội dung còn thiếu"], "b": ["31/12/2024"]})
    assert larger(row, "Tên") > larger(pd.concat([row] * 10), "Tên") == 1
    assert len(table_parts(pd.concat([row] * 10), "Tên")) == 1 < len(table_parts(pd.concat([row] * 10), "Tên dài " * 9))


def lines_of(cell):
    return -(-len(cell) // 56)


@pytest.mark.parametrize(
    ("asked", "holder"),
    [
        ("thresholds-town", "stage-town"),
        ("communes-commune_nr", "communes-commune_advanced"),
        ("deadlines", "overview"),
        ("mobilisation", "overview"),
        ("missing-3", "missing"),
        ("missing-2", "missing-2"),
        ("changes", None),
        ("stage-none", None),
    ],
)
def test_a_link_to_a_slide_that_was_joined_to_another_leads_there(shipped, asked, holder):
    every = slides(shipped, "vi")
    found = slide_of_id(every, asked)
    assert (found and found.id) == holder
    assert [slide.id for slide in picked(every, ["schools", asked])][1:] == ([holder] if holder else [])


def test_where_no_line_has_an_agency_the_title_says_so_and_a_line_where_to_look(shipped):
    first = slide_of_id(slides(shipped, "vi"), "missing")
    assert first.title == words("slide.missing_unowned", "vi", number=5)
    look = words("missing.unassigned_look", "vi", document="2105/QĐ-UBND")
    assert list(first.table[words("column.agency", "vi")]) == [words("missing.unassigned", "vi"), look]
    stage = slide_of_id(slides(shipped, "vi"), "stage-district_nr")  # the report names nobody, but this document
    assert words("slide.assigned_by", "vi", documents="2105/QĐ-UBND") in stage.lines


def test_slides_come_in_the_order_asked_for_and_unknown_ones_are_left_out(shipped):
    every = slides(shipped, "vi")
    assert [slide.id for slide in picked(every, ["schools", "no-such", "overview", "schools"])] == [
        "schools",
        "overview",
    ]
    assert picked(every, ["no-such"]) == every


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_district_has_slides_of_its_own_rows_only(tables, language):
    found = slides(snapshot_of(tables(**DISTRICT)), language)
    assert {"overview", "stage-nt", "stage-dt", "stage-tx", "communes-px", "schools"} <= {slide.id for slide in found}
    assert "Bình" not in " ".join([slide.title + " ".join(slide.lines) for slide in found])


def test_a_target_that_may_be_met_is_not_counted_as_not_met(tables):
    """Of no stage, for a stage's slide says its deadline itself."""
    sets = [{"id": "a", "name": "A", "applies_to": "district", "pass_rule": "all"}]
    measures = [{"id": "m", "name": "M", "counts": "criteria", "set": "a"}]
    shown = snapshot_of(
        tables(
            about=[{"key": "as_of", "value": "2024-08-01"}],
            units=[{"code": "d", "kind": "district", "name": "D"}],
            criteria_sets=sets,
            criteria=[{"set": "a", "code": "1", "name": "Một"}],
            measures=measures,
            targets=[{"measure": "m", "percent": 100, "deadline": date(2025, 1, 1)}],
        )
    )
    assert "M: còn 0–1 x, hạn 01/01/2025" in slides(shown, "vi")[0].lines
    passed = slides(replace(shown, as_of=date(2025, 2, 1)), "vi")[0].lines
    assert f"M: còn 0–1 x, hạn {words('slide.passed', 'vi', day='01/01/2025')}" in passed, "and not overdue"


def test_what_is_overdue_by_the_calendar_is_said_as_loud_as_the_ratio(shipped):
    today = date(2025, 1, 10)
    made, looked_at = (slide_of_id(slides(shipped, "vi", today=day), "stage-district_nr") for day in (None, today))
    said = words("pace.passed", "vi", days="10 ngày")
    assert (said, True) in looked_at.title_parts and said not in made.title
    assert "tính từ ngày số liệu" in made.head and "tính từ ngày số liệu" not in looked_at.head
    told = [slide_of_id(slides(shipped, "vi", today=today), id) for id in ("overview", "missing")]
    past = words("slide.passed", "vi", day="31/12/2024")
    assert past in told[0].chart.alt and past in told[1].table.to_csv()


def test_two_headlines_of_one_set_are_two_slides(tables):
    sets = [{"id": "a", "name": "A", "stage": 1, "applies_to": "district", "pass_rule": "all"}]
    criteria = [{"set": "a", "code": "1", "name": "Một"}, {"set": "a", "code": "1.1", "parent": "1", "name": "Một một"}]
    measures = [
        {"id": kind, "name": kind, "counts": kind, "set": "a", "stage": 1, "role": "headline"}
        for kind in ("criteria", "items")
    ]
    units = [{"code": "d", "kind": "district", "name": "D"}]
    ids = [
        slide.id
        for slide in slides(
            snapshot_of(tables(units=units, criteria_sets=sets, criteria=criteria, measures=measures)), "vi"
        )
    ]
    assert len(ids) == len(set(ids)) and {"stage-a", "stage-a-items"} <= set(ids)


def test_an_empty_district_has_slides_that_say_so(tables):
    found = slides(snapshot_of(tables(units=[{"code": "x", "kind": "commune", "name": "Ba Vì"}])), "vi")
    assert [slide.id for slide in found] == ["overview"] and all(slide.title for slide in found)


def test_what_is_not_known_to_be_met_is_not_called_not_met(tables):
    district = DISTRICT | {"targets": [{"measure": "nt", "count": 1, "deadline": date(2024, 12, 31)}]}
    for language, met in (("vi", "chưa rõ"), ("en", "not known")):
        by_id = {slide.id: slide for slide in slides(snapshot_of(tables(**district)), language)}
        assert met in by_id["stage-nt"].title and "deadlines" not in by_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_figures_that_contradict_each_other_no_gap_and_no_share_is_said(tables, language):
    district = DISTRICT | {"reported_totals": [{"measure": "nt", "met": 1, "total": 1}]}
    district["reported_totals"].append({"measure": "px", "met": 0, "total": 2})
    district["results"] = [*DISTRICT["results"], {"set": "nt", "criterion": "1", "unit": "d", "result": "not_met"}]
    by_id = {slide.id: slide for slide in slides(snapshot_of(tables(**district)), language)}
    doubtful = words("summary.doubtful", language, names=joined(["tiêu chí", "mục"], language))
    assert by_id["overview"].title == doubtful[:1].upper() + doubtful[1:]
    either = words("ratio.contradiction", language, reported=r"\d+/\d+", items=r"[\d–]+/\d+")
    assert re.search(either, by_id["communes-px"].lines[0]) and "(" not in by_id["communes-px"].lines[0]


def test_the_chart_of_the_overview_draws_each_gap_that_its_title_says(shipped):
    overview = slides(shipped, "vi")[0]
    rows = overview.chart.rows
    assert list(rows["beside"]) == [
        "còn 1 xã, hạn 31/12/2024",
        "còn 7 tiêu chí, hạn 31/12/2024",
        "còn 8 tiêu chuẩn, hạn 31/12/2025",
        "còn 2–3 tiêu chuẩn, hạn 31/12/2025",
        "còn 11 phường, hạn 31/12/2025",
    ]
