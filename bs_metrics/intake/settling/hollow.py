"""A table whose figures no column was understood for, and columns of figures that nobody uses: never a note only."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.findings import Asked, Severity, in_short
from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.body import RATIO, section_value, set_of_group
from bs_metrics.intake.blocks.marks import are_marks
from bs_metrics.intake.settling.legends import TICK, meaning_of
from bs_metrics.intake.settling.plans import denials_of
from bs_metrics.intake.settling.rivals import KIND, labels_of
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import trimmed, words_only
from bs_metrics.numbers import parse_number
from bs_metrics.text import folded

_YEAR = re.compile(r"(19|20)\d\d")
_DIGITS = re.compile(r"\s*\d{1,3}\s*")
_NAMED = 5  # cells of a finding
_NO_FIGURES = {"code", "name", "note", "source"}  # of a unit


def settle_hollow(block: TableBlock, vocabulary: Vocabulary) -> Collection[int]:
    """Take the column that was answered for a table without figures; else ask, naming those that may hold them: these
    columns are returned.

    It is an error where known figures would be gone with it, for a row of a later day goes before the one that has
    them, and where one of several is of a plan.
    """
    table, meaning = block.table, block.meaning
    columns = [table.columns[name] for name in table.figures]
    taken = {meant.column.name for meant in meaning.columns.values()} | ({meaning.ticked} if meaning.ticks else set())
    if not columns or meaning.kind == "matrix" or not taken.isdisjoint(table.figures):
        return ()
    said = (section_value(table, taken, text, vocabulary) for text in block.sections.values())
    if any(value and value[0].name in table.figures for value in said) or _settle_titled(block, vocabulary):
        return ()
    free = sorted({*block.unused, *meaning.totals})  # a list may have its figures under a heading of totals
    candidates = {at: column for at in free if (column := _figure(block, at, columns, vocabulary))}
    labels = labels_of(block, candidates) if candidates else ()
    levels = _levels(block, candidates, vocabulary)
    together = " + ".join(label for at, label in zip(candidates, labels, strict=True) if at in levels)
    labels = (together, *labels) if levels else labels
    question = Asked(KIND, f"{block.sheet.name}: {columns[0].heading}", labels) if labels else None
    answer = vocabulary.choices.answers(KIND).get(question.written) if question else None
    place = (*block.corner, columns[0].heading)
    lacking = _not_met_beside(block, levels, vocabulary) if levels else []
    if levels and (answer == together or lacking):
        _sum_levels(block, levels)
        columns_now = {**meaning.columns, levels[0]: HeadingMeaning(columns[0])}
        block.meaning = replace(meaning, columns=columns_now, aside=meaning.aside | {*levels[1:], *lacking})
        code, asked = ("levels_summed", None) if lacking else ("figures_chosen", question)
        block.tell(code, *place, asked, value=together, heading=columns[0].heading)
        return ()
    if question and answer in labels:
        at = list(candidates)[labels.index(answer) - bool(levels)]
        measured = vocabulary.words.measured_in(block.title)
        meant = vocabulary.words.scaled(candidates[at], block.texts[at], measured)
        block.meaning = replace(meaning, columns={**meaning.columns, at: meant}, totals=meaning.totals - {at})
        block.tell("figures_chosen", *place, question, value=answer, heading=candidates[at].heading)
        return ()
    headings, shown = " · ".join(column.heading for column in columns), " · ".join(labels) or "–"
    phrases = vocabulary.words.phrases
    of_plans = len(labels) > 1 and any(phrases.held("plan", block.texts[at]) for at in candidates)
    severity: Severity = "error" if of_plans or _erases(block, columns, vocabulary) else "warning"
    block.tell("figures_missing", *place, question, severity, value=headings, candidates=shown)
    return candidates


def _settle_titled(block: TableBlock, vocabulary: Vocabulary, table: str | None = None) -> bool:
    """Take the result that the title says for all rows, which is asked: `Danh sách trường chưa đạt chuẩn`."""
    column = schema().tables[table or block.table.name].columns.get("result")
    groups = [set(text.split(" / ")[:-1]) for text in block.texts.values()]
    lines = [*block.title.splitlines(), *sorted(set.intersection(*groups) if groups else ()), block.sheet.name]
    said = {line: code for line in lines if column and (code := _result_in(line, column, vocabulary))}
    if column is None or len({*said.values()}) != 1:
        return False
    line, code = next(iter(said.items()))
    words, answers = vocabulary.words.lists[column.type], vocabulary.choices.answers(TICK)
    asked, place = Asked(TICK, in_short(line), tuple(words.words)), (*block.corner, column.heading)
    if (answer := answers.get(asked.written)) in words.words:
        readings = " · ".join(words.word(one, "vi") for one in words.words)
        block.tell("reading_chosen", *place, asked, value=readings, chosen=words.word(str(answer), "vi"))
        code = str(answer)
    else:
        block.tell("result_of_title", *place, asked, value=line, word=words.word(code, "vi"))
    if code == "unknown":
        return False
    block.constants = {**block.constants, column.name: words.word(code, "vi")}
    parts = line.split()
    around = (set_of_group(" ".join(parts[at:]), vocabulary) for at in range(len(parts)))  # Xã đạt chuẩn nông thôn mới
    if (
        column.table == "results"
        and not vocabulary.criteria.named_in(line)
        and (found := next(filter(None, around), ""))
    ):
        _take_set(block, found, vocabulary)
    return True


def _result_in(line: str, column: Column, vocabulary: Vocabulary) -> str | None:
    """The one result that a title says; none where it speaks of what is met and of what is not."""
    said, rest = meaning_of(line, column, vocabulary.words), f" {words_only(folded(line))} "
    for denial in sorted(denials_of(vocabulary), key=len, reverse=True):
        rest = rest.replace(f" {denial} ", " ")
    is_both = rest != f" {words_only(folded(line))} " and meaning_of(rest, column, vocabulary.words) is not None
    return None if is_both else said


def settle_names(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Of a list of units that says nothing but names: the results that its groups say, else nothing is taken.

    It would change nothing, and seem to have been taken.
    """
    meaning = block.meaning
    names = [at for at, meant in meaning.columns.items() if meant.column.name in ("code", "name")]
    if meaning.table != "units" or len(names) != 1 or meaning.ticks or not block.rows:
        return
    if {meant.column.name for at, meant in meaning.columns.items() if _cells(block, at)} - _NO_FIGURES:
        return
    others = {*meaning.totals, *(at for at in block.unused if _cells(block, at))}  # which are told of
    results = schema().tables["results"]
    found = {row: section_value(results, {"unit"}, text, vocabulary) for row, text in block.sections.items()}
    groups = {row: value[1] for row, value in found.items() if value and value[0].name == "result"}
    is_titled = not groups and not others and _settle_titled(block, vocabulary, results.name)
    if not groups and others:
        return
    silent = [row for row in block.rows if max((at for at in block.sections if at < row), default=-1) not in groups]
    silent = [] if is_titled else silent
    if silent:
        value = block.sheet.rows[silent[0]][names[0]]
        block.tell("names_only", silent[0], names[0], value=value, rows=str(len(silent)))
    if not groups and not is_titled:
        block.meaning = BlockMeaning("none", None, {})
        return
    meant = {at: one for at, text in block.texts.items() if (one := vocabulary.words.column(results.name, text))}
    meant = {at: one for at, one in meant.items() if one.column.name in ("decision", "agency", "reason")}
    columns = {names[0]: HeadingMeaning(results.columns["unit"]), **meant}
    block.meaning = BlockMeaning("list", results.name, columns, numbers=meaning.numbers, aside=meaning.aside)
    block.rows[:] = [row for row in block.rows if row not in silent]
    if is_titled:
        block.told[:] = [replace(one, table=results.name) if one.table == "units" else one for one in block.told]
        return
    said_by = {block.sections[row] for row in groups}
    block.told[:] = [one for one in block.told if one.code != "section_ignored" or one.value not in said_by]
    for row in groups:
        at = next(at for at, cell in enumerate(block.sheet.rows[row]) if str(cell).strip())
        block.tell("section_used", row, at, value=block.sections[row], heading=results.columns["result"].heading)
    sets = {code for row in groups if (code := set_of_group(block.sections[row], vocabulary))}
    block.sections = {row: block.sections[row] for row in groups}
    if len(sets) == 1:
        _take_set(block, sets.pop(), vocabulary)


