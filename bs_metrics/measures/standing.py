"""Where a unit stands on each criterion of a set: result, value against threshold, and how the result is known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from bs_metrics.contract.records import Criterion, Result, records
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import agreed, decided, from_items, from_items_of_one, rows_of_set
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.numbers import exact

KnownBy = Literal["stated", "inferred", "value", "measure", "items", "deduced", "doubtful", "unknown"]


@dataclass(frozen=True)
class Standing:
    """A criterion or an item with its result, if there is one.

    `known_by`: `stated`, `inferred` (stated, but only inferred from its source), `value` (compared with the threshold),
    `measure` (a ratio of this data), `items` (by those below it), `deduced` (from a reported total), `doubtful` (stated
    otherwise than its items prove) or `unknown`.
    """

    criterion: Criterion
    result: Result | None
    status: Status
    known_by: KnownBy
    stated: Status = "unknown"  # by its own row

    @property
    def is_first_level(self) -> bool:
        """Whether it is a criterion of the set itself, not an item below one."""
        return self.criterion.parent is None


def standing(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, unit: str | None = None) -> list[Standing]:
    """The named criteria and items of a set, in the set's order: one that applies to one unit only.

    Of one that applies to several, `unit` says which; totals and ratios, which are of all of them, then prove nothing.
    """
    standings = tables.once(_by_rows, set_id, unit)
    if unit is not None:
        return standings.copy()
    return [_by_measure(one, ratios) for one in _deduced(standings, ratios, set_id)]


def _by_rows(tables: Tables, set_id: str | None, unit: str | None) -> list[Standing]:
    rows, of_set = tables["results"], rows_of_set(tables, set_id)
    if unit is not None:
        of_set = of_set & (rows["unit"] == unit).to_numpy(dtype=bool, na_value=False)
    proven = (
        from_items_of_one(tables, set_id, of_set) if unit is None else from_items(tables, set_id, of_set).droplevel(1)
    )
    rows = rows[of_set & rows["criterion"].notna()]
    statuses = decided(rows, tables["criteria"])[~rows["criterion"].duplicated()]
    results = records(Result, rows.loc[statuses.index])
    by_code: dict[str | None, tuple[Result | None, Status]]
    by_code = {result.criterion: (result, status) for result, status in zip(results, statuses, strict=True)}
    both = agreed(statuses.set_axis(rows.loc[statuses.index, "criterion"]), proven)
    standings = []
    for criterion in tables.rows(Criterion):
        if criterion.set == set_id:
            result, status = by_code.get(criterion.code, (None, "unknown"))
            one = Standing(criterion, result, "unknown", "unknown")
            known_by: KnownBy = "stated" if result and result.result is not None else "value"
            if known_by == "stated" and result and result.basis == "inferred":
                known_by = "inferred"
            settled = both.get(criterion.code, "unknown")
            if settled == "doubtful":
                standings.append(replace(one, known_by="doubtful", stated=status))
            else:
                standings.append(_known(one, settled, known_by if settled == status else "items"))
    return standings


def first_level(standings: Iterable[Standing], *statuses: Status) -> list[Standing]:
    """The criteria of the set itself; of some statuses if asked."""
    return [one for one in standings if one.is_first_level and (not statuses or one.status in statuses)]


def parts_of(one: Standing, standings: Iterable[Standing]) -> list[Standing]:
    """What stands below a criterion, in the set's order."""
    return [below for below in standings if below.criterion.parent == one.criterion.code]


def _deduced(standings: list[Standing], ratios: dict[str, Ratio], set_id: str | None) -> list[Standing]:
    """What a reported total proves of the criteria, and a met criterion of the items below it."""
    of_set = [ratio for ratio in ratios.values() if ratio.measure.set == set_id]
    for ratio in of_set:
        if ratio.measure.counts in ("criteria", "items"):
            of_level = ratio.measure.counts == "criteria"
            standings = [
                _known(one, settled_status("unknown", ratio), "deduced")
                if one.known_by == "unknown" and one.is_first_level == of_level
                else one
                for one in standings
            ]
    if not any(ratio.nesting for ratio in of_set):
        return standings
    met = {one.criterion.code for one in first_level(standings, "met")}
    return [
        _known(one, "met", "deduced") if one.status == "unknown" and one.criterion.parent in met else one
        for one in standings
    ]


def _by_measure(one: Standing, ratios: dict[str, Ratio]) -> Standing:
    """A criterion whose value is a ratio of this data: compared with the threshold, unrounded, at both bounds.

    Without a threshold it only rests on what the measure counts: a recognition takes more than a number.
    """
    criterion, ratio = one.criterion, ratios.get(one.criterion.measure or "")
    if ratio is None or criterion.threshold is None:
        return one
    return _known(one, measure_status(criterion, ratio), "measure")


def _known(one: Standing, status: Status, known_by: KnownBy) -> Standing:
    return replace(one, status=status, known_by="unknown" if status == "unknown" else known_by)


def measured(criterion: Criterion, ratio: Ratio) -> tuple[Fraction, Fraction] | None:
    """The least and the most that a criterion's value can be by its measure; None where that is not known."""
    if ratio.total is None or ratio.headline.kind == "contradiction":
        return None
    is_percent = criterion.unit_of_measure is not None and criterion.unit_of_measure.vi == "%"
    scale = Fraction(100, ratio.total) if is_percent else Fraction(1)
    return scale * ratio.tally.lower, scale * ratio.tally.upper


def measure_status(criterion: Criterion, ratio: Ratio) -> Status:
    """met or not_met where every value within the measure's bounds says so, else unknown."""
    operator, bounds = criterion.operator, measured(criterion, ratio)
    if criterion.threshold is None or bounds is None:
        return "unknown"
    (low, high), goal = bounds, exact(criterion.threshold)
    surely_met = {"ge": low >= goal, "le": high <= goal, "eq": low == high == goal}
    surely_not = {"ge": high < goal, "le": low > goal, "eq": goal < low or goal > high}
    if surely_met.get(operator or "", False):
        return "met"
    return "not_met" if surely_not.get(operator or "", False) else "unknown"


def gap_status(ratio: Ratio) -> Status:
    """met, not_met or unknown: whether the number to reach is reached."""
    if ratio.gap_bounds is None or ratio.headline.kind == "contradiction":
        return "unknown"
    low, high = ratio.gap_bounds
    return "met" if high == 0 else "not_met" if low > 0 else "unknown"
