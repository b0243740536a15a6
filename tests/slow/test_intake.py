"""The intake's promises beyond single files: places, choices, shapes, templates, layouts, the command."""

import io
import json
import unicodedata
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bs_metrics.__main__ import main
from bs_metrics.contract.bounds import ALIKE
from bs_metrics.contract.cells import BadCell
from bs_metrics.contract.columns import NotedValue
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.cells import CellReader
from bs_metrics.intake.blocks.counts import day_shown, readings
from bs_metrics.intake.blocks.layout import find_blocks, heading_rows, is_numbering, joined_headings
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder, workbook_files
from bs_metrics.intake.questions import missing_columns, questions
from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from bs_metrics.intake.vocabulary.names import place_names
from bs_metrics.intake.vocabulary.synonyms import synonyms
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.combined import combined
from bs_metrics.text import bare, spelled
from bs_metrics.views.phrases import basis_text
from bs_metrics.words import words
from tests.corpus.files import CASES, book
from tests.spreadsheets import saved

CURRENT = read_folder()
WORDS = synonyms(CURRENT.frames)
KNOWN = Vocabulary(WORDS, dict(CURRENT.frames), Choices())
UNITS = list(CURRENT["units"][["code", "name", "aliases", "kind"]].astype(object).itertuples(index=False, name=None))
PLACES = place_names(CURRENT["units"], WORDS, {})


def without(content, headings):
    """The workbook without the columns under some headings, as one made before there were any."""
    workbook = load_workbook(io.BytesIO(content))
    for sheet in workbook:
        for cell in reversed(sheet[1]):
            if cell.value in headings:
                sheet.delete_cols(cell.column)
    return saved(workbook)


def tone_at_the_other_vowel(text):
    """hòa written hoà, and so on for every pair of vowels that is written both ways."""
    for one, other in (
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("ủy", "uỷ"),
        ("úy", "uý"),
    ):
        text = text.replace(one, other)
    return text


WRITTEN = {
    "as it is": lambda text: text,
    "in parts": lambda text: unicodedata.normalize("NFD", text),
    "large": str.upper,
    "small": str.lower,
    "with no-break spaces": lambda text: f"\u00a0{text.replace(' ', chr(160) * 2)} ",
    "tone moved": tone_at_the_other_vowel,
}


@given(
    unit=st.sampled_from(UNITS),
    ways=st.lists(st.sampled_from(sorted(WRITTEN)), max_size=3),
    with_kind=st.sampled_from(["", "word", "short"]),
    alias=st.booleans(),
)
def test_a_unit_s_name_in_any_accepted_spelling_means_that_unit_only(unit, ways, with_kind, alias):
    code, name, aliases, kind = unit
    written = aliases if alias and isinstance(aliases, str) else name
    prefixes = {
        "": [""],
        "word": WORDS.written_for("unit_kind", kind),
        "short": ["TT. "] if kind == "township" else [""],
    }
    written = f"{prefixes[with_kind][-1]} {written}".strip()
    for way in ways:
        written = WRITTEN[way](written)
    assert PLACES.code(written) == code


@pytest.mark.parametrize(
    "pair", [("Bình Thanh", "Bình Thạnh"), ("Bình Chương", "Bình Khương"), ("Châu Ô", "Bình Châu")]
)
def test_communes_of_like_names_are_never_confused(pair):
    assert len({PLACES.code(name) for name in pair}) == 2 and all(map(PLACES.code, pair))


@given(st.text("bìnhthạanươckgCôỔ ", max_size=14))
def test_a_text_that_is_no_unit_s_name_is_no_unit(text):
    code = PLACES.code(text)
    names = {spelled(name): own for own, name, *_ in UNITS} | {spelled("Châu Ổ"): "21040"}
    assert code == names.get(spelled(text)) or spelled(text).removeprefix("h.").strip() in names


@pytest.mark.parametrize("written", ["Binh Thanh", "binh thanh", "Bình Thánh", "Bình Than", "Xã Châu Ô", "Bình"])
def test_a_name_without_its_marks_or_under_another_kind_is_not_taken(written):
    assert PLACES.code(written) is None


def test_a_close_name_is_a_suggestion():
    told = PLACES.suggestions("Bình Thán")
    assert "Bình Thanh (21091)" in told and "Bình Thạnh (21046)" in told


