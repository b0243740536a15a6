"""Spans of time under their names, with the as-of date as a line across each."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    SMALL_SIZE,
    Palette,
    canvas,
    literal,
    named_rows,
    note,
    status_bar,
    target_mark,
)

_EDGE = 0.0015  # share of the time, so that the outlines of the first and the last bar are whole
_DATE_ROOM = 30  # px above the first row, for the label of the as-of date


def timeline(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a row, first row on top.

    Columns: `label`; `start`, `end` (dates); `status` (met: over, planned: not yet); `as_of` (the same date in each
    row, or None) and `as_of_label`, what to call it.
    """
    places = named_rows(rows["label"], start=_DATE_ROOM)
    first, last = min(rows["start"]), max(rows["end"])
    length = (last - first).days
    edge = length * _EDGE
    figure = canvas(palette, places.height)
    for row, middle in zip(rows.itertuples(), places.middles, strict=True):
        begin, days = (row.start - first).days, (row.end - row.start).days
        figure.add_trace(status_bar(palette, row.status, [days], [middle], base=[begin], width=BAR, hoverinfo="skip"))
    notes, marks = places.names(), []
    as_of, as_of_label = rows["as_of"].iloc[0], rows["as_of_label"].iloc[0]
    if isinstance(as_of, date) and first <= as_of <= last:
        marks = [target_mark((as_of - first).days, middle, palette) for middle in places.middles]
        font = {"size": SMALL_SIZE, "color": palette.muted}
        notes.append(note(0, 0, f"<b>┃</b> {literal(as_of_label)}", yanchor="top", xref="paper", font=font))
    figure.update_layout(annotations=notes, shapes=marks)
    places.fit(figure, -edge, length + edge)
    return figure
