"""Figures that are typed as text: 1,250 and 1.250 are read as their column shows, or asked; counts with their words."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.settling.numerals import DAY_FIRST, DAYS, MONTH_FIRST
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.writing import style_of
from bs_metrics.numbers import format_number
from tests.slow.test_marks import FORMATS
from tests.spreadsheets import sheet_file

CURRENT = read_folder()
UNIT = CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"].iloc[0]
VI, EN = "1.234,5", "1,234.5"
COUNTED = CURRENT["measures"].set_index("id")["noun"]


def money(*cells):
    heading = ["Mã", "Loại", "Nội dung", "Số tiền (triệu đồng)"]
    return [heading, *([f"x{at}", "phần", f"Việc {at}", cell] for at, cell in enumerate(cells))]


def amounts(rows, choices=None, kind="xlsx"):
    checked = check(FORMATS[kind](rows), f"a.{kind}", CURRENT, choices)
    held = "mobilisation" in checked.held
    return checked, None if held else [int(one) for one in checked.frames["mobilisation"]["amount_vnd"]]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("cell", ["1,250", "1.250", "1,250 triệu"])
def test_a_sign_before_three_digits_is_asked_where_nothing_tells(kind, cell):
    checked, read = amounts(money(cell), kind=kind)
    (asked,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert read is None and list(asked.options) == [VI, EN] and asked.finding.code == "which_decimal"
    said = asked.finding.message("vi")
    whole, other = (EN, VI) if "," in cell else (VI, EN)
    assert cell in said and f"1250 nếu tệp viết số kiểu {whole}" in said and f"nếu viết kiểu {other}" in said


@pytest.mark.parametrize(
    ("cell", "style", "amount"),
    [("1,250", VI, 1_250_000), ("1,250", EN, 1_250_000_000), ("1.250", VI, 1_250_000_000), ("1.250", EN, 1_250_000)],
)
def test_the_answer_is_how_the_column_is_written(cell, style, amount):
    (asked,) = questions(amounts(money(cell))[0].findings, CURRENT, Choices(), "vi")
    checked, read = amounts(money(cell), Choices().answered(asked.kind, asked.written, style))
    assert read == [amount] and any(one.code == "decimal_chosen" for one in checked.findings)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (("1,250", "12,5"), [1_250_000, 12_500_000]),
        (("1,250", "1.250,5"), [1_250_000, 1_250_500_000]),
        (("1,250", "12.5"), [1_250_000_000, 12_500_000]),
        (("1,250", "1,250,000"), [1_250_000_000, 1_250_000_000_000]),
        (("1.250", "0,364"), [1_250_000_000, 364_000]),
        (("740", 12.5), [740_000_000, 12_500_000]),
        (("12,5", "12.5"), None),
    ],
)
def test_another_cell_of_the_column_tells_how_it_is_written(cells, read):
    assert amounts(money(*cells))[1] == read


@pytest.mark.parametrize(("cell", "told"), [("8,512", True), ("8.512", False), ("8512", False)])
def test_a_column_of_whole_numbers_has_one_reading_only(cell, told):
    rows = [["Xã", "Dân số"], [UNIT, cell]]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    assert list(checked.frames["units"]["population"]) == [8512]
    assert any(one.code == "comma_of_thousands" for one in checked.findings) == told


@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from(["vi", "en"]))
def test_what_is_printed_in_a_style_is_never_taken_for_the_other(number, decimals, style):
    printed = format_number(number / 10**decimals, style)
    if "." in printed or "," in printed:
        assert style_of(printed) in (style, None)


def reported(cell, measure):
    rows = [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], [measure, cell, "theo báo cáo", "30/9/2024"]]
    return check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)


@pytest.mark.parametrize(
    ("cell", "met", "total", "codes"),
    [
        ("{noun}", None, None, {"not_a_number"}),
        ("19 {noun}", 19, 22, {"count_in_words"}),
        ("21/22 {noun}", 21, 22, {"count_in_words"}),
        ("21/22 (95,45%)", 21, 22, {"count_in_words"}),
        ("21/22 {noun} (95,45%)", 21, 22, {"count_in_words"}),
        ("21/22 (59,45%)", 21, 22, {"count_in_words", "percent_differs"}),
        ("17 trên 22 {noun}", 17, 22, {"count_in_words"}),
        ("17 trong tổng số 22", 17, 22, {"count_in_words"}),
        ("20 {noun}/22 {noun}", 20, 22, {"count_in_words"}),
        ("20 {noun} / 22 {noun} (90,9%)", 20, 22, {"count_in_words"}),
        ("3 (tăng 1 xã)", 3, 22, {"count_in_words"}),
        ("19 con bò", None, None, {"which_figure"}),
        ("17 trên 112 con bò", None, None, {"which_figure"}),
        ("20 con bò/22 {noun}", None, None, {"which_figure"}),
        ("17 (dự kiến)", None, None, {"which_figure"}),
    ],
)
def test_a_count_with_its_noun_and_percentage_is_read_and_compared(cell, met, total, codes):
    measure = "school.primary"
    checked = reported(cell.format(noun=COUNTED[measure]), measure)
    told = {one.code for one in checked.findings} & {
        "count_in_words",
        "percent_differs",
        "not_a_number",
        "which_figure",
    }
    assert told == codes
    if met is not None:
        row = checked.frames["reported_totals"].iloc[0]
        assert row["met"] == met and row["total"] == total


def test_a_percentage_beside_the_total_is_compared_as_well():
    rows = [["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"]]
    rows += [["school.primary", "20 trường", "22 trường (50%)", "theo báo cáo", "30/9/2024"]]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    assert "percent_differs" in {one.code for one in checked.findings}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("5 (dự kiến 6)", {"5": 5, "6": 6, "–": None}),
        ("tăng 1, đạt 23", {"1": 1, "23": 23, "–": None}),
        ("8.500; 9.000 thôn", {"8.500": 8500, "9.000 thôn": 9000, "–": None}),
        ("1 345 (kế hoạch 1 400)", {"1345": 1345, "1400": 1400, "–": None}),
        ("7 thôn; chờ sáp nhập", {"7 thôn": 7, "–": None}),
        ("-", {"0": 0, "–": None}),
    ],
)
def test_a_text_that_is_no_figure_alone_is_asked_with_each_of_its_figures(kind, cell, readings):
    rows = FORMATS[kind]([["Xã", "Dân số", "Số thôn"], [UNIT, 8512, cell]])
    (asked,) = questions(check(rows, f"a.{kind}", CURRENT).findings, CURRENT, Choices(), "vi")
    assert list(asked.options) == list(readings) and asked.finding.code == "which_figure"
    for reading, number in readings.items():
        read = check(rows, f"a.{kind}", CURRENT, Choices().answered(asked.kind, asked.written, reading))
        assert list(read.frames["units"]["villages"].astype(object).where(lambda one: one.notna(), None)) == [number]


def test_a_total_has_the_noun_of_what_is_counted_too():
    rows = [["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"]]
    rows.append(["school.primary", "1.017 {}", "1.022 {}", "theo báo cáo", "30/9/2024"])
    rows[1] = [cell.format(COUNTED["school.primary"]) for cell in rows[1]]
    read = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT).frames["reported_totals"].iloc[0]
    assert (read["met"], read["total"]) == (1017, 1022)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("cell", "number", "code"),
    [
        ("12 345", 12345, "blanks_of_thousands"),
        ("12\u00a0345", 12345, "blanks_of_thousands"),
        ("112 345 người", 112_345, "blanks_of_thousands"),
        ("11,2 nghìn", 11_200, "unit_in_cell"),
        ("12 34", None, "not_a_number"),
    ],
)
def test_blanks_between_thousands_and_words_for_them_are_read_with_a_note(kind, cell, number, code):
    checked = check(FORMATS[kind]([["Xã", "Dân số", "Số thôn"], [UNIT, cell, 4]]), f"a.{kind}", CURRENT)
    assert [one.cell for one in checked.findings if one.code == code] == ["B2"]
    assert number is None or list(checked.frames["units"]["population"]) == [number]


def people(area="Diện tích", people="Dân số", line=None, cells=(2345.6, 8.5)):
    rows = [["Xã", area, people], [UNIT, *cells]]
    return check(FORMATS["xlsx"]([*([[line]] if line else []), *rows]), "a.xlsx", CURRENT)


@pytest.mark.parametrize(
    "given",
    [
        {"line": "ĐVT: ha, nghìn người"},
        {"area": "Diện tích (ha)", "people": "Dân số (nghìn người)"},
        {"area": "Diện tích tự nhiên (ha)", "people": "Dân số (1.000 người)"},
        {"area": "Diện tích (ha)", "people": "Dân số trung bình (1.000 người)"},
        {"cells": ("2345,6 ha", "8,5 nghìn người")},
    ],
)
def test_figures_in_another_unit_are_turned_into_the_column_s(given):
    row = people(**given).frames["units"].iloc[0]
    assert (row["area_km2"], row["population"]) == (23.456, 8500)


def test_a_line_with_another_unit_than_the_heading_s_is_asked():
    checked = people("Diện tích (ha)", "Số dân (nghìn người)", "Đơn vị tính: km²")
    (asked,) = [one for one in checked.findings if one.severity == "error"]
    assert (asked.code, asked.cell, asked.asked.readings) == ("unit_in_line", "A1", ("km²", "ha"))
    assert "units" not in checked.frames


@pytest.mark.parametrize(
    ("given", "area"), [({"area": "Diện tích (km²)"}, 234.56), ({"area": "Diện tích (km2)"}, 234.56)]
)
def test_the_column_s_own_unit_changes_nothing(given, area):
    checked = people(**given, cells=(234.56, 8500))
    assert checked.frames["units"]["area_km2"].iloc[0] == area and not [
        one for one in checked.findings if one.code == "amounts_scaled"
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("2.310 ha", 8500), {("unit_in_cell", "B2")}),
        (("23,1", 8500), set()),
        (("1750", 8500), {("part_beyond_whole", "B2")}),  # hectares, more than the unit above has
        ((23.1, 8_500_000), {("part_beyond_whole", "C2")}),
    ],
)
def test_a_figure_of_another_size_than_its_column_s_unit_is_told_at_its_cell(cells, told):
    found = people(area="Diện tích (km2)", cells=cells).findings
    assert {(one.code, one.cell) for one in found if one.code in ("unit_in_cell", "part_beyond_whole")} == told


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (["Bình Đông,19.325", "Bình Hải,12.401"], "which_decimal"),
        (["Xã Không Có,10", "Cụm Không Đâu,20"], "unknown_place"),
    ],
)
def test_what_follows_from_an_open_question_is_not_told_before_its_answer(rows, asked):
    found = check("\n".join(["Xã,Diện tích (km2)", *rows]).encode(), "dien-tich.csv", CURRENT).findings
    assert {one.code for one in found if one.severity == "error"} == {asked}


def test_what_figures_are_multiplied_by_is_printed_in_each_language():
    (said,) = [one for one in amounts(money(12))[0].findings if one.code == "amounts_scaled"]
    assert "1.000.000" in said.message("vi") and "1,000,000" in said.message("en")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("165", "1.250", "250.000.000"), ["D4"]),
        ((165, 1250, 250_000_000), ["D4"]),
        (("165", "1.250", "250.000.000 đồng"), []),
        ((165, 1250, 90_000), []),
    ],
)
def test_a_figure_that_is_a_unit_s_factor_larger_than_those_beside_it_has_to_say_its_unit(cells, told):
    checked, read = amounts(money(*cells))
    assert [one.cell for one in checked.findings if one.code == "beyond_its_unit"] == told
    assert (read is None) == bool(told)


def test_without_a_unit_a_figure_that_needs_one_is_refused():
    checked = people()
    assert {one.code for one in checked.findings if one.severity == "error"} >= {"amount_without_unit"}
    assert (
        people(area="Diện tích (sào)").frames == {}
        or "area_km2" not in people(area="Diện tích (sào)").blocks[0].columns.values()
    )


def test_a_column_that_is_written_in_two_ways_is_told_with_a_cell_of_each():
    checked, read = amounts(money("1,250", "12,5", "12.5"))
    (said,) = [one for one in checked.findings if one.code == "two_styles"]
    assert read is None and said.cell == "D4" and "«12,5»" in said.message("vi") and "«12.5»" in said.message("en")


def dated(days, code, choices=None):
    """Documents of these days, shown by a number format."""
    known = CURRENT["documents"].dropna(subset=["date"])
    known = known[known["date"].map(lambda day: day.day <= 12 and day.day != day.month)].iloc[0]

    def form(sheet):
        for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
            cell.number_format = code

    shown = {"known": known["date"], "turned": known["date"].replace(day=known["date"].month, month=known["date"].day)}
    heading = ["Số, ký hiệu", "Ngày, tháng, năm", "Cơ quan ban hành", "Loại văn bản", "Trích yếu"]
    rest = [known["issuer"], "Kế hoạch", known["subject"]]
    rows = [heading, *([known["number"], shown.get(day, day), *rest] for day in days)]
    return known, check(sheet_file("Danh mục", rows, form), "a.xlsx", CURRENT, choices)


def test_a_day_shown_month_first_is_asked_where_it_could_be_another():
    known, checked = dated(["turned"], "mm/dd/yyyy")
    (asked,) = [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == DAYS]
    assert asked.finding.code == "which_day_order" and "documents" in checked.held
    assert asked.finding.cell == "B2" and asked.finding.value == f"{known['date']:%d/%m/%Y}"
    for answer, is_known in ((DAY_FIRST, True), (MONTH_FIRST, False)):
        _, checked = dated(["turned"], "mm/dd/yyyy", Choices().answered(asked.kind, asked.written, answer))
        assert (checked.frames["documents"]["date"].iloc[0] == known["date"]) is is_known
        assert any(one.code == "known_of_other_day" for one in checked.findings) is not is_known


@pytest.mark.parametrize("is_stored", [False, True])  # a text, or what a spreadsheet program took for a day
def test_days_beside_one_whose_month_can_only_stand_first_are_asked_too(is_stored):
    other = date(2019, 5, 8) if is_stored else "8/5/2019"
    days = [other, "8/16/2019", "25/3/2019"]
    _, checked = dated(days, "dd/mm/yyyy")
    (asked,) = [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == DAYS]
    assert asked.finding.code == "days_beside_month_first" and asked.finding.cell == "B2"
    assert "B3" in asked.finding.message("vi") and "documents" in checked.held
    for answer, read in ((DAY_FIRST, date(2019, 5, 8)), (MONTH_FIRST, date(2019, 8, 5))):
        _, checked = dated(days, "dd/mm/yyyy", Choices().answered(asked.kind, asked.written, answer))
        wrong = [one.cell for one in checked.findings if one.code == "not_a_date"]
        assert wrong == (["B3"] if answer == DAY_FIRST else [])
        if answer == MONTH_FIRST:
            assert checked.frames["documents"]["date"].tolist()[:2] == [read, date(2019, 8, 16)]
    _, checked = dated([other, "25/3/2019"], "dd/mm/yyyy")
    assert not [one for one in questions(checked.findings, CURRENT, Choices(), "vi") if one.kind == DAYS]


@pytest.mark.parametrize(
    ("day", "code", "is_told"),
    [
        ("turned", "dd/mm/yyyy", True),
        ("turned", "mm-dd-yy", True),  # in the order of the reader's system
        ("known", "dd/mm/yyyy", False),
        (date(2019, 3, 25), "mm/dd/yyyy", True),
        (date(2019, 3, 3), "mm/dd/yyyy", True),
    ],
)
def test_a_day_of_one_reading_is_not_asked_and_another_day_of_a_known_document_is_told(day, code, is_told):
    _, checked = dated([day], code)
    codes = [one.code for one in checked.findings]
    assert "which_day_order" not in codes and ("known_of_other_day" in codes) is is_told


@pytest.mark.parametrize(
    ("code", "is_told"), [("mm/yyyy", True), ("yyyy", True), ("dd/mm/yyyy", False), ("d-mmm", False)]
)
def test_a_day_of_which_only_the_month_is_seen_is_warned_of(code, is_told):
    _, checked = dated([date(2019, 3, 1)], code)
    found = [(one.severity, one.cell, one.value) for one in checked.findings if one.code == "day_not_shown"]
    assert found == [("warning", "B2", "01/3/2019")] * is_told


@pytest.mark.parametrize(
    ("cell", "readings", "answer", "read"),
    [
        ("98,5% (kế hoạch 100%)", ["98,5%", "100%", "–"], "98,5%", (None, 98.5)),
        ("1,250 cái", ["1.250", "–"], "1.250", (1250, None)),
        ("1,2 triệu cái", ["1.200.000", "–"], "1.200.000", (1_200_000, None)),
        ("Từ 23 lên 27/36", ["23", "27/36", "–"], "27/36", (27, None)),
    ],
)
def test_what_is_offered_for_a_figure_can_be_read(cell, readings, answer, read):
    measure = CURRENT["measures"]["id"].iloc[0]
    rows = [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], [measure, cell, "theo báo cáo", "30/9/2024"]]
    file = sheet_file("Số báo cáo", rows)
    (asked,) = questions(check(file, "a.xlsx", CURRENT).findings, CURRENT, Choices(), "vi")
    assert list(asked.options) == readings
    checked = check(file, "a.xlsx", CURRENT, Choices().answered(asked.kind, asked.written, answer))
    row = checked.frames["reported_totals"].iloc[0]
    assert [None if pd.isna(row[name]) else row[name] for name in ("met", "percent_printed")] == list(read)


@pytest.mark.parametrize(("cell", "code"), [("98,5%", "General"), (0.985, "0.0%"), (1, "0%")])
def test_what_is_seen_as_a_percentage_is_no_count(cell, code):
    measure = CURRENT["measures"]["id"].iloc[0]
    rows = [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], [measure, cell, "theo báo cáo", "30/9/2024"]]
    file = sheet_file("Số báo cáo", rows, lambda sheet: setattr(sheet["B2"], "number_format", code))
    checked = check(file, "a.xlsx", CURRENT)
    row = checked.frames["reported_totals"].iloc[0]
    assert pd.isna(row["met"]) and row["percent_printed"] == (100 if cell == 1 else 98.5)
    assert any(one.code == "unit_is_percent" for one in checked.findings)


def test_a_question_of_decimals_names_each_cell_that_it_is_of():
    (asked,) = questions(amounts(money("1,250", "2,500"))[0].findings, CURRENT, Choices(), "vi")
    assert "D2, D3" in asked.finding.message("vi")


@pytest.mark.parametrize(
    ("cell", "number", "day", "code"),
    [
        ("Số 2130/QĐ-UBND ngày 20/8/2019", "2130/QĐ-UBND", date(2019, 8, 20), "document_in_words"),
        ("Quyết định số: 2130 /QĐ–UBND", "2130/QĐ-UBND", None, "document_in_words"),
        ("2130/QĐ-BNN-VPĐP", "2130/QĐ-BNN-VPĐP", None, None),
        ("26/2019/UBTVQH15", "26/2019/UBTVQH15", None, None),
        ("Kế hoạch {known}", "{known}", None, "document_in_words"),
        ("{known_in_small_letters}, bản sao", "{known}", None, "document_in_words"),
        ("2131/QĐ-UBND; 2132/QĐ-UBND", None, None, "several_documents"),
        ("1875/UBND\n1876/UBND", None, None, "several_documents"),
        ("không ghi số (giao ban 20/8/2019)", "không ghi số (giao ban 20/8/2019)", None, None),
    ],
)
def test_a_document_is_called_by_its_number_and_not_by_the_words_around_it(cell, number, day, code):
    documents = CURRENT["documents"]
    known = documents.loc[documents["number"].str.contains("/KH-"), "number"].iloc[0]
    written = cell.format(known=known, known_in_small_letters=known.lower())
    rows = [["Số, ký hiệu", "Ngày, tháng, năm", "Cơ quan ban hành", "Loại văn bản", "Trích yếu"]]
    rows += [[written, "", "Sở A", "Kế hoạch", "Việc B"]]
    checked = check(sheet_file("Danh mục", rows), "a.xlsx", CURRENT)
    told = {one.code for one in checked.findings} & {"document_in_words", "several_documents"}
    assert told == ({code} if code else set()) and ("documents" in checked.held) == (number is None)
    if number:
        (row,) = checked.frames["documents"][["number", "date"]].astype(object).itertuples(index=False, name=None)
        assert row[0] == number.format(known=known) and (row[1] == day if day else pd.isna(row[1]))
