"""One state of the data with all that is derived from it: what a reader sees, and a cache may keep for ever."""

from dataclasses import dataclass
from datetime import date

from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import read_files, snapshot_id
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.ratios import Ratio, ratios


@dataclass(frozen=True)
class Snapshot:
    """Tables and ratios under the id of the workbooks they come from. Nobody writes into the frames."""

    id: str
    tables: Tables
    ratios: dict[str, Ratio]
    as_of: date | None


def snapshot(files: dict[str, bytes]) -> Snapshot:
    """The snapshot of some workbooks."""
    return snapshot_of(read_files(files), snapshot_id(files))


def snapshot_of(tables: Tables, id: str = "") -> Snapshot:
    """Tables with all that follows from them; without an id they are not published yet."""
    return Snapshot(id, tables, tables.once(ratios), as_of_date(tables))