texts = st.text(max_size=8)
blocks = st.builds(
    BlockChoice,
    table=st.none() | st.sampled_from(["ignore", *schema().tables]),
    heading=st.none() | st.integers(1, 99),
    columns=st.dictionaries(st.integers(0, 50), st.none() | texts, max_size=4),
    values=st.dictionaries(texts, texts, max_size=3),
)
choices = st.builds(
    Choices,
    blocks=st.dictionaries(st.tuples(texts, st.integers(0, 9)), blocks, max_size=4),
    names=st.dictionaries(texts, st.dictionaries(texts, texts, max_size=3), max_size=3),
)


@given(choices)
def test_choices_come_back_from_their_json(kept):
    assert Choices.from_json(kept.to_json()) == kept


def test_choices_kept_before_names_could_be_answered_are_read():
    assert Choices.from_json('{"blocks": [], "places": {"a": "21064"}}') == Choices(names={"units": {"a": "21064"}})


@given(choices, texts, texts)
def test_an_answer_replaces_the_one_before_and_nothing_is_no_answer(kept, kind, written):
    for some in (kind, "units"):
        given = kept.answered(some, written, "1").answered(some, written, "2")
        assert given.answers(some)[written] == "2"
        assert written not in given.answered(some, written, None).answers(some)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"blocks": 1, "places": {}}', '{"blocks": [{}], "places": {}}'])
def test_what_is_no_choices_is_refused(text):
    with pytest.raises(ValueError):
        Choices.from_json(text)


@pytest.mark.parametrize(("name", "content"), workbook_files(DEFAULT_FOLDER).items())
def test_a_shipped_workbook_reads_clean_and_the_same(name, content):
    checked = check(content, name, CURRENT)
    assert [(one.code, one.cell) for one in checked.findings] == [] and checked.frames
    for table, frame in checked.frames.items():
        pd.testing.assert_frame_equal(frame, CURRENT[table])


def test_a_shipped_workbook_reads_the_same_into_an_empty_store():
    empty = Tables({}, [])
    names = ("don-vi.xlsx", "bo-tieu-chi.xlsx")
    for name in names:
        checked = check(workbook_files(DEFAULT_FOLDER)[name], name, empty)
        assert not checked.held and checked.frames


D30 = datetime(2024, 10, 30)
SCHOOLS = [["Tên trường", "Cấp học", "Xã"], ["A", "mầm non", "Bình An"]]


def test_the_shape_depends_on_sheets_and_headings_only():
    def shape(sheets):
        return check(book(sheets), "a.xlsx", CURRENT).shape

    one = shape({"Trường học": SCHOOLS})
    assert one == shape({"Trường học": [["PHÒNG GIÁO DỤC"], [], SCHOOLS[0], ["B", "x", "y"], ["C", "", ""]]})
    assert one != shape({"Trường": SCHOOLS}) != shape({"Trường": [[*SCHOOLS[0], "Kết quả"], SCHOOLS[1]]})


ANSWERED = {
    "a heading row": (
        [["a", "b"], ["Trường nào", "Cấp"], ["A", "mầm non"]],
        Choices({("T", 0): BlockChoice("schools", 2, {0: "name"})}),
    ),
    "a table that is ignored": (SCHOOLS, Choices({("T", 0): BlockChoice("ignore")})),
    "places across a matrix": (
        [["XÃ NÔNG THÔN MỚI"], ["Tiêu chí", "Bình Án", "Bình Thạn"], ["Quy hoạch", "x", "x"]],
        Choices(names={"units": {"Bình Án": "21064", "Bình Thạn": "21046"}}),
    ),
    "a matrix whose criteria are not used": (
        [["XÃ NÔNG THÔN MỚI"], ["Tiêu chí", "Bình An", "Bình Thạnh"], ["Quy hoạch", "x", "x"]],
        Choices({("T", 0): BlockChoice(columns={0: None})}),
    ),
    "marks": (SCHOOLS, Choices(names={"school_level": {"mầm": "preschool"}})),
}


@pytest.mark.parametrize("what", ANSWERED)
def test_answers_do_not_change_the_shape_under_which_they_are_remembered(what):
    rows, answers = ANSWERED[what]
    content = book({"T": rows})
    before, after = check(content, "a.xlsx", CURRENT), check(content, "a.xlsx", CURRENT, answers)
    assert before.shape == after.shape
    if what != "marks":
        assert [block.table for block in before.blocks] != [block.table for block in after.blocks]


