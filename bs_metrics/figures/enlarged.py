"""Charts of slides by their kind, and one for the back of a room: the same, with everything so many times as large."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.bars import share_bars, threshold_bars
from bs_metrics.figures.style import Palette

SLIDE_FIGURES: dict[str, Callable[..., go.Figure]] = {
    "shares": share_bars,
    "thresholds": threshold_bars,
}
_LENGTHS = {"size", "xshift", "yshift", "width", "height", "l", "r"}
_OF_TRACES = {"width"}  # the width of a bar is a length on the axis, not on the screen


def enlarged(figure: go.Figure, factor: float) -> go.Figure:
    """A copy in which every size that is given in pixels is multiplied; what is placed on an axis stays there."""
    drawn = figure.to_plotly_json()
    layout = _scaled(drawn["layout"], factor)
    traces = [
        {name: value if name in _OF_TRACES else _scaled(value, factor) for name, value in trace.items()}
        for trace in drawn["data"]
    ]
    return go.Figure(data=traces, layout=layout)


def slide_figure(kind: str, rows: pd.DataFrame, palette: Palette, factor: float, width: float) -> go.Figure:
    """The chart of a slide, so many times as large as on a page, whole in this width."""
    figure = SLIDE_FIGURES[kind](rows, palette, width / factor)
    return enlarged(figure, factor) if factor != 1 else figure


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, dict):
        return {
            name: part * factor if name in _LENGTHS and isinstance(part, int | float) else _scaled(part, factor)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_scaled(part, factor) for part in value]
    return value
