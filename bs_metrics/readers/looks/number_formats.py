"""What a number format makes of a value, where that is more than how a number is printed.

Words for numbers (`[=1]"Đạt"`), a unit beside them (`0" km"`), thousands or millions (`0,,`), nothing at all (`;;;`),
fewer decimals (`0.0`). Dates and percentages are read elsewhere. No kept library renders formats, or tells these apart.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<money>[^\]-]*)[^\]]*\]'
    r"|\[(?P<compared>[<>=]{1,2})\s*(?P<than>-?\d+(?:\.\d+)?)\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]"
    r"|(?P<general>general)|(?P<digits>[0#?.,]+)|(?P<power>E[+-])|(?P<sign>[;@%/])"
    r"|(?P<moment>AM/PM|A/P|[dmyhsbeg])|(?P<other>.)",
    re.I | re.S,
)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SILENT = re.compile(r"[\s().,'+−–—-]*")  # signs that say nothing of what the number is of
_LITERALS = ("quoted", "escaped", "money", "other", "digits")
_DASHES = {"-", "–", "—", "−"}
_BY_SYSTEM = {"mm-dd-yy", "m/d/yy h:mm"}  # how the formats are written whose order is that of the reader's system
_GROUP = 3  # digits
_LONGEST = 255  # characters, as in Excel
_PRECISE = 15  # digits of a number, as in Excel
_REMEMBERED = 4096


@dataclass(frozen=True)
class Shown:
    """What is seen of a value: another text, a smaller number, or nothing. `is_word` where no digit of it is seen."""

    text: str | None = None
    number: float | None = None
    is_word: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is seen."""
        return self.text is None and self.number is None


@dataclass(frozen=True)
class _Section:
    """`before` and `after` are the words around the number, or all words where there is none."""

    before: str = ""
    after: str = ""
    digits: str = ""  # its places; `0` for General
    compared: tuple[str, float] | None = None
    is_text: bool = False
    is_other: bool = False  # a moment, a percentage, a power, a fraction
    places: int | None = None  # the decimals of a number or a percentage; None where they are not fixed
    is_percent: bool = False

    @property
    def scale(self) -> int:
        """What the number is divided by: each comma after its last place is a thousand."""
        whole, _, rest = self.digits.partition(".")
        return int(1000 ** (len(whole) - len(whole.rstrip(",")) + rest.count(",")))

    @property
    def words(self) -> str:
        """All that is seen but digits."""
        return f"{self.before} {self.after}".strip()


def shown(value: float | str, code: str) -> Shown | None:
    """What is seen of a value, where that is not the value itself."""
    section = _section(value, code)
    if section is None:
        return Shown()
    if section.is_other:
        return None
    if isinstance(value, str):
        return _text_shown(value, section)
    has_digits = "0" in section.digits or (value != 0 and section.digits.strip(".,") != "")
    if not has_digits:
        if (
            value == 0
            and section.words in _DASHES
            and any("0" in one.digits or "#" in one.digits for one in _sections(code))
        ):
            return None  # among numbers a dash is 0; among words, nothing that is known
        return Shown(section.words, is_word=True) if section.words else Shown()
    if not _SILENT.fullmatch(section.words):
        return Shown(f"{section.before}{_printed(value, section)}{section.after}".strip())
    return Shown(number=float(Decimal(repr(value)) / section.scale)) if section.scale > 1 and value else None


def rounded(value: float, code: str) -> Decimal | None:
    """The number that is seen of one that a format shows with fewer decimals; 61.2% and 61%, too, are numbers."""
    section = _section(value, code)
    if section is None or section.places is None or not abs(value) < 10**_PRECISE:
        return None
    places = section.places + 2 * section.is_percent
    if round(value, places) == value:
        return None
    whole = Decimal(f"{value:.{_PRECISE}g}")
    seen = whole.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return seen if seen != whole else None


@lru_cache(_REMEMBERED)
def decimals_of(code: str) -> int | None:
    """How many decimals of a number a format shows at least; None for one that rounds none."""
    places = [one.places + 2 * one.is_percent for one in _sections(code) if one.places is not None]
    return min(places, default=None)


def is_padding(code: str) -> bool:
    """Whether a format fills a whole number up with zeros, which tell something of a code: 00123."""
    return len(code) > 1 and not code.strip("0")


def is_month_first(code: str) -> bool:
    """Whether a format shows a day as numbers, its month first and its year last."""
    if code.lower() in _BY_SYSTEM:
        return False
    return re.match("m{1,2}d{1,2}y", _moments(code)) is not None


