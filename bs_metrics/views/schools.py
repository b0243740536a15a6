"""Schools by name where the report names them, by number where it does not."""

import pandas as pd

from bs_metrics.contract.filters import parse_filter
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import school_results
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.words import Language, words


def schools_of(tables: Tables, level: str, status: str | None = None, unit: str | None = None) -> pd.DataFrame:
    """Named schools of a level ("all" for every level), with their `status`; of one status or one unit if asked."""
    schools = tables["schools"].assign(status=school_results(tables["schools"]))
    if level != "all":
        schools = schools[schools["level"] == level]
    if unit is not None:
        schools = schools[(schools["unit"] == unit).fillna(False)]
    return schools if status is None else schools[schools["status"] == status]


def school_lines(
    tables: Tables, level: str, status: str, language: Language, unit: str | None = None
) -> list[tuple[str, str]]:
    """A school's name, and its level, place and reason."""
    return [(row["name"], _said(tables, row, language)) for row in each_row(schools_of(tables, level, status, unit))]


def unnamed_schools(ratios: dict[str, Ratio], level: str, status: str, language: Language) -> list[tuple[str, str]]:
    """How many schools of each level have a status without being named."""
    lines = []
    for ratio in ratios.values():
        found = level_of(ratio)
        if found is None or level not in ("all", found) or ratio.total is None:
            continue
        number = getattr(ratio.tally, status) - getattr(ratio.counts, status)
        if number > 0:
            values = {"number": number, "level": schema().lists["school_level"].word(found, language)}
            lines.append((words("schools.unnamed", language, status=words(f"status.{status}", language), **values), ""))
    return lines


def school_table(tables: Tables, level: str, language: Language) -> pd.DataFrame:
    """The named schools as a table, each with its source."""
    lists = schema().lists
    return pd.DataFrame(
        [
            {
                words("column.name", language): row["name"],
                words("column.level", language): lists["school_level"].word(row["level"], language),
                words("column.status", language): lists["result"].word(row["status"], language),
                words("column.reason", language): localised(row, "reason", language) or "",
                words("column.source", language): traced(row),
            }
            for row in each_row(schools_of(tables, level))
        ]
    )


def _said(tables: Tables, row: pd.Series, language: Language) -> str:
    units = tables["units"]
    unit = units.loc[(units["code"] == row["unit"]).fillna(False), "name"]
    parts = [
        schema().lists["school_level"].word(row["level"], language),
        words("schools.in_unit", language, unit=unit.iloc[0]) if len(unit) else "",
        words("schools.level_stated", language, level=row["standard_level"]) if pd.notna(row["standard_level"]) else "",
        localised(row, "reason", language) or "",
        row["agency"] if pd.notna(row["agency"]) else "",
    ]
    return " · ".join(part for part in parts if part)


def level_of(ratio: Ratio) -> str | None:
    """The school level that a measure counts, by its filter."""
    if ratio.row["counts"] != "schools" or not isinstance(ratio.row["filter"], str):
        return None
    level = parse_filter(ratio.row["filter"], schema().tables["schools"]).get("level")
    return level if isinstance(level, str) else None
