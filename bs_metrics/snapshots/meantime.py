"""What happened between two snapshots besides figures: statuses, deadlines come closer, obstacles that are gone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from bs_metrics.contract.citations import Citation, citation_of
from bs_metrics.contract.records import CriteriaSet, Text, text_of
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criterion_results, decided, rows_of_set, school_results
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, ratios, settled_status
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import gap_status, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.snapshots.snapshot import Snapshot

Level = Literal["stage", "goal", "criterion", "unit", "school"]
Kind = Literal["lost", "unclear", "reached", "clear"]
KINDS: tuple[Kind, ...] = ("lost", "unclear", "reached", "clear")  # the most important first
LEVELS: tuple[Level, ...] = ("stage", "goal", "criterion", "unit", "school")
_Thing = tuple[Level, str | None, str | None, str | None, str | None]  # level, set, criterion, unit, school


@dataclass(frozen=True)
class StatusChange:
    """One thing that was met, not met or unknown and is now another of them.

    A stage or a goal is named by its `measure`; a criterion or item by `set_id`, `criterion` and, where the set applies
    to several units, `unit`; a unit by `set_id` and `unit`; a school by its name in `school`.
    """

    level: Level
    before: Status
    after: Status
    measure: str | None = None
    set_id: str | None = None
    criterion: str | None = None
    unit: str | None = None
    school: str | None = None

    @property
    def kind(self) -> Kind:
        """Whether it was lost (met, now not met) or reached, or whether only what is known of it changed.

        What was unknown may have been met all along, so that it is known to be met now is not progress.
        """
        if self.after == "unknown":
            return "unclear"
        if self.before == "unknown":
            return "clear"
        return "reached" if self.after == "met" else "lost"


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
        was_open = self.days_before is None or self.days_before >= 0
        return self.days_after is not None and self.days_after < 0 and was_open


@dataclass(frozen=True)
class Obstacle:
    """Something that stood in the way and no longer does: of whom it was, as a change of status, and what it was.

    `gone` tells that the text is no longer there; else what it stood in the way of is met.
    """

    of: StatusChange
    text: Text
    citation: Citation
    gone: bool


def status_changes(before: Snapshot, after: Snapshot) -> list[StatusChange]:
    """What is lost first, then what is unknown now, what is reached, what is known now; within each by level, and there
    what is not met first: of a matrix that is mostly met, the others are what is looked for.

    What one state does not hold is unknown there.
    """
    was, now = (shown.tables.once(_statuses) for shown in (before, after))
    changes = list(_goals(before.ratios, after.ratios))
    for thing in dict.fromkeys([*was, *now]):
        old, new = was.get(thing, "unknown"), now.get(thing, "unknown")
        if old != new:
            level, *names = thing
            changes.append(StatusChange(level, old, new, None, *names))
    return sorted(changes, key=lambda one: (KINDS.index(one.kind), LEVELS.index(one.level), one.after != "not_met"))


def _goals(before: dict[str, Ratio], after: dict[str, Ratio]) -> Iterator[StatusChange]:
    """Stages and other measures whose number to reach is reached, or no longer."""
    for name, ratio in after.items():
        was, now = gap_status(before.get(name, ratio)), gap_status(ratio)
        if was != now:
            is_stage = ratio.measure.stage is not None and ratio.measure.role == "headline"
            yield StatusChange("stage" if is_stage else "goal", was, now, measure=name)


def _statuses(tables: Tables) -> dict[_Thing, Status]:
    """Status of criteria, items, whole sets by unit, and named schools, as the pages show it."""
    by_id, found = tables.once(ratios), dict[_Thing, Status]()
    stated: dict[str | None, dict[_Thing, Status]] = defaultdict(dict)
    for thing, status in _stated(tables, "results"):
        stated[thing[1]].setdefault(thing, status)
    for declared in tables.rows(CriteriaSet):
        own = stated[declared.id]
        units = tables["units"].loc[tables["units"]["kind"].isin(declared.kinds), "code"]
        if len(units) == 1:  # only here do reported totals and ratios decide criteria too
            counted = ratio_of_set(by_id, declared.id, "units")
            whole: _Thing = ("unit", declared.id, None, units.iloc[0], None)
            status = own.get(whole, "unknown")
            found[whole] = settled_status(status, counted) if counted else status
            for one in standing(tables, by_id, declared.id):
                found["criterion", declared.id, one.criterion.code, None, None] = one.status
            continue
        for unit, at in unit_standings(tables, by_id, declared.id).items():
            found["unit", declared.id, None, unit, None] = _certain(at.status)
        found |= {thing: status for thing, status in own.items() if thing[0] == "criterion"}
        by_criterion = criterion_results(tables, declared.id, rows_of_set(tables, declared.id))["status"]
        for (code, unit), status in by_criterion.items():
            found["criterion", declared.id, code, unit, None] = _certain(status)
    for thing, status in _stated(tables, "schools"):
        found.setdefault(thing, status)
    return found


def _certain(status: str) -> Status:
    """A status; of what is stated otherwise than proven nothing is known."""
    return cast(Status, "unknown" if status == "doubtful" else status)


def _stated(tables: Tables, table: str) -> list[tuple[_Thing, Status]]:
    """The rows of results or of schools in order: what each is about, and its status as the row states it."""
    rows = tables[table]
    if table == "schools":
        named = zip(rows["name"], school_results(rows), strict=True)
        return [(("school", None, None, None, name), status) for name, status in named]
    cells = rows[["set", "criterion", "unit"]].fillna("").assign(status=decided(rows, tables["criteria"]))
    return [
        (("criterion" if criterion else "unit", set_id, criterion or None, unit or None, None), status)
        for set_id, criterion, unit, status in cells.itertuples(index=False, name=None)
    ]


def days_between(before: Snapshot, after: Snapshot) -> int | None:
    """Days from one as-of date to the other; None where one is not known. Only more than 0 can be progress."""
    return _days(after.as_of, before.as_of)


def deadline_changes(before: Snapshot, after: Snapshot) -> list[DeadlineChange]:
    """Targets not met in `after` whose deadline moved or came closer, the nearest first."""
    changes, elapsed = [], days_between(before, after)
    for name, ratio in after.ratios.items():
        was, now = before.ratios[name].deadline if name in before.ratios else None, ratio.deadline
        if gap_status(ratio) == "met" or (was is None and now is None):
            continue
        change = DeadlineChange(name, was, now, _days(was, before.as_of), _days(now, after.as_of))
        if change.moved or (elapsed is not None and elapsed > 0):
            changes.append(change)
    return sorted(changes, key=lambda change: (change.after is None, change.after or date.max))


def _days(day: date | None, since: date | None) -> int | None:
    return (day - since).days if day and since else None


def removed_obstacles(before: Snapshot, after: Snapshot) -> list[Obstacle]:
    """Obstacles of results and reasons of schools that are no longer written, or no longer matter."""
    obstacles = []
    for table, column in (("results", "obstacle"), ("schools", "reason")):
        rows, things, blank = before.tables[table], _stated(before.tables, table), after.tables[table][column].isna()
        later = {thing: (now, gone) for (thing, now), gone in zip(_stated(after.tables, table), blank, strict=True)}
        for number in rows[column].notna().to_numpy().nonzero()[0]:
            row, (thing, was) = rows.iloc[number], things[number]
            now, gone = later.get(thing, (was, False))
            is_met = now == "met" and was != "met"  # what held it up goes with it, and being met says more
            if gone or is_met:
                level, set_id, criterion, unit, school = thing
                change = StatusChange(level, was, now, None, set_id, criterion, None if criterion else unit, school)
                obstacles.append(Obstacle(change, text_of(row, column), citation_of(row), gone and not is_met))
    return obstacles
