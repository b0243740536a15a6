"""A sheet's own totals against its rows: reported either way, and never counted as rows."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.body import RATIO
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.numbers import exact, format_number, parse_number

_RATIO = re.compile(r"(?<![\d/])\d{1,6}/\d{1,6}(?![\d/])")
Count = Callable[[Cell], Fraction | None]
Comparison = tuple[int, str, str, bool]  # position, what the total says, what the rows give, whether they agree


def compare_totals(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Tell each total that differs from its rows, and once of each row of totals that they agree."""
    rows, columns = block.sheet.rows, dict(_counted(block, vocabulary))
    numbers = [at for at, count in columns.items() if count is _number]
    for number, row in enumerate(block.totals):
        since = max((other for other in [*block.totals[:number], *block.sections] if other < row), default=-1)
        above = [at for at in block.rows if at < row] or block.rows  # a total may stand above its rows
        groups = [above, [at for at in above if at > since], block.rows]
        # A cell such as 21/22 or 740 triệu may hold what another column lacks: then no sum of the rows can be told.
        cells = [rows[at][position] for at in above for position in numbers]
        is_known = all(cell == "" or _number(cell) is not None for cell in cells)
        compared = [
            _compared(block, row, position, [[rows[at][position] for at in group] for group in groups], count)
            for position, count in columns.items()
            if is_known or count is not _number
        ]
        _tell(block, row, [one for one in compared if one is not None] or _in_words(block, row, groups, columns))
    _compare_across(block, vocabulary)


def _counted(block: TableBlock, vocabulary: Vocabulary) -> Iterator[tuple[int, Count]]:
    """The columns that a total can be of, and what each of their cells adds."""
    meaning = block.meaning
    met = _one_if_met(block, vocabulary)
    yield from ((position, met) for position in (*meaning.across, *meaning.ticks))
    for position, meant in meaning.columns.items():
        if meant.column.type in ("integer", "number") and "%" not in meant.column.heading:
            yield position, _number
        elif meant.column.type == "result":
            yield position, met


def _one_if_met(block: TableBlock, vocabulary: Vocabulary) -> Count:
    return lambda cell: Fraction(int(result_of(block, cell, vocabulary) == "met"))


def _number(cell: Cell) -> Fraction | None:
    if isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return exact(cell)
    try:
        return Fraction(parse_number(cell, "vi")) if isinstance(cell, str) else None
    except ValueError:
        return None


def _compared(block: TableBlock, row: int, position: int, groups: list[list[Cell]], count: Count) -> Comparison | None:
    """Position, what the total says, what the rows give, and whether they agree; None where there is no total."""
    cell = block.sheet.rows[row][position]
    sums = [(sum(filter(None, map(count, cells)), Fraction(0)), len(cells)) for cells in groups]
    ratio = RATIO.match(cell) if isinstance(cell, str) else None
    met, total = sums[0]
    if ratio and (met > total or met.denominator > 1):
        return None  # of figures no share can be told
    if ratio:
        counted = f"{format_number(met, 'vi', 4)}/{total}"
        return position, cell.strip(), counted, (Fraction(ratio[1]), int(ratio[2])) in sums
    stated = _number(cell) if cell != "" else None
    if stated is None:
        return None
    return position, format_number(stated, "vi", 4), format_number(sums[0][0], "vi", 4), stated in [s for s, _ in sums]


def _in_words(block: TableBlock, row: int, groups: list[list[int]], columns: dict[int, Count]) -> list[Comparison]:
    """The only ratio in a total's words, `Tổng cộng: 21/22 trường đạt`, against the column of results."""
    results = [at for at, meant in block.meaning.columns.items() if meant.column.type == "result"]
    texts = [(at, cell) for at, cell in enumerate(block.sheet.rows[row]) if isinstance(cell, str) and cell]
    ratios = [(at, ratio) for at, text in texts for ratio in _RATIO.findall(text)]
    if len(results) != 1 or len(ratios) != 1:
        return []
    (position, ratio), count = ratios[0], columns[results[0]]
    sums = [(sum(bool(count(block.sheet.rows[at][results[0]])) for at in group), len(group)) for group in groups]
    met, total = map(int, ratio.split("/"))
    return [(position, ratio, f"{sums[0][0]}/{sums[0][1]}", (met, total) in sums)]


def _compare_across(block: TableBlock, vocabulary: Vocabulary) -> None:
    """The totals at the end of each row of a matrix: how many of its criteria or places are met."""
    for position in sorted(block.meaning.totals) if block.meaning.across else ():
        agreeing = []
        for row in block.rows:
            cells = [block.sheet.rows[row][at] for at, (_, mark) in block.meaning.across.items() if mark != "not_met"]
            one = _compared(block, row, position, [cells], _one_if_met(block, vocabulary))
            if one and one[3]:
                agreeing.append(one)
            elif one:
                _tell(block, row, [one])
        if agreeing and len(agreeing) == len(block.rows):
            _tell(block, block.rows[0], agreeing[:1])


def _tell(block: TableBlock, row: int, compared: list[Comparison]) -> None:
    differing = [one for one in compared if not one[3]]
    for position, stated, counted, _ in differing:
        block.tell("total_differs", row, position, block.texts.get(position), value=stated, counted=counted)
    if not differing:
        cells = block.sheet.rows[row]
        first = next((at for at, cell in enumerate(cells) if cell != ""), 0)
        position, value = compared[0][:2] if compared else (first, as_seen(cells[first]))
        code = "total_agrees" if compared else "total_not_compared"
        block.tell(code, row, position, block.texts.get(position), value=value)