def test_progress_runs_from_nothing_to_all():
    told = []
    check(book({"Trường học": SCHOOLS}), "a.xlsx", CURRENT, progress=told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1


def test_a_mapping_is_corrected_by_position():
    content = book({"Trường học": [["Tên trường", "Cấp học", "Xã", "Ghi"], ["A", "mầm non", "Bình An", "mái dột"]]})
    chosen = Choices({("Trường học", 0): BlockChoice(columns={3: "reason", 2: None})})
    (block,) = check(content, "a.xlsx", CURRENT, chosen).blocks
    assert block.columns == {0: "name", 1: "level", 2: None, 3: "reason"}
    assert check(content, "a.xlsx", CURRENT, chosen).frames["schools"]["reason"].tolist() == ["mái dột"]


def test_a_heading_row_is_chosen():
    rows, chosen = ANSWERED["a heading row"]
    assert check(book({"T": rows}), "a.xlsx", CURRENT, chosen).frames["schools"]["name"].tolist() == ["A"]


def test_what_the_file_does_not_have_stays_as_it_is():
    content = book({"Đơn vị": [["Mã", "Dân số"], ["21064", 5000]]})
    unit = check(content, "a.xlsx", CURRENT).frames["units"].iloc[0]
    assert (unit["name"], unit["kind"], unit["population"]) == ("Bình An", "commune", 5000)


ENGLISH = [
    column.heading for table in schema().tables.values() for column in table.columns.values() if column.translates
]


@pytest.mark.parametrize("name", ["don-vi.xlsx", "bo-tieu-chi.xlsx", "ket-qua.xlsx", "hoat-dong.xlsx"])
def test_a_workbook_without_the_english_columns_is_read_without_a_word_and_changes_nothing(name):
    checked = check(without(workbook_files(DEFAULT_FOLDER)[name], ENGLISH), name, CURRENT)
    assert checked.findings == [] and checked.frames
    for table, frame in checked.frames.items():
        pd.testing.assert_frame_equal(frame, CURRENT[table])


def test_the_english_of_a_text_that_a_file_words_anew_is_not_taken_over():
    content = book({"Đơn vị": [["Mã", "Tên", "Ghi chú"], ["21091", "Bình Thanh", "Lập năm 2020"]]})
    unit = check(content, "a.xlsx", CURRENT).frames["units"].iloc[0]
    assert unit["note"] == "Lập năm 2020" and pd.isna(unit["note_en"])


def test_a_file_that_is_no_workbook_gives_one_finding_and_nothing_else():
    checked = check(b"not a workbook" * 3 + bytes(range(256)), "a.xlsx", CURRENT)
    assert not checked.is_readable and not checked.frames and len(checked.findings) == 1


def test_folders_without_synonyms_use_the_shipped_ones():
    frames = {name: frame for name, frame in CURRENT.frames.items() if name != "synonyms"}
    case = next(case for case in CASES if case.name.startswith("schools under"))
    assert list(check(case.content, "a.xlsx", Tables(frames, [])).frames) == ["schools"]


def with_synonym(**row):
    """The current data, and above its synonyms one more."""
    more = CURRENT["synonyms"].iloc[:1].assign(**row)
    return Tables({**CURRENT.frames, "synonyms": pd.concat([more, CURRENT["synonyms"]], ignore_index=True)}, [])


def test_an_analyst_s_own_synonym_is_a_heading():
    own = with_synonym(table="Trường học", column="Tên trường", written="Cơ sở giáo dục")
    content = book({"Trường học": [["Cơ sở giáo dục", "Cấp học"], ["A", "mầm non"]]})
    assert "schools" in check(content, "a.xlsx", own).frames
    assert not check(content, "a.xlsx", CURRENT).frames


def test_a_synonym_of_one_sheet_means_nothing_in_another():
    own = with_synonym(table="Trường học", column="Kết quả", written="Mức độ 2", word="đạt")
    schools = book({"Trường học": [["Tên trường", "Cấp học", "Kết quả"], ["A", "mầm non", "Mức độ 2"]]})
    assert list(check(schools, "a.xlsx", own).frames["schools"]["result"]) == ["met"]
    matrix = book({"NTM": [["KẾT QUẢ XÃ NÔNG THÔN MỚI NÂNG CAO"], ["Xã", "1", "2"], ["Bình An", "Mức độ 2", "đạt"]]})
    checked = check(matrix, "a.xlsx", own)
    assert checked.held == {"results"}
    assert [(one.code, one.cell) for one in checked.findings if one.severity == "error"] == [("not_in_list", "B3")]


def raw(rows, **facts):
    width = max(map(len, rows))
    return RawSheet("a.xlsx", "Trường học", [[*row, *[""] * (width - len(row))] for row in rows], **facts)


TWO_ROWS = [["STT", "Tên trường", "Kết quả", ""], ["", "", "Đạt", "Chưa đạt"], [1.0, "A", "x", ""]]


@pytest.mark.parametrize("merged", [(), ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3))])
def test_a_heading_of_two_rows_is_joined_with_and_without_merged_cells(merged):
    sheet = raw(TWO_ROWS, merged=merged)
    assert heading_rows(sheet, 0) == heading_rows(sheet, 1) == (0, 1)
    assert joined_headings(sheet, (0, 1)) == {0: "STT", 1: "Tên trường", 2: "Kết quả / Đạt", 3: "Kết quả / Chưa đạt"}


