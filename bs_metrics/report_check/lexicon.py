"""The words that the check knows: how reports speak (`phrases.toml`), and the nouns, units and names of the data."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from itertools import permutations
from typing import Any

import pandas as pd

from bs_metrics.contract.records import Contribution, CriteriaSet, Measure, Unit, UnitKind
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import with_shipped, words_of
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.synonyms import synonyms
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.measures.about import about_row, own_unit, units_below
from bs_metrics.text import folded, parts_in, spelled

_NEAR = 40  # letters that are looked at before a place
NAME_WORDS = 4  # of the longest name of a place


@cache
def phrases() -> Mapping[str, Any]:
    """How reports speak, by role."""
    text = resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def any_of(said: Iterable[str]) -> str:
    """A pattern of one of some phrases as whole words, longer ones first."""
    words = sorted(set(said) - {""}, key=len, reverse=True)
    return "(?:" + "|".join(_whole(one) for one in words) + ")" if words else r"(?!)"


def _whole(phrase: str) -> str:
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + r"\s+".join(map(re.escape, phrase.split())) + after


@cache
def of_role(*roles: str) -> str:
    """A pattern of the phrases of some roles."""
    return any_of(one for role in roles for one in phrases()[role])


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern with phrases of the roles in angle brackets: <rest>."""
    return re.compile(re.sub(r"(?<!\?P)<(\w+)>", lambda role: of_role(role[1]), text))


def ends(text: str, at: int, said: str) -> bool:
    """Whether a text says something, by the roles of phrases, right before a place."""
    return pattern(rf"(?:{said})$").search(text[max(0, at - _NEAR) : at]) is not None


