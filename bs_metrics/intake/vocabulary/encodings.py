"""Texts typed before Unicode, or broken on the way from one encoding to another: known by what their letters make.

A word that is no Vietnamese syllable as it stands, and is one when it is read in an old encoding, was typed in that
encoding. Nothing is taken over from such a reading: it is shown, and the file has to be converted.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import product

from bs_metrics.text import without_mark

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook above, tilde, acute, dot below
WORD = re.compile(r"[A-Za-z\u00a1-\uffff]+")
UNICODE = re.compile("[\u0102-\u1ef9]")  # a letter that no encoding before Unicode shows
_ABBREVIATION = re.compile("[B-DF-HJ-NP-TV-XZÐ]+")  # KÐ: with the letter that looks like Đ, and no word
_SYLLABLE = re.compile(
    r"(?P<onset>ngh?|[cgknpt]h|[gq]u|gi|tr|[bcdđghklmnpqrstvx])?"
    r"(?P<nucleus>(?:uyê|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uy|oo|[aăâeêioôơuưy])(?=(?:c|ch|m|n|ng|nh|p|t)$)"
    r"|(?:uya|ia|ya|ua|ưa|uơ|uê|uy|oa|oe|[aăâeêioôơuưy])$"
    r"|a(?=[iyou]$)|â(?=[uy]$)|(?:i|yê|iê|ê|uy|ơ)(?=u$)|(?:ươ|ư)(?=[iu]$)|(?:uô|[ôơou])(?=i$)|(?:o?e)(?=o$)"
    r"|(?:oa)(?=[iyo]$)|uâ(?=y$)|u?a(?=o$))"
    r"(?P<final>.*)"
)

_SIGNS = "¡-©¬-´¶¸¹¼-¿×÷€‚ƒ„†‡ˆ‰‹›˜™šž∂∆∏∑√∞∫≈≠Ω◊ﬁﬂ˘˙˚˛˝ˇ⁄"
_SUSPECT = re.compile(rf"[?{_SIGNS}·ªº»ƒ≈ÃÄÅÆ\u0080-\u009f\ue000-\uf8ff\ufffd]")  # one of them is in all that is below
_BROKEN = re.compile(
    "\ufffd|[\u0080-\u009f\ue000-\uf8ff]"  # nothing that a keyboard types
    r"|\?[^\W\d_]|\?\?"  # a letter that could not be saved: Tr??ng
    rf"|[^\W\d_][{_SIGNS}·]*[{_SIGNS}][{_SIGNS}ªº·]*[^\W\d_]"  # no word in Unicode has such a sign inside
    r"|[ÃÄÅÆ][\u00a1-\u00bf€‚ƒ„†‡ˆ‰‹›˜™šžœŠŒŽŸ‘’“”•–—…]|á[º»]|·[ªº∫]|ƒê"  # the bytes of UTF-8 one by one
)


def _vni() -> dict[str, str]:
    """What VNI writes: a letter, and behind it another that stands for its marks."""
    letters = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    marks = dict(zip("øûõùï", _TONES, strict=True))
    both = {letter + sign: letters.get(letter, letter) + tone for letter in "aeouyôö" for sign, tone in marks.items()}
    both |= {letter + "â": letter + "\u0302" for letter in "aeo"} | {"aê": "ă"}
    hats = dict(zip("àåãáä", _TONES, strict=True))
    both |= {letter + sign: letter + "\u0302" + tone for letter, (sign, tone) in product("aeo", hats.items())}
    both |= {"a" + sign: "ă" + tone for sign, tone in zip("èúüéë", _TONES, strict=True)}
    return {written: unicodedata.normalize("NFC", meant) for written, meant in (letters | both).items()}


_VNI = _vni()
_VNI_PARTS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
_TCVN = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)


def _from_vni(text: str) -> str:
    def meant(part: re.Match[str]) -> str:
        letter = _VNI[part[0].lower()]
        return letter.upper() if part[0][0].isupper() else letter

    return _VNI_PARTS.sub(meant, text)


def _from_1258(text: str) -> str:
    with suppress(UnicodeError):
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("cp1258"))
    return text


# By the name that converters give the encoding.
DECODERS: Mapping[str, Callable[[str], str]] = {
    "TCVN3 (ABC)": lambda text: text.translate(_TCVN),
    "VNI Windows": _from_vni,
    "Vietnamese locale CP 1258": _from_1258,
}


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable: its letters, its one tone mark and where that stands."""
    letters, toned = "", []
    for sign in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", sign)
        rest = "".join(part for part in parts if part not in _TONES)
        toned += [len(letters)] * (len(parts) - len(rest))
        letters += unicodedata.normalize("NFC", rest)
    found = _SYLLABLE.fullmatch(letters)
    if found is None or len(toned) > 1:
        return False
    return all(found.start("nucleus") <= at < found.end("nucleus") for at in toned)


def readings(text: str) -> dict[str, str]:
    """What a text says in each old encoding in which all its words are Vietnamese, one of which is none as it stands.

    A text with letters that only Unicode has was typed in Unicode.
    """
    if without_mark(text).isascii() or UNICODE.search(text):
        return {}
    words = [word for word in WORD.findall(text) if not word.isascii() and not _ABBREVIATION.fullmatch(word)]
    lettered = (word for word in words if any(map(str.isascii, word)) and word[0] != "µ")  # a unit of measurement
    if all(map(is_syllable, lettered)):
        return {}
    vietnamese = {name: decode for name, decode in DECODERS.items() if all(is_syllable(decode(one)) for one in words)}
    return {name: said for name, decode in vietnamese.items() if (said := decode(text)) != text}


def is_broken(text: str) -> bool:
    """Whether letters of a text are lost, or became others on the way: nobody can read it as it stands."""
    if readings(text):
        return True
    if not _SUSPECT.search(text) or "://" in text:
        return False
    if _BROKEN.search(text):
        return True
    for encoding in ("cp1252", "mac_roman"):
        with suppress(UnicodeError):
            return text.encode(encoding).decode("utf-8") != text
    return False
