"""Named items of a measure, counted from the tables."""

import pandas as pd

from bs_metrics.measures.results import decided, school_results, unit_results
from bs_metrics.measures.settle import Counts
from bs_metrics.workbook.filters import filtered
from bs_metrics.workbook.folder import Tables
from bs_metrics.workbook.schema import schema


def count(tables: Tables, measure: pd.Series) -> Counts:
    """The counts of one row of `measures`; no items for a measure that only a report states."""
    counter = {"units": _units, "schools": _schools, "criteria": _criteria, "items": _items}.get(measure["counts"])
    return counter(tables, measure) if counter else Counts()


def _units(tables: Tables, measure: pd.Series) -> Counts:
    units = filtered(tables["units"], _text(measure["filter"]), schema().tables["units"])
    results = unit_results(tables, measure["set"]).reindex(units["code"]).fillna("unknown")
    return _counts(results)


def _schools(tables: Tables, measure: pd.Series) -> Counts:
    schools = filtered(tables["schools"], _text(measure["filter"]), schema().tables["schools"])
    return _counts(school_results(schools))


def _criteria(tables: Tables, measure: pd.Series) -> Counts:
    return _of_set(tables, measure, first_level=True)


def _items(tables: Tables, measure: pd.Series) -> Counts:
    return _of_set(tables, measure, first_level=False)


def _of_set(tables: Tables, measure: pd.Series, first_level: bool) -> Counts:
    """Criteria (or the items below them) times the units the set applies to."""
    criteria = criteria_of(tables, measure["set"], first_level)
    criteria = filtered(criteria, _text(measure["filter"]), schema().tables["criteria"])
    sets = tables["criteria_sets"]
    declared = sets[sets["id"] == measure["set"]]
    if declared.empty:
        return Counts()
    units = tables["units"].loc[tables["units"]["kind"] == declared["applies_to"].iloc[0], "code"]
    results = tables["results"]
    results = results[results["set"] == measure["set"]]
    results = results[results["criterion"].isin(criteria["code"]) & results["unit"].isin(units)]
    found = decided(results, tables["criteria"]).value_counts()
    met, not_met = int(found.get("met", 0)), int(found.get("not_met", 0))
    official = declared["official_criteria" if first_level else "official_items"].iloc[0]
    whole = pd.notna(official) and pd.isna(measure["filter"])
    return Counts(
        met,
        not_met,
        len(criteria) * len(units) - met - not_met,
        int(official) * len(units) if whole else None,
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
