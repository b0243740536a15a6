"""The map of units by their outlines, coloured and worded like the tiles."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import UNKNOWN_PATTERN, Palette, canvas, literal
from bs_metrics.figures.tiles import fill_of, said_of

_HEIGHT = 560  # px
_LETTERS = 12  # px: three lines of them fit a commune on a phone


def region_map(regions: pd.DataFrame, palette: Palette) -> go.Figure:
    """Rows as for `tile_map`, with `x` and `y` (lists of points in a plane, None between rings), `label_x`, `label_y`.

    Drawn as filled lines: plotly's own maps fetch outlines of the world from elsewhere.
    """
    figure = canvas(palette, _HEIGHT, xaxis={"visible": False, "fixedrange": True, "scaleanchor": "y"})
    for region in regions.itertuples():
        colour, ink = fill_of(region, palette)
        hatched = region.status == "unknown"
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
                line={
                    "width": 1.5,
                    "color": palette.surface if region.status == "met" else palette.of_status(region.status),
                },
                opacity=0.28 if region.faded else 1,
                hoveron="fills",
                text=literal(f"{region.name}: {region.word}"),
                hoverinfo="text",
            )
        )
        figure.add_annotation(
            x=region.label_x,
            y=region.label_y,
            text=said_of(region),
            showarrow=False,
            font={"size": _LETTERS, "color": ink},
            opacity=0.45 if region.faded else 1,
        )
    return figure
