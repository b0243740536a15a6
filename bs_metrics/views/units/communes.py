"""The units of the district on the map, and one unit's sheet."""

import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.results import rows_of_set, unit_results
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.measures.sets import ratio_of_set, sets_for
from bs_metrics.views.lines import Line
from bs_metrics.words import Language, words

STATUSES = ("met", "not_met", "unknown", "not_applicable")  # of a unit in a set, in the order in which they are told


def mapped_units(tables: Tables) -> pd.DataFrame:
    """The units that a map is of: all below the district, whether or not the workbook gives them a tile."""
    units = tables["units"]
    return units[(units["kind"] != "district").fillna(False)]


def unit_sets(tables: Tables) -> dict[str, pd.Series]:
    """The criteria sets that apply to the units of the map, by id."""
    kinds = mapped_units(tables)["kind"].dropna().unique()
    return {row["id"]: row for kind in kinds for row in sets_for(tables, kind)}


def unit_statuses(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> pd.Series:
    """Status by unit code: met, not_met, unknown, or not_applicable for a kind the set does not apply to."""
    units = mapped_units(tables)
    sets = tables["criteria_sets"].set_index("id")
    stated = unit_results(tables, rows_of_set(tables, set_id))
    ratio = ratio_of_set(ratios, set_id, "units")

    def status(unit: pd.Series) -> str:
        if unit["kind"] != sets.loc[set_id, "applies_to"]:
            return "not_applicable"
        found = stated.get(unit["code"], "unknown")
        return settled_status(found, ratio) if ratio is not None else found

    return pd.Series([status(unit) for unit in each_row(units)], index=units["code"], dtype="object")


def status_counts(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """How many units have each status: 2 đạt, 19 chưa đạt, 1 không áp dụng."""
    found = unit_statuses(tables, ratios, set_id).value_counts()
    return ", ".join(f"{found[code]} {words(f'status.{code}', language)}" for code in STATUSES if code in found)


def tiles(tables: Tables, ratios: dict[str, Ratio], set_id: str, wanted: str, language: Language) -> pd.DataFrame:
    """Rows for `region_map`, and once they have gone through `on_tiles` for `tile_map`.

    Units of another status than the wanted one ("all" for every one) are faded.
    """
    units = mapped_units(tables)
    status = unit_statuses(tables, ratios, set_id).reindex(units["code"]).to_numpy()
    return pd.DataFrame(
        {
            "code": units["code"].to_numpy(),
            "name": units["name"].to_numpy(),
            "column": units["tile_column"].array,
            "row": units["tile_row"].array,
            "status": status,
            "word": [words(f"status.short_{code}", language) for code in status],
            "faded": [wanted not in ("all", code) for code in status],
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
    units = mapped_units(tables)
    table = pd.DataFrame(
        {
            words("column.code", language): units["code"],
            words("column.unit", language): units["name"],
            words("column.kind", language): [
                schema().lists["unit_kind"].word(kind, language) for kind in units["kind"]
            ],
        }
    )
    for set_id, row in unit_sets(tables).items():
        statuses = unit_statuses(tables, ratios, set_id).reindex(units["code"])
        heading = localised(row, "short", language) or row["name"]
        table[heading] = [words(f"status.{status}", language) for status in statuses]
    return table


def unit_lines(tables: Tables, ratios: dict[str, Ratio], code: str, language: Language) -> list[Line]:
    """One unit's result in every set, with what the result rests on."""
    lines = []
    results = tables["results"]
    for set_id, row in unit_sets(tables).items():
        status = unit_statuses(tables, ratios, set_id).get(code, "unknown")
        if status == "not_applicable":
            continue
        found = results[(results["set"] == set_id) & (results["unit"] == code) & results["criterion"].isna()]
        basis = found["basis"].iloc[0] if len(found) else None
        known_by = "stated" if len(found) and status != "unknown" else "deduced" if status != "unknown" else "unknown"
        lines.append(
            Line(
                "",
                localised(row, "name", language) or set_id,
                status,
                schema().lists["basis"].word(basis, language) if isinstance(basis, str) else "",
                words(f"known_by.{known_by}", language),
                False,
                traced(found.iloc[0]) if len(found) else traced(row),
            )
        )
    return lines
