"""Which periods a text names: a year, a quarter, a month, a day. The words for them are rows of the synonyms."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.intake.vocabulary.writing import any_of, words_only
from bs_metrics.text import canonical, folded

_DOCUMENT = re.compile(r"\d+\s*/[^\s;,]*[^\W\d_]{2}.*")  # 320/QĐ-TTg ngày 18/02/2022 says when the document is of
_YEAR_SPAN = r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)?\d\d(?!\d)"
_SPAN = re.compile(rf"(?<!\d){_YEAR_SPAN}")  # as in the name of a set
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?![\d/.,]*\d)")
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_OF_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"(?:\d{1,2}|[ivx]{1,4})"
_ENDS = rf"(?=\W|$|{_OF_YEAR}(?!\d))"  # 6T2024
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LAST_YEAR = re.compile(r"(?<!\d)(19|20)(?:\d\d\s*[-–]\s*)?(\d\d)$")
_DAYS = re.compile(rf"(?<![\d/.-])(\d{{1,2}})[/.-](\d{{1,2}})[/.-]({_OF_YEAR})(?!\d)")
_MONTHS = re.compile(rf"(?<![\d/.-])(\d{{1,2}})[/.-]({_OF_YEAR})(?!\d)")
_MONTH = re.compile(rf"(?<![\d/.-])\d{{1,2}}[/-]{_OF_YEAR}(?!\d)")  # 1.2024 may be a number
_DECEMBER = 12


@dataclass(frozen=True)
class Span:
    """The days of a period, both included, and how it was written."""

    first: date
    last: date
    written: str


def periods_in(text: str, words: Synonyms) -> dict[str, str]:
    """The periods that a text names, each in its folded form with what was written: `quý ii`, `2024`, `30/9/2024`."""
    found: dict[str, str] = {}
    named = any_of(words.written_as("period"))
    both = (rf"{name}{number}|{number}\s*{name}" for name, number in map(_numbered, words.written_as("period")))
    numbered = re.compile(rf"(?<!\w)(?:{'|'.join(both)}){_ENDS}", re.I) if named else None
    of_two = re.compile(rf"(?<!\w)(?:{named})\s*{_YEAR_SPAN}", re.I) if named else None  # a school year
    for line in text.splitlines():
        said = _DOCUMENT.sub(" ", canonical(line))
        for pattern in (of_two, _SPAN, _DAY, numbered, _MONTH):
            if pattern and pattern is not _SPAN:
                found |= {folded(one[0]): one[0] for one in pattern.finditer(said)}
            said = pattern.sub(" ", said) if pattern else said
        found |= {year: year for year in _YEAR.findall(said.replace("/", " "))}
        if moment := words.phrases.held("moment", said):
            found[moment] = moment
    return found


def years_of(periods: Iterable[str]) -> list[int]:
    """The year of each period that `periods_in` found and that is one, of a school year the one in which it ends."""
    ends = (_LAST_YEAR.search(one) for one in periods)
    return [int(one[1] + one[2]) for one in ends if one]


def years_of_name(name: str) -> list[int]:
    """The years in a sheet's name, whatever separates them: in T12.2023 as in Quý IV-2023; none of a span of years."""
    return [int(year) for year in _NAME_YEAR.findall(_SPAN.sub(" ", name))]


def without_periods(text: str, words: Synonyms) -> str:
    """The words of a text without the periods that it names: a plan of 2025 is one, and a line of a year holds none."""
    said = folded(text)
    for written in sorted(periods_in(text, words), key=len, reverse=True):
        said = said.replace(written, " ")
    return " ".join(word for word in words_only(said).split() if words.role(word) != "period")


def are_of_two(one: str, other: str, words: Synonyms) -> bool:
    """Whether two texts name periods that differ, each one that the other does not name."""
    first, second = periods_in(one, words), periods_in(other, words)
    return bool(first.keys() - second.keys()) and bool(second.keys() - first.keys())


def spans_in(text: str, words: Synonyms, year: int) -> list[Span]:
    """The periods of a text whose days are known, the shortest first; of one without a year those of `year`."""
    said = _SPAN.sub(" ", _DOCUMENT.sub(" ", folded(text)))
    years = [int(one) for one in _YEAR.findall(said.replace("/", " "))]
    spans = list(_spans(said, words, max(years, default=year)))
    return sorted(spans, key=lambda one: one.last - one.first)


def to_come(text: str, day: date, words: Synonyms) -> str | None:
    """What a text says of a period that begins after a day."""
    return next((one.written for one in spans_in(text, words, day.year) if one.first > day), None)


def _numbered(written: str) -> tuple[str, str]:
    """The patterns of a period's word and of its number; behind a single letter only digits: Q2, and no TX."""
    name = re.escape(written)
    return (rf"{name}\s*", _NUMBER) if len(written) > 1 else (name, r"\d{1,2}")


def _spans(said: str, words: Synonyms, year: int) -> Iterator[Span]:
    for one in _DAYS.finditer(said):
        yield from _span(int(one[3]), int(one[2]), int(one[1]), 0, one[0])
    said = _DAYS.sub(" ", said)
    before = any_of(words.phrases.of("day"))
    for one in (
        re.finditer(rf"(?<!\w)(?:{before})\s+(\d{{1,2}})\s*[/-]\s*(\d{{1,2}})(?![\d/-])", said) if before else ()
    ):
        yield from _span(year, int(one[2]), int(one[1]), 0, one[0])
    for one in _MONTHS.finditer(said):
        yield from _span(int(one[2]), int(one[1]), 1, 1, one[0])
    said = _MONTHS.sub(" ", said)
    for written, size in words.months.items():
        name, numeral = _numbered(written)
        for one in re.finditer(rf"(?<!\w){name}({numeral}){_ENDS}", said) if size < _DECEMBER else ():
            number = _ROMAN.get(one[1]) or (int(one[1]) if one[1].isdigit() else 0)
            yield from _span(year, size * (number - 1) + 1, 1, size, one[0])
        for one in re.finditer(rf"(?<!\w)(\d{{1,2}})\s*{re.escape(written)}{_ENDS}", said) if size == 1 else ():
            yield from _span(year, 1, 1, int(one[1]), one[0])
    for one in _YEAR.finditer(said):
        yield from _span(int(one[1]), 1, 1, _DECEMBER, one[1])


def _span(year: int, month: int, day: int, months: int, written: str) -> Iterator[Span]:
    """A period of so many months, or of one day; none for a date that there is not."""
    with suppress(ValueError):
        first = date(year, month, day)
        after = month - 1 + months
        last = date(year + after // _DECEMBER, after % _DECEMBER + 1, 1) - timedelta(days=1) if months else first
        yield Span(first, last, written)
