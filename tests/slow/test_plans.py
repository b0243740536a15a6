"""What is said beside marks: a plan in a title, a heading or a section, ticks for what is not met, remarks."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.corpus.files import book
from tests.slow.test_marks import FORMATS

CURRENT = read_folder()
UNITS = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:3]
TITLE = "KẾT QUẢ THỰC HIỆN TIÊU CHÍ XÃ NÔNG THÔN MỚI"
HEADING = ["TT", "Xã", "2. Giao thông", "4. Điện"]
ROWS = [[at, unit, "x", "x"] for at, unit in enumerate(UNITS, start=1)]


def read(rows, choices=None, sheet="NTM", merge=()):
    return check(book({sheet: rows}, merge=merge), "a.xlsx", CURRENT, choices)


def asked(checked):
    kinds = ("plan", "tick", "digits")
    return [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind in kinds]


def met(checked):
    frame = checked.frames.get("results")
    return None if frame is None else sorted(set(frame["result"].dropna()))


def answered(one, reading):
    return Choices().answered(one.kind, one.written, reading)


PLANNED = {
    "title": ([["DANH SÁCH XÃ ĐĂNG KÝ ĐẠT TIÊU CHÍ XÃ NÔNG THÔN MỚI"], HEADING, *ROWS], "NTM", ()),
    "title and sheet": ([["XÃ ĐĂNG KÝ ĐẠT TIÊU CHÍ XÃ NÔNG THÔN MỚI"], HEADING, *ROWS], "ĐK 2025", ()),
    "sheet": ([[TITLE], HEADING, *ROWS], "KH2025", ()),
    "estimate": ([["ƯỚC THỰC HIỆN TIÊU CHÍ XÃ NÔNG THÔN MỚI"], HEADING, *ROWS], "NTM", ()),
    "brackets": ([[f"{TITLE} (dự kiến)"], HEADING, *ROWS], "NTM", ()),
    "group": (
        [[TITLE], ["TT", "Xã", "Kế hoạch thực hiện", ""], ["", "", *HEADING[2:]], *ROWS],
        "NTM",
        ("A2:A3", "B2:B3", "C2:D2"),
    ),
}


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("MỤC TIÊU THỰC HIỆN TIÊU CHÍ {} NĂM 2025", True),
        ("LỘ TRÌNH THỰC HIỆN TIÊU CHÍ {}", True),
        ("GIAO CHỈ TIÊU, TIÊU CHÍ {}", True),
        ("XÃ SẼ ĐẠT TIÊU CHÍ {}", True),
        ("KẾT QUẢ DỰ KIẾN TIÊU CHÍ {}", True),
        ("KẾT QUẢ TIÊU CHÍ {} ƯỚC ĐẾN 31/12", True),
        ("KẾT QUẢ ĐĂNG KÝ TIÊU CHÍ {}", True),
        ("KẾT QUẢ THỰC HIỆN MỤC TIÊU, LỘ TRÌNH TIÊU CHÍ {}", False),
        ("CHƯƠNG TRÌNH MTQG: KẾT QUẢ TIÊU CHÍ {}", False),
        ("PHÒNG TÀI CHÍNH - KẾ HOẠCH: KẾT QUẢ {}", False),
        ("TIẾN ĐỘ ĐẠT TIÊU CHÍ {} ĐẾN NĂM 2099", False),
    ],
)
def test_aims_have_results_and_what_is_expected_or_registered_has_none(title, is_asked):
    assert bool(asked(read([[title.format("XÃ NÔNG THÔN MỚI")], HEADING, *ROWS]))) == is_asked


@pytest.mark.parametrize("group", ["Mục tiêu 2025", "Đến năm 2099", "Quý I/2099"])
def test_columns_of_a_group_that_is_an_aim_or_still_to_come_are_asked(group):
    rows = [[TITLE], ["TT", "Xã", group, ""], ["", "", *HEADING[2:]], *ROWS]
    assert [one.written for one in asked(read(rows, merge=("A2:A3", "B2:B3", "C2:D2")))] == [group]


@pytest.mark.parametrize("name", PLANNED)
def test_marks_of_a_plan_are_asked_and_taken_only_when_they_are_results(name):
    rows, sheet, merge = PLANNED[name]
    checked = read(rows, sheet=sheet, merge=merge)
    (one,) = asked(checked)
    assert "results" in checked.held and one.finding.code == "plan_or_result"
    taken = read(rows, answered(one, "as_result"), sheet, merge)
    assert met(taken) == ["met"] and any(found.code == "plan_settled" for found in taken.findings)
    assert met(read(rows, answered(one, "as_plan"), sheet, merge)) in (None, [])


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        f"{TITLE} THEO KẾ HOẠCH NĂM 2024",
        "CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA: KẾT QUẢ XÃ NÔNG THÔN MỚI",
        f"{TITLE}\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/5/2024)",
    ],
)
def test_results_of_a_plan_and_documents_are_no_plan(title):
    checked = read([*([line] for line in title.splitlines()), HEADING, *ROWS])
    assert met(checked) == ["met"] and not asked(checked)


@pytest.mark.parametrize(("word", "rest"), [("Kế hoạch", "Thực hiện"), ("KH năm 2024", ""), ("Dự kiến", "Đã đạt")])
def test_rows_that_a_column_says_to_be_of_a_plan_are_asked_and_are_no_second_rows(word, rest):
    heading, kinds = [*HEADING, "Loại số liệu"], [(UNITS[0], "x", word), (UNITS[0], "KĐ", rest), (UNITS[1], "x", rest)]
    rows = [[TITLE], heading, *([at, unit, mark, mark, kind] for at, (unit, mark, kind) in enumerate(kinds))]
    checked = read(rows)
    (one,) = asked(checked)
    assert one.written == f"Loại số liệu: {word}" and one.finding.cell == "E3" and "results" in checked.held
    assert "key_twice" not in {found.code for found in checked.findings}
    frame = read(rows, answered(one, "as_plan")).frames["results"]
    assert list(frame["result"]) == ["not_met"] * 2 + ["met"] * 2
    assert "key_twice" in {found.code for found in read(rows, answered(one, "as_result")).findings}


def test_a_unit_merged_over_its_plan_and_its_result_is_that_of_both():
    heading = ["Xã", "Chỉ tiêu", *HEADING[2:], "5. Trường học"]
    rows = [[TITLE], heading, [UNITS[0], "KH", "x", "x", "x"], ["", "TH", "KĐ", "x", "x"]]
    checked = read(rows, merge=("A3:A4",))
    (one,) = asked(checked)
    assert [found.code for found in checked.findings if found.severity == "error"] == ["plan_or_result"]
    frame = read(rows, answered(one, "as_plan"), merge=("A3:A4",)).frames["results"]
    assert list(frame["result"]) == ["not_met", "met", "met"] and frame["unit"].notna().all()


@pytest.mark.parametrize(("table", "figure"), [("Trường học", "Đạt"), ("Huy động", 500)])
def test_rows_of_a_plan_are_asked_in_other_tables(table, figure):
    headings = {"Trường học": ["Tên trường", "Cấp học", "Kết quả"], "Huy động": ["Mã", "Nội dung", "Số tiền (đồng)"]}
    rows = [[*headings[table], "Loại số liệu"], ["A", "MN", figure, "Kế hoạch"], ["B", "MN", figure, "Thực hiện"]]
    assert [one.written for one in asked(read(rows, sheet=table))] == ["Loại số liệu: Kế hoạch"]


@pytest.mark.parametrize(
    ("title", "unit_line"),
    [
        ("TỔNG HỢP KẾT QUẢ", ""),
        ("BẢNG ĐIỂM", ""),
        ("TỔNG HỢP", "ĐVT: điểm"),
        ("SỐ CHỈ TIÊU CHƯA ĐẠT", ""),
        ("SỐ TRƯỜNG ĐẠT CHUẨN", "ĐVT: trường"),
        ("TỶ LỆ HỘ NGHÈO", "ĐVT: %"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_digits_below_criteria_are_asked_and_taken_as_answered(title, unit_line, form):
    rows = [[f"{title}, XÃ NÔNG THÔN MỚI"], *([[unit_line]] if unit_line else []), HEADING]
    rows += [[at, unit, 1, 0] for at, unit in enumerate(UNITS)]
    checked = check(FORMATS[form](rows), f"a.{form}", CURRENT)
    (one,) = asked(checked)
    assert one.finding.code == "results_or_figures" and "results" in checked.held
    assert list(one.options) == ["ones_met", "ones_not_met", "figures"]
    read_as = {
        answer: check(FORMATS[form](rows), f"a.{form}", CURRENT, answered(one, answer)) for answer in one.options
    }
    both = [read_as[answer].frames["results"]["result"].tolist() for answer in ("ones_met", "ones_not_met")]
    for answer, code in zip(one.options, ("digits_settled", "digits_settled", "numbers_no_results"), strict=True):
        assert [one.code for one in read_as[answer].findings if one.code in (code, "results_or_figures")] == [code]
    assert both == [["met", "not_met"] * len(UNITS), ["not_met", "met"] * len(UNITS)]
    assert read_as["figures"].frames["results"].empty and not read_as["figures"].held


@pytest.mark.parametrize(
    ("marks", "codes"),
    [
        ((51, 3.5), {"numbers_no_results"}),
        ((0, 0), {"results_or_figures"}),
        (("x", 0), set()),
        (("x", 51), {"not_in_list"}),
        ((1, 51), {"results_or_figures", "not_in_list"}),
    ],
)
def test_other_numbers_below_criteria_are_no_results(marks, codes):
    rows = [["KẾT QUẢ, XÃ NÔNG THÔN MỚI"], HEADING, *([at, unit, *marks] for at, unit in enumerate(UNITS))]
    checked = read(rows)
    assert {one.code for one in checked.findings if one.severity != "note"} == codes
    assert len(checked.frames.get("results", ())) == (2 * len(UNITS) if marks == ("x", 0) else 0)


def test_a_section_of_a_plan_is_asked_by_itself():
    rows = [[TITLE], HEADING, ["I", "Đã công nhận"], ROWS[0], ["II", "Đề nghị công nhận năm 2025"], *ROWS[1:]]
    (one,) = asked(read(rows))
    frame = read(rows, answered(one, "as_plan")).frames["results"]
    assert len(frame) == 2 and frame["unit"].nunique() == 1


NOT_MET = {
    "lack": [["XÃ NÔNG THÔN MỚI: CÁC TIÊU CHÍ CÒN NỢ"], HEADING, *ROWS],
    "title": [["CÁC TIÊU CHÍ XÃ NÔNG THÔN MỚI CHƯA ĐẠT"], HEADING, *ROWS],
    "remark": [[TITLE], HEADING, *ROWS, [], ["Ghi chú: dấu x là tiêu chí chưa đạt"]],
}


@pytest.mark.parametrize("name", NOT_MET)
def test_ticks_beside_words_for_what_is_not_met_are_asked_and_turned(name):
    checked = read(NOT_MET[name])
    (one,) = asked(checked)
    assert list(one.options) == ["met", "not_met"] and "results" in checked.held
    assert one.finding.code == "what_tick_means"
    turned = read(NOT_MET[name], answered(one, "not_met"))
    assert "met" not in met(turned) and "not_met" in met(turned)
    assert any(found.code == "tick_settled" for found in turned.findings)
    assert "met" in met(read(NOT_MET[name], answered(one, "met")))


def test_results_and_what_is_lacking_in_one_title_need_no_question():
    assert met(read([["KẾT QUẢ VÀ VƯỚNG MẮC, XÃ NÔNG THÔN MỚI"], HEADING, *ROWS])) == ["met"]


@pytest.mark.parametrize(("marks", "is_warned"), [(("x", "x"), True), (("KĐ", "KĐ"), False)])
def test_a_remark_beside_what_is_not_met_takes_nothing_back(marks, is_warned):
    rows = [[TITLE], [*HEADING, "Ghi chú"], [1, UNITS[0], *marks, "thiếu hai phòng học"]]
    assert bool([one for one in read(rows).findings if one.code == "remark_with_caveat"]) == is_warned


def test_words_for_marks_need_no_question():
    rows = [["TIÊU CHÍ ĐẠT VÀ CHƯA ĐẠT, XÃ NÔNG THÔN MỚI"], HEADING, [1, UNITS[0], "Đạt", "Chưa đạt"]]
    assert not asked(read(rows))


@pytest.mark.parametrize("beside", [True, False])
def test_a_remark_that_takes_a_result_back_is_warned_of(beside):
    rows = [[*HEADING, "Ghi chú"], *([*row, ""] for row in ROWS)]
    if beside:
        rows[1][-1] = "Dự kiến đạt vào tháng 12"
    checked = read([[TITLE], *rows, [], *([] if beside else [["Ghi chú: xã cuối chưa thẩm định"]])])
    assert [one.severity for one in checked.findings if one.code == "remark_with_caveat"] == ["warning"]


def test_columns_without_a_mark_beside_ticked_ones_are_no_results():
    heading = [["TT", "Xã", "2. Giao thông", "", "4. Điện", ""], ["", "", *("Số CT", "Chưa đạt") * 2]]
    checked = read([[TITLE], *heading, [1, UNITS[0], 4, 0, 1, 1]], merge=("C2:D2", "E2:F2"))
    left = [one.cell for one in checked.findings if one.code in ("figures_not_taken", "results_not_taken")]
    assert left == ["C3", "E3"]


def test_two_lists_beside_each_other_under_the_same_headings_are_two():
    rows = [[TITLE], [*HEADING[1:], *HEADING[1:]], [UNITS[0], "x", "x", UNITS[1], "KĐ", "x"]]
    assert len(read(rows).frames["results"]) == 4


def test_a_result_that_held_until_a_day_that_is_over_is_warned_of():
    heads = ["Tên trường", "Cấp học", "Kết quả", "Hiệu lực đến"]
    rows = [heads, ["Trường một", "mầm non", "Đạt", "04/05/2023"], ["Trường hai", "mầm non", "Đạt", "04/05/2099"]]
    warned = [one for one in read(rows, sheet="Trường học").findings if one.code == "remark_with_caveat"]
    assert [(one.cell, one.value) for one in warned] == [("D2", "Hiệu lực đến: 04/05/2023")]


@pytest.mark.parametrize(
    ("section", "marks", "is_asked"),
    [
        ("B. Xã đã thẩm tra, đang chờ họp Hội đồng", "x", True),
        ("B. Xã tự đánh giá đạt, chưa thẩm tra", "x", True),
        ("B. Xã bị thu hồi quyết định", "x", True),
        ("B. Xã đã quá thời hạn công nhận", "x", True),
        ("B. Xã chưa được họp", "x", True),
        ("B. Xã chưa hoàn thành", "KĐ", False),  # which the marks say themselves
        ("B. Cụm phía Đông", "x", False),
    ],
)
def test_a_section_that_takes_back_what_its_marks_say_is_asked(section, marks, is_asked):
    rows = [[1, UNITS[0], "x", "x"], [section], [2, UNITS[1], marks, marks]]
    checked = read([[TITLE], HEADING, ["A. Xã đạt chuẩn"], *rows])
    assert [one.written for one in asked(checked)] == ([section[3:]] if is_asked else [])


def test_a_section_of_another_set_is_asked():
    texts = ["Xã thực hiện tiêu chí nông thôn mới", "Xã thực hiện tiêu chí nông thôn mới nâng cao"]
    rows = [[f"A. {texts[0]}"], ROWS[0], [f"B. {texts[1]}"], ROWS[1]]
    checked = read([[TITLE], HEADING, *rows])
    both = questions(checked.findings, CURRENT, Choices(), "vi")
    assert [one.written for one in both] == texts and "results" in checked.held
    assert [one.cell for one in checked.findings if one.code == "which_set_of_section"] == ["A3", "A5"]
    choices = Choices()
    for one, code in zip(both, ("commune_nr", "commune_advanced"), strict=True):
        choices = choices.answered(one.kind, one.written, code)
    frame = read([[TITLE], HEADING, *rows], choices).frames["results"]
    assert frame.groupby("set")["unit"].nunique().to_dict() == {"commune_nr": 1, "commune_advanced": 1}


def test_a_section_of_the_title_s_own_set_asks_nothing():
    checked = read([[TITLE], HEADING, ["A. Xã thực hiện tiêu chí nông thôn mới"], *ROWS])
    assert not questions(checked.findings, CURRENT, Choices(), "vi")
    assert set(checked.frames["results"]["set"]) == {"commune_nr"}
