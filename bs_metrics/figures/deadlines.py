"""Goals over time: the time left until each deadline, or gone since, and when completion can be expected."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    AIR,
    BAR,
    LINE,
    OVERHANG,
    SMALL_SIZE,
    Palette,
    literal,
    named_rows,
    note,
    status_bar,
    target_mark,
)

_EDGE = 0.02
_FARTHEST = 2  # times the span of all deadlines: what is expected later runs out of the chart
_STATUS = {"overdue": "not_met", "done": "met"}


def deadline_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A goal a row: an outline from the as-of date to the deadline, hatched from the earliest to the latest day that
    is expected, a line at the deadline. What is overdue is outlined from the deadline on; what is reached is solid.

    Columns: `label`; `as_of`, `deadline`, `earliest`, `latest` (dates; None for a day that is not known; `latest` None
    beside an `earliest`: open); `verdict`; `as_of_label`.
    """
    places, as_of = named_rows(rows["label"], start=LINE + AIR), rows["as_of"].iloc[0]
    first = min([as_of, *rows["deadline"]])
    span = max(max((as_of - first).days, *((day - first).days for day in rows["deadline"])), 1)
    expected = [_days(day, first) for name in ("earliest", "latest") for day in rows[name]]
    end = max(span, min(_FARTHEST * span, max((days for days in expected if days is not None), default=0)))
    today = (as_of - first).days
    line = {"color": palette.muted, "width": 2, "dash": "dot"}
    reach = BAR / 2 + OVERHANG
    upright = {"type": "line", "x0": today, "x1": today, "line": line}
    marks = [upright | {"y0": middle - reach, "y1": middle + reach} for middle in places.middles]
    side = "right" if today > end / 2 else "left"
    font = {"size": SMALL_SIZE, "color": palette.muted}
    label = literal(rows["as_of_label"].iloc[0])
    notes = [note(today, 0, f"┊ {label}", yanchor="top", xanchor=side, align=side, font=font)]
    marks += [
        target_mark((day - first).days, middle, palette)
        for day, middle in zip(rows["deadline"], places.middles, strict=True)
    ]
    figure = places.canvas(palette, [-end * _EDGE, end * (1 + _EDGE)], notes, shapes=marks)
    for row, middle in zip(rows.itertuples(), places.middles, strict=True):
        ends = sorted([today, (row.deadline - first).days])
        bars = [(_STATUS.get(row.verdict, "planned"), ends)]
        if (earliest := _days(row.earliest, first)) is not None and row.verdict != "done":
            latest = _days(row.latest, first)
            bars.append(("unknown", [min(earliest, end), end if latest is None else min(latest, end)]))
        for status, (begin, until) in bars:
            bar = {"base": [begin], "width": BAR, "hoverinfo": "skip"}
            if until > begin:
                figure.add_trace(status_bar(palette, status, [until - begin], [middle], **bar))
    return figure.update_layout(barmode="overlay")


def _days(day: object, first: date) -> int | None:
    return (day - first).days if isinstance(day, date) else None
