"""Every format gives the same cells; what a sheet says beside its values comes with them."""

import io
import zipfile
from datetime import date

import pytest
import xlwt

from bs_metrics.contract.bounds import FAULTS
from bs_metrics.contract.sheet import address
from bs_metrics.readers import xlsx as xlsx_reader
from bs_metrics.readers.kinds import with_slashes
from bs_metrics.readers.looks.xlsx_styles import Styles
from bs_metrics.readers.read import read_sheets
from tests.other_formats import ODS_NAMES, TABLE, archive, ods, ods_cell, ods_table, sheet_xml, xls, xlsb, xlsx
from tests.spreadsheets import found, sheet_file, units_file, with_part


def excel(edit=None):
    return sheet_file("Trang", TABLE, edit)


def text(separator=";", encoding="utf-8"):
    return "\r\n".join(separator.join(map(str, row)) for row in TABLE).encode(encoding)


def only(content, file="Trang.xlsx"):
    sheets, findings = read_sheets(content, file)
    assert len(sheets) == 1, findings
    return sheets[0]


FILES = {
    "Trang.xlsx": excel(),
    "Trang.xlsm": excel(),
    "Trang.xls": xls(),
    "Trang.xlsb": xlsb(),
    "Trang.ods": ods(ods_table()),
}


@pytest.mark.parametrize("file", FILES)
def test_every_format_gives_the_same_cells(file):
    sheets, findings = read_sheets(FILES[file], file)
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("Trang", TABLE)]
    assert [finding.code for finding in findings] == (["values_only"] if file == "Trang.xlsb" else [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_in_each_encoding_and_with_each_separator(encoding, separator):
    sheets, findings = read_sheets(text(separator, encoding), "Trang.csv")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("Trang", [[str(cell) for cell in row] for row in TABLE])]
    context = found(findings, "read_as_text").context
    assert context["encoding"].lower().startswith(encoding[:5]) and context["separator"] in (separator, "Tab")


def test_windows_1258_gives_whole_letters():
    # Its tone marks are signs of their own: ạ is two bytes.
    parted = "Mã;Tên\nTh\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}\N{COMBINING DOT BELOW}t;Cha\N{COMBINING GRAVE ACCENT}"
    sheets, findings = read_sheets(parted.replace("ã", "a\N{COMBINING TILDE}").encode("cp1258"), "a.csv")
    assert sheets[0].rows == [["Mã", "Tên"], ["Thật", "Chà"]]
    assert found(findings, "read_as_text").context["encoding"] == "Windows-1258"


def test_a_quoted_field_keeps_its_separators_and_line_breaks():
    assert only(b'a;b\n"1;2\n3";"say ""x"""\n', "a.csv").rows == [["a", "b"], ["1;2\n3", 'say "x"']]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [('="03"', "03"), ('"=""03"""', "03"), ('="a ""b"""', 'a "b"'), ('=A1&"x"', '=A1&"x"'), ('="a"&"b"', '="a"&"b"')],
)
def test_text_that_excel_is_told_to_keep_is_read_as_excel_shows_it(cell, shown):
    assert only(f"Tên;Số\nA;{cell}\n".encode(), "a.csv").rows[1] == ["A", shown]


def test_decimal_commas_do_not_make_columns():
    assert only("Tên;Diện tích\nA;466,8524\nB;1,5\nC;2,5".encode(), "a.csv").rows[1] == ["A", "466,8524"]


def test_short_rows_of_text_are_filled_up():
    assert only(b"a,b,c\n1,2,3\n4\n", "a.csv").rows[2] == ["4", "", ""]


def test_one_column_is_a_table_when_the_name_says_so():
    assert only(b"a\nb\n", "a.txt").rows == [["a"], ["b"]]
    assert read_sheets(b"a\nb\n", "a.xlsx")[1][0].code == "not_a_workbook"


def test_the_content_tells_the_kind_and_not_the_name():
    sheets, findings = read_sheets(excel(), "a.csv")
    assert sheets[0].rows == TABLE and found(findings, "name_misleads").severity == "note"
    assert read_sheets(xls(), "a.XLS")[1] == read_sheets(excel(), "khong-duoi")[1] == []


def edit_merges(sheet):
    sheet.merge_cells("A4:B5")


@pytest.mark.parametrize(
    ("file", "content"),
    {
        "a.xlsx": excel(edit_merges),
        "a.xls": xls(edit=lambda sheet: sheet.write_merge(3, 4, 0, 1, "")),
        "a.ods": ods(
            ods_table().replace(
                '<table:table-row table:number-rows-repeated="1048573">',
                '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"/>'
                '</table:table-row><table:table-row table:number-rows-repeated="1048573">',
            )
        ),
    }.items(),
)
def test_merged_ranges_come_with_the_sheet(file, content):
    assert only(content, file).merged == ((3, 0, 4, 1),)


