"""Units of measure that a column says of each row, or a line above the table of all: what figures are turned into."""

import operator
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import median

import pandas as pd

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.body import RATIO
from bs_metrics.intake.blocks.counts import day_shown
from bs_metrics.intake.blocks.headings import is_unit_column
from bs_metrics.intake.vocabulary.choices import EMPTY
from bs_metrics.intake.vocabulary.spoken_units import spoken_units
from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import trimmed
from bs_metrics.numbers import exact, format_number, parse_number
from bs_metrics.text import folded

KIND = "unit_of_row"  # the question which unit a figure is in
_PERCENT = "%"
_IS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    **{"≥": operator.ge, ">=": operator.ge, "≤": operator.le, "<=": operator.le, ">": operator.gt, "<": operator.lt}
}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}")
_NEAR = 10  # figures of one column differ by more than this now and then, by a thousand times it never
_ASKED = re.compile(r"\s*(?P<sign>[<>]=|[≥≤<>])\s*(?P<number>\d[\d.,]*)\s*(?P<unit>[^\d<>≥≤;,]*)")
SHARE = re.compile(r"\s*\d[\d.,]*\s*%\s*")
_LOWERED = str.maketrans("²³", "23")
_Odd = dict[Asked, list[int]]  # the rows, by number, whose figure may be in one of several units


def tell_scaled(block: TableBlock) -> None:
    """Tell of figures in another unit than their column's. One that is some such factor larger than the others of its
    column seems to be in the column's own unit, 250.000.000 among millions: it has to say its unit.
    """
    for at, meant in block.meaning.columns.items():
        if meant.scale in (0, 1):
            continue
        place, heading = (block.headings[-1], at), meant.column.heading
        block.tell("amounts_scaled", *place, heading, value=block.texts[at], factor=f"{meant.scale}")
        sizes = {row: size for row in block.rows if (size := _size(block.sheet.rows[row][at]))}
        usual = median(sizes.values()) if len(sizes) > 1 else 0
        for row, size in sizes.items():
            if size >= meant.scale > 1 and usual and size / usual >= meant.scale / _NEAR:
                cell = as_seen(block.sheet.rows[row][at])
                block.tell("beyond_its_unit", row, at, heading, value=cell, factor=f"{meant.scale}")


def _size(cell: Cell) -> float:
    """A bare number, of whatever style; 0 for anything else."""
    if not isinstance(cell, str):
        return float(cell) if isinstance(cell, int | float) else 0
    if _GROUPED.fullmatch(cell.strip()):
        return float(re.sub(r"[.,]", "", cell))
    with suppress(ValueError):
        return float(parse_number(cell, "vi"))
    return 0


def known_units(vocabulary: Vocabulary) -> set[str]:
    """Every word for what figures are in: of money, of measure, of what measures count and criteria ask for."""
    measures = vocabulary.frame("measures")[["noun", "noun_en", "noun_en_plural"]]
    nouns = {folded(noun) for column in measures for noun in measures[column].dropna()}
    own = set(map(folded, vocabulary.frame("criteria")["unit_of_measure"].dropna()))
    own |= {one.translate(_LOWERED) for one in own}
    return {_PERCENT, *nouns, *own, *vocabulary.words.units_of_measure}


def units_behind(name: str, known: set[str], words: Synonyms) -> tuple[str, str] | None:
    """A name without the known unit in brackets behind it, and the unit: `Dân số (ĐVT: nghìn người)`."""
    said, bracket, _ = name.rpartition("(")
    unit = bracket and next((one for one in words.measured_in(name) if one in known), None)
    return (said.strip(), unit) if bracket and unit else None


