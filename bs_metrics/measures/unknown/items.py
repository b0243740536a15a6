"""The named items of a measure or a set as rows: which they are, how they stand, who can tell of them, until when."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import (
    Named,
    criteria_of,
    criterion_results,
    decided,
    named,
    rows_of_set,
    school_results,
    units_of,
)
from bs_metrics.measures.goals.owners import Owner, owner_of
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio, ratios, settled_status
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import first_level, gap_status, parts_of, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.text import parts_in

_KEY = ["set", "criterion", "unit"]
_TOLD = ["status", "who", "due", "cost"]  # beside the row's own cells: by all that is known, tasks and targets included


def agencies_of(tables: Tables, ratio: Ratio) -> list[str]:
    """Who has to act on what a measure misses: on its items that are not met, named by rows or not."""
    return tables.once(_agencies, ratio.id)


def _agencies(tables: Tables, id: str) -> list[str]:
    measured = tables.once(ratios)
    ratio = measured[id]
    if gap_status(ratio) == "met":
        return []
    if ratio.measure.counts == "parts":
        return sorted({one for part in parts_in(ratio.measure.parts) for one in tables.once(_agencies, part)})
    items = items_of(tables, measured, ratio, by_measure=True)
    cells = set(items["who"][(items["status"] != "met").to_numpy(dtype=bool)]) if len(items) else set()
    if ratio.total is None or (ratio.unnamed and settled_status("unknown", ratio) != "met"):
        cells.add(owner_of(tables, measure=id).agency)
    return sorted({agency for cell in cells for agency in parts_in(cell)})


def items_of(tables: Tables, measured: dict[str, Ratio], ratio: Ratio, by_measure: bool = False) -> pd.DataFrame:
    """The named items that a measure counts: rows of `results` or `schools`, with what `_TOLD` names.

    What a measure decides is asked of the measure's own items; so it is left out, if not `by_measure`.
    """
    things = named(tables, ratio.measure)
    if things.schools is not None:
        statuses = [settled_status(status, ratio) for status in school_results(things.schools)]
        owners = [owner_of(tables, school=name) for name in things.schools["name"]]
        nothing_holds_it = [0.0] * len(owners)
        return _told(things.schools, statuses, owners, nothing_holds_it, ratio)
    if things.declared is None:
        return pd.DataFrame()
    if things.criteria is None:
        return _units(tables, measured, things.declared, set(things.units), ratio)
    if len(things.units) == 1:
        codes = {one.code for one in things.criteria}
        return _of_one(tables, measured, things.declared, codes, ratio, by_measure)
    return _of_many(tables, things.declared, things, ratio)


def items_of_set(tables: Tables, measured: dict[str, Ratio], declared: CriteriaSet) -> pd.DataFrame:
    """The criteria of a set for one unit that no measure counts; of one with parts that are unknown, these."""
    if units_of(tables, declared) != 1:
        return pd.DataFrame()
    standings = standing(tables, measured, declared.id)
    unknown = [one.criterion for one in standings if one.status == "unknown"]
    in_parts = {one.code for one in unknown} & {one.parent for one in unknown}
    codes = {one.criterion.code for one in first_level(standings)} - in_parts
    codes |= {one.criterion.code for one in standings if one.criterion.parent in in_parts}
    return _of_one(tables, measured, declared, codes, None)


def without_points(tables: Tables, measured: dict[str, Ratio], declared: CriteriaSet) -> pd.DataFrame:
    """The criteria of a set for one unit whose points are not known, where points decide."""
    if declared.pass_rule != "points" or units_of(tables, declared) != 1:
        return pd.DataFrame()
    points = points_reached(tables, measured, declared.id)
    codes = {one.code for one in criteria_of(tables, declared.id) if points[one.code].known_by == "unknown"}
    if not codes or points[None].known_by == "entered":
        return pd.DataFrame()
    return _of_one(tables, measured, declared, codes, None, by_measure=True)


def _told(
    rows: pd.DataFrame, statuses: Iterable[str], owners: Iterable[Owner], cost: Iterable[Any], ratio: Ratio | None
) -> pd.DataFrame:
    """The rows with what is known of them; an item without a day of its own has that of the measure's target."""
    target, cells = ratio.deadline if ratio else None, [*owners]
    who, days = [one.agency for one in cells], [one.deadline or target for one in cells]
    told = zip(_TOLD, (list(statuses), who, days, list(cost)), strict=True)
    return rows.assign(**{name: pd.Series(cells, index=rows.index, dtype=object) for name, cells in told})


