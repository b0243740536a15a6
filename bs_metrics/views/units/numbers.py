"""Numbers of units for the map: people, area, villages, named schools; each with its class on a scale."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.numbers import exact, format_number
from bs_metrics.views.schools import schools_of
from bs_metrics.views.units.communes import mapped_units, tile_rows
from bs_metrics.words import Language, words

CLASSES = 5  # at most: more shades cannot be told apart
Values = dict[str, Fraction | None]


def numbers_of_units(tables: Tables, language: Language) -> dict[str, str]:
    """The numbers that some unit of the map has, by code of the link, with their names."""
    return {
        code: words(f"unit_number.{code}", language)
        for code in _NUMBERS
        if any(value is not None for value in _NUMBERS[code](tables).values())
    }


def number_tiles(tables: Tables, code: str, language: Language) -> pd.DataFrame:
    """Rows like those of `tiles`: instead of a status a `shade`, 0 to 1, missing where the number is not known."""
    values = _NUMBERS[code](tables)
    limits = class_limits([value for value in values.values() if value is not None])
    unknown = words("ratio.none", language)
    return tile_rows(tables).assign(
        status=["unknown" if value is None else "met" for value in values.values()],
        shade=[_shade(value, limits) for value in values.values()],
        word=[_value_text(value, language) or unknown for value in values.values()],
        faded=False,
    )


def scale_text(tables: Tables, code: str, language: Language) -> str:
    """The classes from light to dark with their bounds, and what is not known."""
    values = [value for value in _NUMBERS[code](tables).values() if value is not None]
    limits = class_limits(values)
    parts = []
    for low, high in zip([None, *limits[:-1]], limits, strict=True):
        inside = [value for value in values if (low is None or value > low) and value <= high]
        ends = dict.fromkeys((_value_text(min(inside), language), _value_text(max(inside), language)))
        parts.append("–".join(ends))
    return words("unit_number.scale", language, classes="; ".join(parts))


def class_limits(values: list[Fraction]) -> list[Fraction]:
    """The highest value of each class: as many values in each as can be, equal values in one."""
    distinct = sorted(set(values))
    count = min(CLASSES, len(distinct))
    return [distinct[-(-len(distinct) * part // count) - 1] for part in range(1, count + 1)]


def _shade(value: Fraction | None, limits: list[Fraction]) -> float | None:
    if value is None:
        return None
    place = next(number for number, limit in enumerate(limits) if value <= limit)
    return place / (len(limits) - 1) if len(limits) > 1 else 1.0


def _value_text(value: Fraction | None, language: Language) -> str:
    if value is None:
        return ""
    return format_number(value, language) if value.denominator == 1 else format_number(value, language, 1)


def _field(name: str) -> Callable[[Tables], Values]:
    def values(tables: Tables) -> Values:
        cells = ((unit.code, getattr(unit, name)) for unit in mapped_units(tables))
        return {code: None if cell is None else exact(cell) for code, cell in cells}

    return values


def _density(tables: Tables) -> Values:
    people, areas = _field("population")(tables), _field("area_km2")(tables)
    return {
        code: number / area if number is not None and area else None
        for (code, number), area in zip(people.items(), areas.values(), strict=True)
    }


def _schools(status: str) -> Callable[[Tables], Values]:
    def values(tables: Tables) -> Values:
        """Named schools of the status by unit. A unit of which none is named is not known: it may have some."""
        schools = schools_of(tables, "all")
        named = {school.unit for school, _ in schools}
        numbers = Counter(school.unit for school, known in schools if known == status)
        return {
            unit.code: Fraction(numbers[unit.code]) if unit.code in named else None for unit in mapped_units(tables)
        }

    return values


_NUMBERS: dict[str, Callable[[Tables], Values]] = {
    "population": _field("population"),
    "area": _field("area_km2"),
    "density": _density,
    "villages": _field("villages"),
    "residential_groups": _field("residential_groups"),
    "schools_met": _schools("met"),
    "schools_not_met": _schools("not_met"),
}
