"""The page of scenarios and its command: the shortest way, a scenario kept in the link, what becomes of each goal."""

import json

import pytest

from bs_metrics.__main__ import main
from bs_metrics.views.meeting.slides import slides
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.slow.test_limits import holding, later, store
from tests.slow.test_pages import group

__all__ = ["store"]  # the fixture

LINK = "commune_advanced::21112|+town.wards*11@2025-06-30"


def picked(page):
    return page.multiselect(key="scenario_pick").value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shortest_way_is_said_and_can_be_taken_into_a_scenario(app, language):
    page = app("scenario", language, goal="commune.advanced")
    assert words("scenario.empty", language) in shown(page)
    page = page.button(key="scenario_take").click().run()
    assert picked(page) == ["commune_advanced::21043"]
    assert page.query_params["steps"] == "commune_advanced::21043"
    assert "2/21 → 3/21" in shown(page)
    assert words("scenario.empty", language) not in shown(page)


def test_a_link_holds_a_scenario_with_numbers_and_days(app):
    page = app("scenario", steps=LINK, open="numbers")
    assert not page.exception
    assert page.number_input[0].value == 11
    said = shown(page)
    assert "0/22 → 11/22" in said
    assert "30/6/2025" in said
    page = page.number_input[0].set_value(10).run()
    assert page.query_params["steps"] == "commune_advanced::21112|+town.wards*10@2025-06-30"
    assert "0/22 → 10/22" in shown(page)
    page = page.button(key="scenario_clear").click().run()
    assert picked(page) == []
    assert "steps" not in page.query_params


def test_a_link_with_one_thing_several_times_holds_no_more_of_it_than_there_is(app):
    page = app("scenario", steps="+town.wards*4@2025-06-30|+town.wards*999999|+town.wards", open="numbers")
    assert not page.exception
    assert "0/22 → 22/22" in shown(page)
    assert "999" not in shown(page)
    assert any(option.startswith("22 ") for option in page.multiselect(key="scenario_pick").options)
    page = page.number_input[1].set_value(3).run()
    assert page.query_params["steps"] == "+town.wards*4@2025-06-30|+town.wards*3|+town.wards"
    assert "0/22 → 8/22" in shown(page)


def test_what_is_picked_by_number_is_all_of_it_until_a_number_is_told(app):
    page = app("scenario")
    page = page.multiselect(key="scenario_pick").set_value(["+district.indicators"]).run()
    assert page.query_params["steps"] == "+district.indicators*13"
    assert "23/36 → 36/36" in shown(page)


@pytest.mark.parametrize("steps", ["zzz", "*3|@", "commune_advanced::21112|<b>x</b>", "a" * 5000, "|||"])
def test_a_link_with_steps_that_mean_nothing_shows_the_page_and_says_so(app, steps):
    page = app("scenario", steps=steps)
    assert not page.exception
    about = words("scenario.absent", "vi", asked="").split(":")[0]
    assert (about in shown(page)) == bool(steps.strip("|"))


def test_the_command_prints_what_the_page_says(capsys):
    assert main(["scenario", "--goal", "district_nr"]) == 0
    printed = capsys.readouterr().out
    assert words("scenario.held", "vi") in printed
    assert main(["scenario", "--goal", "district_nr", "--cheapest", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (goal,) = said["goals"]
    assert (said["aim"], goal["status"], goal["number"], goal["without_cost"]) == ("cheapest", "possible", 17, 17)
    assert sum(work["number"] for work in goal["works"]) == 17


def test_the_command_says_what_an_agency_cannot_do_alone_and_which_goals_there_are(capsys):
    assert main(["scenario", "--goal", "town", "--agency", "Phòng Nội vụ", "--json"]) == 1
    (goal,) = json.loads(capsys.readouterr().out)["goals"]
    assert goal["status"] == "others_needed"
    assert main(["scenario", "--goal", "town", "--agency", "Phòng Nội vụ"]) == 1
    assert "Phòng Nội vụ" in capsys.readouterr().out
    assert main(["scenario", "--goal", "no_such"]) == 2
    assert "district_nr" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["present", "export"])
def test_a_scenario_is_a_slide_that_says_it_is_assumed(app, address):
    page = app(address, steps=LINK, slides="scenario")
    assert not page.exception
    said = shown(page)
    assert words("page.scenario", "vi") in said
    assert page.query_params["steps"] == LINK
    if address == "present":
        assert words("scenario.title", "vi", goals="").strip() in said
        table = next(part.proto.body for part in page.get("html") if "<table" in part.proto.body)
        assert "0/22 → 11/22" in table
        assert words("scenario.met_on", "vi", day="30/6/2025") in table
        assert words("scenario.met_with", "vi", met="", step="").strip(" ,") not in table


def test_a_scenario_of_which_nothing_is_known_is_no_slide(shipped):
    ids = [
        [slide.id for slide in slides(shipped, "vi", None, steps)] for steps in ((), ("zzz",), tuple(LINK.split("|")))
    ]
    assert ids[0] == ids[1] == ids[2][:-1]
    assert ids[2][-1] == "scenario"


def test_a_scenario_stays_when_the_language_is_switched_midway(app):
    page = app("scenario", steps=LINK, open="numbers", goal="town", aim="cheapest")
    page = page.number_input[0].set_value(10).run()
    page = group(page, "lang").set_value("en").run()
    assert not page.exception and words("scenario.empty", "en") not in shown(page)
    assert "0/22 → 10/22" in shown(page) and picked(page) == ["commune_advanced::21112", "+town.wards"]
    asked = {"steps": LINK.replace("*11", "*10"), "goal": "town", "aim": "cheapest", "lang": "en"}
    assert asked.items() <= {key: page.query_params[key] for key in page.query_params}.items()


def test_a_scenario_of_a_pinned_snapshot_is_played_in_its_figures(app, store, shipped):
    first, _ = store.head(), later(store, shipped)
    step = "urban_iv.standards"
    for snapshot, figures in (({}, "59/63 → 60/63"), ({"snapshot": first}, "55/63 → 56/63")):
        page = app("scenario", steps=f"+{step}", **snapshot)
        assert not page.exception and figures in shown(page), snapshot
        assert page.query_params["steps"] == f"+{step}"


@pytest.mark.parametrize(("pages", "is_shown"), [(["scenario"], True), (["town"], False)])
def test_a_link_for_some_pages_shows_a_scenario_where_it_is_one_of_them(app, store, monkeypatch, pages, is_shown):
    with holding(monkeypatch, store, pages=pages):
        page = app("scenario", steps=LINK)
    assert not page.exception and ("0/22 → 11/22" in shown(page)) == is_shown
