"""Links for those without an account: made once, opened in a browser, which then keeps a cookie instead of the secret.

The store has hashes only. A link and what became of it are rows that nobody changes: its state follows from the log.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection, func, insert, select

from bs_metrics.access.limits import Limits
from bs_metrics.access.roles import INVITED, Role
from bs_metrics.snapshots import tables as stored
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.log import logged, utc_now
from bs_metrics.snapshots.store import Store
from bs_metrics.words import Problem

_LINKS, _LOG = stored.links.c, stored.log.c
_STATES = ("link_paused", "link_resumed", "link_revoked")
_USED_EVERY = timedelta(hours=1)  # how often it is noted that a link is in use
_OPENED_A_DAY = 1000  # browsers in which a link opens within a day
MOST_DAYS = 366
_HELD = ("viewer",)  # roles of a link for one snapshot: who hands in or publishes sees what it changes
_LIMITED = ("viewer", "contributor")  # and of one for some pages


class LinkRefused(Problem):
    """A link that opens nothing; the key says why."""


@dataclass(frozen=True)
class Link:
    """A link as an admin sees it. Times are in UTC."""

    id: str
    role: Role
    snapshot: str | None  # shown whatever is published later
    note: str
    made_by: str
    made: datetime
    until: datetime
    state: str = ""  # the last of `_STATES`, empty before any
    opened: int = 0  # in how many browsers
    used: datetime | None = None
    pages: tuple[str, ...] = ()  # the addresses that it is limited to; none: it is not

    @property
    def paused(self) -> bool:
        """Whether it waits to be resumed."""
        return self.state == "link_paused"

    def ended(self, now: datetime) -> bool:
        """Whether it is revoked or expired at a moment."""
        return self.refusal(now) in ("revoked", "expired")

    @property
    def limits(self) -> Limits:
        """What its holder sees."""
        return Limits(frozenset(self.pages) or None, self.snapshot or "")

    @property
    def code(self) -> str:
        """The role as it is written."""
        return next(code for code, role in INVITED.items() if role == self.role)

    def refusal(self, now: datetime) -> str:
        """Why it is not good at a moment: revoked, expired, paused; empty while it is."""
        if self.state == "link_revoked":
            return "revoked"
        if now >= self.until:
            return "expired"
        return "paused" if self.state == "link_paused" else ""


class Links:
    """The links of a store, signed with a secret. Every method raises StoreUnavailable as the store does."""

    def __init__(self, store: Store, secret: str, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._database, self._now = store, store.database, now
        if not secret:
            raise Problem("access.no_secret")
        self._for_link, self._for_browser = (URLSafeSerializer(secret, salt=salt) for salt in ("link", "browser"))

    def make(
        self,
        role: str,
        days: int,
        by: str,
        note: str = "",
        snapshot: str | None = None,
        pages: Sequence[str] = (),
    ) -> tuple[Link, str]:
        """A new link, and the token that opens it: the store cannot tell it again.

        Raises Problem for a role that no link gives, one that goes beyond the limits given with it, days outside 1 to
        366, UnknownSnapshot.
        """
        if role not in INVITED:
            raise Problem("access.bad_role", written=role, known=", ".join(INVITED))
        if (snapshot and role not in _HELD) or (pages and role not in _LIMITED):
            raise Problem("access.limited_role")
        if not 1 <= days <= MOST_DAYS:
            raise Problem("access.bad_days", most=MOST_DAYS)
        if snapshot:
            self._store.record(snapshot)
        key, now = secrets.token_urlsafe(24), self._now()
        about = (INVITED[role], snapshot, note, by, now, now + timedelta(days=days))
        link = Link(secrets.token_hex(5), *about, pages=tuple(sorted(set(pages))))
        row = {name: getattr(link, name) for name in ("id", "snapshot", "note", "made_by", "made", "until")}
        with self._database.writing() as connection:
            connection.execute(insert(stored.links).values(**row, role=role, sha256=_hash(key)))
            if link.pages:
                limits = [{"link": link.id, "page": page} for page in link.pages]
                connection.execute(insert(stored.link_pages), limits)
            logged(connection, "link_made", by, link.id, detail=role, time=now)
        return link, str(self._for_link.dumps([link.id, key]))

    def look(self, token: str) -> Link:
        """The link of a token, while it is good. Raises LinkRefused; nothing is noted: previews look too."""
        with self._database.reading() as connection:
            return self._good(connection, token)

    def open(self, token: str, kept: str = "") -> tuple[Link, str]:
        """The link of a token, and what a browser keeps as a cookie instead of it. Raises LinkRefused.

        A link that lets its holder publish opens in one browser only; of two at once, one wins. The browser that has
        opened it already, by the cookie `kept`, opens nothing again. A link opens in so many browsers a day: each is a
        line of a log that only grows.
        """
        with self._database.reading() as connection:
            link = self._good(connection, token)
            if self._knows(connection, link.id, kept):
                return link, kept
        browser = secrets.token_urlsafe(24)
        with self._database.writing() as connection:
            link = self._good(connection, token)
            today = _LOG.time > self._now() - timedelta(days=1)
            opened = select(func.count()).where(_LOG.about == link.id, _LOG.what == "link_opened", today)
            if (connection.scalar(opened) or 0) >= _OPENED_A_DAY:
                raise LinkRefused("access.link_busy")
            if link.role >= Role.ANALYST and link.opened:
                raise LinkRefused("access.link_used")
            logged(connection, "link_opened", f"link {link.id}", link.id, detail=_hash(browser), time=self._now())
        return link, str(self._for_browser.dumps([link.id, browser]))

    def holder(self, cookie: str) -> Link | None:
        """The link that a browser's cookie stands for, None where it is forged, not good any more, or revoked."""
        found = _loaded(self._for_browser, cookie)
        if found is None:
            return None
        id, _ = found
        with self._database.reading() as connection:
            link = _link(connection, id)
            known = self._knows(connection, id, cookie)
        if link is None or not known or link.refusal(self._now()):
            return None
        if link.used is None or self._now() - link.used >= _USED_EVERY:
            with suppress(StoreUnavailable), self._database.writing() as connection:  # it is good all the same
                logged(connection, "link_used", f"link {id}", id, time=self._now())
        return link

    def every(self) -> list[Link]:
        """All links, the newest first."""
        with self._database.reading() as connection:
            ids = connection.scalars(select(_LINKS.id).order_by(_LINKS.made.desc(), _LINKS.id)).all()
            return [link for id in ids if (link := _link(connection, id))]

    def change(self, id: str, what: str, by: str) -> None:
        """Pause, resume or revoke a link (`link_paused`, `link_resumed`, `link_revoked`): it counts at the next action.

        Raises Problem for a link that there is not, or that is revoked.
        """
        assert what in _STATES, what
        with self._database.writing() as connection:
            link = _link(connection, id)
            if link is None:
                raise Problem("access.no_link", id=id)
            if link.state == "link_revoked":
                raise Problem("access.was_revoked", id=id)
            logged(connection, what, by, id, time=self._now())

    def _knows(self, connection: Connection, id: str, cookie: str) -> bool:
        """Whether a cookie is of a browser that opened a link."""
        found = _loaded(self._for_browser, cookie)
        if found is None or found[0] != id:
            return False
        opened = select(_LOG.number).where(_LOG.what == "link_opened", _LOG.about == id)
        return connection.scalar(opened.where(_LOG.detail == _hash(found[1]))) is not None

    def _good(self, connection: Connection, token: str) -> Link:
        found = _loaded(self._for_link, token)
        link = _link(connection, found[0]) if found else None
        wanted = select(_LINKS.sha256).where(_LINKS.id == (found[0] if found else ""))
        if found is None or link is None or connection.scalar(wanted) != _hash(found[1]):
            raise LinkRefused("access.link_unknown")
        if code := link.refusal(self._now()):
            raise LinkRefused(f"access.link_{code}")
        return link


