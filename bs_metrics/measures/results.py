"""Results decided from what a row holds: the result stated, or the value against the threshold."""

import pandas as pd

from bs_metrics.workbook.folder import Tables


def decided(results: pd.DataFrame, criteria: pd.DataFrame) -> pd.Series:
    """One of met, not_met, unknown a row, indexed as `results`.

    A stated result stands. Where the row has only a value, it is compared with the criterion's threshold
    (unrounded); a row with neither stays unknown.
    """
    stated = results["result"]
    open_rows = results[stated.isna() & results["value"].notna()]
    if open_rows.empty:
        return stated.fillna("unknown")
    bound = open_rows.reset_index().merge(
        criteria[["set", "code", "operator", "threshold"]],
        left_on=["set", "criterion"],
        right_on=["set", "code"],
        how="left",
    )
    bound = bound.set_index("index")
    return stated.fillna(compared(bound["value"], bound["operator"], bound["threshold"])).fillna("unknown")


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


def unit_results(tables: Tables, set_id: str) -> pd.Series:
    """The result of a set as a whole, by unit code; units without a row are not in it."""
    results = tables["results"]
    whole = results[(results["set"] == set_id) & results["criterion"].isna()]
    return decided(whole, tables["criteria"]).set_axis(whole["unit"])
