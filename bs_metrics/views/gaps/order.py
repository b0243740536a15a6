"""The gaps in the order of a question: which is largest, which is due first, who has to close it."""

from datetime import date

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.pace import pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date
from bs_metrics.views.gaps.in_charge import agencies_of
from bs_metrics.views.phrases import time_left
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.words import Language, words

ORDERS = ("gap", "deadline", "agency")  # codes of the link


def ordered_gaps(
    tables: Tables, ratios: dict[str, Ratio], as_of: date | None, language: Language, order: str
) -> pd.DataFrame:
    """Rows for `share_bars`: by the number missing, by the deadline, or under the agency that has to act.

    What is reached already comes last by deadline and by agency: nobody has to act on it. A measure whose agency no
    table names stands under that statement.
    """
    rows = gap_bars(ratios, language)
    if order == "deadline":
        return _by_deadline(rows, ratios, as_of, language)
    if order == "agency":
        return _by_agency(rows, tables, ratios, language)
    return rows


def _by_deadline(rows: pd.DataFrame, ratios: dict[str, Ratio], as_of: date | None, language: Language) -> pd.DataFrame:
    targets = [ratios[id].target for id in rows["id"]]
    days = [target.deadline if target and target.deadline else date.max for target in targets]
    due_texts = [_due(ratios[id], as_of, language) for id in rows["id"]]
    sorted_rows = rows.assign(
        label=[f"{label}\n{due}" for label, due in zip(rows["label"], due_texts, strict=True)],
        _reached=rows["status"] == "met",
        _day=pd.Series(days, index=rows.index, dtype=object),
    ).sort_values(["_reached", "_day"], kind="stable", ignore_index=True)
    return sorted_rows.drop(columns=["_reached", "_day"])


def _due(ratio: Ratio, as_of: date | None, language: Language) -> str:
    if ratio.target is None or ratio.target.deadline is None:
        return words("gap_order.no_deadline", language)
    day, asked = format_date(ratio.target.deadline, language), pace(ratio, as_of)
    if asked is None:
        return words("gap_order.due", language, day=day)
    left = time_left(asked.days_left, language)
    return words("gap_order.due_in", language, day=day, left=left[:1].lower() + left[1:])


def _by_agency(rows: pd.DataFrame, tables: Tables, ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    reached = rows["status"] == "met"
    named = ["; ".join(agencies_of(tables, ratios[id])) for id in rows["id"]]
    none, done = words("gap_order.no_agency", language), words("gap_order.reached", language)
    heads = [done if over else who or none for who, over in zip(named, reached, strict=True)]
    grouped = rows.assign(group=heads, _reached=reached, _none=[not who for who in named])
    grouped = grouped.sort_values(["_reached", "_none", "group"], kind="stable", ignore_index=True)
    grouped["group"] = grouped["group"].where(grouped["group"] != grouped["group"].shift(), "")
    return grouped.drop(columns=["_reached", "_none"])
