"""Figures in words: the numbers a sentence carries, in each language's form, and nothing that the tables do not say."""

import re
from datetime import date

import pytest

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import Criterion
from bs_metrics.contract.schema import schema
from bs_metrics.measures.about import as_of_date, has_other_sources
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.activities import document_items
from bs_metrics.views.criteria import needed_text, threshold_text
from bs_metrics.views.gaps import missing, missing_text
from bs_metrics.views.phrases import (
    basis_text,
    gap_text,
    goal_text,
    ratio_text,
    share_text,
    source_line,
    summary,
    time_left,
)
from bs_metrics.views.provenance import figure_lines, set_lines
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.stages import stage_text
from bs_metrics.views.texts import in_language
from bs_metrics.words import LANGUAGES, words


def digits(text):
    return re.findall(r"\d+(?:[.,]\d+)*%?", text)


@pytest.fixture
def measured(tables):
    """One measure of schools with an English noun."""

    nouns = {"noun": "trường", "noun_en": "school", "noun_en_plural": "schools"}

    def build(met, total, schools=(), percent=None, **row):
        given = tables(
            about=[{"key": "as_of", "value": "01/8/2024"}],
            schools=[{"name": f"{place}", "result": result} for place, result in enumerate(schools)],
            measures=[{"id": "a", "counts": "schools"} | nouns | row],
            reported_totals=[{"measure": "a", "met": met, "total": total, "percent_printed": percent}],
        )
        return ratios(given)["a"]

    return build


def test_a_ratio_has_its_separators(measured):
    assert ratio_text(measured(1245, 2000), "vi") == "1.245/2.000"
    assert ratio_text(measured(1245, 2000), "en") == "1,245/2,000"


def test_an_interval_shows_both_bounds(measured):
    ratio = measured(None, 6, ["met", "met", "met", "not_met", "not_met"])
    assert ratio_text(ratio, "vi") == "3–4/6"
    assert share_text(ratio, "vi") == "50%–66,67%"
    assert digits(gap_text(ratio, "en")) == ["2", "3"]


def test_a_contradiction_shows_both_numbers_and_no_share(measured):
    ratio = measured(1, 2, ["met", "met"])
    for language in LANGUAGES:
        assert digits(ratio_text(ratio, language)) == ["1", "2", "2", "2"]
        assert not digits(share_text(ratio, language)) and not digits(gap_text(ratio, language))


def test_a_bare_count_and_a_bare_percentage_are_shown_as_printed(measured):
    assert ratio_text(measured(2570, None), "vi") == "2.570"
    assert ratio_text(measured(None, None, percent=99.5), "vi") == "99,5%"


def test_english_counts_one_and_many(measured):
    assert "1 school" in gap_text(measured(21, 22), "en") and "1 schools" not in gap_text(measured(21, 22), "en")
    assert "2 schools" in gap_text(measured(20, 22), "en")


def test_the_summary_says_each_gap_with_its_number(shipped):
    assert digits(summary(shipped.ratios, "x", "vi")) == ["1", "7", "8", "11"]
    assert digits(summary(shipped.ratios, "x", "en")) == ["1", "7", "8", "11"]


def test_the_summary_is_computed_from_the_gaps(measured):
    told = {"phrase": "trường", "stage": 1}
    assert digits(summary({"a": measured(7, 22, **told)}, "x", "vi")) == ["15"]
    assert digits(summary({"a": measured(8, 22, **told)}, "x", "vi")) == ["14"]
    assert digits(summary({"a": measured(22, 22, **told)}, "x", "vi")) == []


def test_the_summary_tells_measures_that_belong_to_no_stage(tables):
    row = {"counts": "reported", "phrase": "xã"}
    given = tables(
        measures=[{"id": "a", "stage": 1} | row, {"id": "b", "stage": None} | row],
        reported_totals=[{"measure": "a", "met": 2, "total": 3}, {"measure": "b", "met": 2, "total": 4}],
    )
    assert digits(summary(ratios(given), "x", "vi")) == ["1", "2"]


