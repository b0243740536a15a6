"""What a unit's criteria say of its result in a set, in the reader's language: how many are met, which are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from bs_metrics.contract.records import CriteriaSet, Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.unit_standing import UnitStanding, unit_standings
from bs_metrics.views.texts import noun_of, short_name, upper_first
from bs_metrics.words import Language, words

_CODES = 4  # of the criteria of one unit on a slide; more are a number
_ROOM = 70  # letters for the units on a slide


@dataclass(frozen=True)
class UnitTexts:
    """The texts of the units of one set; what is counted is called as the measure of its criteria calls it."""

    ratios: Mapping[str, Ratio]
    set_id: str | None
    language: Language

    def _say(self, key: str, **values: object) -> str:
        return words(f"unit_criteria.{key}", self.language, **values)

    def _noun(self, number: int) -> str:
        ratio = ratio_of_set(self.ratios, self.set_id, "criteria")
        if ratio is not None:
            return noun_of(ratio, number, self.language)
        return self._say("noun_one" if number == 1 else "noun_many")

    def tally(self, one: UnitStanding) -> str:
        """How many criteria are met, of how many: 15/19 tiêu chí đạt, 3 chưa đạt, 1 chưa rõ. Empty where none is known.

        What is not known is one number, never a list, and never counted as not met.
        """
        if not one.by_criterion:
            return ""
        numbers = {"not_met": len(one.not_met), "doubtful": len(one.doubtful), "unknown": one.unknown}
        said = [self._say(f"tally_{name}", number=number) for name, number in numbers.items() if number]
        return ", ".join([self._say("tally", met=one.met, total=one.total, noun=self._noun(one.total)), *said])

    def failing(self, one: UnitStanding) -> str:
        """Which criteria are not met, and which are stated otherwise than their items prove; empty where none are."""
        parts = []
        for status, codes in (("not_met", one.not_met), ("doubtful", one.doubtful)):
            if codes:
                parts.append(self._say(f"codes_{status}", noun=self._noun(len(codes)), codes=", ".join(codes)))
        return "; ".join(parts)

    def reason(self, one: UnitStanding) -> str:
        """Why a unit is not met or doubtful, as far as its criteria tell; empty where they do not."""
        if one.status == "doubtful":
            stated = words(f"status.{one.stated}", self.language)
            return self._say("conflict", stated=stated, proven=self.failing(one) or self.tally(one))
        return self.failing(one) if one.status == "not_met" else ""

    def word(self, status: str) -> str:
        """The status in words: where a report counts recognitions, the others are not recognised yet."""
        ratio = ratio_of_set(self.ratios, self.set_id, "units")
        recognised = ratio is not None and ratio.reported is not None and ratio.reported.basis == "recognised"
        return words(f"status.{'not_recognised' if recognised and status == 'not_met' else status}", self.language)

    def result(self, one: UnitStanding) -> str:
        """The status in words, with its reason; of an unknown one, how many criteria are known."""
        said = self.tally(one) if one.status == "unknown" else self.reason(one)
        word = words(f"status.{one.status}", self.language) if said else self.word(one.status)
        return self._say("result", status=word, said=said) if said else word

    def within_set(self, name: str, declared: CriteriaSet) -> str:
        """A unit's name with the set that is spoken of."""
        return self._say("unit", name=name, set=short_name(declared, self.language))

    def coded(self, code: str) -> str:
        """A criterion by its code: Tiêu chí 17."""
        return upper_first(self._say("coded", noun=self._noun(1), code=code))

    def in_short(self, tables: Tables) -> list[str]:
        """For one line: units with the codes of what they fail, the fewest first; then those with another reason.

        Of each kind as many as can be read from the back of a room, and how many more there are.
        """
        shown = sorted(self._with_reason(tables), key=lambda unit: len(unit[1].not_met))
        codes = [(name, self._few(one.not_met)) for name, one in shown if one.not_met]
        failing = [self._say("failing_unit", name=name, codes=some) for name, some in codes]
        others = [f"{name}: {self.reason(one)}" for name, one in shown if not one.not_met]
        said = upper_first(self._say("failing", noun=self._noun(2), names=self._first(failing, ", ")))
        return [*([said] if failing else []), *([self._first(others, "; ")] if others else [])]

    def _few(self, codes: tuple[str, ...]) -> str:
        if len(codes) > _CODES:
            return self._say("failing_many", number=len(codes), noun=self._noun(len(codes)))
        return ", ".join(codes)

    def _first(self, names: list[str], between: str) -> str:
        """As many of the names as there is room for, one at least."""
        lengths = accumulate(len(name) + len(between) for name in names)
        room = max(1, sum(length <= _ROOM for length in lengths))
        shown, left = between.join(names[:room]), len(names) - room
        return words("slide.more_names", self.language, names=shown, number=left) if left > 0 else shown

    def named_reasons(self, tables: Tables) -> list[tuple[str, str]]:
        """Name and reason of each unit whose criteria show why it is not met or doubtful."""
        return [(name, self.reason(one)) for name, one in self._with_reason(tables)]

    def _with_reason(self, tables: Tables) -> list[tuple[str, UnitStanding]]:
        found = unit_standings(tables, self.ratios, self.set_id)
        named = [(unit.name, found[unit.code]) for unit in tables.rows(Unit) if unit.code in found]
        return [(name, one) for name, one in named if self.reason(one)]


def known_by(one: UnitStanding) -> str:
    """How the result of a unit is known, as a key of the words `known_by`."""
    if one.status in ("unknown", "doubtful"):
        return one.status
    if one.status == one.stated:
        return "stated"
    by_criteria = one.not_met if one.status == "not_met" else one.met == one.total
    return "criteria" if by_criteria else "deduced"
