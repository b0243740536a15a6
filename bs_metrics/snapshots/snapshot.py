"""One state of the data with all that is derived from it: what a reader sees, and a cache may keep for ever."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import read_files, snapshot_id
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.pace import State
from bs_metrics.measures.ratios import Ratio, ratios
from bs_metrics.snapshots.address import StoreUnavailable


@dataclass(frozen=True)
class Earlier:
    """A state of an earlier as-of date: its tables are read when they are asked for."""

    id: str
    as_of: date | None
    load: Callable[[], "Snapshot"]


@dataclass(frozen=True)
class Snapshot:
    """Tables and ratios under the id of the workbooks they come from. Nobody writes into the frames.

    `earlier` are the states of earlier as-of dates, one each, oldest first; none where it stands alone.
    """

    id: str
    tables: Tables
    ratios: dict[str, Ratio]
    as_of: date | None
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def dated(self) -> tuple["Snapshot", ...]:
        """The states of the as-of dates, this one last, without those that were damaged. Raises StoreUnavailable."""
        return (*(whole for one in self.earlier if (whole := undamaged(one.load))), self)

    @property
    def alone(self) -> "Snapshot":
        """The same without its past, for what has to be there before earlier states are read."""
        return replace(self, earlier=())

    @property
    def key(self) -> str:
        """All that its content depends on: what follows from it and its past can be kept under this."""
        return " ".join([*(one.id for one in self.earlier), self.id])

    def states(self, measure: str) -> list[State]:
        """A measure at each as-of date that has it, as `pace` takes them."""
        return [(one.as_of, one.ratios[measure]) for one in self.dated if measure in one.ratios]


def snapshot(files: dict[str, bytes]) -> Snapshot:
    """The snapshot of some workbooks."""
    return snapshot_of(read_files(files), snapshot_id(files))


def snapshot_of(tables: Tables, id: str = "") -> Snapshot:
    """Tables with all that follows from them; without an id they are not published yet."""
    return Snapshot(id, tables, tables.once(ratios), as_of_date(tables))


def succeeding(before: Snapshot, tables: Tables) -> Snapshot:
    """What tables would be, published after a state: it is past where it is of an earlier date."""
    after = snapshot_of(tables)
    earlier = (*before.earlier, Earlier(before.id, before.as_of, lambda: before))
    is_past = [one for one in earlier if one.as_of and (after.as_of is None or one.as_of < after.as_of)]
    return replace(after, earlier=tuple(is_past))


def undamaged(load: Callable[[], Snapshot]) -> Snapshot | None:
    """A state to compare with, None where it was damaged: what is shown can do without it, and the history says so."""
    try:
        return load()
    except StoreUnavailable as problem:
        if problem.code != "damaged":
            raise
        return None
