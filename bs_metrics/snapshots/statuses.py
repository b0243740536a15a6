"""What changed its status between two snapshots: stages, goals, criteria and their items, units, schools."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.measures.counting import decided, school_results
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import gap_status, standing
from bs_metrics.snapshots.snapshot import Snapshot

Level = Literal["stage", "goal", "criterion", "unit", "school"]
Kind = Literal["lost", "unclear", "reached", "clear"]
KINDS: tuple[Kind, ...] = ("lost", "unclear", "reached", "clear")  # the most important first
LEVELS: tuple[Level, ...] = ("stage", "goal", "criterion", "unit", "school")
_PLACE = ["set", "criterion", "unit"]


@dataclass(frozen=True)
class StatusChange:
    """One thing that was met, not met or unknown and is now another of them.

    A stage or a goal is named by its `measure`; a criterion or item by `set_id`, `criterion` and, where the set applies
    to several units, `unit`; a unit by `set_id` and `unit`; a school by its
    name in `school`.
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


def status_changes(before: Snapshot, after: Snapshot) -> list[StatusChange]:
    """What is lost first, then what is unknown now, what is reached, what is known now; within each by level."""
    changes = [*_goals(before.ratios, after.ratios), *_criteria(before, after), *_schools(before, after)]
    return sorted(changes, key=lambda change: (KINDS.index(change.kind), LEVELS.index(change.level)))


def _goals(before: dict[str, Ratio], after: dict[str, Ratio]) -> list[StatusChange]:
    """Stages and other measures whose number to reach is reached, or no longer."""
    changes = []
    for name, ratio in after.items():
        if name not in before or gap_status(before[name]) == gap_status(ratio):
            continue
        is_stage = ratio.measure.stage is not None and ratio.measure.role == "headline"
        changes.append(
            StatusChange("stage" if is_stage else "goal", gap_status(before[name]), gap_status(ratio), measure=name)
        )
    return changes


def _criteria(before: Snapshot, after: Snapshot) -> list[StatusChange]:
    """Criteria, items and whole sets by unit. What one state does not hold is unknown there."""
    changes = []
    for (set_id, criterion, unit), was, now in _differing(_statuses(before), _statuses(after)):
        level: Level = "criterion" if criterion else "unit"
        changes.append(StatusChange(level, was, now, set_id=set_id, criterion=criterion or None, unit=unit or None))
    return changes


def _statuses(shown: Snapshot) -> pd.Series:
    """Status by set, criterion and unit, as the pages show it; a blank for the set as a whole, or its only unit."""
    tables, parts = shown.tables, []
    rows = tables["results"]
    stated = rows[_PLACE].fillna("").assign(status=decided(rows, tables["criteria"]))
    stated = stated.drop_duplicates(_PLACE).set_index(_PLACE)["status"]
    kinds, set_of = tables["units"].groupby("kind")["code"], stated.index.get_level_values("set")
    units_of = {kind: list(codes) for kind, codes in kinds}
    for declared in tables.rows(CriteriaSet):
        set_id, units = declared.id, units_of.get(declared.applies_to, [])
        own = stated[set_of == set_id]
        whole = own[own.index.get_level_values("criterion") == ""].droplevel(["set", "criterion"])
        whole = whole.reindex(units, fill_value="unknown")
        counted = ratio_of_set(shown.ratios, set_id, "units")
        if counted is not None:
            whole = whole.map({status: settled_status(status, counted) for status in ("met", "not_met", "unknown")})
        parts.append(_indexed(whole, set_id, [""] * len(whole), list(whole.index)))
        if len(units) == 1:  # only here do reported totals and ratios decide criteria too
            by_code = {one.criterion.code: one.status for one in standing(tables, shown.ratios, set_id)}
            parts.append(_indexed(pd.Series(by_code, dtype="object"), set_id, list(by_code), [""] * len(by_code)))
        else:
            parts.append(own[own.index.get_level_values("criterion") != ""])
    parts = [part.astype("object") for part in parts if len(part)]
    index = pd.MultiIndex.from_tuples([], names=_PLACE)
    return pd.concat(parts) if parts else pd.Series([], index=index, dtype="object")


def _indexed(statuses: pd.Series, set_id: str, criteria: list[str], units: list[str]) -> pd.Series:
    index = pd.MultiIndex.from_arrays([[set_id] * len(statuses), criteria, units], names=_PLACE)
    return statuses.set_axis(index)


def _schools(before: Snapshot, after: Snapshot) -> list[StatusChange]:
    """Named schools. One that only one state names was unknown in the other."""
    changed = _differing(_school_statuses(before), _school_statuses(after))
    return [StatusChange("school", was, now, school=name) for name, was, now in changed]


def _differing(before: pd.Series, after: pd.Series) -> Iterator[tuple[Any, Status, Status]]:
    both = pd.concat({"before": before, "after": after}, axis=1).fillna("unknown")
    yield from both[both["before"] != both["after"]].itertuples(name=None)


def _school_statuses(shown: Snapshot) -> pd.Series:
    schools = shown.tables["schools"]
    return school_results(schools).astype("object").set_axis(schools["name"]).groupby(level=0, sort=False).first()
