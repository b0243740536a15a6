"""How much room a text takes: against the typeface itself, and whatever the text."""

import subprocess
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from bs_metrics.exports.fitting import fitted, height, plain, shortened, width, wrapped

LETTERS = [
    chr(code) for code in (*range(32, 127), *range(0x1EA0, 0x1EFA), *map(ord, "ăâđêôơưĂÂĐÊÔƠƯàáãèéìíĩòóõùúýũ–…≥≤«»·"))
]


@pytest.mark.office
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_typeface(bold):
    name = "Bold" if bold else "Regular"
    asked = ["fc-match", "--format=%{file}", f"Liberation Sans:style={name}"]
    font = ImageFont.truetype(subprocess.run(asked, capture_output=True, text=True, check=True).stdout, 2048)
    wrong = {
        sign: (width(sign, 2048, bold), font.getlength(sign))
        for sign in LETTERS
        if not font.getlength(sign) <= width(sign, 2048, bold) <= font.getlength(sign) * 1.3
    }
    assert wrong == {}


@given(st.text(max_size=200), st.integers(30, 400))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    clean = plain(text)
    lines = wrapped(clean, 12, room)
    assert all(width(line, 12) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")


@given(st.lists(st.text(max_size=120), max_size=6), st.integers(40, 300), st.integers(20, 200))
def test_fitted_text_fits(texts, room, tall):
    clean = [plain(text) for text in texts]
    size, kept = fitted(clean, room, tall, (24, 18, 12), gap=0.5)
    lines = [len(wrapped(text, size, room)) for text in kept]
    assert height(sum(lines), size) + 0.5 * size * max(len(kept) - 1, 0) <= tall + 0.5 * size


def test_what_does_not_fit_ends_with_an_ellipsis():
    assert shortened("một hai ba bốn năm", 12, 60, 1).endswith("…")
    assert shortened("một hai", 12, 600, 1) == "một hai"


@given(st.text(max_size=80))
def test_plain_text_holds_nothing_that_a_program_obeys(text):
    clean = plain(text + "_x000D_\x07\u202e\nđ_x00_x0041_41_")
    assert not {unicodedata.category(sign) for sign in clean} & {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
    assert "_x000D_" not in clean and "_x0041_" not in clean and plain(clean) == clean


@given(st.text("WiĐế1\u0301", min_size=1, max_size=300), st.floats(5, 200))
def test_a_word_of_any_length_is_broken_where_the_width_ends_and_loses_nothing(word, room):
    lines = wrapped(word, 12, room)
    assert "".join(lines) == word
    assert all(width(line, 12) <= room or len(line) == 1 for line in lines)
    for line, following in pairwise(lines):
        assert width(line + following[0], 12) > room, "as much as fits"
