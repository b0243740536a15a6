"""Time left and the pace it asks for, counted from the as-of date. Linear in counts; nothing is projected."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bs_metrics.measures.ratios import Ratio

MONTH_DAYS = Fraction(3652425, 120000)  # mean length of a month of the Gregorian calendar, in days


@dataclass(frozen=True)
class Pace:
    """Days left until the deadline (negative when it has passed), and items a month that close the gap in time.

    `required` is None when the deadline has passed, and 0 when nothing is missing.
    """

    days_left: int
    required: Fraction | None


def pace(ratio: Ratio, as_of: date | None) -> Pace | None:
    """The pace a measure's deadline asks for, or None without a deadline, an as-of date or a certain gap."""
    if as_of is None or ratio.target is None or ratio.target.deadline is None or ratio.gap_bounds is None:
        return None
    days = (ratio.target.deadline - as_of).days
    if ratio.gap is None:
        return Pace(days, None)
    required = Fraction(0) if ratio.gap == 0 else ratio.gap / (days / MONTH_DAYS) if days > 0 else None
    return Pace(days, required)
