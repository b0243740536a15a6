"""The sheet of ratios: every measure with its counts and shares as numbers that can be reckoned with."""

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

_WHOLE, _SHARE = "#,##0", "0.00%"
_COLUMNS = {  # key of the heading: width, number format
    "column.measure": (40, ""),
    "column.ratio": (13, ""),
    "column.status": (10, ""),
    "column.gap": (22, ""),
    "book.met": (9, _WHOLE),
    "book.unknown": (9, _WHOLE),
    "book.not_met": (9, _WHOLE),
    "book.total": (9, _WHOLE),
    "book.share_least": (10, _SHARE),
    "book.share_most": (10, _SHARE),
    "book.gap_least": (10, _WHOLE),
    "book.gap_most": (10, _WHOLE),
    "column.gap_points": (11, "#,##0.00"),
    "book.needed": (10, _WHOLE),
    "book.percent": (10, _SHARE),
    "column.deadline": (12, ""),
    "column.legal_basis": (24, ""),
    "column.basis": (20, ""),
    "column.source": (60, ""),
}
_RATIO, _STATUS = 2, 3  # places of columns


def _cells(ratio: Ratio, language: Language) -> tuple[Any, ...]:
    """A measure's cells in the order of the columns. One stays empty where its number is not known or does not exist:
    where figures contradict each other there is no share and no gap; without a total there are no counts.
    """
    headline, target, total = ratio.headline, ratio.target, ratio.total
    contradicts, bounds = headline.kind == "contradiction", ratio.gap_bounds
    least, most = (None, None) if contradicts or bounds is None else bounds
    counts: tuple[int | None, ...] = (headline.met, None, None, None)
    shares: tuple[float | None, ...] = (None, None)
    if total is not None:
        lower, upper = ratio.tally.lower, ratio.tally.upper
        counts = lower, upper - lower, total - upper, total
        shares = (lower / total, upper / total) if total else shares
    if headline.kind != "interval" or total is None:
        shares = (None if headline.share is None else float(headline.share),) * 2
    return (
        ratio_name(ratio, language),
        ratio_text(ratio, language),
        words(f"status.{gap_status(ratio)}", language) if contradicts or bounds is not None else None,
        gap_text(ratio, language),
        *counts,
        *((None, None) if contradicts else shares),
        least,
        most,
        None if ratio.gap_points is None else float(ratio.gap_points),
        None if total is None else ratio.needed,
        None if target is None or target.percent is None else target.percent / 100,
        target.deadline if target else None,
        in_language(target.legal_basis, language) if target else None,
        basis_text(ratio, language),
        cited(*ratio.sources),
    )


def write_ratios(sheet: Worksheet, ratios: dict[str, Ratio], language: Language, palette: Palette) -> None:
    """Headings in row 1, a measure a row."""
    head(sheet, 1, 1, [words(key, language) for key in _COLUMNS], palette)
    wide = [width for width, _ in _COLUMNS.values()]
    for row, ratio in enumerate(ratios.values(), start=2):
        texts = zip(_cells(ratio, language), _COLUMNS.values(), strict=True)
        for column, (value, (_, kind)) in enumerate(texts, start=1):
            put(sheet, row, column, value, kind)
        heighten(sheet, row, wide)
        colour = rgb(palette.text_of_status(gap_status(ratio)))
        for column in (_RATIO, _STATUS):
            sheet.cell(row, column).font = Font(name=FONT, bold=True, color=colour)
        ruled(sheet, row, range(1, len(wide) + 1), palette)
    widths(sheet, wide)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(wide))}{len(ratios) + 1}"
    sheet.row_dimensions[1].height = 48
