"""The log of what was done with a store: a line is written in the transaction that it speaks of, and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from functools import partial

from sqlalchemy import Connection, insert, select

from bs_metrics.snapshots.database import Database
from bs_metrics.snapshots.tables import log

utc_now = partial(datetime.now, UTC)
KINDS = (
    "imported",
    "published",
    "restored",
    "handed_in",
    "accepted",
    "returned",
    "link_made",
    "link_opened",
    "link_used",
    "link_paused",
    "link_resumed",
    "link_revoked",
    "signed_in",
    "signed_out",
    "exported",
)


@dataclass(frozen=True)
class Entry:
    """One line: when (UTC), who, what, and about which snapshot, link, submission, address or file."""

    number: int
    time: datetime
    who: str
    what: str
    about: str


def logged(
    connection: Connection, what: str, who: str, about: str, detail: str = "", time: datetime | None = None
) -> None:
    """Add a line in a transaction that writes."""
    assert what in KINDS, what
    row = {"time": time or utc_now(), "who": who, "what": what, "about": about, "detail": detail}
    connection.execute(insert(log).values(row))


def entries(
    database: Database,
    limit: int,
    kinds: Iterable[str] = KINDS,
    who: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Entry]:
    """The last lines of some kinds, the newest first: of somebody, from one day to another, both included, in UTC.

    Raises StoreUnavailable.
    """
    columns = (log.c.number, log.c.time, log.c.who, log.c.what, log.c.about)
    wanted = select(*columns).where(log.c.what.in_(list(kinds))).order_by(log.c.number.desc()).limit(limit)
    if who is not None:
        wanted = wanted.where(log.c.who == who)
    if since is not None:
        wanted = wanted.where(log.c.time >= datetime.combine(since, time_of_day.min, UTC))
    if until is not None:
        wanted = wanted.where(log.c.time <= datetime.combine(until, time_of_day.max, UTC))
    with database.reading() as connection:
        return [Entry(*row) for row in connection.execute(wanted)]


def people(database: Database) -> list[str]:
    """Everybody whom the log names, in order. Raises StoreUnavailable."""
    with database.reading() as connection:
        return list(connection.scalars(select(log.c.who).distinct().order_by(log.c.who)))
