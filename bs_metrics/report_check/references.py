"""Documents by number and day: one with two numbers, one with two days, another day than the data have."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations, product

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import Document as Row
from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.numbers import format_date
from bs_metrics.report_check.claims import Reference, Said
from bs_metrics.report_check.document import lowered
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, pattern

_SUBJECT = 90  # letters of what a document is about that are compared
_ALIKE = 0.85
_SHARED, _SHARED_BESIDE_A_SLIP = 0.75, 0.6  # of the words of what a document is about
_ABOUT = 90  # letters behind a number in which the word for what it is about stands
_SHORT = 24  # a subject that is shorter tells nothing
_OF_A_DAY = 60  # references to documents of one day that are compared
_MOST = 2_000  # references of a report that are compared


@dataclass(frozen=True)
class Cited:
    """A reference at its place, with what it is about."""

    said: Said
    reference: Reference
    subject: str

    def doubt(
        self, code: str, certainty: Certainty, expected: tuple[str, ...], *places: Citation, **given: str
    ) -> Doubt:
        """A finding at this reference, with where the data tell it."""
        one = self.reference
        end = max(one.end, one.day_end)
        return Doubt("reference", code, certainty, self.said.passage, one.start, end, expected, given, places=places)

    @property
    def name(self) -> str:
        """The number with its series."""
        return f"{self.reference.number}{self.reference.series}"


def references(all_said: Iterable[Said], lexicon: Lexicon, is_own: bool) -> Iterator[Doubt]:
    """What is odd about the documents that a report cites; `is_own`: those of the data are of its place."""
    cited = [Cited(said, one, _subject(said, one)) for said in all_said for one in said.references][:_MOST]
    yield from _two_numbers(cited)
    told: set[str] = set()
    for doubt in _two_days(cited):
        told.add(doubt.given["name"])
        yield doubt
    if is_own:
        yield from _other_day(cited, lexicon, told)
        yield from _other_number(cited, lexicon)
    for one in cited:
        year = re.match(r"/((?:19|20)\d\d)/", one.reference.series)
        day = one.reference.day
        if year and day and day.year != int(year[1]):
            yield one.doubt("year_of_number", "certain", (), name=one.name, day=format_date(day, "vi"))
        if re.search(r"/\s", one.said.passage.text[one.reference.start : one.reference.end]):
            yield one.doubt("blank_in_number", "look", (one.name,), name=one.name)


def _subject(said: Said, one: Reference) -> str:
    """What a document is about: behind the word for that, to the end of the clause."""
    at = max(one.end, one.day_end)
    clause = re.split(r"[;“”]|\.\s", said.passage.text[at : at + 3 * _ABOUT])[0]
    later = (other.start for other in said.references if other.start >= at)
    following = min(later, default=len(said.passage.text)) - at
    about = pattern(r"<about>(?:\s+<filler>)?").search(lowered(clause), 0, _ABOUT)
    told = clause[about.end() :] if about and about.end() <= following else clause[:following]
    return words_only(told)[:_SUBJECT]


def _is_alike(one: str, other: str) -> bool:
    """Whether two documents are about the same: the same words, and no name or number that only one of them has."""
    length = min(len(one), len(other))
    if length < _SHORT:
        return False
    first, second = (set(text[:length].split()[:-1]) for text in (one, other))
    small = ({word.lower() for word in some} for some in (first, second))
    both = set.intersection(*small)
    if any(word.lower() not in both and (word[0].isupper() or word[0].isdigit()) for word in first ^ second):
        return False
    ratio = SequenceMatcher(None, one[:length].lower(), other[:length].lower(), autojunk=False).ratio()
    return ratio >= _ALIKE


def _shares_words(one: str, other: str, shared: float = _SHARED) -> bool:
    """Whether what a report says of a document and what the data say of it are made of the same words."""
    first, second = set(one.lower().split()), set(other.lower().split())
    return len(one) >= _SHORT and len(first & second) >= shared * min(len(first), len(second))


def _two_numbers(cited: list[Cited]) -> Iterator[Doubt]:
    by_day: dict[tuple[str, date], list[Cited]] = defaultdict(list)
    for one in cited:
        if one.reference.day:
            by_day[one.reference.series, one.reference.day].append(one)
    for (series, day), all_of_day in by_day.items():
        subjects: dict[str, list[str]] = defaultdict(list)
        some = all_of_day[:_OF_A_DAY]
        for one in some:
            subjects[one.reference.number].append(one.subject)
        for pair in combinations(list(subjects)[:12], 2):
            first, second = pair
            if any(_is_alike(*both) for both in product(subjects[first], subjects[second])):
                outside = _out_of_series(cited, pair, series, day)
                wrong = outside or min((second, first), key=lambda number: len(subjects[number]))
                at = next(one for one in some if one.reference.number == wrong)
                names = f"{first}{series}", f"{second}{series}"
                expected = tuple(name for name in names if not outside or name != f"{outside}{series}")
                given = {"one": names[0], "other": names[1], "day": format_date(day, "vi")}
                yield at.doubt("two_numbers", "certain", expected, **given)


def _out_of_series(cited: list[Cited], pair: tuple[str, str], series: str, day: date) -> str | None:
    """The one of two numbers that lies outside those which the series has before and after that day."""
    of_series = [one.reference for one in cited if one.reference.series == series and one.reference.number not in pair]
    others = [(one.day, _digits(one.number)) for one in of_series if one.day and one.day.year == day.year]
    before = max((number for other, number in others if other < day), default=0)
    after = min((number for other, number in others if other > day), default=10**6)
    wrong = [number for number in pair if not before < _digits(number) < after]
    return wrong[0] if len(wrong) == 1 else None


def _digits(number: str) -> int:
    return int(re.sub(r"\D", "", number))


def _two_days(cited: list[Cited]) -> Iterator[Doubt]:
    by_name: dict[str, list[Cited]] = defaultdict(list)
    for one in cited:
        if one.reference.day:
            by_name[one.name].append(one)
    for name, some in by_name.items():
        days = list(dict.fromkeys(one.reference.day for one in some if one.reference.day))
        for first, second in combinations(days[:6], 2):
            ones, others = ([one for one in some if one.reference.day == day] for day in (first, second))
            alike = any(_is_alike(one.subject, other.subject) for one in ones for other in others)
            is_near = sum(getattr(first, part) != getattr(second, part) for part in ("day", "month", "year")) == 1
            if not alike and not (first.year == second.year and is_near):
                continue
            certainty: Certainty = "certain" if alike and first.year == second.year else "likely"
            rare = min((others, ones), key=len)[-1]  # of as many, the later one
            shown = format_date(first, "vi"), format_date(second, "vi")
            yield rare.doubt("two_days", certainty, shown, name=name, one=shown[0], other=shown[1])
            break


def _other_number(cited: list[Cited], lexicon: Lexicon) -> Iterator[Doubt]:
    """Documents that the data do not have, where they have one of that day and series with the same digits moved or one
    of them changed."""
    by_day: dict[tuple[str, date], list[tuple[str, Row]]] = defaultdict(list)
    names = set()
    for row in lexicon.tables.rows(Row):
        name = re.sub(r"\s", "", row.number.vi)
        found = re.fullmatch(r"(\d+[a-z]?)(.+)", name)
        names.add(name.casefold())
        if row.date and found:
            by_day[found[2].casefold(), row.date].append((found[1], row))
    seen: set[str] = set()
    for one in cited:
        day, number = one.reference.day, one.reference.number
        if day is None or one.name.casefold() in names | seen:
            continue
        for known, row in by_day.get((one.reference.series.casefold(), day), ()):
            changed = sum(own != other for own, other in zip(known, number, strict=False))
            is_slip = len(known) == len(number) > 1 and (sorted(known) == sorted(number) or changed == 1)
            if is_slip and _shares_words(one.subject, words_only(row.subject.vi), _SHARED_BESIDE_A_SLIP):
                seen.add(one.name.casefold())
                right = f"{known}{one.reference.series}"
                given = {"name": one.name, "day": format_date(day, "vi"), "known": right}
                yield one.doubt("other_number", "likely", (right,), row.citation, **given)


def _other_day(cited: list[Cited], lexicon: Lexicon, told: set[str]) -> Iterator[Doubt]:
    """Documents of another day than in the data, where one part of the day differs: else it is another document."""
    dated = (row for row in lexicon.tables.rows(Row) if row.date)
    rows = {re.sub(r"\s", "", row.number.vi).casefold(): row for row in dated}
    seen: set[str] = set()
    for one in cited:
        known, day = rows.get(one.name.casefold()), one.reference.day
        if known is None or day is None or known.date is None or known.date == day or one.name in told | seen:
            continue
        parts = sum(getattr(known.date, part) != getattr(day, part) for part in ("day", "month", "year"))
        alike = _shares_words(one.subject, words_only(known.subject.vi))
        if parts > 1 and not alike:
            continue
        seen.add(one.name)
        shown = format_date(known.date, "vi")
        given = {"name": one.name, "day": format_date(day, "vi"), "known": shown}
        yield one.doubt("other_day", "likely", (shown,), known.citation, **given)
