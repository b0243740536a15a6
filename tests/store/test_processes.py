"""Publishers that are killed, and publishers that race: the history stays a line of whole snapshots."""

import os
import random
import time
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.database import Database, parsed
from tests.store.racing import MANY
from tests.store.states import number_of, state, upload
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor kill -9")
KILLS = {"sqlite": 16, "postgresql": 6}
LONGEST = 0.03  # seconds until a kill, about what two publications take


class Past:
    """The database, asked past the store."""

    def __init__(self, address):
        self.engine = create_engine(parsed(address))

    def rows(self, statement):
        with self.engine.connect() as connection:
            return connection.execute(text(statement)).all()

    def assert_a_line(self):
        """Numbers without a gap, each snapshot on the one before, with all its tables and its file and nothing else."""
        line = self.rows("SELECT id, number, parent, file_sha256 FROM snapshots ORDER BY number")
        assert [row.number for row in line] == [*range(1, len(line) + 1)]
        assert [row.parent for row in line] == [None, *(row.id for row in line)][: len(line)]
        tables = dict(self.rows("SELECT snapshot, count(*) FROM snapshot_tables GROUP BY snapshot"))
        assert set(tables) == {row.id for row in line} and len(set(tables.values())) <= 1
        held = {name for (name,) in self.rows("SELECT sha256 FROM files")}
        assert held == {row.file_sha256 for row in line}
        used = self.rows("SELECT DISTINCT blob FROM snapshot_tables ORDER BY blob")
        assert used == self.rows("SELECT sha256 FROM blobs ORDER BY sha256")

    def assert_hashes_match(self):
        for table in ("blobs", "files"):
            assert all(sha256(bytes(row.content)) == row.sha256 for row in self.rows(f"SELECT * FROM {table}")), table


@pytest.fixture
def past(address):
    asked = Past(address)
    yield asked
    asked.engine.dispose()


def assert_whole(store, record):
    """The snapshot has the tables and the file that belong to its number."""
    assert number_of(store.snapshot(record.id).tables) == record.number
    assert store.file(record.id) == upload(record.number)


def test_a_publisher_that_is_killed_leaves_the_old_snapshot_or_the_new_one(address, opened, publishers, past):
    chance = random.Random(2024)
    store, database = opened(address), Database(address)
    kills = KILLS[database.kind]
    journal = Path(str(parsed(address).database) + "-journal")
    before = known = len(store.history())
    torn = 0
    for kill in range(kills):
        # Without a report it is killed while it opens the store or publishes for the first time.
        reports, moment = chance.randint(0, 1), partial(time.sleep, chance.uniform(0, LONGEST))
        if database.kind == "sqlite" and kill % 2:  # in the middle of writing, on however slow a machine
            moment = partial(wait_until, journal.exists, every=0)
        said = publishers.killed(moment, reports, do="publish", url=address)
        torn += journal.exists()
        with database.writing():  # PostgreSQL may be carrying out the last order of the dead
            pass
        new = store.history()[: -known or None][::-1]
        reported = [line["published"] for line in said]
        # All that was reported is there, in order, and at most one more that could not report any more.
        assert [record.id for record in new][: len(reported)] == reported
        assert len(new) - len(reported) in (0, 1)
        for record in new[-1:]:
            assert_whole(store, record)
        known += len(new)
        past.assert_a_line()
    past.assert_hashes_match()
    database.close()
    assert known > before, "nobody came to publish"
    assert torn or database.kind == "postgresql", "no kill has hit SQLite while it wrote"


def test_who_is_killed_while_opening_a_new_store_leaves_one_that_opens(new_address, publishers, opened):
    for turn in range(8):
        address = new_address()
        publishers.killed(partial(time.sleep, turn * 0.006), do="open", url=address)
        store = opened(address)
        assert store.head() is None and store.remembered("x") == []


@pytest.mark.parametrize("already", [0, 1])
def test_of_many_who_publish_at_once_one_wins_and_the_others_are_told(address, opened, publishers, past, already):
    head = None
    if already:  # otherwise all find a store that is not there yet
        head = opened(address).publish(state(99), expected=None, author="", note="", file=upload(99)).id
    publishers.order(do="race", url=address, processes=MANY, expected=head, again=False)
    said = publishers.heard_until_the_end()
    store = opened(address)
    winners = [line for line in said if "published" in line]
    losers = [line for line in said if "moved" in line]
    assert len(winners) == 1 and len(losers) == MANY - 1
    assert {line["head"] for line in losers} == {winners[0]["published"]} == {store.head()}
    assert store.file(store.head()) == upload(winners[0]["number"])
    assert len(store.history()) == len(past.rows("SELECT * FROM files")) == already + 1
    past.assert_a_line()


def test_nobodys_file_is_lost_when_many_publish_until_they_succeed(address, opened, publishers, past):
    publishers.order(do="race", url=address, processes=MANY, expected=None, again=True)
    said = publishers.heard_until_the_end()
    store = opened(address)
    history = store.history()
    assert {record.id: int(record.author) for record in history} == {
        line["published"]: line["number"] for line in said if "published" in line
    }
    assert sorted(int(record.author) for record in history) == [*range(1, MANY + 1)]
    for record in history:
        assert store.file(record.id) == upload(int(record.author))
        assert number_of(store.snapshot(record.id).tables) == int(record.author)
    past.assert_a_line()
    past.assert_hashes_match()
    ids = {record.id for record in history}
    assert all(line["head"] in ids for line in said if "moved" in line)
