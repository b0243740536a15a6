"""Units that a sentence above or below a table names: its figures are in them, or it is asked."""

import pytest

from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.slow.test_measured import CURRENT, MADE, read

NAMES = CURRENT["units"].query("kind == 'commune'")["name"].tolist()[:2]
HEADINGS = ["STT", "Xã", "Diện tích (km²)", "Dân số"]


def people(lines=(), below=(), headings=HEADINGS):
    rows = [[at + 1, name, 10 + at, 12 + at] for at, name in enumerate(NAMES)]
    return [*([line] for line in lines), headings, *rows, *([line] for line in below)]


def asked(checked):
    return [one.asked.readings for one in checked.findings if one.code == "unit_in_line"]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(
    "line",
    [
        "(Dân số tính bằng nghìn người)",
        "Dân số: nghìn người, diện tích: km2",
        "Số liệu dân số tính theo đơn vị 1.000 người",
    ],
)
def test_a_sentence_says_what_a_column_is_in(kind, line):
    for rows in (people([line]), people(below=["", line])):
        checked = read(kind, rows)
        assert checked.frames["units"]["population"].tolist() == [12000, 13000] and not asked(checked)
        assert checked.frames["units"]["area_km2"].tolist() == [10, 11]


@pytest.mark.parametrize(
    ("line", "headings", "readings"),
    [
        ("Số liệu tính bằng nghìn người", HEADINGS, ("nghìn người", "người")),  # of which column?
        (
            "Dân số nông thôn tính bằng nghìn người, dân số thành thị: triệu người",
            HEADINGS,
            ("nghìn người", "triệu người"),
        ),
        ("Dân số tính bằng nghìn người", [*HEADINGS[:3], "Dân số (người)"], ("nghìn người", "người")),
        ("DÂN SỐ HUYỆN TÂN VẠN", HEADINGS, ("vạn", "người")),  # perhaps a name
        ("ĐVT: nghìn người", [*HEADINGS[:3], "Dân số (người)"], ("nghìn người", "người")),
    ],
)
def test_what_a_sentence_leaves_open_is_asked(line, headings, readings):
    checked = read("xlsx", people([line], headings=headings))
    assert checked.held == {"units"} and [set(one) >= set(readings) for one in asked(checked)] == [True]
    question = next(one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == "unit_of_line")
    for reading, population in ((readings[0], 12 * {"vạn": 10000}.get(readings[0], 1000)), ("người", 12)):
        answered = read(
            "xlsx", people([line], headings=headings), Choices().answered(question.kind, question.written, reading)
        )
        assert answered.frames["units"]["population"].iloc[0] == population and not asked(answered)


@pytest.mark.parametrize(
    "line",
    [
        "Dân số toàn huyện: 183 nghìn người",
        "Xã trên 8 nghìn người",
        "DÂN SỐ, NHÂN KHẨU CÁC XÃ (người)",
        "XÃ VẠN NINH",
    ],
)
def test_amounts_names_and_the_columns_own_unit_change_nothing(line):
    checked = read("xlsx", people([line]))
    assert checked.frames["units"]["population"].tolist() == [12, 13] and not asked(checked)


def test_a_place_whose_name_stands_in_the_column_of_numbers_is_no_total():
    rows = people()
    rows[-1][:2] = [rows[-1][1], ""]
    checked = read("xlsx", rows)
    assert checked.frames["units"]["population"].tolist() == [12, 13], "else its figures would be gone"
    assert "name_in_numbers" in {one.code for one in checked.findings}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("line", "heading", "readings"),
    [
        ("Đơn vị tính: 1.000đ", "Kinh phí (triệu đồng)", ("1.000đ", "triệu đồng")),
        ("ĐVT: triệu đồng", "Kinh phí (đồng)", ("triệu đồng", "đồng")),
        ("ĐVT: triệu đồng", "Kinh phí (triệu đồng)", None),
    ],
)
def test_a_line_of_units_that_contradicts_the_heading_of_amounts_is_asked(kind, line, heading, readings):
    rows = [[line], ["Mã", "Nội dung", heading], ["money", "Tổng kinh phí ước tính", 7250]]
    checked = read(kind, rows)
    assert asked(checked) == ([readings] if readings else []) and bool(checked.held) == bool(readings)
    if readings:
        question = next(one.asked for one in checked.findings if one.code == "unit_in_line")
        answered = read(kind, rows, Choices().answered("unit_of_line", question.written, readings[0]))
        amount = 7_250_000 if "1.000" in line else 7_250_000_000
        assert answered.frames["mobilisation"]["amount_vnd"].tolist() == [amount] and not asked(answered)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("title", ["DIỆN TÍCH, DÂN SỐ CÁC XÃ, THỊ TRẤN", "BIỂU DÂN SỐ THỊ TRẤN VÀ CÁC XÃ"])
def test_two_kinds_named_together_say_nothing_of_a_row(kind, title):
    checked = read(kind, people([title], headings=["STT", "Tên xã, thị trấn", *HEADINGS[2:]]))
    assert not checked.held and checked.frames["units"]["kind"].tolist() == ["commune", "commune"]


@pytest.mark.parametrize("units", [["(ha)", "(nghìn người)"], ["ha", "nghìn người"]])
def test_a_row_below_the_headings_says_the_units_that_these_do_not_and_is_asked_against_them(units):
    rows = people(headings=["STT", "Xã", "Diện tích", "Dân số"])
    checked = read("xlsx", [rows[0], ["", "", *units], *rows[1:]])
    assert checked.frames["units"]["population"].tolist() == [12000, 13000]
    assert checked.frames["units"]["area_km2"].tolist() == [0.1, 0.11] and not asked(checked)
    rows[0] = ["STT", "Xã", "Diện tích (km²)", "Dân số"]
    assert asked(read("xlsx", [rows[0], ["", "", units[0], ""], *rows[1:]])) == [("ha", "km²")]
