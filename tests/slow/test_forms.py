"""Forms that offices fill in: three heading rows, lists beside each other, a criterion with its items, several sets."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.corpus.files import book
from tests.slow.test_measured import MADE

CURRENT = read_folder()
NAMES = CURRENT["units"].set_index("code")["name"]
UNITS = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:3]
SETS = CURRENT["criteria_sets"].set_index("id")["short"]


def read(sheets, choices=None, merge=()):
    return check(book(sheets, merge=merge), "a.xlsx", CURRENT, choices)


def results(checked):
    rows = checked.frames["results"]
    return {
        (one["set"], one["criterion"], NAMES[one["unit"]], one["result"])
        for one in rows.astype(object).to_dict("records")
    }


def told(checked, code):
    return [one.cell for one in checked.findings if one.code == code]


def test_a_heading_of_three_rows_goes_as_far_down_as_the_cells_beside_it():
    rows = [
        ["Kết quả xã nông thôn mới"],
        ["TT", "Tên xã", "Kết quả từng tiêu chí", "", "", "Ghi chú"],
        ["", "", "Hạ tầng", "", "Kinh tế", ""],
        ["", "", "TC 2", "TC 4", "TC 10", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        *([at, unit, "x", "x", "x", ""] for at, unit in enumerate(UNITS, start=1)),
    ]
    checked = read({"Biểu 01": rows}, merge=("A2:A4", "B2:B4", "C2:E2", "C3:D3", "F2:F4"))
    assert results(checked) == {("commune_nr", code, unit, "met") for code in ("2", "4", "10") for unit in UNITS}
    assert not [one for one in checked.findings if one.severity != "note"]


def test_lists_beside_each_other_are_told_apart_by_their_numbers():
    heading = ["TT", "Trường mầm non", "Kết quả", "TT", "Trường tiểu học", "Kết quả"]
    rows = [heading, [1, "Trường Sao Mai", "Đạt", 1, "Trường Hoa Sen", "Chưa đạt"], [2, "Trường Hướng Dương", "Đạt"]]
    checked = read({"Trường học": [["DANH SÁCH TRƯỜNG"], *rows]})
    schools = checked.frames["schools"][["name", "level", "result"]].to_numpy().tolist()
    assert sorted(map(tuple, schools)) == [
        ("Trường Hoa Sen", "primary", "not_met"),
        ("Trường Hướng Dương", "preschool", "met"),
        ("Trường Sao Mai", "preschool", "met"),
    ]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("between", [0, 1])
def test_lists_of_units_beside_each_other_are_all_read(kind, between):
    heading, gap = ["TT", "Địa bàn", "Đánh giá"], [""] * between
    rows = [[SETS["commune_nr"]], [*heading, *gap, *heading]]
    rows += [[1, UNITS[0], "Đạt", *gap, 1, UNITS[1], "Chưa đạt"], ["", "", "", *gap, 2, UNITS[2], "Đạt"]]
    checked = check(MADE[kind](rows), f"a.{kind}", CURRENT)
    said = {(one[2], one[3]) for one in results(checked)}
    assert said == {(UNITS[0], "met"), (UNITS[1], "not_met"), (UNITS[2], "met")} and not told(checked, "which_column")


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("remark", ["(*) Dự kiến công nhận cuối năm 2024", "(*): đang chờ quyết định"])
def test_the_mark_of_a_row_asks_what_its_remark_leaves_open(kind, remark):
    heading = ["TT", "Tên trường mầm non", "Kết quả", "TT", "Tên trường THCS", "Kết quả"]
    rows = [heading, [1, "Trường Sao Mai", "Đạt", 1, "Trường THCS Ba Gò (*)", "Đạt"]]
    rows += [[2, "Trường Gió (*)", "Chưa đạt", 2, "Trường THCS Cồn", "Đạt"], [], [remark]]
    checked = check(MADE[kind](rows), f"a.{kind}", CURRENT)
    assert told(checked, "mark_with_caveat") == ["F2"] and checked.held == {"schools"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = check(MADE[kind](rows), f"a.{kind}", CURRENT, Choices().answered("result", question.written, "not_met"))
    assert answered.frames["schools"]["result"].tolist() == ["met", "not_met", "not_met", "met"]
    assert set(answered.frames["schools"]["level"]) == {"preschool", "lower_secondary"}


def test_the_mark_of_a_figure_asks_whether_it_is_one():
    measure = CURRENT["measures"]["name"].iloc[0]
    rows = [["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"]]
    rows += [[f"{measure} (*)", 3, 21, "theo báo cáo", "30/9/2024"], [], ["(*) Số ước thực hiện"]]
    checked = read({"Số liệu": rows})
    assert told(checked, "plan_or_result") == ["A2"]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    for answer, count in (("as_result", 1), ("as_plan", 0)):
        answered = read({"Số liệu": rows}, Choices().answered("plan", question.written, answer))
        assert len(answered.frames["reported_totals"]) == count and not answered.held


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(("counts", "is_total"), [((2, 1), True), ((2, 2), False)])
def test_the_total_of_a_group_in_a_matrix_is_one_where_its_ticks_add_up(kind, counts, is_total):
    rows = [
        ["KẾT QUẢ " + SETS["commune_nr"]],
        ["TT", "Xã", "TC 2", "TC 4"],
        [1, UNITS[0], "x", "x"],
        [2, UNITS[1], "x", ""],
    ]
    rows += [["", "Cộng cụm Đông", *counts], [3, UNITS[2], "", "x"]]
    checked = check(MADE[kind](rows), f"a.{kind}", CURRENT)
    assert ("results" not in checked.held) == is_total and (told(checked, "unknown_place") == []) == is_total


OWN, REVIEW = "Xã tự chấm", "Huyện thẩm định"


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("columns", [(OWN, REVIEW), ("Yêu cầu", OWN, REVIEW), ("Yêu cầu",)])
def test_a_form_under_the_names_of_who_assessed_asks_which_counts(kind, columns):
    marks = {"Yêu cầu": "Đạt", OWN: "Đạt", REVIEW: "Chưa đạt"}
    rows = [
        [f"UBND XÃ {UNITS[0].upper()}"],
        [f"BẢNG CHẤM {SETS['commune_nr']}"],
        [],
        ["TT", "Tiêu chí", "Chỉ tiêu", *columns],
    ]
    rows += [[1, "Quy hoạch", "1.1 Có quy hoạch", *(marks[one] for one in columns)]]
    rows += [["", "", "1.2 Có quy định", *("Đạt" for _ in columns)]]
    rows += [[4, "Điện", "4.1 Hệ thống điện", *("Đạt" for _ in columns)]]
    name = f"{UNITS[0]}.{kind}"
    checked = check(MADE[kind](rows), name, CURRENT)
    asked = questions(checked.findings, CURRENT, Choices(), "vi")
    if len(columns) == 1:  # what is required is no result
        assert told(checked, "figures_missing") and "met" not in {one[3] for one in results(checked) - known()}
        return
    assert checked.held == {"results"} and [set(one.options) for one in asked] == [set(columns)]
    for answer, result in ((OWN, "met"), (REVIEW, "not_met")):
        read_as = check(MADE[kind](rows), name, CURRENT, Choices().answered("column", asked[0].written, answer))
        said = {(code, unit, one) for _, code, unit, one in results(read_as)}
        assert said == {("1", UNITS[0], result), ("4", UNITS[0], "met")}


def known():
    frame = CURRENT["results"].astype(object).to_dict("records")
    return {(one["set"], one["criterion"], NAMES[one["unit"]], one["result"]) for one in frame}


def form(marks, words=("Đã phê duyệt", "Đã ban hành"), merged=True):
    rows = [
        ["TT", "Tên tiêu chí", "Nội dung tiêu chí", "Kết quả thực hiện", "Kết quả tự đánh giá của xã"],
        [1, "Quy hoạch", "1.1. Có quy hoạch chung", words[0], marks[0]],
        ["", "", "1.2. Có quy định quản lý", words[1], marks[1]],
        [2, "Giao thông", "2.1. Đường xã", "100%", "Đạt"],
    ]
    title = [[f"UBND XÃ {UNITS[0].upper()}"], ["KẾT QUẢ TIÊU CHÍ XÃ NÔNG THÔN MỚI"]]
    return {UNITS[0]: [*title, *rows]}, ("A4:A5", "B4:B5") if merged else ()


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    ("marks", "result"), [(("Đạt", "Đạt"), "met"), (("Đạt", "Chưa đạt"), "not_met"), (("Đạt", ""), "unknown")]
)
def test_a_criterion_follows_from_the_items_that_stand_below_it(marks, result, merged):
    sheets, merge = form(marks, merged=merged)
    checked = read(sheets, merge=merge)
    assert results(checked) == {("commune_nr", "1", UNITS[0], result), ("commune_nr", "2", UNITS[0], "met")}
    assert told(checked, "items_joined") == ["B4"] and told(checked, "figures_in_words")


@pytest.mark.parametrize(
    ("own", "marks", "result", "contradicts"),
    [
        ("Đạt", ("Đạt", "Chưa đạt"), "not_met", True),
        ("Chưa đạt", ("Đạt", "Đạt"), "not_met", True),
        ("Đạt", ("Đạt", "Đạt"), "met", False),
        ("Đạt", ("", ""), "met", False),
        ("", ("Đạt", "Đạt"), "met", False),
        ("", ("Đạt", ""), "unknown", False),
    ],
)
def test_a_criterion_that_contradicts_its_items_is_told_of(own, marks, result, contradicts):
    rows = [["TT", "Tên tiêu chí", "Nội dung tiêu chí", "Kết quả"], [1, "Quy hoạch", "", own]]
    rows += [["", "", f"1.{at}. Nội dung", mark] for at, mark in enumerate(marks, start=1)]
    checked = read({UNITS[0]: [["KẾT QUẢ TIÊU CHÍ XÃ NÔNG THÔN MỚI"], *rows]})
    assert results(checked) == {("commune_nr", "1", UNITS[0], result)}
    assert told(checked, "items_contradict") == (["D3"] if contradicts else [])
    assert told(checked, "items_joined") == ([] if contradicts else ["B3"])


@pytest.mark.parametrize(("numbers", "codes"), [(("1.1", "1.2"), ["1.1", "1.2"]), ((1.1, 2.1), ["1.1", "2.1"])])
def test_numbers_with_a_point_are_codes_where_the_names_tell_no_criterion(numbers, codes):
    marks = [[number, f"Việc {'ab'[at]}", mark] for at, (number, mark) in enumerate(zip(numbers, "xx", strict=True))]
    rows = [["KẾT QUẢ TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"], ["TT", "Nội dung tiêu chí", "Kết quả"], *marks]
    checked = read({"Huyện": rows})
    assert list(checked.frames["results"]["criterion"]) == codes and told(checked, "criterion_by_number") == ["B3"]
    counted = [[at, *row[1:]] for at, row in enumerate(marks, start=1)]
    assert told(read({"Huyện": [*rows[:2], *counted]}), "unknown_criterion") == ["B3", "B4"]


def test_an_item_whose_mark_nobody_knows_is_asked():
    sheets, merge = form(("Đạt", "tàm tạm"))
    assert told(read(sheets, merge=merge), "not_in_list") == ["E5"]


def two_sets(*headings):
    return {"Sheet1": [["DANH SÁCH XÃ"], ["STT", "Tên xã", *headings], [1, UNITS[0], "x", "x"], [2, UNITS[1], "x", ""]]}


def test_columns_of_two_sets_are_results_of_each_as_a_whole():
    checked = read(two_sets(SETS["commune_nr"], SETS["commune_advanced"]))
    assert results(checked) == {
        ("commune_nr", None, UNITS[0], "met"),
        ("commune_nr", None, UNITS[1], "met"),
        ("commune_advanced", None, UNITS[0], "met"),
        ("commune_advanced", None, UNITS[1], None),  # blank: what is known stays
    }


def test_a_heading_that_is_only_like_a_set_s_name_is_asked():
    headings = ("Đạt tiêu chí nông thôn mới", "Đạt tiêu chí nông thôn mới nâng cao")
    checked = read(two_sets(*headings))
    assert told(checked, "which_set_of_column") == ["C2", "D2"] and "results" in checked.held
    asked = questions(checked.findings, CURRENT, Choices(), "vi")
    assert [one.written for one in asked] == list(headings)
    choices = Choices()
    for one, code in zip(asked, ("commune_nr", "commune_advanced"), strict=True):
        choices = choices.answered(one.kind, one.written, code)
    assert {one[0] for one in results(read(two_sets(*headings), choices))} == {"commune_nr", "commune_advanced"}


def test_counts_of_quarters_below_one_group_are_asked():
    rows = [
        ["TT", "Chỉ tiêu", "Kế hoạch năm", "Thực hiện", "", "Ước cả năm"],
        ["", "", "", "Quý I", "Quý II", ""],
        [1, "school.primary", 22, 19, 20, 22],
    ]
    checked = read({"Chỉ tiêu": [["TÌNH HÌNH THỰC HIỆN"], *rows]}, merge=("D2:E2",))
    (asked,) = [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == "column"]
    assert list(asked.options) == ["Quý I", "Quý II"] and told(checked, "figures_not_taken") == ["C3", "F3"]


def test_a_sheet_that_could_be_of_two_sets_is_asked_by_its_name():
    rows = [["Xã", "Quy hoạch", "Giao thông"], [UNITS[0], "x", "x"], [UNITS[1], "x", "KĐ"]]
    checked = read({"Sheet1": rows})
    (one,) = [each for each in questions(checked.findings, CURRENT, Choices(), "vi") if each.kind == "set"]
    assert one.id == "set:Sheet1" and {"commune_nr", "commune_advanced"} <= set(one.options)
    answered = read({"Sheet1": rows}, Choices().answered("set", "Sheet1", "commune_advanced"))
    assert {each[0] for each in results(answered)} == {"commune_advanced"} and not answered.held


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (("Xã NTM", "Xã NTM nâng cao"), ["commune_nr", "commune_advanced"]),
        (("NTM", "NTM NC"), ["commune_nr", "commune_advanced"]),  # behind the kind of the column of units
        (("Xã NTM-NC", "Xã nông thôn mới NC"), ["commune_advanced", "commune_advanced"]),
        (("Xã NTM", "Xã NTM KM"), ["commune_nr", "asked"]),
        (("Đã công nhận NTM nâng cao", "Xã NTM"), ["asked", "commune_nr"]),
    ],
)
def test_sets_are_known_by_what_their_names_are_short_for(headings, codes):
    checked = read(two_sets(*headings))
    asked = {one.cell: "asked" for one in checked.findings if one.code == "which_set_of_column"}
    said = [asked.get(cell) for cell in ("C2", "D2")]
    assert said == [code if code == "asked" else None for code in codes]
    if not asked and len(set(codes)) > 1:
        assert {one[0] for one in results(checked)} == set(codes)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("KẾT QUẢ {} THÁNG 9/2024", "commune_nr"),
        ("KẾT QUẢ {} GIAI ĐOẠN 2021-2025", "commune_nr"),
        ("KẾT QUẢ {} GIAI ĐOẠN 2021 – 2024", "commune_nr"),
        ("KẾT QUẢ {} NĂM HỌC 2023-2024", "commune_nr"),
        ("KẾT QUẢ {} NC", "commune_advanced"),
        ("KẾT QUẢ {} KIỂU MẪU", None),
        ("KẾT QUẢ {} GIAI ĐOẠN 2016-2020", None),
        ("KẾT QUẢ {}, {} KIỂU MẪU", None),
    ],
)
@pytest.mark.parametrize("name", ["Xã nông thôn mới", "xã NTM"])
def test_a_name_with_words_or_years_of_another_set_is_asked(name, title, code):
    rows = [[title.format(name, name)], [], ["Xã", "Kết quả"], [UNITS[0], "Đạt"], [UNITS[1], "Chưa đạt"]]
    checked = read({"S": rows})
    assert told(checked, "which_set") == ([] if code else ["A3"])
    assert code is None or set(checked.frames["results"]["set"]) == {code}


def test_criteria_under_the_name_of_another_set_are_asked():
    own = set(CURRENT["criteria"].query("set == 'commune_advanced'")["name"])
    only = sorted(own - set(CURRENT["criteria"].query("set != 'commune_advanced'")["name"]))[:2]
    rows = [["TIÊU CHÍ XÃ NÔNG THÔN MỚI KIỂU MẪU"], ["Xã", *only], *([unit, "Đạt", "Đạt"] for unit in UNITS)]
    assert told(read({"S": rows}), "which_set") == ["A2"]


@pytest.mark.parametrize("is_grouped", [False, True])
@pytest.mark.parametrize(("marks", "result"), [(("x", "x"), "met"), (("x", ""), None), (("x", "-x"), "not_met")])
def test_items_whose_result_is_ticked_make_that_of_their_criterion(marks, result, is_grouped):
    ticks = [["x", ""] if mark == "x" else ["", mark[1:]] for mark in marks]
    own = ["Tự đánh giá / Đạt", "Tự đánh giá / Chưa đạt"] if is_grouped else ["Đạt", "Chưa đạt"]
    rows = [["KẾT QUẢ TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"], ["TT", "Tiêu chí", "Việc phải làm", *own]]
    rows += [["1.1", "1. Quy hoạch", "Việc a", *ticks[0]], ["1.2", "", "Việc b", *ticks[1]]]
    checked = read({"Huyện": rows}, merge=("B3:B4",))
    assert told(checked, "items_joined") == ["B3"] and told(checked, "key_twice") == []
    assert {one[3] for one in results(checked)} == {result or "unknown"}


@pytest.mark.parametrize("number", ["2.1", ""])
@pytest.mark.parametrize(("own", "told_as"), [((None, None), "items_joined"), ((True, False), "items_contradict")])
def test_items_beside_boxes_that_are_not_ticked_belong_to_the_criterion_above(number, own, told_as):
    rows = [["PHIẾU ĐÁNH GIÁ TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"], ["STT", "Tiêu chí", "Nội dung", "Đạt", "Chưa đạt"]]
    rows += [[1, "Quy hoạch", None, *own], [number, None, "Việc a", False, True], [2, "Giao thông", None, True, False]]
    checked = read({"Huyện": rows})
    assert told(checked, told_as) and not told(checked, "key_twice") and not checked.held
    assert {(one[1], one[3]) for one in results(checked)} == {("1", "not_met"), ("2", "met")}


@pytest.mark.parametrize("heading", ["Diện tích tự nhiên", "Tổng diện tích tự nhiên"])
def test_a_heading_that_is_a_criterion_s_name_as_well_is_one(heading):
    rows = [["ĐVT: ha, người"], ["STT", "Tên xã", heading, "Dân số trung bình"], [1, UNITS[0], 2345.6, 8512]]
    units = read({"S": rows}).frames["units"]
    assert list(units["area_km2"]) == [23.456] and list(units["population"]) == [8512]


DISTRICT = CURRENT["criteria"][CURRENT["criteria"]["set"] == "district_nr"].set_index("code")


def numbered(rows, under):
    """A form with the number and the name of each criterion, and something under `Chỉ tiêu`."""
    heads = [["Tiêu chí", "", "Chỉ tiêu", *[""] * (len(under) - 1), "Kết quả", ""], ["Số", "Tên", *under]]
    heads[1] += ["Đạt", "Chưa đạt"]
    return {"Huyện": [[f"KẾT QUẢ {SETS['district_nr']}"], *heads, *rows]}


def said(checked):
    return {code: result for _, code, _, result in results(checked)}


@pytest.mark.parametrize(
    ("under", "rows", "read_as"),
    [
        (["Số", "Nội dung"], [["1", "1", "1.1", "a", "x", ""], ["1", "", "1.2", "b", "", "x"]], {"1.1": 1, "1.2": 0}),
        (["Số", "Nội dung"], [["2", "2", "2.1", "a", "x", ""], ["4", "4", "4.1", "b", "", "x"]], {"2.1": 1, "4.1": 0}),
        ([""], [["1", "1", 2, "x", ""], ["2", "2", 4, "", "x"], ["4", "4", 1, "x", ""]], {"1": 1, "2": 0, "4": 1}),
        ([""], [["1", "1", "", "x", ""], ["2", "2", "", "", "x"]], {"1": 1, "2": 0}),
    ],
)
def test_number_and_name_of_a_criterion_are_one_and_its_items_go_before(under, rows, read_as):
    named = [[row[0], DISTRICT.loc[row[1], "name"] if row[1] else "", *row[2:]] for row in rows]
    merge = ("A2:B2", "C2:D2", "E2:F2") if len(under) > 1 else ("A2:B2", "C2:C3", "D2:E2")
    checked = read(numbered(named, under), merge=merge)
    assert said(checked) == {code: ("not_met", "met")[met] for code, met in read_as.items()}
    assert not checked.held and not told(checked, "which_column")
    assert bool(told(checked, "figures_not_taken")) == (isinstance(rows[0][2], int))


def test_a_number_that_is_not_that_of_its_name_is_asked():
    rows = [[number, DISTRICT.loc[code, "name"], "", "x", ""] for number, code in (("1", "1"), ("2", "2"), ("3", "4"))]
    checked = read(numbered(rows, [""]))
    assert told(checked, "which_column") and checked.held == {"results"}


@pytest.mark.parametrize(
    ("groups", "heads"),
    [
        (["Xã nông thôn mới", "", "Xã nông thôn mới nâng cao", ""], [*UNITS[:2], *UNITS[:2]]),
        (["NTM", "", "NTM nâng cao", ""], [*UNITS[:2], *UNITS[:2]]),
        ([UNITS[0], "", UNITS[1], ""], ["NTM", "NTM nâng cao"] * 2),
    ],
)
def test_columns_below_the_names_of_sets_are_of_these_and_how_to_fill_in_tells_what_boxes_mean(groups, heads):
    rows = [
        ["Kết quả thực hiện tiêu chí nông thôn mới của các xã"],
        ["TT", "Tiêu chí", *groups],
        ["", "", *heads],
        ["", "(TRUE = đạt, FALSE = chưa đạt)"],
        [1, "Tiêu chí 1", True, True, False, False],
        [2, "Tiêu chí 2", True, False, True, False],
    ]
    checked = read({"Tổng hợp": rows}, merge=("A2:A3", "B2:B3", "C2:D2", "E2:F2"))
    full = {"NTM": "commune_nr", "NTM nâng cao": "commune_advanced", **dict.fromkeys(UNITS[:2], "")}
    full |= {"Xã nông thôn mới": "commune_nr", "Xã nông thôn mới nâng cao": "commune_advanced"}
    above = [groups[0], groups[0], groups[2], groups[2]]
    expected = {
        (full[group] or full[head], row[1][-1], head if head in UNITS else group, "met" if cell else "not_met")
        for row in rows[4:]
        for group, head, cell in zip(above, heads, row[2:], strict=True)
    }
    assert results(checked) == expected
    assert not [one for one in checked.findings if one.severity != "note"]


def test_beside_a_set_s_name_another_heading_over_the_same_units_is_asked_and_never_taken_for_the_title_s_set():
    rows = [
        ["Kết quả thực hiện tiêu chí xã nông thôn mới"],
        ["TT", "Tiêu chí", "NTM", "", "NTM kiểu mẫu", ""],
        ["", "", *UNITS[:2], *UNITS[:2]],
        [1, "Tiêu chí 1", "Đạt", "Đạt", "Chưa đạt", "Đạt"],
        [2, "Tiêu chí 2", "Đạt", "Chưa đạt", "Chưa đạt", "Đạt"],
    ]
    merge = ("A2:A3", "B2:B3", "C2:D2", "E2:F2")
    (asked,) = questions(read({"Tổng hợp": rows}, merge=merge).findings, CURRENT, Choices(), "vi")
    assert (asked.kind, asked.written) == ("criteria_sets", "NTM kiểu mẫu")
    answered = read({"Tổng hợp": rows}, Choices().answered(asked.kind, asked.written, "commune_advanced"), merge)
    assert {one[0] for one in results(answered) if one[3] == "not_met" and one[2] == UNITS[0]} == {"commune_advanced"}


@pytest.mark.parametrize("heads", [["Kết quả / NTM", "Kết quả / NTM nâng cao"], ["NTM", "NTM nâng cao"]])
def test_columns_of_results_of_one_unit_are_of_the_sets_that_they_name(heads):
    title = f"Kết quả thực hiện tiêu chí xã nông thôn mới: xã {UNITS[0]}"
    groups = [["TT", "Tiêu chí", "Kết quả", ""], ["", "", "NTM", "NTM nâng cao"]] if "/" in heads[0] else []
    rows = [[title], *(groups or [["TT", "Tiêu chí", *heads]])]
    rows += [[1, "Tiêu chí 1", "Đạt", "Đạt"], [2, "Tiêu chí 2", "Đạt", "Chưa đạt"]]
    checked = read({"Biểu": rows}, merge=("A2:A3", "B2:B3", "C2:D2") if groups else ())
    expected = {("commune_nr", code, UNITS[0], "met") for code in "12"}
    expected |= {("commune_advanced", "1", UNITS[0], "met"), ("commune_advanced", "2", UNITS[0], "not_met")}
    assert results(checked) == expected and not [one for one in checked.findings if one.severity != "note"]
