"""The sheet of ratios: every measure with its counts and shares as numbers that can be reckoned with."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.exports.book.sheets import FONT, head, heighten, put, rgb, ruled, widths
from bs_metrics.figures.style import Palette
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.views.phrases import basis_text, gap_text, ratio_text
from bs_metrics.views.texts import cited, in_language, ratio_name
from bs_metrics.words import Language, words

Cell = Callable[[Ratio, Language], Any]
_WHOLE, _SHARE, _POINTS = "#,##0", "0.00%", "#,##0.00"
_NAME, _STATUS = 1, 3  # places of columns


def _bound(index: int) -> Cell:
    """The least or the most that the share may be; nothing where figures contradict each other."""

    def share(ratio: Ratio, language: Language) -> float | None:
        headline = ratio.headline
        if headline.kind == "contradiction" or headline.share is None:
            return None
        if ratio.total is None or headline.kind != "interval":
            return float(headline.share)
        return float(Fraction((ratio.tally.lower, ratio.tally.upper)[index], ratio.total))

    return share


def _gap(index: int) -> Cell:
    def gap(ratio: Ratio, language: Language) -> int | None:
        certain = ratio.gap_bounds if ratio.headline.kind != "contradiction" else None
        return certain[index] if certain else None

    return gap


def _counted(number: Callable[[Ratio], int | None]) -> Cell:
    return lambda ratio, language: number(ratio) if ratio.total is not None else None


def _status(ratio: Ratio, language: Language) -> str | None:
    """Whether the number to reach is reached; nothing where there is none."""
    if ratio.gap_bounds is None and ratio.headline.kind != "contradiction":
        return None
    return words(f"status.{gap_status(ratio)}", language)


def _met(ratio: Ratio, language: Language) -> int | None:
    return ratio.headline.met if ratio.total is None else ratio.tally.lower


def _points(ratio: Ratio, language: Language) -> float | None:
    return None if ratio.gap_points is None else float(ratio.gap_points)


def _percent(ratio: Ratio, language: Language) -> float | None:
    percent = ratio.target.percent if ratio.target else None
    return None if percent is None else percent / 100


def _legal_basis(ratio: Ratio, language: Language) -> str | None:
    return in_language(ratio.target.legal_basis, language) if ratio.target else None


COLUMNS: dict[str, tuple[float, str, Cell]] = {  # key of the heading: width, number format, what stands there
    "column.measure": (40, "", ratio_name),
    "column.ratio": (13, "", ratio_text),
    "column.status": (10, "", _status),
    "column.gap": (22, "", gap_text),
    "book.met": (9, _WHOLE, _met),
    "book.unknown": (9, _WHOLE, _counted(lambda ratio: ratio.tally.upper - ratio.tally.lower)),
    "book.not_met": (9, _WHOLE, _counted(lambda ratio: ratio.tally.total - ratio.tally.upper)),
    "book.total": (9, _WHOLE, _counted(lambda ratio: ratio.total)),
    "book.share_least": (10, _SHARE, _bound(0)),
    "book.share_most": (10, _SHARE, _bound(1)),
    "book.gap_least": (10, _WHOLE, _gap(0)),
    "book.gap_most": (10, _WHOLE, _gap(1)),
    "column.gap_points": (11, _POINTS, _points),
    "book.needed": (10, _WHOLE, _counted(lambda ratio: ratio.needed)),
    "book.percent": (10, _SHARE, _percent),
    "column.deadline": (12, "", lambda ratio, language: ratio.target.deadline if ratio.target else None),
    "column.legal_basis": (24, "", _legal_basis),
    "column.basis": (20, "", basis_text),
    "column.source": (60, "", lambda ratio, language: cited(*ratio.sources)),
}


def write_ratios(sheet: Worksheet, ratios: dict[str, Ratio], language: Language, palette: Palette) -> None:
    """Headings in row 1, a measure a row. A cell stays empty where its number is not known or does not exist."""
    head(sheet, 1, 1, [words(key, language) for key in COLUMNS], palette)
    for row, ratio in enumerate(ratios.values(), start=2):
        for column, (_, kind, value) in enumerate(COLUMNS.values(), start=1):
            put(sheet, row, column, value(ratio, language), kind)
        heighten(sheet, row, [width for width, _, _ in COLUMNS.values()])
        colour = rgb(palette.text_of_status(gap_status(ratio)))
        for column in (_NAME + 1, _STATUS):
            sheet.cell(row, column).font = Font(name=FONT, bold=True, color=colour)
        ruled(sheet, row, range(1, len(COLUMNS) + 1), palette)
    widths(sheet, [width for width, _, _ in COLUMNS.values()])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(ratios) + 1}"
    sheet.row_dimensions[1].height = 48
