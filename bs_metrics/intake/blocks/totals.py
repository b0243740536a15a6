"""A sheet's own totals against its rows: reported either way, and never counted as rows."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.body import RATIO, Body
from bs_metrics.intake.blocks.layout import Found
from bs_metrics.intake.blocks.matrix import is_met, is_tick
from bs_metrics.intake.vocabulary.known import Known
from bs_metrics.numbers import exact, format_number, parse_number

_RATIO = re.compile(r"(?<![\d/])\d{1,6}/\d{1,6}(?![\d/])")
Count = Callable[[Any], Fraction | None]


def compare_totals(found: Found, body: Body, known: Known) -> list[Finding]:
    """A warning for each total that differs from its rows, and one note for each row of totals that agree."""
    findings: list[Finding] = []
    columns = dict(_counted(found, known))
    for number, row in enumerate(body.totals):
        since = max((other for other in [*body.totals[:number], *body.sections] if other < row), default=-1)
        above = [at for at in body.rows if at < row] or body.rows  # a total may stand above its rows
        groups = [above, [at for at in above if at > since], body.rows]
        # A cell such as 21/22 or 740 triệu may hold what another column lacks: then no sum of the rows can be told.
        is_known = not any(_is_uncounted(found, at, columns) for at in above)
        compared = [
            _compared(
                found, row, position, [[found.sheet.rows[at][position] for at in group] for group in groups], count
            )
            for position, count in columns.items()
            if is_known or count is not _number
        ]
        told = [one for one in compared if one is not None] or _in_words(found, row, groups, columns)
        findings += _told(found, row, told)
    findings += _across(found, body, known)
    return findings


def _counted(found: Found, known: Known) -> Iterator[tuple[int, Count]]:
    """The columns that a total can be of, and what each of their cells adds."""
    meaning = found.meaning
    for position, (_, mark) in meaning.across.items():
        yield position, _one_if(is_tick if mark else is_met, known)
    for position in meaning.ticks:
        yield position, _one_if(is_tick, known)
    for position, meant in meaning.columns.items():
        if meant.column.type in ("integer", "number") and "%" not in meant.column.heading:
            yield position, _number
        elif meant.column.type == "result":
            yield position, _one_if(is_met, known)


def _is_uncounted(found: Found, row: int, columns: dict[int, Count]) -> bool:
    """Whether a number column of the row holds something that is not counted as it stands."""
    cells = [found.sheet.rows[row][at] for at, count in columns.items() if count is _number]
    return any(cell != "" and _number(cell) is None for cell in cells)


def _one_if(holds: Callable[[Any, Known], bool], known: Known) -> Count:
    return lambda cell: Fraction(int(holds(cell, known)))


def _number(cell: Any) -> Fraction | None:
    if isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return exact(cell)
    try:
        return Fraction(parse_number(cell, "vi"))
    except (ValueError, AttributeError):
        return None


def _compared(
    found: Found, row: int, position: int, groups: list[list[Any]], count: Count
) -> tuple[int, str, str, bool] | None:
    """Position, what the total says, what the rows give, and whether they agree; None where there is no total."""
    cell = found.sheet.rows[row][position]
    sums = [(sum(filter(None, map(count, cells)), Fraction(0)), len(cells)) for cells in groups]
    ratio = RATIO.match(cell) if isinstance(cell, str) else None
    if ratio:
        said = (Fraction(ratio[1]), int(ratio[2]))
        agrees = said in sums
        return position, cell.strip(), f"{format_number(sums[0][0], 'vi', 4)}/{sums[0][1]}", agrees
    stated = _number(cell) if cell != "" else None
    if stated is None:
        return None
    return position, format_number(stated, "vi", 4), format_number(sums[0][0], "vi", 4), stated in [s for s, _ in sums]


def _in_words(found: Found, row: int, groups: list[list[int]], columns: dict[int, Count]) -> list:
    """The only ratio in a total's words, `Tổng cộng: 21/22 trường đạt`, against the column of results."""
    results = [at for at, meant in found.meaning.columns.items() if meant.column.type == "result"]
    texts = [(at, cell) for at, cell in enumerate(found.sheet.rows[row]) if isinstance(cell, str) and cell]
    ratios = [(at, ratio) for at, text in texts for ratio in _RATIO.findall(text)]
    if len(results) != 1 or len(ratios) != 1:
        return []
    (position, ratio), count = ratios[0], columns[results[0]]
    sums = [(sum(bool(count(found.sheet.rows[at][results[0]])) for at in group), len(group)) for group in groups]
    met, total = map(int, ratio.split("/"))
    return [(position, ratio, f"{sums[0][0]}/{sums[0][1]}", (met, total) in sums)]


def _across(found: Found, body: Body, known: Known) -> list[Finding]:
    """The totals at the end of each row of a matrix: how many of its criteria or places are met."""
    findings = []
    for position in sorted(found.meaning.totals) if found.meaning.across else ():
        agreeing = []
        for row in body.rows:
            cells = [
                (found.sheet.rows[row][at], mark)
                for at, (_, mark) in found.meaning.across.items()
                if mark in (None, "met")
            ]
            met = [Fraction(int((is_tick if mark else is_met)(cell, known))) for cell, mark in cells]
            one = _compared(found, row, position, [met], lambda number: number)
            if one and one[3]:
                agreeing.append(one)
            elif one:
                findings += _told(found, row, [one])
        if agreeing and len(agreeing) == len(body.rows):
            findings += _told(found, body.rows[0], agreeing[:1])
    return findings


def _told(found: Found, row: int, compared: list[tuple[int, str, str, bool]]) -> list[Finding]:
    sheet, table = found.sheet, found.meaning.table

    def place_of(position: int) -> Place:
        return Place(sheet.file, sheet.name, address(row, position), found.texts.get(position))

    findings = [
        finding("total_differs", place_of(position), value=stated, table=table, counted=counted)
        for position, stated, counted, agrees in compared
        if not agrees
    ]
    if findings:
        return findings
    first = next((at for at, cell in enumerate(sheet.rows[row]) if cell != ""), 0)
    position, value = (compared[0][0], compared[0][1]) if compared else (first, str(sheet.rows[row][first]))
    code = "total_agrees" if compared else "total_not_compared"
    return [finding(code, place_of(position), value=value, table=table)]
