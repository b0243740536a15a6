"""The charts of the offline page: each drawn for light and for dark, with its numbers as a table beside it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.exports.offline.html import element, folded, in_script, table, tag
from bs_metrics.figures.bars import share_bars, threshold_bars
from bs_metrics.figures.colours import theme_palette
from bs_metrics.figures.stage import stage_bar
from bs_metrics.figures.style import Palette
from bs_metrics.figures.tiles import tile_map
from bs_metrics.views.slides.slide import SlideChart
from bs_metrics.words import Language, words

Drawn = Callable[[pd.DataFrame, Palette], go.Figure]
MODES = ("light", "dark")
_KINDS: dict[str, Drawn] = {"shares": share_bars, "thresholds": threshold_bars, "tiles": tile_map}
_COLUMNS = {  # what the table of a chart holds: column of its rows, key of the heading
    "shares": {"label": "column.name", "inside": "column.ratio", "beside": "column.gap"},
    "thresholds": {"label": "column.name", "beside": "column.value"},
    "tiles": {"name": "column.unit", "word": "column.status"},
}


@dataclass
class Charts:
    """Collects the figures of a page; `as_json` is what its script draws them from."""

    language: Language
    figures: list[dict[str, Any]] = field(default_factory=list)

    def of(self, chart: SlideChart | None) -> str:
        """A figure with its numbers as a table behind one click; nothing where there is nothing to draw."""
        if chart is None or not len(chart.rows):
            return ""
        place = self._place(_KINDS[chart.kind], chart.rows, chart.alt)
        columns = _COLUMNS[chart.kind]
        numbers = chart.rows[list(columns)].set_axis([words(key, self.language) for key in columns.values()], axis=1)
        name = words("offline.numbers", self.language)
        return tag("figure", place) + folded(name, table(numbers, name))

    def still(self, rows: pd.DataFrame, alt: str) -> str:
        """The bar of a stage, to look at only."""
        return tag("figure", self._place(stage_bar, rows, alt, still=True))

    def _place(self, draw: Drawn, rows: pd.DataFrame, alt: str, still: bool = False) -> str:
        """The element that the script draws into. It is as high as its figure before that, so that nothing jumps."""
        figures = {mode: json.loads(draw(rows, theme_palette(mode)).to_json()) for mode in MODES}
        for figure in figures.values():
            figure["layout"].pop("template", None)
        height = int(figures["light"]["layout"]["height"])
        self.figures.append({"still": still, **figures})
        number = str(len(self.figures) - 1)
        return tag("div", class_="chart", role="img", aria_label=alt, data_chart=number, style=f"height:{height}px")

    def as_json(self) -> str:
        """All figures, for a script element."""
        return in_script(self.figures)

    def without_script(self) -> str:
        """What a reader is told whose browser runs no script."""
        return tag("noscript", element("p", words("offline.no_script", self.language)))
