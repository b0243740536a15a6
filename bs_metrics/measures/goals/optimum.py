"""The least that makes a goal pass: an exact optimum of its rule, by whole-number programming (HiGHS)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, islice, product
from math import ceil
from time import monotonic
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bs_metrics.measures.goals.rules import Plan, Rule, Work, asked, flat, keys_asked, works_of
from bs_metrics.text import parts_in

Aim = Literal["fewest", "cheapest", "earliest"]
AIMS: tuple[Aim, ...] = ("fewest", "cheapest", "earliest")
OTHERS = 10  # so many other optima are named; of more it is only said that there are
_PATIENCE = 20.0  # seconds for one optimum, all its searches together; what takes longer is said not to be known
_NEARLY = 1e-6
_Weight = Callable[[Work], float]
_Row = tuple[dict[int, float], float]  # weights by column, and the least of their sum


class Unfinished(Exception):
    """The optimum was not found in the time that one is given."""


@dataclass(frozen=True)
class Optimum:
    """The best plan, others that are as good, and whether there are more of them; no plan where there is no way.

    `least_cost` bounds the cost of any way from below, in million VND, whatever the costs are that nobody has said.
    `blocked` are the rules that stay short when everything is done; `outside` is the least that others have to do,
    where the agency asked for cannot do it alone.
    """

    plan: Plan | None
    others: tuple[Plan, ...] = ()
    more: bool = False
    least_cost: float | None = None
    blocked: tuple[Rule, ...] = ()
    outside: Plan | None = None


def optimum(rule: Rule, aim: Aim = "fewest", agency: str | None = None, others: int = OTHERS) -> Optimum:
    """The fewest works that make a rule pass, the cheapest, or those that are due first; of one agency, if asked.

    Nothing is estimated: of works whose cost or day nobody has said as few as possible are taken, then what is aimed at
    counts, then the number of works. Raises Unfinished where that takes too long.
    """
    everything = {key: work.most for key, work in works_of(rule).items()}
    if not rule.is_met(everything):
        return Optimum(None, blocked=tuple(_short(rule, everything)))
    if rule.is_met({}):
        return Optimum(Plan(()))
    problem = _Problem(rule)
    if agency is not None:

        def is_outside(work: Work) -> float:
            return float(agency not in parts_in(work.agency))

        if problem.settle(is_outside) > _NEARLY:
            needed = problem.plan(problem.best)
            return Optimum(None, outside=Plan(tuple(one for one in needed.works if is_outside(one[0]))))
    least = None
    if aim == "cheapest":
        least = problem.least(_known_cost)
        problem.settle(lambda work: float(work.cost is None))
        problem.settle(_known_cost)
    elif aim == "earliest":
        problem.settle(lambda work: float(work.deadline is None))
        problem.hasten()
    problem.settle(_one)
    found = [problem.plan(problem.best)]
    with suppress(Unfinished):  # the best is known all the same
        for another in islice(problem.others(found), others + 1 if others else 0):
            found.append(another)
    return Optimum(found[0], tuple(found[1 : others + 1]), len(found) > others + 1, least)


def _one(_: Work) -> float:
    return 1.0


def _known_cost(work: Work) -> float:
    return work.cost or 0.0


def _short(rule: Rule, done: dict[str, int]) -> Iterator[Rule]:
    """The rules furthest down that are not met."""
    below = [part for _, part in rule.parts if isinstance(part, Rule) and not part.is_met(done)]
    for part in below:
        yield from _short(part, done)
    if not below:
        yield rule


class _Problem:
    """A rule as rows of a whole-number programme.

    A work takes a column for each binary digit of its number; a rule within another that does not ask for all its parts
    takes one that may be 1 only where the rule is met. Works that serve one such rule alone and are all asked for by it
    are done with it or not at all: they share its column, so that a country's communes are as many columns as communes.
    """

    def __init__(self, rule: Rule) -> None:
        self.works: list[Work] = []
        self._columns_of: dict[str, list[tuple[int, int]]] = {}  # by key of a work: columns, how many each stands for
        self._upper: list[float] = []
        self._rows: list[_Row] = []
        self._switches: dict[int, tuple[Rule, int]] = {}  # by identity, with the rule, so that none takes its place
        self._uses = Counter(keys_asked(rule))
        self.best = np.zeros(0)
        self._settled: list[np.ndarray] = []
        self._until = monotonic() + _PATIENCE
        self._require(rule)
        self._choices = self._separate()

    def _separate(self) -> list[tuple[np.ndarray, int]] | None:
        """Columns of which so many have to be taken, whichever they are, where the rows ask for nothing else.

        Taken are then those of the least weight: a country's communes need no search.
        """
        choices = []
        for row, least in self._rows:
            weights = set(row.values())
            if sum(row.values()) == least:
                choices.append((np.array([*row]), len(row)))
            elif len(weights) == 1 and (weight := weights.pop()) > 0:
                choices.append((np.array([*row]), ceil((least - _NEARLY) / weight)))
            else:
                return None
        taken = sum(len(columns) for columns, _ in choices)
        return choices if taken == len(set(chain.from_iterable(row for row, _ in self._rows))) else None

    def _ordered(self, aimed: np.ndarray, upper: np.ndarray) -> list[tuple[list[int], list[int], int]] | None:
        """By choice: the columns that every best way takes, those that are alike, and how many of these it takes.

        Best by all weights that are settled, in their order, then by the one aimed at. None where there is no way.
        """
        weights, found = np.round([*self._settled, aimed], 6), []
        for columns, number in self._choices or ():
            free = columns[upper[columns] > 0]
            if len(free) < number:
                return None
            order = free[np.lexsort(weights[::-1, free])]
            last = weights[:, order[number - 1]] if number else None
            is_alike = (weights[:, order] == last[:, None]).all(axis=0) if last is not None else np.zeros(0, bool)
            alike = order[np.flatnonzero(is_alike)]
            before = order[: np.flatnonzero(is_alike)[0]] if len(alike) else order[:0]
            found.append((before.tolist(), alike.tolist(), number - len(before)))
        return found

    def _column(self) -> int:
        self._upper.append(1.0)
        return len(self._upper) - 1

    def _columns(self, work: Work) -> list[tuple[int, int]]:
        if work.key not in self._columns_of:
            columns = [(self._column(), 1 << digit) for digit in range(work.most.bit_length())]
            self._own(work, columns)
            if work.most & (work.most + 1):  # not all ones: the digits could say more than there is
                self._rows.append(({column: -float(worth) for column, worth in columns}, -work.most))
        return self._columns_of[work.key]

    def _own(self, work: Work, columns: list[tuple[int, int]]) -> None:
        self.works.append(work)
        self._columns_of[work.key] = columns

    def _require(self, rule: Rule) -> None:
        """A rule that has to be met."""
        wanted = asked(rule)
        if not wanted.asks_for_all:
            row, least = self._weights(wanted)
            if least > 0:
                self._rows.append((row, least))
            return
        for _, part in wanted.parts:
            if isinstance(part, Rule):
                self._require(part)
            elif part.status != "met":
                self._rows.append(({column: float(worth) for column, worth in self._columns(part)}, part.most))

    def _weights(self, rule: Rule) -> tuple[dict[int, float], float]:
        """What each column gives, and how much they have to give together."""
        row: dict[int, float] = {}
        least = float(rule.needed - rule.base)
        for weight, part in rule.parts:
            if isinstance(part, Rule):
                if part.is_met({}):
                    least -= float(weight)
                else:
                    column = self._switch(part)
                    row[column] = row.get(column, 0.0) + float(weight)
            elif part.status == "met":
                least -= float(weight) * part.most
            else:
                for column, worth in self._columns(part):
                    row[column] = row.get(column, 0.0) + float(weight) * worth
        return row, least

    def _switch(self, rule: Rule) -> int:
        """The column of a rule that need not be met."""
        if id(rule) not in self._switches:
            column = self._column()
            self._switches[id(rule)] = rule, column
            wanted = flat(asked(rule))
            works = (part for _, part in wanted.parts if isinstance(part, Work) and part.status != "met")
            shared = [work for work in works if self._uses[work.key] == 1]
            if wanted.asks_for_all and shared:
                for part in shared:
                    self._own(part, [(column, part.most)])
                kept = {part.key for part in shared}
                parts = tuple(one for one in wanted.parts if isinstance(one[1], Rule) or one[1].key not in kept)
                wanted = replace(wanted, parts=parts, needed=wanted.needed - sum(part.most for part in shared))
            row, least = self._weights(wanted)
            if row:
                row[column] = row.get(column, 0.0) - least
                self._rows.append((row, 0.0))
        return self._switches[id(rule)][1]

    def _vector(self, weight: _Weight) -> np.ndarray:
        vector = np.zeros(len(self._upper))
        for work in self.works:
            if each := weight(work):
                for column, worth in self._columns_of[work.key]:
                    vector[column] += each * worth
        return vector

    def _answer(self, aimed: np.ndarray, upper: np.ndarray) -> np.ndarray | None:
        """The columns' values; None where there is no way. Raises Unfinished."""
        if self._choices is None:
            return self._searched(aimed, upper)
        if (found := self._ordered(aimed, upper)) is None:
            return None
        answer = self._taken(chain.from_iterable([*before, *alike[:number]] for before, alike, number in found))
        for (row, least), settled in zip(self._rows[len(self._choices) :], self._settled, strict=True):
            if row and float(settled @ answer) > -least + _NEARLY:
                return None
        return answer

    def _taken(self, columns: Iterable[int]) -> np.ndarray:
        answer = np.zeros(len(self._upper))
        answer[list(columns)] = 1.0
        return answer

    def _searched(self, aimed: np.ndarray, upper: np.ndarray) -> np.ndarray | None:
        if (left := self._until - monotonic()) <= 0:
            raise Unfinished
        cells = [(place, column, weight) for place, (row, _) in enumerate(self._rows) for column, weight in row.items()]
        row, column, weight = (np.array(part) for part in zip(*cells, strict=True))
        least = np.array([least for _, least in self._rows]) - _NEARLY
        matrix = csr_array((weight, (row, column)), (len(least), len(aimed)))
        given = milp(
            aimed,
            integrality=np.ones(len(aimed)),
            bounds=Bounds(0, upper),
            constraints=LinearConstraint(matrix, least),
            options={"mip_rel_gap": 0, "time_limit": left},
        )
        if given.status == 1:
            raise Unfinished
        return None if given.x is None else np.rint(given.x)

    def least(self, weight: _Weight) -> float:
        """The least weight that any way has."""
        return self._solve(self._vector(weight))[0]

    def _solve(self, vector: np.ndarray) -> tuple[float, np.ndarray]:
        answer = self._answer(vector, np.array(self._upper))
        assert answer is not None  # everything done is a way
        return float(vector @ answer), answer

    def settle(self, weight: _Weight) -> float:
        """The same, and from now on nothing with more. A way that has it is `best`."""
        vector = self._vector(weight)
        least, self.best = self._solve(vector)
        self._rows.append(({int(column): -float(vector[column]) for column in np.flatnonzero(vector)}, -least))
        self._settled.append(vector)
        return least

    def hasten(self) -> None:
        """From now on nothing that is due later than it has to be."""
        due = np.zeros(len(self._upper))  # by column: the latest day of its works
        for work in self.works:
            if work.deadline is not None:
                columns = [column for column, _ in self._columns_of[work.key]]
                due[columns] = np.maximum(due[columns], work.deadline.toordinal())
        days, upper = np.unique(due), np.array(self._upper)

        def is_way(day: float) -> bool:
            return self._answer(np.zeros(len(upper)), np.where(due <= day, upper, 0.0)) is not None

        first = days[bisect_left(days[:-1], True, key=is_way)]
        self._upper = np.where(due <= first, upper, 0.0).tolist()

    def others(self, found: list[Plan]) -> Iterator[Plan]:
        """Plans as good as the first of those found, which grow as the plans are taken. Ends where time does."""
        if self._choices is None:
            while (another := self.another(found)) is not None:
                yield another
            return
        choices = self._ordered(self._settled[-1], np.array(self._upper)) or ()
        ways = product(*(islice(combinations(alike, number), OTHERS + 2) for _, alike, number in choices))
        kept = [column for before, _, _ in choices for column in before]
        for way in ways:
            answer = self._taken([*kept, *chain.from_iterable(way)])
            if not np.array_equal(answer, self.best):
                yield self.plan(answer)

    def another(self, found: list[Plan]) -> Plan | None:
        """A plan as good as those found, or None. One with the same number of works lacks a column of each of them."""
        kept = len(self._rows)
        for plan in found:
            columns = {
                column
                for work, number in plan.works
                for column, worth in self._columns_of[work.key]
                if number & worth or number == worth
            }
            self._rows.append((dict.fromkeys(columns, -1.0), 1.0 - len(columns)))
        answer = self._answer(self._vector(_one), np.array(self._upper))
        del self._rows[kept:]
        return None if answer is None else self.plan(answer)

    def plan(self, answer: np.ndarray) -> Plan:
        """The works that an answer does."""
        taken: dict[int, tuple[Work, int]] = {}
        for column in np.flatnonzero(answer).tolist():
            for place, one in self._works_at.get(column, ()):
                taken[place] = one if place not in taken else (one[0], taken[place][1] + one[1])
        return Plan(tuple(taken[place] for place in sorted(taken)))

    @cached_property
    def _works_at(self) -> dict[int, list[tuple[int, tuple[Work, int]]]]:
        """By column: its works with their places, and how many of each it stands for; what all plans share."""
        found: dict[int, list[tuple[int, tuple[Work, int]]]] = {}
        for place, work in enumerate(self.works):
            for column, worth in self._columns_of[work.key]:
                found.setdefault(column, []).append((place, (work, worth)))
        return found
