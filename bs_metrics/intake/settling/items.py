"""A form of a criterion and its items below each other: one row a criterion, and its result follows from the items'."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bs_metrics.contract.cells import as_seen, is_unticked
from bs_metrics.contract.schema import Column
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.settling.numerals import are_texts
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]{2,}")


def in_words(block: TableBlock) -> None:
    """Where what stands below a column of numbers is mostly words, it is the column for the figure as written."""
    taken = {meant.column.name for meant in block.meaning.columns.values()}
    for at, meant in list(block.meaning.columns.items()):
        verbatim = _verbatim(block, meant.column)
        cells = [cell for row in block.rows if (cell := block.sheet.rows[row][at]) != ""]
        if verbatim and verbatim.name not in taken and cells and are_texts(cells):
            columns = {**block.meaning.columns, at: replace(meant, column=verbatim)}
            block.meaning = replace(block.meaning, columns=columns)
            heading = block.texts.get(at, meant.column.heading)
            block.tell("figures_in_words", block.headings[-1], at, heading, value=heading, heading=verbatim.heading)


def _verbatim(block: TableBlock, number: Column) -> Column | None:
    """The column that holds the words of a column of numbers."""
    if number.type not in ("integer", "number"):
        return None
    texts = (one for one in block.table.columns.values() if one.type == "text" and one.translates is None)
    return next((one for one in texts if one.describes == (number.name,)), None)


def move_names(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Put the names of criteria and units that stand in the column of row numbers into their own, where that is empty
    and the row says more: else it would be an item of the row above, or a total. Each is warned of."""
    meant = {at: one.column for at, one in block.meaning.columns.items()}
    of_units = {at for at, one in meant.items() if one.references == "units.code" or one.table == "units"}
    named = {at for at in of_units if block.table.name != "units" or meant[at].name == "name"}
    criteria = {at for at, one in meant.items() if one.name == "criterion" and one.table == "results"}
    rows = list(block.sheet.rows)
    for row in range(block.headings[-1] + 1, block.last):
        for number in block.meaning.numbers:
            said = rows[row][number]
            if not isinstance(said, str) or not _WORD.search(said) or rows[row].count("") > len(rows[row]) - 2:
                continue
            known = criteria if vocabulary.criteria.is_known(said) else named if vocabulary.places.code(said) else ()
            for at in (at for at in sorted(known)[:1] if not as_seen(rows[row][at]).strip()):
                rows[row] = [*rows[row]]
                rows[row][at], rows[row][number] = said, ""
                block.tell("name_in_numbers", row, number, meant[at].heading, None, None, value=said)
    block.sheet = replace(block.sheet, rows=rows)


def joined(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block with one row for each criterion whose items stand in several, where only a criterion names its rows.

    All items met: met. One not met: not met. Else unknown. What was measured of an item is not the criterion's. A row
    of the criterion's own above them is none of them, and counts where they are not known; of two that contradict each
    other the one that is not met counts, which is told.
    """
    at_of = {meant.column.name: at for at, meant in block.meaning.columns.items()}
    criterion, ticks = at_of.get("criterion"), block.meaning.ticks if block.meaning.ticked == "result" else {}
    places = [at_of["result"]] if "result" in at_of else sorted(ticks)
    if block.meaning.kind == "matrix" or criterion is None or not places or {"unit", "set"} & set(at_of):
        return block
    rows, kept = list(block.sheet.rows), []
    for group in list(_groups(block, criterion)):
        kept.append(group[0])
        if len(group) == 1:
            continue
        is_above = _stands_above(block, group, criterion, vocabulary)
        own = _said_in(block, group[0], places, vocabulary)[0] if is_above else None
        items = group[1:] if is_above else group
        each = [_said_in(block, row, places, vocabulary) for row in items]
        said = {result for result, _ in each}
        answer = "met" if said == {"met"} else "not_met" if "not_met" in said else "unknown"
        contradicts = {own, answer} == {"met", "not_met"}
        answer = "not_met" if contradicts else own if own and answer == "unknown" else answer
        if any(is_strange for _, is_strange in each):
            kept += group[1:]  # a mark that nobody knows is asked in its own cell
            continue
        first: list[Any] = rows[group[0]].copy()
        for at, meant in block.meaning.columns.items():
            if meant.column.name in block.table.figures or "value" in meant.column.describes:
                first[at] = ""
        listed, word = vocabulary.words.lists["result"], vocabulary.words.lists["result"].word(answer, "vi")
        tick = listed.word("met", "vi")
        for at in places:
            first[at] = word if not ticks else tick if ticks[at] == answer else ""
        rows[group[0]] = first
        told = {"value": as_seen(first[criterion]), "rows": f"{items[0] + 1}-{items[-1] + 1}", "result": word}
        if own and contradicts:
            place = (group[0], places[0], block.texts.get(places[0]))
            block.tell("items_contradict", *place, own=listed.word(own, "vi"), **told)
        else:
            block.tell("items_joined", group[0], criterion, block.texts.get(criterion), **told)
    return replace(block, rows=kept, sheet=replace(block.sheet, rows=rows))


def _said_in(block: TableBlock, row: int, places: list[int], vocabulary: Vocabulary) -> tuple[str | None, bool]:
    """The result of a row by its word, or by which of several columns is ticked; and whether nobody knows it."""
    cells = {at: cell for at in places if as_seen(cell := block.sheet.rows[row][at]).strip()}
    said = {at: result_of(block, cell, vocabulary) for at, cell in cells.items()}
    if not block.meaning.ticks:
        return next(iter(said.values()), None), None in said.values()
    ticked = [block.meaning.ticks[at] for at, result in said.items() if result == "met"]
    is_strange = len(ticked) > 1 or any(said[at] is None and not is_unticked(cell) for at, cell in cells.items())
    return (ticked[0] if len(ticked) == 1 and not is_strange else None), is_strange


def _stands_above(block: TableBlock, group: list[int], criterion: int, vocabulary: Vocabulary) -> bool:
    """Whether the first of some rows is the criterion's own: it lacks the text that names each of the others."""
    rows = block.sheet.rows
    for at in (at for at in block.texts if at != criterion and not block.meaning.numbers & {at}):
        meant, cells = block.meaning.columns.get(at), [rows[row][at] for row in group]
        if meant is None or meant.column.type == "text":
            texts = [isinstance(one, str) and one.strip() != "" for one in cells]
            if not texts[0] and all(texts[1:]) and not any(result_of(block, one, vocabulary) for one in cells[1:]):
                return True
    return False


def _groups(block: TableBlock, criterion: int) -> Iterator[list[int]]:
    """The rows of each criterion: those of a merged cell, and those below it that name none."""
    merged = {
        row: top for top, left, bottom, _ in block.sheet.merged if left == criterion for row in range(top, bottom + 1)
    }
    group: list[int] = []
    for row in block.rows:
        own = as_seen(block.sheet.rows[row][criterion]).strip()
        if group and (not own or (row in merged and merged[row] == merged.get(group[0]))):
            group.append(row)
        else:
            if group:
                yield group
            group = [row]
    if group:
        yield group
