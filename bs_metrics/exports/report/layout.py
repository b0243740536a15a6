"""The page of an official Vietnamese document (Decree 30/2020/NĐ-CP): paper, typeface, letterhead, tables, signature.

Sizes are in points, lengths in millimetres. Every text passes `plain`, so nothing a spreadsheet holds is markup or a
field; the one field of the document is its page number.
"""

from copy import deepcopy
from functools import cache
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bs_metrics.exports.fitting import plain, width
from bs_metrics.exports.pack import LANGUAGE_CODES, dress, drop_leftovers
from bs_metrics.views.report.teller import Grid
from bs_metrics.words import Language

FONT = "Times New Roman"
BODY, CELL, SMALL = 14, 12, 11
PAPER = (210, 297)
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 16}
TEXT_WIDTH = PAPER[0] - MARGINS["left_margin"] - MARGINS["right_margin"]
LEFT_COLUMN = 66  # of the letterhead and the signature
INDENT = 12.7
_PROGRAM = "15"  # Word since 2013; an older number is shown as "Compatibility Mode"
_HEADER = 9  # from the paper's edge to the page number
_NARROWER = 0.9  # this typeface against the one that `fitting` measures
_MM = 72 / 25.4
CENTRE, JUSTIFIED, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def paper(title: str, subject: str, language: Language) -> Any:
    """An empty document: A4, margins, typeface in every style, page number above the text from the second page on."""
    document = Document()
    for name in ("Normal", "Header", "Heading 1", "Heading 2", "Heading 3"):
        _style(document.styles[name])
    for spoken in document.styles.element.iter(qn("w:lang")):  # what the spelling check uses
        for kind in ("val", "eastAsia"):
            spoken.set(qn(f"w:{kind}"), LANGUAGE_CODES[language])
    dress(document.core_properties, title, subject, language)
    _page(document.sections[0])
    drop_leftovers(document.part.package.rels)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _PROGRAM)
    return document


def _style(style: Any) -> None:
    """Black Times New Roman, whatever the template had."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    _typeface(fonts)
    style.font.size, style.font.italic = Pt(BODY), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _typeface(fonts: Any) -> None:
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _page(section: Any) -> None:
    section.page_width, section.page_height = (Mm(side) for side in PAPER)
    for name, length in MARGINS.items():
        setattr(section, name, Mm(length))
    section.header_distance, section.footer_distance = Mm(_HEADER), Mm(_HEADER)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]  # in the middle of the top margin
    number.alignment = CENTRE
    begin, separate, end = (_element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    for element in (begin, _element("instrText", "PAGE"), separate, _element("t", "2"), end):
        put(number, "", BODY)._r.append(element)


def annex(document: Any) -> None:
    """A new page whose pages are counted from one again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section._sectPr.find(qn("w:pgMar")).addnext(_element("pgNumType", start="1"))


def _element(name: str, text: str = "", **attributes: str) -> Any:
    """An element that the library has no words for."""
    element = OxmlElement(f"w:{name}", {qn(f"w:{key}"): value for key, value in attributes.items()})
    element.text = text or None
    return element


def put(paragraph: Any, text: str, size: float, bold: bool = False, italic: bool = False) -> Any:
    """A run of text in the document's typeface."""
    run = paragraph.add_run((" " if text[:1] == " " else "") + plain(text))
    run._r.insert(0, deepcopy(_written(size, bold, italic)))
    return run


@cache
def _written(size: float, bold: bool, italic: bool) -> Any:
    """How a run is written, made once: there are thousands of runs, and a copy is far cheaper."""
    run = Run(OxmlElement("w:r"), None)  # type: ignore[arg-type]
    _typeface(run._r.get_or_add_rPr().get_or_add_rFonts())
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return run._r.rPr


def body(document: Any) -> Any:
    """A paragraph of the text: justified, first line indented, six points to the next."""
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFIED
    form = paragraph.paragraph_format
    form.first_line_indent, form.line_spacing, form.space_after = Mm(INDENT), 1.1, Pt(6)
    return paragraph


def heading(document: Any, text: str, level: int) -> None:
    """A numbered heading, bold; it stays with what follows."""
    paragraph = document.add_paragraph(style=f"Heading {level}")
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after = Mm(INDENT), Pt(6), Pt(6)
    form.keep_with_next = True
    put(paragraph, text, BODY, bold=True)


def centred(
    place: Any, text: str, size: float, bold: bool = False, italic: bool = False, after: float = 0, style: str = ""
) -> Any:
    """A line in the middle of a page or a cell."""
    paragraph = place.add_paragraph(style=style) if style else place.add_paragraph()
    paragraph.alignment, paragraph.paragraph_format.space_after = CENTRE, Pt(after)
    put(paragraph, text, size, bold, italic)
    return paragraph


def rule(place: Any, room: float, long: float, after: float = 0) -> None:
    """A thin line in the middle of `room` (mm), `long` (mm) long."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0, (room - long) / 2))
    form.space_before, form.space_after, form.line_spacing = Pt(2), Pt(after), Pt(2)
    borders = _element("pBdr")
    borders.append(_element("top", val="single", sz="6", space="0", color="auto"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")


def long_as(text: str, size: float, bold: bool = True) -> float:
    """The length of a line of text in millimetres, to draw a line below it."""
    return width(plain(text), size, bold) * _NARROWER / _MM


def columns(document: Any) -> tuple[Any, Any]:
    """Two columns without lines, for the letterhead and the signature; their first paragraphs are gone."""
    table = document.add_table(rows=1, cols=2)
    _fixed(table, (LEFT_COLUMN, TEXT_WIDTH - LEFT_COLUMN), margin=0)
    table.rows[0]._tr.get_or_add_trPr().append(_element("cantSplit"))
    cells = table.rows[0].cells
    for cell in cells:
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells[0], cells[1]


def grid(document: Any, content: Grid) -> None:
    """A table with thin lines: its head on every page, no row broken, the last two with the source below."""
    head, rows = content.head, content.rows
    table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(table, tuple(share * TEXT_WIDTH for share in content.widths), margin=1.5)
    for column, cell in enumerate(table.rows[0].cells):
        cell.paragraphs[0].alignment = CENTRE if column in content.centred else LEFT
        form = cell.paragraphs[0].paragraph_format
        form.space_before, form.space_after = Pt(2), Pt(2)
    first = table.rows[0]._tr
    first.get_or_add_trPr().append(_element("cantSplit"))
    blank = deepcopy(first)  # a copy of it is ten times as fast as the library's own new row
    for number, cells in enumerate((head, *rows)):
        row = first if number == 0 else deepcopy(blank)
        if number:
            table._tbl.append(row)
        for cell, text in zip(row.tc_lst, cells, strict=True):
            paragraph = Paragraph(cell.p_lst[0], table)
            if number == 0:
                paragraph.alignment = CENTRE
            if number in (0, 1, len(rows) - 1, len(rows)):
                paragraph.paragraph_format.keep_with_next = True
            put(paragraph, text, CELL, bold=number == 0)
    first.get_or_add_trPr().append(_element("tblHeader"))


def _fixed(table: Any, widths: tuple[float, ...], margin: float) -> None:
    """Columns of these widths (mm), whatever stands in them; of a table that has one row."""
    table.autofit = False
    margins = _element("tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(side, w=str(int(Mm(margin).twips)), type="dxa"))
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    for column, long in zip(table.columns, widths, strict=True):
        column.width = Mm(long)
    for cell, long in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(long)
