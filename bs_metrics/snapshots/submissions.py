"""Files that were handed in for review: kept byte for byte with how they are read, published or sent back later.

A submission is a row that nobody changes; what became of it follows from the log, as with links. What it would change
is worked out against the data of now each time, never kept.
"""

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, insert, select

from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport, check
from bs_metrics.intake.questions import recalled
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots import tables as stored
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.combined import Outcome, outcome_of
from bs_metrics.snapshots.log import logged
from bs_metrics.snapshots.records import HeadMoved, Record, StoredFile
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.snapshots.tables import add_contents, plain
from bs_metrics.words import Problem

_ROWS, _LOG = stored.submissions.c, stored.log.c
ACCEPTED, RETURNED = "accepted", "returned"
_ENDS = (ACCEPTED, RETURNED)
MOST_WAITING = 20  # of one who hands in: files stay in the store for ever
_LONGEST = {"author": 200, "note": 2000, "file_name": 300}  # letters: who reviews gets all of them on one page
_LONGEST_TAKEN = 1_000_000  # of the answers about a file


class NotWaiting(Problem):
    """The submission was published or sent back already, by somebody who was quicker; nothing was written."""


@dataclass(frozen=True)
class Taken:
    """How a file is read, and what of it is to count: as its reader answered and chose.

    `choices` are the answers as `to_remember` writes them; `shape` is the file's, empty where nothing was answered that
    is to be remembered for the next file of it.
    """

    choices: str
    tables: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    as_of: date | None = None
    shape: str = ""

    def to_json(self) -> str:
        """One JSON object; `from_json` gives the same back."""
        return json.dumps({**vars(self), "as_of": self.as_of and self.as_of.isoformat()}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Taken":
        """What `to_json` wrote."""
        kept = json.loads(text)
        day = date.fromisoformat(kept["as_of"]) if kept["as_of"] else None
        return Taken(kept["choices"], tuple(kept["tables"]), tuple(kept["replaced"]), day, kept["shape"])


@dataclass(frozen=True)
class Submission:
    """What was handed in, by whom, and what became of it. Times are in UTC.

    `who` is as the log names people, `author` the name that was given. `state` is empty while it waits; then `ended`
    says when, `ended_by` by whom, and `snapshot` or `reason` what came of it.
    """

    id: str
    time: datetime
    who: str
    author: str
    note: str
    taken: Taken
    file_name: str
    file_sha256: str
    state: str = ""
    ended: datetime | None = None
    ended_by: str = ""
    detail: str = ""

    @property
    def snapshot(self) -> str:
        """The id of the snapshot that it became."""
        return self.detail if self.state == ACCEPTED else ""

    @property
    def reason(self) -> str:
        """Why it was sent back."""
        return self.detail if self.state == RETURNED else ""


@dataclass(frozen=True)
class Reviewed:
    """A submission as it is read now: `outcome` is what it makes of the current data, None where it cannot be taken.

    `held` are those of its tables that cannot be taken any more. Without an outcome and none held, its answers do not
    lead to the headings that its author saw.
    """

    report: FileReport
    held: tuple[str, ...]
    outcome: Outcome | None

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the file, and with the data if it were published."""
        return [*self.report.findings, *([*self.outcome.faults, *self.outcome.doubts] if self.outcome else [])]

    @property
    def problem(self) -> Problem | None:
        """Why it cannot be published: it is not what was handed in any more, breaks something, or changes nothing."""
        if self.held:
            return Problem("submission.held", sheets=", ".join(schema().tables[name].sheet for name in self.held))
        if self.outcome is None:
            return Problem("submission.read_otherwise")
        if self.outcome.faults:
            return Problem("submission.blocked")
        return Problem("upload.nothing") if self.outcome.differences.is_empty else None


def reviewed(submission: Submission, file: StoredFile, current: Snapshot) -> Reviewed:
    """Read a submission's file anew, as its author did, against the data of now."""
    taken = submission.taken

    def understand(choices: Choices) -> FileReport:
        return check(file.content, file.name, current.tables, choices)

    fitting = recalled([taken.choices], understand)
    report = fitting[0] if fitting else understand(Choices.from_json(taken.choices))
    held = tuple(name for name in taken.tables if name not in report.frames)
    if held or fitting is None:
        return Reviewed(report, held, None)
    incoming = {name: report.frames[name] for name in taken.tables}
    return Reviewed(report, (), outcome_of(current, incoming, frozenset(taken.replaced), taken.as_of))


class Submissions:
    """The submissions of a store. Every method raises StoreUnavailable as the store does."""

    def __init__(self, store: Store) -> None:
        self._store, self._database = store, store.database

    def hand_in(self, file: StoredFile, taken: Taken, *, author: str, note: str, by: str = "") -> Submission:
        """Keep a file for review; no page changes. `by` is how the server knows its author, else the name given.

        Raises Problem where too many of the same one wait already, and for texts that nobody would read.
        """
        now, who = datetime.now(UTC), plain(by or author)
        row: dict[str, Any] = {"author": plain(author), "note": plain(note), "who": who, "file_name": plain(file.name)}
        answers = plain(taken.to_json())
        if len(answers) > _LONGEST_TAKEN or any(len(row[name]) > most for name, most in _LONGEST.items()):
            raise Problem("submission.too_long", **_LONGEST)
        made = Submission(secrets.token_hex(5), now, taken=taken, file_sha256=file.sha256, **row)
        with self._database.writing() as connection:
            if connection.scalar(_waiting(sa.func.count()).where(_ROWS.who == who)) >= MOST_WAITING:
                raise Problem("submission.too_many", most=MOST_WAITING)
            add_contents(connection, stored.files, {file.sha256: file.content})
            named = {"id": made.id, "time": now, "file_sha256": file.sha256}
            connection.execute(insert(stored.submissions).values(**row, **named, taken=answers))
            logged(connection, "handed_in", who, made.id, time=now)
        return made

    def number_waiting(self) -> int:
        """How many wait for a review."""
        with self._database.reading() as connection:
            return int(connection.scalar(_waiting(sa.func.count())) or 0)

    def waiting(self) -> list[Submission]:
        """Those that wait for a review, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_waiting(stored.submissions).order_by(_ROWS.time, _ROWS.id)).all()
        return [_as_submission(row, None) for row in rows]

    def every(self, limit: int | None = None, who: str | None = None) -> list[Submission]:
        """All of them, or those of one who hands in, the newest first."""
        wanted = select(stored.submissions).order_by(_ROWS.time.desc(), _ROWS.id).limit(limit)
        if who is not None:
            wanted = wanted.where(_ROWS.who == who)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
            ends = _ends(connection, [row.id for row in rows])
        return [_as_submission(row, ends.get(row.id)) for row in rows]

    def one(self, id: str) -> Submission:
        """A submission. Raises Problem for an id that the store does not have."""
        with self._database.reading() as connection:
            return _one(connection, id)

    def file(self, submission: Submission) -> StoredFile:
        """Its file, byte for byte."""
        named = stored.files.c.sha256 == submission.file_sha256
        with self._database.reading() as connection:
            row = connection.execute(select(stored.files).where(named)).one()
        return StoredFile(submission.file_name, self._store.whole(row))

    def authors(self) -> dict[str, str]:
        """Who handed in what a snapshot was published from, by the snapshot's id."""
        wanted = select(_LOG.detail, _ROWS.author).join_from(stored.log, stored.submissions, _LOG.about == _ROWS.id)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.where(_LOG.what == ACCEPTED)).all()
        return {row.detail: row.author for row in rows}

    def accept(
        self, submission: Submission, after: Tables, *, expected: str | None, author: str, note: str, by: str = ""
    ) -> Record:
        """Publish what it makes of the head `expected`, as `Store.publish` does; `author` is who publishes.

        Its answers are kept for the next file of its shape. Raises NotWaiting, HeadMoved: then nothing is written.
        """

        def ended(connection: Connection, record: Record) -> None:
            _end(connection, submission.id, ACCEPTED, by or author, record.id)

        file = self.file(submission)
        given: dict[str, Any] = {"expected": expected, "author": author, "note": note, "by": by}
        try:
            record = self._store.publish(after, **given, file=file, also=ended)
        except HeadMoved:
            self.must_wait(submission.id)  # it may have moved by this very submission
            raise
        if submission.taken.shape:
            with suppress(StoreUnavailable):  # what is published stays
                self._store.remember(submission.taken.shape, submission.taken.choices, author)
        return record

    def send_back(self, id: str, reason: str, by: str) -> None:
        """Return a submission with a reason that its author reads.

        Raises NotWaiting, Problem for an unknown id and for no reason.
        """
        if not reason.strip():
            raise Problem("submission.no_reason")
        with self._database.writing() as connection:
            _end(connection, id, RETURNED, by, reason.strip())

    def must_wait(self, id: str) -> None:
        """Raises NotWaiting for one that was published or sent back already."""
        with self._database.reading() as connection:
            _refuse_ended(connection, id)


