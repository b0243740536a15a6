"""Every page as its reader meets it, in both languages, with whole, broken, missing and edited workbooks."""

import json
import re
from datetime import date

import pytest
import streamlit as st
from openpyxl import load_workbook

from bs_metrics.figures.style import Palette
from bs_metrics.intake.folder import read_folder
from bs_metrics.measures.ratios import ratios
from bs_metrics.numbers import format_date
from bs_metrics.views.texts import ratio_name
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.pages import FACTS, pages
from ui.page import CurrentView

PAGES = [entry.address for entry in pages().values() if entry.section in ("present", "analysis")]
PROBES = (
    "show.details",
    "status.not_met",
    "known_by.deduced",
    "frame.as_of_unknown",
    "show.memory_mark",
    "missing.unnamed",
)


def charts(page):
    """Keys of the charts that a page shows."""
    return {chart.key for chart in page.get("plotly_chart")}


def group(page, key):
    return next(group for group in page.get("button_group") if group.key == key)


def numbers(texts):
    """Every number in the texts: 2/21, 466.8524, 21 091."""
    return {number for text in texts for number in re.findall(r"\d+(?:[.,/–-]\d+)*", text)}


def edit(path, sheet_name, heading, key, value):
    """Change the cell under a heading, in the row that begins with a key, as an analyst would in Excel."""
    workbook = load_workbook(path)
    sheet = workbook[sheet_name]
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == key)
    sheet.cell(row, column, value)
    workbook.save(path)


def test_of_a_long_table_a_page_shows_the_first_rows_and_says_so_and_the_file_has_all(app, monkeypatch):
    monkeypatch.setattr("ui.show.FIRST_ROWS", 3)
    page = app("data", table="units", open="figures")
    number = len(read_folder()["units"])
    assert len(page.dataframe[0].value) == 3 < number
    assert words("show.first_lines", "vi", shown=3, number=number) in shown(page)
    assert [len(table.value) for table in page.table] == [3]


def test_a_message_is_no_longer_than_what_is_read_of_it():
    assert st.get_option("server.maxMessageSize") == st.get_option("server.maxWidgetStateSize") == 25


def test_every_page_is_tried():
    assert set(PAGES) == set(FACTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_figures_in_the_reader_s_language_and_its_charts_say_theirs(app, name, language):
    page = app(name, language)
    assert not page.exception and not page.error and page.title[0].value
    said = shown(page)
    assert [figure for figure in FACTS[name].figures if figure not in said] == []
    assert words("trouble.title", language) not in said
    told = "\n".join([said, *(fold.label for fold in page.expander), *(text.value for text in page.sidebar.caption)])
    assert words("frame.as_of_assumed", language, date=format_date(date(2024, 8, 1), language)) in told
    others = [words(key, next(other for other in LANGUAGES if other != language)) for key in PROBES]
    assert [word for word in others if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told)] == []
    assert bool(charts(page) or "bs-chart" in said) == FACTS[name].has_charts
    for chart in page.get("plotly_chart"):
        figure = json.loads(chart.proto.spec)
        drawn = [note["text"] for note in figure["layout"].get("annotations", [])]
        drawn += [text for trace in figure["data"] for text in trace.get("text") or []]
        assert numbers(re.sub(r"<[^>]+>", " ", text) for text in drawn) - numbers([chart.proto.alt]) == set(), chart.key
        assert drawn or numbers([chart.proto.alt]), chart.key
    every_chart_and_list_gives_its_table_its_download_and_its_sources(page, language)


def every_chart_and_list_gives_its_table_its_download_and_its_sources(page, language):
    found = [re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)_(details|more)", expander.proto.id) for expander in page.expander]
    keys = [one[1] for one in found if one[2] == "details"]  # the others hold the rest of a list
    assert page.expander and not page.table, "a page gives its tables by `details(...)` of ui/show.py, folded"
    assert charts(page) <= set(keys)
    for key in keys:
        page.session_state[f"{key}_details"] = True
    page.run()
    assert not page.exception
    assert len(page.table) == len(keys) and all(len(table.value) for table in page.table)
    assert {f"{key}_download" for key in keys} <= {button.key for button in page.get("download_button")}
    for expander, (key, kind) in zip(page.expander, (one.groups() for one in found), strict=True):
        if kind == "details" and key in charts(page):
            assert words("show.sources", language) in "".join(text.value for text in expander.markdown), key


