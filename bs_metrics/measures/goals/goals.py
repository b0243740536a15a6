"""Every goal of a state of the data with its rule: each stage as a whole, each measure that asks for a number."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, cast

from bs_metrics.contract.records import CriteriaSet, Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set, named, school_results
from bs_metrics.measures.goals.owners import owner_of
from bs_metrics.measures.goals.rules import Above, Amount, Rule, Work, added, counted, every
from bs_metrics.measures.goals.works import OfUnits, named_work, number_for, of_units, unnamed_works
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio, ratios, settled_status
from bs_metrics.measures.sets import conditions_of, deadline_of, ratio_of_set, stage_measures, stage_sets
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.numbers import exact
from bs_metrics.text import parts_in


@dataclass(frozen=True, eq=False)
class Goal:
    """What is to be reached: a stage by its criteria set, or a measure's number. The id is the set's or measure's."""

    id: str
    make: Callable[[], Rule | None]
    declared: CriteriaSet | None = None
    ratio: Ratio | None = None

    @cached_property
    def rule(self) -> Rule | None:
        """What it asks for; None where the data contradict each other, or do not say how many there are."""
        return self.make()


def goals_of(tables: Tables) -> dict[str, Goal]:
    """Every goal by id, made once: the stages in the order of the road, then the measures in theirs."""
    return tables.once(_goals)


def _goals(tables: Tables) -> dict[str, Goal]:
    measured = tables.once(ratios)
    rules = _Rules(tables, measured)
    stages = {one.id: Goal(one.id, partial(rules.whole, one), declared=one) for one in stage_sets(tables)}
    measures = {
        ratio.id: Goal(ratio.id, partial(rules.measure, ratio.id), ratio=ratio)
        for ratio in measured.values()
        if ratio.needed is not None
    }
    return measures | stages if stages.keys() & measures.keys() else stages | measures


def doubtful_in(tables: Tables, goal: Goal) -> list[Ratio]:
    """The measures whose figures contradict each other, of those that a goal counts or that are of its stage."""
    ids, sets, stage = set[str | None](), set[str | None](), None
    if goal.ratio is not None:
        ids = {goal.id, *parts_in(goal.ratio.measure.parts), goal.ratio.measure.parent}
    if goal.declared is not None:
        sets, stage = {goal.declared.id, *(of.id for of in conditions_of(tables, goal.declared))}, goal.declared.stage
        ids = {one.measure for one in tables.rows(Criterion) if one.set in sets} - {None}
    return [
        ratio
        for ratio in tables.once(ratios).values()
        if ratio.headline.kind == "contradiction"
        and (
            ratio.id in ids
            or ratio.measure.set in sets - {None}
            or (stage is not None and ratio.measure.stage == stage)
        )
    ]


