"""`submit`, `submissions`, `submission`, `accept`, `return`: a file on its way to review, on the command line."""

import json
from datetime import date

import pytest

from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.words import LANGUAGES, words
from tests.corpus.files import book
from tests.other_formats import xlsb, xlsb_row

SCHOOLS = [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "mầm non", "Bình An"]]
TARGETS = [["Chỉ số", "Số cần đạt", "Căn cứ"], ["school.primary", 21, "80/KH-UBND"]]
WRONG = [*TARGETS[:1], ["school.primary", "nhiều", "80/KH-UBND"]]


@pytest.fixture
def store(imported):
    """Snapshot 1 is the shipped workbooks."""
    return imported


@pytest.fixture
def submit(call, tmp_path):
    """Hands workbooks in, a name and its sheets each: the exit code, what was printed and what was said aside."""

    def run(*options, **files):
        paths = []
        for name, sheets in files.items():
            paths.append(tmp_path / f"{name}.xlsx")
            paths[-1].write_bytes(book(sheets))
        return call("submit", *map(str, paths), "--note", "tháng 9", "--author", "Phòng GD", *options)

    return run


@pytest.fixture
def waiting(store, submit):
    """Something that waits."""
    assert submit(gui={"Trường học": SCHOOLS})[0] == 0
    (one,) = Submissions(store).waiting()
    return one


def test_a_file_is_handed_in_reviewed_and_published(store, submit, call, tmp_path):
    before = store.head()
    code, out, _ = submit("--as-of", "2024-09-30", gui={"Trường học": SCHOOLS})
    (one,) = Submissions(store).waiting()
    assert (
        code == 0
        and store.head() == before
        and out.strip() == words("submission.handed_in", "vi", file="gui.xlsx", id=one.id)
    )
    assert (one.author, one.note, one.taken.tables, one.taken.as_of) == (
        *("Phòng GD", "tháng 9"),
        *(("schools",), date(2024, 9, 30)),
    )
    code, out, _ = call("submissions")
    assert code == 0 and one.id in out and "Phòng GD" in out and words("submission.is_waiting", "vi") in out
    code, out, _ = call("submission", one.id, "--json", "--lang", "en")
    told = json.loads(out)
    assert code == 0 and told["rows"]["schools"] == {"added": 1, "changed": 0, "removed": 0}
    assert (told["id"], told["state"], told["problem"], told["as_of"]) == (one.id, None, None, "2024-09-30")
    assert told["slides"]["changed"] == ["stage-district_nr"], "whose time is left"
    assert told["file"]["name"] == "gui.xlsx" and told["tables"][0]["table"] == "schools"
    code, out, _ = call("accept", one.id, "--author", "An", "--json")
    record = store.record(store.head())
    assert code == 0 and json.loads(out)["id"] == record.id and json.loads(out)["handed_in_by"] == "Phòng GD"
    assert (record.number, record.author, record.note, record.as_of) == (2, "An", "tháng 9", date(2024, 9, 30))
    assert store.file(record.id).content == (tmp_path / "gui.xlsx").read_bytes()
    listed = json.loads(call("history", "--json")[1])["snapshots"]
    assert [each["handed_in_by"] for each in listed] == ["Phòng GD", None]
    assert words("submission.origin", "en", author="Phòng GD", file="gui.xlsx") in call("history", "--lang", "en")[1]


def test_several_files_are_handed_in_each_by_itself(store, submit, call):
    code, out, err = submit("--json", tot={"Trường học": SCHOOLS}, sai={"Mục tiêu": WRONG}, muc={"Mục tiêu": TARGETS})
    told = json.loads(out)["submissions"]
    assert code == 1 and "B2" in err and [one["file"]["name"] for one in told] == ["tot.xlsx", "muc.xlsx"]
    assert json.loads(call("submissions", "--json")[1])["submissions"] == told


def test_what_keeps_a_file_from_being_published_keeps_it_from_being_handed_in(store, submit, call, tmp_path):
    both = {"Trường học": SCHOOLS, "Mục tiêu": WRONG}
    assert submit(gui=both)[0] == 1 and Submissions(store).every() == []
    assert submit("--partial", gui=both)[0] == 0
    assert [one.taken.tables for one in Submissions(store).waiting()] == [("schools",)]
    odd, broken = tmp_path / "gui.xlsb", tmp_path / "hong.xlsx"
    odd.write_bytes(xlsb(b"".join(xlsb_row(number, dict(enumerate(row))) for number, row in enumerate(SCHOOLS))))
    broken.write_bytes(b"x")
    assert call("submit", str(odd), "--note", "x")[0] == 1 and call("submit", str(broken), "--note", "x")[0] == 2
    assert call("submit", str(odd), "--note", "x", "--unseen")[0] == 0
    one = Submissions(store).waiting()[1]
    head = store.head()
    code, _, err = call("accept", one.id)
    assert code == 1 and words("command.confirm_unseen", "vi") in err and store.head() == head
    assert call("accept", one.id, "--unseen")[0] == 0 and store.head() != head


