"""What a cell says only together with others: a value merged over several rows, a mark that a footnote explains."""

import re
from dataclasses import replace

from bs_metrics.contract.cells import Cell
from bs_metrics.contract.columns import as_seen
from bs_metrics.contract.schema import Column
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.text import canonical

_NOTE = re.compile(r"^(?:[^:*()]{1,20}:\s*)?(\(\*{1,3}\)|\*{1,3}|\(\d{1,2}\)|[¹²³])\s*\w")  # (*) new school


def completed(block: TableBlock) -> TableBlock:
    """The block with merged values in each of their rows and without footnote marks after names, which is told."""
    cells = _Cells(block)
    cells.spread()
    cells.unmark()
    return replace(block, sheet=replace(block.sheet, rows=cells.rows))


class _Cells:
    def __init__(self, block: TableBlock):
        self.block, self.meaning = block, block.meaning
        self.rows = list(block.sheet.rows)

    def spread(self) -> None:
        """A value merged over rows is that of each row; a number is not, for it may be that of all together."""
        own = set(self.block.rows)
        marks = {*self.meaning.across, *self.meaning.ticks}
        spread: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.block.sheet.merged:
            value = self.rows[top][left] if top in own and left < len(self.rows[top]) else ""
            if value == "" or (top, left) == (bottom, right):
                continue
            column = self.meaning.columns[left].column if left in self.meaning.columns else None
            across = range(left, right + 1) if left in marks else range(left, left + 1)
            covered = [
                (row, at)
                for row in range(top, min(bottom + 1, len(self.rows)))
                for at in across
                if row in own and (at in marks or column) and self.rows[row][at] == "" and (row, at) != (top, left)
            ]
            if covered and column and column.type in ("integer", "number"):
                rows = ", ".join(str(row + 1) for row in sorted({top, *(row for row, _ in covered)})[:8])
                self._tell("number_over_rows", top, left, value, column, rows=rows)
            elif covered:
                spread.setdefault(left, []).append((top, len(covered)))
                for row, at in covered:
                    self._put(row, at, value)
        for left, tops in spread.items():
            column = self.meaning.columns[left].column if left in self.meaning.columns else None
            top, count = min(tops)[0], sum(cells for _, cells in tops)
            self._tell("merged_down", top, left, self.rows[top][left], column, cells=str(count))

    def unmark(self) -> None:
        """Names without the marks that a remark below the table explains."""
        explained: dict[str, str] = {}
        for row in self.block.below:
            for cell in self.rows[row]:
                note = _NOTE.match(canonical(cell)) if isinstance(cell, str) else None
                if note:
                    explained.setdefault(note[1], canonical(cell))
        for mark in sorted(explained, key=len, reverse=True):
            for at, meant in self.meaning.columns.items():
                if meant.column.name in self.block.table.key or meant.column.references:
                    self._unmark(mark, explained[mark], at, meant.column)

    def _unmark(self, mark: str, remark: str, at: int, column: Column) -> None:
        for row in self.block.rows:
            cell = self.rows[row][at]
            name = canonical(cell).removesuffix(mark).rstrip() if isinstance(cell, str) else ""
            if name and name != canonical(cell):
                self._put(row, at, name)
                self._tell("mark_left_out", row, at, cell, column, name=name, remark=remark)

    def _put(self, row: int, at: int, value: Cell) -> None:
        if self.rows[row] is self.block.sheet.rows[row]:
            self.rows[row] = list(self.rows[row])
        self.rows[row][at] = value

    def _tell(self, code: str, row: int, at: int, value: Cell, column: Column | None, **more: str) -> None:
        heading = column.heading if column else self.block.texts.get(at)
        self.block.tell(code, row, at, heading, value=canonical(as_seen(value)), **more)
