"""What if: some things become met, in order and by some day, and every goal is asked again by its own rule."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bs_metrics.measures.goals.goals import Goal
from bs_metrics.measures.goals.rules import Amount, Done, Plan, Rule, Work, rules_in, works_of
from bs_metrics.text import parts_in

Reach = tuple[Amount, Amount]  # the least and the most that is reached
BETWEEN = "|"  # steps in a link
_STEP = re.compile(r"(?P<key>.*?)(?:\*(?P<number>\d{1,6}))?(?:@(?P<day>\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True)
class Step:
    """So many of a thing become met, by a day where one is given."""

    key: str
    number: int = 1
    day: date | None = None

    def __str__(self) -> str:
        """As links and the command line write it: `set:criterion`, `+measure*3@2024-12-31`."""
        return self.key + (f"*{self.number}" if self.number != 1 else "") + (f"@{self.day}" if self.day else "")


def steps_in(text: str) -> tuple[str, ...]:
    """The steps of a link, each as it is written."""
    return tuple(step for step in text.split(BETWEEN) if step)


def step_of(text: str) -> Step:
    """A step from how links write it. Raises ValueError where it is none: no key, no number, no such day."""
    parts = _STEP.fullmatch(text.strip())
    if parts is None or not parts["key"] or (parts["number"] and not int(parts["number"])):
        raise ValueError(text)
    return Step(parts["key"], int(parts["number"] or 1), date.fromisoformat(parts["day"]) if parts["day"] else None)


@dataclass(frozen=True)
class Outcome:
    """What becomes of a goal. `step` is the place of the step with which it passes for sure, None where none does."""

    goal: Goal
    needed: Amount
    before: Reach
    after: Reach
    was_met: bool
    is_met: bool
    step: int | None

    @property
    def short(self) -> Reach:
        """How much is still missing: the least and the most."""
        return max(0, self.needed - self.after[1]), max(0, self.needed - self.after[0])


@dataclass(frozen=True)
class Scenario:
    """Steps that mean something here, each with its work and what it adds; what becomes of every goal.

    `unknown` are the steps of which nothing is known. `plan` are the works that were open, `done` is all that is done.
    """

    steps: tuple[tuple[Step, Work], ...]
    unknown: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    plan: Plan
    agencies: Mapping[str | None, int]
    done: Done

    @property
    def reached(self) -> list[Outcome]:
        """The goals that pass now and did not before."""
        return [one for one in self.outcomes if one.is_met and not one.was_met]


def things_of(goals: Mapping[str, Goal]) -> dict[str, tuple[Work, tuple[Work, ...]]]:
    """Everything that may be done for any goal and is not met yet, by key, with the works that are done with it."""
    found: dict[str, tuple[Work, tuple[Work, ...]]] = {}
    for goal in goals.values():
        for rule in rules_in(goal.rule) if goal.rule is not None else ():
            if rule.thing is not None and rule.thing.status != "met":
                found.setdefault(rule.thing.key, (rule.thing, tuple(works_of(rule).values())))
    for goal in goals.values():
        for work in works_of(goal.rule).values() if goal.rule is not None else ():
            if work.status != "met":
                found.setdefault(work.key, (work, (work,)))
    return found


def scenario(goals: Mapping[str, Goal], steps: Sequence[Step]) -> Scenario:
    """What comes of some steps. Those with a day are done in the order of their days, the others after them."""
    things = things_of(goals)
    known = [one for one in steps if one.key in things]
    ordered = list(_within(sorted(known, key=lambda one: one.day or date.max), things))
    states: list[dict[str, int]] = [{}]
    for one in ordered:
        states.append(_with(states[-1], one, things[one.key]))
    works = {work.key: work for one in ordered for work in things[one.key][1]}
    done = states[-1]
    plan = Plan(tuple((works[key], number) for key, number in done.items() if works[key].status != "met"))
    agencies: Counter[str | None] = Counter()
    for work, number in plan.works:
        owners: list[str | None] = [*parts_in(work.agency)]
        agencies.update(dict.fromkeys(owners or [None], number))
    return Scenario(
        tuple((one, things[one.key][0]) for one in ordered),
        tuple(one for one in steps if one.key not in things),
        tuple(_outcome(goal, goal.rule, states) for goal in goals.values() if goal.rule is not None),
        plan,
        agencies,
        done,
    )


def _within(steps: Sequence[Step], things: Mapping[str, tuple[Work, tuple[Work, ...]]]) -> Iterator[Step]:
    """The steps, of each thing together no more than there is of it."""
    left = {one.key: things[one.key][0].most for one in steps}
    for one in steps:
        if number := min(one.number, left[one.key]):
            left[one.key] -= number
            yield replace(one, number=number)


def _with(done: dict[str, int], step: Step, thing: tuple[Work, tuple[Work, ...]]) -> dict[str, int]:
    work, below = thing
    if below == (work,):
        return done | {work.key: min(work.most, done.get(work.key, 0) + step.number)}
    return done | {one.key: one.most for one in below}


def _outcome(goal: Goal, rule: Rule, states: Sequence[Mapping[str, int]]) -> Outcome:
    before, after = ((rule.reached(done), rule.reached(done, True)) for done in (states[0], states[-1]))
    # What is done never makes a rule worse, so the place is halved: a link may hold thousands of steps.
    passes = bisect_left(states, True, key=rule.is_met)
    is_met, step = passes < len(states), passes - 1 if 0 < passes < len(states) else None
    return Outcome(goal, rule.needed, before, after, passes == 0, is_met, step)