@pytest.mark.parametrize(
    ("name", "link", "seen", "hidden"),
    [
        ("schools", {}, ["số 2 Bình Hải", "Mầm non Bình Mỹ"], []),
        ("schools", {"find_school": "so 2"}, ["số 2 Bình Hải"], ["Mầm non Bình Mỹ"]),
        ("schools", {"level": "primary"}, ["số 2 Bình Hải"], ["Mầm non Bình Mỹ"]),
        ("new-rural", {"criterion": "7"}, [words("set.none_named", "vi", noun="chỉ tiêu")], ["<b>1.2</b>"]),
        ("new-rural", {"criterion": "1"}, ["<b>1.2</b>"], ["<b>9.6</b>"]),
        ("new-rural", {}, [], ["<b>1.2</b>"]),
        ("new-rural", {"open": "items_unknown"}, ["<b>1.2</b>"], ["<b>3.1</b>"]),
        ("documents", {"open": "document_list"}, ["34-CT/TW", "712/QĐ-UBND"], []),
        ("documents", {"find_document": "qd-ubnd giai doan"}, ["712/QĐ-UBND"], ["34-CT/TW"]),
        ("documents", {"document": "directive"}, ["34-CT/TW"], ["712/QĐ-UBND"]),
        ("communes", {}, [], ["21091"]),
        ("communes", {"unit": "21091"}, ["21091", "Trường Mầm non Bình Thanh"], ["21046"]),
        ("communes", {"set": "commune_nr"}, ["21"], []),
        ("communes", {"lang": "en", "set": "commune_advanced"}, ["2 met", "19 not recognised yet"], []),
        ("emulation", {"kind": "model"}, ["Ly Caffe 30 ngàn"], []),
        ("emulation", {"kind": "programme"}, [], ["Ly Caffe 30 ngàn"]),
    ],
)
def test_a_choice_of_the_link_is_what_is_seen(app, name, link, seen, hidden):
    listed = shown(app(name, **link)).split(words("documents.documents", "vi"))[-1]
    assert [text for text in seen if text not in listed] == [] == [text for text in hidden if text in listed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_page_lists_every_measure_and_every_fault(app, shipped, language):
    page = app("data", language, table="units", open="figure_list,notes,figures")
    said = shown(page)
    assert len(page.dataframe[0].value) == len(shipped.tables["units"]) == 23
    assert [ratio.id for ratio in shipped.ratios.values() if ratio_name(ratio, language) not in said] == []
    column = "printed_en" if language == "en" else "printed"
    notes = shipped.tables["report_notes"]
    printed = notes[column].fillna(notes["printed"])
    assert [fault for fault in printed if fault not in said] == []
    assert "01/8/2024" in said or "1 Aug 2024" in said


@pytest.mark.parametrize("name", ["new-rural", "urban", "town"])
def test_a_stage_s_page_says_at_its_top_what_its_card_says_of_its_deadline(app, name):
    (top,) = [text for text in shown(app(name)).splitlines() if 'class="bs-headline"' in text]
    told = re.findall(r'class="bs-small">([^<]+)<', top)[-1]
    day, rest = re.split(r" (?:&#183;|·) ", told, maxsplit=1)
    card = shown(app("overview"))
    assert day.split()[-1] in card and rest[1:] in card, told


def test_a_wrong_cell_is_named_on_the_pages_that_use_it_and_the_others_go_on(app, folder):
    edit(folder / "hoat-dong.xlsx", "Thi đua", "Từ ngày", "phase_1", "hôm qua")
    finding = next(finding for finding in read_folder(folder).findings if finding.severity == "error")
    for language in LANGUAGES:
        page = app("emulation", language)
        said = shown(page)
        assert not page.exception
        assert "Thi đua" in said and finding.cell in said and finding.message(language) in said
        for name in ("overview", "schools", "urban"):
            at_address(page, name).run()
            assert not page.exception and words("trouble.title", language) not in shown(page)
            assert charts(page) or "bs-chart" in shown(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_its_workbook_says_which_sheet_is_missing(app, folder, language):
    (folder / "ket-qua.xlsx").unlink()
    page = app(PAGES[0], language)
    for name in PAGES:
        said = shown(at_address(page, name).run())
        assert not page.exception
        if not FACTS[name].lacks:
            assert words("trouble.title", language) not in said
            assert [figure for figure in FACTS[name].figures if figure not in said] == []
        else:
            assert words("trouble.title", language) in said and any(sheet in said for sheet in FACTS[name].lacks), name


@pytest.mark.parametrize("damage", ["all missing", "all broken", "one broken"])
def test_no_page_falls_over_damaged_workbooks(app, folder, damage):
    files = sorted(folder.glob("*.xlsx"))
    for path in files if damage != "one broken" else [folder / "bo-tieu-chi.xlsx"]:
        path.unlink() if damage == "all missing" else path.write_bytes(path.read_bytes()[:1000])
    page = app(PAGES[0])
    for name in PAGES:
        at_address(page, name).run()
        assert not page.exception, name
        if damage != "all missing" and FACTS[name].lacks:
            assert "bo-tieu-chi.xlsx" in shown(page), name
        assert words("trouble.title", "vi") in shown(page), name
        assert page.sidebar.caption and page.sidebar.button_group, "what stands around the page is drawn all the same"


def test_an_edited_workbook_counts_from_the_next_run(app, folder):
    page = app("overview", "en")
    assert "55/63" in shown(page)
    edit(folder / "ket-qua.xlsx", "Số báo cáo", "Số đạt", "urban_iv.standards", 60)
    assert ratios(read_folder(folder))["urban_iv.standards"].headline.met == 60
    page.run()
    assert ">60/63<" in shown(page) and ">55/63<" not in shown(page)
    assert "55/63 → 60/63" in shown(page)  # what changed since the workbooks as they were
    assert "**3 standards**" in page.title[0].value


def test_what_is_kept_for_one_palette_is_not_given_to_another(shipped):
    light, dark = (Palette(*[colour] * 7) for colour in ("white", "black"))
    view = CurrentView("vi", shipped, light)
    assert view.kept(str, light) != view.kept(str, dark)


def test_what_is_made_of_a_snapshot_is_made_once(shipped):
    made = []

    def rows(tables):
        made.append(len(tables["units"]))
        return made[-1]

    views = [CurrentView(language, shipped, Palette(*[language] * 7)) for language in LANGUAGES]
    assert [view.kept(rows, shipped.tables) for view in views] == [23, 23] and made == [23]
    with pytest.raises(Exception, match="frame"):
        views[0].kept(len, shipped.tables["units"])


def test_a_fault_in_the_reported_totals_does_not_make_the_named_schools_all_schools(app, folder):
    edit(folder / "ket-qua.xlsx", "Số báo cáo", "Số đạt", "district.indicators", "hai mươi ba")
    for name in ("schools", "overview", "data"):
        page = app(name)
        told = shown(page) + "".join(str(chart.proto) for chart in page.get("plotly_chart"))
        assert re.findall(r"(?<![\d/])(?:7/10|7/7|0/2|0/1)(?![\d/])", told) == [], name


def test_figures_that_cannot_be_true_together_are_named_on_the_data_page(app, folder):
    edit(folder / "ket-qua.xlsx", "Số báo cáo", "Số đạt", "district.indicators", 30)
    for language in LANGUAGES:
        page = app("data", language)
        look_at = words("data.contradiction_fix", language, reported="Số báo cáo", results="Kết quả")
        assert look_at in shown(page) and words(
            "ratio.contradiction", language, reported="30/36", items=""
        ).strip() not in shown(at_address(page, "overview").run())
