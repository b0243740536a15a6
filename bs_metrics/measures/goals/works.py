"""What may be done, one by one: criteria of units by their rows, and what no row names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from bs_metrics.contract.records import CriteriaSet, Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, decided, rows_of_set, units_of
from bs_metrics.measures.goals.owners import Owner, Owners, owner_of, owners_in
from bs_metrics.measures.goals.rules import Rule, Work, every
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import exact

_FEW = 24  # things that are met, up to which each is one of its own: pages name a few
_NOBODY = Owner()


@dataclass(frozen=True)
class OfUnits:
    """A set with its results by criterion and unit, its items by criterion, and whether it applies to one unit only.

    The criteria of such a unit are called as those of the set itself are: they are the same things.
    """

    tables: Tables
    declared: CriteriaSet
    statuses: dict[str | None, dict[str, Status]]  # that rows state, by criterion and unit
    costs: dict[tuple[str | None, str], float]
    owners: Owners
    below: dict[str, list[Criterion]]
    is_one: bool
    due: date | None  # of the goal

    @property
    def asks_for_all(self) -> bool:
        """Whether all of its criteria must be met."""
        return self.declared.pass_rule == "all"

    def thing(self, criterion: Criterion, unit: str) -> Work | Rule:
        """A criterion of a unit: by what stands below it, unless its own row says that it is met."""
        code = criterion.code
        below, stated = self.below.get(code), self._stated(code, unit)
        if not below or not self.asks_for_all or stated == "met":
            return self.work(code, unit)
        unnamed = (criterion.items or 0) - len(below)
        parts = self._together(code, below, unit)
        if unnamed > 0:
            parts += unnamed_works(
                self.tables, criterion.set, code, unnamed, None if self.is_one else unit, due=self.due
            )
        elif stated == "unknown" and len(parts) == 1 and isinstance(parts[0], Work) and parts[0].status == "met":
            return self.work(code, unit, "met")._replace(codes=tuple(one.code for one in below))
        return every(parts, self.work(code, unit))

    def things(self, criteria: Sequence[Criterion], units: Iterable[str]) -> Iterator[Work | Rule]:
        """Criteria of all units; of very many that are met their number alone, for a country has half a million."""
        every_one = [(one, unit) for unit in units for one in criteria]
        open_ones = [each for each in every_one if self._stated(each[0].code, each[1]) != "met"]
        met = len(every_one) - len(open_ones)
        yield from (self.thing(*each) for each in (open_ones if met > _FEW else every_one))
        if met > _FEW:
            first = criteria[0].code
            yield Work(f"{self.declared.id}:{first}:=", "met", met, set_id=self.declared.id, criterion=first)

    def _together(self, above: str, criteria: Sequence[Criterion], unit: str) -> list[Work | Rule]:
        """What lies below a criterion of a unit, all that is met as one."""
        open_ones: list[Work | Rule] = []
        met: list[str] = []
        for one in criteria:
            if self._stated(one.code, unit) == "met":
                met.append(one.code)
            else:
                open_ones.append(self.thing(one, unit))
        if len(met) < 2:
            return [*(self.work(code, unit) for code in met), *open_ones]
        key, codes = f"{self.declared.id}:{above}:{unit}:=", tuple(met)
        together = Work(key, "met", len(met), set_id=self.declared.id, criterion=met[0], unit=unit, codes=codes)
        return [together, *open_ones]

    def work(self, code: str | None, unit: str, status: Status | None = None) -> Work:
        """A criterion or a whole unit by its own row; its status by all that is known, where that is told."""
        settled = status or self._stated(code, unit)
        is_of_set = self.is_one and code is not None
        key = f"{self.declared.id}:{code}" if is_of_set else f"{self.declared.id}:{code or ''}:{unit}"
        set_id, maybe = self.declared.id, int(settled == "unknown")
        owner = _NOBODY if settled == "met" else self.owners.of(set_id, code, unit).by(self.due)
        cost = self.costs.get((code, unit)) if self.costs else None
        return Work(key, settled, 1, maybe, set_id, code, unit, None, None, *owner, cost)  # by place: half a million

    def _stated(self, code: str | None, unit: str) -> Status:
        return self.statuses[code].get(unit, "unknown") if code in self.statuses else "unknown"


def of_units(tables: Tables, declared: CriteriaSet, due: date | None) -> OfUnits:
    """A set with what its rows say of every unit, to be met by a day."""
    results = tables["results"][rows_of_set(tables, declared.id)]
    names = ("criterion", "unit", "cost_million_vnd")
    codes, units, costs = (results[name].to_numpy(dtype=object, na_value=None).tolist() for name in names)
    statuses: dict[str | None, dict[str, Status]] = {code: {} for code in dict.fromkeys(codes)}
    for code, unit, status in zip(codes, units, decided(results, tables["criteria"]).tolist(), strict=True):
        statuses[code][unit] = status
    known = {(code, unit): cost for code, unit, cost in zip(codes, units, costs, strict=True) if cost is not None}
    below: dict[str, list[Criterion]] = {}
    for one in criteria_of(tables, declared.id, first_level=False):
        below.setdefault(one.parent or "", []).append(one)
    is_one = units_of(tables, declared) == 1
    return OfUnits(tables, declared, statuses, known, owners_in(tables), below, is_one, due)


def named_work(key: str, status: Status, owner: Owner, cost: float | None = None, **names: str | None) -> Work:
    """Something that a row names."""
    return Work(key, status, maybe=int(status == "unknown"), cost=cost, **owner._asdict(), **names)  # type: ignore[arg-type]


def unnamed_works(
    tables: Tables, set_id: str, code: str | None, number: int, unit: str | None = None, *, due: date | None
) -> list[Work]:
    """The items of a criterion that no row names, or the criteria of a set."""
    if number <= 0:
        return []
    key, owner = f"{set_id}:{code or ''}:{unit or ''}:+", owner_of(tables, set_id, code, unit, is_whole=False).by(due)
    work = named_work(key, "unknown", owner, set_id=set_id, criterion=code, unit=unit)
    return [work._replace(most=number, maybe=number)]


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
