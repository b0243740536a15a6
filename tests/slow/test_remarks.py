"""Remarks beside results: what takes one back is warned of, what nobody understands is shown once a column."""

import pandas as pd
import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from tests.slow.test_marks import FORMATS, UNITS

CURRENT = read_folder()
TITLE = "KẾT QUẢ TIÊU CHÍ XÃ NÔNG THÔN MỚI"


def warned(form, texts, heading="Ghi chú", mark="Đ", below=()):
    rows = [["TT", "Xã", "Giao thông", heading]]
    rows += [[at + 1, name, mark, text] for at, (name, text) in enumerate(zip(UNITS, texts, strict=False))]
    checked = check(FORMATS[form]([[TITLE], *rows, *([one] for one in below)]), "xa.xlsx", CURRENT)
    codes = "remark_with_caveat", "remarks_not_understood"
    return [(one.code, one.cell, one.context.get("cells")) for one in checked.findings if one.code in codes]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("heading", ["Ghi chú", "Vướng mắc", "Tồn tại, vướng mắc", ""])
def test_what_a_remark_says_of_a_mark_is_never_unseen(form, heading):
    texts = ["UBND tỉnh đã thông báo không công nhận", "theo Bộ tiêu chí 2016 - 2020", "", "khi bãi rác đóng cửa"]
    (caveat, strange) = warned(form, texts, heading)
    assert caveat == ("remark_with_caveat", "D3", "D3")
    assert strange == ("remarks_not_understood", "D4", f"D4 «{texts[1]}»; D6 «{texts[3]}»")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "12",
        "15/3/2024",
        "năm 2023",
        "Quý II/2024",
        "QĐ số 12/QĐ-UBND ngày 3/2/2024",
        "Đã kiểm tra",
        "Đạt",
        "(*)",
    ],
)
def test_remarks_that_change_nothing_are_not_told(text):
    assert not warned("xlsx", [text, text])


def test_a_remark_beside_what_is_not_met_or_beside_nothing_is_not_told():
    assert not warned("xlsx", ["khi bãi rác đóng cửa"], mark="KĐ") and not warned("xlsx", ["một ý khác"], mark="")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("(*) Không tính thôn cuối", "remark_with_caveat"),
        ("(*) theo Bộ tiêu chí trước đây", "remarks_not_understood"),
        ("Ghi chú: đã họp hai lần", "remarks_not_understood"),
        ("Ghi chú: Đ: đạt; KĐ: chưa đạt", None),
        ("Nguồn: Phòng Kinh tế", None),
    ],
)
def test_remarks_below_the_table_are_read_too(line, code):
    assert [one for one, *_ in warned("xlsx", ["(*)", ""], below=["", line])] == ([code] if code else [])


def test_many_remarks_are_one_warning_that_names_the_first():
    ((_, cell, cells),) = warned("xlsx", [f"ý kiến {name}" for name in UNITS])
    assert cell == "D3" and cells.count("«") == 5 and cells.endswith("; …")


TOTAL = CURRENT["reported_totals"].dropna(subset=["met", "total"]).iloc[0]
NOUN = CURRENT["measures"].set_index("id").loc[TOTAL["measure"], "noun"]


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize(("more", "is_told"), [(1, True), (0, False)])
def test_a_count_of_a_known_total_in_a_sentence_is_warned_of_unless_it_is_known(is_above, more, is_told):
    met = f"{TOTAL['met'] - more}/{TOTAL['total']}"
    lines = [[f"Tổng hợp: {met} {NOUN} đạt, tổng điểm 76,5/{TOTAL['total']}"]]
    rows = [["TT", "Xã", "Giao thông"], [1, UNITS[0], "Đ"]]
    rows = [[TITLE], *lines, *rows] if is_above else [[TITLE], *rows, [], *lines]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    found = [one for one in checked.findings if one.code == "ratio_in_line"]
    assert [one.value for one in found] == [met] * is_told
    assert all(CURRENT["measures"].set_index("id").loc[TOTAL["measure"], "name"] in one.message("vi") for one in found)


PART = CURRENT["mobilisation"].dropna(subset=["amount_vnd"]).iloc[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("01 nhà chưa bàn giao", "remarks_not_understood"), ("chưa trừ số trùng", "remark_with_caveat")],
)
def test_a_remark_beside_an_amount_is_told_as_beside_a_result(text, code):
    columns = schema().tables["mobilisation"].columns.values()
    there = [column for column in columns if pd.notna(PART[column.name]) and not column.listed]
    row = [str(PART[column.name]) for column in there]
    checked = check(FORMATS["xlsx"]([[*(one.heading for one in there), "Ghi chú"], [*row, text]]), "a.xlsx", CURRENT)
    told = [one.code for one in checked.findings if one.code in ("remark_with_caveat", "remarks_not_understood")]
    assert told == [code]


@pytest.mark.parametrize(("text", "is_told"), [("Tỉnh đã có QĐ thu hồi", True), ("giữ vững", False)])
def test_a_column_beside_units_that_denies_is_warned_of_and_any_other_is_not(text, is_told):
    rows = [["Mã", "Tên", "Diện tích (km²)", "Tình hình hiện nay"]]
    units = CURRENT["units"].query("kind == 'commune'").head(2)
    rows += [[unit.code, unit.name_, 10, text] for unit in units.rename(columns={"name": "name_"}).itertuples()]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    cells = [one.context["cells"] for one in checked.findings if one.code == "remark_with_caveat"]
    assert "units" in checked.frames and cells == (["D2, D3"] if is_told else [])
