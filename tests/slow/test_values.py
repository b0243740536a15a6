"""Numbers under a heading of results are values or points and no marks; units stand in names, headings and cells."""

import pytest

from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.slow.test_measured import CRITERIA, CURRENT, MADE, SET, read, told

PEOPLE, AREA, COUNT = (CRITERIA.loc[own] for own in ("người", "km²", "đơn vị"))
READ = [183100, 466.8524, 22]


def sheet(headings, *rows):
    return [[f"BẢNG SO SÁNH {SET}"], ["TT", "Tiêu chuẩn", *headings], *([at, *row] for at, row in enumerate(rows, 1))]


def values(checked):
    return checked.frames["results"]["value"].dropna().tolist()


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (["ĐVT", "Hiện trạng"], [[PEOPLE, "nghìn người", "183,1"], [AREA, "ha", "46.685,24"], [COUNT, "", 22]]),
        (["Hiện trạng"], [[PEOPLE, "183,1 nghìn người"], [AREA, "46.685,24 ha"], [COUNT, 22]]),
        (["Đơn vị tính", "Giá trị đạt được"], [[PEOPLE, "người", 183100], [AREA, "ha", "46.685,24"], [COUNT, "", 22]]),
        (
            ["Kết quả", "Đánh giá"],
            [[PEOPLE, "183,1 nghìn người", "Đạt"], [AREA, "46.685,24 ha", "Đạt"], [COUNT, 22, ""]],
        ),
        (["Giá trị"], [[f"{PEOPLE} (1.000 người)", "183,1"], [f"{AREA} (ĐVT: ha)", "46.685,24"], [COUNT, 22]]),
        (
            ["Hiện trạng"],
            [[f"{PEOPLE} (nghìn người)", "183,1"], [f"{AREA} (ha)", "46.685,24"], [f"{COUNT} (đơn vị)", 22]],
        ),
        (["Hiện trạng"], [[f"{PEOPLE} (nghìn người)", "183,1"], [f"{AREA} (ha)", "46.685,24"], [COUNT, "22 đơn vị"]]),
    ],
)
def test_numbers_with_units_are_values_in_the_units_of_their_criteria(kind, headings, rows):
    checked = read(kind, sheet(headings, *rows))
    assert values(checked) == READ and not checked.held
    if len(headings) > 1 and headings[1] == "Đánh giá":
        assert checked.frames["results"]["result"].tolist()[:2] == ["met", "met"]


def test_a_heading_says_the_unit_of_its_figures():
    checked = read("xlsx", sheet(["Giá trị (nghìn người)"], [PEOPLE, "183,1"]))
    assert values(checked) == READ[:1] and not checked.held


