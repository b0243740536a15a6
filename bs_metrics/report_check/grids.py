"""Tables of a report: total rows and columns against their parts, columns of percentages against two others."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from bs_metrics.numbers import format_number
from bs_metrics.report_check.document import Grid, Passage, lowered
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, pattern
from bs_metrics.report_check.numerals import NUMBER, number
from bs_metrics.report_check.shares import percent_of

_FIGURE = re.compile(rf"^\(?({NUMBER})\)?\s*(%?)$")
_ROMAN = re.compile(r"^(?:[IVX]{1,5}|[A-EĐ])\.?$")
_HOLDS = 3  # rows in which a rule holds before one that breaks it is a doubt
_NEAR = Fraction(1, 4)  # of a sum, within which a total is meant to be it
_MOST, _COLUMNS = 3_000, 40  # rows and columns that are looked at
_FIRST, _BESIDE = 2, 6  # columns of counts that a percentage may be of: the first, and those next to it

Figures = list[list[tuple[Fraction, int] | None]]


def grids(grid: Grid, lexicon: Lexicon) -> Iterator[Doubt]:
    """What does not add up in a table."""
    rows = [row[:_COLUMNS] for row in grid.rows[:_MOST]]
    first = next((at for at, row in enumerate(rows) if sum(_figure(cell) is not None for cell in row[1:])), None)
    if not first:
        return
    above = (dict.fromkeys(filter(None, column)) for column in zip(*rows[:first], strict=True))
    headings = [lowered(" ".join(texts)) for texts in above]
    figures: Figures = [[_figure(cell) for cell in row] for row in rows]
    yield from _total_rows(grid, lexicon, headings, figures, first)
    yield from _total_columns(grid, lexicon, headings, figures, first)
    yield from _percent_columns(grid, headings, figures, first)


def _figure(cell: str) -> tuple[Fraction, int] | None:
    found = _FIGURE.match(cell.strip())
    return number(found[1]) if found else None


def _is_total(row: Sequence[str], lexicon: Lexicon) -> bool:
    labels = [lowered(cell).strip(" :.*") for cell in row[:3] if cell and not _figure(cell)]
    return bool(labels) and labels[0] in lexicon.totals


def _counts(heading: str) -> bool:
    return bool(heading.strip(" .")) and not pattern(r"<no_sum_heading>").search(heading)


def _total_rows(grid: Grid, lexicon: Lexicon, headings: list[str], figures: Figures, first: int) -> Iterator[Doubt]:
    rows = range(first, len(figures))
    totals = [at for at in rows if _is_total(grid.rows[at], lexicon)]
    if len(totals) != 1:
        return
    total = totals[0]
    above, below = range(first, total), range(total + 1, len(figures))
    if len(above) >= 2 and not any(any(figures[at]) for at in below):
        parts = list(above)
    elif not above and len(below) >= 2:
        parts = list(below)
    else:
        return
    sections = [at for at in parts if _ROMAN.match(grid.rows[at][0])]
    results = {}
    for column in range(1, len(headings)):
        printed = figures[total][column]
        if printed is None or not _counts(headings[column]) or "%" in grid.rows[total][column]:
            continue
        cells = {at: figures[at][column] for at in parts}
        if any(cell is None and grid.rows[at][column].strip(" -–") for at, cell in cells.items()):
            continue
        values = {at: cell[0] for at, cell in cells.items() if cell}
        if len(values) < 2:
            continue
        leaves = sum((value for at, value in values.items() if at not in sections), Fraction(0))
        tops = sum((value for at, value in values.items() if at in sections), Fraction(0))
        readings = {leaves + tops, leaves, tops} if sections else {leaves}
        results[column] = (printed[0], leaves, printed[0] in readings)
    holding = sum(holds for _, _, holds in results.values())
    for column, (_, added, holds) in results.items():
        if holds:
            continue
        is_near = abs(results[column][0] - added) <= _NEAR * added  # else the column may hold no parts at all
        is_plain = not sections and is_near
        certainty: Certainty = "certain" if holding and is_plain else "likely" if is_plain else "look"
        passage, shown = _cell(grid, first, total, column), format_number(added, "vi")
        given = {"sum": shown, "total": passage.text}
        yield Doubt("sum", "total_row", certainty, passage, 0, len(passage.text), (shown,), given)


def _total_columns(grid: Grid, lexicon: Lexicon, headings: list[str], figures: Figures, first: int) -> Iterator[Doubt]:
    own = [lowered(grid.rows[first - 1][column] or headings[column]).strip(" :.") for column in range(len(headings))]
    for column, heading in enumerate(own):
        if heading not in lexicon.totals:
            continue
        counted = (at for at in range(1, len(headings)) if at != column and _counts(headings[at]))
        others = [at for at in counted if own[at] not in lexicon.totals]
        rows = (at for at in range(first, len(figures)) if all(figures[at][one] for one in (column, *others)))
        if len(others) < 2:
            continue
        added = {at: sum((cell[0] for one in others if (cell := figures[at][one])), Fraction(0)) for at in rows}
        yield from _breaking(grid, figures, first, column, added)


def _percent_columns(grid: Grid, headings: list[str], figures: Figures, first: int) -> Iterator[Doubt]:
    shares = [column for column, heading in enumerate(headings) if pattern(r"<percent_heading>").search(heading)]
    counts = [column for column, heading in enumerate(headings) if column not in shares and _counts(heading)]
    for column in shares:
        rows = [at for at in range(first, len(figures)) if figures[at][column]]
        beside = {*counts[:_FIRST], *sorted(counts, key=lambda one: abs(one - column))[:_BESIDE]}
        tried = (_followed(figures, rows, column, *pair) for pair in permutations(sorted(beside), 2))
        holds, broken = max(tried, key=lambda one: one[0], default=(0, {}))
        if holds >= max(_HOLDS, 3 * len(broken)):
            for at, (met, total) in broken.items():
                printed = figures[at][column]
                right = percent_of(met, total, printed[1] if printed else 0)
                passage, given = _cell(grid, first, at, column), {"rows": str(holds)}
                shown = right if "%" in passage.text else right.rstrip("%")
                where = (passage, 0, len(passage.text))
                yield Doubt("percent", "percent_column", "certain", *where, (shown,), given)


def _followed(
    figures: Figures, rows: Sequence[int], column: int, part: int, whole: int
) -> tuple[int, dict[int, tuple[int, int]]]:
    """In how many rows a column is the percentage of two others, rounded or cut off, and these where it is not.

    Given up where too many rows break it: whole numbers and an early end, for a page waits for tables of any size.
    """
    holds, broken = 0, dict[int, tuple[int, int]]()
    for at in rows:
        met, total, printed = figures[at][part], figures[at][whole], figures[at][column]
        if not met or not total or not printed or not total[0]:
            continue
        if met[0].denominator > 1 or total[0].denominator > 1:
            continue
        some, of_all, scale = met[0].numerator, total[0].numerator, 10 ** printed[1]
        over = 100 * scale * some - int(printed[0] * scale) * of_all  # in last digits printed, times the whole
        if 2 * abs(over) <= of_all or 0 <= over < of_all:
            holds += 1
        else:
            broken[at] = some, of_all
            if 4 * len(broken) > len(rows):
                return 0, {}
    return holds, broken


def _breaking(grid: Grid, figures: Figures, first: int, column: int, added: dict[int, Fraction]) -> Iterator[Doubt]:
    """The rows in which a column is not the sum of others, where it is in enough of them."""
    broken = {at: value for at, value in added.items() if (cell := figures[at][column]) and cell[0] != value}
    holds = len(added) - len(broken)
    if holds < max(_HOLDS, 3 * len(broken)):
        return
    for at, value in broken.items():
        passage, shown = _cell(grid, first, at, column), format_number(value, "vi")
        given = {"sum": shown, "total": passage.text}
        yield Doubt("sum", "total_column", "certain", passage, 0, len(passage.text), (shown,), given)


def _cell(grid: Grid, first: int, row: int, column: int) -> Passage:
    """A cell under its heading, beside what its row is about."""
    labels = (cell for cell in grid.rows[row] if cell and not _figure(cell) and not _ROMAN.match(cell))
    heading = " / ".join(dict.fromkeys(above[column] for above in grid.rows[:first] if above[column]))
    return Passage(grid.rows[row][column], f"{next(labels, f'{row + 1}')} · {heading}", grid.paragraph)
