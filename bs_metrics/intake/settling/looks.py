"""What a cell's look says and its value does not: numbers that are shown smaller, or not at all; results by colour."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.findings import Asked, Finding, finding
from bs_metrics.contract.sheet import RawSheet, address, row_and_column
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.shared_cells import seen_in
from bs_metrics.intake.settling.codes import text_of
from bs_metrics.intake.vocabulary.choices import EMPTY, Choices
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.readers.looks.number_formats import is_padding, rounded, scale_of
from bs_metrics.text import folded

HIDDEN, DIVIDED = "shown_as_nothing", "divided_by_format"  # the questions, and the findings that ask them
UNIT = "unit_of_format"  # the question which of two units counts
ROUNDED, AS_SHOWN, AS_STORED = "rounded", "as_shown", "as_stored"  # the question which of two numbers, its answers
_WITH_UNIT = re.compile(r"\s*([-\d.,]+)\s*(\S.*)")
_PERCENT = "%"
_DIGITS = 10  # of a percentage
_NAMED = 5  # cells that are named


def settle_hidden(sheets: Sequence[RawSheet], findings: Sequence[Finding], choices: Choices) -> list[Finding]:
    """The findings, those of values that are not shown as questions; what was answered is put into the sheets."""
    named = {sheet.name: sheet for sheet in sheets}
    settled = []
    for one in findings:
        if one.code == HIDDEN and one.value and one.cell and one.sheet in named:
            asked = Asked(HIDDEN, one.value, (one.value, EMPTY))
            answer = choices.answers(HIDDEN).get(one.value)
            if answer == EMPTY:
                row, column = row_and_column(one.cell)
                named[one.sheet].rows[row][column] = ""
            if answer in asked.readings:
                one = finding("reading_chosen", one, None, asked, value=" · ".join(asked.readings), chosen=answer)
            else:
                one = replace(one, asked=asked)
        settled.append(one)
    return settled


def leave_struck(block: TableBlock, findings: Sequence[Finding]) -> None:
    """Leave out the rows all of whose figures are struck out, where the name is too or another row has it: the old row
    beside a new one. Any other figure that is struck out is an empty cell, and told as such.
    """
    cells = (row_and_column(one.cell) for one in findings if _is_struck(one, block) and one.cell)
    struck: dict[int, set[int]] = {}
    for row, at in cells:
        struck.setdefault(row, set()).add(at)
    meaning, rows = block.meaning, block.sheet.rows
    own = {meant.column.name: at for at, meant in meaning.columns.items()}
    figures = {*meaning.across, *meaning.ticks, *(own[name] for name in block.table.figures if name in own)}
    named_by = [name for name in block.table.key if name in own] or [text_of(block.table) or ""]
    keys = [own[name] for name in named_by if name in own and own[name] not in figures]

    def named(row: int) -> list[str]:
        seen = (seen_in(block, row, at) for at in keys)
        return [folded(as_seen(rows[one[0]][one[1]])).strip() if one else "" for one in seen]

    gone = [
        row
        for row in block.rows
        if not figures.isdisjoint(struck.get(row, ()))
        and not any(as_seen(rows[row][at]).strip() for at in figures)
        and (
            not struck[row].isdisjoint(keys)
            or (
                any(named(row))
                and any(other != row and other not in struck and named(other) == named(row) for other in block.rows)
            )
        )
    ]
    for row in gone:
        name = next((as_seen(rows[row][at]) for at in keys if as_seen(rows[row][at]).strip()), "–")
        block.tell("struck_row", row, min(struck[row]), value=name, row=str(row + 1))
    block.rows[:] = [row for row in block.rows if row not in gone]


def _is_struck(one: Finding, block: TableBlock) -> bool:
    return one.code == "struck_out" and one.sheet == block.sheet.name


def settle_divided(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block, its numbers those that are seen; under a heading without a power it is asked, and answers count."""
    rows = list(block.sheet.rows)
    for at in sorted(block.meaning.cells & set(block.sheet.formats)):
        meant = block.meaning.columns.get(at)
        if meant and (meant.column.type == "code" or meant.column.references):
            _pad(block, rows, at, meant.column.heading)
            continue
        divided = {row: scale for row in block.rows if (scale := _divided(block.sheet, row, at)) > 1}
        if not divided:
            continue
        first = next(iter(divided))
        heading = meant.column.heading if meant else block.texts[at]
        seen, stored = (_written(one) for one in (rows[first][at], _stored(rows[first][at], divided[first])))
        context = {"stored": stored, "cells": grouped(len(divided))}
        power = meant.scale * (vocabulary.words.power(meant.column) or 1) if meant else 0
        if power != 1 or (meant and meant.column.type not in ("integer", "number")):
            block.tell("shown_divided", first, at, heading, value=seen, **context)
            continue
        asked = Asked(DIVIDED, block.texts[at], (seen, stored))
        answer = vocabulary.choices.answers(DIVIDED).get(asked.written)
        if answer in asked.readings:
            readings = " · ".join(asked.readings)
            block.tell("reading_chosen", first, at, heading, asked, value=readings, chosen=answer)
        else:
            block.tell(DIVIDED, first, at, heading, asked, value=seen, **context)
        for row, scale in divided.items() if answer != seen else ():
            rows[row] = [*rows[row][:at], _stored(rows[row][at], scale), *rows[row][at + 1 :]]
    return replace(block, sheet=replace(block.sheet, rows=rows))


