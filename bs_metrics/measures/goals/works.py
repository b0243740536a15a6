"""What may be done, one by one: criteria of units by their rows, and what no row names."""

from dataclasses import dataclass
from math import ceil

from bs_metrics.contract.records import CriteriaSet, Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, decided, rows_of_set, units_of
from bs_metrics.measures.goals.owners import Owner, owner_of
from bs_metrics.measures.goals.rules import Rule, Work, every
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import exact

_NOTHING: tuple[Status, None] = ("unknown", None)  # is said of what has no row


@dataclass(frozen=True)
class OfUnits:
    """A set with its results by criterion and unit, its items by criterion, and whether it applies to one unit only.

    The criteria of such a unit are called as those of the set itself are: they are the same things.
    """

    tables: Tables
    declared: CriteriaSet
    results: dict[tuple[str | None, str], tuple[Status, float | None]]  # with what it costs
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
            unnamed = unnamed_works(
                self.tables, criterion.set, criterion.code, (criterion.items or 0) - len(below), of_unit
            )
            parts = [*(self.thing(one, unit) for one in below), *unnamed]
            return every(parts, self.work(criterion.code, unit))
        return self.work(criterion.code, unit)

    def work(self, code: str | None, unit: str, status: Status | None = None) -> Work:
        """A criterion or a whole unit by its own row; its status by all that is known, where that is told."""
        stated, cost = self._stated(code, unit)
        settled = status or stated
        is_of_set = self.is_one and code is not None
        key = f"{self.declared.id}:{code}" if is_of_set else f"{self.declared.id}:{code or ''}:{unit}"
        owner = Owner() if settled == "met" else owner_of(self.tables, self.declared.id, code, unit)
        return named_work(key, settled, owner, cost, set_id=self.declared.id, criterion=code, unit=unit)

    def _stated(self, code: str | None, unit: str) -> tuple[Status, float | None]:
        return self.results.get((code, unit), _NOTHING)


def of_units(tables: Tables, declared: CriteriaSet) -> OfUnits:
    """A set with what its rows say of every unit."""
    results = tables["results"][rows_of_set(tables, declared.id)]
    names = ("criterion", "unit", "cost_million_vnd")
    codes, units, costs = (results[name].to_numpy(dtype=object, na_value=None).tolist() for name in names)
    said = zip(decided(results, tables["criteria"]).tolist(), costs, strict=True)
    below: dict[str, list[Criterion]] = {}
    for one in criteria_of(tables, declared.id, first_level=False):
        below.setdefault(one.parent or "", []).append(one)
    found = dict(zip(zip(codes, units, strict=True), said, strict=True))
    return OfUnits(tables, declared, found, below, units_of(tables, declared) == 1)


def named_work(key: str, status: Status, owner: Owner, cost: float | None = None, **names: str | None) -> Work:
    """Something that a row names."""
    agency, deadline = owner
    return Work(
        key,
        status,
        maybe=int(status == "unknown"),
        agency=agency,
        deadline=deadline,
        cost=cost,
        **names,  # type: ignore[arg-type]
    )


def unnamed_works(tables: Tables, set_id: str, code: str | None, number: int, unit: str | None = None) -> list[Work]:
    """The items of a criterion that no row names, or the criteria of a set."""
    if number <= 0:
        return []
    key, owner = f"{set_id}:{code or ''}:{unit or ''}:+", owner_of(tables, set_id, code, unit, is_whole=False)
    return [
        named_work(key, "unknown", owner, set_id=set_id, criterion=code, unit=unit)._replace(most=number, maybe=number)
    ]


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
