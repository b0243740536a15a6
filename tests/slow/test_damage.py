"""Files that are damaged, cut short or something else: refused in words, and never a crash."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference

from bs_metrics.intake.folder import read_files
from tests.spreadsheets import found, units_file, with_part
from tools.fuzz import case


@pytest.mark.parametrize(
    "content",
    [b"\0", units_file()[:2000], units_file()[:-30], b"PK\x03\x04" + bytes(100), b"text without any columns"],
    ids=["one byte", "cut in the middle", "cut at the end", "a zip's first bytes", "text"],
)
def test_what_is_no_whole_workbook_is_refused(content):
    assert found(read_files({"a.xlsx": content}).findings, "not_a_workbook").file == "a.xlsx"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/core.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_one_part_emptied_is_read_or_refused(part):
    tables = read_files({"a.xlsx": with_part(units_file(), part, lambda _: b"")})
    of_units = [finding for finding in tables.findings if finding.severity == "error" and finding.file == "a.xlsx"]
    assert len(tables["units"]) == 2 or of_units


def flipped(content: bytes, position: int) -> bytes:
    return content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]


WHOLE = units_file()


@settings(max_examples=100, phases=[Phase.generate])
@given(position=st.integers(0, len(WHOLE) - 1))
def test_one_damaged_byte_never_raises(position):
    tables = read_files({"a.xlsx": flipped(WHOLE, position)})
    assert len(tables["units"]) == 2 or any(finding.severity == "error" for finding in tables.findings)


def test_the_fuzz_makes_files_of_every_format():
    assert {case(seed)[1] for seed in range(40)} == {"a.xlsx", "a.xlsb", "a.ods", "a.xls", "a.csv"}


def test_a_sheet_that_is_a_chart_is_left_out():
    def draw(sheet):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        sheet.parent.create_chartsheet("Hình").add_chart(chart)

    assert len(read_files({"a.xlsx": units_file(edit=draw)})["units"]) == 2