def _take_set(block: TableBlock, code: str, vocabulary: Vocabulary) -> None:
    block.constants = {**block.constants, "set": code}
    block.tell("set_found", *block.corner, set=vocabulary.criteria.sets.shown[code])


def tell_unused(block: TableBlock, named: Collection[int], vocabulary: Vocabulary) -> None:
    """Warn of each column of marks or numbers that is not used nor named, where the analyst has not said so.

    A list has nothing across that its column of totals could be compared with.
    """
    ignored = vocabulary.choices.block(block.sheet.name, block.number).columns
    totals = () if block.meaning.across else sorted(block.meaning.totals)
    for at in (at for at in (*block.unused, *totals) if at not in named):
        cells, heading = _cells(block, at), block.texts[at]
        if at not in ignored and (are_marks(cells, vocabulary, False) or _are_numbers(cells)):
            place = (block.headings[-1], at, heading)
            block.tell("figures_not_taken", *place, value=heading, cells=str(len(cells)))


def tell_beyond(block: TableBlock) -> None:
    """Tell of rows of a text file that are longer than their headings: a separator within a cell has parted it, and
    what stands behind it is in the wrong column."""
    last = max(block.texts, default=0)
    cells = [(row, at) for row in (*block.rows, *block.totals) if (at := _first_beyond(block, row, last)) is not None]
    if cells:
        (row, at), shown = cells[0], ", ".join(address(*cell) for cell in cells[:_NAMED])
        more = {"cells": shown + (", …" if len(cells) > _NAMED else ""), "count": str(len(cells))}
        block.tell("row_too_long", row, at, value=block.sheet.rows[row][at], **more)


