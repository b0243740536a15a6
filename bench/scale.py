"""`ratios` on a country's worth of communes, against a group-by written by hand on the same frame. In memory only."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from bench.bounds import COUNTING_RATIO, GROWTH, RUNS, Line, at_most
from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
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
    times = [(_seconds(lambda: ratios(tables)), _seconds(lambda: _grouped(tables))) for _ in range(RUNS)]
    own, other = (median(taken) for taken in zip(*times, strict=True))
    return int((tables["results"]["set"] == "indicators").sum()), own, other


def _grouped(tables: Tables) -> dict[str, dict[str, int]]:
    """Met, not met and unknown of both sets, as an analyst would count them in a notebook: blank is unknown."""
    sizes = tables["results"].groupby(["set", "result"], dropna=False).size()
    counts: dict[str, dict[str, int]] = {}
    for (set_id, result), size in sizes.items():
        status = "unknown" if pd.isna(result) else str(result)
        of_set = counts.setdefault(set_id, {"met": 0, "not_met": 0, "unknown": 0})
        of_set[status] += int(size)
    return counts


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def generated(communes: int) -> Tables:
    """Tables with every commune's result on 57 indicators, and on one set as a whole; the same at every run."""
    chance = np.random.default_rng(2024)
    units = [f"{number:05d}" for number in range(1, communes + 1)]
    parents = [str(number) for number in range(1, CRITERIA + 1)]
    items = [f"{parents[number % CRITERIA]}.{number // CRITERIA + 1}" for number in range(ITEMS)]
    sets = {"applies_to": "commune", "name": "generated", "legal_basis": "generated", "pass_rule": "all"}
    criteria = [{"code": code} for code in parents]
    criteria += [{"code": code, "parent": code.partition(".")[0]} for code in items]
    frames = {name: empty_frame(table) for name, table in schema().tables.items()}
    frames["units"] = table("units", {"code": units, "name": units, "kind": "commune"})
    frames["criteria_sets"] = table(
        "criteria_sets", {"id": ["indicators", "whole"], "official_items": [ITEMS, None], **sets}
    )
    frames["criteria"] = table(
        "criteria",
        {
            "set": "indicators",
            "code": [row["code"] for row in criteria],
            "parent": [row.get("parent") for row in criteria],
            "name": [row["code"] for row in criteria],
            "confidence": "assumed",
        },
    )
    frames["results"] = table(
        "results",
        {
            "set": ["indicators"] * (communes * ITEMS) + ["whole"] * communes,
            "criterion": items * communes + [None] * communes,
            "unit": [unit for unit in units for _ in items] + units,
            "result": chance.choice(np.array(_CODES, dtype=object), communes * (ITEMS + 1), p=_SHARES),
        },
    )
    frames["measures"] = table(
        "measures",
        {
            "id": ["items", "communes"],
            "name": ["items", "communes"],
            "counts": ["items", "units"],
            "set": ["indicators", "whole"],
            "noun": ["items", "communes"],
            "order": [1, 2],
        },
    )
    return Tables(frames, [])


def table(name: str, columns: dict[str, Any]) -> pd.DataFrame:
    """A table of the data contract with these columns filled, in the types that reading a workbook gives."""
    empty = empty_frame(schema().tables[name])
    rows = max(len(values) for values in columns.values() if isinstance(values, list | np.ndarray))
    origin = {"source": "generated", "origin_file": "generated", "origin_sheet": name, "origin_row": range(rows)}
    filled = pd.DataFrame({**{key: origin[key] for key in origin if key in empty}, **columns}, index=range(rows))
    return filled.reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
