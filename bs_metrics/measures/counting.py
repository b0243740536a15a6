"""Named items of a measure, counted from the tables."""

import numpy as np
import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import CriteriaSet, Criterion, Measure
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.results import count_decided, school_results, unit_results
from bs_metrics.measures.settle import Counts


def count(tables: Tables, measure: Measure, of_set: np.ndarray) -> Counts:
    """The counts of a measure; no items for one that only a report states.

    `of_set` is a mask of the rows of `results` that belong to the measure's criteria set.
    """
    match measure.counts:
        case "units":
            codes = tables["units"]["code"].array[_kept(tables, "units", measure)]
            return _counts(unit_results(tables, of_set).reindex(codes).fillna("unknown"))
        case "schools":
            return _counts(school_results(tables["schools"][_kept(tables, "schools", measure)]))
        case "criteria" | "items":
            return _of_criteria(tables, measure, of_set)
        case _:
            return Counts()


def _of_criteria(tables: Tables, measure: Measure, of_set: np.ndarray) -> Counts:
    """Criteria (or the items below them) times the units the set applies to."""
    first_level = measure.counts == "criteria"
    kept = _kept(tables, "criteria", measure)
    codes = [
        criterion.code
        for criterion, is_kept in zip(tables.rows(Criterion), kept, strict=True)
        if is_kept and criterion.set == measure.set and (criterion.parent is None) == first_level
    ]
    declared = criteria_set(tables, measure.set)
    units = int((tables["units"]["kind"] == declared.applies_to).sum()) if declared else 0
    if declared is None or not units:
        return Counts()
    # The reader has checked that a set's results are of units it applies to, so only set and criterion are asked here.
    results = tables["results"]
    wanted = of_set & results["criterion"].isin(codes).to_numpy()
    met, not_met = count_decided(results, tables["criteria"], wanted)
    official = declared.official_criteria if first_level else declared.official_items
    whole = official is not None and measure.filter is None
    return Counts(met, not_met, len(codes) * units - met - not_met, (official or 0) * units if whole else None)


def criteria_set(tables: Tables, set_id: str | None) -> CriteriaSet | None:
    """The criteria set of an id, or None."""
    return next((declared for declared in tables.rows(CriteriaSet) if declared.id == set_id), None)


def criteria_of(tables: Tables, set_id: str | None, first_level: bool = True) -> list[Criterion]:
    """The named criteria of a set, or the named items below them."""
    return [
        criterion
        for criterion in tables.rows(Criterion)
        if criterion.set == set_id and (criterion.parent is None) == first_level
    ]


def _kept(tables: Tables, table: str, measure: Measure) -> np.ndarray:
    """A mask of the rows of a table that the measure's filter keeps."""
    return matching(tables[table], measure.filter, schema().tables[table])


def _counts(statuses: pd.Series) -> Counts:
    numbers = statuses.value_counts()
    return Counts(*(int(numbers.get(status, 0)) for status in ("met", "not_met", "unknown")))