@pytest.mark.parametrize(
    ("other", "numbers", "key"),
    [
        ({"met": 3, "total": 6}, ["3"], "summary.left"),
        ({"met": 6, "total": 6}, [], "summary.reached"),
        ({"met": None, "total": None, "percent_printed": 99}, [], "summary.unknown"),
    ],
)
def test_the_summary_calls_nothing_reached_while_a_stage_is_open(tables, other, numbers, key):
    row = {"counts": "reported", "noun": "tiêu chuẩn", "role": "headline"}
    given = tables(
        measures=[{"id": "a", "stage": 1, "phrase": "xã"} | row, {"id": "b", "stage": 2} | row],
        reported_totals=[{"measure": "a", "met": 3, "total": 3}, {"measure": "b"} | other],
    )
    said = summary(ratios(given), "x", "vi")
    assert digits(said) == numbers and (key == "summary.left" or said == words(key, "vi", goal=goal_text("x", "vi")))


def test_the_summary_leaves_out_no_condition_of_a_stage(tables):
    row = {"counts": "reported", "noun": "xã"}
    given = tables(
        measures=[
            {"id": "a", "stage": 1, "role": "headline", "phrase": "tiêu chí", "order": 1} | row,
            {"id": "b", "stage": 1, "role": "condition", "order": 2} | row,
        ],
        reported_totals=[{"measure": "a", "met": 2, "total": 9}, {"measure": "b", "met": 20, "total": 21}],
    )
    assert digits(summary(ratios(given), "x", "vi")) == ["7", "1"]


def test_the_emphasis_marks_what_is_missing(shipped):
    assert summary(shipped.ratios, "x", "vi", lambda text: f"<{text}>").count("<") == 4


def test_a_stage_says_its_gap_and_the_condition_beside_it(shipped):
    for language in LANGUAGES:
        said = stage_text(shipped, shipped.ratios["district.criteria"], language)
        assert {"7", "13/36".split("/")[0], "36"} <= set(digits(said)) and "2/21" in said


@pytest.mark.parametrize(("days", "number"), [(152, "5"), (61, "2"), (45, "45"), (0, "0"), (-10, "10")])
def test_time_left_is_months_then_days_then_overdue(days, number):
    for language in LANGUAGES:
        assert digits(time_left(days, language)) == [number]
    assert time_left(10, "vi") != time_left(-10, "vi")


@pytest.mark.parametrize(("days", "said"), [(1, "1 day overdue"), (31, "31 days overdue")])
def test_one_day_is_no_days(days, said):
    assert time_left(-days, "en") == said


def test_the_shipped_data_lack_what_the_report_says(shipped):
    for language in LANGUAGES:
        lines = missing(shipped.tables, shipped.ratios, language)
        said = "\n".join(f"{line.what} {missing_text(line, language)}" for line in lines)
        criteria = shipped.tables.rows(Criterion)
        own = [
            one for one in criteria if one.set == "district_nr" and one.parent is None and one.code not in ("3", "4")
        ]
        assert len(own) == 7 and all(in_language(one.name, language) in said for one in own)
        assert {"15", "13", "2/21"} <= set(re.findall(r"\d+(?:/\d+)?", said))
        for school in ("Bình Đông", "số 2 Bình Hải", "Bình Châu"):
            assert school in said


def test_a_criterion_and_the_number_that_it_rests_on_are_one_line(shipped):
    (line,) = (one for one in missing(shipped.tables, shipped.ratios, "vi") if "town.wards" in one.numbers)
    assert line.numbers == {"town.standards": 1, "town.wards": 11} and digits(line.what) == ["11"]
    assert "0/22" in line.reason and line.deadline == date(2025, 12, 31)


def test_a_deadline_is_the_one_of_the_target(shipped):
    criteria = next(line for line in missing(shipped.tables, shipped.ratios, "vi") if "Giao thông" in line.what)
    assert criteria.deadline == date(2024, 12, 31)


