"""Shares and thresholds as charts that an office program can edit: bars, their labels, the line to reach.

A chart is a stacked bar chart whose workbook holds the very shares. What is said of each bar is the label of an
invisible bar behind it, and stays beside its bar when the chart is resized; the lines to reach are shapes of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

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

from bs_metrics.exports.deck_paper import Box, Run, colour, dress_font, named, paint, put, without_style, write
from bs_metrics.exports.fitting import LINE, plain, shortened, width, wrapped
from bs_metrics.views.slide import SlideChart
from bs_metrics.words import Language, words
from bs_metrics.workbook.write import saved, write_text

SIZES = (28, 24, 20, 18, 16, 14, 12)  # pt, of the names; what is said beside is as large
_LARGER = 1.25  # times that, the number that a label begins with
_SPACE = "  "  # before and after that number
_NAMES, _SAID, _WORDS = 0.45, 0.4, 0.7  # the largest shares of the width: names, what is said, and both
_NAME_LINES = 3  # a longer name is shortened; it stands whole in the notes
_EDGE = 11  # pt that a program keeps around a label
_AIR = 8  # pt between a bar and its neighbours
_THICKEST = 1.9  # times the size of the letters
_LEGEND, _LEGEND_SIZE, _SAMPLE = 34, 14, 12  # pt: the height of what explains the fills, its letters, its squares
_WIDEST = 2.5  # times the threshold, as in the app; longer bars are cut there and the number says the rest
_PARTS = ("met", "unknown", "missing", "rest")
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_DRAWING_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"


@dataclass(frozen=True)
class Bars:
    """Bars ready to be placed: `parts` (columns met, unknown, missing, rest) are lengths, `reach` the longest, `exact`
    the share or ratio itself, which is more than its bar where the bar is cut,
    `marks` where the line to reach stands (missing: nowhere), `numbers` and `said` what stands beside, in the colour
    `colours`.
    """

    labels: list[str]
    parts: pd.DataFrame
    exact: list[float]
    reach: float
    kind: str
    marks: list[float | None]
    numbers: list[str]
    said: list[str]
    colours: list[str]

    def __len__(self) -> int:
        return len(self.labels)

    def cut(self, start: int, end: int) -> "Bars":
        """Some of the bars, at the same scale."""
        span = slice(start, end)
        return replace(
            self,
            labels=self.labels[span],
            parts=self.parts.iloc[span],
            exact=self.exact[span],
            marks=self.marks[span],
            numbers=self.numbers[span],
            said=self.said[span],
            colours=self.colours[span],
        )


def bars(chart: SlideChart) -> Bars:
    """The bars of a chart of shares or of thresholds."""
    rows = chart.rows
    labels, said = ([plain(str(text)) for text in rows[column]] for column in ("label", "beside"))
    colours = [{"met": "met", "not_met": "missing"}.get(status, "muted") for status in rows["status"]]
    if chart.kind == "shares":
        parts = rows[list(_PARTS)].astype(float)
        marks = [None if pd.isna(target) else float(target) for target in rows["target"]]
        numbers = [plain(str(text)) for text in rows["inside"]]
        return Bars(labels, parts, list(parts["met"]), 1.0, "shares", marks, numbers, said, colours)
    reach = min(max(float(rows["ratio"].max()), 1.0), _WIDEST)
    met = rows["ratio"].astype(float).clip(upper=reach)
    missing = (1 - met).clip(lower=0)
    parts = pd.DataFrame({"met": met, "unknown": 0.0, "missing": missing, "rest": reach - met - missing})
    exact, none = [float(value) for value in rows["ratio"]], [""] * len(rows)
    return Bars(labels, parts, exact, reach, "thresholds", [1.0] * len(rows), none, said, colours)


@dataclass(frozen=True)
class _Fit:
    """The size in which bars fit, the widths of names and labels, and how many lines the longest name takes."""

    size: float
    names: float
    said: float
    lines: int

    @property
    def words(self) -> float:
        """The width that is not bars."""
        return self.names + self.said

    @property
    def row(self) -> float:
        """The height that one bar needs."""
        return max(self.lines, _LARGER) * self.size * LINE + _AIR


def _fit(found: Bars, size: float, wide: float) -> _Fit:
    names = min(max(width(label, size) for label in found.labels) + 14, wide * _NAMES)
    said = [
        _number_width(number, size) + width(text, size) for number, text in zip(found.numbers, found.said, strict=True)
    ]
    lines = max(len(wrapped(label, size, names - 14)) for label in found.labels)
    return _Fit(size, names, max(said) + _EDGE, lines)


def _number_width(number: str, size: float) -> float:
    """The room of the number and of what stands before and after it."""
    return width(number, size * _LARGER, bold=True) + width(_SPACE, size) * (2 if number else 1)


def fitting(found: Bars, wide: float, tall: float) -> tuple[_Fit, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    room = tall - _LEGEND
    for size in SIZES:
        fit = _fit(found, size, wide)
        if fit.said <= wide * _SAID and fit.lines <= 2 and fit.row * len(found) <= room and fit.words <= wide * _WORDS:
            return fit, len(found)
    fit = _fit(found, SIZES[-1], wide)
    said = min(fit.said, max(wide * _WORDS - fit.names, wide * (_WORDS - _NAMES)))
    fit = _Fit(fit.size, fit.names, said, min(fit.lines, _NAME_LINES))
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
    return min(tall, len(found) * (max(fit.row, _THICKEST * fit.size) + 2 * _AIR) + _LEGEND)


def draw(slide: Any, found: Bars, box: Box, alt: str, name: str, language: Language) -> None:
    """Put the chart of some bars on a slide."""
    fit, _ = fitting(found, box.wide, box.tall)
    bar_width = box.wide - fit.names - fit.said
    labels = [shortened(label, fit.size, fit.names - 14, _NAME_LINES) for label in found.labels]
    used = [part for part in _PARTS if (found.parts[part] > 0).any()] or ["met"]
    names = {part: _name(part, found.kind, language) for part in [*used, "said"]}
    columns = {part: [float(value) for value in found.parts[part]] for part in used}
    columns["said"] = [fit.said / bar_width * found.reach] * len(found)

    data = CategoryChartData(number_format="0.00%")
    data.categories = labels
    for part, values in columns.items():
        data.add_series(names[part], values)
    legend = Box(box.x + fit.names, box.y + box.tall - _LEGEND, box.wide - fit.names, _LEGEND)
    box = Box(box.x, box.y, box.wide, box.tall - _LEGEND)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box.emu, data)
    named(frame, name, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(found, names, columns, language))

    plot = chart.plots[0]
    slot = box.tall / len(found)
    thick = min(_THICKEST * fit.size, slot - _AIR)
    plot.gap_width, plot.overlap, plot.vary_by_categories = min(500, round((slot - thick) / thick * 100)), 100, False
    dress_font(chart.font, Run("", fit.size), language)
    _axes(chart, found.reach * (bar_width + fit.said) / bar_width)
    _place(chart, fit.names / box.wide)
    for part, series in zip(columns, plot.series, strict=True):
        if part == "said" or (part == "rest" and found.kind == "thresholds"):
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            paint(series.format, part)
    _label(plot.series[len(used)], found, fit, language)
    _legend(slide, found, [part for part in used if part != "rest"], legend, language)
    _mark(chart, found, fit, box, bar_width, thick)


def _name(part: str, kind: str, language: Language) -> str:
    """What a part of a bar is called: shares have a target, values a threshold."""
    return words(f"deck.{part}_{kind}" if part in ("mark", "missing", "exact") else f"deck.{part}", language)


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


def _place(chart: Any, left: float) -> None:
    """Where the bars stand, as shares of the chart: names to the left."""
    area = chart._chartSpace.chart.plotArea
    found = area.find(qn("c:layout"))
    if found is not None:
        area.remove(found)
    sides = "".join(
        f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (left, 0, 1 - left, 1), strict=True)
    )
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    edge = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(0, parse_xml(f"<c:layout {space}><c:manualLayout>{edge}{sides}</c:manualLayout></c:layout>"))


def _label(series: Any, found: Bars, fit: _Fit, language: Language) -> None:
    """What is said of each bar, to its right: the number, larger, and the gap in its colour."""
    for place, (number, said, role) in enumerate(zip(found.numbers, found.said, found.colours, strict=True)):
        number = shortened(number, fit.size * _LARGER, fit.said / 2, 1, bold=True)
        said = shortened(said, fit.size, fit.said + 1 - _EDGE - _number_width(number, fit.size), 1)
        label = series.points[place].data_label
        paragraph = label.text_frame.paragraphs[0]
        put(paragraph, Run(_SPACE, fit.size), language)
        if number:
            put(paragraph, Run(number, fit.size * _LARGER, "ink", bold=True), language)
            put(paragraph, Run(_SPACE, fit.size), language)
        put(paragraph, Run(said, fit.size, role), language)
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def _legend(slide: Any, found: Bars, used: list[str], box: Box, language: Language) -> None:
    """What the fills and the line mean, in a row below the bars. A chart's own legend cannot leave out a part of a bar
    in the same way in every program.
    """
    x, middle = box.x, box.y + box.tall / 2 + 2
    for part in [*used, *(["mark"] if any(mark is not None for mark in found.marks) else [])]:
        word = _name(part, found.kind, language)
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


def _mark(chart: Any, found: Bars, fit: _Fit, box: Box, bar_width: float, thick: float) -> None:
    """The lines to reach, as shapes of the chart: they move and grow with it."""
    slot = box.tall / len(found)
    lines: list[str] = []
    for place, mark in enumerate(found.marks):
        if mark is not None:
            x = fit.names + bar_width * mark / found.reach
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


def _workbook(found: Bars, names: dict[str, str], columns: dict[str, list[float]], language: Language) -> bytes:
    """The workbook behind a chart. python-pptx's own would take a name that begins with = for a formula.

    Right of what is drawn stands what a bar may not show: the exact value, and the words in full.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"  # the name that the chart refers to
    for row, label in enumerate(found.labels, start=2):
        write_text(sheet.cell(row, 1), label)
    headed = [(names[part], values) for part, values in columns.items()]
    headed.append((_name("exact", found.kind, language), found.exact))
    for number, (head, values) in enumerate(headed, start=2):
        write_text(sheet.cell(1, number), head)
        for row, value in enumerate(values, start=2):
            sheet.cell(row, number, value).number_format = "0.00%"
    for row, (number_said, said) in enumerate(zip(found.numbers, found.said, strict=True), start=2):
        write_text(sheet.cell(row, len(headed) + 2), f"{number_said} {said}".strip())
    return saved(book)
