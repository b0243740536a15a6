"""A table as a table that an office program can edit, over as many slides as its rows need."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from bs_metrics.exports.deck.paper import Box, Run, named, write
from bs_metrics.exports.fitting import LINE, plain, shortened, width, wrapped
from bs_metrics.words import Language

_SIZES = (24, 22)  # pt; a table that does not fit in the last goes on to the next slide
_INSET = 4
_LINES = 8  # a longer cell is shortened; it stands whole in the notes
_NARROWEST = 60  # pt
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own name for: no style, no grid


def texts(table: pd.DataFrame) -> list[list[str]]:
    """The cells as plain text, the headings first."""
    rows = [list(table.columns), *table.astype(object).where(table.notna(), "").to_numpy().tolist()]
    return [[plain(str(cell)) for cell in row] for row in rows]


def widths(cells: list[list[str]], size: float, wide: float) -> list[float]:
    """The width of each column: as wide as its widest cell where all fit, else narrowed where there is most."""
    wanted = [
        max(width(row[place], size, bold=True) for row in cells) + 2 * _INSET + 6 for place in range(len(cells[0]))
    ]
    spare = wide - sum(wanted)
    if spare >= 0:
        return [need + spare / len(wanted) for need in wanted]
    least = min(_NARROWEST, wide / len(wanted))
    limit = max(wanted)
    while sum(max(min(need, limit), least) for need in wanted) > wide and limit > least:
        limit *= 0.97
    narrowed = [max(min(need, limit), least) for need in wanted]
    scale = wide / sum(narrowed)
    return [need * scale for need in narrowed]


def cut(cells: list[list[str]], size: float, wide: float) -> list[str]:
    """The cells that are shortened in this size."""
    lines = _lines(cells, widths(cells, size, wide), size)
    rows = zip(cells, lines, strict=True)
    return [text for row, counts in rows for text, count in zip(row, counts, strict=True) if count > _LINES]


def _lines(cells: list[list[str]], columns: list[float], size: float) -> list[list[int]]:
    """How many lines each cell takes."""
    return [
        [len(wrapped(text, size, room - 2 * _INSET, bold=number == 0)) for text, room in zip(row, columns, strict=True)]
        for number, row in enumerate(cells)
    ]


def _heights(cells: list[list[str]], columns: list[float], size: float) -> list[float]:
    return [min(max([1, *row]), _LINES) * size * LINE + 2 * _INSET for row in _lines(cells, columns, size)]


def chunks(table: pd.DataFrame, wide: float, tall: float) -> Iterator[tuple[list[list[str]], float]]:
    """The rows a slide at a time, the headings on each, with the size of the letters."""
    cells = texts(table)
    for size in _SIZES:
        heights = _heights(cells, widths(cells, size, wide), size)
        if sum(heights) <= tall and not cut(cells, size, wide):
            yield cells, size
            return
    shown, used = [cells[0]], heights[0]
    for row, height in zip(cells[1:], heights[1:], strict=True):
        if len(shown) > 1 and used + height > tall:
            yield shown, size
            shown, used = [cells[0]], heights[0]
        shown.append(row)
        used += height
    yield shown, size


def draw(slide: Any, box: Box, cells: list[list[str]], size: float, name: str, language: Language) -> None:
    """Put a table on a slide; its first row is the headings."""
    columns = widths(cells, size, box.wide)
    heights = _heights(cells, columns, size)
    frame = slide.shapes.add_table(len(cells), len(columns), *box._replace(tall=sum(heights)).emu)
    named(frame, name)
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_STYLE
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = Pt(wide)
    for number, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        row.height = Pt(height)
        for cell, text, wide in zip(row.cells, cells[number], columns, strict=True):
            kept = shortened(text, size, wide - 2 * _INSET, _LINES, bold=number == 0)
            look = Run(kept, size, "muted" if number == 0 else "ink", bold=number == 0)
            write(cell.text_frame, [[look]], language)
            cell._tc.txBody.bodyPr.clear()  # what a cell says of its text stands in the cell itself
            cell.vertical_anchor = MSO_ANCHOR.TOP
            cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(_INSET)
            _underline(cell, thick=number == 0)


def _underline(cell: Any, thick: bool) -> None:
    line = etree.Element(qn("a:lnB"), w=str(Pt(1.5 if thick else 0.75)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr"), val="tx2" if thick else "bg2")
    cell._tc.get_or_add_tcPr().insert(0, line)
