"""A text is what it looks like: what nobody can see makes no second name, what can be seen stays."""

import unicodedata

import pytest

from bs_metrics.intake.folder import read_folder
from bs_metrics.text import canonical, folded, unseen

NAME = "Trường Tiểu học số 2 Đông Hòa"


@pytest.mark.parametrize(
    "written",
    [
        unicodedata.normalize("NFD", NAME),
        NAME.replace(" ", "\u00a0"),
        NAME.replace(" ", "\u202f\u2009"),
        NAME.replace("số", "\u3000số"),
        "\ufeff" + NAME + "\u200f",
        "".join(sign + "\u200b" for sign in NAME),
        NAME.replace("Hòa", "H\u00adòa"),
        NAME.replace("T", "\u202eT\u202c").replace("2", "\u20662\u2069"),
        NAME.replace("Đ", "\u00d0"),
        NAME.replace("Đ", "\u0189"),
        "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in NAME),
        NAME.replace("T", "Т").replace("o", "о").replace("H", "Н"),  # Cyrillic
        NAME.replace("T", "Τ").replace("o", "ο").replace("H", "Η"),  # Greek
        unicodedata.normalize("NFD", NAME).replace("o", "о").replace("e", "е"),
    ],
)
def test_what_looks_the_same_is_the_same(written):
    assert canonical(written) == NAME and canonical(canonical(written)) == NAME
    assert unseen(written)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ÐẠT", "ĐẠT"),
        ("ðạt", "đạt"),
        ("х", "x"),  # a tick typed with a Cyrillic keyboard
        ("Xã А", "Xã A"),
        ("✔\ufe0f", "✔"),
        ("\u200b \ufeff", ""),
        ("17¹", "17¹"),
        ("km²", "km²"),
        ("10 µm", "10 µm"),
        ("Москва", "Москва"),
        ("А. С. Попов", "А. С. Попов"),  # Russian, though two of its words could be Latin
        ("Γαλλία", "Γαλλία"),
        ("José Müller", "José Müller"),
    ],
)
def test_a_letter_is_another_one_only_where_it_looks_like_it(written, seen):
    assert canonical(written) == seen


def test_no_text_of_the_shipped_data_changes():
    for frame in read_folder().frames.values():
        for text in set(frame.select_dtypes("string").stack().dropna()):
            assert canonical(text) == text and not unseen(text) and folded(text) == text.casefold()
