"""Workbooks to tables: what is wrong is said with code, sheet and cell; what is right is read as it stands."""

import re
import unicodedata
from datetime import date
from functools import cache

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bs_metrics.contract.filters import matching
from bs_metrics.contract.findings import rules
from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import read_files, snapshot_id, with_shipped, workbook_files
from bs_metrics.measures.about import own_unit, units_below
from bs_metrics.measures.ratios import ratios
from bs_metrics.text import canonical
from bs_metrics.words import LANGUAGES
from tests import hazards
from tests.conftest import ROOT, book_of
from tests.corpus.files import CASES
from tests.hazards import REFUSED
from tests.other_formats import sheet_xml, xlsb, xlsx
from tests.spreadsheets import ROWS, encrypted_file, found, units_file, with_part
from ui.addresses import FIXED

QUOTED = re.compile(r"\"([a-z_]+)\"")
SHEET = "Đơn vị"


def hide(sheet):
    sheet.parent.create_sheet("Khác")
    sheet.sheet_state = "hidden"


SCALE = {"operator": "ge", "threshold": 50, "threshold_max": 100, "points_rule": "linear", "points_min": 1.5}
SCALE |= {"points_max": 2}


def scored(*rows, **scale):
    """A criterion with a scale of points and one below it, with results of the unit."""
    criteria = [{"set": "s", "code": "1"} | SCALE | scale, {"set": "s", "code": "1.1", "parent": "1", "points_max": 2}]
    results = [{"set": "s", "unit": "1"} | row for row in rows]
    sets = [{"id": "s", "applies_to": "district"}]
    return {"a.xlsx": book_of(units=[{"code": "1"}], criteria_sets=sets, criteria=criteria, results=results)}