def tell_parted(block: TableBlock) -> None:
    """Tell of figures that their own comma has parted in a text file of commas: 14,29 as 14 and a remark 29."""
    columns, rows = block.meaning.columns, block.sheet.rows
    of_figures = [at for at, meant in columns.items() if meant.column.type in ("integer", "number")]
    behind = [at for at in of_figures if at + 1 in columns and columns[at + 1].column.type == "text"]
    cells = [(row, at) for row in block.rows for at in behind if all(map(_DIGITS.fullmatch, rows[row][at : at + 2]))]
    for row, at in cells:
        value, rest = rows[row][at : at + 2]
        block.tell("figure_parted", row, at, columns[at].column.heading, value=f"{value},{rest}", rest=rest)


def _first_beyond(block: TableBlock, row: int, last: int) -> int | None:
    cells = block.sheet.rows[row]
    return next((at for at in range(last + 1, len(cells)) if str(cells[at]).strip()), None)


def _figure(block: TableBlock, at: int, columns: list[Column], vocabulary: Vocabulary) -> Column | None:
    """The first column of some whose figures the cells of an unused one could be."""
    cells = _cells(block, at)
    for column in columns if not _is_of_others(block.texts[at], columns, vocabulary) else ():
        levels = vocabulary.levels(column)
        fits = are_marks(cells, vocabulary) if column.listed else _are_figures(cells, column)
        if fits and (not levels or all(as_seen(cell).strip() in levels for cell in cells)):
            return column
    return None


def _levels(block: TableBlock, candidates: Mapping[int, Column], vocabulary: Vocabulary) -> list[int]:
    """Those of some columns of counts that are of one level each of what is met: together they are what is met."""
    met = [at for at, column in candidates.items() if column.name == block.table.figures[0] and column.name == "met"]
    for words in vocabulary.words.numbers.values():
        said = {at: words.get(folded(trimmed(block.texts[at].split(" / ")[-1]))) for at in met}
        levels = [at for at, number in said.items() if number not in (None, "0")]
        cells = [block.sheet.rows[row][at] for row in (*block.rows, *block.totals) for at in levels]
        if len({said[at] for at in levels}) == len(levels) > 1 and all(_count(cell) is not None for cell in cells):
            return levels
    return []


