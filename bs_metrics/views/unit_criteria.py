"""What a unit's criteria say of its result in a set, in the reader's language: how many are met, which are not."""

from collections.abc import Mapping
from dataclasses import dataclass

from bs_metrics.contract.records import CriteriaSet, Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.unit_standing import UnitStanding, unit_standings
from bs_metrics.views.texts import noun_of, short_name
from bs_metrics.words import Language, words


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

    def result(self, one: UnitStanding) -> str:
        """The status in words, with its reason; of an unknown one, how many criteria are known."""
        said = self.tally(one) if one.status == "unknown" else self.reason(one)
        word = words(f"status.{one.status}", self.language)
        return self._say("result", status=word, said=said) if said else word

    def within_set(self, name: str, declared: CriteriaSet) -> str:
        """A unit's name with the set that is spoken of."""
        return self._say("unit", name=name, set=short_name(declared, self.language))

    def named_reasons(self, tables: Tables) -> list[tuple[str, str]]:
        """Name and reason of each unit whose criteria show why it is not met or doubtful."""
        found = unit_standings(tables, self.ratios, self.set_id)
        named = [(unit.name, self.reason(found[unit.code])) for unit in tables.rows(Unit) if unit.code in found]
        return [(name, reason) for name, reason in named if reason]


def known_by(one: UnitStanding) -> str:
    """How the result of a unit is known, as a key of the words `known_by`."""
    if one.status in ("unknown", "doubtful"):
        return one.status
    if one.status == one.stated:
        return "stated"
    by_criteria = one.not_met if one.status == "not_met" else one.met == one.total
    return "criteria" if by_criteria else "deduced"
