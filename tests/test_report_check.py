"""Is a report right? Known errors are found, what is true is left alone, and no text makes it fail."""

import re
import tomllib
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.numbers import format_number, format_share
from bs_metrics.readers.texts import Part, parts_of_text, without_edges
from bs_metrics.report_check.check import check_report
from bs_metrics.report_check.claims import said
from bs_metrics.report_check.document import Passage, document
from bs_metrics.report_check.lexicon import lexicon_of
from bs_metrics.report_check.numerals import number_in_words
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.report.doubts import excerpt, lines, message
from bs_metrics.words import LANGUAGES
from tests.conftest import ROOT

_MARK = re.compile(r"\[\[(.*?)\|(\w+)\]\]")
REPORTS = tomllib.loads((ROOT / "tests/report_check/reports.toml").read_text(encoding="utf-8"))


@cache
def current():
    return snapshot(workbook_files(DEFAULT_FOLDER))


def check(text, rows=()):
    parts = [*parts_of_text(text), *([Part(rows=tuple(map(tuple, rows)))] if rows else [])]
    return check_report(parts, current())


def told(text, rows=()):
    """Kind, certainty and what is printed of every finding."""
    return [(one.kind, one.certainty, one.printed) for one in check(text, rows).doubts]


def test_the_report_of_2024_has_its_known_errors_and_no_other():
    checked = check((ROOT / "tests/report_check/report-2024.txt").read_text(encoding="utf-8"))
    assert [(one.certainty, one.kind, one.printed, one.expected) for one in checked.doubts] == [
        ("certain", "reference", "17/KH-UBND ngày 05/9/2023", ("174/KH-UBND",)),
        ("certain", "percent", "77,73%", ("77,78%",)),
        ("certain", "noun", "9/9 chỉ tiêu", ("9/9 tiêu chí",)),
        ("certain", "place", "Châu Ổ", ("Châu Ô",)),
        ("likely", "impossible", "23/36 chỉ tiêu", ()),
        ("likely", "reference", "tiêu chí 14 (về trường học)", ("tiêu chí 5",)),
        ("look", "reference", "Số: /BC-UBND", ()),
        ("look", "date", "ngày tháng năm 2024", ()),
        ("look", "place", "đô thị Bình Sơn", ()),
        ("look", "sum", "14 nhà ở", ()),
        ("look", "reference", "80/ KH-UBND", ("80/KH-UBND",)),
    ]
    assert checked.claims > 100
    for language in LANGUAGES:
        assert all("{" not in line for line in lines(checked, language))


@pytest.mark.parametrize("name", REPORTS)
def test_an_invented_report_has_its_errors_and_what_is_true_is_left_alone(name):
    text = REPORTS[name]["text"]
    wrong, doubts = _MARK.findall(text), check(_MARK.sub(r"\1", text)).doubts
    beside = [one.printed for one in doubts if not any(at in one.printed or one.printed in at for at, _ in wrong)]
    missed = [
        at
        for at, kind in wrong
        if not any(one.kind == kind and (one.printed in at or at in one.printed) for one in doubts)
    ]
    assert beside == []
    assert missed == []


