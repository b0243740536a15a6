"""The empty slides: size, typeface and colours of the theme, and text written so that nothing in it is obeyed.

Lengths are in points; a slide is 960 by 540. Colours are the theme's, so that one change in the office program's theme
recolours the whole file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import XmlPart
from pptx.oxml.ns import qn
from pptx.util import Pt

from bs_metrics.exports.fitting import FONT, plain
from bs_metrics.exports.pack import LANGUAGE_CODES, dress, drop_leftovers
from bs_metrics.figures.style import Palette
from bs_metrics.words import Language

WIDE, TALL = 960, 540
_SLOTS = {  # a role of the palette, the theme's slot that holds it, and the slot's name in python-pptx
    "ink": ("dk1", MSO_THEME_COLOR.TEXT_1),
    "surface": ("lt1", MSO_THEME_COLOR.BACKGROUND_1),
    "muted": ("dk2", MSO_THEME_COLOR.TEXT_2),
    "line": ("lt2", MSO_THEME_COLOR.BACKGROUND_2),
    "met": ("accent1", MSO_THEME_COLOR.ACCENT_1),
    "missing": ("accent2", MSO_THEME_COLOR.ACCENT_2),
    "unknown": ("accent3", MSO_THEME_COLOR.ACCENT_3),
}
_SPARE_SLOTS = {"accent4": "met", "accent5": "missing", "accent6": "unknown", "hlink": "met", "folHlink": "muted"}
_LAYOUT = 1  # of python-pptx's own template: title and content


class Box(NamedTuple):
    """A rectangle on a slide."""

    x: float
    y: float
    wide: float
    tall: float

    @property
    def emu(self) -> tuple[Pt, Pt, Pt, Pt]:
        """The four for python-pptx."""
        return Pt(self.x), Pt(self.y), Pt(self.wide), Pt(self.tall)


@dataclass(frozen=True)
class Run:
    """Some words of one look; `colour` is a role of the palette."""

    text: str
    size: float
    colour: str = "ink"
    bold: bool = False


def blank(title: str, subject: str, language: Language, palette: Palette) -> Any:
    """A presentation without slides, one layout, its properties filled in."""
    paper = Presentation()
    paper.slide_width, paper.slide_height = Pt(WIDE), Pt(TALL)
    paper.part._element.sldSz.attrib.pop("type", None)  # the template's own, 4:3
    layouts = list(paper.slide_layouts)
    for layout in layouts[:_LAYOUT] + layouts[_LAYOUT + 1 :]:
        paper.slide_layouts.remove(layout)
    for shape in [*paper.slide_master.placeholders, *paper.slide_layouts[0].placeholders]:
        box = _PLACES.get(shape.placeholder_format.type.name)
        if box is not None:
            shape.left, shape.top, shape.width, shape.height = box.emu
    for master in (paper.slide_master, paper.notes_master):
        _recolour(master.part, palette)
    for part in (paper.part, paper.part.package):
        drop_leftovers(part._rels)
    dress(paper.core_properties, title, subject, language)
    return paper


_MARGIN = 42
HEAD = Box(_MARGIN, 20, WIDE - 2 * _MARGIN, 24)
TITLE = Box(_MARGIN, 44, WIDE - 2 * _MARGIN, 96)
BODY = Box(_MARGIN, 152, WIDE - 2 * _MARGIN, 332)
FOOTER = Box(_MARGIN, 492, WIDE - 2 * _MARGIN - 70, 36)
NUMBER = Box(WIDE - _MARGIN - 60, 492, 60, 36)
_DATE = Box(WIDE - _MARGIN - 200, 496, 130, 30)  # of the layout only: no slide shows it
_PLACES = {"TITLE": TITLE, "OBJECT": BODY, "BODY": BODY, "FOOTER": FOOTER, "SLIDE_NUMBER": NUMBER, "DATE": _DATE}


def _recolour(part: Any, palette: Palette) -> None:
    """Give the theme of a master the project's typeface and colours."""
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = theme._element if isinstance(theme, XmlPart) else etree.fromstring(theme.blob)
    for face in root.iter(*(qn(f"a:{name}") for name in ("latin", "ea", "cs", "font"))):
        if face.get("script") in (None, "Viet"):
            face.set("typeface", FONT)
    colours = {slot: getattr(palette, role) for role, (slot, _) in _SLOTS.items()}
    colours |= {slot: getattr(palette, role) for slot, role in _SPARE_SLOTS.items()}
    scheme = root.find(f".//{qn('a:clrScheme')}")
    for slot, colour in colours.items():
        place = scheme.find(qn(f"a:{slot}"))
        place.clear()
        etree.SubElement(place, qn("a:srgbClr"), val=colour.lstrip("#").upper())
    if not isinstance(theme, XmlPart):
        theme.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def colour(place: ColorFormat, role: str) -> None:
    """Set a colour to the theme's of this role."""
    place.theme_color = _SLOTS[role][1]


