"""Who has to act on something, and until when: the one answer of pages, files to take along and scenarios."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from bs_metrics.contract.records import Action, CriteriaSet, Criterion, Measure, Task
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import Named, criteria_set, decided, named, units_of
from bs_metrics.text import MANY, parts_in

CLOSED = ("done", "dropped")  # of a task or an action
_Key = tuple[str | None, str | None, str | None]  # set, criterion, unit; the unit is None of a set that has one only
_Above = dict[tuple[str | None, str], str | None]  # the criterion above, by set and code


class Owner(NamedTuple):
    """Agencies, as a cell names them, and the day by which; None where nothing says it."""

    agency: str | None = None
    deadline: date | None = None

    def by(self, day: date | None) -> "Owner":
        """The same, due on a day where nothing says another: that of the goal."""
        return self if self.deadline or day is None else Owner(self.agency, day)


def owner_of(
    tables: Tables,
    set_id: str | None = None,
    criterion: str | None = None,
    unit: str | None = None,
    *,
    school: str | None = None,
    measure: str | None = None,
    is_whole: bool = True,
) -> Owner:
    """Who has to act on a criterion of a unit, a unit or a set as a whole, a school, or what no row names of a measure.

    What its own row says and the failing rows below it; else its tasks and actions; else the actions about a measure
    that counts it; else what is said of the criterion above it, its unit, the measure's parent; last of its set as a
    whole. Agency and day each by themselves. Not `is_whole`: of one part of it, so what lies below says nothing.
    """
    owners = owners_in(tables)
    if school is not None:
        return _first(owners.of_school(school))
    if measure is not None:
        return _first(owners.of_unnamed(measure))
    return owners.of(set_id, criterion, unit, is_whole)


def owners_in(tables: Tables) -> "Owners":
    """What `owner_of` asks: for half a million things it is looked up once."""
    return tables.once(_owners)


def document_of(tables: Tables, set_id: str | None) -> str | None:
    """The number of the document that says who is in charge of a set's criteria, where one does."""
    declared = criteria_set(tables, set_id)
    return declared.assigned_by if declared else None


def duties_of(tables: Tables, set_id: str | None) -> list[Task | Action]:
    """The tasks and actions of a criteria set that are still to be done."""
    rows: list[Task | Action] = [*tables.rows(Task), *tables.rows(Action)] if set_id else []
    return [row for row in rows if row.set == set_id and row.status not in CLOSED]


def _first(told: Iterable[Owner]) -> Owner:
    agency, deadline = None, None
    for one in told:
        agency, deadline = agency or one.agency, deadline or one.deadline
        if agency and deadline:
            break
    return Owner(agency, deadline)


def joined(told: Iterable[Owner]) -> Owner:
    """All agencies of several, and the nearest day."""
    several = list(told)
    agencies = dict.fromkeys(agency for one in several for agency in parts_in(one.agency))
    return Owner(MANY.join(agencies) or None, min((one.deadline for one in several if one.deadline), default=None))


@dataclass(frozen=True)
class Owners:
    """All that one state of the data says of who has to act."""

    rows: dict[_Key, Owner]
    below: dict[_Key, list[Owner]]  # the failing rows below a criterion, or of a unit
    duties: dict[_Key, Owner]
    about: dict[str, Owner]  # actions, by measure
    counted: list[tuple[Named, Owner]]  # what the measures count that actions are about
    schools: dict[str, Owner]
    above: _Above
    measures: dict[str, Measure]
    of_one_unit: set[str]
    units: set[tuple[str | None, str | None]]  # units of a set of which anything is said
    _told: dict[tuple[str | None, str | None, str | None, bool], Owner] = field(default_factory=dict)

    def of(self, set_id: str | None, code: str | None, unit: str | None, is_whole: bool = True) -> Owner:
        """Of a criterion of a unit, or of either as a whole; worked out once for all units of which nothing is said."""
        is_alike = set_id in self.of_one_unit or not (self.counted or (set_id, unit) in self.units)
        asked = (set_id, code, None if is_alike else unit, is_whole)
        if (owner := self._told.get(asked)) is None:
            owner = self._told[asked] = _first(self._of_thing(*asked))
        return owner

    def of_school(self, name: str) -> Iterator[Owner]:
        """Of a school, the nearest first."""
        yield self.schools.get(name, Owner())
        yield joined(owner for of, owner in self.counted if of.schools is not None and name in {*of.schools["name"]})

    def of_unnamed(self, measure: str | None) -> Iterator[Owner]:
        """Of what no row names of a measure, the nearest first."""
        of = self.measures.get(measure or "")
        if of is not None:
            yield self.about.get(of.id, Owner())
            yield self.about.get(of.parent or "", Owner())
            yield self.duties.get((of.set, None, None), Owner())

    def _of_thing(self, set_id: str | None, code: str | None, unit: str | None, is_whole: bool) -> Iterator[Owner]:
        key = (set_id, code, unit)
        yield joined((self.rows.get(key, Owner()), *(self.below.get(key, ()) if is_whole else ())))
        if unit is not None:
            yield self.duties.get(key, Owner())
        if code is not None:
            yield self.duties.get((set_id, code, None), Owner())
        yield joined(owner for of, owner in self.counted if of.has(set_id, code, unit))
        if code is None:
            yield self.duties.get((set_id, None, None), Owner())
        else:
            yield from self._of_thing(set_id, self.above.get((set_id, code)), unit, False)


