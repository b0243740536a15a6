"""The shipped workbooks: the report's figures, each with its source, and nothing that no source states."""

import json
import re
import subprocess
import sys

import pandas as pd
import pytest

from bs_metrics.__main__ import main
from bs_metrics.contract.records import Criterion
from bs_metrics.contract.schema import schema
from bs_metrics.measures.about import as_of_date, is_as_of_assumed
from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.standing import standing
from bs_metrics.text import parts_in
from bs_metrics.views.activities import document_count
from bs_metrics.views.criteria import set_lines, threshold_text
from bs_metrics.views.phrases import basis_text
from bs_metrics.views.sets.blocks import threshold_rows
from bs_metrics.views.texts import about, set_noun
from tests.conftest import ROOT

HEADLINES = {
    "commune.new_rural": (21, 21, "items"),
    "commune.advanced": (2, 21, "reported"),
    "village.model": (17, 112, "reported"),
    "district.criteria": (2, 9, "reported"),
    "district.indicators": (23, 36, "reported"),
    "urban_iv.standards": (55, 63, "reported"),
    "town.standards": (2, 5, "interval"),
    "town.wards": (0, 22, "reported"),
    "school.preschool": (7, 22, "reported"),
    "school.primary": (20, 22, "reported"),
    "school.lower_secondary": (22, 23, "reported"),
    "school.all": (49, 67, "reported"),
    "household.clean_water": (None, None, "reported"),
    "farmer.good_producer": (None, None, "reported"),
}
VIETNAMESE = "[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]"
IN_ENGLISH = [
    (name, column.name, column.translates)
    for name, table in schema().tables.items()
    for column in table.columns.values()
    if column.translates and column.name != "threshold_text_en"
]
RATIO_KEYS = {
    *("id", "name", "met", "not_met", "unknown", "total", "reported", "headline", "lower", "upper"),
    *("target", "deadline", "gap", "source"),
}


