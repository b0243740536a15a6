"""The pages of somebody who signed in: who the author is, what is offered, what is said after twelve hours."""

from datetime import UTC, datetime

import pytest
import streamlit as st

from bs_metrics.access.links import Link
from bs_metrics.access.roles import Access, Role
from bs_metrics.snapshots.log import entries
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.slow.test_update_pages import TAKEN, button, edited
from ui.inert import inert
from ui.server import roles
from ui.server.roles import Person

AN = "an@town.example"


@pytest.fixture
def signed_in(monkeypatch):
    """Somebody has signed in, in the browser that asks."""

    def as_one_who_may(role, late=False):
        monkeypatch.setattr("ui.server.roles.person_of", lambda caller: Person(AN, role, late))
        monkeypatch.setattr("ui.signing_in.access", lambda: Access(people={AN: role}))

    return as_one_who_may


def test_who_signed_in_is_the_author_and_not_asked_for_a_name(app, store, signed_in):
    signed_in(Role.ANALYST)
    at = app("upload")
    at.file_uploader[0].set_value(("ket-qua.xlsx", edited(), "application/octet-stream"))
    at.run()
    assert [each.key for each in at.text_input if each.key in ("note", "author")] == ["note"]
    at.text_input(key="note").set_value("số mới")
    at.checkbox(key="confirmed").set_value(True)
    button(at, words("upload.button", "vi")).click().run()
    assert store.record(store.head()).author == AN and not at.exception
    first = store.history()[-1]
    at = button(at_address(at, "history").run(), words("history.restore", "vi")).click().run()
    button(at, words("history.restore_now", "vi", number=1)).click().run()
    assert [(line.what, line.who) for line in entries(store.database, 2)] == [("restored", AN), ("published", AN)]
    assert store.record(store.head()).author == AN and store.record(store.head()).restored_from == first.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sees_their_own_address_and_the_way_out(app, signed_in, language):
    signed_in(Role.VIEWER)
    page = app("schools", language)
    assert inert(words("sign_in.as", language, address=AN)) in [each.value for each in page.sidebar.caption]
    assert [each.label for each in page.sidebar.button].count(words("sign_in.out", language)) == 1
    upload = at_address(page, "upload").run()
    assert words("sign_in.less", language, address=inert(AN)) in shown(upload) and not upload.main.button


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_twelve_hours_the_page_says_so_and_offers_to_sign_in(app, signed_in, language):
    signed_in(Role.VIEWER, late=True)
    page = app("upload", language)
    assert words("sign_in.late", language, hours=12) in shown(page)
    assert [each.label for each in page.main.button] == [words("sign_in.button", language)]


@pytest.mark.parametrize(
    ("person", "link", "role", "name"),
    [
        (Role.ANALYST, Role.VIEWER, Role.ANALYST, AN),
        (Role.ANALYST, Role.ANALYST, Role.ANALYST, AN),
        (Role.VIEWER, Role.ANALYST, Role.ANALYST, "link x"),
        (Role.ADMIN, None, Role.ADMIN, AN),
        (None, Role.CONTRIBUTOR, Role.CONTRIBUTOR, "link x"),
        (None, None, Role.VIEWER, ""),
    ],
)
def test_the_highest_of_several_roles_counts_and_names_who_it_is(monkeypatch, person, link, role, name):
    now = datetime.now(UTC)
    held = link and Link("x", link, None, "", "An", now, now)
    monkeypatch.setattr(roles, "person_of", lambda caller: person and Person(AN, person, False))
    monkeypatch.setattr(roles, "link_of", lambda caller: held)
    caller = roles.Caller({}, near=False)
    assert (roles.role(caller), roles.who(caller)) == (role, name)


def test_a_button_that_was_shown_before_says_it_too(app, store, shipped, signed_in, monkeypatch):
    from ui.update import publishing

    app("schools")
    signed_in(Role.VIEWER, late=True)
    monkeypatch.setattr(st, "session_state", {"note": "x", "author": "An", "confirmed": True})
    publishing.publish_and_tell(shipped.tables, None, StoredFile("a.xlsx", b"a"), TAKEN)
    assert st.session_state["sentence"] == ("sign_in.late", {"hours": 12}) and len(store.history()) == 1
