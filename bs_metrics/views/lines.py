"""Criteria as lines to read: name, result, value against threshold, and how each is known."""

from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.records import Criterion, Result, Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import Standing, first_level, standing
from bs_metrics.numbers import CountStyle, Number, exact, format_number
from bs_metrics.text import folded
from bs_metrics.views.phrases import gap_text, ratio_text, share_text
from bs_metrics.views.texts import cited, dotted, in_language, listed, text_table
from bs_metrics.words import Language, words


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


def set_lines(
    tables: Tables,
    ratios: dict[str, Ratio],
    set_id: str | None,
    language: Language,
    below: str | None = None,
    style: CountStyle = format_number,
) -> list[Line]:
    """Lines of a set: its first level; with `below` the items of that criterion, or of every one for "all"."""
    standings = standing(tables, ratios, set_id)
    if below is None:
        kept = first_level(standings)
    else:
        kept = [one for one in standings if not one.is_first_level and below in ("all", one.criterion.parent)]
    return [
        Line(
            one.criterion.code,
            in_language(one.criterion.name, language),
            one.status,
            _detail(one, ratios, language, style),
            words(f"known_by.{one.known_by}", language),
            "memory" in (one.criterion.confidence, one.criterion.figures_confidence),
            _source(one, ratios),
            one.criterion.parent,
        )
        for one in kept
    ]


def status_numbers(lines: list[Line]) -> dict[str, int]:
    """How many lines are met, not met and unknown."""
    return {status: sum(line.status == status for line in lines) for status in ("met", "not_met", "unknown")}


def line_table(lines: list[Line], language: Language) -> pd.DataFrame:
    """The same lines as a table."""
    rows = [
        (
            *(line.code, line.name, listed("result", line.status, language), line.detail, line.known_by),
            listed("confidence", "memory" if line.unchecked else "source", language),
        )
        for line in lines
    ]
    return text_table(("code", "name", "status", "value", "known_by", "confidence"), rows, language)


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


def _detail(one: Standing, ratios: dict[str, Ratio], language: Language, style: CountStyle) -> str:
    criterion, result = one.criterion, one.result
    needed, ratio = threshold_text(criterion, language, style), ratios.get(criterion.measure or "")
    if ratio is not None:
        figures = ratio_text(ratio, language, style)
        share = "" if ratio.headline.kind == "contradiction" else share_text(ratio, language)
        figures = words("line.share", language, ratio=figures, share=share) if share else figures
        figures += f", {words('line.needed', language, needed=needed)}" if needed else ""
        return words("line.measure", language, figures=figures, gap=gap_text(ratio, language, style))
    if result and result.value is not None:
        value = _value(result, result.value, criterion, language, style)
        distance = _distance(result.value, criterion, language, style)
        return words("line.value", language, value=value, needed=needed, distance=distance) if needed else value
    obstacle = in_language(result.obstacle, language) if result else ""
    return dotted(obstacle, needed_text(criterion, language, style))


def _value(result: Result, value: float, criterion: Criterion, language: Language, style: CountStyle) -> str:
    """The value, with the ratio it was written as where that is language-neutral (0/22)."""
    written, shown = result.value_text.vi if result.value_text else "", with_unit(value, criterion, language, style)
    neutral = written and not any(letter.isalpha() for letter in written)
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


def _source(one: Standing, ratios: dict[str, Ratio]) -> str:
    ratio, of_result = ratios.get(one.criterion.measure or ""), [one.result.citation] if one.result else []
    return cited(one.criterion.citation, *of_result, *(ratio.sources if ratio else ()))
