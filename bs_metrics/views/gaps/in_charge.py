"""Who has to act on what is missing: the agency named with the result, or with a task that is not done yet."""

from datetime import date

import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import decided, rows_of_set, school_results


def agencies_of(tables: Tables, ratio: Ratio) -> list[str]:
    """Who has to act on what a measure misses: of its items that are not met, and of the tasks of its criteria set."""
    if ratio.row["counts"] == "schools":
        schools = tables["schools"][matching(tables["schools"], _filter(ratio), schema().tables["schools"])]
        named = schools.loc[(school_results(schools) == "not_met").to_numpy(), "agency"]
    else:
        results, set_id = tables["results"], ratio.row["set"]
        own = results[rows_of_set(tables, set_id)]
        failing = own.loc[(decided(own, tables["criteria"]) != "met").to_numpy(), "agency"]
        named = pd.concat([failing, open_tasks(tables, set_id)["agency"]])
    return sorted(named.dropna().unique())


def open_tasks(tables: Tables, set_id: str | None) -> pd.DataFrame:
    """The tasks of a criteria set that are not done."""
    tasks = tables["tasks"]
    return tasks[(tasks["set"] == set_id).fillna(False) & (tasks["status"] != "done").fillna(True)]


def by_task(tables: Tables, set_id: str | None, criterion: str | None = None) -> tuple[str | None, date | None]:
    """The agencies and the nearest deadline of a criterion's open tasks, or of those of the set as a whole."""
    tasks = open_tasks(tables, set_id)
    tasks = tasks[tasks["criterion"].isna() if criterion is None else (tasks["criterion"] == criterion).fillna(False)]
    named = "; ".join(sorted(tasks["agency"].dropna().unique()))
    days = [day for day in tasks["deadline"] if isinstance(day, date)]
    return named or None, min(days, default=None)


def _filter(ratio: Ratio) -> str | None:
    return ratio.row["filter"] if isinstance(ratio.row["filter"], str) else None
