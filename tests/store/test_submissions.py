"""What is handed in: kept as it is, published or sent back once, by one of those who review."""

import os
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bs_metrics.snapshots import tables
from bs_metrics.snapshots.log import entries
from bs_metrics.snapshots.records import HeadMoved, StoredFile
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.snapshots.submissions import MOST_WAITING, NotWaiting, Submissions, Taken, reviewed
from bs_metrics.words import LANGUAGES, Problem
from tests.corpus.files import book
from tests.store.conftest import problem_of
from tests.store.racing import MANY
from tests.store.states import number_of, state, upload

TAKEN = Taken('{"blocks": [], "names": {}}', ("units", "schools"), ("units",), date(2024, 9, 30), "shape")
SCHOOLS = [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "mầm non", "Bình An"]]


@pytest.fixture
def submissions(store):
    return Submissions(store)


def hand_in(submissions, number=1, by="link 1", **more):
    given = {"author": "Phòng GD", "note": f"lần {number}"} | more
    return submissions.hand_in(upload(number, 10), TAKEN, **given, by=by)


def log(store):
    return [(line.what, line.who, line.about) for line in entries(store.database, 100)]


def late(act, *given, **named):
    """The key of why it is too late."""
    return problem_of(NotWaiting, act, *given, **named).key


def test_what_is_handed_in_is_kept_as_it_is_and_publishes_nothing(store, submissions):
    before = datetime.now(UTC)
    one = hand_in(submissions)
    assert (store.head(), store.history()) == (None, [])
    assert submissions.waiting() == submissions.every() == [submissions.one(one.id)] == [one]
    assert submissions.file(one) == upload(1, 10) and one.taken == TAKEN
    assert (one.who, one.author, one.note, one.state, one.snapshot, one.reason) == (
        *("link 1", "Phòng GD", "lần 1"),
        *("", "", ""),
    )
    assert before <= one.time <= datetime.now(UTC) and submissions.number_waiting() == 1
    assert log(store) == [("handed_in", "link 1", one.id)]


@pytest.mark.parametrize(
    "long", [{"note": "x" * 2001}, {"author": "x" * 201}, {"name": "x" * 301}, {"taken": "x" * 10**6}]
)
def test_what_nobody_would_read_is_not_handed_in(submissions, store, long):
    file = StoredFile(long.get("name", "a.xlsx"), b"x")
    taken = Taken(long.get("taken", TAKEN.choices), TAKEN.tables)
    who = {"author": long.get("author", "An"), "note": long.get("note", "x")}
    problem = problem_of(Problem, submissions.hand_in, file, taken, **who)
    assert problem.key == "submission.too_long" and submissions.every() == [] and log(store) == []
    assert all("2000" in problem.message(language) for language in LANGUAGES)
    assert submissions.hand_in(StoredFile("x" * 300, b"x"), TAKEN, author="x" * 200, note="x" * 2000)


def test_each_sees_their_own_and_who_reviews_sees_what_waits_oldest_first(submissions):
    first, second, third = (hand_in(submissions, number, by) for number, by in ((1, "a"), (2, "b"), (3, "a")))
    assert submissions.every(who="a") == [third, first] and submissions.every(who="c") == []
    assert submissions.waiting() == [first, second, third] and submissions.every(limit=1) == [third]
    submissions.send_back(first.id, "thiếu trang 2", "An")
    assert submissions.waiting() == [second, third] and submissions.number_waiting() == 2
    returned = submissions.every(who="a")[1]
    assert (returned.state, returned.reason, returned.ended_by) == ("returned", "thiếu trang 2", "An")
    assert returned.ended >= returned.time


def test_what_is_published_has_its_file_both_names_and_its_lines_in_the_log(store, submissions):
    one = hand_in(submissions)
    record = submissions.accept(one, state(1), expected=None, author="An", note="tháng 9", by="link 2")
    assert (record.author, record.note, record.number) == ("An", "tháng 9", 1) and store.head() == record.id
    assert store.file(record.id) == upload(1, 10) and number_of(store.snapshot(record.id).tables) == 1
    now = submissions.one(one.id)
    assert (now.state, now.snapshot, now.ended_by, now.author) == ("accepted", record.id, "link 2", "Phòng GD")
    assert submissions.authors() == {record.id: "Phòng GD"} and submissions.waiting() == []
    assert log(store) == [
        ("accepted", "link 2", one.id),
        ("published", "link 2", record.id),
        ("handed_in", "link 1", one.id),
    ]
    assert store.remembered("shape") == [TAKEN.choices], "the next file of its shape is read the same way"


@pytest.mark.parametrize("first", ["accept", "send back"])
def test_what_was_reviewed_is_not_reviewed_again(store, submissions, first):
    one = hand_in(submissions)
    if first == "accept":
        submissions.accept(one, state(1), expected=None, author="An", note="x")
    else:
        submissions.send_back(one.id, "thiếu", "An")
    head, lines, state_now = store.head(), log(store), submissions.one(one.id)
    key = "submission.was_accepted" if first == "accept" else "submission.was_returned"
    # On the head that was looked at before, and on the one of now: either way it is said what became of it.
    for expected in (None, head):
        assert late(submissions.accept, one, state(2), expected=expected, author="Bình", note="y") == key
    assert late(submissions.send_back, one.id, "khác", "Bình") == late(submissions.must_wait, one.id) == key
    assert (store.head(), log(store), submissions.one(one.id)) == (head, lines, state_now)
    with store.database.reading() as connection:
        assert len(connection.execute(select(tables.blobs)).all()) == (len(set(blob_names(store))) if head else 0)


