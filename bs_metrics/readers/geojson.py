"""The outlines of units on a map: a GeoJSON file beside the workbooks, read strictly, so that no wrong map is drawn.

The schema is RFC 7946 with one property: a FeatureCollection whose features are Polygons or MultiPolygons in WGS 84
(longitude, latitude), each with `properties.code`, the unit's code. docs/map.md describes it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite
from pathlib import Path
from statistics import median
from typing import Any

from bs_metrics.words import Language, words

MAP_FILE = "map.geojson"
_BYTES = 5_000_000  # some 100,000 points; a district needs a thousand
_POINTS = 200_000
_DEGREES = 3.0  # from one edge to the other: a province has one, and a swapped point lies far off
_NO_DEGREES = 360  # a larger number is a length in metres, of a projected system such as VN-2000
_DIGITS = 300  # of a whole number: more is no coordinate, and floats end there
_NO_AREA = 1e-9  # square degrees, some ten square metres: nothing of it would be seen
_TOLD = 5  # features or properties that a message names

Ring = tuple[tuple[float, float], ...]  # longitude, latitude; closed: the last point is the first


class BadMap(ValueError):
    """A map that cannot be drawn: why, and at which feature, counted from 1."""

    def __init__(self, reason: str, **context: str) -> None:
        super().__init__(reason)
        # A half of a surrogate pair is allowed in JSON, but no browser can be sent one.
        told = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in context.items()}
        self.reason, self.context = reason, told

    def message(self, language: Language) -> str:
        """What is wrong and where."""
        return words(f"map.{self.reason}", language, file=MAP_FILE, **self.context)


@dataclass(frozen=True)
class Outlines:
    """The rings of each unit by its code, outer ones counter-clockwise and holes clockwise; `id` names the content."""

    id: str
    rings: Mapping[str, tuple[Ring, ...]]


def map_content(folder: Path) -> bytes | None:
    """What the folder's map file holds, None where there is no such file. Raises BadMap for one that cannot be read."""
    file = folder / MAP_FILE
    try:
        return _start_of(file) if file.is_file() else None
    except OSError:
        raise BadMap("unreadable") from None


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_BYTES + 1)  # one more than is allowed is enough to refuse it


def read_outlines(content: bytes, codes: Iterable[str]) -> Outlines:
    """The outlines of all the units asked for, and of no others. Raises BadMap."""
    if len(content) > _BYTES:
        raise BadMap("too_large", limit=str(_BYTES // 10**6))
    wanted, found, numbers, points = set(codes), {}, {}, 0
    strange: list[tuple[int, str]] = []
    for number, feature in enumerate(_features(content), start=1):
        code = _code(feature, number)
        if code not in wanted:
            strange.append((number, code))
            continue
        if code in found:
            raise BadMap("code_twice", number=str(number), code=code)
        found[code], numbers[code] = _rings(feature.get("geometry"), str(number)), number
        points += sum(map(len, found[code]))
        if points > _POINTS:
            raise BadMap("too_many_points", limit=str(_POINTS))
    if strange:
        told = ", ".join(f"{code[:40]} ({number})" for number, code in strange[:_TOLD])
        raise BadMap("unknown_code", number=str(len(strange)), codes=told)
    missing = sorted(wanted - set(found))
    if missing:
        raise BadMap("units_missing", codes=", ".join(missing[:_TOLD]), number=str(len(missing)))
    for axis in (0, 1):
        middles = {code: median(point[axis] for ring in rings for point in ring) for code, rings in found.items()}
        ends = [point[axis] for rings in found.values() for ring in rings for point in ring]
        if ends and max(ends) - min(ends) > _DEGREES:
            middle = median(middles.values())
            far = max(middles, key=lambda code: abs(middles[code] - middle))
            raise BadMap("far_apart", number=str(numbers[far]), code=far)
    return Outlines(hashlib.sha256(content).hexdigest()[:12], found)


def _features(content: bytes) -> list[Any]:
    try:
        given = json.loads(
            content.decode("utf-8-sig"), parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else inf
        )
    except UnicodeDecodeError:
        raise BadMap("not_utf8") from None
    except json.JSONDecodeError as problem:
        raise BadMap("not_json", line=str(problem.lineno), column=str(problem.colno)) from None
    except RecursionError:
        raise BadMap("not_a_collection") from None
    features = given.get("features") if isinstance(given, dict) and given.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise BadMap("not_a_collection")
    return features


def _code(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if isinstance(code, int | float) and not isinstance(code, bool) and isfinite(code) and code == int(code):
        code = str(int(code))  # many programs write a column of codes as numbers, some as 21040.0
    if not isinstance(code, str) or not code.strip():
        names = [str(name)[:40] for name in properties] if isinstance(properties, dict) else []
        raise BadMap("no_code", number=str(number), names=", ".join(names[:_TOLD]) or "–")
    return code.strip()


def _rings(geometry: Any, number: str) -> tuple[Ring, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    polygons = [parts] if kind == "Polygon" else parts
    if not isinstance(polygons, list) or not polygons or not all(isinstance(one, list) and one for one in polygons):
        raise BadMap("not_a_polygon", number=number)
    rings = tuple(_ring(ring, number, not place) for polygon in polygons for place, ring in enumerate(polygon))
    if sum(map(doubled_area, rings)) / 2 < _NO_AREA:
        raise BadMap("no_area", number=number)
    return rings


def _ring(given: Any, number: str, is_outer: bool) -> Ring:
    """A closed ring, turned in the direction that its kind has, so that a hole stays empty."""
    ring = tuple(_point(point, number) for point in given) if isinstance(given, list) else ()
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BadMap("bad_ring", number=number)
    return ring if (doubled_area(ring) > 0) == is_outer else ring[::-1]


def _point(given: Any, number: str) -> tuple[float, float]:
    pair = given[:2] if isinstance(given, list) else []
    are_numbers = all(isinstance(part, int | float) and not isinstance(part, bool) and isfinite(part) for part in pair)
    if len(pair) < 2 or not are_numbers:
        raise BadMap("bad_ring", number=number)
    longitude, latitude = float(pair[0]), float(pair[1])
    if max(abs(longitude), abs(latitude)) > _NO_DEGREES:
        raise BadMap("not_degrees", number=number, point=f"{longitude:.10g}, {latitude:.10g}")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise BadMap("out_of_range", number=number, point=f"{longitude}, {latitude}")
    return longitude, latitude


def doubled_area(ring: Ring) -> float:
    """Twice the signed area in square degrees: positive counter-clockwise."""
    x0, y0 = ring[0]  # counted from a point of its own: far from the origin a small area is lost in rounding
    return sum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))
