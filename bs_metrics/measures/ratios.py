"""Every measure of the tables as a `Ratio`: headline, bounds, gap to its target."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, partial
from math import ceil, inf
from typing import Any

import numpy as np
import pandas as pd

from bs_metrics.contract.checks import ids_in
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.counting import count, criteria_of
from bs_metrics.measures.nesting import Group, Nesting, Status, nest
from bs_metrics.measures.results import decided, rows_of_set
from bs_metrics.measures.rows import each_row, localised, rows_at, traced
from bs_metrics.measures.settle import Counts, Headline, Kind, Reported, Settled, Tally, settle
from bs_metrics.numbers import exact
from bs_metrics.words import Language

_WEAKEST: list[Kind] = ["items", "reported", "interval", "contradiction"]


@dataclass(frozen=True)
class Target:
    """What is to be reached, by count or by percentage, with the deadline and the document that sets it."""

    count: int | None
    percent: float | None
    deadline: date | None
    legal_basis: str
    source: str
    legal_basis_en: str | None = None

    def needed(self, total: int) -> int:
        """How many of `total` must be met: 10% of 21 is 3, never 2.1."""
        if self.count is not None:
            return self.count
        return ceil(exact(self.percent or 0) * total / 100)

    def basis(self, language: Language) -> str:
        """The document that sets it; English falls back on Vietnamese."""
        return (self.legal_basis_en if language == "en" else None) or self.legal_basis


@dataclass(frozen=True)
class Ratio:
    """One measure: items met, not met and unknown out of `total`, the headline, and the distance to the target.

    `counts` are the named items as the tables hold them; `met`, `not_met` and `unknown` also what the reported total
    proves. `lower` and `upper` bound the number met. `needed` is the number to reach: the target's, or all items where
    no target is set. `nesting` tells what is proven about the criteria when this measure counts the items below them.
    """

    id: str
    row: pd.Series
    counts: Counts
    settled: Settled
    reported: Reported | None
    target: Target | None
    cite: Callable[[], tuple[str, ...]]
    nesting: Nesting | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figures come from: the reported total's paragraph, the sheet and rows of the items."""
        return self.cite()

    @property
    def stage(self) -> float:
        """The stage of the road it belongs to; beyond the last for a measure of none."""
        return inf if self.row["stage"] is None else self.row["stage"]

    @property
    def headline(self) -> Headline:
        """The figure to show."""
        return self.settled.headline

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
    def unnamed(self) -> int:
        """Items that no row names."""
        return (self.total or self.counts.named) - self.counts.named

    @property
    def needed(self) -> int | None:
        """The number that must be met."""
        if self.total is None:
            return None
        return self.target.needed(self.total) if self.target else self.total

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

    def label(self, column: str, language: Language) -> str | None:
        """A text of the measure's row in a language; English falls back on Vietnamese."""
        return localised(self.row, column, language)

    def noun(self, number: int | None, language: Language, column: str = "noun") -> str:
        """The noun counted, in the number asked for."""
        plural = f"{column}_en_plural"
        if language == "en" and number != 1 and pd.notna(self.row[plural]):
            return self.row[plural]
        return localised(self.row, column, language) or ""


def ratios(tables: Tables) -> dict[str, Ratio]:
    """Every measure's ratio, by id, in the order of display."""
    as_of = as_of_date(tables)
    of_set = cache(partial(rows_of_set, tables))
    found: dict[str, Ratio] = {}
    for row in each_row(tables["measures"].sort_values("order")):
        found[row["id"]] = _ratio(tables, row, of_set(row["set"]), as_of)
    for ratio in list(found.values()):
        parent = ratio.row["parent"]
        if pd.notna(parent) and parent in found:
            found |= _nested(tables, found[parent], ratio)
    for ratio in list(found.values()):
        if ratio.row["counts"] == "parts":
            found[ratio.id] = _summed(ratio, [found[part] for part in ids_in(ratio.row["parts"])])
    return found


