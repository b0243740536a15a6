"""Cells with a look, in every format that can hold one: struck out, raised, in some font, on some colour."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlwt
from openpyxl.utils import range_boundaries

from bs_metrics.contract.sheet import address
from tests.other_formats import ods, xlsx

FONTS = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
FORMATS = ("xlsx", "inline.xlsx", "xls", "ods")


@dataclass(frozen=True)
class Seen:
    """A cell: its value, or the parts of its text with a look each; and its own look."""

    value: Any = ""
    font: str = "Arial"
    struck: bool = False
    raised: bool = False
    code: str = ""
    fill: str = ""
    ink: str = ""
    parts: tuple["Seen", ...] = field(default=())

    @property
    def text(self) -> str:
        """The text of all its parts."""
        return "".join(str(part.value) for part in self.parts) if self.parts else str(self.value)


def cell(value: Any) -> Seen:
    """A cell that may be given as its value alone."""
    return value if isinstance(value, Seen) else Seen(value)


def looking(kind: str, rows: list[list[Any]], merged: tuple[str, ...] = (), ods_codes: Mapping[str, str] = {}) -> bytes:
    """The cells as a workbook of a kind. `ods_codes` are the data styles that stand for number formats."""
    cells = [[cell(value) for value in row] for row in rows]
    if kind == "ods":
        return _ods(cells, merged, ods_codes)
    return _xls(cells, merged) if kind == "xls" else _xlsx(cells, merged, shared=kind == "xlsx")


def _font_xml(one: Seen, name: str) -> str:
    struck, raised = "<strike/>" * one.struck, '<vertAlign val="superscript"/>' * one.raised
    ink = f'<color rgb="FF{one.ink}"/>' if one.ink else ""
    return f"{struck}{raised}{ink}<{name} val={quoteattr(one.font)}/>"


def _xlsx(rows: list[list[Seen]], merged: tuple[str, ...], shared: bool) -> bytes:
    styles = list(dict.fromkeys([Seen(), *(_style(one) for row in rows for one in row)]))
    fonts = "".join(f"<font>{_font_xml(one, 'name')}</font>" for one in styles)
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{one.fill}"/></patternFill></fill>'
        if one.fill
        else "<fill><patternFill/></fill>"
        for one in styles
    )
    codes = "".join(
        f'<numFmt numFmtId="{at + 200}" formatCode={quoteattr(one.code or "General")}/>'
        for at, one in enumerate(styles)
    )
    cells = "".join(f'<xf numFmtId="{at + 200}" fontId="{at}" fillId="{at}"/>' for at in range(len(styles)))
    strings: list[str] = []

    def written(one: Seen, place: str) -> str:
        style = f' s="{styles.index(_style(one))}"' if styles.index(_style(one)) else ""
        if one.value == "" and not one.parts:
            return f'<c r="{place}"{style}/>'
        if not one.parts and not isinstance(one.value, str):
            return f'<c r="{place}"{style}><v>{one.value}</v></c>'
        text = f'<t xml:space="preserve">{escape(one.text)}</t>'
        if one.parts:
            text = "".join(
                f'<r><rPr>{_font_xml(part, "rFont")}</rPr><t xml:space="preserve">{escape(part.value)}</t></r>'
                for part in one.parts
            )
        if not shared:
            return f'<c r="{place}"{style} t="inlineStr"><is>{text}</is></c>'
        strings.append(f"<si>{text}</si>")
        return f'<c r="{place}"{style} t="s"><v>{len(strings) - 1}</v></c>'

    lines = "".join(
        f'<row r="{number + 1}">' + "".join(written(one, address(number, at)) for at, one in enumerate(row)) + "</row>"
        for number, row in enumerate(rows)
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    sheet = (
        f"<worksheet><sheetData>{lines}</sheetData>{f'<mergeCells>{ranges}</mergeCells>' if merged else ''}</worksheet>"
    )
    parts = {
        "xl/styles.xml": f"<styleSheet><numFmts>{codes}</numFmts><fonts>{fonts}</fonts><fills>{fills}</fills>"
        f"<cellXfs>{cells}</cellXfs></styleSheet>"
    }
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    related = (
        '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/>'
        '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>'
    )
    if shared:
        parts["xl/sharedStrings.xml"] = f"<sst>{''.join(strings)}</sst>"
    return xlsx(sheet, parts | {"xl/_rels/workbook.xml.rels": related})


def _style(one: Seen) -> Seen:
    return Seen("", one.font, one.struck, one.raised, one.code, one.fill, one.ink)


def _xls(rows: list[list[Seen]], merged: tuple[str, ...]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Trang")

    def font(one: Seen) -> xlwt.Font:
        made = xlwt.Font()
        made.name, made.struck_out = one.font, one.struck
        if one.ink:
            made.colour_index = 9 if one.ink == "FFFFFF" else 10
        made.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT if one.raised else xlwt.Font.ESCAPEMENT_NONE
        return made

    for number, row in enumerate(rows):
        for at, one in enumerate(row):
            style = xlwt.XFStyle()
            style.font, style.num_format_str = font(one), one.code or "General"
            if one.fill:
                style.pattern.pattern = xlwt.Pattern.SOLID_PATTERN
                style.pattern.pattern_fore_colour = 8 + int(one.fill[:2], 16) % 50
            if one.parts:
                sheet.write_rich_text(number, at, [(part.value, font(part)) for part in one.parts], style)
            else:
                sheet.write(number, at, one.value if one.value != "" else None, style)
    for area in merged:
        left, top, right, bottom = range_boundaries(area)
        sheet._Worksheet__merged_ranges.append((top - 1, bottom - 1, left - 1, right - 1))  # its own way empties cells
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ods(rows: list[list[Seen]], merged: tuple[str, ...], codes: Mapping[str, str]) -> bytes:
    styles: dict[tuple[Seen, str], str] = {}

    def named(one: Seen, family: str) -> str:
        return styles.setdefault((_style(one), family), f"{family}{len(styles)}")

    ranges = [range_boundaries(one) for one in merged]

    def written(one: Seen, row: int, at: int) -> str:
        style = f'table:style-name="{named(one, "ce")}"'
        for left, top, right, bottom in ranges:
            if (row, at) == (top - 1, left - 1):
                style += f' table:number-columns-spanned="{right - left + 1}"'
                style += f' table:number-rows-spanned="{bottom - top + 1}"'
        if one.value == "" and not one.parts:
            return f"<table:table-cell {style}/>"
        if not one.parts and not isinstance(one.value, str):
            number = f'office:value-type="float" office:value="{one.value}"'
            return f"<table:table-cell {style} {number}><text:p>{one.value}</text:p></table:table-cell>"
        text = "".join(
            f'<text:span text:style-name="{named(part, "T")}">{escape(part.value)}</text:span>' for part in one.parts
        )
        string = f'{style} office:value-type="string"'
        return f"<table:table-cell {string}><text:p>{text or escape(one.value)}</text:p></table:table-cell>"

    lines = "".join(
        f"<table:table-row>{''.join(written(one, number, at) for at, one in enumerate(row))}</table:table-row>"
        for number, row in enumerate(rows)
    )
    made = "".join(codes.values())
    for (one, _), name in styles.items():
        data = f' style:data-style-name="{one.code}"' if one.code in codes else ""
        text = f'style:font-name={quoteattr(one.font)} style:text-position="{"super 58%" if one.raised else "0% 100%"}"'
        text += f' fo:color="#{one.ink}"' if one.ink else ""
        text += f' style:text-line-through-style="{"solid" if one.struck else "none"}"'
        fill = f'<style:table-cell-properties fo:background-color="#{one.fill}"/>' if one.fill else ""
        family = "text" if name.startswith("T") else "table-cell"
        made += f'<style:style style:name="{name}" style:family="{family}"{data}>'
        made += f"{fill}<style:text-properties {text}/></style:style>"
    return ods(
        f'<table:table table:name="Trang">{lines}</table:table>',
        made.replace("<style:style ", f"<style:style {FONTS} "),
    )
