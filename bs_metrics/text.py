"""Comparing names written by people: one canonical form, and nothing fuzzier than that."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_WORD = re.compile(r"[^\W\d_]+")
MANY = "; "  # between the parts of a cell that lists several


def canonical(text: str) -> str:
    """NFC, with every run of white space (a no-break space too) as one space, and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """The canonical form without case. Tone marks stay: two communes may differ by one mark only.

    The Icelandic letter that old fonts and keyboards give for the Vietnamese one of the same look is that one.
    """
    return canonical(text).casefold().replace("ð", "đ")


def spelled(text: str) -> str:
    """The folded form with the tone mark at the end of its syllable: hòa and hoà are one spelling, hoa is another."""
    return _WORD.sub(lambda syllable: _tone_last(syllable[0]), folded(text))


def bare(text: str) -> str:
    """The folded form without any mark, sign or letter đ: for headings typed without diacritics, never for names."""
    letters = unicodedata.normalize("NFD", folded(text)).replace("đ", "d")
    return " ".join(
        re.sub(r"[^\w%]+", " ", "".join(sign for sign in letters if not unicodedata.combining(sign))).split()
    )


def parts_in(cell: object) -> list[str]:
    """The parts of a cell that lists several with semicolons; none for an empty cell."""
    return [part.strip() for part in cell.split(";") if part.strip()] if isinstance(cell, str) else []


@lru_cache(maxsize=8192)  # the language has some 7,000 syllables, and a large sheet millions of words
def _tone_last(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    tones = "".join(sign for sign in parts if sign in _TONES)
    return "".join(sign for sign in parts if sign not in _TONES) + tones


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
