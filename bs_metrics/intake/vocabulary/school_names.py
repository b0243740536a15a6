"""One school under the several ways to write its name: by the kind of school, its number and the place it is named for.

THCS A, Trường THCS A and Trường Trung học cơ sở A are one; nothing is one for being close. The kinds are the words of
the list of school levels, the names of places those of the units.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import pandas as pd

from bs_metrics.intake.vocabulary.names import Names
from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.intake.vocabulary.writing import any_of
from bs_metrics.text import spelled

KIND = "schools"  # of the questions about names of schools
_AROUND = " .,:;-–*()[]“”\"'"
_WORDS = re.compile(r"[\w\u0300-\u036f]+")  # marks of tones stand apart
_ROMAN = {roman: str(at) for at, roman in enumerate("i ii iii iv v vi vii viii ix x".split(), start=1)}
_SYLLABLES = {"i", "v", "vi", "x"}  # are numbers only behind a word that says so
_HYPHENS = re.compile(r"(?<![\d\s])\s*[-–]\s*(?![\d\s])")  # Bình-An; not 2-9

Form = tuple[str | None, str | None, str]  # level, number, place


@dataclass(frozen=True)
class School:
    """A school as some rows have it; what is None they do not say."""

    name: str
    level: str | None
    unit: str | None

    def may_be(self, other: "School") -> bool:
        """Whether neither the level nor the unit tells them apart."""
        pairs = ((self.level, other.level), (self.unit, other.unit))
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


def schools_in(frame: pd.DataFrame) -> list[School | None]:
    """The schools of some rows; None for one without a name."""
    cells = frame[["name", "level", "unit"]].astype(object)
    rows = cells.where(cells.notna(), None).itertuples(index=False, name=None)
    return [School(*row) if row[0] else None for row in rows]


class SchoolNames:
    """Reads names of schools by some words; `schools` are the known ones, `answers` what the analyst said of names."""

    def __init__(self, words: Synonyms, places: Names, schools: pd.DataFrame, answers: Mapping[str, str]):
        self._words, self._schools, self.answers = words, schools, answers
        self._place: Callable[[str], str] = cache(lambda name: places.code(name) or name)
        self._is_ordinal: Callable[[str], bool] = cache(lambda word: words.phrases.are("ordinal", word))
        self._forms: dict[tuple[str, str | None], Form | None] = {}

    def form(self, school: School) -> Form | None:
        """What two names of one school have in common; None for a name that says no place."""
        key = school.name, school.level
        if key not in self._forms:
            self._forms[key] = self._read(*key)
        return self._forms[key]

    def _read(self, name: str, level: str | None) -> Form | None:
        text = self._without(self._before, spelled(name))
        kind, joined = self._kinds.match(text), self._joined(text)
        rest = _HYPHENS.sub(" ", text[joined[1] if joined else kind.end() if kind else 0 :])
        words = [word for part in rest.split() if (word := part.strip(_AROUND))]
        for at, word in enumerate(words[1:], start=1):
            if word in _ROMAN and (self._is_ordinal(words[at - 1]) or word not in _SYLLABLES):
                words[at] = _ROMAN[word]
        numbers = [at for at, word in enumerate(words) if word.isdecimal()]
        number = None
        if len(numbers) == 1:
            at = numbers[0]
            number = str(int(words[at]))
            is_said = at > 0 and self._is_ordinal(words[at - 1])
            words = words[: at - is_said] + words[at + 1 :]
        place = " ".join(words)
        if not place:
            return None
        said = joined[0] if joined else self._levels[kind[1]] if kind else level
        return said, number, self._place(place)

    def _joined(self, text: str) -> tuple[str, int] | None:
        """The kind of a school of several levels, however they are written and joined, and where its words end."""
        found = list(self._of_single.finditer(text.partition("(")[0]))
        said = {self._codes[one[1]] for one in found}
        if len(said) < 2 or not self._are_joined(text, found):
            return None
        return " ".join([text[: found[0].start()].strip(_AROUND), *sorted(said)]), found[-1].end()

    def _are_joined(self, text: str, found: list[re.Match[str]]) -> bool:
        """Whether nothing stands between words for levels but what joins them."""
        between = (text[one.end() : other.start()] for one, other in pairwise(found))
        return all(self._joining.issuperset(_WORDS.findall(part)) for part in between)

    def level_in(self, name: str) -> str | None:
        """The level that a name says, that of several where it joins words for several; none where something else
        stands between these."""
        text = spelled(name).partition("(")[0]
        found = list(self._of_levels.finditer(text))
        said = {self._codes[one[1]] for one in found}
        if len(said) < 2:
            return None if self._of_levels.search(spelled(name), len(text)) else next(iter(said), None)
        is_one = len(self.of_several) == 1 and self._are_joined(text, found)
        return next(iter(self.of_several)) if is_one else None

    @cached_property
    def of_several(self) -> set[str]:
        """The levels whose words hold those of two others: `TH&THCS`."""
        said = {(f" {' '.join(_WORDS.findall(written))} ", code) for written, code in self._codes.items()}
        held = {(words, code): {own for one, own in said if own != code and one in words} for words, code in said}
        return {code for (_, code), others in held.items() if len(others) > 1}

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The level by each way to write it."""
        listed = self._words.lists["school_level"].words
        own = {spelled(name): code for code, names in listed.items() for name in names.values()}
        return own | {spelled(one): code for code in listed for one in self._words.written_for("school_level", code)}

    @cached_property
    def _of_levels(self) -> re.Pattern[str]:
        return _standing(self._codes)

    @cached_property
    def _of_single(self) -> re.Pattern[str]:
        return _standing(one for one, code in self._codes.items() if code not in self.of_several)

    @cached_property
    def _joining(self) -> set[str]:
        """What stands beside the words of single levels in the ways to write several."""
        several = (written for written, code in self._codes.items() if code in self.of_several)
        single = {word for one, code in self._codes.items() if code not in self.of_several for word in one.split()}
        return {word for written in several for word in _WORDS.findall(written)} - single

    @staticmethod
    def _without(before: re.Pattern[str], text: str) -> str:
        found = before.match(text)
        return text[found.end() :] if found else text

    @cached_property
    def _levels(self) -> dict[str, str]:
        """The level for each word of it that is its name or the initials of that; any other word is a kind of its own,
        for a place may have a school of each."""
        words, levels = self._words, dict[str, str]()
        for code, names in words.lists["school_level"].words.items():
            own = {spelled(name) for name in names.values()}
            own |= {"".join(part[0] for part in name.split()) for name in own if " " in name}
            for written in {*own, *map(spelled, words.written_for("school_level", code))}:
                is_own = any(f" {name} " in f" {written} " for name in own)
                levels[written] = code if is_own else written
        return levels

    @cached_property
    def _kinds(self) -> re.Pattern[str]:
        return _beginning(self._levels)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        """What a column of schools is headed by, and a name may begin with, but for what says a kind."""
        headings = map(spelled, self._words.headings_of("schools", "name"))
        return _beginning(one for one in headings if not any(f" {kind} " in f" {one} " for kind in self._levels))

    @cached_property
    def _known(self) -> dict[tuple[str | None, ...], list[School]]:
        known = defaultdict[tuple[str | None, ...], list[School]](list)
        for school in schools_in(self._schools):
            if school and (form := self.form(school)):
                known[form].append(school)
                known[form[1:]].append(school)
        return known

    def known_as(self, school: School) -> list[str]:
        """The names of those of the current data that a school may be, which goes by another name there."""
        form = self.form(school)
        return [other.name for other in self._known.get(form, []) if school.may_be(other)] if form else []

    def close_to(self, school: School) -> list[str]:
        """The names of those of its number and place, whatever their names say of the kind."""
        form = self.form(school)
        return [other.name for other in self._known.get(form[1:], []) if school.may_be(other)] if form else []


def _standing(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({any_of(words) or '(?!)'})(?!\w)")


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"({any_of(words) or '(?!)'})(?=[\s.:])[\s.:]*")