@pytest.mark.parametrize(
    ("text", "kind", "certainty", "printed"),
    [
        ("Có 15/20 xã đạt, chiếm tỷ lệ 70%.", "percent", "certain", "70%"),
        ("Có 15/20 xã (đạt 70%).", "percent", "certain", "70%"),
        ("Đạt tỷ lệ 70% (15/20 xã).", "percent", "certain", "70%"),
        ("Có hai mươi mốt trên hai mươi hai xã đạt, chiếm 90%.", "percent", "certain", "90%"),
        ("Có 1.200/1.500 hộ tham gia, đạt 75,5%.", "percent", "certain", "75,5%"),
        ("Có 15/20 xã đạt, chiếm trên 80%.", "percent", "certain", "80%"),
        ("Có 5/9 xã đạt chuẩn, còn 3/9 xã chưa đạt.", "complement", "certain", "3/9"),
        ("Có 20/22 trường đạt chuẩn, còn 3 trường chưa đạt.", "complement", "certain", "3 trường"),
        ("Có 25/22 trường đạt chuẩn.", "impossible", "certain", "25/22 trường"),
        ("Số hộ tham gia chiếm 104%.", "impossible", "certain", "104%"),
        ("Có 3 xã đạt chuẩn, gồm: xã Hòa An, xã Tân Lập.", "list", "certain", "3 xã"),
        ("Có 2/14 trường đạt (Mầm non Hoa Mai, Mầm non Sơn Ca, Mầm non Họa Mi).", "list", "certain", "2/14 trường"),
        ("Gồm 20 xã. Có 21 đơn vị hành chính, gồm 18 xã và 2 thị trấn.", "sum", "certain", "21 đơn vị hành chính"),
        (
            "Kinh phí 740 triệu đồng, gồm: tỉnh 300 triệu đồng, huyện 400 triệu đồng.",
            "sum",
            "certain",
            "740 triệu đồng",
        ),
        ("Đạt 7/9 chỉ tiêu huyện nông thôn mới.", "noun", "certain", "7/9 chỉ tiêu"),
        ("Đạt 55/63 tiêu chí đô thị loại IV.", "noun", "certain", "55/63 tiêu chí"),
        ("Nghị quyết số 26/2022/UBTVQH15 ngày 21/9/2021.", "reference", "certain", "26/2022/UBTVQH15 ngày 21/9/2021"),
        ("Từ ngày 15/8/2024 đến ngày 01/8/2024.", "date", "certain", "15/8/2024 đến ngày 01/8/2024"),
        ("Họp ngày 30/02/2024.", "date", "certain", "30/02/2024"),
        ("Tại xã Bình Thành đã mở lớp.", "place", "likely", "Bình Thành"),
        ("Tại xã Lộc Hưng. Ở xã Lộc Hứng có chợ. Về xã Lộc Hưng.", "place", "look", "Lộc Hứng"),
        ("Huyện Bình Sơn có 19/22 trường tiểu học đạt chuẩn quốc gia.", "data", "likely", "19/22 trường tiểu học"),
    ],
)
def test_an_error_is_found_where_it_stands(text, kind, certainty, printed):
    assert told(text) == [(kind, certainty, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "Quốc khánh 2/9, 30/4 và 01/5. Ngày 20/11. Quy hoạch tỷ lệ 1/2.000. Điều 6. Trực 24/24 giờ.",
        "Quyết định số 2105/QĐ-UBND, Công văn số 1150/UBND, Đề án số 32-ĐA/HU. Điện thoại 0255.3821.456.",
        "Trồng 210/200 ha rừng, đạt 105% kế hoạch. Có 15/20 xã, tỷ lệ hộ nghèo 3,5%.",
        "Có 2/3 số xã đạt, chiếm 66,66%; có 2/3 xã đạt, chiếm 66,67%; gần 67% (2/3 xã).",
        "Xã Lộc Hưng và xã Lộc Hứng. Về xã Lộc Hưng.",
        "Xã Bình Thanh và xã Bình Thạnh là hai xã.",
        "Mục tiêu: 3/21 xã (10%). Phấn đấu đạt 9/9 tiêu chí.",
        "Huyện Bình Sơn: Xã nông thôn mới nâng cao 3/21 xã (10%) còn 01 xã 31/12/2024 Chỉ tiêu huyện nông thôn mới "
        "36/36 chỉ tiêu còn 13 chỉ tiêu 31/12/2024.",
        "Có 22 xã, thị trấn, trong đó 7 xã loại I, 9 xã loại II.",
        "Có 2/5 đến 3/5 tiêu chuẩn đạt, chiếm tỷ lệ từ 40% đến 60%.",
        "Quyết định số 318/QĐ-TTg ngày 08/3/2022 ban hành Bộ tiêu chí xã; Quyết định số 319/QĐ-TTg ngày 08/3/2022 về "
        "việc quy định xã nông thôn mới kiểu mẫu giai đoạn 2021-2025.",
        "Huyện khác có 19/22 trường tiểu học đạt chuẩn quốc gia.",
    ],
)
def test_what_is_true_or_no_claim_is_left_alone(text):
    assert told(text) == []


def test_figures_of_an_older_report_are_only_to_be_looked_at():
    text = "Bình Sơn, ngày 01 tháng 02 năm 2024\nĐến nay có 19/22 trường tiểu học đạt chuẩn quốc gia."
    assert told(text) == [("data", "look", "19/22 trường tiểu học")]
    (doubt,) = check(text).doubts
    assert (doubt.ratio, doubt.value) == ("school.primary", "20/22")
    assert any("ket-qua.xlsx" in place.file for place in doubt.places)


def test_a_document_younger_than_the_report_is_none():
    text = "Hà Lam, ngày 01 tháng 8 năm 2024\nTheo Kế hoạch số 12/KH-UBND ngày 18/8/2024 của huyện."
    assert told(text) == [("date", "certain", "12/KH-UBND ngày 18/8/2024")]


HEADING = ["TT", "Xã", "Số hộ", "Số hộ đạt", "Tỷ lệ (%)"]
ROWS = [
    ["1", "Hòa An", "200", "150", "75,0"],
    ["2", "Tân Lập", "120", "90", "75,0"],
    ["3", "Phú Mỹ", "80", "60", "75,0"],
]


