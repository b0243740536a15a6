"""Units of measure beside each row, or in the line above the table: they decide what a figure is."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from tests.looks import FORMATS, Seen, looking
from tests.slow.test_marks import as_text

CURRENT = read_folder()
MADE = {**{kind: lambda rows, kind=kind: looking(kind, rows) for kind in FORMATS}, "csv": as_text}
TOTALS = CURRENT["reported_totals"].dropna(subset=["met", "total"])
MEASURES = CURRENT["measures"].set_index("id").loc[TOTALS["measure"]]
NAMES = MEASURES["name"].tolist()
SET = CURRENT["criteria_sets"].set_index("id").loc["town", "name"]
CRITERIA = CURRENT["criteria"].query("set == 'town'").set_index("unit_of_measure")["name"]


def read(kind, rows, choices=None):
    return check(MADE[kind](rows), f"a.{kind}", CURRENT, choices)


def told(checked, *codes):
    return [(one.code, one.cell) for one in checked.findings if one.code in codes]


def reported(units, cells, line="", beside=("", "")):
    """Reported figures with a unit each (none: no such column), and a line above."""
    heading, more = beside
    headings = [
        "Chỉ số",
        *(["ĐVT"] if units else []),
        "Kết quả",
        "Cơ sở",
        "Số liệu đến",
        *([heading] if heading else []),
    ]
    rows = [
        [name, *units[at : at + 1], cell, "theo báo cáo", "30/9/2024", *([more] if heading else [])]
        for at, (name, cell) in enumerate(zip(NAMES, cells, strict=False))
    ]
    return [*([[line]] if line else []), headings, *rows]


def figures(checked):
    frame = checked.frames["reported_totals"][["met", "percent_printed"]].astype(object)
    return [
        tuple(None if one != one or one is None else one for one in row)
        for row in frame.where(frame.notna(), None).values
    ]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(
    ("units", "line", "read_as"),
    [
        (["%", MEASURES["noun"].iloc[1]], "", [(None, 14), (17, None)]),
        ([], "Đơn vị tính: %", [(None, 14), (None, 17)]),
        ([], "Tỷ lệ đạt chuẩn (%)", [(None, 14), (None, 17)]),
        (["", "%"], "", [(14, None), (None, 17)]),
        (["%", ""], "ĐVT: %", [(None, 14), (None, 17)]),
    ],
)
def test_counts_under_percent_are_percentages(kind, units, line, read_as):
    checked = read(kind, reported(units, [14, 17], line))
    assert figures(checked) == read_as
    assert [code for code, _ in told(checked, "unit_is_percent", "unknown_heading")] == ["unit_is_percent"]


@pytest.mark.parametrize("cell", ["14%", "14,0", "14 %"])
def test_however_a_percentage_is_written(cell):
    assert figures(read("csv", reported(["%"], [cell]))) == [(None, 14)]


def test_a_ratio_is_none():
    assert figures(read("xlsx", reported(["%"], ["2/21"]))) == [(2, None)]


@pytest.mark.parametrize(
    ("units", "line", "beside"),
    [
        (["điểm"], "", ("", "")),
        (["nghìn người"], "", ("", "")),
        (["%"], "", ("Tổng số", 21)),
        (["%"], "", ("Tỷ lệ (%)", 9.5)),
        ([], f"ĐVT: {MEASURES['noun'].iloc[0]}, %", ("", "")),
        ([], "Số liệu dưới đây tính theo %", ("", "")),
    ],
)
def test_a_unit_that_contradicts_its_count_is_asked(units, line, beside):
    rows = reported(units, [14], line, beside)
    checked = read("xlsx", rows)
    assert [code for code, _ in told(checked, "which_unit")] == ["which_unit"] and checked.held == {"reported_totals"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    for answer, met in (("Số đạt", 14), ("%", None)):
        answered = read("xlsx", rows, Choices().answered(question.kind, question.written, answer))
        assert figures(answered)[0][0] == met and not told(answered, "which_unit")


@pytest.mark.parametrize("line", ["Đơn vị: Phòng Nông nghiệp", "ĐVT: triệu đồng", "Đơn vị tính: xã"])
def test_a_line_of_another_kind_leaves_counts_alone(line):
    assert figures(read("xlsx", reported([], [2], line))) == [(2, None)]


def values(cells, units, line="", heading="Đơn vị tính"):
    """Values of criteria of a set with a unit each."""
    rows = [["Tiêu chuẩn", *([heading] if heading else []), "Giá trị", "Kết quả"]]
    rows += [
        [CRITERIA.loc[own], *([unit] if heading else []), cell, ""]
        for own, unit, cell in zip(("người", "km²", "đơn vị"), units, cells, strict=False)
    ]
    return [[f"BẢNG SO SÁNH {SET}"], *([[line]] if line else []), *rows]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(
    ("units", "line", "heading"),
    [
        (["nghìn người", "ha", "đơn vị"], "", "Đơn vị tính"),
        (["1.000 người", "(ha)", "đơn vị"], "", "ĐVT"),
        (["", "", ""], "ĐVT: nghìn người, ha, đơn vị", ""),
        (["nghìn người", "", ""], "ĐVT: ha", "ĐVT"),
        (["nghìn người", "", ""], "(Đơn vị tính ha)", "ĐVT"),
        (["", "", ""], "Quy mô dân số tính bằng nghìn người, diện tích theo ha", ""),
    ],
)
def test_values_are_turned_into_the_units_of_their_criteria(kind, units, line, heading):
    said = ["183,1", "46.685,24", "22"]
    cells = said if line == "" or heading == "" else said[:2]
    checked = read(kind, values(cells, units, line, heading))
    assert checked.frames["results"]["value"].tolist() == [183100, 466.8524, 22][: len(cells)]
    assert len(told(checked, "unit_scaled")) == 2 and not told(checked, "unknown_heading", "which_unit")


@pytest.mark.parametrize("unit", ["ha", "sào", "%"])
def test_a_unit_of_something_else_is_asked(unit):
    rows = values([183.1], [unit])
    checked = read("xlsx", rows)
    assert told(checked, "which_unit") == [("which_unit", "C3")] and checked.held == {"results"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    for answer, value in (("người", [183.1]), ("–", [])):
        answered = read("xlsx", rows, Choices().answered(question.kind, question.written, answer))
        assert answered.frames["results"]["value"].dropna().tolist() == value and not told(answered, "which_unit")


def test_a_percentage_by_its_format_is_the_one_that_is_seen():
    name = CRITERIA.loc["%"]
    rows = [[f"BẢNG SO SÁNH {SET}"], ["Tiêu chuẩn", "Giá trị"], [name, Seen(0.58, code="0%")]]
    checked = read("xlsx", [*rows, [CRITERIA.loc["đơn vị"], 22]])
    assert checked.frames["results"]["value"].tolist() == [58, 22]


def test_a_column_merged_down_says_the_unit_of_each_row():
    content = looking("xlsx", reported(["%", ""], [14, 17]), merged=["B2:B3"])
    assert figures(check(content, "a.xlsx", CURRENT)) == [(None, 14), (None, 17)]


def test_a_unit_of_a_criterion_that_has_none_is_warned_of():
    criteria = CURRENT["criteria"].query("set == 'district_nr' and unit_of_measure.isna() and parent.notna()")
    title = CURRENT["criteria_sets"].set_index("id").loc["district_nr", "name"]
    rows = [[title], ["Tiêu chí", "ĐVT", "Giá trị"], [criteria["name"].iloc[0], "nghìn người", 5]]
    checked = read("xlsx", rows)
    assert told(checked, "unit_not_kept") == [("unit_not_kept", "C3")]


def test_percentages_of_their_own_column_are_what_the_line_speaks_of():
    checked = read("xlsx", reported([], [2], "ĐVT: %", ("Tỷ lệ (%)", 9.5)))
    assert figures(checked) == [(2, 9.5)] and not told(checked, "which_unit", "unit_is_percent")


def test_a_column_of_units_under_the_heading_of_a_group_is_none_of_values():
    rows = values(["183,1", "46.685,24"], ["nghìn người", "ha"])
    head = [["Tiêu chuẩn", "Kết quả thực hiện", "", ""], ["", "Đơn vị tính", "Giá trị", "Kết quả"]]
    checked = check(looking("xlsx", [rows[0], *head, *rows[2:]], merged=("B2:D2", "A2:A3")), "a.xlsx", CURRENT)
    assert checked.frames["results"]["value"].tolist() == [183100, 466.8524]


@pytest.mark.parametrize(
    ("asked", "value", "verdict", "is_told"),
    [
        ("≥ 95%", "94,6%", "Đạt", True),
        (">= 95 %", "95%", "Đạt", False),
        ("≥ 95%", "95%", "Chưa đạt", True),
        ("≤ 5%", "5,1%", "Đạt", True),
        ("≥ 95% (vùng khó khăn ≥ 90%)", "94,6%", "Đạt", False),  # which of both counts is not known
        ("từ 95%", "94,6%", "Đạt", False),
    ],
)
def test_a_verdict_against_its_own_value_and_what_the_file_asks_for_is_told(asked, value, verdict, is_told):
    name = CURRENT["criteria"].query("set == 'town' and threshold.isna()")["name"].iloc[0]
    rows = [[SET], ["Tiêu chí", "Mức yêu cầu", "Giá trị", "Kết quả"], [name, asked, value, verdict]]
    assert told(read("xlsx", rows), "value_contradicts") == ([("value_contradicts", "D3")] if is_told else [])
