"""Marks for what stands in the cell above: -nt-, ", như trên."""

import io

import openpyxl
import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.slow.test_marks import FORMATS
from tests.slow.test_schools import CURRENT, PLACE, read

LIST = ["TT", "Tên trường", "Cấp học", "Xã", "Kết quả"]


@pytest.mark.parametrize("mark", ["nt", "-nt-", '"', "″", "Như trên"])
def test_a_mark_for_the_cell_above_is_read_as_that_cell(mark):
    rows = [["MN Một", "MN", PLACE, "Đạt"], ["MN Hai", mark, mark, mark], ["MN Ba", "MN", mark, "Chưa đạt"]]
    checked = read(*rows, ["MN Bốn", "TH", PLACE, mark])
    schools = checked.frames["schools"]
    assert list(schools["result"]) == ["met", "met", "not_met", "not_met"] and schools["unit"].nunique() == 1
    assert list(schools["level"][:2]) == ["preschool"] * 2
    told = {one.cell: one.context["above"] for one in checked.findings if one.code == "ditto_read"}
    assert told == {"B3": "B2", "C3": "C2", "D3": "D2", "D5": "D4"}


@pytest.mark.parametrize(
    ("rows", "cell", "above"),
    [
        ([[1, "MN Một", "MN", PLACE, "nt"]], "E2", "–"),
        ([[1, "MN Một", "MN", PLACE, "Đạt"], [2, "MN Hai", "MN", PLACE, ""], [3, "MN Ba", "MN", "", "nt"]], "E4", "E2"),
        ([[1, "MN Một", "MN", PLACE, "Đạt"], ["II", "Nhóm hai"], [1, "MN Ba", "MN", "", "nt"]], "E4", "E2"),
        ([[1, "MN Một", "MN", PLACE, "Đạt"], ["", "Cộng", "", "", 1], [1, "MN Ba", "MN", "", "nt"]], "E4", "E2"),
    ],
)
def test_a_mark_for_what_is_not_right_above_is_asked(rows, cell, above):
    content = FORMATS["xlsx"]([LIST, *rows])
    checked = check(content, "a.xlsx", CURRENT)
    assert [(one.cell, one.context["above"]) for one in checked.findings if one.code == "ditto_unclear"] == [
        (cell, above)
    ]
    assert "schools" in checked.held and "ditto_read" not in {one.code for one in checked.findings}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    answered = Choices().answered(question.kind, question.written, next(iter(question.options)))
    results = list(check(content, "a.xlsx", CURRENT, answered).frames["schools"]["result"].fillna(""))
    assert results[-1] == ("met" if above != "–" else "")


def test_a_mark_across_a_hidden_row_is_asked_and_one_below_a_merged_cell_is_read():
    book = openpyxl.Workbook()
    for row in [LIST, *([n, f"MN {n}", "MN", PLACE, "Đạt"] for n in (1, 2)), [3, "MN 3", "MN", "nt", "nt"]]:
        book.active.append(row)
    book.active["D3"] = None
    book.active.merge_cells("D2:D3")
    codes = {one.code: (one.cell, one.context["above"]) for one in saved(book).findings if "ditto" in one.code}
    assert set(codes) == {"ditto_read"}
    book.active.row_dimensions[3].hidden = True
    assert [one.cell for one in saved(book).findings if one.code == "ditto_unclear"] == ["D4", "E4"]


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return check(content.getvalue(), "a.xlsx", CURRENT)


def test_a_mark_that_the_file_explains_otherwise_is_not_the_cell_above():
    rows = [LIST, [1, "MN Một", "MN", PLACE, "Đạt"], [2, "MN Hai", "MN", PLACE, "nt"], [], ["nt: chưa đạt"]]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    assert list(checked.frames["schools"]["result"]) == ["met", "not_met"]
