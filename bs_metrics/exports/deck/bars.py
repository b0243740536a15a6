"""Bars of a chart, measured before they are drawn: in which size their names and what is said of them fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import isfinite
from typing import Any

import pandas as pd

from bs_metrics.exports.fitting import LINE, plain, width, wrapped
from bs_metrics.views.slides.slide import SlideChart
from bs_metrics.words import Language, words

SIZES = (28, 24, 20, 18, 16, 14, 12)  # pt, of the names; the words beside are as large
LARGER = 1.25  # times that, the number that a label begins with
SPACE = "  "  # before and after that number
NAME_LINES = 3  # a longer name is shortened; it stands whole in the notes
EDGE = 11  # pt that a program keeps around a label
AIR = 8  # pt between a bar and its neighbours
THICKEST = 2.2  # times the size of the letters
_APART = 84  # pt between few bars, where there is room
LEGEND = 34  # pt, the height of what explains the fills
PARTS = ("met", "unknown", "missing", "rest")
_NAMES, _BESIDE, _WORDS = (0.45, 0.34), 0.4, 0.7  # the largest shares of the width: names, words beside them, and both
_WIDEST = 2.5  # times the threshold, as in the app; longer bars are cut there and the number says the rest


@dataclass(frozen=True)
class Bars:
    """Bars ready to be placed: `parts` (columns met, unknown, missing, rest) are lengths, `reach` the longest, `exact`
    the share or ratio itself, which is more than its bar where the bar is cut,
    `marks` where the line to reach stands (missing: nowhere), `numbers` and `beside` what stands beside, in the colour
    `colours`.
    """

    labels: list[str]
    parts: pd.DataFrame
    exact: list[float | None]
    reach: float
    kind: str
    marks: list[float | None]
    numbers: list[str]
    beside: list[str]
    colours: list[str]

    def __len__(self) -> int:
        return len(self.labels)

    def pieces(self, most: int) -> "Iterator[Bars]":
        """The bars in the order given, at the same scale, at most so many at a time and about as many each time."""
        each = -(-len(self) // -(-len(self) // most))
        for start in range(0, len(self), each):
            span = slice(start, start + each)
            lists: dict[str, Any] = {name: value[span] for name, value in vars(self).items() if isinstance(value, list)}
            yield replace(self, parts=self.parts.iloc[span], **lists)


def bars(chart: SlideChart) -> Bars:
    """The bars of a chart of shares or of thresholds."""
    rows = chart.rows
    labels, beside = ([plain(str(text)) for text in rows[column]] for column in ("label", "beside"))
    colours = [{"met": "met", "not_met": "missing"}.get(status, "muted") for status in rows["status"]]
    if chart.kind == "shares":
        parts = rows[list(PARTS)].astype(float)
        marks = [None if pd.isna(target) else float(target) for target in rows["target"]]
        numbers = [plain(str(text)) for text in rows["inside"]]
        return Bars(labels, parts, list(parts["met"]), 1.0, "shares", marks, numbers, beside, colours)
    ratio = rows["ratio"].astype(float)  # of a threshold of zero: infinite, or none
    known = ratio.fillna(0)
    reach = min(max(float(known.max()), 1.0), _WIDEST)
    met = known.clip(0, reach)
    missing = (1 - met).clip(lower=0).where(ratio.notna(), 0)
    parts = pd.DataFrame({"met": met, "unknown": 0.0, "missing": missing, "rest": reach - met - missing})
    exact, none = [value if isfinite(value) else None for value in ratio], [""] * len(rows)
    return Bars(labels, parts, exact, reach, "thresholds", [1.0] * len(rows), none, beside, colours)


def part_name(part: str, kind: str, language: Language) -> str:
    """What a part is called: shares have a target, values a threshold."""
    return str(words(f"deck.{part}_{kind}" if part in ("mark", "missing", "exact") else f"deck.{part}", language))


@dataclass(frozen=True)
class Fit:
    """The size in which bars fit, the widths of names and labels, and how many lines the longest name takes."""

    size: float
    names: float
    beside: float
    lines: int

    @property
    def words(self) -> float:
        """The width that is not bars."""
        return self.names + self.beside

    @property
    def row(self) -> float:
        """The height that one bar needs."""
        return max(self.lines, LARGER) * self.size * LINE + AIR


def _fit(content: Bars, size: float, room: float) -> Fit:
    """`room`: the largest width of the names."""
    names = min(max(width(label, size) for label in content.labels) + 14, room)
    texts = zip(content.numbers, content.beside, strict=True)
    beside = [number_width(number, size) + width(text, size) for number, text in texts]
    lines = max(len(wrapped(label, size, names - 14)) for label in content.labels)
    return Fit(size, names, max(beside) + EDGE, lines)


def number_width(number: str, size: float) -> float:
    """The room of the number and of what stands before and after it."""
    return width(number, size * LARGER, bold=True) + width(SPACE, size) * (2 if number else 1)


def fitting(content: Bars, wide: float, tall: float) -> tuple[Fit, int]:
    """The largest size in which all bars fit, and how many fit: fewer than all only in the smallest size."""
    room = tall - LEGEND
    for size, share in product(SIZES, _NAMES):
        fit = _fit(content, size, wide * share)
        high = fit.lines <= 2 and fit.row * len(content) <= room
        if high and fit.beside <= wide * _BESIDE and fit.words <= wide * _WORDS:
            return fit, len(content)
    fit = _fit(content, SIZES[-1], wide * _NAMES[0])
    beside = min(fit.beside, wide * _WORDS - fit.names)
    fit = Fit(fit.size, fit.names, beside, min(fit.lines, NAME_LINES))
    return fit, max(1, int(room / fit.row))


def chunks(content: Bars, wide: float, tall: float) -> Iterator[Bars]:
    """The bars in the order given, as many at a time as one slide holds."""
    return content.pieces(fitting(content, wide, tall)[1])


def height(content: Bars, wide: float, tall: float) -> float:
    """The height that a chart of these bars takes of what is there: few bars are not drawn as thick as walls."""
    fit, _ = fitting(content, wide, tall)
    return min(tall, len(content) * max(fit.row, THICKEST * fit.size + 2 * AIR, _APART) + LEGEND)
