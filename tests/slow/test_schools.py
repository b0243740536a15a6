"""What education offices write of a school: its result with the level, its name in one of several spellings."""

import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots.combined import combined
from tests.corpus.files import book
from tests.slow.test_marks import FORMATS

CURRENT = read_folder(DEFAULT_FOLDER)
HEADINGS = ["Tên trường", "Cấp học", "Xã", "Kết quả"]
PLACE = CURRENT["units"].query("kind == 'commune'")["name"].iloc[0]


def read(*rows, headings=HEADINGS, current=CURRENT, choices=None, form="xlsx"):
    """A list of schools as a file, understood."""
    return check(FORMATS[form]([list(headings), *map(list, rows)]), "truong.xlsx", current, choices)


def errors(checked):
    return [(one.code, one.cell) for one in checked.findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("written", "result", "level"),
    [
        ("Đạt mức độ 1", "met", 1),
        ("Đạt chuẩn mức độ 2", "met", 2),
        ("Mức độ 1", "met", 1),
        ("MĐ 2", "met", 2),
        ("MĐ1", "met", 1),
        ("đạt chuẩn quốc gia", "met", None),
        ("Đạt chuẩn quốc gia mức độ 1", "met", 1),
        ("Đạt chuẩn quốc gia (mức độ 2)", "met", 2),
        ("Đạt mức độ II", "met", 2),
        ("Mức độ 1 (QĐ số 12/QĐ-UBND)", "met", 1),
        ("Chưa đạt (mức độ 1)", "not_met", None),
        ("Chưa đạt", "not_met", None),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_result_says_the_level_too(written, result, level, form):
    checked = read(["MN Một", "MN", PLACE, written], ["MN Hai", "MN", PLACE, "Đạt"], form=form)
    assert not errors(checked)
    one, other = checked.frames["schools"].astype(object).where(checked.frames["schools"].notna(), None).itertuples()
    assert (one.result, one.standard_level, other.result, other.standard_level) == (result, level, "met", None)


@pytest.mark.parametrize(
    ("level", "written", "column"),
    [("MN", "Đạt lại", "result"), ("Sơ cấp nghề", "Đạt", "school_level"), ("THPT, GDTX", "Đạt", "school_level")],
)
def test_what_no_row_says_is_asked_with_the_words_there_are(level, written, column):
    checked = read(["Một", level, PLACE, written])
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert fault.code == "not_in_list" and question.kind == column
    assert all(word in fault.fix("vi") for word in question.options.values())


@pytest.mark.parametrize(
    ("written", "level"),
    [("THPT", "upper_secondary"), ("TH&THCS", "several"), ("TH và THCS", "several"), ("THCS - THPT", "several")],
)
def test_levels_have_their_usual_short_forms(written, level):
    checked = read(["Một", written, PLACE, "Đạt"])
    assert not errors(checked)
    assert list(checked.frames["schools"]["level"]) == [level]


def test_a_list_of_units_that_are_schools_is_one_of_schools():
    headings = ["Đơn vị trường", "Cấp học", "Xã, thị trấn", "Chuẩn quốc gia"]
    checked = read(["MN Một", "MN", PLACE, "Mức độ 2"], headings=headings)
    assert list(checked.frames["schools"]["standard_level"]) == [2] and "units" not in checked.frames


def known(**more):
    """The current data with a school that meets the standard at level 1."""
    row = {"name": "MN Một", "level": "preschool", "result": "met", "standard_level": 1, "source": "x"} | more
    schools = CURRENT["schools"].iloc[:1].assign(**row)
    return type(CURRENT)(CURRENT.frames | {"schools": schools}, [])


@pytest.mark.parametrize(
    ("written", "result", "level"),
    [("Đạt", "met", 1), ("Đạt mức độ 2", "met", 2), ("Chưa đạt", "not_met", None)],
)
def test_the_known_level_stays_while_the_result_does_and_no_other_is_said(written, result, level):
    checked = read(["MN Một", "MN", PLACE, written], current=known())
    (row,) = checked.frames["schools"].itertuples()
    assert not errors(checked) and (row.result, row.standard_level if level else None) == (result, level)


@pytest.mark.parametrize(
    ("result", "level", "cells"),
    [("Đạt mức độ 2", 1, ["E2"]), ("Đạt mức độ 2", 2, []), ("Đạt", 0, ["E2"]), ("Chưa đạt", "Mức độ 1", ["E2"])],
)
def test_a_level_that_contradicts_the_result_is_an_error(result, level, cells):
    checked = read(["MN Một", "MN", PLACE, result, level], headings=[*HEADINGS, "Mức độ"])
    assert errors(checked) == [("level_contradicts", cell) for cell in cells]


@pytest.mark.parametrize(
    ("was", "before", "level"),
    [("not_met", None, "MĐ1"), ("not_met", 0, "2"), ("met", 1, "1"), ("met", 1, "")],
)
def test_a_new_level_in_a_file_without_results_says_the_result(was, before, level):
    current = known(result=was, standard_level=before)
    checked = read(["MN Một", "MN", PLACE, level], headings=["Tên trường", "Cấp học", "Xã", "Mức độ"], current=current)
    assert not errors(checked)
    assert combined(current, checked.frames)["schools"]["result"].iloc[0] == "met"


def test_columns_to_tick_for_levels_are_read_as_before():
    headings = ["Tên trường", "Cấp học", "Mức độ 1", "Mức độ 2", "Chưa đạt"]
    rows = [["MN Một", "MN", "x", "", ""], ["MN Hai", "MN", "", "x", ""], ["MN Ba", "MN", "", "", "x"]]
    assert list(read(*rows, headings=headings).frames["schools"]["standard_level"]) == [1, 2, 0]


SCHOOLS = CURRENT["schools"]
SECONDARY, NUMBERED = "Trường THCS Bình Châu", "Trường Tiểu học số 2 Bình Hải"


def place_of(name):
    unit = SCHOOLS.set_index("name")["unit"][name]
    return CURRENT["units"].set_index("code")["name"][unit]


def with_schools(*schools):
    """The current data with these schools alone: names, levels and units."""
    blank = SCHOOLS.iloc[:0]
    rows = blank.reindex(range(len(schools))).assign(
        **{key: [school[key] for school in schools] for key in ("name", "level", "unit")}, source="x"
    )
    return type(CURRENT)(CURRENT.frames | {"schools": rows.astype(blank.dtypes)}, [])


@pytest.mark.parametrize(
    ("written", "level", "name"),
    [
        ("THCS Bình Châu", "THCS", SECONDARY),
        ("Trường Trung học cơ sở Bình Châu", "THCS", SECONDARY),
        ("TRƯỜNG THCS XÃ BÌNH CHÂU", "THCS", SECONDARY),
        ("trường  THCS. Bình Châu", "THCS", SECONDARY),
        ("Bình Châu", "THCS", SECONDARY),
        ("TH số 2 Bình Hải", "TH", NUMBERED),
        ("Trường Tiểu học Bình Hải số 02", "TH", NUMBERED),
        ("Trường TH Bình Hải 2", "TH", NUMBERED),
        ("Trường Tiểu học số II Bình Hải", "TH", NUMBERED),
        ("TH Bình Hải II", "TH", NUMBERED),
    ],
)
@pytest.mark.parametrize("has_unit", [True, False])
def test_a_school_is_known_however_its_name_is_written(written, level, name, has_unit):
    checked = read([written, level, place_of(name) if has_unit else "", "Đạt"])
    assert list(checked.frames["schools"]["name"]) == [name] and not errors(checked)
    (note,) = [one for one in checked.findings if one.code in ("schools_as_known", "close_to_known")]
    assert (note.code, note.cell) == ("schools_as_known", "A2") and f"→ {name}" in note.message("vi")


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("TH Bình Châu", "TH"),  # another kind
        ("TH số 1 Bình Hải", "TH"),  # another number
        ("TH số I Bình Hải", "TH"),
        ("TH Bình Hải", "TH"),
        ("THCS Bình Chấu", "THCS"),  # another name
        ("THCS Bình Châu cơ sở 2", "THCS"),
        ("Trường THCS Châu", "THCS"),
    ],
)
def test_what_is_only_close_stays_another_school(written, level):
    checked = read([written, level, "", "Đạt"])
    assert list(checked.frames["schools"]["name"]) == [written] and not errors(checked)


