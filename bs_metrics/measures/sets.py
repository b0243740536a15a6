"""Criteria sets by what they are for: a stage of the road, or a kind of unit."""

from collections.abc import Mapping
from datetime import date

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio


def stage_sets(tables: Tables) -> list[CriteriaSet]:
    """The sets of the stages of the road, the first stage first."""
    return sorted((of for of in tables.rows(CriteriaSet) if of.stage is not None), key=lambda of: of.stage or 0)


def stage_measures(ratios: Mapping[str, Ratio], stage: int | None, role: str) -> list[Ratio]:
    """The measures of a stage in one role: headline, condition or detail."""
    return [ratio for ratio in ratios.values() if ratio.measure.stage == stage and ratio.measure.role == role]


def conditions_of(tables: Tables, declared: CriteriaSet) -> list[CriteriaSet]:
    """Sets that go with another and are met by the same units: its conditions."""
    return [of for of in _companions(tables, declared) if set(of.kinds) & set(declared.kinds)]


def parts_of_set(tables: Tables, declared: CriteriaSet) -> list[CriteriaSet]:
    """Sets that go with another and are met by other units: the standards of its parts."""
    return [of for of in _companions(tables, declared) if not set(of.kinds) & set(declared.kinds)]


def _companions(tables: Tables, declared: CriteriaSet) -> list[CriteriaSet]:
    return [of for of in tables.rows(CriteriaSet) if of.part_of == declared.id]


def sets_for(tables: Tables, kind: str) -> list[CriteriaSet]:
    """Sets that apply to a kind of unit and stand on their own."""
    return [of for of in tables.rows(CriteriaSet) if kind in of.kinds and of.part_of is None]


def deadline_of(tables: Tables, ratios: Mapping[str, Ratio], declared: CriteriaSet | None) -> date | None:
    """By when a set is to be met: the nearest day of what counts it, else its stage's, else that of the set above."""
    sets, seen = {of.id: of for of in tables.rows(CriteriaSet)}, set[str]()
    while declared is not None and declared.id not in seen:  # older data may hold a circle
        seen.add(declared.id)
        stage = stage_measures(ratios, declared.stage, "headline") if declared.stage is not None else []
        for counting in ([ratio for ratio in ratios.values() if ratio.measure.set == declared.id], stage):
            if days := [ratio.deadline for ratio in counting if ratio.deadline]:
                return min(days)
        declared = sets.get(declared.part_of or "")
    return None


def ratio_of_set(ratios: Mapping[str, Ratio], set_id: str | None, counts: str) -> Ratio | None:
    """The measure that counts the units, criteria or items of a set, or None."""
    of_set = (ratio for ratio in ratios.values() if ratio.measure.set == set_id and ratio.measure.counts == counts)
    return next(of_set, None)
