"""What is seen is what is read: fonts, struck-out text, raised signs and number formats, in every format."""

import io
from dataclasses import replace

import pandas as pd
import pytest

from bs_metrics.contract.bounds import FAULTS, Refused
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.readers.facts import SheetRead
from bs_metrics.readers.formats import messages
from bs_metrics.readers.looks.look import Look
from bs_metrics.readers.looks.shown import as_shown
from bs_metrics.readers.looks.xlsx_styles import Styles
from bs_metrics.readers.read import read_sheets
from bs_metrics.readers.wire import unpacked
from bs_metrics.readers.xlsx import _without_plain_rows
from bs_metrics.text import without_mark
from tests.looks import FORMATS, Seen, looking
from tests.other_formats import ods, ods_table, sheet_xml, xls, xlsx
from tests.spreadsheets import with_part


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


def test_a_number_that_is_rounded_in_a_plain_row_is_kept():
    values = ["1.25", "1.5", "2", "1.2E-3"]
    rows = "".join(f'<row r="{at}"><c r="A{at}" s="1"><v>{value}</v></c></row>' for at, value in enumerate(values, 1))
    kept, styles = [], Styles(formats={"1": "0.0"}, rounding={"1": "0.0"})
    left = b"".join(_without_plain_rows(io.BytesIO(rows.encode()), styles, keep=lambda *one: kept.append(one)))
    assert kept == [("A1", "1"), ("A4", "1")] and left.count(b"<row") == 2


