"""What is seen is what is read: fonts, struck-out text, raised signs and number formats, in every format."""

import io

import pytest

from bs_metrics.readers.looks.look import Look
from bs_metrics.readers.looks.xlsx_styles import Styles
from bs_metrics.readers.read import read_sheets
from bs_metrics.readers.xlsx import _without_plain_rows
from tests.looks import FORMATS, Seen, looking
from tests.other_formats import sheet_xml, xlsx


def read(kind, rows, **more):
    """The sheet and the findings of cells with looks; a text in the last row keeps the area the same."""
    sheets, findings = read_sheets(looking(kind, rows, **more), f"a.{kind}")
    return sheets[0], findings


@pytest.mark.parametrize("kind", FORMATS)
def test_fonts_of_old_encodings_are_named_with_their_cells(kind):
    rows = [
        ["Tên", Seen("X· B×nh S¬n", font=".VnTime"), Seen(12, font=".VnTime")],
        [Seen("12", font=".VnTime"), Seen("B×nh", font=".VnTime"), Seen("", font=".VnTime")],
        [Seen(parts=(Seen("Xã "), Seen("Bình", font="VNI-Times"))), Seen("a", font="Times New Roman"), "x"],
    ]
    sheet, findings = read(kind, rows)
    assert sheet.old_fonts == {".VnTime": (0, 1, 2), "VNI-Times": (2, 0, 1)}
    assert findings == [] and sheet.rows[2][0] == "Xã Bình"


def test_a_cell_without_a_style_has_the_font_of_the_workbook():
    styles = (
        '<styleSheet><fonts><font><name val=".VnTime"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></styleSheet>'
    )
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>a</t></is></c></row>' for at in range(1, 6))
    (sheet,), _ = read_sheets(xlsx(sheet_xml(rows), {"xl/styles.xml": styles}), "a.xlsx")
    assert sheet.old_fonts == {".VnTime": (0, 0, 5)}


def test_plain_rows_are_passed_over_beside_those_with_looks():
    rows = "".join(f'<row r="{at}"><c r="A{at}" s="{at % 3}" t="s"><v>{at}</v></c></row>' for at in range(1, 20))
    for styles, kept in (
        (Styles(), []),
        (Styles(looks={"2": Look(struck=True)}), [f'<c r="A{at}" s="2"' for at in range(2, 20, 3)]),
        (Styles(rich={"5": [("a", None)]}), ["<v>5</v>"]),
    ):
        left = b"".join(_without_plain_rows(io.BytesIO(rows.encode()), styles)).decode()
        assert all(cell in left for cell in kept) and 2 <= left.count("<row") < 15
