"""The units of the district on the map, and one unit's sheet."""

from collections import Counter

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Result, Unit, records
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.results import rows_of_set, unit_results
from bs_metrics.measures.sets import ratio_of_set, sets_for
from bs_metrics.views.lines import Line
from bs_metrics.views.texts import cited, in_language, short_name
from bs_metrics.words import Language, words

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
    units, kinds = mapped_units(tables), schema().lists["unit_kind"]
    table = pd.DataFrame(
        {
            words("column.code", language): [unit.code for unit in units],
            words("column.unit", language): [unit.name for unit in units],
            words("column.kind", language): [kinds.word(unit.kind, language) for unit in units],
        }
    )
    for set_id, declared in unit_sets(tables).items():
        statuses = unit_statuses(tables, ratios, set_id).values()
        table[short_name(declared, language)] = [words(f"status.{status}", language) for status in statuses]
    return table


def unit_lines(tables: Tables, ratios: dict[str, Ratio], code: str, language: Language) -> list[Line]:
    """One unit's result in every set, with what the result rests on."""
    lines, results = [], tables["results"]
    of_unit = records(Result, results[(results["unit"] == code) & results["criterion"].isna()])
    for set_id, declared in unit_sets(tables).items():
        status = unit_statuses(tables, ratios, set_id).get(code, "unknown")
        if status == "not_applicable":
            continue
        result = next((result for result in of_unit if result.set == set_id), None)
        basis = result.basis if result else None
        known_by = "unknown" if status == "unknown" else "stated" if result else "deduced"
        lines.append(
            Line(
                "",
                in_language(declared.name, language),
                status,
                schema().lists["basis"].word(basis, language) if basis else "",
                words(f"known_by.{known_by}", language),
                False,
                cited(result.citation if result else declared.citation),
            )
        )
    return lines
