"""Criteria sets by what they are for: a stage of the road, or a kind of unit."""

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.rows import each_row


def stage_set(tables: Tables, stage: int) -> pd.Series | None:
    """The set of a stage, or None where the tables declare none."""
    sets = tables["criteria_sets"]
    rows = sets[sets["stage"] == stage]
    return None if rows.empty else rows.iloc[0]


def companions(tables: Tables, set_id: str) -> list[pd.Series]:
    """Sets that go with another: its conditions, the standards of its parts."""
    sets = tables["criteria_sets"]
    return [row for row in each_row(sets[sets["part_of"] == set_id])]


def sets_for(tables: Tables, kind: str) -> list[pd.Series]:
    """Sets that apply to a kind of unit and stand on their own."""
    sets = tables["criteria_sets"]
    return [row for row in each_row(sets[(sets["applies_to"] == kind) & sets["part_of"].isna()])]


def ratio_of_set(ratios: dict, set_id: str, counts: str):
    """The measure that counts the units, criteria or items of a set, or None."""
    return next(
        (ratio for ratio in ratios.values() if ratio.row["set"] == set_id and ratio.row["counts"] == counts), None
    )
