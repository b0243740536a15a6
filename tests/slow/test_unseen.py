"""Signs that nobody sees, and letters that look alike, make no second school and hide no column."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.words import LANGUAGES
from tests.slow.test_marks import FORMATS

CURRENT = read_folder(DEFAULT_FOLDER)
KNOWN = CURRENT["schools"].query("level == 'primary'")["name"].iloc[0]
HEADINGS = ["Tên trường", "Cấp học", "Kết quả"]


@pytest.fixture(params=FORMATS)
def read(request):
    """A list of schools as a file, understood."""
    return lambda *rows: check(FORMATS[request.param]([*rows]), "truong.xlsx", CURRENT)


def test_headings_names_and_marks_are_read_as_they_look(read):
    headings = ["T\u200bên trường", "Cấp\u00a0học", "Kết quả\u00ad"]
    checked = read(headings, [KNOWN.replace("Đ", "Ð").replace(" ", "\u200b "), "tiểu\u200f học", "Ðạt\ufeff"])
    (row,) = checked.frames["schools"].itertuples()
    assert (row.name, row.level, row.result) == (KNOWN, "primary", "met")
    assert not {one.code for one in checked.findings} & {"close_to_known", "unknown_heading", "word_understood"}


def test_a_cell_of_nothing_that_is_seen_is_empty(read):
    checked = read(HEADINGS, [KNOWN, "tiểu học", "\u200b"], ["\ufeff", "\u200b", "\u00a0\u200b"], ["", "", "\u200b"])
    assert len(checked.frames["schools"]) == 1 and not checked.held


@pytest.mark.parametrize(
    ("again", "signs"),
    [
        (KNOWN.replace(" ", "\u200b ", 1), ["U+200B"]),
        (KNOWN.replace(" ", "\u00a0", 1), ["U+00A0"]),
        (KNOWN.replace("T", "Т", 1).replace("học", "h\u00adọc"), ["U+0422", "U+00AD"]),
    ],
)
def test_two_rows_that_differ_in_nothing_seen_are_told_by_it(read, again, signs):
    checked = read(HEADINGS, [KNOWN, "tiểu học", "đạt"], [again, "tiểu học", "chưa đạt"])
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    assert (fault.code, fault.cell, fault.value, checked.held) == ("key_twice_unseen", "A3", KNOWN, {"schools"})
    assert all(sign in fault.message(language) for sign in signs for language in LANGUAGES)


def test_a_mark_apart_from_its_letter_has_a_name(read):
    checked = read(HEADINGS, ["Trường B\u00ecnh", "tiểu học", ""], ["Trường Bi\u0300nh", "tiểu học", ""])
    (fault,) = [one for one in checked.findings if one.code == "key_twice_unseen"]
    assert all("U+0300" in fault.message(language) for language in LANGUAGES)
