"""Criteria as lines to read and as frames to draw: how each stands, how that is known, what all prove together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from bs_metrics.contract.points import scale
from bs_metrics.contract.records import Criterion, Result, Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.goals.owners import owner_of
from bs_metrics.measures.points import Points, points_reached
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.numbers import CountStyle, Number, exact, format_number
from bs_metrics.text import folded
from bs_metrics.views.phrases import gap_text, ratio_text, share_text
from bs_metrics.views.texts import cited, day_text, dotted, in_language, listed, spanned, text_table
from bs_metrics.words import Language, words

_PLACES = 2  # after the mark, of points


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
    word: str = ""  # the status in other words than its own


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
    reached = {code: points for code, points in points_reached(tables, ratios, set_id).items() if code} if below else {}
    lines = []
    for one in standings:
        if one.is_first_level != below:
            parts = parts_of(one, standings) if in_parts else []
            lines += [_line(each, parts if each is one else [], ratios, language, style) for each in (one, *parts)]
            if points := reached.get(one.criterion.code):
                detail = dotted(lines[-1].detail, _reached_text(one.criterion, points, language))
                lines[-1] = replace(lines[-1], detail=detail)
    return lines


def failing_lines(tables: Tables, ratios: dict[str, Ratio], set_id: str, unit: str, language: Language) -> list[Line]:
    """Of one unit's criteria, and of the items below them, those that are not met or stated otherwise than proven.

    With the agency in charge and the deadline, as far as the tables give them: those of an item, else its criterion's.
    """
    lines = []
    every = standing(tables, ratios, set_id, unit)
    for one in first_level(every):
        for each in (one, *parts_of(one, every)):
            if each.status == "not_met" or each.known_by == "doubtful":
                line = _line(each, [], {}, language, format_number)
                owner = owner_of(tables, set_id, each.criterion.code, unit, is_whole=False)
                day = day_text(owner.deadline, language)
                due = words("missing.deadline", language, date=day) if day else ""
                detail = dotted(line.detail, owner.agency, due)
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
    if criterion.threshold is None:  # it rests on the measure, which does not give its value
        ratio = None
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


def points_text(points: Points, language: Language) -> str:
    """The points reached, or between how many they lie; nothing where nothing is known of them."""
    if points.known_by == "unknown":
        return ""
    low = format_number(points.low, language, _PLACES)
    if points.high is None:
        return words("line.at_least", language, number=low)
    return spanned(low, format_number(points.high, language, _PLACES))


def _reached_text(criterion: Criterion, points: Points, language: Language) -> str:
    """The points reached of those available, and how points follow from a value where they do."""
    reached, most = points_text(points, language), criterion.points_max
    if reached:
        available = "" if most is None else "/" + format_number(most, language)
        reached = words(f"line.points_{points.known_by}", language, points=reached + available)
    if (ends := scale(criterion)) is None:
        return reached
    low, high = (
        words(
            "line.points_at",
            language,
            points=format_number(given, language),
            value=with_unit(value, criterion, language),
        )
        for value, given in ends
    )
    rule = listed("points_rule", criterion.points_rule, language)
    return dotted(reached, words("line.scale", language, low=low, high=high, rule=rule))


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
        is_about = in_language(result.value_text, language).startswith(listed("qualifier", "about", language))
        distance = _distance(result.value, criterion, language, style, is_about)
        return words("line.value", language, value=value, needed=needed, distance=distance) if needed else value
    obstacle = in_language(result.obstacle, language) if result and one.status != "met" else ""
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


def value_text(one: Standing, language: Language, style: CountStyle) -> str:
    """The value and what is needed, as far as the tables hold them: as written, in English rather the number."""
    criterion, result, needed = one.criterion, one.result, threshold_text(one.criterion, language, style)
    written, value = (result.value_text, result.value) if result else (None, None)
    shown = "" if written is None else written.vi if language == "vi" else written.en
    if not shown:
        shown = written.vi if written else ""
        if result and value is not None:
            shown = value_with_ratio(result, value, criterion, language, style)
    if shown and needed:
        return words("missing.value", language, value=shown, needed=needed)
    return shown or needed_text(criterion, language, style)


def _distance(value: float, criterion: Criterion, language: Language, style: CountStyle, is_about: bool) -> str:
    """How far the value is over or under the threshold, in its unit; about as far where it is about the value."""
    if criterion.threshold is None or criterion.operator not in ("ge", "le"):
        return ""
    difference = exact(value) - exact(criterion.threshold)
    distance = with_unit(abs(difference), criterion, language, style)
    if in_language(criterion.unit_of_measure, language) == "%":
        distance = f"{format_number(abs(difference), language)} {words('line.points', language)}"
    if is_about:
        distance = words("emulation.about", language, value=distance)
    return words("line.over" if difference >= 0 else "line.under", language, distance=distance)


def owners_text(tables: Tables, one: Standing, parts: Sequence[Standing]) -> str:
    """Who has to act on a criterion and, by their codes, on its parts that are others' work; nothing where none is."""
    of_set, others = one.criterion.set, dict[str, list[str]]()
    own = owner_of(tables, of_set, one.criterion.code, is_whole=False).agency
    for part in parts:
        agency = owner_of(tables, of_set, part.criterion.code).agency if part.status == "not_met" else own
        if agency and agency != own:
            others.setdefault(agency, []).append(part.criterion.code)
    told = [f"{', '.join(codes)}: {agency}" for agency, codes in others.items()]
    return dotted(own, *told) if others else ""
