"""`publish FILE` on the command line: what is written, and what keeps it from being written."""

import json
from datetime import date, timedelta

import pytest

from bs_metrics.__main__ import main
from bs_metrics.snapshots.records import HeadMoved
from bs_metrics.snapshots.store import Store
from bs_metrics.words import words
from tests.corpus.files import book
from tests.other_formats import xlsb, xlsb_row

SCHOOLS = [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "mầm non", "Bình An"]]
TARGETS = [["Chỉ số", "Số cần đạt", "Căn cứ"], ["school.primary", 22, "80/KH-UBND"]]
WRONG = [*TARGETS[:1], ["school.primary", "nhiều", "80/KH-UBND"]]


@pytest.fixture
def store(imported):
    """Snapshot 1 is the shipped workbooks."""
    return imported


@pytest.fixture
def publish(call, tmp_path):
    """Publishes a workbook of some sheets: the exit code, what was printed and what was said aside."""

    def run(sheets, *options):
        path = tmp_path / "gui.xlsx"
        path.write_bytes(book(sheets))
        return call("publish", str(path), "--note", "tháng 9", *options)

    return run


def test_a_file_becomes_the_head_with_its_note_author_date_and_bytes(store, publish, tmp_path):
    code, out, _ = publish({"Trường học": SCHOOLS}, "--author", "An", "--as-of", "2024-09-30")
    head = store.record(store.head())
    assert code == 0 and head.id in out
    assert (head.number, head.author, head.note, head.as_of) == (2, "An", "tháng 9", date(2024, 9, 30))
    assert store.file(head.id).content == (tmp_path / "gui.xlsx").read_bytes()


def test_the_folder_and_store_are_those_of_the_pages_where_none_is_named(store, tmp_path):
    path = tmp_path / "gui.xlsx"
    path.write_bytes(book({"Trường học": SCHOOLS}))
    before = store.head()
    assert main(["publish", str(path), "--note", "tháng 9"]) == 0  # `folder` is what BS_DATA names
    assert store.head() != before


@pytest.mark.parametrize("command", ["diff", "publish"])
@pytest.mark.parametrize(("day", "said"), [("30/10/2024", "command.day_stated"), ("30/6/2024", "upload.day_earlier")])
def test_another_day_that_the_file_states_is_said_where_none_is_given(store, tmp_path, capsys, command, day, said):
    path = tmp_path / "gui.xlsx"
    path.write_bytes(book({"Trường học": [[f"Số liệu đến {day}"], [], *SCHOOLS]}))
    options = ["--note", "x"] if command == "publish" else []
    option = "-".join(part.zfill(2) for part in reversed(day.split("/")))
    told = words(said, "vi", day=day, sheet="Trường học", row=1, date="01/8/2024", option=option)
    assert main([command, str(path), *options]) == 0 and told in capsys.readouterr().err
    assert main([command, str(path), "--as-of", option, *options]) == 0
    assert (told in capsys.readouterr().err) == (said == "upload.day_earlier"), "that a file is older is said anyway"


def test_an_error_keeps_everything_back_and_only_its_own_table_when_asked(store, publish):
    sheets, before = {"Trường học": SCHOOLS, "Mục tiêu": WRONG}, store.head()
    code, out, err = publish(sheets)
    assert (code, out, store.head()) == (1, "", before) and "B2" in err
    assert publish(sheets, "--partial")[0] == 0
    now, then = store.snapshot(store.head()).tables, store.snapshot(before).tables
    assert "Trường mới" in set(now["schools"]["name"]) and now["targets"].equals(then["targets"])


def test_what_was_not_looked_at_in_the_file_is_confirmed_first(store, tmp_path, capsys):
    path, before = tmp_path / "gui.xlsb", store.head()
    path.write_bytes(xlsb(b"".join(xlsb_row(number, dict(enumerate(row))) for number, row in enumerate(SCHOOLS))))
    command = ["publish", str(path), "--note", "tháng 9"]
    assert main(command) == 1 and store.head() == before
    assert words("command.confirm_unseen", "vi") in capsys.readouterr().err
    assert main([*command, "--unseen"]) == 0 and store.head() != before


def test_a_day_to_come_is_no_as_of_date(store, publish, capsys):
    before, coming = store.head(), date.today() + timedelta(days=2)
    with pytest.raises(SystemExit) as stopped:
        publish({"Trường học": SCHOOLS}, "--as-of", f"{coming}")
    assert (stopped.value.code, store.head()) == (2, before)
    assert words("command.day_to_come", "en", text=f"{coming}") in capsys.readouterr().err


def test_a_head_that_moved_is_told_and_nothing_is_written(store, publish, monkeypatch):
    def moved(self, tables, **given):
        raise HeadMoved("def")

    before = store.head()
    monkeypatch.setattr(Store, "publish", moved)
    code, out, err = publish({"Trường học": SCHOOLS}, "--lang", "en")
    assert (code, out, store.head()) == (1, "", before) and "def" in err


def test_a_file_that_changes_nothing_makes_no_snapshot(store, publish):
    assert publish({"Trường học": SCHOOLS})[0] == 0
    head = store.head()
    code, out, err = publish({"Trường học": SCHOOLS})
    assert (code, out, store.head()) == (0, "", head) and err


def test_a_question_is_asked_with_its_readings_and_answered(store, publish, tmp_path, capsys):
    """Nothing is published before it is answered, and no answer is taken that nobody asked for."""
    sheets = {"Trường học": [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "nhà trẻ", "Bình An"]]}
    code, _, err = publish(sheets)
    question = "school_level:nhà trẻ"
    assert code == 1 and question in err and "preschool" in err and store.record(store.head()).number == 1
    assert publish(sheets, "--answer", f"{question}=nobody")[0] == 2
    code, _, err = publish(sheets, "--answer", f"{question}=preschool", "--answer", "school_level:x=preschool")
    assert code == 2 and "school_level:x" in err and store.record(store.head()).number == 1
    assert publish(sheets, "--answer", f"{question}=preschool")[0] == 0
    main(["check", str(tmp_path / "gui.xlsx"), "--plain", "--json"])
    (asked,) = [one["question"] for one in json.loads(capsys.readouterr().out)["findings"] if one["question"]]
    assert asked["id"] == question and asked["readings"]["preschool"] == words_of_levels(store)["preschool"]


def words_of_levels(store):
    """The words of the school levels that the current data have."""
    levels = store.snapshot(store.head()).tables.lists["school_level"]
    return {code: levels.word(code, "vi") for code in levels.words}


@pytest.mark.parametrize("command", ["publish", "submit"])
def test_of_a_file_that_no_table_is_used_of_nothing_moves(store, publish, tmp_path, capsys, command):
    path = tmp_path / "gia.xlsx"
    path.write_bytes(book({"Giá": [["Bảng giá vật tư 9/2024"], ["TT", "Vật tư", "Đơn giá"], [1, "Xi măng", 80]]}))
    assert main([command, str(path), "--note", "x", "--as-of", "2024-10-30"]) == 1
    assert words("command.nothing_used", "vi") in capsys.readouterr().err
    assert store.record(store.head()).number == 1


def test_a_question_of_a_sheet_with_odd_blanks_can_be_typed(store, publish):
    rows = [["Mã", "Loại", "Nội dung", "Số tiền (triệu đồng)"], ["x1", "phần", "Việc", "1,250"]]
    sheets = {" Huy  động ": rows}
    code, _, err = publish(sheets)
    asked = "decimal: Huy động : Số tiền (triệu đồng)"  # as it is printed
    assert code == 1 and asked in err
    assert publish(sheets, "--answer", f"{asked}=1,234.5")[0] == 0
