"""Statements of the current data that the new data make false, as far as the tables themselves can tell.

A printed figure becomes false where it agreed with the headline before and no longer does; a text that names the old
figure can only be pointed at, a person must read it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from bs_metrics.contract.schema import schema
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.rows import each_row
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import exact
from bs_metrics.snapshots.matching import differing, match
from bs_metrics.snapshots.snapshot import Snapshot

Kind = Literal["contradiction", "superseded", "deadline_passed", "target_reached", "mention"]
KINDS: tuple[Kind, ...] = ("contradiction", "superseded", "deadline_passed", "target_reached", "mention")
_PRINTED = ["met", "total", "percent_printed", "as_of"]
_MOST_MENTIONS = 200  # texts that name an old figure; nobody reads more


@dataclass(frozen=True)
class Statement:
    """One row of the current data that no longer holds, with the measure that says so.

    `contradiction`: items and reported figure cannot both be true. `superseded`: a printed figure is no longer the
    headline. `deadline_passed`: the target's deadline lies before the new as-of date and it is not reached.
    `target_reached`: what was still to do is done. `mention`: the text in `text` names the old figure `printed`.
    `row` is the row of `table` as the current data hold it.
    """

    kind: Kind
    measure: str
    table: str
    row: pd.Series
    column: str
    printed: str | None = None
    text: str | None = None


def false_statements(before: Snapshot, after: Snapshot) -> list[Statement]:
    """What becomes false, contradictions first, texts to read again last."""
    statements = [*_reported(before, after), *_targets(before, after), *_mentions(before, after)]
    return sorted(statements, key=lambda statement: KINDS.index(statement.kind))


def _reported(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """The newest reported total of each measure, where it agreed with the headline before and no longer does."""
    rows = _newest_totals(before)
    newer = {row["measure"]: tuple(row[_PRINTED]) for row in each_row(_newest_totals(after))}
    for row in each_row(rows):
        was, now = before.ratios.get(row["measure"]), after.ratios.get(row["measure"])
        if was is None or now is None:
            continue
        still_newest = newer.get(row["measure"]) == tuple(row[_PRINTED])  # else it is not this row that contradicts
        if now.headline.kind == "contradiction" != was.headline.kind and still_newest:
            yield Statement("contradiction", now.id, "reported_totals", row, "met")
        elif (now.headline.kind != "contradiction" or not still_newest) and agrees(row, was) and not agrees(row, now):
            yield Statement("superseded", now.id, "reported_totals", row, "met")


def _newest_totals(shown: Snapshot) -> pd.DataFrame:
    rows = shown.tables["reported_totals"]
    return rows.sort_values("as_of", kind="stable").drop_duplicates("measure", keep="last")


def agrees(row: pd.Series, ratio: Ratio) -> bool:
    """Whether a reported total says what the headline says: count, total and percentage as far as it prints them.

    A printed percentage is compared to the digits it has. A count within an open interval is not contradicted.
    """
    headline = ratio.headline
    if row["total"] is not None and row["total"] != headline.total:
        return False
    if headline.kind == "interval":
        return row["met"] is None or ratio.total is None or ratio.tally.lower <= row["met"] <= ratio.tally.upper
    if row["met"] is not None and row["met"] != headline.met:
        return False
    if row["percent_printed"] is None:
        return True
    printed = Decimal(repr(float(row["percent_printed"]))).normalize()
    digits = max(0, -int(printed.as_tuple().exponent))
    off = abs(100 * headline.share - exact(float(row["percent_printed"]))) if headline.share is not None else None
    return off is not None and off <= Fraction(1, 2 * 10**digits)


def _targets(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """Targets that are reached now, and those whose deadline has passed meanwhile."""
    for row in each_row(before.tables["targets"]):
        was, now = before.ratios.get(row["measure"]), after.ratios.get(row["measure"])
        if was is None or now is None or now.target is None:
            continue
        if gap_status(now) == "met":
            if gap_status(was) != "met":
                yield Statement("target_reached", now.id, "targets", row, "count")
        elif before.as_of and after.as_of and now.target.deadline:
            if before.as_of <= now.target.deadline < after.as_of:
                yield Statement("deadline_passed", now.id, "targets", row, "deadline")


def _mentions(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """Texts that stay as they are and name a figure that no longer is one: 55/63, or the unmet part 8/63."""
    old = _old_figures(before.ratios, after.ratios)
    if not old:
        return
    figure = re.compile(rf"(?<![\d/.,])(?:{'|'.join(map(re.escape, old))})(?![\d/]|[.,]\d)")
    left = _MOST_MENTIONS
    for name, table in schema().tables.items():
        then, now = before.tables[name], after.tables[name]
        kept = match(table, then, now).in_after
        for column in table.columns.values():
            if column.type != "text" or column.name.endswith("_en") or column.name == "source":
                continue
            at = _naming(then[column.name], figure)
            at = at[kept[at] >= 0]
            at = at[~differing(then[column.name].iloc[at], now[column.name].iloc[kept[at]])][:left]
            left -= len(at)
            for row in each_row(then.iloc[at]):
                for printed in dict.fromkeys(figure.findall(row[column.name])):
                    yield Statement("mention", old[printed], name, row, column.name, printed, row[column.name])


def _old_figures(before: dict[str, Ratio], after: dict[str, Ratio]) -> dict[str, str]:
    """Figures that were right before and are no measure's any more, with the measure."""
    now = {figure for ratio in after.values() for figure in _figures(ratio)}
    figures: dict[str, str] = {}
    for name, ratio in before.items():
        if name in after and after[name].headline != ratio.headline:
            figures |= {figure: name for figure in _figures(ratio) if figure not in now | set(figures)}
    return figures


def _figures(ratio: Ratio) -> tuple[str, ...]:
    met, total = ratio.headline.met, ratio.headline.total
    if met is None or total is None or ratio.headline.kind not in ("items", "reported"):
        return ()
    return f"{met}/{total}", f"{total - met}/{total}"


def _naming(texts: pd.Series, figure: re.Pattern[str]) -> np.ndarray:
    """Positions of the texts that name one of the figures; each distinct text is read once."""
    codes, distinct = pd.factorize(texts.to_numpy(dtype=object, na_value=None))
    hits = np.array([bool(figure.search(text)) for text in distinct] + [False])  # a blank has the code -1: the last
    return np.flatnonzero(hits[codes])
