"""A plan is no result: a mark with a word that leaves it open is asked, and one answer settles it."""

import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder, words_of
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.synonyms import synonyms
from bs_metrics.words import LANGUAGES
from tests.slow.test_marks import FORMATS, UNITS

CURRENT = read_folder(DEFAULT_FOLDER)
WORDS = synonyms(words_of(CURRENT))
RESULT = schema().tables["results"].columns["result"]
SET = "Xã nông thôn mới"


@pytest.fixture(params=FORMATS)
def read(request):
    """Marks of communes for two criteria as a file, understood; the second is always met."""

    def understood(*marks, choices=None, heads=("Đơn vị", "1", "2"), rows=None):
        rows = rows or [[name, mark, "Đạt"] for name, mark in zip(UNITS, marks, strict=False)]
        return check(FORMATS[request.param]([[SET], [], [*heads], *rows]), "xa.xlsx", CURRENT, choices)

    return understood


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Đạt (dự kiến quý IV)", "dự kiến"),
        ("Đạt (kế hoạch 2025)", "kế hoạch"),
        ("Đạt (nếu được bố trí vốn)", "nếu"),
        ("ĐẠT (Đã hết hạn)", "hết hạn"),
        ("Dự kiến đạt", "dự kiến"),
        ("Đạt - dự kiến quý IV", "dự kiến"),
        ("x (dự kiến)", "dự kiến"),
        ("Cơ bản đạt", "cơ bản"),
        ("phấn đấu đạt", "phấn đấu"),
        ("ước đạt", "ước đạt"),
        ("Đang trình", "đang trình"),
        ("Đạt 2/3 chỉ tiêu", "2/3"),
        ("Đạt (2/3 chỉ tiêu)", "2/3"),
        ("Đạt (02 / 03 chỉ tiêu)", "02 / 03"),
    ],
)
def test_what_is_planned_or_met_in_part_is_open(text, doubt):
    assert WORDS.caveat(RESULT, text) == doubt


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Đạt", "met"),
        ("đang đánh giá", "unknown"),
        ("Đạt (3/3 chỉ tiêu)", "met"),
        ("Đạt (QĐ số 12/QĐ-UBND ngày 1/2/2024)", "met"),
        ("Đạt (tháng 3/2024)", "met"),
        ("Đạt (công nhận lần 2)", "met"),
        ("Chưa đạt (dự kiến quý IV)", "not_met"),
        ("Chưa đạt (2/3 chỉ tiêu)", "not_met"),
    ],
)
def test_any_other_remark_leaves_the_mark_as_it_is(text, code):
    assert WORDS.caveat(RESULT, text) is None and WORDS.listed(RESULT, text) == code


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Đ (2025)", True),
        ("Đ (2024)", False),
        ("x (tháng 12)", True),
        ("x (tháng 3)", False),
        ("Đạt (quý IV)", True),
        ("Đạt (Quý IV/2023)", False),
        ("Đạt (T12/2024)", True),
        ("Đạt (ngày 3/12)", True),
        ("Đạt (ngày 3/7)", False),
        ("Đạt (03/12/2023)", False),
        ("Đạt (QĐ số 12/QĐ-UBND ngày 1/2/2025)", False),
        ("Đạt (giai đoạn 2021-2025)", False),
        ("Đạt (vượt kế hoạch)", False),
        ("Đạt (không nợ tiêu chí)", False),
        ("Chưa đạt (2025)", False),
    ],
)
def test_a_time_beside_a_mark_is_a_plan_where_it_is_later_than_the_data(read, text, is_asked):
    checked = read(text)  # the shipped data are of 1/8/2024
    assert ({"mark_with_caveat"} <= {one.code for one in checked.findings}) == is_asked


def test_a_title_of_a_later_period_says_until_when_marks_are_known():
    rows = [[f"{SET} NĂM 2025"], [], ["Đơn vị", "1", "2"], [UNITS[0], "Đ (2025)", "Đ (2026)"]]
    checked = check(FORMATS["xlsx"](rows), "xa.xlsx", CURRENT)
    assert [one.cell for one in checked.findings if one.code == "mark_with_caveat"] == ["C4"]


def test_no_word_of_a_list_and_no_mark_of_the_shipped_data_is_open():
    for table in schema().tables.values():
        for column in table.columns.values():
            for written in WORDS.written_for(column.type, "met") if column.listed else ():
                assert WORDS.caveat(column, written) is None


