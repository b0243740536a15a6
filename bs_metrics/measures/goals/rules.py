"""What a goal asks for, as rules over what can still be done: which things, how many of them, or how many points.

A rule is monotone: what is done never makes it worse. So what surely holds is counted with everything unknown as not
met, what may hold with all of it as met, and an optimum is a whole-number programme (`optimum.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio

Done = Mapping[str, int]  # how many of each work, by key
Amount = int | Fraction


class Work(NamedTuple):
    """Something that is met or can become so: a named thing, or `most` items of a measure that no row names.

    `maybe` of them may be met already. `key` names it in links: `set:criterion`, `set:criterion:unit`, `:school`, or
    `+measure` where nothing names it. `cost` is in million VND; None where nobody has said it. `below` are the keys of
    what it consists of, where that is not asked for by itself: it is met too when all of that is done. `codes` are the
    criteria that one work stands for, of several that are met: no step needs them one by one.
    """

    key: str
    status: Status
    most: int = 1
    maybe: int = 0
    set_id: str | None = None
    criterion: str | None = None
    unit: str | None = None
    school: str | None = None
    measure: str | None = None
    agency: str | None = None
    deadline: date | None = None
    cost: float | None = None
    below: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()

    def opened(self) -> "Work":
        """The same where its points are not known: met or not, they may still be short."""
        return self._replace(status="unknown", maybe=1) if self.status == "met" else self

    def number(self, done: Done, possibly: bool = False) -> int:
        """How many of it are met: surely, or possibly."""
        if self.status == "met" or (self.below and self.below <= done.keys()):
            return self.most
        if possibly and not self.below.isdisjoint(done):
            return self.most
        return min(self.most, done.get(self.key, 0) + (self.maybe if possibly else 0))


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


@dataclass(frozen=True, eq=False)
class Rule:
    """Met when `base` and what its parts give reach `needed`: for each that is met the part's weight, 1 or points.

    At most `upper` may be reached while nothing is done. `unsure` are things of which some are met, nobody knows which:
    they are in `base`. `by_items` counts what lies below the things counted here: at most as many things are missing as
    items are; `above` tells of the things above those counted here. `thing` is what is met with the rule, a criterion
    or a unit, where it is one; `measure` the one that counts so.
    """

    needed: Amount
    parts: tuple[tuple[Amount, "Work | Rule"], ...]
    base: Amount = 0
    upper: Amount | None = None
    total: Amount | None = None
    unsure: tuple["Work | Rule", ...] = ()
    by_items: "Rule | None" = None
    above: "Above | None" = None
    thing: Work | None = None
    measure: str | None = None

    def reached(self, done: Done, possibly: bool = False) -> Amount:
        """What it comes to when some works are done: the least, or the most that may be."""
        if not done:
            return self._before[possibly]
        return self._most(done) if possibly else self._least(done)

    @cached_property
    def _before(self) -> tuple[Amount, Amount]:
        """What it comes to when nothing is done, at least and at most."""
        return self._least({}), self._most({})

    def _least(self, done: Done) -> Amount:
        named = self._of_parts(done, False)
        own = max(self.base + named, named + sum(_count(one, done, False) for one in self.unsure))
        if self.total is None:
            return own
        if self.by_items is not None:
            own = max(own, self.total - self.by_items.missing(done))
        if self.above is not None:
            brought = sum(least for least, one in self.above.brings if _count(one, done, False))
            gained = max(brought, self.above.rule.numbered(done, surely=True))
            own = max(own, self.base + self._of_parts({}, False) + gained)
            if not self.above.rule.missing(done):
                own = self.total
        return min(own, self.total)

    def _most(self, done: Done) -> Amount:
        own = self.base + self._of_parts(done, True)
        if self.total is None or self.upper is None:
            return own
        gained = self.upper + sum((weight * _touched(one, done) for weight, one in self.parts), start=0)
        told = sum(_touched(one, done) for one in self.unsure)
        named = (one for _, one in self.parts if isinstance(one, Work) and one.measure is None)
        failing = sum(one.status == "not_met" and not one.number(done, True) for one in named)
        if self.by_items is not None:
            spread = self.by_items.numbered(done)  # they may lie below any thing that names no items
            told, failing = told + spread, max(0, failing - spread)
            if (self.by_items.total or 0) > self.by_items.reached(done, True):
                failing = max(failing, 1)  # what misses an item is not met
        if self.above is not None and self.above.is_touched(done):
            return self.total - failing
        return min(own + told, gained + told, self.total - failing)

    def numbered(self, done: Done, surely: bool = False) -> int:
        """How many of the things that no row names are done; surely: less those that may have been met before."""
        works = (one for _, one in self.parts if isinstance(one, Work) and one.measure is not None)
        return sum(max(0, done.get(one.key, 0) - (one.maybe if surely else 0)) for one in works)

    def missing(self, done: Done) -> Amount:
        """How many of all may still be missing."""
        return (self.total or self.needed) - self.reached(done)

    def _of_parts(self, done: Done, possibly: bool) -> Amount:
        return sum((weight * _count(part, done, possibly) for weight, part in self.parts), start=0)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all works that it rests on."""
        return frozenset(works_of(self))

    def is_met(self, done: Done, possibly: bool = False) -> bool:
        """Whether it is passed."""
        return self.reached(done, possibly) >= self.needed

    @cached_property
    def asks_for_all(self) -> bool:
        """Whether every part has to be met."""
        return self.base + sum((weight * _most(part) for weight, part in self.parts), start=0) == self.needed


