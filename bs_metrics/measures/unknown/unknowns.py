"""What nobody knows yet, by the agency that can tell: exactly what the ratios count as unknown, and what is not said of
what is not met. Numbers and rows, no words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.goals.owners import owner_of
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, ratios, settled_status
from bs_metrics.measures.sets import conditions_of, stage_sets
from bs_metrics.measures.unknown.items import items_of, items_of_set, without_points
from bs_metrics.text import parts_in

Lacks = Literal["result", "name", "total", "deadline", "cost", "points"]


@dataclass(frozen=True)
class Unknown:
    """One thing that is not known of some items, which one agency can tell; None where none is known.

    `lacks`: their `result`; the `name` of items that are only counted, all of `status`; the numbers of a reported
    `total`; `deadline` or `cost` of what is not met; `points` of criteria where points decide. `items` are the rows to
    be filled in, as columns of their table with what is known of them; there are `number` of them, but none of items
    without a name. `ratio` is the measure that counts them; else the set is `declared`, a condition of `stage` if no
    measure counts it.
    """

    lacks: Lacks
    number: int
    agency: str | None
    items: pd.DataFrame
    table: str
    counts: str
    status: Status = "unknown"
    ratio: Ratio | None = None
    declared: CriteriaSet | None = None
    stage: CriteriaSet | None = None

    @property
    def set_id(self) -> str | None:
        """The criteria set that the items belong to."""
        return self.ratio.measure.set if self.ratio else self.declared.id if self.declared else None

    @property
    def deadline(self) -> date | None:
        """By when the items are needed: the nearest day of theirs, else that of the measure's target."""
        days = self.items["due"].dropna() if len(self.items) else []
        return min(days, default=None) or (self.ratio.deadline if self.ratio else None)


def unknowns(tables: Tables) -> list[Unknown]:
    """All that is unknown: measure by measure in the order of the road, then the conditions that no measure counts."""
    return tables.once(_unknowns)


def _unknowns(tables: Tables) -> list[Unknown]:
    measured = tables.once(ratios)
    in_order = sorted(measured.values(), key=lambda one: (one.stage, one.measure.order))
    return [
        *(one for ratio in in_order for one in _of_measure(tables, measured, ratio)),
        *_of_conditions(tables, measured),
        *_of_points(tables, measured),
    ]


def _of_measure(tables: Tables, measured: dict[str, Ratio], ratio: Ratio) -> Iterator[Unknown]:
    counts = ratio.measure.counts
    if counts == "parts":
        return
    if counts == "reported":
        if ratio.total is None or ratio.headline.met is None:
            for agency in _unnamed_of(tables, ratio):
                yield Unknown("total", 1, agency, _total(tables, ratio), "reported_totals", counts, ratio=ratio)
        return
    table = "schools" if counts == "schools" else "results"
    yield from _asked(items_of(tables, measured, ratio), partial(Unknown, table=table, counts=counts, ratio=ratio))
    if ratio.unnamed:
        status, nothing = settled_status("unknown", ratio), pd.DataFrame()
        for agency in _unnamed_of(tables, ratio):
            yield Unknown("name", ratio.unnamed, agency, nothing, table, counts, status, ratio)


def _unnamed_of(tables: Tables, ratio: Ratio) -> list[str] | list[None]:
    return parts_in(owner_of(tables, measure=ratio.id).agency) or [None]


def _of_conditions(tables: Tables, measured: dict[str, Ratio]) -> Iterator[Unknown]:
    """Stages and the sets that go with them of which no measure counts anything."""
    counted = {ratio.measure.set for ratio in measured.values()}
    for stage in stage_sets(tables):
        for declared in (stage, *conditions_of(tables, stage)):
            if declared.id not in counted:
                made = partial(Unknown, table="results", counts="criteria", declared=declared, stage=stage)
                yield from _asked(items_of_set(tables, measured, declared), made)


def _of_points(tables: Tables, measured: dict[str, Ratio]) -> Iterator[Unknown]:
    """Criteria whose points nobody knows, of sets in which points decide and none are given as a whole."""
    for declared in tables.rows(CriteriaSet):
        for agency, items in _by_agency(without_points(tables, measured, declared)):
            yield Unknown("points", len(items), agency, items, "results", "criteria", declared=declared)


def _asked(items: pd.DataFrame, made: Any) -> Iterator[Unknown]:
    """What is asked of items, by agency: the results of what is unknown, days and costs of what is not met."""
    if items.empty:
        return
    not_met = items["status"] == "not_met"
    lacking: dict[Lacks, Any] = {
        "result": items["status"] == "unknown",
        "deadline": not_met & items["due"].isna(),
        "cost": not_met & items["cost"].isna(),
    }
    for lacks, mask in lacking.items():
        for agency, of_agency in _by_agency(items[mask.to_numpy(dtype=bool)]):
            yield made(lacks, len(of_agency), agency, of_agency)


def _by_agency(items: pd.DataFrame) -> Iterable[tuple[str | None, pd.DataFrame]]:
    """The items of each agency, of several those of either; last those of none."""
    if items.empty:
        return
    places, texts = pd.factorize(items["who"])
    named = [parts_in(text) for text in texts]
    for agency in dict.fromkeys(agency for several in named for agency in several):
        yield agency, items[np.isin(places, [at for at, several in enumerate(named) if agency in several])]
    if (places < 0).any():
        yield None, items[places < 0]


def _total(tables: Tables, ratio: Ratio) -> pd.DataFrame:
    """The row of a reported total, without its numbers; none where no row states it."""
    totals = tables["reported_totals"]
    newest = totals[(totals["measure"] == ratio.id).to_numpy(dtype=bool, na_value=False)].sort_values("as_of").tail(1)
    return newest.assign(status="unknown", due=ratio.deadline)
