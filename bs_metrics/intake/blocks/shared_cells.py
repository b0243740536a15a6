"""What a cell says only together with others: a value merged over several rows, a mark for the cell above or one that a
footnote explains."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, without_mark

_Cell = tuple[int, int]
_NAMED = 5  # cells of a finding
DITTO, EMPTY = "ditto", "–"  # kind of the questions; how the reading as an empty cell is written

_NOTE = re.compile(  # (*) new school
    r"^(?:[^:*()]{1,20}:\s*)?(\(\*{1,3}\)|\*{1,3}|\(\d{1,2}\)|\([a-z]\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\d{1,2}[.)]?(?=\s))\s*(?:[:=–-]\s*)?\w"
)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def completed(block: TableBlock) -> TableBlock:
    """The block with merged values in each of their rows, without footnote marks after names and figures: told each."""
    rows = list(block.sheet.rows)
    _spread(block, rows)
    _unmark(block, rows)
    return replace(block, sheet=replace(block.sheet, rows=rows))


def fill_dittos(block: TableBlock, marks: Collection[Cell], vocabulary: Vocabulary) -> None:
    """Put what is seen right above into the cells that hold one of some marks for it, which is told; asked where that
    is nothing or no row of the table."""
    old, rows, hidden = block.sheet.rows, list(block.sheet.rows), block.sheet.hidden_rows
    formats = {at: list(shown) for at, shown in block.sheet.formats.items()}
    sources: dict[_Cell, _Cell | None] = {}  # of each cell that was filled; none where it is left empty
    told: dict[_Cell, list[_Cell]] = {}
    for last, row in pairwise([-1, *block.rows]):
        is_below = last == row - 1 >= 0 and (last not in hidden or row in hidden)
        for at, cell in enumerate(old[row]):
            if cell not in marks or not _may_be_ditto(block, at, str(cell), vocabulary):
                continue
            above = (last, at) if is_below else (row, at)
            source = sources[above] if above in sources else seen_in(block, *above) if is_below else None
            if source:
                told.setdefault(source, []).append((row, at))
            elif above not in sources:
                if at not in block.meaning.cells:
                    continue
                source = _asked_ditto(block, (row, at), sources, vocabulary)
            sources[row, at] = source
            _put(block, rows, row, at, old[source[0]][source[1]] if source else "")
            if source and (shown := block.sheet.format_at(*source)) and row < len(formats[at]):
                formats[at][row] = shown
    for source, places in told.items():
        first, taken = places[0], as_seen(old[source[0]][source[1]])
        shown = ", ".join(address(*one) for one in places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
        value = old[first[0]][first[1]]
        _tell(block, "ditto_read", *first, value, cells=shown, taken=taken, above=address(*source))
    block.sheet = replace(block.sheet, rows=rows, formats=formats)


def _may_be_ditto(block: TableBlock, at: int, cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a mark for the cell above is not a word or a name of its column, what was answered of it aside."""
    meant = block.meaning.columns.get(at)
    marked = at in block.meaning.across or at in block.meaning.ticks
    column = schema().tables["results"].columns["result"] if marked else meant.column if meant else None
    if column is None or not (column.listed or column.references):
        return at not in block.meaning.numbers
    kind = (column.references or column.type).partition(".")[0]
    names = vocabulary.names(kind)
    known = vocabulary.words.listed(column, cell) if column.listed else names and names.code(cell)
    return not known or canonical(cell) in vocabulary.choices.answers(kind)


def seen_in(block: TableBlock, row: int, at: int) -> _Cell | None:
    """Where the value stands that is seen in a cell: its own, or the top one's of the range that it is merged into."""
    if as_seen(block.sheet.rows[row][at]).strip():
        return row, at
    tops = (top for top, left, _, right in block.sheet.merged_at(row) if left <= at <= right)
    return next(((top, at) for top in tops if as_seen(block.sheet.rows[top][at]).strip()), None)


def _asked_ditto(
    block: TableBlock, place: _Cell, sources: Mapping[_Cell, _Cell | None], vocabulary: Vocabulary
) -> _Cell | None:
    """Ask whether a cell is as the next one above that holds something; none where there is none, or it is empty."""
    (row, at), value = place, block.sheet.rows[place[0]][place[1]]
    upper = (one for one in reversed(block.rows) if one < row)
    found = (sources[one, at] if (one, at) in sources else seen_in(block, one, at) for one in upper)
    source = next(filter(None, found), None)
    taken, above = (as_seen(block.sheet.rows[source[0]][at]), address(*source)) if source else (EMPTY, EMPTY)
    asked = Asked(DITTO, f"{block.sheet.name}, {address(*place)}: {value}", tuple(dict.fromkeys((taken, EMPTY))))
    answer, heading = vocabulary.choices.answers(DITTO).get(asked.written), _heading(block, at)
    if answer in asked.readings:
        block.tell("reading_chosen", *place, heading, asked, value=" · ".join(asked.readings), chosen=str(answer))
    else:
        block.tell("ditto_unclear", *place, heading, asked, value=value, taken=taken, above=above)
    return source if answer != EMPTY else None


