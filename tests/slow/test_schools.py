"""What education offices write of a school: its result with the level, its name in one of several spellings."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.slow.test_marks import FORMATS

CURRENT = read_folder(DEFAULT_FOLDER)
HEADINGS = ["Tên trường", "Cấp học", "Xã", "Kết quả"]
PLACE = CURRENT["units"].query("kind == 'commune'")["name"].iloc[0]


def read(*rows, headings=HEADINGS, current=CURRENT, choices=None, form="xlsx"):
    """A list of schools as a file, understood."""
    return check(FORMATS[form]([list(headings), *map(list, rows)]), "truong.xlsx", current, choices)


def errors(checked):
    return [(one.code, one.cell) for one in checked.findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("written", "result", "level"),
    [
        ("Đạt mức độ 1", "met", 1),
        ("Đạt chuẩn mức độ 2", "met", 2),
        ("Mức độ 1", "met", 1),
        ("MĐ 2", "met", 2),
        ("MĐ1", "met", 1),
        ("đạt chuẩn quốc gia", "met", None),
        ("Đạt chuẩn quốc gia mức độ 1", "met", 1),
        ("Đạt chuẩn quốc gia (mức độ 2)", "met", 2),
        ("Đạt mức độ II", "met", 2),
        ("Chưa đạt (mức độ 1)", "not_met", None),
        ("Chưa đạt", "not_met", None),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_result_says_the_level_too(written, result, level, form):
    checked = read(["MN Một", "MN", PLACE, written], ["MN Hai", "MN", PLACE, "Đạt"], form=form)
    assert not errors(checked)
    one, other = checked.frames["schools"].astype(object).where(checked.frames["schools"].notna(), None).itertuples()
    assert (one.result, one.standard_level, other.result, other.standard_level) == (result, level, "met", None)


@pytest.mark.parametrize(
    ("level", "written", "column"),
    [("MN", "Đạt lại", "result"), ("THPT", "Đạt", "school_level"), ("TH&THCS", "Đạt", "school_level")],
)
def test_what_no_row_says_is_asked_with_the_words_there_are(level, written, column):
    checked = read(["Một", level, PLACE, written])
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert fault.code == "not_in_list" and question.kind == column
    assert all(word in fault.fix("vi") for word in question.options.values())


def known(**more):
    """The current data with a school that meets the standard at level 1."""
    row = {"name": "MN Một", "level": "preschool", "result": "met", "standard_level": 1, "source": "x"} | more
    schools = CURRENT["schools"].iloc[:1].assign(**row)
    return type(CURRENT)(CURRENT.frames | {"schools": schools}, [])


@pytest.mark.parametrize(
    ("written", "result", "level"),
    [("Đạt", "met", 1), ("Đạt mức độ 2", "met", 2), ("Chưa đạt", "not_met", None)],
)
def test_the_known_level_stays_while_the_result_does_and_no_other_is_said(written, result, level):
    checked = read(["MN Một", "MN", PLACE, written], current=known())
    (row,) = checked.frames["schools"].itertuples()
    assert not errors(checked) and (row.result, row.standard_level if level else None) == (result, level)


@pytest.mark.parametrize(
    ("result", "level", "cells"),
    [("Đạt mức độ 2", 1, ["E2"]), ("Đạt mức độ 2", 2, []), ("Đạt", 0, ["E2"]), ("Chưa đạt", "Mức độ 1", ["E2"])],
)
def test_a_level_that_contradicts_the_result_is_an_error(result, level, cells):
    checked = read(["MN Một", "MN", PLACE, result, level], headings=[*HEADINGS, "Mức độ"])
    assert errors(checked) == [("level_contradicts", cell) for cell in cells]


def test_columns_to_tick_for_levels_are_read_as_before():
    headings = ["Tên trường", "Cấp học", "Mức độ 1", "Mức độ 2", "Chưa đạt"]
    rows = [["MN Một", "MN", "x", "", ""], ["MN Hai", "MN", "", "x", ""], ["MN Ba", "MN", "", "", "x"]]
    assert list(read(*rows, headings=headings).frames["schools"]["standard_level"]) == [1, 2, 0]