def paint(shape: Any, status: str, hatch: str = "unknown") -> None:
    """Fill and outline of a status, as it is drawn everywhere: met solid, unknown hatched, the others an outline.

    `shape` is anything with python-pptx's `fill` and `line`; `hatch` is the colour of the hatching.
    """
    outlines = {"not_met": "missing", "missing": "missing", "rest": "line"}
    if status == "met":
        shape.fill.solid()
        colour(shape.fill.fore_color, "met")
    elif status in ("unknown", "doubtful"):
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        colour(shape.fill.fore_color, hatch)
        colour(shape.fill.back_color, "surface")
    else:
        shape.fill.background()
    colour(shape.line.color, "met" if status == "met" else outlines.get(status, "unknown"))
    shape.line.width = Pt(0.75 if status == "rest" else 1.5)


def without_style(shape: Any) -> Any:
    """The shape without the theme's shadow and colours, which programs lay under those given."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
    return shape


def write(
    frame: Any,
    paragraphs: Iterable[list[Run]],
    language: Language,
    align: Any = PP_ALIGN.LEFT,
    anchor: Any = MSO_ANCHOR.TOP,
    inset: float = 0,
    gap: float = 0,
) -> None:
    """Write paragraphs into a text frame. The room is measured beforehand, so the program need not shrink anything."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(inset)
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.space_before, paragraph.space_after = Pt(gap if number else 0), Pt(0)
        _without_bullet(paragraph)
        for run in runs:
            put(paragraph, run, language)


def put(paragraph: Any, run: Run, language: Language) -> None:
    """Add a run to a paragraph."""
    added = paragraph.add_run()
    inside = plain(run.text)
    edges = ("" if not run.text[:1].isspace() else " ", "" if not run.text[-1:].isspace() else " ")
    added.text = inside.join(edges) if inside else run.text
    dress_font(added.font, run, language)


def dress_font(font: Any, run: Run, language: Language) -> None:
    """Typeface, size, weight, colour and language."""
    font.size, font.bold, font.name = Pt(run.size), run.bold, FONT
    colour(font.color, run.colour)
    properties = font._element
    properties.set("lang", LANGUAGE_CODES[language])
    latin = properties.find(qn("a:latin"))
    for name in ("cs", "ea"):
        latin.addnext(etree.Element(qn(f"a:{name}"), typeface=FONT))


def _without_bullet(paragraph: Any) -> None:
    """The layout's content has bullets and an indent; these sentences stand by themselves."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    if properties.find(qn("a:buNone")) is None:
        etree.SubElement(properties, qn("a:buNone"))


def stand(slide: Any, footer: list[Run], language: Language) -> None:
    """The footer, a run a line, and the number of a slide: python-pptx leaves out what stands on every slide."""
    for kind, box in (("FOOTER", FOOTER), ("SLIDE_NUMBER", NUMBER)):
        model = next(shape for shape in slide.slide_layout.placeholders if shape.placeholder_format.type.name == kind)
        copied = etree.fromstring(etree.tostring(model._element), slide.shapes._spTree.getroottree().parser)
        slide.shapes._spTree.append(copied)
        shape = slide.shapes[-1]
        copied.nvSpPr.cNvPr.set("id", str(max(map(int, slide.shapes._spTree.xpath(".//p:cNvPr/@id"))) + 1))
        shape.left, shape.top, shape.width, shape.height = box.emu
        if kind == "FOOTER":
            write(shape.text_frame, [[line] for line in footer], language, anchor=MSO_ANCHOR.BOTTOM)
        else:
            _number(shape.text_frame, footer[0], language)


def _number(frame: Any, look: Run, language: Language) -> None:
    """The field that shows a slide's number, at the right."""
    write(frame, [], language, anchor=MSO_ANCHOR.BOTTOM)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    properties = paragraph._p.find(f"{qn('a:fld')}/{qn('a:rPr')}")
    properties.attrib.clear()
    properties.set("lang", LANGUAGE_CODES[language])
    properties.set("sz", str(int(look.size * 100)))
    for extra in paragraph._p.findall(qn("a:endParaRPr")):
        paragraph._p.remove(extra)


def named(shape: Any, name: str, alt: str = "") -> None:
    """The name of a shape in the list of shapes, and what it says to those who cannot see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", re.sub(r"\s+", " ", plain(name)))
    if alt:
        properties.set("descr", plain(alt))
