"""Criteria as lines to read and as frames to draw: how each stands, how that is known, what all prove together."""

from dataclasses import dataclass, replace

import pandas as pd

from bs_metrics.contract.records import Criterion, Result, Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, parts_of_set, ratio_of_set
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.numbers import CountStyle, Number, exact, format_number
from bs_metrics.text import folded, parts_in
from bs_metrics.views.phrases import counted, gap_text, ratio_text, share_text
from bs_metrics.views.texts import (
    cited,
    day_text,
    dotted,
    in_language,
    listed,
    noun_of,
    spanned,
    text_table,
    upper_first,
)
from bs_metrics.words import LANGUAGES, Language, joined, words


@dataclass(frozen=True)
class Line:
    """One criterion, indicator or standard. `unchecked` marks what was not checked against the legal text."""

    code: str
    name: str
    status: str
    detail: str
    known_by: str
    unchecked: bool
    source: str
    parent: str | None = None
    note: str = ""


def set_lines(
    tables: Tables,
    ratios: dict[str, Ratio],
    set_id: str | None,
    language: Language,
    below: bool = False,
    style: CountStyle = format_number,
) -> list[Line]:
    """Lines of a set: its first level, or the items `below` that.

    The parts of a criterion, which no measure counts, stand below it on its own level.
    """
    standings = standing(tables, ratios, set_id)
    in_parts = has_parts(tables, ratios, set_id)
    lines = []
    for one in standings:
        if one.is_first_level != below:
            parts = parts_of(one, standings) if in_parts else []
            lines += [_line(each, parts if each is one else [], ratios, language, style) for each in (one, *parts)]
    return lines


def failing_lines(tables: Tables, ratios: dict[str, Ratio], set_id: str, unit: str, language: Language) -> list[Line]:
    """Of one unit's criteria, and of the items below them, those that are not met or stated otherwise than proven.

    With the agency in charge and the deadline, as far as the tables give them.
    """
    lines = []
    every = standing(tables, ratios, set_id, unit)
    for one in first_level(every):
        for each in (one, *parts_of(one, every)):
            if each.status == "not_met" or each.known_by == "doubtful":
                line, result = _line(each, [], {}, language, format_number), each.result
                day = day_text(result.deadline if result else None, language)
                due = words("missing.deadline", language, date=day) if day else ""
                detail = dotted(line.detail, result.agency if result else None, due)
                lines.append(replace(line, detail=detail, parent=each.criterion.parent or set_id))
    return lines


def has_parts(tables: Tables, ratios: dict[str, Ratio], set_id: str | None) -> bool:
    """Whether what lies below a set's criteria are parts of them: all must be met, and they are not counted."""
    declared = criteria_set(tables, set_id)
    return declared is not None and declared.pass_rule == "all" and ratio_of_set(ratios, set_id, "items") is None


def _line(
    one: Standing, parts: list[Standing], ratios: dict[str, Ratio], language: Language, style: CountStyle
) -> Line:
    criterion, ratio = one.criterion, ratios.get(one.criterion.measure or "")
    of_result = [one.result.citation] if one.result else []
    return Line(
        criterion.code,
        in_language(criterion.name, language),
        one.status,
        dotted(_parts_text(parts, language, style), _detail(one, ratio, language, style)),
        words(f"known_by.{one.known_by}", language, stated=words(f"status.{one.stated}", language)),
        "memory" in (criterion.confidence, criterion.figures_confidence),
        cited(criterion.citation, *of_result, *(ratio.sources if ratio else ())),
        criterion.parent,
        in_language(criterion.note, language),
    )


def status_numbers(lines: list[Line]) -> dict[str, int]:
    """How many lines are met, not met and unknown; of a criterion with its parts, the criterion counts."""
    statuses = [line.status for line in lines if line.parent is None]
    return {status: statuses.count(status) for status in ("met", "not_met", "unknown")}


def _parts_text(parts: list[Standing], language: Language, style: CountStyle) -> str:
    """How many parts of a criterion are met, where that is known."""
    if not parts or any(one.status == "unknown" for one in parts):
        return ""
    met = sum(one.status == "met" for one in parts)
    return words("line.parts", language, met=style(met, language), total=style(len(parts), language))


def line_table(lines: list[Line], language: Language) -> pd.DataFrame:
    """The same lines as a table."""
    rows = []
    for line in lines:
        confidence = listed("confidence", "memory" if line.unchecked else "source", language)
        status = listed("result", line.status, language)
        rows.append((line.code, line.name, status, line.detail, line.known_by, confidence, line.note))
    return text_table(("code", "name", "status", "value", "known_by", "confidence", "note"), rows, language)