def test_a_kind_that_is_no_abbreviation_of_another_is_its_own():
    current = with_schools({"name": "Trường Mầm non Sao Mai", "level": "preschool", "unit": None})
    checked = read(["Trường Mẫu giáo Sao Mai", "MN", "", "Đạt"], current=current)
    assert list(checked.frames["schools"]["name"]) == ["Trường Mẫu giáo Sao Mai"]
    assert "close_to_known" in {one.code for one in checked.findings}


def test_a_school_of_another_commune_is_another():
    one, other = CURRENT["units"].query("kind == 'commune'").iloc[:2].itertuples()
    current = with_schools({"name": "Trường Mầm non Sao Mai", "level": "preschool", "unit": one.code})
    rows = [["MN Sao Mai", "MN", other.name, "Đạt"], ["Mầm non Sao Mai", "MN", one.name, "Đạt"]]
    checked = read(*rows, current=current)
    assert list(checked.frames["schools"]["name"]) == ["MN Sao Mai", "Trường Mầm non Sao Mai"] and not errors(checked)


def test_where_two_schools_may_be_meant_it_is_asked():
    one, other = CURRENT["units"].query("kind == 'commune'")["code"].iloc[:2]
    names = "Trường Mầm non Sao Mai", "Trường MN Sao Mai"
    current = with_schools(
        *({"name": name, "level": "preschool", "unit": unit} for name, unit in zip(names, (one, other), strict=True))
    )
    row, headings = ["Mầm non Sao Mai", "MN", "Đạt"], ["Tên trường", "Cấp học", "Kết quả"]
    checked = read(row, current=current, headings=headings)
    assert errors(checked) == [("which_school", "A2")]
    (question,) = questions(checked.findings, current, Choices(), "vi")
    for answer, unit in ((names[1], other), (row[0], "")):
        choices = Choices().answered(question.kind, question.written, answer)
        chosen = read(row, current=current, headings=headings, choices=choices)
        (school,) = chosen.frames["schools"].fillna({"unit": ""}).itertuples()
        assert (school.name, school.unit) == (answer, unit) and not errors(chosen)
    commune = CURRENT["units"].set_index("code")["name"][other]
    assert not errors(read([row[0], "MN", commune, "Đạt"], current=current))


