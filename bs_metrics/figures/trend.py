"""A measure over its as-of dates: the number met climbing towards the number needed."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import SMALL_SIZE, Palette, bold, canvas, literal, note

_TALL, _LOW = 210, 46  # px: the burn-up on its page, the sparkline on a card
_EDGE = 0.08  # share of the span left free on both sides, so that a label at the edge stays whole
_APART = 0.16  # share of the span that two labels need between them


def burn_up(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The number met at each as-of date, and the line it has to reach.

    `rows`, oldest first, have the columns `as_of` (dates), `day` (the same as text), `lower` and `upper` (bounds of the
    number met), `needed`, `label` (the ratio as printed).
    """
    figure, days = _steps(rows, palette, _TALL)
    needed, first, last = int(rows["needed"].iloc[-1]), days[0], days[-1]
    line = {"color": palette.ink, "width": 2, "dash": "dot"}
    figure.add_shape(type="line", x0=first, x1=last, y0=needed, y1=needed, line=line)
    font = {"size": SMALL_SIZE, "color": palette.muted}
    notes = [note(first, needed, f"┃ {needed}", yanchor="bottom", font=font)]
    for place in _readable(days):
        row = rows.iloc[place]
        anchor = "left" if place == 0 else "right" if place == len(days) - 1 else "center"
        notes.append(note(days[place], row.upper, bold(row.label), yanchor="bottom", yshift=6, xanchor=anchor))
        notes.append(
            note(days[place], 0, literal(row.day), yanchor="top", yshift=-4, xanchor=anchor, yref="paper", font=font)
        )
    top = max(needed, int(rows["upper"].max()))
    low = min(int(rows["lower"].min()), needed)
    room = max(top - low, 1)
    figure.update_layout(annotations=notes, margin={"b": 30}, yaxis={"range": [low - 0.2 * room, top + 0.45 * room]})
    return figure


def sparkline(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The same without words, for a card: only the way up or down. Columns as for `burn_up`."""
    figure, _ = _steps(rows, palette, _LOW)
    low, top = int(rows["lower"].min()), int(rows["upper"].max())
    room = max(top - low, 1)
    figure.update_layout(yaxis={"range": [low - 0.3 * room, top + 0.3 * room]})
    return figure


def _steps(rows: pd.DataFrame, palette: Palette, height: int) -> tuple[go.Figure, list[int]]:
    """The line through the lower bounds, with the span up to the upper bound hatched, and the days since the first."""
    days = [(day - rows["as_of"].iloc[0]).days for day in rows["as_of"]]
    figure = canvas(palette, height)
    spans = [(low, high) for low, high in zip(rows["lower"], rows["upper"], strict=True) if high > low]
    if spans:
        line = {"color": palette.unknown, "width": 1, "dash": "dash"}
        figure.add_scatter(x=days, y=list(rows["upper"]), mode="lines", line=line, hoverinfo="skip")
    figure.add_scatter(
        x=days,
        y=list(rows["lower"]),
        mode="lines+markers",
        line={"color": palette.met, "width": 3},
        marker={"size": 9, "color": palette.met},
        customdata=[literal(text) for text in rows["day"] + ": " + rows["label"]],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    span = max(days[-1], 1)
    figure.update_layout(xaxis={"range": [-_EDGE * span, (1 + _EDGE) * span]})
    return figure, days


def _readable(days: list[int]) -> list[int]:
    """The dates whose labels do not lie on one another: the first and the last, and between them what has room."""
    span = max(days[-1] - days[0], 1)
    kept = [0]
    for place in range(1, len(days) - 1):
        if min(days[place] - days[kept[-1]], days[-1] - days[place]) >= 2 * _APART * span:
            kept.append(place)
    return [*kept, len(days) - 1] if len(days) > 1 else kept