def test_a_caveat_is_asked_and_one_answer_settles_every_cell(read):
    marks = ["Đạt (dự kiến quý IV)", "Đạt", "Đạt (dự kiến quý IV)", "Chưa đạt (dự kiến quý IV)"]
    checked = read(*marks)
    faults = [one for one in checked.findings if one.severity == "error"]
    assert [(one.code, one.cell) for one in faults] == [("mark_with_caveat", "B4"), ("mark_with_caveat", "B6")]
    assert all("dự kiến" in faults[0].message(language) for language in LANGUAGES) and checked.held == {"results"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert (question.kind, question.written) == ("result", marks[0]) and set(question.options) > {"met", "not_met"}
    answered = read(*marks, choices=Choices().answered(question.kind, question.written, "not_met"))
    first = answered.frames["results"].query("criterion == '1'")
    assert list(first["result"]) == ["not_met", "met", "not_met", "not_met"]


def test_a_tick_with_a_caveat_is_no_tick(read):
    heads = ["Đơn vị", "Giao thông / Đạt", "Giao thông / Chưa đạt", "1"]
    rows = [[UNITS[0], "x (dự kiến)", "", "x"], [UNITS[1], "", "x", "x"], [UNITS[2], "x", "", "x"]]
    assert "mark_with_caveat" in {one.code for one in read(heads=heads, rows=rows).findings}


def test_ticks_below_a_heading_with_a_caveat_are_no_results(read):
    heads = ["Đơn vị", "Giao thông / Đạt (dự kiến)", "Giao thông / Chưa đạt", "1", "3"]
    checked = read(heads=heads, rows=[[name, "x", "", "x", "x"] for name in UNITS[:5]])
    of_roads = checked.frames["results"].query("criterion == '2'")
    assert "met" not in set(of_roads["result"]) and "B3" in {one.cell for one in checked.findings}


def test_an_older_list_of_synonyms_knows_caveats_too():
    rows = CURRENT["synonyms"]
    older = CURRENT.frames | {"synonyms": rows[rows["role"].isna() | rows["role"].isin(["total", "number"])]}
    assert synonyms(words_of(type(CURRENT)(older, []))).caveat(RESULT, "Đạt (dự kiến)") == "dự kiến"


@pytest.mark.parametrize(("box", "ticked"), [(False, True), ("FALSE", "TRUE"), ("False", "True"), ("☐", "☑")])
def test_a_box_that_is_not_ticked_is_asked_once(read, box, ticked):
    marks = [box, ticked, box]
    checked = read(*marks)
    faults = [(one.code, one.cell) for one in checked.findings if one.severity == "error"]
    assert faults == [("box_unticked", "B4"), ("box_unticked", "B6")]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = read(*marks, choices=Choices().answered(question.kind, question.written, "unknown"))
    assert list(answered.frames["results"]["result"])[::2] == ["unknown", "met", "unknown"]


@pytest.mark.parametrize(
    ("on", "off", "last", "told"),
    [(True, False, False, []), ("☑", "☐", "☐", []), ("✓", "", "✗", [("cross_for_tick", "B6")])],
)
def test_of_a_pair_of_boxes_the_ticked_one_counts(read, on, off, last, told):
    heads = ["Đơn vị", "Giao thông / Đạt", "Giao thông / Chưa đạt", "1"]
    rows = [[UNITS[0], on, off, "x"], [UNITS[1], off, on, "x"], [UNITS[2], last, off, "x"]]
    checked = read(heads=heads, rows=rows)
    assert not checked.held and [(one.code, one.cell) for one in checked.findings if one.severity == "warning"] == told
    assert list(checked.frames["results"].query("criterion == '2'")["result"]) == ["met", "not_met", "unknown"]


HINTS = ["(số)", "(ghi đầy đủ)", "[MN/TH/THCS]", "(Đạt/Chưa đạt)"]
ROWS = [[1, "MN Một", "MN", "Đạt"], [2, "MN Hai", "MN", "Đạt"]]


@pytest.mark.parametrize(
    ("above", "left_out"),
    [
        ([HINTS], ["2"]),
        ([HINTS, ["VD", "MN Ba", "MN", "Đạt"]], ["2, 3"]),
        ([["", "Ví dụ: MN Ba", "MN", "Đạt"], ["(1)", "(2)", "(3)", "(4)"]], ["2"]),
        ([["(1)", "(2)", "(3)", "(4)"], HINTS], ["3"]),
        ([["Ví dụ", "MN Ba", "MN", "Đạt"]], ["2"]),
        ([[3, "MN Vídụ", "MN", "Đạt"]], []),
        ([[3, "(MN Ba)", "MN", "Đạt"]], []),
        ([], []),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_rows_of_hints_below_the_heading_are_left_out(form, above, left_out):
    rows = [["TT", "Tên trường", "Cấp học", "Kết quả"], *above, *ROWS]
    checked = check(FORMATS[form](rows), "truong.xlsx", CURRENT)
    assert [one.context["rows"] for one in checked.findings if one.code == "hints_left_out"] == left_out
    assert len(checked.frames["schools"]) == len(ROWS) + (bool(above) and not left_out)


def test_a_row_in_brackets_further_down_is_a_row():
    rows = [["TT", "Tên trường", "Cấp học", "Kết quả"], *ROWS, HINTS]
    assert "not_in_list" in {one.code for one in check(FORMATS["xlsx"](rows), "truong.xlsx", CURRENT).findings}
