"""A figure for the back of a room: the same, with letters, lines and heights so many times as large."""

from typing import Any

import plotly.graph_objects as go

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
