"""Units on their places as shapes that an office program can edit, each with its name whole and its status in words."""

from typing import Any

import pandas as pd
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

from bs_metrics.exports.deck.paper import Box, Run, named, paint, without_style, write
from bs_metrics.exports.fitting import LINE, plain, width, wrapped
from bs_metrics.views.texts import text_table
from bs_metrics.words import Language

_SIZES = (20, 18, 16, 15, 14, 13, 12)  # pt, of the names
_INSET = 3
_GAP = 4
_FADED = "28000"  # thousandths of a per cent
_SQUARE = 0.8  # the height of a tile is at most this share of its width


def _grid(tiles: pd.DataFrame, box: Box) -> tuple[float, float]:
    """Width and height of a tile."""
    columns, rows = int(tiles["column"].max()) + 1, int(tiles["row"].max()) + 1
    wide = (box.wide + _GAP) / columns - _GAP
    return wide, min((box.tall + _GAP) / rows - _GAP, wide * _SQUARE)


def tile_size(tiles: pd.DataFrame, box: Box) -> float | None:
    """The largest size in which every name stands whole in its tile, with its status; None where there is none."""
    wide, tall = _grid(tiles, box)
    room = wide - 2 * _INSET
    for size in _SIZES:
        texts = zip(tiles["name"], tiles["word"], strict=True)
        if all(_fits(plain(name), plain(word), size, room, tall) for name, word in texts):
            return size
    return None


def _fits(name: str, word: str, size: float, room: float, tall: float) -> bool:
    if any(width(part, size, bold=True) > room for part in name.split()) or width(word, _small(size)) > room:
        return False
    lines = len(wrapped(name, size, room, bold=True))
    return (lines * size + _small(size)) * LINE <= tall - 2 * _INSET


def _small(size: float) -> float:
    return max(12, size - 2)


def draw(slide: Any, box: Box, tiles: pd.DataFrame, size: float, alt: str, name: str, language: Language) -> None:
    """Put the tiles on a slide as one group. Columns of `tiles`: those of `tile_map`."""
    wide, tall = _grid(tiles, box)
    group = slide.shapes.add_group_shape()
    for tile in tiles.itertuples():
        place = Box(box.x + tile.column * (wide + _GAP), box.y + tile.row * (tall + _GAP), wide, tall)
        shape = without_style(group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.emu))
        named(shape, f"{tile.name}: {tile.word}")
        paint(shape, tile.status, hatch="line")
        ink = "surface" if tile.status == "met" and not tile.faded else "ink"
        lines = [[Run(plain(tile.name), size, ink, bold=True)], [Run(plain(tile.word), _small(size), ink)]]
        write(shape.text_frame, lines, language, PP_ALIGN.CENTER, MSO_ANCHOR.MIDDLE, inset=_INSET)
        if tile.faded:
            _fade(shape)
    named(group, name, alt)


def _fade(shape: Any) -> None:
    for colour in shape._element.spPr.iter(qn("a:schemeClr")):
        etree.SubElement(colour, qn("a:alpha"), val=_FADED)


def as_table(tiles: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The same as a list, for a map of too many units."""
    return text_table(("unit", "status"), zip(tiles["name"], tiles["word"], strict=True), language)
