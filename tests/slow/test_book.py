"""The workbook to take along: its numbers are the ratios, its charts are native, uploaded again it changes nothing."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from bs_metrics.contract.schema import schema
from bs_metrics.exports.book import book
from bs_metrics.exports.pack import Pack
from bs_metrics.figures.style import print_palette
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_files
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot, snapshot_of
from bs_metrics.views.phrases import gap_text, ratio_text
from bs_metrics.views.texts import ratio_name
from bs_metrics.words import LANGUAGES, words
from tests.hostile import HOSTILE
from tests.spreadsheets import saved

OWN = schema().extra_sheets
SIGNS = ["=1+1", "+1", "-1", "@x", "'x", "_x0041_", "a\nb", " x", "00012", "1e5", "TRUE", "#N/A", "{=1}", "12/3"]


@pytest.fixture(scope="module")
def files(shipped):
    """The shipped data's workbook in each language."""
    return {language: book.make(Pack(shipped, language)) for language in LANGUAGES}


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request, files):
    """The shipped data's workbook in a language: its bytes, the language."""
    return files[request.param], request.param


@pytest.fixture(scope="module")
def opened(made):
    return load_workbook(io.BytesIO(made[0]))


def goes_round(shown, content):
    """What checking the file against its own snapshot finds, and whether publishing it would change anything."""
    checked = check(content, "so-lieu.xlsx", shown.tables)
    filled = {name for name, frame in checked.frames.items() if len(frame)}
    assert filled == {name for name in schema().tables if len(shown.tables[name])}
    for replace in (frozenset(), frozenset(checked.frames)):
        after = snapshot_of(combined(shown.tables, checked.frames, replace=replace))
        assert changes_between(shown, after).is_empty
    return checked.findings


def test_uploaded_again_there_is_no_finding_and_no_change(files, shipped):
    assert goes_round(shipped, files["vi"]) == []


def test_an_edit_of_the_file_is_the_only_change(files, shipped):
    edited = load_workbook(io.BytesIO(files["vi"]))
    table = schema().tables["units"]
    cell = edited[table.sheet].cell(2, list(table.columns).index("name") + 1)
    cell.value = "Tên khác"
    checked = check(saved(edited), "x.xlsx", shipped.tables)
    found = changes_between(shipped, snapshot_of(combined(shipped.tables, checked.frames)))
    assert {name: one.numbers for name, one in found.rows.items()} == {
        "units": {"added": 0, "changed": 1, "removed": 0}
    }


def test_another_district_goes_round(workbook):
    content = workbook(
        about=[{"key": "district", "value": "Ba Tơ"}],
        units=[{"code": f"{number}", "kind": "commune", "name": text} for number, text in enumerate(SIGNS)],
        criteria_sets=[{"id": "px", "name": "=HYPERLINK(1)", "applies_to": "commune", "pass_rule": "all"}],
        measures=[{"id": "px", "name": "=1+1", "noun": "mục", "counts": "units", "set": "px"}],
        results=[{"set": "px", "unit": "1", "result": "met"}],
    )
    shown = snapshot({"ba-to.xlsx": content})
    file = book.make(Pack(shown, "vi"))
    checked = check(file, "x.xlsx", shown.tables)
    assert [one for one in checked.findings if one not in shown.tables.findings] == []
    assert list(checked.frames["units"]["name"]) == list(shown.tables["units"]["name"])
    for replace in (frozenset(), frozenset(checked.frames)):
        assert changes_between(shown, snapshot_of(combined(shown.tables, checked.frames, replace=replace))).is_empty
    assert not formulas(load_workbook(io.BytesIO(file)))


def test_hostile_names_go_round_and_stay_text(spoilt):
    file = book.make(Pack(spoilt, "en"))
    assert goes_round(spoilt, file) == []
    workbook = load_workbook(io.BytesIO(file))
    assert not formulas(workbook)
    said = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value]
    assert [text for text in HOSTILE if not any(text in cell for cell in said)] == []
    assert not [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if outward(cell)]


@pytest.mark.parametrize("name", ["a_x0007_b", "W" * 32000])
def test_a_first_row_of_signs_that_a_note_cannot_hold_is_written(workbook, name):
    shown = snapshot({"a.xlsx": workbook(units=[{"code": "1", "kind": "commune", "name": name}])})
    made = load_workbook(io.BytesIO(book.make(Pack(shown, "vi"))))[schema().tables["units"].sheet]
    notes = [cell.comment.text for cell in made[1]]
    assert all(len(note) < 1000 and "\x07" not in note for note in notes)