def lacking(tables, language="vi", written=None, **criterion):
    """What is missing of a district with one criterion that its value does not reach."""
    given = tables(
        units=[{"code": "d", "kind": "district"}],
        criteria_sets=[{"id": "s", "applies_to": "district"}],
        criteria=[{"set": "s", "code": "1", "operator": "ge", "threshold": 50} | criterion],
        results=[{"set": "s", "unit": "d", "criterion": "1", "value": 9.5} | (written or {})],
        measures=[{"id": "a", "counts": "criteria", "set": "s"}],
    )
    return missing(given, ratios(given), language)


def test_a_criterion_missed_by_its_value_says_value_and_threshold(tables):
    (line,) = lacking(tables, threshold_text="≥ 50%")
    assert digits(line.reason) == ["9,5", "50%"]


def test_the_english_page_takes_the_english_value_else_the_number(tables):
    written = {"value_text": "khoảng 9,5 km"}
    assert "khoảng 9,5 km" in lacking(tables, written=written)[0].reason
    assert "khoảng" not in (shown := lacking(tables, "en", written)[0].reason) and "9.5" in shown
    assert "about 9.5 km" in lacking(tables, "en", written | {"value_text_en": "about 9.5 km"})[0].reason


OVER = {"threshold_text": "trên 5", "operator": "ge", "threshold": 5}


@pytest.mark.parametrize(
    ("criterion", "vi", "en"),
    [
        ({"threshold_text": "Loại III", "threshold_text_en": "Class III"}, "Loại III", "Class III"),
        ({"threshold_text": "Loại III"}, "Loại III", "Loại III"),  # a workbook without the English column
        ({"threshold_text": "Đạt"}, "Đạt", "met"),
        (OVER, "trên 5", "≥ 5"),
        (OVER | {"threshold_text_en": "over 5"}, "trên 5", "over 5"),
        ({}, "", ""),
    ],
)
def test_a_threshold_is_said_in_the_reader_s_language(tables, criterion, vi, en):
    (row,) = tables(criteria=[{"set": "s", "code": "1"} | criterion]).rows(Criterion)
    assert (threshold_text(row, "vi"), threshold_text(row, "en")) == (vi, en)


@pytest.mark.parametrize(("language", "said"), [("vi", "yêu cầu đạt"), ("en", "must be met")])
def test_a_threshold_that_only_says_met_is_a_sentence(tables, language, said):
    (row,) = tables(criteria=[{"set": "s", "code": "1", "threshold_text": "Đạt"}]).rows(Criterion)
    assert needed_text(row, language) == said


def test_the_remark_on_a_criterion_of_points_is_said_in_the_reader_s_language(tables):
    criteria = [
        {"set": "s", "code": "1", "note": "chưa rõ", "note_en": "not known"},
        {"set": "s", "code": "2", "note": "mới"},
    ]
    given = tables(criteria_sets=[{"id": "s"}], criteria=criteria)
    remarks = {language: list(points_table(given, {}, "s", language).iloc[:, -1]) for language in LANGUAGES}
    assert remarks == {"vi": ["chưa rõ", "mới"], "en": ["not known", "mới"]}


@pytest.mark.parametrize(("english", "cited"), [("Plan 9", "Plan 9"), (None, "Kế hoạch 9")])
def test_the_legal_basis_is_cited_in_the_reader_s_language(tables, english, cited):
    basis = {"legal_basis": "Kế hoạch 9", "legal_basis_en": english}
    given = tables(
        criteria_sets=[{"id": "s"} | basis],
        measures=[{"id": "a", "counts": "schools"}],
        targets=[{"measure": "a", "count": 5} | basis],
    )
    found = ratios(given)
    for language, expected in (("vi", "Kế hoạch 9"), ("en", cited)):
        (_, figure), (_, of_set) = *figure_lines(given, found, language), *set_lines(given, found, language)
        assert expected in figure and of_set.startswith(expected)


