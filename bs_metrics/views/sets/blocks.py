"""What a set's page is made of: which blocks, what its criteria are called, sentences, rows to draw."""

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, parts_of_set, ratio_of_set
from bs_metrics.measures.standing import standing
from bs_metrics.numbers import CountStyle, format_number
from bs_metrics.text import parts_in
from bs_metrics.views.criteria import points_text, threshold_text, value_with_ratio
from bs_metrics.views.phrases import counted, ratio_text, share_text
from bs_metrics.views.texts import in_language, set_noun, upper_first
from bs_metrics.words import LANGUAGES, Language, joined, words


def blocks_of(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> list[str]:
    """What a set's page shows, in its order: what the set asks for, else all, as far as there is something to show."""
    declared = criteria_set(tables, set_id)
    if declared is None:
        return []
    by_points, rows = declared.pass_rule == "points", threshold_rows(tables, ratios, set_id, LANGUAGES[0])
    there = {
        "conditions": bool(conditions_of(tables, declared)),
        "thresholds": not rows.empty,
        "criteria": not by_points and bool(criteria_of(tables, set_id)),
        "points": by_points,
        "items": bool(criteria_of(tables, set_id, first_level=False)),
        "parts": bool(parts_of_set(tables, declared)),
    }
    if not declared.blocks:
        there["criteria"] &= not there["thresholds"]  # which lists them as well
    return [block for block in parts_in(declared.blocks) or there if there[block]]


def nesting_text(
    ratios: dict[str, Ratio],
    set_id: str | None,
    language: Language,
    style: CountStyle = format_number,
    key: str = "set.single",
) -> str:
    """What the totals of both levels prove together, in the sentence under a key; nothing where they prove nothing."""
    items, criteria = ratio_of_set(ratios, set_id, "items"), ratio_of_set(ratios, set_id, "criteria")
    if items is None or criteria is None or not items.nesting or not items.nesting.single[0] or not items.gap:
        return ""
    return words(
        key,
        language,
        unmet=counted(items.gap, items, language, style),
        groups=counted(criteria.gap or 0, criteria, language, style),
        single=counted(items.nesting.single[0], criteria, language, style),
        one=counted(1, items, language, style),
    )


def placement_text(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """How many items are named, known only by the criterion they belong to, and not placed at all."""
    declared, criteria = criteria_set(tables, set_id), criteria_of(tables, set_id)
    if declared is None or declared.official_items is None:
        return ""
    named, sized = len(criteria_of(tables, set_id, first_level=False)), sum(one.items or 0 for one in criteria)
    counts = {"named": named, "placed": sized - named, "pooled": declared.official_items - sized}
    numbers = {key: format_number(number, language) for key, number in counts.items()}
    codes = joined([one.code for one in criteria if one.items is None], language)
    key = "set.placed" if codes else "set.placed_all" if counts["placed"] else "set.placed_named"
    noun = set_noun(tables, ratios, set_id, "items", language)
    return upper_first(words(key, language, codes=codes, noun=noun, **numbers))


def decision_text(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """What a decision by points asks for, and the points reached; nothing for a set that is not by points."""
    declared = criteria_set(tables, set_id)
    if declared is None or declared.pass_rule != "points" or declared.pass_mark is None:
        return ""
    highest, total = declared.points_max, points_reached(tables, ratios, set_id)[None]
    mark, noun = format_number(declared.pass_mark, language), set_noun(tables, ratios, set_id, "items", language)
    most = words("ratio.none", language) if highest is None else format_number(highest, language)
    known = "none" if total.known_by == "unknown" else "total" if total.low == total.high else "part"
    said = words(f"set.points_{known}", language, points=points_text(total, language))
    return f"{words('set.decision', language, mark=mark, noun=noun, max=most)} {said}"


def points_note(tables: Tables, set_id: str | None, language: Language) -> str:
    """That the minima of points were not checked, where that is so."""
    unchecked = any(criterion.figures_confidence == "memory" for criterion in criteria_of(tables, set_id))
    return words("set.points_memory", language) if unchecked else ""


def threshold_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `threshold_bars`: standards with a value and a threshold in numbers."""
    rows = []
    for one in standing(tables, ratios, set_id):
        criterion, result = one.criterion, one.result
        value = result.value if result else None
        if result and value is not None and criterion.threshold:  # no length beside a threshold of nothing
            name, needed = in_language(criterion.name, language), threshold_text(criterion, language)
            label = words("set.label", language, name=name, threshold=needed)
            reached, beside = value / criterion.threshold, value_with_ratio(result, value, criterion, language)
            ratio = ratios.get(criterion.measure or "")
            if ratio is not None and ratio.needed and ratio.headline.kind != "contradiction":  # which may be newer
                reached, figures = ratio.tally.lower / ratio.needed, ratio_text(ratio, language)
                beside = words("line.share", language, ratio=figures, share=share_text(ratio, language))
            rows.append((label, reached, beside, one.status))
    return pd.DataFrame(rows, columns=["label", "ratio", "beside", "status"])
