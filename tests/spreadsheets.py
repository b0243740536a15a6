"""Spreadsheets as people and accidents make them: small, written cell by cell, or damaged on purpose."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.findings import Finding
from bs_metrics.intake.folder import DEFAULT_FOLDER
from bs_metrics.writers.workbook import saved

HEADINGS = ["Mã", "Tên", "Loại", "Diện tích (km²)", "Dân số", "Hiệu lực từ", "Nguồn"]
ROWS = [
    ["21046", "Bình Thạnh", "xã", 1.5, 1245, "01/8/2023", "danh mục"],
    ["21091", "Bình Thanh", "xã", 2.5, 2000, None, "danh mục"],
]


@cache
def edited(key: str = "urban_iv.standards", met: int = 57, day: date | None = None) -> bytes:
    """The shipped results with another reported number, of the same day or another."""
    workbook = load_workbook(DEFAULT_FOLDER / "ket-qua.xlsx")
    row = next(row for row in workbook["Số báo cáo"].iter_rows() if row[0].value == key)
    row[1].value = met
    if day:
        next(
            cell for cell, head in zip(row, workbook["Số báo cáo"][1], strict=True) if head.value == "Số liệu đến"
        ).value = day
    return saved(workbook)


def sheet_file(title: str, rows: Iterable[Sequence[Any]], edit: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of one sheet: its rows, and whatever `edit` does to it."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    if edit:
        edit(workbook.active)
    return saved(workbook)


def units_file(cells: Mapping[str, Any] = {}, edit: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    """Two units under their headings, some cells overwritten, and whatever else `edit` does to the sheet."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value
        edit(sheet)

    return sheet_file("Đơn vị", [HEADINGS, *ROWS], change)


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its archive changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(buffer, "w") as changed:
        for part in parts.namelist():
            changed.writestr(part, change(parts.read(part)) if part == name else parts.read(part))
    return buffer.getvalue()


def encrypted_file() -> bytes:
    """The container that Excel puts a workbook with a password in: a compound file with the stream of that name."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, end, *range(3, 10), end]  # this table; the directory; eight sectors of data
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2 if name else 0, kind, 1)
        return head + struct.pack("<III", none, none, child) + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("EncryptedPackage", 2, none, 2, 4096)
    directory += entry("", 0, none, 0, 0) * 2
    return header + table + directory + bytes(8 * 512)


def found(findings: list[Finding], code: str) -> Finding:
    """The one finding with this code."""
    matching = [finding for finding in findings if finding.code == code]
    assert len(matching) == 1, [(finding.code, finding.sheet, finding.cell) for finding in findings]
    return matching[0]
