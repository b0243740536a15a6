"""Three places that the default data know nothing of: a commune, a place of five stages, a province of 96 units."""

import re
from contextlib import closing
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.exports.formats import FORMATS
from bs_metrics.exports.pack import Pack, silent
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_files, workbook_files
from bs_metrics.intake.new_place import new_place
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.views.phrases import about_line
from bs_metrics.words import LANGUAGES, words
from bs_metrics.writers.template import template
from bs_metrics.writers.workbook import saved
from tests.conftest import at_address, shown
from ui.pages import entries

FOREIGN = re.compile(r"huyện|district|Bình Sơn|Quảng Ngãi|thị xã|\btown\b", re.IGNORECASE)
TODAY = date(2026, 11, 29)
VILLAGES = [f"1.{number}" for number in range(1, 9)]


def commune(workbook):
    """One stage from what `new` writes; eight villages with a set of their own, told criterion by criterion."""
    begun = new_place("xa", TODAY).frames
    rows = {name: begun[name] for name in ("criteria_sets", "criteria", "measures")}
    kept = {name: frame.drop(columns=[c for c in frame if c.startswith("origin")]) for name, frame in rows.items()}
    given = {
        name: [{key: cell for key, cell in row.items() if cell == cell and cell is not None} for row in rows]
        for name, frame in kept.items()
        for rows in [frame.astype(object).where(frame.notna(), None).to_dict("records")]
    }
    given["criteria_sets"].append(
        {"id": "tk", "name": "Thôn kiểu mẫu", "applies_to": "village", "pass_rule": "all", "official_criteria": 3}
    )
    given["criteria"] += [{"set": "tk", "code": code, "name": f"Điều {code}"} for code in "123"]
    given["measures"].append(
        {"id": "tk", "name": "Thôn kiểu mẫu", "counts": "units", "set": "tk", "order": 9, "filter": "Loại = thôn"}
        | NOUN
    )
    results = [
        {"set": "tk", "criterion": code, "unit": village, "result": "not_met" if (village, code) in FAILING else "met"}
        for village in VILLAGES
        for code in "123"
    ]
    results += [{"set": "commune_nr_2026", "criterion": "1", "unit": "1", "result": "met"}]
    units = [{"code": "1", "name": "An Phú", "kind": "commune"}]
    units += [{"code": code, "name": f"An {code[-1]}", "kind": "village", "parent": "1"} for code in VILLAGES]
    about = [{"key": "own_unit", "value": "1"}, {"key": "as_of", "value": "2026-11-29"}]
    return workbook(**given, units=units, about=about, results=results)


NOUN = {"noun": "thôn", "noun_en": "village", "noun_en_plural": "villages", "filter": "Loại = thôn"}
FAILING = {("1.3", "2"), ("1.5", "1"), ("1.5", "3")}


def five_stages(workbook):
    """A ward on the way through five sets, the last by points."""
    numbers = range(1, 6)
    sets = [
        {"id": f"s{number}", "name": f"Bậc {number}", "stage": number, "applies_to": "ward", "pass_rule": "all"}
        for number in numbers
    ]
    sets[-1] |= {"pass_rule": "points", "pass_mark": 70, "points_max": 100, "official_items": 4}
    criteria = [{"set": f"s{n}", "code": code, "name": f"Điều {code}"} for n in numbers for code in "12"]
    criteria += [{"set": "s5", "code": "1.1", "parent": "1", "name": "Điều con"}]
    results = [{"set": f"s{n}", "criterion": "1", "unit": "p", "result": "met"} for n in (1, 2, 3)]
    results.append({"set": "s1", "criterion": "2", "unit": "p", "result": "not_met", "deadline": date(2026, 12, 31)})
    measures = [
        {
            "id": f"m{n}",
            "name": f"Tiêu chí bậc {n}",
            "counts": "items" if n == 5 else "criteria",
            "set": f"s{n}",
            "stage": n,
            "role": "headline",
            "order": n,
            "noun": "tiêu chí",
            "noun_en": "criterion",
            "noun_en_plural": "criteria",
        }
        for n in numbers
    ]
    units = [{"code": "p", "name": "Hòa Cường", "kind": "ward"}]
    about = [{"key": "own_unit", "value": "p"}, {"key": "as_of", "value": "2026-11-29"}]
    return workbook(units=units, about=about, criteria_sets=sets, criteria=criteria, results=results, measures=measures)


