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

from bs_metrics.contract.citations import Citation, citation_of
from bs_metrics.contract.keeping import differing
from bs_metrics.contract.records import ReportedTotal, Target, Text, text_of
from bs_metrics.contract.schema import schema
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import exact
from bs_metrics.snapshots.matching import match
from bs_metrics.snapshots.snapshot import Snapshot

Kind = Literal["contradiction", "superseded", "deadline_passed", "target_reached", "mention"]
KINDS: tuple[Kind, ...] = ("contradiction", "superseded", "deadline_passed", "target_reached", "mention")
_MOST_MENTIONS = 200  # texts that name an old figure; nobody reads more


@dataclass(frozen=True)
class Mention:
    """An old figure of a measure that a text names: of what is met, or of the rest."""

    measure: str
    printed: str
    is_rest: bool


@dataclass(frozen=True)
class Statement:
    """One row of the current data that no longer holds, with the measure that says so.

    `contradiction`: items and reported figure cannot both be true. `superseded`: a printed figure is no longer the
    headline. `deadline_passed`: the target's deadline lies before the new as-of date and it is not reached.
    `target_reached`: what was still to do is done. `mention`: the text in `text` names the old figures in
    `mentions`, the first of them one of `measure`.
    `citation` is the row of `table` in the current data; `reported` is that row where it is a reported total.
    """

    kind: Kind
    measure: str
    table: str
    citation: Citation
    column: str
    reported: ReportedTotal | None = None
    mentions: tuple[Mention, ...] = ()
    text: Text | None = None


def false_statements(before: Snapshot, after: Snapshot) -> list[Statement]:
    """What becomes false, contradictions first, texts to read again last."""
    statements = [*_reported(before, after), *_targets(before, after), *_mentions(before, after)]
    return sorted(statements, key=lambda statement: KINDS.index(statement.kind))


def _reported(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """The newest reported total of each measure, where it agreed with the headline before and no longer does."""
    newer = _newest_totals(after)
    for measure, total in _newest_totals(before).items():
        was, now = before.ratios.get(measure), after.ratios.get(measure)
        if was is None or now is None:
            continue
        is_newest = measure in newer and _printed(newer[measure]) == _printed(total)  # else another row contradicts
        if now.headline.kind == "contradiction" != was.headline.kind and is_newest:
            yield Statement("contradiction", measure, "reported_totals", total.citation, "met", total)
        elif (now.headline.kind != "contradiction" or not is_newest) and agrees(total, was) and not agrees(total, now):
            yield Statement("superseded", measure, "reported_totals", total.citation, "met", total)


def _newest_totals(shown: Snapshot) -> dict[str, ReportedTotal]:
    """The newest reported total of each measure, the oldest of them first."""
    newest: dict[str, ReportedTotal] = {}
    for total in sorted(shown.tables.rows(ReportedTotal), key=lambda total: total.as_of):
        newest.pop(total.measure, None)
        newest[total.measure] = total
    return newest


def _printed(total: ReportedTotal) -> tuple[object, ...]:
    return total.met, total.total, total.percent_printed, total.as_of


def agrees(total: ReportedTotal, ratio: Ratio) -> bool:
    """Whether a reported total says what the headline says: count, total and percentage as far as it prints them.

    A printed percentage is compared to the digits it has. A count within an open interval is not contradicted.
    """
    headline = ratio.headline
    if total.total is not None and total.total != headline.total:
        return False
    if headline.kind == "interval":
        return total.met is None or ratio.total is None or ratio.tally.lower <= total.met <= ratio.tally.upper
    if total.met is not None and total.met != headline.met:
        return False
    if total.percent_printed is None:
        return True
    printed = Decimal(repr(total.percent_printed)).normalize()
    digits = max(0, -int(printed.as_tuple().exponent))
    off = abs(100 * headline.share - exact(total.percent_printed)) if headline.share is not None else None
    return off is not None and off <= Fraction(1, 2 * 10**digits)


def _targets(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """Targets that are reached now, and those whose deadline has passed meanwhile."""
    for target in before.tables.rows(Target):
        was, now = before.ratios.get(target.measure), after.ratios.get(target.measure)
        if was is None or now is None or now.target is None:
            continue
        if gap_status(now) == "met":
            if gap_status(was) != "met":
                yield Statement("target_reached", now.id, "targets", target.citation, "count")
        elif before.as_of and after.as_of and now.target.deadline:
            if before.as_of <= now.target.deadline < after.as_of:
                yield Statement("deadline_passed", now.id, "targets", target.citation, "deadline")


def _mentions(before: Snapshot, after: Snapshot) -> Iterator[Statement]:
    """Texts that stay as they are and name a figure that no longer is one: 3/4, or the unmet part 1/4."""
    old = _old_figures(before.ratios, after.ratios)
    if not old:
        return
    figure = re.compile(rf"(?<![\d/.,])(?:{'|'.join(map(re.escape, old))})(?![\d/]|[.,]\d)")
    left = _MOST_MENTIONS
    for name, table in schema().tables.items():
        then, now = before.tables[name], after.tables[name]
        _, kept = match(table, then, now)
        for column in table.columns.values():
            if column.type != "text" or column.name.endswith("_en") or column.name == "source":
                continue
            at = _naming(then[column.name], figure)
            at = at[kept[at] >= 0]
            at = at[~differing(then[column.name].iloc[at], now[column.name].iloc[kept[at]])][:left]
            left -= len(at)
            for _, row in then.iloc[at].iterrows():
                place, text = citation_of(row), text_of(row, column.name)
                named = tuple(old[printed] for printed in dict.fromkeys(figure.findall(text.vi)))
                yield Statement("mention", named[0].measure, name, place, column.name, mentions=named, text=text)


def _old_figures(before: dict[str, Ratio], after: dict[str, Ratio]) -> dict[str, Mention]:
    """Figures that were right before and are no measure's any more, with what they were."""
    now = {figure for ratio in after.values() for figure in _figures(ratio)}
    figures: dict[str, Mention] = {}
    for name, ratio in before.items():
        if name in after and after[name].headline != ratio.headline:
            for figure, is_rest in zip(_figures(ratio), (False, True), strict=False):
                if figure not in now:
                    figures.setdefault(figure, Mention(name, figure, is_rest))
    return figures


def _figures(ratio: Ratio) -> tuple[str, ...]:
    """What is met and what is not, of all."""
    met, total = ratio.headline.met, ratio.headline.total
    if met is None or total is None or ratio.headline.kind not in ("items", "reported"):
        return ()
    return f"{met}/{total}", f"{total - met}/{total}"


def _naming(texts: pd.Series, figure: re.Pattern[str]) -> np.ndarray:
    """Positions of the texts that name one of the figures; each distinct text is read once."""
    codes, distinct = pd.factorize(texts.to_numpy(dtype=object, na_value=None))
    hits = np.array([bool(figure.search(text)) for text in distinct] + [False])  # a blank has the code -1: the last
    return np.flatnonzero(hits[codes])