class RowUnits:
    """The units of a block's rows."""

    def __init__(self, block: TableBlock, vocabulary: Vocabulary):
        self._block, self.words, self._vocabulary = block, vocabulary.words, vocabulary
        self.criteria = vocabulary.frame("criteria")
        self._known = known_units(vocabulary)
        heads = [
            block.texts[at] for at, meant in block.meaning.columns.items() if meant.column.name in block.table.measured
        ]
        said = [one for line in (*heads, block.title) for one in self.words.measured_in(line)]
        self.line = tuple(one for one in said if one in self._known)
        around = "\n".join(text for _, _, text in block.lines_around)
        self.spoken = tuple(one.unit for one in spoken_units(around, {_PERCENT, *self.words.units_of_measure}))
        self._at = self._column()

    def _column(self) -> int | None:
        """The column of units; one headed as units of another kind are is none where it holds nothing known."""
        block = self._block
        given = self._vocabulary.choices.block(block.sheet.name, block.number).columns
        for at in sorted(block.meaning.aside - set(block.meaning.columns) - set(given)):
            heading = block.texts.get(at, "")
            if not is_unit_column(block.table, heading, self._vocabulary):
                continue
            if not self.words.is_unit(heading) or any(self._written(row, at) in self._known for row in block.rows):
                return at
            block.tell("unknown_heading", block.headings[-1], at, heading, value=heading)
        return None

    def _written(self, row: int, at: int) -> str:
        cell = self._block.sheet.rows[row][at]
        if cell == "":  # merged over several rows
            over = (area for area in self._block.sheet.merged_at(row) if area[1] == at)
            cell = next((self._block.sheet.rows[area[0]][at] for area in over), "")
        return folded(trimmed(as_seen(cell)).strip("()"))

    def of(self, row: int) -> str:
        """The unit that is said of a row, by its figure or name first, then by the column."""
        return next(iter(self.all_of(row)), "")

    def all_of(self, row: int) -> list[str]:
        """Every unit that is said of a row."""
        own = self._written(row, self._at) if self._at is not None else ""
        return list(dict.fromkeys([*self._block.units.get(row, ()), *([own] if own else [])]))

    def answer(self, asked: Asked) -> str | None:
        """The reading that was answered."""
        given = self._vocabulary.choices.answers(KIND).get(asked.written)
        return given if given in asked.readings else None

    def ask(self, odd: _Odd, cells: Cells, column: Column) -> None:
        """Tell each question at the first cell that it is of: an error until it is answered."""
        for asked, some in odd.items():
            place, value = (*cells.at(some[0]), column.heading, asked), cells.values[some[0]]
            if answer := self.answer(asked):
                self._block.tell("reading_chosen", *place, value=" · ".join(asked.readings), chosen=answer)
            else:
                context = {"unit": asked.written.partition(": ")[0], "readings": " · ".join(asked.readings)}
                self._block.tell("which_unit", *place, value=value, cells=grouped(len(some)), **context)

    def factor(self, unit: str, own: str) -> Fraction | None:
        """How many of a unit another one is, if both measure the same."""
        if unit.translate(_LOWERED) == own.translate(_LOWERED):
            return Fraction(1)
        columns = (column for table in schema().tables.values() for column in table.columns.values())
        both = (sizes for column in columns if {unit, own} <= set(sizes := self.words.sizes(column)))
        return next((sizes[unit] / sizes[own] for sizes in both), None)


def take_shares(block: TableBlock, cells: dict[str, Cells], nouns: Callable[[int], set[str]], units: RowUnits) -> None:
    """Move counts that are percentages by their unit into the column of these; a unit that contradicts is asked."""
    share, counts = block.table.share, cells.get(next(iter(block.table.figures), ""))
    if share is None or counts is None:
        return
    column = block.table.columns[block.table.figures[0]]
    values, there, totals = list(counts.values), cells.get(share.name), cells.get("total")
    shares: list[Cell] = list(there.values) if there else [""] * len(values)
    at = [(there or counts).at(number)[1] for number in range(len(values))]
    line = ", ".join(units.line) if _PERCENT in units.line and not there else ""  # else it is what they are in
    spoken = _PERCENT if _PERCENT in units.spoken and not there and not line else ""
    taken, odd = list[int](), _Odd()
    for number, cell in enumerate(values):
        is_counted = totals is not None and totals.values[number] != ""
        is_share = _is_share(cell, block.sheet.format_at(*counts.at(number)))
        if is_share and shares[number] != "":
            continue
        unit = _PERCENT if is_share else units.of(counts.rows[number]) or line or ("" if is_counted else spoken)
        if not unit or unit in nouns(number) or not as_seen(cell).strip() or _is_ratio(cell):
            continue
        if not is_share and (unit != _PERCENT or shares[number] != "" or is_counted or spoken):
            asked = Asked(KIND, unit, (column.heading, _PERCENT))
            odd.setdefault(asked, []).append(number)
            if units.answer(asked) != _PERCENT:
                continue
        shares[number], values[number], at[number] = cell, "", counts.at(number)[1]
        taken.append(number)
    units.ask(odd, counts, column)
    if taken:
        place, cell = counts.at(taken[0]), counts.values[taken[0]]
        block.tell("unit_is_percent", *place, share.heading, value=cell, cells=grouped(len(taken)))
        cells |= {column.name: replace(counts, values=values), share.name: Cells(shares, counts.rows, at)}


def _is_share(cell: Cell, code: str) -> bool:
    """Whether a cell says itself that it is a percentage."""
    if isinstance(cell, str):
        return SHARE.fullmatch(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool) and _PERCENT in code


