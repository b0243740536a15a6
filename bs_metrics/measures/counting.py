"""Named items of a measure, counted from the tables."""

import numpy as np
import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.results import count_decided, school_results, unit_results
from bs_metrics.measures.settle import Counts


def count(tables: Tables, measure: pd.Series, of_set: np.ndarray) -> Counts:
    """The counts of one row of `measures`; no items for a measure that only a report states.

    `of_set` is a mask of the rows of `results` that belong to the measure's criteria set.
    """
    match measure["counts"]:
        case "units":
            return _units(tables, measure, of_set)
        case "schools":
            return _schools(tables, measure)
        case "criteria" | "items":
            return _of_criteria(tables, measure, of_set)
        case _:
            return Counts()


def _units(tables: Tables, measure: pd.Series, of_set: np.ndarray) -> Counts:
    units = tables["units"]
    kept = matching(units, _text(measure["filter"]), schema().tables["units"])
    results = unit_results(tables, of_set).reindex(units["code"].array[kept]).fillna("unknown")
    return _counts(results)


def _schools(tables: Tables, measure: pd.Series) -> Counts:
    schools = tables["schools"]
    kept = matching(schools, _text(measure["filter"]), schema().tables["schools"])
    return _counts(school_results(schools[kept]))


def _of_criteria(tables: Tables, measure: pd.Series, of_set: np.ndarray) -> Counts:
    """Criteria (or the items below them) times the units the set applies to."""
    first_level = measure["counts"] == "criteria"
    criteria = criteria_of(tables, measure["set"], first_level)
    criteria = criteria[matching(criteria, _text(measure["filter"]), schema().tables["criteria"])]
    sets = tables["criteria_sets"]
    declared = sets.loc[sets["id"] == measure["set"], ["applies_to", "official_criteria", "official_items"]]
    if declared.empty:
        return Counts()
    units = int((tables["units"]["kind"] == declared["applies_to"].iloc[0]).sum())
    if not units:
        return Counts()
    # The reader has checked that a set's results are of units it applies to, so only set and criterion are asked here.
    results = tables["results"]
    wanted = of_set & results["criterion"].isin(criteria["code"]).to_numpy()
    met, not_met = count_decided(results, tables["criteria"], wanted)
    official = declared["official_criteria" if first_level else "official_items"].iloc[0]
    whole = pd.notna(official) and pd.isna(measure["filter"])
    return Counts(
        met,
        not_met,
        len(criteria) * units - met - not_met,
        int(official) * units if whole else None,
    )


def criteria_of(tables: Tables, set_id: str, first_level: bool = True) -> pd.DataFrame:
    """The named criteria of a set, or the named items below them."""
    criteria = tables["criteria"]
    return criteria[(criteria["set"] == set_id) & (criteria["parent"].isna() == first_level)]


def _counts(results: pd.Series) -> Counts:
    found = results.value_counts()
    return Counts(int(found.get("met", 0)), int(found.get("not_met", 0)), int(found.get("unknown", 0)))


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
