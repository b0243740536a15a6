"""The least that makes a goal pass: an exact optimum of its rule, by whole-number programming (HiGHS)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bs_metrics.measures.rules import Amount, Rule, Work, works_of
from bs_metrics.text import parts_in

Aim = Literal["fewest", "cheapest", "earliest"]
AIMS: tuple[Aim, ...] = ("fewest", "cheapest", "earliest")
OTHERS = 10  # so many other optima are named; of more it is only said that there are
_PATIENCE = 20.0  # seconds for one optimum; what takes longer is said not to be known
_NEARLY = 1e-6
_Weight = Callable[[Work], float]
_Row = tuple[dict[int, float], float]  # weights by column, and the least of their sum


class Unfinished(Exception):
    """The optimum was not found in the time that one is given."""


@dataclass(frozen=True)
class Plan:
    """Works with their number that surely make a goal pass, in the order of the rule."""

    works: tuple[tuple[Work, int], ...]

    @property
    def done(self) -> dict[str, int]:
        """How many of each, by key."""
        return {work.key: number for work, number in self.works}

    @property
    def number(self) -> int:
        """How many things have to be met."""
        return sum(number for _, number in self.works)

    @property
    def cost(self) -> float:
        """Million VND of the works whose cost is known."""
        return sum(work.cost * number for work, number in self.works if work.cost is not None)

    @property
    def without_cost(self) -> int:
        """How many of the things have a cost that nobody has said."""
        return sum(number for work, number in self.works if work.cost is None)

    @property
    def last_day(self) -> date | None:
        """The latest of the days by which works are due; None where none has one."""
        return max((work.deadline for work, _ in self.works if work.deadline), default=None)

    @property
    def without_day(self) -> int:
        """How many of the things have no day."""
        return sum(number for work, number in self.works if work.deadline is None)


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
    best = problem.plan(problem.best)
    found: list[Plan] = [best]
    while len(found) <= others and (another := problem.another(found)) is not None:
        found.append(another)
    more = others > 0 and len(found) > others and problem.another(found) is not None
    return Optimum(best, tuple(found[1:]), more, least)


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
        self._columns_of: dict[
            str, list[tuple[int, int]]
        ] = {}  # by key of the work: columns, and how many each stands for
        self._upper: list[float] = []
        self._rows: list[_Row] = []
        self._switches: dict[int, tuple[Rule, int]] = {}  # by identity, with the rule, so that none takes its place
        self._uses = Counter(_keys(rule))
        self.best = np.zeros(0)
        self._require(rule)

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
        asked = _asked(rule)
        if not asked.asks_for_all:
            row, least = self._weights(asked)
            if least > 0:
                self._rows.append((row, least))
            return
        for _, part in asked.parts:
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
            asked = _flat(_asked(rule))
            shared = [part for _, part in asked.parts if isinstance(part, Work) and self._is_own(part)]
            if asked.asks_for_all and shared:
                for part in shared:
                    self._own(part, [(column, part.most)])
                kept = {part.key for part in shared}
                parts = tuple(one for one in asked.parts if isinstance(one[1], Rule) or one[1].key not in kept)
                asked = replace(asked, parts=parts, needed=asked.needed - sum(part.most for part in shared))
            row, least = self._weights(asked)
            if row:
                row[column] = row.get(column, 0.0) - least
                self._rows.append((row, 0.0))
        return self._switches[id(rule)][1]

    def _is_own(self, work: Work) -> bool:
        return work.status != "met" and self._uses[work.key] == 1

    def _vector(self, weight: _Weight) -> np.ndarray:
        vector = np.zeros(len(self._upper))
        for work in self.works:
            if each := weight(work):
                for column, worth in self._columns_of[work.key]:
                    vector[column] += each * worth
        return vector

    def _answer(self, aimed: np.ndarray, upper: np.ndarray) -> np.ndarray | None:
        """The columns' values; None where there is no way. Raises Unfinished."""
        cells = [(place, column, weight) for place, (row, _) in enumerate(self._rows) for column, weight in row.items()]
        row, column, weight = (np.array(part) for part in zip(*cells, strict=True))
        least = np.array([least for _, least in self._rows]) - _NEARLY
        matrix = csr_array((weight, (row, column)), (len(least), len(aimed)))
        given = milp(
            aimed,
            integrality=np.ones(len(aimed)),
            bounds=Bounds(0, upper),
            constraints=LinearConstraint(matrix, least),
            options={"mip_rel_gap": 0, "time_limit": _PATIENCE},
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
        return least

    def hasten(self) -> None:
        """From now on nothing that is due later than it has to be."""
        days = sorted({work.deadline for work in self.works if work.deadline})
        low, high = 0, len(days) - 1
        while low < high:
            middle = (low + high) // 2
            upper = self._until(days[middle])
            if self._answer(np.zeros(len(upper)), upper) is None:
                low = middle + 1
            else:
                high = middle
        if days:
            self._upper = list(self._until(days[low]))

    def _until(self, day: date) -> np.ndarray:
        upper = np.array(self._upper)
        for work in self.works:
            if work.deadline is not None and work.deadline > day:
                upper[[column for column, _ in self._columns_of[work.key]]] = 0.0
        return upper

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
        numbers = (
            (work, sum(int(answer[column]) * worth for column, worth in self._columns_of[work.key]))
            for work in self.works
        )
        return Plan(tuple((work, number) for work, number in numbers if number))


def _keys(rule: Rule) -> Iterator[str]:
    """The key of a work for each way in which a rule rests on it."""
    for _, part in _asked(rule).parts:
        if isinstance(part, Rule):
            yield from _keys(part)
        else:
            yield part.key


def _asked(rule: Rule) -> Rule:
    """The rule that a plan fulfils. Of things that all have to be met it is that of the items below them, where it is
    known how many of those are missing: the finer work.
    """
    items = rule.by_items
    if items is None or rule.needed != rule.total or items.reached({}) != items.reached({}, True):
        return rule
    return replace(items, needed=items.total or items.needed)


def _flat(rule: Rule) -> Rule:
    """The same rule with what lies below in one list, where all of everything is asked for."""
    if not rule.asks_for_all:
        return rule
    parts: list[tuple[Amount, Work | Rule]] = []
    for weight, part in rule.parts:
        below = _flat(_asked(part)) if isinstance(part, Rule) else None
        parts += below.parts if below is not None and below.asks_for_all else [(weight, part)]
    most = sum(one.most if isinstance(one, Work) else 1 for _, one in parts)
    return replace(rule, parts=tuple(parts), needed=most, base=0)
