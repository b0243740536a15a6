"""What totals on one level prove about the level below: exact bounds, by going through every way it can be.

A criterion is met only if all its items are; a criterion that is not met has at least one item that is not. So 13
unmet items over 7 unmet criteria leave no way but that one criterion misses exactly one item.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Span = tuple[int, int]
Status = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True)
class Group:
    """A criterion with its items: how many (None: unknown), how many of them are known to be met and not met."""

    code: str
    size: int | None
    status: Status
    met: int = 0
    not_met: int = 0


@dataclass(frozen=True)
class Nesting:
    """Bounds that hold in every possible distribution, each reached by one.

    `unmet` gives the least and most items each group can miss; `single` how many groups miss exactly one item;
    `unmet_items` and `unmet_groups` the two levels' totals.
    """

    unmet: dict[str, Span]
    single: Span
    unmet_items: Span
    unmet_groups: Span


def nest(groups: Sequence[Group], total_items: int, unmet_items: Span, unmet_groups: Span) -> Nesting | None:
    """The bounds, or None when no distribution fits (the figures contradict each other).

    `total_items` is the number of items over all groups; what the sized groups leave belongs to those without a size,
    at least one item each. The spans are what is known of the two totals beforehand.
    """
    pool = total_items - sum(group.size for group in groups if group.size is not None)
    # Groups that share the pool come first, so that its limit is settled before the others are gone through.
    ordered = sorted(groups, key=lambda group: group.size is not None)
    pooled = [group.met for group in ordered if group.size is None]  # items that are met take room in the pool too
    if pool < len(pooled) or (not pooled and pool != 0):
        return None
    choices = [_choices(group, pool - len(pooled) + 1) for group in ordered]
    outcomes = _outcomes(choices, pooled, pool, unmet_items, unmet_groups)
    if not outcomes:
        return None
    spans: dict[Group, Span] = {}  # groups of which the same is known have the same bounds
    for position, group in enumerate(ordered):

        def possible(number: int, at: int = position) -> bool:
            held = [*choices[:at], [number], *choices[at + 1 :]]
            return bool(_outcomes(held, pooled, pool, unmet_items, unmet_groups))

        if (alike := replace(group, code="")) not in spans:
            numbers = choices[position]  # what lies between the least and the most is not asked for
            spans[alike] = (next(filter(possible, numbers)), next(filter(possible, reversed(numbers))))
    return Nesting(
        {group.code: spans[replace(group, code="")] for group in groups},
        (min(low for low, _ in outcomes.values()), max(high for _, high in outcomes.values())),
        (min(items for items, _ in outcomes), max(items for items, _ in outcomes)),
        (min(count for _, count in outcomes), max(count for _, count in outcomes)),
    )


def _choices(group: Group, most: int) -> list[int]:
    """How many items the group may miss, by what is known of it alone."""
    size = most if group.size is None else group.size
    if group.status == "met":
        return [0] if group.not_met == 0 else []
    least = max(group.not_met, 1 if group.status == "not_met" else 0)
    return list(range(least, size - group.met + 1))


def _outcomes(
    choices: list[list[int]], pooled: list[int], pool: int, unmet_items: Span, unmet_groups: Span
) -> dict[tuple[int, int], Span]:
    """Every reachable (unmet items, unmet groups) within the spans, with the least and most single-miss groups."""
    states: dict[tuple[int, int, int], Span] = {(0, 0, 0): (0, 0)}  # items, groups, pool used
    for position, numbers in enumerate(choices):
        following: dict[tuple[int, int, int], Span] = {}
        for (items, count, used), (low, high) in states.items():
            for number in numbers:
                taken = used + max(number + pooled[position], 1) if position < len(pooled) else 0
                state = (items + number, count + (number > 0), taken)
                if state[0] > unmet_items[1] or state[1] > unmet_groups[1] or taken > pool:
                    continue
                one = number == 1
                before = following.get(state, (low + one, high + one))
                following[state] = (min(before[0], low + one), max(before[1], high + one))
        states = following
    outcomes: dict[tuple[int, int], Span] = {}
    for (items, count, _), (low, high) in states.items():
        if items >= unmet_items[0] and count >= unmet_groups[0]:
            before = outcomes.get((items, count), (low, high))
            outcomes[(items, count)] = (min(before[0], low), max(before[1], high))
    return outcomes
