"""Shares and thresholds as charts that an office program can edit: bars, their labels, the line to reach.

Bars are measured before they are drawn: in which size their names and what is said of them fit.
A chart is a stacked bar chart whose workbook holds the very shares. What is said of each bar is the label of an
invisible bar behind it, and stays beside its bar when the chart is resized; the lines to reach are shapes of it.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import pandas as pd
from lxml import etree
from openpyxl import Workbook
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from bs_metrics.exports.bars import PARTS, Bars, part_name
from bs_metrics.exports.deck.paper import Box, Run, colour, dress_font, named, paint, put, without_style, write
from bs_metrics.exports.fitting import LINE, shortened, width, wrapped
from bs_metrics.words import Language
from bs_metrics.writers.workbook import saved, write_text

_SIZES = (28, 24, 20, 18, 16, 14)  # pt, of the names; the words beside are as large
_LARGER = 1.25  # times that, the number that a label begins with
_SPACE = "  "  # before and after that number
_NAME_LINES = 3  # a longer name is shortened; it stands whole in the notes
_EDGE = 11  # pt that a program keeps around a label
_AIR = 8  # pt between a bar and its neighbours
_THICKEST = 2.2  # times the size of the letters
_APART = 84  # pt between few bars, where there is room: two lines of the largest of _SIZES
_LEGEND = 34  # pt, the height of what explains the fills
_NAMES, _BESIDE, _WORDS = (0.45, 0.34), 0.4, 0.7  # the largest shares of the width: names, words beside them, and both
_LEGEND_SIZE, _SAMPLE = 14, 12  # pt: letters and squares of what explains the fills
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_DRAWING_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"


class _Fit(NamedTuple):
    """The size in which bars fit, the widths of names and labels, and how many lines the longest name takes."""

    size: float
    names: float
    beside: float
    lines: int

    @property
    def row(self) -> float:
        """The height that one bar needs."""
        return max(self.lines, _LARGER) * self.size * LINE + _AIR


def _fit(rows: pd.DataFrame, size: float, room: float) -> _Fit:
    """`room`: the largest width of the names."""
    names = min(max(width(label, size) for label in rows["label"]) + 14, room)
    texts = zip(rows["number"], rows["beside"], strict=True)
    beside = [_number_width(number, size) + width(text, size) for number, text in texts]
    lines = max(len(wrapped(label, size, names - 14)) for label in rows["label"])
    return _Fit(size, names, max(beside) + _EDGE, lines)


def _number_width(number: str, size: float) -> float:
    """The room of the number and of what stands before and after it."""
    return width(number, size * _LARGER, bold=True) + width(_SPACE, size) * (2 if number else 1)


def _fitting(rows: pd.DataFrame, wide: float, tall: float) -> tuple[_Fit, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    room = tall - _LEGEND
    for size, share in product(_SIZES, _NAMES):
        fit = _fit(rows, size, wide * share)
        high = fit.lines <= 2 and fit.row * len(rows) <= room
        if high and fit.beside <= wide * _BESIDE and fit.names + fit.beside <= wide * _WORDS:
            return fit, len(rows)
    fit = _fit(rows, _SIZES[-1], wide * _NAMES[0])
    fit = fit._replace(beside=min(fit.beside, wide * _WORDS - fit.names), lines=min(fit.lines, _NAME_LINES))
    return fit, max(1, int(room / fit.row))


def chunks(content: Bars, wide: float, tall: float) -> Iterator[Bars]:
    """The bars in the order given, as many at a time as one slide holds."""
    return content.pieces(_fitting(content.rows, wide, tall)[1])


def draw(slide: Any, box: Box, content: Bars, alt: str, name: str, language: Language) -> None:
    """Put the chart of some bars on a slide; few bars are not drawn as thick as walls."""
    rows, kind = content.rows, content.kind
    fit, _ = _fitting(rows, box.wide, box.tall)
    tall = min(box.tall - _LEGEND, len(rows) * _APART)
    bar_width = box.wide - fit.names - fit.beside
    labels = [shortened(label, fit.size, fit.names - 14, _NAME_LINES) for label in rows["label"]]
    used = [part for part in PARTS if (rows[part] > 0).any()] or ["met"]
    columns = {part_name(part, kind, language): rows[part].tolist() for part in used}
    columns[part_name("beside", kind, language)] = [fit.beside / bar_width * content.reach] * len(rows)

    data: Any = CategoryChartData(number_format="0.00%")
    data.categories = labels
    for heading, values in columns.items():
        data.add_series(heading, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box._replace(tall=tall).emu, data)
    named(frame, name, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    columns[part_name("exact", kind, language)] = rows["exact"].tolist()
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(rows, columns))

    plot = chart.plots[0]
    slot = tall / len(rows)
    thick = min(_THICKEST * fit.size, slot - _AIR)
    plot.gap_width, plot.overlap, plot.vary_by_categories = min(500, round((slot - thick) / thick * 100)), 100, False
    dress_font(chart.font, Run("", fit.size), language)
    _axes(chart, content.reach * (bar_width + fit.beside) / bar_width)
    _place(chart, fit.names / box.wide)
    for part, series in zip([*used, "beside"], plot.series, strict=True):
        if part == "beside" or (part == "rest" and kind == "thresholds"):
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            paint(series.format, part)
    _label(plot.series[len(used)], rows, fit, language)
    meant = [part for part in used if part != "rest"] + ["mark"] * bool(rows["mark"].notna().any())
    legend = Box(box.x + fit.names, box.y + tall, box.wide - fit.names, _LEGEND)
    _legend(slide, {part: part_name(part, kind, language) for part in meant}, legend, language)
    marks = fit.names + bar_width * rows["mark"] / content.reach
    _mark(chart, marks.tolist(), box._replace(tall=tall), thick)


def _axes(chart: Any, longest: float) -> None:
    """No axis but the names, the first on top."""
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = 0, longest
    values.has_major_gridlines = False
    values.visible = False
    names.reverse_order = True
    names.format.line.fill.background()
    names.major_tick_mark = XL_TICK_MARK.NONE
    # Without it a program leaves out names that it thinks do not fit.
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(etree.Element(qn("c:tickLblSkip"), val="1"))


def _place(chart: Any, left: float) -> None:
    """Where the bars stand, as shares of the chart: names to the left."""
    sides = "".join(
        f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (left, 0, 1 - left, 1), strict=True)
    )
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    edge = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    layout = parse_xml(f"<c:layout {space}><c:manualLayout>{edge}{sides}</c:manualLayout></c:layout>")
    chart._chartSpace.chart.plotArea.insert(0, layout)


def _label(series: Any, rows: pd.DataFrame, fit: _Fit, language: Language) -> None:
    """What is said of each bar, to its right: the number, larger, and the gap in its colour."""
    for place, row in enumerate(rows.itertuples()):
        number = shortened(row.number, fit.size * _LARGER, fit.beside / 2, 1, bold=True)
        text = shortened(row.beside, fit.size, fit.beside + 1 - _EDGE - _number_width(number, fit.size), 1)
        label = series.points[place].data_label
        runs = [Run(_SPACE, fit.size), Run(text, fit.size, row.colour)]
        if number:
            runs[1:1] = [Run(number, fit.size * _LARGER, "ink", bold=True), Run(_SPACE, fit.size)]
        for run in runs:
            put(label.text_frame.paragraphs[0], run, language)
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def _legend(slide: Any, meant: dict[str, str], box: Box, language: Language) -> None:
    """What the fills and the line mean, in a row below the bars. A chart's own legend cannot leave out a part of a bar
    in the same way in every program.
    """
    x, middle = box.x, box.y + box.tall / 2 + 2
    for part, word in meant.items():
        wide = width(word, _LEGEND_SIZE) + 8
        if part == "mark":
            sample = slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, *(Pt(n) for n in (x + 5, middle - 9, x + 5, middle + 9))
            )
            colour(without_style(sample).line.color, "ink")
            sample.line.width = Pt(2.5)
        else:
            square = Box(x, middle - _SAMPLE / 2, _SAMPLE, _SAMPLE)
            sample = without_style(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *square.emu))
            paint(sample, part)
        named(sample, word)
        text = slide.shapes.add_textbox(*Box(x + _SAMPLE + 6, middle - 10, wide, 20).emu)
        write(text.text_frame, [[Run(word, _LEGEND_SIZE, "muted")]], language, anchor=MSO_ANCHOR.MIDDLE)
        named(text, word)
        x += _SAMPLE + 6 + wide + 16


def _mark(chart: Any, marks: list[float], box: Box, thick: float) -> None:
    """The lines to reach, as shapes of the chart: they move and grow with it. `marks`: how far from the left each
    stands; none where it is missing.
    """
    slot = box.tall / len(marks)
    lines: list[str] = []
    for place, x in enumerate(marks):
        if pd.notna(x):
            middle, half = (place + 0.5) * slot, thick / 2 + 3
            lines.append(_line(len(lines) + 2, box, x, max(middle - half, 0), middle + half))
    if not lines:
        return
    spaces = (
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:userShapes {spaces}>{"".join(lines)}</c:userShapes>'
    )
    uri = PackURI(f"/ppt/drawings/drawing{chart.part.partname.idx}.xml")
    relation = chart.part.relate_to(Part(uri, _DRAWING, chart.part.package, xml.encode()), _DRAWING_RELATION)
    etree.SubElement(chart._chartSpace, qn("c:userShapes")).set(qn("r:id"), relation)


def _line(number: int, box: Box, x: float, top: float, bottom: float) -> str:
    """An upright line, by its place in the chart's box: as shares of it, and as it is."""
    start, end = (f"<cdr:x>{x / box.wide:.5f}</cdr:x><cdr:y>{y / box.tall:.5f}</cdr:y>" for y in (top, bottom))
    return (
        f"<cdr:relSizeAnchor><cdr:from>{start}</cdr:from><cdr:to>{end}</cdr:to>"
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{number}" name="{number}"/>'
        "<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>"
        f'<cdr:spPr><a:xfrm><a:off x="{Pt(x)}" y="{Pt(top)}"/><a:ext cx="0" cy="{Pt(bottom - top)}"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{Pt(2.5)}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></cdr:spPr>'
        "</cdr:cxnSp></cdr:relSizeAnchor>"
    )


def _workbook(rows: pd.DataFrame, columns: dict[str, list[float | None]]) -> bytes:
    """The workbook behind a chart. python-pptx's own would take a name that begins with = for a formula.

    Right of what is drawn stands what a bar may not show: the exact value, and the words in full.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"  # the name that the chart refers to
    for row, label in enumerate(rows["label"], start=2):
        write_text(sheet.cell(row, 1), label)
    for number, (head, values) in enumerate(columns.items(), start=2):
        write_text(sheet.cell(1, number), head)
        for row, value in enumerate(values, start=2):
            sheet.cell(row, number, value).number_format = "0.00%"
    for row, text in enumerate((rows["number"] + " " + rows["beside"]).str.strip(), start=2):
        write_text(sheet.cell(row, len(columns) + 2), text)
    return saved(book)
