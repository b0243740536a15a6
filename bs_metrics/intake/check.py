"""The intake's one entry: a file as it came to what was understood, typed tables, and every finding at once."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import pandas as pd

from bs_metrics.contract.bounds import HEADINGS, TABLE_ROWS, Refused, grouped
from bs_metrics.contract.findings import Finding, Place, bounded, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, row_and_column
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.block_rows import BlockRows, read_block
from bs_metrics.intake.blocks.body import RowSorter
from bs_metrics.intake.blocks.headings import as_list, matrix_of_marks, tell_headings, which_table
from bs_metrics.intake.blocks.layout import find_blocks
from bs_metrics.intake.blocks.marks import count_marks, levels_across, marked_columns
from bs_metrics.intake.blocks.shared_cells import completed
from bs_metrics.intake.blocks.totals import compare_totals
from bs_metrics.intake.folder import with_shipped, words_of
from bs_metrics.intake.old_fonts import broken_sheets, old_encodings
from bs_metrics.intake.rows_together import between_rows
from bs_metrics.intake.settling.codes import settle_codes
from bs_metrics.intake.settling.digits import settle_digits
from bs_metrics.intake.settling.hollow import settle_hollow, settle_names, tell_beyond, tell_parted, tell_unused
from bs_metrics.intake.settling.items import in_words, joined, move_names
from bs_metrics.intake.settling.legends import settle_dittos, settle_legends
from bs_metrics.intake.settling.line_units import settle_lines
from bs_metrics.intake.settling.looks import (
    leave_struck,
    settle_divided,
    settle_hidden,
    settle_rounded,
    settle_units,
    tell_colours,
    tell_conditional,
)
from bs_metrics.intake.settling.numerals import in_one_order, in_one_style
from bs_metrics.intake.settling.periods import keep_one_period, tell_older
from bs_metrics.intake.settling.plans import settle_footnotes, settle_mergers, settle_places, settle_plans
from bs_metrics.intake.settling.remarks import tell_remarks
from bs_metrics.intake.settling.rivals import settle_rivals
from bs_metrics.intake.settling.sets import by_set
from bs_metrics.intake.settling.ticks import settle_ticks
from bs_metrics.intake.settling.values import settle_values
from bs_metrics.intake.stated_day import StatedDay, known_until, stated_day
from bs_metrics.intake.vocabulary.choices import IGNORE, Choices
from bs_metrics.intake.vocabulary.synonyms import synonyms
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.readers.read import read_sheets
from bs_metrics.text import folded

_UNREAD = ("unreadable_name", "block_not_understood", "lines_not_understood")  # an old encoding says why
_OF_TABLES = ("text_unseen", "formula_empty")  # beside the tables' cells nothing is to be said
_OF_NUMBERS = ("which_decimal", "which_unit", "which_rounded", "divided_by_format", "unit_contradicts")
_CONSEQUENCES = {"key_twice": ("which_period",), "part_beyond_whole": _OF_NUMBERS}  # of questions, until answered
_LEFT_OUT = {"results_not_taken", "marks_not_read", "which_table", "block_not_understood", "figures_missing"}
_LEFT_OUT |= {"colours_not_read", "names_only", "schools_by_level"}


@dataclass(frozen=True)
class BlockReport:
    """A part of a sheet as it was understood. Rows and columns are counted from zero.

    `number` counts the blocks of the sheet: with the sheet's name it is the key of the block's choices. `table` is None
    for a block that is not read. `kind` is list, matrix or none. `headings` are the texts by position, groups joined;
    `columns` maps each position to the table's column, or to None where it is not used. `rows` is the number of rows of
    the table: a matrix gives one for each of its cells. `tables` are those it could be where that is open.
    """

    sheet: str
    number: int
    kind: str
    table: str | None
    heading_rows: tuple[int, ...]
    headings: dict[int, str]
    columns: dict[int, str | None]
    rows: int
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileReport:
    """What a file holds: `frames` are the tables without errors, `held` those held back because of one.

    `shape` is a fingerprint of the file as it came: no answer changes it, so what was answered is found again by it.
    `reading` is one of the headings as they are read, answers included. `day` is the newest date that the file itself
    states for its figures.
    """

    blocks: list[BlockReport]
    frames: dict[str, pd.DataFrame]
    held: set[str]
    findings: list[Finding]
    shape: str
    reading: str
    day: StatedDay | None = None

    @property
    def unseen(self) -> list[Finding]:
        """Warnings of what was not looked at: whoever publishes confirms that they looked themselves."""
        return [one for one in self.findings if one.code in ("values_only", "formatting_unseen")]

    @property
    def left_out(self) -> list[Finding]:
        """Warnings of what looks like figures and was not taken: nothing is said to change without them."""
        return [one for one in self.findings if one.code in _LEFT_OUT]

    @property
    def is_readable(self) -> bool:
        """Whether the file could be opened at all."""
        return bool(self.blocks) or not any(one.severity == "error" and one.sheet is None for one in self.findings)


def check(
    content: bytes,
    file: str,
    current: Tables,
    choices: Choices | None = None,
    progress: Callable[[float], None] | None = None,
) -> FileReport:
    """Read a file, find its tables, check them against the current data. Never raises for what the file holds.

    `progress` is called with the share done, from 0 to 1.
    """
    report_progress = progress or (lambda share: None)
    report_progress(0.0)
    given = choices or Choices()
    sheets, findings = read_sheets(content, file)
    read_as = next((one.context["separator"] for one in findings if one.code == "read_as_text"), "")
    findings = settle_hidden(sheets, findings, given)
    report_progress(0.4)
    unasked = Vocabulary(synonyms(words_of(current)), with_shipped(current.frames), Choices())
    vocabulary = Vocabulary(unasked.words.answering(given), unasked.frames, given)
    try:
        blocks = _file_blocks(sheets, vocabulary)
        # What is remembered is looked up before anything is answered: answers must not change the file's shape.
        plain = blocks if given == Choices() else _file_blocks(sheets, unasked)
    except Refused as refused:
        findings.append(finding(refused.code, Place(file), **refused.context))
        return FileReport([], {}, set(), findings, "", "")
    chosen = [part for block in blocks for part in by_set(_with_choice(block, vocabulary), vocabulary)]
    if not chosen and not any(one.severity == "error" for one in findings):
        findings.append(finding("no_cells", Place(file)))
    for block in chosen:
        if block.meaning.table:
            move_names(block, vocabulary)
            RowSorter(block, vocabulary).sort()
            leave_struck(block, findings)
    for block in chosen:
        if block.meaning.table:
            settle_dittos(block, chosen, vocabulary)
            settle_names(block, vocabulary)
            settle_values(block, vocabulary)
        if block.meaning.table and read_as:
            tell_beyond(block)
            if read_as == ",":
                tell_parted(block)
    keep_one_period(chosen, vocabulary)
    tell_older(chosen, vocabulary)
    settle_places(chosen, vocabulary)
    settle_mergers(chosen, vocabulary)
    for block in chosen:
        named: Collection[int] = ()
        is_ignored = given.block(block.sheet.name, block.number).table == IGNORE
        if block.meaning.table:
            settle_plans(block, chosen, vocabulary)
        if block.meaning.table:
            settle_rivals(block, vocabulary)
            named = settle_hollow(block, vocabulary)
            in_words(block)
            settle_lines(block, vocabulary)
            tell_unused(block, named, vocabulary)
        if block.meaning.table:
            tell_headings(block, named=named)
        elif not any(one.code == "names_only" for one in block.told):
            known = " · ".join(text for text in block.texts.values() if vocabulary.words.is_heading(text))
            marks, levels = count_marks(block, vocabulary), levels_across(block, vocabulary)
            tell_headings(block, is_ignored, marks, known or "–", levels)
    report_progress(0.6)
    parts: dict[str, list[BlockRows]] = defaultdict(list)
    rows: dict[int, int] = {}
    order = list(schema().tables)
    for number, block in enumerate(sorted(chosen, key=lambda one: order.index(one.meaning.table or order[-1]))):
        if table := block.meaning.table:
            whole = settle_footnotes(completed(block), vocabulary)
            tell_remarks(whole, vocabulary)
            whole = settle_rounded(settle_divided(whole, vocabulary), vocabulary)
            whole = settle_legends(settle_units(whole, vocabulary), chosen, vocabulary)
            whole = in_one_order(in_one_style(joined(whole, vocabulary), vocabulary), vocabulary)
            whole = settle_ticks(settle_digits(whole, vocabulary), chosen, vocabulary)
            settle_codes(whole, vocabulary)
            tell_colours(whole)
            tell_conditional(whole)
            compare_totals(whole, vocabulary)
            part = read_block(whole, vocabulary, known_until(whole, vocabulary))
            parts[table].append(part)
            rows[id(block)] = len(part.frame)
            if schema().tables[table].list or table in ("units", "criteria_sets", "criteria", "measures"):
                vocabulary = vocabulary.with_rows(table, part.frame)
        findings += block.findings
        report_progress(0.6 + 0.2 * (number + 1) / len(chosen))
    frames = {
        table: some[0].frame if len(some) == 1 else pd.concat([part.frame for part in some], ignore_index=True)
        for table, some in parts.items()
    }
    old = list(old_encodings(sheets, chosen))
    old += broken_sheets((sheet for sheet in sheets if sheet.name not in {one.sheet for one in old}), chosen)
    told = {one.sheet for one in old if one.severity == "error"}
    findings = [one for one in findings if one.code not in _UNREAD or one.sheet not in told]
    placed = (_with_table(one, chosen) for one in findings)
    findings = _of_columns([*(one for one in placed if one.table or one.code not in _OF_TABLES), *old])
    findings = _without_consequences([*findings, *between_rows(frames, parts, current, vocabulary)])
    report_progress(0.95)
    held = {one.table for one in findings if one.severity == "error" and one.table and one.table in frames}
    ready = {table: frame for table, frame in frames.items() if table not in held}
    reports = [_report_of(block, rows.get(id(block), 0)) for block in chosen]
    report_progress(1.0)
    findings = _in_order(bounded(findings), chosen)
    return FileReport(reports, ready, held, findings, _shape(plain), _shape(chosen), stated_day(chosen, frames))


def _file_blocks(sheets: list[RawSheet], vocabulary: Vocabulary) -> list[TableBlock]:
    """The blocks of all sheets. Raises Refused when they are too many, or have too many rows."""
    filled = sum(len(row) - row.count("") > 1 for sheet in sheets for row in sheet.rows)
    if filled > 2 * TABLE_ROWS:  # looking for headings would take longer than may be
        raise Refused("too_many_rows", rows=grouped(filled), limit=grouped(TABLE_ROWS))
    room = iter(range(HEADINGS))
    blocks = [block for sheet in sheets for block in find_blocks(sheet, vocabulary, room)]
    rows = sum(block.last - block.headings[-1] - 1 for block in blocks if block.meaning.table)
    if rows > TABLE_ROWS:
        raise Refused("too_many_rows", rows=grouped(rows), limit=grouped(TABLE_ROWS))
    return blocks


def _with_choice(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block with what the analyst decided about its table and columns."""
    choice = vocabulary.choices.block(block.sheet.name, block.number)
    if choice.table is None and block.meaning.tables:
        asked = which_table(block)
        answer = vocabulary.choices.answers(asked.kind).get(asked.written)
        if answer in asked.readings:
            readings = " · ".join(asked.readings)
            block.tell("reading_chosen", *block.corner, None, asked, value=readings, chosen=answer)
            choice = replace(choice, table=block.meaning.tables[asked.readings.index(answer)])
    if choice.table == IGNORE or (choice.table and choice.table not in schema().tables):
        return replace(block, meaning=BlockMeaning("none", None, {}))
    measured = vocabulary.words.measured_in(block.title)
    if choice.table and choice.table != block.meaning.table:
        marked = marked_columns(block.sheet, block.headings, block.texts, vocabulary, numbers=True)
        meaning = as_list(block.texts, schema().tables[choice.table], vocabulary, measured)
        if choice.table == "results" and not marked <= meaning.cells:
            meaning = matrix_of_marks(block.texts, marked, vocabulary)
        block = replace(block, meaning=meaning)
    if not choice.columns or block.meaning.table is None:
        return block
    meaning = block.meaning
    given = {at: block.table.columns[name] for at, name in choice.columns.items() if name in block.table.columns}
    left = meaning.without(choice.columns)
    columns = {at: meant for at, meant in left.columns.items() if meant.column not in given.values()}
    for at, column in given.items():
        if at in block.texts:  # the unit that the heading or the lines above give its amounts still holds
            columns[at] = vocabulary.words.scaled(column, block.texts[at], measured)
    named = any(meant.column.name in ("unit", "criterion") for meant in columns.values())
    # Nothing says any more what its results are of.
    if meaning.kind == "matrix" and not (named and (left.across or not meaning.across)):
        return replace(block, meaning=BlockMeaning("none", None, {}))
    return replace(block, meaning=replace(left, columns=columns))


