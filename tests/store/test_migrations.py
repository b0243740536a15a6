"""The store's schema: the same from every earlier version, at once or not at all."""

import pytest
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import StatementError

from bs_metrics.snapshots import tables
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.database import Database
from bs_metrics.snapshots.tables import METADATA, STEPS, migrate
from tests.store.states import number_of, state, upload


@pytest.fixture
def database(address):
    """The database of a store, past the store."""
    opened = Database(address)
    yield opened
    opened.close()


def schema_of(database):
    """Every column with what may stand in it, every key and index."""
    with database.reading() as connection:
        found = inspect(connection)
        return {
            name: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
                found.get_pk_constraint(name)["constrained_columns"],
                sorted(str(key["constrained_columns"]) + key["referred_table"] for key in found.get_foreign_keys(name)),
                sorted(str(unique["column_names"]) for unique in found.get_unique_constraints(name)),
            )
            for name in found.get_table_names()
        }


def applied(database):
    with database.reading() as connection:
        return sorted(connection.scalars(select(tables.migrations.c.name)))


def test_a_store_of_the_first_version_keeps_what_it_has(address, database, opened, monkeypatch):
    monkeypatch.setattr(tables, "STEPS", STEPS[:1])
    record = opened(address).publish(state(7), expected=None, author="An", note="cũ", file=upload(7, 10))
    with database.writing() as connection:
        connection.execute(text("DROP TABLE remembered"))
    monkeypatch.undo()

    store = opened(address)
    assert applied(database) == sorted(STEPS) and set(schema_of(database)) == set(METADATA.tables)
    assert store.history() == [record] and store.file(record.id).content == upload(7, 10).content
    assert number_of(store.snapshot(record.id).tables) == 7
    after = store.publish(state(8), expected=record.id, author="An", note="mới")
    store.remember("shape", "{}", "An")
    assert store.head() == after.id and store.remembered("shape") == ["{}"]


def test_a_store_that_is_up_to_date_is_left_alone(database):
    migrate(database)
    before = schema_of(database), applied(database)
    migrate(database)
    assert (schema_of(database), applied(database)) == before


def test_what_fails_leaves_nothing_behind(database, monkeypatch):
    monkeypatch.setattr(tables, "STEPS", (*STEPS, object()))
    with pytest.raises((StatementError, StoreUnavailable)):
        migrate(database)
    assert schema_of(database) == {}
    monkeypatch.undo()
    migrate(database)
    assert applied(database) == sorted(STEPS)


def test_a_store_that_a_newer_version_changed_is_refused(address, database, opened):
    migrate(database)
    with database.writing() as connection:
        connection.execute(insert(tables.migrations).values(name="from_the_future"))
    with pytest.raises(StoreUnavailable) as refused:
        opened(address)
    assert refused.value.code == "newer" and "from_the_future" in refused.value.message("vi")