def _hash(key: str) -> str:
    return sha256(key.encode())


def _loaded(signer: URLSafeSerializer, text: str) -> tuple[str, str] | None:
    """The id and the key that a text holds, None where nobody here signed it."""
    try:
        id, key = signer.loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return (id, key) if isinstance(id, str) and isinstance(key, str) else None


def _link(connection: Connection, id: str) -> Link | None:
    own = _LOG.about == id
    opened = select(func.count()).where(own, _LOG.what == "link_opened").scalar_subquery()
    used = select(func.max(_LOG.time)).where(own, _LOG.what.in_(("link_opened", "link_used"))).scalar_subquery()
    states = select(_LOG.what).where(own, _LOG.what.in_(_STATES)).order_by(_LOG.number.desc()).limit(1)
    about = (opened.label("opened"), used.label("used"), states.scalar_subquery().label("state"))
    row = connection.execute(select(stored.links, *about).where(_LINKS.id == id)).one_or_none()  # asked at each request
    if row is None:
        return None
    pages = select(stored.link_pages.c.page).where(stored.link_pages.c.link == id)
    names = ("id", "snapshot", "note", "made_by", "made", "until", "opened", "used")
    given = {name: getattr(row, name) for name in names} | {"role": INVITED[row.role], "state": row.state or ""}
    return Link(**given, pages=tuple(sorted(connection.scalars(pages))))
