"""The snapshot as a workbook: what it is, every ratio, native charts, and all tables ready to be uploaded again."""

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.schema import schema
from bs_metrics.exports.book.charts import write_charts
from bs_metrics.exports.book.sheets import FONT, head, heighten, heighten_table, pages_of, printed, put, rgb, widths
from bs_metrics.exports.fitting import plain
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.style import Palette, print_palette
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.views.phrases import about_line, basis_text, gap_text, ratio_text, source_line, summary
from bs_metrics.views.provenance import lost_tables, unread
from bs_metrics.views.texts import about, cited, in_language, ratio_name
from bs_metrics.words import Language, word_list, words
from bs_metrics.writers.template import add_tables
from bs_metrics.writers.workbook import saved

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


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The file. A table that could not be read is left out, for an empty sheet would say that it has no rows."""
    palette, own = print_palette(), schema().extra_sheets
    shown, language, named = pack.snapshot, pack.language, plain(pack.named)
    workbook = Workbook()
    first = workbook.active
    first.title = own["about"]
    ratios = workbook.create_sheet(own["ratios"])
    _write_ratios(ratios, shown.ratios, language, palette)
    progress(0.2)
    charts = workbook.create_sheet(own["charts"])
    if not write_charts(charts, shown, language, palette):
        workbook.remove(charts)
    progress(0.4)
    add_tables(workbook, shown.tables)
    for name in lost_tables(shown.tables):
        workbook.remove(workbook[schema().tables[name].sheet])
    progress(0.7)
    _write_about(first, workbook, pack, palette)
    for sheet in workbook:
        if sheet.title in (own["about"], own["charts"]):
            printed(sheet, named, None, tall=int(sheet is first))
            continue
        if sheet is not ratios:
            heighten_table(sheet)
        printed(sheet, named, pages=pages_of(sheet))
    for sheet in (first, charts):
        sheet.sheet_view.showGridLines = False
    workbook.properties.title = plain(about_line(shown.tables, language))
    workbook.properties.subject = named
    workbook.properties.creator = "bs_metrics"
    content = saved(workbook)
    progress(1)
    return content


def _write_about(sheet: Worksheet, workbook: Workbook, pack: Pack, palette: Palette) -> None:
    """What the file is, which state of the data it holds, and each of its sheets with a link to it."""
    language, tables = pack.language, pack.snapshot.tables
    own = schema().extra_sheets
    strong: dict[str, Any] = {"bold": True, "color": rgb(palette.ink)}
    lines: list[tuple[str | None, dict[str, Any]]] = [
        (about_line(tables, language), {**strong, "size": 18}),
        (pack.named, {**strong, "color": rgb(palette.met)}),
        (source_line(tables, language), {"color": rgb(palette.muted)}),
        (
            summary(pack.snapshot.ratios, about(tables, "goal", language), language, as_of=pack.snapshot.as_of),
            {**strong, "size": 13},
        ),
        *((text, {}) for text in word_list("book.guide", language)),
    ]
    lines.append((unread(tables, language), {"bold": True, "color": rgb(palette.missing)}))
    lines = [(plain(text or ""), font) for text, font in lines if text]
    for row, (text, font) in enumerate(lines, start=1):
        put(sheet, row, 1, text, **font)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        size = font.get("size", 11)
        sheet.row_dimensions[row].height = size * 1.5 * (1 + len(text or "") * size // 1500)
    sheet.sheet_properties.tabColor = rgb(palette.met)
    row = len(lines) + 2
    put(sheet, row, 1, words("book.sheets", language), **strong)
    meant = {own[name]: words(f"book.sheet_{name}", language) for name in ("ratios", "charts", "lists")}
    meant |= {table.sheet: table.titles[language] for table in schema().tables.values()}
    for title in (name for name in workbook.sheetnames if name != sheet.title):
        row += 1
        put(sheet, row, 1, title, color=rgb(palette.met), underline="single")
        cell = sheet.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1")
        cell.alignment = Alignment(vertical="top")
        put(sheet, row, 2, meant[title])
    widths(sheet, [34, 90])


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
        None if total is None or target is None or not target.is_number else ratio.needed,
        None if target is None or target.percent is None else target.percent / 100,
        ratio.deadline,
        in_language(target.legal_basis, language) if target else None,
        basis_text(ratio, language),
        cited(*ratio.sources),
    )


def _write_ratios(sheet: Worksheet, ratios: dict[str, Ratio], language: Language, palette: Palette) -> None:
    """Headings in row 1, a measure a row."""
    head(sheet, 1, 1, [words(key, language) for key in _COLUMNS], palette)
    wide, below = [width for width, _ in _COLUMNS.values()], Border(bottom=Side("thin", color=rgb(palette.line)))
    for row, ratio in enumerate(ratios.values(), start=2):
        texts = zip(_cells(ratio, language), _COLUMNS.values(), strict=True)
        for column, (value, (_, kind)) in enumerate(texts, start=1):
            put(sheet, row, column, value, kind)
            sheet.cell(row, column).border = below
        heighten(sheet, row, wide)
        colour = rgb(palette.text_of_status(gap_status(ratio)))
        for column in (_RATIO, _STATUS):
            sheet.cell(row, column).font = Font(name=FONT, bold=True, color=colour)
    widths(sheet, wide)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(wide))}{len(ratios) + 1}"
    sheet.row_dimensions[1].height = 48
