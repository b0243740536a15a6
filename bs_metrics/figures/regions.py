"""The map of units by their outlines, coloured and worded like the tiles."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import UNKNOWN_PATTERN, Palette, canvas, literal
from bs_metrics.figures.tiles import SMALLEST, fill_of, texts_of

_HEIGHT = 500  # px
_LETTERS = 15  # px at most
_AIR = 0.01  # of the map, for the lines at its edge
_INSIDE = 0.92  # of the room that an outline has for its name


def region_map(regions: pd.DataFrame, palette: Palette) -> go.Figure:
    """Rows as for `tile_map`, with `x` and `y` (lists of points in a plane, None between rings), `label_x`, `label_y`,
    `label_width`, `label_height` (the room for a name).

    Drawn as filled lines: plotly's own maps fetch outlines of the world from elsewhere. A name lies in a bar that
    nobody sees: texts of bars shrink with their room, all alike, so that they stay whole on a phone.
    """
    across, up = _span(regions["x"]), _span(regions["y"])
    figure = canvas(
        palette,
        _HEIGHT,
        barmode="overlay",
        uniformtext={"minsize": SMALLEST, "mode": "show"},
        xaxis={"visible": False, "fixedrange": True, "scaleanchor": "y", "range": across, "constrain": "domain"},
        yaxis={"visible": False, "fixedrange": True, "range": up, "constrain": "domain"},
    )
    for region, label in zip(regions.itertuples(), texts_of(regions), strict=True):
        colour, ink = fill_of(region, palette)
        hatched = region.status == "unknown"
        edge = palette.surface if region.status == "met" else palette.of_status(region.status)
        figure.add_trace(
            go.Scatter(
                x=region.x,
                y=region.y,
                mode="lines",
                fill="toself",
                fillcolor=colour,
                fillpattern={**UNKNOWN_PATTERN, "fgcolor": palette.line, "bgcolor": palette.surface}
                if hatched
                else None,
                line={"width": 1.5, "color": palette.line if region.faded else edge},
                hoveron="fills",
                text=literal(f"{region.name}: {region.word}"),
                hoverinfo="text",
            )
        )
        tall = _INSIDE * region.label_height
        figure.add_trace(
            go.Bar(
                x=[region.label_x],
                y=[tall],
                base=[region.label_y - tall / 2],
                width=_INSIDE * region.label_width,
                marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
                text=[label],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": _LETTERS, "color": ink},
                constraintext="inside",
                hoverinfo="skip",
                zorder=1,  # above the outlines, which plotly would draw over it
            )
        )
    return figure


def _span(lines: pd.Series) -> list[float]:
    """From the least to the most of some lines' coordinates, and a little air: bars would widen an axis to nought."""
    points = [point for line in lines for point in line if point is not None]
    low, high = min(points), max(points)
    air = (high - low) * _AIR
    return [low - air, high + air]
