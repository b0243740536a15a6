"""Shares and thresholds as charts that an office program can edit: bars, their labels, the line to reach.

A chart is a stacked bar chart whose workbook holds the very shares. What is said of each bar is the label of an
invisible bar behind it, and stays beside its bar when the chart is resized; the lines to reach are shapes of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from lxml import etree
from openpyxl import Workbook
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from bs_metrics.exports.deck_paper import Box, Run, dress_font, named, paint, put
from bs_metrics.exports.fitting import LINE, plain, shortened, width, wrapped
from bs_metrics.views.slide import SlideChart
from bs_metrics.words import Language, words
from bs_metrics.workbook.write import saved, write_text

SIZES = (20, 18, 16, 14, 12)  # pt, of the names; what is said beside is as large, its number larger
_LARGER = 4  # pt, the number that a label begins with
_NAMES, _SAID = 0.36, 0.36  # the largest shares of the width
_NAME_LINES = 3  # a longer name is shortened; it stands whole in the notes
_AIR = 8  # pt between a bar and its neighbours
_THICKEST = 34  # pt
_LEGEND = 26  # pt
_WIDEST = 2.5  # times the threshold, as in the app; longer bars are cut there and the number says the rest
_PARTS = ("met", "unknown", "missing", "rest")
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_DRAWING_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"


@dataclass(frozen=True)
class Bars:
    """Bars ready to be placed: `parts` (columns met, unknown, missing, rest) are lengths, `reach` the longest,
    `marks` where the line to reach stands (missing: nowhere), `numbers` and `said` what stands beside, in the colour
    `colours`.
    """

    labels: list[str]
    parts: pd.DataFrame
    reach: float
    marks: list[float | None]
    numbers: list[str]
    said: list[str]
    colours: list[str]

    def __len__(self) -> int:
        return len(self.labels)

    def cut(self, start: int, end: int) -> "Bars":
        """Some of the bars, at the same scale."""
        lists = (self.marks, self.numbers, self.said, self.colours)
        marks, numbers, said, colours = (part[start:end] for part in lists)
        return Bars(self.labels[start:end], self.parts.iloc[start:end], self.reach, marks, numbers, said, colours)


def bars(chart: SlideChart) -> Bars:
    """The bars of a chart of shares or of thresholds."""
    rows = chart.rows
    labels, said = ([plain(str(text)) for text in rows[column]] for column in ("label", "beside"))
    colours = [{"met": "met", "not_met": "missing"}.get(status, "muted") for status in rows["status"]]
    if chart.kind == "shares":
        parts = rows[list(_PARTS)].astype(float)
        marks = [None if pd.isna(target) else float(target) for target in rows["target"]]
        return Bars(labels, parts, 1.0, marks, [plain(str(text)) for text in rows["inside"]], said, colours)
    reach = min(max(float(rows["ratio"].max()), 1.0), _WIDEST)
    met = rows["ratio"].astype(float).clip(upper=reach)
    missing = (1 - met).clip(lower=0)
    parts = pd.DataFrame({"met": met, "unknown": 0.0, "missing": missing, "rest": reach - met - missing})
    return Bars(labels, parts, reach, [1.0] * len(rows), [""] * len(rows), said, colours)


@dataclass(frozen=True)
class _Fit:
    """The size in which bars fit, the widths of names and labels, and how many lines the longest name takes."""

    size: float
    names: float
    said: float
    lines: int

    @property
    def row(self) -> float:
        """The height that one bar needs."""
        return max(self.lines * self.size * LINE, (self.size + _LARGER) * LINE) + _AIR


def _fit(found: Bars, size: float, wide: float) -> _Fit:
    names = min(max(width(label, size) for label in found.labels) + 14, wide * _NAMES)
    label_widths = [
        width(number, size + _LARGER, bold=True) + width(f"  {said}", size)
        for number, said in zip(found.numbers, found.said, strict=True)
    ]
    lines = max(len(wrapped(label, size, names - 14)) for label in found.labels)
    return _Fit(size, names, max(label_widths) + 24, lines)


def fitting(found: Bars, wide: float, tall: float) -> tuple[_Fit, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    room = tall - _LEGEND
    for size in SIZES:
        fit = _fit(found, size, wide)
        if fit.said <= wide * _SAID and fit.lines <= 2 and fit.row * len(found) <= room:
            return fit, len(found)
    fit = _fit(found, SIZES[-1], wide)
    fit = _Fit(fit.size, fit.names, min(fit.said, wide * _SAID), min(fit.lines, _NAME_LINES))
    return fit, max(1, int(room / fit.row))


def chunks(found: Bars, wide: float, tall: float) -> Iterator[Bars]:
    """The bars in the order given, as many at a time as one slide holds."""
    _, number = fitting(found, wide, tall)
    pages = -(-len(found) // number)
    each = -(-len(found) // pages)
    for start in range(0, len(found), each):
        yield found.cut(start, start + each)


def height(found: Bars, wide: float, tall: float) -> float:
    """The height that a chart of these bars takes of what is there: few bars are not drawn as thick as walls."""
    fit, _ = fitting(found, wide, tall)
    return min(tall, len(found) * (max(fit.row, _THICKEST) + 3 * _AIR) + _LEGEND)


def draw(slide: Any, found: Bars, box: Box, alt: str, name: str, language: Language) -> None:
    """Put the chart of some bars on a slide."""
    fit, _ = fitting(found, box.wide, box.tall)
    bar_width = box.wide - fit.names - fit.said
    labels = [shortened(label, fit.size, fit.names - 14, _NAME_LINES) for label in found.labels]
    used = [part for part in _PARTS if (found.parts[part] > 0).any()] or ["met"]
    names = {part: words(f"deck.{part}", language) for part in used} | {"said": words("deck.said", language)}
    columns = {part: [float(value) for value in found.parts[part]] for part in used}
    columns["said"] = [fit.said / bar_width * found.reach] * len(found)

    data = CategoryChartData(number_format="0.00%")
    data.categories = labels
    for part, values in columns.items():
        data.add_series(names[part], values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box.emu, data)
    named(frame, name, alt)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(labels, names, columns))

    plot = chart.plots[0]
    slot = (box.tall - _LEGEND) / len(found)
    thick = min(_THICKEST, slot - _AIR)
    plot.gap_width, plot.overlap, plot.vary_by_categories = min(500, round((slot - thick) / thick * 100)), 100, False
    dress_font(chart.font, Run("", fit.size), language)
    _axes(chart, found.reach * (bar_width + fit.said) / bar_width)
    _place(chart, fit.names / box.wide, (box.tall - _LEGEND) / box.tall)
    for part, series in zip(columns, plot.series, strict=True):
        if part == "said":
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            paint(series.format, part)
    _label(plot.series[len(used)], found, fit, language)
    _legend(chart, used, language)
    _mark(chart, found, fit, box, bar_width, thick)


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
    axis = names._element
    skip = etree.Element(qn("c:tickLblSkip"), val="1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _place(chart: Any, left: float, tall: float) -> None:
    """Where the bars stand, as shares of the chart: names to the left, the legend below."""
    area = chart._chartSpace.chart.plotArea
    found = area.find(qn("c:layout"))
    if found is not None:
        area.remove(found)
    sides = "".join(
        f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (left, 0, 1 - left, tall), strict=True)
    )
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    edge = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(0, parse_xml(f"<c:layout {space}><c:manualLayout>{edge}{sides}</c:manualLayout></c:layout>"))


def _label(series: Any, found: Bars, fit: _Fit, language: Language) -> None:
    """What is said of each bar, to its right: the number, larger, and the gap in its colour."""
    for place, (number, said, role) in enumerate(zip(found.numbers, found.said, found.colours, strict=True)):
        room = fit.said - 24
        number = shortened(number, fit.size + _LARGER, room, 1, bold=True)
        room -= width(f"{number}  ", fit.size + _LARGER, bold=True)
        label = series.points[place].data_label
        paragraph = label.text_frame.paragraphs[0]
        if number:
            put(paragraph, Run(number, fit.size + _LARGER, "ink", bold=True), language)
            put(paragraph, Run("  ", fit.size), language)
        put(paragraph, Run(shortened(said, fit.size, room, 1) if room > 0 else "", fit.size, role), language)
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def _legend(chart: Any, used: list[str], language: Language) -> None:
    """What the fills mean, below; the rest and the labels need no explanation."""
    chart.has_legend = True
    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    dress_font(legend.font, Run("", 14, "muted"), language)
    position = legend._element.find(qn("c:legendPos"))
    hidden = [place for place, part in enumerate([*used, "said"]) if part in ("rest", "said")]
    for place in reversed(hidden):
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx"), val=str(place))
        etree.SubElement(entry, qn("c:delete"), val="1")
        position.addnext(entry)


def _mark(chart: Any, found: Bars, fit: _Fit, box: Box, bar_width: float, thick: float) -> None:
    """The lines to reach, as shapes of the chart: they move and grow with it."""
    slot = (box.tall - _LEGEND) / len(found)
    lines = []
    for place, mark in enumerate(found.marks):
        if mark is not None:
            x = (fit.names + bar_width * mark / found.reach) / box.wide
            middle, half = (place + 0.5) * slot, thick / 2 + 3
            lines.append(_line(len(lines) + 2, x, (middle - half) / box.tall, (middle + half) / box.tall))
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


def _line(number: int, x: float, top: float, bottom: float) -> str:
    return (
        f"<cdr:relSizeAnchor><cdr:from><cdr:x>{x:.5f}</cdr:x><cdr:y>{max(top, 0):.5f}</cdr:y></cdr:from>"
        f"<cdr:to><cdr:x>{x:.5f}</cdr:x><cdr:y>{bottom:.5f}</cdr:y></cdr:to>"
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{number}" name="{number}"/>'
        "<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>"
        '<cdr:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{Pt(2.5)}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></cdr:spPr>'
        "</cdr:cxnSp></cdr:relSizeAnchor>"
    )


def _workbook(labels: list[str], names: dict[str, str], columns: dict[str, list[float]]) -> bytes:
    """The workbook behind a chart. python-pptx's own would take a name that begins with = for a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"  # the name that the chart refers to
    for row, label in enumerate(labels, start=2):
        write_text(sheet.cell(row, 1), label)
    for number, (part, values) in enumerate(columns.items(), start=2):
        write_text(sheet.cell(1, number), names[part])
        for row, value in enumerate(values, start=2):
            sheet.cell(row, number, value).number_format = "0.00%"
    return saved(book)
