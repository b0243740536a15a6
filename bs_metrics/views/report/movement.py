"""What people gave and did, in the report: phases, blocs, contributions, models, planning dossiers."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.rows import each_row, localised, rows_at
from bs_metrics.numbers import format_count, format_date, two_digits
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.activities import kinds_in, parts_of, totals
from bs_metrics.views.cards import amount_text, quantity_text
from bs_metrics.views.report.parts import Grid, Said, Topic, bracket, source_below
from bs_metrics.words import Language, words


def movement(shown: Snapshot, language: Language) -> Iterator[Topic]:
    """The topics; one without rows has nothing said in it."""
    tables = shown.tables
    said = [found for found in (_phases(tables, language), _blocs(tables, language)) if found]
    said += _amounts(tables, language) + _models(tables, language)
    grid = _amount_grid(tables, language)
    yield Topic(words("report.mobilisation", language), tuple(said), (grid,) if grid else ())
    yield Topic(words("documents.dossiers", language), tuple(_dossiers(tables, language)))


def _phases(tables: Tables, language: Language) -> Said | None:
    rows = tables["emulation"]
    rows = rows[rows["kind"] == "phase"]
    if rows.empty:
        return None
    names = [_phase(row, language) for row in each_row(rows)]
    return Said(words("report.phases", language, names="; ".join(names)), bracket(rows_at(rows), language))


def _phase(row: pd.Series, language: Language) -> str:
    """A phase with its dates; a date that the tables do not give is said to be missing."""
    none = words("report.not_in_data", language)
    start, end = (
        format_date(row[name], language) if isinstance(row[name], date) else none for name in ("start", "end")
    )
    return str(words("report.phase", language, name=localised(row, "name", language), start=start, end=end))


def _blocs(tables: Tables, language: Language) -> Said | None:
    rows = tables["emulation"]
    rows = rows[rows["kind"] != "phase"]
    if rows.empty:
        return None
    names = []
    for row in each_row(rows):
        number = "" if row["count"] is None else f"{format_count(int(row['count']), language)} "
        names.append(number + (localised(row, "name", language) or ""))
    return Said(words("report.blocs", language, names="; ".join(names)), bracket(rows_at(rows), language))


def _amounts(tables: Tables, language: Language) -> list[Said]:
    """A sentence a total: what, how much, by whom."""
    told = []
    for row in each_row(totals(tables)):
        who = localised(row, "organisation", language)
        said = _figures(row, language) or words("report.not_in_data", language)
        said += f" ({who})" if who else ""
        name = localised(row, "what", language)
        told.append(
            Said(
                words("report.where_stands", language, name=name, said=said),
                bracket([str(row["source"]), *rows_at(pd.DataFrame([row]))], language),
            )
        )
    return told


def _figures(row: pd.Series, language: Language) -> str:
    """The quantity and the amount, as far as there are any."""
    texts = (quantity_text(row, language), amount_text(row, language))
    return ", ".join(filter(None, (_figure(text, row, language) for text in texts)))


def _figure(text: str | None, row: pd.Series, language: Language) -> str:
    """A quantity or an amount as documents print it: 04 nhà, 07 tỷ đồng."""
    if not text:
        return ""
    after = [text.split(" ", 1)[1]] if text[:1].isdigit() and " " in text else []
    return two_digits(text, [*after, *(word for word in text.split() if not word[:1].isdigit())], language)


def _amount_grid(tables: Tables, language: Language) -> Grid | None:
    """Every total with its parts below it."""
    rows = [found for total in each_row(totals(tables)) for found in (total, *each_row(parts_of(tables, total["id"])))]
    if not rows:
        return None
    none = words("report.not_in_data", language)
    cells = []
    for row in rows:
        name = localised(row, "what", language) or ""
        cells.append(
            (
                f"- {name}" if row["kind"] == "part" else name,
                localised(row, "organisation", language) or none,
                _figure(quantity_text(row, language), row, language) or none,
                _figure(amount_text(row, language), row, language) or none,
            )
        )
    head = tuple(words(f"column.{name}", language) for name in ("what", "organisation", "quantity", "amount"))
    at = source_below(rows_at(pd.DataFrame(rows)), language)
    return Grid(words("report.amounts_table", language), head, tuple(cells), (0.36, 0.3, 0.16, 0.18), at, (2, 3))


def _models(tables: Tables, language: Language) -> list[Said]:
    """Models and programmes by name, with what the tables count of them, a sentence a kind."""
    told, table = [], tables["mobilisation"]
    for kind, word in kinds_in(tables, "mobilisation", language).items():
        rows = table[table["kind"] == kind]
        if kind not in ("model", "programme"):
            continue
        names = "; ".join(_named(row, language) for row in each_row(rows))
        count, opening = format_count(len(rows), language), word[:1].upper() + word[1:]
        text = words("report.kinds_listed", language, kind=opening, count=count, names=names)
        told.append(Said(text, bracket(rows_at(rows), language)))
    return told


def _named(row: pd.Series, language: Language) -> str:
    name, figures = localised(row, "what", language) or "", _figures(row, language)
    return f"{name} ({figures})" if figures else name


def _dossiers(tables: Tables, language: Language) -> Iterator[Said]:
    """Planning dossiers: where each stands, and with whom."""
    for row in each_row(tables["dossiers"]):
        told = (localised(row, "stands_at", language) or "").rstrip(".") or words("report.not_in_data", language)
        agency = localised(row, "agency", language)
        told = words("report.in_charge", language, said=told, agency=agency) if agency else told
        text = words("report.where_stands", language, name=localised(row, "name", language), said=told)
        yield Said(text, bracket([str(row["source"] or ""), *rows_at(pd.DataFrame([row]))], language))
