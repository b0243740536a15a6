"""One stage of the road as a row of segments, an item each."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import Palette, canvas, status_bar

_MANY = 30  # from here on segments get thin gaps


def stage_bar(segments: pd.DataFrame, palette: Palette) -> go.Figure:
    """Segments in order; `segments` has the columns `status` (met, unknown, not_met) and `count`."""
    total = int(segments["count"].sum())
    figure = canvas(palette, 18, bargap=0)
    gap = 0.4 if total > _MANY else 0.06
    start = 0
    for status, number in segments[["status", "count"]].itertuples(index=False):
        if number:
            bases = [start + step + gap / 2 for step in range(number)]
            trace = status_bar(palette, status, [1 - gap] * number, [0] * number, base=bases, width=0.86)
            figure.add_trace(trace.update(hoverinfo="skip"))
        start += number
    figure.update_layout(xaxis={"range": [0, max(total, 1)]}, yaxis={"range": [-0.5, 0.5]})
    return figure
