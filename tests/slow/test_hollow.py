"""A table without its figures, a column of figures that nobody uses: told with the columns that may hold them."""

import pandas as pd
import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from bs_metrics.snapshots.combined import combined
from tests.corpus.files import book
from tests.slow.test_marks import FORMATS
from tests.slow.test_measured import MADE

CURRENT = read_folder()
UNIT = CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"].iloc[0]
TOTAL = CURRENT["reported_totals"].dropna(subset=["met"]).iloc[0]
SUMMARY = [
    ["Chỉ số", "Tổng số", "Trường đạt chuẩn", "", "Cơ sở", "Số liệu đến"],
    ["", "", "Lần đầu", "Cả hai lần", "", ""],
    [TOTAL["measure"], 22, 7, 8, "theo báo cáo", "30/9/2024"],
]
SCHOOLS = [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "mầm non", UNIT]]
MONEY = [
    ["ĐVT: Tr.đ"],
    ["Mã", "Loại", "Nội dung", "Thành tiền ước tính"],
    ["x1", "phần", "Xây nhà", "1.250,5"],
    ["x2", "phần", "Sửa nhà", 320],
]


def read(name, rows, choices=None, merge=()):
    return check(book({name: rows}, merge=merge), "a.xlsx", CURRENT, choices)


def told(checked, code):
    return [(one.severity, one.cell, one.context.get("candidates")) for one in checked.findings if one.code == code]


def summary(choices=None):
    return read("Tổng hợp", SUMMARY, choices, ("C1:D1", "A1:A2", "B1:B2", "E1:E2", "F1:F2"))


def test_a_total_without_the_number_met_would_erase_the_known_one():
    checked = summary()
    assert told(checked, "figures_missing") == [("error", "A1", "Lần đầu · Cả hai lần")]
    assert "reported_totals" in checked.held


