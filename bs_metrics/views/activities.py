"""Emulation, contributions, documents, dossiers and tasks as lines, cards and frames."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.records import Contribution, Document, Dossier, Emulation, Task, Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date, report_cited_as
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import CountStyle, format_date, format_money, format_number
from bs_metrics.views.lists.items import NONE, Item, code_of, codes_of
from bs_metrics.views.phrases import Emphasis, as_of_text, plain, ratio_text
from bs_metrics.views.texts import about, cited, day_text, dotted, in_language, listed, ratio_name, text_table
from bs_metrics.words import Language, words

Lines = list[tuple[str, str]]
BLOCS = ("bloc", "cluster")
LAUNCHES = ("launch",)
MOVEMENTS = ("movement",)
TOTALS = ("total",)
BESIDE_TOTALS = ("fund", "other")  # contributions of which no figure is known
MODELS = ("model", "programme")
ASSESSMENTS = ("advantage", "difficulty", "strength", "limit", "cause")  # what a report says of how things went


def phases(tables: Tables, language: Language) -> pd.DataFrame:
    """Rows for `timeline`: the emulation phases with both dates; over at the as-of date, or not yet."""
    rows, as_of = [], as_of_date(tables)
    for phase in tables.rows(Emulation):
        if phase.kind == "phase" and phase.start and phase.end:
            dates = {"start": format_date(phase.start, language), "end": format_date(phase.end, language)}
            label = words("emulation.phase_dates", language, name=in_language(phase.name, language), **dates)
            status = "met" if as_of is not None and phase.end <= as_of else "planned"
            rows.append((label, phase.start, phase.end, status, as_of, as_of_text(tables, language)))
    return pd.DataFrame(rows, columns=["label", "start", "end", "status", "as_of", "as_of_label"])


def emulation_rows(tables: Tables, kinds: Collection[str]) -> list[Emulation]:
    """What there is of emulation, of some kinds."""
    return [row for row in tables.rows(Emulation) if row.kind in kinds]


def emulation_lines(tables: Tables, kinds: Collection[str], language: Language, mark: Emphasis = plain) -> Lines:
    """Emulation of some kinds: how many and what; who takes part or what is remarked."""
    lines = []
    for row in emulation_rows(tables, kinds):
        number = "" if row.count is None else f"{mark(str(row.count))} "
        lines.append((number + in_language(row.name, language), in_language(row.members, language)))
    return lines


def quantity_text(contribution: Contribution, language: Language, style: CountStyle = format_number) -> str:
    """The quantity with its unit, as exact as the report is; empty where there is none."""
    if contribution.quantity is None:
        return ""
    number, unit = style(contribution.quantity, language), in_language(contribution.unit_of_measure, language)
    return _qualified(contribution.qualifier, f"{number} {unit}".strip(), language)


def amount_text(contribution: Contribution, language: Language, style: CountStyle = format_number) -> str:
    """The amount of money, as exact as the report is; empty where there is none."""
    if contribution.amount_vnd is None:
        return ""
    return _qualified(contribution.amount_qualifier, format_money(contribution.amount_vnd, language, style), language)


def _qualified(qualifier: str | None, text: str, language: Language) -> str:
    return words(f"emulation.{qualifier}", language, value=text) if qualifier else text


def total_text(total: Contribution, language: Language) -> str:
    """A total in numbers: quantity and amount, as exact as the report is."""
    return dotted(quantity_text(total, language), amount_text(total, language))


@dataclass(frozen=True)
class Card:
    """A number without a total to be measured against, as the report prints it, what it counts, and its source."""

    value: str
    label: str
    source: str


def small_cards(tables: Tables, ratios: dict[str, Ratio], language: Language) -> list[Card]:
    """Measures without a number to reach, then the contributions that the workbook marks for the overview."""
    bare = [ratio for ratio in ratios.values() if ratio.needed is None and ratio.reported is not None]
    cards = [Card(ratio_text(ratio, language), ratio_name(ratio, language), cited(*ratio.sources)) for ratio in bare]
    marked = [contribution for contribution in tables.rows(Contribution) if contribution.highlight is not None]
    for contribution in sorted(marked, key=lambda contribution: contribution.highlight or 0):
        amount, what = amount_text(contribution, language), in_language(contribution.what, language)
        value = quantity_text(contribution, language) or amount
        cards.append(Card(value, dotted(what, amount if amount != value else ""), cited(contribution.citation)))
    return cards


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
            rows.append((label, part.amount_vnd, amount_text(part, language)))
    return pd.DataFrame(rows, columns=["label", "amount", "beside"])


def contributions(tables: Tables, kinds: Collection[str]) -> list[Contribution]:
    """The contributions of some kinds."""
    return [contribution for contribution in tables.rows(Contribution) if contribution.kind in kinds]


def contribution_items(tables: Tables, kinds: Collection[str], language: Language) -> list[Item]:
    """The contributions of some kinds, with who runs them; to be chosen by kind and by organisation."""
    items = []
    for row in contributions(tables, kinds):
        kind, who = listed("mobilisation_kind", row.kind, language), in_language(row.organisation, language)
        by = {"kind": code_of(row.kind, kind, language), "organisation": codes_of(row.organisation, language)}
        items.append(Item(in_language(row.what, language), dotted(kind, who, quantity_text(row, language)), by))
    return items


def mobilisation_table(tables: Tables, language: Language) -> pd.DataFrame:
    """All contributions as a table."""
    rows = []
    for row in tables.rows(Contribution):
        texts = (in_language(row.what, language), in_language(row.organisation, language))
        figures = (quantity_text(row, language), amount_text(row, language))
        rows.append((listed("mobilisation_kind", row.kind, language), *texts, *figures, cited(row.citation)))
    return text_table(("kind", "what", "organisation", "quantity", "amount", "source"), rows, language)


def kinds_in(tables: Tables, table: str, language: Language) -> dict[str, str]:
    """The kinds that occur in a table, code to word, in the order of the closed list."""
    occurring = set(tables[table]["kind"].dropna())
    kinds = tables.lists[schema().tables[table].columns["kind"].type]
    return {code: kinds.word(code, language) for code in kinds.words if code in occurring}


def document_items(tables: Tables, language: Language, mark: Emphasis = plain) -> list[Item]:
    """Documents, newest first: number and date, subject, what it sets; to be chosen by kind, issuer and year."""
    items, undated = [], words("documents.undated", language)
    for document in sorted(tables.rows(Document), key=lambda document: document.date or date.min, reverse=True):
        day, year = day_text(document.date, language, undated), document.date and str(document.date.year)
        head = (mark(in_language(document.number, language)), day, in_language(document.issuer, language))
        details = (in_language(document.subject, language), in_language(document.sets, language))
        by = {
            "kind": code_of(document.kind, listed("document_kind", document.kind, language), language),
            "issuer": codes_of(document.issuer, language),
            "year": {year: year} if year else {NONE: undated},
        }
        items.append(Item(" · ".join(head), dotted(*details), by))
    return items


def document_count(tables: Tables, language: Language) -> str:
    """How many documents there are, and how many of them the report itself cites."""
    sources = [document.source or "" for document in tables.rows(Document)]
    report = report_cited_as(tables)
    cited_there = sum(source.startswith(f"{report},") for source in sources) if report else len(sources)
    key = "documents.count" if cited_there == len(sources) else "documents.count_cited"
    return words(key, language, number=len(sources), cited=cited_there, others=len(sources) - cited_there)


def dossier_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """Planning dossiers: name, and where each stands."""
    lines = []
    for dossier in tables.rows(Dossier):
        stands_at, agency = in_language(dossier.stands_at, language), in_language(dossier.agency, language)
        details = dotted(stands_at, agency, dossier.documents)
        lines.append((mark(in_language(dossier.name, language)), details))
    return lines


def tasks_without_agency(tables: Tables) -> int:
    """How many tasks and requests name nobody who has to act on them."""
    return sum(task.agency is None and task.kind not in ASSESSMENTS for task in tables.rows(Task))


def report_lines(tables: Tables, language: Language) -> Lines:
    """The report that the sheet names: its title and who issued it, who signed it, to whom it went."""
    title, author = (about(tables, key, language) for key in ("report_title", "author"))
    signer = dotted(about(tables, "signer", language), about(tables, "signer_title", language))
    said = {"signed": signer, "sent_to": about(tables, "recipients", language)}
    lines = [(title, author)] if title else []
    return lines + [(words(f"documents.{key}", language), text) for key, text in said.items() if text]


def task_items(tables: Tables, language: Language) -> list[Item]:
    """Tasks, requests, limits and so on, kind by kind, with what the report says of them; to be chosen by kind, agency
    and status.
    """
    items, order = [], list(kinds_in(tables, "tasks", language))
    for task in sorted(tables.rows(Task), key=lambda task: order.index(task.kind)):
        kind, status = listed("task_kind", task.kind, language), listed("task_status", task.status, language)
        amount = "" if task.amount_vnd is None else format_money(task.amount_vnd, language)
        amount = words("documents.amount", language, amount=amount) if amount else ""
        day, known = day_text(task.deadline, language), status if task.status != "unknown" else ""
        details = dotted(kind, in_language(task.detail, language), amount, task.agency, day, known)
        by = {"kind": code_of(task.kind, kind, language)}
        if task.kind not in ASSESSMENTS:  # what is asked of nobody
            by["agency"] = codes_of(Text(task.agency) if task.agency else None, language)
            by["status"] = code_of(task.status, status, language)
        items.append(Item(in_language(task.title, language), details, by))
    return items