CODES = {  # number formats, and the data styles that stand for them in a document
    '[=1]"Chưa đạt";[=2]"Đạt"': '<number:number-style style:name="{0}P0"><number:text>Chưa đạt</number:text>'
    '</number:number-style><number:number-style style:name="{0}"><number:text>Đạt</number:text>'
    '<style:map style:condition="value()=1" style:apply-style-name="{0}P0"/></number:number-style>',
    "#,##0,,": '<number:number-style style:name="{0}"><number:number number:min-integer-digits="1" '
    'number:grouping="true" number:display-factor="1000000"/></number:number-style>',
    '#,##0" triệu"': '<number:number-style style:name="{0}"><number:number number:min-integer-digits="1" '
    'number:grouping="true"/><number:text> triệu</number:text></number:number-style>',
    "#,##0\\ [$₫-42A]": '<number:currency-style style:name="{0}"><number:number number:min-integer-digits="1" '
    'number:grouping="true"/><number:text> </number:text><number:currency-symbol>₫</number:currency-symbol>'
    "</number:currency-style>",
    '0" h"': '<number:number-style style:name="{0}"><number:number number:min-integer-digits="1"/>'
    "<number:text> h</number:text></number:number-style>",
    "0;-0;;@": '<number:number-style style:name="{0}P0"/><number:text-style style:name="{0}"><number:text-content/>'
    '<style:map style:condition="value()=0" style:apply-style-name="{0}P0"/></number:text-style>',
}
STRUCK, RAISED, WINGDINGS = Seen(struck=True), Seen(raised=True), Seen(font="Wingdings")
HAZARDS = {  # the cell, what is read of it, and the finding with what it shows
    "struck text": (replace(STRUCK, value="Đạt"), "", ("struck_out", "Đạt", {})),
    "struck number": (replace(STRUCK, value=17.5), "", ("struck_out", "17,5", {})),
    "struck part": (
        Seen(parts=(replace(STRUCK, value="17"), Seen(" 19"))),
        "19",
        ("struck_part", "19", {"struck": "17"}),
    ),
    "struck parts": (
        Seen(parts=(replace(STRUCK, value="17"), replace(STRUCK, value=" xã", font="Times"))),
        "",
        ("struck_out", "17 xã", {}),
    ),
    "struck cell with a part that is not": (
        Seen(struck=True, parts=(replace(STRUCK, value="17 "), Seen("19"))),
        "19",
        ("struck_part", "19", {"struck": "17"}),
    ),
    "struck blank": (Seen(parts=(Seen("19"), replace(STRUCK, value=" "))), "19", None),
    "raised digit": (Seen(parts=(Seen("17"), replace(RAISED, value="1"))), "17¹", None),
    "raised digits": (
        Seen(parts=(Seen("a"), replace(RAISED, value="1"), replace(RAISED, value="2", font="T"))),
        "a¹²",
        None,
    ),
    "raised unit": (
        Seen(parts=(Seen("Diện tích (km"), replace(RAISED, value="2"), Seen(")"))),
        "Diện tích (km²)",
        None,
    ),
    "raised star": (Seen(parts=(Seen("17 "), replace(RAISED, value="*"))), "17 (*)", None),
    "raised digit in brackets": (Seen(parts=(Seen("17"), replace(RAISED, value=" (1)"))), "17¹", None),
    "raised letter": (Seen(parts=(Seen("17"), replace(RAISED, value="a)"))), "17(a)", None),
    "all raised": (Seen(raised=True, parts=(replace(RAISED, value="Đạt"),)), "Đạt", None),
    "tick": (replace(WINGDINGS, value="ü"), "✓", ("symbols_drawn", "Wingdings", {"count": "1", "cells": "B2"})),
    "inserted tick": (
        replace(WINGDINGS, value="\uf0fe"),
        "☑",
        ("symbols_drawn", "Wingdings", {"count": "1", "cells": "B2"}),
    ),
    "tick beside text": (
        Seen(parts=(replace(WINGDINGS, value="û"), Seen(" Chưa"))),
        "✗ Chưa",
        ("symbols_drawn", "Wingdings", {"count": "1", "cells": "B2"}),
    ),
    "number as a sign": (Seen(1, font="Webdings"), "", ("symbol_unknown", "1", {"font": "Webdings"})),
    "unknown sign": (replace(WINGDINGS, value="M"), "", ("symbol_unknown", "M", {"font": "Wingdings"})),
    "root as a tick": (Seen("Ö", font="Symbol"), "√", ("symbols_drawn", "Symbol", {"count": "1", "cells": "B2"})),
    "numbers in Symbol": (Seen("17", font="Symbol"), "17", None),
    "letter of another font": (replace(WINGDINGS, value="Đạ"), "Đạ", None),
    "word for a number": (
        Seen(1, code='[=1]"Chưa đạt";[=2]"Đạt"'),
        "Chưa đạt",
        ("shown_otherwise", "1", {"shown": "Chưa đạt", "cells": "1"}),
    ),
    "millions": (Seen(740500000, code="#,##0,,"), 740.5, None),
    "unit": (
        Seen(740, code='#,##0" triệu"'),
        "740 triệu",
        ("shown_otherwise", "740", {"shown": "740 triệu", "cells": "1"}),
    ),
    "currency": (Seen(5, code="#,##0\\ [$₫-42A]"), "5 ₫", ("shown_otherwise", "5", {"shown": "5 ₫", "cells": "1"})),
    "unit that looks like an hour": (
        Seen(2, code='0" h"'),
        "2 h",
        ("shown_otherwise", "2", {"shown": "2 h", "cells": "1"}),
    ),
    "nothing": (Seen(0, code="0;-0;;@"), 0, ("shown_as_nothing", "0", {})),
    "struck number in a format": (Seen(1, struck=True, code='0" h"'), "", ("struck_out", "1", {})),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_seen_is_what_is_read(kind):
    """One file a format, with each hazard in a sheet's row of its own."""
    codes = {code: style.format(f"N{at}") for at, (code, style) in enumerate(CODES.items())}
    for name, (cell, expected, told) in HAZARDS.items():
        styles = {f"N{list(CODES).index(cell.code)}": codes[cell.code]} if kind == "ods" and cell.code else {}
        shown = replace(cell, code=next(iter(styles), cell.code))
        sheet, findings = read(kind, [["a", "b"], ["a", shown]], ods_codes=styles)
        assert sheet.rows == [["a", "b"], ["a", expected]], name
        said = [(one.code, one.value, one.context) for one in findings]
        assert said == ([told] if told else []), name
        assert all(one.cell == "B2" for one in findings), name


@pytest.mark.parametrize("kind", FORMATS)
def test_of_a_merged_range_only_what_is_seen_is_read(kind):
    rows = [["a", "Đạt", "x", "c"], ["b", "Chưa đạt", "x", "c"], ["", 5, "x", "c"], ["", 6, "", "c"]]
    sheet, findings = read(kind, rows, merged=("B1:B2", "C1:C3", "A3:B4"))
    assert sheet.rows == [["a", "Đạt", "x", "c"], ["b", "", "", "c"], ["", "", "", "c"], ["", "", "", "c"]]
    first, second = ({"covered": "Chưa đạt", "cell": "B2", "count": "1"}, {"covered": "5", "cell": "B3", "count": "2"})
    said = [("covered_by_merged", "B1", "Đạt", first), ("covered_by_merged", "A3", "–", second)]
    assert sorted((one.code, one.cell, one.value, one.context) for one in findings) == sorted(
        said, key=lambda one: one[1]
    )


def test_merged_ranges_that_lie_over_each_other_for_ever_are_refused(monkeypatch):
    monkeypatch.setattr("bs_metrics.readers.looks.shown.CELLS", 100)
    as_shown(SheetRead(rows=[[1]], merged=[(0, 0, 10**9, 10**9)] * 3))  # far beyond what is there
    sheet = SheetRead(rows=[[1] * 20] * 10, merged=[(0, 0, 9, 19)] * 3)
    with pytest.raises(Refused, match="too_many_merged"):
        as_shown(sheet)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_of_very_many_looks_none_counts_and_that_is_told(monkeypatch, kind):
    monkeypatch.setattr("bs_metrics.readers.facts.FORMATTED_CELLS", 3)
    for count in (3, 4):
        content = looking(kind, [[replace(STRUCK, value="x")] for _ in range(count)])
        received = [unpacked(message) for message in messages(content, f"a.{kind}")]
        (rows,) = [content for what, content, *_ in received if what == "rows"]
        assert rows == [[""]] * 3 if count == 3 else rows == [["x"]] * 4
        assert ("formatting_unseen" in [code for what, code, *_ in received if what == "remark"]) == (count > 3)


def test_very_many_cells_that_are_seen_otherwise_are_counted():
    rows = [["a"], *([replace(STRUCK, value="x")] for _ in range(FAULTS + 3)), ["b"]]
    findings = read("xlsx", rows)[1]
    assert [one.code for one in findings] == ["struck_out"] * FAULTS + ["more_alike"]
    assert (findings[-1].severity, findings[-1].context) == ("note", {"count": "3", "listed": str(FAULTS)})


CURRENT = read_folder()
UNITS = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:3]
SET = "Kết quả thực hiện tiêu chí xã nông thôn mới"
SCHOOL = "Trường Mầm non Một"
LISTED = ["Mã", "Loại", "Nội dung", "Tổ chức", "Số tiền (đồng)", "Nguồn"]
AMOUNTS = [["h.1", "phần", "Nhà", "Hội"], ["h.2", "phần", "Cầu", "Hội"]]


