"""What the store hands out besides tables: a snapshot's record, an uploaded file, and what may go wrong."""

import getpass
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from bs_metrics.snapshots.blobs import sha256
from bs_metrics.words import Problem

Origin = Literal["folder", "upload", "restore"]


@dataclass(frozen=True)
class StoredFile:
    """A file byte for byte, as it was uploaded."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The name of the content."""
        return sha256(self.content)


@dataclass(frozen=True)
class Record:
    """All about a snapshot but its tables. Numbers count from 1 without a gap; `time` is in UTC.

    `origin` is how it came: from the folder of workbooks (`source_id` is then the id of the folder's content), by an
    upload (`file_name` and `file_sha256` are of the uploaded file), or by restoring the snapshot `restored_from`.
    """

    id: str
    number: int
    parent: str | None
    time: datetime
    author: str
    note: str
    as_of: date | None
    origin: Origin
    source_id: str | None = None
    restored_from: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None


class HeadMoved(Problem):
    """Another snapshot has been published meanwhile; nothing was written. `head` is the current one's id."""

    def __init__(self, head: str | None) -> None:
        super().__init__("store.head_moved", head=head or "–")
        self.head = head


class UnknownSnapshot(Problem):
    """The store has no snapshot of this id."""

    def __init__(self, id: str) -> None:
        super().__init__("store.unknown_snapshot", id=id)


def login_name() -> str:
    """Who is logged in at this machine, an author unless told otherwise; nothing where there is no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have none
        return ""