def blob_names(store):
    with store.database.reading() as connection:
        return connection.scalars(select(tables.snapshot_tables.c.blob)).all()


def test_a_head_that_moved_by_something_else_leaves_it_waiting(store, submissions):
    one = hand_in(submissions)
    other = store.publish(state(5), expected=None, author="Bình", note="x")
    with pytest.raises(HeadMoved):
        submissions.accept(one, state(1), expected=None, author="An", note="y")
    assert submissions.waiting() == [one] and store.head() == other.id and submissions.authors() == {}
    record = submissions.accept(one, state(1), expected=other.id, author="An", note="y")
    assert record.number == 2


def test_what_there_is_not_and_what_has_no_reason_is_told(store, submissions):
    one = hand_in(submissions)
    for act in (submissions.one, submissions.must_wait, lambda id: submissions.send_back(id, "x", "An")):
        for id in ("no such", "", "\0"):
            assert problem_of(Problem, act, id).key == "submission.unknown"
    problem = problem_of(Problem, submissions.send_back, one.id, " \n", "An")
    assert problem.key == "submission.no_reason" and submissions.waiting() == [one]


def test_one_who_hands_in_cannot_fill_the_store(store, submissions):
    made = [hand_in(submissions, number) for number in range(MOST_WAITING)]
    problem = problem_of(Problem, hand_in, submissions, 99)
    assert problem.key == "submission.too_many" and submissions.number_waiting() == MOST_WAITING
    with store.database.reading() as connection:
        kept = set(connection.scalars(select(tables.files.c.sha256)))
    assert kept == {one.file_sha256 for one in made}
    hand_in(submissions, 99, by="link 2")
    submissions.send_back(made[0].id, "x", "An")
    hand_in(submissions, 99)


def test_any_text_is_kept(submissions):
    hostile = "=1+1\0 <b>\ud800 «»'\""
    one = hand_in(submissions, author=hostile, note=hostile, by=hostile)
    assert submissions.one(one.id) == one and "\0" not in one.author and one.note.startswith("=1+1")


@pytest.fixture
def schools(submissions):
    """A file of schools that was handed in."""
    file = StoredFile("truong.xlsx", book({"Trường học": SCHOOLS}))
    return file, submissions.hand_in(file, Taken(TAKEN.choices, ("schools",)), author="An", note="x")


def test_it_is_read_against_the_data_of_now(submissions, schools, shipped):
    file, one = schools
    review = reviewed(one, submissions.file(one), shipped)
    assert review.problem is None and review.outcome.differences.rows["schools"].numbers["added"] == 1
    then = reviewed(one, file, review.outcome.future)
    assert then.problem.key == "upload.nothing", "somebody else has published the same meanwhile"


def test_what_cannot_be_taken_any_more_is_told(submissions, schools, shipped):
    file, one = schools
    units = shipped.tables["units"]
    frames = shipped.tables.frames | {"units": units[units["name"] != "Bình An"].reset_index(drop=True)}
    lacking = reviewed(one, file, snapshot_of(type(shipped.tables)(frames, [])))
    assert lacking.problem.key == "submission.held" and lacking.outcome is None
    otherwise = Taken('{"blocks": [], "names": {}, "reading": "other"}', ("schools",))
    other = submissions.hand_in(file, otherwise, author="An", note="x")
    assert reviewed(other, file, shipped).problem.key == "submission.read_otherwise"
    units = StoredFile("xa.xlsx", book({"Đơn vị": [["Mã", "Tên", "Loại"], ["524", "Bình Sơn", "huyện"]]}))
    replacing = submissions.hand_in(units, Taken(TAKEN.choices, ("units",), ("units",)), author="An", note="x")
    review = reviewed(replacing, submissions.file(replacing), shipped)
    assert review.problem.key == "submission.blocked" and review.outcome.faults
    for problem in (lacking, review):
        assert all(problem.problem.message(language) for language in LANGUAGES)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_of_many_who_review_at_once_one_wins_and_the_others_are_told(address, opened, publishers):
    store = opened(address)
    submissions = Submissions(store)
    for turn in range(4):
        one, head, known = hand_in(submissions, turn), store.head(), len(store.history())
        publishers.order(do="race", url=address, processes=MANY, expected=head, id=one.id)
        said = publishers.heard_until_the_end()
        won = [line for line in said if "late" not in line]
        assert len(said) == MANY and len(won) == 1, said
        now = submissions.one(one.id)
        key = f"submission.was_{now.state}"
        assert {line["key"] for line in said if "late" in line} == {key}
        if "published" in won[0]:
            assert now.snapshot == store.head() == won[0]["published"] and len(store.history()) == known + 1
            assert number_of(store.snapshot(store.head()).tables) == won[0]["number"]
        else:
            assert now.reason == f"reason {won[0]['returned']}" and store.head() == head
        assert [line[0] for line in log(store) if line[2] == one.id] == [now.state, "handed_in"]
