"""Results decided from what a row holds: the result stated, or the value against the threshold."""

import numpy as np
import pandas as pd

from bs_metrics.contract.tables import Tables

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
