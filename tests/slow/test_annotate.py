"""The analyst's own file back: every finding at its cell and in the list, the rest as it was, nothing that runs."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from bs_metrics.contract.findings import Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import read_files
from bs_metrics.readers.read import read_sheets
from bs_metrics.writers.annotate import annotated, findings_workbook
from bs_metrics.writers.workbook import storable
from tests.spreadsheets import encrypted_file, saved, units_file, with_part

LIST = schema().extra_sheets["findings"]


def opened(content):
    return load_workbook(io.BytesIO(content), rich_text=True)


def bad(cell, code="not_a_number", severity="error", value="x", sheet="Đơn vị"):
    one = finding(code, Place("a.xlsx", sheet, cell, "Dân số"), value=value, table="units")
    return replace(one, severity=severity)


def listed(workbook):
    return [[cell.value for cell in row] for row in workbook[LIST].iter_rows(min_row=3)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_cell_at_fault_is_coloured_and_says_what_and_how_to_mend_it(language):
    one = bad("E2")
    cell = opened(annotated(units_file(), [one], language))["Đơn vị"]["E2"]
    assert cell.value == 1245 and cell.fill.fill_type == "solid"
    assert one.message(language) in cell.comment.text and one.fix(language) in cell.comment.text


def test_severities_differ_in_colour_and_in_words_and_the_gravest_colours_the_cell():
    findings = [
        bad("E2", severity="note"),
        bad("E3", severity="warning"),
        bad("D2"),
        bad("D3", severity="note"),
        bad("D3"),
    ]
    sheet = opened(annotated(units_file(), findings, "vi"))["Đơn vị"]
    colours = [sheet[cell].fill.fgColor.rgb for cell in ("E2", "E3", "D2", "D3")]
    assert len(set(colours[:3])) == 3 and colours[3] == colours[2]
    assert [sheet[cell].comment.text.split("\n")[1].split(":")[0] for cell in ("E2", "E3", "D2")] == [
        "Ghi chú",
        "Cảnh báo",
        "Lỗi",
    ]


def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell():
    hidden = replace(finding("hidden_sheet", Place("a.xlsx", "Khác")), severity="error")
    findings = [bad("E3", severity="note"), bad("E2", value="mười"), hidden]
    workbook = opened(annotated(units_file(), findings, "vi"))
    assert workbook.sheetnames == [LIST, "Đơn vị"] and workbook.active.title == LIST
    assert [row[:5] for row in listed(workbook)] == [
        ["Lỗi", "Đơn vị", "E2", "Dân số", "mười"],
        ["Lỗi", "Khác", None, None, None],
        ["Ghi chú", "Đơn vị", "E3", "Dân số", "x"],
    ]
    links = [workbook[LIST].cell(row, 3).hyperlink for row in (3, 4, 5)]
    assert [link and link.location for link in links] == ["'Đơn vị'!E2", None, "'Đơn vị'!E3"]
    assert not workbook["Đơn vị"].sheet_view.tabSelected


def test_everything_else_stays_as_it_was():
    def dress(sheet):
        sheet["B2"].font = Font(bold=True)
        sheet["H2"] = "=E2+E3"
        sheet.merge_cells("A5:C6")
        sheet.column_dimensions["B"].width = 33
        choice = DataValidation(type="list", formula1='"xã,thị trấn"')
        choice.add("C2:C9")
        sheet.add_data_validation(choice)
        sheet["B3"].comment = Comment("giữ lại", "chị Lan")

    content = units_file(edit=dress)
    before, after = opened(content)["Đơn vị"], opened(annotated(content, [bad("E2")], "vi"))["Đơn vị"]
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]
    assert after["B2"].font.bold and after["H2"].data_type == "f" and after.column_dimensions["B"].width == 33
    assert [str(merged) for merged in after.merged_cells.ranges] == ["A5:C6"]
    assert [choice.formula1 for choice in after.data_validations.dataValidation] == ['"xã,thị trấn"']
    assert (after["B3"].comment.text, after["B3"].comment.author) == ("giữ lại", "chị Lan")


def test_a_comment_that_is_there_is_kept_and_ours_is_not_repeated():
    def noted(sheet):
        sheet["E2"].comment = Comment("hỏi lại xã", "chị Lan")

    once = annotated(units_file(edit=noted), [bad("E2")], "vi")
    twice = annotated(once, [bad("E2", code="negative")], "en")
    text = opened(twice)["Đơn vị"]["E2"].comment.text
    assert text.startswith("hỏi lại xã\n") and text.count("hỏi lại xã") == 1
    assert bad("E2", code="negative").message("en") in text and bad("E2").message("vi") not in text
    assert opened(twice).sheetnames == [LIST, "Đơn vị"]


def test_a_finding_inside_a_merged_range_marks_its_first_cell():
    content = units_file(edit=lambda sheet: sheet.merge_cells("E2:F3"))
    workbook = opened(annotated(content, [bad("F3"), bad("E2", code="negative")], "vi"))
    text = workbook["Đơn vị"]["E2"].comment.text
    assert bad("F3").message("vi") in text and bad("E2", code="negative").message("vi") in text
    assert {workbook[LIST].cell(row, 3).hyperlink.location for row in (3, 4)} == {"'Đơn vị'!E2"}


@pytest.mark.parametrize("cell", ["A0", "", "XFE1", "7", "A1048577", "$B$2:C9"])
def test_an_address_that_no_sheet_has_is_listed_all_the_same(cell):
    assert len(listed(opened(annotated(units_file(), [bad(cell)], "vi")))) == 1


def test_the_copy_is_read_again_without_the_list():
    content = annotated(units_file(), [bad("E2")], "vi")
    before, after = (read_files({"a.xlsx": each}) for each in (units_file(), content))
    assert before["units"].equals(after["units"]) and before.findings == after.findings
    assert read_sheets(findings_workbook([bad("E2")], "vi"), "a.xlsx") == ([], [])


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=1"]
SHARP = [*FORMULAS, "<b>x</b>", "a\x00b\x1f", "\ud7ff\ufffe", "x" * 40_000]


@pytest.mark.parametrize("text", SHARP, ids=range(len(SHARP)))
def test_text_of_the_file_is_inert_in_the_list_and_in_the_cells(text):
    workbook = Workbook()
    workbook.active.title = "Đơn vị"
    cell = workbook.active["A1"]
    cell.value = storable(text)
    cell.data_type = "s"
    content = annotated(saved(workbook), [bad("A1", value=text)], "vi")
    shown = opened(content)
    assert shown["Đơn vị"]["A1"].data_type == "s"
    assert {cell.data_type for row in shown[LIST].iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert b"<f>" not in b"".join(zipfile.ZipFile(io.BytesIO(content)).read(part) for part in names(content))


def names(content):
    return [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("xl/worksheets/sheet")]


@given(st.text(max_size=50), st.text(max_size=10), st.text(max_size=8))
def test_any_text_can_be_listed(value, column, sheet):
    one = finding("not_a_number", Place("a.xlsx", sheet, "A1", column), value=value)
    assert len(listed(opened(findings_workbook([one], "vi")))) == 1


def test_a_workbook_with_macros_comes_back_without_them():
    def macros(types):
        return types.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    buffer = io.BytesIO(with_part(units_file(), "[Content_Types].xml", macros))
    with zipfile.ZipFile(buffer, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    content = annotated(buffer.getvalue(), [bad("E2")], "vi")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert "xl/vbaProject.bin" not in parts.namelist()
        assert b"macroEnabled" not in parts.read("[Content_Types].xml")
    assert opened(content).sheetnames == [LIST, "Đơn vị"]


def huge_merge(part):
    return part.replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )


OTHERS = {
    "csv": "Mã,Tên\n1,a".encode(),
    "empty": b"",
    "cut short": units_file()[:700],
    "with a password": encrypted_file(),
    "another archive": with_part(units_file(), "xl/workbook.xml", lambda part: b"<html/>"),
    "merged from end to end": with_part(units_file(), "xl/worksheets/sheet1.xml", huge_merge),
    "very large": with_part(units_file(), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 31_000_000),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_cannot_be_marked_gives_the_list_alone(name):
    workbook = opened(annotated(OTHERS[name], [bad("E2")], "vi"))
    assert workbook.sheetnames == [LIST] and len(listed(workbook)) == 1


def test_a_sheet_that_has_the_name_of_the_list_is_ours_and_is_replaced():
    once = annotated(units_file(), [bad("E2"), bad("E3")], "vi")
    assert len(listed(opened(annotated(once, [bad("E2")], "vi")))) == 1


def test_two_thousand_findings_are_all_marked():
    findings = [bad(f"E{row}") for row in range(2, 2_002)]
    workbook = opened(annotated(units_file(), findings, "vi"))
    assert len(listed(workbook)) == 2_000
    assert workbook["Đơn vị"]["E2001"].comment is not None
