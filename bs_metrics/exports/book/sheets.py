"""How the project's own sheets of an exported workbook look: the theme's colours, widths, and how they are printed."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.figures.style import Palette
from bs_metrics.writers.workbook import write_value

_MARGIN, _EDGE = 0.4, 0.75  # inches at the sides; above and below, where heading and page number stand
_A4 = 9
_LINE, _TALLEST = 15.0, 400.0  # pt: a line of text, and the tallest row there may be
_PAGE_LETTERS = 200.0  # of a landscape page: at most that many stand side by side, at some 60% of their size
_FULL = 0.85  # of a column's letters, until words no longer fit on a line
FONT = "Calibri"  # the typeface of the tables' cells, which is a new workbook's own


def rgb(colour: str) -> str:
    """A colour of the palette as a workbook writes it."""
    return colour.removeprefix("#").upper()


def put(sheet: Worksheet, row: int, column: int, value: Any, kind: str = "General", **font: Any) -> None:
    """A number, date or inert text in a cell; `kind` is the number format, `font` what differs from the usual."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    write_value(cell, value)
    is_number = not isinstance(value, str | date)
    if is_number:
        cell.number_format = kind
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=None if is_number else "left")
    if font:
        cell.font = Font(name=FONT, **font)


def head(sheet: Worksheet, row: int, column: int, texts: Sequence[str], palette: Palette) -> None:
    """A row of headings."""
    for number, text in enumerate(texts, start=column):
        put(sheet, row, number, text, bold=True, color=rgb(palette.surface))
        cell = sheet.cell(row, number)
        cell.fill = PatternFill("solid", fgColor=rgb(palette.met))
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def widths(sheet: Worksheet, wanted: Sequence[float]) -> None:
    """Widths of columns in letters."""
    for number, width in enumerate(wanted, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def heighten(sheet: Worksheet, row: int, wide: Sequence[float]) -> None:
    """As many lines of text as the fullest cell of a row takes in columns so wide: not every program works it out."""
    texts = (str(sheet.cell(row, column).value or "") for column in range(1, len(wide) + 1))
    most = max(
        sum(ceil((len(part) + 1) / (width * _FULL)) or 1 for part in text.split("\n"))
        for text, width in zip(texts, wide, strict=True)
    )
    sheet.row_dimensions[row].height = min(most * _LINE, _TALLEST)


def heighten_table(sheet: Worksheet) -> None:
    """Room for the rows of a table whose texts take several lines; the others stay as high as a program makes them.

    A column is two letters wider than its longest text, up to a limit.
    """
    wide = _widths_of(sheet)
    for row, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        texts = (str(value or "") for value in cells)
        if any(len(text) > width - 2 or "\n" in text for text, width in zip(texts, wide, strict=True)):
            heighten(sheet, row, wide)


def pages_of(sheet: Worksheet) -> int:
    """How many pages a table takes side by side, so that its letters can be read on paper."""
    return max(1, ceil(sum(_widths_of(sheet)) / _PAGE_LETTERS))


def _widths_of(sheet: Worksheet) -> list[float]:
    return [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, sheet.max_column + 1)]


def printed(sheet: Worksheet, named: str, headings: str | None = "1:1", pages: int = 1, tall: int = 0) -> None:
    """Landscape on A4, `pages` wide and `tall` high (0: as many as it takes), headings on every page, the snapshot and
    the page's number below.
    """
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", _A4, pages, tall
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top = margins.bottom = _EDGE
    if headings:
        sheet.print_title_rows = headings
    if pages > 1:
        sheet.print_title_cols = "A:A"
    sheet.oddHeader.left.text = "&A"
    sheet.oddFooter.left.text = named.replace("&", "&&")[:200]
    sheet.oddFooter.right.text = "&P/&N"
