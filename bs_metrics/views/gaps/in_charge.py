"""Who has to act on what is missing: the agency named with the result, or with a task that is not done yet."""

from datetime import date

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import Task
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import decided, rows_of_set, school_results


def agencies_of(tables: Tables, ratio: Ratio) -> list[str]:
    """Who has to act on what a measure misses: of its items that are not met, and of the tasks of its criteria set."""
    if ratio.measure.counts == "schools":
        schools = tables["schools"]
        schools = schools[matching(schools, ratio.measure.filter, schema().tables["schools"])]
        failing, tasks = schools[(school_results(schools) == "not_met").to_numpy()], []
    else:
        results = tables["results"][rows_of_set(tables, ratio.measure.set)]
        failing = results[(decided(results, tables["criteria"]) != "met").to_numpy()]
        tasks = open_tasks(tables, ratio.measure.set)
    return sorted({*failing["agency"].dropna().unique(), *(task.agency for task in tasks if task.agency)})


def open_tasks(tables: Tables, set_id: str | None) -> list[Task]:
    """The tasks of a criteria set that are not done."""
    return [task for task in tables.rows(Task) if set_id and task.set == set_id and task.status != "done"]


def by_task(tables: Tables, set_id: str | None, criterion: str | None = None) -> tuple[str | None, date | None]:
    """The agencies and the nearest deadline of a criterion's open tasks, or of those of the set as a whole."""
    tasks = [task for task in open_tasks(tables, set_id) if task.criterion == criterion]
    agencies = sorted({task.agency for task in tasks if task.agency})
    return "; ".join(agencies) or None, min((task.deadline for task in tasks if task.deadline), default=None)
