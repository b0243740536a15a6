"""Emulation, mobilisation, documents, dossiers and tasks as lines and frames."""

from datetime import date

import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.numbers import format_date, format_money
from bs_metrics.views.cards import amount_text, quantity_text
from bs_metrics.views.phrases import Emphasis, as_of_text, plain
from bs_metrics.words import Language, words

Lines = list[tuple[str, str]]


def phases(tables: Tables, language: Language) -> pd.DataFrame:
    """Rows for `timeline`: the emulation phases with both dates; over at the as-of date, or not yet."""
    rows, as_of = tables["emulation"], as_of_date(tables)
    rows = rows[(rows["kind"] == "phase") & rows["start"].notna() & rows["end"].notna()]
    return pd.DataFrame(
        [
            {
                "label": words(
                    "emulation.phase_dates",
                    language,
                    name=localised(row, "name", language),
                    start=format_date(row["start"], language),
                    end=format_date(row["end"], language),
                ),
                "start": row["start"],
                "end": row["end"],
                "status": "met" if as_of is not None and row["end"] <= as_of else "planned",
                "as_of": as_of,
                "as_of_label": as_of_text(tables, language),
            }
            for row in each_row(rows)
        ],
        columns=["label", "start", "end", "status", "as_of", "as_of_label"],
    )


def bloc_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """Blocs and clusters: how many, and who belongs to them."""
    rows = tables["emulation"]
    lines = []
    for row in each_row(rows[rows["kind"] != "phase"]):
        number = "" if pd.isna(row["count"]) else f"{mark(str(row['count']))} "
        lines.append((number + (localised(row, "name", language) or ""), localised(row, "members", language) or ""))
    return lines


def parts_of(tables: Tables, total: str) -> pd.DataFrame:
    """The rows of `mobilisation` that add up to a total."""
    rows = tables["mobilisation"]
    return rows[(rows["part_of"] == total).fillna(False)]


def part_bars(tables: Tables, total: str, language: Language) -> pd.DataFrame:
    """Rows for `amount_bars`: each part by its organisation, amount in VND."""
    parts = parts_of(tables, total)
    parts = parts[parts["amount_vnd"].notna()]
    return pd.DataFrame(
        [
            {
                "label": ": ".join(filter(None, (_who(row, language), quantity_text(row, language)))),
                "amount": int(row["amount_vnd"]),
                "beside": amount_text(row, language),
            }
            for row in each_row(parts)
        ],
        columns=["label", "amount", "beside"],
    )


def _who(row: pd.Series, language: Language) -> str:
    return localised(row, "organisation", language) or localised(row, "what", language) or ""


def totals(tables: Tables) -> pd.DataFrame:
    """The totals of `mobilisation`."""
    rows = tables["mobilisation"]
    return rows[rows["kind"] == "total"]


def total_text(row: pd.Series, language: Language) -> str:
    """A total in numbers: quantity and amount, as exact as the report is."""
    return " · ".join(filter(None, (quantity_text(row, language), amount_text(row, language))))


def model_lines(tables: Tables, kind: str, language: Language) -> Lines:
    """Models and programmes (of one kind, or "all"), with who runs them."""
    rows = tables["mobilisation"]
    rows = rows[rows["kind"].isin(["model", "programme"] if kind == "all" else [kind])]
    lines = []
    for row in each_row(rows):
        said = (
            schema().lists["mobilisation_kind"].word(row["kind"], language),
            localised(row, "organisation", language),
            quantity_text(row, language),
        )
        lines.append((localised(row, "what", language) or "", " · ".join(filter(None, said))))
    return lines


def mobilisation_table(tables: Tables, language: Language) -> pd.DataFrame:
    """All of `mobilisation` as a table."""
    return pd.DataFrame(
        [
            {
                words("column.kind", language): schema().lists["mobilisation_kind"].word(row["kind"], language),
                words("column.what", language): localised(row, "what", language),
                words("column.organisation", language): localised(row, "organisation", language) or "",
                words("column.quantity", language): quantity_text(row, language) or "",
                words("column.amount", language): amount_text(row, language) or "",
                words("column.source", language): traced(row),
            }
            for row in each_row(tables["mobilisation"])
        ]
    )


def kinds_in(tables: Tables, table: str, language: Language) -> dict[str, str]:
    """The kinds that occur in a table, code to word, in the order of the closed list."""
    column = schema().tables[table].columns["kind"]
    found = set(tables[table]["kind"].dropna())
    words_of = schema().lists[column.type]
    return {code: words_of.word(code, language) for code in words_of.words if code in found}


def document_lines(tables: Tables, kind: str, language: Language, mark: Emphasis = plain) -> Lines:
    """Documents (of one kind, or "all"), newest first: number and date, subject, what it sets, where it is cited."""
    rows = tables["documents"]
    rows = rows if kind == "all" else rows[rows["kind"] == kind]
    rows = rows.sort_values("date", ascending=False, na_position="last", key=lambda dates: dates.map(_ordinal))
    lines = []
    for row in each_row(rows):
        day = (
            format_date(row["date"], language)
            if isinstance(row["date"], date)
            else words("documents.undated", language)
        )
        said = (localised(row, "subject", language), localised(row, "sets", language), row["source"])
        head = f"{mark(localised(row, 'number', language) or '')} · {day} · {localised(row, 'issuer', language)}"
        lines.append((head, " · ".join(filter(None, said))))
    return lines


def _ordinal(day: object) -> float:
    return float(day.toordinal()) if isinstance(day, date) else float("nan")


def dossier_lines(tables: Tables, language: Language, mark: Emphasis = plain) -> Lines:
    """Planning dossiers: name, and where each stands."""
    lines = []
    for row in each_row(tables["dossiers"]):
        said = (
            localised(row, "stands_at", language),
            localised(row, "agency", language),
            row["documents"],
            row["source"],
        )
        name = mark(localised(row, "name", language) or "")
        lines.append((name, " · ".join(part for part in said if isinstance(part, str))))
    return lines


def task_lines(tables: Tables, kind: str, language: Language) -> Lines:
    """Tasks, requests, limits and so on (of one kind, or "all"), with what the report says of them."""
    rows = tables["tasks"]
    rows = rows if kind == "all" else rows[rows["kind"] == kind]
    lines = []
    for row in each_row(rows):
        said = (
            schema().lists["task_kind"].word(row["kind"], language),
            localised(row, "detail", language),
            words("documents.amount", language, amount=format_money(int(row["amount_vnd"]), language))
            if pd.notna(row["amount_vnd"])
            else None,
            row["agency"] if pd.notna(row["agency"]) else None,
            format_date(row["deadline"], language) if isinstance(row["deadline"], date) else None,
            row["source"],
        )
        lines.append((localised(row, "title", language) or "", " · ".join(filter(None, said))))
    return lines