def _owners(tables: Tables) -> Owners:
    of_one_unit = {one.id for one in tables.rows(CriteriaSet) if units_of(tables, one) == 1}
    above: _Above = {(one.set, one.code): one.parent for one in tables.rows(Criterion)}
    measures = {one.id: one for one in tables.rows(Measure)}
    open_actions = [one for one in tables.rows(Action) if one.status not in CLOSED]
    open_tasks = [one for one in tables.rows(Task) if one.status not in CLOSED]
    everything: list[Task | Action] = [*open_tasks, *open_actions]
    duties: dict[_Key, list[Owner]] = {}
    about: dict[str, list[Owner]] = {}
    for duty in everything:
        unit = duty.unit if isinstance(duty, Action) and duty.set not in of_one_unit else None
        if duty.set:
            duties.setdefault((duty.set, duty.criterion, unit), []).append(Owner(duty.agency, duty.deadline))
    for action in open_actions:
        for id in _counting(action.measure, measures):
            about.setdefault(id, []).append(Owner(action.agency, action.deadline))
    of_measures = {id: joined(owners) for id, owners in about.items()}
    rows, below = _of_rows(tables, of_one_unit, above)
    schools = zip(*_cells(tables["schools"], "name", "agency", "deadline"), strict=True)
    return Owners(
        rows,
        below,
        {key: joined(owners) for key, owners in duties.items()},
        of_measures,
        [(named(tables, measures[id]), owner) for id, owner in of_measures.items()],
        {name: Owner(*said) for name, *said in schools},
        above,
        measures,
        of_one_unit,
        {(set_id, unit) for set_id, _, unit in (*rows, *below, *duties)},
    )


def _counting(id: str | None, measures: dict[str, Measure]) -> Iterator[str]:
    """A measure, and those that it adds up."""
    waiting, seen = [id], set()
    while waiting:
        one = measures.get(waiting.pop() or "")
        if one is not None and one.id not in seen:
            seen.add(one.id)
            yield one.id
            waiting += parts_in(one.parts)


def _of_rows(tables: Tables, of_one_unit: set[str], above: _Above) -> tuple[dict[_Key, Owner], dict[_Key, list[Owner]]]:
    """What the rows of results say: by what each is about, and of those that fail by what they lie below."""
    results = tables["results"]
    results = results[(results["agency"].notna() | results["deadline"].notna()).to_numpy(dtype=bool)]
    fails = (decided(results, tables["criteria"]) == "not_met").tolist()
    cells = _cells(results, "set", "criterion", "unit", "agency", "deadline")
    rows: dict[_Key, Owner] = {}
    below: dict[_Key, list[Owner]] = {}
    for set_id, code, unit, agency, deadline, is_failing in zip(*cells, fails, strict=True):
        owner, unit = Owner(agency, deadline), None if set_id in of_one_unit else unit
        rows.setdefault((set_id, code, unit), owner)
        if is_failing and code is not None:
            below.setdefault((set_id, above.get((set_id, code)), unit), []).append(owner)
    return rows, below


def _cells(frame: pd.DataFrame, *names: str) -> list[list[Any]]:
    return [frame[name].to_numpy(dtype=object, na_value=None).tolist() for name in names]
