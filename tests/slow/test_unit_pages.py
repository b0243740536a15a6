"""A matrix of communes by criteria, uploaded: what it changes stands on the page, in the slides and in the report."""

from html import unescape
from typing import Any

import pytest

from bs_metrics.__main__ import main
from bs_metrics.contract.records import Unit
from bs_metrics.exports.pack import Pack
from bs_metrics.exports.report import report
from bs_metrics.intake.check import check
from bs_metrics.measures.counting import criteria_of
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.changes import since
from bs_metrics.views.gaps import missing, missing_text
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.units import number_tiles, numbers_of_units, unit_lines, unit_table
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.corpus.files import book
from tests.slow.test_report import opened, said

SET, NUMBER = "commune_nr", "criteria_met_commune_nr"
FAILING = {"Bình An": ("17", "18"), "Bình Trị": ("3",)}
REASONS = {
    "vi": ("Bình An: ghi là đạt nhưng chưa đạt tiêu chí 17, 18", "Bình Trị: ghi là đạt nhưng chưa đạt tiêu chí 3"),
    "en": ("Bình An: stated as met, but criteria 17, 18 not met", "Bình Trị: stated as met, but criterion 3 not met"),
}


def matrix(shipped, cell=lambda unit, code: "Đạt"):
    """Twenty-one communes by nineteen criteria as an office sends them, three of them "Chưa đạt"."""
    criteria = criteria_of(shipped.tables, SET)
    communes = [unit.name for unit in shipped.tables.rows(Unit) if unit.kind == "commune"]
    assert (len(communes), len(criteria)) == (21, 19)
    rows: list[list[Any]] = [
        ["UBND HUYỆN BÌNH SƠN"],
        ["KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI"],
        [],
        ["STT", "Tên xã", *(criterion.name.vi for criterion in criteria)],
    ]
    for number, name in enumerate(communes, start=1):
        marks = ("Chưa đạt" if one.code in FAILING.get(name, ()) else cell(name, one.code) for one in criteria)
        rows.append([number, name, *marks])
    return book({"Sheet1": rows})


@pytest.fixture(scope="module")
def uploaded(shipped):
    """The shipped data after the matrix."""
    return snapshot_of(combined(shipped.tables, check(matrix(shipped), "xa.xlsx", shipped.tables).frames))


def code_of(shipped, name):
    return next(unit.code for unit in shipped.tables.rows(Unit) if unit.name == name)


def test_communes_that_fail_no_longer_count_as_met_and_contradict_what_is_stated(shipped, uploaded):
    before, after = shipped.ratios["commune.new_rural"], uploaded.ratios["commune.new_rural"]
    assert (before.headline.kind, before.headline.met, before.total) == ("items", 21, 21)
    assert (after.headline.kind, after.counts.met, after.counts.doubtful) == ("contradiction", 19, 2)
    assert [id for id in shipped.ratios if shipped.ratios[id].headline != uploaded.ratios[id].headline] == [
        "commune.new_rural"
    ]


def test_a_matrix_that_is_uploaded_is_seen_on_the_page(app, shipped, tmp_path, capsys):
    (tmp_path / "xa.xlsx").write_bytes(matrix(shipped))
    assert main(["publish", str(tmp_path / "xa.xlsx"), "--note", "ma trận", "--author", "An"]) == 0
    for language in LANGUAGES:
        a_matrix_is_seen(app, shipped, language)


