"""`ratios` on a country's worth of communes, and their results by criteria, against group-bys written by hand.

On the same frame, in memory only.
"""

from io import StringIO
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from bench.bounds import CHECK_RUNS, COUNTING_RATIO, GROWTH, OPTIMUM_RATIO, RUNS, Line, at_most
from bench.reruns import seconds
from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import rows_of_set, unit_results
from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.optimum import optimum
from bs_metrics.measures.ratios import ratios

COMMUNES = 10_598
CRITERIA, ITEMS = 19, 57
_CODES, _SHARES = ["met", "not_met", "unknown", None], [0.6, 0.2, 0.1, 0.1]


def measure() -> list[Line]:
    """A quarter, a half and all of the communes: against the group-by, and how the time grows."""
    lines, times = [], []
    for part in (4, 2, 1):
        communes = COMMUNES // part
        rows, own, other = _times(communes)
        what = f"ratios: {communes:,} communes, {rows:,} rows"
        figures = f"{1000 * own:.0f} ms, group-by {1000 * other:.0f} ms: {own / other:.2f} x"
        lines.append(Line(what, figures) if part > 1 else at_most(what, figures, own / other, COUNTING_RATIO))
        times.append(own)
    growth = times[-1] / times[0]
    lines.append(_by_criteria(COMMUNES))
    lines.append(_optimum(COMMUNES))
    return [*lines, at_most("ratios: time for four times the rows", f"{growth:.2f} x", growth, GROWTH)]


def _times(communes: int) -> tuple[int, float, float]:
    """Result rows, and the median seconds of `ratios` and of the group-by on them."""
    tables = generated(communes)
    by_hand = _grouped(tables)
    counted = ratios(tables)
    for measure, set_id in (("items", "indicators"), ("communes", "whole")):
        tally = counted[measure].settled.tally
        expected = by_hand[set_id]
        if tally is None or any(getattr(tally, status) != number for status, number in expected.items()):
            raise RuntimeError(f"{measure}: {tally} is not what the group-by counts: {expected}")
    times = [(seconds(lambda: ratios(tables)), seconds(lambda: _grouped(tables))) for _ in range(RUNS)]
    own, other = (median(taken) for taken in zip(*times, strict=True))
    return int((tables["results"]["set"] == "indicators").sum()), own, other


def _by_criteria(communes: int) -> Line:
    """Every commune's result from its criteria, and those from their indicators."""
    tables = generated(communes)
    of_set = rows_of_set(tables, "indicators")
    found, expected = unit_results(tables, "indicators", of_set)["status"], _chained(tables)
    if not found.sort_index().equals(expected.reindex(found.index).sort_index().astype(found.dtype)):
        raise RuntimeError("the communes' results are not what the group-by finds")
    times = [
        (seconds(lambda: unit_results(tables, "indicators", of_set)), seconds(lambda: _chained(tables)))
        for _ in range(CHECK_RUNS)
    ]
    own, other = (median(taken) for taken in zip(*times, strict=True))
    what, figures = (
        f"communes by {int(of_set.sum()):,} indicators",
        f"{1000 * own:.0f} ms, group-by {1000 * other:.0f} ms",
    )
    return at_most(what, f"{figures}: {own / other:.2f} x", own / other, COUNTING_RATIO)


def _optimum(communes: int) -> Line:
    """The first optimum of a share of all items, its goal made from the rows, against reading these rows as text."""
    frames = generated(communes).frames
    share = _table("targets", {"measure": ["items"], "percent": [90.0], "legal_basis": ["generated"]})
    rows = frames["results"][["set", "criterion", "unit", "result"]].to_csv(index=False)

    def first() -> None:
        rule = goals_of(Tables(frames | {"targets": share}, []))["items"].rule
        if rule is None or optimum(rule).plan is None:
            raise RuntimeError("there is a way to meet a share of the items")

    times = [(seconds(first), seconds(lambda: pd.read_csv(StringIO(rows), dtype="string"))) for _ in range(CHECK_RUNS)]
    own, other = (median(taken) for taken in zip(*times, strict=True))
    what = f"first optimum of {communes * ITEMS:,} items"
    return at_most(what, f"{own:.1f} s, read_csv {other:.1f} s: {own / other:.0f} x", own / other, OPTIMUM_RATIO)


