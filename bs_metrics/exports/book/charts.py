"""The sheet of charts: native stacked bars with the cells they are drawn from beside them."""

from collections.abc import Iterator

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.exports.bars import PARTS, Bars, bars, part_name
from bs_metrics.exports.book.sheets import head, put, rgb, widths
from bs_metrics.exports.fitting import FONT, plain
from bs_metrics.figures.style import Palette
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.meeting.slide import gap_chart
from bs_metrics.views.meeting.slides import slides
from bs_metrics.words import Language, words
from bs_metrics.writers.workbook import storable

_MOST = 12  # bars of one chart: it stays whole on a printed page
_WIDE, _BAR, _AROUND = 26.0, 1.05, 4.4  # cm: a chart, a bar with its space, title, legend and axis together
_TOP = 2.5  # cm of that above the bars
_ROW = 0.53  # cm, the usual height of a row
_GAP, _PAGE = 1.4, 17.0  # cm: between charts; a printed page
_COLUMN = 142  # letters: a column as wide as a chart
_DATA = 3  # the column where the cells of a chart begin
_TITLE_SIZE = 14
_POINT = 12700  # units of a drawing in a point


def write_charts(sheet: Worksheet, shown: Snapshot, language: Language, palette: Palette) -> bool:
    """All charts below one another; whether there are any. On paper none is cut."""
    row, used = 1, 0.0
    for title, content in _charts(shown, language):
        tall = _AROUND + _BAR * len(content.rows) + _GAP
        if used and used + tall > _PAGE:
            sheet.row_breaks.append(Break(row - 1))
            used = 0
        used += tall
        put(sheet, row, _DATA, title, bold=True, color=rgb(palette.ink))
        sheet.cell(row, _DATA).alignment = Alignment(wrap_text=False)
        chart = _chart(sheet, row + 1, content, _write_cells(sheet, row + 1, content, language, palette), palette)
        scale = words("column.share" if content.kind == "shares" else "deck.exact_thresholds", language)
        chart.title = _title(title, _letters(_TITLE_SIZE, palette.ink, bold=True))
        chart.y_axis.title = _title(scale, _letters(10, palette.muted, bold=False))
        sheet.add_chart(chart, f"A{row}")
        row += max(int(chart.height / _ROW) + 3, len(content.rows) + 4)
    widths(sheet, [_COLUMN, 3, 60, 16, 22, *[12] * (len(PARTS) + 1)])
    sheet.print_area = f"A1:A{max(row - 1, 1)}"
    return row > 1


def _charts(shown: Snapshot, language: Language) -> Iterator[tuple[str, Bars]]:
    """The gaps of all measures, then the bars of every slide, each with its sentence; many bars make several charts."""
    charts = [(words("overview.gaps", language), gap_chart(shown.ratios, language))]
    charts += [(slide.title, slide.chart) for slide in slides(shown, language)]
    for title, chart in charts:
        if chart is None or chart.kind == "tiles" or not len(chart.rows):
            continue
        pieces = list(bars(chart).pieces(_MOST))
        for number, piece in enumerate(pieces, start=1):
            part = words("deck.part", language, title=title, number=number, count=len(pieces))
            yield plain(part if len(pieces) > 1 else title), piece


def _write_cells(sheet: Worksheet, row: int, content: Bars, language: Language, palette: Palette) -> list[str]:
    """The cells of a chart below their headings in `row`: names, what is said of them, parts, the exact value. Gives
    the parts.
    """
    rows, kind = content.rows, content.kind
    # Beyond a threshold there is nothing to be counted.
    parts = [part for part in PARTS if part == "met" or (rows[part].any() and (part != "rest" or kind == "shares"))]
    names = [words(f"column.{name}", language) for name in ("name", "ratio", "gap")]
    names += [part_name(part, kind, language) for part in (*parts, "exact")]
    head(sheet, row, _DATA, names, palette)
    cells = rows[["label", "number", "beside", *parts, "exact"]].itertuples(index=False, name=None)
    for here, (label, number, beside, *values) in enumerate(cells, start=row + 1):
        said = ", ".join(filter(None, (number, beside)))
        name = ": ".join(filter(None, (label, said)))
        for column, value in enumerate((name, number, beside, *values), start=_DATA):
            put(sheet, here, column, value, "0.00%")
    return parts


