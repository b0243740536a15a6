"""Links for those without an account: who gets in by one, for how long, and what the log says of it."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from bs_metrics.access.limits import EVERYTHING
from bs_metrics.access.links import LinkRefused, Links
from bs_metrics.access.roles import Role
from bs_metrics.snapshots import tables
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.log import entries
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.words import LANGUAGES, Problem, words
from tests.store.conftest import problem_of
from tests.store.states import state

SECRET = "a secret of the tests"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Clock:
    """The moment, which a test moves."""

    now = NOW

    def at(self, **after):
        self.now = NOW + timedelta(**after)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def links(store, clock):
    return Links(store, SECRET, lambda: clock.now)


def refused(act, *given):
    """The key of why a link is not good."""
    return problem_of(LinkRefused, act, *given).key


def log(store, *kinds):
    return [(line.what, line.who) for line in entries(store.database, 100, *([kinds] if kinds else []))]


def test_a_link_opens_and_its_browser_keeps_the_role_without_the_secret(store, links):
    link, token = links.make("viewer", 30, "An", "họp giao ban")
    assert links.look(token) == link and links.holder(token) is None
    opened, cookie = links.open(token)
    held = links.holder(cookie)
    assert (held.id, held.role, held.opened, opened.id) == (link.id, Role.VIEWER, 1, link.id)
    assert token not in cookie and links.open(token)[1] != cookie, "another browser keeps another"
    with store.database.reading() as connection:
        kept = repr(connection.execute(select(tables.links)).all() + connection.execute(select(tables.log)).all())
    keys = [
        URLSafeSerializer(SECRET, salt=salt).loads(text)[1] for salt, text in (("link", token), ("browser", cookie))
    ]
    assert not any(key in kept for key in keys), "the store has hashes only"
    assert log(store) == [("link_opened", f"link {link.id}")] * 2 + [("link_made", "An")]


def test_a_browser_that_has_opened_a_link_opens_it_again_without_a_line(store, links):
    """Pressing the button without end writes one line, whatever the link is for."""
    for role in ("viewer", "analyst"):
        link, token = links.make(role, 1, "An")
        cookie = links.open(token)[1]
        assert [links.open(token, cookie)[1] for _ in range(3)] == [cookie] * 3 and links.holder(cookie).opened == 1
        links.change(link.id, "link_paused", "An")
        assert refused(links.open, token, cookie) == "access.link_paused"
    other = links.open(links.make("viewer", 1, "An")[1])[1]
    fresh, token = links.make("viewer", 1, "An")
    for kept in (other, other + "x", token, "", "x"):
        assert links.open(token, kept)[1] != kept
    assert len([line for line in entries(store.database, 99) if line.about == fresh.id]) == 6


def test_a_link_opens_in_so_many_browsers_a_day(store, links, clock, monkeypatch):
    monkeypatch.setattr("bs_metrics.access.links._OPENED_A_DAY", 2)
    _, token = links.make("viewer", 30, "An")
    cookie = links.open(token)[1]
    clock.at(hours=1)
    links.open(token)
    assert refused(links.open, token) == "access.link_busy" and links.open(token, cookie)[1] == cookie
    assert links.holder(cookie), "who is in stays in"
    clock.at(hours=24, minutes=30)
    links.open(token)
    assert refused(links.open, token) == "access.link_busy"
    assert len(log(store, "link_opened")) == 3


def test_looking_at_a_link_changes_nothing(store, links):
    link, token = links.make("analyst", 30, "An")
    for _ in range(3):
        assert links.look(token).opened == 0
    assert log(store) == [("link_made", "An")] and links.open(token)[0].id == link.id


@pytest.mark.parametrize(
    ("change", "hours", "why"),
    [
        ("link_revoked", 0, "revoked"),
        ("link_paused", 0, "paused"),
        (None, 24, "expired"),
        ("link_revoked", 24, "revoked"),
    ],
)
def test_what_ends_a_link_ends_it_in_every_browser_at_the_next_action(links, clock, change, hours, why):
    link, token = links.make("contributor", 1, "An")
    cookie = links.open(token)[1]
    assert links.holder(cookie)
    if change:
        links.change(link.id, change, "Bình")
    clock.at(hours=hours)
    assert links.holder(cookie) is None
    assert refused(links.look, token) == refused(links.open, token) == f"access.link_{why}"


def test_a_paused_link_is_resumed_and_a_revoked_one_is_not(store, links):
    link, token = links.make("viewer", 1, "An")
    cookie = links.open(token)[1]
    for what in ("link_paused", "link_resumed"):
        links.change(link.id, what, "An")
    assert links.holder(cookie)
    links.change(link.id, "link_revoked", "An")
    refusal = problem_of(Problem, links.change, link.id, "link_resumed", "An")
    assert refusal.key == "access.was_revoked", "said to who administers, not to who holds it"
    problem_of(Problem, links.change, "no such", "link_paused", "An")
    assert links.holder(cookie) is None
    assert log(store, "link_paused", "link_resumed", "link_revoked")[0] == ("link_revoked", "An")


def test_the_link_of_an_analyst_is_good_once(links):
    """Two browsers that press the button at once: one wins."""
    _, token = links.make("analyst", 1, "An")
    barrier, answers = Barrier(2), []

    def press():
        barrier.wait()
        try:
            answers.append(links.open(token)[1])
        except LinkRefused as problem:
            answers.append(problem.key)

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [answer for answer in answers if answer != "access.link_used"]
    assert len(answers) == 2 and len(won) == 1 and links.holder(won[0]).role == Role.ANALYST
    assert refused(links.open, token) == "access.link_used"


def test_what_nobody_here_signed_opens_nothing(store, links):
    link, token = links.make("viewer", 1, "An")
    cookie = links.open(token)[1]
    other = Links(store, "another secret of the tests", lambda: NOW)
    sign = URLSafeSerializer(SECRET, salt="link").dumps
    forged = ["", "x", token[:-1], token + "x", "😀", "\udcff", *map(sign, ([link.id, "x"], ["x", "y"], 5, [1, 2]))]
    for text in [*forged, cookie]:
        assert refused(links.look, text) == refused(links.open, text) == "access.link_unknown", text
    for text in [*forged, token, URLSafeSerializer(SECRET, salt="browser").dumps([link.id, "x"])]:
        assert links.holder(text) is None, text
    assert other.holder(cookie) is None and refused(other.open, token) == "access.link_unknown"


def test_a_link_that_cannot_be_is_not_made(store, links):
    for given in (("admin", 1), ("nobody", 1), ("viewer", 0), ("viewer", 367)):
        problem_of(Problem, links.make, *given, "An")
    problem_of(UnknownSnapshot, links.make, "viewer", 1, "An", snapshot="none")
    unsigned = problem_of(Problem, Links, store, "")
    assert unsigned.key == "access.no_secret" and links.every() == [] and log(store) == []
    record = store.publish(state(1), expected=None, author="An", note="x")
    assert links.make("viewer", 366, "An", snapshot=record.id)[0].snapshot == record.id == links.every()[0].snapshot


def test_that_a_link_is_in_use_is_noted_once_an_hour(store, links, clock):
    cookie = links.open(links.make("viewer", 30, "An")[1])[1]
    for minutes in (0, 59, 61, 90, 125):
        clock.at(minutes=minutes)
        assert links.holder(cookie)
    assert len(log(store, "link_used")) == 2
    assert links.every()[0].used == NOW + timedelta(minutes=125)


def test_the_log_tells_in_the_same_transaction_and_only_grows(store):
    first = store.publish(state(1), expected=None, author="An", note="x")
    store.restore(first.id, expected=first.id, author="Bình", note="y", by="link 1")
    assert log(store) == [("restored", "link 1"), ("published", "An")]
    assert [line.about for line in entries(store.database, 1)] == [store.head()]
    for statement in (update(tables.log).values(who="x"), delete(tables.log)):
        with pytest.raises((DBAPIError, StoreUnavailable)), store.database.writing() as connection:
            connection.execute(statement)
    assert len(log(store)) == 2


def test_a_link_keeps_the_pages_that_it_is_limited_to(store, links):
    link, token = links.make("viewer", 1, "An", pages=["town", "overview", "town"])
    held = links.holder(links.open(token)[1])
    assert link.pages == held.pages == links.every()[0].pages == ("overview", "town")
    assert held.limits.shows("town") and not held.limits.shows("urban")
    assert links.make("viewer", 1, "An")[0].limits == EVERYTHING
    for statement in (update(tables.link_pages).values(page="urban"), delete(tables.link_pages)):
        with pytest.raises((DBAPIError, StoreUnavailable)), store.database.writing() as connection:
            connection.execute(statement)


def test_every_role_and_state_has_its_words():
    for language in LANGUAGES:
        for key in "role_viewer role_contributor role_analyst is_good is_paused is_revoked is_expired".split():
            assert words(f"access.{key}", language, **({"until": "x"} if key == "is_good" else {}))