def _shape(blocks: list[TableBlock]) -> str:
    """A fingerprint of the sheets' names and headings; what the rows hold does not change it."""
    named = [
        [folded(block.sheet.name), list(map(folded, block.texts.values() if block.meaning.kind != "none" else ()))]
        for block in blocks
    ]
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()[:16]


def _report_of(block: TableBlock, rows: int) -> BlockReport:
    meaning = block.meaning
    columns: dict[int, str | None] = dict.fromkeys(block.texts)
    columns |= {at: meant.column.name for at, meant in meaning.columns.items()}
    columns |= dict.fromkeys((*meaning.ticks, *meaning.across), meaning.ticked)
    where = block.sheet.name, block.number, meaning.kind, meaning.table
    return BlockReport(*where, block.headings, dict(block.texts), columns, rows, meaning.tables)


def _with_table(finding: Finding, blocks: list[TableBlock]) -> Finding:
    """A finding of reading with the table of its cell. Beside the tables' cells it holds back and asks nothing."""
    if finding.table or finding.sheet is None or finding.code == "which_table":
        return finding
    blocks = [block for block in blocks if block.meaning.table and block.sheet.name == finding.sheet]
    if finding.cell is None:
        return replace(finding, table=blocks[0].meaning.table) if blocks else finding
    row, column = _place(finding)
    for block in blocks:
        if row in block.headings or (row in block.rows and column in block.meaning.cells):
            return replace(finding, table=block.meaning.table)
    return replace(finding, severity="warning", asked=None) if finding.severity == "error" else finding


