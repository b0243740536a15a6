"""The maps of units, each with its name and its status in words: a square a unit, or the units by their outlines."""

from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import UNKNOWN_PATTERN, Palette, bold, canvas, hover, literal, mixed, readable_on

_TILE = 0.95
_TALL, _LINE, _MARGIN = 84, 22, 18  # px: a tile, a line of text in it, the room above and below
_SHORT = 7  # letters that a line has at least
_REGIONS_TALL, _REGION_LETTERS = 500, 15  # px: the map by outlines, its letters at most
_AIR = 0.01  # of the map, for the lines at its edge
_INSIDE = 0.92  # of the room that an outline has for its name
_LABEL = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "inside"}
_SMALLEST = 6  # px of letters, so small only where a map of many units is shown on a phone
# How much of the colour the classes have, but for the last, which has all of it: on what lies between, neither ink nor
# surface stands out enough to be read.
_LIGHTEST, _DARKER = 0.12, 0.54
_LAST_BUT_ONE = 0.75  # the highest shade below 1, of five classes
_HATCHED = ("unknown", "doubtful")
_FADED = 0.2  # how much of its colour a unit keeps that was filtered out; its name stays as readable as the others


def tile_map(tiles: pd.DataFrame, palette: Palette, letters: int = _SHORT) -> go.Figure:
    """Columns: `name`, `column` (0 = west), `row` (0 = north), `status`, `word` (the status in words), `faded`.

    A line has `letters` at least; of fewer, the tiles are the taller. With a `shade` (0 to 1, or missing) the tiles of
    a known status are coloured on a scale. Names shrink with the tiles, all alike, so that they stay whole on a phone.
    """
    height, texts = int(tiles["row"].max()) + 1, texts_of(tiles, letters)
    tall = max(_TALL, _LINE * max(text.count("<br>") + 1 for text in texts) + _MARGIN)
    figure = canvas(palette, tall * height, barmode="overlay", uniformtext={"minsize": _SMALLEST, "mode": "show"})
    hatching = {**UNKNOWN_PATTERN, "fgcolor": palette.line, "fgopacity": 1}
    for tile, text in zip(tiles.itertuples(), texts, strict=True):
        colour, ink = fill_of(tile, palette)
        figure.add_trace(
            go.Bar(
                x=[tile.column],
                y=[_TILE],
                base=[height - 1 - tile.row],
                width=_TILE,
                text=[text],
                textfont={"size": 17, "color": ink},
                **_LABEL,
                **hover([f"{tile.name}: {tile.word}"]),
                marker={
                    "color": colour,
                    "line": {"width": 1.5, "color": palette.line if tile.faded else palette.of_status(tile.status)},
                    "pattern": hatching if tile.status in _HATCHED else {"shape": ""},
                },
            )
        )
    width = int(tiles["column"].max())
    figure.update_layout(xaxis={"range": [-0.5, width + 0.5]}, yaxis={"range": [-0.02, height]})
    return figure


def fill_of(unit: Any, palette: Palette) -> tuple[str, str]:
    """The colour of a unit and that of the letters on it."""
    if unit.status != "met":
        return palette.surface, palette.ink
    if unit.faded:
        return mixed(palette.surface, palette.met, _FADED), palette.ink
    shade = getattr(unit, "shade", None)
    if shade is None or pd.isna(shade):
        return palette.met, palette.surface
    share = 1.0 if shade == 1 else _LIGHTEST + (_DARKER - _LIGHTEST) * float(shade) / _LAST_BUT_ONE
    colour = mixed(palette.surface, palette.met, share)
    return colour, readable_on(colour, palette)


def texts_of(units: pd.DataFrame, letters: int = _SHORT) -> list[str]:
    """The name of each unit, bold unless filtered out, and under it its status or number.

    Lines break between words, where the longest word of the map has to end in any case.
    """
    texts = [*units["name"], *units["word"]]
    longest = max([letters, *(len(word) for text in texts for word in text.split())])

    def text_of(unit: Any) -> str:
        names, words = (wrap(text, longest, break_long_words=False) for text in (unit.name, unit.word))
        return "<br>".join([*map(literal if unit.faded else bold, names), *map(literal, words)])

    return [text_of(unit) for unit in units.itertuples()]


def region_map(regions: pd.DataFrame, palette: Palette) -> go.Figure:
    """Rows as for `tile_map`, with `x` and `y` (lists of points in a plane, None between rings), `label_x`, `label_y`,
    `label_width`, `label_height` (the room for a name).

    Drawn as filled lines: plotly's own maps fetch outlines of the world from elsewhere. A name lies in a bar that
    nobody sees: texts of bars shrink with their room, all alike, so that they stay whole on a phone.
    """
    across, up = _span(regions["x"]), _span(regions["y"])
    figure = canvas(
        palette,
        _REGIONS_TALL,
        barmode="overlay",
        uniformtext={"minsize": _SMALLEST, "mode": "show"},
        xaxis={"visible": False, "fixedrange": True, "scaleanchor": "y", "range": across, "constrain": "domain"},
        yaxis={"visible": False, "fixedrange": True, "range": up, "constrain": "domain"},
    )
    hatching = {**UNKNOWN_PATTERN, "fgcolor": palette.line, "bgcolor": palette.surface}
    for region, label in zip(regions.itertuples(), texts_of(regions), strict=True):
        colour, ink = fill_of(region, palette)
        edge = palette.surface if region.status == "met" else palette.of_status(region.status)
        figure.add_trace(
            go.Scatter(
                x=region.x,
                y=region.y,
                mode="lines",
                fill="toself",
                fillcolor=colour,
                fillpattern=hatching if region.status in _HATCHED else None,
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
                textfont={"size": _REGION_LETTERS, "color": ink},
                **_LABEL,
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
