"""What is asked of agencies: what the ratios count as unknown, in the form of the right one, which changes no more."""

import io
from collections import Counter
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from openpyxl import load_workbook

from bs_metrics.__main__ import main
from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.measures.ratios import ratios
from bs_metrics.measures.unknown.unknowns import unknowns
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.requests.agencies import agencies, agency_named, line_text
from bs_metrics.words import LANGUAGES, Problem, words
from bs_metrics.writers.template import form_file, template
from tests.conftest import shown, tables_of
from tests.spreadsheets import saved
from tests.test_missing import places

SHEETS = {name: table.sheet for name, table in schema().tables.items()}


@given(places())
def test_what_is_asked_for_is_what_the_ratios_count_as_unknown(place):
    of_place, asked = tables_of(**place), Counter()
    for one in unknowns(of_place):
        assert one.lacks == "name" or one.number == len(one.items)
        if one.ratio and one.lacks in ("result", "name") and one.status == "unknown":
            asked[one.ratio.id] += one.number
    for ratio in ratios(of_place).values():
        named_below = ratio.measure.counts == "items"  # of which what is proven above is not asked
        assert asked[ratio.id] <= ratio.tally.unknown if ratio.total else not asked[ratio.id]
        if ratio.total and not named_below and ratio.headline.kind != "contradiction":
            assert asked[ratio.id] == ratio.tally.unknown


PLACE = {
    "about": [{"key": "as_of", "value": "01/8/2024"}],
    "units": [
        {"code": "d", "name": "Vũ Ninh", "kind": "district"},
        *({"code": code, "name": name, "kind": "commune"} for code, name in (("1", "Một"), ("2", "Hai"))),
    ],
    "criteria_sets": [
        {"id": "s", "name": "Bộ S", "applies_to": "district", "pass_rule": "all", "official_criteria": 5, "stage": 1},
        {"id": "c", "name": "Điều kiện C", "applies_to": "district", "pass_rule": "all", "part_of": "s"},
        {"id": "u", "name": "Bộ U", "applies_to": "commune", "pass_rule": "all"},
    ],
    "criteria": [
        *({"set": "s", "code": code, "name": f"Việc {code}"} for code in "1234"),
        {"set": "c", "code": "1", "name": "Hài lòng"},
        *({"set": "u", "code": code, "name": f"Nhà (nếu có) {code}"} for code in "12"),
    ],
    "results": [
        {"set": "s", "criterion": "1", "unit": "d", "result": "met"},
        {"set": "s", "criterion": "2", "unit": "d", "result": "not_met", "agency": "Phòng B; Phòng A"}
        | {"deadline": date(2024, 6, 30)},
        {"set": "s", "criterion": "3", "unit": "d", "result": "unknown", "agency": "Phòng B", "basis": "planned"},
        {"set": "u", "criterion": "1", "unit": "1", "result": "met"},
        {"set": "u", "criterion": "1", "unit": "2", "result": "not_met", "agency": "Phòng A", "cost_million_vnd": 5},
    ],
    "schools": [{"name": "Trường Hoa Sen", "level": "primary", "result": "not_met", "agency": "Phòng A"}],
    "measures": [
        {"id": "s", "name": "Tiêu chí S", "noun": "tiêu chí", "counts": "criteria", "set": "s", "order": 1},
        {"id": "u", "name": "Tiêu chí U", "noun": "tiêu chí", "counts": "criteria", "set": "u", "order": 2},
        {"id": "t", "name": "Trường chuẩn", "noun": "trường", "counts": "schools", "order": 3},
        {"id": "h", "name": "Hộ dùng nước", "noun": "hộ", "counts": "reported", "order": 4},
    ],
    "targets": [{"measure": "s", "count": 5, "deadline": date(2024, 12, 31)}],
    "reported_totals": [
        {"measure": "t", "met": 1, "total": 3, "as_of": date(2024, 8, 1)},
        {"measure": "h", "percent_printed": 90, "as_of": date(2024, 8, 1)},
    ],
    "tasks": [
        {"id": "t1", "kind": "task", "title": "x", "set": "s", "criterion": "4", "agency": "Phòng C"},
        {"id": "t2", "kind": "task", "title": "x", "set": "c", "agency": "Phòng D"},
        {"id": "t3", "kind": "task", "title": "x", "set": "u", "agency": "Phòng E", "status": "done"},
    ],
    "actions": [{"id": "a1", "what": "Họp lại", "set": "s", "criterion": "2", "agency": "Phòng A", "source": "x"}],
}


@pytest.fixture(scope="module")
def place():
    return snapshot_of(tables_of(**PLACE))


