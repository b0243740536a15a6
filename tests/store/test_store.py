"""What the store promises, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bs_metrics.access.links import Links
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import with_shipped
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.database import parsed
from bs_metrics.snapshots.records import HeadMoved, StoredFile, UnknownSnapshot
from bs_metrics.snapshots.submissions import Submissions, Taken
from bs_metrics.snapshots.tables import METADATA
from bs_metrics.words import LANGUAGES
from tests.store.conftest import problem_of
from tests.store.states import EMPTY, frame, number_of, state, upload


def published(store, number, **more):
    """State `number`, published on the head there is."""
    return store.publish(state(number), expected=store.head(), author="An", note=f"lần {number}", **more)


def rows(address, statement):
    """What a statement answers, asked past the store; what it writes is kept."""
    engine = create_engine(parsed(address))
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(statement))
            return answer.all() if answer.returns_rows else []
    finally:
        engine.dispose()


def test_an_empty_store_has_no_head_and_no_history(store):
    assert store.head() is None and store.history() == [] and store.last_import() is None
    assert store.has_only_imports()


def test_what_is_published_is_the_head_and_is_read_back(store):
    before = datetime.now(UTC)
    record = published(store, 1, file=upload(1, 10))
    assert store.head() == record.id and store.record(record.id) == record
    assert (record.number, record.parent, record.author, record.note) == (1, None, "An", "lần 1")
    assert (record.origin, record.restored_from, record.source_id) == ("upload", None, None)
    assert before <= record.time <= before + timedelta(minutes=5)
    snapshot = store.snapshot(record.id)
    assert snapshot.id == record.id and snapshot.tables.findings == []
    for name, expected in with_shipped(state(1).frames).items():
        pd.testing.assert_frame_equal(snapshot.tables[name], expected)


def test_the_shipped_data_have_the_same_ratios_from_the_store(store, shipped):
    record = store.publish(shipped.tables, expected=None, author="", note="")
    snapshot = store.snapshot(record.id)
    assert snapshot.as_of == shipped.as_of == record.as_of == date(2024, 8, 1)
    assert {id: ratio.headline for id, ratio in snapshot.ratios.items()} == {
        id: ratio.headline for id, ratio in shipped.ratios.items()
    }


def test_the_history_is_a_line_newest_first(store):
    records = [published(store, number) for number in range(1, 6)]
    assert store.history() == records[::-1]
    assert [record.parent for record in records] == [None, *(record.id for record in records[:-1])]
    assert [record.number for record in store.history(limit=2)] == [5, 4]
    assert [record.number for record in store.history(limit=2, before=4)] == [3, 2]
    assert [number_of(store.snapshot(record.id).tables) for record in records] == [1, 2, 3, 4, 5]


def test_a_head_that_moved_is_told_and_nothing_is_written(store, address):
    first = published(store, 1)
    second = published(store, 2)
    for expected in (None, first.id, "no such"):
        told = {"expected": expected, "author": "B", "note": ""}
        moved = problem_of(HeadMoved, store.publish, state(3), file=upload(3), **told)
        assert moved.head == second.id
        assert all(second.id in moved.message(language) for language in LANGUAGES)
        problem_of(HeadMoved, store.restore, first.id, **told)
    assert store.head() == second.id and len(store.history()) == 2
    assert rows(address, "SELECT * FROM files") == []
    assert len(rows(address, "SELECT * FROM blobs")) == len(EMPTY) + 1  # every table, and a second state of one


def test_restoring_publishes_the_old_tables_again(store, address):
    old = published(store, 1, file=upload(1, 10))
    published(store, 2)
    blobs = rows(address, "SELECT count(*) FROM blobs")
    record = store.restore(old.id, expected=store.head(), author="Bình", note="nhầm tệp")
    assert (record.number, record.origin, record.restored_from) == (3, "restore", old.id)
    assert (record.author, record.note, record.as_of) == ("Bình", "nhầm tệp", old.as_of)
    assert store.head() == record.id != old.id
    assert number_of(store.snapshot(record.id).tables) == 1
    assert store.file(record.id) is None
    assert rows(address, "SELECT count(*) FROM blobs") == blobs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), content=st.binary())
def test_a_file_comes_back_byte_for_byte(store, name, content):
    record = published(store, 1, file=StoredFile(name, content))
    back = store.file(record.id)
    assert (back.name, back.content) == (name, content)
    assert record.file_sha256 == back.sha256 == sha256(content)


def test_a_file_uploaded_twice_is_stored_once_under_both_names(store, address):
    one, two = (published(store, 1, file=StoredFile(name, b"same")) for name in ("a.xlsx", "b.xlsx"))
    assert [store.file(record.id).name for record in (one, two)] == ["a.xlsx", "b.xlsx"]
    assert len(rows(address, "SELECT * FROM files")) == 1


def test_tables_that_did_not_change_are_stored_once(store, address):
    published(store, 1)
    published(store, 2)
    published(store, 1)
    assert len(rows(address, "SELECT * FROM snapshot_tables")) == 3 * len(EMPTY)
    # All empty tables differ in their columns, and the one that changes has two states.
    assert len(rows(address, "SELECT * FROM blobs")) == len(EMPTY) + 1


def test_a_snapshot_without_an_upload_has_no_file(store):
    assert store.file(published(store, 1).id) is None


def test_an_unknown_snapshot_is_told(store):
    published(store, 1)
    asked = [store.record, store.snapshot, store.file]
    asked.append(lambda id: store.restore(id, expected=store.head(), author="", note=""))
    for ask in asked:
        unknown = problem_of(UnknownSnapshot, ask, "abc")
        assert all("abc" in unknown.message(language) for language in LANGUAGES)
    assert len(store.history()) == 1


def fill(store):
    """Put something into every table."""
    published(store, 1, file=upload(1, 10))
    store.remember("shape", "{}", "An")
    Links(store, "a secret of the tests").make("viewer", 1, "An", pages=["data"])
    Submissions(store).hand_in(upload(2, 10), Taken("{}", ()), author="An", note="x")


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_nothing_is_ever_changed_or_deleted(store, address, table):
    fill(store)
    column = next(iter(METADATA.tables[table].c)).name
    before = rows(address, f"SELECT * FROM {table}")
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="the store only grows"):
            rows(address, statement)
    assert before and rows(address, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_nothing_is_replaced(opened, tmp_path, table):
    """A word of SQLite's own, which goes past its triggers unless they are told to look."""
    store = opened(f"sqlite:///{tmp_path / 'store.sqlite'}")
    fill(store)
    with pytest.raises(DBAPIError, match="the store only grows"), store.database.writing() as connection:
        connection.execute(text(f"REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("number, parent", [(1, "NULL"), (2, "'{first}'"), (3, "'{first}'"), (3, "NULL"), (2, "'x'")])
def test_the_database_itself_keeps_the_history_a_line(store, address, number, parent):
    first = published(store, 1)
    published(store, 2)
    row = f"('z', {number}, {parent.format(first=first.id)}, '2026-01-01 00:00:00', '', '', 'upload')"
    with pytest.raises(IntegrityError):
        rows(address, f"INSERT INTO snapshots (id, number, parent, time, author, note, origin) VALUES {row}")
    assert len(store.history()) == 2


def test_a_blob_that_is_damaged_is_told_instead_of_shown(store, address):
    record = published(store, 1)
    content = "'\\x00'::bytea" if address.startswith("postgres") else "x'00'"
    # What no program of ours can do to a blob: another content under the same name.
    name = "f" * 64
    rows(address, f"INSERT INTO blobs (sha256, content) VALUES ('{name}', {content})")
    rows(address, f"INSERT INTO snapshot_tables (snapshot, name, blob) VALUES ('{record.id}', 'bad', '{name}')")
    assert name in problem_of(StoreUnavailable, store.snapshot, record.id).message("vi")


def test_a_table_that_is_new_in_the_contract_is_empty_in_an_old_snapshot(store, monkeypatch):
    from bs_metrics.contract.schema import schema
    from bs_metrics.snapshots import store as module

    tables = {name: table for name, table in schema().tables.items() if name != "dossiers"}
    older = replace(schema(), tables=tables)
    monkeypatch.setattr(module, "schema", lambda: older)
    record = published(store, 1)
    monkeypatch.undo()
    pd.testing.assert_frame_equal(store.snapshot(record.id).tables["dossiers"], EMPTY["dossiers"])


def test_author_and_note_may_hold_anything(store):
    said = "Nguyễn <b>'; DROP TABLE snapshots; --\n\t😀"
    record = store.publish(state(1), expected=None, author=said, note=said)
    assert (store.record(record.id).author, store.record(record.id).note) == (said, said)
    record = store.publish(state(1), expected=record.id, author="a\0b", note="c\ud800d", file=StoredFile("e\0", b""))
    back = store.record(record.id)
    assert back == record and (back.author, back.note, back.file_name) == ("a\ufffdb", "c?d", "e\ufffd")


def test_the_as_of_date_is_that_of_the_tables(store):
    about = frame("about", [{"key": "as_of", "value": "30/9/2024", "source": "báo cáo"}])
    record = store.publish(Tables(EMPTY | {"about": about}, []), expected=None, author="", note="")
    assert record.as_of == store.record(record.id).as_of == store.snapshot(record.id).as_of == date(2024, 9, 30)


def test_the_newest_choice_for_a_shape_counts(store, address):
    assert store.remembered("shape") == []
    for choices in ('{"a": 1}', '{"a": 2}'):
        store.remember("shape", choices, "An")
    store.remember("other", "{}", "An")
    assert store.remembered("shape") == ['{"a": 2}', '{"a": 1}'] and store.remembered("other") == ["{}"]
    assert len(rows(address, "SELECT * FROM remembered")) == 3


def test_two_stores_at_one_address_see_the_same_head(store, address, opened):
    other = opened(address)
    record = published(store, 1)
    assert other.head() == record.id
    problem_of(HeadMoved, other.publish, state(2), expected=None, author="", note="")


def test_each_earlier_as_of_date_is_told_by_its_last_snapshot_that_was_not_undone(store):
    head, records = None, []
    for number, day in enumerate(("30/9/2024", "31/12/2024", None, "30/9/2024", "31/3/2025"), start=1):
        about = frame("about", [{"key": "as_of", "value": day, "source": str(number)}] if day else [])
        records.append(store.publish(Tables(EMPTY | {"about": about}, []), expected=head, author="", note=""))
        head = records[-1].id
    ids = [record.id for record in records]

    def past(id):
        return [one for one, _ in store.past_of(id)]

    assert past(ids[4]) == [ids[3], ids[1]] and past(ids[3]) == []
    assert past(ids[2]) == [ids[0], ids[1]]
    undoing = store.restore(ids[1], expected=head, author="", note="")
    assert past(undoing.id) == [ids[0]], "what was published in between is undone"
    assert [one for one, _ in store.line_of(undoing.id)] == [undoing.id, ids[0]]
    assert [one.id for one in store.seen(ids[4]).dated] == [ids[3], ids[1], ids[4]]