MEASURE = {"id": "a", "counts": "units", "filter": "Loại hình = xã"}
RULES = {  # code: the files, and the sheet and cell that the finding names
    "not_a_workbook": ({"a.xlsx": b"not a workbook"}, None, None),
    "encrypted": ({"a.xlsx": encrypted_file()}, None, None),
    "hidden_sheet": ({"a.xlsx": units_file(edit=hide)}, SHEET, None),
    "broken_sheet": (
        {"a.xlsx": with_part(units_file(), "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2])},
        SHEET,
        None,
    ),
    "unknown_sheet": ({"a.xlsx": units_file(edit=lambda sheet: sheet.parent.create_sheet("Khác"))}, "Khác", None),
    "two_sheets": ({"a.xlsx": units_file(), "b.xlsx": units_file()}, SHEET, None),
    "no_heading": ({"a.xlsx": units_file(edit=lambda sheet: sheet.delete_rows(1))}, SHEET, None),
    "unknown_heading": ({"a.xlsx": units_file({"H1": "Chủ tịch"})}, SHEET, "H1"),
    "heading_twice": ({"a.xlsx": units_file({"H1": "Tên"})}, SHEET, "H1"),
    "heading_missing": ({"a.xlsx": units_file({"C1": None})}, SHEET, "A1"),
    "formula_without_value": ({"a.xlsx": units_file({"D3": "=D2*2"})}, SHEET, "D3"),
    "error_value": ({"a.xlsx": units_file({"E3": "#REF!"})}, SHEET, "E3"),
    "not_text": ({"a.xlsx": units_file({"B3": True})}, SHEET, "B3"),
    "not_a_number": ({"a.xlsx": units_file({"D2": "rộng"})}, SHEET, "D2"),
    "not_an_integer": ({"a.xlsx": units_file({"E2": 1.5})}, SHEET, "E2"),
    "negative": ({"a.xlsx": units_file({"E2": -1})}, SHEET, "E2"),
    "too_large": ({"a.xlsx": units_file({"E2": "1.000.000.000.000.000.000"})}, SHEET, "E2"),
    "more_met_than_all": (
        {"a.xlsx": book_of(measures=[{"id": "1"}], reported_totals=[{"measure": "1", "met": 23, "total": 22}])},
        "Số báo cáo",
        "B2",
    ),
    "outside_validity": (
        {
            "a.xlsx": book_of(
                units=[{"code": "1"}],
                criteria_sets=[{"id": "s", "applies_to": "district", "valid_to": date(2025, 12, 31)}],
                results=[{"set": "s", "unit": "1", "decision": "1/QĐ ngày 01/2/2026"}],
            )
        },
        "Kết quả",
        "J2",
    ),
    "maximum_short": (scored(operator="le"), "Tiêu chí", "L2"),
    "points_differ": (scored({"criterion": "1", "value": 75, "points": 1.76}), "Kết quả", "H2"),
    "more_points_than_all": (scored({"criterion": "1", "points": 2.5}), "Kết quả", "H2"),
    "value_contradicts": (scored({"criterion": "1", "value": 49, "result": "đạt"}), "Kết quả", "D2"),
    "points_contradict": (scored({"criterion": "1", "points": 1.25, "result": "đạt"}), "Kết quả", "H2"),
    "less_points_than_parts": (
        scored({"criterion": "1.1", "points": 1.5}, {"criterion": "1", "points": 1}),
        "Kết quả",
        "H3",
    ),
    "not_a_date": ({"a.xlsx": units_file({"F3": "31/2/2024"})}, SHEET, "F3"),
    "not_in_list": ({"a.xlsx": units_file({"C3": "làng"})}, SHEET, "C3"),
    "level_contradicts": (
        {"a.xlsx": book_of(schools=[{"name": "A", "result": "met", "standard_level": 0}])},
        "Trường học",
        "E2",
    ),
    "required_empty": ({"a.xlsx": units_file({"G3": None})}, SHEET, "G3"),
    "key_twice": ({"a.xlsx": units_file({"A3": "21046"})}, SHEET, "A3"),
    "key_twice_unseen": ({"a.xlsx": units_file({"A3": "210\u200b46"})}, SHEET, "A3"),
    "unknown_reference": (
        {"a.xlsx": book_of(units=[{"code": "1"}], schools=[{"name": "A"}, {"name": "B", "unit": "2"}])},
        "Trường học",
        "C3",
    ),
    "parent_circle": (
        {"a.xlsx": book_of(units=[{"code": "1", "parent": "2"}, {"code": "2", "parent": "2"}])},
        SHEET,
        "E3",
    ),
    "part_beyond_whole": (
        {
            "a.xlsx": book_of(
                units=[{"code": "1", "name": "A", "area_km2": 400}, {"code": "2", "parent": "1", "area_km2": 1750}]
            )
        },
        SHEET,
        "F3",
    ),
    "stage_twice": (
        {"a.xlsx": book_of(criteria_sets=[{"id": "s", "stage": 1}, {"id": "t", "stage": 1}])},
        "Bộ tiêu chí",
        "F2",
    ),
    "bad_address": (
        {"a.xlsx": book_of(criteria_sets=[{"id": "s", "stage": 1, "page": "Xã/mới"}])},
        "Bộ tiêu chí",
        "G2",
    ),
    "address_taken": (
        {"a.xlsx": book_of(criteria_sets=[{"id": "s", "stage": 1}, {"id": "t", "stage": 2, "page": "upload"}])},
        "Bộ tiêu chí",
        "G3",
    ),
    "unit_not_applicable": (
        {
            "a.xlsx": book_of(
                units=[{"code": "1", "kind": "commune"}],
                criteria_sets=[{"id": "s", "applies_to": "district"}],
                results=[{"set": "s", "unit": "1"}],
            )
        },
        "Kết quả",
        "C2",
    ),
    "second_meaning": (
        {
            "a.xlsx": book_of(
                synonyms=[
                    {"written": "M2", "table": "Trường học", "column": "Kết quả", "word": "đạt"},
                    {"written": "m2 ", "table": "Trường học", "column": "Kết quả", "word": "đạt"},
                    {"written": "M2", "table": "Kết quả", "column": "Kết quả", "word": "chưa đạt"},
                    {"written": "Đạt", "table": "Trường học", "column": "Kết quả", "word": "chưa đạt"},
                ]
            )
        },
        "Từ đồng nghĩa",
        "A5",
    ),
    "bad_filter": ({"a.xlsx": book_of(units=[{"code": "1"}], measures=[MEASURE])}, "Chỉ số", "F2"),
    "table_missing": ({"a.xlsx": book_of(**{name: [] for name in schema().tables if name != "units"})}, SHEET, None),
}
RULES |= {code: ({name: make}, None, None) for code, (name, make) in REFUSED.items()}
RULES |= {
    "hidden_rows": ({"a.xlsx": units_file(edit=lambda sheet: sheet.row_dimensions.group(3, hidden=True))}, SHEET, None),
    "hidden_columns": (
        {"a.xlsx": units_file(edit=lambda sheet: sheet.column_dimensions.group("D", hidden=True))},
        SHEET,
        None,
    ),
    "name_misleads": ({"a.csv": units_file()}, None, None),
    "values_only": ({"a.xlsb": xlsb()}, None, None),
    "formatting_unseen": ({"a.xlsx": xlsx(sheet_xml(hazards.cell("A1") + hazards.cell("CV1501")))}, "Trang", None),
    "read_as_text": ({"a.csv": b"a;b\n1;2\n"}, None, None),
    "macros": ({"a.xlsm": xlsx(sheet_xml(""), {"xl/vbaProject.bin": b""})}, None, None),
    "external_links": ({"a.xlsx": xlsx(sheet_xml(""), {"xl/externalLinks/externalLink1.xml": b""})}, None, None),
    "more_cells_without_value": ({"a.xlsx": units_file({f"D{row}": "#N/A" for row in range(3, 504)})}, SHEET, None),
}
NOTES = {
    *("hidden_sheet", "unknown_sheet", "unknown_heading", "name_misleads", "read_as_text", "macros", "external_links"),
    *("hidden_columns",),
}
WARNINGS = {"hidden_rows", "outside_validity", "values_only", "formatting_unseen", "maximum_short"}
WARNINGS |= {
    "points_differ",
    "points_contradict",
    "value_contradicts",
    "more_points_than_all",
    "less_points_than_parts",
    "part_beyond_whole",
}


@cache
def tables_of(code):
    """What the files of a rule's case are read as; a large one is made only now."""
    return read_files({name: given() if callable(given) else given for name, given in RULES[code][0].items()})


def finding_of(code):
    """The finding of a rule's case. Every file that lacks tables also says so, which is another rule."""
    findings = tables_of(code).findings
    return found([each for each in findings if code == "table_missing" or each.code != "table_missing"], code)


def test_rows_that_tests_make_are_those_that_are_read(workbook, tables):
    given = {
        "about": [{"key": "as_of", "value": "01/8/2024"}],
        "units": [{"code": "1", "kind": "commune", "population": 5, "area_km2": 1.5, "valid_to": date(2025, 1, 31)}],
        "criteria_sets": [{"id": "s", "applies_to": "district; commune", "pass_rule": "all", "official_criteria": 2}],
        "criteria": [{"set": "s", "code": "1", "threshold": 10}, {"set": "s", "code": "2"}],
        "results": [{"set": "s", "unit": "1", "criterion": None, "result": "met"}],
    }
    read, made = read_files({"nho.xlsx": workbook(**given)}), tables(**given)
    assert set(read.frames) == set(made.frames)
    for name, frame in read.frames.items():
        pd.testing.assert_frame_equal(frame, made[name])


def test_every_code_of_the_catalogue_has_a_case():
    by_intake = {code for case in CASES for code, _ in [*case.faults, *case.notes]}
    elsewhere = {
        word for file in (ROOT / "tests").glob("*/test_*.py") for word in QUOTED.findall(file.read_text("utf-8"))
    }
    assert set(rules()) - set(RULES) - by_intake <= elsewhere
    assert set(RULES) | by_intake <= set(rules())


@pytest.mark.parametrize("code", RULES)
def test_a_fault_is_named_with_its_sheet_and_cell(code):
    _, sheet, cell = RULES[code]
    finding = finding_of(code)
    assert (finding.sheet, finding.cell) == (sheet, cell)
    assert finding.severity == ("note" if code in NOTES else "warning" if code in WARNINGS else "error")


@pytest.mark.parametrize("code", RULES)
def test_a_finding_speaks_both_languages(code):
    finding = finding_of(code)
    for part in ("message", "fix"):
        said = [getattr(finding, part)(language) for language in LANGUAGES]
        assert said[0] != said[1] and all(text and "{" not in text for text in said)
    for language in LANGUAGES:
        place = finding.place(language)
        assert finding.file in place and (finding.sheet or "") in place and (finding.cell or "") in place


@pytest.mark.parametrize("code", sorted(set(RULES) - NOTES - WARNINGS))
def test_an_error_holds_its_own_table_back_whole(code):
    sheet, tables = RULES[code][1], tables_of(code)
    if sheet is None:
        assert all(tables[name].empty for name, table in schema().tables.items() if not table.list)
    else:
        assert tables[schema().table_of(sheet).name].empty


def codes(**given):
    """What is found in a workbook of these tables: codes and cells."""
    read = read_files({"a.xlsx": book_of(**given)})
    return [(one.code, one.cell) for one in read.findings if one.code != "table_missing"]


def test_a_circle_of_units_is_told_at_each_of_them_only():
    units = [{"code": code, "parent": parent} for code, parent in (("1", "2"), ("2", "3"), ("3", "2"), ("4", None))]
    assert codes(units=units) == [("parent_circle", "E3"), ("parent_circle", "E4")]


def test_no_set_is_part_of_itself_by_way_of_others():
    sets = [{"id": id, "name": id, "part_of": to} for id, to in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))]
    assert [code for code, _ in codes(criteria_sets=sets)] == ["parent_circle"] * 3