def tell_contradicted(block: TableBlock, frame: pd.DataFrame, cells: dict[str, Cells], units: RowUnits) -> None:
    """Warn of verdicts against their own value and what a column of the file asks for: `≥ 95%` beside 94,6% and met.

    The values are still in the units that the file has them in. The criterion's own threshold is compared elsewhere.
    """
    if not {"value", "result"} <= set(cells) or block.meaning.kind == "matrix":
        return
    raw = cells["value"]
    asked = [
        at for at in block.unused if any(_ASKED.fullmatch(as_seen(block.sheet.rows[row][at])) for row in block.rows)
    ]
    if not asked:
        return
    own_ones = set(units.criteria[["set", "code", "threshold"]].dropna().itertuples(index=False, name=None))
    said = frame[["set", "criterion", "value", "result"]].astype(object)
    for number, (of_set, code, value, result) in enumerate(
        said.where(said.notna(), None).itertuples(index=False, name=None)
    ):
        for at in asked if value is not None and result in ("met", "not_met") else ():
            found = _ASKED.fullmatch(as_seen(block.sheet.rows[raw.rows[number]][at]))
            if not found:
                continue
            is_share = _PERCENT in block.sheet.format_at(*raw.at(number))
            own, unit = _PERCENT if is_share else units.of(raw.rows[number]), folded(found["unit"])
            factor = units.factor(unit, own) if unit and own else Fraction(1)
            try:
                least = exact(parse_number(found["number"], "vi"))
            except ValueError:
                continue
            given = exact(float(value)) * (100 if is_share else 1)
            if (
                factor
                and (of_set, code, float(least)) not in own_ones
                and result == ("not_met" if _IS[found["sign"]](given, least * factor) else "met")
            ):
                mark, place = cells["result"].values[number], cells["result"].at(number)
                context = {
                    "word": as_seen(mark),
                    "given": format_number(given, "vi", None),
                    "threshold": found[0].strip(),
                }
                block.tell("value_contradicts", *place, block.table.columns["result"].heading, value=mark, **context)


def in_own_units(block: TableBlock, frame: pd.DataFrame, cells: dict[str, Cells], units: RowUnits) -> None:
    """Turn the values of criteria into their criteria's units; an unknown unit, or one of something else, is asked."""
    if "value" not in cells:
        return
    raw, column, odd = cells["value"], block.table.columns["value"], _Odd()
    rows = units.criteria[["set", "code", "unit_of_measure"]].dropna().itertuples(index=False, name=None)
    measured = {(of_set, code): folded(unit) for of_set, code, unit in rows}
    scaled: dict[tuple[str, str, Fraction], list[int]] = {}
    unkept: list[int] = []
    keys = zip(frame["set"].tolist(), frame["criterion"].tolist(), strict=True)
    for number, (key, value) in enumerate(zip(keys, frame["value"].tolist(), strict=True)):
        own = measured.get(key)
        is_share = _PERCENT in block.sheet.format_at(*raw.at(number))
        unit = _PERCENT if is_share else units.of(raw.rows[number]) or _of_line(block, own, units)
        if pd.isna(value) or not unit:
            continue
        if own is None:
            unkept.append(number)
            continue
        said = [] if is_share else units.all_of(raw.rows[number])
        factors = {one: units.factor(one, own) for one in said}
        if len(set(factors.values())) > 1:  # the figure, its name and the column name several
            asked = Asked(KIND, f"{' · '.join(said)}: {own}", (*said, EMPTY))
            odd.setdefault(asked, []).append(number)
            unit = units.answer(asked) or own
            if unit == EMPTY:
                frame.loc[number, "value"] = pd.NA
                continue
        if (factor := units.factor(unit, own)) is None:
            asked = Asked(KIND, f"{unit}: {own}", (own, EMPTY))
            odd.setdefault(asked, []).append(number)
            if units.answer(asked) == EMPTY:
                frame.loc[number, "value"] = pd.NA
        elif (factor := factor * (100 if is_share else 1)) != 1:
            frame.loc[number, "value"] = float(exact(float(value)) * factor)
            scaled.setdefault((unit, own, factor), []).append(number)
    units.ask(odd, raw, column)
    for (unit, own, factor), some in scaled.items():
        context = {"unit": unit, "own": own, "factor": f"{factor}", "cells": grouped(len(some))}
        block.tell("unit_scaled", *raw.at(some[0]), column.heading, value=raw.values[some[0]], **context)
    if unkept:
        value, cells_told = raw.values[unkept[0]], grouped(len(unkept))
        block.tell("unit_not_kept", *raw.at(unkept[0]), column.heading, value=value, cells=cells_told)


def _of_line(block: TableBlock, own: str | None, units: RowUnits) -> str:
    """The unit of the line above for a value: the one that fits its own, else the only one, if no column has that."""
    fitting = [unit for unit in (*units.line, *units.spoken) if own and units.factor(unit, own) is not None]
    others = [meant.column for meant in block.meaning.columns.values()]
    free = [unit for unit in units.line if not any(unit in units.words.sizes(column) for column in others)]
    return next(iter(fitting), free[0] if len(free) == 1 and own else "")


def _is_ratio(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(RATIO.match(cell) or day_shown(cell)))
