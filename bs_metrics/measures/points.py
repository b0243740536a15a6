"""Points reached of the criteria of a set and of the set as a whole: exact, or bounded where not all is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bs_metrics.contract.points import points_at
from bs_metrics.contract.records import Result, records
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set, rows_of_set
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import Standing, first_level, measured, parts_of, standing
from bs_metrics.numbers import exact


@dataclass(frozen=True)
class Points:
    """At least `low`, at most `high` (None: without limit).

    `known_by`: `entered` by hand, which wins, `value` (computed from it), `below` (from what belongs to it) or
    `unknown`, where nothing is known but how many there are.
    """

    low: Fraction
    high: Fraction | None
    known_by: Literal["entered", "value", "below", "unknown"]

    def reach(self, least: float | None) -> Status:
        """Whether they are as many as the least that is asked for; unknown where nothing is, or both may be."""
        if least is None:
            return "unknown"
        if self.low >= exact(least):
            return "met"
        return "not_met" if self.high is not None and self.high < exact(least) else "unknown"


def points_reached(tables: Tables, ratios: dict[str, Ratio], set_id: str | None) -> dict[str | None, Points]:
    """Points by code of the criteria and items of a set that applies to one unit; by None those of the whole set."""
    standings, declared = standing(tables, ratios, set_id), criteria_set(tables, set_id)
    by_code: dict[str | None, Points]
    by_code = {one.criterion.code: _own(one, ratios.get(one.criterion.measure or "")) for one in standings}
    first = first_level(standings)
    for one in first:
        if by_code[one.criterion.code].known_by == "unknown":
            parts = [by_code[part.criterion.code] for part in parts_of(one, standings)]
            by_code[one.criterion.code] = _added(parts, one.criterion.items, one.criterion.points_max)
    results = tables["results"]
    of_whole = results[rows_of_set(tables, set_id) & (results["criterion"].isna() & results["points"].notna())]
    if entered := [row.points for row in records(Result, of_whole) if row.points is not None]:
        by_code[None] = Points(exact(entered[0]), exact(entered[0]), "entered")
    else:
        number, most = (declared.official_criteria, declared.points_max) if declared else (None, None)
        by_code[None] = _added([by_code[one.criterion.code] for one in first], number, most)
    return by_code


def _own(one: Standing, ratio: Ratio | None) -> Points:
    """What a criterion's own row, or its measure, says."""
    criterion, result = one.criterion, one.result
    if result is not None and result.points is not None:
        return Points(exact(result.points), exact(result.points), "entered")
    values: Iterable[Fraction] = ()
    if ratio is not None:
        values = measured(criterion, ratio) or ()
    elif result is not None and result.value is not None:
        values = (exact(result.value),)
    points = [found for value in values if (found := points_at(criterion, value)) is not None]
    if points:
        return Points(min(points), max(points), "value")
    return Points(Fraction(0), _limit(criterion.points_max), "unknown")


def _added(parts: list[Points], number: int | None, most: float | None) -> Points:
    """The sum of parts, never over the points available; of how many there are, those not named may reach the rest."""
    limit, lows, highs = _limit(most), [part.low for part in parts], [part.high for part in parts]
    is_whole = number is not None and 0 < number <= len(parts)
    added = sum((high for high in highs if high is not None), Fraction(0)) if is_whole and None not in highs else None
    low, high = sum(lows, Fraction(0)), min((end for end in (limit, added) if end is not None), default=None)
    is_known = any(part.known_by != "unknown" for part in parts)
    return Points(low if limit is None else min(low, limit), high, "below" if is_known else "unknown")


def _limit(most: float | None) -> Fraction | None:
    return None if most is None else exact(most)