def remarks_below(sheet: RawSheet, rows: range) -> Iterator[int]:
    """The lines that stand alone below tables, behind a blank row or with the mark of a footnote before them."""
    last = max((row for row in rows if sum(cell != "" for cell in sheet.rows[row]) > 1), default=rows.stop)
    is_apart = False
    for row in range(last + 1, rows.stop):
        cells = [cell for cell in sheet.rows[row] if cell != ""]
        is_apart |= not cells
        if cells and (is_apart or _is_footnote(cells[0])):
            yield row


def _is_footnote(cell: Cell) -> bool:
    """Whether a cell is a remark that begins with its mark."""
    return isinstance(cell, str) and bool(_NOTE.match(canonical(cell)))


def _spread(block: TableBlock, rows: list[list[Any]]) -> None:
    """A value merged over rows is that of each row; a number is not, for it may be that of all together."""
    own, marks = set(block.rows), {*block.meaning.across, *block.meaning.ticks}
    others = {*block.totals, *block.sections, *block.below}  # a row that is left out as one of a plan is none of them
    spread: dict[int, list[tuple[int, int]]] = {}  # of a column: where a value stands, how many cells it fills
    for top, left, bottom, right in block.sheet.merged:
        is_inside = block.headings[-1] < top < block.last and top not in others
        value = rows[top][left] if is_inside and left < len(rows[top]) else ""
        if value == "":
            continue
        meant = block.meaning.columns.get(left)
        covered = [
            (row, at)
            for row in range(top, min(bottom + 1, len(rows)))
            for at in (range(left, right + 1) if left in marks else [left])
            if row in own and (at in marks or meant) and rows[row][at] == ""
        ]
        if covered and meant and meant.column.type in ("integer", "number"):
            told = ", ".join(str(row + 1) for row in sorted({top, *(row for row, _ in covered)})[:8])
            _tell(block, "number_over_rows", top, left, value, rows=told)
        elif covered:
            spread.setdefault(left, []).append((top, len(covered)))
            for row, at in covered:
                _put(block, rows, row, at, value)
    for left, tops in spread.items():
        top = min(tops)[0]
        _tell(block, "merged_down", top, left, rows[top][left], cells=str(sum(count for _, count in tops)))


def _unmark(block: TableBlock, rows: list[list[Any]]) -> None:
    """Take from names and figures the marks that a remark below the table explains, and those that are nothing else."""
    explained: dict[str, str] = {}
    numbered: dict[str, str] = {}  # remarks by their number, whose mark was raised in the table
    for row in block.below:
        for cell in rows[row]:
            note = _NOTE.match(canonical(cell)) if isinstance(cell, str) else None
            if note:
                explained.setdefault(note[1], canonical(cell))
                numbered.setdefault(note[1].strip("().").translate(_LOWERED), canonical(cell))
    marks = sorted(
        (mark for mark in explained if not mark[0].isascii() or not mark[0].isdigit()), key=len, reverse=True
    )
    columns = {at: meant.column for at, meant in block.meaning.columns.items()}
    for at in sorted(block.meaning.cells):
        column = columns.get(at)  # none of a mark of a matrix
        is_name = column and (column.name in (*block.table.key, "name") or column.references)
        if column and not is_name and column.type not in ("integer", "number", "date", "result"):
            continue
        cells = {rows[row][at] for row in block.rows}  # of a large table few are different
        texts = {cell: canonical(cell) for cell in cells if isinstance(cell, str)}
        names = {cell: name for cell, text in texts.items() if (name := _unmarked(text, marks)) != text}
        for row in block.rows if names else ():
            if name := names.get(cell := rows[row][at], ""):
                mark = canonical(cell).removeprefix(name).strip()
                remark = explained.get(mark) or numbered.get(mark.translate(_LOWERED))
                is_result = column is None or column.type == "result"
                _put(block, rows, row, at, with_remark(name, remark) if is_result and remark else name)
                if remark:
                    block.remarks.setdefault(row, (at, remark))
                    _tell(block, "mark_left_out", row, at, cell, name=name, remark=remark)
                else:
                    _tell(block, "mark_unexplained", row, at, cell, name=name)


def with_remark(result: str, remark: str) -> str:
    """A result with what its footnote says beside it, which may be a plan: `Đ (dự kiến tháng 12)`."""
    note = _NOTE.match(remark)
    said = re.sub(r"[()]", " ", remark[note.end(1) :].lstrip(" :=–-") if note else remark)
    return f"{result} ({canonical(said)})"


def _unmarked(text: str, marks: Sequence[str]) -> str:
    """A text without the mark at its end, one of those that are explained or any other."""
    said = next((text.removesuffix(mark).rstrip() for mark in marks if text.endswith(mark)), without_mark(text))
    return said or text


def _put(block: TableBlock, rows: list[list[Any]], row: int, at: int, value: Cell) -> None:
    """Put a value into a row, copied before its first one: the sheet is read again by other blocks."""
    if rows[row] is block.sheet.rows[row]:
        rows[row] = rows[row].copy()
    rows[row][at] = value


def _tell(block: TableBlock, code: str, row: int, at: int, value: Cell, **more: str) -> None:
    block.tell(code, row, at, _heading(block, at), value=canonical(as_seen(value)), **more)


def _heading(block: TableBlock, at: int) -> str | None:
    meant = block.meaning.columns.get(at)
    return meant.column.heading if meant else block.texts.get(at)
