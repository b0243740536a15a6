"""Every figure with where it comes from; the tables as their workbooks hold them, and what could not be read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from bs_metrics.contract.records import Contribution, CriteriaSet, ReportedTotal, ReportNote
from bs_metrics.contract.schema import ClosedList, Column, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_number
from bs_metrics.text import MANY, parts_in
from bs_metrics.views.activities import Lines, total_text
from bs_metrics.views.phrases import Emphasis, basis_text, plain, ratio_text, share_text
from bs_metrics.views.ratio_tables import deadline_text, ratio_table, target_text
from bs_metrics.views.texts import cited, dotted, in_language, listed, ratio_name, set_noun
from bs_metrics.words import Language, words

_ORIGIN = ["origin_file", "origin_sheet", "origin_row"]


def figure_lines(tables: Tables, ratios: dict[str, Ratio], language: Language, mark: Emphasis = plain) -> Lines:
    """A line a measure and a line a contribution: the figure, its basis, its confidence, its sources."""
    lines = []
    for ratio in ratios.values():
        shown, share, target = ratio_text(ratio, language), share_text(ratio, language), ""
        head = f"{mark(shown)} {ratio_name(ratio, language)}"
        if ratio.target:
            values = {"target": target_text(ratio, language), "deadline": deadline_text(ratio, language)}
            key = "data.target" if ratio.target.is_number else "data.deadline"
            target = words(key, language, basis=in_language(ratio.target.legal_basis, language), **values)
            target = dotted(target, in_language(ratio.target.note, language))
        notes = [ratio.measure.note, ratio.reported.note if ratio.reported else None]
        known_by = (basis_text(ratio, language), _confidence_of(tables, ratio.id, language))
        remarks = (in_language(note, language) for note in notes)
        details = dotted(*known_by, *remarks, target, *map(cited, ratio.sources))
        lines.append((dotted(head, share if share != shown and ratio.total else ""), details))
    for contribution in tables.rows(Contribution):
        figure = total_text(contribution, language)
        if figure:
            details = dotted(listed("confidence", contribution.confidence, language), cited(contribution.citation))
            lines.append((f"{mark(figure)} {in_language(contribution.what, language)}", details))
    return lines


def figure_table(tables: Tables, ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """The measures as a table, with confidence and sources."""
    table = ratio_table(ratios, language)
    table[words("column.confidence", language)] = [_confidence_of(tables, name, language) for name in ratios]
    table[words("column.source", language)] = [cited(*ratio.sources) for ratio in ratios.values()]
    return table


def _confidence_of(tables: Tables, measure: str, language: Language) -> str:
    """How well the reported figure of a measure is sourced."""
    given = [total.confidence for total in tables.rows(ReportedTotal) if total.measure == measure and total.confidence]
    return listed("confidence", given[-1] if given else None, language)


def note_lines(tables: Tables, language: Language) -> Lines:
    """What is wrong in the report: as printed, what it should be, what is used here."""
    lines = []
    for note in tables.rows(ReportNote):
        expected = in_language(note.expected, language)
        expected = f"{words('column.expected', language)}: {expected}" if expected else ""
        used = f"{words('column.used', language)}: {in_language(note.used, language)}"
        details = dotted(listed("note_kind", note.kind, language), expected, used, note.source)
        lines.append((in_language(note.printed, language), details))
    return lines


def set_lines(tables: Tables, ratios: dict[str, Ratio], language: Language, mark: Emphasis = plain) -> Lines:
    """The criteria sets: legal basis, validity, numbers of criteria and items by their own nouns, confidence."""
    lines = []
    for declared in tables.rows(CriteriaSet):
        numbers = {"criteria": declared.official_criteria, "items": declared.official_items}
        size = ", ".join(
            f"{format_number(number, language)} {set_noun(tables, ratios, declared.id, counts, language, number)}"
            for counts, number in numbers.items()
            if number is not None
        )
        start, end = (day and format_date(day, language) for day in (declared.valid_from, declared.valid_to))
        validity = words("data.validity" if end else "data.validity_open", language, start=start, end=end)
        basis, rule = in_language(declared.legal_basis, language), listed("pass_rule", declared.pass_rule, language)
        confidence = listed("confidence", declared.confidence, language)
        details = dotted(basis, validity if start else "", size, rule, confidence, cited(declared.citation))
        lines.append((mark(in_language(declared.name, language)), details))
    return lines


def contradiction_lines(ratios: dict[str, Ratio], language: Language) -> Lines:
    """Measures whose figures cannot all be true, with what to look at."""
    reported, results = (schema().tables[name].sheet for name in ("reported_totals", "results"))
    fix, lines = words("data.contradiction_fix", language, reported=reported, results=results), []
    for ratio in ratios.values():
        if ratio.headline.kind == "contradiction":
            values = {"name": ratio_name(ratio, language), "ratio": ratio_text(ratio, language)}
            lines.append((words("data.contradiction", language, **values), fix))
    return lines


def raw_table(tables: Tables, name: str, language: Language) -> pd.DataFrame:
    """The table's filled columns as text, in the language's own number and date forms; last, where each row stands."""
    shown = text_columns(tables[name], schema().tables[name].columns.values(), language, tables.lists)
    return pd.DataFrame({**shown, words("column.place", language): row_places(tables[name])})


def text_columns(
    frame: pd.DataFrame, columns: Iterable[Column], language: Language, lists: Mapping[str, ClosedList]
) -> dict[str, list[str]]:
    """Those of some columns of a table that are filled, as text, by their titles."""
    filled = [column for column in columns if frame[column.name].notna().any()]
    return {
        column.title(language): [cell_text(cell, column, language, lists) for cell in frame[column.name]]
        for column in filled
    }


def row_places(frame: pd.DataFrame) -> list[str]:
    """Where each row of a table stands: file, sheet, row."""
    return [f"{file}, {sheet}, {row}" for file, sheet, row in frame[_ORIGIN].itertuples(index=False)]


def cell_text(value: Any, column: Column, language: Language, lists: Mapping[str, ClosedList]) -> str:
    """One value as text."""
    if pd.isna(value):
        return ""
    if column.listed:
        return MANY.join(lists[column.type].word(code, language) for code in parts_in(value))
    if isinstance(value, date):
        return format_date(value, language)
    if column.type in ("integer", "number"):
        return format_number(float(value), language)
    return str(value)


def lost_tables(tables: Tables) -> list[str]:
    """The tables that were held back, by name."""
    return [name for name in schema().tables if tables.is_lost(name)]


def unread(tables: Tables, language: Language) -> str:
    """One sentence naming the files that could not be opened and the sheets held back; nothing where all is read."""
    files = [finding.file for finding in tables.findings_of() if finding.sheet is None and finding.file]
    sheets = [schema().tables[name].sheet for name in lost_tables(tables)]
    named = ", ".join(dict.fromkeys([*files, *sheets]))
    return words("unread.said", language, names=named) if named else ""


def absent(tables: Tables, language: Language) -> str:
    """One sentence naming the sheets that no workbook has; nothing where all are there."""
    sheets = [finding.sheet for finding in tables.findings_of() if finding.code == "table_missing" and finding.sheet]
    return words("unread.absent", language, names=", ".join(dict.fromkeys(sheets))) if sheets else ""