def checked(rows, choices=None, kind="xlsx", **more):
    return check(looking(kind, rows, **more), f"a.{kind}", CURRENT, choices)


def told(report, *severities):
    return [(one.code, one.cell) for one in report.findings if one.severity in (severities or ("error", "warning"))]


def amounts(*cells, heading="Số tiền (đồng)"):
    """A list of money raised, with some amounts."""
    headings = [*LISTED[:4], heading, LISTED[5]]
    return [headings, *([*row, cell, "BC"] for row, cell in zip(AMOUNTS, cells, strict=False))]


def test_a_row_that_is_struck_out_is_none_and_a_figure_beside_one_counts():
    gone = [replace(STRUCK, value=value) for value in (UNITS[1], 2000)]
    part = Seen(parts=(replace(STRUCK, value="1.245"), Seen(" 1.250")))
    report = checked([["Tên xã", "Dân số"], [UNITS[0], part], gone, [UNITS[2], 3000]])
    assert report.frames["units"]["population"].tolist() == [1250, 3000] and told(report) == []
    assert told(report, "note")[-3:] == [("struck_part", "B2"), ("struck_out", "A3"), ("struck_out", "B3")]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("old", "is_gone"),
    [
        ([0, Seen(1, struck=True)], True),  # beside a new row of that name
        ([Seen(0, struck=True), Seen(1, struck=True)], True),
        ([1, Seen(1, struck=True)], False),  # its only row: the figure is empty, and told
    ],
)
def test_a_row_whose_figures_are_struck_out_is_gone_where_another_has_its_name(kind, old, is_gone):
    names = CURRENT["measures"].set_index("id").loc[CURRENT["reported_totals"]["measure"], "name"].unique()

    def row(name, *more):
        at = name.value if isinstance(name, Seen) else name
        named = replace(name, value=str(names[at])) if isinstance(name, Seen) else str(names[at])
        return [named, *more, "theo báo cáo", "30/9/2024"]

    rows = [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], row(*old), row(0, 3)]
    report = checked(rows, kind=kind)
    codes = [one.code for one in report.findings]
    assert ("struck_row" in codes) is is_gone and "key_twice" not in codes and "struck_out" in codes
    assert not is_gone or report.frames["reported_totals"]["met"].tolist() == [3]