def test_a_table_that_is_replaced_and_left_out_is_so_when_it_is_published(store, submit, call):
    assert submit("--replace", "targets", gui={"Mục tiêu": TARGETS})[0] == 0
    (one,) = Submissions(store).waiting()
    assert call("accept", one.id)[0] == 0 and len(store.snapshot(store.head()).tables["targets"]) == 1


def test_what_is_sent_back_has_its_reason_and_stays_readable(store, waiting, call):
    assert call("return", waiting.id, "--reason", "thiếu cột Xã", "--author", "An")[0] == 0
    assert call("submissions")[1].strip() == words("submission.none", "vi")
    assert words("submission.is_returned", "vi", reason="thiếu cột Xã") in call("submissions", "--all")[1]
    code, out, _ = call("submission", waiting.id, "--json")
    told = json.loads(out)
    assert (code, told["state"], told["reason"], told["ended_by"]) == (0, "returned", "thiếu cột Xã", "An")


@pytest.mark.parametrize("command", [["accept"], ["return", "--reason", "x"]], ids=lambda each: each[0])
def test_who_comes_second_is_told_what_became_of_it(store, waiting, call, command):
    for first, key in (["return", "--reason", "y"], "was_returned"), (["accept"], "was_accepted"):
        one = waiting
        if key == "was_accepted":
            one = Submissions(store).hand_in(Submissions(store).file(waiting), waiting.taken, author="An", note="x")
        assert call(*first, one.id, "--author", "An")[0] == 0
        head = store.head()
        for language in LANGUAGES:
            code, out, err = call(*command, one.id, "--author", "Bình", "--lang", language)
            told = words(f"submission.{key}", language, id=one.id, by="An")
            assert (code, out, err.strip(), store.head()) == (1, "", told, head)


def test_what_changes_nothing_any_more_is_not_published(store, waiting, call, folder, tmp_path):
    assert call("publish", str(tmp_path / "gui.xlsx"), "--note", "x")[0] == 0
    head = store.head()
    code, out, _ = call("submission", waiting.id)
    assert code == 1 and words("upload.nothing", "vi") in out
    code, _, err = call("accept", waiting.id)
    assert code == 1 and words("upload.nothing", "vi") in err and store.head() == head
    assert call("submit", str(tmp_path / "gui.xlsx"), "--note", "x")[0] == 0 and len(Submissions(store).every()) == 1


@pytest.mark.parametrize("command", [["submission"], ["accept"], ["return", "--reason", "x"]], ids=lambda each: each[0])
def test_one_that_there_is_not_is_told(call, folder, unnamed, store, command):
    code, out, err = call(*command, "feed")
    assert (code, out) == (2, "") and "feed" in err


def test_without_a_store_nothing_waits_and_none_is_made(folder, unnamed, call):
    assert call("submissions")[:2] == (0, words("submission.none", "vi") + "\n")
    assert call("submission", "feed")[0] == call("accept", "feed")[0] == 2 and not (folder / "store.sqlite").exists()
    assert call("return", "feed", "--reason", "x")[0] == 2 and not (folder / "store.sqlite").exists()


def test_a_reason_is_needed(store, waiting, call):
    assert call("return", waiting.id, "--reason", " ")[0] == 2 and Submissions(store).waiting() == [waiting]


def test_an_answer_is_for_the_file_that_asks_and_for_none_nothing_is_handed_in(store, submit):
    asking = [SCHOOLS[0], ["Trường khác", "nhà trẻ", "Bình An"]]
    files = {"hai": {"Trường học": SCHOOLS}, "ba": {"Trường học": asking}}
    answer = ("--answer", "school_level:nhà trẻ=preschool")
    code, _, err = submit(*answer, "--answer", "school_level:x=preschool", **files)
    assert code == 2 and "school_level:x" in err and not Submissions(store).waiting()
    assert submit(*answer, **files)[0] == 0
    assert [one.file_name for one in Submissions(store).waiting()] == ["hai.xlsx", "ba.xlsx"]


def test_what_is_wrong_with_several_cells_alike_is_said_once_with_the_cells(store, submit):
    wrong = [*WRONG, ["school.all", "nhiều", "80/KH-UBND"]]
    _, _, err = submit(sai={"Mục tiêu": wrong})
    (line,) = [line for line in err.splitlines() if "«nhiều»" in line]
    assert "B2, B3" in line and line.startswith(f"[{words('check.severity.error', 'vi')}]")