@pytest.mark.parametrize(
    "names",
    [("TH số 9 Phú An", "Trường Tiểu học số 9 Phú An"), ("THCS Bình Châu", "Trường Trung học cơ sở Bình Châu")],
)
@pytest.mark.parametrize("form", FORMATS)
def test_two_spellings_of_one_school_are_one_row_twice(names, form):
    level = names[0].split()[0]
    checked = read(*([name, level, "", "Đạt"] for name in names), form=form)
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    assert (fault.code, fault.cell, checked.held) == ("key_twice_written", "A3", {"schools"})
    assert all(name in fault.message("vi") for name in names) and fault.context["first"] == "2"


def test_two_schools_that_look_like_one_stay_two_where_the_analyst_says_so():
    rows = [["TH Phú An", "TH", "", "Đạt"], ["Trường Tiểu học Phú An", "TH", "", "Đạt"]]
    (question,) = questions(read(*rows).findings, CURRENT, Choices(), "vi")
    answered = Choices().answered(question.kind, question.written, rows[1][0])
    assert len(read(*rows, choices=answered).frames["schools"]) == 2
    current = with_schools(*({"name": row[0], "level": "primary", "unit": None} for row in rows))
    assert not errors(read(*rows, current=current))  # the data tell them apart


def test_a_hyphen_in_a_name_is_no_other_school():
    checked = read(["TH Sao-Mai", "TH", PLACE, "Đạt"], ["Trường Tiểu học Sao Mai", "TH", PLACE, "KĐ"])
    assert errors(checked) == [("key_twice_written", "A3")]


