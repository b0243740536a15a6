"""Where every unit stands in a set as a whole, and by which of its criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bs_metrics.contract.records import Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_of, criteria_set, criterion_results, rows_of_set, unit_results
from bs_metrics.measures.nesting import Status
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.sets import ratio_of_set

UnitStatus = Literal["met", "not_met", "unknown", "doubtful"]


@dataclass(frozen=True)
class UnitStanding:
    """One unit in one set. `stated` is what its own row says; `status` also what its criteria and a total prove.

    `not_met` and `doubtful` are codes of criteria, in the set's order; `total` is how many criteria there are. Where
    no criterion is known, `by_criterion` is False: the numbers then say nothing.
    """

    status: UnitStatus
    stated: Status
    met: int = 0
    not_met: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    total: int = 0

    @property
    def by_criterion(self) -> bool:
        """Whether the result of any criterion is known."""
        return bool(self.met or self.not_met or self.doubtful)

    @property
    def unknown(self) -> int:
        """How many criteria nothing is known of."""
        return self.total - self.met - len(self.not_met) - len(self.doubtful)


def unit_standings(tables: Tables, ratios: Mapping[str, Ratio], set_id: str | None) -> dict[str, UnitStanding]:
    """All units that a set applies to, by code: those that its results name in the order in which they do, then others.

    What a reported total proves of the others is counted in, as the ratio of the set has it.
    """
    standings, ratio = tables.once(_by_rows, set_id), ratio_of_set(ratios, set_id, "units")
    if ratio is None:
        return standings.copy()
    return {
        unit: replace(one, status=settled_status("unknown", ratio)) if one.status == "unknown" else one
        for unit, one in standings.items()
    }


def _by_rows(tables: Tables, set_id: str | None) -> dict[str, UnitStanding]:
    declared = criteria_set(tables, set_id)
    if declared is None:
        return {}
    of_set = rows_of_set(tables, set_id)
    whole, by_criterion = unit_results(tables, set_id, of_set), criterion_results(tables, set_id, of_set)
    order = {criterion.code: place for place, criterion in enumerate(criteria_of(tables, set_id))}
    codes: dict[tuple[str, str], list[str]] = {}
    for (code, unit), status in zip(by_criterion.index, by_criterion["status"].tolist(), strict=True):
        codes.setdefault((unit, status), []).append(code)
    total, standings = max(declared.official_criteria or 0, len(order)), {}
    units = [unit.code for unit in tables.rows(Unit) if unit.kind in declared.kinds]
    places = {code: place for place, code in enumerate(whole.index)}
    said = {column: dict(zip(whole.index, whole[column], strict=True)) for column in ("status", "stated")}
    for unit in sorted(units, key=lambda code: places.get(code, len(places))):
        status, stated = said["status"].get(unit, "unknown"), said["stated"].get(unit, "unknown")
        not_met, doubtful = (
            tuple(sorted(codes.get((unit, known), ()), key=order.__getitem__)) for known in ("not_met", "doubtful")
        )
        standings[unit] = UnitStanding(status, stated, len(codes.get((unit, "met"), ())), not_met, doubtful, total)
    return standings
