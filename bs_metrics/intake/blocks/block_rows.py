"""One block to typed rows of its table, every cell with its place; a matrix gives a row for each of its cells."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.cells import Cell, as_seen, is_unticked
from bs_metrics.contract.columns import Cells, read_cells
from bs_metrics.contract.findings import Severity
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.cells import CellReader
from bs_metrics.intake.blocks.counts import (
    add_numbers,
    add_qualifiers,
    split_pairs,
    tell_printed_otherwise,
    totals_of,
    turn_shares,
)
from bs_metrics.intake.blocks.filling import (
    Filling,
    erased,
    from_current,
    is_known,
    keep_totals,
    kept_known,
    of_all_rows,
)
from bs_metrics.intake.blocks.marks import down, tell_left_out
from bs_metrics.intake.blocks.measured import RowUnits, in_own_units, take_shares, tell_contradicted, tell_scaled
from bs_metrics.intake.blocks.school_rows import settle_levels, take_known_names, take_levels, take_results
from bs_metrics.intake.blocks.worded import ask_figures, keep_words, split_numbers, split_words
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import folded


@dataclass(frozen=True)
class BlockRows:
    """The rows that one block gives a table: the frame, its raw cells, and the spreadsheet row of each."""

    frame: pd.DataFrame
    cells: dict[str, Cells]
    rows: Sequence[int]

    def cell_of(self, column: str, number: int) -> str:
        """The address of a column's cell in the n-th row; of the row's first cell where there is no such column."""
        return self.cells[column].address(number) if column in self.cells else address(self.rows[number], 0)

    def key_cell(self, key: Sequence[str], number: int) -> str:
        """The address of the first cell of a key that stands in the n-th row itself, not in a title or heading."""
        own = (name for name in key if name in self.cells and self.cells[name].rows[number] == self.rows[number])
        return self.cell_of(next(own, key[0]), number)


def read_block(block: TableBlock, vocabulary: Vocabulary, until: date | None = None) -> BlockRows:
    """The block's rows; everything that is wrong with them, or was understood on the way, is told.

    A mark of a day after `until` is a plan.
    """
    table, meaning, sheet, before = block.table, block.meaning, block.sheet, len(block.told)
    if meaning.kind == "matrix":
        results, heads = _result_cells(block, vocabulary)
        rows = results.rows
        cells = {down(block)[1]: heads, "result": results, **block.columns_of(rows)}
    else:
        rows, cells = block.rows, block.columns_of(block.rows)
        if meaning.ticks:
            cells[meaning.ticked], _ = _result_cells(block, vocabulary)
    tell_scaled(block)
    if table.name == "units":
        _add_codes(block, cells, vocabulary)
    if block.codes:
        cells[table.key[0]] = Cells([block.codes.get(row, "") for row in rows], rows, block.corner[1])
    filling = Filling(block, vocabulary, rows, cells)
    filling.fill()
    tell_left_out(block, str(filling.constants.get("set") or ""), vocabulary)
    units, nouns = RowUnits(block, vocabulary), _nouns(cells, vocabulary)
    take_shares(block, cells, nouns, units)
    split_words(block, cells, nouns, vocabulary)
    if table.name == "documents" and "number" in cells:
        split_numbers(block, cells, vocabulary)
    keep_words(block, cells, vocabulary)
    scales = {meant.column.name: meant.scale for meant in meaning.columns.values()}
    reader = CellReader(vocabulary, scales, until)
    ask_figures(block, cells, reader, vocabulary)
    take_shares(block, cells, nouns, units)  # an answer may be one
    split_pairs(block, cells, _known_totals(cells, vocabulary))
    turn_shares(block, cells)
    add_qualifiers(table, cells, reader.qualifier)
    numbers = add_numbers(block, cells, vocabulary)
    frame, problems = read_cells(table, sheet, rows, cells, reader)
    said = block.told[before:]
    at_fault = {(one.cell, one.column) for one in said if one.severity == "error"}
    # An empty cell of the criteria set is nothing more to tell where the set was asked for.
    if any(one.code in ("which_set", "which_set_of_column", "which_set_of_section") for one in block.told):
        problems = [one for one in problems if one.column != schema().tables["results"].columns["set"].heading]
    block.told += [one for one in problems if (one.cell, one.column) not in at_fault]
    if table.name == "results":
        _code_criteria(block, frame, cells, vocabulary)
        tell_contradicted(block, frame, cells, units)
        in_own_units(block, frame, cells, units)
    settled = set[int]()
    if table.name == "schools" and "name" in cells:
        settled = settle_levels(block, frame, cells, vocabulary)
        take_known_names(block, frame, cells, vocabulary)
    if table.name == "reported_totals":
        tell_printed_otherwise(block, frame, cells)
    if "result" in cells and (meaning.across or meaning.ticked == "result"):
        silent = _unsaid(block, frame, cells["result"], vocabulary)
        kept = kept_known(table, frame, silent, vocabulary.frame(table.name))
        if kept:
            place = (*cells["result"].at(kept[0]), table.columns["result"].heading)
            block.tell("blank_kept", *place, cells=str(len(kept)))
    if "met" in cells and (kept := keep_totals(table, frame, vocabulary.frame(table.name))):
        named = cells["measure"].values[kept[0]] if "measure" in cells else ""
        context = {"total": str(frame["total"].iloc[kept[0]]), "rows": str(len(kept))}
        block.tell("total_kept", *cells["met"].at(kept[0]), table.columns["total"].heading, value=named, **context)
    _tell_erased(block, frame, cells, vocabulary)
    if table.name == "schools":
        take_results(frame)
    filled = from_current(table, frame, set(cells), vocabulary.frame(table.name))
    frame = filled.frame
    if table.name == "schools":
        take_results(frame)
    for name in set(numbers) - set(cells):  # what no word says stays as it was
        frame[name] = pd.Series(numbers[name], dtype="Int64").reindex(frame.index).fillna(frame[name])
    if table.name == "schools" and "name" in cells:
        take_levels(block, frame, cells, vocabulary, settled)
    for name in set(filling.answered) - set(cells):
        frame[name] = frame[name].fillna(filling.answered[name])
    if filled.kept:
        block.tell("kept_from_current", *block.corner, rows=str(filled.kept))
    if filled.dropped:
        block.tell("not_kept", *block.corner, headings=", ".join(filled.dropped))
    # A row that no key could be found for has its own finding, and nothing to take from the current data.
    whole = frame[frame[[name for name in table.key if name in cells]].notna().all(axis=1)]
    for column in table.columns.values():
        if column.required and column.name not in cells and (not len(frame) or whole[column.name].isna().any()):
            block.tell("heading_missing", *block.corner, column.heading, of_all_rows(block, column))
    return BlockRows(frame, cells, rows)


def _tell_erased(block: TableBlock, frame: pd.DataFrame, cells: dict[str, Cells], vocabulary: Vocabulary) -> None:
    """Tell of empty cells where a figure is known: of a known row it stays unless the table is replaced.

    A row of a new day takes the place of the known one: its empty cell loses the figure, and is an error where the
    row gives no figure at all.
    """
    table, columns = block.table, block.meaning.columns
    own = {meant.column.name: cells[meant.column.name] for meant in columns.values() if meant.column.name in cells}
    current = vocabulary.frame(table.name)
    empty = erased(table, frame, own, current)
    known = is_known(table, frame, current) if empty else []
    for name, lost in empty.items():
        # What was seen and answered to be no figure is not lost by mistake.
        lost = [
            at for at in lost if not as_seen(block.sheet.rows[cells[name].at(at)[0]][cells[name].at(at)[1]]).strip()
        ]
        stays, gone = [at for at in lost if known[at]], [at for at in lost if not known[at]]
        if stays:
            place = (*cells[name].at(stays[0]), table.columns[name].heading)
            block.tell("blank_stays", *place, cells=str(len(stays)))
        bare = [at for at in gone if table.share is None or pd.isna(frame[table.share.name].iloc[at])]
        severity: Severity = "error" if name in table.figures and bare else "warning"
        if gone:
            place = (*cells[name].at((bare or gone)[0]), table.columns[name].heading)
            block.tell("blank_erases", *place, None, severity, cells=str(len(gone)))


def _add_codes(block: TableBlock, cells: dict[str, Cells], vocabulary: Vocabulary) -> None:
    """Of units named without their code take that of the unit of the name, which then stays as it is."""
    if "code" in cells or "name" not in cells:
        return
    names, places, codes = cells.pop("name"), vocabulary.places, []
    for number, written in enumerate(names.values):
        code = places.code(written) if isinstance(written, str) and written.strip() else None
        codes.append(code or "")
        place = (*names.at(number), block.table.columns["code"].heading)
        if code is None and (several := places.several_in(str(written))):
            block.tell("several_places", *place, value=written, count=str(len(several)))
        elif code is None:
            block.tell("unknown_place", *place, value=written, suggestions=places.suggestions(str(written)) or "–")
    cells["code"] = Cells(codes, names.rows, names.positions)


def _measures(cells: dict[str, Cells], vocabulary: Vocabulary) -> Callable[[int], str | None]:
    """What gives the measure that the n-th row names."""
    names, codes = vocabulary.names("measures"), vocabulary.codes("measures")

    def measure(number: int) -> str | None:
        written = str(cells["measure"].values[number]) if "measure" in cells else ""
        return written if written in codes else names.code(written) if names else None

    return measure


def _known_totals(cells: dict[str, Cells], vocabulary: Vocabulary) -> Callable[[int], set[int]]:
    """What gives the totals that are known of the n-th row's measure."""
    measure = _measures(cells, vocabulary)
    return lambda number: totals_of(measure(number), vocabulary)