def test_two_schools_of_one_name_in_two_places_are_both_named_with_the_way_out():
    other = CURRENT["units"].query("kind == 'commune'")["name"].iloc[1]
    checked = read(["MN Sao Mai", "MN", PLACE, "Đạt"], ["MN Sao Mai", "MN", other, "KĐ"])
    assert errors(checked) == [("school_in_two_places", "A3")] and checked.held == {"schools"}
    (said,) = [one for one in checked.findings if one.severity == "error"]
    assert PLACE in said.message("vi") and other in said.message("en") and f"MN Sao Mai - {other}" in said.fix("vi")
    apart = read(["MN Sao Mai", "MN", PLACE, "Đạt"], [f"MN Sao Mai - {other}", "MN", other, "KĐ"])
    assert len(apart.frames["schools"]) == 2
    assert errors(read(["MN Sao Mai", "MN", PLACE, "Đạt"], ["MN Sao Mai", "MN", PLACE, "KĐ"])) == [("key_twice", "A3")]


def test_a_known_school_in_another_place_is_warned_of():
    school = CURRENT["schools"].dropna(subset=["unit"]).iloc[0]
    names = CURRENT["units"].set_index("code")["name"]
    other = next(code for code in CURRENT["schools"]["unit"].dropna() if code != school["unit"])
    for unit, is_told in ((other, True), (school["unit"], False)):
        checked = read([school["name"], school["level"], names[unit], "Đạt"])
        assert [one.cell for one in checked.findings if one.code == "school_moved"] == (["A2"] if is_told else [])


@pytest.mark.parametrize(("day", "is_told"), [("12/12/2099", True), ("12/12/2023", False)])
def test_a_day_of_recognition_that_is_still_to_come_is_warned_of(day, is_told):
    checked = read(["MN Một", "MN", PLACE, "Đạt", day], headings=[*HEADINGS, "Ngày công nhận"])
    assert [one.cell for one in checked.findings if one.code == "day_to_come"] == (["E2"] if is_told else [])


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("TRƯỜNG MẦM NON ĐẠT CHUẨN", "preschool"),
        ("TRƯỜNG MẦM NON, TIỂU HỌC, THCS ĐẠT CHUẨN", None),
        ("TRƯỜNG MẦM NON VÀ TIỂU HỌC ĐẠT CHUẨN", None),
    ],
)
def test_a_title_of_several_levels_says_none(title, level):
    rows = [[f"KẾT QUẢ XÂY DỰNG {title}"], ["TT", "Tên trường", "Xã", "Kết quả"], [1, "Trường Sao Mai", PLACE, "Đạt"]]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    if level:
        assert list(checked.frames["schools"]["level"]) == [level]
    else:
        assert "schools" in checked.held and "heading_missing" in {one.code for one in checked.findings}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Trường Mầm non Sao", "preschool"),
        ("MN 24/3", "preschool"),
        ("Trường TH số 2 Sao", "primary"),
        ("Trường Trung học cơ sở Sao", "lower_secondary"),
        ("TH&THCS Sao", "several"),
        ("Trường Tiểu học và THCS Sao", "several"),
        ("Trường Tiểu học & THCS Sao", "several"),  # no way that it is written in the list
        ("Trường Mầm non - Tiểu học Sao", "several"),
        ("Trường TH và Trung học cơ sở Sao", "several"),
        ("Trường PTDTBT TH, THCS và THPT Sao", "several"),
        ("Trường phổ thông dân tộc nội trú THPT Sao", "upper_secondary"),
        ("Trường TH Sao (THCS)", None),
        ("Trường cấp 2-3 Sao", "several"),
        ("TH Sao THCS", None),  # not the first of the two
        ("Trường Sao", None),
    ],
)
def test_a_list_without_a_column_for_the_level_has_it_in_the_names(name, level, form):
    checked = read([name, PLACE, "Đạt"], headings=("Tên trường", "Xã", "Kết quả"), form=form)
    told = {one.code: one.cell for one in checked.findings if one.code in ("level_by_name", "heading_missing")}
    assert told == ({"level_by_name": "A2"} if level else {"heading_missing": "A1"})
    assert level is None or list(checked.frames["schools"]["level"]) == [level]