def test_a_day_of_any_year_goes_round():
    days = [date(1890, 1, 2), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)]
    rows = [f"{number}/KH,kế hoạch,x,x,x,{day:%d/%m/%Y}" for number, day in enumerate(days)]
    content = "\n".join(["Số hiệu,Loại,Trích yếu,Cơ quan ban hành,Nguồn,Ngày", *rows]).encode()
    empty = read_files({})
    shown = snapshot_of(combined(empty, check(content, "van-ban.csv", empty).frames))
    assert list(shown.tables["documents"]["date"]) == days
    checked = check(book.make(Pack(shown, "vi")), "x.xlsx", shown.tables)
    assert list(checked.frames["documents"]["date"]) == days


def test_a_table_can_be_read_on_paper(opened):
    """No more letters side by side than a page holds, rows as high as their texts, headings and codes on each page."""
    for name, table in schema().tables.items():
        sheet = opened[table.sheet]
        wide = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        pages = sheet.page_setup.fitToWidth
        assert sum(wide) / pages <= 200 and sheet.print_title_rows == "$1:$1", name
        assert sheet.print_title_cols == ("$A:$A" if pages > 1 else None), name
        for row in sheet.iter_rows(min_row=2):
            texts = [cell.value if isinstance(cell.value, str) else "" for cell in row]
            lines = max(-(-len(text) // width) for text, width in zip(texts, wide, strict=True))
            assert lines <= 1 or sheet.row_dimensions[row[0].row].height >= 15 * lines, (name, row[0].row)
    assert opened[schema().tables["criteria"].sheet].page_setup.fitToWidth > 1


def formulas(workbook):
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def outward(cell):
    return cell.hyperlink is not None and cell.hyperlink.target is not None


def test_a_table_that_was_held_back_is_left_out_and_named(workbook):
    sheet = schema().tables["schools"].sheet
    given = load_workbook(io.BytesIO(workbook(units=[{"code": "1"}], schools=[{"name": "A", "level": "primary"}])))
    given[sheet].delete_cols(1)
    shown = snapshot({"a.xlsx": saved(given)})
    assert shown.tables.is_lost("schools")
    made = load_workbook(io.BytesIO(book.make(Pack(shown, "vi"))))
    assert sheet not in made.sheetnames
    assert words("unread.said", "vi", names=sheet) in texts(made[OWN["about"]])


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_first_sheet_names_the_snapshot_and_links_to_every_sheet(opened, made, shipped):
    first, pack = opened.worksheets[0], Pack(shipped, made[1])
    assert first.title == OWN["about"] and pack.named in texts(first)
    targets = {cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert targets == {f"'{name}'!A1" for name in opened.sheetnames[1:]}


def test_the_numbers_are_those_of_the_ratios(opened, made, shipped):
    language = made[1]
    rows = list(opened[OWN["ratios"]].iter_rows(values_only=True))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert len(named) == len(shipped.ratios)
    for row, ratio in zip(named, shipped.ratios.values(), strict=True):
        assert row[words("column.measure", language)] == ratio_name(ratio, language)
        assert row[words("column.ratio", language)] == ratio_text(ratio, language)
        assert row[words("column.gap", language)] == gap_text(ratio, language)
        if ratio.total is None:
            assert row[words("book.total", language)] is None
            continue
        met, unknown, not_met, total = (row[words(f"book.{name}", language)] for name in COUNTS)
        assert (met, met + unknown, total) == (ratio.tally.lower, ratio.tally.upper, ratio.total)
        assert met + unknown + not_met == total
        least, most = (row[words(f"book.share_{name}", language)] for name in ("least", "most"))
        assert (least, most) == pytest.approx((met / total, (met + unknown) / total))
        bounds = tuple(row[words(f"book.gap_{name}", language)] for name in ("least", "most"))
        assert bounds == (ratio.gap_bounds or (None, None))
        is_set = ratio.target is not None and ratio.target.is_number
        assert row[words("book.needed", language)] == (ratio.needed if is_set else None)
        deadline = row[words("column.deadline", language)]
        assert (deadline.date() if deadline else None) == (ratio.target.deadline if ratio.target else None)


COUNTS = ("met", "unknown", "not_met", "total")


def test_known_figures_of_the_report_stand_there(opened, made):
    rows = {row[0]: row for row in opened[OWN["ratios"]].iter_rows(values_only=True)}
    figures = {(row[1], row[4], row[7]) for row in rows.values()}
    assert {("7/22", 7, 22), ("55/63", 55, 63), ("2–3/5", 2, 5), ("2/9", 2, 9)} <= figures


def test_a_contradiction_has_no_share_and_no_gap(workbook):
    content = workbook(
        measures=[{"id": "s", "name": "Trường", "noun": "trường", "counts": "schools"}],
        schools=[{"name": "A", "level": "primary", "result": "met"}],
        reported_totals=[{"measure": "s", "met": 0, "total": 1}],
    )
    shown = snapshot({"a.xlsx": content})
    assert shown.ratios["s"].headline.kind == "contradiction"
    sheet = load_workbook(io.BytesIO(book.make(Pack(shown, "en"))))[OWN["ratios"]]
    head, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    empty = ("book.share_least", "book.share_most", "book.gap_least", "book.gap_most", "column.gap_points")
    assert [cells[words(key, "en")] for key in empty] == [None] * 5
    either = words("ratio.contradiction", "en", reported=r"\d+/\d+", items=r"[\d–]+/\d+")
    assert re.fullmatch(either, cells[words("column.ratio", "en")])


def cells_of(workbook, reference):
    name, _, cells = reference.rpartition("!")
    first, top, last, bottom = range_boundaries(cells.replace("$", ""))
    sheet = workbook[name.strip("'")]
    return [row[0] for row in sheet.iter_rows(top, bottom, first, last, values_only=True)]


def title_of(part):
    return "".join(run.t for line in part.title.tx.rich.p for run in line.r or ())


def test_the_charts_are_native_and_draw_the_cells_beside_them(opened, made):
    charts = opened[OWN["charts"]]._charts
    assert len(charts) >= 5
    whole = 0
    for chart in charts:
        assert (chart.type, chart.grouping, chart.overlap) == ("bar", "stacked", 100)
        assert chart.x_axis.delete is False and chart.y_axis.delete is False
        total = 0
        for series in chart.series:
            values = cells_of(opened, series.val.numRef.f)
            cached = [float(point.v) for point in series.val.numRef.numCache.pt]
            assert values == pytest.approx(cached), "a viewer that does not reckon shows the same"
            assert len(cells_of(opened, series.cat.strRef.f)) == len(values)
            total += sum(values)
        if (
            chart.y_axis.scaling.max == 1
        ):  # else what lies beyond a threshold is not counted; points have a common scale
            assert total <= len(values) + 1e-9
            whole += total == pytest.approx(len(values))
        assert title_of(chart) and title_of(chart.y_axis)
    assert whole >= 3 and title_of(charts[0]) == words("overview.gaps", made[1])
    gaps = charts[0]
    told = cells_of(opened, gaps.series[0].cat.strRef.f)
    advanced = next(at for at, label in enumerate(told) if "2/21" in label)
    assert cells_of(opened, gaps.series[0].val.numRef.f)[advanced] == pytest.approx(2 / 21)


def test_statuses_differ_in_fill_and_take_the_colours_of_the_theme(opened, made):
    palette, language = print_palette(), made[1]
    looks = {}
    for chart in opened[OWN["charts"]]._charts:
        for series in chart.series:
            (name,) = cells_of(opened, series.tx.strRef.f)
            looks[name] = series.graphicalProperties
    met, unknown, missing = (looks[words(key, language)] for key in ("deck.met", "deck.unknown", "deck.missing_shares"))
    assert f"#{colour(met.solidFill)}".lower() == palette.met
    assert unknown.pattFill.prst == "wdUpDiag" and f"#{colour(unknown.pattFill.fgClr)}".lower() == palette.unknown
    assert missing.noFill and f"#{colour(missing.ln.solidFill)}".lower() == palette.missing


def test_every_sheet_prints_in_landscape_with_its_headings(opened):
    for sheet in opened:
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == (1 if sheet.title == OWN["about"] else 0)
        if sheet.title not in (OWN["about"], OWN["charts"]):
            assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes, sheet.title


def test_many_measures_make_several_charts(workbook):
    measures = [{"id": f"m{number}", "name": f"M{number}", "noun": "x", "counts": "schools"} for number in range(30)]
    shown = snapshot({"a.xlsx": workbook(measures=measures, schools=[{"name": "A", "level": "primary"}])})
    opened = load_workbook(io.BytesIO(book.make(Pack(shown, "vi"))))
    charts = opened[OWN["charts"]]._charts
    told = [label for chart in charts for label in cells_of(opened, chart.series[0].cat.strRef.f)]
    assert all(any(label.startswith(f"M{number}:") for label in told) for number in range(30))
    assert all(len(chart.series[0].val.numRef.numCache.pt) <= 12 for chart in charts)
    tops = [chart.anchor._from.row for chart in charts]
    assert tops == sorted(set(tops))


def colour(choice):
    """The six letters of a colour, which openpyxl wraps once where it wrote it and twice where it read it."""
    found = choice.srgbClr
    return getattr(found, "val", found)
