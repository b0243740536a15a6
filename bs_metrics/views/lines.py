"""Criteria as lines to read: name, result, value against threshold, and how each is known."""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.measures.standing import standing
from bs_metrics.numbers import exact, format_number
from bs_metrics.text import folded
from bs_metrics.views.phrases import gap_text, ratio_text, share_text
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
    tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language, below: str | None = None
) -> list[Line]:
    """Lines of a set: its first level; with `below` the items of that criterion, or of every one for "all"."""
    rows = standing(tables, ratios, set_id)
    if below is None:
        rows = rows[rows["parent"].isna()]
    else:
        rows = rows[rows["parent"].notna() & ((rows["parent"] == below) | (below == "all"))]
    return criterion_lines(rows, ratios, language)


def criterion_lines(rows: pd.DataFrame, ratios: dict[str, Ratio], language: Language) -> list[Line]:
    """Lines for the rows of `standing`."""
    return [
        Line(
            row["code"],
            localised(row, "name", language) or "",
            row["status"],
            _detail(row, ratios, language),
            words(f"known_by.{row['known_by']}", language),
            "memory" in (row["confidence"], row["figures_confidence"]),
            _source(row, ratios),
            row["parent"],
        )
        for row in each_row(rows)
    ]


def line_table(lines: list[Line], language: Language) -> pd.DataFrame:
    """The same lines as a table."""
    result, confidence = schema().lists["result"], schema().lists["confidence"]
    rows = [
        {
            words("column.code", language): line.code,
            words("column.name", language): line.name,
            words("column.status", language): result.word(line.status, language),
            words("column.value", language): line.detail,
            words("column.known_by", language): line.known_by,
            words("column.confidence", language): confidence.word("memory" if line.unchecked else "source", language),
        }
        for line in lines
    ]
    return pd.DataFrame(rows)


def threshold_text(row: pd.Series, language: Language) -> str:
    """The threshold in the reader's language: as written in it, else number and unit, else as written at all."""
    written, own = row["threshold_text"], row["threshold_text" if language == "vi" else "threshold_text_en"]
    if pd.notna(own):
        return own
    if pd.notna(row["threshold"]) and pd.notna(row["operator"]):
        number = with_unit(row["threshold"], row, language)
        sign = schema().lists["operator"].word(row["operator"], language)
        return number if row["operator"] == "eq" else f"{sign} {number}"
    if pd.isna(written):
        return ""
    code = schema().lists["result"].code(written)
    return schema().lists["result"].word(code, language) if code else written


def needed_text(row: pd.Series, language: Language) -> str:
    """That the threshold has to be reached, in words; a threshold that is no more than "met" has to be met."""
    needed = threshold_text(row, language)
    if folded(needed) == folded(schema().lists["result"].word("met", language)):
        return words("line.needed_met", language)
    return words("line.needed", language, needed=needed) if needed else ""


def with_unit(value: float, row: pd.Series, language: Language) -> str:
    """A value in the criterion's unit of measure."""
    unit = localised(row, "unit_of_measure", language)
    number = format_number(float(value), language)
    if unit is None:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def _detail(row: pd.Series, ratios: dict[str, Ratio], language: Language) -> str:
    needed = threshold_text(row, language)
    ratio = ratios.get(row["measure"]) if isinstance(row["measure"], str) else None
    if ratio is not None:
        share = "" if ratio.headline.kind == "contradiction" else share_text(ratio, language)
        told = words("line.share", language, ratio=ratio_text(ratio, language), share=share) if share else ""
        asked = words("line.needed", language, needed=needed) if needed else ""
        figures = ", ".join(filter(None, (told or ratio_text(ratio, language), asked)))
        return words("line.measure", language, figures=figures, gap=gap_text(ratio, language))
    if pd.notna(row["result_value"]):
        value = _value(row, language)
        if not needed:
            return value
        return words("line.value", language, value=value, needed=needed, distance=_distance(row, language))
    parts = [
        localised(
            row.rename({"result_obstacle": "obstacle", "result_obstacle_en": "obstacle_en"}), "obstacle", language
        )
    ]
    parts.append(needed_text(row, language))
    return " · ".join(part for part in parts if part)


def _value(row: pd.Series, language: Language) -> str:
    """The value, with the ratio it was written as where that is language-neutral (0/22)."""
    written = row["result_value_text"]
    neutral = isinstance(written, str) and not any(letter.isalpha() for letter in written)
    shown = with_unit(row["result_value"], row, language)
    return f"{written} ({shown})" if neutral and written != shown else shown


def _distance(row: pd.Series, language: Language) -> str:
    """How far the value is over or under the threshold, in its unit."""
    if pd.isna(row["threshold"]) or row["operator"] not in ("ge", "le"):
        return ""
    difference: Fraction = exact(float(row["result_value"])) - exact(float(row["threshold"]))
    key = "line.over" if difference >= 0 else "line.under"
    amount = format_number(abs(difference), language)
    unit = localised(row, "unit_of_measure", language) or ""
    unit = words("line.points", language) if unit == "%" else unit
    return words(key, language, distance=f"{amount} {unit}".strip())


def _source(row: pd.Series, ratios: dict[str, Ratio]) -> str:
    cited = [traced(row)]
    if pd.notna(row["result_source"]):
        origin = {name: row[f"result_{name}"] for name in ("source", "origin_file", "origin_sheet", "origin_row")}
        cited.append(traced(pd.Series(origin)))
    if isinstance(row["measure"], str) and row["measure"] in ratios:
        cited += ratios[row["measure"]].sources
    return "; ".join(cited)