def _nouns(cells: dict[str, Cells], vocabulary: Vocabulary) -> Callable[[int], set[str]]:
    """What gives the words for what the n-th row's measure counts."""
    measure = _measures(cells, vocabulary)
    nouns = vocabulary.frame("measures").set_index("id")[["noun", "noun_en", "noun_en_plural"]]
    words = {code: {folded(noun) for noun in some.dropna()} for code, some in nouns.iterrows()}
    return lambda number: words.get(measure(number) or "", set())


def _code_criteria(block: TableBlock, frame: pd.DataFrame, cells: dict[str, Cells], vocabulary: Vocabulary) -> None:
    """Write the codes of the criteria into the frame, by the set that each row belongs to."""
    if "criterion" not in cells or frame.empty:
        return
    pairs = frame[["set", "criterion"]].drop_duplicates().dropna()
    codes = {pair: vocabulary.criteria.code(*pair) for pair in pairs.itertuples(index=False, name=None)}
    if all(code == pair[1] for pair, code in codes.items()):
        return
    keys = list(zip(frame["set"].tolist(), frame["criterion"].tolist(), strict=True))
    codes |= _by_number(block, keys, codes, cells["criterion"], vocabulary)
    frame["criterion"] = pd.array([codes.get(key) or key[1] for key in keys], dtype="string")
    told = set()  # the heading of a matrix is the criterion of many rows
    for number, key in enumerate(keys):
        place = cells["criterion"].at(number)
        if key in codes and codes[key] is None and place not in told:
            told.add(place)
            context = {"set": key[0], "suggestions": vocabulary.criteria.suggestions(*key) or "–"}
            heading = block.table.columns["criterion"].heading
            block.tell("unknown_criterion", *place, heading, value=key[1], **context)


