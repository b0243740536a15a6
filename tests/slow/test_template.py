"""The template: fits the reader, offers what a cell may hold, and read back unchanged says nothing new."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_files
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.writers.template import template
from tests.corpus.files import CASES
from tests.spreadsheets import saved

EXTRA = schema().extra_sheets


def opened(content):
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def content(shipped):
    return template(shipped.tables)


@pytest.fixture(scope="module")
def current(content):
    return opened(content)


def test_the_template_uploaded_unchanged_gives_no_finding_and_no_change(shipped, content):
    read = read_files({"mau.xlsx": content})
    assert read.findings == []
    assert changes_between(shipped, snapshot_of(read)).is_empty
    assert changes_between(shipped, snapshot_of(combined(shipped.tables, read.frames))).is_empty
    assert changes_between(
        shipped, snapshot_of(combined(shipped.tables, read.frames, replace=frozenset(read.frames)))
    ).is_empty


def test_what_was_warned_of_and_published_is_not_warned_of_again(shipped):
    odd = next(case for case in CASES if case.name == "figures that may be right but seldom are")
    now = combined(shipped.tables, check(odd.content, odd.file, shipped.tables).frames)
    assert check(template(now), "mau.xlsx", now).findings == []


@pytest.mark.parametrize("filled", [True, False])
def test_an_empty_template_gives_no_finding_and_no_row(shipped, filled):
    content = template(None) if filled else template(shipped.tables, filled=False)
    read = read_files({"mau.xlsx": content})
    filled_in = {name for name, frame in read.frames.items() if len(frame)}
    assert read.findings == [] and all(schema().tables[name].list for name in filled_in)


def test_the_sheets_are_the_guide_the_tables_and_the_lists(current):
    assert current.sheetnames == [EXTRA["guide"], *(table.sheet for table in schema().tables.values()), EXTRA["lists"]]
    assert all(sheet.sheet_state == "visible" for sheet in current)


def test_only_the_lists_are_protected(current):
    assert [sheet.title for sheet in current if sheet.protection.sheet] == [EXTRA["lists"]]


def offered(workbook, table, column):
    """The words that the drop-down of a column's first cell offers."""
    sheet = workbook[schema().tables[table].sheet]
    number = list(schema().tables[table].columns).index(column) + 1
    cell = sheet.cell(2, number).coordinate
    (choice,) = [choice for choice in sheet.data_validations.dataValidation if cell in choice.sqref]
    assert len(choice.formula1) <= 255
    name, _, cells = choice.formula1.rpartition("!")
    return [row[0].value for row in workbook[name.strip("'")][cells.replace("$", "")]], choice.errorStyle


def test_every_closed_list_has_its_drop_down(current):
    for table in schema().tables.values():
        for column in table.columns.values():
            if column.type in schema().lists:
                words, style = offered(current, table.name, column.name)
                assert (words, style) == (schema().lists[column.type].cell_words, "stop")


@pytest.mark.parametrize("filled", [True, False])
def test_every_reference_offers_the_codes_there_are_and_takes_new_ones(shipped, current, filled):
    workbook = current if filled else opened(template(shipped.tables, filled))
    for table in schema().tables.values():
        for column in table.columns.values():
            if column.references:
                target, _, code = column.references.partition(".")
                words, style = offered(workbook, table.name, column.name)
                assert (words, style) == (list(shipped.tables[target][code]), "warning")


def test_a_heading_says_what_it_means_in_both_languages_with_an_example(current):
    cell = current["Đơn vị"]["A1"]
    column = schema().tables["units"].columns["code"]
    for text in (*column.notes.values(), "bắt buộc", "required", "ví dụ", "524"):
        assert text in cell.comment.text


def test_the_guide_speaks_both_languages(current):
    rows = [[cell.value for cell in row] for row in current[EXTRA["guide"]].iter_rows()]
    assert all(len(row) == 2 and all(row) for row in rows)
    assert any("Kết quả" in row[0] and "Results" in row[1] for row in rows)


def test_text_that_looks_like_a_formula_stays_text(tables):
    told = {
        "code": "=1+1",
        "name": "+84",
        "kind": "commune",
        "note": '=HYPERLINK("x")',
        "aliases": "@a\x07b",
        "source": "-",
    }
    given = tables(units=[told])
    cells = [cell for cell in opened(template(given))["Đơn vị"][2] if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and "@ab" in {cell.value for cell in cells}
    read = read_files({"mau.xlsx": template(given)})
    assert read["units"].iloc[0][["code", "note"]].tolist() == ["=1+1", '=HYPERLINK("x")']


def test_a_cell_typed_into_the_template_is_the_only_change(shipped, content):
    workbook = opened(content)
    sheet = workbook["Kết quả"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(14, headings["Thời hạn"], date(2025, 1, 2))
    read = read_files({"mau.xlsx": saved(workbook)})
    assert read.findings == []
    rows = changes_between(shipped, snapshot_of(combined(shipped.tables, read.frames))).rows
    (cell,) = rows["results"].changed.to_dict("records")
    assert set(rows) == {"results"}
    assert (cell["unit"], cell["changed_column"], cell["new"]) == ("21046", "deadline", date(2025, 1, 2))
