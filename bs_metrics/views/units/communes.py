"""The units of the district on the map, one unit's sheet, and the district in a few facts."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Result, Unit, records
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.results import rows_of_set, unit_results
from bs_metrics.measures.sets import ratio_of_set, sets_for
from bs_metrics.numbers import format_date, format_number
from bs_metrics.views.lines import Line
from bs_metrics.views.texts import about, cited, in_language, listed, short_name, text_table
from bs_metrics.words import Language, joined, words

STATUSES = ("met", "not_met", "unknown", "not_applicable")  # of a unit in a set, in the order in which they are told


def mapped_units(tables: Tables) -> list[Unit]:
    """The units that a map is of: all below the district, whether or not the workbook gives them a tile."""
    return [unit for unit in tables.rows(Unit) if unit.kind != "district"]


def unit_sets(tables: Tables) -> dict[str, CriteriaSet]:
    """The criteria sets that apply to the units of the map, by id."""
    kinds = dict.fromkeys(unit.kind for unit in mapped_units(tables))
    return {declared.id: declared for kind in kinds for declared in sets_for(tables, kind)}


def unit_statuses(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> dict[str, str]:
    """Status by unit code: met, not_met, unknown, or not_applicable for a kind the set does not apply to."""
    stated = unit_results(tables, rows_of_set(tables, set_id))
    declared, ratio = criteria_set(tables, set_id), ratio_of_set(ratios, set_id, "units")

    def status(unit: Unit) -> str:
        if declared is None or unit.kind != declared.applies_to:
            return "not_applicable"
        known = stated.get(unit.code, "unknown")
        return settled_status(known, ratio) if ratio is not None else str(known)

    return {unit.code: status(unit) for unit in mapped_units(tables)}


def status_counts(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """How many units have each status: 2 đạt, 19 chưa đạt, 1 không áp dụng."""
    numbers = Counter(unit_statuses(tables, ratios, set_id).values())
    return ", ".join(f"{numbers[code]} {words(f'status.{code}', language)}" for code in STATUSES if numbers[code])


def tiles(tables: Tables, ratios: dict[str, Ratio], set_id: str, wanted: str, language: Language) -> pd.DataFrame:
    """Rows for `region_map`, and once they have gone through `on_tiles` for `tile_map`.

    Units of another status than the wanted one ("all" for every one) are faded.
    """
    statuses = unit_statuses(tables, ratios, set_id).values()
    return tile_rows(tables).assign(
        status=list(statuses),
        word=[words(f"status.short_{code}", language) for code in statuses],
        faded=[wanted not in ("all", code) for code in statuses],
    )


def tile_rows(tables: Tables) -> pd.DataFrame:
    """The units of the map with their places: `code`, `name`, `column`, `row`."""
    units = mapped_units(tables)
    return pd.DataFrame(
        {
            "code": [unit.code for unit in units],
            "name": [unit.name for unit in units],
            "column": pd.array([unit.tile_column for unit in units], dtype="Int64"),
            "row": pd.array([unit.tile_row for unit in units], dtype="Int64"),
        }
    )


def on_tiles(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the rows of units, those that have a tile."""
    placed = rows[rows["column"].notna() & rows["row"].notna()]
    return placed.astype({"column": int, "row": int}).reset_index(drop=True)


def off_tiles(rows: pd.DataFrame) -> list[str]:
    """The names of the units that have no tile."""
    return list(rows.loc[rows["column"].isna() | rows["row"].isna(), "name"])


def unit_table(tables: Tables, ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Every unit of the map with its result in every set that applies to it."""
    units = [(unit.code, unit.name, listed("unit_kind", unit.kind, language)) for unit in mapped_units(tables)]
    table = text_table(("code", "unit", "kind"), units, language)
    for set_id, declared in unit_sets(tables).items():
        statuses = unit_statuses(tables, ratios, set_id).values()
        table[short_name(declared, language)] = [words(f"status.{status}", language) for status in statuses]
    return table


def unit_lines(tables: Tables, ratios: dict[str, Ratio], code: str, language: Language) -> list[Line]:
    """One unit's result in every set, with what the result rests on."""
    results = tables["results"]
    of_unit = records(Result, results[(results["unit"] == code) & results["criterion"].isna()])
    lines = []
    for set_id, declared in unit_sets(tables).items():
        status = unit_statuses(tables, ratios, set_id).get(code, "unknown")
        if status == "not_applicable":
            continue
        result = next((result for result in of_unit if result.set == set_id), None)
        basis = listed("basis", result.basis if result else None, language)
        known_by = words(
            f"known_by.{'unknown' if status == 'unknown' else 'stated' if result else 'deduced'}", language
        )
        source = cited((result or declared).citation)
        lines.append(Line("", in_language(declared.name, language), status, basis, known_by, False, source))
    return lines


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
