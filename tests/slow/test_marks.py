"""No column of results in the rows of known units vanishes: it is a criterion, or told with the number of its marks."""

import csv
import io
import shutil

import pytest

from bs_metrics.__main__ import main
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from bs_metrics.words import words
from tests.corpus.files import book

CURRENT = read_folder()
UNITS = list(CURRENT["units"].loc[CURRENT["units"]["kind"] == "commune", "name"])[:20]
SET = "Xã nông thôn mới"
MARKS = ("Đạt", "Chưa đạt", "x")


def as_text(rows):
    """The rows as a .csv file."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


FORMATS = {"xlsx": lambda rows: book({"Sheet1": rows}), "csv": as_text}


def table(headings, title=SET, unit="Đơn vị", marks=MARKS):
    """A title, and below it the units with one mark each under every heading."""
    rows = [[name, *(marks[(row + at) % len(marks)] for at in range(len(headings)))] for row, name in enumerate(UNITS)]
    return [*([[title], []] if title else []), [unit, *headings], *rows]


@pytest.fixture
def read():
    """A table as a file, understood: `read(rows, choices)`."""
    return lambda rows, choices=None: check(FORMATS["xlsx"](rows), "xa.xlsx", CURRENT, choices)


def left_out(checked):
    return [(one.cell, one.value, one.context["count"]) for one in checked.findings if one.code == "results_not_taken"]


def criteria(checked):
    rows = checked.frames["results"]
    assert set(rows["set"]) <= {"commune_nr"} and len(rows) % len(UNITS) == 0
    return sorted(set(rows["criterion"].fillna("")))


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("2", "2"),
        ("5.", "5"),
        ("TC5", "5"),
        ("Tiêu chí số 5", "5"),
        ("Tiêu chí V", "5"),
        ("Tiêu chí số XVII", "17"),
        ("Giao thông", "2"),
        ("Tiêu chí Giao thông", "2"),
        ("Kết quả tiêu chí Giao thông", "2"),
        ("Tự đánh giá tiêu chí số 2", "2"),
        ("2. Giao thông", "2"),
    ],
)
def test_one_column_of_marks_is_the_criterion_that_its_heading_says(read, heading, code):
    checked = read(table([heading]))
    assert criteria(checked) == [code] and len(checked.frames["results"]) == len(UNITS) and not left_out(checked)


@pytest.mark.parametrize(
    "title", [f"{SET}, tiêu chí Giao thông", f"{SET}\nTiêu chí số 2", f"{SET} - tiêu chí 2 năm 2024"]
)
@pytest.mark.parametrize("heading", ["Kết quả", "Đạt"])
def test_a_list_of_units_is_of_the_criterion_that_its_title_names(read, title, heading):
    checked = read(table([heading], title, marks=("Đạt", "x")))
    assert criteria(checked) == ["2"] and set(checked.frames["results"]["result"]) == {"met"}


def test_a_title_that_names_no_single_criterion_is_of_the_whole_set(read):
    checked = read(table(["Kết quả"], f"Kết quả thực hiện các tiêu chí năm 2024 của {SET.lower()}"))
    assert criteria(checked) == [""]


def test_results_are_not_the_set_s_where_the_title_names_a_criterion_that_is_not_clear(read):
    rows = table(["Kết quả"], f"{SET}: tiêu chí môi trường")
    checked = read(rows)
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    assert (fault.code, fault.value, checked.held) == ("which_criterion", "môi trường", {"results"})
    assert "(17)" in fault.context["suggestions"]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert criteria(read(rows, Choices().answered(question.kind, question.written, "17"))) == ["17"]


@pytest.mark.parametrize(
    "heading", ["Môi trường xanh", "Kết quả tiêu chí cây xanh", "I", "x", "Chưa đạt", "Mức độ", "Kết quả 2"]
)
def test_a_column_that_is_no_criterion_is_left_out_with_the_number_of_its_marks(read, heading):
    for headings, cell, taken in (([heading], "B3", []), (["1", heading, "2"], "C3", ["1", "2"])):
        checked = read(table(headings))
        assert left_out(checked) == [(cell, heading, str(len(UNITS)))] and criteria(checked) == taken
        (told,) = checked.left_out
        assert told.severity == "warning" and all(
            str(len(UNITS)) in told.message(language) and heading in told.message(language) for language in ("vi", "en")
        )


@pytest.mark.parametrize("unit", ["Đơn vị", "Tên xã", "Xã"])
def test_of_two_columns_of_marks_without_a_criterion_none_of_40_vanishes(read, unit):
    checked = read(table(["Thủy lợi tốt", "Môi trường xanh"], unit=unit))
    assert left_out(checked) == [("B3", "Thủy lợi tốt", "20"), ("C3", "Môi trường xanh", "20")]


def test_codes_beside_the_names_make_no_list_of_units_of_a_matrix(read):
    codes = dict(CURRENT["units"][["name", "code"]].itertuples(index=False, name=None))
    rows = [[codes.get(row[0], "Mã" if row[0] == "Tên" else ""), *row] for row in table(["a", "b"], unit="Tên")[2:]]
    assert left_out(read([[SET], *rows])) == [("C2", "a", "20"), ("D2", "b", "20")]


def test_a_column_without_a_heading_is_named_by_its_cell(read):
    assert left_out(read(table(["1", "", "2"]))) == [("C3", "C3", "20")]


def test_a_column_of_marks_and_remarks_is_told_too(read):
    checked = read(
        [
            [f"KẾT QUẢ {SET}"],
            ["Xã", "1", "Thủy lợi"],
            *([name, "x", ("Đạt", "đang làm", "")[at % 3]] for at, name in enumerate(UNITS)),
        ]
    )
    assert left_out(checked) == [("C2", "Thủy lợi", "7")] and criteria(checked) == ["1"]


def test_below_a_group_the_heading_is_its_own_part(read):
    rows = [[f"KẾT QUẢ {SET}"], ["STT", "Xã", "Tiêu chí", "", ""], ["", "", "Giao thông", "Thủy lợi tốt", "Điện"]]
    checked = read([*rows, *([at, name, "x", "x", "x"] for at, name in enumerate(UNITS, 1))])
    assert criteria(checked) == ["2", "4"] and left_out(checked) == [("D3", "Thủy lợi tốt", "20")]


@pytest.mark.parametrize("heading", ["Môi trường xanh", "Mức độ"])
def test_the_analyst_says_which_criterion_a_heading_is(read, heading):
    rows = table([heading])
    (question,) = questions(read(rows).findings, CURRENT, Choices(), "vi")
    assert (question.kind, question.written) == ("criteria:commune_nr", heading) and question.options["17"]
    checked = read(rows, Choices().answered(question.kind, question.written, "17"))
    assert criteria(checked) == ["17"] and not checked.left_out


def test_a_column_that_the_analyst_does_not_want_is_not_told_again(read):
    given = Choices({("Sheet1", 0): BlockChoice(columns={2: None}), ("xa", 0): BlockChoice(columns={2: None})})
    assert not left_out(read(table(["1", "Môi trường xanh"]), given))


@pytest.mark.parametrize("headings", [["Có chợ"], ["Có chợ", "Có đường nhựa"]])
def test_marks_that_no_set_is_said_of_are_counted_and_taken_once_it_is(read, headings):
    rows = table(headings, "Hiện trạng cơ sở vật chất")
    checked = read(rows)
    (told,) = checked.left_out
    assert (told.code, told.cell, told.context["count"]) == ("marks_not_read", "A3", str(20 * len(headings)))
    block = BlockChoice("results", values={"set": "commune_nr"})
    given = Choices({("Sheet1", 0): block, ("xa", 0): block}, {"criteria:commune_nr": {"Có chợ": "7"}})
    checked = read(rows, given)
    assert criteria(checked) == ["7"] and len(left_out(checked)) == len(headings) - 1


def test_counts_of_units_are_no_marks(read):
    rows = [["Xã", "Số chợ", "Số trạm"], *([name, 1, 0] for name in UNITS)]
    assert not any(one.code in ("results_not_taken", "marks_not_read") for one in read(rows).findings)


@pytest.mark.parametrize(("format", "language"), [("csv", "vi"), ("xlsx", "en")])
def test_the_command_says_what_it_left_out_before_it_says_that_nothing_changes(tmp_path, capsys, format, language):
    folder, file = tmp_path / "kho", tmp_path / f"xa.{format}"
    shutil.copytree(DEFAULT_FOLDER, folder)
    file.write_bytes(FORMATS[format](table(["Môi trường xanh", "Thủy lợi tốt"])))
    dated = ["--as-of", "2024-12-31"] if format == "xlsx" else []  # of no row no day is told
    assert main(["publish", str(file), "--note", "x", "--data", str(folder), "--lang", language, *dated]) == 0
    said = capsys.readouterr().err
    assert "B3" in said and "C3" in said and said.count("20") >= 2
    assert said.index("C3") < said.rindex(words("changes.nothing", language))


@pytest.mark.parametrize("format", FORMATS)
def test_a_column_of_a_set_s_name_beside_criteria_holds_the_results_of_the_set_as_a_whole(format):
    rows = table(["2. Giao thông", "4. Điện", SET])
    checked = check(FORMATS[format](rows), f"xa.{format}", CURRENT)
    assert criteria(checked) == ["", "2", "4"] and not left_out(checked)
    whole = checked.frames["results"].query("criterion.isna()")
    said = {"Đạt": "met", "Chưa đạt": "not_met", "x": "met"}
    assert list(whole["result"]) == [said[row[3]] for row in rows[3:]]
    ignored = Choices({("Sheet1", 0): BlockChoice(columns={3: None})})
    assert criteria(check(FORMATS["xlsx"](rows), "xa.xlsx", CURRENT, ignored)) == ["2", "4"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("mark", "result"),
    [("Đ\n ", "met"), ("- Đ", "met"), ("x\n-", None), ("-\nĐ", None), ("Đ –", None), ("Đ\nKĐ", None)],
)
def test_two_marks_in_a_cell_are_asked(format, mark, result):
    rows = [["TIÊU CHÍ XÃ NÔNG THÔN MỚI"], ["Xã", "1. Quy hoạch", "2. Giao thông"], [UNITS[0], mark, "Đ"]]
    checked = check(FORMATS[format](rows), "xa.xlsx", CURRENT)
    asked = [one.cell for one in checked.findings if one.code == "not_in_list"]
    assert asked == ([] if result else ["B3"]) and (checked.held == {"results"}) == (result is None)
    for answer in ("not_met",) if not result else ():
        choices = Choices().answered("result", " ".join(mark.split()), answer)
        frame = check(FORMATS[format](rows), "xa.xlsx", CURRENT, choices).frames["results"]
        assert frame["result"].tolist() == [answer, "met"]


def test_results_by_unit_and_school_level_are_told_with_the_list_to_write_instead(read):
    checked = read(table(["Mầm non", "Tiểu học"], "KẾT QUẢ XÂY DỰNG TRƯỜNG CHUẨN QUỐC GIA THEO XÃ", "Xã"))
    (told,) = checked.left_out
    assert (told.code, told.cell, told.context["count"]) == ("schools_by_level", "A3", "40")
    assert "Mầm non · Tiểu học" in told.message("vi") and "Tên trường" in told.fix("vi")


@pytest.mark.parametrize("merge", [(), ("A4:B4",)])
def test_a_name_in_the_column_of_numbers_is_no_item_of_the_row_above_and_no_total(merge):
    names = list(CURRENT["criteria"].query("set == 'district_nr' and parent.isna()")["name"])[:3]
    rows = [["KẾT QUẢ THỰC HIỆN TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"], ["TT", "Tiêu chí", "Kết quả"], [1, names[0], "Đạt"]]
    rows += [[names[1], "", "Chưa đạt"], [3, names[2], "Đạt"]]
    checked = check(book({"Sheet1": rows}, merge=merge), "a.xlsx", CURRENT)
    assert list(checked.frames["results"]["result"]) == ["met", "not_met", "met"]
    assert [one.cell for one in checked.findings if one.code == "name_in_numbers"] == ["A4"]
    units = [["KẾT QUẢ XÃ NÔNG THÔN MỚI"], ["TT", "Xã", "Kết quả"], [1, UNITS[0], "Đạt"], [UNITS[1], "", "Chưa đạt"]]
    units.append(["Tổng cộng", "", "1/2"])
    assert list(check(book({"S": units}), "a.xlsx", CURRENT).frames["results"]["result"]) == ["met", "not_met"]


def test_units_across_that_are_written_short_are_asked_and_numbers_below_units_say_so(read):
    short = ["".join(f"{word[0]}." for word in name.split()[:-1]) + name.split()[-1] for name in UNITS[:3]]
    checked = read([[SET], ["TT", "Tiêu chí", *short], [1, "Quy hoạch", *MARKS], [2, "Giao thông", *MARKS]])
    asked = [one for one in checked.findings if one.code == "unknown_place"]
    assert [one.value for one in asked] == short and "results" in checked.held
    assert all(name in one.message("vi") + one.fix("vi") for name, one in zip(UNITS, asked, strict=False))
    checked = read(
        [["Dân số"], ["TT", "Chỉ tiêu", *UNITS[:2]], [1, "Diện tích (ha)", 1250, 1870], [2, "Dân số", 8125, 7400]]
    )
    assert [one.code for one in checked.findings if one.severity != "note"] == ["figures_of_places"]
