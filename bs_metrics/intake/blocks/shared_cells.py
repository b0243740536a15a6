"""What a cell says only together with others: a value merged over several rows, a mark that a footnote explains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.sheet import RawSheet
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.text import canonical, without_mark

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
    meant = block.meaning.columns.get(at)
    heading = meant.column.heading if meant else block.texts.get(at)
    block.tell(code, row, at, heading, value=canonical(as_seen(value)), **more)
