"""Shares and thresholds as charts that an office program can edit: bars, their labels, the line to reach.

Bars are measured before they are drawn: in which size their names and what is said of them fit.
A chart is a stacked bar chart whose workbook holds the very shares. What is said of each bar is the label of an
invisible bar behind it, and stays beside its bar when the chart is resized; the lines to reach are shapes of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

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

_SIZES = (28, 24, 20, 18, 16, 14, 12)  # pt, of the names; the words beside are as large
_LARGER = 1.25  # times that, the number that a label begins with
_SPACE = "  "  # before and after that number
_NAME_LINES = 3  # a longer name is shortened; it stands whole in the notes
_EDGE = 11  # pt that a program keeps around a label
_AIR = 8  # pt between a bar and its neighbours
_THICKEST = 2.2  # times the size of the letters
_APART = 84  # pt between few bars, where there is room
_LEGEND = 34  # pt, the height of what explains the fills
_NAMES, _BESIDE, _WORDS = (0.45, 0.34), 0.4, 0.7  # the largest shares of the width: names, words beside them, and both
_LEGEND_SIZE, _SAMPLE = 14, 12  # pt: letters and squares of what explains the fills
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_DRAWING_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"


@dataclass(frozen=True)
class _Fit:
    """The size in which bars fit, the widths of names and labels, and how many lines the longest name takes."""

    size: float
    names: float
    beside: float
    lines: int

    @property
    def words(self) -> float:
        """The width that is not bars."""
        return self.names + self.beside

    @property
    def row(self) -> float:
        """The height that one bar needs."""
        return max(self.lines, _LARGER) * self.size * LINE + _AIR


def _fit(content: Bars, size: float, room: float) -> _Fit:
    """`room`: the largest width of the names."""
    names = min(max(width(label, size) for label in content.labels) + 14, room)
    texts = zip(content.numbers, content.beside, strict=True)
    beside = [_number_width(number, size) + width(text, size) for number, text in texts]
    lines = max(len(wrapped(label, size, names - 14)) for label in content.labels)
    return _Fit(size, names, max(beside) + _EDGE, lines)


def _number_width(number: str, size: float) -> float:
    """The room of the number and of what stands before and after it."""
    return width(number, size * _LARGER, bold=True) + width(_SPACE, size) * (2 if number else 1)


def _fitting(content: Bars, wide: float, tall: float) -> tuple[_Fit, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    room = tall - _LEGEND
    for size, share in product(_SIZES, _NAMES):
        fit = _fit(content, size, wide * share)
        high = fit.lines <= 2 and fit.row * len(content) <= room
        if high and fit.beside <= wide * _BESIDE and fit.words <= wide * _WORDS:
            return fit, len(content)
    fit = _fit(content, _SIZES[-1], wide * _NAMES[0])
    beside = min(fit.beside, wide * _WORDS - fit.names)
    fit = _Fit(fit.size, fit.names, beside, min(fit.lines, _NAME_LINES))
    return fit, max(1, int(room / fit.row))


def chunks(content: Bars, wide: float, tall: float) -> Iterator[Bars]:
    """The bars in the order given, as many at a time as one slide holds."""
    return content.pieces(_fitting(content, wide, tall)[1])


def _height(content: Bars, wide: float, tall: float) -> float:
    """The height that a chart of these bars takes of what is there: few bars are not drawn as thick as walls."""
    fit, _ = _fitting(content, wide, tall)
    return min(tall, len(content) * max(fit.row, _THICKEST * fit.size + 2 * _AIR, _APART) + _LEGEND)


def draw(slide: Any, box: Box, content: Bars, alt: str, name: str, language: Language) -> None:
    """Put the chart of some bars on a slide."""
    box = box._replace(tall=_height(content, box.wide, box.tall))
    fit, _ = _fitting(content, box.wide, box.tall)
    bar_width = box.wide - fit.names - fit.beside
    labels = [shortened(label, fit.size, fit.names - 14, _NAME_LINES) for label in content.labels]
    used = [part for part in PARTS if (content.parts[part] > 0).any()] or ["met"]
    names = {part: part_name(part, content.kind, language) for part in [*used, "beside"]}
    columns = {part: [float(value) for value in content.parts[part]] for part in used}
    columns["beside"] = [fit.beside / bar_width * content.reach] * len(content)

    data: Any = CategoryChartData(number_format="0.00%")
    data.categories = labels
    for part, values in columns.items():
        data.add_series(names[part], values)
    legend = Box(box.x + fit.names, box.y + box.tall - _LEGEND, box.wide - fit.names, _LEGEND)
    box = box._replace(tall=box.tall - _LEGEND)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box.emu, data)
    named(frame, name, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(content, names, columns, language))

    plot = chart.plots[0]
    slot = box.tall / len(content)
    thick = min(_THICKEST * fit.size, slot - _AIR)
    plot.gap_width, plot.overlap, plot.vary_by_categories = min(500, round((slot - thick) / thick * 100)), 100, False
    dress_font(chart.font, Run("", fit.size), language)
    _axes(chart, content.reach * (bar_width + fit.beside) / bar_width)
    _place(chart, fit.names / box.wide)
    for part, series in zip(columns, plot.series, strict=True):
        if part == "beside" or (part == "rest" and content.kind == "thresholds"):
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            paint(series.format, part)
    _label(plot.series[len(used)], content, fit, language)
    _legend(slide, content, [part for part in used if part != "rest"], legend, language)
    _mark(chart, content, fit, box, bar_width, thick)


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
    area = chart._chartSpace.chart.plotArea
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    sides = "".join(
        f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (left, 0, 1 - left, 1), strict=True)
    )
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    edge = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(0, parse_xml(f"<c:layout {space}><c:manualLayout>{edge}{sides}</c:manualLayout></c:layout>"))


def _label(series: Any, content: Bars, fit: _Fit, language: Language) -> None:
    """What is said of each bar, to its right: the number, larger, and the gap in its colour."""
    for place, (number, text, role) in enumerate(zip(content.numbers, content.beside, content.colours, strict=True)):
        number = shortened(number, fit.size * _LARGER, fit.beside / 2, 1, bold=True)
        text = shortened(text, fit.size, fit.beside + 1 - _EDGE - _number_width(number, fit.size), 1)
        label = series.points[place].data_label
        paragraph = label.text_frame.paragraphs[0]
        put(paragraph, Run(_SPACE, fit.size), language)
        if number:
            put(paragraph, Run(number, fit.size * _LARGER, "ink", bold=True), language)
            put(paragraph, Run(_SPACE, fit.size), language)
        put(paragraph, Run(text, fit.size, role), language)
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def _legend(slide: Any, content: Bars, used: list[str], box: Box, language: Language) -> None:
    """What the fills and the line mean, in a row below the bars. A chart's own legend cannot leave out a part of a bar
    in the same way in every program.
    """
    x, middle = box.x, box.y + box.tall / 2 + 2
    for part in [*used, *(["mark"] if any(mark is not None for mark in content.marks) else [])]:
        word = part_name(part, content.kind, language)
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


def _mark(chart: Any, content: Bars, fit: _Fit, box: Box, bar_width: float, thick: float) -> None:
    """The lines to reach, as shapes of the chart: they move and grow with it."""
    slot = box.tall / len(content)
    lines: list[str] = []
    for place, mark in enumerate(content.marks):
        if mark is not None:
            x = fit.names + bar_width * mark / content.reach
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
    number = "".join(sign for sign in chart.part.partname.filename if sign.isdigit())
    uri = PackURI(f"/ppt/drawings/drawing{number}.xml")
    part = Part(uri, _DRAWING, chart.part.package, xml.encode())
    relation = chart.part.relate_to(part, _DRAWING_RELATION)
    reference = etree.SubElement(chart._chartSpace, qn("c:userShapes"))
    reference.set(qn("r:id"), relation)


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


def _workbook(content: Bars, names: dict[str, str], columns: dict[str, list[float]], language: Language) -> bytes:
    """The workbook behind a chart. python-pptx's own would take a name that begins with = for a formula.

    Right of what is drawn stands what a bar may not show: the exact value, and the words in full.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"  # the name that the chart refers to
    for row, label in enumerate(content.labels, start=2):
        write_text(sheet.cell(row, 1), label)
    headed: list[tuple[str, Sequence[float | None]]] = [(names[part], values) for part, values in columns.items()]
    headed.append((part_name("exact", content.kind, language), content.exact))
    for number, (head, values) in enumerate(headed, start=2):
        write_text(sheet.cell(1, number), head)
        for row, value in enumerate(values, start=2):
            sheet.cell(row, number, value).number_format = "0.00%"
    for row, (number_text, text) in enumerate(zip(content.numbers, content.beside, strict=True), start=2):
        write_text(sheet.cell(row, len(headed) + 2), f"{number_text} {text}".strip())
    return saved(book)
