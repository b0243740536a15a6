"""What may still be done, in words: a criterion, a unit, a school by name, else how many of what nobody names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bs_metrics.contract.records import CriteriaSet, Criterion, Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.goals.goals import Goal
from bs_metrics.measures.goals.owners import document_of
from bs_metrics.measures.goals.rules import Done, Rule, Work, rules_in, works_of
from bs_metrics.numbers import format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.criteria import has_parts
from bs_metrics.views.phrases import counted
from bs_metrics.views.texts import (
    dotted,
    noun_of,
    owner_named,
    ratio_name,
    set_noun,
    short_name,
    spanned,
    unit_names,
    upper_first,
)
from bs_metrics.views.verdicts.verdict import day_marked
from bs_metrics.words import Language, words

_NAMED = 3  # of one set, by name; more are a number


@dataclass(frozen=True)
class WorkTexts:
    """Works and goals of one state of the data, for one reader."""

    shown: Snapshot
    language: Language
    today: date | None = None  # the reader's

    def say(self, key: str, **values: object) -> str:
        """The words under a key."""
        return words(key, self.language, **values)

    def day(self, day: date | None) -> str:
        """A day, marked where it has passed since the data were made."""
        return day_marked(day, self.shown.as_of, self.today, self.language)

    def number(self, number: int) -> str:
        """A number as the reader writes it."""
        return format_number(number, self.language)

    def goal(self, goal: Goal) -> str:
        """What a goal is called: a stage by its set, a measure by its own name."""
        if goal.declared is not None:
            return self.say("scenario.stage", name=short_name(goal.declared, self.language))
        return ratio_name(self.shown.ratios[goal.id], self.language)

    def work(self, work: Work, number: int = 1) -> str:
        """What a work is, with the set it belongs to; of what nobody names how many."""
        if work.school is not None:
            return work.school
        if work.measure is not None:
            ratio = self.shown.ratios[work.measure]
            return self.say(
                "scenario.unnamed", what=counted(number, ratio, self.language), of=ratio_name(ratio, self.language)
            )
        declared = criteria_set(self.shown.tables, work.set_id)
        of = short_name(declared, self.language) if declared else ""
        if work.key.endswith(":+"):
            level = "criteria" if work.criterion is None else "items"
            noun = set_noun(self.shown.tables, self.shown.ratios, work.set_id, level, self.language, number)
            within = self._criterion(work) if work.criterion is not None else of
            what = f"{format_number(number, self.language)} {noun}"
            return self._of_unit(work, self.say("scenario.unnamed", what=what, of=within))
        named = self._criterion(work) if work.criterion is not None else ""
        what = self.say("scenario.within", what=named, of=of) if named else of
        return what if named and not self._has_several(declared) else self._of_unit(work, what)

    def unit(self, work: Work) -> str | None:
        """The name of the unit that a work is of, where there are several."""
        if work.unit is None or not self._has_several(criteria_set(self.shown.tables, work.set_id)):
            return None
        return self.shown.tables.once(unit_names).get(work.unit)

    def detail(self, work: Work, number: int) -> str:
        """Whose work it is, by when, what it costs; of each what nobody has said."""
        day, cost = self.day(work.deadline), work.cost
        of_set = self.shown.ratios[work.measure].measure.set if work.measure is not None else work.set_id
        return dotted(
            owner_named(work.agency, document_of(self.shown.tables, of_set), self.language),
            words("missing.deadline", self.language, date=day) if day else self.say("scenario.no_day"),
            self.say("scenario.no_cost")
            if cost is None
            else self.say("scenario.cost_all", amount=format_number(cost * number, self.language)),
        )

    def held(self, rule: Rule) -> list[str]:
        """What a goal rests on that is met already: by name where few of a set are, else how many."""
        groups: dict[tuple[str | None, str], list[Work]] = {}
        counting = {part.key: one.measure for one in rules_in(rule) for _, part in one.parts if isinstance(part, Work)}
        for work in works_of(rule).values():
            if work.status == "met":
                of = counting.get(work.key) if work.school is not None else work.set_id
                groups.setdefault((of, self._level(next(_one_by_one(work)))), []).append(work)
        lines = [self._group(of, works) for (of, _), works in groups.items()]
        for id, base in {one.measure: one.base for one in rules_in(rule) if one.measure and one.base}.items():
            lines.append(self.work(Work("", "met", measure=id), int(base)))
        return [upper_first(line) for line in lines]

    def short(self, rule: Rule, done: Done) -> list[str]:
        """What keeps a rule from being met, the things furthest up by name, measures by their gap."""
        return [upper_first(one) for one in dict.fromkeys(self._short(rule, done))]

    def gap(self, rule: Rule, done: Done) -> str:
        """How many of what a measure counts are still short: the least and the most."""
        low, high = (max(0, rule.needed - rule.reached(done, possibly)) for possibly in (True, False))
        number = spanned(*(format_number(end, self.language) for end in (low, high)))
        return f"{number} {noun_of(self.shown.ratios[rule.measure or ''], int(high), self.language)}"

    def _short(self, rule: Rule, done: Done) -> Iterator[str]:
        if rule.measure is not None:
            name = ratio_name(self.shown.ratios[rule.measure], self.language)
            yield self.say("scenario.short", name=name, gap=self.gap(rule, done))
        elif rule.thing is not None:
            yield self.work(rule.thing)
        elif rule.asks_for_all:
            for _, part in rule.parts:
                if isinstance(part, Work):
                    if part.number(done) < part.most:
                        yield self.work(part, part.most - part.number(done))
                elif not part.is_met(done):
                    yield from self._short(part, done)
        else:
            reached, needed = (format_number(end, self.language, 2) for end in (rule.reached(done), rule.needed))
            yield self.say("scenario.points", reached=reached, needed=needed)

    def _group(self, of: str | None, works: list[Work]) -> str:
        first, number = works[0], sum(len(work.codes) or work.most for work in works)
        if number <= _NAMED:
            return ", ".join(self.work(one) for work in works for one in _one_by_one(work))
        if first.school is not None:
            ratio = self.shown.ratios[of or ""]
            what = counted(number, ratio, self.language)
            return self.say("scenario.within", what=what, of=ratio_name(ratio, self.language))
        declared = criteria_set(self.shown.tables, first.set_id)
        if first.criterion is not None:
            level = self._level(next(_one_by_one(first)))
            noun = set_noun(self.shown.tables, self.shown.ratios, first.set_id, level, self.language, number)
        else:
            kind = next((unit.kind for unit in self.shown.tables.rows(Unit) if unit.code == first.unit), None)
            noun = self.shown.tables.word("unit_kind", kind, self.language, number)
        what = f"{format_number(number, self.language)} {noun}"
        return self.say("scenario.within", what=what, of=short_name(declared, self.language) if declared else "")

    def _criterion(self, work: Work) -> str:
        one, level = self._named.get((work.set_id, work.criterion)), self._level(work)
        noun = set_noun(self.shown.tables, self.shown.ratios, work.set_id, level, self.language, 1)
        name = short_name(one, self.language) if one else ""
        return words("missing.coded", self.language, noun=noun, code=work.criterion, name=name)

    def _level(self, work: Work) -> str:
        """What it is counted among: criteria, items below them, or units."""
        if work.criterion is None:
            return "units"
        one = self._named.get((work.set_id, work.criterion))
        declared = criteria_set(self.shown.tables, work.set_id)
        is_counted = declared is not None and (declared.official_items or declared.items_noun)
        # A standard's parts are standards, unless the set says what they are or how many.
        is_part = not is_counted and has_parts(self.shown.tables, self.shown.ratios, work.set_id)
        return "criteria" if one is None or one.parent is None or is_part else "items"

    @property
    def _named(self) -> Mapping[tuple[str | None, str | None], Criterion]:
        return self.shown.tables.once(_criteria)

    def _has_several(self, declared: CriteriaSet | None) -> bool:
        kinds = declared.kinds if declared else []
        return sum(unit.kind in kinds for unit in self.shown.tables.rows(Unit)) > 1

    def _of_unit(self, work: Work, what: str) -> str:
        name = self.shown.tables.once(unit_names).get(work.unit or "")
        return f"{name}: {what}" if name else what


def _one_by_one(work: Work) -> Iterator[Work]:
    """The criteria that one work stands for, each as one of its own."""
    yield from (work._replace(criterion=code, codes=()) for code in work.codes)
    if not work.codes:
        yield work


def _criteria(tables: Tables) -> dict[tuple[str | None, str | None], Criterion]:
    return {(one.set, one.code): one for one in tables.rows(Criterion)}
