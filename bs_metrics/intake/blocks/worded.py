"""Words around a figure or a document's number: the noun that is counted, a remark, a day; what no rule reads is asked,
never dropped."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from bs_metrics.contract.cells import BadCell, Cell, as_seen
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.contract.schema import Column
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.body import RATIO
from bs_metrics.intake.blocks.cells import CellReader
from bs_metrics.intake.blocks.counts import day_shown, written
from bs_metrics.intake.blocks.measured import SHARE
from bs_metrics.intake.vocabulary.choices import EMPTY
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import any_of, style_of
from bs_metrics.numbers import exact, format_number, parse_number
from bs_metrics.text import canonical, folded, spelled

KIND = "figure"  # of the question
_READINGS = 5  # of one text at most; one with more figures is prose
_DASHES = re.compile(r"[-–—](?:\s*[-–—])*")
_BLANKS = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W\d_](?!\d)")  # no figure with a letter for its first digit: l2,5
_NOUN = r"[^\W\d_][^\d()/]*?"
_COUNT = r"\d{1,3}(?:\.\d{3})+|\d+"
_COUNTED = re.compile(  # 20 trường/22 trường (90,9%)
    rf"(?P<count>(?P<met>{_COUNT})(?:(?:\s+(?P<first>{_NOUN}))?\s*/\s*(?P<total>{_COUNT}))?)(?:\s+(?P<noun>{_NOUN}))?"
    r"(?:\s*\(\s*(?:(?P<percent>[\d.,]+\s*%)|(?P<remark>[^\W\d_][^()]*?))\s*\))?"
)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
# 87/KH-UBND, 26/2022/UBTVQH15, 34-CT/TW; a blank may stand on one side of a sign
_NUMBER = re.compile(r"(?<![\w/])\d{1,5}(?:(?:\s?[/–-]|[/–-]\s)(?:\d{4}(?!\w)|[^\W\d_]{2,}\d*)(?!\w))+")


def split_numbers(block: TableBlock, cells: dict[str, Cells], vocabulary: Vocabulary) -> None:
    """Take a document's number from among words, blanks and a day, which becomes its day where it has none; what a
    known document is called by stays. Several numbers in a cell are an error: a row is one document.
    """
    known = {spelled(number): number for number in vocabulary.frame("documents")["number"].dropna()}
    numbers, heading = cells["number"], block.table.columns["number"].heading
    values: list[Cell] = list(numbers.values)
    days: list[Cell] = list(cells["date"].values) if "date" in cells else [""] * len(values)
    for at, cell in enumerate(values):
        if not isinstance(cell, str) or spelled(cell) in known:
            continue
        seen, place = [one[0] for one in _DAY.finditer(canonical(cell))], numbers.at(at)
        written = [_BLANKS.sub("", one[0]) for one in _NUMBER.finditer(_DAY.sub(";", canonical(cell)))]
        found = list(dict.fromkeys(one.replace("–", "-") for one in written if _WORDS.search(one)))
        if len(found) > 1:
            block.tell("several_documents", *place, heading, value=cell, count=str(len(found)), shown="; ".join(found))
        elif found and found[0] != canonical(cell):
            values[at] = known.get(spelled(found[0]), found[0])
            if len(seen) == 1 and not as_seen(days[at]).strip():
                days[at] = seen[0]
            day = ", ".join(seen) or EMPTY
            block.tell("document_in_words", *place, heading, value=cell, number=str(values[at]), day=day)
    cells["number"] = replace(numbers, values=values)
    if any(as_seen(day).strip() for day in days):
        cells["date"] = replace(cells.get("date", numbers), values=days)


def split_words(
    block: TableBlock, cells: dict[str, Cells], nouns: Callable[[int], set[str]], vocabulary: Vocabulary
) -> None:
    """Take from counts the noun that is counted behind them, and what stands in brackets: a percentage, a remark.

    `nouns` are those of the n-th row's measure; a count of something else is asked. So is one with a remark of a plan.
    """
    if "total" not in block.table.columns:
        return
    printed: list[Cell] = []
    for name in ("met", "total"):
        if name not in cells:
            continue
        counts, heading, told = cells[name], block.table.columns[name].heading, 0
        values: list[Cell] = list(counts.values)
        shares: list[Cell] = [""] * len(values)
        for number, cell in enumerate(values):
            said = _COUNTED.fullmatch(_as_ratio(cell, vocabulary)) if isinstance(cell, str) else None
            if said is None or (said["count"] == cell and not said["percent"]) or (name == "total" and said["total"]):
                continue
            named = {folded(noun) for noun in (said["noun"], said["first"]) if noun}
            remark, phrases = said["remark"] or "", vocabulary.words.phrases
            if not named <= nouns(number) or phrases.held("plan", remark) or phrases.held("caveat", remark):
                continue
            count = said["met"] + (f"/{said['total']}" if said["total"] else "")
            values[number], shares[number] = count.replace(".", ""), said["percent"] or ""
            told += 1
            if told == 1:
                block.tell("count_in_words", *counts.at(number), heading, value=cell, count=count)
        cells[name] = replace(counts, values=values)
        printed = printed if any(printed) else shares
    if any(printed) and "percent_printed" not in cells:
        cells["percent_printed"] = replace(cells.get("met") or cells["total"], values=printed)


def keep_words(block: TableBlock, cells: dict[str, Cells], vocabulary: Vocabulary) -> None:
    """Move what is no figure at all from the values of criteria into the column that keeps them as they are written.

    A result among them, or a figure mistyped, stays to be told.
    """
    if block.table.name != "results" or "value" not in cells or "value_text" in cells:
        return
    values, result = list(cells["value"].values), block.table.columns["result"]
    texts: list[Cell] = [""] * len(values)
    for number, cell in enumerate(values):
        if isinstance(cell, str) and _WORDS.match(cell.strip()) and not vocabulary.words.listed(result, cell):
            texts[number], values[number] = cell, ""
    moved = [number for number, text in enumerate(texts) if text]
    if moved:
        heading, context = block.table.columns["value_text"].heading, {"cells": str(len(moved))}
        block.tell("words_kept", *cells["value"].at(moved[0]), heading, value=texts[moved[0]], **context)
        cells["value_text"] = replace(cells["value"], values=texts)
        cells["value"] = replace(cells["value"], values=values)


def _as_ratio(cell: str, vocabulary: Vocabulary) -> str:
    """A text with a stroke for the words between a count and its total: `17 trên 112 thôn`."""
    between = any_of(vocabulary.words.phrases.of("out_of"))
    text = canonical(cell)
    return re.sub(rf"(?<=\S)\s+(?:{between})\s+(?=\d)", "/", text, flags=re.I) if between else text


def ask_figures(block: TableBlock, cells: dict[str, Cells], reader: CellReader, vocabulary: Vocabulary) -> None:
    """Ask of each text that no rule reads which of the figures in it is meant, or none: `19 (kế hoạch 25)`, `-`.

    The question, an error, holds the table back until it is answered.
    """
    answers = vocabulary.choices.answers(KIND)
    for name, raw in list(cells.items()):
        column = block.table.columns[name]
        if column.type not in ("integer", "number"):
            continue
        is_pair = name == "met" and "total" in block.table.columns

        def is_read(text: str, is_pair: bool = is_pair, name: str = name) -> bool:
            if is_pair and (RATIO.match(text) or day_shown(text)):
                return True
            try:
                reader(text, block.table.columns[name])
            except BadCell as problem:
                return str(problem) != "not_a_number"
            return True

        values, texts = list(raw.values), {cell for cell in raw.values if isinstance(cell, str) and cell.strip()}
        is_value = name in block.table.measured  # the unit beside its figure is compared with its own
        is_whole = block.table.name == "results" and "criterion" not in cells  # of its criteria a part is no value

        def is_offered(
            text: str, is_pair: bool = is_pair, is_value: bool = is_value, is_whole: bool = is_whole, name: str = name
        ) -> bool:
            if is_whole and RATIO.match(text):
                return False
            if is_pair and (RATIO.match(text) or (block.table.share and SHARE.fullmatch(text))):
                return True
            try:
                reader(str(_parted(text)[0]) if is_value else text, block.table.columns[name])
            except BadCell:
                return False
            return True

        found = {text: _readings(text, column, reader, is_offered, vocabulary) for text in texts if not is_read(text)}
        for number, cell in enumerate(values):
            readings = found.get(cell) if isinstance(cell, str) else None
            if not readings:
                continue
            asked = Asked(KIND, in_short(canonical(str(cell))), readings)
            answer, place, shown = answers.get(asked.written), raw.at(number), " · ".join(readings)
            if answer in readings:
                is_counted = is_pair and RATIO.match(answer) is not None
                figure, unit = _parted(answer) if is_value and not is_counted else (answer, "")
                values[number] = "" if answer == EMPTY else figure
                if unit and answer != EMPTY:
                    block.units[raw.rows[number]] = (unit, *block.units.get(raw.rows[number], ()))
                block.tell("reading_chosen", *place, column.heading, asked, value=shown, chosen=answer)
            else:
                block.tell("which_figure", *place, column.heading, asked, value=cell, readings=shown)
        cells[name] = replace(raw, values=values)


def _parted(figure: str) -> tuple[str, str]:
    """A figure's number and its unit: `68,2%`, `205.310 người`; of a part of a whole its percentage."""
    ratio = RATIO.match(figure)
    if ratio and int(ratio[2]):
        return written(round(100 * int(ratio[1]) / int(ratio[2]), 10)), "%"
    number = re.match(r"[\d.,/]*", figure)
    return (number[0], folded(figure[number.end() :])) if number else (figure, "")


def _readings(
    text: str, column: Column, reader: CellReader, is_read: Callable[[str], bool], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """What a text may mean: each figure in it as it can be read, or nothing; a dash may be a nought. None for prose."""
    said = canonical(text)
    figures = ["0"] if _DASHES.fullmatch(said) else reader.figures_in(said, column)
    plain = ((one, *_in_full(one, column, vocabulary)) for one in figures)
    readings = tuple(dict.fromkeys(one for some in plain for one in list(filter(is_read, some))[:1]))
    return (*readings, EMPTY) if 0 < len(readings) < _READINGS else ()


def _in_full(figure: str, column: Column, vocabulary: Vocabulary) -> Iterator[str]:
    """How else a figure of a column of counts is written: `1,250` as 1.250, `1,2 triệu` as 1.200.000."""
    if column.type == "integer" and "," in figure and style_of(figure) is None:
        yield figure.replace(",", ".")
    number, size = _parted(figure)
    if power := vocabulary.words.magnitudes.get(size):
        with suppress(ValueError):
            yield format_number(exact(parse_number(number, "vi")) * power, "vi")