@pytest.mark.parametrize(
    ("name", "level", "told"),
    [
        ("Trường Mầm non Sao", "Tiểu học", ["A2"]),
        ("Trường Tiểu học Sao", "Tiểu học", []),
        ("Trường TH&THCS Sao", "Tiểu học", []),  # the part of it that the list is of
        ("Trường Sao", "Tiểu học", []),
    ],
)
def test_a_name_of_another_level_than_its_row_is_warned_of(name, level, told):
    checked = read([name, level, PLACE, "Đạt"])
    assert [one.cell for one in checked.findings if one.code == "level_not_of_name"] == told


@pytest.mark.parametrize("is_section", [True, False])
@pytest.mark.parametrize(
    ("name", "level", "told"),
    [
        ("TH&THCS Sao", "several", ["several_by_name"]),
        ("Trường Mầm non - Tiểu học Sao", "several", ["several_by_name"]),
        ("THCS Sao", "lower_secondary", ["which_level"]),
        ("Tiểu học số 2 Sao", "primary", []),
        ("Trường Mai", "primary", []),
    ],
)
def test_a_name_of_another_level_than_its_section_or_sheet_is_not_counted_in_that(name, level, told, is_section):
    heads, rows = ["TT", "Tên trường", "Xã", "Kết quả"], [[1, "TH Sao", PLACE, "Đạt"], [2, name, PLACE, "Đạt"]]
    rows = [heads, ["I", "TIỂU HỌC"], *rows] if is_section else [["DANH SÁCH TRƯỜNG TIỂU HỌC"], heads, *rows]
    content = FORMATS["xlsx"](rows)
    checked = check(content, "a.xlsx", CURRENT)
    assert [(one.code, one.cell) for one in checked.findings if "level" in one.code or "several" in one.code] == [
        (code, "B4") for code in told
    ]
    assert ("schools" in checked.held) == (told == ["which_level"])
    if "schools" in checked.held:
        (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
        checked = check(content, "a.xlsx", CURRENT, Choices().answered(question.kind, question.written, level))
    assert list(checked.frames["schools"]["level"]) == ["primary", level]


@pytest.mark.parametrize(
    ("written", "is_known"),
    [
        ("TH & THCS Sao", True),
        ("Tiểu học, trung học cơ sở Sao", True),
        ("TH&THCS số 2 Sao", False),
        ("THCS Sao", False),
    ],
)
def test_a_school_of_several_levels_is_known_however_they_are_joined(written, is_known):
    current = with_schools({"name": "Trường TH và THCS Sao", "level": "several", "unit": None})
    checked = read([written, "Đạt"], headings=("Tên trường", "Kết quả"), current=current)
    assert (list(checked.frames["schools"]["name"]) == ["Trường TH và THCS Sao"]) == is_known


def test_a_school_that_is_known_of_the_level_of_its_section_stays_so():
    row = ["TH&THCS Sao", PLACE, "Đạt"]
    current = with_schools({"name": "Trường TH&THCS Sao", "level": "primary", "unit": None})
    content = FORMATS["xlsx"]([["TRƯỜNG TIỂU HỌC"], ["Tên trường", "Xã", "Kết quả"], row])
    checked = check(content, "a.xlsx", current)
    assert list(checked.frames["schools"]["level"]) == ["primary"]
    assert "several_by_name" not in {one.code for one in checked.findings}


def test_a_known_school_keeps_its_level_whatever_its_name_says():
    known = CURRENT["schools"].query("level == 'preschool'").iloc[0]
    checked = read([known["name"], "Đạt"], headings=("Tên trường", "Kết quả"))
    assert "level_by_name" not in {one.code for one in checked.findings}
    assert list(checked.frames["schools"]["level"]) == ["preschool"]


@pytest.mark.parametrize(("below", "is_asked"), [("KĐCLGD", True), ("Công nhận CQG", False)])
def test_a_lower_heading_that_names_another_matter_is_asked(below, is_asked):
    rows = [["Tên trường", "Cấp học", "Xã", "Kết quả"], ["", "", "", below], ["MN Sao", "MN", PLACE, "Đạt"]]
    checked = check(book({"Trường": rows}, merge=("A1:A2", "B1:B2", "C1:C2")), "a.xlsx", CURRENT)
    assert [one.code for one in checked.findings if one.severity == "error"] == ["plan_or_result"] * is_asked
