"""What stands at a cell besides its value: notes that hold a caveat, letters that nobody sees, conditional looks."""

import io
import zipfile

import pytest
import xlrd
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, IconSetRule
from openpyxl.styles import Font, PatternFill

from bs_metrics.intake.check import check
from bs_metrics.readers.read import read_sheets
from bs_metrics.readers.xls import read_xls
from bs_metrics.writers.annotate import annotated
from tests.corpus.files import book
from tests.looks import FORMATS, Seen, looking
from tests.other_formats import ods, xls
from tests.slow.test_plans import CURRENT, HEADING, TITLE, UNITS

ROWS = [[TITLE], HEADING, *([at, unit, "x", "KĐ"] for at, unit in enumerate(UNITS, start=1))]
THREAD = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def noted(notes):
    def add(workbook):
        for cell, text in notes.items():
            workbook.worksheets[0][cell].comment = Comment(text, "A")

    return book({"NTM": ROWS}, add)


def told(content, *codes, file="a.xlsx"):
    checked = check(content, file, CURRENT)
    return [(one.code, one.cell) for one in checked.findings if one.code in codes]


def test_a_note_with_a_caveat_is_warned_of_at_its_cell():
    content = noted({"C3": "Chưa có quyết định", "D2": "A:\nsố ước", "C4": "Đã kiểm tra", "H9": "dự kiến", "D4": "KH"})
    assert [cell for _, cell in told(content, "remark_with_caveat")] == ["D2", "C3", "D4"]


def test_a_note_that_nobody_understands_is_listed_unless_what_it_is_at_is_not_met():
    content = noted({"C3": "A:\nSai, đúng là 4", "D3": "đạt", "C4": "Đã kiểm tra", "H9": "Sai"})
    assert told(content, "remarks_not_understood") == [("remarks_not_understood", "C3")]


def test_a_thread_says_what_its_preface_in_the_note_of_old_does_not():
    content = noted({"C3": "[Threaded comment] planned"})
    related = f'<Relationship Id="t" Target="../threadedComments/t.xml" Type="{THREAD}"/></Relationships>'
    threads = '<ThreadedComments><threadedComment ref="C3"><text>đã có QĐ</text></threadedComment>'
    threads += '<threadedComment ref="D3"><text>dự kiến</text></threadedComment></ThreadedComments>'
    with_threads = with_parts(content, {"xl/threadedComments/t.xml": threads.encode()}, related)
    sheets, _ = read_sheets(with_threads, "a.xlsx")
    assert sheets[0].notes == {(2, 2): "đã có QĐ", (2, 3): "dự kiến"}
    assert told(with_threads, "remark_with_caveat") == [("remark_with_caveat", "D3")]


def with_parts(content, parts, related):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                part = part.replace(b"</Relationships>", related.encode())
            new.writestr(name, part)
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()


def test_notes_of_other_formats_are_read():
    note = "<office:annotation><text:p>chưa có</text:p><text:p>quyết định</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>x</text:p></table:table-cell>'
    content = ods(f'<table:table table:name="Trang"><table:table-row>{cell}</table:table-row></table:table>')
    (sheet,), _ = read_sheets(content, "a.ods")
    assert sheet.notes == {(0, 0): "chưa có\nquyết định"} and sheet.rows == [["x"]]


def test_notes_of_xls_are_those_that_its_library_finds(monkeypatch):
    """No library of ours writes them."""
    content, load = xls([["x"]]), xlrd.sheet.Sheet.read
    note = xlrd.sheet.Note()
    note.text = "số ước"
    monkeypatch.setattr(
        xlrd.sheet.Sheet, "read", lambda self, bk: (load(self, bk), self.cell_note_map.update({(0, 0): note}))[0]
    )
    (sheet,) = read_xls(content)
    assert sheet.notes == {(0, 0): "số ước"}


