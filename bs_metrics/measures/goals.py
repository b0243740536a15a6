"""Every goal of a state of the data with its rule: each stage as a whole, each measure that asks for a number."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from math import ceil
from typing import Any, cast

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import Action, CriteriaSet, Criterion, Task
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set, decided, rows_of_set, school_results, units_of
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio, ratios, settled_status
from bs_metrics.measures.rules import Above, Amount, Rule, Work, added, counted, every
from bs_metrics.measures.sets import conditions_of, ratio_of_set, stage_sets
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.numbers import exact
from bs_metrics.text import parts_in

CLOSED = ("done", "dropped")  # of a task or an action
_Row = dict[str, Any]
_NOTHING: _Row = {}
_GIVEN = ("agency", "deadline", "cost_million_vnd")


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


def duties_of(tables: Tables, set_id: str | None) -> list[Task | Action]:
    """The tasks and actions of a criteria set that are still to be done."""
    rows: list[Task | Action] = [*tables.rows(Task), *tables.rows(Action)] if set_id else []
    return [row for row in rows if row.set == set_id and row.status not in CLOSED]


def assigned(
    tables: Tables, set_id: str | None, criterion: str | None = None, measure: str | None = None
) -> tuple[str | None, date | None]:
    """Who has to act on a criterion of a set, or on the set as a whole, and the nearest day, by tasks and actions; with
    a measure, by the actions about it too.
    """
    duties = [duty for duty in duties_of(tables, set_id) if duty.criterion == criterion]
    duties += [one for one in tables.rows(Action) if measure and one.measure == measure and one.status not in CLOSED]
    agencies = sorted({agency for duty in duties for agency in parts_in(duty.agency)})
    return "; ".join(agencies) or None, min((duty.deadline for duty in duties if duty.deadline), default=None)


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
        owner = assigned(self.tables, ratio.measure.set, measure=ratio.id)
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
        counts, set_id = ratio.measure.counts, ratio.measure.set
        if counts == "schools":
            yield from self._schools(ratio)
        elif counts == "units":
            declared = criteria_set(self.tables, set_id)
            units = self.tables["units"]
            kept = units[matching(units, ratio.measure.filter, schema().tables["units"], self.tables.lists)]
            if declared is not None:
                kept = kept[kept["kind"].isin(declared.kinds)]
                yield from self._units(declared, kept["code"].tolist())
        elif counts in ("criteria", "items"):
            yield from self._criteria(ratio)

    def _schools(self, ratio: Ratio) -> Iterator[Work]:
        schools = self.tables["schools"]
        schools = schools[matching(schools, ratio.measure.filter, schema().tables["schools"], self.tables.lists)]
        for row, status in zip(_rows(schools, "name", "agency", "deadline"), school_results(schools), strict=True):
            settled = settled_status(status, ratio)
            yield _named(f":{row['name']}", settled, row, school=row["name"])

    def _criteria(self, ratio: Ratio) -> Iterator[Work | Rule]:
        declared = criteria_set(self.tables, ratio.measure.set)
        if declared is None:
            return
        of_level = ratio.measure.counts == "criteria"
        rows = self.tables["criteria"]
        kept = set(rows["code"][matching(rows, ratio.measure.filter, schema().tables["criteria"], self.tables.lists)])
        named = [one for one in criteria_of(self.tables, declared.id, of_level) if one.code in kept]
        if units_of(self.tables, declared) == 1:
            standings = {one.criterion.code: one for one in standing(self.tables, self.ratios, declared.id)}
            yield from (self._thing(standings[one.code], list(standings.values())) for one in named)
            return
        of_units = self._of_units(declared)
        for unit in self.tables["units"]["code"][self.tables["units"]["kind"].isin(declared.kinds)]:
            yield from (of_units.thing(one, unit) for one in named)

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
            unnamed = _unnamed(criterion.set, criterion.code, (criterion.items or 0) - len(below))
            return every([*(self._thing(part, standings) for part in below), *unnamed], self._work(one))
        return self._work(one)

    def _work(self, one: Standing) -> Work:
        key = f"{one.criterion.set}:{one.criterion.code}"
        if key not in self._made:
            row: _Row = {name: getattr(one.result, name) if one.result else None for name in _GIVEN}
            every_one = standing(self.tables, self.ratios, one.criterion.set)
            above = [self._work(each) for each in every_one if each.criterion.code == one.criterion.parent]
            work = _named(key, one.status, row, set_id=one.criterion.set, criterion=one.criterion.code)
            self._made[key] = self._told(work, *above)
        return cast(Work, self._made[key])

    def _told(self, work: Work, *above: Work) -> Work:
        """With what the tasks say of it where its own row does not, else with what is said of what stands above it."""
        given = [(work.agency, work.deadline), assigned(self.tables, work.set_id, work.criterion)]
        agencies, days = zip(*given, *((one.agency, one.deadline) for one in above), strict=True)
        return work._replace(agency=next(filter(None, agencies), None), deadline=next(filter(None, days), None))

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
            unnamed = _unnamed(declared.id, None, one.total - len(first), code)
            whole = every([*(of_units.thing(criterion, code) for criterion in first), *unnamed], work)
            yield whole if by_criteria else work._replace(below=whole.keys)

    def _of_units(self, declared: CriteriaSet) -> "_OfUnits":
        if ("units", declared.id) not in self._made:
            results = self.tables["results"][rows_of_set(self.tables, declared.id)]
            rows = _rows(results, "criterion", "unit", *_GIVEN)
            statuses = decided(results, self.tables["criteria"])
            found = {
                (row.pop("criterion"), row.pop("unit")): (status, row)
                for row, status in zip(rows, statuses, strict=True)
            }
            below: dict[str, list[Criterion]] = {}
            for one in criteria_of(self.tables, declared.id, first_level=False):
                below.setdefault(one.parent or "", []).append(one)
            is_one = units_of(self.tables, declared) == 1
            self._made["units", declared.id] = _OfUnits(declared, found, below, is_one)
        return cast(_OfUnits, self._made["units", declared.id])

    def whole(self, declared: CriteriaSet) -> Rule | None:
        """A stage's set with its conditions: all of it, or points with minima where its rule says so."""
        parts = self._by_points(declared) if declared.pass_rule == "points" else self._by_criteria(declared)
        parts += [self.whole(one) for one in conditions_of(self.tables, declared)]
        for ratio in self.ratios.values():
            if (
                declared.stage is not None
                and ratio.measure.stage == declared.stage
                and ratio.measure.role == "condition"
            ):
                parts.append(self.measure(ratio.id))
        known = [part for part in parts if part is not None]
        return every(known) if known and len(known) == len(parts) else None

    def _by_criteria(self, declared: CriteriaSet) -> list[Rule | None]:
        ratio = ratio_of_set(self.ratios, declared.id, "criteria")
        if ratio is not None and ratio.measure.filter is None:
            rule = self.measure(ratio.id)
            return [rule and replace(rule, needed=rule.total or rule.needed)]
        standings = standing(self.tables, self.ratios, declared.id)
        named = [self._thing(one, standings) for one in first_level(standings)]
        missing = max(0, (declared.official_criteria or 0) - len(named))
        unnamed = [Work(f"{declared.id}:+", "unknown", missing, missing, set_id=declared.id)] if missing else []
        return [every([*named, *unnamed])]

    def _by_points(self, declared: CriteriaSet) -> list[Rule | None]:
        """Points of the criteria and of all together, each item that becomes met giving no more than its least."""
        if declared.pass_mark is None:
            return [None]
        standings, points = (
            standing(self.tables, self.ratios, declared.id),
            points_reached(self.tables, self.ratios, declared.id),
        )
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


