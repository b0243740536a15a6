"""Files made to break their reader. Each is small; what it would become is not."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

from bs_metrics.contract.bounds import COLUMNS, FILE_BYTES, MERGED, SHEETS
from tests.other_formats import archive, biff, ods, ods_table, record, sheet_xml, xlsb, xlsb_row, xlsx

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def cell(reference: str, inside: str = "<v>1</v>", kind: str = "") -> str:
    """The XML of a cell in a row."""
    return f'<row><c r="{reference}"{kind}>{inside}</c></row>'


def entity(declared: str) -> bytes:
    """A sheet whose first cell is an entity, written in a way that is read element by element."""
    return xlsx(declared + sheet_xml("<row><c t='str'><v>&a;</v></c></row>"))


def zeros(megabytes: int, part: str) -> bytes:
    """A workbook with a part that unpacks to so much."""
    return xlsx(sheet_xml(""), {part: bytes(megabytes * 1_000_000)})


def shared(count: int, length: int) -> bytes:
    """Cells that all show one long shared text."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, count + 1))
    return xlsx(sheet_xml(cells), {"xl/sharedStrings.xml": f"<sst><si><t>{'a' * length}</t></si></sst>"})


def lying(content: bytes) -> bytes:
    """The archive with every size in its table of contents set to one byte."""
    changed = bytearray(content)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 1)
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(changed)