def settle_rounded(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block, its numbers those that are stored where formats show them rounded: told once of a column.

    It is asked where a threshold, a target or another number of the row lies between both, and of counts with decimals.
    """
    rows, limits = list(block.sheet.rows), _limits(vocabulary)
    own = {meant.column.name: at for at, meant in block.meaning.columns.items()}
    for at, meant in sorted(block.meaning.columns.items()):
        column, codes = meant.column, block.sheet.formats.get(at)
        if not codes or column.type not in ("integer", "number"):
            continue
        beside = [own[name] for name in block.table.figures if column is block.table.share and name in own]
        odd: dict[bool, dict[int, Decimal]] = {}  # of percentages, which may stand among counts, and of others
        for row in block.rows:
            # A percentage beside its count is that of the count.
            if (seen := _rounded(block.sheet, row, at)) is not None and not any(
                as_seen(rows[row][one]).strip() for one in beside
            ):
                odd.setdefault(_is_share(block, row, at), {})[row] = seen
        for is_share, some in odd.items():
            is_count = column.type == "integer" and meant.scale == 1 and not is_share
            near = [row for row, seen in some.items() if is_count or _is_between(block, row, at, seen, limits)]
            row = (near or [*some])[0]
            shown, stored = (_in_format(one, block, row, at) for one in (some[row], rows[row][at]))
            named = f"{block.sheet.name}: {block.texts[at]}" + f" ({_PERCENT})" * is_share
            asked = Asked(ROUNDED, named, (AS_SHOWN, EMPTY if is_count else AS_STORED))
            answer, place = vocabulary.choices.answers(ROUNDED).get(asked.written), (row, at, column.heading)
            context = {"shown": shown, "cells": grouped(len(some))}
            if not near:
                block.tell("shown_rounded", *place, value=stored, **context)
                continue
            if answer in asked.readings:
                both = {AS_SHOWN: shown, AS_STORED: stored, EMPTY: EMPTY}
                block.tell("reading_chosen", *place, asked, value=f"{shown} · {stored}", chosen=both[answer])
            else:
                block.tell("which_rounded", *place, asked, value=stored, **context)
            for row, seen in some.items() if answer != AS_STORED else ():
                rows[row] = [*rows[row][:at], "" if answer == EMPTY else float(seen), *rows[row][at + 1 :]]
    return replace(block, sheet=replace(block.sheet, rows=rows))


def _limits(vocabulary: Vocabulary) -> list[float]:
    """Every number that a value may have to reach: thresholds and points of criteria, targets."""
    criteria = vocabulary.frame("criteria")[["threshold", "threshold_max", "points_min", "points_max"]]
    frames = (criteria, vocabulary.frame("criteria_sets")[["pass_mark"]], vocabulary.frame("targets")[["percent"]])
    return sorted({float(one) for frame in frames for name in frame for one in frame[name].dropna()})


def _rounded(sheet: RawSheet, row: int, at: int) -> Decimal | None:
    """What is seen of a number that its format rounds, of 0.04 perhaps 0.0."""
    code, cell = sheet.format_at(row, at), sheet.rows[row][at]
    return rounded(cell, code) if code and isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _is_between(block: TableBlock, row: int, at: int, seen: Decimal, limits: list[float]) -> bool:
    """Whether a limit, or another number of the row, lies between what is seen and what is stored."""
    cells, factor = block.sheet.rows[row], 100 if _is_share(block, row, at) else 1
    low, high = (round(end * factor, _DIGITS) for end in sorted((float(seen), cells[at])))
    others = [cells[one] for one in block.unused if type(cells[one]) in (int, float)]
    return bisect_left(limits, low) < bisect_right(limits, high) or any(low <= one <= high for one in others)


def _is_share(block: TableBlock, row: int, at: int) -> bool:
    return _PERCENT in block.sheet.format_at(row, at)


def _in_format(number: float | Decimal, block: TableBlock, row: int, at: int) -> str:
    """A number as the file writes it, with the sign of a percentage where its format has one."""
    is_share, exact = _is_share(block, row, at), Decimal(f"{number:.15g}")
    return f"{exact.scaleb(2 * is_share):f}".replace(".", ",") + _PERCENT * is_share


def settle_units(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block, each number whose format adds another unit than its heading says in the one that was answered.

    The question, an error, holds the table back: the format may be as wrong as the heading.
    """
    rows, measured = list(block.sheet.rows), vocabulary.words.measured_in(block.title)
    for at in sorted(set(block.meaning.columns) & set(block.sheet.formats)):
        meant, heading = block.meaning.columns[at], block.texts.get(at, "")
        said = vocabulary.words.unit_said(meant.column, heading, measured)
        sizes = vocabulary.words.sizes(meant.column) if said else {}
        odd: dict[str, list[int]] = {}  # the rows of each other unit
        for row in block.rows:
            cell = rows[row][at]
            found = _WITH_UNIT.match(folded(cell)) if isinstance(cell, str) and block.sheet.format_at(row, at) else None
            if found and sizes.get(found[2], sizes.get(said or "")) != sizes.get(said or ""):
                odd.setdefault(found[2], []).append(row)
        for unit, some in odd.items():
            asked = Asked(UNIT, f"{heading}: {unit}", (unit, said or ""))
            answer, place = vocabulary.choices.answers(UNIT).get(asked.written), (some[0], at, heading)
            if answer not in asked.readings:
                cells = grouped(len(some))
                block.tell("unit_contradicts", *place, asked, value=rows[some[0]][at], unit=said or "", cells=cells)
                continue
            block.tell("reading_chosen", *place, asked, value=" · ".join(asked.readings), chosen=str(answer))
            for row in some if answer == said else ():
                number = _WITH_UNIT.sub(r"\1", folded(str(rows[row][at]))).strip()
                rows[row] = [*rows[row][:at], number, *rows[row][at + 1 :]]
    return replace(block, sheet=replace(block.sheet, rows=rows))


def _pad(block: TableBlock, rows: list[list[Cell]], at: int, heading: str) -> None:
    """Give the codes of a column the zeros before them that their format shows."""
    seen = {}
    for row in block.rows:
        cell, code = rows[row][at], block.sheet.format_at(row, at)
        if is_padding(code) and not isinstance(cell, str) and len(as_seen(cell)) < len(code):
            seen[row] = as_seen(cell).zfill(len(code))
    for number, (row, code) in enumerate(seen.items()):
        if not number:
            shown = {"shown": code, "cells": grouped(len(seen))}
            block.tell("shown_otherwise", row, at, heading, value=rows[row][at], **shown)
        rows[row] = [*rows[row][:at], code, *rows[row][at + 1 :]]


def _divided(sheet: RawSheet, row: int, at: int) -> int:
    """What the number in a cell was divided by to be shown."""
    code = sheet.format_at(row, at)
    return scale_of(code) if code and isinstance(sheet.rows[row][at], int | float) else 1


def _stored(seen: Cell, scale: int) -> float:
    return float(Decimal(repr(seen)) * scale)


def _written(number: Cell) -> str:
    return as_seen(number).replace(".", ",")


def tell_conditional(block: TableBlock) -> None:
    """Warn of the first cell of a table in each range where a condition changes what is seen of a value."""
    for top, left, bottom, right in block.sheet.conditional:
        columns = [at for at in sorted(block.meaning.cells) if left <= at <= right]
        row = next((row for row in block.rows if top <= row <= bottom), None)
        if columns and row is not None:
            area = f"{address(top, left)}:{address(bottom, right)}"
            block.tell("conditional_look", row, columns[0], block.texts.get(columns[0]), value=area)


def tell_colours(block: TableBlock) -> None:
    """Warn of empty cells of results in different colours. Rows or columns that are coloured throughout say nothing."""
    sheet, meaning = block.sheet, block.meaning
    named = [at for at, meant in meaning.columns.items() if meant.column.name != "result"]
    results = sorted({*meaning.across, *meaning.ticks, *(set(meaning.columns) - set(named))})
    if not sheet.fills or not results:
        return
    cells: list[tuple[int, int]] = []
    colours: dict[int, set[str]] = {}  # of empty cells: of each column, or of the only row
    for row in block.rows:
        usual = sheet.fills.get((row, named[0]), "") if named else ""
        for at in results:
            if str(sheet.rows[row][at]).strip() == "":
                colour = sheet.fills.get((row, at), "")
                cells += [(row, at)] if colour != usual else []
                colours.setdefault(at if len(block.rows) > 1 else 0, set()).add(colour if colour != usual else "")
    differ = any(len(some) > 1 for some in colours.values())
    if cells and differ:
        shown = ", ".join(address(*cell) for cell in cells[:_NAMED]) + (", …" if len(cells) > _NAMED else "")
        block.tell("colours_not_read", *cells[0], count=grouped(len(cells)), cells=shown)
