"""A wide matrix of places and criteria to long rows of results; every row knows the cell it comes from."""

from collections.abc import Iterator

import pandas as pd

from bs_metrics.contract.cells import Cell
from bs_metrics.contract.columns import Cells, as_seen
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.body import Body
from bs_metrics.intake.blocks.layout import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_ACROSS = {"unit": "criterion", "criterion": "unit"}


def long_cells(
    block: TableBlock, body: Body, vocabulary: Vocabulary
) -> tuple[list[int], dict[str, Cells], list[Finding]]:
    """The spreadsheet row of each row of results, its cells but the criteria set, and ticks that contradict."""
    meaning, sheet = block.meaning, block.sheet
    down = next(position for position, meant in meaning.columns.items() if meant.column.name in _ACROSS)
    own = meaning.columns[down].column.name
    groups: dict[str, list[int]] = {}
    for position, (said, _) in meaning.across.items():
        groups.setdefault(said, []).append(position)
    rows, across, firsts, results, where, findings = [], [], [], [], [], []
    for row in body.rows:
        for said, positions in groups.items():
            value, position, twice = _result(block, row, positions, vocabulary)
            rows.append(row)
            across.append(said)
            firsts.append(positions[0])
            results.append(value)
            where.append(position)
            if twice:
                place = Place(sheet.file, sheet.name, address(row, position), result_column(block).heading)
                findings.append(finding("two_ticks", place, value=said, table="results"))
    cells = {
        _ACROSS[own]: Cells(across, [block.headings[-1]] * len(rows), firsts),
        "result": Cells(results, rows, where),
    }
    for position, meant in meaning.columns.items():
        cells[meant.column.name] = Cells([sheet.rows[row][position] for row in rows], rows, position)
    return rows, cells, findings


def unsaid(block: TableBlock, frame: pd.DataFrame, cells: Cells, vocabulary: Vocabulary) -> list[int]:
    """The rows, by number, whose result is unknown only because the sheet has an empty cell or no tick there."""
    rows = block.sheet.rows
    is_ticks = bool(block.meaning.ticks) or any(mark for _, mark in block.meaning.across.values())
    out = []
    for number in (frame["result"] == "unknown").fillna(False).to_numpy().nonzero()[0]:
        position = cells.positions if isinstance(cells.positions, int) else cells.positions[number]
        cell = rows[cells.rows[number]][position]
        if not as_seen(cell).strip() or (is_ticks and _is_nought(cell, result_column(block), vocabulary)):
            out.append(int(number))
    return out


def left_out(block: TableBlock, body: Body, cells: dict[str, Cells], vocabulary: Vocabulary) -> list[Finding]:
    """A warning for each column whose cells look like results, but whose heading is neither criterion nor place."""
    meaning, sheet = block.meaning, block.sheet
    down = next(position for position, meant in meaning.columns.items() if meant.column.name in _ACROSS)
    used = {*meaning.columns, *meaning.across, *meaning.totals, *meaning.numbers}
    heading = schema().tables["results"].columns[_ACROSS[meaning.columns[down].column.name]].heading
    result = result_column(block)
    sets = list(dict.fromkeys(cells["set"].values)) if "set" in cells else []
    of_set = str(sets[0]) if len(sets) == 1 else ""
    findings = []
    for position, text in block.texts.items():
        said = [value for row in body.rows if (value := sheet.rows[row][position]) != ""]
        are_results = all(vocabulary.words.listed(result, as_seen(value)) for value in said)
        if position in used or position < down or not said or not are_results:
            continue
        written = text.split(" / ")[-1]
        is_place = meaning.columns[down].column.name == "criterion"
        close = vocabulary.places.suggestions(written) if is_place else vocabulary.criteria.suggestions(of_set, written)
        place = Place(sheet.file, sheet.name, address(block.headings[-1], position), heading)
        context = {"suggestions": close or "–", "set": of_set}
        findings.append(finding("results_not_taken", place, value=written, table="results", **context))
    return findings


def ticked_cells(block: TableBlock, rows: list[int], vocabulary: Vocabulary) -> tuple[Cells, list[Finding]]:
    """The values of a list whose columns `Đạt` and `Chưa đạt`, or `Mức độ 1` and `Mức độ 2`, are ticked."""
    values, where, findings = [], [], []
    for row in rows:
        value, position, twice = _result(block, row, list(block.meaning.ticks), vocabulary)
        values.append(value)
        where.append(position)
        if twice:
            heading = schema().tables[block.meaning.table or ""].columns[block.meaning.ticked].heading
            place = Place(block.sheet.file, block.sheet.name, address(row, position), heading)
            findings.append(finding("two_ticks", place, value=str(value), table=block.meaning.table))
    return Cells(values, rows, where), findings


def result_column(block: TableBlock) -> Column:
    """The column whose words are the marks of a block: its table's own result, else that of the results."""
    table = schema().tables[block.meaning.table or "results"]
    return table.columns.get("result") or schema().tables["results"].columns["result"]


def is_met(value: Cell, result: Column, vocabulary: Vocabulary) -> bool:
    """Whether a cell says that something is met: by its word, or by the sign of a tick."""
    return vocabulary.words.listed(result, as_seen(value)) == "met"


def _result(block: TableBlock, row: int, positions: list[int], vocabulary: Vocabulary) -> tuple[Cell, int, bool]:
    """What one result's cells say, where it stands, and whether two ticks contradict each other.

    An empty cell of a matrix says that the result is unknown: never that the criterion is not met.
    """
    meaning, cells = block.meaning, block.sheet.rows[row]
    marks = dict(_marks(block, positions))
    words = schema().lists["result"]
    if not marks:
        value = cells[positions[0]]
        if isinstance(value, float) and "%" in block.sheet.formats.get((row, positions[0]), ""):
            value = f"{value * 100:g}%"  # 100% is a value and no tick
        blank = value is None or (isinstance(value, str) and not value.strip())
        return words.word("unknown", "vi") if blank and meaning.across else value, positions[0], False
    result = result_column(block)
    ticked = [position for position in positions if is_met(cells[position], result, vocabulary)]
    odd = [
        at for at in positions if at not in ticked and cells[at] != "" and not _is_nought(cells[at], result, vocabulary)
    ]
    if odd:
        return cells[odd[0]], odd[0], False
    is_result = meaning.ticked == "result"
    if not ticked:
        return words.word("unknown", "vi") if is_result else "", positions[0], False
    value = words.word(marks[ticked[0]], "vi") if is_result else marks[ticked[0]]
    return value, ticked[0], len({marks[position] for position in ticked}) > 1


def _marks(block: TableBlock, positions: list[int]) -> Iterator[tuple[int, str]]:
    for position in positions:
        mark = block.meaning.ticks.get(position) or (block.meaning.across.get(position) or ("", None))[1]
        if mark:
            yield position, mark


def _is_nought(value: Cell, result: Column, vocabulary: Vocabulary) -> bool:
    return vocabulary.words.listed(result, as_seen(value)) == "not_met"
