"""Files that are not for everybody are asked for at addresses of ours, and the role is asked each time."""

import gc

import pytest
import streamlit as st
from starlette.requests import Request

from bs_metrics.access.roles import Role
from bs_metrics.snapshots.log import entries
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.words import LANGUAGES, Problem, words
from ui.addresses import OFFERED
from ui.server import files
from ui.sharing import taken

FILE = StoredFile("số liệu.xlsx", b"PK x")


@pytest.fixture
def session(monkeypatch):
    """What the session at hand keeps."""
    monkeypatch.setattr(st, "session_state", kept := {})
    return kept


@pytest.fixture
def asks(monkeypatch, store):
    """The answer to somebody with a role who asks for an address."""
    monkeypatch.setattr(taken, "store", lambda: store)

    def made(address, role, lang="vi"):
        monkeypatch.setattr(files, "role", lambda caller: role)
        monkeypatch.setattr(files, "who", lambda caller: "An" if role > Role.VIEWER else "")
        folder, session, key = address.split("/")
        assert folder == OFFERED
        scope = {"type": "http", "headers": [], "query_string": f"lang={lang}".encode()}
        offered = files._sessions.get(session, {}).get(key)
        return files._file(Request(scope), offered)

    return made


@pytest.mark.parametrize("needed", [Role.CONTRIBUTOR, Role.ADMIN])
def test_whoever_has_the_role_gets_what_a_session_offers_while_it_lasts(session, asks, store, needed):
    address = files.offer("a", needed, lambda: FILE)
    assert files.offer("a", needed, lambda: FILE) == address, "the address stays from run to run"
    for role in Role:
        for language in LANGUAGES:
            told = asks(address, role, language)
            assert (told.status_code, told.body) == (
                (200, FILE.content) if role >= needed else (403, words("guard.file", language).encode())
            )
            assert told.headers["cache-control"] == "no-store"
    lines = entries(store.database, 99, ["exported"])
    assert len(lines) == 2 * (Role.ADMIN - needed + 1) and {(line.who, line.about) for line in lines} == {
        ("An", FILE.name)
    }
    assert asks(address.replace("/a", "/b"), Role.ADMIN).status_code == 403
    session.clear()
    gc.collect()
    assert asks(address, Role.ADMIN).status_code == 403, "Streamlit has forgotten the session"


def test_why_a_file_cannot_be_made_is_said(session, asks, store):
    for problem, status in ((store.database.unavailable("damaged"), 503), (Problem("limits.api"), 404)):

        def fails(problem=problem):
            raise problem

        assert asks(files.offer("a", Role.CONTRIBUTOR, fails), Role.ANALYST).status_code == status