def _count(cell: Cell) -> int | None:
    """The count in a cell, none of a text that is no whole number; nought of an empty one."""
    text = as_seen(cell).strip()
    return int(text) if text.isdecimal() else None if text else 0


def _not_met_beside(block: TableBlock, levels: list[int], vocabulary: Vocabulary) -> list[int]:
    """The column of what is not met, if it and the levels are together the total in every row."""
    totals = [at for at, meant in block.meaning.columns.items() if meant.column.name == "total"]
    lacking = [at for at in block.unused if _is_not_met(block.texts[at], vocabulary)]
    if len(totals) != 1 or len(lacking) != 1:
        return []

    def adds_up(row: int) -> bool:
        *parts, total = (_count(block.sheet.rows[row][at]) for at in (*levels, *lacking, *totals))
        return None not in parts and sum(filter(None, parts)) == total

    return lacking if all(map(adds_up, block.rows)) else []


def _sum_levels(block: TableBlock, levels: list[int]) -> None:
    """Put the sum of the levels into the first one's column."""
    rows = list(block.sheet.rows)
    for row in (*block.rows, *block.totals):
        cells = [rows[row][at] for at in levels]
        if any(as_seen(cell).strip() for cell in cells):
            rows[row] = [*rows[row]]
            rows[row][levels[0]] = sum(_count(cell) or 0 for cell in cells)
    block.sheet = replace(block.sheet, rows=rows)


def _is_not_met(heading: str, vocabulary: Vocabulary) -> bool:
    said = f" {words_only(folded(heading))} "
    not_met = (words_only(one) for one in vocabulary.words.written_for("result", "not_met") if " " in one)
    return any(f" {one} " in said for one in not_met)


def _is_of_others(heading: str, columns: list[Column], vocabulary: Vocabulary) -> bool:
    """Whether a heading speaks of what is not met or of a plan: never what a count of what is met is taken from."""
    if not any(column.name in ("met", "result") for column in columns):
        return False
    phrases = vocabulary.words.phrases
    return bool(phrases.held("plan", heading) or phrases.held("caveat", heading)) or _is_not_met(heading, vocabulary)


def _cells(block: TableBlock, at: int) -> list[Cell]:
    cells = (block.sheet.rows[row][at] for row in block.rows)
    return [cell for cell in cells if str(cell).strip()]


def _are_numbers(cells: list[Cell]) -> bool:
    """Whether at least half of some cells are numbers, or counts of a total."""
    return bool(cells) and 2 * sum(map(_is_number, cells)) >= len(cells)


def _are_figures(cells: list[Cell], column: Column) -> bool:
    """Whether some cells could be the figures of a column: no years, and of a whole only what counts its parts."""
    said = [as_seen(cell).strip() for cell in cells]
    is_other = all(map(_YEAR.fullmatch, said)) or (column.name != "met" and all(map(RATIO.match, said)))
    return _are_numbers(cells) and not is_other


def _is_number(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, int | float) and not isinstance(cell, bool)
    try:
        return bool(RATIO.match(cell)) or parse_number(cell, "vi") is not None
    except ValueError:
        return False


def _erases(block: TableBlock, columns: list[Column], vocabulary: Vocabulary) -> bool:
    """Whether a row without figures would stand before a known one of another day."""
    table = block.table
    named = next((table.columns[name] for name in table.key if table.columns[name].references), None)
    is_dated = any(table.columns[name].type == "date" for name in table.key)
    at = next((at for at, meant in block.meaning.columns.items() if meant.column == named), None)
    if named is None or at is None or not is_dated:
        return False
    target = (named.references or "").partition(".")[0]
    names, codes = vocabulary.names(target), vocabulary.codes(target)
    written = [str(cell) for cell in _cells(block, at)]
    said = {one if one in codes else names and names.code(one) for one in written}
    known = vocabulary.frame(table.name)
    return bool(known.loc[known[columns[0].name].notna(), named.name].isin([one for one in said if one]).any())