def _ratio(tables: Tables, row: pd.Series, of_set: np.ndarray, as_of: date | None) -> Ratio:
    # Schools are rows only where a report names them: without its totals, nobody knows how many there are.
    lost = row["counts"] == "schools" and tables.is_lost("reported_totals")
    counts = Counts() if lost else count(tables, row, of_set)
    reported, report_source = _reported(tables, row["id"])
    target = _target(tables, row["id"])

    @cache
    def cite() -> tuple[str, ...]:
        """Made on demand, once: going through every row's source costs as much as counting them."""
        return tuple(dict.fromkeys(source for source in (report_source, *_item_sources(tables, row, of_set)) if source))

    return Ratio(row["id"], row, counts, settle(counts, reported, as_of), reported, target, cite)


def _reported(tables: Tables, measure: str) -> tuple[Reported | None, str | None]:
    rows = tables["reported_totals"]
    rows = rows[rows["measure"] == measure]
    if rows.empty:
        return None, None
    row = rows.sort_values("as_of").iloc[-1]
    reported = Reported(
        _optional(row["met"], int),
        _optional(row["total"], int),
        _optional(row["percent_printed"], float),
        _optional(row["basis"], str),
        row["as_of"],
    )
    return reported, traced(row)


def _target(tables: Tables, measure: str) -> Target | None:
    rows = tables["targets"]
    rows = rows[rows["measure"] == measure]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return Target(
        _optional(row["count"], int),
        _optional(row["percent"], float),
        row["deadline"] if isinstance(row["deadline"], date) else None,
        row["legal_basis"],
        traced(row),
        _optional(row["legal_basis_en"], str),
    )


def _item_sources(tables: Tables, row: pd.Series, of_set: np.ndarray) -> list[str]:
    """Where the items counted stand: file, sheet and rows."""
    table = {"schools": "schools", "units": "results", "criteria": "results", "items": "results"}.get(row["counts"])
    if table is None:
        return []
    frame = tables[table]
    wanted = of_set if table == "results" else np.ones(len(frame), dtype=bool)
    if not wanted.any():
        return []
    found = []
    for _, rows in frame[wanted].groupby(["origin_file", "origin_sheet"], sort=False):
        found.append(" · ".join([*rows["source"].dropna().unique(), *rows_at(rows)]))
    return found


def _nested(tables: Tables, criteria: Ratio, items: Ratio) -> dict[str, Ratio]:
    """The two measures of one set, each narrowed by what the other proves; a contradiction where nothing fits."""
    if criteria.total is None or items.total is None or not _passes_on_all(tables, criteria.row["set"]):
        return {}
    groups = criteria_groups(tables, criteria)
    if len(groups) != criteria.total:
        return {}
    found = nest(groups, items.total, _unmet(items), _unmet(criteria))
    if found is None:
        return {ratio.id: _contradicted(ratio) for ratio in (criteria, items)}
    return {
        criteria.id: _narrowed(criteria, found.unmet_groups),
        items.id: replace(_narrowed(items, found.unmet_items), nesting=found),
    }


def criteria_groups(tables: Tables, criteria: Ratio) -> list[Group]:
    """The criteria of a set with what is known of their items, for `nest`."""
    set_id = criteria.row["set"]
    results = tables["results"]
    results = results[results["set"] == set_id]
    by_code = decided(results, tables["criteria"]).set_axis(results["criterion"])
    items = criteria_of(tables, set_id, first_level=False)
    groups = []
    for row in each_row(criteria_of(tables, set_id)):
        children = by_code.reindex(items.loc[items["parent"] == row["code"], "code"])
        status = settled_status(by_code.get(row["code"], "unknown"), criteria)
        size = _optional(row["items"], int)
        groups.append(
            Group(row["code"], size, status, int((children == "met").sum()), int((children == "not_met").sum()))
        )
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


def _passes_on_all(tables: Tables, set_id: str) -> bool:
    sets = tables["criteria_sets"]
    return bool((sets.loc[sets["id"] == set_id, "pass_rule"] == "all").any())


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
    def cite() -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for part in parts for source in part.sources))

    return replace(ratio, counts=counts, settled=settled, cite=cite)


def _optional(value: Any, kind: type) -> Any:
    return None if pd.isna(value) else kind(value)
