"""A text typed before Unicode is known by what its letters make, and good Vietnamese is never taken for one."""

import re
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.contract.bounds import Refused
from bs_metrics.contract.sheet import RawSheet
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.old_fonts import old_encodings
from bs_metrics.intake.vocabulary import encodings
from bs_metrics.intake.vocabulary.encodings import is_broken, is_syllable, readings
from bs_metrics.readers.csv_text import read_text
from bs_metrics.text import without_mark

ABBREVIATION = re.compile(r"[A-ZĐ]+|[bcdđghklmnpqrstvxz]+²?")
VNI, TCVN = "VNI Windows", "TCVN3 (ABC)"


@cache
def shipped():
    """Every text of the shipped data, once."""
    return sorted(
        {text for one in read_folder().frames.values() for text in one.select_dtypes("string").stack().dropna()}
    )


@cache
def syllables():
    """Every word of the shipped data that has a letter with a mark."""
    words = {word for text in shipped() for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}
    return sorted(word for word in words if not ABBREVIATION.fullmatch(word))


def written_in(encoding, text):
    """A text as an old encoding writes it, shown letter by letter."""
    if encoding == TCVN:
        return text.translate({meant: chr(sign) for sign, meant in encodings._TCVN.items()} | map_of(encodings._TCVN))
    parts = {sign: sign for sign in text.lower()} | {meant: sign for sign, meant in encodings._VNI.items()}
    return "".join(parts[sign.lower()].upper() if sign.isupper() else parts[sign] for sign in text)


def map_of(table):
    return {ord(meant): chr(sign) for sign, meant in table.items()}


def test_every_word_of_the_shipped_data_is_a_syllable():
    assert len(syllables()) > 500 and [word for word in syllables() if not is_syllable(word)] == []


def test_no_text_of_the_shipped_data_is_broken_or_old():
    assert [text for text in shipped() if is_broken(text)] == []


@given(st.lists(st.sampled_from(syllables()), min_size=1, max_size=4), st.sampled_from([str, str.upper, str.title]))
def test_good_vietnamese_is_never_taken_for_old_and_comes_back_from_both(words, cased):
    text = cased(" ".join(words))
    for form in ("NFC", "NFD"):
        assert not is_broken(unicodedata.normalize(form, text))
    for encoding, own in ((VNI, text), (TCVN, text.lower())):
        old = written_in(encoding, own)
        found = readings(old)
        assert found.get(encoding, own) == own
        old_words = [word for word in encodings.WORD.findall(old) if not word.isascii() and word[0] != "µ"]
        has_sign = not without_mark(old).isascii()  # one raised sign at the end may be that of a footnote
        odd = any(any(map(str.isascii, word)) and not is_syllable(word) for word in old_words)
        assert bool(found) == (has_sign and odd)


@pytest.mark.parametrize(
    ("text", "encoding", "meant"),
    [
        ("Tröôøng hoïc", VNI, "Trường học"),
        ("TRÖÔØNG MAÀM NON", VNI, "TRƯỜNG MẦM NON"),
        ("Keát quaû", VNI, "Kết quả"),
        ("Xaõ, thò traán", VNI, "Xã, thị trấn"),
        ("Tr\u00adêng TiÓu häc", TCVN, "Trường Tiểu học"),
        ("UBND x· B×nh S¬n", TCVN, "UBND xã Bình Sơn"),
    ],
)
def test_old_texts_are_read_to_be_shown(text, encoding, meant):
    assert readings(text)[encoding] == meant and is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Tr∆∞·ªùng", "TrÆ°á»ng", "Tr??ng", "Tr?ờng", "Tr\ufffdng"),
        *("X√£ B√¨nh", "Ti·ªÉu h·ªçc", "Mầm\uf0fcnon", "Tr\u0090ng", "XÃ£"),
    ],
)
def test_a_text_whose_letters_are_lost_is_broken(text):
    assert is_broken(text) and not readings(text)


@pytest.mark.parametrize(
    "text",
    [
        *("José", "Müller", "Café", "Noël", "Björn", "Zürich", "Gómez", "São Paulo", "Saint-Exupéry", "Nguyễn Loïc"),
        *("H’leo", "Đắk Lắk", "Krông Bông", "Ea H'Drai", "Đạ Tẻh", "Ý Yên", "Âu Cơ", "Huỳnh Thúc Kháng", "Ô Môn"),
        *("Trường “A” – cơ sở 2", "Xã «Kiểu mẫu»", "Công ty A&B", "17¹", "km²", "30°C", "A→B", "Đạt √", "☑", "?"),
        *("https://a.vn/?ten=xa", "Tổ 5/6", "№ 5", "10 µm", "§ 5", "© 2024", "Trường số 2*"),
        *("KÐ", "CÐ", "Ð", "ÐÐK"),
    ],
)
def test_a_text_that_can_be_read_is_not(text):
    assert not is_broken(text)


def told(rows, **fonts):
    sheet = RawSheet("a.xlsx", "Sheet1", rows, old_fonts={font.replace("_", "-"): (0, 0, 1) for font in fonts})
    return [(one.code, one.cell, one.severity, one.context["encoding"]) for one in old_encodings([sheet], [])]


def test_a_sheet_is_told_once_and_one_word_may_be_a_slip():
    assert told([["Keát"], ["quaû"]]) == [("old_font", "A1", "error", VNI)]
    assert told([["Keát"]]) == [] and told([["Keát"]], VNI_Times=1) == [("old_font", "A1", "error", VNI)]


def test_the_font_tells_an_encoding_only_where_nothing_was_typed_in_unicode():
    assert told([["TT", "soá"]], VNI_Times=1) == [("old_font", "B1", "error", VNI)]
    assert told([["TT", "soá"], ["số", ""]], VNI_Times=1) == [] and told([["TT", "MN An"]], VNI_Times=1) == []


def test_a_text_file_in_tcvn3_is_told_by_its_encoding_and_bytes_that_are_no_text_stay_refused():
    written = "\r\n".join(["TT;Tên trường;Cấp học", "1;Trường Mầm non Một;mầm non", "2;Trường Tiểu học Hai;tiểu học"])
    content = written_in(TCVN, written.lower()).encode("cp1252")
    sheet, _ = read_text(content, "a.csv", True)
    (fault,) = old_encodings([RawSheet("a.csv", "a", sheet.rows)], [])
    assert (fault.cell, fault.context["encoding"], fault.context["reading"]) == ("B1", TCVN, "tên trường")
    with pytest.raises(Refused):
        list(read_text(content + b"\x01\x90", "a.csv", True))
