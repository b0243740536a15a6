"""Shares and thresholds as charts that an office program can edit: bars, their names, the line to reach.

Words are measured before they are drawn: in which size the names and what is said of the bars fit above them, so that
every bar has the width of the slide. A chart is a stacked bar chart whose workbook holds the very shares; words and
lines to reach are shapes of it, which move and grow with it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
from lxml import etree
from openpyxl import Workbook
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.text.text import _Paragraph
from pptx.util import Pt

from bs_metrics.exports.bars import PARTS, Bars, part_name
from bs_metrics.exports.deck.paper import Box, Run, colour, dress_font, named, paint, put, without_style, write
from bs_metrics.exports.fitting import LINE, shortened, width
from bs_metrics.words import Language
from bs_metrics.writers.workbook import saved, write_text

_SIZES = (28, 24, 20, 18, 16, 14)  # pt, of the names; the words beside are as large
_LARGER = 1.1  # times that, the number that stands before what is said of a bar
_SPACE = "  "  # after that number
_ASIDE = 16  # pt between a name and what is said of its bar
_SAID = 0.6  # of the width, at most, for what is said, where both are shortened; they stand whole in the notes
_NEAR, _AIR = 2, 6  # pt between a bar and its own words, at least between it and those of the next
_THINNEST, _THICKEST = 0.7, 2.2  # times the size of the letters
_APART = 84  # pt between few bars, where there is room: two lines of the largest of _SIZES
_EDGE = 2  # pt at both sides, for the outline of a bar and the line to reach
_LEGEND = 34  # pt, the height of what explains the fills
_LEGEND_SIZE, _SAMPLE = 14, 12  # pt: letters and squares of what explains the fills
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_DRAWING_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"


class _Grid(NamedTuple):
    """Where bars stand in a chart: the size of the words, the height from one name to the next, that of a line of
    words and of a bar.
    """

    size: float
    apart: float
    line: float
    thick: float

    @property
    def above(self) -> float:
        """What a plot of bars in the middle of their places leaves above it, so that each stands below its words."""
        return max(0.0, self.middle - self.apart / 2)

    @property
    def middle(self) -> float:
        """How far below the top of its words the middle of a bar is."""
        return self.line + _NEAR + self.thick / 2


def _said_width(row: Any, size: float) -> float:
    """The width of what is said of a bar, its number with it."""
    return width(f"{row.number}{_SPACE}", size * _LARGER, bold=True) + width(row.beside, size)


def _fitting(rows: pd.DataFrame, wide: float, tall: float) -> tuple[float, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    for size in _SIZES:
        most = int((tall - _LEGEND - _line(size) / 2) / _least(size))
        whole = (width(row.label, size) + _ASIDE + _said_width(row, size) <= wide for row in rows.itertuples())
        if len(rows) <= most and all(whole):
            return size, len(rows)
    return _SIZES[-1], max(1, min(most, len(rows)))


def _line(size: float) -> float:
    return _LARGER * size * LINE


def _least(size: float) -> float:
    """The height that a bar with its words needs."""
    return _line(size) + _NEAR + _THINNEST * size + _AIR


def _grid(number: int, size: float, tall: float) -> _Grid:
    """So many bars, spread over the height; few are not as thick as walls."""
    apart = min(_APART, (tall - _LEGEND - _line(size) / 2) / number)
    return _Grid(size, apart, _line(size), min(_THICKEST * size, apart - _line(size) - _NEAR - _AIR))


def chunks(content: Bars, wide: float, tall: float) -> Iterator[Bars]:
    """The bars in the order given, as many at a time as one slide holds."""
    return content.pieces(_fitting(content.rows, wide, tall)[1])


def draw(slide: Any, box: Box, content: Bars, alt: str, name: str, language: Language) -> None:
    """Put the chart of some bars on a slide."""
    rows, kind = content.rows, content.kind
    grid = _grid(len(rows), _fitting(rows, box.wide, box.tall)[0], box.tall)
    box = box._replace(tall=grid.apart * len(rows) + grid.above)
    used = [part for part in PARTS if (rows[part] > 0).any()] or ["met"]
    columns = {part_name(part, kind, language): rows[part].tolist() for part in used}

    data: Any = CategoryChartData(number_format="0.00%")
    data.categories = rows["label"].tolist()
    for heading, values in columns.items():
        data.add_series(heading, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box.emu, data)
    named(frame, name, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    columns[part_name("exact", kind, language)] = rows["exact"].tolist()
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(rows, columns))

    plot = chart.plots[0]
    gap = round((grid.apart - grid.thick) / grid.thick * 100)
    plot.gap_width, plot.overlap, plot.vary_by_categories = min(500, gap), 100, False
    dress_font(chart.font, Run("", grid.size), language)
    _axes(chart, content.reach)
    _place(chart, grid.above / box.tall, _EDGE / box.wide)
    for part, series in zip(used, plot.series, strict=True):
        if part == "rest" and kind == "thresholds":
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            paint(series.format, part)
    meant = [part for part in used if part != "rest"] + ["mark"] * bool(rows["mark"].notna().any())
    legend = Box(box.x, box.y + box.tall, box.wide, _LEGEND)
    _legend(slide, {part: part_name(part, kind, language) for part in meant}, legend, language)
    _add_shapes(chart, [*_words(rows, grid, box, language), *_marks(rows["mark"] / content.reach, grid, box)])


def _axes(chart: Any, longest: float) -> None:
    """No axis is seen: the names stand above the bars, the first on top."""
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = 0, longest
    values.has_major_gridlines = False
    names.reverse_order = True
    values.visible = names.visible = False


def _place(chart: Any, above: float, edge: float) -> None:
    """Where the bars stand, as shares of the chart: over its width, the words of the first above them."""
    sides = "".join(
        f'<c:{name} val="{value:.5f}"/>'
        for name, value in zip("xywh", (edge, above, 1 - 2 * edge, 1 - above), strict=True)
    )
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    edge_mode = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    layout = parse_xml(f"<c:layout {space}><c:manualLayout>{edge_mode}{sides}</c:manualLayout></c:layout>")
    chart._chartSpace.chart.plotArea.insert(0, layout)


def _words(rows: pd.DataFrame, grid: _Grid, box: Box, language: Language) -> Iterator[etree._Element]:
    """The name of each bar at the left, at the right the number, larger, and the gap in its colour."""
    size = grid.size
    for place, row in enumerate(rows.itertuples()):
        number = shortened(row.number, size * _LARGER, box.wide * _SAID / 2, 1, bold=True)
        room = box.wide * _SAID - width(f"{number}{_SPACE}", size * _LARGER, bold=True)
        said = [Run(shortened(row.beside, size, room, 1), size, row.colour)]
        if number:
            said[:0] = [Run(number, size * _LARGER, "ink", bold=True), Run(_SPACE, size)]
        taken = sum(width(run.text, run.size, run.bold) for run in said) + 1
        name = shortened(row.label, size, box.wide - taken - _ASIDE, 1)
        top = place * grid.apart
        line = Box(_EDGE, top, box.wide - taken - _ASIDE / 2, grid.line)
        yield _text(line, box, [Run(name, size)], "l", language)
        yield _text(Box(box.wide - taken - _EDGE, top, taken, grid.line), box, said, "r", language)


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


def _text(line: Box, box: Box, runs: list[Run], side: str, language: Language) -> etree._Element:
    """One line of words, at the foot of its place."""
    start, end = _corner(line.x, line.y, box), _corner(line.x + line.wide, line.y + line.tall, box)
    shape = parse_xml(
        f"<cdr:relSizeAnchor {_SPACES}><cdr:from>{start}</cdr:from><cdr:to>{end}</cdr:to>"
        '<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="0" name=""/><cdr:cNvSpPr txBox="1"/></cdr:nvSpPr>'
        f'<cdr:spPr><a:xfrm><a:off x="{Pt(line.x)}" y="{Pt(line.y)}"/>'
        f'<a:ext cx="{Pt(line.wide)}" cy="{Pt(line.tall)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr>'
        '<cdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{side}"/></a:p></cdr:txBody></cdr:sp></cdr:relSizeAnchor>'
    )
    nowhere: Any = None  # a run needs nothing of the part that it belongs to
    paragraph = _Paragraph(shape.find(f".//{qn('a:p')}"), nowhere)
    for run in runs:
        put(paragraph, run, language)
    return shape


def _marks(places: pd.Series, grid: _Grid, box: Box) -> Iterator[etree._Element]:
    """The lines to reach: how far from the left each stands, as a share of the width; none where it is missing."""
    for place, share in enumerate(places):
        if pd.notna(share):
            x = _EDGE + share * (box.wide - 2 * _EDGE)
            middle, half = place * grid.apart + grid.middle, grid.thick / 2 + _NEAR
            yield _upright(box, x, middle - half, min(middle + half, box.tall))


def _add_shapes(chart: Any, shapes: list[etree._Element]) -> None:
    """Shapes of the chart itself."""
    drawing = parse_xml(f"<c:userShapes {_SPACES}/>")
    for number, shape in enumerate(shapes, start=2):
        for key in ("id", "name"):
            shape.find(".//{*}cNvPr").set(key, str(number))
        drawing.append(shape)
    content = etree.tostring(drawing, xml_declaration=True, encoding="UTF-8", standalone=True)
    uri = PackURI(f"/ppt/drawings/drawing{chart.part.partname.idx}.xml")
    relation = chart.part.relate_to(Part(uri, _DRAWING, chart.part.package, content), _DRAWING_RELATION)
    etree.SubElement(chart._chartSpace, qn("c:userShapes")).set(qn("r:id"), relation)


def _corner(x: float, y: float, box: Box) -> str:
    """A place in the chart's box, as shares of it."""
    return f"<cdr:x>{x / box.wide:.5f}</cdr:x><cdr:y>{y / box.tall:.5f}</cdr:y>"


def _upright(box: Box, x: float, top: float, bottom: float) -> etree._Element:
    """An upright line, by its place in the chart's box."""
    start, end = _corner(x, top, box), _corner(x, bottom, box)
    return parse_xml(
        f"<cdr:relSizeAnchor {_SPACES}><cdr:from>{start}</cdr:from><cdr:to>{end}</cdr:to>"
        '<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="0" name=""/><cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>'
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
