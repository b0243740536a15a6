"""Tables of a report: total rows and columns against their parts, columns of percentages against two others."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bs_metrics.numbers import format_number
from bs_metrics.report_check.document import Grid, Passage, lowered
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.language import Language, pattern
from bs_metrics.report_check.numerals import NUMBER, number
from bs_metrics.report_check.shares import percent_of

_FIGURE = re.compile(rf"^\(?({NUMBER})\)?\s*(%?)$")
_ROMAN = re.compile(r"^(?:[IVX]{1,5}|[A-EĐ])\.?$")
_HOLDS = 3  # rows in which a rule holds before one that breaks it is a doubt
_NEAR = Fraction(1, 4)  # of a sum, within which a total is meant to be it
_MOST, _COLUMNS = 3_000, 40  # rows and columns that are looked at

Figures = list[list[tuple[Fraction, int] | None]]


def grids(grid: Grid, language: Language) -> Iterator[Doubt]:
    """What does not add up in a table."""
    rows = [row[:_COLUMNS] for row in grid.rows[:_MOST]]
    first = next((at for at, row in enumerate(rows) if sum(_figure(cell) is not None for cell in row[1:])), None)
    if not first:
        return
    headings = [
        lowered(" ".join(dict.fromkeys(row[column] for row in rows[:first] if row[column])))
        for column in range(len(rows[0]))
    ]
    figures: Figures = [[_figure(cell) for cell in row] for row in rows]
    yield from _total_rows(grid, language, headings, figures, first)
    yield from _total_columns(grid, language, headings, figures, first)
    yield from _percent_columns(grid, language, headings, figures, first)


def _figure(cell: str) -> tuple[Fraction, int] | None:
    found = _FIGURE.match(cell.strip())
    return number(found[1]) if found else None


def _is_total(row: Sequence[str], language: Language) -> bool:
    labels = [lowered(cell).strip(" :.*") for cell in row[:3] if cell and not _figure(cell)]
    return bool(labels) and labels[0] in language.totals


def _counts(heading: str) -> bool:
    return bool(heading.strip(" .")) and not pattern(r"<no_sum_heading>").search(heading)


def _total_rows(grid: Grid, language: Language, headings: list[str], figures: Figures, first: int) -> Iterator[Doubt]:
    rows = range(first, len(figures))
    totals = [at for at in rows if _is_total(grid.rows[at], language)]
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
        passage = Passage(
            grid.rows[total][column], f"{_label(grid, total)} · {_heading(grid, first, column)}", grid.paragraph
        )
        given = {"sum": format_number(added, "vi"), "total": passage.text}
        yield Doubt("sum", "total_row", certainty, passage, 0, len(passage.text), (format_number(added, "vi"),), given)


def _total_columns(
    grid: Grid, language: Language, headings: list[str], figures: Figures, first: int
) -> Iterator[Doubt]:
    own = [lowered(grid.rows[first - 1][column] or headings[column]).strip(" :.") for column in range(len(headings))]
    for column, heading in enumerate(own):
        if heading not in language.totals:
            continue
        others = [
            at
            for at in range(1, len(headings))
            if at != column and _counts(headings[at]) and own[at] not in language.totals
        ]
        rows = [
            at for at in range(first, len(figures)) if figures[at][column] and all(figures[at][one] for one in others)
        ]
        if len(others) < 2:
            continue
        added = {at: sum((cell[0] for one in others if (cell := figures[at][one])), Fraction(0)) for at in rows}
        yield from _breaking(grid, figures, first, column, added, "total_column")


def _percent_columns(
    grid: Grid, language: Language, headings: list[str], figures: Figures, first: int
) -> Iterator[Doubt]:
    shares = [column for column, heading in enumerate(headings) if pattern(r"<percent_heading>").search(heading)]
    counts = [column for column, heading in enumerate(headings) if column not in shares and _counts(heading)]
    for column in shares:
        rows = [at for at in range(first, len(figures)) if figures[at][column]]
        best: tuple[int, dict[int, str]] = (0, {})
        for part in counts:
            for whole in counts:
                if part == whole:
                    continue
                expected, holds = {}, 0
                for at in rows:
                    one, all_of, cell = figures[at][part], figures[at][whole], figures[at][column]
                    if (
                        not one
                        or not all_of
                        or not cell
                        or not all_of[0]
                        or one[0].denominator > 1
                        or all_of[0].denominator > 1
                    ):
                        continue
                    true = 100 * one[0] / all_of[0]
                    step = Fraction(1, 10 ** cell[1])
                    if abs(true - cell[0]) <= step / 2 or 0 <= true - cell[0] < step:
                        holds += 1
                    else:
                        expected[at] = percent_of(int(one[0]), int(all_of[0]), cell[1])
                if holds > best[0]:
                    best = holds, expected
        holds, broken = best
        if holds >= max(_HOLDS, 3 * len(broken)):
            for at, right in broken.items():
                passage = Passage(
                    grid.rows[at][column], f"{_label(grid, at)} · {_heading(grid, first, column)}", grid.paragraph
                )
                shown = right if "%" in passage.text else right.rstrip("%")
                yield Doubt(
                    "percent",
                    "percent_column",
                    "certain",
                    passage,
                    0,
                    len(passage.text),
                    (shown,),
                    {"rows": str(holds)},
                )


def _breaking(
    grid: Grid, figures: Figures, first: int, column: int, added: dict[int, Fraction], code: str
) -> Iterator[Doubt]:
    """The rows that break a rule which enough others keep."""
    broken = {at: value for at, value in added.items() if (cell := figures[at][column]) and cell[0] != value}
    holds = len(added) - len(broken)
    if holds < max(_HOLDS, 3 * len(broken)):
        return
    for at, value in broken.items():
        passage = Passage(
            grid.rows[at][column], f"{_label(grid, at)} · {_heading(grid, first, column)}", grid.paragraph
        )
        shown = format_number(value, "vi")
        yield Doubt(
            "sum", code, "certain", passage, 0, len(passage.text), (shown,), {"sum": shown, "total": passage.text}
        )


def _label(grid: Grid, row: int) -> str:
    return next(
        (cell for cell in grid.rows[row] if cell and not _figure(cell) and not _ROMAN.match(cell)), f"{row + 1}"
    )


def _heading(grid: Grid, first: int, column: int) -> str:
    return " / ".join(dict.fromkeys(row[column] for row in grid.rows[:first] if row[column]))