@pytest.fixture(scope="module")
def printed() -> dict:
    """What the command line prints, as a script gets it."""
    command = [sys.executable, "-m", "bs_metrics", "ratios", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return json.loads(done.stdout)


def by_id(printed):
    return {ratio["id"]: ratio for ratio in printed["ratios"]}


def test_the_command_line_prints_every_measure_with_its_headline(printed):
    headlines = {
        ratio["id"]: tuple(ratio["headline"][key] for key in ("met", "total", "kind")) for ratio in printed["ratios"]
    }
    assert headlines == HEADLINES


def test_the_printed_object_has_the_agreed_keys(printed):
    assert {"snapshot", "as_of", "ratios"} <= set(printed) and printed["as_of"] == "2024-08-01"
    assert all(set(ratio) >= RATIO_KEYS for ratio in printed["ratios"])
    assert all(set(ratio["headline"]) == {"met", "total", "percent", "kind"} for ratio in printed["ratios"])


def test_main_prints_the_same_as_the_command(printed, capsys):
    assert main(["ratios", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == printed


def test_the_table_for_people_has_a_line_a_measure(capsys):
    assert main(["ratios"]) == 0
    shown = capsys.readouterr().out
    assert all(figure in shown for figure in ("21/21", "2/21", "9,52%", "23/36", "55/63", "2–3/5", "49/67"))


def test_broken_workbooks_are_told_and_change_the_exit_code(tmp_path, capsys):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert main(["ratios", "--json", "--data", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["ratios"] == [] and "a.xlsx" in told.err


def test_met_is_what_the_headline_says(printed):
    counted = [ratio for ratio in printed["ratios"] if ratio["total"]]
    assert [(one["met"], one["total"]) for one in counted] == [HEADLINES[one["id"]][:2] for one in counted]
    assert all(one["met"] + one["not_met"] + one["unknown"] == one["total"] for one in counted)


def test_the_town_has_two_of_five_met_two_not_met_one_unknown(printed):
    town = by_id(printed)["town.standards"]
    assert [town[key] for key in ("met", "not_met", "unknown", "total")] == [2, 2, 1, 5]


def test_unnamed_schools_follow_from_the_totals(printed):
    schools = [by_id(printed)[f"school.{level}"] for level in ("preschool", "primary", "lower_secondary")]
    counts = [(school["met"], school["not_met"], school["unknown"]) for school in schools]
    assert counts == [(7, 15, 0), (20, 2, 0), (22, 1, 0)]
    assert [school["unnamed"] for school in schools] == [15, 20, 22]


def test_each_school_level_cites_its_own_rows(printed):
    ratios = by_id(printed)
    cited = {level: ratios[f"school.{level}"]["source"] for level in ("preschool", "primary", "lower_secondary")}
    rows = {"preschool": "Trường học, 2–8", "primary": "Trường học, 9–10", "lower_secondary": "Trường học, 11"}
    assert all(source.endswith(rows[level]) for level, source in cited.items()), cited


def test_percentages_and_gaps(printed):
    ratios = by_id(printed)
    assert ratios["commune.advanced"]["headline"]["percent"] == 9.52
    assert (ratios["commune.advanced"]["gap"], ratios["commune.advanced"]["target"]["count"]) == (1, 3)
    assert (ratios["district.criteria"]["gap"], ratios["district.indicators"]["gap"]) == (7, 13)
    urban, villages = ratios["urban_iv.standards"], ratios["village.model"]
    assert (urban["gap"], urban["target"], urban["deadline"]) == (8, None, "2025-12-31")  # only the day is set
    wards = ratios["town.wards"]
    assert (wards["gap"], wards["target"]["count"], wards["target"]["percent"]) == (11, 11, 50)
    assert (villages["headline"]["percent"], villages["gap"], villages["target"]) == (15.18, None, None)
    assert ratios["district.criteria"]["deadline"] == "2024-12-31"


def test_the_workbooks_have_no_fault(shipped):
    assert [finding for finding in shipped.tables.findings if finding.severity != "note"] == []


def test_the_profile_of_the_district(shipped):
    units = shipped.tables["units"].set_index("code")
    district = units.loc[about(shipped.tables, "own_unit", "vi")]
    assert (district["area_km2"], district["population"]) == (466.8524, 183142)
    assert (district["villages"], district["residential_groups"]) == (112, 8)
    assert units["kind"].value_counts().to_dict() == {"commune": 21, "township": 1, "district": 1}
    assert about(shipped.tables, "departments", "vi") == "12"


def test_every_unit_has_its_own_tile(shipped):
    units = shipped.tables["units"]
    tiles = units.loc[units["kind"] != "district", ["tile_column", "tile_row"]]
    assert tiles.notna().all(axis=None) and not tiles.duplicated().any()


def test_two_communes_differ_by_a_tone_mark(shipped):
    names = shipped.tables["units"].set_index("name")["code"]
    assert names["Bình Thanh"] == "21091" and names["Bình Thạnh"] == "21046"


def test_the_two_advanced_communes(shipped):
    results = shipped.tables["results"]
    codes = results.loc[(results["set"] == "commune_advanced") & (results["result"] == "met"), "unit"]
    names = shipped.tables["units"].set_index("code")["name"]
    assert set(names[codes]) == {"Bình Dương", "Bình Trị"}


def test_two_district_criteria_are_stated_and_no_other_is_called_not_met(shipped):
    results = shipped.tables["results"]
    stated = results[results["set"] == "district_nr"].set_index("criterion")["result"]
    assert stated.to_dict() == {"3": "met", "4": "met"}


def test_the_value_of_the_district_is_the_one_of_its_unit(shipped):
    tables = shipped.tables
    values = tables["results"].query("set == 'town'").set_index("criterion")["value"]
    district = tables["units"].query("kind == 'district'").iloc[0]
    below = tables["units"].query("kind != 'district'")
    assert values["1"] == district["population"] and values["2"] == district["area_km2"]
    assert values["3a"] == len(below) == 22
    assert values["3b"] == 100 * (below["kind"] == "ward").sum() / len(below) == 0


def test_official_numbers_of_the_criteria_sets(shipped):
    sets = shipped.tables["criteria_sets"].set_index("id")
    expected = {"district_nr": (9, 36), "urban_iv": (5, 63), "town": (5, None), "commune_nr": (19, 57)}
    for name, (criteria, items) in expected.items():
        assert sets.loc[name, "official_criteria"] == criteria
        assert items is None or sets.loc[name, "official_items"] == items
    assert sets.loc["district_nr_conditions", "official_criteria"] == 5
    assert (sets.loc["urban_iv", "pass_mark"], sets.loc["urban_iv", "points_max"]) == (75, 100)


@pytest.mark.parametrize(
    ("name", "counts", "noun"),
    [
        *(("town", "criteria", "tiêu chuẩn"), ("ward", "criteria", "tiêu chuẩn"), ("urban_iv", "items", "tiêu chuẩn")),
        *(("district_nr_conditions", "criteria", "điều kiện"), ("district_nr", "items", "chỉ tiêu")),
    ],
)
def test_a_set_says_what_its_criteria_are_called_also_where_no_measure_counts_them(shipped, name, counts, noun):
    assert set_noun(shipped.tables, {}, name, counts, "vi") == noun


def test_deduced_results_say_so(shipped):
    (fourth,) = (one for one in standing(shipped.tables, shipped.ratios, "town") if one.criterion.code == "4")
    assert (fourth.status, fourth.known_by) == ("not_met", "inferred")
    assert basis_text(shipped.ratios["town.wards"], "vi") == "suy ra"


def test_an_approximate_value_is_so_far_from_its_threshold_approximately(shipped):
    (area,) = (line for line in set_lines(shipped.tables, shipped.ratios, "town", "vi") if line.code == "2")
    assert area.detail == "khoảng 466,8524 km², yêu cầu ≥ 200 km²: vượt khoảng 266,8524 km²"
    beside = list(threshold_rows(shipped.tables, shipped.ratios, "town", "vi")["beside"])
    assert beside[1] == "khoảng 466,8524 km²" and beside[3] == "0/22 (0%)"


def test_first_level_criteria_are_all_named(shipped):
    criteria = shipped.tables["criteria"]
    named = criteria[criteria["parent"].isna()].groupby("set").size()
    wanted = {"district_nr": 9, "urban_iv": 5, "town": 5, "commune_nr": 19, "commune_advanced": 19}
    assert {name: named[name] for name in wanted} == wanted


def test_only_what_is_verified_is_named_below_the_criteria(shipped):
    criteria = shipped.tables["criteria"]
    assert criteria[criteria["parent"].notna()].groupby("set").size().to_dict() == {
        **{"district_nr": 19, "urban_iv": 6},
        **{"district_nr_conditions": 2, "town": 2},  # parts
    }


def test_the_numbers_of_standards_and_points_of_class_iv(shipped):
    criteria = shipped.tables["criteria"]
    first = criteria[(criteria["set"] == "urban_iv") & criteria["parent"].isna()]
    assert list(first["items"]) == [8, 2, 2, 2, 49] and first["items"].sum() == 63
    assert (first["points_min"].sum(), first["points_max"].sum()) == (75, 100)


def test_the_minima_of_class_iv_are_those_of_the_region(shipped):
    criteria = shipped.tables["criteria"]
    minima = criteria[(criteria["set"] == "urban_iv")].set_index("code")["threshold"].dropna()
    assert minima.to_dict() == {
        **{"2.1": 50_000 * 80 / 100, "2.2": 20_000 * 80 / 100},
        **{"3.1": 1_200 * 70 / 100, "3.2": 6_000 * 70 / 100},
        **{"4.1": 55, "4.2": 70},
    }


def test_houses_and_money_add_up(shipped):
    rows = shipped.tables["mobilisation"].set_index("id")
    parts = rows[rows["part_of"] == "houses"]
    given = [(2, 110), (4, 200), (5, 250), (3, 180)]
    assert list(zip(parts["quantity"], parts["amount_vnd"] // 10**6, strict=True)) == given
    assert (parts["quantity"].sum(), parts["amount_vnd"].sum()) == (14, 740_000_000)
    assert (rows.loc["houses", "quantity"], rows.loc["houses", "amount_vnd"]) == (14, 740_000_000)
    assert parts["organisation"].notna().all()


def test_workdays_and_money_are_as_exact_as_the_report(shipped):
    rows = shipped.tables["mobilisation"].set_index("id")
    assert (rows.loc["workdays", "quantity"], rows.loc["workdays", "qualifier"]) == (2570, "over")
    assert rows.loc["money", "amount_vnd"] == 7_000_000_000


def test_phases_blocs_and_clusters(shipped):
    rows = shipped.tables["emulation"]
    phases = rows[rows["kind"] == "phase"]
    spans = [
        (f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}") for start, end in zip(phases["start"], phases["end"], strict=True)
    ]
    assert spans == [("01/08/2023", "01/08/2024"), ("01/08/2024", "01/08/2025")]
    assert list(rows.loc[rows["kind"].isin(["bloc", "cluster"]), "count"]) == [5, 3, 2]


def test_the_launch_the_movements_the_funds_and_what_was_given_without_a_number(shipped):
    emulation, given = shipped.tables["emulation"], shipped.tables["mobilisation"].groupby("kind")["what"]
    launch = emulation[emulation["kind"] == "launch"].iloc[0]
    assert f"{launch['start']:%d/%m/%Y}" == "11/08/2023" and "Sân Trung tâm Hành chính" in launch["name"]
    movements = emulation[emulation["kind"] == "movement"]
    assert movements["source"].str.startswith("Báo cáo, II.2.1 ¶1").sum() == 11
    assert set(given.get_group("fund")) == {
        *("Vì người nghèo", "Đền ơn đáp nghĩa", "Phòng chống thiên tai", "Khuyến học - khuyến tài"),
    }
    assert [text in "; ".join(given.get_group("other")) for text in ("hàng triệu cây xanh", "Hiến đất")] == [True, True]


def test_who_signed_the_report_and_to_whom_it_went(shipped):
    assert about(shipped.tables, "signer", "vi") == "Nguyễn Tường Duy"
    assert len(parts_in(about(shipped.tables, "recipients", "vi"))) == 9


def test_what_went_well_stands_beside_what_did_not_and_the_plan_has_its_schedule(shipped):
    tasks = shipped.tables["tasks"]
    assert tasks["kind"].value_counts()[["advantage", "difficulty", "strength", "limit", "cause"]].min() >= 2
    plan = tasks[tasks["title"].str.contains("Quy hoạch chung")].iloc[0]
    assert (f"{plan['deadline']:%d/%m/%Y}", plan["agency"]) == ("31/12/2024", "Sở Xây dựng")
    assert shipped.tables["dossiers"]["stands_at"].str.contains("năm 2023-2024").sum() == 1


def test_the_faults_of_the_report_are_recorded_as_printed(shipped):
    notes = shipped.tables["report_notes"]
    printed, expected = "\n".join(notes["printed"]), "\n".join(notes["expected"].dropna())
    for fault in ("77,73%", "9/9", "17/KH-UBND", "174/KH-UBND", "Châu Ổ", "14"):
        assert fault in printed
    assert "77,78%" in expected
    assert {"percent", "noun", "reference", "spelling", "numbering", "scope"} <= set(notes["kind"])


def test_the_request_about_funding_and_three_dossiers(shipped):
    tasks = shipped.tables["tasks"]
    assert tasks.loc[tasks["kind"] == "request", "detail"].str.contains("900 triệu đồng mỗi xã").all()
    assert {"task", "request", "limit", "cause"} <= set(tasks["kind"])
    assert len(shipped.tables["dossiers"]) == 3


def test_the_as_of_date_is_marked_as_assumed(shipped):
    assert f"{as_of_date(shipped.tables):%d/%m/%Y}" == "01/08/2024" and is_as_of_assumed(shipped.tables)


@pytest.mark.parametrize("table", [name for name, table in schema().tables.items() if "source" in table.columns])
def test_every_row_has_a_source(shipped, table):
    blank = shipped.tables[table]["source"].isna()
    assert (len(blank) or schema().tables[table].optional) and not blank.any()


@pytest.mark.parametrize("table", schema().tables)
def test_confidence_is_a_word_of_the_list(shipped, table):
    frame, allowed = shipped.tables[table], set(schema().lists["confidence"].words)
    for column in ("confidence", "figures_confidence"):
        if column in frame:
            assert set(frame[column].dropna()) <= allowed


def test_what_says_a_figure_also_says_how_sure_it_is(shipped):
    for table in ("criteria", "units", "reported_totals", "schools", "mobilisation", "targets", "documents", "results"):
        frame = shipped.tables[table]
        unstated = frame[frame["confidence"].isna()]
        if table == "results":  # a row that says "unknown" states nothing
            unstated = unstated[unstated["result"] != "unknown"]
        assert unstated.empty, table


def test_the_documents_of_the_report_are_told_apart_from_the_law_s(shipped):
    assert document_count(shipped.tables, "en").startswith("46 documents: 38 cited in the report, 8 legal")


def test_a_document_without_a_date_says_so_by_a_blank(shipped):
    documents = shipped.tables["documents"]
    assert documents["number"].is_unique or not documents.duplicated(["number", "date"]).any()
    plan = documents[documents["number"] == "80/KH-UBND"].iloc[0]
    assert pd.isna(plan["date"])
    assert documents["subject"].notna().all() and documents["issuer"].notna().all()


def test_the_sentence_of_the_road_has_words_for_a_condition_that_is_lost(shipped):
    phrases = [ratio.measure.phrase for ratio in shipped.ratios.values() if ratio.measure.role == "condition"]
    assert phrases and all(phrase.vi and phrase.en and phrase.en_plural for phrase in phrases)


@pytest.mark.parametrize(("table", "english", "own"), IN_ENGLISH)
def test_what_is_written_in_vietnamese_is_written_in_english_too(shipped, table, english, own):
    frame = shipped.tables[table]
    # A document's number, 32-ĐA/HU, is the same in every language; words that stand for one have spaces.
    written = frame[own].str.contains(" " if english == "number_en" else VIETNAMESE, na=False)
    assert list(frame.loc[written & frame[english].isna(), own]) == []


def test_no_threshold_stays_vietnamese_on_an_english_page(shipped):
    """Where it is a number with its unit or a word of a list, the page says it in English by itself."""
    shown = [threshold_text(criterion, "en") for criterion in shipped.tables.rows(Criterion)]
    assert len(list(filter(None, shown))) == 40
    assert [text for text in shown if re.search(VIETNAMESE, text)] == []


@pytest.mark.parametrize(
    ("number", "least", "most"), [(5, 2, 7), (6, 2, 8), (8, 4, 8), (11, 7, 8), (12, 8, 8), (13, 9, 9)]
)
def test_indicators_without_names_may_lie_below_criteria_whose_number_of_them_nobody_says(number, least, most, shipped):
    rule, done = goals_of(shipped.tables)["district.criteria"].rule, {"+district.indicators": number}
    assert (rule.reached(done), rule.reached(done, possibly=True)) == (least, most)