def _by_number(
    block: TableBlock,
    keys: list[tuple[str, str]],
    codes: Mapping[tuple[str, str], str | None],
    cells: Cells,
    vocabulary: Vocabulary,
) -> dict[tuple[str, str], str]:
    """The criteria that only the column of row numbers tells: numbers such as 1.2 are their codes, and told; so is a
    plain one beside words that its criterion's name begins with.
    """
    if block.meaning.kind == "matrix" or len(block.meaning.numbers) != 1:
        return {}
    at = next(iter(block.meaning.numbers))
    numbers = [as_seen(block.sheet.rows[row][at]).strip().rstrip(".") for row in cells.rows]
    are_codes = any(re.fullmatch(r"\d+(\.\d+)+[a-z]?", number) for number in numbers)
    known, begins = vocabulary.criteria.codes, vocabulary.criteria.begins
    found: dict[tuple[str, str], set[str]] = {}
    for key, number in zip(keys, numbers, strict=True):
        is_open = key in codes and codes[key] is None and number in known.get(key[0], ())
        if is_open and (are_codes or begins(*key, number)):
            found.setdefault(key, set()).add(number)
    taken = {key: next(iter(some)) for key, some in found.items() if len(some) == 1}
    if taken:
        first = next(number for number, key in enumerate(keys) if key in taken)
        place = (*cells.at(first), block.table.columns["criterion"].heading)
        block.tell("criterion_by_number", *place, value=keys[first][1], code=taken[keys[first]], cells=str(len(taken)))
    return taken