def test_a_circle_of_criteria_is_one_within_a_set():
    pairs = (("s", "1", "1"), ("s", "2", "3"), ("s", "3", "2"), ("t", "2", "1"), ("t", "1", None))
    criteria = [{"set": of, "code": code, "name": "x", "parent": parent} for of, code, parent in pairs]
    told = codes(criteria_sets=[{"id": "s", "name": "S"}, {"id": "t", "name": "T"}], criteria=criteria)
    assert [code for code, _ in told] == ["parent_circle"] * 3


@pytest.mark.parametrize(("column", "counts"), [("parts", "parts"), ("parent", "items")])
def test_no_measure_is_its_own_part_or_parent(column, counts):
    rows = [{"id": id, "counts": counts, column: to} for id, to in (("a", "b"), ("b", "a"), ("c", "a"))]
    assert [code for code, _ in codes(measures=rows)] == ["parent_circle"] * 2


def test_no_two_stages_have_one_address_and_none_has_another_pages():
    taken = [{"id": name, "stage": number} for number, name in enumerate(sorted(FIXED), start=1)]
    assert {code for code, _ in codes(criteria_sets=taken)} == {"address_taken"} and len(taken) > 5
    twice = [{"id": "Nông_thôn mới", "stage": 1}, {"id": "b", "stage": 2, "page": "nong-thon-moi"}, {"id": "upload"}]
    assert codes(criteria_sets=twice) == [("address_taken", "G2"), ("address_taken", "G3")]