def test_a_row_of_data_is_no_second_heading_row():
    assert heading_rows(raw([["STT", "Tên trường", "Cấp học"], [1.0, "A", "mầm non"]]), 0) == (0,)
    assert heading_rows(raw([["Tên trường", "", "Cấp học"], ["A", "", "mầm non"]]), 0) == (0,)


@pytest.mark.parametrize(
    ("row", "numbers"),
    [(["(1)", "(2)", "(3)"], True), (["A", "B", 1.0], True), ([1.0, 2.0, 3.0], True), ([1.0, "Trường", 2.0], False)],
)
def test_a_row_that_numbers_the_columns_is_known(row, numbers):
    assert is_numbering(raw([["a", "b", "c"], row]), 1) is numbers


def test_an_empty_sheet_is_no_block():
    assert find_blocks(RawSheet("a.xlsx", "Sheet2", []), KNOWN) == find_blocks(raw([["", ""]]), KNOWN) == []


STACKED = [["Tên trường", "Cấp học", "Lý do"], ["Trường A", "mầm non", ""], ["Trường B", "mầm non", ""]]
TASKS = [["Mã", "Loại", "Nội dung nhiệm vụ"], ["nv1", "nhiệm vụ", "Làm đường"]]
TITLE, BLANK = ["Danh sách nhiệm vụ", "", ""], ["", "", ""]


@pytest.mark.parametrize(
    ("between", "rows"),
    [([BLANK], 2), ([TITLE], 2), ([BLANK, TITLE], 2), ([BLANK, ["Trường C", "mầm non", ""], BLANK], 3)],
)
def test_sparse_rows_above_the_next_heading_stay_rows_of_their_own_table(between, rows):
    schools, tasks = find_blocks(raw([*STACKED, *between, *TASKS]), KNOWN)
    body = [row for row in range(schools.headings[-1] + 1, schools.last) if any(schools.sheet.rows[row])]
    assert schools.meaning.table == "schools" and tasks.meaning.table == "tasks"
    assert len(body) == rows
    assert ("Danh sách nhiệm vụ" in tasks.title) == (TITLE in between)


@pytest.mark.parametrize(
    ("day", "shown", "could_be"),
    [
        (date(2024, 7, 22), "d-mmm", [(7, 22), (22, 7)]),
        (date(2024, 7, 22), "d-mmm;@", [(7, 22), (22, 7)]),
        (date(2024, 12, 7), "dd/mm", [(7, 12)]),
        (date(2024, 7, 12), "m/d", [(7, 12)]),
        (date(1936, 9, 1), "mmm-yy", [(9, 36)]),
        (date(2024, 7, 22), None, [(7, 22), (22, 7)]),
        (date(1936, 9, 1), None, [(9, 1), (1, 9), (9, 36)]),
        (date(2024, 5, 5), "d-mmm", [(5, 5)]),
    ],
)
def test_a_date_can_have_been_these_ratios(day, shown, could_be):
    assert readings(day, shown) == could_be


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22-Jul", (2000, 7, 22)),
        ("22-July", (2000, 7, 22)),
        ("22-thg 7", (2000, 7, 22)),
        ("22-Thg7", (2000, 7, 22)),
        ("Jul-22", (2022, 7, 1)),
        ("tháng 7-22", (2022, 7, 1)),
        (" 22/07/2024 ", (2024, 7, 22)),
        ("30-Feb", None),
        ("22-thg 13", None),
        ("22-xyz", None),
        ("7/22", None),
        ("7", None),
        (7, None),
    ],
)
def test_a_text_is_the_date_that_excel_shows(text, day):
    assert day_shown(text) == (day and date(*day))


AMOUNT = schema().tables["mobilisation"].columns["amount_vnd"]
MILLIONS = schema().tables["results"].columns["cost_million_vnd"]


@pytest.mark.parametrize(
    ("written", "column", "number"),
    [
        ("740 triệu", AMOUNT, 740_000_000),
        ("740 triệu", MILLIONS, 740),
        ("1,2 tỷ đồng", MILLIONS, 1200),
        ("200.000.000đ", AMOUNT, 200_000_000),
        ("hơn 07 tỷ", AMOUNT, 7_000_000_000),
        ("1.234", MILLIONS, 1234),
        ("1,234", MILLIONS, 1.234),
    ],
)
def test_an_amount_is_read_in_the_column_s_own_unit(written, column, number):
    assert CellReader(KNOWN)(written, column) == number


