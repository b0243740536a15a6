"""What a file says that its marks mean counts: read where that is plain, asked where the mark usually means another."""

import pytest
from openpyxl.comments import Comment

from bs_metrics.intake.check import check
from bs_metrics.intake.questions import questions
from bs_metrics.intake.settling.legends import legends
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.synonyms import synonyms
from tests.corpus.files import book
from tests.other_formats import ods
from tests.slow.test_marks import FORMATS
from tests.slow.test_notes import with_parts
from tests.slow.test_plans import CURRENT, HEADING, TITLE, UNITS

WORDS = synonyms(CURRENT.frames)


def read(rows, choices=None, form="xlsx"):
    return check(FORMATS[form](rows), "a.xlsx", CURRENT, choices)


def table(first, second, above=(), below=()):
    rows = [[at, unit, first, second] for at, unit in enumerate(UNITS, start=1)]
    return [[TITLE], *([line] for line in above), HEADING, *rows, [], *([line] for line in below)]


def results(checked):
    frame = checked.frames["results"]
    return [frame.query(f"criterion == '{code}'")["result"].iloc[0] for code in ("2", "4")]


ASKED = {
    "below": (table("Đ", "KĐ", below=["Ghi chú: Đ - đang thực hiện"]), "đ: đang thực hiện", {"met", "unknown"}),
    "above": (table("Đ", "KĐ", above=["(Đ: đang làm; KĐ: không đạt)"]), "đ: đang làm", {"met", "not_met"}),
    "equals": (table("x", 0, below=["0 = không đánh giá"]), "0: không đánh giá", {"not_met", "unknown"}),
    "is": (table("x", "KĐ", below=["Dấu x là tiêu chí chưa đạt"]), "x: tiêu chí chưa đạt", {"met", "not_met"}),
    "digit": (table("x", 0, below=["Dấu (x) là đạt; số 0 là không đánh giá"]), "0: không đánh giá", {"unknown"}),
    "beside": (
        [[TITLE], [*HEADING, "", "Chú giải"], [1, UNITS[0], "Đ", "KĐ", "", "Đ: đang làm"], [2, UNITS[1], "Đ", "KĐ"]],
        "đ: đang làm",
        {"unknown"},
    ),
    "alone": (
        table("o", "KĐ", below=["Ghi chú: ô có dấu (o) là đang hoàn thiện hồ sơ"]),
        "o: đang hoàn thiện hồ sơ",
        {"met", "not_met", "unknown"},
    ),
    "section": ([*table("A", "KĐ")[:-1], ["A: đang làm"]], "a: đang làm", {"met", "unknown"}),
    "dash": (table("x", "-", below=["(-) là không áp dụng"]), "-: không áp dụng", {"met", "not_met", "unknown"}),
    "parts": (table("Đ", "CĐ", below=["Ghi chú:", "Đ: đăng ký"]), "đ: đăng ký", {"met", "unknown"}),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ASKED)
def test_a_mark_that_the_file_gives_another_meaning_is_asked(name, form):
    rows, written, readings = ASKED[name]
    checked = read(rows, form=form)
    (one,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert one.written == written and readings <= set(one.options) and checked.held
    assert one.finding.code == "what_tick_means"
    taken = read(rows, Choices().answered(one.kind, one.written, "unknown" if "unknown" in readings else "not_met"))
    assert not taken.held
    assert [found.code for found in taken.findings if found.code == "tick_settled"] == ["tick_settled"]


XLSX_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>6</xdr:col>'
    "<xdr:row>1</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>Ghi </a:t></a:r><a:r><a:t>chú:</a:t></a:r></a:p>"
    "<a:p><a:r><a:t>Đ: đang làm</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
)
ODS_BOX = (
    '<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:text-box>'
    "<text:p>Ghi chú:</text:p><text:p>Đ: đang làm</text:p></draw:text-box></draw:frame>"
)


def boxed(form):
    rows = table("Đ", "KĐ")
    if form == "xlsx":
        related = (
            '<Relationship Id="d" Target="../drawings/d.xml" Type="http://x/relationships/drawing"/></Relationships>'
        )
        commented = book({"NTM": rows}, lambda one: setattr(one.worksheets[0]["H9"], "comment", Comment("đủ", "A")))
        return with_parts(commented, {"xl/drawings/d.xml": XLSX_BOX.encode()}, related)
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows if row)
    at_page = f"<table:shapes>{ODS_BOX}</table:shapes>" if form == "ods, of the page" else ""
    at_cell = "" if at_page else f"<table:table-row><table:table-cell>{ODS_BOX}</table:table-cell></table:table-row>"
    return ods(f'<table:table table:name="NTM">{at_page}{lines}{at_cell}</table:table>')


@pytest.mark.parametrize("form", ["xlsx", "ods", "ods, of the page"])
def test_a_legend_in_a_text_box_counts(form):
    checked = check(boxed(form), f"a.{form[:4].rstrip(',')}", CURRENT)
    asked = questions(checked.findings, CURRENT, Choices(), "vi")
    assert [(one.kind, one.written) for one in asked] == [("tick", "đ: đang làm")]