def hide_in_excel(sheet):
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[9].hidden = True  # nothing in it
    sheet.column_dimensions["B"].hidden = True


def hide_in_old_excel(sheet):
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True


def with_columns(table):
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    return table.replace("<table:table-row>", f"{columns}<table:table-row>", 1)


HIDDEN = {
    "a.xlsx": excel(hide_in_excel),
    "a.xls": xls(edit=hide_in_old_excel),
    "a.ods": ods(
        with_columns(ods_table())
        .replace("<table:table-row>", '<table:table-row table:visibility="collapse">', 2)
        .replace('<table:table-row table:visibility="collapse">', "<table:table-row>", 1)
    ),
}


@pytest.mark.parametrize("file", HIDDEN)
def test_hidden_rows_and_columns_are_read_and_named(file):
    sheets, findings = read_sheets(HIDDEN[file], file)
    assert sheets[0].rows == TABLE and sheets[0].hidden_rows == {1}
    rows = found(findings, "hidden_rows")
    assert (rows.severity, rows.value) == ("warning", "2")
    assert found(findings, "hidden_columns").value == "B"


def test_hidden_sheets_are_left_out_in_every_format():
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    hidden_ods = ods(ods_table(attributes=' table:style-name="h"') + ods_table(name="Hai"), style)

    book = xlwt.Workbook()
    book.add_sheet("Trang").visibility = 1
    book.add_sheet("Hai")
    book.set_active_sheet(1)
    buffer = io.BytesIO()
    book.save(buffer)
    for file, content in {"a.ods": hidden_ods, "a.xls": buffer.getvalue(), "a.xlsb": xlsb(state=1)}.items():
        sheets, findings = read_sheets(content, file)
        assert "Trang" not in [sheet.name for sheet in sheets]
        assert found(findings, "hidden_sheet").sheet == "Trang"


def dated(sheet):
    sheet["A4"] = date(2024, 7, 22)
    sheet["A4"].number_format = "d-mmm"
    sheet["B4"] = 22


def test_a_date_keeps_its_number_format():
    sheet = only(excel(dated))
    assert sheet.rows[3][:2] == [date(2024, 7, 22), 22] and sheet.formats == {0: ["", "", "", "d-mmm"]}

    def dated_old(sheet):
        sheet.write(3, 0, date(2024, 7, 22), xlwt.easyxf(num_format_str="d-mmm"))

    sheet = only(xls(edit=dated_old), "a.xls")
    assert sheet.rows[3] == [date(2024, 7, 22), "", ""] and sheet.formats == {0: ["", "", "", "d-mmm"]}
    cell = '<table:table-cell office:value-type="date" office:date-value="2024-07-22"/>'
    assert only(ods(ods_table().replace("<table:table-row>", f"<table:table-row>{cell}", 1))).rows[0][0] == date(
        2024, 7, 22
    )


DATE_STYLES = (
    '<number:date-style style:name="N1"><number:day/><number:text>-</number:text><number:month number:textual="true"/>'
    '</number:date-style><number:date-style style:name="N2"><number:month number:style="long"/><number:text>/'
    "</number:text><number:year/></number:date-style>"
    '<style:style style:name="own" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="own"/>'
    '<style:style style:name="column" style:family="table-cell" style:data-style-name="N2"/>'
)


@pytest.mark.parametrize("where", ["in the sheet's part", "in the part of common styles"])
@pytest.mark.parametrize(
    ("cell", "column", "row", "shown"),
    [
        (' table:style-name="own"', "", "", "d-mmm"),
        (' table:style-name="heir"', "column", "", "d-mmm"),
        ("", "column", "", "mm/yy"),
        ("", "column", ' table:default-cell-style-name="own"', "d-mmm"),
        (' table:style-name="none"', "", "", None),
    ],
)
def test_a_date_of_a_document_is_shown_as_its_styles_say(where, cell, column, row, shown):
    value = f'<table:table-cell{cell} office:value-type="date" office:date-value="2024-07-22"'
    table = (
        f'<table:table table:name="Trang"><table:table-column table:default-cell-style-name="{column}"/>'
        f'<table:table-row><table:table-cell/></table:table-row><table:table-row{row} table:number-rows-repeated="2">'
        f'{value} table:number-columns-repeated="2"/></table:table-row></table:table>'
    )
    common = f"<office:styles {ODS_NAMES}>{DATE_STYLES}</office:styles>"
    content = ods(table, DATE_STYLES) if where == "in the sheet's part" else ods(table, more={"styles.xml": common})
    formats = only(content, "a.ods").formats
    assert formats.get(0) == (["", shown, shown] if shown else None)
    if cell and shown:
        assert formats == {0: ["", shown, shown], 1: ["", shown, shown]}


