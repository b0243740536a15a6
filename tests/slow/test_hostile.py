"""Files made to exhaust memory or time: refused or read within the limits of their reader."""

import pytest

from bs_metrics.readers.read import read_sheets
from tests.hazards import HEAVY, HOSTILE, cell
from tests.other_formats import sheet_xml, xls, xlsx


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.soak if name in HEAVY else ()) for name in HOSTILE]
)
def test_a_hostile_file_is_refused_in_words_or_read(name):
    make, codes = HOSTILE[name]
    sheets, findings = read_sheets(make(), "a")
    found = {one.code for one in findings}
    errors = {one.code for one in findings if one.severity == "error"}
    # On a slow machine any of them may take too long.
    assert found & (codes | {"too_heavy"}) if codes or errors else sheets
    assert errors <= codes | {"too_heavy"}


@pytest.mark.parametrize(
    ("kind", "start"),
    {
        "PDF": b"%PDF-1.7 ",
        "PNG": b"\x89PNG\r\n",
        "JPEG": b"\xff\xd8\xff\xe0",
        "HTML": b"\n<!DOCTYPE html><html><table>",
        "XML 2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "RTF": b"{\\rtf1",
    }.items(),
)
def test_what_is_something_else_is_called_by_its_name(kind, start):
    _, findings = read_sheets(start + b" " * 100, "a.xls")
    assert [(finding.code, finding.context) for finding in findings] == [("other_kind", {"kind": kind})]


def test_a_refusal_says_how_many_rows_are_accepted():
    finding = read_sheets(xlsx(sheet_xml(cell("J1048576"))), "a.xlsx")[1][0]
    assert finding.context["accepted"] == "320\u00a0000"
    assert "320\u00a0000" in finding.message("vi") and "320\u00a0000" in finding.message("en")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "**a** [b](c)", "$\\frac{1}{2}$", "=1+1", "'", "a\tb", "{value}", "x" * 5_000]
)
def test_a_name_that_is_markup_stays_a_text(name):
    content = xlsx(sheet_xml(cell("A1", "<is><t>x</t></is>", ' t="inlineStr"')), names=(name, "Hai"))
    sheets, findings = read_sheets(content, name + ".xlsx")
    assert len(sheets) == 2 or findings
    assert all(finding.message("vi") and finding.place("en") for finding in findings)


def test_control_characters_stay_in_their_cell():
    content = xlsx(sheet_xml(cell("A1", "<is><t>a_x0007_b\u200b&#x9;</t></is>", ' t="inlineStr"')))
    assert len(read_sheets(content, "a.xlsx")[0][0].rows) == 1
    assert read_sheets(xls([["a\x07b", 1]]), "a.xls")[0][0].rows == [["a\x07b", 1]]
