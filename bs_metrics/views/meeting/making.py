"""What all slides of a snapshot are made with: words, sources, bars and rows that go on where they are many."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from bs_metrics.contract.citations import Citation
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.actions import days_over
from bs_metrics.views.gaps import Missing, missing
from bs_metrics.views.meeting.parts import bar_parts, in_parts, table_parts
from bs_metrics.views.meeting.slide import Slide, chart_of
from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.views.texts import measure_sources, ratio_name
from bs_metrics.views.verdicts.verdict import passed_text
from bs_metrics.words import Language, words


@dataclass(frozen=True)
class Making:
    """Slides of one state of the data, for one reader."""

    shown: Snapshot
    language: Language
    today: date | None = None  # the reader's, of slides that are looked at now

    @cached_property
    def lacking(self) -> list[Missing]:
        """What is missing, line by line."""
        return missing(self.shown.tables, self.shown.ratios, self.language)

    def say(self, key: str, **values: object) -> str:
        """A sentence in the reader's language."""
        return words(key, self.language, **values)

    def passed(self, deadline: date | None) -> str:
        """That a deadline has passed since the data were made; nothing where it has not, or nobody asks."""
        return passed_text(deadline, self.shown.as_of, self.today, self.language)

    def due(self, deadline: date, surely: bool = True) -> str:
        """A deadline; that what is `surely` not reached is overdue in the data; else that it has passed, then or since.

        No days beside it: those of the data and those until today are not to be compared.
        """
        day, over = format_date(deadline, self.language), days_over(deadline, self.shown.as_of)
        if over or self.passed(deadline):
            return self.say("slide.over" if over and surely else "slide.passed", day=day)
        return day

    def slide(self, id: str, name: str, title: str, cited: Collection[Citation] = (), **given: Any) -> Slide:
        """A slide with the source and the date of the data at its foot."""
        source = source_line(self.shown.tables, self.language, False, cited)  # a slide has one line for it
        as_of = as_of_text(self.shown.tables, self.language)
        return Slide(id, name, title, source, as_of, **given)

    def of_bars(
        self, ratios: Collection[Ratio], rows: pd.DataFrame, id: str, name: str, title: str, **given: Any
    ) -> Iterator[Slide]:
        """A slide of bars, or several where they are many, with the sources of the measures; sentences on the first."""
        cited, notes = [one for ratio in ratios for one in ratio.sources], self.cited_by(ratios) + given.pop("more", ())
        for part, named, some in in_parts(id, name, bar_parts(rows)):
            yield self.slide(part, named, title, cited, chart=chart_of("shares", some), notes=notes, **given)
            given = given | {"lines": (), "holds": ()}

    def of_rows(self, id: str, name: str, title: str, table: pd.DataFrame, notes: tuple[str, ...]) -> Iterator[Slide]:
        """A slide of rows, or several where they are many; none where there are none."""
        if len(table):
            for part, named, some in in_parts(id, name, table_parts(table, title)):
                yield self.slide(part, named, title, table=some, notes=notes)

    def cited_by(self, ratios: Iterable[Ratio]) -> tuple[str, ...]:
        """Where each measure's figures come from, its target's document included."""
        return tuple(f"{ratio_name(ratio, self.language)}: {measure_sources(ratio, self.language)}" for ratio in ratios)
