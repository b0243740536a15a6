"""Bars: below their names and what is said of them, first row on top; the segments of a stage.

All frames but that of a stage have the column `label`; those of shares and thresholds `beside` (what is said) and
`status`, which colours it. All is whole in a chart as wide as a phone, or in the `width`
given.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    PHONE,
    SMALL_SIZE,
    Palette,
    bold,
    canvas,
    hover,
    named_rows,
    note,
    status_bar,
    target_mark,
    width_of,
)

_BEFORE = 8  # px before a number in its bar
PARTS = (("met", "met"), ("unknown", "unknown"), ("not_met", "missing"), ("rest", "rest"))
WIDEST = 2.5  # times the threshold; longer bars are cut there and the number says the rest
MANY = 30  # from here on the segments of a stage get thin gaps


def share_bars(rows: pd.DataFrame, palette: Palette, width: float = PHONE) -> go.Figure:
    """Met, unknown, missing up to the target. Columns: `met`, `unknown`, `missing`, `rest` as shares of the whole;
    `target` as a share, or missing; `inside` (the ratio, 3/4); `group`, if there, opens a group where it is not empty.
    """
    heads = rows["group"] if "group" in rows else ()
    places = named_rows(rows["label"], heads=heads, beside=rows["beside"], width=width)
    middles = pd.Series(places.middles, index=rows.index)
    notes = [_inside(row, middle, palette, width) for row, middle in zip(rows.itertuples(), middles, strict=True)]
    targets = [(target, middle) for target, middle in zip(rows["target"], middles, strict=True) if pd.notna(target)]
    marks = [target_mark(*place, palette) for place in targets]
    figure = places.canvas(palette, [0, 1], notes, _colours(rows, palette), shapes=marks)
    texts, base = rows["label"] + ": " + rows["inside"] + ", " + rows["beside"], pd.Series(0.0, index=rows.index)
    for status, column in PARTS:
        length = rows[column].astype(float)
        some = length > 0
        bar = {"base": list(base[some]), "width": BAR} | hover(texts[some])
        figure.add_trace(status_bar(palette, status, list(length[some]), list(middles[some]), **bar))
        base = base + length
    return figure


def _inside(row: Any, middle: float, palette: Palette, whole: float) -> dict[str, Any]:
    """The ratio in the bar, or beside a short one; `whole` is the length of the longest bar in px."""
    room = (width_of(row.inside) + 2 * _BEFORE) / whole
    fits, start = place_of(row, room)
    edge = row.met + row.unknown
    crossed = start < edge or start < edge + row.missing < min(start + room, 1)  # by the bar, by hatching, by an edge
    ground = {"bgcolor": palette.surface} if not fits and crossed else {}
    font = {"color": palette.surface if fits else palette.ink, "size": SMALL_SIZE}
    return note(start, middle, bold(row.inside), yanchor="middle", xshift=_BEFORE, font=font, **ground)


def place_of(row: Any, room: float) -> tuple[bool, float]:
    """Whether a ratio that takes such a share of the longest bar fits into its own, and where it begins: in it, else
    behind it and its target; where it has room nowhere it lies on the bar, on a ground of its own.
    """
    if row.met >= room:
        return True, 0.0
    start = max(float(row.met), float(row.target) if pd.notna(row.target) and row.target < room else 0.0)
    return False, 0.0 if start + room > 1 else start


def threshold_bars(rows: pd.DataFrame, palette: Palette, width: float = PHONE) -> go.Figure:
    """Values against thresholds of different units: each on its own scale. Column: `ratio` (value over threshold)."""
    places = named_rows(rows["label"], beside=rows["beside"], width=width)
    middles = pd.Series(places.middles, index=rows.index)
    reach = min(max(float(rows["ratio"].max()), 1.0) * 1.02, WIDEST)
    lengths = rows["ratio"].clip(upper=reach)
    short, texts = lengths[lengths < 1], rows["label"] + ": " + rows["beside"]
    marks = [target_mark(1, middle, palette) for middle in places.middles]
    figure = places.canvas(palette, [0, reach], colours=_colours(rows, palette), shapes=marks)
    for status, drawn, base in (("met", lengths, None), ("not_met", 1 - short, list(short))):
        bar = {"base": base, "width": BAR} | hover(texts[drawn.index])
        figure.add_trace(status_bar(palette, status, list(drawn), list(middles[drawn.index]), **bar))
    return figure


def _colours(rows: pd.DataFrame, palette: Palette) -> list[str]:
    """The colours of what is said of each bar, by its status."""
    return [palette.text_of_status(status) for status in rows["status"]]


def stage_bar(segments: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stage of the road as a row of segments in order, an item each; `segments` has the columns `status` (met,
    unknown, not_met) and `count`.
    """
    total = int(segments["count"].sum())
    scales = {"xaxis": {"range": [0, max(total, 1)]}, "yaxis": {"range": [-0.5, 0.5]}}
    figure = canvas(palette, 18, bargap=0).update_layout(**scales)
    gap, start = 0.4 if total > MANY else 0.06, 0
    for status, number in segments[["status", "count"]].itertuples(index=False):
        if number:
            bases = [start + step + gap / 2 for step in range(number)]
            bar = {"base": bases, "width": 0.86, "hoverinfo": "skip"}
            figure.add_trace(status_bar(palette, status, [1 - gap] * number, [0] * number, **bar))
        start += number
    return figure
