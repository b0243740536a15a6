"""The same small table in every format, written by hand where no library of ours writes it."""

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlwt
import xlwt.CompoundDoc

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = {"office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle"}
ODS_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in _ODF.items())
ODS_NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
TABLE: list[list[Any]] = [["Mã", "Tên", "Dân số"], ["21046", "Bình Thạnh", 1245], ["21091", "Bình Thanh", 2000]]


def archive(parts: Mapping[str, str | bytes], packed: bool = True) -> bytes:
    """An archive of some parts."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


def beginning(book: str) -> dict[str, str]:
    """The parts in which a packed workbook says where its book is."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relation = f'<Relationship Id="r1" Type="{kind}" Target="{book}"/>'
    return {"[Content_Types].xml": "<Types/>", "_rels/.rels": f"<Relationships>{relation}</Relationships>"}


def xlsx(
    sheet: str | bytes, more: Mapping[str, str | bytes] | None = None, names: tuple[str, ...] = ("Trang",)
) -> bytes:
    """A .xlsx around the XML of its first sheet, with whatever other parts."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    parts: dict[str, str | bytes] = {
        **beginning("xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": sheet_xml("") for number in range(2, len(names) + 1)}
    return archive({**parts, **(more or {})})


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    """The XML of a sheet around its rows."""
    return f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def ods(table: str, styles: str = "", more: Mapping[str, str | bytes] | None = None, before: str = "") -> bytes:
    """An .ods around the XML of its tables."""
    content = (
        f"{before}<office:document-content {ODS_NAMES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest, **(more or {})})


def ods_cell(value: Any) -> str:
    """A cell as Calc writes it."""
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"


def ods_table(rows: list[list[Any]] = TABLE, name: str = "Trang", attributes: str = "") -> str:
    """A table, followed as Calc does by all the empty rows that a sheet can have."""
    written = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return (
        f"<table:table table:name={quoteattr(name)}{attributes}>{written}"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    """A text of a .xlsb, its length before it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_cell(column: int, value: Any) -> bytes:
    """A cell; bytes are the number of an error."""
    place = struct.pack("<II", column, 0)
    if isinstance(value, bytes):
        return record(3, place + value)
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value))


def xlsb_row(number: int, cells: Mapping[int, Any], hidden: bool = False) -> bytes:
    """A row with cells by column."""
    head = struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0)
    return record(0, head) + b"".join(xlsb_cell(column, value) for column, value in cells.items() if value != "")


def xlsb(rows: bytes | None = None, after: bytes = b"", state: int = 0, sheets: int = 1) -> bytes:
    """A .xlsb with one sheet, or so many that are all the same."""
    if rows is None:
        rows = b"".join(xlsb_row(number, dict(enumerate(row))) for number, row in enumerate(TABLE))
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 2, 0, 2)) + record(145) + rows + record(146)
    numbers = range(1, sheets + 1)
    listed = b"".join(
        record(
            156,
            struct.pack("<II", state, number) + wide(f"rId{number}") + wide("Trang" if number == 1 else f"T{number}"),
        )
        for number in numbers
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.bin"/>' for number in numbers
    )
    parts: dict[str, str | bytes] = {
        **beginning("xl/workbook.bin"),
        "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{relations}</Relationships>",
    }
    return archive(parts | {f"xl/worksheets/sheet{number}.bin": sheet + after + record(130) for number in numbers})


def biff(kind: int, data: bytes, count: int) -> bytes:
    """A .xls whose book holds one record many times over, and an empty sheet."""

    def old(number: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    begin = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    many, end = old(kind, data) * count, old(10)
    book = old(0x809, begin) + old(0x42, struct.pack("<H", 1200)) + many
    at = len(book) + 4 + 8 + 2 + len(end)
    book += old(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"T") + end
    stream = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(stream, book + old(0x809, begin[:2] + b"\x10" + begin[3:]) + end)
    return stream.getvalue()


def xls(rows: list[list[Any]] = TABLE, edit: Any = None) -> bytes:
    """A .xls; `edit` does the rest to the sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Trang")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    if edit:
        edit(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