def test_a_table_is_added_up_and_its_percentages_computed():
    whole = [HEADING, *ROWS, ["", "Tổng cộng", "400", "300", "75,0"]]
    assert told("", whole) == []
    assert told("", [HEADING, *ROWS, ["", "Tổng cộng", "400", "310", "77,5"]]) == [("sum", "certain", "310")]
    wrong = [HEADING, ROWS[0], ["2", "Tân Lập", "120", "90", "57,0"], ROWS[2], ["", "Tổng cộng", "400", "300", "75,0"]]
    (doubt,) = check("", wrong).doubts
    assert (doubt.kind, doubt.printed, doubt.expected) == ("percent", "57,0", ("75,0",))
    assert doubt.passage.before == "Tân Lập · Tỷ lệ (%)"


def test_in_a_wide_table_a_percentage_is_of_the_first_count_or_of_those_beside_it():
    fillers = [f"Nhóm {number}" for number in range(10)]
    far = [
        [*row[:3], *fill, *row[3:]] for fill, row in zip([fillers, *[["7"] * 10] * 3], [HEADING, *ROWS], strict=True)
    ]
    assert told("", [*far, [*far[1][:1], "Bình An", "40", *["7"] * 10, "30", "57,0"]]) == [
        ("percent", "certain", "57,0")
    ]


def test_items_below_a_colon_are_counted_with_its_sentence():
    text = "Có 3 xã đạt chuẩn, gồm:\n- Xã Hòa An;\n- Xã Tân Lập;\n- Xã Phú Mỹ."
    assert told(text) == []
    assert told(text.replace("3 xã", "4 xã")) == [("list", "certain", "4 xã")]


def test_lines_and_pages_are_joined_and_headers_dropped():
    says = ("thứ nhất", "thứ hai", "thứ ba", "cuối cùng")
    pages = [
        ["BÁO CÁO NỘI BỘ", f"Câu {say} còn viết dở và", f"tiếp tục, {say}.", f"{at}"] for at, say in enumerate(says)
    ]
    assert without_edges(pages)[1] == ["Câu thứ hai còn viết dở và", "tiếp tục, thứ hai."]
    read = document(parts_of_text("Toàn huyện đã có sự quan tâm chỉ đạo thực hiện có\n\n- 3 -\n\nhiệu quả 5/9 xã."))
    assert [passage.text for passage in read.passages] == [
        "Toàn huyện đã có sự quan tâm chỉ đạo thực hiện có hiệu quả 5/9 xã."
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("hai mươi mốt", 21), ("mười lăm", 15), ("một trăm lẻ năm", 105), ("chín", 9), ("mươi", None), ("hai ba", None)],
)
def test_numbers_in_words(text, value):
    assert number_in_words(text) == value


@given(st.integers(1, 5_000), st.integers(1, 5_000))
@example(2, 3)
@example(0, 9)
def test_a_true_ratio_with_its_percentage_is_never_flagged(met, total):
    met = min(met, total)
    share, rest = format_share(Fraction(met, total), "vi"), total - met
    shown, of = format_number(met, "vi"), format_number(total, "vi")
    text = (
        f"Đến nay có {shown}/{of} hộ đạt chuẩn, chiếm tỷ lệ {share}; còn {format_number(rest, 'vi')}/{of} hộ chưa đạt."
    )
    assert told(text) == []


_PIECES = [
    *("13/36", "(Hòa An, Tân Lập)", "xã Hòa An,", "02/9", "xã", "đạt", "chiếm", "22,22%", "(", ")", ";"),
    *("gồm", "còn", "chưa", ":", "17/KH-UBND", "ngày", "05/9/2023", "triệu đồng", "740", "trong đó"),
    *("hai mươi", "Bình An", "...", "\n", "-", "từ", "đến", "1/0", "số", "tiêu chí", "%"),
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)))
def test_no_text_makes_it_fail(text):
    for one in check(text).doubts:
        around = excerpt(one)
        assert one.printed and around.printed in one.passage.text
        assert all(message(one, language) for language in LANGUAGES)


def test_what_is_claimed_keeps_its_place():
    passage = Passage("Có hai mươi mốt xã, gần 22,5% và 1.250 triệu đồng theo số 12/KH-UBND ngày 18/01/2024.")
    heard = said(passage, lexicon_of(current().tables))
    text = passage.text
    assert [(text[one.start : one.end], one.value) for one in heard.amounts] == [
        ("hai mươi mốt", 21),
        ("1.250 triệu đồng", 1_250_000_000),
    ]
    assert [(one.value, one.leaning) for one in heard.percents] == [(Fraction("22.5"), "under")]
    assert [(one.number, one.series, str(one.day)) for one in heard.references] == [("12", "/KH-UBND", "2024-01-18")]
