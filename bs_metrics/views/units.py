"""The units below the own one: their statuses and numbers for the map, one unit's sheet; the own one in a few facts."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Result, Unit, records
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import own_unit, units_below
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set, sets_for
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.numbers import exact, format_date, format_number
from bs_metrics.views.criteria import Line, failing_lines
from bs_metrics.views.phrases import counted
from bs_metrics.views.schools import schools_of
from bs_metrics.views.texts import (
    about,
    cited,
    dotted,
    in_language,
    listed,
    own_kind,
    short_name,
    spanned,
    text_table,
    upper_first,
)
from bs_metrics.views.unit_criteria import UnitTexts, known_by
from bs_metrics.words import Language, joined, words

# Of a unit in a set, in the order in which they are told.
STATUSES = ("met", "not_met", "unknown", "doubtful", "not_applicable")
CLASSES = 5  # at most: more shades cannot be told apart


def unit_sets(tables: Tables) -> dict[str, CriteriaSet]:
    """The criteria sets that apply to the units of the map, by id."""
    kinds = dict.fromkeys(unit.kind for unit in units_below(tables))
    return {declared.id: declared for kind in kinds for declared in sets_for(tables, kind)}


def unit_statuses(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> dict[str, str]:
    """Status by unit code: met, not_met, unknown, doubtful (stated otherwise than its criteria prove), or
    not_applicable for a kind the set does not apply to.
    """
    found, codes = unit_standings(tables, ratios, set_id), [unit.code for unit in units_below(tables)]
    return {code: found[code].status if code in found else "not_applicable" for code in codes}


def offered_statuses(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> list[str]:
    """The statuses to choose from: those that a result may have, and doubtful where some unit is."""
    in_doubt = "doubtful" in unit_statuses(tables, ratios, set_id).values()
    return ["met", "not_met", "unknown", *(["doubtful"] if in_doubt else [])]


def status_counts(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """How many units have each status: 2 đạt, 19 chưa được công nhận, 1 không áp dụng."""
    numbers, texts = Counter(unit_statuses(tables, ratios, set_id).values()), UnitTexts(ratios, set_id, language)
    return ", ".join(f"{numbers[code]} {texts.word(code)}" for code in STATUSES if numbers[code])


def unnamed_met(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> str:
    """How many units that surely are met no row names; nothing where all are known by name."""
    ratio, met = (
        ratio_of_set(ratios, set_id, "units"),
        list(unit_statuses(tables, ratios, set_id).values()).count("met"),
    )
    if ratio is None or not ratio.total or ratio.headline.kind == "contradiction" or ratio.tally.lower <= met:
        return ""
    number = format_number(ratio.tally.lower - met, language)
    return words("units.unnamed_met", language, number=number, met=counted(ratio.tally.lower, ratio, language))


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
    rows = [(unit.code, unit.name, unit.tile_column, unit.tile_row) for unit in units_below(tables)]
    return pd.DataFrame(rows, columns=["code", "name", "column", "row"]).astype({"column": "Int64", "row": "Int64"})


def on_tiles(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the rows of units, those that have a tile."""
    placed = rows[rows["column"].notna() & rows["row"].notna()]
    return placed.astype({"column": int, "row": int}).reset_index(drop=True)


def off_tiles(rows: pd.DataFrame) -> list[str]:
    """The names of the units that have no tile."""
    return list(rows.loc[rows["column"].isna() | rows["row"].isna(), "name"])


