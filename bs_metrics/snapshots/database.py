"""Transactions on the store's database, the same on SQLite and PostgreSQL.

Writers stand in line: SQLite's `BEGIN IMMEDIATE`, an advisory lock on PostgreSQL. So what a writer has read stays true
until it commits. SQLite keeps its rollback journal: the store is one file, which also works on a network share, and
a killed writer's half transaction is rolled back by the next one who opens it. Publishing is rare and short, so
readers seldom wait for it.
"""

import os
import select
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, TimeoutError

from bs_metrics.snapshots.address import StoreUnavailable

WAIT_SECONDS = 30  # for a writer before us; twenty at once take about a second
_CONNECT_SECONDS = 3  # for a server to let one in, or to say anything to one who reads, and
_ASK_SECONDS = 1  # for a used connection to answer, or a cancellation: together less than the 5 that a reader waits
_WAITS = {  # of the driver, unless the address says otherwise: the others notice a machine that is gone in the midst
    **{"connect_timeout": _CONNECT_SECONDS, "tcp_user_timeout": 4000},
    **{"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2},
}
_REST_SECONDS = 5  # for which nobody asks a server again that did not answer: a page asks a dozen times
_LOCK = 0x62735F6D  # any number; the same for all who write to this store
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}

_silent: dict[str, float] = {}  # until when nobody asks, by the address of a server that did not answer


class Database:
    """The database at an address. Raises StoreUnavailable for all that goes wrong with it."""

    def __init__(self, url: str) -> None:
        self._url = parsed(url)
        self.kind = self._url.get_backend_name()
        self._file: tuple[int, int] | None = None  # which file SQLite has opened
        self._engine = self._connected()

    def _connected(self) -> Engine:
        if self.kind == "postgresql":
            # A connection that the server has closed meanwhile (a restart) is replaced, not an error.
            # A writer reads the head once it has its turn; another setting of the server would show it an older one.
            engine = create_engine(self._url, pool_pre_ping=True, isolation_level="READ COMMITTED")
            engine.dialect.do_ping = _answers  # type: ignore[method-assign, assignment]  # SQLAlchemy's own waits for ever
            event.listen(engine, "do_connect", self._let_in)
            event.listen(engine, "begin", _be_patient)
            return engine
        engine = create_engine(self._url, connect_args={"timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "connect", self._note_file)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one transaction that writes: others wait for its end. It is rolled back when the block raises.

        Where a server goes away while it is asked to commit, nobody can tell whether it did: the code is `unsure`.
        """
        commits = False
        try:
            with self._errors(), self._engine.execution_options(writes=True).begin() as connection:
                if self.kind == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
                commits = self.kind == "postgresql"
        except StoreUnavailable as problem:
            raise self.unavailable("unsure", problem.detail) if commits else problem from None

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def unavailable(self, code: str, detail: str = "") -> StoreUnavailable:
        """The exception for a reason."""
        for secret in _secrets(self._url):
            detail = detail.replace(secret, "***")
        return StoreUnavailable(_shown(self._url), code, detail)

    def _let_in(self, dialect: Dialect, _record: object, given: Any, named: Any) -> Any:
        if monotonic() < _silent.get(str(self._url), 0):
            raise self.unavailable("silent")
        connection: Any = dialect.connect(*given, **_WAITS | named)
        connection.writes = False
        wait = connection.wait
        connection.wait = lambda steps, *more, **other: wait(_in_time(connection, steps), *more, **other)
        return connection

    def _note_file(self, *_: object) -> None:
        self._file = self._file or self._file_now()

    def _file_now(self) -> tuple[int, int] | None:
        try:
            file = os.stat(self._url.database or "")
        except OSError:
            return None
        return file.st_dev, file.st_ino

    @contextmanager
    def _errors(self) -> Iterator[None]:
        # SQLite goes on with a file that was deleted or replaced meanwhile: what it reads there is out of date.
        if self._file and self._file_now() != self._file:
            raise self.unavailable("moved")
        try:
            yield
        except IntegrityError:
            raise  # the store's own rules, not its state
        except (DBAPIError, TimeoutError, UnicodeEncodeError) as error:
            detail = " ".join(str(getattr(error, "orig", error)).split())
            if isinstance(getattr(error, "orig", error), _given_up()):
                _silent[str(self._url)] = monotonic() + _REST_SECONDS
                raise self.unavailable("silent", detail) from None
            # The second: every connection stayed in use. The third: bytes of a command line that are no letters.
            raise self.unavailable("driver", detail) from None  # the cause's text may quote the address


def _answers(connection: Any) -> bool:
    """Whether a connection of PostgreSQL's driver does within `_ASK_SECONDS`: one whose other end is stuck is open."""
    raw, until = connection.pgconn, monotonic() + _ASK_SECONDS
    raw.send_query(b"")
    raw.flush()
    while raw.is_busy():
        if not select.select([raw.socket], [], [], max(until - monotonic(), 0))[0]:
            return False
        raw.consume_input()
    while raw.get_result():
        pass
    return True


def _be_patient(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.writes = connection.get_execution_options().get("writes", False)


def _in_time(connection: Any, steps: Any) -> Generator[Any, Any, Any]:
    """What PostgreSQL's driver does on a connection, given up once the other end has been silent for too long.

    A server that is stuck itself heeds no setting of its own. A writer waits in line, and for the disk. The statement
    is cancelled: while it waits for a lock, the server does not see who has left.
    """
    heard = monotonic()
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted  # nothing after each tenth of a second in which nothing came
            if ready:
                heard = monotonic()
            elif monotonic() - heard > (patience := _CONNECT_SECONDS + WAIT_SECONDS * connection.writes):
                with suppress(connection.Error):
                    connection.cancel_safe(timeout=_ASK_SECONDS)
                connection.close()
                raise _given_up()[0](f"no answer within {patience} s")
            wanted = steps.send(ready)
    except StopIteration as end:
        return end.value


def _given_up() -> tuple[type[Exception], ...]:
    """What the driver of PostgreSQL raises where nobody answers; loaded only where it is used."""
    loaded = sys.modules.get("psycopg.errors")
    return (loaded.ConnectionTimeout,) if loaded else ()


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise commit before CREATE TABLE
    connection.cursor().execute("PRAGMA foreign_keys = ON")
    connection.cursor().execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes a row past what refuses it


def _begin_sqlite(connection: Connection) -> None:
    # A reader that becomes a writer may find that another has written since; a writer says so from the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def parsed(url: str) -> URL:
    """The address with the driver that this project uses. Raises StoreUnavailable."""
    scheme = url.partition(":")[0]
    kind = scheme.partition("+")[0]
    if kind not in _DRIVERS or "://" not in url:
        raise StoreUnavailable("…", "kind")  # what stands there may be anything, a password among it
    try:
        address = make_url(url).set(drivername=_DRIVERS[kind])
    except (ArgumentError, ValueError):  # their text repeats parts of the address, a password among them
        raise StoreUnavailable(f"{kind}://…", "address") from None
    if kind != "sqlite":
        return address
    if not address.database:
        raise StoreUnavailable(_shown(address), "address")
    return address.set(query={})


def _shown(url: URL) -> str:
    """The address for a message: without the password and without options, which may hold one."""
    return url.set(password=None, query={}).render_as_string()


def _secrets(url: URL) -> list[str]:
    """What of an address may appear in no message, longest first."""
    hidden = {str(url.password or "")}
    for name, value in url.query.items():
        if "password" in name:
            hidden.update([value] if isinstance(value, str) else value)
    return sorted(hidden - {""}, key=len, reverse=True)
