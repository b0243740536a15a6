"""Shares as bars under their names: met, unknown, missing up to the target; the gap in words beside each."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    PHONE,
    SMALL_SIZE,
    Palette,
    bar_length,
    bold,
    canvas,
    literal,
    named_rows,
    note,
    note_beside,
    status_bar,
    target_mark,
    width_of,
)

_BEFORE = 8  # px before a number in its bar
_PARTS = (("met", "met"), ("unknown", "unknown"), ("not_met", "missing"), ("rest", "rest"))


def share_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a row, first row on top.

    Columns: `label`; `met`, `unknown`, `missing`, `rest` as shares of the whole; `target` as a share, or missing;
    `inside` (the ratio, 7/22), `beside` (the gap in words), `status` (colours what stands beside); `group`, if there,
    opens a group where it is not empty.
    """
    places = named_rows(rows["label"], heads=rows["group"] if "group" in rows else (), beside=rows["beside"])
    middles = pd.Series(places.middles, index=rows.index)
    said = rows["label"] + ": " + rows["inside"] + ", " + rows["beside"]
    figure = canvas(palette, places.height)
    base = pd.Series(0.0, index=rows.index)
    for status, column in _PARTS:
        length = rows[column].astype(float)
        shown = length > 0
        figure.add_trace(
            status_bar(
                palette,
                status,
                list(length[shown]),
                list(middles[shown]),
                base=list(base[shown]),
                width=BAR,
                customdata=[literal(text) for text in said[shown]],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        base = base + length
    notes, marks = places.names(), []
    length = bar_length(rows["beside"])
    for row, middle in zip(rows.itertuples(), middles, strict=True):
        notes += _said(row, middle, palette, length * PHONE)
        if pd.notna(row.target):
            marks.append(target_mark(row.target, middle, palette))
    figure.update_layout(annotations=notes, shapes=marks, xaxis={"range": [0, 1], "domain": [0, length]})
    places.fit(figure)
    return figure


def _said(row, middle: float, palette: Palette, whole: float) -> list[dict]:
    """The ratio in the bar, or beside a short one, and the gap to the right of all bars, which are `whole` px long."""
    room = (width_of(row.inside) + 2 * _BEFORE) / whole
    fits = row.met >= room
    start = 0.0 if fits else max(row.met, row.target if pd.notna(row.target) and row.target < room else 0)
    if start + room > 1:
        start = 0.0  # it has room nowhere: it lies on the bar, on a ground of its own
    font = {"color": palette.surface if fits else palette.ink, "size": SMALL_SIZE}
    ground = {"bgcolor": palette.surface} if not fits and _crossed(row, start, room) else {}
    beside = {"color": palette.text_of_status(row.status), "size": SMALL_SIZE}
    return [
        note(start, middle, bold(row.inside), yanchor="middle", xshift=_BEFORE, font=font, **ground),
        note_beside(1, middle, row.beside, font=beside),
    ]


def _crossed(row, start: float, room: float) -> bool:
    """Whether a number that begins here would lie on the bar, on hatching or on an edge, and needs its own ground."""
    edge = row.met + row.unknown
    return start < edge or start < edge + row.missing < min(start + room, 1)
