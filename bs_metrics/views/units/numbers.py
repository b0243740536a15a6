"""Numbers of units for the map: people, area, villages, named schools; each with its class on a scale."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.results import school_results
from bs_metrics.numbers import exact, format_number
from bs_metrics.views.units.communes import mapped_units
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
    units, values = mapped_units(tables), _NUMBERS[code](tables)
    limits = class_limits([value for value in values.values() if value is not None])
    unknown = words("ratio.none", language)
    return pd.DataFrame(
        {
            "code": units["code"].to_numpy(),
            "name": units["name"].to_numpy(),
            "column": units["tile_column"].array,
            "row": units["tile_row"].array,
            "status": ["unknown" if values[unit] is None else "met" for unit in units["code"]],
            "shade": [_shade(values[unit], limits) for unit in units["code"]],
            "word": [_said(values[unit], language) or unknown for unit in units["code"]],
            "faded": False,
        }
    )


def scale_text(tables: Tables, code: str, language: Language) -> str:
    """The classes from light to dark with their bounds, and what is not known."""
    values = [value for value in _NUMBERS[code](tables).values() if value is not None]
    limits = class_limits(values)
    parts = []
    for low, high in zip([None, *limits[:-1]], limits, strict=True):
        inside = [value for value in values if (low is None or value > low) and value <= high]
        ends = dict.fromkeys((_said(min(inside), language), _said(max(inside), language)))
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


def _said(value: Fraction | None, language: Language) -> str:
    if value is None:
        return ""
    return format_number(value, language) if value.denominator == 1 else format_number(value, language, 1)


def _column(name: str) -> Callable[[Tables], Values]:
    def values(tables: Tables) -> Values:
        units = mapped_units(tables)
        found = zip(units["code"], units[name], strict=True)
        return {code: None if pd.isna(value) else exact(float(value)) for code, value in found}

    return values


def _density(tables: Tables) -> Values:
    people, area = _column("population")(tables), _column("area_km2")(tables)
    found: Values = {}
    for code, number in people.items():
        size = area[code]
        found[code] = number / size if number is not None and size else None
    return found


def _schools(status: str) -> Callable[[Tables], Values]:
    def values(tables: Tables) -> Values:
        """Named schools of the status by unit. A unit of which none is named is not known: it may have some."""
        schools = tables["schools"]
        mine = schools[schools["unit"].notna()].assign(
            status=[found for found, unit in zip(school_results(schools), schools["unit"].notna(), strict=True) if unit]
        )
        named = {unit: rows["status"].eq(status).sum() for unit, rows in mine.groupby("unit")}
        codes = mapped_units(tables)["code"]
        return {code: Fraction(int(named[code])) if code in named else None for code in codes}

    return values


_NUMBERS: dict[str, Callable[[Tables], Values]] = {
    "population": _column("population"),
    "area": _column("area_km2"),
    "density": _density,
    "villages": _column("villages"),
    "residential_groups": _column("residential_groups"),
    "schools_met": _schools("met"),
    "schools_not_met": _schools("not_met"),
}