LEVELS = ["Tổng số", "Chia ra / MĐ1", "Chia ra / MĐ2", "Chưa đạt"]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("cells", [(22, 6, 2, 14), (22, 6, 2, 13)])
def test_levels_are_summed_where_they_and_what_is_not_met_make_the_total(kind, cells):
    rows = [["Chỉ số", *LEVELS, "Cơ sở", "Số liệu đến"], [TOTAL["measure"], *cells, "theo báo cáo", "30/9/2024"]]
    checked = check(MADE[kind](rows), f"a.{kind}", CURRENT)
    if cells[3] == 14:
        assert told(checked, "levels_summed") and not told(checked, "figures_missing")
    else:  # nothing proves it, so it is asked
        assert checked.held == {"reported_totals"}
        (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
        assert list(question.options) == ["MĐ1 + MĐ2", "MĐ1", "MĐ2"]
        choices = Choices().answered(question.kind, question.written, "MĐ1 + MĐ2")
        checked = check(MADE[kind](rows), f"a.{kind}", CURRENT, choices)
    assert checked.frames["reported_totals"][["met", "total"]].to_numpy().tolist() == [[8, 22]]


def test_a_column_of_totals_may_hold_the_figures():
    rows = [["ĐVT: Tr.đ"], ["Mã", "Loại", "Nội dung", "Ngân sách", "Xã hội hóa", "Tổng cộng"]]
    rows += [["x1", "phần", "Xây nhà", 1050, 120, 1170]]
    assert told(read("Huy động", rows), "figures_missing")[0][2] == "Ngân sách · Xã hội hóa · Tổng cộng"
    (question,) = questions(read("Huy động", rows).findings, CURRENT, Choices(), "vi")
    chosen = read("Huy động", rows, Choices().answered(question.kind, question.written, "Tổng cộng"))
    assert chosen.frames["mobilisation"]["amount_vnd"].tolist() == [1170_000_000]


@pytest.mark.parametrize(("label", "met"), [("Lần đầu", 7), ("Cả hai lần", 8)])
def test_the_column_that_is_answered_holds_the_figures(label, met):
    (asked,) = questions(summary().findings, CURRENT, Choices(), "vi")
    assert list(asked.options) == ["Lần đầu", "Cả hai lần"] and asked.finding
    checked = summary(Choices().answered(asked.kind, asked.written, label))
    assert list(checked.frames["reported_totals"]["met"]) == [met]
    assert told(checked, "figures_chosen") and not told(checked, "figures_missing")


def test_a_list_of_names_alone_is_warned_of():
    assert told(read("Trường học", SCHOOLS), "figures_missing") == [("warning", "A1", "–")]
    marked = [[*SCHOOLS[0], "Ý kiến phòng"], [*SCHOOLS[1], "Đạt"]]
    assert told(read("Trường học", marked), "figures_missing") == [("warning", "A1", "Ý kiến phòng")]


@pytest.mark.parametrize(("other", "severity"), [("Kế hoạch", "error"), ("Giai đoạn 1", "warning")])
def test_of_amounts_that_are_planned_and_that_came_one_is_to_be_chosen(other, severity):
    headings = ["Mã", "Loại", "Nội dung", f"{other} (triệu đồng)", "Thực hiện (triệu đồng)"]
    rows = [headings, ["x1", "phần", "Xây nhà", 500, 300]]
    checked = read("Huy động", rows)
    assert told(checked, "figures_missing") == [(severity, "A1", " · ".join(headings[3:]))]
    (asked,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = read("Huy động", rows, Choices().answered(asked.kind, asked.written, headings[4]))
    assert list(answered.frames["mobilisation"]["amount_vnd"]) == [300_000_000]


def test_a_year_is_never_offered_for_a_level_and_never_taken_for_one():
    rows = [[*SCHOOLS[0], "Số lớp", "Năm CN CQG"], [*SCHOOLS[1], 9, 2022]]
    assert told(read("Trường học", rows), "figures_missing") == [("warning", "A1", "–")]
    chosen = read("Trường học", rows, Choices({("Trường học", 0): BlockChoice(columns={4: "standard_level"})}))
    assert [cell for _, cell, _ in told(chosen, "level_not_known")] == ["E2"] and "schools" in chosen.held
    levels = [[*SCHOOLS[0], "Xếp hạng"], [*SCHOOLS[1], 2]]
    assert told(read("Trường học", levels), "figures_missing") == [("warning", "A1", "Xếp hạng")]


def test_what_is_not_met_or_estimated_is_never_offered_for_what_is_met():
    rows = [["Chỉ số", "Số chưa đạt", "Ước đạt", "Số của phòng", "Tổng số", "Số liệu đến"]]
    checked = read("Tổng hợp", [*rows, [TOTAL["measure"], 5, 20, 17, 22, "30/9/2024"]])
    assert told(checked, "figures_missing") == [("error", "A1", "Số của phòng")]
    assert [cell for _, cell, _ in told(checked, "figures_not_taken")] == ["B1", "C1"]


def test_lists_beside_each_other_that_nothing_names_are_told_by_their_headings():
    rows = [["TT", "Tên một", "Kết quả"] * 2, [1, "A", "Đạt", 1, "B", "Chưa đạt"], [2, "C", "Đạt", 2, "D", "Đạt"]]
    (said,) = [one for one in read("Trường", rows).findings if one.code == "block_not_understood"]
    assert said.cell == "A1" and said.severity == "warning"


def test_a_table_that_is_not_recognised_says_which_of_its_headings_are_known():
    rows = [["Tên hàng", "Quy cách", "Đơn giá", "Ghi chú"], *([f"Hàng {at}", "bao", at, ""] for at in range(4))]
    (said,) = [one for one in read("Giá", rows).findings if one.code == "block_not_understood"]
    assert "Quy cách" in said.message("vi") and "nhận ra: Ghi chú." in said.message("vi")


def test_an_amount_that_is_chosen_has_the_unit_of_the_line_above():
    (asked,) = questions(read("Huy động", MONEY).findings, CURRENT, Choices(), "vi")
    checked = read("Huy động", MONEY, Choices().answered(asked.kind, asked.written, "Thành tiền ước tính"))
    assert list(checked.frames["mobilisation"]["amount_vnd"]) == [1_250_500_000, 320_000_000]
    chosen = Choices({("Huy động", 0): BlockChoice(columns={3: "amount_vnd"})})
    assert list(read("Huy động", MONEY, chosen).frames["mobilisation"]["amount_vnd"]) == [1_250_500_000, 320_000_000]
    assert "mobilisation" in read("Huy động", MONEY[1:], chosen).held  # no unit anywhere: nobody guesses


@pytest.mark.parametrize(
    ("cells", "warned"), [(("12", 7.5), True), (("Đạt", "KĐ"), True), (("tốt", "chưa rõ lắm"), False)]
)
def test_a_column_of_figures_that_is_not_used_is_never_a_note_only(cells, warned):
    rows = [[*SCHOOLS[0], "Kết quả", "Cột khác"], *([f"Trường {cell}", "mầm non", UNIT, "Đạt", cell] for cell in cells)]
    checked = read("Trường học", rows)
    assert bool(told(checked, "figures_not_taken")) == warned != bool(told(checked, "unknown_heading"))
    ignored = read("Trường học", rows, Choices({("Trường học", 0): BlockChoice(columns={4: None})}))
    assert not told(ignored, "figures_not_taken")


def test_a_list_s_column_of_totals_is_not_lost_without_a_word():
    units = [["Xã", "Số tiêu chí đạt", "Ghi chú"], [UNIT, "17/19", ""]]
    assert told(read("Tổng hợp", units), "figures_not_taken") == [("warning", "B1", None)]


def test_what_was_done_in_so_many_months_is_what_is_met():
    rows = [["Chỉ số", "KH năm", "TH 9 tháng", "Cơ sở", "Số liệu đến"]]
    rows += [[TOTAL["measure"], 9, 7, "theo báo cáo", "30/9/2024"]]
    assert list(read("Chỉ tiêu", rows).frames["reported_totals"]["met"]) == [7]
    two = [[*row[:2], more, *row[2:]] for row, more in zip(rows, ("TH 6 tháng", 5), strict=True)]
    assert told(read("Chỉ tiêu", two), "which_column")


def schools(*rows, last="Cấp học"):
    checked = read("Sheet1", [["TT", "Tên trường", last], *rows])
    frame = checked.frames["schools"].astype(object)
    return {row["name"]: row["result"] for row in frame.to_dict("records")}, checked


def test_groups_say_the_results_of_a_list_without_figures():
    found, checked = schools(
        ["I", "Trường đạt chuẩn", ""],
        [1, "Trường Sao Mai", "Mầm non"],
        ["II", "Trường chưa đạt chuẩn quốc gia", ""],
        [1, "Trường Hoa Sen", "Mầm non"],
        ["III", "Các trường còn lại", ""],
        [1, "Trường Hướng Dương", "Mầm non"],
    )
    assert found["Trường Sao Mai"] == "met"
    assert found["Trường Hoa Sen"] == "not_met"
    assert pd.isna(found["Trường Hướng Dương"])  # nobody says what the rest are
    assert [cell for _, cell, _ in told(checked, "section_used")] == ["A2", "A4"]
    assert not told(checked, "figures_missing")


SET = CURRENT["criteria_sets"].set_index("id").loc["commune_nr"]
NAMES = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:4]


def listed(form, first, second, title=SET["name"]):
    rows = [[title], ["STT", "Tên xã", "Ghi chú"], ["I", first, ""], [1, NAMES[0], ""], [2, NAMES[1], ""]]
    rows += [["II", second, ""], [1, NAMES[2], ""]]
    return check(FORMATS[form](rows), "a.xlsx" if form == "xlsx" else f"a.{form}", CURRENT)


@pytest.mark.parametrize("form", FORMATS)
def test_groups_of_a_list_of_units_say_results_of_their_set(form):
    own = SET["short"].removeprefix("Xã ")
    checked = listed(form, f"Xã đạt chuẩn {own}: 02 xã", "Xã chưa đạt chuẩn: 18 xã", "DANH SÁCH")
    frame = checked.frames["results"]
    assert list(frame["result"]) == ["met", "met", "not_met"] and set(frame["set"]) == {"commune_nr"}
    assert frame["criterion"].isna().all() and not told(checked, "names_only")


@pytest.mark.parametrize(
    ("first", "taken", "at"),
    [("Xã đạt chuẩn", 2, "B7"), ("Xã ven biển", 0, "B4")],
)
def test_units_of_a_group_that_says_no_result_are_left_out_with_a_word(first, taken, at):
    checked = listed("xlsx", first, "Xã đăng ký đạt chuẩn")
    assert [cell for _, cell, _ in told(checked, "names_only")] == [at]
    assert len(checked.frames.get("results", [])) == taken and "units" not in checked.frames
    assert not told(checked, "block_not_understood")


def test_a_list_of_units_says_more_than_names_where_a_column_does():
    checked = read("Danh sách xã", [["Tên xã", "Dân số"], [NAMES[0], 5000]])
    assert list(checked.frames["units"]["population"]) == [5000] and not told(checked, "names_only")


def test_a_result_of_a_group_of_no_set_that_is_named_is_asked_about():
    checked = listed("xlsx", "Xã đạt chuẩn", "Xã chưa đạt chuẩn", "DANH SÁCH")
    assert told(checked, "which_set") and checked.held == {"results"}


def test_what_a_group_says_ends_where_the_group_around_it_does():
    found, _ = schools(
        ["A", "MẦM NON", ""],
        ["I", "Trường đạt chuẩn", ""],
        [1, "Trường Sao Mai", UNIT],
        ["B", "TIỂU HỌC", ""],
        [1, "Trường Hoa Sen", UNIT],
        last="Xã",
    )
    assert found["Trường Sao Mai"] == "met"
    assert pd.isna(found["Trường Hoa Sen"])


@pytest.mark.parametrize("dots", ["………", "........", "____", " … "])
def test_the_dots_of_a_form_are_no_name_and_no_mark(dots):
    found, checked = schools([1, f"Trường {dots}", ""], [2, dots, dots], [3, "Trường Sao Mai", "Mầm non"])
    assert list(found) == ["Trường Sao Mai"]
    assert "2, 3" in next(one for one in checked.findings if one.code == "only_numbered").message("vi")


def test_dots_for_a_name_beside_a_result_are_told_of():
    rows = [["TT", "Tên trường", "Cấp học", "Kết quả"], [1, "Trường Mầm non ………", "Mầm non", "Đạt"]]
    checked = read("Sheet1", rows)
    assert [cell for _, cell, _ in told(checked, "name_to_fill")] == ["B2"]
    assert "schools" in checked.held


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("headings", "cells", "told"),
    [
        (("Dân số", "Số thôn"), ("", 4), ["C2"]),
        (("Dân số", "Số thôn"), (" ", ""), ["C2", "D2"]),
        (("Dân số", "Số thôn"), (183_000, 4), []),
        (("Diện tích (km²)", "Ghi chú"), (466, ""), []),  # a text is no figure, and what has no column stays
    ],
)
def test_an_empty_cell_where_a_figure_is_known_is_told_and_stays(kind, headings, cells, told):
    known = CURRENT["units"].query("population.notna() and villages.notna()").iloc[0]
    rows = [["Mã", "Tên đơn vị", *headings], [known["code"], known["name"], *cells]]
    checked = check(FORMATS[kind](rows), f"a.{kind}", CURRENT)
    assert [one.cell for one in checked.findings if one.code == "blank_stays"] == told
    replaced = combined(CURRENT, checked.frames, frozenset({"units"}))["units"]["population"]
    assert replaced.isna().all() == ("C2" in told)
    assert (
        combined(CURRENT, checked.frames)["units"]["population"].notna().sum()
        == CURRENT["units"]["population"].notna().sum()
    )


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (["8,22,36,36", "21,22,95,45"], "F2, F3"),
        (["8,22,36,", '21,22,"95,45"'], ""),  # as Excel fills rows up; quoted
        (["8,22,36", "21,22,95,45"], "F3"),
    ],
)
def test_a_row_of_text_that_is_longer_than_its_headings_holds_the_table_back(rows, cells):
    measures = CURRENT["reported_totals"]["measure"].drop_duplicates()
    lines = ["Chỉ số,Cơ sở,Số đạt,Tổng số,Tỷ lệ (%)"]
    lines += [f"{measure},theo báo cáo,{row}" for measure, row in zip(measures, rows, strict=False)]
    checked = check("\n".join(lines).encode(), "Số báo cáo.csv", CURRENT)
    found = [one for one in checked.findings if one.code == "row_too_long"]
    assert [one.context["cells"] for one in found] == ([cells] if cells else [])
    assert ("reported_totals" in checked.held) >= bool(cells)


