"""Long lists on slides: in parts that can be read from the back of a room, or as much of each kind as fits."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
MISSING_ROWS = 5  # of what is missing on one slide: more cannot be read from the back of a room


def in_parts(id: str, name: str, rows: Sequence[T]) -> Iterator[tuple[str, str, Sequence[T]]]:
    """Rows, as many at a time as one slide holds, with its id and name: numbered where there are several."""
    starts = range(0, len(rows), MISSING_ROWS) or [0]
    for number, start in enumerate(starts, start=1):
        named = name if len(starts) == 1 else f"{name} {number}/{len(starts)}"
        yield id if number == 1 else f"{id}-{number}", named, rows[start : start + MISSING_ROWS]


def some_of_each(groups: Sequence[tuple[str, Sequence[T]]], most: int) -> list[tuple[str, T]]:
    """As many lines as there is room for, in their order, under their headings: no kind is crowded out by another."""
    room = dict.fromkeys((heading for heading, _ in groups), 0)
    for turn in range(most):
        for heading, lines in groups:
            if turn < len(lines) and sum(room.values()) < most:
                room[heading] += 1
    return [(heading, line) for heading, lines in groups for line in lines[: room[heading]]]