@pytest.mark.parametrize(("others", "left"), [(("A", "B", "C"), 3), (("A", "B", "B"), 2)])
def test_of_rows_without_codes_the_text_tells_which_is_the_new_one(others, left):
    rows = [["Loại", "Nội dung", "Số tiền (đồng)"]]
    rows += [["tổng", f"Xây cầu {name}", 5] for name in others]
    rows[2][2] = Seen(5, struck=True)
    report = checked(rows)
    assert len(report.frames["mobilisation"]) == left and ("struck_row" in {one.code for one in report.findings}) == (
        left < 3
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_marks_of_footnotes_after_names_and_figures_are_none_of_them(kind):
    raised = Seen(parts=(Seen("1.245"), replace(RAISED, value="1"))) if kind == "xlsx" else "1.245¹"
    area = (
        Seen(parts=(Seen("Diện tích (km"), replace(RAISED, value="2"), Seen(")")))
        if kind == "xlsx"
        else "Diện tích (km²)"
    )
    rows = [["Tên xã¹", "Dân số²", area], [f"{UNITS[0]} (*)", raised, "5,5*"], [UNITS[1], "2.000 (1)", "6,5"]]
    rows += [[], ["(1) ước tính"]]
    if kind == "csv":
        content = "\n".join(";".join(map(str, row)) for row in rows).encode()
        report = check(content, "a.csv", CURRENT)
    else:
        report = checked(rows)
    frame = report.frames["units"]
    assert (frame["population"].tolist(), frame["area_km2"].tolist()) == ([1245, 2000], [5.5, 6.5])
    marks = [("mark_unexplained", "A2"), ("mark_left_out", "B2"), ("mark_unexplained", "C2"), ("mark_left_out", "B3")]
    assert [one for one in told(report, "note") if one[0].startswith("mark")] == marks and told(report) == []


@pytest.mark.parametrize("remark", ["1 chưa tính", "1. chưa tính", "(1) chưa tính", "¹ chưa tính"])
def test_a_remark_explains_a_raised_mark_however_its_number_is_written(remark):
    report = checked([["Tên xã", "Dân số"], [UNITS[0], "1.245¹"], [UNITS[1], "1.001"], [], [remark]])
    assert report.frames["units"]["population"].tolist() == [1245, 1001]
    (finding,) = [one for one in report.findings if one.code.startswith("mark")]
    assert finding.code == "mark_left_out" and remark in finding.message("vi")


def test_a_mark_that_is_none_stays():
    assert [without_mark(text) for text in ("km²", "5 m²", "5m²", "Tâm²", "(km²)", "", "*", "A (1)", "10,5 ¹,²")] == [
        *("km²", "5 m²", "5m²", "Tâm", "(km²)", "", "", "A (1)", "10,5")
    ]


def test_boxes_of_a_symbol_font_are_results_or_asked():
    box = [replace(WINGDINGS, value=value) for value in "þ¨þM"]
    report = checked([[SET], [], ["Xã", "1", "2", "3", "4"], [UNITS[0], *box]])
    assert told(report) == [("box_unticked", "C4"), ("symbol_unknown", "E4")] and "results" in report.held
    assert "Wingdings" in next(one for one in report.findings if one.code == "symbol_unknown").message("vi")


def test_results_by_colour_are_not_read_and_told():
    green, red, none = Seen(fill="00B050"), Seen(fill="FF0000"), Seen()
    for kind in FORMATS:
        report = checked([[SET], [], ["Xã", "1", "2"], [UNITS[0], green, red], [UNITS[1], green, green]], kind=kind)
        assert ("colours_not_read", "B4") in told(report) and report.left_out
    banded = [[Seen(unit, fill=row.fill), row, row] for unit, row in zip(UNITS, (green, none, green), strict=True)]
    form = [[unit, green, red] for unit in UNITS]
    partly = [[UNITS[0], Seen("x", fill="00B050"), green], [UNITS[1], green, Seen("x", fill="FF0000")]]
    for rows in (banded, form, partly, [[UNITS[0], "x", "x"], [UNITS[1], Seen("x", fill="00B050"), "x"]]):
        assert "colours_not_read" not in dict(told(checked([[SET], [], ["Xã", "1", "2"], *rows])))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("look", "said", "code"),
    [
        ({"ink": "FF0000"}, "tiêu chí phấn đấu đạt", "look_of_plan"),
        ({"fill": "FFFF00"}, "tiêu chí phấn đấu đạt", "look_of_plan"),
        ({"fill": "FFFF00"}, "số liệu tự đánh giá, chưa được sở chuyên ngành xác nhận", "look_not_read"),
    ],
)
def test_cells_in_the_colours_of_a_legend_are_named(kind, look, said, code):
    rows = [
        [unit, *(Seen("Đ", **look) if at and other else "Đ" for other in range(2))] for at, unit in enumerate(UNITS)
    ]
    title = f"Kết quả {CURRENT['criteria_sets'].set_index('id').loc['commune_nr', 'name']}"
    remark = f"Ghi chú: ô tô màu là {said}"
    report = checked([[title], ["Xã", "2. Giao thông", "4. Điện"], *rows, [], [remark]], kind=kind)
    (asked,) = [one for one in report.findings if one.code == code]
    assert asked.context["cells"] == "C4, C5" and asked.context["count"] == "2"


