"""What stands around a table and says whether its figures are results at all, of this matter, of this place."""

import re

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.vocabulary.choices import Choices
from tests.corpus.files import book
from tests.other_formats import ODS_NAMES, ods, ods_table, xls
from tests.slow.test_marks import FORMATS

CURRENT = read_folder()
COMMUNES = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:2]
HEADING = ["TT", "Xã", "2. Giao thông", "4. Điện"]
SET = "XÃ NÔNG THÔN MỚI"


def read(rows, choices=None, form="xlsx", sheet=None):
    return check(FORMATS[form](rows), f"a.{form}", CURRENT, choices)


def ticked(title, mark="x", heading=HEADING, below=()):
    rows = [[at, unit, mark, ""] for at, unit in enumerate(COMMUNES, start=1)]
    return [[title], heading, *rows, *below]


def questions(checked):
    return {one.asked.kind: one.asked for one in checked.findings if one.asked and one.severity == "error"}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (ticked(f"TỔNG HỢP TIÊU CHÍ {SET}"), {"tick"}),
        (ticked(f"TIÊU CHÍ CẦN RÀ SOÁT LẠI CỦA CÁC {SET}"), {"tick"}),
        (ticked(f"TUẦN 40: ĐOÀN ĐẾN XEM CÁC TIÊU CHÍ {SET}"), {"tick"}),
        (ticked(f"BẢNG THEO DÕI HỒ SƠ MINH CHỨNG TIÊU CHÍ {SET}"), {"plan"}),
        (ticked(f"BIỂU TỔNG HỢP KẾT QUẢ {SET}"), set()),
        (ticked(f"TỔNG HỢP TIÊU CHÍ {SET}", "Đ"), set()),
        (ticked(f"TỔNG HỢP TIÊU CHÍ {SET}", below=[["x: đạt; ô trống: chưa đánh giá"]]), set()),
    ],
)
def test_ticks_are_results_only_where_the_file_says_so(rows, kinds, form):
    checked = read(rows, form=form)
    assert questions(checked).keys() == kinds
    assert ("results" in checked.frames) == (not kinds)


@pytest.mark.parametrize(("reading", "result"), [("met", "met"), ("not_met", "not_met"), ("unknown", "unknown")])
def test_what_is_answered_of_ticks_counts(reading, result):
    rows = ticked(f"TỔNG HỢP TIÊU CHÍ {SET}")
    asked = questions(read(rows))["tick"]
    frame = read(rows, Choices().answered(asked.kind, asked.written, reading)).frames["results"]
    assert set(frame["result"].dropna()) == {result, "unknown"}


COUNTS = [
    ["TT", "Nội dung", "Tổng số", "Số đạt", "Tỷ lệ (%)", "Cơ sở"],
    [1, "Xã nông thôn mới nâng cao", 21, 4, 19.05, "theo báo cáo"],
]
SCHOOLS = [
    ["STT", "Tên trường", "Cấp học", "Xã", "Kết quả"],
    [1, "Trường Mầm non Bình Minh", "mầm non", "Bình Minh", "Đạt"],
]
UNITS = [["STT", "Tên đơn vị", "Loại", "Dân số (người)"], [1, COMMUNES[0], "phường", 9850]]
RESULTS = [HEADING, [1, COMMUNES[0], "Đạt", "Chưa đạt"]]
FORECAST = [
    ["STT", "Tiêu chí", "Thực hiện 2023", "Ước thực hiện 2024", "Đánh giá"],
    [1, "Giao thông", "95,2 km", "100 km", "Đạt"],
]


