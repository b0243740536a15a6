"""Emulation, mobilisation, documents, dossiers and tasks as lines and frames."""

from datetime import date

import pandas as pd

from bs_metrics.contract.records import Contribution, Document, Dossier, Emulation, Task
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date
from bs_metrics.numbers import format_date, format_money
from bs_metrics.views.cards import amount_text, quantity_text
from bs_metrics.views.phrases import Emphasis, as_of_text, plain
from bs_metrics.views.texts import cited, in_language
from bs_metrics.words import Language, words

Lines = list[tuple[str, str]]


def phases(tables: Tables, language: Language) -> pd.DataFrame:
    """Rows for `timeline`: the emulation phases with both dates; over at the as-of date, or not yet."""
    rows, as_of = [], as_of_date(tables)
    for phase in tables.rows(Emulation):
        if phase.kind == "phase" and phase.start and phase.end:
            start, end = format_date(phase.start, language), format_date(phase.end, language)
            name = in_language(phase.name, language)
            rows.append(
                {
                    "label": words("emulation.phase_dates", language, name=name, start=start, end=end),
                    "start": phase.start,
                    "end": phase.end,
                    "status": "met" if as_of is not None and phase.end <= as_of else "planned",
                    "as_of": as_of,
                    "as_of_label": as_of_text(tables, language),
                }
            )
    return pd.DataFrame(rows, columns=["label", "start", "end", "status", "as_of", "as_of_label"])


def blocs(tables: Tables) -> list[Emulation]:
    """The blocs and clusters."""
    return [bloc for bloc in tables.rows(Emulation) if bloc.kind != "phase"]


def bloc_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """Blocs and clusters: how many, and who belongs to them."""
    lines = []
    for bloc in blocs(tables):
        number = "" if bloc.count is None else f"{mark(str(bloc.count))} "
        lines.append((number + in_language(bloc.name, language), in_language(bloc.members, language)))
    return lines


def parts_of(tables: Tables, total: str) -> list[Contribution]:
    """The contributions that add up to a total."""
    return [contribution for contribution in tables.rows(Contribution) if contribution.part_of == total]


def part_bars(tables: Tables, total: str, language: Language) -> pd.DataFrame:
    """Rows for `amount_bars`: each part by its organisation, amount in VND."""
    rows = []
    for part in parts_of(tables, total):
        if part.amount_vnd is not None:
            who = in_language(part.organisation, language) or in_language(part.what, language)
            label = ": ".join(filter(None, (who, quantity_text(part, language))))
            rows.append({"label": label, "amount": part.amount_vnd, "beside": amount_text(part, language)})
    return pd.DataFrame(rows, columns=["label", "amount", "beside"])


def totals(tables: Tables) -> list[Contribution]:
    """The totals of what was contributed."""
    return [contribution for contribution in tables.rows(Contribution) if contribution.kind == "total"]


def total_text(total: Contribution, language: Language) -> str:
    """A total in numbers: quantity and amount, as exact as the report is."""
    return " · ".join(filter(None, (quantity_text(total, language), amount_text(total, language))))


def models(tables: Tables, kind: str) -> list[Contribution]:
    """Models and programmes, of one kind or "all"."""
    kinds = ("model", "programme") if kind == "all" else (kind,)
    return [contribution for contribution in tables.rows(Contribution) if contribution.kind in kinds]


def model_lines(tables: Tables, kind: str, language: Language) -> Lines:
    """Models and programmes (of one kind, or "all"), with who runs them."""
    lines = []
    for model in models(tables, kind):
        details = (
            schema().lists["mobilisation_kind"].word(model.kind, language),
            in_language(model.organisation, language),
            quantity_text(model, language),
        )
        lines.append((in_language(model.what, language), " · ".join(filter(None, details))))
    return lines


def mobilisation_table(tables: Tables, language: Language) -> pd.DataFrame:
    """All contributions as a table."""
    return pd.DataFrame(
        [
            {
                words("column.kind", language): schema().lists["mobilisation_kind"].word(row.kind, language),
                words("column.what", language): in_language(row.what, language),
                words("column.organisation", language): in_language(row.organisation, language),
                words("column.quantity", language): quantity_text(row, language),
                words("column.amount", language): amount_text(row, language),
                words("column.source", language): cited(row.citation),
            }
            for row in tables.rows(Contribution)
        ]
    )


def kinds_in(tables: Tables, table: str, language: Language) -> dict[str, str]:
    """The kinds that occur in a table, code to word, in the order of the closed list."""
    occurring = set(tables[table]["kind"].dropna())
    kinds = schema().lists[schema().tables[table].columns["kind"].type]
    return {code: kinds.word(code, language) for code in kinds.words if code in occurring}


def document_lines(tables: Tables, kind: str, language: Language, mark: Emphasis = plain) -> Lines:
    """Documents (of one kind, or "all"), newest first: number and date, subject, what it sets, where it is cited."""
    documents = [document for document in tables.rows(Document) if kind in ("all", document.kind)]
    lines = []
    for document in sorted(documents, key=lambda document: document.date or date.min, reverse=True):
        day = format_date(document.date, language) if document.date else words("documents.undated", language)
        details = (in_language(document.subject, language), in_language(document.sets, language), document.source)
        head = (mark(in_language(document.number, language)), day, in_language(document.issuer, language))
        lines.append((" · ".join(head), " · ".join(filter(None, details))))
    return lines


def dossier_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """Planning dossiers: name, and where each stands."""
    lines = []
    for dossier in tables.rows(Dossier):
        stands_at, agency = in_language(dossier.stands_at, language), in_language(dossier.agency, language)
        details = " · ".join(filter(None, (stands_at, agency, dossier.documents, dossier.source)))
        lines.append((mark(in_language(dossier.name, language)), details))
    return lines


def task_lines(tables: Tables, kind: str, language: Language) -> Lines:
    """Tasks, requests, limits and so on (of one kind, or "all"), with what the report says of them."""
    lines = []
    for task in tables.rows(Task):
        if kind in ("all", task.kind):
            amount = "" if task.amount_vnd is None else format_money(task.amount_vnd, language)
            details = (
                schema().lists["task_kind"].word(task.kind, language),
                in_language(task.detail, language),
                words("documents.amount", language, amount=amount) if amount else "",
                task.agency,
                format_date(task.deadline, language) if task.deadline else "",
                task.source,
            )
            lines.append((in_language(task.title, language), " · ".join(filter(None, details))))
    return lines
