"""Results decided from what a row holds, and the named items of a measure counted by them."""

import numpy as np
import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import CriteriaSet, Criterion, Measure
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.settle import Counts

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

    One item that is not met decides; that all are met decides where as many are named as the criterion has. Empty
    for a set in which not all must be met. `of_set` masks its rows of `results`.
    """
    declared, results = criteria_set(tables, set_id), tables["results"]
    above = {item.code: item.parent for item in criteria_of(tables, set_id, first_level=False)}
    rows = results[of_set & results["criterion"].isin(list(above)).to_numpy(dtype=bool, na_value=False)]
    if declared is None or declared.pass_rule != "all" or rows.empty:
        return pd.Series(dtype="string", index=pd.MultiIndex.from_arrays([[], []]))
    statuses = decided(rows, tables["criteria"])
    places = [rows["criterion"].map(above), rows["unit"]]
    met, not_met = ((statuses == status).groupby(places).sum() for status in ("met", "not_met"))
    sizes = {criterion.code: criterion.items for criterion in criteria_of(tables, set_id)}
    whole = pd.Series([sizes.get(code) for code, _ in met.index], index=met.index, dtype="Int64")
    proven = pd.Series(pd.NA, index=met.index, dtype="string")
    return proven.mask((met == whole).fillna(False), "met").mask(not_met > 0, "not_met").dropna()


def from_items_of_one(tables: Tables, set_id: str | None, of_set: np.ndarray) -> pd.Series:
    """The same by criterion alone, for a set that applies to one unit; of one that applies to several, nothing."""
    declared = criteria_set(tables, set_id)
    proven = from_items(tables, set_id, of_set)
    return (proven[:0] if declared and units_of(tables, declared) > 1 else proven).droplevel(1)


def agreed(stated: Status, proven: Status | None) -> Status | None:
    """A criterion's status by its own row and by its items; None where the two disagree."""
    if proven is None or stated == proven:
        return stated
    return proven if stated == "unknown" else None


def school_results(schools: pd.DataFrame) -> pd.Series:
    """One of met, not_met, unknown a school: as stated, or by its level of the national standard (1 or 2 is met)."""
    by_level = (schools["standard_level"] >= 1).map({True: "met", False: "not_met"}).astype("string")
    return schools["result"].fillna(by_level).fillna("unknown")


def unit_results(tables: Tables, of_set: np.ndarray) -> pd.Series:
    """The result of a set as a whole, by unit code; units without a row are not in it; `of_set` masks its rows."""
    results = tables["results"]
    whole = results.loc[of_set & results["criterion"].isna().to_numpy(), _NEEDED]
    return decided(whole, tables["criteria"]).set_axis(whole["unit"])


def rows_of_set(tables: Tables, set_id: str | None) -> np.ndarray:
    """A mask of the rows of `results` that belong to a criteria set."""
    mask: np.ndarray = (tables["results"]["set"] == set_id).to_numpy(dtype=bool, na_value=False)
    return mask


def count(tables: Tables, measure: Measure, of_set: np.ndarray) -> Counts:
    """The counts of a measure; no items for one that only a report states.

    `of_set` is a mask of the rows of `results` that belong to the measure's criteria set.
    """
    match measure.counts:
        case "units":
            codes = tables["units"]["code"].array[_kept(tables, "units", measure)]
            return _counts(unit_results(tables, of_set).reindex(codes).fillna("unknown"))
        case "schools":
            return _counts(school_results(tables["schools"][_kept(tables, "schools", measure)]))
        case "criteria" | "items":
            return _of_criteria(tables, measure, of_set)
        case _:
            return Counts()


def _of_criteria(tables: Tables, measure: Measure, of_set: np.ndarray) -> Counts:
    """Criteria (or the items below them) times the units the set applies to."""
    first_level = measure.counts == "criteria"
    kept = _kept(tables, "criteria", measure)
    codes = [
        criterion.code
        for criterion, is_kept in zip(tables.rows(Criterion), kept, strict=True)
        if is_kept and criterion.set == measure.set and (criterion.parent is None) == first_level
    ]
    declared = criteria_set(tables, measure.set)
    units = units_of(tables, declared) if declared else 0
    if declared is None or not units:
        return Counts()
    # The reader has checked that a set's results are of units it applies to, so only set and criterion are asked here.
    results = tables["results"]
    wanted = of_set & results["criterion"].isin(codes).to_numpy()
    met, not_met = count_decided(results, tables["criteria"], wanted)
    doubtful = 0
    if first_level:
        proven = from_items(tables, measure.set, of_set)
        proven = proven[proven.index.get_level_values(0).isin(codes)]
        rows = results[wanted & results["criterion"].isin(proven.index.get_level_values(0)).to_numpy()]
        own = decided(rows, tables["criteria"]).set_axis(pd.MultiIndex.from_frame(rows[["criterion", "unit"]]))
        for place, by_items in proven.items():
            stated = own.get(place, "unknown")
            both = agreed(stated, by_items)
            met += (both == "met") - (stated == "met")
            not_met += (both == "not_met") - (stated == "not_met")
            doubtful += both is None
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
    numbers = statuses.value_counts()
    return Counts(*(int(numbers.get(status, 0)) for status in ("met", "not_met", "unknown")))
