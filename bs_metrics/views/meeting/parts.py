"""Long lists on slides: in parts that can be read from the back of a room, or as much of each kind as fits."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from textwrap import wrap
from typing import TypeVar

import pandas as pd

T = TypeVar("T")
BARS = 6  # of a chart on one slide: its letters stay as large as those of the foot
LETTERS = 74  # of a table, in one line across a slide
_LINES, _ROW = 11.8, 0.2  # below a title of two lines, with the headings; a row takes its lines, and a little
_LARGER = (1.3, 1.2, 1.1)  # times the usual letters: few rows fill a slide too
_TITLE, _SECOND = 46, 1.4  # letters of a title of one line; how many lines of a table its second one takes
_BELOW, _SMALLER = 110, 0.7  # letters of a line below a table, and how much of one of a table it takes
_SHARES = (1.0, 0.7, 0.5, 0.35)  # of its longest cell, the width of a column but for the one with the longest texts
_AIR = 3  # letters between columns; figures are wider than letters
_LEAST = 0.3  # of the width, at least, for the longest texts


def in_parts(id: str, name: str, parts: Sequence[T]) -> Iterator[tuple[str, str, T]]:
    """The parts of a message, a slide each, with its id and name: numbered where there are several."""
    for number, part in enumerate(parts, start=1):
        named = name if len(parts) == 1 else f"{name} {number}/{len(parts)}"
        yield id if number == 1 else f"{id}-{number}", named, part


def bar_parts(rows: pd.DataFrame, most: int = BARS) -> list[pd.DataFrame]:
    """Rows of bars, at most so many at a time, else as many as one slide holds, and about as many each time."""
    each = -(-len(rows) // -(-len(rows) // most)) if len(rows) else 1
    return [rows.iloc[start : start + each].reset_index(drop=True) for start in range(0, len(rows) or 1, each)]


def table_parts(table: pd.DataFrame, title: str = "", lines: Sequence[str] = ()) -> list[pd.DataFrame]:
    """Rows of a table, as many at a time as one slide holds by the lines that they take, about as many each time. A
    `title` of one line leaves room for more, unless there are `lines` below the table; longer ones take it.
    """
    heads, *heights = _heights(table, column_letters(table))
    most = max(_room(title, lines) - heads, 1.0)
    fewest = len(_cuts(heights, most))
    room = min(
        (limit for limit in map(float, range(1, int(most) + 1)) if len(_cuts(heights, limit)) == fewest),
        default=most,
    )
    cuts = _cuts(heights, room)
    return [table.iloc[start:end].reset_index(drop=True) for start, end in zip([0, *cuts], cuts, strict=False)]


def larger(table: pd.DataFrame, title: str) -> float:
    """How much larger than usual the letters of a table alone on its slide can be."""
    return next((by for by in _LARGER if by * sum(_heights(table, column_letters(table, by))) <= _room(title)), 1.0)


def _room(title: str, lines: Sequence[str] = ()) -> float:
    """How many lines of a table, of the usual size and with its headings, stand below a title."""
    spare = 2 - -(-len(title) // _TITLE) if title else 0
    below = sum(-(-len(line) // _BELOW) for line in lines)
    return _LINES + _SECOND * (min(spare, 0) if below else spare) - _SMALLER * max(below - 1, 0)


def _heights(table: pd.DataFrame, columns: Sequence[int]) -> list[float]:
    """That of the headings, and of each row."""
    return [_ROW + _lines(row, columns) for row in _cells(table)]


def _cells(table: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    """The headings and the rows."""
    return tuple(map(str, table.columns)), *table.astype(str).itertuples(index=False, name=None)


def _cuts(heights: list[float], room: float) -> list[int]:
    """Where each part ends, a row at least in each."""
    cuts, used = [], 0.0
    for place, height in enumerate(heights):
        if used and used + height > room:
            cuts.append(place)
            used = 0.0
        used += height
    return [*cuts, len(heights)]


def column_letters(table: pd.DataFrame, larger: float = 1.0) -> list[int]:
    """How many letters each column of a table has, so that its rows take as few lines as they can; of letters so many
    times as large as usual.
    """
    return list(_column_letters(_cells(table), int(LETTERS / larger)))


@cache
def _column_letters(cells: tuple[tuple[str, ...], ...], whole: int) -> tuple[int, ...]:
    columns = list(zip(*cells, strict=True))
    longest = [max(map(len, column)) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    rest, tried = longest.index(max(longest)), []  # the column that gets what the others leave
    for shares in product(_SHARES, repeat=len(longest) - 1):
        share = iter(shares)
        letters = [
            0 if place == rest else max(round(next(share) * wide), words[place]) + _AIR
            for place, wide in enumerate(longest)
        ]
        letters[rest] = whole - sum(letters)
        if letters[rest] >= _LEAST * whole:
            tried.append((sum(_lines(row, letters) for row in cells), tuple(letters)))
    if not tried:  # many columns, or long words: alike
        return (whole // len(longest),) * len(longest)
    return min(tried)[1]


def _lines(row: Sequence[str], columns: Sequence[int]) -> int:
    return max(len(wrap(cell, max(letters - _AIR, 1))) or 1 for cell, letters in zip(row, columns, strict=True))


def some_of_each(groups: Sequence[tuple[str, Sequence[T]]], most: int) -> list[tuple[str, T]]:
    """As many lines as there is room for, in their order, under their headings: no kind is crowded out by another."""
    room = dict.fromkeys((heading for heading, _ in groups), 0)
    for turn in range(most):
        for heading, lines in groups:
            if turn < len(lines) and sum(room.values()) < most:
                room[heading] += 1
    return [(heading, line) for heading, lines in groups for line in lines[: room[heading]]]
