"""The points that a value gives, by the two thresholds of its criterion."""

from collections.abc import Iterator
from fractions import Fraction

from bs_metrics.contract.records import Criterion
from bs_metrics.numbers import Number, exact

_SIGNS = {"ge": 1, "le": -1}  # of what counts as more: there less is better


def points_at(criterion: Criterion, value: Number) -> Fraction | None:
    """The points of a value in the criterion's unit of measure, unrounded; None where they do not follow from it.

    Short of the threshold there are none; at it the points needed, from the second threshold on all that are available.
    Between them they are interpolated, or stay what is needed.
    """
    ends = scale(criterion)
    if ends is None:
        return None
    (low, least), (high, most) = ends
    sign = _SIGNS[criterion.operator or ""]
    beyond, width = sign * (exact(value) - low), sign * (high - low)
    if beyond < 0:
        return Fraction(0)
    if beyond >= width:
        return most
    return least + (most - least) * beyond / width if criterion.points_rule == "linear" else least


def reaches(operator: str | None, value: Number, threshold: Number) -> bool | None:
    """Whether a value is on the right side of a threshold; None where nothing says which that is."""
    if operator not in _SIGNS:
        return None
    return _SIGNS[operator] * (exact(value) - exact(threshold)) >= 0


def scale(criterion: Criterion) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]] | None:
    """The value and the points of both thresholds; None where not all of it is known, or they lie in no order."""
    columns = ("threshold", "points_min", "threshold_max", "points_max")
    ends = [exact(end) for column in columns if (end := getattr(criterion, column)) is not None]
    if len(ends) < len(columns) or criterion.operator not in _SIGNS or criterion.points_rule is None:
        return None
    return None if any(turned(criterion)) else ((ends[0], ends[1]), (ends[2], ends[3]))


def turned(criterion: Criterion) -> Iterator[tuple[str, float]]:
    """The columns of a maximum that lies short of its minimum, each with that minimum."""
    pairs = {"threshold_max": ("threshold", _SIGNS.get(criterion.operator or "", 0)), "points_max": ("points_min", 1)}
    for column, (other, sign) in pairs.items():
        most, least = getattr(criterion, column), getattr(criterion, other)
        if most is not None and least is not None and sign * most < sign * least:
            yield column, least
