"""Rows of a list without the column of their codes, which offices do not write: known ones by what they say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.contract.schema import Table
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import NAMED, Vocabulary
from bs_metrics.text import bare, canonical, spelled

KIND, NEW = "row:", "new"  # of the question which row it is, before the table; that it is none of them
_CODE = 40  # letters of a code
_BULLET = re.compile(r"^\s*[-–—+*•·]+\s*(?=[^\W\d_])")
_CLOSE = 3  # rows that are offered


def settle_codes(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Give each row the code of the known row that says the same, else a new one; where known ones are close, ask.

    The dash before an item of the row above is none of its words.
    """
    table, meaning = block.table, block.meaning
    named = text_of(table)
    at_of = {meant.column.name: at for at, meant in meaning.columns.items()}
    if meaning.kind != "list" or named is None or named not in at_of or table.key[0] in at_of:
        return
    known = vocabulary.frame(table.name)
    texts = {name: known[name].map(spelled, na_action="ignore") for name in at_of if _tells(table, name)}
    taken, derived = set(known[table.key[0]].dropna()), list[int]()
    rows_now = list(block.sheet.rows)
    for row in block.rows:
        if isinstance(cell := rows_now[row][at_of[named]], str) and (said := _BULLET.sub("", cell)) != cell:
            rows_now[row] = [*rows_now[row]]
            rows_now[row][at_of[named]] = said
    block.sheet = replace(block.sheet, rows=rows_now)
    for row in block.rows:
        if not (written := canonical(as_seen(block.sheet.rows[row][at_of[named]]))):
            continue
        same = known[(texts[named] == spelled(written)).fillna(False).to_numpy()]
        same = _narrowed(same, block.sheet.rows[row], {name: at for name, at in at_of.items() if name in texts}, named)
        close = set() if len(same) else set(get_close_matches(spelled(written), set(texts[named].dropna()), _CLOSE))
        rows = same if len(same) else known[texts[named].isin(close).to_numpy()]
        codes = tuple(rows[table.key[0]])
        if len(same) == 1:
            block.codes[row] = codes[0]
            continue
        answer: str | None = NEW
        asked, place = Asked(KIND + table.name, in_short(written), (*codes, NEW)), (row, at_of[named])
        if codes:
            answer = vocabulary.choices.answers(asked.kind).get(asked.written)
        block.codes[row] = str(answer) if answer in codes else _new_code(written, taken)
        heading = table.columns[named].heading
        if codes and answer in asked.readings:
            block.tell("row_settled", *place, heading, asked, value=written, chosen=block.codes[row])
        elif codes:
            block.tell("which_row", *place, heading, asked, value=written, close=" · ".join(rows[named]))
        if answer in codes:
            continue
        taken.add(block.codes[row])
        derived += [row] if answer == NEW else []
    if derived:
        first = (derived[0], at_of[named], table.columns[named].heading)
        value = block.sheet.rows[derived[0]][at_of[named]]
        block.tell("codes_derived", *first, value=value, code=block.codes[derived[0]], rows=str(len(derived)))


def text_of(table: Table) -> str | None:
    """The column whose text tells a row of a table that is known by a code alone, which only the template asks for."""
    key = table.columns[table.key[0]]
    if len(table.key) > 1 or key.type != "code" or key.references or table.list or table.name in {*NAMED, "units"}:
        return None
    return next((one.name for one in table.columns.values() if one.required and one.type == "text"), None)


def _tells(table: Table, name: str) -> bool:
    """Whether a column is a text that tells rows apart."""
    return table.columns[name].type == "text" and name not in ("source", "note")


def _narrowed(same: pd.DataFrame, cells: Sequence[Cell], at_of: dict[str, int], named: str) -> pd.DataFrame:
    """Of several rows of one text those whose other texts are the same too, if there are any."""
    for name, at in at_of.items() if len(same) > 1 else ():
        said = spelled(as_seen(cells[at]))
        alike = same[[isinstance(one, str) and spelled(one) == said for one in same[name]]]
        same = alike if name != named and len(alike) else same
    return same


def _new_code(text: str, taken: set[str]) -> str:
    """A code of the letters of a text, that no row has."""
    code = re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")[:_CODE].strip("-") or "row"
    return next(one for one in (code, *(f"{code}-{number}" for number in range(2, len(taken) + 3))) if one not in taken)
