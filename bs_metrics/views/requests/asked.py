"""What is not known, in sentences: what is asked, and why it matters; the name of each item that it is asked of."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Criterion, Measure, Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.goals.owners import document_of, owner_of
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, parts_of_set, ratio_of_set
from bs_metrics.measures.standing import standing
from bs_metrics.measures.unknown.unknowns import Unknown, unknowns
from bs_metrics.numbers import CountStyle, format_number
from bs_metrics.views.criteria import needed_text
from bs_metrics.views.phrases import ratio_text
from bs_metrics.views.texts import dotted, in_language, noun_of, ratio_name, set_noun, short_name, upper_first
from bs_metrics.words import Language, words

_IN_FULL, _BY_CODE = 3, 24  # items of a line that are named, or given by their codes


@dataclass(frozen=True)
class Asked:
    """One line of what is asked of an agency; None where no agency is known: `look` is then the document to look in."""

    what: str
    reason: str
    agency: str | None
    deadline: date | None
    look: str | None = None
    short: str = ""  # what is asked, without of what; of a stage with all of a kind in the first


def asked_lines(
    tables: Tables, ratios: dict[str, Ratio], language: Language, style: CountStyle = format_number
) -> list[Asked]:
    """All that is not known, a line each."""
    tell = _Tell(tables, ratios, language, style)
    return [tell.line(one) for one in unknowns(tables)]


def asked_of_stage(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> list[Asked]:
    """What is not known of a stage's set and of those that go with it: results, names of what is missing, points."""
    stage = criteria_set(tables, set_id)
    if stage is None:
        return []
    tell = _Tell(tables, ratios, language, format_number)
    sets = {stage.id, *(one.id for one in (*conditions_of(tables, stage), *parts_of_set(tables, stage)))}
    lacking = [
        one
        for one in unknowns(tables)
        if one.lacks in ("result", "name", "total", "points") and one.status != "met" and one.set_id in sets
    ]
    numbers = Counter[str]()
    for one in lacking:
        numbers[tell.asked(replace(one, number=0))] += one.number  # what reads alike with the same number is of a kind
    asked = []
    for one in lacking:
        number = numbers.pop(tell.asked(replace(one, number=0)), 0)
        asked.append(replace(tell.line(one), short=tell.asked(replace(one, number=number)) if number else ""))
    return [*tell.which(stage), *asked]


class Names:
    """What rows are called: criteria with their codes, units with the word for their kind, schools, measures."""

    def __init__(self, tables: Tables, language: Language) -> None:
        self.tables, self.language = tables, language
        self._criteria = {(one.set, one.code): one for one in tables.rows(Criterion)}
        self._units = {one.code: one for one in tables.rows(Unit)}
        self._measures = {one.id: one for one in tables.rows(Measure)}

    def of(self, table: str, row: dict[str, Any], several: bool, needed: bool = False) -> str:
        """The name of a row's item; its unit's too where the set applies to `several`; what is `needed` of it."""
        if table == "schools":
            return str(row["name"])
        if table == "reported_totals":
            return in_language(self._measures[row["measure"]].name, self.language)
        criterion = None if pd.isna(row["criterion"]) else self._criteria.get((row["set"], row["criterion"]))
        unit = self._units.get(row["unit"])
        of_unit = self._unit(unit) if unit and (several or criterion is None) else ""
        if criterion is None:
            return of_unit
        name = upper_first(short_name(criterion, self.language))
        coded = words("requests.coded", self.language, code=criterion.code, name=name)
        return dotted(coded, needed_text(criterion, self.language) if needed else "", of_unit)

    def _unit(self, unit: Unit) -> str:
        kind = self.tables.word("unit_kind", unit.kind, self.language)
        return words("frame.place", self.language, kind=kind, name=unit.name)


@dataclass(frozen=True)
class _Tell:
    """The sentences of one state of the data, for one reader."""

    tables: Tables
    ratios: dict[str, Ratio]
    language: Language
    style: CountStyle

    def _say(self, key: str, **values: object) -> str:
        return words(f"requests.{key}", self.language, **values)

    def _counted(self, one: Unknown) -> str:
        """How many, in the noun counted."""
        if one.ratio is not None:
            noun = noun_of(one.ratio, one.number, self.language)
        else:
            noun = set_noun(self.tables, self.ratios, one.set_id, one.counts, self.language, one.number)
        return f"{self.style(one.number, self.language)} {noun}"

    def asked(self, one: Unknown) -> str:
        """What is asked for, without of what."""
        key = f"name_{one.status}" if one.lacks == "name" else one.lacks
        noun = noun_of(one.ratio, 2, self.language) if one.ratio else ""
        return self._say(key, counted=self._counted(one), noun=noun)

    def line(self, one: Unknown) -> Asked:
        """What is asked for, and why."""
        asked = self.asked(one)
        of = short_name(one.declared, self.language) if one.declared else ""
        of = ratio_name(one.ratio, self.language) if one.ratio else of
        what = self._say("of", name=of, asked=asked) + self._named(one)
        return Asked(what, self._why(one), one.agency, one.deadline, document_of(self.tables, one.set_id), asked)

    def which(self, declared: CriteriaSet) -> Iterator[Asked]:
        """Which items are not met, where only their number is known."""
        ratio = ratio_of_set(self.ratios, declared.id, "items")
        if ratio is None or ratio.gap_bounds is None:
            return
        every = standing(self.tables, self.ratios, declared.id)
        named = sum(one.status == "not_met" for one in every if not one.is_first_level)
        if (number := ratio.gap_bounds[0] - named) > 0:
            noun, agency = noun_of(ratio, number, self.language), owner_of(self.tables, measure=ratio.id).agency
            asked = self._say("which", counted=f"{self.style(number, self.language)} {noun}")
            what, why = self._say("of", name=ratio_name(ratio, self.language), asked=asked), self._say("why_unnamed")
            yield Asked(what, why, agency, ratio.deadline, declared.assigned_by, asked)

    def _named(self, one: Unknown) -> str:
        """The items by name, or by their codes; nothing for very many, whose names are in the form."""
        if one.lacks in ("name", "total") or one.items.empty:
            return ""
        of_units = one.table == "results" and one.items["unit"].nunique() > 1
        if one.number <= _IN_FULL:
            names = Names(self.tables, self.language)
            listed = "; ".join(names.of(one.table, row, of_units) for row in one.items.to_dict("records"))
        elif one.table == "results" and not of_units and one.number <= _BY_CODE:
            listed = ", ".join(one.items["criterion"])
        else:
            return ""
        return self._say("named", names=listed)

    def _why(self, one: Unknown) -> str:
        """Why it matters: which measure it narrows, or what cannot be told without it."""
        ratio = one.ratio
        if one.lacks in ("cost", "deadline", "points"):
            return self._say(f"why_{one.lacks}")
        if ratio is None:
            stage = short_name(one.stage, self.language) if one.stage else ""
            return self._say("why_condition", name=stage)
        figure = ratio_text(ratio, self.language)
        if one.lacks == "total":
            nothing = ratio.headline.share is None and ratio.headline.met is None
            return self._say("why_no_figure") if nothing else self._say("why_total", figure=figure)
        if ratio.total and ratio.tally.lower != ratio.tally.upper:
            return self._say("why_narrows", figure=figure)
        if one.lacks == "name":
            return self._say("why_named", figure=figure, noun=noun_of(ratio, 2, self.language))
        return self._say("why_which", figure=figure)
