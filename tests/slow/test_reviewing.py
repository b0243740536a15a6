"""A department hands in, an analyst reviews: two readers of one store, and a third who may only look."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st

from bs_metrics.access.links import Link
from bs_metrics.access.roles import Role
from bs_metrics.intake.check import check
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.views.texts import upper_first
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.pages import pages as entries_of
from tests.slow.test_update_pages import MATRIX, TAKEN, button, saved
from tests.spreadsheets import edited
from ui.inert import inert
from ui.page import CurrentView
from ui.server import roles
from ui.update import publishing, reviewing

NOW = datetime.now(UTC)


@pytest.fixture
def submissions(store):
    return Submissions(store)


@pytest.fixture
def becomes(monkeypatch):
    """Makes the reader the holder of a link: `becomes("contributor", "a1")`; of none by `becomes("viewer", "")`."""

    def made(role, id="a1"):
        link = Link(id, Role[role.upper()], None, "", "An", NOW, NOW + timedelta(days=1)) if id else None
        monkeypatch.setattr(roles, "link_of", lambda caller: link)

    return made


@pytest.fixture
def handed_in(app, becomes):
    """Hands a file in on the page, as a contributor: `handed_in(content, lang)` gives the page afterwards."""

    def made(content=None, lang="vi", id="a1", **given):
        becomes("contributor", id)
        at = app("upload", lang)
        at.file_uploader[0].set_value(("gui.xlsx", content or edited(), "application/octet-stream"))
        return send(at.run(), words("submission.button", lang), **given)

    return made


def send(at, label, note="số tháng 9", author="Phòng GD", confirmed=True, key=""):
    at.text_input(key=f"note{key}").set_value(note)
    at.text_input(key="author").set_value(author)
    at.checkbox(key=f"confirmed{key}").set_value(confirmed)
    return button(at, label).click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contributor_sees_what_an_analyst_sees_hands_in_and_nothing_changes(
    app, becomes, submissions, store, language
):
    becomes("contributor")
    at = app("upload", language)
    at.file_uploader[0].set_value(("gui.xlsx", edited(), "application/octet-stream"))
    at.run()
    assert not at.exception and "55/63 → 57/63" in shown(at) and words("submission.lead", language) in shown(at)
    labels = [each.label for each in at.button]
    assert words("upload.button", language) not in labels and words("submission.button", language) in labels
    send(at, words("submission.button", language))
    (one,) = submissions.waiting()
    assert (one.who, one.author, one.note, one.taken.tables) == ("link a1", "Phòng GD", "số tháng 9", one.taken.tables)
    assert submissions.file(one) == StoredFile("gui.xlsx", edited())
    assert words("submission.handed_in", language, file="gui.xlsx", id=one.id) in shown(at)
    assert len(store.history()) == 1 and "57/63" not in shown(at_address(at, "overview").run())
    own = shown(at_address(at, "submissions").run())
    assert "gui.xlsx" in own and "số tháng 9" in own and upper_first(words("submission.is_waiting", language)) in own
    assert not at.exception and not at.main.button, "whoever hands in does not review"


def test_nothing_is_handed_in_without_note_name_and_confirmation(handed_in, submissions):
    for missing in ({"note": " "}, {"author": ""}, {"confirmed": False}):
        assert (
            words("upload.need", "vi", fields="").rstrip(".") in shown(handed_in(**missing))
            and submissions.every() == []
        ), missing


@pytest.fixture
def one(handed_in, submissions):
    """What a contributor has handed in, the only one that waits."""
    handed_in()
    (waiting,) = submissions.waiting()
    return waiting


@pytest.fixture
def opened(app, becomes):
    """The page on which an analyst reviews one: `opened(one, lang)`."""

    def made(one, lang="vi"):
        becomes("analyst", "b2")
        return app("submissions", lang, submission=one.id)

    return made


def accept(at, one, lang="vi", **given):
    return send(at, words("upload.button", lang), **{"note": "đã đối chiếu", "author": "An", **given}, key=f"_{one.id}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_analyst_opens_publishes_and_both_names_are_kept(app, one, becomes, submissions, store, language):
    becomes("analyst", "b2")
    at = app("submissions", language)
    assert words("submission.waiting", language) in shown(at) and "Phòng GD" in shown(at)
    button(at, words("submission.open", language)).click().run()
    assert not at.exception and at.query_params["submission"] == one.id
    assert "55/63 → 57/63" in shown(at) and at.text_input(key=f"note_{one.id}").value == "số tháng 9"
    accept(at, one, language)
    record = store.record(store.head())
    assert (record.number, record.author, record.note) == (2, "An", "đã đối chiếu")
    assert store.file(record.id) == StoredFile("gui.xlsx", edited())
    assert words("upload.published", language, number=2) in shown(at)
    ended = upper_first(words("submission.is_accepted", language, snapshot=2))
    assert ended in shown(at) and words("submission.none", language) in shown(at)
    now = submissions.one(one.id)
    assert (now.author, now.ended_by, now.snapshot) == ("Phòng GD", "link b2", record.id)
    history = shown(at_address(at, "history").run())
    assert words("submission.published_by", language, author="An", handed_in_by="Phòng GD") in history
    becomes("contributor")
    own = shown(app("submissions", language))
    assert ended in own and f"snapshot={record.id}" in own


def test_the_difference_is_against_the_data_of_now(one, opened, submissions, store):
    at = opened(one)
    assert "/36" not in shown(at)
    newer = snapshot_after(store, edited("district.indicators", 24))
    at.run()
    assert "24/36 → 23/36" in shown(at)
    accept(at, one)
    assert store.record(store.head()).parent == newer.id


def snapshot_after(store, content):
    """A workbook of results published by somebody else."""
    current = store.snapshot(store.head())
    after = combined(current.tables, check(content, "x.xlsx", current.tables).frames)
    return store.publish(after, expected=current.id, author="Bình", note="x")


def test_what_is_sent_back_has_its_reason_where_its_author_looks_and_nowhere_else(
    app, one, opened, becomes, submissions, store
):
    at = opened(one)
    send_back = words("submission.send_back_button", "vi")
    assert words("submission.no_reason", "vi") in shown(button(at, send_back).click().run())
    assert submissions.waiting() == [one]
    at.text_area(key=f"reason_{one.id}").set_value("thiếu **trang 2**")
    button(at, send_back).click().run()
    assert words("submission.sent_back", "vi") in shown(at) and words("submission.none", "vi") in shown(at)
    assert submissions.one(one.id).reason == "thiếu **trang 2**" and len(store.history()) == 1
    reason = inert(upper_first(words("submission.is_returned", "vi", reason="thiếu **trang 2**")))
    assert reason in shown(at)
    becomes("contributor")
    assert reason in shown(app("submissions"))
    becomes("contributor", "c3")
    other = shown(app("submissions"))
    assert words("submission.own_none", "vi") in other and "gui.xlsx" not in other


def test_of_two_who_review_one_is_told(one, handed_in, opened, submissions, store, shipped):
    at = opened(one)
    submissions.send_back(one.id, "thiếu", "Bình")
    accept(at, one)
    assert inert(words("submission.was_returned", "vi", id=one.id, by="Bình")) in shown(at)
    assert len(store.history()) == 1 and not at.exception and words("submission.none", "vi") in shown(at)

    handed_in()
    (one,) = submissions.waiting()
    at = opened(one)
    published = submissions.accept(one, shipped.tables, expected=store.head(), author="Bình", note="x")
    accept(at, one)
    assert inert(words("submission.was_accepted", "vi", id=one.id, by="Bình")) in shown(at)
    assert store.head() == published.id and not at.exception


def test_when_the_data_moved_what_changes_is_shown_and_confirmed_anew(one, opened, submissions, store):
    at = opened(one)
    snapshot_after(store, edited("district.indicators", 24))
    accept(at, one)
    assert words("upload.moved", "vi", number=2) in shown(at) and "24/36 → 23/36" in shown(at)
    assert submissions.waiting() == [one] and not at.checkbox(key=f"confirmed_{one.id}").value
    assert at.text_input(key=f"note_{one.id}").value == "đã đối chiếu"
    accept(at, one)
    assert store.record(store.head()).number == 3


def test_what_cannot_be_published_any_more_can_only_be_sent_back(one, opened, submissions, store):
    snapshot_after(store, edited())
    at = opened(one)
    assert words("upload.nothing", "vi") in shown(at)
    labels = [each.label for each in at.button]
    assert words("upload.button", "vi") not in labels and words("submission.send_back_button", "vi") in labels


def test_a_damaged_file_is_told_and_can_only_be_sent_back(one, opened, submissions, store, tmp_path):
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as past, past:
        past.execute("DROP TRIGGER files_no_update")
        past.execute("UPDATE files SET content = x'00'")
    at = opened(one)
    damaged = store.database.unavailable("damaged", one.file_sha256).message("vi")
    assert not at.exception and inert(damaged) in shown(at)
    assert words("upload.button", "vi") not in [each.label for each in at.button]
    at.text_area(key=f"reason_{one.id}").set_value("tệp hỏng")
    button(at, words("submission.send_back_button", "vi")).click().run()
    assert submissions.one(one.id).reason == "tệp hỏng" and len(store.history()) == 1


def test_answers_are_kept_and_hold_for_the_review(app, becomes, opened, submissions, store):
    """A name that only the department knew is answered by it, and published by who reviews as it was answered."""
    becomes("contributor")
    at = app("upload")
    content = saved([*MATRIX, [3, "Bình Thạch", "Đạt"]])
    at.file_uploader[0].set_value(("xa.xlsx", content, "application/octet-stream"))
    at.run()
    code = next(
        each["code"]
        for each in store.snapshot(store.head()).tables["units"].to_dict("records")
        if each["name"] == "Bình Thạnh"
    )
    next(box for box in at.selectbox if "Bình Thạch" in box.label).set_value(code).run()
    told = shown(at)
    send(at, words("submission.button", "vi"))
    (one,) = submissions.waiting()
    page = opened(one)
    change = next(line for line in told.splitlines() if " → " in line and "/21" in line and line[:2] != "- ")
    assert change in shown(page)
    accept(page, one)
    results = store.snapshot(store.head()).tables["results"]
    assert code in set(results[results["origin_file"] == "xa.xlsx"]["unit"])
    assert store.remembered(one.taken.shape) == [one.taken.choices]


@pytest.mark.parametrize("role", ["viewer", "contributor"])
def test_nobody_else_reads_or_reviews_what_was_handed_in(
    app, handed_in, becomes, submissions, store, shipped, monkeypatch, role
):
    handed_in(id="c3")
    (one,) = submissions.waiting()
    becomes(role, "a1" if role == "contributor" else "")
    for link in ({}, {"submission": one.id}):
        at = app("submissions", **link)
        assert not at.exception and not at.main.button and one.id not in shown(at)
        assert "gui.xlsx" not in shown(at) and "57/63" not in shown(at) and "Phòng GD" not in shown(at)
    assert (words("submission.closed", "vi") in shown(at)) == (role == "viewer")
    view = CurrentView("vi", shipped, None)
    said = []
    monkeypatch.setattr(reviewing, "_describe", lambda *given: said.append(given))
    monkeypatch.setattr(st, "header", lambda *given, **more: None)
    for show in (reviewing.waiting, reviewing.ended, reviewing.own, lambda view: reviewing.review(view, one)):
        show(view)
    reason = {f"note_{one.id}": "x", f"confirmed_{one.id}": True, f"reason_{one.id}": "x", "author": "x"}
    monkeypatch.setattr(st, "session_state", reason | {"note": "x", "confirmed": True, "submission": one.id})
    assert reviewing.opened() is None and said == []
    acts = [
        lambda: publishing.accept_and_tell(one, shipped.tables, store.record(store.head())),
        lambda: publishing.send_back_and_tell(one),
    ]
    if role == "viewer":
        acts.append(lambda: publishing.hand_in_and_tell(StoredFile("a.xlsx", b"a"), TAKEN))
    for act in acts:
        act()
        assert st.session_state.pop("sentence") == ("upload.forbidden", {})
    assert submissions.every() == [one] and len(store.history()) == 1


def test_the_navigation_tells_reviewers_how_many_wait(app, handed_in, becomes, submissions):
    entry = entries_of()["submissions"]
    title = entry.title

    def told(role):
        made = reviewing.in_navigation(entry, "vi", Role[role.upper()])
        return made.title, made.offered

    assert (
        told("analyst") == (title, True) and told("contributor") == (title, True) and told("viewer") == (title, False)
    )
    for number in (1, 2):
        handed_in(id=f"a{number}")
        named = words("submission.title", "vi", title=title, number=number)
        assert told("analyst") == told("admin") == (named, True)
        assert told("contributor") == (title, True) and told("viewer") == told("nobody") == (title, False)


def test_who_hands_in_too_much_is_told(handed_in, submissions, monkeypatch):
    monkeypatch.setattr("bs_metrics.snapshots.submissions.MOST_WAITING", 1)
    handed_in()
    assert words("submission.too_many", "vi", most=1) in shown(handed_in()) and len(submissions.every()) == 1