def test_the_own_unit_is_one_of_the_units():
    units = [{"code": "1", "kind": "commune"}]
    assert codes(units=units, about=[{"key": "own_unit", "value": "1"}]) == []
    for key in ("own_unit", "district_code"):
        assert codes(units=units, about=[{"key": key, "value": "2"}]) == [("unknown_reference", "B2")]


def test_a_unit_beside_the_own_one_or_above_it_is_not_below_it():
    kinds = {"t": "province", "1": "commune", "2": "commune", "a": "village", "b": "village"}
    units = [{"code": code, "kind": kind, "parent": "1" if code == "a" else None} for code, kind in kinds.items()]
    tables = read_files({"a.xlsx": book_of(units=units, about=[{"key": "own_unit", "value": "1"}])})
    assert own_unit(tables).code == "1" and [unit.code for unit in units_below(tables)] == ["a", "b"]


def test_a_kind_is_not_written_as_another_one_and_has_known_kinds_below():
    shipped = read_files({})["unit_kinds"][["code", "word"]].to_dict("records")
    island = {"code": "island", "word": "xã đảo", "prefixes": "xã đảo; XĐ.", "below": "village"}
    assert codes(unit_kinds=[*shipped, island]) == [], "one that begins as another one is not that one"
    faulty = [{"code": "a", "word": "làng", "prefixes": "L."}, {"code": "b", "word": "buôn", "prefixes": "B.; l."}]
    faulty.append({"code": "c", "word": "Làng", "below": "a; d"})
    found = {("second_meaning", cell) for cell in ("B2", "F2", "F3", "B4")} | {("unknown_reference", "E4")}
    assert set(codes(unit_kinds=faulty)) == found


