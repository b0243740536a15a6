"""A district of other names, sets and figures, with every optional cell blank: the same code shows it."""

from typing import Any

import pytest

from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.sets.matrix import point_rows
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.pages import FACTS

SETS = [
    {"id": "nt", "name": "Nông thôn", "stage": 1, "page": "new-rural", "applies_to": "district", "pass_rule": "all"},
    {"id": "dk", "name": "Điều kiện", "part_of": "nt", "applies_to": "district", "pass_rule": "all"},
    {
        "id": "dt",
        "name": "Đô thị",
        "stage": 2,
        "page": "urban",
        "applies_to": "district",
        "pass_rule": "points",
        "official_items": 3,
    },
    {"id": "tx", "name": "Thị xã Ba Tơ", "stage": 3, "page": "town", "applies_to": "district", "pass_rule": "all"},
    {"id": "px", "name": "Xã", "applies_to": "commune", "pass_rule": "all"},
]
CRITERIA = [
    {"set": "nt", "code": "1", "name": "Một"},
    {"set": "nt", "code": "1.1", "parent": "1", "name": "Một một"},
    {"set": "dk", "code": "1", "name": "Tỷ lệ xã", "measure": "px"},
    {"set": "dt", "code": "1", "name": "Quy mô", "points_max": 10, "items": 3},
    {"set": "tx", "code": "1", "name": "Dân số", "operator": "ge", "threshold": 5000},
]
RESULTS = [
    {"set": "dt", "criterion": "1", "unit": "d", "points": 4},
    {"set": "tx", "criterion": "1", "unit": "d", "value": 4321},
    {"set": "px", "unit": "x1", "result": "met"},
]
MEASURES = [
    {"id": "nt", "counts": "criteria", "set": "nt", "stage": 1, "role": "headline", "phrase": "tiêu chí"},
    {"id": "nt.items", "counts": "items", "set": "nt", "stage": 1, "role": "detail", "parent": "nt"},
    {"id": "px", "counts": "units", "set": "px", "stage": 1, "role": "condition"},
    {"id": "dt", "counts": "items", "set": "dt", "stage": 2, "role": "headline"},
    {"id": "tx", "counts": "criteria", "set": "tx", "stage": 3, "role": "headline"},
    {"id": "school", "name": "Trường chuẩn", "counts": "schools"},
]

DISTRICT: dict[str, Any] = dict(
    about=[
        {"key": "district", "value": "Ba Tơ"},
        {"key": "goal", "value": "thị xã"},
        {"key": "as_of", "value": "2024-08-01"},
    ],
    units=[
        {"code": "d", "kind": "district", "name": "Ba Tơ"},
        {"code": "x1", "kind": "commune", "name": "Ba Vì", "tile_column": 0, "tile_row": 0},
        {"code": "x2", "kind": "commune", "name": "Ba Xa", "tile_column": 1, "tile_row": 0},
    ],
    criteria_sets=SETS,
    criteria=CRITERIA,
    results=RESULTS,
    measures=[{"name": row["id"], "noun": "mục"} | row for row in MEASURES],
    schools=[{"name": "Trường Ba Vì", "level": "primary", "unit": "x2"}],
    mobilisation=[{"id": "m", "kind": "total", "what": "Ngày công", "quantity": 31}],
    emulation=[{"id": "p", "kind": "phase", "name": "Đợt"}],
    documents=[{"number": "1/KH", "kind": "plan"}],
    dossiers=[{"name": "Quy hoạch Ba Tơ"}],
    tasks=[{"id": "t", "title": "Việc"}],
)


@pytest.fixture
def other_district(workbook, tmp_path, monkeypatch):
    """The app on one small workbook of another district."""
    content = workbook(**DISTRICT)
    (tmp_path / "ba-to.xlsx").write_bytes(content)
    monkeypatch.setenv("BS_DATA", str(tmp_path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows_the_figures_of_another_district(app, other_district, language):
    page = app("overview", language)
    for name, facts in FACTS.items():
        said = shown(at_address(page, name).run())
        assert not page.exception, name
        assert [figure for figure in facts.elsewhere if not any(form in said for form in figure.split("|"))] == []
        assert "Bình Sơn" not in said and "<NA>" not in said and "None" not in said and "nan" not in said.split()


def test_a_chosen_unit_of_another_district_has_its_sheet(app, other_district):
    page = app("communes", unit="x2")
    assert not page.exception and "x2" in shown(page) and words("units.no_source", "vi") in shown(page)
    assert "Trường Ba Vì" in shown(page), "a school of which nothing is known"


def test_a_district_without_a_named_goal_has_a_whole_sentence(app, workbook, tmp_path, monkeypatch):
    (tmp_path / "ba-to.xlsx").write_bytes(workbook(**DISTRICT | {"about": [{"key": "district", "value": "Ba Tơ"}]}))
    monkeypatch.setenv("BS_DATA", str(tmp_path))
    for language in LANGUAGES:
        assert words("summary.goal", language) in app("overview", language).title[0].value


def test_standards_whose_result_is_known_are_not_drawn_as_unknown(workbook):
    named = [{"set": "dt", "code": f"1.{number}", "parent": "1", "name": "x"} for number in (1, 2)]
    stated = [
        {"set": "dt", "criterion": code, "unit": "d", "result": result}
        for code, result in (("1.1", "met"), ("1.2", "not_met"))
    ]
    given = DISTRICT | {"criteria": CRITERIA + named, "results": RESULTS + stated}
    made = snapshot({"ba-to.xlsx": workbook(**given)})
    assert point_rows(made.tables, made.ratios, "dt", "vi")[0].count.startswith("1–2/3 ")


def test_many_missing_schools_do_not_bury_the_overview(app, workbook, tmp_path, monkeypatch):
    schools = [{"name": f"Trường số {number}", "level": "primary", "result": "not_met"} for number in range(2000)]
    (tmp_path / "ba-to.xlsx").write_bytes(workbook(**DISTRICT | {"schools": schools}))
    monkeypatch.setenv("BS_DATA", str(tmp_path))
    page = app("overview")
    assert not page.exception and "Trường số 1999" not in shown(page) and "Trường số 2" in shown(page)
    opened = app("overview", open="unasked_lines")
    assert not opened.exception and "Trường số 1999" in shown(opened)


def test_the_schools_page_gives_totals_without_names_first_then_a_dozen_names_and_the_rest_at_a_click(
    app, workbook, tmp_path, monkeypatch
):
    schools = [{"name": f"Trường số {number:04}", "level": "primary", "result": "met"} for number in range(2000)]
    totals = [{"measure": "school", "met": 2007, "total": 2007, "basis": "reported"}]
    measures = [*DISTRICT["measures"][:-1], DISTRICT["measures"][-1] | {"filter": "Cấp học = tiểu học"}]
    given = DISTRICT | {"schools": schools, "reported_totals": totals, "measures": measures}
    (tmp_path / "ba-to.xlsx").write_bytes(workbook(**given))
    monkeypatch.setenv("BS_DATA", str(tmp_path))
    said = shown(app("schools"))
    unnamed = words("schools.unnamed_met", "vi", number=7, level="tiểu học")
    assert said.index(unnamed) < said.index("Trường số 0000") < said.index("Trường số 0011")
    assert "Trường số 0012" not in said and words("show.first_lines", "vi", shown=12, number=2000) in said
    opened = app("schools", "en", open="schools_met")
    assert not opened.exception and "Trường số 0012" in shown(opened) and "Trường số 1999" in shown(opened)
    assert opened.query_params["open"] == "schools_met"
