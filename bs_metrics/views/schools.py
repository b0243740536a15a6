"""Schools by name where the report names them, by number where it does not."""

import pandas as pd

from bs_metrics.contract.filters import parse_filter
from bs_metrics.contract.records import School
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import school_results
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio
from bs_metrics.views.lists.items import Item, code_of
from bs_metrics.views.phrases import inside
from bs_metrics.views.texts import cited, dotted, in_language, listed, ratio_name, text_table, unit_names
from bs_metrics.words import Language, words


def schools_of(tables: Tables, level: str, unit: str | None = None) -> list[tuple[School, Status]]:
    """Named schools of a level ("all" for every level) with their status; of one unit if asked."""
    return [
        (school, status)
        for school, status in zip(tables.rows(School), school_results(tables["schools"]), strict=True)
        if level in ("all", school.level) and unit in (None, school.unit)
    ]


def school_items(tables: Tables, level: str, language: Language, unit: str | None = None) -> list[Item]:
    """A school's name, and its level, place and reason; to be chosen by status and by place."""
    units, items = unit_names(tables), []
    for school, status in schools_of(tables, level, unit):
        place = units.get(school.unit or "", "")
        by: dict[str, dict[str, str]] = {
            "status": {status: listed("result", status, language)},
            "unit": code_of(school.unit, place, language),
        }
        items.append(Item(school.name, _details(tables, school, place, language), by))
    return items


def school_lines(
    tables: Tables, level: str, status: str, language: Language, unit: str | None = None
) -> list[tuple[str, str]]:
    """The schools of a status: name, and level, place and reason."""
    items = school_items(tables, level, language, unit)
    return [(item.name, item.detail) for item in items if status in item.by["status"]]


def school_levels(tables: Tables, ratios: dict[str, Ratio], language: Language) -> dict[str, str]:
    """The levels that a school has or a measure counts, code to word, in the order of the list."""
    known = {*tables["schools"]["level"].dropna(), *(level_of(tables, ratio) for ratio in ratios.values())}
    listed = tables.lists["school_level"]
    return {code: listed.word(code, language) for code in listed.words if code in known}


def unnamed_schools(
    tables: Tables, ratios: dict[str, Ratio], level: str, status: str, language: Language
) -> list[tuple[str, str]]:
    """How many schools of each level have a status without being named."""
    lines = []
    for ratio in ratios.values():
        counted = level_of(tables, ratio)
        if counted is not None and level in ("all", counted) and ratio.total is not None:
            number = getattr(ratio.tally, status) - getattr(ratio.counts, status)
            if number > 0:
                named = tables.word("school_level", counted, language)
                lines.append((words(f"schools.unnamed_{status}", language, number=number, level=named), ""))
    return lines


def level_notes(ratios: dict[str, Ratio], language: Language) -> list[str]:
    """What is remarked of the measures of schools and of their reported totals."""
    lines = []
    for ratio in ratios.values():
        notes = (ratio.measure.note, ratio.reported.note if ratio.reported else None)
        said = "; ".join(inside(in_language(note, language)) for note in notes if note)
        if ratio.measure.counts == "schools" and said:
            lines.append(f"{ratio_name(ratio, language)}: {said}.")
    return lines


def school_table(tables: Tables, level: str, language: Language) -> pd.DataFrame:
    """The named schools as a table, each with its source."""
    rows = []
    for school, status in schools_of(tables, level):
        words_of = (tables.word("school_level", school.level, language), listed("result", status, language))
        rows.append((school.name, *words_of, in_language(school.reason, language), cited(school.citation)))
    return text_table(("name", "level", "status", "reason", "source"), rows, language)


def _details(tables: Tables, school: School, unit: str | None, language: Language) -> str:
    level = school.standard_level
    return dotted(
        tables.word("school_level", school.level, language),
        words("schools.in_unit", language, unit=unit) if unit else "",
        words("schools.level_stated", language, level=level) if level is not None else "",
        in_language(school.reason, language),
        school.agency,
    )


def level_of(tables: Tables, ratio: Ratio) -> str | None:
    """The school level that a measure counts, by its filter."""
    if ratio.measure.counts != "schools" or ratio.measure.filter is None:
        return None
    level = parse_filter(ratio.measure.filter, schema().tables["schools"], tables.lists).get("level")
    return level if isinstance(level, str) else None
