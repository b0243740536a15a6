"""What is known is not lost because a file says nothing of it: empty counts, formulas without a result, totals."""

import io

import pandas as pd
import pytest
import xlwt

from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.filling import keep_totals
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_folder
from bs_metrics.snapshots.combined import combined
from tests.looks import looking
from tests.other_formats import ods
from tests.slow.test_marks import as_text

CURRENT = read_folder()
KINDS = ("xlsx", "xls", "ods", "csv")
TOTALS = CURRENT["reported_totals"].dropna(subset=["met", "total"]).query("met < total")
NAMES = CURRENT["measures"].set_index("id").loc[TOTALS["measure"], "name"].tolist()
DAY = f"{TOTALS['as_of'].iloc[0]:%d/%m/%Y}"


def read(kind, rows):
    return check(as_text(rows) if kind == "csv" else looking(kind, rows), f"a.{kind}", CURRENT)


def told(checked, *codes):
    return [(one.severity, one.code, one.cell) for one in checked.findings if one.code in codes]


def reported(cells, day="30/9/2024", **more):
    """Reported counts; more columns have one value in each row."""
    rows = [[name, cell, "theo báo cáo", day, *more.values()] for name, cell in zip(NAMES, cells, strict=False)]
    return [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến", *more], *rows]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_not_filled_in_yet_erases_nothing(kind):
    checked = read(kind, reported([1, "", " "], **{"Ghi chú": "đang tổng hợp"}))
    assert told(checked, "blank_erases", "blank_stays") == [("error", "blank_erases", "B3")]
    assert checked.held == {"reported_totals"}


def test_an_empty_cell_of_a_known_day_is_said_to_stay_and_does():
    checked = read("xlsx", reported(["", ""], DAY, **{"Ghi chú": "đang tổng hợp"}))
    same_day = TOTALS["as_of"].iloc[:2].eq(TOTALS["as_of"].iloc[0]).sum()
    assert told(checked, "blank_stays") == [("note", "blank_stays", "B2")] and same_day == 2
    assert not told(checked, "blank_erases") and not checked.held
    now = combined(CURRENT, checked.frames)["reported_totals"]
    assert now["met"].tolist() == CURRENT["reported_totals"]["met"].tolist()


def test_a_percentage_is_a_figure_as_well():
    checked = read("xlsx", reported([""], **{"Tỷ lệ (%)": 14}))
    assert told(checked, "blank_erases") == [("warning", "blank_erases", "B2")] and not checked.held


@pytest.mark.parametrize("kind", KINDS)
def test_a_count_without_a_total_keeps_the_known_one(kind):
    checked = read(kind, reported([int(TOTALS["met"].iloc[0]), 1]))
    assert checked.frames["reported_totals"]["total"].tolist() == TOTALS["total"].tolist()[:2]
    assert told(checked, "total_kept") == [("note", "total_kept", "B2")]


def test_a_count_of_an_older_day_is_not_given_a_total_of_a_later_one():
    day, of = pd.Timestamp("2024-06-30"), {"measure": "m", "met": 3}
    frame = pd.DataFrame([of | {"as_of": day + pd.Timedelta(days=days), "total": pd.NA} for days in (-9, 0, 9, 99)])
    known = pd.DataFrame([of | {"as_of": day + pd.Timedelta(days=days), "total": 20 + days} for days in (0, 50)])
    rows = keep_totals(schema().tables["reported_totals"], frame, known)
    assert rows == [1, 2, 3] and frame["total"].tolist()[1:] == [20, 20, 70]


def test_more_than_the_known_total_is_an_error():
    checked = read("xlsx", reported([int(TOTALS["total"].iloc[0]) + 1]))
    assert told(checked, "more_met_than_all", "total_kept") == [("error", "more_met_than_all", "B2")]


def of_formulas(kind):
    """A count that a program wrote as a formula, never calculated; a remark that is one is none of the table's."""
    if kind == "xls":
        book, rows = xlwt.Workbook(), reported([xlwt.Formula("22-14")])
        sheet = book.add_sheet("Sheet1")
        for row, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                sheet.write(row, at, cell)
        sheet.write(len(rows) + 3, 9, xlwt.Formula("1-1"))
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()
    lines = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell table:formula="of:=22-14"/>'
            if cell is None
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in reported([None])
    )
    return ods(f'<table:table table:name="Sheet1">{lines}</table:table>')


@pytest.mark.parametrize(
    ("kind", "finding"),
    [("xls", ("warning", "formula_empty", "B2")), ("ods", ("error", "formula_without_value", "B2"))],
)
def test_a_formula_that_was_never_calculated_is_told(kind, finding):
    checked = check(of_formulas(kind), f"a.{kind}", CURRENT)
    assert told(checked, "formula_empty", "formula_without_value") == [finding]
    assert told(checked, "blank_erases") == [("error", "blank_erases", "B2")]


def test_a_population_beyond_that_of_the_whole_unit_is_an_error():
    name = CURRENT["units"].query("parent.notna()")["name"].iloc[0]
    checked = read("xlsx", [["Tên đơn vị", "Dân số (nghìn người)"], [name, 15301]])
    assert told(checked, "part_beyond_whole") == [("error", "part_beyond_whole", "B2")] and checked.held == {"units"}