@pytest.mark.parametrize(("answer", "column"), [("Giá trị", "value"), ("Điểm", "points"), ("–", None)])
def test_bare_numbers_are_asked(answer, column):
    rows = sheet(["Hiện trạng"], [PEOPLE, "7,5"], [AREA, "6,5"])
    checked = read("xlsx", rows)
    assert told(checked, "which_numbers") == [("which_numbers", "C2")] and checked.held == {"results"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = read("xlsx", rows, Choices().answered(question.kind, question.written, answer))
    frame = answered.frames.get("results")
    assert not told(answered, "which_numbers")
    assert column is None or frame[column].tolist() == [7.5, 6.5]


@pytest.mark.parametrize("marks", [["x", "Đạt"], [1, 0], ["Đạt", "80%"]])
def test_marks_stay_marks(marks):
    checked = read(
        "xlsx", sheet(["Hiện trạng"], *([name, mark] for name, mark in zip((PEOPLE, AREA), marks, strict=True)))
    )
    assert not told(checked, "which_numbers", "numbers_are_values")


def test_units_of_name_and_column_that_contradict_are_asked():
    rows = sheet(["ĐVT", "Giá trị"], [f"{PEOPLE} (nghìn người)", "người", "183,1"])
    checked = read("xlsx", rows)
    assert told(checked, "which_unit") and checked.held == {"results"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = read("xlsx", rows, Choices().answered(question.kind, question.written, "nghìn người"))
    assert values(answered) == READ[:1]


def test_words_among_values_are_kept_as_they_are_written():
    checked = read("xlsx", sheet(["ĐVT", "Hiện trạng"], [PEOPLE, "người", 7], [AREA, "ha", "đang đo lại"]))
    assert told(checked, "words_kept") == [("words_kept", "D4")]
    assert checked.frames["results"]["value_text"].tolist()[1] == "đang đo lại"


def test_a_letter_for_the_first_digit_is_no_word():
    checked = read("xlsx", sheet(["ĐVT", "Hiện trạng"], [PEOPLE, "người", 7], [AREA, "ha", "l2,5"]))
    assert not told(checked, "words_kept") and "results" in checked.held


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(("said", "code"), [("Tổng điểm", "total_agrees"), ("Số tiêu chuẩn đạt", "total_not_compared")])
def test_a_row_with_words_for_its_number_and_no_name_is_a_total(kind, said, code):
    rows = sheet(["Điểm"], [PEOPLE, "7,5"], [AREA, "6"])
    checked = read(kind, [*rows, [said, "", {"Tổng điểm": "13,5"}.get(said, "1/2")]])
    assert len(checked.frames["results"]) == 2 and told(checked, code)


@pytest.mark.parametrize("kind", MADE)
def test_figures_with_words_beside_their_verdicts_are_values_and_both_are_read(kind):
    rows = [[PEOPLE, "205.310 người (gồm 22.168 người quy đổi)", "Đạt"], [AREA, "46.685,24 ha", "Đạt"]]
    rows += [[COUNT, "22 đơn vị (21 xã, 1 thị trấn)", "Chưa đạt"]]
    content = sheet(["Hiện trạng", "Đánh giá"], *rows)
    checked = read(kind, content)
    asked = [one.asked for one in checked.findings if one.asked]
    assert {one.kind for one in asked} == {"figure"} and checked.held == {"results"}
    choices = Choices()
    for one in asked:
        choices = choices.answered(one.kind, one.written, one.readings[0])
    frame = read(kind, content, choices).frames["results"]
    assert frame["result"].tolist() == ["met", "met", "not_met"] and frame["value"].notna().all()


def test_a_percentage_with_another_beside_it_is_offered_with_its_sign():
    share = CRITERIA.loc["%"]
    rows = sheet(["Giá trị"], [share if isinstance(share, str) else share.iloc[0], "68,2% (2025: 75%)"])
    (asked,) = [one.asked for one in read("xlsx", rows).findings if one.code == "which_figure"]
    assert {"68,2%", "75%"} <= set(asked.readings)
    answered = read("xlsx", rows, Choices().answered("figure", asked.written, "68,2%"))
    assert answered.frames["results"]["value"].tolist() == [68.2]


SHARE = CURRENT["criteria"].query("set == 'town' and unit_of_measure == '%'")["name"].iloc[0]


@pytest.mark.parametrize(("answer", "value"), [("11/22", [50]), ("0/22", [0]), ("–", [])])
def test_a_part_of_a_whole_is_offered_for_a_value_and_is_its_percentage(answer, value):
    rows = sheet(["Hiện trạng", "Đánh giá"], [AREA, "46.685,24 ha", "Đạt"], [SHARE, "0/22 (dự kiến 11/22)", "Chưa đạt"])
    checked = read("xlsx", rows)
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert list(question.options) == ["0/22", "11/22", "–"]
    answered = read("xlsx", rows, Choices().answered(question.kind, question.written, answer))
    assert values(answered)[1:] == value


def test_a_number_beside_the_first_words_of_its_criterion_s_name_tells_which_it_is():
    town = CURRENT["criteria"].query("set == 'town'")
    long = town[town["name"].str.split().str.len() > 15].iloc[0]
    short = " ".join(long["name"].split()[:10]).rstrip(",")
    lines = [[SHARE, "Chưa đạt"], [short, "Chưa đạt"], [short + " khác", "Chưa đạt"]]
    rows = sheet(["Đánh giá"], *lines)
    for row, number in zip(rows[2:], ("-", long["code"], long["code"]), strict=True):
        row[0] = number
    checked = read("xlsx", rows)
    assert told(checked, "criterion_by_number", "unknown_criterion") == [
        ("criterion_by_number", "B4"),
        ("unknown_criterion", "B5"),
    ]