def is_without_day(code: str) -> bool:
    """Whether a format shows the month or year of a day alone."""
    moments = _moments(code)
    return "y" in moments and "d" not in moments


def _moments(code: str) -> str:
    """The letters of a format's first part that stand for parts of a day or a time."""
    tokens = _TOKEN.finditer(code[:_LONGEST].lower().partition(";")[0])
    return "".join(token["moment"] for token in tokens if token["moment"] and len(token["moment"]) == 1)


def is_of_numbers(code: str) -> bool:
    """Whether a format that is kept is one of numbers: percentages, fewer digits, more zeros."""
    return "%" in code or is_padding(code) or scale_of(code) > 1 or decimals_of(code) is not None


def is_of_number(value: float, code: str) -> bool:
    """Whether a format of numbers tells something of this one: a rounding only where it rounds."""
    return "%" in code or is_padding(code) or scale_of(code) > 1 or rounded(value, code) is not None


@lru_cache(_REMEMBERED)
def is_telling(code: str) -> bool:
    """Whether a format may show something else than the value."""
    if code.lower() in ("", "general", "@") or is_padding(code):
        return is_padding(code)
    with_words = (section.compared[1] for section in _sections(code) if section.compared)
    values: list[float | str] = [0, 1, -1, 10**12, *with_words, "x"]
    return any(shown(value, code) is not None for value in values)


def scale_of(code: str) -> int:
    """What the numbers of a format are divided by to be shown."""
    return max((section.scale for section in _sections(code) if not section.is_other), default=1)


def _text_shown(value: str, section: _Section) -> Shown | None:
    if not section.is_text:
        return Shown(section.words, is_word=True) if section.words else Shown()
    seen = f"{section.before}{value}{section.after}".strip()
    return None if _SILENT.fullmatch(section.words) else Shown(seen)


def _section(value: float | str, code: str) -> _Section | None:
    """The part of a format that a value is shown by; None where none is."""
    sections = _sections(code)
    of_text = sections[3] if len(sections) > 3 else sections[-1] if sections[-1].is_text else _Section(is_text=True)
    if isinstance(value, str):
        return of_text
    numbers = [section for section in sections[:3] if not (section.is_text and section is of_text)]
    if any(section.compared for section in numbers):
        fitting = (one for one in numbers if one.compared and _COMPARED[one.compared[0]](value, one.compared[1]))
        return next(fitting, None) or next((one for one in numbers if not one.compared), None)
    if not numbers:
        return _Section(digits="0")
    if value < 0 and len(numbers) > 1:
        return numbers[1]
    return numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]


@lru_cache(_REMEMBERED)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code[:_LONGEST]):
        if token["sign"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_one_section, parts))


def _one_section(tokens: list[re.Match[str]]) -> _Section:
    before = after = digits = ""
    compared: tuple[str, float] | None = None
    is_text = is_other = is_free = is_percent = False
    for token in tokens:
        if token["compared"] in _COMPARED:
            compared = token["compared"], float(token["than"])
        elif token["digits"] and (digits or token["digits"].strip(".,")):
            digits += token["digits"]
        elif token["general"]:
            digits, is_free = digits + "0", True
        elif token["sign"] == "@":
            is_text = True
        elif token["sign"] == "%":
            is_other = is_percent = True
        elif token["moment"] or token["elapsed"] or token["power"] or token["sign"] == "/":
            is_other = is_free = True
        else:
            literal = next((token[name] for name in _LITERALS if token[name]), " " if token[0][0] == "_" else "")
            before, after = (before, after + literal) if digits or is_text else (before + literal, after)
    places = None if is_free or is_text or not digits.strip("?.,") else len(digits.partition(".")[2].replace(",", ""))
    return _Section(before, after, digits, compared, is_text, is_other, places, is_percent)


def _printed(value: float, section: _Section) -> str:
    """A number with all its digits and the zeros asked for before it.

    It has one reading only: a comma marks decimals, which are never three, and nothing groups thousands.
    """
    number = Decimal(repr(value)) / section.scale
    whole, _, rest = f"{abs(number):f}".partition(".")
    whole, rest = whole.zfill(section.digits.partition(".")[0].count("0")), rest.rstrip("0")
    return "-" * (number < 0) + whole + ("," + rest if rest else "") + "0" * (len(rest) == _GROUP)
