"""Whose work a gap is: the same answer on the overview, in scenarios, in requests, in files and for scripts."""

import pytest

from bs_metrics.commands.as_json import ratios_as_json
from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.owners import owner_of
from bs_metrics.measures.goals.scenario import things_of
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.measures.unknown.unknowns import unknowns
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.text import parts_in
from bs_metrics.views.criteria import failing_lines
from bs_metrics.views.gaps import missing, ordered_gaps, owner_text
from bs_metrics.views.requests.agencies import agencies, agency_named
from bs_metrics.views.scenario.works import WorkTexts
from bs_metrics.views.sets.matrix import set_rows
from bs_metrics.words import words
from tests.conftest import tables_of

DOCUMENT = "12/QĐ-UBND"
SETS = [
    {"id": "s", "name": "Bộ S", "applies_to": "district", "pass_rule": "all", "official_criteria": 7},
    {"id": "u", "name": "Bộ U", "applies_to": "commune", "pass_rule": "all"},
    {"id": "n", "name": "Bộ N", "applies_to": "district", "pass_rule": "all", "official_criteria": 2}
    | {"assigned_by": DOCUMENT},
]
FAILS = {"unit": "d", "result": "not_met"}
SHOWN = {
    "units": [
        {"code": "d", "name": "Vũ Ninh", "kind": "district"},
        *({"code": code, "name": f"Xã {code}", "kind": "commune"} for code in "123"),
    ],
    "criteria_sets": SETS,
    "criteria": [
        *({"set": "s", "code": code, "name": f"Việc {code}"} for code in "12345"),
        *({"set": "s", "code": f"3.{place}", "parent": "3", "name": f"Phần {place}"} for place in "12"),
        *({"set": "u", "code": code, "name": f"Nhà {code}"} for code in "12"),
        {"set": "n", "code": "1", "name": "Điện"},
    ],
    "results": [
        {"set": "s", "criterion": "1", "agency": "Phòng A"} | FAILS,
        {"set": "s", "criterion": "2"} | FAILS,
        {"set": "s", "criterion": "3", "agency": "Phòng C"} | FAILS,
        {"set": "s", "criterion": "3.1", "agency": "Phòng D"} | FAILS,
        {"set": "s", "criterion": "3.2"} | FAILS,
        {"set": "s", "criterion": "4"} | FAILS,
        {"set": "u", "criterion": "1", "agency": "Phòng H"} | FAILS | {"unit": "1"},
        {"set": "u", "criterion": "2"} | FAILS | {"unit": "2"},
        {"set": "n", "criterion": "1"} | FAILS,
    ],
    "schools": [
        {"name": "Trường Sen", "level": "primary", "result": "not_met", "agency": "Phòng G"},
        {"name": "Trường Súng", "level": "primary", "result": "not_met"},
    ],
    "measures": [
        {"id": "s", "name": "Tiêu chí S", "noun": "tiêu chí", "counts": "criteria", "set": "s", "order": 1},
        {"id": "u", "name": "Xã U", "noun": "xã", "counts": "units", "set": "u", "order": 2},
        {"id": "t", "name": "Trường chuẩn", "noun": "trường", "counts": "schools", "order": 3},
        {"id": "n", "name": "Tiêu chí N", "noun": "tiêu chí", "counts": "criteria", "set": "n", "order": 4},
    ],
    "targets": [{"measure": id, "percent": 100} for id in "sutn"],
    "tasks": [
        {"id": "t2", "kind": "task", "title": "x", "set": "s", "criterion": "2", "agency": "Phòng B"},
        {"id": "ts", "kind": "task", "title": "x", "set": "s", "agency": "Phòng S"},
        {"id": "tx", "kind": "task", "title": "x", "set": "s", "criterion": "4", "agency": "Phòng X", "status": "done"},
    ],
    "actions": [
        {"id": "a1", "what": "Họp", "set": "u", "unit": "2", "agency": "Phòng E", "source": "x"},
        {"id": "a2", "what": "Họp", "measure": "t", "agency": "Phòng K", "source": "x"},
    ],
}