def _chained(tables: Tables) -> pd.Series:
    """met or not_met by commune, as an analyst would find them in a notebook: none unmet, or all met."""
    rows = tables["results"]
    rows = rows[rows["set"] == "indicators"]
    of_criterion = rows["criterion"].map(tables["criteria"].set_index("code")["parent"])
    is_met, is_not = ((rows["result"] == status).fillna(False) for status in ("met", "not_met"))
    not_met = is_not.groupby([of_criterion, rows["unit"]]).any().groupby(level=1).any()
    all_met = is_met.groupby([of_criterion, rows["unit"]]).all().groupby(level=1).all()
    statuses = pd.Series(np.select([not_met, all_met], ["not_met", "met"], "unknown"), not_met.index)
    return statuses[statuses != "unknown"]


def _grouped(tables: Tables) -> dict[str, dict[str, int]]:
    """Met, not met and unknown of both sets, as an analyst would count them in a notebook: blank is unknown."""
    sizes = tables["results"].groupby(["set", "result"], dropna=False).size()
    counts: dict[str, dict[str, int]] = {}
    for (set_id, result), size in sizes.items():
        status = "unknown" if pd.isna(result) else str(result)
        of_set = counts.setdefault(set_id, {"met": 0, "not_met": 0, "unknown": 0})
        of_set[status] += int(size)
    return counts


def generated(communes: int, items: int = ITEMS) -> Tables:
    """Tables with every commune's result on some indicators, and on one set as a whole; the same at every run."""
    chance = np.random.default_rng(2024)
    units = [f"{number:05d}" for number in range(1, communes + 1)]
    parents = [str(number) for number in range(1, CRITERIA + 1)]
    of_parent = [parents[number % CRITERIA] for number in range(items)]
    children = [f"{parent}.{number // CRITERIA + 1}" for number, parent in enumerate(of_parent)]
    codes, sets = [*parents, *children], ["indicators", "whole"]
    result = chance.choice(np.array(_CODES, dtype=object), communes * (items + 1), p=_SHARES)
    named = {"name": "generated", "legal_basis": "generated", "applies_to": "commune", "pass_rule": "all"}
    filled: dict[str, dict[str, Any]] = {
        "units": {"code": units, "name": [f"Xã {code}" for code in units], "kind": "commune"},
        "criteria_sets": {"id": sets, "official_items": [items, None], **named},
        "criteria": {
            "set": "indicators",
            "code": codes,
            "parent": [None] * CRITERIA + of_parent,
            "items": [of_parent.count(parent) for parent in parents] + [None] * items,
            "name": codes,
            "confidence": "assumed",
        },
        "results": {
            "set": ["indicators"] * (communes * items) + ["whole"] * communes,
            "criterion": children * communes + [None] * communes,
            "unit": [unit for unit in units for _ in children] + units,
            "result": result,
        },
        "measures": {
            "id": ["items", "communes"],
            "name": ["items", "communes"],
            "counts": ["items", "units"],
            "set": sets,
            "noun": ["items", "communes"],
            "order": [1, 2],
        },
    }
    frames = {name: empty_frame(table) for name, table in schema().tables.items()}
    return Tables(frames | {name: _table(name, columns) for name, columns in filled.items()}, [])


def _table(name: str, columns: dict[str, Any]) -> pd.DataFrame:
    """A table of the data contract with these columns filled, in the types that reading a workbook gives."""
    empty = empty_frame(schema().tables[name])
    rows = max(len(values) for values in columns.values() if isinstance(values, list | np.ndarray))
    origin = {"source": "generated", "origin_file": "generated", "origin_sheet": name, "origin_row": range(rows)}
    filled = pd.DataFrame({**{key: origin[key] for key in origin if key in empty}, **columns}, index=range(rows))
    return filled.reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
