"""The snapshot as a workbook: what it is, every ratio, native charts, and all tables ready to be uploaded again."""

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.schema import schema
from bs_metrics.exports.book.charts import write_charts
from bs_metrics.exports.book.ratios import write_ratios
from bs_metrics.exports.book.sheets import heighten_table, pages_of, printed, put, rgb, widths
from bs_metrics.exports.fitting import plain
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.colours import print_palette
from bs_metrics.figures.style import Palette
from bs_metrics.views.phrases import about_line, source_line, summary
from bs_metrics.views.provenance import lost_tables, unread
from bs_metrics.views.texts import about
from bs_metrics.words import word_list, words
from bs_metrics.writers.template import add_tables
from bs_metrics.writers.workbook import saved


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The file. A table that could not be read is left out, for an empty sheet would say that it has no rows."""
    palette, own = print_palette(), schema().extra_sheets
    shown, language, named = pack.snapshot, pack.language, plain(pack.named)
    workbook = Workbook()
    first = workbook.active
    first.title = own["about"]
    ratios = workbook.create_sheet(own["ratios"])
    write_ratios(ratios, shown.ratios, language, palette)
    progress(0.2)
    charts = workbook.create_sheet(own["charts"])
    has_charts = bool(write_charts(charts, shown, language, palette))
    if not has_charts:
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
        (summary(pack.snapshot.ratios, about(tables, "goal", language), language), {**strong, "size": 13}),
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