@pytest.fixture(scope="module")
def shown():
    return snapshot_of(tables_of(**SHOWN))


OWNERS = {
    ("s", "1", None): "Phòng A",  # by its row
    ("s", "2", None): "Phòng B",  # by a task
    ("s", "3", None): "Phòng C; Phòng D",  # by its row and what fails below it
    ("s", "3.2", None): "Phòng C",  # by the criterion above it, not by what stands beside it
    ("s", "4", None): "Phòng S",  # by a task of the set as a whole; the one of its own is done
    ("u", None, "1"): "Phòng H",
    ("u", "2", "2"): "Phòng E",  # by an action about the unit
    ("u", None, "3"): None,
    ("n", "1", None): None,
}


@pytest.mark.parametrize("thing", OWNERS, ids=str)
def test_whose_work_it_is_follows_from_what_stands_nearest(shown, thing):
    assert owner_of(shown.tables, *thing).agency == OWNERS[thing]


def test_a_page_tells_a_criterion_s_owner_from_those_of_what_lies_below(shown):
    said = {row.code: row.small for row in set_rows(shown.tables, shown.ratios, "s", "vi")}
    assert [said[code] for code in ("1", "3", "3.1", "3.2")] == [
        "Phòng A",
        "Phòng C · 3.1: Phòng D",
        "Phòng D",
        "Phòng C",
    ]
    told = {line.agency: owner_text(line, "vi") for line in missing(shown.tables, shown.ratios, "vi")}
    assert told["Phòng C; Phòng D"] == said["3"] and told["Phòng A"] == "Phòng A"
    below = failing_lines(shown.tables, shown.ratios, "u", "2", "vi")
    assert [line.detail for line in below] == ["Phòng E"], "as everywhere, by an action about the unit"


def test_an_action_about_a_measure_is_about_the_things_it_counts(shown):
    assert [owner_of(shown.tables, school=name).agency for name in ("Trường Sen", "Trường Súng")] == [
        "Phòng G",
        "Phòng K",
    ]
    assert owner_of(shown.tables, measure="t").agency == "Phòng K"


@pytest.mark.parametrize("measure", "sutn")
def test_every_page_and_file_names_the_same_agencies_for_a_gap(shown, measure):
    ratio = shown.ratios[measure]
    said = set(agencies_of(shown.tables, ratio))
    lines = [line for line in missing(shown.tables, shown.ratios, "vi") if measure in line.numbers]
    works = [
        work
        for _, below in things_of(goals_of(shown.tables)).values()
        for work in below
        if work.measure == measure or (measure == "t" and work.school) or work.set_id == measure
    ]
    asked = [one for one in unknowns(shown.tables) if one.ratio is ratio]
    of_agencies = agencies(shown, "vi").values()
    for named in (
        {one for line in lines for one in parts_in(line.agency)},
        {one for work in works for one in parts_in(work.agency)},
        {one.agency for one in asked} - {None},
        {one.agency for one in of_agencies if any(line in lines for line in one.lines.get("missing", ()))} - {None},
    ):
        assert named == said, measure
    (told,) = (one for one in ratios_as_json(shown, "vi")["ratios"] if one["id"] == measure)
    assert set(told["agencies"]) == said and told["assigned_by"] == (DOCUMENT if measure == "n" else None)
    groups = ordered_gaps(shown.tables, shown.ratios, None, "vi", "agency").set_index("id")["group"]
    assert groups[measure] == ("; ".join(sorted(said)) or words("gap_order.no_agency", "vi"))


def test_what_no_row_names_an_owner_of_is_looked_up_in_the_document_that_assigns_them(shown):
    look = words("missing.unassigned_look", "vi", document=DOCUMENT)
    texts, goals = WorkTexts(shown, "vi"), goals_of(shown.tables)
    assert look in texts.detail(things_of(goals)["n:1"][0], 1)
    nobody = agency_named(shown, words("missing.unassigned", "vi"), "vi")
    for kind in ("missing", "asked"):
        (line, *_) = (one for one in nobody.lines[kind] if "Tiêu chí N" in one.what or "Điện" in one.what)
        assert look in line.reason
