"""Bars below their names, first row on top, with words to their right: shares, thresholds, amounts, cells.

All frames have the columns `label`, `beside` (the words) and, but for amounts, `status`, which colours them.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    PHONE,
    SMALL_SIZE,
    Palette,
    Rows,
    bold,
    canvas,
    hover,
    named_rows,
    note,
    note_beside,
    status_bar,
    target_mark,
    width_of,
)

_BEFORE = 8  # px before a number in its bar
_PARTS = (("met", "met"), ("unknown", "unknown"), ("not_met", "missing"), ("rest", "rest"))
_WIDEST = 2.5  # times the threshold; longer bars are cut there and the number says the rest


def share_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Met, unknown, missing up to the target. Columns: `met`, `unknown`, `missing`, `rest` as shares of the whole;
    `target` as a share, or missing; `inside` (the ratio, 7/22); `group`, if there, opens a group where it is not empty.
    """
    places = named_rows(rows["label"], heads=rows["group"] if "group" in rows else (), beside=rows["beside"])
    middles = pd.Series(places.middles, index=rows.index)
    texts = rows["label"] + ": " + rows["inside"] + ", " + rows["beside"]
    figure = canvas(palette, places.height)
    base = pd.Series(0.0, index=rows.index)
    for status, column in _PARTS:
        length = rows[column].astype(float)
        some = length > 0
        bar = {"base": list(base[some]), "width": BAR} | hover(texts[some])
        figure.add_trace(status_bar(palette, status, list(length[some]), list(middles[some]), **bar))
        base = base + length
    notes = [*places.names(), *_beside(rows, places, palette, 1)]
    notes += [
        _inside(row, middle, palette, places.length * PHONE)
        for row, middle in zip(rows.itertuples(), middles, strict=True)
    ]
    targets = [(target, middle) for target, middle in zip(rows["target"], middles, strict=True) if pd.notna(target)]
    figure.update_layout(annotations=notes, shapes=[target_mark(*place, palette) for place in targets])
    places.fit(figure, 0, 1)
    return figure


def _inside(row: Any, middle: float, palette: Palette, whole: float) -> dict[str, Any]:
    """The ratio in the bar, or beside a short one; `whole` is the length of the longest bar in px."""
    room = (width_of(row.inside) + 2 * _BEFORE) / whole
    fits = row.met >= room
    start = 0.0 if fits else max(row.met, row.target if pd.notna(row.target) and row.target < room else 0)
    if start + room > 1:
        start = 0.0  # it has room nowhere: it lies on the bar, on a ground of its own
    font = {"color": palette.surface if fits else palette.ink, "size": SMALL_SIZE}
    ground = {"bgcolor": palette.surface} if not fits and _crossed(row, start, room) else {}
    return note(start, middle, bold(row.inside), yanchor="middle", xshift=_BEFORE, font=font, **ground)


def _crossed(row: Any, start: float, room: float) -> bool:
    """Whether a number that begins here would lie on the bar, on hatching or on an edge, and needs its own ground."""
    edge = row.met + row.unknown
    return bool(start < edge or start < edge + row.missing < min(start + room, 1))


def threshold_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Values against thresholds of different units: each on its own scale. Column: `ratio` (value over threshold)."""
    places = named_rows(rows["label"], beside=rows["beside"])
    middles = pd.Series(places.middles, index=rows.index)
    reach = min(max(float(rows["ratio"].max()), 1.0) * 1.02, _WIDEST)
    lengths = rows["ratio"].clip(upper=reach)
    short = lengths[lengths < 1]
    marks = [target_mark(1, middle, palette) for middle in places.middles]
    notes = [*places.names(), *_beside(rows, places, palette, reach)]
    figure = canvas(palette, places.height, annotations=notes, shapes=marks)
    texts = rows["label"] + ": " + rows["beside"]
    for status, drawn, base in (("met", lengths, None), ("not_met", 1 - short, list(short))):
        bar = {"base": base, "width": BAR} | hover(texts[drawn.index])
        figure.add_trace(status_bar(palette, status, list(drawn), list(middles[drawn.index]), **bar))
    places.fit(figure, 0, reach)
    return figure


def amount_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Amounts of one unit, each with its number at its end. Column: `amount`."""
    places = named_rows(rows["label"], beside=rows["beside"])
    texts = zip(rows["amount"], places.middles, rows["beside"], strict=True)
    notes = [note_beside(*text, xshift=8, font={"size": SMALL_SIZE}) for text in texts]
    figure = canvas(palette, places.height, annotations=[*places.names(), *notes])
    figure.add_trace(status_bar(palette, "met", list(rows["amount"]), places.middles, width=BAR, hoverinfo="skip"))
    places.fit(figure, 0, float(rows["amount"].max()))
    return figure


def item_cells(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Criteria with their items as cells. Columns: `met`, `unknown`, `not_met` (how many are surely so)."""
    places = named_rows(rows["label"], beside=rows["beside"])
    most = int(max((rows["met"] + rows["unknown"] + rows["not_met"]).max(), 1))
    notes = [*places.names(), *_beside(rows, places, palette, most)]
    figure = canvas(palette, places.height, annotations=notes)
    start = pd.Series(0, index=rows.index)
    for status in ("met", "unknown", "not_met"):
        cells = [
            (begin + step + 0.05, middle)
            for begin, number, middle in zip(start, rows[status], places.middles, strict=True)
            for step in range(int(number))
        ]
        lefts, middles = [left for left, _ in cells], [middle for _, middle in cells]
        bar = {"base": lefts, "width": BAR, "hoverinfo": "skip"}
        figure.add_trace(status_bar(palette, status, [0.9] * len(cells), middles, **bar))
        start = start + rows[status]
    places.fit(figure, 0, most)
    return figure


def _beside(rows: pd.DataFrame, places: Rows, palette: Palette, end: float) -> list[dict[str, Any]]:
    """What is said of each bar, in its status's colour, where the longest ends."""
    texts = zip(places.middles, rows["beside"], rows["status"], strict=True)
    return [
        note_beside(end, middle, text, font={"color": palette.text_of_status(status), "size": SMALL_SIZE})
        for middle, text, status in texts
    ]