def test_who_can_tell_is_the_row_else_its_tasks_else_nobody(place):
    asked = {(one.agency, one.ratio and one.ratio.id, one.lacks): one.number for one in unknowns(place.tables)}
    assert asked == {
        ("Phòng B", "s", "result"): 1,
        ("Phòng C", "s", "result"): 1,
        ("Phòng B", "s", "cost"): 1,
        ("Phòng A", "s", "cost"): 1,
        (None, "s", "name"): 1,
        (None, "u", "result"): 2,
        ("Phòng A", "u", "deadline"): 1,
        ("Phòng A", "t", "deadline"): 1,
        (None, "t", "name"): 2,
        (None, "h", "total"): 1,
        ("Phòng D", None, "result"): 1,
    }


def test_of_a_set_that_applies_to_no_unit_nothing_is_asked_and_of_a_measure_without_a_figure_its_numbers():
    counts = ("units", "criteria", "items", "schools", "reported")
    bare = tables_of(
        units=[{"code": "d", "kind": "district"}],
        criteria_sets=[{"id": "u", "applies_to": "commune"}, {"id": "w", "applies_to": "commune", "stage": 1}],
        criteria=[{"set": "u", "code": "1"}],
        measures=[{"id": each, "counts": each, "set": "u", "order": 1} for each in counts],
    )
    (line,) = agencies(snapshot_of(bare), "vi")[None].lines["asked"]
    assert line.reason == words("requests.why_no_figure", "vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_says_what_is_asked_and_why_overdue_first(place, language):
    found = agencies(place, language)
    assert [one.name for one in found.values()][-1] == words("missing.unassigned", language)
    lines = found["Phòng B"].lines
    late, narrows = (line_text(line, place, language) for line in lines["asked"])
    assert "32" in late and words("requests.why_cost", language) in late and "1–4/5" in narrows
    assert "3. Việc 3" in lines["asked"][1].what and list(found["Phòng A"].lines) == ["missing", "decided", "asked"]
    assert words("requests.why_condition", language, name="Bộ S") in found["Phòng D"].lines["asked"][0].reason


def opened(content):
    workbook = load_workbook(io.BytesIO(content))
    return workbook, {sheet.title: [cell.value for cell in sheet[1]] for sheet in workbook}


def taken(place, content):
    """What comes of a form that is handed in."""
    checked = check(content, "bieu.xlsx", place.tables)
    assert not [one.code for one in checked.findings if one.severity != "note"]
    return changes_between(place, snapshot_of(combined(place.tables, checked.frames))).rows


def test_a_form_that_nobody_filled_in_changes_nothing(place, shipped):
    for state, language in ((place, "en"), (shipped, "vi")):
        for agency in agencies(state, language):
            assert taken(state, form_file(state, agency, language, "https://x/upload")) == {}


def filled(workbook, heads, sheet, row, **cells):
    for heading, value in cells.items():
        workbook[sheet].cell(row, heads[sheet].index(heading.replace("_", " ")) + 1, value)


def test_what_is_filled_in_is_the_only_change(place):
    workbook, heads = opened(form_file(place, "Phòng B", "vi"))
    results = SHEETS["results"]
    assert [row[1] for row in workbook[results].iter_rows(2, values_only=True)] == ["3", "2"]
    assert workbook[results].cell(2, heads[results].index("Cơ sở") + 1).value is None, "of a result that is not known"
    filled(workbook, heads, results, 2, Kết_quả="đạt", Quyết_định="12/QĐ")
    (changes,) = taken(place, saved(workbook)).values()
    told = {one["changed_column"]: one["new"] for one in changes.changed.to_dict("records")}
    assert told.pop("source").startswith("bieu.xlsx") and changes.added.empty and changes.removed.empty
    assert set(changes.changed["criterion"]) == {"3"}
    assert (told["result"], told["decision"]) == ("met", "12/QĐ") and not set(told) - {"result", "decision", "basis"}


def test_what_has_no_row_yet_is_added_and_no_other(place):
    workbook, heads = opened(form_file(place, None, "vi"))
    results, schools, totals = (SHEETS[name] for name in ("results", "schools", "reported_totals"))
    assert heads[results][:4] == ["Mã bộ", "Mã tiêu chí", "Mã đơn vị", schema().extra_headings["beside"]]
    assert workbook[results].max_row == 3 and workbook[schools].max_row == 1 and SHEETS["criteria"] in heads
    filled(workbook, heads, results, 3, Kết_quả="chưa đạt", Vướng_mắc="Thiếu vốn")
    filled(workbook, heads, schools, 2, Tên_trường="Trường Sao Mai", Cấp_học="tiểu học")
    filled(workbook, heads, totals, 2, Số_đạt=9, Tổng_số=10)
    changes = taken(place, saved(workbook))
    assert {name: len(one.added) for name, one in changes.items()} == {"results": 1, "schools": 1, "reported_totals": 0}
    assert changes["results"].added[["criterion", "unit", "result"]].to_numpy().tolist() == [["2", "2", "not_met"]]


def test_points_that_nobody_knows_are_asked_of_whoever_has_their_criterion():
    points = {
        "criteria_sets": [
            {"id": "s", "name": "Bộ S", "applies_to": "district", "pass_rule": "points", "pass_mark": 8.0, "stage": 1}
        ],
        "criteria": [{"set": "s", "code": code, "name": f"Việc {code}", "points_max": 6.0} for code in "123"],
        "results": [
            {"set": "s", "criterion": "1", "unit": "d", "result": "met", "points": 5.0, "agency": "Phòng A"},
            {"set": "s", "criterion": "2", "unit": "d", "result": "met", "agency": "Phòng A"},
        ],
        "tasks": [{"id": "t", "kind": "task", "title": "x", "set": "s", "criterion": "3", "agency": "Phòng C"}],
    }
    place = snapshot_of(tables_of(**{"units": PLACE["units"], "about": PLACE["about"]} | points))
    asked = {one.agency: [*one.items["criterion"]] for one in unknowns(place.tables) if one.lacks == "points"}
    assert asked == {"Phòng A": ["2"], "Phòng C": ["3"]}
    lines = agencies(place, "vi")["Phòng A"].lines["asked"]
    assert [line.reason for line in lines] == [words("requests.why_points", "vi")] and "Việc 2" in lines[0].what
    workbook, heads = opened(form_file(place, "Phòng A", "vi"))
    results = SHEETS["results"]
    assert [row[1] for row in workbook[results].iter_rows(2, values_only=True)] == ["2"]
    filled(workbook, heads, results, 2, Điểm=4)
    (changes,) = taken(place, saved(workbook)).values()
    assert "points" in {one["changed_column"] for one in changes.changed.to_dict("records")}


def test_results_offer_their_words(place):
    workbook, heads = opened(form_file(place, "Phòng B", "vi"))
    sheet = workbook[SHEETS["results"]]
    cell = sheet.cell(2, heads[sheet.title].index("Kết quả") + 1).coordinate
    assert any(cell in choice.sqref for choice in sheet.data_validations.dataValidation)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(template(tables_of(**PLACE)))
    return tmp_path


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_agency_has_a_file_with_what_is_overdue_first(folder, tmp_path, ending):
    out = tmp_path / f"a.{ending}"
    assert main(["export", str(out), "--agency", "Phòng B", "--data", str(folder)]) == 0
    if ending == "docx":
        tables = Document(out).tables
        rows = [[cell.text for cell in row.cells] for table in tables[1:-1] for row in table.rows]
        assert rows[1][1:] == ["Việc 2", "chưa có", "30/6/2024 (quá hạn 32 ngày)"]
    else:
        first = load_workbook(out).worksheets[0]
        texts = [cell.value for row in first.iter_rows() for cell in row if cell.value]
        assert first.title == schema().extra_sheets["asked"] and texts.index("30/6/2024 (quá hạn 32 ngày)") < 12


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        (
            "Phòng Z",
            "a.docx",
            words("requests.no_agency", "vi", name="Phòng Z", known="Phòng A; Phòng B; Phòng C")[:-1],
        ),
        ("Phòng A", "a.pptx", words("requests.no_format", "vi", file="a.pptx")),
        ("Phòng A", "a.docx.pdf", words("requests.no_format", "vi", file="a.docx.pdf")),
    ],
)
def test_what_cannot_be_written_for_an_agency_is_said(folder, tmp_path, capsys, name, file, said):
    assert main(["export", str(tmp_path / file), "--agency", name, "--data", str(folder)]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / file).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_asked_and_gives_the_form(app, shipped, language):
    page = app("data", language)
    (one,) = agencies(shipped, language).values()
    assert one.lines["asked"][0].what in shown(page) and any(one.value.endswith("/upload") for one in page.text)
    assert words("requests.form_nobody", language) in [button.proto.label for button in page.get("download_button")]


def test_what_is_given_to_nobody_has_its_list(place):
    assert agency_named(place, words("missing.unassigned", "en"), "en").agency is None
    with pytest.raises(Problem):
        agency_named(place, "", "en")
