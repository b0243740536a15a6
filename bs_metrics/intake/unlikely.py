"""Figures that may be right but seldom are: another total than the known one, more than everything, a day to come.

What the current data says already is not told again: a template that is uploaded unchanged has no finding.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pandas as pd

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.counts import totals_of, written
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_ALL = 100  # percent


def unlikely(
    frames: dict[str, pd.DataFrame], vocabulary: Vocabulary, cell_of: Callable[[str, str, int], str]
) -> Iterator[Finding]:
    """A warning for each such figure; `cell_of` gives the address of a column's cell in the n-th row of a table."""

    def told(code: str, table: str, column: str, number: int, value: str, **context: str) -> Finding:
        row, heading = frames[table].iloc[number], schema().tables[table].columns[column].heading
        place = Place(row["origin_file"], row["origin_sheet"], cell_of(table, column, number), heading)
        return finding(code, place, value=value, table=table, **context)

    if "reported_totals" in frames:
        totals = frames["reported_totals"]
        rows = totals[["measure", "total", "percent_printed", "as_of"]].astype(object)
        told_before = {
            column: set(
                vocabulary.frame("reported_totals")[["measure", column]].dropna().itertuples(index=False, name=None)
            )
            for column in ("percent_printed", "as_of")
        }
        there = {measure: totals_of(measure, vocabulary) for measure in totals["measure"].dropna().unique()}
        for number, (measure, total, percent, day) in enumerate(rows.itertuples(index=False, name=None)):
            others = there.get(measure, set()) if pd.notna(measure) else set()
            if others and pd.notna(total) and total not in others:
                shown = ", ".join(map(str, sorted(others)))
                yield told("total_not_known", "reported_totals", "total", number, str(total), known=shown)
            if pd.notna(percent) and percent > _ALL and (measure, percent) not in told_before["percent_printed"]:
                yield told("more_than_all", "reported_totals", "percent_printed", number, written(percent))
            if pd.notna(day) and is_to_come(day) and (measure, day) not in told_before["as_of"]:
                yield told("day_to_come", "reported_totals", "as_of", number, f"{day:%d/%m/%Y}")
    if "about" in frames:
        about, now = frames["about"], set(vocabulary.frame("about")["value"].dropna())
        for number in (about["key"] == "as_of").to_numpy(dtype=bool, na_value=False).nonzero()[0]:
            value = about["value"].iloc[number]
            stated = None if pd.isna(value) or value in now else _day(value)
            if stated and is_to_come(stated):
                yield told("day_to_come", "about", "value", int(number), f"{stated:%d/%m/%Y}")


def is_to_come(day: date) -> bool:
    """Whether nothing can be known of a day yet."""
    return day > last_day()


def last_day() -> date:
    """The last day that figures can be of: where they were made, it may be tomorrow already."""
    return date.today() + timedelta(days=1)


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except BadCell:
        return None
