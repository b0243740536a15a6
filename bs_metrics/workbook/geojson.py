"""The outlines of units on a map: a GeoJSON file beside the workbooks, read strictly, so that no wrong map is drawn.

The schema is RFC 7946 with one property: a FeatureCollection whose features are Polygons or MultiPolygons in WGS 84
(longitude, latitude), each with `properties.code`, the unit's code. docs/map.md describes it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

from bs_metrics.words import Language, words

MAP_FILE = "map.geojson"
_BYTES = 5_000_000  # some 100,000 points; a district needs a thousand
_POINTS = 200_000
_DEGREES = 3.0  # from south to north: a province has one, and a swapped point lies far off

Ring = tuple[tuple[float, float], ...]  # longitude, latitude; closed: the last point is the first


class BadMap(ValueError):
    """A map that cannot be drawn: why, and at which feature, counted from 1."""

    def __init__(self, reason: str, **context: str) -> None:
        super().__init__(reason)
        self.reason, self.context = reason, context

    def message(self, language: Language) -> str:
        """What is wrong and where."""
        return words(f"map.{self.reason}", language, file=MAP_FILE, **self.context)


@dataclass(frozen=True)
class Outlines:
    """The rings of each unit by its code, outer ones counter-clockwise and holes clockwise; `id` names the content."""

    id: str
    rings: Mapping[str, tuple[Ring, ...]]


def read_outlines(content: bytes, codes: Iterable[str]) -> Outlines:
    """The outlines of all the units asked for, and of no others. Raises BadMap."""
    if len(content) > _BYTES:
        raise BadMap("too_large", limit=str(_BYTES // 10**6))
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadMap("not_json") from None
    if not isinstance(given, dict) or given.get("type") != "FeatureCollection":
        raise BadMap("not_a_collection")
    features = given.get("features")
    if not isinstance(features, list):
        raise BadMap("not_a_collection")
    wanted, found, points = set(codes), {}, 0
    for number, feature in enumerate(features, start=1):
        code = _code(feature, number)
        if code not in wanted:
            raise BadMap("unknown_code", number=str(number), code=code[:40])
        if code in found:
            raise BadMap("code_twice", number=str(number), code=code)
        found[code] = _rings(feature.get("geometry"), str(number))
        points += sum(map(len, found[code]))
        if points > _POINTS:
            raise BadMap("too_many_points", limit=str(_POINTS))
    missing = sorted(wanted - set(found))
    if missing:
        raise BadMap("units_missing", codes=", ".join(missing[:5]), number=str(len(missing)))
    latitudes = [latitude for rings in found.values() for ring in rings for _, latitude in ring]
    if latitudes and max(latitudes) - min(latitudes) > _DEGREES:
        raise BadMap("far_apart")
    return Outlines(hashlib.sha256(content).hexdigest()[:12], found)


def _code(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    if not isinstance(code, str) or not code:
        raise BadMap("no_code", number=str(number))
    return code


def _rings(geometry: Any, number: str) -> tuple[Ring, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    if not isinstance(parts, list):
        raise BadMap("not_a_polygon", number=number)
    polygons = [parts] if kind == "Polygon" else parts
    rings = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BadMap("not_a_polygon", number=number)
        rings += [_turned(_ring(ring, number), outer=not place) for place, ring in enumerate(polygon)]
    if not rings:
        raise BadMap("not_a_polygon", number=number)
    return tuple(rings)


def _ring(given: Any, number: str) -> Ring:
    if not isinstance(given, list) or len(given) < 4:
        raise BadMap("bad_ring", number=number)
    ring = tuple(_point(point, number) for point in given)
    if ring[0] != ring[-1]:
        raise BadMap("bad_ring", number=number)
    return ring


def _point(given: Any, number: str) -> tuple[float, float]:
    if not isinstance(given, list) or len(given) < 2:
        raise BadMap("bad_ring", number=number)
    pair = given[:2]
    if any(isinstance(part, bool) or not isinstance(part, int | float) or not isfinite(part) for part in pair):
        raise BadMap("bad_ring", number=number)
    longitude, latitude = float(pair[0]), float(pair[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise BadMap("out_of_range", number=number, point=f"{longitude}, {latitude}")
    return longitude, latitude


def _turned(ring: Ring, outer: bool) -> Ring:
    """The ring in the direction that its kind has, so that a hole stays empty."""
    return ring if (doubled_area(ring) > 0) == outer else ring[::-1]


def doubled_area(ring: Ring) -> float:
    """Twice the signed area in square degrees: positive counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
