"""What a sentence claims in numbers: ratios, percentages, counts, amounts of money, each at its place in the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Literal

from bs_metrics.report_check.document import Passage
from bs_metrics.report_check.lexicon import Lexicon, ends, pattern, phrases
from bs_metrics.report_check.numerals import NUMBER, counted, in_words, number, number_in_words

Leaning = Literal["", "under", "over", "near"]
_WHOLE = r"(?:\d{1,3}(?:\.\d{3})+|\d{1,7})"
REFERENCE = re.compile(
    r"(?<![\w/])(\d{1,5}[a-z]?)\s?([/-])\s?((?:\d{4}/)?[A-ZĐ][A-ZĐa-zÀ-ỹ0-9&.]*[A-ZĐ][A-ZĐ0-9&.]*(?:[-/–][A-ZĐ][\w&.]*)*)"
)
_PHONE = re.compile(r"(?<![\d.,/])0\d{2,3}[.\s]?\d{3,4}[.\s]?\d{3,4}(?![\d.,]*\d)")
_RATIO = re.compile(rf"(?<![\w/.,-])({_WHOLE})\s?/\s?({_WHOLE})(?![\d/-]|[.,]\d|\s?/\s?\d)")
_PERCENT = re.compile(rf"(?<![\d.,/])({NUMBER})\s?%")
_COUNT = re.compile(rf"(?<![\w/.,–-])({NUMBER})(?![\d%]|[.,]\d|\s?%|\s?/\s?\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/])")
_YEARS = range(1900, 2101)
_SCALES = {500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000}
_MOST = 60  # claims of a kind in one passage that are compared with each other
_NEAR = 24  # letters before a number that lean it


@dataclass(frozen=True)
class Claim:
    """Where a claim stands in its passage."""

    start: int
    end: int


@dataclass(frozen=True)
class OutOf(Claim):
    """So many of so many. `noun` is empty where none follows; `is_bound`: one end of a range."""

    met: int
    total: int
    noun: str
    noun_end: int
    leaning: Leaning = ""
    is_bound: bool = False


@dataclass(frozen=True)
class Percent(Claim):
    """A percentage as printed, with the digits after its mark."""

    value: Fraction
    decimals: int
    leaning: Leaning = ""
    is_bound: bool = False


@dataclass(frozen=True)
class Amount(Claim):
    """A count of some noun, or money in đồng where `is_money`, printed in a unit of that `size`."""

    value: Fraction
    noun: str
    noun_end: int
    leaning: Leaning = ""
    is_money: bool = False
    is_bound: bool = False
    size: Fraction = Fraction(1)


@dataclass(frozen=True)
class Reference(Claim):
    """The number of a document, its series, and the day that is printed behind it."""

    number: str
    series: str
    day: date | None = None
    day_end: int = 0


@dataclass(frozen=True)
class Day(Claim):
    """A day as printed; None where the calendar has no such day."""

    day: date | None


@dataclass(frozen=True)
class Said:
    """A passage with everything that it claims, in order."""

    passage: Passage
    ratios: tuple[OutOf, ...]
    percents: tuple[Percent, ...]
    amounts: tuple[Amount, ...]
    references: tuple[Reference, ...]
    days: tuple[Day, ...]

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.ratios) + len(self.percents) + len(self.amounts) + len(self.references) + len(self.days)

    @property
    def counted(self) -> list[OutOf | Amount]:
        """What is counted, ratios first."""
        return [*self.ratios, *self.amounts]

    @property
    def figures(self) -> list[Claim]:
        """Ratios, percentages and amounts, in order."""
        return sorted([*self.ratios, *self.percents, *self.amounts], key=lambda one: one.start)


def said(passage: Passage, lexicon: Lexicon) -> Said:
    """What a passage claims."""
    if not any(sign.isdigit() for sign in passage.text) and not re.search(in_words(), passage.low):
        return Said(passage, (), (), (), (), ())
    return _Listener(passage, lexicon).said()


@cache
def _verb() -> re.Pattern[str]:
    return pattern(r"(?:<status>|<unmet>|<reached>|<rest>|<share>|<and>|<turns>|<of>|<of_plan>)$")


class _Listener:
    def __init__(self, passage: Passage, lexicon: Lexicon):
        self.passage, self.text, self.low, self.lexicon = passage, passage.text, passage.low, lexicon
        self.taken = bytearray(len(self.text))
        words = self.low.split()
        self.is_vietnamese = 5 * sum(not word.isascii() for word in words) >= len(words)
        self.others = set[str]()  # nouns that only a ratio of this passage tells

    def said(self) -> Said:
        """Everything, in the order in which one kind hides another."""
        references = list(self._references())
        days = list(self._days())
        for found in (*_SPAN.finditer(self.text), *_PHONE.finditer(self.text)):
            self._take(*found.span())
        percents = list(self._percents())
        ratios = sorted([*self._ratios(), *self._spoken_ratios()], key=lambda one: one.start)
        amounts = sorted([*self._amounts(), *self._in_words()], key=lambda one: one.start)
        some = (tuple(ratios[:_MOST]), tuple(percents[:_MOST]), tuple(amounts[:_MOST]))
        return Said(self.passage, *some, tuple(references[:_MOST]), tuple(days[:_MOST]))

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def _free(self, found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
        """Those that stand where nothing is taken by then."""
        return (one for one in found if not any(self.taken[slice(*one.span())]))

    def _references(self) -> Iterator[Reference]:
        for found in REFERENCE.finditer(self.text):
            self._take(*found.span())
            if found[2] == "-" and "/" not in found[3]:
                continue
            series = re.sub(r"\s", "", found[3]).replace("–", "-")
            after = self.low[found.end() : found.end() + 40]
            dated = pattern(
                r"^[\s,]*(?:<day>)\s*(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|\s+<month>\s+(\d{1,2})\s+<year>\s+(\d{4}))"
            ).match(after)
            day = day_of(dated[1], dated[2] or dated[4], dated[3] or dated[5]) if dated else None
            day_end = found.end() + (dated.end() if dated else 0)
            yield Reference(*found.span(), found[1], f"{found[2]}{series}", day, day_end)

    def _days(self) -> Iterator[Day]:
        long = pattern(r"(?:<day>)\s+(\d{1,2})\s+(?:<month>)\s+(\d{1,2})\s+(?:<year>)\s+((?:19|20)\d\d)(?!\d)")
        for found in self._free(chain(_DAY.finditer(self.text), long.finditer(self.low))):
            self._take(*found.span())
            day, *_, month, year = found.groups()
            yield Day(*found.span(), day_of(day, month, year))

    def _percents(self) -> Iterator[Percent]:
        for found in self._free(_PERCENT.finditer(self.text)):
            self._take(*found.span())
            value, decimals = number(found[1])
            yield Percent(*found.span(), value, decimals, self._leaning(found.start()), self._bound(found))

    def _ratios(self) -> Iterator[OutOf]:
        for found in self._free(_RATIO.finditer(self.text)):
            met, total = (int(found[at].replace(".", "")) for at in (1, 2))
            noun, end = self._noun(found.end())
            self._take(*found.span())
            if not self._is_ratio(found, met, total, noun):
                continue
            if not noun:
                noun, end = self._other_noun(found.end())
                self.others |= {noun} - {""}
            yield OutOf(*found.span(), met, total, noun, end, self._leaning(found.start()), self._bound(found))

    def _is_ratio(self, found: re.Match[str], met: int, total: int, noun: str) -> bool:
        """Whether a number over a number is so many of so many: no day, no month, no scale of a map."""
        before = self.low[max(0, found.start() - _NEAR) : found.start()]
        if total == 0 or (met == 1 and total in _SCALES) or (total in _YEARS and met <= 12):
            return False
        is_day, behind = met <= 31 and total <= 12, self.text[found.end() : found.end() + 60]
        has_percent = re.match(rf"[^.;\d]{{0,40}}?\(?\s*{NUMBER}\s?%", behind) is not None
        if is_day and pattern(r"<day_before>\W*$").search(before) and not has_percent:
            return pattern(r"<from>\W*$").search(before) is not None and bool(noun)
        return not is_day or bool(noun) or has_percent or self.low[found.end() :].strip() == ""

    def _spoken_ratios(self) -> Iterator[OutOf]:
        """20 of 22, 20 schools of 22 schools, in digits or in words."""
        one = rf"({_WHOLE}|{in_words()})"
        spoken = rf"(?<![\w/.,-]){one}\s+((?:[^\W\d_]+\s+){{0,3}}?)<of>\s+(?:<of_all>\s+)?{one}(?![\d%/]|[.,]\d)"
        for found in self._free(pattern(spoken).finditer(self.low)):
            noun, end = self._noun(found.end())
            own = self._noun(found.end(1))[0]
            if not noun or (found[2] and own != noun and not self.lexicon.kin(own or "?", noun)):
                continue
            met, total = (counted(found[at]) for at in (1, 3))
            if met is None or not total or met > total or self._is_ordinal(found.start()):
                continue
            self._take(*found.span())
            yield OutOf(*found.span(), met, total, noun, end, self._leaning(found.start()))

    def _amounts(self) -> Iterator[Amount]:
        for found in self._free(_COUNT.finditer(self.text)):
            value, decimals = number(found[1])
            unit = self.lexicon.money_unit.match(self.low, found.end())
            if unit:
                end = unit.end()
                self._take(found.start(), end)
                size = self.lexicon.money[" ".join(unit[1].split())]
                leaning, is_bound = self._leaning(found.start()), self._bound(found)
                yield Amount(found.start(), end, value * size, "", end, leaning, True, is_bound, size)
                continue
            noun, end = self._noun(found.end())
            if not noun and (other := self._other_noun(found.end()))[0] in self.others:
                noun, end = other
            if noun and not decimals and not self._is_ordinal(found.start()):
                self._take(*found.span())
                yield Amount(*found.span(), value, noun, end, self._leaning(found.start()), False, self._bound(found))

    def _in_words(self) -> Iterator[Amount]:
        """Counts in words before a noun; a word that is often no number only behind one that says so."""
        for found in self._free(re.finditer(in_words(), self.low)):
            noun, end = self._noun(found.end())
            value = number_in_words(found[0])
            if not noun or value is None or value < 2 or self._is_ordinal(found.start()):
                continue
            if found[0] in phrases()["also_other"] and not ends(self.low, found.start(), r"<counts_it>\s+"):
                continue
            yield Amount(*found.span(), Fraction(value), noun, end, self._leaning(found.start()))

    def _noun(self, at: int) -> tuple[str, int]:
        found = self.lexicon.noun.match(self.low, at)
        return (" ".join(found[1].split()), found.end()) if found else ("", at)

    def _other_noun(self, at: int) -> tuple[str, int]:
        """What stands where a noun does behind a ratio, where no row has it: two words, or one before a verb."""
        found = re.match(r"\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?", self.low[at : at + _NEAR])
        if not found or not self.is_vietnamese or _verb().match(found[1]):
            return "", at
        is_one = not found[2] or _verb().match(found[2]) is not None
        noun = found[1] if is_one else f"{found[1]} {found[2]}"
        return noun, at + found.end(1 if is_one else 2)

    def _is_ordinal(self, at: int) -> bool:
        return ends(self.low, at, r"<ordinal>\s*")

    def _leaning(self, at: int) -> Leaning:
        leanings: tuple[Leaning, ...] = ("under", "over", "near")
        for leaning in leanings:
            if ends(self.low, at, rf"<{leaning}>\s*"):
                return leaning
        return ""

    def _bound(self, found: re.Match[str]) -> bool:
        """Whether it is an end of a range: from … to …, 2–3."""
        before, after = self.low[max(0, found.start() - 12) : found.start()], self.low[found.end() : found.end() + 12]
        is_end = pattern(r"(?:<from>|<to>)\s*$|\d\s?[-–]\s?$").search(before) is not None
        return is_end or pattern(r"^\s*(?:[-–]\s?\d|<to>\s*\d)").match(after) is not None


def day_of(day: str, month: str, year: str) -> date | None:
    """The day that three numbers name; None where the calendar has none such."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