def test_a_decimal_comma_that_parts_a_figure_in_a_text_file_is_told_at_its_row():
    measures = CURRENT["reported_totals"]["measure"].drop_duplicates()
    rows = ["3,21,14,29", '9,22,"40,9",tăng 2 trường', "5,9,,29"]
    lines = ["Chỉ số,Số đạt,Tổng số,Tỷ lệ (%),Ghi chú"]
    lines += [f"{measure},{row}" for measure, row in zip(measures, rows, strict=False)]
    for separator, cells in ((",", ["D2"]), (";", [])):
        text = "\n".join(lines).replace('"40,9"', "40.9").replace(",", separator)
        checked = check(text.encode(), "Số báo cáo.csv", CURRENT)
        assert [one.cell for one in checked.findings if one.code == "figure_parted"] == cells


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_which_table_headings_are_of_is_a_question(kind):
    rows = [["STT", "Chỉ tiêu", "Tỷ lệ (%)"], [1, CURRENT["measures"]["id"].iloc[0], 95]]
    content = FORMATS[kind](rows)
    asked = next(one for one in check(content, f"a.{kind}", CURRENT).findings if one.code == "which_table")
    assert asked.severity == "error" and asked.asked.readings
    for sheet in asked.asked.readings:
        choices = Choices().answered("table", asked.asked.written, sheet)
        (block,) = check(content, f"a.{kind}", CURRENT, choices).blocks
        assert block.table == schema().table_of(sheet).name


@pytest.mark.parametrize("cells", [(2022, 2025), ("19/19", "17/19")])
def test_years_and_parts_of_a_whole_are_no_values(cells):
    names = CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"]
    title, rows = ["Danh sách xã nông thôn mới nâng cao"], [(*one, "12/QĐ") for one in zip(names, cells, strict=False)]
    checked = read("Danh sách", [title, ["Xã", "Cột khác", "Số quyết định"], *rows])
    (found,) = [one for one in checked.findings if one.code == "figures_missing"]
    assert found.context["candidates"] == "–" and found.asked is None
    assert any(one.code == "figures_not_taken" for one in checked.findings)