def a_matrix_is_seen(app, shipped, language):
    page = app("communes", language, unit=code_of(shipped, "Bình An"))
    told = unescape(shown(page))
    assert not page.exception
    tally = {"vi": "17/19 tiêu chí đạt, 2 chưa đạt", "en": "17/19 criteria met, 2 not met"}[language]
    assert tally in told and words("known_by.doubtful", language, stated=words("status.met", language)) in told
    for code in (17, 18):
        assert f"**{words('unit_criteria.noun_one', language).capitalize()} {code}** " in told
    assert f"Bình An: {words('status.doubtful', language)}" in told
    assert f"Bình Minh: {words('status.met', language)}" in told
    counted = app("communes", language, set=NUMBER)
    told = unescape(shown(counted))
    assert not counted.exception and "Bình An: 17;" in told and "Bình Trị: 18;" in told
    only = app("communes", language, set=SET, status="doubtful")
    assert words("units.filtered", language, status=words("status.doubtful", language)) in (unescape(shown(only)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_and_report_name_the_communes_with_the_criteria_that_they_fail(shipped, uploaded, language):
    slide = next(each for each in slides(uploaded, language) if each.id == f"communes-{SET}")
    line = {"vi": "Tiêu chí chưa đạt: ", "en": "Criteria not met: "}[language] + "Bình Trị (3), Bình An (17, 18)"
    assert line in slide.lines and "19/21" in slide.title
    table = unit_table(uploaded.tables, uploaded.ratios, language)
    cells = dict(zip(table.iloc[:, 1], table.iloc[:, 3], strict=True))
    assert cells["Bình An"] == f"{words('status.doubtful', language)}: {REASONS[language][0].partition(': ')[2]}"
    assert cells["Bình Minh"] == words("status.met", language)
    document = said(opened(report.make(Pack(uploaded, language))))
    assert all(reason in document for reason in REASONS[language]) and cells["Bình An"] in document
    before = said(opened(report.make(Pack(shipped, language))))
    assert not any(reason.partition(": ")[2] in before for reason in REASONS[language])


def test_since_last_time_what_is_not_met_is_told_before_all_that_is(shipped, uploaded):
    groups = dict(since(shipped, uploaded, "vi").groups)
    known = next(lines for lines in groups.values() if len(lines) == 399)
    assert all(words("status.not_met", "vi") in line.change for line in known[:3])
    assert all(words("status.not_met", "vi") not in line.change for line in known[3:])


def test_what_is_not_known_is_one_number_and_no_list(shipped):
    def cell(name, code):
        return "" if name == "Bình An" and code != "1" else "Đạt"

    frames = check(matrix(shipped, cell), "xa.xlsx", shipped.tables).frames
    partly = snapshot_of(combined(shipped.tables, frames))
    for language, tally in (
        ("vi", "1/19 tiêu chí đạt, 2 chưa đạt, 16 chưa rõ"),
        ("en", "1/19 criteria met, 2 not met, 16 unknown"),
    ):
        whole, *criteria, _ = unit_lines(partly.tables, partly.ratios, code_of(shipped, "Bình An"), language)
        assert whole.detail.startswith(tally)
        assert [(line.code.split()[-1], line.status) for line in criteria] == [("17", "not_met"), ("18", "not_met")]


def test_of_the_shipped_results_no_criterion_is_said(shipped):
    assert NUMBER not in numbers_of_units(shipped.tables, "vi")
    for unit in shipped.tables.rows(Unit):
        for line in unit_lines(shipped.tables, shipped.ratios, unit.code, "vi"):
            assert line.code == "" and "tiêu chí đạt" not in line.detail and line.status != "doubtful"


PLACE = {
    "units": [{"code": code, "name": name, "kind": "commune"} for code, name in zip("abc", "ABC", strict=True)],
    "criteria_sets": [{"id": "s", "name": "Bộ", "applies_to": "commune", "pass_rule": "all", "official_criteria": 2}],
    "criteria": [{"set": "s", "code": "1", "name": "Một"}, {"set": "s", "code": "2", "name": "Hai"}],
    "measures": [{"id": "m", "counts": "units", "set": "s", "noun": "xã"}],
}
FAILED = {"set": "s", "unit": "a", "criterion": "2", "result": "not_met", "agency": "Phòng A", "obstacle": "Thiếu đất"}


def test_what_is_missing_names_the_unit_its_criteria_and_who_has_to_act(tables):
    met = [{"set": "s", "unit": unit, "criterion": code, "result": "met"} for unit in "bc" for code in "12"]
    given = snapshot_of(tables(**PLACE, results=[FAILED, *met]))
    assert (given.ratios["m"].headline.kind, given.ratios["m"].gap) == ("items", 1)
    (line,) = missing(given.tables, given.ratios, "vi")
    assert (line.what, line.reason, line.agency, line.numbers) == ("A (Bộ)", "chưa đạt tiêu chí 2", "Phòng A", {"m": 1})
    assert "criterion 2 not met" in missing_text(missing(given.tables, given.ratios, "en")[0], "en")
    whole, failed = unit_lines(given.tables, given.ratios, "a", "vi")
    assert whole.known_by == words("known_by.criteria", "vi") and whole.status == "not_met"
    assert "Thiếu đất" in failed.detail and "Phòng A" in failed.detail


def test_where_some_units_are_enough_the_line_says_which_fail_least(tables):
    results = [FAILED | {"unit": unit, "criterion": code} for unit, code in ("a1", "a2", "b2")]
    results += [{"set": "s", "unit": unit, "criterion": code, "result": "met"} for unit, code in ("b1", "c1", "c2")]
    given = snapshot_of(tables(**PLACE, results=results, targets=[{"measure": "m", "count": 2}]))
    (line,) = missing(given.tables, given.ratios, "vi")
    assert line.reason.endswith("; tiêu chí chưa đạt: B (2), A (1, 2)") and line.numbers == {"m": 1}


def test_a_unit_of_which_no_criterion_is_known_has_no_number(tables):
    given = tables(**PLACE, results=[FAILED, {"set": "s", "unit": "b", "criterion": "1", "result": "unknown"}])
    rows = number_tiles(given, "criteria_met_s", "vi")
    assert list(rows["word"]) == ["0–1", words("ratio.none", "vi"), words("ratio.none", "vi")]


def test_a_slide_has_room_for_few_units_and_says_how_many_more_there_are(tables):
    units = [{"code": f"u{number}", "name": f"Xã số {number}", "kind": "commune"} for number in range(30)]
    criteria = [{"set": "s", "code": str(number)} for number in range(1, 7)]
    results = [
        {"set": "s", "unit": unit["code"], "criterion": row["code"], "result": "not_met"}
        for unit in units
        for row in criteria
    ]
    given = snapshot_of(tables(**PLACE | {"units": units, "criteria": criteria}, results=results))
    slide = next(each for each in slides(given, "vi") if each.id == "communes-s")
    (line,) = (line for line in slide.lines if "Xã số 0" in line)
    shown = line.count("(6 tiêu chí)")
    assert 1 < shown < 6 and line.endswith(words("slide.more_names", "vi", names="", number=30 - shown).strip())