@pytest.mark.parametrize(
    ("title", "rows", "is_asked"),
    [
        ("CÁC CHỈ TIÊU CÒN PHẢI THỰC HIỆN ĐẾN 30/9/2024", COUNTS, True),
        ("SỐ XÃ CHƯA ĐẠT ĐẾN 30/9/2024", COUNTS, True),
        ("KẾT QUẢ ĐẾN 30/9/2024", COUNTS, False),
        ("KẾT QUẢ KIỂM ĐỊNH CHẤT LƯỢNG GIÁO DỤC CÁC TRƯỜNG", SCHOOLS, True),
        ("KẾT QUẢ CÔNG NHẬN TRƯỜNG CHUẨN QUỐC GIA", SCHOOLS, False),
        ("ĐỀ ÁN THÀNH LẬP PHƯỜNG", UNITS, True),
        ("DIỆN TÍCH, DÂN SỐ", UNITS, False),
        (f"DỰ THẢO - KẾT QUẢ {SET}", RESULTS, True),
        (f"KẾT QUẢ {SET} - KHÔNG SỬ DỤNG", RESULTS, True),
        ("BIỂU CHI TIẾT TIÊU CHÍ HUYỆN NÔNG THÔN MỚI", FORECAST, True),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_a_title_says_to_be_no_result_of_the_table_is_asked(title, rows, is_asked, form):
    assert ("plan" in questions(read([[title], *rows], form=form))) == is_asked


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("above", "below", "is_asked"),
    [
        (["UBND HUYỆN NGHĨA HÀNH"], "", True),
        (["UBND XÃ BÌNH AN", "HUYỆN THĂNG BÌNH, TỈNH QUẢNG NAM"], "", True),
        ([f"KẾT QUẢ {SET} HUYỆN THĂNG BÌNH ĐẾN 30/9/2024"], "", True),
        (["UBND HUYỆN BÌNH SƠN", "TỈNH QUẢNG NGÃI"], "UBND huyện Thăng Bình", True),
        (["UBND HUYỆN BÌNH SƠN", "TỈNH QUẢNG NGÃI"], "Huyện ủy Bình Sơn", False),
        (["UBND XÃ VẠN NINH"], "", True),
        (["UBND HUYỆN BÌNH SƠN"], "TM. Ủy ban nhân dân xã Vạn Ninh", True),
        (["UBND XÃ BÌNH AN"], "TM. UBND XÃ", False),
        (["UBND XÃ, THỊ TRẤN", "KẾT QUẢ CÁC XÃ VEN BIỂN"], "UBND xã tự đánh giá", False),
        (["CẤP HUYỆN THEO BỘ TIÊU CHÍ", "KẾT QUẢ HUYỆN TÍNH ĐẾN 30/9"], "các huyện, thị xã trong tỉnh", False),
    ],
)
def test_a_line_that_names_another_place_is_asked_and_its_figures_are_left_out(above, below, is_asked, form):
    rows = [*([line] for line in above), [f"KẾT QUẢ {SET}"], *RESULTS, [], [below]]
    checked = read(rows, form=form)
    assert [one.code for one in checked.findings if one.severity == "error"] == ["whose_figures"] * is_asked
    if is_asked:
        asked = questions(checked)["place"]
        assert "results" in checked.held
        assert len(read(rows, Choices().answered("place", asked.written, "ours"), form).frames["results"]) == 2
        others = Choices().answered("place", asked.written, "of_others")
        assert not len(read(rows, others, form).frames.get("results", ()))


@pytest.mark.parametrize(
    ("title", "head", "is_asked"),
    [
        ("CÁC XÃ MỚI SAU SẮP XẾP", "Xã", True),
        ("CÁC XÃ", "Hợp nhất từ", True),
        ("CÁC XÃ MỚI ĐẠT CHUẨN", "Xã", False),
    ],
)
def test_units_after_a_merger_are_asked_about_though_their_names_are_known(title, head, is_asked):
    rows = [[f"KẾT QUẢ {SET} {title}"], *([*row, ""] for row in RESULTS)]
    rows[1][-1] = head if head != "Xã" else "Ghi chú"
    checked = read(rows)
    assert [one.code for one in checked.findings if one.severity == "error"] == ["units_of_a_merger"] * is_asked
    if is_asked:
        asked = questions(checked)["merger"]
        assert len(read(rows, Choices().answered("merger", asked.written, "ours")).frames["results"]) == 2
        others = Choices().answered("merger", asked.written, "of_others")
        assert not len(read(rows, others).frames.get("results", ()))


def test_one_title_may_be_doubtful_in_two_ways_and_one_answer_settles_one():
    rows = [[f"{SET}: CÁC XÃ SAU SẮP XẾP ĐĂNG KÝ ĐẠT CHUẨN NĂM 2025"], *RESULTS]
    asked = questions(read(rows))
    assert {"merger", "plan"} <= {*asked}
    ours = Choices().answered("merger", asked["merger"].written, "ours")
    assert "results" in read(rows, ours).held
    assert len(read(rows, ours.answered("plan", asked["plan"].written, "as_result")).frames["results"]) == 2


def paged(rows, line, part):
    """An .ods with a line above or below its pages, and a field beside it."""
    style = '<style:style style:name="ta1" style:family="table" style:master-page-name="P1"/>'
    said = f"<text:p><text:span>{line}</text:span> <text:page-number>1</text:page-number></text:p>"
    page = f'<style:master-page style:name="P1"><style:{part}>{said}</style:{part}></style:master-page>'
    styles = f"<office:document-styles {ODS_NAMES}><office:master-styles>{page}</office:master-styles>"
    more = {"styles.xml": f"{styles}</office:document-styles>"}
    return ods(ods_table(rows, attributes=' table:style-name="ta1"'), style, more)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('&L&"Arial,Bold"&14DỰ THẢO - SỐ LIỆU ƯỚC, KHÔNG SỬ DỤNG&RTrang &P/&N', "plan_or_result"),
        ("UBND HUYỆN NGHĨA HÀNH", "whose_figures"),
        ("&RTrang &P/&N", None),
    ],
)
@pytest.mark.parametrize("part", ["Header", "Footer"])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_is_printed_on_each_page_counts_as_a_line_around_the_table(line, code, part, kind):
    rows = [[f"KẾT QUẢ {SET}"], *RESULTS]

    def edit(workbook):
        getattr(workbook.worksheets[0], f"odd{part}").center.text = line

    if kind == "xlsx":
        content = book({"Biểu 1": rows}, edit)
    elif kind == "xls":
        content = xls(rows, lambda sheet: setattr(sheet, f"_Worksheet__{part.lower()}_str", line))
    else:
        content = paged(rows, re.sub(r'&"[^"]*"|&\d+|&[A-Z]', "", line), part.lower())
    checked = check(content, f"a.{kind}", CURRENT)
    assert [one.code for one in checked.findings if one.severity == "error"] == ([code] if code else [])