@pytest.mark.parametrize("written", ["12 mét", "1,234.5", "12.5", "5 triệu người", "triệu", "10%", "--", "1 2"])
def test_a_text_that_can_be_read_two_ways_or_none_is_refused(written):
    with pytest.raises(BadCell):
        found = CellReader(KNOWN)(written, AMOUNT)
        assert isinstance(found, NotedValue), found


@given(
    st.lists(st.sampled_from(["hoà", "hòa", "thuý", "thúy", "Ổ", "Thạnh", "Thanh", "mỹ", "Quy", "loại"]), max_size=4)
)
def test_the_place_of_a_tone_mark_is_all_that_a_spelling_forgets(words):
    text = " ".join(words)
    assert spelled(spelled(text)) == spelled(text) and bare(spelled(text)) == bare(text)
    assert (spelled(text) == spelled("hòa thanh")) == (text.replace("oà", "òa").lower() == "hòa thanh")


def test_the_command_prints_the_agreed_object_and_codes(tmp_path, capsys):
    good, bad, broken = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    good.write_bytes(book({"Trường học": SCHOOLS}))
    bad.write_bytes(book({"Trường học": [*SCHOOLS, ["B", "mầm non", "Bình Án"]]}))
    broken.write_bytes(b"PK")
    assert main(["check", str(good), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["file"] == "a.xlsx" and printed["findings"][0].keys() >= {"severity", "code", "sheet", "cell", "fix"}
    table = printed["tables"][0]
    assert (table["table"], table["sheet"], table["heading_row"], table["rows"]) == ("schools", "Trường học", 1, 1)
    assert main(["check", str(bad), "--lang", "en"]) == 1 and "C3" in capsys.readouterr().out
    assert main(["check", str(broken)]) == main(["check", str(tmp_path / "none.xlsx")]) == 2


def test_rows_that_end_early_are_filled_up():
    content = "\n".join(";".join(row) for row in (["PHÒNG"], SCHOOLS[0], ["A", "mầm non"])).encode()
    assert check(content, "Trường học.csv", CURRENT).frames["schools"]["name"].tolist() == ["A"]


ASKING: dict[Any, Any] = {  # what is asked: the sheets, the code chosen for it, and what then stands in the table
    ("measures", "Trường tiểu học chuẩn"): (
        {"Số báo cáo": [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], [0, 3, "theo báo cáo", "01/10/2024"]]},
        ("school.primary", "reported_totals", "measure"),
    ),
    ("measures", "tieuhoc"): (
        {"Số báo cáo": [["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], [0, 3, "theo báo cáo", "01/10/2024"]]},
        ("school.primary", "reported_totals", "measure"),
    ),
    ("criteria_sets", "Bộ xã NTM"): (
        {"Kết quả": [["Bộ tiêu chí", "Tiêu chí", "Xã", "Kết quả"], [0, "Y tế", "Bình An", "đạt"]]},
        ("commune_nr", "results", "set"),
    ),
    ("criteria:commune_nr", "Trạm y tế"): (
        {"Kết quả": [["Bộ tiêu chí", "Tiêu chí", "Xã", "Kết quả"], ["commune_nr", 0, "Bình An", "đạt"]]},
        ("15", "results", "criterion"),
    ),
    ("units", "Bình Than"): (
        {"Trường học": [["Tên trường", "Cấp học", "Xã"], ["A", "mầm non", 0]]},
        ("21091", "schools", "unit"),
    ),
    ("result", "K"): (
        {"Kết quả": [["Bộ tiêu chí", "Tiêu chí", "Xã", "Kết quả"], ["commune_nr", 1, "Bình An", 0]]},
        ("not_met", "results", "result"),
    ),
    ("result", "2"): (
        {"Kết quả": [["Bộ tiêu chí", "Tiêu chí", "Xã", "Kết quả"], ["commune_nr", 1, "Bình An", 2]]},
        ("unknown", "results", "result"),
    ),
    ("task_status", "Đang vướng"): (
        {"Nhiệm vụ": [["Mã", "Loại", "Nội dung nhiệm vụ", "Tình trạng"], ["n1", "nhiệm vụ", "Lập hồ sơ", 0]]},
        ("in_progress", "tasks", "status"),
    ),
}


@pytest.mark.parametrize("asked", ASKING, ids=str)
def test_a_name_that_is_not_known_is_answered_once_and_then_taken(asked):
    kind, written = asked
    sheets, (code, table, column) = ASKING[asked]
    rows = {name: [[written if cell == 0 else cell for cell in row] for row in some] for name, some in sheets.items()}
    content = book(rows)
    before = check(content, "a.xlsx", CURRENT)
    (question,) = questions(before.findings, CURRENT, Choices(), "vi")
    assert (question.kind, question.written, question.answer) == (kind, written, None) and before.held == {table}
    assert question.options[code] and set(questions(before.findings, CURRENT, Choices(), "en")[0].options) >= {code}
    given = Choices().answered(kind, written, code)
    after = check(content, "a.xlsx", CURRENT, given)
    assert after.frames[table][column].tolist() == [code]
    (question,) = questions(after.findings, CURRENT, given, "vi")  # it can be answered again
    assert question.answer == code


@pytest.mark.parametrize("asked", ASKING, ids=str)
def test_an_answer_whose_code_is_gone_is_asked_again(asked):
    kind, written = asked
    sheets, (_, table, _) = ASKING[asked]
    rows = {name: [[written if cell == 0 else cell for cell in row] for row in some] for name, some in sheets.items()}
    given = Choices().answered(kind, written, "gone")
    checked = check(book(rows), "a.xlsx", CURRENT, given)
    assert checked.held == {table}
    assert [one.kind for one in questions(checked.findings, CURRENT, given, "vi")] == [kind]


def test_of_a_column_that_is_wrong_throughout_the_first_cells_are_listed_and_the_rest_counted():
    wrong = ALIKE + 7
    rows = [["Tên xã", "Dân số"], *([f"Bình An {number}", "nhiều"] for number in range(wrong))]
    found = check(book({"Đơn vị": rows}), "a.xlsx", CURRENT)
    listed = [finding for finding in found.findings if finding.code == "not_a_number"]
    rest = [finding for finding in found.findings if finding.code == "more_alike" and finding.column == "Dân số"]
    assert [finding.cell for finding in listed] == [f"B{row}" for row in range(2, ALIKE + 2)]
    assert [(finding.cell, finding.context["count"]) for finding in rest] == [(f"B{ALIKE + 2}", "7")]
    assert found.held == {"units"} and "units" not in found.frames


def test_no_answer_changes_the_shape():
    content = book({"Trang 1": [["UBND"], [], ["Nơi", "Chấm"], ["Bình An", "Đạt"]], "Trường học": SCHOOLS})
    plain = check(content, "a.xlsx", CURRENT)
    for one in (BlockChoice("results", 3, {0: "unit", 1: "result"}, {"set": "commune_nr"}), BlockChoice("ignore")):
        chosen = check(content, "a.xlsx", CURRENT, Choices({("Trang 1", 0): one}))
        assert chosen.shape == plain.shape
    assert check(content, "a.xlsx", CURRENT, Choices({("Trang 1", 0): BlockChoice("results")})).reading != plain.reading


GRID = [
    ["KẾT QUẢ XÃ NÔNG THÔN MỚI NÂNG CAO"],
    [],
    ["STT", "Xã", "Quy hoạch", "Giao thông", "Trường lớp", "Ghi chép"],
    [1, "Bình An", "Đ", "KĐ", "Đ", "đang làm"],
    [2, "Bình Trị", "Đ", "Đ", "KĐ", ""],
]


BLANKS = {  # how a file says nothing of the first criterion, and then that it is unknown
    "a matrix": (["Xã", "1", "2"], ["Bình An", "", "Đ"], ["Bình An", "chưa rõ", "Đ"]),
    "ticks": (["Xã", "Tiêu chí", "Đạt", "Chưa đạt"], ["Bình An", "1", "", ""], None),
}


@pytest.mark.parametrize("how", BLANKS)
def test_an_empty_cell_takes_no_known_result_back_and_a_word_does(how):
    headings, blank, said = BLANKS[how]
    known = check(book({"Trang": [GRID[0], ["Xã", "1", "2"], ["Bình An", "Đ", "KĐ"]]}), "a.xlsx", CURRENT)
    now = combined(CURRENT, known.frames)

    def after(row):
        rows = combined(now, check(book({"Trang": [GRID[0], headings, row]}), "b.xlsx", now).frames)["results"]
        one = rows[(rows["set"] == "commune_advanced") & (rows["unit"] == "21064") & (rows["criterion"] == "1")]
        return one["result"].tolist()

    assert after(blank) == ["met"]
    assert said is None or after(said) == ["unknown"]


def test_a_title_and_criteria_of_two_sets_are_asked_about():
    rows = [[*row] for row in GRID]
    rows[2][4] = "Trường học"  # a criterion of the other set of communes, not of the one in the title
    checked = check(book({"Trang": rows}), "a.xlsx", CURRENT)
    (fault,) = [one for one in checked.findings if one.severity == "error"]
    assert fault.code == "which_set" and "commune_nr" in fault.context["options"]
    assert "commune_advanced" in fault.context["options"] and checked.held == {"results"}


def test_columns_that_one_answer_can_fill_are_asked_for():
    content = book({"Tổng hợp": [["Chỉ số", "Số đạt", "Tổng số"], ["school.primary", 21, 22]]})
    checked = check(content, "a.xlsx", CURRENT)
    (block,) = checked.blocks
    assert [one.name for one in missing_columns(block, checked.findings, Choices())] == ["basis", "as_of"]
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")  # a day has no readings
    answered = check(content, "a.xlsx", CURRENT, Choices().answered(question.kind, question.written, "reported"))
    assert question.id == "basis:Tổng hợp: Cơ sở" and "reported" in question.options
    assert [one.column for one in answered.findings if one.code == "heading_missing"] == ["Số liệu đến"]
    given = Choices({("Tổng hợp", 0): BlockChoice(values={"basis": "theo báo cáo", "as_of": "01/10/2024"})})
    after = check(content, "a.xlsx", CURRENT, given)
    row = after.frames["reported_totals"].iloc[0]
    assert (row["basis"], row["as_of"]) == ("reported", date(2024, 10, 1)) and not after.held
    (block,) = after.blocks
    assert [one.name for one in missing_columns(block, after.findings, given)] == ["basis", "as_of"], "to be changed"


@pytest.mark.parametrize(
    ("sheets", "stated"),
    [
        ({"A": [["Kết quả xã nông thôn mới (đến 30/10/2024)"], [], ["Xã", "Kết quả"], ["Bình An", "đạt"]]}, ("A", 1)),
        ({"A": [["Báo cáo 1/9/2024 về 30/10/2024"], [], ["Xã", "Kết quả"], ["Bình An", "đạt"]]}, None),
        ({"Số báo cáo": [["Chỉ số", "Số đạt", "Số liệu đến"], ["school.primary", 9, D30]]}, ("Số báo cáo", 2)),
        (
            {"Mục tiêu": [["Đến 30/10/2024"], [], ["Chỉ số", "Số cần đạt", "Thời hạn"], ["school.primary", 9, D30]]},
            None,
        ),
        ({"Trường học": SCHOOLS}, None),
    ],
    ids=str,
)
def test_the_day_that_a_file_states_for_its_figures(sheets, stated):
    found = check(book(sheets), "a.xlsx", CURRENT).day
    assert (found and (found.day, found.sheet, found.row)) == (stated and (date(2024, 10, 30), *stated))


def test_close_names_are_suggested_first_and_none_is_taken():
    content = book({"Trường học": [["Tên trường", "Cấp học", "Xã"], ["A", "mầm non", "Bình Thạch"]]})
    checked = check(content, "a.xlsx", CURRENT)
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    names = [question.options[code] for code in question.suggested]
    assert names[0].startswith("Bình Thạnh") and any(name.startswith("Bình Thanh") for name in names)
    assert question.answer is None and checked.held == {"schools"}


def as_csv(rows):
    return "\n".join(";".join(map(str, row)) for row in rows).encode("utf-8-sig")


MADE = {"so.xlsx": lambda rows: book({"Sheet1": rows}), "so.csv": as_csv}
DAY = "01/8/2024"


def uploaded(file, rows):
    """The current data after a file without a column of sources, and what was found in it."""
    checked = check(MADE[file](rows), file, CURRENT)
    assert not checked.held
    sheet = checked.blocks[0].sheet
    return combined(CURRENT, checked.frames), f"{file}, {sheet}", checked.findings


def row_of(tables, table, **key):
    rows = tables[table]
    for name, value in key.items():
        rows = rows[(rows[name] == value).fillna(False)]
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("file", "measure", "basis"),
    [("so.csv", "district.criteria", "reported"), ("so.xlsx", "urban_iv.standards", "self_assessed")],
)
def test_what_the_report_says_of_its_own_figure_does_not_outlive_it(file, measure, basis):
    old = row_of(CURRENT, "reported_totals", measure=measure)
    total = old["total"]
    rows = [["Chỉ số", "Số đạt", "Tổng số", "Số liệu đến"], [measure, old["met"] + 1, total, DAY]]
    after, own, findings = uploaded(file, rows)
    new = row_of(after, "reported_totals", measure=measure)
    assert old["basis"] == basis and (new["met"], new["basis"]) == (old["met"] + 1, "reported")
    assert new[["percent_printed", "confidence"]].isna().all() and new["source"] == f"{old['source']}; {own}"
    ratio = ratios(after)[measure]
    assert not ratio.from_report and basis_text(ratio, "vi") == words("kind.reported_elsewhere", "vi")
    assert [one.code for one in findings if one.code == "not_kept"] == ["not_kept"]
    rows[1][1] = old["met"]  # the same figure again: all stays, the source too
    assert uploaded(file, rows)[0]["reported_totals"] is CURRENT["reported_totals"]


def test_how_exact_an_amount_was_does_not_outlive_it():
    of = CURRENT["mobilisation"]
    old = of[(of["amount_qualifier"] == "over") & of["amount_vnd"].notna()].iloc[0]
    rows = [["Mã", "Loại", "Nội dung", "Số tiền (đồng)"], [old["id"], "tổng", old["what"], int(old["amount_vnd"]) + 1]]
    new = row_of(uploaded("so.csv", rows)[0], "mobilisation", id=old["id"])
    assert new["amount_vnd"] == old["amount_vnd"] + 1 and new[["amount_qualifier", "confidence"]].isna().all()
    rows[1][3] -= 1
    assert row_of(uploaded("so.csv", rows)[0], "mobilisation", id=old["id"])["amount_qualifier"] == "over"


def test_why_a_school_did_not_meet_the_standard_goes_when_it_does():
    schools = CURRENT["schools"]
    old = schools[schools["reason"].notna() & schools["cause"].notna()].iloc[0]
    level = CURRENT.word("school_level", old["level"], "vi")
    rows = [["Tên trường", "Cấp học", "Kết quả"], [old["name"], level, "đạt"]]
    told = ["reason", "reason_en", "cause"]
    assert row_of(uploaded("so.csv", rows)[0], "schools", name=old["name"])[told].isna().all()
    rows[1][2] = "chưa đạt"
    assert list(row_of(uploaded("so.csv", rows)[0], "schools", name=old["name"])[told]) == list(old[told])


def test_a_value_as_the_report_writes_it_does_not_stand_beside_another_file_s():
    old = row_of(CURRENT, "results", set="town", criterion="1")
    heads = ["Mã bộ", "Mã tiêu chí", "Mã đơn vị", "Giá trị"]
    after, own, _ = uploaded("so.xlsx", [heads, ["town", "1", "524", 200000]])
    new = row_of(after, "results", set="town", criterion="1")
    assert new["value"] == 200000 and new[["value_text", "value_text_en", "basis", "confidence"]].isna().all()
    assert old["value_text"] and new["source"] == own, "nothing of the old row is left"


def test_a_row_of_which_the_file_gives_a_part_cites_both():
    old = row_of(CURRENT, "units", code="21064")
    after, own, _ = uploaded("so.csv", [["Mã", "Tên", "Dân số"], ["21064", "Bình An", 9999]])
    new = row_of(after, "units", code="21064")
    assert (new["population"], new["source"]) == (9999, f"{old['source']}; {own}")


TOTALS = ["Mã chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến", "Nguồn"]


@pytest.mark.parametrize(
    ("heads", "row", "cells"),
    [
        (TOTALS, ["district.criteria", 3, 9, "theo báo cáo", DAY, "Báo cáo, II.2.1 ¶3"], ["B2"]),
        (TOTALS, ["district.criteria", 3, 9, "theo báo cáo", "01/10/2024", "Báo cáo, II.2.1 ¶3"], ["B2"]),  # a new row
        (TOTALS, ["district.criteria", 2, 9, "theo báo cáo", "01/10/2024", "Báo cáo, II.2.1 ¶3"], []),
        (TOTALS, ["district.criteria", 3, 9, "theo báo cáo", "01/10/2024", "Báo cáo 2"], []),
        (["Mục", "Nội dung", "Nguồn"], ["departments", "13", "Báo cáo, I.1 ¶2"], ["B2"]),
        (["Mục", "Nội dung", "Nguồn"], ["departments", "12", "Báo cáo, I.1 ¶2"], []),
    ],
)
def test_a_figure_that_changes_while_its_source_stays_is_warned_of(heads, row, cells):
    name = "Thông tin" if heads[0] == "Mục" else "Số báo cáo"
    checked = check(book({name: [heads, row]}), "so.xlsx", CURRENT)
    assert [one.cell for one in checked.findings if one.code == "source_kept"] == cells