def threshold_text(criterion: Criterion, language: Language, style: CountStyle = format_number) -> str:
    """The threshold in the reader's language: as written in it, else number and unit, else as written at all."""
    result, written = schema().lists["result"], criterion.threshold_text or Text("")
    own = written.vi if language == "vi" else written.en
    if own:
        return own
    if criterion.threshold is not None and criterion.operator is not None:
        number = with_unit(criterion.threshold, criterion, language, style)
        return number if criterion.operator == "eq" else f"{listed('operator', criterion.operator, language)} {number}"
    code = result.code(written.vi)
    return result.word(code, language) if code else written.vi


def needed_text(criterion: Criterion, language: Language, style: CountStyle = format_number) -> str:
    """That the threshold has to be reached, in words; a threshold that is no more than "met" has to be met."""
    needed = threshold_text(criterion, language, style)
    if folded(needed) == folded(listed("result", "met", language)):
        return words("line.needed_met", language)
    return words("line.needed", language, needed=needed) if needed else ""


def with_unit(value: Number, criterion: Criterion, language: Language, style: CountStyle = format_number) -> str:
    """A value in the criterion's unit of measure."""
    unit = in_language(criterion.unit_of_measure, language)
    if unit and unit != "%":
        return f"{style(value, language)} {unit}"
    return f"{format_number(value, language)}{unit}"


def _detail(one: Standing, ratio: Ratio | None, language: Language, style: CountStyle) -> str:
    criterion, result, needed = one.criterion, one.result, threshold_text(one.criterion, language, style)
    if ratio is not None:
        figures = ratio_text(ratio, language)
        share = "" if ratio.headline.kind == "contradiction" else share_text(ratio, language)
        figures = words("line.share", language, ratio=figures, share=share) if share else figures
        figures += f", {words('line.needed', language, needed=needed)}" if needed else ""
        return words("line.measure", language, figures=figures, gap=gap_text(ratio, language, style))
    if result and result.value is not None:
        value = value_with_ratio(result, result.value, criterion, language, style)
        distance = _distance(result.value, criterion, language, style)
        return words("line.value", language, value=value, needed=needed, distance=distance) if needed else value
    obstacle = in_language(result.obstacle, language) if result else ""
    return dotted(obstacle, needed_text(criterion, language, style))


def value_with_ratio(
    result: Result, value: float, criterion: Criterion, language: Language, style: CountStyle = format_number
) -> str:
    """The value: as written in the language ("about 5 km²"), or with the ratio it was written as (0/22)."""
    text = result.value_text
    written, shown = text.vi if text else "", with_unit(value, criterion, language, style)
    neutral = written and not any(letter.isalpha() for letter in written)
    own = text and (text.vi if language == "vi" else text.en)
    if own and not neutral:
        return own
    return f"{written} ({shown})" if neutral and written != shown else shown


def _distance(value: float, criterion: Criterion, language: Language, style: CountStyle) -> str:
    """How far the value is over or under the threshold, in its unit."""
    if criterion.threshold is None or criterion.operator not in ("ge", "le"):
        return ""
    difference = exact(value) - exact(criterion.threshold)
    distance = with_unit(abs(difference), criterion, language, style)
    if in_language(criterion.unit_of_measure, language) == "%":
        distance = f"{format_number(abs(difference), language)} {words('line.points', language)}"
    return words("line.over" if difference >= 0 else "line.under", language, distance=distance)


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


def set_noun(
    ratios: dict[str, Ratio], set_id: str | None, counts: str, language: Language, number: int | None = 2
) -> str:
    """What the criteria of a set, or the items below them, are called: as a measure that counts them does."""
    ratio = ratio_of_set(ratios, set_id, counts)
    return noun_of(ratio, number, language) if ratio else words(f"set.noun_{counts}", language)