def test_tasks_below_results_are_a_section_of_their_own_and_asked():
    rows = [
        ["CÁC CHỈ TIÊU ĐẾN 30/9/2024"],
        COUNTS[0],
        ["A. KẾT QUẢ 9 THÁNG"],
        [1, "Trường mầm non đạt chuẩn quốc gia", 22, 8],
    ]
    rows += [["B. NHIỆM VỤ TRỌNG TÂM QUÝ IV"], [1, "Xã nông thôn mới nâng cao", 21, 4]]
    assert questions(read(rows))["plan"].written == "NHIỆM VỤ TRỌNG TÂM QUÝ IV"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("document", "is_asked"),
    [("QĐ 1980/QĐ-TTg ngày 17/10/2016", True), ("Quyết định 318/QĐ-TTg", False), ("Báo cáo 415/BC-UBND", False)],
)
def test_a_document_that_sets_other_criteria_leaves_the_set_open(document, is_asked, form):
    rows = [[f"KẾT QUẢ BỘ TIÊU CHÍ QUỐC GIA VỀ {SET} ({document})"], *RESULTS]
    assert ("set" in questions(read(rows, form=form))) == is_asked


@pytest.mark.parametrize(
    ("sheet", "is_taken"),
    [("B.An", True), ("Bình An", True), ("Biểu 1", True), ("B.Long", False), ("Bình Long", False)],
)
def test_a_sheet_s_name_that_is_short_for_another_unit_than_its_title_contradicts_it(sheet, is_taken):
    rows = [["UBND XÃ BÌNH AN"], ["KẾT QUẢ XÃ NÔNG THÔN MỚI"], ["TT", "Tiêu chí", "Kết quả"], [1, "Quy hoạch", "Đạt"]]
    checked = check(book({sheet: rows}), "a.xlsx", CURRENT)
    assert ("results" in checked.frames) == is_taken
    assert [one.code for one in checked.findings if one.severity == "error"] == ["heading_missing"] * (not is_taken)