def test_a_percentage_keeps_its_format():
    def shares(sheet):
        sheet.write(3, 2, 0.98, xlwt.easyxf(num_format_str="0.00%"))

    assert only(xls(edit=shares), "a.xls").formats == {2: ["", "", "", "0.00%"]}
    cell = '<table:table-cell office:value-type="percentage" office:value="0.98"/>'
    content = ods(ods_table().replace("<table:table-row>", f"<table:table-row>{cell}", 1))
    assert only(content, "a.ods").formats == {0: ["0%"]}

    def shares_in_excel(sheet):
        sheet["C4"] = 0.98
        sheet["C4"].number_format = "0.0%"

    assert only(excel(shares_in_excel)).formats == {2: ["", "", "", "0.0%"]}


ERRORS = {
    "a.xlsx": excel(lambda sheet: sheet.cell(2, 3, "#REF!")),
    "a.ods": ods(
        ods_table()
        .replace("<text:p>1245", "<text:p>#REF!")
        .replace('value-type="float" office:value="1245"', 'value-type="string" calcext:value-type="error"')
    ),
}


@pytest.mark.parametrize("file", ERRORS)
def test_an_error_in_a_cell_is_never_taken_as_empty(file):
    sheets, findings = read_sheets(ERRORS[file], file)
    error = found(findings, "error_value")
    assert (error.cell, error.value, sheets[0].rows[1][2]) == ("C2", "#REF!", "")


def cell_xml(inside, attributes=""):
    return xlsx(sheet_xml(f'<row r="1"><c r="A1"{attributes}>{inside}</c><c r="B1"><v>1</v></c></row>'))


@pytest.mark.parametrize("inside", ["<f>A2*2</f>", "<f>A2*2</f><v></v>", "<f>A2*2</f><v/>", '<f ca="1">A2*2</f>'])
def test_a_formula_without_a_stored_value_is_named(inside):
    finding = found(read_sheets(cell_xml(inside), "a.xlsx")[1], "formula_without_value")
    assert (finding.cell, finding.value) == ("A1", "=A2*2")


def test_a_formula_whose_stored_value_is_an_empty_text_has_a_value():
    assert read_sheets(cell_xml('<f>IF(B1,"","")</f><v></v>', ' t="str"'), "a.xlsx")[1] == []
    assert read_sheets(cell_xml("<f>1+1</f><v>2</v>"), "a.xlsx")[1] == []


def test_very_many_faults_are_counted():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, FAULTS + 4))
    findings = read_sheets(xlsx(sheet_xml(rows)), "a.xlsx")[1]
    assert len(findings) == FAULTS + 1 and found(findings, "more_cells_without_value").context == {"count": "3"}


