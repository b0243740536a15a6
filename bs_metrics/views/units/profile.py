"""The district and its units in a few facts."""

from collections import Counter
from collections.abc import Iterable

from bs_metrics.contract.records import Unit
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.numbers import format_date, format_number
from bs_metrics.views.texts import about, cited, in_language
from bs_metrics.words import Language, joined, words


def kinds_text(units: Iterable[Unit], language: Language) -> str:
    """How many units of each kind: 21 xã và 1 thị trấn."""
    kinds, numbers = schema().lists["unit_kind"], Counter(unit.kind for unit in units).most_common()
    return joined([f"{number} {kinds.word(kind, language, number)}" for kind, number in numbers], language)


def district_line(tables: Tables, language: Language) -> str:
    """Population, area, villages and departments of the district as a whole, as far as they are given."""
    parts = []
    district = next((unit for unit in tables.rows(Unit) if unit.kind == "district"), None)
    if district:
        if district.population is not None:
            parts.append(words("communes.people", language, number=format_number(district.population, language)))
        if district.area_km2 is not None:
            parts.append(f"{format_number(district.area_km2, language)} km²")
        if district.villages is not None and district.residential_groups is not None:
            values = {"villages": district.villages, "groups": district.residential_groups}
            parts.append(words("communes.villages", language, **values))
    departments = about(tables, "departments", language)
    if departments:
        parts.append(words("communes.departments", language, number=departments))
    return f"{words('communes.profile', language)}: {' · '.join(parts)}" if parts else ""


def unit_facts(unit: Unit, language: Language) -> list[tuple[str, str]]:
    """A unit's code, population, area and history, each with its source; what has no source says so."""
    none = words("communes.no_source", language)
    population = none if unit.population is None else format_number(unit.population, language)
    area = none if unit.area_km2 is None else f"{format_number(unit.area_km2, language)} km²"
    facts = [
        (f"{words('communes.population', language)}: {population}", ""),
        (f"{words('communes.area', language)}: {area}", ""),
    ]
    if unit.aliases:
        facts.append((words("communes.aliases", language, names=unit.aliases), ""))
    note = in_language(unit.note, language)
    if unit.valid_from:
        note = f"{words('communes.since', language, date=format_date(unit.valid_from, language))} · {note}"
    facts.append((f"{words('column.code', language)}: {unit.code}", note))
    return [*facts, (words("column.source", language), cited(unit.citation))]
