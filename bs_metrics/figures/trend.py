"""A measure over its as-of dates: the number met climbing towards the number needed."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import LINE, SMALL_SIZE, Palette, bold, canvas, hover, literal, note, width_of

_TALL, _LOW = 210, 46  # px: the burn-up on its page, the sparkline on a card
_EDGE = 0.08  # share of the span left free on both sides, so that a label at the edge stays whole
NARROW = 300  # px: the least that a burn-up is wide; its labels are placed so that none touches another there
_SPACE = 8  # px between two labels


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
    labels = _labels(rows, days)
    for label in labels:
        row, day, last_one = rows.iloc[label.place], days[label.place], label.place == len(days) - 1
        height, side, shift = (row.lower, "top", -8) if label.below else (row.upper, "bottom", 6)
        notes.append(note(day, height, bold(row.label), yanchor=side, yshift=shift, xanchor=label.anchor))
        end = "left" if label.place == 0 else "right" if last_one else "center"
        down = -4 - LINE * (end == "center")  # the dates between the ends have a line of their own
        text = literal(row.day)
        notes.append(note(day, 0, text, yanchor="top", yshift=down, xanchor=end, yref="paper", font=font))
    top = max(needed, int(rows["upper"].max()))
    low = min(int(rows["lower"].min()), needed)
    room = max(top - low, 1)
    foot = 0.35 if any(label.below for label in labels) else 0.2
    figure.update_layout(
        annotations=notes,
        margin={"b": 30 + LINE * (len(labels) > 2)},
        yaxis={"range": [low - foot * room, top + 0.45 * room]},
    )
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
        cliponaxis=False,
        **hover(rows["day"] + ": " + rows["label"]),
    )
    span = max(days[-1], 1)
    figure.update_layout(xaxis={"range": [-_EDGE * span, (1 + _EDGE) * span]})
    return figure, days


@dataclass(frozen=True)
class _Label:
    """Where the ratio of a date stands: beside its point on the side that the line leaves free."""

    place: int
    anchor: str
    below: bool
    ratio: tuple[float, float]  # px from the left at which it begins and ends, in the narrowest chart
    day: tuple[float, float]


def _labels(rows: pd.DataFrame, days: list[int]) -> list[_Label]:
    """The labels that do not lie on one another: the first and the last, and between them what has room."""
    last = len(days) - 1
    labels = [_label(rows, days, place) for place in range(len(days))]
    kept = labels[:1]
    for label in labels[1:last]:
        before, after = kept[-1], labels[last]
        free = _clear(before.ratio, label.ratio) and _clear(label.ratio, after.ratio)
        if free and (before.place == 0 or _clear(before.day, label.day)):
            kept.append(label)
    return kept + labels[max(last, 1) :]


def _label(rows: pd.DataFrame, days: list[int], place: int) -> _Label:
    row, last = rows.iloc[place], len(days) - 1
    falls = place > 0 and (rows[["lower", "upper"]].iloc[place - 1] > row[["lower", "upper"]]).any()
    climbs = place < last and (rows[["lower", "upper"]].iloc[place + 1] > row[["lower", "upper"]]).any()
    if place in (0, last):
        anchor, below = ("left" if place == 0 else "right"), falls or climbs
    else:
        anchor, below = ("center" if falls == climbs else "left" if falls else "right"), falls and climbs
    at = NARROW * (_EDGE + days[place] / max(days[-1], 1)) / (1 + 2 * _EDGE)
    return _Label(place, anchor, bool(below), _extent(at, row.label, anchor), _extent(at, row.day, "center"))


def _extent(at: float, text: str, anchor: str) -> tuple[float, float]:
    width = width_of(text)
    left = at - {"left": 0, "center": 0.5, "right": 1}[anchor] * width
    return left, left + width


def _clear(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[1] + _SPACE <= two[0]
