"""Where units lie, ready to be drawn: outlines in a plane, and a place inside each for its name."""

from itertools import pairwise
from math import cos, radians
from typing import NamedTuple

import pandas as pd

from bs_metrics.readers.geojson import Outlines, Ring, doubled_area


def placed_regions(rows: pd.DataFrame, outlines: Outlines) -> pd.DataFrame:
    """The rows with `x` and `y` (lists of the outline's points, None between rings), and the room for a name:
    `label_x` and `label_y`, its middle, `label_width` and `label_height`.

    Longitudes are shortened by the cosine of the middle latitude: the place is small enough for a plane.
    """
    latitudes = [latitude for rings in outlines.rings.values() for ring in rings for _, latitude in ring]
    shrink = cos(radians((min(latitudes) + max(latitudes)) / 2))
    flat = {
        code: tuple(tuple((shrink * longitude, latitude) for longitude, latitude in ring) for ring in rings)
        for code, rings in outlines.rings.items()
    }
    columns = [f"label_{name}" for name in Place._fields]
    places = pd.DataFrame([label_place(flat[code]) for code in rows["code"]], columns=columns, index=rows.index)
    lines = {name: [_joined(flat[code], axis) for code in rows["code"]] for axis, name in enumerate("xy")}
    return rows.assign(**lines).join(places)


class Place(NamedTuple):
    """The room for a name inside an outline: its middle, and how far it reaches across and up through that."""

    x: float
    y: float
    width: float
    height: float


def label_place(rings: tuple[Ring, ...]) -> Place:
    """On some lines across the largest ring, the middle of the widest part that is inside."""
    largest = max(rings, key=lambda ring: abs(doubled_area(ring)))
    low, high = min(y for _, y in largest), max(y for _, y in largest)
    best = (0.0, *largest[0], 0.0)
    for step in range(3, 14):
        y = low + (high - low) * step / 16.5  # never at a corner of a map drawn on round numbers
        crossings = sorted(_crossings(rings, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            weight = (right - left) * (1 - abs(step - 8) / 16)  # rather in the middle than wide at the edge
            best = max(best, (weight, (left + right) / 2, y, right - left))
    _, x, y, width = best
    turned = tuple(tuple((y, x) for x, y in ring) for ring in rings)
    ends = sorted(_crossings(turned, x))
    reach = [top - bottom for bottom, top in zip(ends[::2], ends[1::2], strict=False) if bottom <= y <= top]
    return Place(x, y, width, max(reach, default=0.0))


def _crossings(rings: tuple[Ring, ...], y: float) -> list[float]:
    return [
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 <= y) != (y2 <= y)
    ]


def _joined(rings: tuple[Ring, ...], axis: int) -> list[float | None]:
    points: list[float | None] = []
    for ring in rings:
        points += [*(point[axis] for point in ring), None]
    return points[:-1]
