"""A slide of a meeting is plain content: the page, the deck and the offline file draw the same one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from bs_metrics.measures.ratios import Ratio
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.words import Language

ChartKind = Literal["shares", "thresholds", "tiles"]


@dataclass(frozen=True)
class SlideChart:
    """The rows to draw and how. `rows` has the columns of the figure of that kind: `share_bars` (shares),
    `threshold_bars` (thresholds), `tile_map` (tiles). `alt` says the same numbers for those who cannot see the chart.
    """

    kind: ChartKind
    rows: pd.DataFrame
    alt: str


@dataclass(frozen=True)
class Slide:
    """One message. All texts are plain: nothing in them is markup, whatever a spreadsheet held.

    `id` is the same in every language and stands in links; so do `holds`, the ids of slides whose content this one has.
    `name` is the topic in a few words, for the list of slides; `head`, above the title, says more of it where there is
    more. `title` is a sentence with its number, `gaps` the words of it that say what is missing. `table` is text cells,
    for what is a list and not a picture. `notes` are for the speaker: where each number stands. `page` is the address
    of the page that shows the topic whole.
    """

    id: str
    name: str
    title: str
    source: str
    as_of: str
    lines: tuple[str, ...] = ()
    chart: SlideChart | None = None
    table: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    page: str = "overview"
    head: str = ""
    gaps: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()

    @property
    def above(self) -> str:
        """What stands above the title."""
        return self.head or self.name

    @property
    def title_parts(self) -> list[tuple[str, bool]]:
        """The title in pieces, each with whether it says what is missing."""
        parts, rest = [], self.title
        for gap in self.gaps:
            if gap in rest:
                before, _, rest = rest.partition(gap)
                parts += [(before, False), (gap, True)]
        return [part for part in [*parts, (rest, False)] if part[0]]


def picked(all_slides: list[Slide], ids: Iterable[str]) -> list[Slide]:
    """The slides asked for, in the order asked for; all of them when none of the ids is known."""
    found = (slide_of_id(all_slides, id) for id in ids)
    return list({slide.id: slide for slide in found if slide is not None}.values()) or all_slides


def slide_of_id(all_slides: list[Slide], id: str) -> Slide | None:
    """The slide of an id, or the one that has its content: of a slide joined to another, of a part of a longer list."""
    held = {one: slide for slide in reversed(all_slides) for one in slide.holds}
    by_id = held | {slide.id: slide for slide in all_slides}
    whole, _, part = id.rpartition("-")
    return by_id.get(id) or (by_id.get(whole) if part.isdecimal() else None)


def gap_chart(ratios: dict[str, Ratio], language: Language) -> SlideChart | None:
    """The gaps of all measures; None where none has a total."""
    return chart_of("shares", gap_bars(ratios, language))


def chart_of(kind: ChartKind, rows: pd.DataFrame) -> SlideChart | None:
    """Rows to draw, and in words: a bar's name, figure if it stands apart, what is said beside; a tile's status."""
    if rows.empty:
        return None
    inside = (rows["inside"] + ", ").where(rows["inside"] != "", "") if "inside" in rows else ""
    said = rows["name"] + ": " + rows["word"] if kind == "tiles" else rows["label"] + ": " + inside + rows["beside"]
    return SlideChart(kind, rows, "; ".join(said))