@dataclass(frozen=True)
class _OfUnits:
    """A set with its results by criterion and unit, its items by criterion, and whether it applies to one unit only.

    The criteria of such a unit are called as those of the set itself are: they are the same things.
    """

    declared: CriteriaSet
    results: dict[tuple[str | None, str], tuple[Status, _Row]]
    below: dict[str, list[Criterion]]
    is_one: bool

    @property
    def asks_for_all(self) -> bool:
        """Whether all of its criteria must be met."""
        return self.declared.pass_rule == "all"

    def thing(self, criterion: Criterion, unit: str) -> Work | Rule:
        """A criterion of a unit: by what stands below it, unless its own row says that it is met."""
        below = self.below.get(criterion.code)
        if below and self.asks_for_all and self._stated(criterion.code, unit)[0] != "met":
            of_unit = None if self.is_one else unit
            unnamed = _unnamed(criterion.set, criterion.code, (criterion.items or 0) - len(below), of_unit)
            parts = [*(self.thing(one, unit) for one in below), *unnamed]
            return every(parts, self.work(criterion.code, unit))
        return self.work(criterion.code, unit)

    def work(self, code: str | None, unit: str, status: Status | None = None) -> Work:
        """A criterion or a whole unit by its own row; its status by all that is known, where that is told."""
        stated, row = self._stated(code, unit)
        is_of_set = self.is_one and code is not None
        key = f"{self.declared.id}:{code}" if is_of_set else f"{self.declared.id}:{code or ''}:{unit}"
        return _named(key, status or stated, row, set_id=self.declared.id, criterion=code, unit=unit)

    def _stated(self, code: str | None, unit: str) -> tuple[Status, _Row]:
        return self.results.get((code, unit), ("unknown", _NOTHING))


def _named(key: str, status: Status, row: _Row, **names: str | None) -> Work:
    return Work(
        key,
        status,
        maybe=int(status == "unknown"),
        agency=row.get("agency"),
        deadline=row.get("deadline"),
        cost=row.get("cost_million_vnd"),
        **names,  # type: ignore[arg-type]
    )


def _unnamed(set_id: str, code: str | None, number: int, unit: str | None = None) -> list[Work]:
    """The items of a criterion that no row names, or the criteria of a set."""
    if number <= 0:
        return []
    key = f"{set_id}:{code or ''}:{unit or ''}:+"
    return [Work(key, "unknown", number, number, set_id=set_id, criterion=code, unit=unit)]


def _rows(frame: Any, *names: str) -> Iterator[_Row]:
    """Rows as plain values, an empty cell as None."""
    columns = [frame[name].to_numpy(dtype=object, na_value=None).tolist() for name in names]
    yield from (dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True))


def number_for(criterion: Criterion, ratio: Ratio) -> int | None:
    """How many of a measure's items a condition asks for; None where it asks for no number, or for few."""
    if criterion.threshold is None or criterion.operator not in ("ge", "eq") or ratio.total is None:
        return None
    is_percent = criterion.unit_of_measure is not None and criterion.unit_of_measure.vi == "%"
    goal = exact(criterion.threshold)
    number = goal * ratio.total / 100 if is_percent else goal
    if criterion.operator == "eq" and number != ratio.total:
        return None  # more would be too many, and a rule is never worse for what is done
    return ceil(number)
