"""Figures of two periods are never put together: which one is asked, with the answer the other is left out."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.periods import are_of_two, periods_in
from bs_metrics.intake.vocabulary.synonyms import synonyms
from tests.corpus.files import book
from tests.slow.test_marks import FORMATS

CURRENT = read_folder()
WORDS = synonyms(CURRENT.frames)
UNITS = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:4]
TITLE = "KẾT QUẢ THỰC HIỆN TIÊU CHÍ XÃ NÔNG THÔN MỚI"
HEADING = ["Xã", "2. Giao thông", "4. Điện"]


LAST = [UNITS[1], "Đ", "Đ"]


def part(title, units, mark):
    return [[title], HEADING, *([unit, mark, mark] for unit in units)]


def stacked(first="NĂM 2023", second="NĂM 2024"):
    return [*part(f"{TITLE} {first}", UNITS[:2], "KĐ"), [], *part(f"{TITLE} {second}", UNITS[2:], "Đ")]


def by_sheet(names):
    return book({name: part(TITLE, UNITS[:2], mark) for name, mark in zip(names, ("KĐ", "Đ"), strict=True)})


def with_years():
    rows = [[year, unit, "commune_nr", "2", mark] for year, mark in ((2023, "KĐ"), (2024, "Đ")) for unit in UNITS]
    return book({"Kết quả": [["Năm", "Xã", "Mã bộ", "Tiêu chí", "Kết quả"], *rows]})


def by_sections(first, second, ordinals=("I", "II")):
    rows = [[1, "MN A", "MN", "KĐ"], [1, "MN B", "MN", "Đ"]]
    lines = [[*([ordinal] if ordinal else []), line] for ordinal, line in zip(ordinals, (first, second), strict=True)]
    return book({"Trường học": [["TT", "Tên trường", "Cấp học", "Kết quả"], lines[0], rows[0], lines[1], rows[1]]})


FILES = {
    "stacked": (FORMATS["xlsx"](stacked()), "2023 / 2024", UNITS[2:]),
    "stacked text": (FORMATS["csv"](stacked()), "2023 / 2024", UNITS[2:]),
    "sheets by quarter": (by_sheet(("Quý I", "Quý II")), "Quý I / Quý II", UNITS[:2]),
    "sheets by short months": (by_sheet(("T6", "T9")), "T6 / T9", UNITS[:2]),
    "sheets by months so far": (by_sheet(("6T2024", "9T2024")), "6T / 9T", UNITS[:2]),
    "sheets by numbers of months": (by_sheet(("06-2024", "09-2024")), "06-2024 / 09-2024", UNITS[:2]),
    "stacked short quarters": (FORMATS["csv"](stacked("Q2/2024", "Q3/2024")), "Q2 / Q3", UNITS[2:]),
    "sheets by year": (by_sheet(("2023", "2024")), "2023 / 2024", UNITS[:2]),
    "stacked moments": (
        FORMATS["xlsx"](stacked("ĐẦU NHIỆM KỲ", "HIỆN NAY")),
        "đầu nhiệm kỳ / hiện nay",
        UNITS[2:],
    ),
    "before and after": (
        FORMATS["csv"](stacked("(TRƯỚC KHI RÀ SOÁT)", "(SAU KHI RÀ SOÁT)")),
        "trước khi rà soát / sau khi rà soát",
        UNITS[2:],
    ),
    "sheets before and after": (by_sheet(("Trước", "Sau")), "trước / sau", UNITS[:2]),
    "a column of moments": (
        book(
            {"Kết quả": [[TITLE], ["Thời điểm", *HEADING], ["Đầu nhiệm kỳ", UNITS[0], "KĐ", "KĐ"], ["Hiện nay", *LAST]]}
        ),
        "Thời điểm: Đầu nhiệm kỳ / Hiện nay",
        UNITS[1:2],
    ),
    "a column of years": (with_years(), "Năm: 2023 / 2024", UNITS),
}


def read(content, choices=None):
    return check(content, "a.csv" if content[:2] != b"PK" else "a.xlsx", CURRENT, choices)


def units_of(checked):
    names = CURRENT["units"].set_index("code")["name"]
    return sorted({names[code] for code in checked.frames["results"]["unit"]})


@pytest.mark.parametrize("name", FILES)
def test_what_is_of_two_periods_is_asked_and_nothing_is_taken(name):
    content, written, _ = FILES[name]
    checked = read(content)
    assert [one.id for one in questions(checked.findings, CURRENT, Choices(), "vi")] == [f"period:{written}"]
    assert checked.held == {"results"} and any(one.code == "which_period" for one in checked.findings)


@pytest.mark.parametrize("name", FILES)
def test_the_period_that_is_answered_is_read_alone(name):
    content, written, units = FILES[name]
    last = written.rpartition(" / ")[2]
    checked = read(content, Choices().answered("period", written, last))
    assert not checked.held and units_of(checked) == sorted(units)
    assert set(checked.frames["results"]["result"]) == {"met"}
    assert any(one.code == "period_left_out" for one in checked.findings)


@pytest.mark.parametrize(
    ("heading", "cells", "units", "is_asked"),
    [
        ("Ngày", ("04/05/2022", "05/04/2023"), UNITS[:2], False),  # of each one's decision
        ("Ngày", ("04/05/2022", "05/04/2023"), UNITS[:1] * 2, True),
        ("Kỳ báo cáo", (19, 30), UNITS[:2], False),  # counts
        ("Kỳ báo cáo", (2023, 2024), UNITS[:2], True),
        ("Đợt", (1, 2), UNITS[:2], True),
        ("Có giá trị đến", ("8/2029", "12/8/2024"), UNITS[:2], False),  # the end of what was granted
    ],
)
def test_a_column_is_of_periods_only_where_its_cells_are(heading, cells, units, is_asked):
    rows = [[unit, "commune_nr", "2", "Đ", cell] for unit, cell in zip(units, cells, strict=True)]
    checked = read(book({"Kết quả": [["Xã", "Mã bộ", "Tiêu chí", "Kết quả", heading], *rows]}))
    assert any(one.code == "which_period" for one in checked.findings) == is_asked


@pytest.mark.parametrize(
    ("first", "second", "ordinals", "written"),
    [
        ("Năm học 2022-2023", "Năm học 2023-2024", ("I", "II"), "Năm học 2022-2023 / Năm học 2023-2024"),
        ("Năm học 2022-2023", "Năm học 2023-2024", ("", ""), "Năm học 2022-2023 / Năm học 2023-2024"),
        ("Năm 2023", "Năm 2024", ("A", "B"), "2023 / 2024"),
        ("Kết quả năm 2023", "Kết quả năm 2024", ("A", "B"), "2023 / 2024"),
        ("Đầu năm học", "Cuối năm học", ("I", "II"), "đầu năm học / cuối năm học"),
    ],
)
def test_sections_of_periods_are_asked(first, second, ordinals, written):
    content, last = by_sections(first, second, ordinals), written.rpartition(" / ")[2]
    assert [one.id for one in questions(read(content).findings, CURRENT, Choices(), "vi")] == [f"period:{written}"]
    assert read(content).held == {"schools"}
    answered = read(content, Choices().answered("period", written, last))
    assert list(answered.frames["schools"]["name"]) == ["MN B"] and not answered.held


def test_sections_that_say_when_a_school_was_recognised_are_of_no_period():
    checked = read(by_sections("Công nhận năm 2020", "Công nhận năm 2022"))
    assert len(checked.frames["schools"]) == 2 and not checked.held


@pytest.mark.parametrize(
    ("first", "second"),
    [("NĂM 2024", "NĂM 2024"), ("", "NĂM 2024"), ("GIAI ĐOẠN 2021 - 2025", "GIAI ĐOẠN 2026 - 2030")],
)
def test_parts_of_one_period_are_one_table(first, second):
    checked = read(FORMATS["xlsx"](stacked(first, second)))
    assert units_of(checked) == sorted(UNITS) and not checked.held


def test_a_table_of_another_period_below_is_of_the_set_that_the_title_of_the_first_names():
    rows = [*part(f"{TITLE}", UNITS[:2], "KĐ"), [], *part("Hiện nay", UNITS[2:], "Đ")]
    rows[0:1] = [[TITLE], ["Đầu nhiệm kỳ"]]
    (one,) = questions(read(FORMATS["xlsx"](rows)).findings, CURRENT, Choices(), "vi")
    answered = read(FORMATS["xlsx"](rows), Choices().answered(one.kind, one.written, "hiện nay"))
    assert units_of(answered) == sorted(UNITS[2:]) and set(answered.frames["results"]["set"]) == {"commune_nr"}


def test_sheets_that_differ_in_something_else_are_read_together():
    content = book({"Biểu 1": part(TITLE, UNITS[:2], "Đ"), "Biểu 2": part(TITLE, UNITS[2:], "Đ")})
    assert units_of(read(content)) == sorted(UNITS)


def test_of_rows_of_two_periods_only_the_period_is_asked():
    content = by_sheet(("Quý I", "Quý II"))
    assert not any(one.code == "key_twice" for one in read(content).findings)
    same = book({name: part(TITLE, [UNITS[0], UNITS[0]], "Đ") for name in ("Quý I", "Quý II")})
    answered = read(same, Choices().answered("period", "Quý I / Quý II", "Quý II"))
    assert any(one.code == "key_twice" for one in answered.findings)  # what is left has to be of one row each


def test_a_row_that_stands_twice_names_the_other_sheet():
    checked = read(book({"Biểu 1": part(TITLE, UNITS[:1], "Đ"), "Biểu 2": part(TITLE, UNITS[:1], "KĐ")}))
    said = next(one for one in checked.findings if one.code == "key_twice")
    assert said.sheet == "Biểu 2" and "Biểu 1" in said.message("vi")


@pytest.mark.parametrize(
    ("title", "is_older"),
    [
        ("NĂM 2022", True),
        ("NĂM 2024", False),
        ("THEO QĐ 12/QĐ-UBND NĂM 2022", False),
        ("NĂM HỌC 2021-2022", True),
        ("NĂM HỌC 2021-22", True),
        ("NĂM HỌC 2023 - 2024", False),
        ("NĂM HỌC 2021-2022, RÀ SOÁT NĂM 2024", False),
    ],
)
def test_a_title_of_a_year_before_the_data_is_warned_of(title, is_older):
    checked = read(FORMATS["xlsx"](part(f"{TITLE} {title}", UNITS, "Đ")))
    assert any(one.code == "title_older" for one in checked.findings) == is_older


@pytest.mark.parametrize(
    ("sheet", "title", "is_older"),
    [
        ("Quý IV-2023", "", True),
        ("Quy IV-2023", "", True),
        ("T12.2023", "", True),
        ("Q4_2023", "", True),
        ("31-12-2023", "", True),
        ("T9.2024", "", False),
        ("Năm học 2021-2022", "", True),
        ("2021-2025", "", False),
        ("Biểu 2", "", False),
        ("Mẫu 2023", "NĂM 2024", False),
        ("Mẫu 2023", "ĐẾN 30/9/2024", False),
    ],
)
def test_a_sheet_named_by_a_year_before_the_data_is_warned_of(sheet, title, is_older):
    checked = read(book({sheet: part(f"{TITLE} {title}", UNITS, "Đ")}))
    assert any(one.code == "title_older" for one in checked.findings) == is_older


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Kết quả năm 2024", {"2024"}),
        ("Quý II/2024", {"quý ii", "2024"}),
        ("6 tháng đầu năm 2024", {"6 tháng", "đầu năm", "2024"}),
        ("Tháng 9/2024", {"tháng 9", "2024"}),
        ("Số liệu đến 30/9/2024", {"30/9/2024"}),
        ("giai đoạn 2021 - 2025", set()),
        ("Năm học 2023 - 2024", {"năm học 2023 - 2024"}),
        ("Số liệu hiện nay", {"hiện nay"}),
        ("theo Quyết định số 320/QĐ-TTg ngày 18/02/2022", set()),
        ("1.2024 hộ, 2024,5 ha", set()),
        ("TX Bình Sơn, tiêu chí T, Q", set()),
        ("Biểu 2", set()),
    ],
)
def test_the_periods_of_a_text(text, periods):
    assert periods_in(text, WORDS).keys() == periods


def test_periods_differ_only_where_each_names_one_that_the_other_does_not():
    assert are_of_two("Quý I/2024", "Quý II/2024", WORDS)
    assert not are_of_two("Năm 2024", "Quý II/2024", WORDS) and not are_of_two("", "2024", WORDS)