def province(workbook):
    """96 communes without a place on any map, some of them told."""
    units = [{"code": "t", "name": "Hà Sơn", "kind": "province"}]
    units += [{"code": f"{n:02}", "name": f"Phú {n}", "kind": "commune", "parent": "t"} for n in range(1, 97)]
    sets = [{"id": "nt", "name": "Xã nông thôn mới", "applies_to": "commune", "pass_rule": "all"}]
    results = [{"set": "nt", "unit": f"{n:02}", "result": "met" if n % 3 else "not_met"} for n in range(1, 91)]
    measure = {"id": "nt", "name": "Xã nông thôn mới", "counts": "units", "set": "nt", "order": 1, "noun": "xã"}
    measure |= {"noun_en": "commune", "noun_en_plural": "communes", "filter": "Loại = xã"}
    about = [{"key": "own_unit", "value": "t"}, {"key": "as_of", "value": "2026-11-29"}]
    return workbook(units=units, about=about, criteria_sets=sets, results=results, measures=[measure])


PLACES = {"commune": commune, "five": five_stages, "province": province}
OWN = {"commune": "An Phú", "five": "Hòa Cường", "province": "Hà Sơn"}
FIGURES = {"commune": ("1–10/10", "6/8"), "five": ("1/2", "0–4/4"), "province": ("60–66/96",)}


@pytest.fixture(params=PLACES)
def place(request, workbook, tmp_path, monkeypatch):
    """The app on the workbook of a place: its name, its files."""
    folder = tmp_path / "place"
    folder.mkdir()
    filled = partial(workbook, **{name: [] for name, table in schema().tables.items() if not table.list})
    (folder / "so-lieu.xlsx").write_bytes(PLACES[request.param](filled))
    monkeypatch.setenv("BS_DATA", str(folder))
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'own.sqlite'}")  # without a past of another place
    return request.param, workbook_files(folder)


def headings_without_text(page):
    """Headings that nothing follows but another heading, or the end of the page."""
    kinds = [element.type for element in page.main]
    return [at for at, kind in enumerate(kinds) if kind == "header" and kinds[at + 1 : at + 2] in ([], ["header"])]


def test_every_page_of_a_place_speaks_of_that_place_only(app, place):
    name, files = place
    made = snapshot(files)
    assert made.tables.findings == [], "empty sheets beside filled ones hold nothing back"
    for language in LANGUAGES:
        speaks_of_it_only(app("overview", language), name, entries(made, language), language)


def speaks_of_it_only(page, name, pages, language):
    """What a page says in a language, from one page to the next; one without data says where to go."""
    seen = []
    for entry in pages.values():
        at_address(page, entry.address).run()
        said = "\n".join([entry.title, entry.summary, shown(page), *(text.value for text in page.sidebar.caption)])
        seen.append(said)
        assert OWN[name] in said or entry.name == "present", entry.address
        assert not page.exception and (page.title or entry.name == "present"), entry.address
        assert entry.section != "present" or len(shown(page)) > 60, entry.address
        if entry.section == "present" and entry.offered:
            assert headings_without_text(page) == [], entry.address
            assert words("show.set_missing", language, sheets="|").split("|")[0] not in said, (
                f"/{entry.address} is a dead end"
            )
            assert FOREIGN.findall(said) == [], entry.address
    assert [figure for figure in FIGURES[name] if not any(figure in said for said in seen)] == []


def test_every_file_to_take_along_can_be_made_of_a_place(place):
    name, files = place
    made, language = snapshot(files), "en" if name == "five" else "vi"
    for kind in FORMATS.values():
        if not kind.suffix.endswith("pdf"):
            assert kind.make(Pack(made, language, None, None, ()), silent)


