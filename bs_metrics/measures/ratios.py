"""Every measure of the tables as a `Ratio`: headline, bounds, and the gap to its target."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, partial
from math import ceil, inf

import numpy as np

from bs_metrics.contract.citations import Citation, citations
from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import Measure, ReportedTotal, Target
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date, is_of_report
from bs_metrics.measures.counting import (
    agreed,
    count,
    criteria_of,
    criteria_set,
    decided,
    from_items_of_one,
    rows_of_set,
)
from bs_metrics.measures.nesting import Group, Nesting, Status, nest
from bs_metrics.measures.settle import Counts, Headline, Kind, Settled, Tally, settle
from bs_metrics.numbers import exact
from bs_metrics.text import parts_in

_WEAKEST: list[Kind] = ["items", "reported", "interval", "contradiction"]


@dataclass(frozen=True)
class Ratio:
    """One measure: items met, not met and unknown out of `total`, the headline, and the distance to the target.

    `counts` are the named items as the tables hold them; `met`, `not_met` and `unknown` also what the reported total
    proves. `lower` and `upper` bound the number met. `needed` is the number to reach: the target's, or all items where
    no document sets a number. `nesting` tells what is proven about the criteria when this measure counts the items
    below them. `from_report` is false where the reported total comes from something else than the report named.
    `sum_day` is that of the newest figure that a sum adds up, where all of them are reported.
    """

    measure: Measure
    counts: Counts
    settled: Settled
    reported: ReportedTotal | None
    target: Target | None
    cite: Callable[[], tuple[Citation, ...]]
    nesting: Nesting | None = None
    from_report: bool = True
    sum_day: date | None = None

    @property
    def id(self) -> str:
        """The id of the measure."""
        return self.measure.id

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Where the figures come from: the reported total's paragraph, the sheet and rows of the items."""
        return self.cite()

    @property
    def stage(self) -> float:
        """The stage of the road it belongs to; beyond the last for a measure of none."""
        return inf if self.measure.stage is None else self.measure.stage

    @property
    def headline(self) -> Headline:
        """The figure to show."""
        return self.settled.headline

    @property
    def day(self) -> date | None:
        """The day that a reported headline stands for, by its own row; of any other that of the state it is in."""
        if self.headline.kind != "reported":
            return None
        return self.reported.as_of if self.reported else self.sum_day

    @property
    def total(self) -> int | None:
        """How many items there are, named or not; None for a bare count or percentage."""
        return self.settled.tally.total if self.settled.tally else None

    @property
    def tally(self) -> Tally:
        """The items by status, of a measure that has a total. Raises ValueError for one that has none."""
        if self.settled.tally is None:
            raise ValueError(f"{self.id} has no total")
        return self.settled.tally

    @property
    def deadline(self) -> date | None:
        """By when the target is to be reached, where it has such a day."""
        return self.target.deadline if self.target else None

    @property
    def unnamed(self) -> int:
        """Items that no row names."""
        return (self.total or self.counts.named) - self.counts.named

    @property
    def is_asked(self) -> bool:
        """Whether anything asks for it: the road, a target or a criteria set."""
        return self._is_of_road or self.target is not None or self.measure.set is not None

    @property
    def _is_of_road(self) -> bool:
        return self.measure.stage is not None or self.measure.phrase is not None

    @property
    def needed(self) -> int | None:
        """The number that must be met; None where nothing asks for one: a figure of a report only."""
        if self.total is None:
            return None
        if self.target is None or not self.target.is_number:
            return self.total if self._is_of_road or self.measure.counts != "reported" else None
        if self.target.count is not None:
            return self.target.count
        return ceil(exact(self.target.percent or 0) * self.total / 100)  # 10% of 21 is 3, never 2.1

    @property
    def gap_bounds(self) -> tuple[int, int] | None:
        """Least and most items still missing, in the noun counted."""
        if self.needed is None:
            return None
        return max(0, self.needed - self.tally.upper), max(0, self.needed - self.tally.lower)

    @property
    def gap(self) -> int | None:
        """Items still missing, where the headline leaves no doubt about it."""
        if self.gap_bounds is None or self.headline.kind == "contradiction":
            return None
        return self.gap_bounds[0] if self.gap_bounds[0] == self.gap_bounds[1] else None

    @property
    def gap_points(self) -> Fraction | None:
        """The same gap in percentage points, unrounded, measured to the percentage the target states."""
        if self.gap is None or not self.total or self.headline.share is None or self.needed is None:
            return None
        stated = exact(self.target.percent) if self.target and self.target.percent is not None else None
        goal = stated if stated is not None else Fraction(100 * self.needed, self.total)
        return max(Fraction(0), goal - 100 * self.headline.share)


def ratios(tables: Tables) -> dict[str, Ratio]:
    """Every measure's ratio, by id, in the order of display."""
    as_of = as_of_date(tables)
    of_set = cache(partial(rows_of_set, tables))
    by_id: dict[str, Ratio] = {}
    for measure in sorted(tables.rows(Measure), key=lambda measure: measure.order):
        by_id[measure.id] = _ratio(tables, measure, of_set(measure.set), as_of)
    for ratio in list(by_id.values()):
        if ratio.measure.parent in by_id:
            by_id |= _nested(tables, by_id[ratio.measure.parent], ratio)
    for ratio in list(by_id.values()):
        if ratio.measure.counts == "parts":
            by_id[ratio.id] = _summed(ratio, [by_id[part] for part in parts_in(ratio.measure.parts)])
    return by_id


