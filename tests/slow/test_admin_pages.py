"""The pages of those who administer: links made and ended, the log filtered and taken along. Nobody else sees them."""

import csv as plain_csv
import io
import json
from datetime import UTC, date, datetime

import pytest
import streamlit as st

from bs_metrics.access.links import Links
from bs_metrics.access.roles import Access, Role
from bs_metrics.exports.formats import Format
from bs_metrics.intake.folder import DEFAULT_FOLDER
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.log import KINDS, entries, logged
from bs_metrics.views.history import log_table
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.pages import title
from tests.slow.test_door import SECRET
from tests.slow.test_pages import group
from ui.server import roles
from ui.sharing import taken
from ui.show import csv

ADMIN = {"Host": "127.0.0.1:8501"}


@pytest.fixture
def store(store):
    import_folder(store, DEFAULT_FOLDER)
    return store


@pytest.fixture
def admin(monkeypatch):
    """The reader is the user of the machine, until the test gives another role."""
    monkeypatch.setattr(roles, "access", lambda: Access(secret=SECRET, address="https://town.example"))
    monkeypatch.setattr(roles, "is_local", lambda caller=None: True)
    monkeypatch.setattr("ui.sharing.share.access", roles.access)
    monkeypatch.setattr("ui.frame.is_local", roles.is_local)

    def given(role):
        monkeypatch.setattr(roles, "is_local", lambda caller=None: False)
        monkeypatch.setattr(roles, "_of_anyone", lambda: role)

    return given


def pressed(page, key):
    page.button(key=key).click().run()
    assert not page.exception
    return page


