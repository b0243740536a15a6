"""Named items and a reported total to one headline, with the tightest bounds. Whole numbers only.

Unknown is not the same as not met: an item changes from unknown only where the reported total leaves it no choice
(7 of 22 reported and 7 named as met: the other 15 are not met).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Kind = Literal["items", "reported", "interval", "contradiction"]


@dataclass(frozen=True)
class Counts:
    """How many named items are met, not met and unknown, and how many items there officially are."""

    met: int = 0
    not_met: int = 0
    unknown: int = 0
    official: int | None = None

    @property
    def named(self) -> int:
        """All named items."""
        return self.met + self.not_met + self.unknown


@dataclass(frozen=True)
class Reported:
    """A count stated in a report; `met` or `total` is None where it prints only a percentage or only a count."""

    met: int | None
    total: int | None
    percent_printed: float | None = None
    basis: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Headline:
    """The figure to show. `share` is met over total, unrounded; of an interval `met` is the least it can be."""

    met: int | None
    total: int | None
    share: Fraction | None
    kind: Kind


@dataclass(frozen=True)
class Settled:
    """Items after deduction, bounds of the number met, the headline, and whether the report is outdated."""

    met: int | None
    not_met: int | None
    unknown: int | None
    total: int | None
    lower: int | None
    upper: int | None
    headline: Headline
    superseded: bool = False


def settle(counts: Counts, reported: Reported | None = None, as_of: date | None = None) -> Settled:
    """The headline of a measure (DESIGN: items, reported, interval, contradiction).

    `as_of` is the date of the items; a reported total of an older date gives way to items that say otherwise.
    """
    totals = [total for total in (counts.named, counts.official, reported and reported.total) if total]
    if not totals:
        return _without_total(reported)
    total = max(totals)
    unknown = total - counts.met - counts.not_met
    items = Settled(
        counts.met,
        counts.not_met,
        unknown,
        total,
        counts.met,
        counts.met + unknown,
        _headline(counts.met, total, "interval" if unknown else "items"),
    )
    if counts.official is not None and counts.named > counts.official:
        return _as_kind(items, _headline(counts.met, total, "contradiction"))
    if reported is None or reported.met is None:
        return items
    agrees = items.lower <= reported.met <= items.upper and reported.total in (None, total)
    if not agrees:
        outdated = bool(reported.as_of and as_of and reported.as_of < as_of)
        if outdated:
            return Settled(**{**vars(items), "superseded": True})
        return _as_kind(items, _headline(reported.met, reported.total or total, "contradiction"))
    return _deduced(items, reported.met) if unknown else items


def _without_total(reported: Reported | None) -> Settled:
    """A count without a total (17 villages) or a bare percentage: shown as printed, bounds unknown."""
    met = reported.met if reported else None
    percent = reported.percent_printed if reported else None
    share = Fraction(repr(percent)) / 100 if percent is not None else None
    kind: Kind = "reported" if reported else "interval"
    return Settled(met, None, None, None, met, met, Headline(met, None, share, kind))


def _deduced(items: Settled, met: int) -> Settled:
    """The reported headline, and what it proves about every unknown item."""
    if met == items.lower:
        known = (items.met, items.not_met + items.unknown, 0)
    elif met == items.upper:
        known = (items.met + items.unknown, items.not_met, 0)
    else:
        known = (items.met, items.not_met, items.unknown)
    return Settled(*known, items.total, met, met, _headline(met, items.total, "reported"))


def _as_kind(items: Settled, headline: Headline) -> Settled:
    return Settled(**{**vars(items), "headline": headline})


def _headline(met: int, total: int, kind: Kind) -> Headline:
    return Headline(met, total, Fraction(met, total), kind)