def _chart(sheet: Worksheet, row: int, content: Bars, parts: list[str], palette: Palette) -> BarChart:
    """The stacked bars over the cells whose headings stand in `row`, first bar on top."""
    first, last = row + 1, row + len(content.rows)
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 55
    chart.width, chart.height = _WIDE, _AROUND + _BAR * len(content.rows)
    names = Reference(sheet, min_col=_DATA, min_row=first, max_row=last)
    labels = [str(sheet.cell(at, _DATA).value or "") for at in range(first, last + 1)]
    for column, part in enumerate(parts, start=_DATA + 3):  # right of the texts
        series = Series(Reference(sheet, min_col=column, min_row=first, max_row=last), title_from_data=False)
        heading = Reference(sheet, min_col=column, min_row=row)
        series.tx = SeriesLabel(strRef=_strings(heading, [str(sheet.cell(row, column).value)]))
        series.cat = AxDataSource(strRef=_strings(names, labels))
        points = [NumVal(idx=at, v=repr(value)) for at, value in enumerate(content.rows[part].tolist())]
        series.val.numRef.numCache = NumData(formatCode="0.00%", ptCount=len(points), pt=points)
        series.graphicalProperties = _fill(part, palette)
        series.invertIfNegative = False
        chart.series.append(series)
    _axes(chart, content, palette)
    return chart


def _strings(cells: Reference, texts: list[str]) -> StrRef:
    """Cells with their texts beside, for a viewer that does not look into them."""
    points = [StrVal(idx=at, v=text) for at, text in enumerate(texts)]
    return StrRef(f=str(cells), strCache=StrData(ptCount=len(points), pt=points))


def _fill(part: str, palette: Palette) -> GraphicalProperties:
    """A status as it is drawn everywhere: met solid, unknown hatched, missing an outline."""
    if part == "met":
        return GraphicalProperties(solidFill=rgb(palette.met))
    if part == "unknown":
        fore, ground = ColorChoice(srgbClr=rgb(palette.unknown)), ColorChoice(srgbClr=rgb(palette.surface))
        hatched = GraphicalProperties(pattFill=PatternFillProperties(prst="wdUpDiag", fgClr=fore, bgClr=ground))
        hatched.line = LineProperties(w=_POINT, solidFill=rgb(palette.unknown))
        return hatched
    outline = GraphicalProperties(noFill=True)
    colour, width = (palette.missing, 1.5) if part == "missing" else (palette.muted, 0.5)
    outline.line = LineProperties(w=int(width * _POINT), solidFill=rgb(colour))
    return outline


def _axes(chart: BarChart, content: Bars, palette: Palette) -> None:
    names, values = chart.x_axis, chart.y_axis
    names.delete = values.delete = False
    names.scaling.orientation = "maxMin"
    names.majorTickMark = values.majorTickMark = "none"
    values.crosses = "max"  # below the bars, for the names run downwards
    values.scaling.min, values.scaling.max = 0, content.reach
    values.number_format, values.majorUnit = "0%", 0.25 if content.reach <= 1 else 0.5
    values.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(w=int(_POINT / 2), solidFill=rgb(palette.line)))
    names.graphicalProperties = GraphicalProperties(ln=LineProperties(w=_POINT, solidFill=rgb(palette.muted)))
    values.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    names.txPr = chart.legend.txPr = _text(_letters(11, palette.ink))
    values.txPr, chart.legend.position = _text(_letters(10, palette.muted)), "t"
    edge, foot = _TOP / chart.height, (_AROUND - _TOP) / chart.height
    chart.layout = Layout(
        manualLayout=ManualLayout(
            layoutTarget="inner", xMode="edge", yMode="edge", x=0.4, y=edge, w=0.57, h=1 - edge - foot
        )
    )
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))


def _letters(size: int, colour: str, bold: bool | None = None) -> CharacterProperties:
    return CharacterProperties(sz=size * 100, b=bold, solidFill=rgb(colour), latin=Font(typeface=FONT))


def _text(letters: CharacterProperties) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _title(text: str, letters: CharacterProperties) -> Title:
    line = Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[RegularTextRun(rPr=letters, t=storable(text))])
    return Title(tx=Text(rich=RichText(p=[line])), overlay=False)