def overlapping() -> bytes:
    """An archive in which many entries of the table of contents share the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", bytes(10_000_000))
        first = file.infolist()[0]
        for number in range(500):
            entry = zipfile.ZipInfo(f"xl/{number}.xml")
            entry.compress_type, entry.CRC = first.compress_type, first.CRC
            entry.compress_size, entry.file_size, entry.header_offset = first.compress_size, first.file_size, 0
            file.filelist.append(entry)
            file.NameToInfo[entry.filename] = entry
    return buffer.getvalue()


def merged(count: int) -> bytes:
    """A sheet with so many merged ranges."""
    ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count + 1))
    return xlsx(sheet_xml(cell("A1"), f"<mergeCells>{ranges}</mergeCells>"))


STYLE = '<xf numFmtId="14"/>'


def styled(count: int) -> dict[str, str]:
    """The part that holds so many styles, all of dates."""
    return {"xl/styles.xml": f"<styleSheet><cellXfs>{STYLE * count}</cellXfs></styleSheet>"}


def many_sheets(count: int, sheet: str) -> bytes:
    """A workbook of sheets that are all the same."""
    names = tuple(f"T{number}" for number in range(count))
    return xlsx(sheet, {f"xl/worksheets/sheet{number}.xml": sheet for number in range(2, count + 1)}, names)


def declaring(part: str, encoding: str = "utf-8") -> bytes:
    """A workbook with a part that nothing here reads, and that declares entities."""
    return xlsx(sheet_xml(cell("A1")), {part: f"{LAUGHS}<a>&c;</a>".encode(encoding)})


REFUSED = {  # code: what makes a file that is refused with it
    "empty_file": ("a.xlsx", lambda: b""),
    "other_kind": ("a.xlsx", lambda: archive({"word/document.xml": "<document/>"})),
    "unsafe_xml": ("a.xlsx", lambda: entity(LAUGHS)),
    "file_too_large": ("a.xlsx", lambda: b"PK\x03\x04" + bytes(FILE_BYTES)),
    "too_many_sheets": (
        "a.xlsx",
        lambda: xlsx(sheet_xml(""), names=tuple(f"T{number}" for number in range(SHEETS + 1))),
    ),
    "too_many_cells": ("a.xlsx", lambda: xlsx(sheet_xml(cell("A1") + cell("XFD1048576")))),
    "too_much_text": ("a.xlsx", lambda: shared(2_100, 32_767)),
    "too_many_merged": ("a.xlsx", lambda: merged(MERGED + 1)),
    "too_heavy": ("a.xlsx", lambda: shared(100_000, 32_767)),
    "too_many_columns": ("a.csv", lambda: b"a" + b";" * COLUMNS + b"\n1;2\n"),
    "text_too_long": ("a.csv", lambda: b"a;b\n1;" + b"x" * 200_000 + b"\n"),
    "broken_quotes": ("a.csv", lambda: b'a;b\n"1;2\n'),
}
WIDE = 'table:number-columns-repeated="1000000"'
COLUMNS_ = {"too_many_columns"}
REPEATED = ods_table().replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">', 1)
# By name: what makes the file, and the codes of which one must be found; none where it is read.
HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "external entity": (lambda: entity(OUTSIDE), {"unsafe_xml"}),
    "billion laughs in the book": (
        lambda: xlsx("", {"xl/workbook.xml": LAUGHS + "<workbook><sheets/></workbook>"}),
        {"unsafe_xml"},
    ),
    "400 MB in 400 KB": (lambda: zeros(400, "xl/media/a.bin"), set()),
    "210 MB as a sheet": (lambda: xlsx(sheet_xml(" " * 210_000_000)), set()),
    "sizes that lie": (lambda: lying(zeros(60, "xl/sharedStrings.xml")), {"not_a_workbook"}),
    "entries on the same bytes": (lambda: overlapping(), {"not_a_workbook"}),
    "an archive in an archive": (lambda: archive({"a.zip": archive({"b.zip": bytes(9_000_000)})}), {"other_kind"}),
    "a million entries": (lambda: b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000, {"not_a_workbook"}),
    "16,384 columns": (lambda: xlsx(sheet_xml(cell("XFD1"))), set()),
    "far corners": (lambda: xlsx(sheet_xml(cell("A1") + cell("A1048576") + cell("XFD1"))), {"too_many_cells"}),
    "a claim of 17 billion cells": (
        lambda: xlsx(sheet_xml(cell("A1"), before='<dimension ref="A1:XFD1048576"/>')),
        set(),
    ),
    "everything merged": (
        lambda: xlsx(sheet_xml(cell("A1"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        set(),
    ),
    "a million merged ranges": (lambda: merged(1_000_000), {"too_many_merged"}),
    "a million rows": (
        lambda: xlsx(sheet_xml("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_000_001)))),
        set(),
    ),
    "a million rows of ten": (
        lambda: xlsx(sheet_xml('<row r="1"><c r="J1"><v>1</v></c></row>' + cell("A1000000"))),
        {"too_many_cells"},
    ),
    "10,000 sheets": (
        lambda: xlsx(sheet_xml(""), {"xl/workbook.xml": f"<workbook>{'<sheet/>' * 10_000}</workbook>"}),
        {"not_a_workbook"},
    ),
    "300 MB of shared texts": (lambda: zeros(300, "xl/sharedStrings.xml"), {"not_a_workbook"}),
    "one text in 100,000 cells": (lambda: shared(100_000, 32_767), {"too_much_text"}),
    "millions of elements": (
        lambda: xlsx("<x:worksheet>" + "<a/>" * 13_000_000 + "<x:c r='A1'/></x:worksheet>"),
        set(),
    ),
    "repeated rows and cells": (
        lambda: ods(REPEATED.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000" ')),
        {"too_many_cells"},
    ),
    "three million repeated percentages": (
        lambda: ods(
            '<table:table table:name="T"><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="3" office:value-type="percentage" office:value="0.5"/>'
            "</table:table-row></table:table>"
        ),
        set(),
    ),
    "three million percentages": (
        lambda: xlsx(
            sheet_xml(
                "".join(
                    f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="0"><v>0.5</v></c>""" for c in "ABC")}</row>'
                    for n in range(1, 1_000_001)
                )
            ),
            {"xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>'},
        ),
        set(),
    ),
    "a repeated long text": (
        lambda: ods(
            '<table:table table:name="T"><table:table-row table:number-rows-repeated="90000"><table:table-cell>'
            f"<text:p>{'a' * 9_000}</text:p></table:table-cell></table:table-row></table:table>"
        ),
        {"too_much_text"},
    ),
    "entities in comments": (lambda: declaring("xl/comments1.xml"), set()),
    "entities in a relation": (lambda: declaring("xl/worksheets/_rels/sheet1.xml.rels"), {"unsafe_xml"}),
    "entities in two bytes a letter": (lambda: declaring("xl/theme/theme1.xml", "utf-16"), set()),
    "entities above usual cells": (lambda: xlsx(LAUGHS + sheet_xml(cell("A1"))), {"unsafe_xml"}),
    "a million styles": (lambda: xlsx(sheet_xml(cell("A1")), styled(1_000_000)), set()),
    "65,000 styles of dates": (
        lambda: xlsx(
            sheet_xml("".join(f'<row r="{n}"><c r="A{n}" s="{n}"><v>1</v></c></row>' for n in range(1, 60_000))),
            styled(65_000),
        ),
        set(),
    ),
    "a million styles of .xls": (lambda: biff(0xE0, bytes(20), 900_000), {"not_a_workbook"}),
    "a million fonts of .xls": (lambda: biff(0x31, bytes(14) + b"\1\0A", 900_000), {"not_a_workbook"}),
    "a million comments of .xls": (lambda: biff(0x1C, bytes(12), 900_000), {"not_a_workbook"}),
    "elements in 200 sheets": (lambda: many_sheets(200, "<x:worksheet>" + "<a/>" * 240_000 + "</x:worksheet>"), set()),
    "records in 200 sheets": (lambda: xlsb(record(0x60) * 400_000, sheets=200), set()),
    "laughs in a document": (lambda: ods(ods_table(), before=LAUGHS), {"unsafe_xml"}),
    "far corners in records": (lambda: xlsb(xlsb_row(0, {0: 1.0}) + xlsb_row(1_048_575, {16_383: 1.0})), {"too_heavy"}),
    "a row of a million fields": (lambda: b"a;b\n" * 100_000 + b";" * 1_000_000, {"too_many_columns"}),
    "ten million fields on one line": (lambda: b"ab;" * 10_000_000, {"too_many_columns"}),
    "a letter of four bytes before 60 MB": (lambda: "\U0001f3e0;".encode() + b"a" * 60_000_000, {"text_too_long"}),
    "a million columns": (
        lambda: ods(ods_table([["a"]]).replace("<table:table-cell ", f"<table:table-cell {WIDE} ")),
        COLUMNS_,
    ),
    "column XFE": (lambda: xlsx(sheet_xml(cell("XFE1"))), {"too_many_columns"}),
    "comments without end": (lambda: b"<!---->" * 580 + b"a;b\n1;2\n", {"read_as_text"}),
    "cells without end": (lambda: xlsx(sheet_xml("<row>" + '<c r="A1" t="e"' * 1_000_000)), {"broken_sheet"}),
    "rows without end": (lambda: xlsx(sheet_xml('<row r="1" x="' + '<row hidden="' * 1_000_000)), {"broken_sheet"}),
    "errors in errors": (
        lambda: xlsx(sheet_xml("<row>" + '<c r="A1" t="e">' * 1_000_000 + "</c>" * 1_000_000 + "</row>")),
        {"broken_sheet"},
    ),
    "blanks behind a formula": (
        lambda: xlsx(sheet_xml("".join(cell(f"A{n}", f"<f>1</f>{' ' * 100_000}<v>1</v>") for n in range(1, 500)))),
        set(),
    ),
    "nothing but quotation marks": (lambda: b'"' * 5_000_001, {"broken_quotes", "not_a_workbook"}),
    "nothing but zeros": (lambda: bytes(10_000_000), {"not_a_workbook"}),
}
HEAVY = {  # of these, those that take more than five seconds of a processor
    *("a million merged ranges", "a million rows", "millions of elements", "elements in 200 sheets"),
    *("three million percentages", "three million repeated percentages", "a million styles"),
    *("a million styles of .xls", "a million fonts of .xls"),
}
