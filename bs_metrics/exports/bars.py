"""Bars of a chart as the slides' file and the workbook draw them: lengths, the line to reach, what stands beside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from bs_metrics.exports.fitting import plain
from bs_metrics.figures.bars import WIDEST
from bs_metrics.views.meeting.parts import bar_parts
from bs_metrics.views.meeting.slide import ChartKind, SlideChart
from bs_metrics.words import Language, words

PARTS = ("met", "unknown", "missing", "rest")


@dataclass(frozen=True)
class Bars:
    """Bars ready to be placed, the longest as long as `reach`.

    Columns of `rows`: `label`; the lengths `met`, `unknown`, `missing`, `rest`; `exact`, the share or ratio itself,
    which is more than its bar where the bar is cut, or None; `mark`, where the line to reach stands, if there is one;
    `number` and `beside`, what stands beside, in the colour `colour`.
    """

    kind: ChartKind
    rows: pd.DataFrame
    reach: float = 1.0

    def pieces(self, most: int) -> "Iterator[Bars]":
        """The bars in the order given, at the same scale, at most so many at a time and about as many each time."""
        yield from (replace(self, rows=rows) for rows in bar_parts(self.rows, most))


def bars(chart: SlideChart) -> Bars:
    """The bars of a chart of shares or of thresholds."""
    rows, reach = chart.rows, 1.0
    if chart.kind == "shares":
        rows = rows.assign(exact=rows["met"], mark=rows["target"], number=rows["inside"])
    else:
        ratio = rows["ratio"].astype(float)  # of a threshold of zero: infinite, or none
        known = ratio.fillna(0)
        reach = min(max(float(known.max()), 1.0), WIDEST)
        met = known.clip(0, reach)
        missing = (1 - met).clip(lower=0).where(ratio.notna(), 0)
        rows = rows.assign(met=met, unknown=0.0, missing=missing, rest=reach - met - missing, mark=1.0, number="")
        rows["exact"] = ratio.astype(object).where(np.isfinite(ratio), None)
    texts = rows[["label", "number", "beside"]].map(lambda text: plain(str(text)))
    colours = rows["status"].map({"met": "met", "not_met": "missing"}).fillna("muted")
    lengths = rows[[*PARTS, "mark"]].astype(float)
    return Bars(chart.kind, pd.concat([texts, lengths, rows["exact"], colours.rename("colour")], axis=1), reach)


def part_name(part: str, kind: ChartKind, language: Language) -> str:
    """What a part is called: shares have a target, values a threshold."""
    return words(f"deck.{part}_{kind}" if part in ("mark", "missing", "exact") else f"deck.{part}", language)