def address_in(page):
    return next((code.value for code in page.code), "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ANALYST])
def test_nobody_else_sees_them(app, store, admin, monkeypatch, role, language):
    admin(role)
    Links(store, SECRET).make("viewer", 1, "An", "secret note")
    for address in ("links", "log"):
        monkeypatch.setattr(type(st.context), "url", f"https://town.example/{address}")
        page = app(address, language)
        assert words("role.admin_only", language) in shown(page) and not page.exception
        assert (
            "secret note" not in shown(page)
            and not page.dataframe
            and {button.key for button in page.button} == {"share"}
        )
        assert not page.get("download_button") and not page.selectbox


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_made_shown_until_hidden_and_ended(app, store, admin, language):
    page = app("links", language)
    assert words("access.none", language) in shown(page) and page.title[0].value == title("links", language)
    page.multiselect(key="links_pages").set_value(["town", "schools"])
    page.text_input(key="links_note").set_value("họp **giao ban**")
    page.number_input(key="links_days").set_value(3)
    pressed(page, "links_make")
    address = address_in(page)
    assert address.startswith("https://town.example/open/")
    link, cookie = Links(store, SECRET).open(address.rpartition("/")[2])
    assert (link.pages, link.note, link.code) == (("schools", "town"), "họp **giao ban**", "viewer")
    assert (link.until - link.made).days == 3 and link.made_by
    assert page.get("image") + page.get("imgs") and "**giao" not in shown(page).replace("\\*", "x")
    pressed(page, "links_hide")
    assert not address_in(page) and address not in shown(page)
    assert address not in shown(app("links", language)) and link.id in shown(page)
    pressed(page, f"pause_{link.id}")
    assert Links(store, SECRET).holder(cookie) is None
    pressed(page, f"resume_{link.id}")
    assert Links(store, SECRET).holder(cookie)
    pressed(page, f"revoke_{link.id}")
    assert Links(store, SECRET).holder(cookie) is None and not [b for b in page.button if link.id in (b.key or "")]
    assert words("links.ended", language, number=1) in [fold.label for fold in page.expander]


def test_what_cannot_be_is_said_and_not_made(app, store, admin):
    page = app("links")
    group(page, "links_role").set_value("analyst")
    page.multiselect(key="links_pages").set_value(["town"])
    pressed(page, "links_make")
    assert words("access.limited_role", "vi") in shown(page) and not Links(store, SECRET).every()


def test_each_deed_asks_again_whatever_the_page_showed(app, store, admin):
    kept, _ = Links(store, SECRET).make("viewer", 1, "An")
    for key in ("links_make", f"pause_{kept.id}", f"revoke_{kept.id}"):
        page = app("links")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ui.sharing.links.may_administer", lambda: False)
            pressed(page, key)
        assert words("links.forbidden", "vi") in shown(page) and not address_in(page)
    assert [line.what for line in entries(store.database, 9)] == ["link_made", "imported"]


def test_without_a_secret_the_page_says_what_to_configure(app, store, admin, monkeypatch):
    monkeypatch.setattr(roles, "access", lambda: Access())
    page = app("links")
    assert (
        words("access.no_secret", "vi") in shown(page).replace("\\", "") and not page.exception and not page.multiselect
    )


def lines_in(page):
    table = page.dataframe[0].value
    return list(zip(table.iloc[:, 1], table.iloc[:, 2], table.iloc[:, 3], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_is_filtered_by_what_by_whom_and_by_days(app, store, admin, language):
    with store.database.writing() as connection:
        for day, who, what in ((1, "An", "published"), (2, "Bình", "restored"), (3, "An", "exported")):
            logged(connection, what, who, "x", time=datetime(2025, 6, day, 23, 59, 59, tzinfo=UTC))
    page = app("log", language)
    every = lines_in(page)
    widths = json.loads(page.dataframe[0].proto.columns)
    assert widths[words("log.who", language)]["width"] == "medium", "a narrower one cuts names"
    assert len(every) == 4 and not page.exception
    page.selectbox(key="log_who").set_value("An").run()
    assert [line[1] for line in lines_in(page)] == [
        words(f"log.{what}", language) for what in ("exported", "published")
    ]
    page.selectbox(key="log_kind").set_value("published").run()
    assert lines_in(page) == [("An", words("log.published", language), "x")]
    page.selectbox(key="log_kind").set_value("")
    page.selectbox(key="log_who").set_value("")
    page.date_input(key="log_since").set_value(date(2025, 6, 2))
    page.date_input(key="log_until").set_value(date(2025, 6, 3)).run()
    assert [line[0] for line in lines_in(page)] == ["An", "Bình"], "both days are whole"
    page.date_input(key="log_until").set_value(date(2025, 6, 2)).run()
    assert [line[0] for line in lines_in(page)] == ["Bình"]
    page.selectbox(key="log_kind").set_value("link_made").run()
    assert words("log.empty", language) in shown(page) and not page.get("link_button")


def test_who_was_offered_the_log_as_a_file_can_make_another_and_come_back(app, store, admin, monkeypatch):
    with store.database.writing() as connection:
        logged(connection, "exported", "An", "x")
    monkeypatch.setattr(Format, "make", lambda kind, pack, progress: b"x")
    page = app("log")
    assert page.get("link_button") and not page.exception
    at_address(page, "export").run().button("build").click().run()
    assert page.get("download_button") and not page.exception
    at_address(page, "log").run()
    assert page.get("link_button") and not page.exception


def test_a_line_that_would_be_a_formula_is_text_in_the_file(store):
    with store.database.writing() as connection:
        logged(connection, "exported", "=cmd|'/c calc'!A1", "=1+1")
    rows = list(plain_csv.reader(io.StringIO(csv(log_table(entries(store.database, 1), "vi")).decode("utf-8-sig"))))
    assert rows[1][1].startswith("'=") and rows[1][3] == "'=1+1"


def test_what_somebody_with_a_name_takes_along_is_a_line_and_nothing_of_others(app, store, admin, monkeypatch):
    page = app("template")
    assert [button.proto.ignore_rerun for button in page.get("download_button")] == [False, False]
    monkeypatch.setattr(taken, "store", lambda: store)
    monkeypatch.setattr(taken, "who", lambda: "an@town.example")
    taken.noting("a.xlsx")()
    assert [(line.who, line.about) for line in entries(store.database, 9, ["exported"])] == [
        ("an@town.example", "a.xlsx")
    ]
    monkeypatch.setattr(taken, "who", lambda: "")
    assert taken.noting("b.xlsx") == "ignore"
    taken.note("b.xlsx")
    assert len(entries(store.database, 9, ["exported"])) == 1


def test_every_kind_of_line_has_its_words():
    assert all(words(f"log.{kind}", language) for kind in KINDS for language in LANGUAGES)
