"""What an upload makes of the current tables: added to and updated by key, or a table replaced whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from bs_metrics.contract.checks import cross_checks
from bs_metrics.contract.columns import ORIGIN, empty_frame
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.keeping import Mask, differing, outdated, sourced
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.sheet import address
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date, is_as_of_assumed
from bs_metrics.measures.counting import criterion_results, rows_of_set, unit_results
from bs_metrics.snapshots.changes import Changes, changes_between
from bs_metrics.snapshots.matching import match, reworded
from bs_metrics.snapshots.snapshot import Snapshot, succeeding

Frames = dict[str, pd.DataFrame]


def combined(
    current: Tables,
    incoming: Frames,
    replace: frozenset[str] = frozenset(),
    as_of: date | None = None,
    source: str | None = None,
) -> Tables:
    """The tables after an upload; nothing is written into `current` or `incoming`.

    A table that is not in `incoming` stays. A table that is, gets its new rows added and its known ones updated by
    key: rows that the upload does not mention stay, and a blank or absent cell erases nothing but what no longer
    holds: the English of a text that the upload words anew, and what describes a figure that it gives anew. A table
    named in `replace` becomes what the upload holds: rows not mentioned go, blank cells are blank. Rows keep their
    order, new ones follow; a row that differs carries the upload's origin, a row re-stated with equal values keeps its
    own.

    `as_of` is stated as the date of the data, no longer as an assumption, on the authority of `source` (the names of
    the uploaded files, where it is not given). `findings` are those of the result: cross-checks made again, and what
    was said of tables that the upload leaves alone. What the upload itself broke: `new_errors`.
    Raises KeyError for a table that the data contract does not have.
    """
    frames = dict(current.frames)
    for name, rows in incoming.items():
        table = schema().tables[name]
        rows = rows.reindex(columns=[*table.columns, *ORIGIN]).astype(empty_frame(table).dtypes)
        frames[name] = _merged(table, frames[name], rows, whole=name in replace)
    uploaded = {(name, file): None for name, rows in incoming.items() for file in rows["origin_file"].dropna().unique()}
    tells = not incoming or any(len(rows) or name in replace for name, rows in incoming.items())
    if as_of is not None and tells:  # of no row no day is told
        files = dict.fromkeys(str(file) for _, file in uploaded)
        frames["about"] = _dated(Tables(frames, []), as_of, source or ", ".join(files))
    crossed = cross_checks(
        frames, lambda name, file: incoming[name] if (name, file) in uploaded else current.frames[name]
    )
    kept = [finding for finding in current.findings if finding.table not in incoming]
    return Tables(frames, list(dict.fromkeys([*kept, *crossed])))


@dataclass(frozen=True)
class Outcome:
    """What an upload makes of a state: the tables after, what is wrong with them, what follows, and what differs.

    With `faults` nothing may be published: `future` is then the state as it was. `doubts` are warnings of figures that
    contradict each other.
    """

    after: Tables
    faults: list[Finding]
    future: Snapshot
    differences: Changes
    doubts: list[Finding]


def outcome_of(
    current: Snapshot, incoming: Frames, replace: frozenset[str] = frozenset(), as_of: date | None = None
) -> Outcome:
    """Combine as `combined` does, and work out all that follows."""
    after = combined(current.tables, incoming, replace, as_of)
    faults = new_errors(current.tables, after)
    future = current if faults else succeeding(current, after)  # what is refused changes nothing
    doubts = [] if faults else contradictions(future, incoming)
    return Outcome(after, faults, future, changes_between(current, future), doubts)


def new_errors(current: Tables, after: Tables) -> list[Finding]:
    """Errors of the result that the current tables do not have: with one of them, publishing is refused."""
    return [finding for finding in after.findings if finding.severity == "error" and finding not in current.findings]


def contradictions(after: Snapshot, incoming: Frames) -> list[Finding]:
    """Warnings of reported figures in an upload that the items, its own or those already known, contradict, and of
    results that those of what lies below contradict."""
    stated = incoming.get("reported_totals")
    column, found = schema().tables["reported_totals"].columns["met"], list(_of_results(after.tables, incoming))
    for row in stated.to_dict("records") if stated is not None else ():
        ratio = after.ratios.get(row["measure"])
        if ratio is None or ratio.headline.kind != "contradiction" or row["met"] != ratio.headline.met:
            continue
        lower, upper = ratio.tally.lower, ratio.tally.upper
        if lower <= row["met"] <= upper and ratio.headline.total == ratio.total:
            continue  # they contradict each other, or the measure above, and not this figure
        counted = f"{lower}/{ratio.total}" if lower == upper else f"{lower}–{upper}/{ratio.total}"
        place = Place(row["origin_file"], row["origin_sheet"], address(row["origin_row"] - 1, 0), column.heading)
        value = f"{row['met']}/{ratio.headline.total}"
        found.append(finding("items_say_otherwise", place, value=value, counted=counted, table="reported_totals"))
    return found


def _of_results(tables: Tables, incoming: Frames) -> Iterator[Finding]:
    """A warning for each criterion and unit whose own result contradicts those below it, at the row of the upload that
    brought the one, else the first of the others."""
    table, stated = schema().tables["results"], incoming.get("results", tables["results"][:0])
    results, (_, in_stated) = tables["results"], match(table, tables["results"], stated)
    brought = in_stated >= 0
    column, names = table.columns["result"], tables["units"].set_index("code")["name"]
    for set_id in results.loc[brought, "set"].dropna().unique():
        of_set = rows_of_set(tables, set_id)
        is_here = of_set & brought
        rows, places = results[is_here], stated.iloc[in_stated[is_here]]
        criteria = tables["criteria"][tables["criteria"]["set"] == set_id].set_index("code")
        own, below = dict[tuple[str, str], int](), dict[tuple[str, str], int]()
        above = rows["criterion"].map(criteria["parent"]).fillna("")
        cells = zip(rows["criterion"].fillna(""), rows["unit"].fillna(""), above, strict=True)
        for number, (code, unit, upper) in enumerate(cells):
            own.setdefault((code, unit), number)
            if code:
                below.setdefault((upper, unit), number)
        for (code, unit), said in _doubtful(tables, set_id, of_set).items():
            if (at := own.get((code, unit), below.get((code, unit)))) is not None:
                row = places.iloc[at]
                cell = address(row["origin_row"] - 1, 0)
                place = Place(row["origin_file"], row["origin_sheet"], cell, column.heading)
                name = " – ".join(filter(None, (names.get(unit, unit), criteria["name"].get(code, code))))
                value = tables.word("result", said, "vi")
                yield finding("below_says_otherwise", place, value=value, name=name, table="results")


def _doubtful(tables: Tables, set_id: str, of_set: Mask) -> dict[tuple[str, str], str]:
    """What is stated of criteria by (criterion, unit), and of units as a whole, where those below say otherwise."""
    criteria, units = (results(tables, set_id, of_set) for results in (criterion_results, unit_results))
    found = {key: said for key, said, status in criteria.itertuples(name=None) if status == "doubtful"}
    found |= {("", unit): said for unit, said, status in units.itertuples(name=None) if status == "doubtful"}
    return {(code, "" if pd.isna(unit) else unit): said for (code, unit), said in found.items()}


def _merged(table: Table, current: pd.DataFrame, rows: pd.DataFrame, whole: bool) -> pd.DataFrame:
    """One table after the upload. With `whole`, nothing remains but what the upload says."""
    in_current, in_rows = match(table, current, rows)
    kept = in_rows >= 0 if whole else np.ones(len(current), dtype=bool)
    known = np.flatnonzero(in_rows >= 0)  # positions in `current` of the rows that the upload states
    stated = rows.iloc[in_rows[known]]
    if "source" in table.columns and not whole:
        stated = sourced(table, current.iloc[known], stated)
    changed, columns = np.zeros(len(known), dtype=bool), {}
    for name, column in table.columns.items():
        old, new = current[name].iloc[known], stated[name]
        counts = whole | new.notna().to_numpy()
        if column.translates:
            counts |= reworded(current[column.translates].iloc[known], stated[column.translates])
        counts |= outdated(column, current.iloc[known], stated) & new.isna().to_numpy()
        says = differing(old, new) & counts
        if says.any():
            changed |= says
            columns[name] = _with(current[name], known[says], new.array[says])
    for name in ORIGIN:
        columns[name] = _with(current[name], known[changed], stated[name].array[changed])
    updated = current.assign(**columns)
    added = rows[(in_current < 0) & (whole | _says_something(table, rows))]
    if kept.all() and added.empty and not changed.any():
        return current
    result = pd.concat([updated[kept], added], ignore_index=True) if len(added) else updated[kept]
    result = result.reset_index(drop=True).astype(empty_frame(table).dtypes)
    result.attrs = {}
    return result


def _says_something(table: Table, rows: pd.DataFrame) -> np.ndarray:
    """A mask of the rows that hold more than what they are about: a line of a form that nobody filled in is none.

    It is about that of a row elsewhere, by its key; where the key is a name, the name itself is news.
    """
    if not table.figures or not any(table.columns[name].references for name in table.key):
        return np.ones(len(rows), dtype=bool)
    said = [name for name, column in table.columns.items() if not column.required and name not in table.key]
    said = [name for name in said if name != "confidence"]
    file = rows["origin_file"] + ", " + rows["origin_sheet"]
    mask: np.ndarray = rows[said].notna().any(axis=1).to_numpy()
    return mask | (rows["source"] != file).to_numpy(dtype=bool, na_value=True) if "source" in rows else mask


def _with(column: pd.Series, positions: np.ndarray, values: pd.api.extensions.ExtensionArray) -> pd.Series:
    changed = column.array.copy()
    changed[positions] = values
    return pd.Series(changed, index=column.index, dtype=column.dtype)


def _dated(tables: Tables, as_of: date, source: str) -> pd.DataFrame:
    """The sheet `about` with the as-of date stated. A row that states it already is left alone."""
    about, table = tables["about"], schema().tables["about"]
    if as_of_date(tables) == as_of and not is_as_of_assumed(tables):
        return about
    written = f"{as_of:%d/%m/%Y}"
    cells = {"value": written, "value_en": written, "source": source or None, "confidence": "source"}
    at = np.flatnonzero((about["key"] == "as_of").to_numpy(dtype=bool, na_value=False))
    if len(at):
        row = about.iloc[at[:1]].assign(**cells)
    else:  # as if it stood below the last row of the sheet
        place = {"origin_file": source, "origin_sheet": table.sheet, "origin_row": len(about) + 2}
        row = pd.DataFrame([{"key": "as_of", **cells, **place}], columns=about.columns)
        at = np.array([len(about)])
    parts = [about.iloc[: at[0]], row, about.iloc[at[0] + 1 :]]
    result = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return result.astype(empty_frame(table).dtypes)
