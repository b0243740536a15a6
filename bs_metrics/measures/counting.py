"""Results decided from what a row holds, and the named items of a measure counted by them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import CriteriaSet, Criterion, Measure
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.settle import Counts

_STATUSES = ("met", "not_met", "unknown")
_NOTHING = pd.Series(dtype="string", index=pd.MultiIndex.from_arrays([[], []]))  # by (criterion, unit)
_NEEDED = ["set", "criterion", "unit", "result", "value"]  # what a decision and its place rest on


def decided(results: pd.DataFrame, criteria: pd.DataFrame) -> pd.Series:
    """One of met, not_met, unknown a row, indexed as `results`.

    A stated result stands. Where the row has only a value, it is compared with the criterion's threshold
    (unrounded); a row with neither stays unknown.
    """
    stated = results["result"]
    open_rows = stated.isna().to_numpy() & results["value"].notna().to_numpy()
    if open_rows.any():
        stated = stated.fillna(_by_value(results[open_rows], criteria))
    return stated.fillna("unknown")


def count_decided(results: pd.DataFrame, criteria: pd.DataFrame, wanted: np.ndarray) -> tuple[int, int]:
    """How many of the rows that a mask keeps are met and not met. The same rule as `decided`, without the rows."""
    stated = results["result"].array[wanted]
    numbers = stated.value_counts()
    open_rows = np.asarray(stated.isna()) & ~np.asarray(results["value"].array[wanted].isna())
    if open_rows.any():
        places = np.flatnonzero(wanted)[open_rows]
        numbers = numbers.add(_by_value(results.iloc[places], criteria).value_counts(), fill_value=0)
    return int(numbers.get("met", 0)), int(numbers.get("not_met", 0))


def _by_value(open_rows: pd.DataFrame, criteria: pd.DataFrame) -> pd.Series:
    """met or not_met for rows with a value and no result; nothing where their criterion has no threshold."""
    thresholds = criteria[["set", "code", "operator", "threshold"]]
    bound = open_rows[["set", "criterion", "value"]].merge(
        thresholds, left_on=["set", "criterion"], right_on=["set", "code"], how="left"
    )
    bound = bound.set_index(open_rows.index)
    return compared(bound["value"], bound["operator"], bound["threshold"])


def compared(value: pd.Series, operator: pd.Series, threshold: pd.Series) -> pd.Series:
    """met, not_met, or nothing where there is no threshold to compare with."""
    holds = pd.Series(pd.NA, index=value.index, dtype="boolean")
    for sign, outcome in (("ge", value >= threshold), ("le", value <= threshold), ("eq", value == threshold)):
        holds = holds.mask((operator == sign).fillna(False), outcome)
    return holds.map({True: "met", False: "not_met"}).astype("string")


def from_items(tables: Tables, set_id: str | None, of_set: np.ndarray) -> pd.Series:
    """What the named items of a set prove of the criteria above them: met or not_met by (criterion, unit).

    Empty for a set in which not all must be met. `of_set` masks its rows of `results`.
    """
    above = {item.code: item.parent for item in criteria_of(tables, set_id, first_level=False)}
    if not above or not _all_must_be_met(tables, set_id):
        return _NOTHING.copy()
    results = tables["results"]
    places, names = pd.factorize(results["criterion"].array[of_set])
    if not len(names):  # results of units as a whole only
        return _NOTHING.copy()
    parents = pd.Categorical([above.get(name) for name in names])
    upper = np.where(places < 0, -1, parents.codes[places])  # a row without a criterion is of none of them
    rows = results[_NEEDED].iloc[np.flatnonzero(of_set)[upper >= 0]]
    of_rows = pd.Categorical.from_codes(upper[upper >= 0], parents.categories)
    below = pd.DataFrame({"above": of_rows, "unit": rows["unit"].array}, index=rows.index)
    named = Counter(above.values())
    sizes = {one.code: one.items and max(one.items, named[one.code]) for one in criteria_of(tables, set_id)}
    return _proven(below.assign(status=decided(rows, tables["criteria"])), sizes)


def _all_must_be_met(tables: Tables, set_id: str | None) -> bool:
    declared = criteria_set(tables, set_id)
    return declared is not None and declared.pass_rule == "all"


def _proven(below: pd.DataFrame, sizes: Mapping[str, int | None]) -> pd.Series:
    """What lies below proves of what lies above where all of it must be met: met or not_met by (above, unit).

    One below that is not met decides; that all are met decides where as many are as `sizes` says. `below` has the
    columns `above`, `unit` and `status`.
    """
    (upper, names), (unit, units) = (pd.factorize(below[column].array) for column in ("above", "unit"))
    # Counted in a grid instead of groups: many times as fast, and a country's communes times a set's criteria are few.
    flat, shape = upper * len(units) + unit, (len(names), len(units))
    met, not_met = (
        np.bincount(flat[(below["status"] == status).to_numpy()], minlength=shape[0] * shape[1]).reshape(shape)
        for status in ("met", "not_met")
    )
    whole = np.array([sizes.get(name) or np.inf for name in names])[:, None]
    proven = np.select([not_met > 0, met >= whole], ["not_met", "met"], "").ravel()
    decisive = np.flatnonzero(proven)
    index = pd.MultiIndex.from_arrays([names[decisive // len(units)], units[decisive % len(units)]])
    return pd.Series(proven[decisive], index=index, dtype="string")


def from_items_of_one(tables: Tables, set_id: str | None, of_set: np.ndarray) -> pd.Series:
    """The same by criterion alone, for a set that applies to one unit; of one that applies to several, nothing."""
    declared = criteria_set(tables, set_id)
    proven = from_items(tables, set_id, of_set)
    return (proven[:0] if declared and units_of(tables, declared) > 1 else proven).droplevel(1)


def agreed(stated: pd.Series, proven: pd.Series) -> pd.Series:
    """Status by what a thing's own row states and by what lies below it; doubtful where the two disagree.

    Both are indexed by thing, what either knows is in the result, first what is stated.
    """
    if proven.empty or stated.empty:
        return stated if proven.empty else proven
    things = stated.index.append(proven.index.difference(stated.index, sort=False))
    own, below = stated.reindex(things).fillna("unknown"), proven.reindex(things)
    disagree = below.notna() & (own != "unknown") & (own != below.fillna("unknown"))
    return below.fillna(own).mask(disagree, "doubtful")


def criterion_results(tables: Tables, set_id: str | None, of_set: np.ndarray) -> pd.DataFrame:
    """How the criteria of a set stand, by (criterion, unit): `stated` by their own rows, and their `status`.

    The status follows from the items too, and is doubtful where they disagree with the row. What nothing is known
    of may not be in it.
    """
    results, codes = tables["results"], [criterion.code for criterion in criteria_of(tables, set_id)]
    rows = results.loc[of_set & results["criterion"].isin(codes).to_numpy(dtype=bool, na_value=False), _NEEDED]
    stated = decided(rows, tables["criteria"]).set_axis(pd.MultiIndex.from_frame(rows[["criterion", "unit"]]))
    return _beside(stated, agreed(stated, from_items(tables, set_id, of_set)))


def unit_results(tables: Tables, set_id: str | None, of_set: np.ndarray) -> pd.DataFrame:
    """How units stand in a set as a whole, by unit code: `stated` by their own rows, and their `status`.

    Where all criteria must be met, the status follows from them too, and is doubtful where they disagree with the row,
    or where it says met and one of them is doubtful. Units of which nothing is known may not be in it.
    """
    results = tables["results"]
    whole = results.loc[of_set & results["criterion"].isna().to_numpy(), _NEEDED]
    stated = decided(whole, tables["criteria"]).set_axis(whole["unit"])
    declared, named = criteria_set(tables, set_id), criteria_of(tables, set_id)
    if declared is None or not named or not _all_must_be_met(tables, set_id):
        return _beside(stated, stated)
    status = criterion_results(tables, set_id, of_set)["status"]
    below = pd.DataFrame({"above": declared.id, "unit": status.index.get_level_values(1), "status": status.array})
    proven = _proven(below, {declared.id: max(declared.official_criteria or 0, len(named))}).droplevel(0)
    both = agreed(stated, proven)
    in_doubt = set(below["unit"][below["status"] == "doubtful"]) - set(proven.index)
    if in_doubt:
        claimed = (stated == "met").reindex(both.index, fill_value=False)
        both = both.mask(claimed & both.index.isin(in_doubt), "doubtful")
    return _beside(stated, both)


def _beside(stated: pd.Series, status: pd.Series) -> pd.DataFrame:
    if status is not stated:
        stated = stated.reindex(status.index).fillna("unknown")
    return pd.DataFrame({"stated": stated, "status": status}, index=status.index)


def school_results(schools: pd.DataFrame) -> pd.Series:
    """One of met, not_met, unknown a school: as stated, or by its level of the national standard (1 or 2 is met)."""
    by_level = (schools["standard_level"] >= 1).map({True: "met", False: "not_met"}).astype("string")
    return schools["result"].fillna(by_level).fillna("unknown")


def rows_of_set(tables: Tables, set_id: str | None) -> np.ndarray:
    """A mask of the rows of `results` that belong to a criteria set."""
    mask: np.ndarray = (tables["results"]["set"] == set_id).to_numpy(dtype=bool, na_value=False)
    return mask


@dataclass(frozen=True)
class Named:
    """What rows name of the things that a measure counts: schools; units; or criteria of a set, each of every unit."""

    schools: pd.DataFrame | None = None
    declared: CriteriaSet | None = None
    criteria: tuple[Criterion, ...] | None = None
    units: tuple[str, ...] = ()

    def has(self, set_id: str | None, criterion: str | None, unit: str | None) -> bool:
        """Whether a criterion is one of them, or a unit of the set; where no unit is said, any may be meant."""
        if self.declared is None or self.declared.id != set_id or (unit is not None and unit not in self.units):
            return False
        return criterion is None if self.criteria is None else any(one.code == criterion for one in self.criteria)


def named(tables: Tables, measure: Measure) -> Named:
    """The things of a measure that rows name; of one that only a report states, or adds up others, nothing."""
    if measure.counts == "schools":
        return Named(tables["schools"][_kept(tables, "schools", measure)])
    declared, units = criteria_set(tables, measure.set), tables["units"]
    of_kind = units["kind"].isin(declared.kinds).to_numpy() if declared is not None else np.ones(len(units), bool)
    if measure.counts == "units":
        return Named(declared=declared, units=tuple(units["code"].array[_kept(tables, "units", measure) & of_kind]))
    if declared is None or measure.counts not in ("criteria", "items"):
        return Named()
    kept = zip(tables.rows(Criterion), _kept(tables, "criteria", measure), strict=True)
    criteria = tuple(
        one
        for one, is_kept in kept
        if is_kept and one.set == declared.id and (one.parent is None) == (measure.counts == "criteria")
    )
    return Named(None, declared, criteria, tuple(units["code"].array[of_kind]))


def count(tables: Tables, measure: Measure, of_set: np.ndarray) -> Counts:
    """The counts of a measure; no items for one that only a report states.

    `of_set` is a mask of the rows of `results` that belong to the measure's criteria set.
    """
    things = named(tables, measure)
    if things.schools is not None:
        return _counts(school_results(things.schools))
    if things.criteria is not None:
        return _of_criteria(tables, measure, things, of_set)
    if measure.counts != "units":
        return Counts()
    return _counts(unit_results(tables, measure.set, of_set)["status"].reindex([*things.units]).fillna("unknown"))


def _of_criteria(tables: Tables, measure: Measure, things: Named, of_set: np.ndarray) -> Counts:
    """Criteria (or the items below them) times the units the set applies to."""
    first_level, declared, units = measure.counts == "criteria", things.declared, len(things.units)
    codes = [criterion.code for criterion in things.criteria or ()]
    if declared is None or not units:
        return Counts()
    # The reader has checked that a set's results are of units it applies to, so only set and criterion are asked here.
    results = tables["results"]
    wanted = of_set & results["criterion"].isin(codes).to_numpy()
    met, not_met = count_decided(results, tables["criteria"], wanted)
    doubtful = 0
    if first_level and len(proven := from_items(tables, measure.set, of_set)):
        proven = proven[proven.index.get_level_values(0).isin(codes)]
        rows = results.loc[wanted, _NEEDED]
        own = decided(rows, tables["criteria"]).set_axis(pd.MultiIndex.from_frame(rows[["criterion", "unit"]]))
        both = agreed(own, proven)
        met += int((both == "met").sum() - (own == "met").sum())
        not_met += int((both == "not_met").sum() - (own == "not_met").sum())
        doubtful = int((both == "doubtful").sum())
    official = declared.official_criteria if first_level else declared.official_items
    whole = official is not None and measure.filter is None
    return Counts(
        met, not_met, len(codes) * units - met - not_met, (official or 0) * units if whole else None, doubtful
    )


def units_of(tables: Tables, declared: CriteriaSet) -> int:
    """How many units a criteria set applies to."""
    return int(tables["units"]["kind"].isin(declared.kinds).sum())


def criteria_set(tables: Tables, set_id: str | None) -> CriteriaSet | None:
    """The criteria set of an id, or None."""
    return next((declared for declared in tables.rows(CriteriaSet) if declared.id == set_id), None)


def criteria_of(tables: Tables, set_id: str | None, first_level: bool = True) -> list[Criterion]:
    """The named criteria of a set, or the named items below them."""
    return [
        criterion
        for criterion in tables.rows(Criterion)
        if criterion.set == set_id and (criterion.parent is None) == first_level
    ]


def _kept(tables: Tables, table: str, measure: Measure) -> np.ndarray:
    """A mask of the rows of a table that the measure's filter keeps."""
    return matching(tables[table], measure.filter, schema().tables[table], tables.lists)


def _counts(statuses: pd.Series) -> Counts:
    met, not_met, unknown, doubtful = (int((statuses == one).sum()) for one in (*_STATUSES, "doubtful"))
    return Counts(met, not_met, unknown + doubtful, doubtful=doubtful)
