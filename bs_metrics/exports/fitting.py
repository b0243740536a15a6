"""How much room a text takes in Arial, so that it can be made to fit before an office program draws it.

The widths are the typeface's own, so that a file comes out the same whatever fonts the machine has; Liberation Sans,
which stands in for Arial elsewhere, has the same. All lengths are in points.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

FONT = "Arial"  # on every office machine, and whole in Vietnamese
LINE = 1.2  # height of a line of text, in sizes of its letters
_SPARE = 1.02  # programs round differently
_WIDEST = 1000  # a letter that is not listed
_WIDTHS = {  # thousandths of the size: the letters of that width, upright
    191: "'", 222: "jl‘’", 260: "|", 278: " !,./:;I[\\]ftií", 333: "()-`r·“”²", 334: "{}", 350: "•", 355: '"',
    389: "*", 400: "°", 469: "^", 500: "Jcksvxyz", 549: "≥≤", 556: "#$0123456789?L_abdeghnopquđ–«»",
    584: "+<=>~×", 611: "FTZ", 656: "ơ", 667: "&ABEKPSVXY", 669: "ư", 722: "CDHNRUwĐ", 778: "GOQ", 833: "Mm",
    854: "Ư", 857: "Ơ", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_BOLD_WIDTHS = {
    238: "'", 278: " ,./I\\ijl‘’", 280: "|", 333: "!()-:;[]`ft·²", 350: "•", 389: "*r{}", 400: "°", 474: '"',
    500: "z“”", 549: "≥≤", 556: "#$0123456789J_aceksvxy–«»", 584: "+<=>^~×", 611: "?FLTZbdghnopquđ",
    667: "EPSVXY", 711: "ơ", 722: "&ABCDHKNRUĐ", 724: "ư", 778: "GOQw", 830: "Ư", 833: "M", 853: "Ơ", 889: "%m",
    944: "W", 975: "@", 1000: "—…",
}  # fmt: skip
_OF_LETTER = {
    bold: {letter: width for width, letters in widths.items() for letter in letters}
    for bold, widths in ((False, _WIDTHS), (True, _BOLD_WIDTHS))
}
_HORN = "\u031b"
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")  # how a spreadsheet writes a control character; programs read it back


def plain(text: str) -> str:
    """The text in one line with nothing in it that a program obeys: no control character, written or escaped."""
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn"))
    while _ESCAPED.search(kept):  # what is taken out may leave another one behind
        kept = _ESCAPED.sub(" ", kept)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def width(text: str, size: float, bold: bool = False) -> float:
    """The length of a line of text."""
    return _length(text, bold) * size / 1000 * _SPARE


def _length(text: str, bold: bool) -> int:
    """In thousandths of the size."""
    return sum(_letter(sign, bold) for sign in text)


@cache
def _letter(sign: str, bold: bool) -> int:
    widths = _OF_LETTER[bold]
    if sign in widths:
        return widths[sign]
    parts = unicodedata.normalize("NFD", sign)
    base = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
    if base == "i":
        return 278
    if unicodedata.combining(sign):
        return 0
    return widths.get(base, _WIDEST)


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines that a text takes in this width; a word that is wider is broken."""
    lines, line, used = [], "", 0
    for word in text.split():
        wide = _length(word, bold)
        longer = used + _letter(" ", bold) + wide if line else wide
        if longer * size / 1000 * _SPARE <= room:
            line, used = f"{line} {word}" if line else word, longer
            continue
        if line:
            lines.append(line)
        *heads, line = _pieces(word, size, room, bold)
        lines, used = lines + heads, _length(line, bold)
    return [*lines, line] if line else lines


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word as pieces that fit in the width, of one letter at least; gone through once, for it may be a page long."""
    pieces, start, used = [], 0, 0
    for place, sign in enumerate(word):
        wide = _letter(sign, bold)
        if place > start and (used + wide) * size / 1000 * _SPARE > room:
            pieces.append(word[start:place])
            start, used = place, 0
        used += wide
    return [*pieces, word[start:]]


def height(lines: int, size: float) -> float:
    """The height of so many lines."""
    return lines * size * LINE


def shortened(text: str, size: float, room: float, lines: int, bold: bool = False) -> str:
    """The text, ended by an ellipsis where it takes more lines than there are."""
    broken = wrapped(text, size, room, bold)
    if len(broken) <= lines:
        return text
    last = broken[lines - 1]
    while last and width(f"{last}…", size, bold) > room:
        last = last[:-1]
    return " ".join([*broken[: lines - 1], f"{last.rstrip()}…"])


def fitted(
    texts: Sequence[str], room: float, tall: float, sizes: Sequence[float], bold: bool = False, gap: float = 0
) -> tuple[float, list[str]]:
    """The largest of `sizes` (falling) in which the paragraphs fit, `gap` times the size between them.

    In the smallest one, paragraphs that do not fit are shortened, then left out from the end: compare the result with
    what was given.
    """
    for size in sizes:
        lines = [len(wrapped(text, size, room, bold)) for text in texts]
        if height(sum(lines), size) + gap * size * max(len(texts) - 1, 0) <= tall:
            return size, list(texts)
    size, kept = sizes[-1], []
    left = tall
    for text in texts:
        free = int(left / (size * LINE))
        if free < 1:
            break
        kept.append(shortened(text, size, room, free, bold))
        left -= height(len(wrapped(kept[-1], size, room, bold)), size) + gap * size
    return size, kept