@dataclass(frozen=True)
class _Rules:
    """The rules of one state of the data; what several goals rest on is one object."""

    tables: Tables
    ratios: dict[str, Ratio]
    _made: dict[Any, Any] = field(default_factory=dict)

    def measure(self, id: str) -> Rule | None:
        """The rule of a measure; None where its figures contradict each other or nothing says how many there are."""
        if id not in self._made:
            self._made[id] = None  # one that rests on itself asks for nothing
            self._made[id] = self._measure(self.ratios[id])
        return cast(Rule | None, self._made[id])

    def _measure(self, ratio: Ratio) -> Rule | None:
        if ratio.measure.counts == "parts" and ratio.total is not None:
            parts = [self.measure(part) for part in parts_in(ratio.measure.parts)]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return replace(added(known, ratio.needed or ratio.total), measure=ratio.id)
        rule = self._alone(ratio)
        return rule and self._nested(ratio, rule)

    def _alone(self, ratio: Ratio) -> Rule | None:
        """Without what measures of the levels above and below prove."""
        if ratio.total is None or ratio.headline.kind == "contradiction":
            return None
        owner = owner_of(self.tables, measure=ratio.id).by(ratio.deadline)
        return counted(ratio, list(self._things(ratio)), ratio.total if ratio.needed is None else ratio.needed, *owner)

    def _nested(self, ratio: Ratio, rule: Rule) -> Rule:
        """Criteria and the items below them, whether rows name them or not: each proves something of the other."""
        if ratio.nesting is not None:
            above = self._alone(self.ratios[ratio.measure.parent or ""])
            standings = standing(self.tables, self.ratios, ratio.measure.set)
            open_ones = first_level(standings, "not_met", "unknown")
            least = ((ratio.nesting.unmet[one.criterion.code][0], self._thing(one, standings)) for one in open_ones)
            return replace(rule, above=Above(above, tuple(least))) if above else rule
        below = next((one for one in self.ratios.values() if one.nesting and one.measure.parent == ratio.id), None)
        return replace(rule, by_items=self.measure(below.id)) if below else rule

    def _things(self, ratio: Ratio) -> Iterator[Work | Rule]:
        things = named(self.tables, ratio.measure)
        if things.schools is not None:
            statuses = school_results(things.schools)
            for name, status in zip(things.schools["name"], statuses, strict=True):
                owner = owner_of(self.tables, school=name).by(ratio.deadline)
                yield named_work(f":{name}", settled_status(status, ratio), owner, school=name)
        elif things.declared is not None and things.criteria is None:
            yield from self._units(things.declared, things.units)
        elif things.declared is not None and len(things.units) == 1:
            standings = standing(self.tables, self.ratios, things.declared.id)
            by_code = {one.criterion.code: one for one in standings}
            yield from (self._thing(by_code[one.code], standings) for one in things.criteria or ())
        elif things.declared is not None:
            yield from self._of_units(things.declared).things(things.criteria or (), things.units)

    def _thing(self, one: Standing, standings: list[Standing]) -> Work | Rule:
        """A criterion of a set that applies to one unit: by its measure, by what stands below it, else by itself."""
        criterion, below = one.criterion, parts_of(one, standings)
        if one.status != "met" and criterion.measure in self.ratios:
            needed, rule = number_for(criterion, self.ratios[criterion.measure]), self.measure(criterion.measure)
            if needed is not None and rule is not None:
                return replace(rule, needed=needed)
        declared = criteria_set(self.tables, criterion.set)
        asks_for_all = declared is not None and declared.pass_rule == "all"
        if one.status != "met" and below and one.known_by != "doubtful" and asks_for_all:
            unnamed = unnamed_works(
                self.tables, criterion.set, criterion.code, (criterion.items or 0) - len(below), due=self._due(declared)
            )
            return every([*(self._thing(part, standings) for part in below), *unnamed], self._work(one))
        return self._work(one)

    def _work(self, one: Standing) -> Work:
        set_id, code = one.criterion.set, one.criterion.code
        key = f"{set_id}:{code}"
        if key not in self._made:
            cost = one.result.cost_million_vnd if one.result else None
            owner = owner_of(self.tables, set_id, code).by(self._due(criteria_set(self.tables, set_id)))
            self._made[key] = named_work(key, one.status, owner, cost, set_id=set_id, criterion=code)
        return cast(Work, self._made[key])

    def _units(self, declared: CriteriaSet, codes: Iterable[str]) -> Iterator[Work | Rule]:
        """Units in a set as a whole: all by their criteria where those of any are known and all must be met, so that
        what they lack is counted alike; else by themselves, as one of which a criterion is in doubt.
        """
        standings, of_units = unit_standings(self.tables, self.ratios, declared.id), self._of_units(declared)
        first = criteria_of(self.tables, declared.id)
        by_criteria = any(one.by_criterion for one in standings.values())
        for code in codes:
            one = standings[code]
            work = of_units.work(None, code, "unknown" if one.status == "doubtful" else one.status)
            if work.status == "met" or one.doubtful or not (first and of_units.asks_for_all):
                yield work
                continue
            unnamed = unnamed_works(self.tables, declared.id, None, one.total - len(first), code, due=of_units.due)
            whole = every([*(of_units.thing(criterion, code) for criterion in first), *unnamed], work)
            yield whole if by_criteria else work._replace(below=whole.keys)

    def _of_units(self, declared: CriteriaSet) -> OfUnits:
        if ("units", declared.id) not in self._made:
            self._made["units", declared.id] = of_units(self.tables, declared, self._due(declared))
        return cast(OfUnits, self._made["units", declared.id])

    def _due(self, declared: CriteriaSet | None) -> date | None:
        return deadline_of(self.tables, self.ratios, declared)

    def whole(self, declared: CriteriaSet) -> Rule | None:
        """A stage's set with its conditions: all of it, or points with minima where its rule says so."""
        parts = self._by_points(declared) if declared.pass_rule == "points" else self._by_criteria(declared)
        parts += [self.whole(one) for one in conditions_of(self.tables, declared)]
        if declared.stage is not None:
            beside = stage_measures(self.ratios, declared.stage, "condition")
            parts += [self.measure(ratio.id) for ratio in beside]
        known = [part for part in parts if part is not None]
        return every(known) if known and len(known) == len(parts) else None

    def _by_criteria(self, declared: CriteriaSet) -> list[Rule | None]:
        ratio = ratio_of_set(self.ratios, declared.id, "criteria")
        if ratio is not None and ratio.measure.filter is None:
            rule = self.measure(ratio.id)
            return [rule and replace(rule, needed=rule.total or rule.needed)]
        standings = standing(self.tables, self.ratios, declared.id)
        things = [self._thing(one, standings) for one in first_level(standings)]
        missing = max(0, (declared.official_criteria or 0) - len(things))
        owner = owner_of(self.tables, declared.id, is_whole=False).by(self._due(declared))
        unnamed = [Work(f"{declared.id}:+", "unknown", missing, missing, declared.id, **owner._asdict())]
        return [every([*things, *unnamed[:missing]])]

    def _by_points(self, declared: CriteriaSet) -> list[Rule | None]:
        """Points of the criteria and of all together, each item that becomes met giving no more than its least."""
        if declared.pass_mark is None:
            return [None]
        of_set = (self.tables, self.ratios, declared.id)
        standings, points = standing(*of_set), points_reached(*of_set)
        rules: list[Rule | None] = []
        gains: list[tuple[Amount, Work | Rule]] = []
        for one in first_level(standings):
            criterion, below = one.criterion, parts_of(one, standings)
            if criterion.points_min is None:
                return [None]
            whole = len(below) == criterion.items and all(part.criterion.points_min is not None for part in below)
            raised = [
                (exact(part.criterion.points_min or 0) - points[part.criterion.code].low, self._work(part))
                for part in (below if whole else [one])
            ]
            of_one: list[tuple[Amount, Work | Rule]] = [(gain, work.opened()) for gain, work in raised if gain > 0]
            rules.append(
                Rule(exact(criterion.points_min), tuple(of_one), points[criterion.code].low, thing=self._work(one))
            )
            gains += of_one
        return [*rules, Rule(exact(declared.pass_mark), tuple(gains), points[None].low)]
