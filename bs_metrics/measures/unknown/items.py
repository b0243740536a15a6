"""The named items of a measure or a set as rows: which they are, how they stand, who can tell of them, until when."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import CriteriaSet, Criterion
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import (
    criteria_of,
    criteria_set,
    criterion_results,
    decided,
    rows_of_set,
    school_results,
    units_of,
)
from bs_metrics.measures.goals import assigned
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import parts_of, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.text import MANY, parts_in

_KEY = ["set", "criterion", "unit"]
_TOLD = ["status", "who", "due", "cost"]  # beside the row's own cells: by all that is known, tasks and targets included


def assigned_to(tables: Tables, set_id: str | None, criterion: str | None = None) -> list[str]:
    """The agencies of a criterion's open tasks and actions; where they name none, those of the set's as a whole."""
    return parts_in(assigned(tables, set_id, criterion)[0] or assigned(tables, set_id)[0])


def items_of(tables: Tables, measured: dict[str, Ratio], ratio: Ratio) -> pd.DataFrame:
    """The named items that a measure counts: rows of `results` or `schools`, with what `_TOLD` names."""
    counts, set_id, wanted = ratio.measure.counts, ratio.measure.set, ratio.measure.filter
    if counts == "schools":
        schools = tables["schools"]
        schools = schools[matching(schools, wanted, schema().tables["schools"], tables.lists)]
        statuses = [settled_status(status, ratio) for status in school_results(schools)]
        nothing_holds_it = [0.0] * len(schools)
        return _told(schools, statuses, schools["agency"], schools["deadline"], nothing_holds_it, ratio)
    declared = criteria_set(tables, set_id)
    if declared is None:
        return pd.DataFrame()
    if counts == "units":
        rows = tables["units"]
        codes = rows["code"][matching(rows, wanted, schema().tables["units"], tables.lists)]
        return _units(tables, measured, declared, set(codes), ratio)
    rows = tables["criteria"]
    codes = rows["code"][matching(rows, wanted, schema().tables["criteria"], tables.lists)]
    of_level = counts == "criteria"
    if units_of(tables, declared) == 1:
        return _of_one(tables, measured, declared, set(codes), of_level, ratio)
    return _of_many(tables, declared, set(codes), of_level, ratio)


def items_of_set(tables: Tables, measured: dict[str, Ratio], declared: CriteriaSet) -> pd.DataFrame:
    """The criteria of a set for one unit that no measure counts; of one with parts that are unknown, these."""
    if units_of(tables, declared) != 1:
        return pd.DataFrame()
    standings = standing(tables, measured, declared.id)
    in_parts = {part.criterion.parent for part in standings if not part.is_first_level and part.status == "unknown"} & {
        one.criterion.code for one in standings if one.status == "unknown"
    }
    codes = {
        one.criterion.code
        for one in standings
        if (one.criterion.parent in in_parts if not one.is_first_level else one.criterion.code not in in_parts)
    }
    return _of_one(tables, measured, declared, codes, None, None)


def _told(
    rows: pd.DataFrame,
    statuses: Iterable[str],
    who: Iterable[Any],
    due: Iterable[Any],
    cost: Iterable[Any],
    ratio: Ratio | None,
) -> pd.DataFrame:
    """The rows with what is known of them; an item without a day of its own has that of the measure's target."""
    target = ratio.deadline if ratio else None
    days = [target if day is None or day != day else day for day in due]  # an empty cell is not even itself
    told = zip(_TOLD, (list(statuses), list(who), days, list(cost)), strict=True)
    return rows.assign(**{name: pd.Series(cells, index=rows.index, dtype=object) for name, cells in told})


def _rows_for(tables: Tables, keys: pd.DataFrame) -> pd.DataFrame:
    """The rows of `results` of some keys, with nothing but the key where there is none."""
    of_set = tables["results"][tables["results"]["set"].isin(keys["set"].unique()).to_numpy(dtype=bool, na_value=False)]
    found = keys.astype("string").merge(of_set.drop_duplicates(_KEY), on=_KEY, how="left")
    return found.reindex(columns=of_set.columns)


def _keys(set_id: str, pairs: Iterable[tuple[str | None, str]]) -> pd.DataFrame:
    return pd.DataFrame([(set_id, code, unit) for code, unit in pairs], columns=_KEY)