def test_a_legend_on_a_sheet_of_its_own_counts():
    sheets = {"NTM": table("Đ", "KĐ"), "Chú giải": [["Đ", "Đang thực hiện"], ["KĐ", "Không đạt"]]}
    checked = check(book(sheets), "a.xlsx", CURRENT)
    assert [one.written for one in questions(checked.findings, CURRENT, Choices(), "vi")] == ["đ: đang thực hiện"]


def test_the_answer_is_what_the_mark_means_in_every_cell():
    rows, written, _ = ASKED["below"]
    assert results(read(rows, Choices().answered("tick", written, "not_met"))) == ["not_met", "not_met"]
    assert results(read(rows, Choices().answered("tick", written, "met"))) == ["met", "not_met"]


def test_of_two_digits_the_other_is_turned_with_the_one_that_the_legend_names():
    rows = table(1, 0, below=["Ghi chú: 1 là chưa đạt"])
    (one,) = questions(read(rows).findings, CURRENT, Choices(), "vi")
    answers = {answer: Choices().answered(one.kind, one.written, answer) for answer in one.options}
    assert results(read(rows, answers["not_met"])) == ["not_met", "met"]
    assert results(read(rows, answers["met"])) == ["met", "not_met"]


@pytest.mark.parametrize(
    "below", ["Ghi chú: o - đạt; v - chưa đạt", "o: xã đạt, v: xã chưa đạt", "«o» nghĩa là đạt; «v» nghĩa là không đạt"]
)
def test_a_mark_that_only_the_legend_knows_is_read_by_it_with_a_note(below):
    checked = read(table("o", "v", below=[below]))
    assert results(checked) == ["met", "not_met"] and not checked.held
    assert [one.cell for one in checked.findings if one.code == "legend_read"] == ["C3", "D3"]


@pytest.mark.parametrize(
    ("marks", "below"),
    [
        (("Đ", "KĐ"), "Ghi chú: Đ: đạt; KĐ: không đạt; x: không có"),
        (("x", "0"), "x: đạt; 0: chưa đạt"),
        (("x", "KĐ"), "Dấu x là tiêu chí đã đạt, KĐ là tiêu chí chưa đạt"),
        ((1, 0), "Ghi chú: 1 = đạt; 0 = chưa đạt"),
        ((1, 0), "Số 1 là đạt, số 0 là không đạt"),
        (("x", "KĐ"), "Quy ước: x là đạt"),
        (("x", "KĐ"), "(1) xã ven biển"),
    ],
)
def test_a_legend_of_the_usual_meaning_and_other_lines_ask_nothing(marks, below):
    checked = read(table(*marks, below=[below]))
    assert results(checked) == ["met", "not_met"] and not questions(checked.findings, CURRENT, Choices(), "vi")
    assert "remark_with_caveat" not in {one.code for one in checked.findings}


@pytest.mark.parametrize("below", ["Biểu 1: đang tổng hợp số liệu của 3 xã", "1: Quy hoạch; 0: Giao thông"])
def test_a_line_that_is_no_legend_leaves_digits_to_be_asked(below):
    (one,) = questions(read(table(1, 0, below=[below])).findings, CURRENT, Choices(), "vi")
    assert one.finding.code == "results_or_figures"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Đ - đang làm, KĐ - không đạt", {"đ": "đang làm", "kđ": "không đạt"}),
        ("Ghi chú: Đ = đạt (đã có QĐ)", {"đ": "đạt (đã có qđ"}),
        ("1-5 tuổi", {}),
        ("mẫu 1: đạt", {}),
        ("số 1 là đạt", {"1": "đạt"}),
        ("1: đạt", {"1": "đạt"}),
        ("xã Đ-KĐ", {}),
    ],
)
def test_what_a_line_says_of_marks(line, said):
    assert legends(line, ["1", "kđ", "đ"], WORDS) == said


@pytest.mark.parametrize("said", ["không xét", "không áp dụng đối với xã", "chưa tới"])
def test_what_is_not_asked_of_a_unit_is_not_called_missing(said):
    checked = read(table("x", "/", below=[f"/: {said}"]))
    (one,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert one.written == f"/: {said}" and checked.held and "not_met" in one.options


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("legend", "is_asked"),
    [
        ("Ghi chú: chữ màu đỏ là tiêu chí phấn đấu đạt trong quý IV", True),
        ("Ô tô vàng: chưa thẩm định", True),
        ("Ô tô vàng là xã chưa đạt", True),
        ("Ghi chú: chữ in đậm là xã điểm", False),
    ],
)
def test_a_legend_of_colours_holds_the_marks_back_until_it_is_answered(kind, legend, is_asked):
    rows = table("Đ", "KĐ", below=[legend])
    checked = read(rows, form=kind)
    asked = [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == "look"]
    assert [one.finding.code for one in asked] == ["look_of_plan"] * is_asked and (
        "results" in checked.held
    ) == is_asked
    for one, answer in ((one, answer) for one in asked for answer in ("as_result", "as_plan")):
        taken = read(rows, Choices().answered(one.kind, one.written, answer), kind)
        assert len(taken.frames.get("results", ())) == (2 * len(UNITS) if answer == "as_result" else 0)