@pytest.mark.parametrize("look", [Look(ink="rgb=FFFF0000"), Look(fill="FFFFFF00")])
@pytest.mark.parametrize(("most", "known"), [(3, 3), (2, None)])
def test_of_very_many_coloured_cells_none_is_named_rather_than_some(monkeypatch, look, most, known):
    for module in ("facts", "looks.shown"):
        monkeypatch.setattr(f"bs_metrics.readers.{module}.COLOURED_CELLS", most)
    sheet = SheetRead(rows=[["Đ"] * 3])
    for at in range(3):
        sheet.look(0, at, look)
    colours = as_shown(sheet).colours
    assert (None if colours is None else len(colours)) == known


def test_words_for_numbers_are_the_results():
    code = '[=1]"Chưa đạt";[=2]"Đạt"'
    rows = [["Tên trường", "Cấp học", "Xã", "Kết quả"]]
    rows += [[f"{SCHOOL} {at}", "Mầm non", UNITS[0], Seen(at, code=code)] for at in (1, 2, 3)]
    report = checked(rows)
    assert told(report, "error") == [("shown_as_nothing", "D4"), ("not_in_list", "D4")]
    report = checked(rows[:-1])
    assert report.frames["schools"]["result"].tolist() == ["not_met", "met"]
    assert [cell for code, cell in told(report, "note") if code == "shown_otherwise"] == ["D2", "D3"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_rounded_number_is_warned_of_and_asked_at_a_threshold(kind):
    style = '<number:number-style style:name="{}"><number:number number:decimal-places="{}" {}/></number:number-style>'
    codes = {"0": 0, "0.00": 2, "General": None} if kind != "ods" else {"N0": 0, "N2": 2, "N": None}
    styles = {
        name: style.format(name, places, 'number:min-integer-digits="1"').replace('number:decimal-places="None"', "")
        for name, places in codes.items()
    }
    more = {"ods_codes": styles} if kind == "ods" else {}
    whole, cents, plain = codes
    areas = [["Tên xã", "Diện tích (km²)"], [UNITS[0], Seen(7.6583, code=cents)], [UNITS[1], Seen(8.1234, code=plain)]]
    report = checked(areas, kind=kind, **more)
    assert told(report) == [("shown_rounded", "B2")] and report.frames["units"]["area_km2"].tolist() == [7.6583, 8.1234]
    rows = [["Điểm đánh giá đô thị loại IV"], ["Tiêu chí", "Điểm"], ["Quy mô dân số", Seen(5.6, code=whole)]]
    report = checked(rows, kind=kind, **more)
    assert told(report) == [("which_rounded", "B3")] and report.held == {"results"}
    (question,) = questions(report.findings, CURRENT, Choices(), "vi")
    for answer, points in (("as_shown", 6.0), ("as_stored", 5.6)):
        report = checked(rows, Choices().answered(question.kind, question.written, answer), kind, **more)
        assert report.frames["results"]["points"].tolist() == [points] and told(report) == []


def test_numbers_that_are_shown_in_millions_are_read_as_their_heading_says():
    cells = [Seen(740000000, code="#,##0,,"), Seen(5000000, code="#,##0,,")]
    report = checked(amounts(*cells, heading="Số tiền (triệu đồng)"))
    assert report.frames["mobilisation"]["amount_vnd"].tolist() == [740000000, 5000000] and told(report) == []
    assert ("shown_divided", "E2") in told(report, "note")
    report = checked(amounts(*cells))
    assert told(report) == [("divided_by_format", "E2")] and report.held == {"mobilisation"}
    (question,) = questions(report.findings, CURRENT, Choices(), "vi")
    assert list(question.options) == ["740", "740000000"]
    for answer, amount in (("740", 740), ("740000000", 740000000)):
        report = checked(amounts(*cells), Choices().answered(question.kind, question.written, answer))
        assert report.frames["mobilisation"]["amount_vnd"][0] == amount and told(report) == []
        assert ("reading_chosen", "E2") in told(report, "note")
    report = checked(amounts(*cells, heading="Số tiền"))
    assert {code for code, _ in told(report)} == {"amount_without_unit"}


@pytest.mark.parametrize(
    ("code", "stored", "amount"),
    [
        ('#,##0" triệu"', 740, 740e6),
        ('0.0" triệu"', 740.125, 740125000),
        ("#,##0\\ [$₫-42A]", 1740, 1740),
        ('0," tỷ"', 740, 740e6),
    ],
)
def test_a_unit_beside_the_number_counts(code, stored, amount):
    report = checked(amounts(Seen(stored, code=code), heading="Số tiền"))
    assert report.frames["mobilisation"]["amount_vnd"].tolist() == [amount] and told(report) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_unit_that_a_format_adds_against_its_heading_s_is_asked(kind):
    code = "N1" if kind == "ods" else '#,##0" nghìn đồng"'
    number = '<number:number number:min-integer-digits="1"/><number:text> nghìn đồng</number:text>'
    styles = {code: f'<number:number-style style:name="{code}">{number}</number:number-style>'}
    rows = amounts(Seen(200, code=code), heading="Số tiền (triệu đồng)")
    report = checked(rows, kind=kind, ods_codes=styles)
    assert told(report) == [("unit_contradicts", "E2")] and report.held == {"mobilisation"}
    (question,) = questions(report.findings, CURRENT, Choices(), "vi")
    assert list(question.options) == ["nghìn đồng", "triệu đồng"]
    for answer, amount in (("nghìn đồng", 200e3), ("triệu đồng", 200e6)):
        choices = Choices().answered(question.kind, question.written, answer)
        report = checked(rows, choices, kind, ods_codes=styles)
        assert report.frames["mobilisation"]["amount_vnd"].tolist() == [amount] and told(report) == []
    line = [["ĐVT: triệu đồng"], *amounts(Seen(200, code=code), heading="Số tiền")]
    assert told(checked(line, kind=kind, ods_codes=styles)) == [("unit_contradicts", "E3")]
    same = amounts("200 nghìn đồng", heading="Số tiền (triệu đồng)")  # typed: whoever types a unit means it
    assert told(checked(same, kind=kind)) == []


@pytest.mark.parametrize("code", ['0" thôn"', '"$"0', '">"0', '0" USD"'])
def test_a_word_beside_a_number_that_is_not_known_is_an_error(code):
    report = checked([["Tên xã", "Dân số"], [UNITS[0], Seen(740, code=code)]])
    assert told(report) == [("not_a_number", "B2")]


def test_a_number_that_is_not_shown_is_asked_about():
    rows = [["Tên xã", "Dân số", "Diện tích (km²)"], [UNITS[0], 5, Seen(0, code="#,###")]]
    report = checked(rows)
    assert told(report) == [("shown_as_nothing", "C2")] and report.held == {"units"}
    (question,) = questions(report.findings, CURRENT, Choices(), "vi")
    assert list(question.options) == ["0", "–"]
    areas = [
        checked(rows, Choices().answered(question.kind, question.written, answer)).frames["units"]["area_km2"][0]
        for answer in question.options
    ]
    assert areas[0] == 0 and pd.isna(areas[1])


def test_codes_have_the_zeros_that_their_format_shows():
    rows = [["Mã", "Tên", "Loại", "Dân số"], ["00124", "B", "xã", 8]]
    rows += [[Seen(123, code="00000"), "A", "xã", Seen(7, code="00000")]]
    report = checked(rows)
    assert report.frames["units"]["code"].tolist() == ["00124", "00123"]
    assert report.frames["units"]["population"].tolist() == [8, 7]
    assert [one for one in told(report, "note") if one[0] == "shown_otherwise"] == [("shown_otherwise", "A3")]


ROW = [0, 5, "0", ""]
ZEROS = {
    "a.xlsx": with_part(
        looking("xlsx", [ROW, ROW]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<sheetData>", b'<sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>'),
    ),
    "a.xls": xls([ROW, ROW], lambda sheet: setattr(sheet, "show_zero_values", False)),
    "a.ods": ods(
        ods_table([ROW, ROW]),
        more={
            "settings.xml": '<s xmlns:c="urn:oasis:names:tc:opendocument:xmlns:config:1.0">'
            '<c:config-item c:name="ShowZeroValues">false</c:config-item></s>'
        },
    ),
}


@pytest.mark.parametrize("file", ZEROS)
def test_zeros_that_a_sheet_does_not_show_are_told(file):
    sheets, findings = read_sheets(ZEROS[file], file)
    assert [(one.code, one.cell) for one in findings] == [("shown_as_nothing", "A1"), ("shown_as_nothing", "A2")]
    assert sheets[0].rows[0][:3] == ROW[:3]


def test_what_is_not_shown_outside_a_table_asks_nothing():
    rows = [[Seen(0, code="#,###"), "", ""], [], ["Tên xã", "Dân số", "Khác"], [UNITS[0], 5, Seen(0, code="#,###")]]
    report = checked(rows)
    assert [(one.code, one.severity, one.asked) for one in report.findings if one.code == "shown_as_nothing"] == [
        ("shown_as_nothing", "warning", None)
    ] * 2
