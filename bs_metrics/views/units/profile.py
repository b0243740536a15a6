"""The district and its units in a few facts."""

import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import about
from bs_metrics.measures.rows import localised, traced
from bs_metrics.numbers import format_date, format_number
from bs_metrics.words import Language, joined, words


def kinds_text(units: pd.DataFrame, language: Language) -> str:
    """How many units of each kind: 21 xã và 1 thị trấn."""
    kinds = schema().lists["unit_kind"]
    counts = units["kind"].value_counts()
    return joined([f"{number} {kinds.word(kind, language, number)}" for kind, number in counts.items()], language)


def district_line(tables: Tables, language: Language) -> str:
    """Population, area, villages and departments of the district as a whole, as far as they are given."""
    units = tables["units"]
    rows = units[units["kind"] == "district"]
    parts = []
    if len(rows):
        row = rows.iloc[0]
        if pd.notna(row["population"]):
            parts.append(words("communes.people", language, number=format_number(int(row["population"]), language)))
        if pd.notna(row["area_km2"]):
            parts.append(f"{format_number(float(row['area_km2']), language)} km²")
        if pd.notna(row["villages"]) and pd.notna(row["residential_groups"]):
            values = {"villages": row["villages"], "groups": row["residential_groups"]}
            parts.append(words("communes.villages", language, **values))
    departments = about(tables, "departments", language)
    if departments:
        parts.append(words("communes.departments", language, number=departments))
    return f"{words('communes.profile', language)}: {' · '.join(parts)}" if parts else ""


def unit_facts(unit: pd.Series, language: Language) -> list[tuple[str, str]]:
    """A unit's code, population, area and history, each with its source; what has no source says so."""
    none = words("communes.no_source", language)
    population = format_number(int(unit["population"]), language) if pd.notna(unit["population"]) else none
    area = f"{format_number(float(unit['area_km2']), language)} km²" if pd.notna(unit["area_km2"]) else none
    facts = [
        (f"{words('communes.population', language)}: {population}", ""),
        (f"{words('communes.area', language)}: {area}", ""),
    ]
    if pd.notna(unit["aliases"]):
        facts.append((words("communes.aliases", language, names=unit["aliases"]), ""))
    since = unit["valid_from"]
    note = localised(unit, "note", language) or ""
    if since is not None and not pd.isna(since):
        note = f"{words('communes.since', language, date=format_date(since, language))} · {note}"
    facts.append((f"{words('column.code', language)}: {unit['code']}", note))
    return [*facts, (words("column.source", language), traced(unit))]