def _waiting(*wanted: Any) -> sa.Select[Any]:
    """Of the submissions that nothing has become of."""
    ended = select(_LOG.number).where(_LOG.about == _ROWS.id, _LOG.what.in_(_ENDS)).exists()
    return select(*wanted).select_from(stored.submissions).where(~ended)


def _end(connection: Connection, id: str, what: str, by: str, detail: str) -> None:
    """Say what becomes of a submission, in a transaction that writes: of two at once, one comes second."""
    _refuse_ended(connection, id)
    logged(connection, what, plain(by), id, detail=plain(detail))


def _refuse_ended(connection: Connection, id: str) -> None:
    found = _one(connection, id)
    if found.state:
        raise NotWaiting(f"submission.was_{found.state}", id=id, by=found.ended_by)


def _one(connection: Connection, id: str) -> Submission:
    row = connection.execute(select(stored.submissions).where(_ROWS.id == plain(id))).one_or_none()
    if row is None:
        raise Problem("submission.unknown", id=id)
    return _as_submission(row, _ends(connection, [id]).get(id))


def _ends(connection: Connection, ids: list[str]) -> dict[str, Row[Any]]:
    """What became of some submissions, by id."""
    wanted = select(stored.log).where(_LOG.about.in_(ids), _LOG.what.in_(_ENDS))
    return {row.about: row for row in connection.execute(wanted)}


def _as_submission(row: Row[Any], end: Row[Any] | None) -> Submission:
    became = {"state": end.what, "ended": end.time, "ended_by": end.who, "detail": end.detail} if end else {}
    return Submission(**{**row._mapping, "taken": Taken.from_json(row.taken)}, **became)