def _ratio(tables: Tables, measure: Measure, of_set: np.ndarray, as_of: date | None) -> Ratio:
    # Schools are rows only where a report names them: without its totals, nobody knows how many there are.
    lost = measure.counts == "schools" and tables.is_lost("reported_totals")
    counts = Counts() if lost else count(tables, measure, of_set)
    totals = [total for total in tables.rows(ReportedTotal) if total.measure == measure.id]
    # A bare percentage takes the place of no count: how many are met, of how many, is known of the count alone.
    newest = max(totals, key=lambda total: (total.met is not None, total.as_of), default=None)
    target = next((target for target in tables.rows(Target) if target.measure == measure.id), None)

    @cache
    def cite() -> tuple[Citation, ...]:
        """Made on demand, once: going through every row's source costs as much as counting them."""
        sources = (newest.citation,) if newest else ()
        if measure.counts in ("reported", "parts"):
            return sources
        items = tables["results"][of_set]
        if measure.counts == "schools":
            schools = tables["schools"]
            items = schools[matching(schools, measure.filter, schema().tables["schools"], tables.lists)]
        return sources + citations(items, sourced=True)

    place = newest.citation if newest else None
    from_report = place is None or is_of_report(tables, "; ".join(place.documents), place.file, place.sheet)
    return Ratio(measure, counts, settle(counts, newest, as_of), newest, target, cite, from_report=from_report)


def _nested(tables: Tables, criteria: Ratio, items: Ratio) -> dict[str, Ratio]:
    """The two measures of one set, each narrowed by what the other proves; a contradiction where nothing fits."""
    declared = criteria_set(tables, criteria.measure.set)
    if criteria.total is None or items.total is None or declared is None or declared.pass_rule != "all":
        return {}
    if len(criteria_of(tables, declared.id)) != criteria.total:  # some have no name, or they are of several units
        return {}
    groups = criteria_groups(tables, criteria)
    nesting = nest(groups, items.total, _unmet(items), _unmet(criteria))
    if nesting is None:
        return {one.id: _contradicted(one) for one in (criteria, items)}
    return {
        criteria.id: _narrowed(criteria, nesting.unmet_groups),
        items.id: replace(_narrowed(items, nesting.unmet_items), nesting=nesting),
    }


def criteria_groups(tables: Tables, criteria: Ratio) -> list[Group]:
    """The criteria of a set with what is known of their items, for `nest`."""
    set_id = criteria.measure.set
    of_set = rows_of_set(tables, set_id)
    results, proven = tables["results"][of_set], from_items_of_one(tables, set_id, of_set)
    by_code = decided(results, tables["criteria"]).set_axis(results["criterion"])
    both = agreed(by_code[by_code.index.notna()], proven)
    items = criteria_of(tables, set_id, first_level=False)
    groups = []
    for criterion in criteria_of(tables, set_id):
        children = by_code.reindex([item.code for item in items if item.parent == criterion.code])
        status = both.get(criterion.code, "unknown")
        status = settled_status(by_code[criterion.code] if status == "doubtful" else status, criteria)
        met, not_met = (int((children == known).sum()) for known in ("met", "not_met"))
        groups.append(Group(criterion.code, criterion.items, status, met, not_met))
    return groups


def settled_status(stated: Status, ratio: Ratio) -> Status:
    """A named item's status: as stated, or as the reported total proves for all that are unknown."""
    tally = ratio.settled.tally
    if stated != "unknown" or tally is None or tally.unknown:
        return stated
    added_met, added_not_met = tally.met > ratio.counts.met, tally.not_met > ratio.counts.not_met
    if added_met == added_not_met:
        return stated
    return "met" if added_met else "not_met"


def _unmet(ratio: Ratio) -> tuple[int, int]:
    return ratio.tally.total - ratio.tally.upper, ratio.tally.total - ratio.tally.lower


def _narrowed(ratio: Ratio, unmet: tuple[int, int]) -> Ratio:
    tally = replace(ratio.tally, lower=ratio.tally.total - unmet[1], upper=ratio.tally.total - unmet[0])
    headline = ratio.headline
    if headline.kind == "interval":
        headline = Headline(tally.lower, tally.total, Fraction(tally.lower, tally.total), "interval")
    return replace(ratio, settled=replace(ratio.settled, tally=tally, headline=headline))


def _contradicted(ratio: Ratio) -> Ratio:
    return replace(ratio, settled=replace(ratio.settled, headline=replace(ratio.headline, kind="contradiction")))


def _summed(ratio: Ratio, parts: list[Ratio]) -> Ratio:
    """A measure that adds up others: its kind is the weakest of theirs."""
    tallies = [part.settled.tally for part in parts if part.settled.tally]
    if not parts or len(tallies) < len(parts):
        return ratio
    tally = Tally(*(sum(numbers) for numbers in zip(*(astuple(tally) for tally in tallies), strict=True)))
    counts = Counts(*(sum(getattr(part.counts, name) for part in parts) for name in ("met", "not_met", "unknown")))
    met = sum(part.headline.met or 0 for part in parts)
    kind = max((part.headline.kind for part in parts), key=_WEAKEST.index)
    settled = Settled(tally, Headline(met, tally.total, Fraction(met, tally.total), kind))

    @cache
    def cite() -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(source for part in parts for source in part.sources))

    days = [part.day for part in parts]
    newest = None if None in days else max(day for day in days if day is not None)
    return replace(ratio, counts=counts, settled=settled, cite=cite, sum_day=newest)
