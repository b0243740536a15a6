"""Named items and a reported total to one headline, with the tightest bounds. Whole numbers only.

Unknown is not the same as not met: an item changes from unknown only where the reported total leaves it no choice
(7 of 22 reported and 7 named as met: the other 15 are not met).
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from bs_metrics.contract.records import ReportedTotal

Kind = Literal["items", "reported", "interval", "contradiction"]


@dataclass(frozen=True)
class Counts:
    """How many named items are met, not met and unknown, and how many items there officially are.

    `doubtful` of the unknown ones are stated otherwise than what lies below them proves.
    """

    met: int = 0
    not_met: int = 0
    unknown: int = 0
    official: int | None = None
    doubtful: int = 0

    @property
    def named(self) -> int:
        """All named items."""
        return self.met + self.not_met + self.unknown


@dataclass(frozen=True)
class Headline:
    """The figure to show. `share` is met over total, unrounded; of an interval `met` is the least it can be."""

    met: int | None
    total: int | None
    share: Fraction | None
    kind: Kind


@dataclass(frozen=True)
class Tally:
    """All items of a measure by status, after deduction, and the tightest bounds of the number met."""

    met: int
    not_met: int
    unknown: int
    total: int
    lower: int
    upper: int


@dataclass(frozen=True)
class Settled:
    """The headline, the tally where there is a total, and whether a newer state of the items outdates the report."""

    tally: Tally | None
    headline: Headline
    superseded: bool = False


def settle(counts: Counts, reported: ReportedTotal | None = None, as_of: date | None = None) -> Settled:
    """The headline of a measure (DESIGN: items, reported, interval, contradiction).

    `as_of` is the date of the items; a reported total of an older date gives way to items that say otherwise.
    """
    totals = [total for total in (counts.named, counts.official, reported and reported.total) if total]
    if not totals:
        return _without_total(reported)
    total = max(totals)
    unknown = total - counts.met - counts.not_met
    tally = Tally(counts.met, counts.not_met, unknown, total, counts.met, counts.met + unknown)
    if counts.doubtful or (counts.official is not None and counts.named > counts.official):
        return Settled(tally, _headline(counts.met, tally.total, "contradiction"))
    from_items = Settled(tally, _headline(counts.met, tally.total, "interval" if tally.unknown else "items"))
    if reported is None or reported.met is None:
        return from_items
    if not (tally.lower <= reported.met <= tally.upper and reported.total in (None, tally.total)):
        if as_of and reported.as_of and reported.as_of < as_of:
            return replace(from_items, superseded=True)
        return Settled(tally, _headline(reported.met, reported.total or tally.total, "contradiction"))
    return _deduced(tally, reported.met) if tally.unknown else from_items


def _without_total(reported: ReportedTotal | None) -> Settled:
    """A count without a total (17 villages) or a bare percentage: shown as printed, bounds unknown."""
    met = reported.met if reported else None
    percent = reported.percent_printed if reported else None
    share = Fraction(repr(percent)) / 100 if percent is not None else None
    return Settled(None, Headline(met, None, share, "reported" if reported else "interval"))


def _deduced(tally: Tally, met: int) -> Settled:
    """The reported headline, and what it proves about every unknown item."""
    known = replace(tally, lower=met, upper=met)
    if met == tally.lower:
        known = replace(known, not_met=tally.not_met + tally.unknown, unknown=0)
    elif met == tally.upper:
        known = replace(known, met=tally.met + tally.unknown, unknown=0)
    return Settled(known, _headline(met, tally.total, "reported"))


def _headline(met: int, total: int, kind: Kind) -> Headline:
    return Headline(met, total, Fraction(met, total), kind)