def test_all_faults_are_said_at_once():
    findings = read_files({"a.xlsx": units_file({"C2": "làng", "E3": "x", "B3": None})}).findings
    assert {finding.cell for finding in findings if finding.cell} == {"C2", "E3", "B3"}


def test_a_broken_table_leaves_the_others_working(workbook):
    units = units_file({"E2": "đông"})
    others = workbook(
        measures=[{"id": "school", "counts": "schools"}],
        schools=[{"name": "A", "result": "met"}],
        reported_totals=[{"measure": "school", "met": 7, "total": 22}],
    )
    tables = read_files({"units.xlsx": units, "others.xlsx": others})
    assert tables["units"].empty and len(tables["schools"]) == 1
    assert ratios(tables)["school"].headline.met == 7


def test_findings_of_a_page_are_those_of_its_tables():
    tables = read_files({"units.xlsx": units_file({"E2": "đông"}), "others.xlsx": book_of(schools=[{"name": "A"}])})
    assert [finding.cell for finding in tables.findings_of("units")] == ["E2"]
    assert tables.findings_of("schools") == []


def test_a_file_that_cannot_be_opened_concerns_every_page():
    assert [finding.file for finding in read_files({"a.xlsx": b""}).findings_of() if not finding.sheet] == ["a.xlsx"]


def test_a_heading_is_found_under_a_letterhead():
    def letterhead(sheet):
        sheet.insert_rows(1, 6)
        sheet["A1"] = "UBND HUYỆN"
        sheet["C2"] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        sheet["A4"] = "DANH SÁCH XÃ"

    tables = read_files({"a.xlsx": units_file(edit=letterhead)})
    assert list(tables["units"]["name"]) == ["Bình Thạnh", "Bình Thanh"]
    assert list(tables["units"]["origin_row"]) == [8, 9]
    faulty = read_files({"a.xlsx": units_file({"E3": "x"}, letterhead)})
    assert found(faulty.findings, "not_a_number").cell == "E9"


