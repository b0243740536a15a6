"""Figures of slides by their kind, and one for the back of a room: the same, with everything so many times as large."""

from html import unescape
from typing import Any

import plotly.graph_objects as go

from bs_metrics.figures.bars import share_bars, threshold_bars
from bs_metrics.figures.maps import tile_map
from bs_metrics.figures.style import BAR_LENGTH

SLIDE_FIGURES = {"shares": share_bars, "thresholds": threshold_bars, "tiles": tile_map}
_LETTER = 0.58  # of the size: the mean width of bold letters and figures
_LENGTHS = {"size", "xshift", "yshift", "width", "height"}
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


def room_for_letters(figure: go.Figure, width: float) -> float:
    """How many times as large the letters of named bars may be, so that none leaves a figure of this width.

    Names start at the left edge, what is said of a bar where the longest could end.
    """
    layout, factors = figure.layout, [float("inf")]
    for note in layout.annotations:
        if note.xref != "paper" and note.x != layout.xaxis.range[1]:
            continue
        room = width if note.xref == "paper" else (1 - BAR_LENGTH) * width
        lines = unescape(note.text.replace("<b>", "").replace("</b>", "")).split("<br>")
        size = note.font.size or layout.font.size
        factors.append(room / (_LETTER * size * max(map(len, lines)) + max(note.xshift or 0, 0)))
    return min(factors)


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, dict):
        return {
            name: part * factor
            if name in _LENGTHS and isinstance(part, int | float) and part > 0
            # A shift to the left takes back the padding that plotly gives a text; that does not grow with the letters.
            else _scaled(part, factor)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_scaled(part, factor) for part in value]
    return value