@dataclass(frozen=True)
class Lexicon:
    """What of the data the check listens for."""

    tables: Tables
    vocabulary: Vocabulary = field(repr=False)

    @cached_property
    def kinds(self) -> dict[str, list[str]]:
        """How each kind of unit is written before a name, its word first."""
        written: dict[str, list[str]] = {}
        for kind in self.tables.rows(UnitKind):
            own = [folded(kind.word.vi), *self.vocabulary.words.written_for("unit_kind", kind.code)]
            written[kind.code] = [one.rstrip(":") for one in dict.fromkeys(own)]
        return written

    @cached_property
    def kind_words(self) -> set[str]:
        """The words for kinds of unit."""
        return {folded(kind.word.vi) for kind in self.tables.rows(UnitKind)}

    @cached_property
    def kinds_below(self) -> set[str]:
        """The words for the kinds of the units that belong to the own one."""
        below = {unit.kind for unit in units_below(self.tables)}
        return {folded(kind.word.vi) for kind in self.tables.rows(UnitKind) if kind.code in below}

    @cached_property
    def all_units(self) -> set[str]:
        """What units of several kinds together are called."""
        own = {unit.kind for unit in self.tables.rows(Unit)}
        words = sorted(folded(kind.word.vi) for kind in self.tables.rows(UnitKind) if kind.code in own)
        pairs = {", ".join(some) for some in permutations(words, 2)} if len(words) < 8 else set()
        plain = phrases()["all_units"]
        return {
            *plain,
            *pairs,
            *(f"{one} {level} {word}" for one in plain for level in phrases()["of_level"] for word in words),
        }

    @cached_property
    def school_words(self) -> set[str]:
        """The words for levels of schools."""
        levels = self.tables.lists["school_level"]
        return {one for code in levels.words for one in self.vocabulary.words.written_for("school_level", code)}

    @cached_property
    def document_words(self) -> set[str]:
        """The words for kinds of document."""
        return {folded(said["vi"]) for said in schema().lists["document_kind"].words.values()}

    @cached_property
    def criterion_words(self) -> set[str]:
        """What criteria and the items below them are called."""
        return {folded(said["vi"]) for said in schema().lists["criterion_noun"].words.values()}

    @cached_property
    def nouns(self) -> set[str]:
        """Everything that is counted."""
        rows = [measure.noun.vi for measure in self.tables.rows(Measure)]
        rows += [one.unit_of_measure.vi for one in self.tables.rows(Contribution) if one.unit_of_measure]
        known = {folded(one) for one in rows} | {*phrases()["counted"], *phrases()["all_schools"]}
        schools = {
            f"{one} {level}"
            for one in phrases()["all_schools"]
            for level in self.school_words
            if " " not in level or one not in level
        }
        return known | self.kind_words | self.all_units | schools | self.document_words | self.criterion_words

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """A noun behind a number, with a word for one of its kind before it."""
        return re.compile(rf"\s*(?:{of_role('classifiers')}\s+)?({any_of(self.nouns | self.school_words - {'1'})})")

    @cached_property
    def money(self) -> dict[str, Fraction]:
        """How many đồng each unit of money is."""
        column = schema().tables["mobilisation"].columns["amount_vnd"]
        return {one: size for one, size in self.vocabulary.words.sizes(column).items() if not one[0].isdigit()}

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """A criterion by its number and what it is about."""
        name = r"(?:\(\s*<about>\s+([^();,]{3,60})\)|<about>\s+([^();,.]{3,60}))"
        return pattern(rf"{any_of(self.criterion_words)}\s+(?:<number>\s+)?(\d{{1,2}})\s*{name}")

    @cached_property
    def money_unit(self) -> re.Pattern[str]:
        """A unit of money behind a number."""
        longest_first = sorted(self.money, key=len, reverse=True)
        units = "|".join(r"\s*".join(map(re.escape, one.split())) for one in longest_first)
        return re.compile(rf"\s*({units})(?!\w)")

    @cached_property
    def places(self) -> dict[str, str]:
        """The codes of places by each spelling of their names in small letters, the tone marks where they are."""
        spelled: dict[str, str] = {}
        for unit in self.tables.rows(Unit):
            for one in (unit.name, *parts_in(unit.aliases)):
                spelled.setdefault(folded(one), unit.code)
        return spelled

    @cached_property
    def _spelled(self) -> set[str]:
        return {spelled(one) for one in self.places}

    def known_start(self, words: Sequence[str]) -> int:
        """How many of some words, from the first, are the name of a place; 0 where none are."""
        most = min(len(words), NAME_WORDS)
        return next((count for count in range(most, 0, -1) if spelled(" ".join(words[:count])) in self._spelled), 0)

    def places_in(self, words: Sequence[str]) -> set[str]:
        """The names of places that stand in a text taken apart into folded words."""
        found = set()
        for at in range(len(words)):
            for count in range(1, NAME_WORDS + 1):
                name = " ".join(words[at : at + count])
                if name in self.places:
                    found.add(name)
        return found

    @cached_property
    def own_names(self) -> set[str]:
        """The names of the own unit and of those above it: a clause that names them speaks of the whole."""
        own, above = own_unit(self.tables), about_row(self.tables, "above")
        names = [own.name, *parts_in(own.aliases)] if own else []
        return {folded(one) for one in (*names, *([above.value.vi] if above else []))}

    def speaks_of(self, text: str) -> bool:
        """Whether a text names the own unit: the figures of another place are no claims about this one."""
        own = own_unit(self.tables)
        return own is None or re.search(any_of([own.name, *parts_in(own.aliases)]), text, re.IGNORECASE) is not None

    @cached_property
    def whole(self) -> dict[str, tuple[int, str, Unit]]:
        """What the own unit has of each noun, by which column or kind it is known, and the row that says so."""
        own = own_unit(self.tables)
        if own is None:
            return {}
        counted: dict[str, tuple[int, str, Unit]] = {}
        frame, columns = self.tables["units"], schema().tables["units"].columns
        row = frame[frame["code"] == own.code].iloc[0]
        for name, column in columns.items():
            sizes = self.vocabulary.words.sizes(column) if column.type == "integer" else {}
            if sizes and pd.notna(row[name]):
                counted |= {noun: (int(row[name]), name, own) for noun, size in sizes.items() if size == 1}
        below = units_below(self.tables)
        for kind in self.tables.rows(UnitKind):
            if number := sum(unit.kind == kind.code for unit in below):
                counted[folded(kind.word.vi)] = (number, "kind", own)
        return counted | {noun: (len(below), "kind", own) for noun in self.all_units if below}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units by code."""
        return {unit.code: unit for unit in self.tables.rows(Unit)}

    @cached_property
    def sets(self) -> list[tuple[str, CriteriaSet]]:
        """The criteria sets by how a text names them, longer names first."""
        named = []
        for declared in self.tables.rows(CriteriaSet):
            short = [folded(declared.short.vi)] if declared.short else []
            named += [(one, declared) for one in dict.fromkeys([folded(declared.name.vi), *short])]
        return sorted(named, key=lambda one: -len(one[0]))

    @cached_property
    def totals(self) -> set[str]:
        """How the row of a total begins."""
        return {folded(one) for one in self.vocabulary.words.written_as("total")}

    def kin(self, part: str, whole: str) -> bool:
        """Whether things of one noun can be parts of things of another."""
        if part == whole or not part:
            return True
        families = [(self.all_units, self.kinds_below), ({*phrases()["all_schools"]}, self.school_words)]
        families += [({*phrases()["all_documents"]}, self.document_words)]
        families += [({*one}, set[str]()) for one in phrases()["family"]]
        return any(self._within(whole, one) and self._within(part, one | parts) for one, parts in families)

    @staticmethod
    def _within(noun: str, family: set[str]) -> bool:
        return noun in family or any(noun.endswith(f" {one}") for one in family)


def called(declared: CriteriaSet) -> str:
    """A set by its short name, where it has one."""
    return (declared.short or declared.name).vi


def lexicon_of(tables: Tables) -> Lexicon:
    """The words for some tables, made once."""
    return tables.once(_lexicon)


def _lexicon(tables: Tables) -> Lexicon:
    return Lexicon(tables, Vocabulary(synonyms(words_of(tables)), with_shipped(tables.frames), Choices()))