def item_spans(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `item_cells`: a criterion each, with the items that surely miss, may miss, and are surely met.

    A criterion whose number of items is not known shows only the cells that may be unmet.
    """
    items = ratio_of_set(ratios, set_id, "items")
    spans = items.nesting.unmet if items is not None and items.nesting else {}
    noun, rows = set_noun(ratios, set_id, "items", language), []
    for one in first_level(standing(tables, ratios, set_id)):
        size = one.criterion.items
        low, high = spans.get(one.criterion.code, (0, size or 0))
        label, met = _label(one.criterion, language), 0 if size is None else size - high
        if size is None:
            label = words("set.no_size", language, label=label, noun=noun)
        rows.append((label, met, high - low, low, _unmet_text(low, high, size, language), one.status))
    return pd.DataFrame(rows, columns=["label", "met", "unknown", "not_met", "beside", "status"])


def _unmet_text(low: int, high: int, size: int | None, language: Language) -> str:
    if high == 0:
        return words("status.met", language) if size is None else words("set.all_met", language, total=size)
    key = "unmet_one" if low == high else "unmet_span"
    span = words(f"set.{key}", language, number=low, low=low, high=high)
    return span if size is None else words("set.unmet_of", language, span=span, total=size)


def _label(criterion: Criterion, language: Language) -> str:
    return f"{criterion.code} · {in_language(criterion.name, language)}"


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


def placement_text(
    tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language, style: CountStyle = format_number
) -> str:
    """How many items are named, known only by the criterion they belong to, and not placed at all."""
    declared, criteria = criteria_set(tables, set_id), criteria_of(tables, set_id)
    if declared is None or declared.official_items is None:
        return ""
    named, sized = len(criteria_of(tables, set_id, first_level=False)), sum(one.items or 0 for one in criteria)
    counts = {"named": named, "placed": sized - named, "pooled": declared.official_items - sized}
    numbers = {key: style(number, language) for key, number in counts.items()}
    codes = joined([one.code for one in criteria if one.items is None], language)
    key, noun = "set.placed" if codes else "set.placed_all", set_noun(ratios, set_id, "items", language)
    return upper_first(words(key, language, codes=codes, noun=noun, **numbers))


def decision_text(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """What a decision by points asks for, and the points entered so far; nothing for a set that is not by points."""
    declared = criteria_set(tables, set_id)
    if declared is None or declared.pass_rule != "points" or declared.pass_mark is None:
        return ""
    highest, results = declared.points_max, [one.result for one in standing(tables, ratios, set_id)]
    points = [exact(result.points) for result in results if result and result.points is not None]
    values = {"points": format_number(sum(points), language), "mark": format_number(declared.pass_mark, language)}
    values["noun"] = set_noun(ratios, set_id, "items", language)
    most = words("ratio.none", language) if highest is None else format_number(highest, language)
    return words("set.decision_points" if points else "set.decision", language, max=most, **values)


def points_note(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> str:
    """How to read the charts of standards and points, and that the minima were not checked, where that is so."""
    unchecked = any(criterion.figures_confidence == "memory" for criterion in criteria_of(tables, set_id))
    note = words("set.hatched", language)
    return note + " " + words("set.points_memory", language) if unchecked else note


def item_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: how many items each criterion has, those known as met or not met, the others hatched."""
    standings, rows, noun = standing(tables, ratios, set_id), [], set_noun(ratios, set_id, "items", language)
    for criterion in criteria_of(tables, set_id):
        if (size := criterion.items) is not None:
            statuses = [one.status for one in standings if one.criterion.parent == criterion.code]
            met, missing = (min(statuses.count(status), size) for status in ("met", "not_met"))
            unknown = max(size - met - missing, 0)
            parts = {"met": met, "unknown": unknown, "missing": size - met - unknown}
            known = "unknown" if unknown else "not_met" if missing else "met"
            inside = "" if unknown == size else f"{spanned(str(met), str(met + unknown))}/{size}"
            beside = f"{size} {noun}"
            rows.append({**_labelled(criterion, language, inside, beside, known), **parts, "size": size})
    return _on_one_scale(rows)


def point_bars(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: points available, points needed as the line, points reached where they are entered."""
    rows = []
    for one in first_level(standing(tables, ratios, set_id)):
        low, high = one.criterion.points_min, one.criterion.points_max
        points = one.result.points if one.result else None
        if high is not None:
            parts = {"unknown": high} if points is None else {"met": points, "rest": high - points}
            least, most, inside = ("" if end is None else format_number(end, language) for end in (low, high, points))
            known = "unknown" if points is None or low is None else "met" if points >= low else "not_met"
            beside = words("set.points_beside", language, low=least, high=most)
            texts = _labelled(one.criterion, language, inside, beside, known)
            rows.append({**texts, **parts, "target": low, "size": high})
    return _on_one_scale(rows)


def _labelled(criterion: Criterion, language: Language, inside: str, beside: str, status: str) -> dict[str, object]:
    return {"label": _label(criterion, language), "inside": inside, "beside": beside, "status": status}


def _on_one_scale(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows for `share_bars` from what each bar counts: as shares of the largest `size`."""
    parts = ["met", "unknown", "missing", "rest"]
    bars = pd.DataFrame(rows, columns=["label", *parts, "target", "inside", "beside", "status", "size"])
    shares = bars[[*parts, "target"]].astype(float) / (bars["size"].max() or 1)
    return bars.assign(**shares.fillna(dict.fromkeys(parts, 0.0))).drop(columns="size")


def threshold_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str | None, language: Language) -> pd.DataFrame:
    """Rows for `threshold_bars`: standards with a value and a threshold in numbers."""
    rows = []
    for one in standing(tables, ratios, set_id):
        criterion, value = one.criterion, one.result.value if one.result else None
        if value is not None and criterion.threshold:  # a bar has no length beside a threshold of nothing
            name, needed = in_language(criterion.name, language), threshold_text(criterion, language)
            label = words("set.label", language, name=name, threshold=needed)
            rows.append((label, value / criterion.threshold, with_unit(value, criterion, language), one.status))
    return pd.DataFrame(rows, columns=["label", "ratio", "beside", "status"])
