"""Frames for the pages of the three stages, ready to draw."""

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.rows import each_row, localised
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import item_counts, standing, unplaced_items
from bs_metrics.numbers import format_number
from bs_metrics.views.lines import threshold_text, with_unit
from bs_metrics.views.phrases import counted
from bs_metrics.words import Language, joined, words


def item_spans(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """Rows for `item_cells`: a criterion each, with the items that surely miss, may miss, and are surely met.

    A criterion whose number of items is not known shows only the cells that may be unmet.
    """
    items = ratio_of_set(ratios, set_id, "items")
    spans = items.nesting.unmet if items is not None and items.nesting else {}
    sizes, rows = item_counts(tables, set_id), []
    found = standing(tables, ratios, set_id)
    for row in each_row(found[found["parent"].isna()]):
        size = sizes.get(row["code"])
        low, high = spans.get(row["code"], (0, size or 0))
        rows.append(
            {
                "label": _label(row, size, language),
                "met": 0 if size is None else size - high,
                "unknown": high - low,
                "not_met": low,
                "beside": _unmet_text(low, high, size, language),
                "status": row["status"],
            }
        )
    return pd.DataFrame(rows, columns=["label", "met", "unknown", "not_met", "beside", "status"])


def _unmet_text(low: int, high: int, size: int | None, language: Language) -> str:
    if high == 0:
        return words("new_rural.all_met", language, total="" if size is None else size).strip()
    key = "unmet_one" if low == high else "unmet_span"
    span = words(f"new_rural.{key}", language, number=low, low=low, high=high)
    return span if size is None else words("new_rural.unmet_of", language, span=span, total=size)


def _label(row: pd.Series, size: int | None, language: Language) -> str:
    label = f"{row['code']} · {localised(row, 'name', language)}"
    return words("new_rural.no_size", language, label=label) if size is None else label


def nesting_text(ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """What the totals of both levels prove together, in a sentence; nothing where they prove nothing."""
    items, criteria = ratio_of_set(ratios, set_id, "items"), ratio_of_set(ratios, set_id, "criteria")
    if items is None or criteria is None or not items.nesting or not items.nesting.single[0] or not items.gap:
        return ""
    return words(
        "new_rural.single",
        language,
        unmet=counted(items.gap, items, language),
        groups=counted(criteria.gap or 0, criteria, language),
        single=counted(items.nesting.single[0], criteria, language),
        one=counted(1, items, language),
    )


def placement_text(tables: Tables, set_id: str, language: Language) -> str:
    """How many items are named, known only by the criterion they belong to, and not placed at all."""
    sizes, pooled = item_counts(tables, set_id), unplaced_items(tables, set_id)
    if pooled is None:
        return ""
    named = len(criteria_of(tables, set_id, first_level=False))
    placed = sum(size or 0 for size in sizes.values()) - named
    codes = joined([code for code, size in sizes.items() if size is None], language)
    if not codes:
        return words("new_rural.placed_all", language, named=named, placed=placed)
    return words("new_rural.placed", language, named=named, placed=placed, pooled=pooled, codes=codes)


def decision_text(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """What a decision by points asks for, and the points entered so far; nothing for a set that is not by points."""
    sets = tables["criteria_sets"]
    declared = next(each_row(sets[sets["id"] == set_id]), None)
    if declared is None or declared["pass_rule"] != "points" or declared["pass_mark"] is None:
        return ""
    most = words("ratio.none", language)
    if declared["points_max"] is not None:
        most = format_number(float(declared["points_max"]), language)
    limits = {"mark": format_number(float(declared["pass_mark"]), language), "max": most}
    points = standing(tables, ratios, set_id)["result_points"].dropna()
    if points.empty:
        return words("urban.decision", language, **limits)
    return words("urban.decision_points", language, points=format_number(float(points.sum()), language), **limits)


def points_note(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """How to read the charts of standards and points, and that the minima were not checked, where that is so."""
    first_level = criteria_of(tables, set_id)
    unchecked = (first_level["figures_confidence"] == "memory").fillna(False).any()
    note = words("urban.hatched", language)
    return note + " " + words("urban.points_memory", language) if unchecked else note


def item_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: how many items each criterion has, those known as met or not met, the others hatched."""
    criteria, found = criteria_of(tables, set_id), standing(tables, ratios, set_id)
    most = criteria["items"].max()
    rows = []
    for row in each_row(criteria):
        if pd.isna(row["items"]):
            continue
        size, status = int(row["items"]), found.loc[found["parent"] == row["code"], "status"]
        met, missing = (int(min((status == code).sum(), size)) for code in ("met", "not_met"))
        unknown = max(size - met - missing, 0)
        parts = {"met": met / most, "unknown": unknown / most, "missing": (size - met - unknown) / most}
        known = "unknown" if unknown else "not_met" if missing else "met"
        inside = "" if unknown == size else f"{'–'.join(dict.fromkeys((str(met), str(met + unknown))))}/{size}"
        beside = words("urban.standards_beside", language, items=size)
        rows.append(_bar(row, language, **parts, inside=inside, beside=beside, status=known))
    return pd.DataFrame(rows, columns=_BAR_COLUMNS)


def point_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: points available, points needed as the line, points reached where they are entered."""
    found = standing(tables, ratios, set_id)
    criteria = found[found["parent"].isna() & found["points_max"].notna()]
    most = criteria["points_max"].max()
    rows = []
    for row in each_row(criteria):
        points = row["result_points"]
        met = 0.0 if pd.isna(points) else points / most
        high = row["points_max"] / most
        target = None if pd.isna(row["points_min"]) else row["points_min"] / most
        low = "" if pd.isna(row["points_min"]) else format_number(float(row["points_min"]), language)
        reached = "" if pd.isna(points) else format_number(float(points), language)
        beside = words("urban.points_beside", language, low=low, high=format_number(float(row["points_max"]), language))
        known = points is not None and row["points_min"] is not None
        enough = "unknown" if not known else "met" if points >= row["points_min"] else "not_met"
        unknown = high if pd.isna(points) else 0.0
        rest = 0.0 if pd.isna(points) else high - met
        more = {"met": met, "unknown": unknown, "rest": rest, "target": target, "inside": reached, "status": enough}
        rows.append(_bar(row, language, beside=beside, **more))
    return pd.DataFrame(rows, columns=_BAR_COLUMNS)


_BAR_COLUMNS = ["label", "met", "unknown", "missing", "rest", "target", "inside", "beside", "status"]


def _bar(row: pd.Series, language: Language, **given) -> dict:
    label = f"{row['code']} · {localised(row, 'name', language)}"
    blank = {"met": 0.0, "unknown": 0.0, "missing": 0.0, "rest": 0.0, "target": None, "inside": "", "status": "unknown"}
    return {"label": label, **blank, **given}


def threshold_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> pd.DataFrame:
    """Rows for `threshold_bars`: standards with a value and a threshold in numbers."""
    found = standing(tables, ratios, set_id)
    measured = found[found["result_value"].notna() & found["threshold"].notna()]
    return pd.DataFrame(
        [
            {
                "label": words(
                    "town.label",
                    language,
                    name=localised(row, "name", language),
                    threshold=threshold_text(row, language),
                ),
                "ratio": float(row["result_value"] / row["threshold"]),
                "beside": with_unit(row["result_value"], row, language),
                "status": row["status"],
            }
            for row in each_row(measured)
        ],
        columns=["label", "ratio", "beside", "status"],
    )