def test_columns_may_stand_in_another_order():
    tables = read_files({"a.xlsx": units_file(edit=lambda sheet: sheet.move_range("A1:A3", cols=8))})
    assert list(tables["units"]["code"]) == ["21046", "21091"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", schema().tables)
def test_no_two_columns_of_a_table_have_one_title(table, language):
    """The page that shows a table as it is would drop one of them."""
    titles = [column.title(language) for column in schema().tables[table].columns.values()]
    assert len(set(titles)) == len(titles)


def test_a_workbook_without_the_english_columns_has_no_fault():
    english = {column.heading for column in schema().tables["units"].columns.values() if column.translates}
    tables = read_files({"a.xlsx": units_file()})  # HEADINGS, from before there were any
    assert english and tables["units"]["note_en"].isna().all()
    assert [finding for finding in tables.findings if finding.table == "units"] == []


def test_a_repeated_key_points_at_the_column_of_the_key():
    content = units_file({"A3": "21046"}, lambda sheet: sheet.move_range("A1:A3", cols=8))
    assert found(read_files({"a.xlsx": content}).findings, "key_twice").cell == "I3"


def test_letters_in_parts_read_as_whole_letters():
    def decomposed(sheet):
        sheet.title = unicodedata.normalize("NFD", sheet.title)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.value = unicodedata.normalize("NFD", cell.value)

    composed, read = read_files({"a.xlsx": units_file()}), read_files({"a.xlsx": units_file(edit=decomposed)})
    columns = list(schema().tables["units"].columns)
    assert read["units"][columns].equals(composed["units"][columns])
    assert read["units"]["name"].iloc[0] == ROWS[0][1]


def test_two_communes_that_differ_by_a_tone_mark_stay_two():
    tables = read_files({"a.xlsx": units_file()})
    for name, code in (("Bình Thanh", "21091"), ("Bình Thạnh", "21046")):
        kept = matching(tables["units"], f"Tên = {name}", schema().tables["units"], tables.lists)
        assert list(tables["units"]["code"][kept]) == [code]
    schools = book_of(schools=[{"name": "Bình Thanh"}, {"name": "Bình Thạnh"}])
    assert len(read_files({"a.xlsx": schools})["schools"]) == 2


def test_a_word_with_another_tone_mark_is_not_the_word():
    assert found(read_files({"a.xlsx": units_file({"C2": "xà"})}).findings, "not_in_list").cell == "C2"
    coded = read_files({"a.xlsx": units_file({"C2": "commune"})}).findings  # the code of a word is no word
    assert found(coded, "not_in_list").cell == "C2"


@pytest.mark.parametrize(("cell", "value"), [(1245, 1245), ("1.245", 1245), ("1245", 1245), (1245.0, 1245)])
def test_a_whole_number_is_read_as_it_is_written(cell, value):
    assert read_files({"a.xlsx": units_file({"E2": cell})})["units"]["population"].iloc[0] == value


@pytest.mark.parametrize(("cell", "value"), [("466,8524", 466.8524), (466.8524, 466.8524), ("1.245,5", 1245.5)])
def test_a_decimal_comma_is_a_decimal_mark(cell, value):
    assert read_files({"a.xlsx": units_file({"D2": cell})})["units"]["area_km2"].iloc[0] == value


@pytest.mark.parametrize("cell", ["01/8/2024", "1/8/2024", "2024-08-01"])
def test_a_date_is_read_in_each_form(cell):
    assert read_files({"a.xlsx": units_file({"F2": cell})})["units"]["valid_from"].iloc[0].isoformat() == "2024-08-01"


@pytest.mark.parametrize("cell", [1e308, 2.0**63, "9" * 30])
def test_a_number_beyond_counting_is_no_count(cell):
    assert found(read_files({"a.xlsx": units_file({"E2": cell})}).findings, "too_large").cell == "E2"


def test_a_code_that_excel_took_for_a_number_is_the_same_code():
    assert list(read_files({"a.xlsx": units_file({"A2": 21046})})["units"]["code"]) == ["21046", "21091"]


def test_blank_rows_are_no_rows():
    assert (
        len(read_files({"a.xlsx": units_file({"B5": " ", "A6": "1", "B6": "A", "C6": "xã", "G6": "x"})})["units"]) == 3
    )


def test_the_same_content_has_the_same_id_whatever_the_order():
    one, two = {"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"}
    assert snapshot_id(one) == snapshot_id(two) != snapshot_id({"a": b"1", "b": b"3"})


def test_lock_files_of_excel_are_not_workbooks(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"1")
    (tmp_path / "~$a.xlsx").write_bytes(b"2")
    (tmp_path / "notes.txt").write_bytes(b"3")
    assert workbook_files(tmp_path) == {"a.xlsx": b"1"}


KINDS = lists_of(with_shipped({}))["unit_kind"].words
letters = st.text("abcxyzăâđêôơưÁẠẢẬỆỰỸ0123456789 -/;", min_size=1, max_size=20).filter(str.strip).map(canonical)
unit_rows = st.fixed_dictionaries(
    {"name": letters, "kind": st.sampled_from(sorted(KINDS)), "source": letters},
    optional={
        "area_km2": st.integers(0, 10**10).map(lambda number: number / 10**4),  # a cell keeps fifteen digits
        "population": st.integers(0, 10**9),
        "valid_from": st.dates(min_value=date(1901, 1, 1)),  # Excel has no days before 1900
        "note": letters,
    },
)


@settings(phases=[Phase.generate])
@given(rows=st.lists(unit_rows, max_size=5))
def test_writing_and_reading_back_gives_the_same_rows(rows):
    rows = [{"code": f"{number:05}"} | row for number, row in enumerate(rows)]
    frame = read_files({"a.xlsx": book_of(units=rows)})["units"]
    read = [
        {name: value for name, value in row.items() if name in schema().tables["units"].columns}
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records")
    ]
    assert [{name: value for name, value in row.items() if value is not None} for row in read] == rows
