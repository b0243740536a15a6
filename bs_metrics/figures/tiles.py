"""The tile map: one square a unit, where it lies on the map, with its name and its status in words."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import UNKNOWN_PATTERN, Palette, bold, canvas, literal

_TILE = 0.95


def tile_map(tiles: pd.DataFrame, palette: Palette) -> go.Figure:
    """Columns: `name`, `column` (0 = west), `row` (0 = north), `status`, `word` (the status in words), `faded`.

    Names shrink with the tiles, all alike, so that they stay whole on a phone.
    """
    height = int(tiles["row"].max()) + 1
    figure = canvas(palette, 84 * height, barmode="overlay", uniformtext={"minsize": 8, "mode": "show"})
    for tile in tiles.itertuples():
        met = tile.status == "met"
        lines = tile.name.split(" ", 1) if len(tile.name) > 6 else [tile.name]
        figure.add_trace(
            go.Bar(
                x=[tile.column],
                y=[_TILE],
                base=[height - 1 - tile.row],
                width=_TILE,
                opacity=0.28 if tile.faded else 1,
                text=["<br>".join([*map(bold, lines), literal(tile.word)])],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": 17, "color": palette.surface if met else palette.ink},
                constraintext="inside",
                customdata=[literal(f"{tile.name}: {tile.word}")],
                hovertemplate="%{customdata}<extra></extra>",
                marker={
                    "color": palette.met if met else palette.surface,
                    "line": {"width": 1.5, "color": palette.of_status(tile.status)},
                    "pattern": {"shape": ""}
                    if tile.status != "unknown"
                    else {**UNKNOWN_PATTERN, "fgcolor": palette.line, "fgopacity": 1},
                },
            )
        )
    width = int(tiles["column"].max())
    figure.update_layout(
        xaxis={"range": [-0.5, width + 0.5]},
        yaxis={"range": [-0.02, height]},
    )
    return figure
