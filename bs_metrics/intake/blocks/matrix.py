"""A wide matrix of places and criteria to long rows of results, and ticks; every row knows the cell it comes from."""

import pandas as pd

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_ACROSS = {"unit": "criterion", "criterion": "unit"}


def long_cells(block: TableBlock, vocabulary: Vocabulary) -> dict[str, Cells]:
    """The cells of the rows of results but their criteria set, a row for each cell of the matrix."""
    results, heads = result_cells(block, vocabulary)
    return {_down(block)[1]: heads, "result": results, **block.columns_of(results.rows)}


def result_cells(block: TableBlock, vocabulary: Vocabulary) -> tuple[Cells, Cells]:
    """The results under the columns of a matrix, and the headings that they stand under; or what a list's ticks say.

    Columns of a list are ticked for `Đạt` and `Chưa đạt`, or `Mức độ 1` and `Mức độ 2`. Ticks that contradict are told.
    """
    groups: dict[str, list[int]] = {}
    for position, (said, _) in block.meaning.across.items():
        groups.setdefault(said, []).append(position)
    heading = block.table.columns[block.meaning.ticked].heading
    rows, values, where, heads, firsts = [], [], [], [], []
    for row in block.rows:
        for said, positions in (groups or {"": list(block.meaning.ticks)}).items():
            value, position, twice = _result(block, row, positions, vocabulary)
            rows.append(row)
            values.append(value)
            where.append(position)
            heads.append(said)
            firsts.append(positions[0])
            if twice:
                block.tell("two_ticks", row, position, heading, value=said or value)
    return Cells(values, rows, where), Cells(heads, [block.headings[-1]] * len(rows), firsts)


def unsaid(block: TableBlock, frame: pd.DataFrame, cells: Cells, vocabulary: Vocabulary) -> list[int]:
    """The rows, by number, whose result is unknown only because the sheet has an empty cell or no tick there."""
    is_ticks = bool(block.meaning.ticks) or any(mark for _, mark in block.meaning.across.values())
    out = []
    for number in (frame["result"] == "unknown").fillna(False).to_numpy().nonzero()[0]:
        row, position = cells.at(number)
        cell = block.sheet.rows[row][position]
        if not as_seen(cell).strip() or (is_ticks and result_of(block, cell, vocabulary) == "not_met"):
            out.append(int(number))
    return out


def tell_left_out(block: TableBlock, sets: Cells | None, vocabulary: Vocabulary) -> None:
    """Warn of each column whose cells look like results, but whose heading is neither criterion nor place.

    `sets` are the cells of the criteria set.
    """
    down, across = _down(block)
    told = list(dict.fromkeys(sets.values)) if sets else []
    of_set = str(told[0]) if len(told) == 1 else ""
    for position, text in block.texts.items():
        said = [value for row in block.rows if (value := block.sheet.rows[row][position]) != ""]
        are_results = all(result_of(block, value, vocabulary) for value in said)
        if position in block.meaning.used or position < down or not said or not are_results:
            continue
        written = text.split(" / ")[-1]
        places, criteria = vocabulary.places, vocabulary.criteria
        close = places.suggestions(written) if across == "unit" else criteria.suggestions(of_set, written)
        context = {"suggestions": close or "–", "set": of_set}
        heading = block.table.columns[across].heading
        block.tell("results_not_taken", block.headings[-1], position, heading, value=written, **context)


def _down(block: TableBlock) -> tuple[int, str]:
    """Which column of a matrix names its rows, and which column of the results its other headings are of."""
    names = ((position, meant.column.name) for position, meant in block.meaning.columns.items())
    return next((position, _ACROSS[name]) for position, name in names if name in _ACROSS)


def result_of(block: TableBlock, value: Cell, vocabulary: Vocabulary) -> str | None:
    """The result that a cell says by its word, or by the sign of a tick."""
    column = block.table.columns.get("result") or schema().tables["results"].columns["result"]
    return vocabulary.words.listed(column, as_seen(value))


def _result(block: TableBlock, row: int, positions: list[int], vocabulary: Vocabulary) -> tuple[Cell, int, bool]:
    """What one result's cells say, where it stands, and whether two ticks contradict each other.

    An empty cell of a matrix says that the result is unknown: never that the criterion is not met.
    """
    meaning, cells = block.meaning, block.sheet.rows[row]
    marks = {at: mark for at in positions if (mark := meaning.ticks.get(at) or meaning.across.get(at, ("", None))[1])}
    words = schema().lists["result"]
    if not marks:
        value = cells[positions[0]]
        if isinstance(value, float) and "%" in block.sheet.format_at(row, positions[0]):
            value = f"{value * 100:g}%"  # 100% is a value and no tick
        blank = value is None or (isinstance(value, str) and not value.strip())
        return words.word("unknown", "vi") if blank and meaning.across else value, positions[0], False
    said = {at: result_of(block, cells[at], vocabulary) for at in positions}
    ticked = [at for at in positions if said[at] == "met"]
    odd = [at for at in positions if said[at] not in ("met", "not_met") and cells[at] != ""]
    if odd:
        return cells[odd[0]], odd[0], False
    is_result = meaning.ticked == "result"
    if not ticked:
        return words.word("unknown", "vi") if is_result else "", positions[0], False
    value = words.word(marks[ticked[0]], "vi") if is_result else marks[ticked[0]]
    return value, ticked[0], len({marks[position] for position in ticked}) > 1