@pytest.mark.parametrize(("noun", "said"), [("standard", "5 tiêu chuẩn, 9 chỉ tiêu"), (None, "5 tiêu chí, 9 chỉ tiêu")])
def test_a_set_is_counted_in_its_own_nouns_where_no_measure_counts_it(tables, noun, said):
    given = tables(criteria_sets=[{"id": "s", "official_criteria": 5, "official_items": 9, "criteria_noun": noun}])
    ((_, of_set),) = set_lines(given, {}, "vi")
    assert said in of_set


@pytest.mark.parametrize(("english", "cited"), [("no number (plan)", "no number (plan)"), (None, "không ghi số")])
def test_words_that_stand_for_a_document_s_number_are_in_the_reader_s_language(tables, english, cited):
    given = tables(documents=[{"number": "không ghi số", "number_en": english}])
    assert document_items(given, "en")[0].name.startswith(cited)
    assert document_items(given, "vi")[0].name.startswith("không ghi số")


def test_a_threshold_that_is_not_written_out_leaves_no_hole(tables):
    (line,) = lacking(tables)
    assert "NA" not in line.reason


def test_the_as_of_date_is_the_one_of_the_sheet(tables):
    shown = tables(about=[{"key": "as_of", "value": "30/6/2025"}])
    assert as_of_date(shown) == date(2025, 6, 30)
    assert snapshot({}).as_of is None


REPORT = [{"key": "report_short", "value": "báo cáo 1", "source": "Báo cáo, tiêu đề"}]


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("Báo cáo, II.2.1 ¶4", False),
        ("Báo cáo (suy ra)", False),
        ("Công văn 9", True),
        ("Báo cáo, II.2.1 ¶4; truong.xlsx, Sheet1", True),
        ("Báo cáo 12/BC-UBND", True),
        ("Báo cáo quý III.xlsx, Sheet1", True),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_other_sources_are_not_put_down_to_the_report(tables, language, source, others):
    given = tables(
        about=REPORT,
        measures=[{"id": "a", "counts": "reported"}],
        reported_totals=[{"measure": "a", "met": 1, "total": 3, "basis": "reported", "source": source}],
    )
    key = "frame.source_and_others" if others else "frame.source"
    assert source_line(given, language) == words(key, language, report="báo cáo 1")
    basis = words("kind.reported_elsewhere" if others else "kind.reported", language)
    assert basis_text(ratios(given)["a"], language) == basis


@pytest.mark.parametrize("table", ["units", "targets", "emulation", "tasks", "dossiers"])
@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("Báo cáo, I.1 ¶1; mã: Tổng cục Thống kê", False),  # a code is no figure
        ("Quyết định 320; Báo cáo, I.1 ¶1", False),
        ("{own}", True),
        ("Báo cáo, I.1 ¶1; {own}", True),
        ("Niên giám 2023", True),
    ],
)
def test_a_row_of_another_file_is_another_source_whatever_it_tells(tables, table, source, others):
    own = f"nho.xlsx, {schema().tables[table].sheet}"
    assert has_other_sources(tables(**{"about": REPORT, table: [{"source": source.format(own=own)}]})) == others


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_which_none_is_the_report_s_name_their_own_sources(tables, language):
    given = tables(about=REPORT)
    own, other, third = (Citation((text,), "a.xlsx", "A", ((2, 2),)) for text in ("Báo cáo, II", "Sổ 1", "Sổ 2"))
    named = [words("frame.source_of", language, sources=text) for text in ("Sổ 1", "Sổ 1; Sổ 2")]
    assert [source_line(given, language, citations=one) for one in ([other], [other, third])] == named
    assert source_line(given, language, citations=[own, other]) == source_line(given, language)


def test_the_shipped_figures_all_come_from_the_report(shipped):
    assert not has_other_sources(shipped.tables)