def test_what_we_noted_ourselves_in_a_file_handed_back_is_no_remark():
    checked = check(noted({"C3": "chưa có quyết định"}), "a.xlsx", CURRENT)
    again = annotated(noted({"C4": "Đã kiểm tra"}), checked.findings, "vi")
    assert load_workbook(io.BytesIO(again)).worksheets[-1]["C3"].comment is not None
    assert told(again, "remark_with_caveat") == []


@pytest.mark.parametrize("kind", FORMATS)
def test_letters_in_the_colour_of_their_paper_are_warned_of(kind):
    inks = ["FFFFFF", "FEFDFE", "FF0000", "000000", "FFFFFF", ""]
    papers = ["", "FFFFFF", "FF0000", "FFFFFF", "0000FF", ""]
    rows = [
        ["Xã", *"123456"],
        [UNITS[0], *(Seen("x", ink=ink, fill=fill) for ink, fill in zip(inks, papers, strict=True))],
    ]
    report = check(
        looking(kind, [["KẾT QUẢ XÃ NÔNG THÔN MỚI"], *rows, ["", Seen("a", ink="FFFFFF")]]), f"a.{kind}", CURRENT
    )
    cells = [one.cell for one in report.findings if one.code == "text_unseen"]
    assert cells == ["B3", "C3", "D3"] if kind != "xls" else cells[0] == "B3" and "F3" not in cells
    assert set(report.frames["results"]["result"]) == {"met"}


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        (CellIsRule(operator="equal", formula=['"x"'], font=Font(color="FFFFFFFF")), True),
        (CellIsRule(operator="equal", formula=['"x"'], font=Font(strike=True)), True),
        (IconSetRule("3Symbols", "num", [0, 1, 2], showValue=False), True),
        (IconSetRule("3Symbols", "num", [0, 1, 2], showValue=True), False),
        (CellIsRule(operator="equal", formula=['"x"'], fill=PatternFill(bgColor="FFFF0000")), False),
        (CellIsRule(operator="equal", formula=['"x"'], font=Font(color="FFFF0000")), False),
        (
            CellIsRule(
                operator="equal", formula=['"x"'], font=Font(color="FFFFFFFF"), fill=PatternFill(bgColor="FF0000FF")
            ),
            False,
        ),
    ],
)
def test_conditional_looks_that_change_what_is_seen_are_warned_of(rule, is_told):
    content = book(
        {"NTM": ROWS}, lambda workbook: workbook.worksheets[0].conditional_formatting.add("C3:D5 J1:J9", rule)
    )
    assert told(content, "conditional_look") == ([("conditional_look", "C3")] if is_told else [])


def test_raised_marks_of_footnotes_beside_results_are_none_of_them():
    below = [[], ["* xã ven biển"]]
    rows = [[TITLE], HEADING, [1, UNITS[0], "x¹", "KĐ*"], [2, UNITS[1], "x", "KĐ"], *below]
    checked = check(book({"NTM": rows}), "a.xlsx", CURRENT)
    assert list(checked.frames["results"]["result"]) == ["met", "not_met"] * 2
    codes = {(one.code, one.cell) for one in checked.findings}
    assert {("mark_unexplained", "C3"), ("mark_left_out", "D3")} <= codes


@pytest.mark.parametrize(("below", "is_asked"), [("* dự kiến tháng 12", True), ("* xã ven biển (mới)", False)])
def test_a_footnote_of_a_plan_makes_its_mark_a_question(below, is_asked):
    checked = check(book({"NTM": [[TITLE], HEADING, [1, UNITS[0], "Đ*", "x"], [], [below]]}), "a.xlsx", CURRENT)
    assert [one.cell for one in checked.findings if one.code == "mark_with_caveat"] == (["C3"] if is_asked else [])
    assert is_asked or list(checked.frames["results"]["result"]) == ["met", "met"]


def test_ticks_of_the_font_that_windows_draws_its_buttons_with():
    font = Seen(font="Marlett")
    rows = [[TITLE], HEADING, [1, UNITS[0], Seen("a", font=font.font), Seen("b", font=font.font)]]
    checked = check(looking("xlsx", rows), "a.xlsx", CURRENT)
    assert list(checked.frames["results"]["result"]) == ["met", "met"]