def _of_one(
    tables: Tables,
    measured: dict[str, Ratio],
    declared: CriteriaSet,
    codes: set[str],
    of_level: bool | None,
    ratio: Ratio | None,
) -> pd.DataFrame:
    """Criteria of a set that applies to one unit. What a criterion's own row does not say, its failing parts may."""
    standings = standing(tables, measured, declared.id)
    kept = [
        one
        for one in standings
        if one.criterion.code in codes
        and (of_level is None or one.is_first_level == of_level)
        and (one.known_by != "measure")  # what a measure decides is asked of the measure's own items
    ]
    kinds = tables["units"]["kind"].isin(declared.kinds).to_numpy()
    unit = tables["units"]["code"][kinds].iloc[0]
    rows = _rows_for(tables, _keys(declared.id, ((one.criterion.code, unit) for one in kept)))
    counted_apart = ratio_of_set(measured, declared.id, "items") is not None
    who, due, cost = [], [], []
    for one in kept:
        parts = [] if counted_apart else [part for part in parts_of(one, standings) if part.status == "not_met"]
        results = [each.result for each in (one, *parts) if each.result]
        named = list(dict.fromkeys(result.agency for result in results if result.agency))
        named = named or assigned_to(tables, declared.id, one.criterion.code)
        days = [result.deadline for result in results if result.deadline]
        costs = [result.cost_million_vnd for result in results if result.cost_million_vnd is not None]
        who.append(MANY.join(named) or None)
        due.append(min(days, default=None) or assigned(tables, declared.id, one.criterion.code)[1])
        cost.append(next(iter(costs), None))
    return _told(rows, [one.status for one in kept], who, due, cost, ratio)


def _units(
    tables: Tables, measured: dict[str, Ratio], declared: CriteriaSet, codes: set[str], ratio: Ratio
) -> pd.DataFrame:
    """Units in a set as a whole; who can tell and until when is said of the unit, else of the criteria it fails."""
    standings = {code: one for code, one in unit_standings(tables, measured, declared.id).items() if code in codes}
    rows = _rows_for(tables, _keys(declared.id, ((None, code) for code in standings)))
    results = tables["results"][rows_of_set(tables, declared.id)]
    results = results[results["criterion"].notna().to_numpy()]
    failing = results[(decided(results, tables["criteria"]) == "not_met").to_numpy()]
    by_unit: Mapping[Any, pd.DataFrame] = dict(iter(failing.groupby("unit")))
    tasks = assigned_to(tables, declared.id)
    who, due = [], []
    for code, agency, day in zip(rows["unit"], rows["agency"], rows["deadline"], strict=True):
        below = by_unit.get(code, failing[:0])
        named = [agency] if pd.notna(agency) else list(below["agency"].dropna().unique()) or tasks
        who.append(MANY.join(named) or None)
        due.append(day if pd.notna(day) else min(below["deadline"].dropna(), default=None))
    statuses = ["unknown" if one.status == "doubtful" else one.status for one in standings.values()]
    return _told(rows, statuses, who, due, rows["cost_million_vnd"], ratio)


def _of_many(tables: Tables, declared: CriteriaSet, codes: set[str], of_level: bool, ratio: Ratio) -> pd.DataFrame:
    """Criteria, or items below them, of every unit that the set applies to."""
    named: list[Criterion] = [one for one in criteria_of(tables, declared.id, of_level) if one.code in codes]
    units = tables["units"]["code"][tables["units"]["kind"].isin(declared.kinds).to_numpy()]
    pairs = pd.MultiIndex.from_product([[one.code for one in named], units])
    rows = _rows_for(tables, _keys(declared.id, pairs))
    of_set = rows_of_set(tables, declared.id)
    if of_level:
        known = criterion_results(tables, declared.id, of_set)["status"]
    else:
        results = tables["results"][of_set]
        known = decided(results, tables["criteria"]).set_axis(pd.MultiIndex.from_frame(results[["criterion", "unit"]]))
    statuses = known[~known.index.duplicated()].reindex(pairs).fillna("unknown").replace("doubtful", "unknown")
    if ratio.total and not ratio.tally.unknown:
        statuses = [settled_status(status, ratio) for status in statuses]
    tasks = {one.code: MANY.join(assigned_to(tables, declared.id, one.code)) or None for one in named}
    who = rows["agency"].astype(object).where(rows["agency"].notna(), rows["criterion"].map(tasks))
    return _told(rows, statuses, who, rows["deadline"], rows["cost_million_vnd"], ratio)
