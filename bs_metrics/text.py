"""Comparing names written by people: one canonical form, and nothing fuzzier than that."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_WORD = re.compile(r"[^\W\d_]+")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(rf"\s*(?:[{_RAISED}]+(?:[,;]?\s?[{_RAISED}]+)*|\(\*{{1,3}}\)|\*{{1,3}})$")
_MARKS = {*_RAISED, "*", ")"}  # how a mark ends
_POWER = re.compile(r"(?<!\w)\d*[kcdmh]?m[²³]$", re.I)  # km², 5m²
MANY = "; "  # between the parts of a cell that lists several

# Signs that nobody sees, by what they are called in the words of `sign`.
_UNSEEN = {
    "soft_hyphen": "\u00ad",
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero_width": "\u034f\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff",
    "space": "\u00a0\u115f\u1160\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u3164\uffa0",
}
# Letters that look like a Latin one: those of the first kind anywhere, the others in a Latin word or beside one.
_ALWAYS_ALIKE = dict(zip("ÐðƉ\u2010\u2011", "ĐđĐ--", strict=True)) | {
    chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}
_ALIKE = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХҺԚԜасеһіјорԛѕԝхуѐЀёЁїЇӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον",
        "ABESIJKMHOPCTYXHQWacehijopqswxyèÈëËïÏl" + "ABEZHIKMNOPTYXov",
        strict=True,
    )
)
_FOREIGN = "\u0370-\u03ff\u0400-\u052f"  # Greek and Cyrillic
_ODD = re.compile(f"[{''.join(_UNSEEN.values())}{''.join(_ALWAYS_ALIKE)}{_FOREIGN}]")
_SIGNS = re.compile("|".join(f"(?P<{kind}>[{signs}])" for kind, signs in _UNSEEN.items()))
_LETTERS = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_FOREIGN_LETTER = re.compile(f"[{_FOREIGN}]")
_OTHER_LETTER = re.compile(f"(?![{''.join(_ALIKE)}])[{_FOREIGN}]")


class _Plain(dict[int, int | str]):
    """What becomes of each sign wherever it stands, looked up in the patterns once."""

    def __missing__(self, code: int) -> int | str:
        hidden = _SIGNS.match(chr(code))
        self[code] = code if hidden is None else " " if hidden.lastgroup == "space" else ""
        return self[code]


_LATIN = str.maketrans(_ALIKE)
_PLAIN = _Plain({ord(sign): plain for sign, plain in _ALWAYS_ALIKE.items()})
_LAST_DASH = re.compile(r"\S\s+[-–—]\s*$")


def canonical(text: str) -> str:
    """What a text looks like: NFC, every run of white space as one space, and none at the ends.

    Signs that nobody sees are gone, a letter that looks like a Latin one is that one. Superscripts stay: they are seen.
    """
    if not text.isascii():
        if _ODD.search(text):
            text = _plain(text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _plain(text: str) -> str:
    text = text.translate(_PLAIN)
    if _OTHER_LETTER.search(text):  # a text in that language: only a word that mixes both is mistyped
        return _LETTERS.sub(lambda word: word[0].translate(_LATIN) if _is_mixed(word[0]) else word[0], text)
    return text.translate(_LATIN) if _FOREIGN_LETTER.search(text) else text


def _is_mixed(word: str) -> bool:
    return not _OTHER_LETTER.search(word) and any(sign not in _ALIKE for sign in word)


def unseen(text: str) -> list[str]:
    """The signs of a text that its canonical form does not have; white space of any kind that is plain is none."""
    kept = set(canonical(text))
    return [sign for sign in dict.fromkeys(text) if sign not in kept and kind_of_sign(sign)]


def kind_of_sign(sign: str) -> str:
    """What a sign that is not what it looks like is called in the words of `sign`; empty for any other."""
    hidden = _SIGNS.match(sign)
    if hidden:
        return hidden.lastgroup or ""
    return "mark" if unicodedata.combining(sign) else "alike" if sign in _ALIKE or sign in _ALWAYS_ALIKE else ""


def folded(text: str) -> str:
    """The canonical form without case. Tone marks stay: two communes may differ by one mark only."""
    return canonical(text).casefold()


def spelled(text: str) -> str:
    """The folded form with the tone mark at the end of its syllable: hòa and hoà are one spelling, hoa is another."""
    return _WORD.sub(lambda syllable: _tone_last(syllable[0]), folded(text))


def bare(text: str) -> str:
    """The folded form without any mark, sign or letter đ: for headings typed without diacritics, never for names."""
    letters = unicodedata.normalize("NFD", folded(text)).replace("đ", "d")
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w%]+", " ", plain).split())


def without_mark(text: str) -> str:
    """A canonical text without the mark of a footnote at its end: 17¹, Name (*). The power of a unit is none."""
    if not text or text[-1] not in _MARKS or _POWER.search(text):
        return text
    return _MARK.sub("", text)


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


def is_two(text: str) -> bool:
    """Whether a cell holds a dash beside a mark, as the second of two: in a line of its own, or behind a blank."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(not line.strip(" *:.-–—") for line in lines if len(lines) > 1) or bool(_LAST_DASH.search(text))
