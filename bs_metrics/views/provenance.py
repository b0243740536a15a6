"""Every figure with where it comes from: measures, targets, the faults of the report, the criteria sets."""

import pandas as pd

from bs_metrics.contract.records import Contribution, CriteriaSet, ReportedTotal, ReportNote
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_number
from bs_metrics.views.cards import amount_text, quantity_text
from bs_metrics.views.phrases import Emphasis, basis_text, plain, ratio_text, share_text
from bs_metrics.views.ratio_tables import deadline_text, ratio_table, target_text
from bs_metrics.views.texts import cited, in_language, ratio_name
from bs_metrics.words import Language, words

_LOOK_AT = {"reported": "reported_totals", "results": "results"}
Lines = list[tuple[str, str]]


def figure_lines(tables: Tables, ratios: dict[str, Ratio], language: Language, mark: Emphasis = plain) -> Lines:
    """A line a measure and a line a contribution: the figure, its basis, its confidence, its sources."""
    lines = []
    for ratio in ratios.values():
        share = share_text(ratio, language)
        shown = ratio_text(ratio, language)
        head = f"{mark(shown)} {ratio_name(ratio, language)}" + (
            f" · {share}" if share != shown and ratio.total else ""
        )
        target = ""
        if ratio.target:
            values = {"target": target_text(ratio, language), "deadline": deadline_text(ratio, language)}
            target = words("data.target", language, basis=in_language(ratio.target.legal_basis, language), **values)
        details = (
            basis_text(ratio, language),
            _confidence_of(tables, ratio.id, language),
            in_language(ratio.measure.note, language),
            target,
            *map(cited, ratio.sources),
        )
        lines.append((head, " · ".join(filter(None, details))))
    for contribution in tables.rows(Contribution):
        figure = " · ".join(filter(None, (quantity_text(contribution, language), amount_text(contribution, language))))
        if figure:
            details = (_confidence(contribution.confidence, language), cited(contribution.citation))
            lines.append(
                (f"{mark(figure)} {in_language(contribution.what, language)}", " · ".join(filter(None, details)))
            )
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
    return _confidence(given[-1] if given else None, language)


def _confidence(code: str | None, language: Language) -> str:
    return schema().lists["confidence"].word(code, language) if code else ""


def note_lines(tables: Tables, language: Language) -> Lines:
    """What is wrong in the report: as printed, what it should be, what is used here."""
    lines = []
    for note in tables.rows(ReportNote):
        expected = in_language(note.expected, language)
        details = (
            schema().lists["note_kind"].word(note.kind, language),
            f"{words('column.expected', language)}: {expected}" if expected else "",
            f"{words('column.used', language)}: {in_language(note.used, language)}",
            note.source,
        )
        lines.append((in_language(note.printed, language), " · ".join(filter(None, details))))
    return lines


def set_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """The criteria sets: legal basis, validity, numbers of criteria and items, confidence."""
    lines = []
    for declared in tables.rows(CriteriaSet):
        numbers = {"official_criteria": declared.official_criteria, "official_items": declared.official_items}
        start, end = (day and format_date(day, language) for day in (declared.valid_from, declared.valid_to))
        validity = words("data.validity" if end else "data.validity_open", language, start=start, end=end)
        details = (
            in_language(declared.legal_basis, language),
            validity if start else "",
            ", ".join(
                f"{format_number(number, language)} {words(f'data.{name}', language)}"
                for name, number in numbers.items()
                if number is not None
            ),
            schema().lists["pass_rule"].word(declared.pass_rule, language),
            _confidence(declared.confidence, language),
            cited(declared.citation),
        )
        lines.append((mark(in_language(declared.name, language)), " · ".join(filter(None, details))))
    return lines


def contradiction_lines(ratios: dict[str, Ratio], language: Language) -> list[tuple[str, str]]:
    """Measures whose figures cannot all be true, with what to look at."""
    sheets = {name: schema().tables[table].sheet for name, table in _LOOK_AT.items()}
    return [
        (
            words("data.contradiction", language, name=ratio_name(ratio, language), ratio=ratio_text(ratio, language)),
            words("data.contradiction_fix", language, **sheets),
        )
        for ratio in ratios.values()
        if ratio.headline.kind == "contradiction"
    ]
