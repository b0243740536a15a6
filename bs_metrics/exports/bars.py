"""Bars of a chart as the slides' file and the workbook draw them: lengths, the line to reach, what stands beside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import pandas as pd

from bs_metrics.exports.fitting import plain
from bs_metrics.views.slides.slide import SlideChart
from bs_metrics.words import Language, words

PARTS = ("met", "unknown", "missing", "rest")
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
