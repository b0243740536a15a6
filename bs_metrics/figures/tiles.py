"""The tile map: one square a unit, where it lies on the map, with its name and its status in words."""

from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import UNKNOWN_PATTERN, Palette, bold, canvas, hover, literal, mixed, readable_on

_TILE = 0.95
_TALL, _LINE, _MARGIN = 84, 22, 18  # px: a tile, a line of text in it, the room above and below
_SHORT = 7  # letters that a line has at least
SMALLEST = 6  # px of letters, so small only where a map of many units is shown on a phone
# How much of the colour the classes have, but for the last, which has all of it: on what lies between, neither ink nor
# surface stands out enough to be read.
_LIGHTEST, _DARKER = 0.12, 0.54
_LAST_BUT_ONE = 0.75  # the highest shade below 1, of five classes
_FADED = 0.2  # how much of its colour a unit keeps that was filtered out; its name stays as readable as the others


def tile_map(tiles: pd.DataFrame, palette: Palette) -> go.Figure:
    """Columns: `name`, `column` (0 = west), `row` (0 = north), `status`, `word` (the status in words), `faded`.

    With a `shade` (0 to 1, or missing) the tiles of a known status are coloured on a scale. Names shrink with the
    tiles, all alike, so that they stay whole on a phone.
    """
    height, texts = int(tiles["row"].max()) + 1, texts_of(tiles)
    tall = max(_TALL, _LINE * max(text.count("<br>") + 1 for text in texts) + _MARGIN)
    figure = canvas(palette, tall * height, barmode="overlay", uniformtext={"minsize": SMALLEST, "mode": "show"})
    for tile, text in zip(tiles.itertuples(), texts, strict=True):
        colour, ink = fill_of(tile, palette)
        figure.add_trace(
            go.Bar(
                x=[tile.column],
                y=[_TILE],
                base=[height - 1 - tile.row],
                width=_TILE,
                text=[text],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": 17, "color": ink},
                constraintext="inside",
                **hover([f"{tile.name}: {tile.word}"]),
                marker={
                    "color": colour,
                    "line": {"width": 1.5, "color": palette.line if tile.faded else palette.of_status(tile.status)},
                    "pattern": {"shape": ""}
                    if tile.status != "unknown"
                    else {**UNKNOWN_PATTERN, "fgcolor": palette.line, "fgopacity": 1},
                },
            )
        )
    width = int(tiles["column"].max())
    figure.update_layout(xaxis={"range": [-0.5, width + 0.5]}, yaxis={"range": [-0.02, height]})
    return figure


def fill_of(unit: Any, palette: Palette) -> tuple[str, str]:
    """The colour of a unit and that of the letters on it."""
    shade = getattr(unit, "shade", None)
    if unit.status != "met":
        return palette.surface, palette.ink
    if unit.faded:
        return mixed(palette.surface, palette.met, _FADED), palette.ink
    if shade is None or pd.isna(shade):
        return palette.met, palette.surface
    share = 1.0 if shade == 1 else _LIGHTEST + (_DARKER - _LIGHTEST) * float(shade) / _LAST_BUT_ONE
    colour = mixed(palette.surface, palette.met, share)
    return colour, readable_on(colour, palette)


def texts_of(units: pd.DataFrame) -> list[str]:
    """The name of each unit, bold unless filtered out, and under it its status or number.

    Lines break between words, where the longest word of the map has to end in any case.
    """
    texts = [*units["name"], *units["word"]]
    longest = max([_SHORT, *(len(word) for text in texts for word in text.split())])

    def text_of(unit: Any) -> str:
        names, words = (wrap(text, longest, break_long_words=False) for text in (unit.name, unit.word))
        return "<br>".join([*map(literal if unit.faded else bold, names), *map(literal, words)])

    return [text_of(unit) for unit in units.itertuples()]
