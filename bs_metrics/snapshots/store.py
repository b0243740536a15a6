"""The store of snapshots: a line of states of the data that only grows. Nothing in it is ever changed or deleted.

The head is the snapshot with the highest number. Publishing adds blobs, file and snapshot in one transaction, and only
on top of the head that its author has seen. What can be derived from the tables is never stored.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, exists, insert, select

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import with_shipped
from bs_metrics.measures.about import as_of_date
from bs_metrics.snapshots import tables as stored
from bs_metrics.snapshots.blobs import decoded, encoded, sha256
from bs_metrics.snapshots.database import Database
from bs_metrics.snapshots.log import logged
from bs_metrics.snapshots.records import HeadMoved, Origin, Record, StoredFile, UnknownSnapshot
from bs_metrics.snapshots.snapshot import Earlier, Snapshot, snapshot_of
from bs_metrics.snapshots.tables import add_contents, plain

_SNAPSHOTS = stored.snapshots.c
_DONE: dict[Origin, str] = {"folder": "imported", "upload": "published", "restore": "restored"}
_DATES = 11  # earlier as-of dates of a trend
_REMEMBERED = 5  # choices that are worth trying; files in which nothing is recognised share a shape


class Store:
    """The store at an address, brought up to date when it is opened. Threads may share it; processes open their own.

    Every method raises StoreUnavailable when the database does not answer, and UnknownSnapshot for an id that the
    store does not have.
    """

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        try:
            stored.migrate(self.database)
        except BaseException:
            self.database.close()
            raise

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def head(self) -> str | None:
        """The id of the current snapshot, None for an empty store."""
        with self.database.reading() as connection:
            last = _head(connection)
        return last.id if last else None

    def record(self, id: str) -> Record:
        """All about a snapshot but its tables."""
        with self.database.reading() as connection:
            return _record(connection, id)

    def history(self, limit: int | None = None, before: int | None = None) -> list[Record]:
        """Records, newest first: at most `limit`, only those with a number below `before`."""
        wanted = select(stored.snapshots).order_by(_SNAPSHOTS.number.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(_SNAPSHOTS.number < before)
        with self.database.reading() as connection:
            return [_as_record(row) for row in connection.execute(wanted)]

    def past_of(self, id: str) -> list[tuple[str, date]]:
        """The last snapshot of each of the last as-of dates before that of a snapshot, oldest first, with the date.

        None is newer than the snapshot, and none was undone.
        """
        (_, own), *before = self.line_of(id)
        last = dict[date, str]()
        for each, day in before:
            if day and (own is None or day < own):
                last.setdefault(day, each)
        return [(last[day], day) for day in sorted(last)[-_DATES:]]

    def line_of(self, id: str) -> list[tuple[str, date | None]]:
        """A snapshot and those that led to it, newest first, with their as-of dates.

        None was undone: what was published between a snapshot and its restoring is left out, and of both only the
        restored one is there, for they are one state.
        """
        own = self.record(id)
        columns = (_SNAPSHOTS.id, _SNAPSHOTS.number, _SNAPSHOTS.as_of, _SNAPSHOTS.restored_from)
        wanted = select(*columns).where(_SNAPSHOTS.number <= own.number).order_by(_SNAPSHOTS.number.desc())
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
        numbers, reached, again, line = {row.id: row.number for row in rows}, own.number, set[str](), []
        for row in rows:
            if row.number > reached:
                continue
            if row.restored_from is not None:
                reached = numbers.get(row.restored_from, reached)
                again.add(row.restored_from)
            if row.id not in again:
                line.append((row.id, row.as_of))
        return line

    def snapshot(self, id: str) -> Snapshot:
        """The tables of a snapshot and what follows from them."""
        named = stored.snapshot_tables
        wanted = select(named.c.name, stored.blobs).join_from(named, stored.blobs).where(named.c.snapshot == id)
        with self.database.reading() as connection:
            _record(connection, id)
            rows = connection.execute(wanted).all()
        contents = {row.name: self.whole(row) for row in rows}
        frames = {
            # A table that is newer in the contract than the snapshot has no rows there.
            name: decoded(name, contents[name]) if name in contents else empty_frame(table)
            for name, table in schema().tables.items()
        }
        return snapshot_of(Tables(with_shipped(frames), []), id)

    def seen(self, id: str) -> Snapshot:
        """The same with its past: what a reader sees who is not shown this snapshot alone."""
        earlier = [Earlier(one, day, partial(self.snapshot, one)) for one, day in self.past_of(id)]
        return replace(self.snapshot(id), earlier=tuple(earlier))

    def file(self, id: str) -> StoredFile | None:
        """The file that a snapshot was uploaded as, None where it came another way."""
        with self.database.reading() as connection:
            record = _record(connection, id)
            if record.file_name is None:
                return None
            row = connection.execute(select(stored.files).where(stored.files.c.sha256 == record.file_sha256)).one()
        return StoredFile(record.file_name, self.whole(row))

    def publish(
        self,
        tables: Tables,
        *,
        expected: str | None,
        author: str,
        note: str,
        file: StoredFile | None = None,
        origin: Origin = "upload",
        source_id: str | None = None,
        by: str = "",
        also: Callable[[Connection, Record], None] | None = None,
    ) -> Record:
        """Add a snapshot of these tables on top of the head `expected` (None: an empty store).

        The log names its author, or `by`, who is known to the server otherwise than by the name that was typed.
        `also` writes what belongs to it in the same transaction; what it raises leaves nothing written.
        Raises HeadMoved, with nothing written, when the head is another one by now.
        """
        blobs = {name: encoded(name, tables[name]) for name in schema().tables}
        names = {name: sha256(content) for name, content in blobs.items()}
        named = {"file_name": plain(file.name), "file_sha256": file.sha256} if file else {}
        with self.database.writing() as connection:
            add_contents(connection, stored.blobs, {names[name]: content for name, content in blobs.items()})
            if file:
                add_contents(connection, stored.files, {file.sha256: file.content})
            said = {"author": plain(author), "note": plain(note), "as_of": as_of_date(tables), "origin": origin}
            record = _added(connection, expected, names, by, **said, source_id=source_id, **named)
            if also:
                also(connection, record)
        return record

    def restore(self, id: str, *, expected: str | None, author: str, note: str, by: str = "") -> Record:
        """Publish the tables of an old snapshot again, as a new one, as `publish` does."""
        columns = stored.snapshot_tables.c
        with self.database.writing() as connection:
            old = _record(connection, id)
            rows = connection.execute(select(columns.name, columns.blob).where(columns.snapshot == id))
            names = {row.name: row.blob for row in rows}
            said = {"author": plain(author), "note": plain(note), "as_of": old.as_of, "origin": "restore"}
            return _added(connection, expected, names, by, **said, restored_from=id)

    def last_import(self) -> Record | None:
        """The newest snapshot that was imported from the folder of workbooks."""
        wanted = select(stored.snapshots).where(_SNAPSHOTS.origin == "folder")
        with self.database.reading() as connection:
            row = connection.execute(wanted.order_by(_SNAPSHOTS.number.desc()).limit(1)).one_or_none()
        return _as_record(row) if row else None

    def has_only_imports(self) -> bool:
        """Whether nobody has published or restored anything yet."""
        with self.database.reading() as connection:
            return not connection.scalar(select(exists().where(_SNAPSHOTS.origin != "folder")))

    def remember(self, shape: str, choices: str, author: str) -> None:
        """Keep what an analyst chose for files of a shape."""
        row = {"shape": shape, "choices": choices, "author": plain(author), "time": datetime.now(UTC)}
        with self.database.writing() as connection:
            connection.execute(insert(stored.remembered).values(row))

    def remembered(self, shape: str) -> list[str]:
        """What was chosen for the last files of a shape, the newest first."""
        columns = stored.remembered.c
        wanted = select(columns.choices).where(columns.shape == shape).order_by(columns.number.desc())
        with self.database.reading() as connection:
            return list(connection.scalars(wanted.limit(_REMEMBERED)))

    def whole(self, row: Row[Any]) -> bytes:
        """The content of a row, once it has proved to be what its name says."""
        content = bytes(row.content)
        if sha256(content) != row.sha256:
            raise self.database.unavailable("damaged", row.sha256)
        return content


def _head(connection: Connection) -> Row[Any, Any] | None:
    wanted = select(_SNAPSHOTS.id, _SNAPSHOTS.number).order_by(_SNAPSHOTS.number.desc()).limit(1)
    return connection.execute(wanted).one_or_none()


def _record(connection: Connection, id: str) -> Record:
    row = connection.execute(select(stored.snapshots).where(_SNAPSHOTS.id == plain(id))).one_or_none()
    if row is None:
        raise UnknownSnapshot(id)
    return _as_record(row)


def _as_record(row: Row[Any]) -> Record:
    return Record(**row._mapping)


def _added(connection: Connection, expected: str | None, names: dict[str, str], by: str, **given: Any) -> Record:
    """The snapshot of some blobs that comes after `expected`, added; `given` is what only its author knows of it.

    Raises HeadMoved: then the transaction is rolled back.
    """
    last = _head(connection)
    head = last.id if last else None
    if head != expected:
        raise HeadMoved(head)
    record = Record(secrets.token_hex(6), last.number + 1 if last else 1, head, datetime.now(UTC), **given)
    connection.execute(insert(stored.snapshots).values(vars(record)))
    rows = [{"snapshot": record.id, "name": name, "blob": blob} for name, blob in names.items()]
    connection.execute(insert(stored.snapshot_tables), rows)
    logged(connection, _DONE[record.origin], by or record.author, record.id)
    return record
