"""The form for one agency: the rows that it is asked of, with what is known of them, and the list that goes before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bs_metrics.contract.schema import Column, Table, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.unknown.unknowns import Unknown, unknowns
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import about_line
from bs_metrics.views.requests.agencies import OfAgency, due_text
from bs_metrics.views.requests.asked import Names
from bs_metrics.words import Language, word_list, words

BESIDE = ""  # the column of a form that says what a row is about: it is no column of the table
_LISTING = {"schools": ("schools",), "units": ("units", "results")}  # sheets in which items without a name are listed


@dataclass(frozen=True)
class Form:
    """What a form holds: texts of its first sheet, its lines under `head`, and the rows of each table's sheet."""

    lead: Sequence[str]
    head: Sequence[str]
    parts: Sequence[tuple[str, Sequence[Sequence[str]]]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def form_of(shown: Snapshot, one: OfAgency, language: Language, address: str = "") -> Form:
    """The form of an agency. `address`: where it is handed in."""
    asked = [each for each in unknowns(shown.tables) if each.agency == one.agency]
    lead = [
        words("requests.title", language, agency=one.name),
        about_line(shown.tables, language),
        *word_list("requests.guide", language),
        words("requests.hand_in", language, address=address) if address else "",
    ]
    parts = [
        (
            words(f"requests.kind_{kind}", language),
            [(line.what, line.reason, due_text(line, shown, language)) for line in lines],
        )
        for kind, lines in one.lines.items()
    ]
    head = [words(f"column.{name}", language) for name in ("what", "reason", "deadline")]
    return Form([text for text in lead if text], head, parts, _rows(shown.tables, asked, language))


def form_table(table: Table) -> Table:
    """A table as a form has it: without what only the keeper of the data can say, English and where it stands.

    A row of a form that says nothing new keeps its source; of another one the file is the source.
    """
    kept = {name: column for name, column in table.columns.items() if not _is_the_keepers(column)}
    if table.figures and "name" not in table.columns:
        notes = {language: words("requests.beside_note", language) for language in ("vi", "en")}
        beside = Column(table.name, BESIDE, schema().extra_headings["beside"], "text", notes)
        keys = {name: kept.pop(name) for name in table.key if name in kept}
        kept = {**keys, BESIDE: beside, **kept}
    return Table(table.name, table.sheet, table.titles, table.key, kept, figures=table.figures)


def _is_the_keepers(column: Column) -> bool:
    return column.name == "source" or bool(column.translates) or (column.name == "confidence" and not column.required)


def _rows(tables: Tables, asked: list[Unknown], language: Language) -> dict[str, list[dict[str, Any]]]:
    """By table the rows that are asked of, each once, in the order in which they are asked of."""
    names = Names(tables, language)
    rows: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    for one in asked:
        if one.lacks == "name":
            for table in _LISTING.get(one.counts, ("criteria", "results")):
                rows.setdefault(table, {})
            continue
        of_table, found = form_table(schema().tables[one.table]), rows.setdefault(one.table, {})
        several = "unit" in one.items and one.items["unit"].nunique() > 1
        for row in one.items.to_dict("records"):
            key = tuple(None if pd.isna(row[name]) else row[name] for name in of_table.key)
            if key not in found:
                found[key] = _known(of_table, row) | {BESIDE: names.of(one.table, row, several, True)}
    for name, of in rows.items():
        if BESIDE not in form_table(schema().tables[name]).columns:
            for row in of.values():
                del row[BESIDE]
    return {name: list(rows[name].values()) for name in schema().tables if name in rows}


def _known(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The cells of a row that are known. That a result is unknown is an empty cell, and so is what was said of it."""
    cells = {name: row.get(name) for name in table.columns if name != BESIDE}
    if row["status"] == "unknown" and cells.get("result") == "unknown":
        cells |= {name: None for name in cells if name == "result" or "result" in table.columns[name].describes}
    return cells