def _of_columns(findings: list[Finding]) -> list[Finding]:
    """All but those that say less of a column that is left out than another does."""
    ranks = {code: rank for rank, code in enumerate(("results_not_taken", "figures_not_taken", "unknown_heading"))}
    gravest: dict[tuple[str | None, str | None], int] = {}
    for one in findings:
        if one.code in ranks:
            at = one.sheet, one.cell
            gravest[at] = min(gravest.get(at, len(ranks)), ranks[one.code])
    return [one for one in findings if one.code not in ranks or ranks[one.code] == gravest[one.sheet, one.cell]]


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """All but what rows show together only because a question is still open: of which period they are, how their
    numbers are written, in which unit."""
    open_ones = {(one.table, one.code) for one in findings if one.severity == "error"}
    return [
        one for one in findings if not any((one.table, code) in open_ones for code in _CONSEQUENCES.get(one.code, ()))
    ]


def _in_order(findings: list[Finding], blocks: list[TableBlock]) -> list[Finding]:
    """In the order of the file: sheet, row, column; what concerns a whole file or sheet first. Each once."""
    sheets = list(dict.fromkeys(block.sheet.name for block in blocks))

    def place(finding: Finding) -> tuple[int, int, int]:
        return (sheets.index(finding.sheet) if finding.sheet in sheets else -1, *_place(finding))

    return sorted(dict.fromkeys(findings), key=place)


def _place(finding: Finding) -> tuple[int, int]:
    """Row and column of a finding's cell, from zero; before them all where it is of no cell."""
    return row_and_column(finding.cell) if finding.cell else (-1, -1)
