"""The day that a file's figures are of, as far as the file says so: in a title above a table, or row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.checks import day_in
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.periods import spans_in
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

DATED = ("results", "schools", "reported_totals")  # tables that say how things stand on a day; others name deadlines


@dataclass(frozen=True)
class StatedDay:
    """A date with the sheet and the row, as Excel counts it, that states it."""

    day: date
    sheet: str
    row: int


def stated_day(blocks: Iterable[TableBlock], frames: Mapping[str, pd.DataFrame]) -> StatedDay | None:
    """The newest date that the file gives for its figures, or None. To be offered: a title may name another day."""
    stated = []
    for block in blocks:
        if block.meaning.table not in DATED or day_in(block.title) is None:
            continue  # none, or several: which one is meant?
        for row in block.title_rows:
            days = [day_in(cell) for cell in block.sheet.rows[row] if isinstance(cell, str)]
            stated += [StatedDay(day, block.sheet.name, row + 1) for day in days if day]
    if "reported_totals" in frames:
        rows = frames["reported_totals"][["as_of", "origin_sheet", "origin_row"]].dropna()
        stated += [StatedDay(day, sheet, int(row)) for day, sheet, row in rows.itertuples(index=False, name=None)]
    return max(stated, key=lambda one: one.day, default=None)


def day_of_data(vocabulary: Vocabulary) -> date | None:
    """The day of the data that are there."""
    about = vocabulary.frame("about")
    try:
        return day_of(str(next(iter(about.loc[about["key"] == "as_of", "value"]), "")))
    except BadCell:
        return None


def known_until(block: TableBlock, vocabulary: Vocabulary) -> date | None:
    """The last day that marks can be of: the end of the period that the title names, else the day of the data."""
    of_data = day_of_data(vocabulary)
    year = (of_data or date.today()).year
    spans = spans_in(f"{block.title}\n{block.sheet.name}", vocabulary.words, year)
    return spans[0].last if spans else of_data


def is_to_come(day: date) -> bool:
    """Whether nothing can be known of a day yet."""
    return day > last_day()


def last_day() -> date:
    """The last day that figures can be of: where they were made, it may be tomorrow already."""
    return date.today() + timedelta(days=1)
