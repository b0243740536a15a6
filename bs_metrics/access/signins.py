"""Who signed in and out: lines of the log, so a sign-in is good until its holder signs out, in whatever browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bs_metrics.snapshots import tables as stored
from bs_metrics.snapshots.log import logged, utc_now
from bs_metrics.snapshots.store import Store

_LOG = stored.log.c
FRESH = timedelta(hours=12)  # how long somebody who signed in may write


@dataclass(frozen=True)
class SignIn:
    """A sign-in that is good. `late` tells that it is too old for writing."""

    address: str
    time: datetime  # in UTC
    late: bool


class SignIns:
    """The sign-ins of a store. Every method raises StoreUnavailable as the store does.

    An id names one sign-in of an address. How old it is, the log tells: by this server's clock, not the provider's. One
    that was made long after now is late too, for a clock that was set back would let it last.
    """

    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._now = store.database, now

    def begin(self, address: str, id: str) -> None:
        """Note that somebody signed in."""
        with self._database.writing() as connection:
            logged(connection, "signed_in", address, address, detail=id, time=self._now())

    def end(self, address: str, id: str) -> None:
        """Note that somebody signed out, which ends every sign-in of the address; nothing where this one has ended."""
        with self._database.writing() as connection:
            if _begun(connection, address, id):
                logged(connection, "signed_out", address, address, detail=id, time=self._now())

    def good(self, address: str, id: str) -> SignIn | None:
        """A sign-in, None where it was never made or its holder signed out afterwards."""
        with self._database.reading() as connection:
            time = _begun(connection, address, id)
        return SignIn(address, time, late=abs(self._now() - time) >= FRESH) if time else None


def _begun(connection: Connection, address: str, id: str) -> datetime | None:
    """When a sign-in was made that has not ended."""
    ended = select(func.max(_LOG.number)).where(_LOG.about == address, _LOG.what == "signed_out")
    mine = select(_LOG.time).where(_LOG.about == address, _LOG.what == "signed_in", _LOG.detail == id)
    after = func.coalesce(ended.scalar_subquery(), 0)
    return connection.scalar(mine.where(_LOG.number > after))