@dataclass(frozen=True, eq=False)
class Above:
    """The rule of the criteria above some items, and of each that is not surely met the least it brings along."""

    rule: Rule
    brings: tuple[tuple[int, Work | Rule], ...]

    def is_touched(self, done: Done) -> bool:
        """Whether a criterion is done as a whole."""
        works = (one for _, one in (*self.rule.parts, *self.brings) if isinstance(one, Work))
        return any(done.get(work.key) for work in works)


def _count(part: Work | Rule, done: Done, possibly: bool) -> int:
    if isinstance(part, Work):
        return part.number(done, possibly)
    if possibly and part.thing is not None and part.thing.status == "not_met" and part.keys.isdisjoint(done):
        return 0  # its own row says so, whatever is unknown of what lies below
    return int(part.is_met(done, possibly))


def _touched(part: Work | Rule, done: Done) -> int:
    """How many of a part may be met by what is done, and were not before."""
    if isinstance(part, Work):
        return part.number(done, bool(part.below)) - part.number({})
    return int(not part.is_met({}) and not part.keys.isdisjoint(done))


def _most(part: Work | Rule) -> int:
    return part.most if isinstance(part, Work) else 1


def rules_in(rule: Rule) -> Iterator[Rule]:
    """A rule and every rule that it rests on, each once, in order."""
    waiting, seen = [rule], {id(rule)}
    while waiting:
        one = waiting.pop()
        yield one
        below = [part for part in (*_below(one), one.by_items) if isinstance(part, Rule) and id(part) not in seen]
        seen.update(map(id, below))
        waiting += reversed(below)


def works_of(rule: Rule) -> dict[str, Work]:
    """Every work that a rule rests on, met or not, by key."""
    found: dict[str, Work] = {}
    for one in rules_in(rule):
        found |= {part.key: part for part in _below(one) if isinstance(part, Work) and part.key not in found}
    return found


def _below(rule: Rule) -> Iterator[Work | Rule]:
    yield from (part for _, part in rule.parts)
    yield from rule.unsure
    if rule.above is not None:
        yield from (part for _, part in (*rule.above.rule.parts, *rule.above.brings))


def every(parts: Sequence[Work | Rule], thing: Work | None = None) -> Rule:
    """All of some parts."""
    return Rule(sum(map(_most, parts)), tuple(zip(repeat(1), parts)), thing=thing)


def counted(
    ratio: Ratio,
    things: Sequence[Work | Rule],
    needed: int,
    agency: str | None = None,
    deadline: date | None = None,
) -> Rule:
    """So many of the things that a measure counts: those that rows name, and those that they do not by number.

    Where a total says that more are met than rows do, nobody knows which; what is unknown then has a number only. What
    no row names is the work of `agency`, by `deadline`.
    """
    tally = ratio.tally
    sure = [one for one in things if _count(one, {}, possibly=False)]
    failing = [one for one in things if not _count(one, {}, possibly=True)]
    met, open_ones = sum(map(_most, sure)), len(things) - len(sure) - len(failing)
    unsaid, kept, unsure = tally.total - met - open_ones - len(failing), things, []
    base, maybe = 0, max(0, tally.upper - met - open_ones)
    if tally.lower > met:
        kept, known = [*sure, *failing], {id(one) for one in (*sure, *failing)}
        unsure = [one for one in things if id(one) not in known]
        base, maybe = tally.lower - met, tally.upper - tally.lower
        unsaid = tally.total - tally.lower - len(failing)
    parts: list[tuple[Amount, Work | Rule]] = [(1, one) for one in kept]
    if unsaid > 0:
        status: Status = "unknown" if maybe else "not_met"
        unnamed = Work(f"+{ratio.id}", status, unsaid, min(unsaid, maybe), measure=ratio.id)
        parts.append((1, unnamed._replace(agency=agency, deadline=deadline)))
    return Rule(needed, tuple(parts), base, tally.upper, tally.total, tuple(unsure), measure=ratio.id)


def added(parts: Sequence[Rule], needed: Amount) -> Rule:
    """What several rules count, as one."""
    upper = sum((part.upper for part in parts if part.upper is not None), start=0)
    total = sum((part.total for part in parts if part.total is not None), start=0)
    base = sum((part.base for part in parts), start=0)
    unsure = tuple(one for part in parts for one in part.unsure)
    return Rule(needed, tuple(one for part in parts for one in part.parts), base, upper, total, unsure)


def keys_asked(rule: Rule) -> Iterator[str]:
    """The key of a work for each way in which a rule rests on it."""
    waiting = [rule]
    while waiting:
        for _, part in asked(waiting.pop()).parts:
            if isinstance(part, Rule):
                waiting.append(part)
            else:
                yield part.key


def asked(rule: Rule) -> Rule:
    """The rule that a plan fulfils. Of things that all have to be met it is that of the items below them, where it is
    known how many of those are missing: the finer work.
    """
    items = rule.by_items
    if items is None or rule.needed != rule.total or items.reached({}) != items.reached({}, True):
        return rule
    return replace(items, needed=items.total or items.needed)


def flat(rule: Rule) -> Rule:
    """The same rule with what lies below in one list, where all of everything is asked for."""
    if not rule.asks_for_all or (not rule.base and all(isinstance(part, Work) for _, part in rule.parts)):
        return rule
    parts: list[tuple[Amount, Work | Rule]] = []
    for weight, part in rule.parts:
        below = flat(asked(part)) if isinstance(part, Rule) else None
        parts += below.parts if below is not None and below.asks_for_all else [(weight, part)]
    most = sum(one.most if isinstance(one, Work) else 1 for _, one in parts)
    return replace(rule, parts=tuple(parts), needed=most, base=0)