def unit_table(tables: Tables, ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Every unit of the map with its result in every set that applies to it."""
    below = units_below(tables)
    units = [(unit.code, unit.name, tables.word("unit_kind", unit.kind, language)) for unit in below]
    table = text_table(("code", "unit", "kind"), units, language)
    for set_id, declared in unit_sets(tables).items():
        found, none = unit_standings(tables, ratios, set_id), words("status.not_applicable", language)
        name, texts = short_name(declared, language), UnitTexts(ratios, set_id, language)
        table[name] = [texts.result(found[unit.code]) if unit.code in found else none for unit in below]
    return table


def unit_lines(tables: Tables, ratios: dict[str, Ratio], code: str, language: Language) -> list[Line]:
    """One unit's result in every set, with what the result rests on, and below it the criteria that it fails."""
    results = tables["results"]
    of_unit = records(Result, results[(results["unit"] == code) & results["criterion"].isna()])
    lines = []
    for set_id, declared in unit_sets(tables).items():
        one = unit_standings(tables, ratios, set_id).get(code)
        if one is None:
            continue
        result = next((result for result in of_unit if result.set == set_id), None)
        basis = listed("basis", result.basis if result else None, language)
        said = words(f"known_by.{known_by(one)}", language, stated=words(f"status.{one.stated}", language))
        source = cited((result or declared).citation)
        texts = UnitTexts(ratios, set_id, language)
        detail = dotted(texts.tally(one), basis)
        word = "" if one.by_criterion else texts.word(one.status)
        lines.append(Line("", in_language(declared.name, language), one.status, detail, said, False, source, word=word))
        if one.by_criterion:
            below = failing_lines(tables, ratios, set_id, code, language)
            lines += [replace(line, code=texts.coded(line.code)) if line.parent == set_id else line for line in below]
    return lines


def units_title(tables: Tables, language: Language) -> str:
    """The kinds of the units, the most frequent first: Xã, thị trấn; empty without units."""
    kinds = Counter(unit.kind for unit in units_below(tables)).most_common()
    return upper_first(", ".join(tables.word("unit_kind", kind, language, number) for kind, number in kinds))


def kinds_text(tables: Tables, units: Iterable[Unit], language: Language) -> str:
    """How many units of each kind: 21 xã và 1 thị trấn."""
    numbers = Counter(unit.kind for unit in units).most_common()
    named = [f"{number} {tables.word('unit_kind', kind, language, number)}" for kind, number in numbers]
    return joined(named, language)


def own_line(tables: Tables, language: Language) -> str:
    """Population, area, villages and departments of the own unit as a whole, as far as they are given."""
    parts, own = [], own_unit(tables)
    if own:
        if own.population is not None:
            parts.append(words("units.people", language, number=format_number(own.population, language)))
        parts.append(_area(own, language))
        row = tables["units"].set_index("code").loc[own.code]
        counts = {column.title(language): row[name] for name, column in _COUNTS.items() if pd.notna(row[name])}
        parts += [f"{title}: {format_number(int(number), language)}" for title, number in counts.items()]
        parts.append(in_language(own.note, language))
    departments = about(tables, "departments", language)
    parts.append(words("units.departments", language, number=departments) if departments else "")
    said = dotted(*parts)
    whole = words("units.profile", language, kind=own_kind(tables, language)) if own else ""
    return ": ".join(filter(None, (whole, said))) if said else ""


def _area(unit: Unit, language: Language) -> str:
    return "" if unit.area_km2 is None else f"{format_number(unit.area_km2, language)} km²"


def unit_facts(unit: Unit, language: Language) -> list[tuple[str, str]]:
    """A unit's code, population, area and history, each with its source; what has no source says so."""
    none = words("units.no_source", language)
    population = none if unit.population is None else format_number(unit.population, language)
    numbers = {"population": population, "area": _area(unit, language) or none}
    facts = [(f"{words(f'units.{name}', language)}: {said}", "") for name, said in numbers.items()]
    if unit.aliases:
        facts.append((words("units.aliases", language, names=unit.aliases), ""))
    note = in_language(unit.note, language)
    if unit.valid_from:
        note = f"{words('units.since', language, date=format_date(unit.valid_from, language))} · {note}"
    facts.append((f"{words('column.code', language)}: {unit.code}", note))
    return [*facts, (words("column.source", language), cited(unit.citation))]


def numbers_of_units(tables: Tables, language: Language) -> dict[str, str]:
    """The numbers that some unit of the map has, by code of the link, with their names."""
    known = {code for code, values in _numbers(tables).items() if any(value is not None for value in values.values())}
    names = {
        code: _COUNTS[code].title(language) if code in _COUNTS else words(f"unit_number.{code}", language)
        for code in _NUMBERS
    }
    for set_id, declared in unit_sets(tables).items():
        names[_CRITERIA_MET + set_id] = words("unit_number.criteria_met", language, name=short_name(declared, language))
    return {code: name for code, name in names.items() if code in known}


def _numbers(tables: Tables) -> dict[str, dict[str, Fraction | None]]:
    """What is known in numbers of each unit of the map: by code of the link, then by unit.

    How many schools a unit has of which none is named is not known: it may have some.
    """
    units, schools = units_below(tables), schools_of(tables, "all")
    stated = tables["units"].drop_duplicates("code").set_index("code").astype(object)
    numbers: dict[str, dict[str, Fraction | None]] = {code: {} for code in _NUMBERS}
    named = Counter(school.unit for school, _ in schools)
    by_status = Counter((school.unit, status) for school, status in schools)
    for unit in units:
        for code, field in _NUMBERS.items():
            value = stated[field][unit.code] if field else None
            numbers[code][unit.code] = None if value is None or pd.isna(value) else exact(value)
        people, area = numbers["population"][unit.code], numbers["area"][unit.code]
        numbers["density"][unit.code] = people / area if people is not None and area else None
        for status in ("met", "not_met"):
            known = Fraction(by_status[unit.code, status]) if named[unit.code] else None
            numbers[f"schools_{status}"][unit.code] = known
    for set_id in unit_sets(tables):
        found = unit_standings(tables, {}, set_id)
        numbers[_CRITERIA_MET + set_id] = {
            unit.code: Fraction(one.met) if (one := found.get(unit.code)) and one.by_criterion else None
            for unit in units
        }
    return numbers


_CRITERIA_MET = "criteria_met_"  # and the id of a set
_COUNTS = {  # what is counted of a unit but its people
    name: column
    for name, column in schema().tables["units"].columns.items()
    if column.type == "integer" and name not in ("population", "tile_column", "tile_row")
}
_NUMBERS = {  # by code of the link, in the order in which they are offered; with the field of a unit that says it
    "population": "population",
    "area": "area_km2",
    "density": "",
    **{name: name for name in _COUNTS},
    "schools_met": "",
    "schools_not_met": "",
}


def number_tiles(tables: Tables, code: str, language: Language) -> pd.DataFrame:
    """Rows like those of `tiles`: instead of a status a `shade`, 0 to 1, missing where the number is not known."""
    numbers, open_of = _numbers(tables)[code], _undecided(tables, code)
    values = list(numbers.values())
    limits = class_limits([value for value in values if value is not None])
    darkest = max(len(limits) - 1, 0)
    return tile_rows(tables).assign(
        status=["unknown" if value is None else "met" for value in values],
        shade=[None if value is None else bisect_left(limits, value) / darkest if darkest else 1.0 for value in values],
        word=[
            words("ratio.none", language)
            if value is None
            else spanned(_value_text(value, language), _value_text(value + open_of.get(unit, 0), language))
            for unit, value in numbers.items()
        ],
        faded=False,
    )


def _undecided(tables: Tables, code: str) -> dict[str, int]:
    """How many criteria of a unit may be met besides those that are, where the number is one of criteria met."""
    if not code.startswith(_CRITERIA_MET):
        return {}
    found = unit_standings(tables, {}, code.removeprefix(_CRITERIA_MET))
    return {unit: one.unknown + len(one.doubtful) for unit, one in found.items()}


def scale_text(tables: Tables, code: str, language: Language) -> str:
    """The classes from light to dark with their bounds, what is not known, and what a second number on a unit means."""
    values = sorted(value for value in _numbers(tables)[code].values() if value is not None)
    limits, parts = class_limits(values), []
    for _, numbers in groupby(values, lambda value: bisect_left(limits, value)):
        shown = [_value_text(value, language) for value in numbers]
        parts.append(spanned(shown[0], shown[-1]))
    scale = words("unit_number.scale", language, classes="; ".join(parts))
    return scale + " " + words("unit_number.open", language) if any(_undecided(tables, code).values()) else scale


def class_limits(values: list[Fraction]) -> list[Fraction]:
    """The highest value of each class: as many values in each as can be, equal values in one."""
    distinct = sorted(set(values))
    count = min(CLASSES, len(distinct))
    return [distinct[-(-len(distinct) * part // count) - 1] for part in range(1, count + 1)]


def _value_text(value: Fraction, language: Language) -> str:
    return format_number(value, language, None if value.denominator == 1 else 1)
