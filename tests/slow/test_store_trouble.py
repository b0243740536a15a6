# ruff: noqa: F811
"""The pages when the store fails under them: the reader is told in words, and what is whole stays to be seen."""

import sqlite3

import pytest
import streamlit as st

from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.slow.test_update_pages import button, mapped, publish, upload  # noqa: F401
from tests.spreadsheets import edited
from ui.inert import inert

DAMAGED = words("store.reason_damaged", "vi", detail="").strip().rpartition(";")[2]


@pytest.fixture
def newer(store):
    """The store has a second snapshot with another reported number."""
    tables = store.snapshot(store.head()).tables
    totals = tables["reported_totals"]
    edited = {"reported_totals": totals[totals["measure"] == "urban_iv.standards"].assign(met=57)}
    store.publish(combined(tables, edited), expected=store.head(), author="An", note="số mới")


def damage(tmp_path, number):
    """Spoil the blobs that only one snapshot has."""
    held = "SELECT blob FROM snapshot_tables JOIN snapshots ON id = snapshot WHERE number"
    with sqlite3.connect(tmp_path / "store.sqlite") as past:
        past.execute("DROP TRIGGER blobs_no_update")
        past.execute(
            f"UPDATE blobs SET content = x'00' WHERE sha256 IN ({held} = {number})"
            f" AND sha256 NOT IN ({held} <> {number})"
        )
        assert past.total_changes
    st.cache_resource.clear()
    st.cache_data.clear()


def test_a_damaged_old_snapshot_is_told_where_it_is_needed_and_leaves_the_current_one_alone(newer, app, tmp_path):
    damage(tmp_path, 1)
    overview, history = app("overview"), app("history")
    assert not (overview.exception or history.exception)
    before, _, since = shown(overview).partition(words("since.name", "vi"))
    assert "57/63" in before and DAMAGED not in before and DAMAGED in since
    assert "57/63" in shown(history) and DAMAGED in shown(history)


def test_a_damaged_current_snapshot_is_told_on_every_page(newer, analyst, app, tmp_path):
    damage(tmp_path, 2)
    for name in ("overview", "history", "upload", "export"):
        page = app(name)
        assert not page.exception and DAMAGED in shown(page), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_last_is_shown_with_a_notice_until_the_store_answers_again(
    newer, analyst, app, store, monkeypatch, language
):
    gone = StoreUnavailable("sqlite:///x", "driver", "gone")
    first, last = [record.id for record in store.history()][::-1]
    assert "57/63" in shown(app("overview", language)) and "55/63" in shown(app("overview", language, snapshot=first))

    def fails(*_, **__):
        raise gone

    told = inert(words("folder.last", language, reason=gone.message(language)))
    with monkeypatch.context() as patch:
        for method in ("head", "last_import", "history", "past_of", "record", "snapshot"):
            patch.setattr(Store, method, fails)
        for link, figure in (({}, "57/63"), ({"snapshot": first}, "55/63"), ({"snapshot": "none"}, "57/63")):
            page = app("overview", language, **link)
            assert not page.exception and told in shown(page), link
            assert figure in shown(page) and "bs-chart" in shown(page), link
        for address in ("history", "upload", "present", "export", "submissions"):
            page, text = app(address, language), gone.message(language)
            assert not page.exception and (inert(text) in shown(page) or text in shown(page)), address
            assert not [each for each in page.button if each.key and each.key.startswith("restore")]
    page = app("overview", language)
    assert told not in shown(page) and "57/63" in shown(page) and store.head() == last


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_store_that_fails_while_a_page_is_drawn_is_told_in_the_reader_s_language(app, monkeypatch, language):
    gone = StoreUnavailable("sqlite:///x", "moved")
    app("history", language)

    def fails(*_, **__):
        raise gone

    monkeypatch.setattr(Store, "history", fails)
    page = app("history", language)
    assert not page.exception and inert(gone.message(language)) in shown(page)


def test_what_kept_a_publication_from_being_written_is_told_in_the_reader_s_language(upload, store, monkeypatch):
    at = upload(edited(), lang=(language := "en"))
    for problem in (StoreUnavailable("sqlite:///x", "driver", "disk is full"), UnknownSnapshot("abc")):

        def fails(*_, problem=problem, **__):
            raise problem

        monkeypatch.setattr(Store, "publish", fails)
        publish(at, lang=language)
        told = words("upload.not_written", language, reason="").strip()
        assert not at.exception and told in shown(at) and inert(problem.message(language)) in shown(at)
    assert len(store.history()) == 1


def test_what_is_published_is_so_though_the_answers_could_not_be_kept(upload, store, monkeypatch):
    at = mapped(upload)

    def fails(*_, **__):
        raise StoreUnavailable("sqlite:///x", "driver", "disk is full")

    monkeypatch.setattr(Store, "remember", fails)
    publish(at)
    assert not at.exception and words("upload.published", "vi", number=2) in shown(at)
    assert len(store.history()) == 2 and words("upload.undo", "vi") in [each.label for each in at.button]


def test_a_user_without_a_name_may_restore(newer, analyst, store, app, monkeypatch):

    def nameless():
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nameless)
    page = app("history")
    button(page, words("history.restore", "vi")).click().run()
    button(page, words("history.restore_now", "vi", number=1)).click().run()
    assert not page.exception and store.record(store.head()).author == ""


def test_restoring_says_first_what_changes_and_the_history_compares_with_what_is_current_then(
    newer, analyst, store, app
):
    newest, first = (record.id for record in store.history())
    page = button(app("history"), words("history.restore", "vi")).click().run()
    assert any("57/63 → 55/63" in text.value for text in page.markdown) and store.head() == newest, "asked, not done"
    button(page, words("history.restore_now", "vi", number=1)).click().run()
    assert store.record(store.head()).restored_from == first
    assert [page.selectbox(key=key).value for key in ("before", "after")] == [newest, store.head()]
    assert shown(page).count("57/63 → 55/63") == 2, "on the card of the new snapshot, and in the comparison"


def test_an_endless_id_in_a_link_is_not_repeated_whole(app):
    told = shown(app("overview", snapshot="x" * 5_000))
    assert "x" * 40 in told and "x" * 41 not in told