def _rows_for(tables: Tables, set_id: str, pairs: Iterable[tuple[str | None, str]]) -> pd.DataFrame:
    """The rows of `results` of criteria and units of a set, with nothing but the key where there is none."""
    keys = pd.DataFrame([(set_id, code, unit) for code, unit in pairs], columns=_KEY)
    of_set = tables["results"][rows_of_set(tables, set_id)]
    found = keys.astype("string").merge(of_set.drop_duplicates(_KEY), on=_KEY, how="left")
    return found.reindex(columns=of_set.columns)


def _of_one(
    tables: Tables,
    measured: dict[str, Ratio],
    declared: CriteriaSet,
    codes: set[str],
    ratio: Ratio | None,
    by_measure: bool = False,
) -> pd.DataFrame:
    """Criteria of a set that applies to one unit. What a criterion's own row does not say, its failing parts may."""
    standings = standing(tables, measured, declared.id)
    kept = [one for one in standings if one.criterion.code in codes and (by_measure or one.known_by != "measure")]
    kinds = tables["units"]["kind"].isin(declared.kinds).to_numpy()
    unit = tables["units"]["code"][kinds].iloc[0]
    rows = _rows_for(tables, declared.id, ((one.criterion.code, unit) for one in kept))
    counted_apart = ratio_of_set(measured, declared.id, "items") is not None
    cost = []
    for one in kept:
        parts = [] if counted_apart else [part for part in parts_of(one, standings) if part.status == "not_met"]
        said = (each.result.cost_million_vnd for each in (one, *parts) if each.result)
        cost.append(next((each for each in said if each is not None), None))
    owners = [owner_of(tables, declared.id, one.criterion.code) for one in kept]
    return _told(rows, [one.status for one in kept], owners, cost, ratio)


def _units(
    tables: Tables, measured: dict[str, Ratio], declared: CriteriaSet, codes: set[str], ratio: Ratio
) -> pd.DataFrame:
    """Units in a set as a whole."""
    standings = {code: one for code, one in unit_standings(tables, measured, declared.id).items() if code in codes}
    rows = _rows_for(tables, declared.id, ((None, code) for code in standings))
    statuses = ["unknown" if one.status == "doubtful" else one.status for one in standings.values()]
    owners = [owner_of(tables, declared.id, None, code) for code in standings]
    return _told(rows, statuses, owners, rows["cost_million_vnd"], ratio)


def _of_many(tables: Tables, declared: CriteriaSet, things: Named, ratio: Ratio) -> pd.DataFrame:
    """Criteria, or items below them, of every unit that the set applies to."""
    pairs = pd.MultiIndex.from_product([[one.code for one in things.criteria or ()], things.units])
    rows = _rows_for(tables, declared.id, pairs)
    of_set = rows_of_set(tables, declared.id)
    if ratio.measure.counts == "criteria":
        known = criterion_results(tables, declared.id, of_set)["status"]
    else:
        results = tables["results"][of_set]
        known = decided(results, tables["criteria"]).set_axis(pd.MultiIndex.from_frame(results[["criterion", "unit"]]))
    statuses = known[~known.index.duplicated()].reindex(pairs).fillna("unknown").replace("doubtful", "unknown")
    if ratio.total and not ratio.tally.unknown:
        statuses = [settled_status(status, ratio) for status in statuses]
    owners = [owner_of(tables, declared.id, code, unit) for code, unit in pairs]
    return _told(rows, statuses, owners, rows["cost_million_vnd"], ratio)
