"""One slide of a meeting as plain content: the page, the deck and the offline file draw the same one."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

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

    `id` is the same in every language and stands in links; `name` is the topic in a few words, for the list of slides;
    `title` is a sentence with its number. `table` is text cells, for what is a list and not a picture. `notes` are for
    the speaker: where each number stands. `page` is the address of the page that shows the topic whole.
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
