"""The maps of units as markup, each with its name and status in words: a square a unit, or the units by their outlines.

`LAYOUT` is the style sheet that a page or a file with a map has.
"""

from pathlib import Path
from textwrap import wrap
from typing import Any

import pandas as pd

from bs_metrics.figures.inline import HATCH, drawing, letters
from bs_metrics.figures.style import SMALL_SIZE, Palette, mixed, readable_on, width_of

LAYOUT = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
_LINE = 1.25  # of the size of letters, as in maps.css
_WIDER = 12  # letters: so much longer than the longest word a line may be
_SPARE, _CAPITALS = 1.04, 1.15  # what letters may take more than `width_of` says
_INSIDE = 0.92  # of the room that an outline has for its name
_ACROSS = 1000  # units of a drawing
_AIR = 0.01  # of the map, for the lines at its edge
# How much of the colour the classes have, but for the last, which has all of it: on what lies between, neither ink nor
# surface stands out enough to be read.
_LIGHTEST, _DARKER = 0.12, 0.54
_LAST_BUT_ONE = 0.75  # the highest shade below 1, of five classes
_HATCHED = ("unknown", "doubtful")
_FADED = 0.2  # how much of its colour a unit keeps that was filtered out; its name stays as readable as the others


def tile_map(tiles: pd.DataFrame, palette: Palette) -> str:
    """Columns: `name`, `column` (0 = west), `row` (0 = north), `status`, `word` (the status in words), `faded`.

    With a `shade` (0 to 1, or missing) the tiles of a known status are coloured on a scale. Names break between words
    and shrink with the tiles, all alike, so that they stay whole on a phone and in the height of a slide.
    """
    drawn = []
    for tile in tiles.itertuples():
        colour, ink = fill_of(tile, palette)
        edge = palette.line if tile.faded else palette.of_status(tile.status)
        hatched = " bs-hatched" if tile.status in _HATCHED else ""
        look = f"grid-area:{tile.row + 1}/{tile.column + 1};color:{ink};border-color:{edge};--fill:{colour}"
        said = letters(f"{tile.name}: {tile.word}")
        drawn.append(f'<div class="bs-unit{hatched}" style="{look}" title="{said}">{_text(tile)}</div>')
    sizes = ",".join(
        f"min(var(--wide)/{wide:.2f},var(--high)/{_LINE * lines:.2f})" for lines, wide in _ways(tiles).items()
    )
    counts = f"--columns:{int(tiles['column'].max()) + 1};--rows:{int(tiles['row'].max()) + 1}"
    return (
        f'<div class="bs-map"><div class="bs-tiles" style="{counts};--fits:max({sizes})">{"".join(drawn)}</div></div>'
    )


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


def _text(unit: Any) -> str:
    """The name, bold unless filtered out, and under it the status or number."""
    name = "span" if unit.faded else "b"
    return f"<{name}>{letters(unit.name)}</{name}><span>{letters(unit.word)}</span>"


def _ways(units: pd.DataFrame) -> dict[int, float]:
    """How wide the texts of the units are, times the size of their letters, by the lines that the longest may take.

    Lines break between words: the longest one has to fit in any case.
    """
    texts = [*units["name"], *units["word"]]
    longest = max(len(word) for text in texts for word in (*text.split(), "-"))
    found: dict[int, float] = {}
    for length in range(longest, min(max(map(len, texts)), longest + _WIDER) + 1):
        pairs = zip(units["name"], units["word"], strict=True)
        broken = [[*wrap(name, length), *wrap(word, length)] for name, word in pairs]
        wide = max(_wide(line) for lines in broken for line in lines)
        found.setdefault(max(map(len, broken)), wide)
    return found


def _wide(line: str) -> float:
    return width_of(line) * (_CAPITALS if line.isupper() else _SPARE) / SMALL_SIZE


def region_map(regions: pd.DataFrame, palette: Palette) -> str:
    """Rows as for `tile_map`, with `x` and `y` (lists of points in a plane, None between rings), `label_x`, `label_y`,
    `label_width`, `label_height` (the room for a name).

    Names stand inside their outlines, as large as the one with the least room for its own lets them all be.
    """
    (left, right), (low, top) = (_span(regions[axis]) for axis in "xy")
    unit, wide, tall = (right - left) / _ACROSS, right - left, top - low
    outlines, names, sizes = [], [], []
    for region in regions.itertuples():
        colour, ink = fill_of(region, palette)
        edge = palette.surface if region.status == "met" else palette.of_status(region.status)
        look = f"fill:{HATCH if region.status in _HATCHED else colour};stroke:{palette.line if region.faded else edge}"
        points = zip(region.x, region.y, strict=True)
        steps = ("M" if x is None else f"{(x - left) / unit:.1f},{(top - y) / unit:.1f}" for x, y in points)
        said = letters(f"{region.name}: {region.word}")
        outlines.append(f'<path class="bs-region" style="{look}" d="M{" ".join(steps)}"><title>{said}</title></path>')
        across, up = _INSIDE * region.label_width / wide, _INSIDE * region.label_height / wide
        ways = _ways(pd.DataFrame({"name": [region.name], "word": [region.word]}))
        sizes.append(max(min(across / width, up / (_LINE * lines)) for lines, width in ways.items()))
        place = f"left:{100 * (region.label_x - left) / wide:.2f}%;top:{100 * (top - region.label_y) / tall:.2f}%"
        look = f"{place};width:{100 * across:.2f}%;color:{ink}"
        names.append(f'<div class="bs-named" style="{look}">{_text(region)}</div>')
    drawn = drawing("bs-outlines", outlines, f'viewBox="0 0 {_ACROSS} {tall / unit:.1f}"')
    shape = f"--shape:{wide / tall:.4f};--fits:{100 * min(sizes):.3f}cqw"
    return f'<div class="bs-map"><div class="bs-regions" style="{shape}">{drawn}{"".join(names)}</div></div>'


def _span(lines: pd.Series) -> tuple[float, float]:
    """From the least to the most of some lines' coordinates, and a little air for the lines at the edge."""
    points = [point for line in lines for point in line if point is not None]
    low, high = min(points), max(points)
    air = (high - low) * _AIR
    return low - air, high + air
