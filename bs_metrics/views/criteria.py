"""Frames for the pages of the three stages, ready to draw."""

import pandas as pd

from bs_metrics.contract.records import Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import first_level, standing
from bs_metrics.numbers import CountStyle, exact, format_number
from bs_metrics.views.lines import threshold_text, with_unit
from bs_metrics.views.phrases import counted
from bs_metrics.views.texts import in_language
from bs_metrics.words import Language, joined, words


def item_spans(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `item_cells`: a criterion each, with the items that surely miss, may miss, and are surely met.

    A criterion whose number of items is not known shows only the cells that may be unmet.
    """
    items = ratio_of_set(ratios, set_id, "items")
    spans = items.nesting.unmet if items is not None and items.nesting else {}
    rows = []
    for one in first_level(standing(tables, ratios, set_id)):
        size = one.criterion.items
        low, high = spans.get(one.criterion.code, (0, size or 0))
        label, met = _label(one.criterion, language), 0 if size is None else size - high
        if size is None:
            label = words("new_rural.no_size", language, label=label)
        rows.append((label, met, high - low, low, _unmet_text(low, high, size, language), one.status))
    return pd.DataFrame(rows, columns=["label", "met", "unknown", "not_met", "beside", "status"])


def _unmet_text(low: int, high: int, size: int | None, language: Language) -> str:
    if high == 0:
        return words("new_rural.all_met", language, total="" if size is None else size).strip()
    key = "unmet_one" if low == high else "unmet_span"
    span = words(f"new_rural.{key}", language, number=low, low=low, high=high)
    return span if size is None else words("new_rural.unmet_of", language, span=span, total=size)


def _label(criterion: Criterion, language: Language) -> str:
    return f"{criterion.code} · {in_language(criterion.name, language)}"


def nesting_text(
    ratios: dict[str, Ratio], set_id: str | None, language: Language, style: CountStyle = format_number
) -> str:
    """What the totals of both levels prove together, in a sentence; nothing where they prove nothing."""
    items, criteria = ratio_of_set(ratios, set_id, "items"), ratio_of_set(ratios, set_id, "criteria")
    if items is None or criteria is None or not items.nesting or not items.nesting.single[0] or not items.gap:
        return ""
    return words(
        "new_rural.single",
        language,
        unmet=counted(items.gap, items, language, style),
        groups=counted(criteria.gap or 0, criteria, language, style),
        single=counted(items.nesting.single[0], criteria, language, style),
        one=counted(1, items, language, style),
    )


def placement_text(tables: Tables, set_id: str | None, language: Language, style: CountStyle = format_number) -> str:
    """How many items are named, known only by the criterion they belong to, and not placed at all."""
    declared, criteria = criteria_set(tables, set_id), criteria_of(tables, set_id)
    if declared is None or declared.official_items is None:
        return ""
    named, sized = len(criteria_of(tables, set_id, first_level=False)), sum(one.items or 0 for one in criteria)
    counts = {"named": named, "placed": sized - named, "pooled": declared.official_items - sized}
    numbers = {key: style(number, language) for key, number in counts.items()}
    codes = joined([one.code for one in criteria if one.items is None], language)
    return words("new_rural.placed" if codes else "new_rural.placed_all", language, codes=codes, **numbers)


def decision_text(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """What a decision by points asks for, and the points entered so far; nothing for a set that is not by points."""
    declared = criteria_set(tables, set_id)
    if declared is None or declared.pass_rule != "points" or declared.pass_mark is None:
        return ""
    most = words("ratio.none", language)
    if declared.points_max is not None:
        most = format_number(declared.points_max, language)
    results = [one.result for one in standing(tables, ratios, set_id)]
    points = [exact(result.points) for result in results if result and result.points is not None]
    sum_of_points = format_number(sum(points), language)
    key, mark = "urban.decision_points" if points else "urban.decision", format_number(declared.pass_mark, language)
    return words(key, language, points=sum_of_points, mark=mark, max=most)


def points_note(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """How to read the charts of standards and points, and that the minima were not checked, where that is so."""
    unchecked = any(criterion.figures_confidence == "memory" for criterion in criteria_of(tables, set_id))
    note = words("urban.hatched", language)
    return note + " " + words("urban.points_memory", language) if unchecked else note


def item_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: how many items each criterion has, those known as met or not met, the others hatched."""
    standings, rows = standing(tables, ratios, set_id), []
    sized = [(criterion, size) for criterion in criteria_of(tables, set_id) if (size := criterion.items) is not None]
    most = max((size for _, size in sized), default=0) or 1
    for criterion, size in sized:
        statuses = [one.status for one in standings if one.criterion.parent == criterion.code]
        met, missing = (min(statuses.count(status), size) for status in ("met", "not_met"))
        unknown = max(size - met - missing, 0)
        parts = {"met": met / most, "unknown": unknown / most, "missing": (size - met - unknown) / most}
        known = "unknown" if unknown else "not_met" if missing else "met"
        inside = "" if unknown == size else f"{'–'.join(dict.fromkeys((str(met), str(met + unknown))))}/{size}"
        beside = words("urban.standards_beside", language, items=size)
        rows.append(_bar(criterion, language, **parts, inside=inside, beside=beside, status=known))
    return pd.DataFrame(rows, columns=_BAR_COLUMNS)


def point_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: points available, points needed as the line, points reached where they are entered."""
    standings = first_level(standing(tables, ratios, set_id))
    most, rows = max((one.criterion.points_max or 0 for one in standings), default=0) or 1, []
    for one in standings:
        low, high = one.criterion.points_min, one.criterion.points_max
        if high is None:
            continue
        points = one.result.points if one.result else None
        needed = "" if low is None else format_number(low, language)
        more = {
            "met": (points or 0) / most,
            "unknown": high / most if points is None else 0.0,
            "rest": 0.0 if points is None else (high - points) / most,
            "target": None if low is None else low / most,
            "inside": "" if points is None else format_number(points, language),
            "beside": words("urban.points_beside", language, low=needed, high=format_number(high, language)),
            "status": "unknown" if points is None or low is None else "met" if points >= low else "not_met",
        }
        rows.append(_bar(one.criterion, language, **more))
    return pd.DataFrame(rows, columns=_BAR_COLUMNS)


_BAR_COLUMNS = ["label", "met", "unknown", "missing", "rest", "target", "inside", "beside", "status"]


def _bar(criterion: Criterion, language: Language, **given: object) -> dict[str, object]:
    blank = {"met": 0.0, "unknown": 0.0, "missing": 0.0, "rest": 0.0, "target": None, "inside": "", "status": "unknown"}
    return {"label": _label(criterion, language), **blank, **given}


def threshold_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `threshold_bars`: standards with a value and a threshold in numbers."""
    rows = []
    for one in standing(tables, ratios, set_id):
        criterion, value = one.criterion, one.result.value if one.result else None
        if value is not None and criterion.threshold:  # a bar has no length beside a threshold of nothing
            name, needed = in_language(criterion.name, language), threshold_text(criterion, language)
            label, beside = (
                words("town.label", language, name=name, threshold=needed),
                with_unit(value, criterion, language),
            )
            rows.append((label, value / criterion.threshold, beside, one.status))
    return pd.DataFrame(rows, columns=["label", "ratio", "beside", "status"])
