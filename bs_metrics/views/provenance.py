"""Every figure with where it comes from: measures, targets, the faults of the report, the criteria sets."""

import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.numbers import format_date, format_number
from bs_metrics.views.cards import amount_text, quantity_text
from bs_metrics.views.phrases import Emphasis, basis_text, plain, ratio_text, share_text
from bs_metrics.views.ratio_tables import deadline_text, ratio_table, target_text
from bs_metrics.words import Language, words

_VALIDITY = ("valid_from", "valid_to")
_LOOK_AT = {"reported": "reported_totals", "results": "results"}
Lines = list[tuple[str, str]]


def figure_lines(tables: Tables, ratios: dict[str, Ratio], language: Language, mark: Emphasis = plain) -> Lines:
    """A line a measure and a line a contribution: the figure, its basis, its confidence, its sources."""
    lines = []
    for ratio in ratios.values():
        share = share_text(ratio, language)
        shown = ratio_text(ratio, language)
        head = f"{mark(shown)} {ratio.label('name', language)}" + (
            f" · {share}" if share != shown and ratio.total else ""
        )
        target = ""
        if ratio.target:
            values = {"target": target_text(ratio, language), "deadline": deadline_text(ratio, language)}
            target = words("data.target", language, basis=ratio.target.basis(language), **values)
        said = (
            basis_text(ratio, language),
            _confidence(tables, ratio.id, language),
            ratio.label("note", language),
            target,
            *ratio.sources,
        )
        lines.append((head, " · ".join(filter(None, said))))
    for row in each_row(tables["mobilisation"]):
        figure = " · ".join(filter(None, (quantity_text(row, language), amount_text(row, language))))
        if figure:
            said = (
                schema().lists["confidence"].word(row["confidence"], language) if pd.notna(row["confidence"]) else "",
                traced(row),
            )
            lines.append((f"{mark(figure)} {localised(row, 'what', language)}", " · ".join(filter(None, said))))
    return lines


def figure_table(tables: Tables, ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """The measures as a table, with confidence and sources."""
    table = ratio_table(ratios, language)
    table[words("column.confidence", language)] = [_confidence(tables, name, language) for name in ratios]
    table[words("column.source", language)] = ["; ".join(ratio.sources) for ratio in ratios.values()]
    return table


def _confidence(tables: Tables, measure: str, language: Language) -> str:
    rows = tables["reported_totals"]
    found = rows.loc[rows["measure"] == measure, "confidence"].dropna()
    return schema().lists["confidence"].word(found.iloc[-1], language) if len(found) else ""


def note_lines(tables: Tables, language: Language) -> Lines:
    """What is wrong in the report: as printed, what it should be, what is used here."""
    lines = []
    for row in each_row(tables["report_notes"]):
        expected = localised(row, "expected", language)
        said = (
            schema().lists["note_kind"].word(row["kind"], language),
            f"{words('column.expected', language)}: {expected}" if expected else "",
            f"{words('column.used', language)}: {localised(row, 'used', language)}",
            row["source"],
        )
        lines.append((localised(row, "printed", language) or "", " · ".join(filter(None, said))))
    return lines


def set_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """The criteria sets: legal basis, validity, numbers of criteria and items, confidence."""
    lists, lines = schema().lists, []
    for row in each_row(tables["criteria_sets"]):
        numbers = [
            f"{format_number(int(row[column]), language)} {words(f'data.{column}', language)}"
            for column in ("official_criteria", "official_items")
            if pd.notna(row[column])
        ]
        start, end = (None if pd.isna(row[name]) else format_date(row[name], language) for name in _VALIDITY)
        key = "data.validity" if end else "data.validity_open"
        validity = words(key, language, start=start, end=end) if start else ""
        said = (
            localised(row, "legal_basis", language),
            validity,
            ", ".join(numbers),
            lists["pass_rule"].word(row["pass_rule"], language),
            lists["confidence"].word(row["confidence"], language) if pd.notna(row["confidence"]) else "",
            traced(row),
        )
        lines.append((mark(localised(row, "name", language) or ""), " · ".join(filter(None, said))))
    return lines


def contradiction_lines(ratios: dict[str, Ratio], language: Language) -> list[tuple[str, str]]:
    """Measures whose figures cannot all be true, with what to look at."""
    sheets = {name: schema().tables[table].sheet for name, table in _LOOK_AT.items()}
    return [
        (
            words(
                "data.contradiction", language, name=ratio.label("name", language), ratio=ratio_text(ratio, language)
            ),
            words("data.contradiction_fix", language, **sheets),
        )
        for ratio in ratios.values()
        if ratio.headline.kind == "contradiction"
    ]
