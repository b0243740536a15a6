"""Numbers under a heading of results beside criteria: their values or points, never marks; and the units they name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import Column
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.headings import is_unit_column
from bs_metrics.intake.blocks.measured import known_units, units_behind
from bs_metrics.intake.vocabulary.choices import EMPTY
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import folded

KIND = "numbers"  # the question what numbers under a heading of results are
_MEASURED = re.compile(r"\s*(-?\d[\d.,]*)\s*(\D\S*(?:\s+\S+)*)?\s*")


def settle_values(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Take columns of numbers that are headed as results of criteria for their values where units stand beside them;
    else ask what they are. What a figure or the name beside it says of the unit is noted for the row.
    """
    meaning = block.meaning
    criterion = next((at for at, meant in meaning.columns.items() if meant.column.name == "criterion"), None)
    if meaning.kind != "list" or meaning.table != "results" or criterion is None:
        return
    known = known_units(vocabulary)
    verdicts = {at for at in _of_results(block, vocabulary) if _holds_marks(block, at, vocabulary)}
    for at in list(_of_results(block, vocabulary)):
        cells = [cell for row in block.rows if as_seen(cell := block.sheet.rows[row][at]).strip()]
        parts = [_parts(cell, known) for cell in cells]
        marks = _marks(block, cells, vocabulary)
        is_mark = [marks[type(cell), cell] for cell in cells]
        strange = [one for one, mark in zip(parts, is_mark, strict=True) if one and not mark]
        is_marked = any(mark and not one for one, mark in zip(parts, is_mark, strict=True))
        if strange and not is_marked and 2 * sum(map(bool, parts)) >= len(cells):
            has_units = bool({unit for _, unit in strange} - {"", "%"}) or _has_units(block, at, known, vocabulary)
            names = [name for row in block.rows if isinstance(name := block.sheet.rows[row][criterion], str)]
            has_units |= any(units_behind(name, known, vocabulary.words) for name in names)
            if has_units or any(len(number) > 1 for number, _ in strange):  # a digit alone may be a mark
                _take(block, at, has_units, vocabulary)
        elif verdicts - {at} and cells and not any(is_mark) and 2 * sum(map(_is_figure, cells)) >= len(cells):
            _take(block, at, True, vocabulary)  # figures with their words beside the verdicts on them
    rows = list(block.sheet.rows)
    values = [at for at, meant in block.meaning.columns.items() if meant.column.name == "value"]
    for row in block.rows:
        _note_units(block, rows, row, values, criterion, known, vocabulary)
    block.sheet = replace(block.sheet, rows=rows)


def _holds_marks(block: TableBlock, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a column holds marks and nothing else."""
    cells = [cell for row in block.rows if as_seen(cell := block.sheet.rows[row][at]).strip()]
    return bool(cells) and all(_marks(block, cells, vocabulary).values())


def _marks(block: TableBlock, cells: list[Cell], vocabulary: Vocabulary) -> dict[tuple[type, Cell], bool]:
    """Whether each different cell is the mark of a result: a column of many rows holds few."""
    return {
        (kind, cell): result_of(block, cell, vocabulary) is not None
        for kind, cell in {(type(one), one) for one in cells}
    }


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, bool) and as_seen(cell).strip()[:1].isdigit()


def _of_results(block: TableBlock, vocabulary: Vocabulary) -> Iterator[int]:
    """The columns that are headed as results, the one that is taken and others."""
    for at, meant in block.meaning.columns.items():
        if meant.column.name == "result":
            yield at
    for at in block.meaning.doubled:
        other = vocabulary.words.column("results", block.texts[at])
        if other and other.column.name == "result":
            yield at


def _has_units(block: TableBlock, at: int, known: set[str], vocabulary: Vocabulary) -> bool:
    """Whether something beside or above the figures of a column names their units."""
    lines = [block.title, block.texts[at]]
    return any(is_unit_column(block.table, text, vocabulary) for text in block.texts.values()) or any(
        unit in known for line in lines for unit in vocabulary.words.measured_in(line)
    )


def _take(block: TableBlock, at: int, is_value: bool, vocabulary: Vocabulary) -> None:
    """Give a column of numbers the meaning of values, or the one that was answered, and its own to the next column."""
    heading, table, place = block.texts[at], block.table, (block.headings[-1], at, block.texts[at])
    taken = {meant.column.name for meant in block.meaning.columns.values()}
    free = [table.columns[name] for name in table.figures if name != "result" and name not in taken]
    readings = (*(column.heading for column in free), EMPTY)
    question = Asked(KIND, f"{block.sheet.name}: {heading}", readings)
    answer = vocabulary.choices.answers(KIND).get(question.written)
    value = table.columns["value"]
    chosen: Column | None = value if is_value else next((one for one in free if one.heading == answer), None)
    if is_value:
        block.tell("numbers_are_values", *place, value=heading, heading=value.heading)
    elif answer in readings:
        block.tell("reading_chosen", *place, question, value=" · ".join(readings), chosen=answer)
    else:
        block.tell("which_numbers", *place, question, value=heading, readings=" · ".join(readings))
    meaning = block.meaning
    columns = {other: meant for other, meant in meaning.columns.items() if other != at}
    doubled = tuple(other for other in meaning.doubled if other != at)
    following = next((one for one in _of_results(block, vocabulary) if one != at), None)
    if at in meaning.columns and following is not None:
        columns[following] = meaning.columns[at]
        doubled = tuple(other for other in doubled if other != following)
    if chosen and chosen.name in taken:
        doubled = (*doubled, at)
    elif chosen:
        columns[at] = HeadingMeaning(chosen)
    aside = meaning.aside if chosen else meaning.aside | {at}
    block.meaning = replace(meaning, columns=columns, doubled=doubled, aside=aside)


def _note_units(
    block: TableBlock,
    rows: list[list[Cell]],
    row: int,
    values: list[int],
    criterion: int,
    known: set[str],
    vocabulary: Vocabulary,
) -> None:
    """Part the unit from a row's figures and from the name of its criterion, and keep what they say."""
    cells, units = rows[row], list[str]()
    parted: dict[int, Cell] = {}
    for at in values:
        if isinstance(cells[at], str) and (parts := _parts(cells[at], known)) and parts[1]:
            parted[at], units = parts[0], [*units, parts[1]]
    name = cells[criterion]
    if isinstance(name, str) and (behind := units_behind(name, known, vocabulary.words)):
        said, unit = behind
        if vocabulary.criteria.is_known(said) and not vocabulary.criteria.is_known(name):
            parted[criterion], units = said, [*units, unit]
    if units:
        rows[row], block.units[row] = [parted.get(at, cell) for at, cell in enumerate(cells)], tuple(units)


def _parts(cell: Cell, known: set[str]) -> tuple[str, str] | None:
    """A figure and the known unit behind it, none of a bare number; None for what is no figure."""
    if isinstance(cell, bool):
        return None
    found = _MEASURED.fullmatch(as_seen(cell))
    unit = folded(found[2] or "").strip() if found else ""
    return (found[1], unit) if found and (not unit or unit in known) else None
