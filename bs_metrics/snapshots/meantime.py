"""What happened between two snapshots besides figures: deadlines that came closer, obstacles that are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.citations import Citation, citation_of
from bs_metrics.contract.records import Text, text_of
from bs_metrics.measures.counting import decided, school_results
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.statuses import StatusChange


@dataclass(frozen=True)
class DeadlineChange:
    """A target that is not met yet, and its deadline then and now. Days are counted from each state's as-of date."""

    measure: str
    before: date | None
    after: date | None
    days_before: int | None
    days_after: int | None

    @property
    def moved(self) -> bool:
        """Whether the deadline itself is another one."""
        return self.before != self.after

    @property
    def passed(self) -> bool:
        """Whether it passed in the meantime."""
        return (
            self.days_after is not None and self.days_after < 0 and (self.days_before is None or self.days_before >= 0)
        )


@dataclass(frozen=True)
class Obstacle:
    """Something that stood in the way and no longer does: of whom it was, as a change of status, and what it was.

    `gone` tells that the text is no longer there; else what it stood in the way of is met.
    """

    of: StatusChange
    text: Text
    citation: Citation
    gone: bool


def days_between(before: Snapshot, after: Snapshot) -> int | None:
    """Days from one as-of date to the other; None where one is not known. Only more than 0 can be progress."""
    return (after.as_of - before.as_of).days if before.as_of and after.as_of else None


def deadline_changes(before: Snapshot, after: Snapshot) -> list[DeadlineChange]:
    """Targets not met in `after` whose deadline moved or came closer, the nearest first."""
    changes = []
    for name, ratio in after.ratios.items():
        was, now = _deadline(before.ratios.get(name)), _deadline(ratio)
        if gap_status(ratio) == "met" or (was is None and now is None):
            continue
        change = DeadlineChange(name, was, now, _days(was, before.as_of), _days(now, after.as_of))
        elapsed = days_between(before, after)
        if change.moved or (elapsed is not None and elapsed > 0):
            changes.append(change)
    return sorted(changes, key=lambda change: (change.after is None, change.after or date.max))


def removed_obstacles(before: Snapshot, after: Snapshot) -> list[Obstacle]:
    """Obstacles of results and reasons of schools that are no longer written, or no longer matter."""
    return [*_of_results(before, after), *_of_schools(before, after)]


def _deadline(ratio: Ratio | None) -> date | None:
    return ratio.target.deadline if ratio is not None and ratio.target else None


def _days(deadline: date | None, as_of: date | None) -> int | None:
    return (deadline - as_of).days if deadline and as_of else None


def _of_results(before: Snapshot, after: Snapshot) -> list[Obstacle]:
    key = ["set", "criterion", "unit"]
    states = [shown.tables["results"] for shown in (before, after)]
    statuses = [decided(rows, shown.tables["criteria"]) for rows, shown in zip(states, (before, after), strict=True)]
    obstacles = []
    for was, (set_id, criterion, unit), row, now, gone in _removed(key, "obstacle", states, statuses):
        names = {"set_id": set_id, "criterion": criterion or None, "unit": None if criterion else unit}
        change = StatusChange("criterion" if criterion else "unit", was, now, **names)
        obstacles.append(Obstacle(change, text_of(row, "obstacle"), citation_of(row), gone))
    return obstacles


def _of_schools(before: Snapshot, after: Snapshot) -> list[Obstacle]:
    states = [shown.tables["schools"] for shown in (before, after)]
    return [
        Obstacle(StatusChange("school", was, now, school=name), text_of(row, "reason"), citation_of(row), gone)
        for was, (name,), row, now, gone in _removed(["name"], "reason", states, list(map(school_results, states)))
    ]


def _removed(
    key: list[str], column: str, states: list[pd.DataFrame], statuses: list[pd.Series]
) -> Iterator[tuple[Status, tuple[str, ...], pd.Series, Status, bool]]:
    """Rows of the first state with a text in a column that the second state has without it, or met: the status before,
    the key, the row before, the status after, whether the text is gone.
    """
    (old, new), (was_of, now_of) = states, statuses
    places, places_before = (list(zip(*(rows[name].fillna("") for name in key), strict=True)) for rows in (new, old))
    after = dict(zip(places, zip(now_of, new[column].isna(), strict=True), strict=True))
    for number in old[column].notna().to_numpy().nonzero()[0]:
        was, place = was_of.iloc[number], places_before[number]
        now, gone = after.get(place, (was, False))
        if gone or (now == "met" and was != "met"):
            yield was, place, old.iloc[number], now, gone
