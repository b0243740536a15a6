"""The store's schema: the same from every earlier version, step by step or not at all."""

import pytest
from sqlalchemy import inspect, select

from bs_metrics.snapshots import migrations, tables
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.database import Database
from bs_metrics.snapshots.migrations import STEPS, migrate
from tests.store.states import TABLES, number_of, state, upload


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
        return list(connection.scalars(select(tables.migrations.c.name).order_by(tables.migrations.c.time)))


@pytest.mark.parametrize("version", range(len(STEPS) + 1))
def test_a_store_of_every_earlier_version_keeps_what_it_has(address, database, opened, monkeypatch, version):
    monkeypatch.setattr(migrations, "STEPS", STEPS[:version])
    record = None
    if version:
        record = opened(address).publish(state(7), expected=None, author="An", note="cũ", file=upload(7, 10))
    else:
        migrate(database)
    monkeypatch.undo()

    store = opened(address)
    assert applied(database) == [step.__name__ for step in STEPS]
    if record:
        assert store.history() == [record] and store.file(record.id).content == upload(7, 10).content
        assert number_of(store.snapshot(record.id).tables) == 7
    after = store.publish(state(8), expected=record and record.id, author="An", note="mới")
    store.remember("shape", "{}", "An")
    assert store.head() == after.id and store.remembered("shape") == ["{}"]


def test_the_steps_make_the_tables_and_columns_that_queries_name(database):
    migrate(database)
    made = {name: [column for column, *_ in columns] for name, (columns, *_) in schema_of(database).items()}
    assert made == {name: [column.name for column in table.c] for name, table in TABLES.items()}


def test_a_store_that_is_up_to_date_is_left_alone(database):
    migrate(database)
    before = schema_of(database), applied(database)
    migrate(database)
    assert (schema_of(database), applied(database)) == before


def test_a_step_that_fails_leaves_nothing_behind(database):
    def broken(connection):
        connection.exec_driver_sql("CREATE TABLE half (number INTEGER)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(database, [*STEPS, broken])
    assert set(schema_of(database)) == set(TABLES)
    assert applied(database) == [step.__name__ for step in STEPS]
    migrate(database)


def test_a_store_that_a_newer_version_changed_is_refused(address, database, opened):
    def from_the_future(connection):
        connection.exec_driver_sql("CREATE TABLE future (number INTEGER)")

    migrate(database, [*STEPS, from_the_future])
    with pytest.raises(StoreUnavailable) as refused:
        opened(address)
    assert refused.value.code == "newer" and "from_the_future" in refused.value.message("vi")