def _result_cells(block: TableBlock, vocabulary: Vocabulary) -> tuple[Cells, Cells]:
    """The results under the columns of a matrix, and the headings that they stand under; or what a list's ticks say.

    Columns of a list are ticked for `Đạt` and `Chưa đạt`, or `Mức độ 1` and `Mức độ 2`. Ticks that contradict are told.
    """
    groups: dict[str, list[int]] = {}
    for position, (said, _) in block.meaning.across.items():
        groups.setdefault(said, []).append(position)
    heading, ticks = block.table.columns[block.meaning.ticked].heading, list(block.meaning.ticks)
    rows, values, where, heads, firsts = [], [], [], [], []
    for row in block.rows:
        for said, positions in (groups or ({"": ticks} if ticks else {})).items():
            value, position, twice = _result(block, row, positions, vocabulary)
            rows.append(row)
            values.append(value)
            where.append(position)
            heads.append(said)
            firsts.append(positions[0])
            if twice:
                block.tell("two_ticks", row, position, heading, value=said or value)
            elif (at := _crossed(block, row, positions, vocabulary)) is not None:
                block.tell("cross_for_tick", row, at, block.texts.get(at), value=block.sheet.rows[row][at])
    return Cells(values, rows, where), Cells(heads, [block.headings[-1]] * len(rows), firsts)


def _crossed(block: TableBlock, row: int, positions: list[int], vocabulary: Vocabulary) -> int | None:
    """Where a cross stands in columns one of which is to be ticked, if none is; 0 is no tick beside 1."""
    if len(positions) < 2 or block.meaning.ticked != "result":
        return None
    cells = {at: block.sheet.rows[row][at] for at in positions}
    said = {at: result_of(block, cell, vocabulary) for at, cell in cells.items()}
    crosses = (at for at, one in said.items() if one == "not_met" and not as_seen(cells[at]).strip().isdigit())
    return None if "met" in said.values() else next(crosses, None)


def _unsaid(block: TableBlock, frame: pd.DataFrame, cells: Cells, vocabulary: Vocabulary) -> list[int]:
    """The rows, by number, whose result is unknown only because the sheet has an empty cell or no tick there."""
    is_ticks = bool(block.meaning.ticks) or any(mark for _, mark in block.meaning.across.values())
    out = []
    for number in (frame["result"] == "unknown").fillna(False).to_numpy().nonzero()[0]:
        row, position = cells.at(number)
        cell = block.sheet.rows[row][position]
        is_blank = not as_seen(cell).strip()
        if is_blank or (is_ticks and (is_unticked(cell) or result_of(block, cell, vocabulary) == "not_met")):
            out.append(int(number))
    return out


def result_of(block: TableBlock, value: Cell, vocabulary: Vocabulary) -> str | None:
    """The result that a cell says by its word, or by the sign of a tick; none where it says it with a caveat."""
    column = block.table.columns.get("result") or schema().tables["results"].columns["result"]
    text = as_seen(value)
    return None if vocabulary.words.caveat(column, text) else vocabulary.words.listed(column, text)


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
    blanks = [at for at in positions if cells[at] == "" or is_unticked(cells[at])]
    odd = [at for at in positions if said[at] not in ("met", "not_met") and at not in blanks]
    if odd:
        return cells[odd[0]], odd[0], False
    is_result = meaning.ticked == "result"
    if not ticked:
        return words.word("unknown", "vi") if is_result else "", positions[0], False
    value = words.word(marks[ticked[0]], "vi") if is_result else marks[ticked[0]]
    return value, ticked[0], len({marks[position] for position in ticked}) > 1
