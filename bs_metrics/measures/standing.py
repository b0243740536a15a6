"""Where a unit stands on each criterion of a set: result, value against threshold, and how the result is known."""

from fractions import Fraction

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.results import decided
from bs_metrics.measures.rows import each_row
from bs_metrics.numbers import exact

_FROM_RESULT = [
    "value", "value_text", "value_text_en", "points", "basis", "agency", "deadline", "obstacle", "obstacle_en", "cause",
    "source", "origin_file", "origin_sheet", "origin_row",
]  # fmt: skip


def standing(tables: Tables, ratios: dict[str, Ratio], set_id: str, unit: str | None = None) -> pd.DataFrame:
    """One row a named criterion or item of a set, in the set's order, for one unit.

    Columns of `criteria`, those of its result prefixed with `result_`, `status` (met, not_met, unknown) and `known_by`:
    `stated`, `value` (compared with the threshold), `measure` (a ratio of this data), `deduced` (from a reported
    total) or `unknown`. `unit` may be left out for a set that applies to one unit only.
    """
    criteria = tables["criteria"]
    criteria = criteria[criteria["set"] == set_id]
    results = tables["results"]
    results = results[(results["set"] == set_id) & results["criterion"].notna()]
    if unit is not None:
        results = results[results["unit"] == unit]
    results = results.assign(status=decided(results, tables["criteria"])).drop_duplicates("criterion")
    kept = results.set_index("criterion")[[*_FROM_RESULT, "result", "status"]].add_prefix("result_")
    rows = criteria.join(kept, on="code")
    stated = rows["result_status"].fillna("unknown")
    known_by = pd.Series("unknown", index=rows.index).mask(stated != "unknown", "value")
    known_by = known_by.mask(rows["result_result"].notna() & (stated != "unknown"), "stated")
    rows = rows.assign(status=stated, known_by=known_by)
    return _by_measure(_deduced(rows, ratios, set_id), ratios)


def _deduced(rows: pd.DataFrame, ratios: dict[str, Ratio], set_id: str) -> pd.DataFrame:
    """What a reported total proves of the criteria, and a met criterion of the items below it."""
    rows = rows.copy()
    for ratio in ratios.values():
        if ratio.row["set"] != set_id or ratio.row["counts"] not in ("criteria", "items"):
            continue
        of_level = rows["parent"].isna() == (ratio.row["counts"] == "criteria")
        for index in rows.index[of_level & (rows["status"] == "unknown")]:
            rows.loc[index, "status"] = settled_status("unknown", ratio)
            rows.loc[index, "known_by"] = "deduced" if rows.loc[index, "status"] != "unknown" else "unknown"
    met = set(rows.loc[rows["parent"].isna() & (rows["status"] == "met"), "code"])
    below = rows["parent"].isin(met) & (rows["status"] == "unknown")
    if any(ratio.nesting for ratio in ratios.values() if ratio.row["set"] == set_id):
        rows.loc[below, ["status", "known_by"]] = ["met", "deduced"]
    return rows


def _by_measure(rows: pd.DataFrame, ratios: dict[str, Ratio]) -> pd.DataFrame:
    """Criteria whose value is a ratio of this data: compared with the threshold, unrounded, at both bounds."""
    rows = rows.copy()
    for index, row in rows[rows["measure"].isin(list(ratios))].iterrows():
        ratio = ratios[row["measure"]]
        status = measure_status(ratio, row["operator"], row["threshold"], str(row["unit_of_measure"]) == "%")
        rows.loc[index, "status"] = status
        rows.loc[index, "known_by"] = "measure" if status != "unknown" else "unknown"
    return rows


def measure_status(ratio: Ratio, operator: object, threshold: float, is_percent: bool) -> Status:
    """met or not_met where every value within the ratio's bounds says so, else unknown."""
    if pd.isna(threshold) or ratio.total is None or ratio.headline.kind == "contradiction":
        return "unknown"
    scale = Fraction(100, ratio.total) if is_percent else Fraction(1)
    low, high, goal = scale * ratio.tally.lower, scale * ratio.tally.upper, exact(float(threshold))
    surely_met = {"ge": low >= goal, "le": high <= goal, "eq": low == high == goal}
    surely_not = {"ge": high < goal, "le": low > goal, "eq": goal < low or goal > high}
    if surely_met.get(str(operator), False):
        return "met"
    return "not_met" if surely_not.get(str(operator), False) else "unknown"


def gap_status(ratio: Ratio) -> Status:
    """met, not_met or unknown: whether the number to reach is reached."""
    if ratio.gap_bounds is None or ratio.headline.kind == "contradiction":
        return "unknown"
    low, high = ratio.gap_bounds
    return "met" if high == 0 else "not_met" if low > 0 else "unknown"


def item_counts(tables: Tables, set_id: str) -> dict[str, int | None]:
    """How many items each criterion of a set has, None where the document's number is not known."""
    criteria = criteria_of(tables, set_id)
    return {row["code"]: None if pd.isna(row["items"]) else int(row["items"]) for row in each_row(criteria)}


def unplaced_items(tables: Tables, set_id: str) -> int | None:
    """Items that belong to the criteria without a number of their own, together; None without an official total."""
    sets = tables["criteria_sets"]
    official = sets.loc[sets["id"] == set_id, "official_items"]
    if official.empty or pd.isna(official.iloc[0]):
        return None
    return int(official.iloc[0]) - sum(number or 0 for number in item_counts(tables, set_id).values())