@pytest.mark.parametrize("heading", ["Thôn", "Tên thôn", "Xã", "Đơn vị"])
def test_a_sheet_headed_by_the_kind_of_the_place_s_units_is_read(workbook, heading):
    current = read_files({"so-lieu.xlsx": commune(workbook)})
    rows = [["STT", heading, "Điều 1", "Điều 2"], [1, "An 1", "Đạt", "Chưa đạt"], [2, "Thôn An 2", "Đạt", "Đạt"]]
    taken = check(saved(sheet_of(rows)), "thon.xlsx", current).frames["results"]
    assert list(taken[["unit", "criterion", "result"]].itertuples(index=False, name=None)) == [
        *(("1.1", "1", "met"), ("1.1", "2", "not_met"), ("1.2", "1", "met"), ("1.2", "2", "met"))
    ]


def test_the_only_row_of_a_sheet_is_no_total_though_other_units_belong_to_it(workbook):
    current = read_files({"so-lieu.xlsx": commune(workbook)})
    rows = [["STT", "Đơn vị", "Quy hoạch", "Phát triển kinh tế nông thôn"], [1, "Xã An Phú", "Đạt", "Chưa đạt"]]
    taken = check(saved(sheet_of(rows)), "xa.xlsx", current).frames["results"]
    assert list(taken["unit"]) == ["1", "1"] and list(taken["result"]) == ["met", "not_met"]


def sheet_of(rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


@pytest.mark.parametrize("kind", ["xa", "tinh", "phuong", "huyen", "thon"])
def test_a_new_folder_opens_at_once(app, tmp_path, monkeypatch, kind):
    (tmp_path / "so-lieu.xlsx").write_bytes(template(new_place(kind, TODAY)))
    made = snapshot(workbook_files(Path(tmp_path)))
    assert [one for one in made.tables.findings if one.severity == "error"] == []
    monkeypatch.setenv("BS_DATA", str(tmp_path))
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'own.sqlite'}")
    page = app("overview")
    assert not page.exception
    for entry in entries(made, "vi").values():
        if entry.section == "present" or kind == "xa":  # the others are the same for every kind
            assert not at_address(page, entry.address).run().exception, entry.address


def test_a_folder_and_a_snapshot_from_before_kinds_and_pages_were_rows_open_as_they_did(shipped, tmp_path):
    from_before = {"own_unit": "district_code", "place": "district", "above": "province"}
    files = {}
    for name, content in workbook_files(DEFAULT_FOLDER).items():
        workbook = load_workbook(BytesIO(content))
        for sheet in [one for one in workbook if one.title in ("Loại đơn vị", "Cấp học")]:
            workbook.remove(sheet)
        for heading in ("Địa chỉ trang", "Phần của trang") if "Bộ tiêu chí" in workbook.sheetnames else ():
            sheet = workbook["Bộ tiêu chí"]
            sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == heading))
        if "Thông tin" in workbook.sheetnames:
            for (cell,) in workbook["Thông tin"].iter_rows(max_col=1):
                cell.value = from_before.get(cell.value, cell.value)
        files[name] = saved(workbook)
    before = snapshot(files)
    assert before.tables.findings == [] and before.as_of == shipped.as_of
    with closing(Store(f"sqlite:///{tmp_path / 'old.sqlite'}")) as store:
        tables = [table.name for table in schema().tables.values() if not table.list]
        bare = {name: before.tables[name] for name in tables} | {
            table.name: empty_frame(table) for table in schema().tables.values() if table.list
        }
        bare["criteria_sets"] = (
            bare["criteria_sets"].assign(page=None, blocks=None).astype({"page": "string", "blocks": "string"})
        )
        record = store.publish(Tables(bare, []), expected=None, author="a", note="n")
        kept = store.snapshot(record.id)
    for old in (before, kept):
        assert entries(old, "vi") == entries(shipped, "vi")
        assert {id: ratio.headline for id, ratio in old.ratios.items()} == {
            id: ratio.headline for id, ratio in shipped.ratios.items()
        }
        assert about_line(old.tables, "vi") == about_line(shipped.tables, "vi")
