"""That somebody took a file along: a line of the log, where whoever did it has a name. Of others nothing is noted."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Literal

from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.log import logged
from ui.data import store
from ui.server.roles import who


def noting(name: str) -> Callable[[], None] | Literal["ignore"]:
    """What a button for downloading the file of this name does besides; nothing for somebody without a name."""
    return partial(note, name) if who() else "ignore"


def note(name: str, by: str | None = None) -> None:
    """Write it down: of the reader of the run at hand, unless somebody is named."""
    by = who() if by is None else by
    with suppress(StoreUnavailable):  # the file is given all the same
        if by:
            with store().database.writing() as connection:
                logged(connection, "exported", by, name)