def test_macros_and_links_to_other_workbooks_are_mentioned():
    content = xlsx(sheet_xml(""), {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<a/>"})
    assert {finding.code for finding in read_sheets(content, "a.xlsm")[1]} == {"macros", "external_links"}


USUAL = (
    '<cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="1"><v>45000</v></c></row>'
    '<row r="12" hidden="1"><c r="A12"><v>1</v></c><c r="B12" t="e"><v>#REF!</v></c><c r="AA12"><f>A1</f></c></row>'
    '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
)


@pytest.mark.parametrize(
    "unusual",
    [
        lambda xml: xml,
        lambda xml: xml.replace('"', "'"),
        lambda xml: xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:worksheet", '<x:worksheet xmlns:x="x"'),
        lambda xml: xml.replace("<c r", "<c\n r"),
        lambda xml: xml.replace('<c r="C1" s="1"', '<c s="1" r="C1"'),
    ],
    ids=["usual", "single quotes", "prefixed", "broken lines", "another order"],
)
def test_however_a_sheet_is_written_the_same_is_found(unusual):
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="16"/></cellXfs></styleSheet>'
    content = xlsx(unusual(f"<worksheet>{USUAL}</worksheet>"), {"xl/styles.xml": styles})
    sheets, findings = read_sheets(content, "a.xlsx")
    assert sheets[0].hidden_rows == {11} and sheets[0].merged == ((0, 0, 1, 1),)
    assert sheets[0].formats == {2: ["d-mmm"]} and sheets[0].rows[0][2] == date(2023, 3, 15)
    assert {(one.code, one.cell, one.value) for one in findings} == {
        ("error_value", "B12", "#REF!"),
        ("formula_without_value", "AA12", "=A1"),
        ("hidden_rows", None, "12"),
        ("hidden_columns", None, "C"),
    }


def test_cells_without_an_address_stand_one_after_another():
    rows = '<row><c><v>1</v></c></row><row hidden="1"><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    sheets, findings = read_sheets(xlsx(sheet_xml(rows)), "a.xlsx")
    assert sheets[0].hidden_rows == {1} and found(findings, "error_value").cell == "B2"


def test_a_damaged_sheet_leaves_the_others():
    content = xlsx(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), names=("Một", "Hai"))
    sheets, findings = read_sheets(
        with_part(content, "xl/worksheets/sheet2.xml", lambda part: b"<worksheet><c"), "a.xlsx"
    )
    assert [sheet.name for sheet in sheets] == ["Một"] or found(findings, "broken_sheet").sheet == "Hai"


@pytest.mark.parametrize("file", ["Trang.xlsx", "Trang.xlsb", "Trang.ods"])
def test_an_archive_with_backslashes_is_read_as_one_with_slashes(file):
    with zipfile.ZipFile(io.BytesIO(FILES[file])) as parts:
        named = {name.replace("/", "\\"): parts.read(name) for name in parts.namelist()}
    content = archive(named)
    assert read_sheets(b"PK\x03\x04" + bytes(26) + content, file)[0] == read_sheets(content, file)[0]
    assert only(content, file).rows == TABLE
    for cut in range(0, len(content), 97):  # whatever is broken of it breaks nothing else
        assert isinstance(with_slashes(content[:cut] + b"\xff" + content[cut + 1 :]), bytes)


def test_remarks_in_cells_are_not_values():
    from openpyxl.comments import Comment

    def remark(sheet):
        sheet["A1"].comment = Comment("ghi chú", "x")

    assert read_sheets(excel(remark), "a.xlsx")[0][0].rows == TABLE
    table = ods_table().replace(
        "<text:p>Tên", "<office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>Tên"
    )
    assert only(ods(table), "a.ods").rows == TABLE


def test_files_of_the_project_are_read_without_remarks():
    assert read_sheets(units_file(), "a.xlsx")[1] == [] and archive({})


def test_a_text_of_an_ods_without_a_type_is_read_as_it_is_seen():
    typed = "<table:table-row>" + ods_cell(1) + "</table:table-row>"
    text = '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>'
    cell = f'<table:table-cell/><table:table-cell table:number-columns-repeated="2">{text}</table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="2">{cell}</table:table-row>'
    sheets, findings = read_sheets(ods(f'<table:table table:name="T">{typed}{row}</table:table>'), "a.ods")
    written = "a  b\nc"
    assert (sheets[0].rows, findings) == ([[1, "", ""], ["", written, written], ["", written, written]], [])


PLAIN = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
BESIDE = {  # rows that must not be passed over with plain ones: which are hidden, which cells lack a value
    "a hidden row": ('<row r="5" hidden="1"><c r="A5"><v>5</v></c></row>', {4}, []),
    "a formula": ('<row r="5"><c r="A5"><f>1+1</f></c></row>', set(), ["A5"]),
    "an error": ('<row r="5"><c r="A5" t="e"><v>#REF!</v></c></row>', set(), ["A5"]),
    "a row without a number": ("<row><c><f>1+1</f></c></row>", set(), ["A5"]),
    "a section that ends in a plain row": (
        '<row r="5" hidden="1"><c r="A5" t="str"><v><![CDATA[a<row r="6"><c r="A6"><v>]]></v></c>'
        '<c r="B5"><v>5</v></c></row>'
        '<row r="6"><c r="A6"><f>1+1</f></c></row><row r="7"><c r="A7" t="str"><v>7<![CDATA[x]]></v></c></row>',
        {4},
        ["A6"],
    ),
    "a remark around plain rows": (
        f'<!-- {PLAIN.format(5)}{PLAIN.format(6)}{PLAIN.format(7)} --><row r="5"><c r="A5"><f>1+1</f></c></row>',
        set(),
        ["A5"],
    ),
}


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("size", [1 << 18, 100, 7], ids=["whole", "in parts", "in bits"])
def test_what_stands_among_plain_rows_is_seen(monkeypatch, name, size):
    monkeypatch.setattr(xlsx_reader, "_PART", size)
    rows, hidden, faults = BESIDE[name]
    plain = ["".join(PLAIN.format(number) for number in some) for some in (range(1, 5), range(8, 12))]
    (sheet,) = xlsx_reader.read_xlsx(xlsx(sheet_xml(plain[0] + rows + plain[1])))
    sheet.cleared()
    assert sheet.hidden_rows == hidden and [address(*fault[:2]) for fault in sheet.faults] == faults
    assert len(sheet.rows) == 11


@pytest.mark.parametrize("formats", [{}, {"1": "d-mmm"}])
def test_a_date_among_plain_rows_keeps_its_format(formats):
    rows = "".join(f'<row r="{at}"><c r="A{at}" s="{at % 2}"><v>45000</v></c></row>' for at in range(1, 9))
    shortened = b"".join(xlsx_reader._without_plain_rows(io.BytesIO(rows.encode()), Styles(formats)))
    assert shortened.count(b"<row") == (8 if formats else 2)
