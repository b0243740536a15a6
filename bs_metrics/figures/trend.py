"""A measure over its as-of dates: the number met climbing towards the number needed, and when it may get there."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    LINE,
    SMALL_SIZE,
    UNKNOWN_PATTERN,
    Palette,
    bold,
    canvas,
    hover,
    literal,
    note,
    width_of,
)

_TALL = 210  # px
_EDGE = 0.08  # share of the span left free on both sides, so that a label at the edge stays whole
NARROW = 300  # px: the least that a burn-up is wide; its labels are placed so that none touches another there
_FARTHEST = 2  # times what lies between the first date and the last or the deadline, for what is expected
_CLOSE = 0.25  # of the height: nearer to the line to reach, a ratio would be written over it
_SPACE = 8  # px between two labels


def burn_up(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The number met at each as-of date, the line to reach, the deadline, and from when to when it can get there.

    `rows`, oldest first, have the columns `as_of` (dates), `day` (the same as text), `lower` and `upper` (bounds of the
    number met), `needed`, `label` (the ratio as printed); and of the measure as a whole `deadline` (None: none set), in
    words `due`, `earliest` and `latest` (None where no observed pace gets there).
    """
    figure, days = _steps(rows, palette)
    needed, first, last = int(rows["needed"].iloc[-1]), days[0], days[-1]
    ahead = _ahead(rows)
    end = _end(days, ahead)
    zero = _line(first, end, 0, 0, palette, line={"color": palette.muted, "width": 1})  # what is drawn is in proportion
    shapes = [zero, _line(first, end, needed, needed, palette)]
    if "deadline" in ahead:
        shapes.append(_line(ahead["deadline"], ahead["deadline"], 0, 1, palette, yref="paper"))
    if "earliest" in ahead:
        figure.add_trace(_range(rows, days, ahead, end, palette))
    font = {"size": SMALL_SIZE, "color": palette.muted}
    side = "top" if rows["upper"].iloc[0] >= needed else "bottom"  # the side that the ratio leaves free
    notes = [note(first, needed, f"┃ {needed}", yanchor=side, font=font), note(end, 0, "0", xshift=4, font=font)]
    labels = _labels(rows, days, end, ahead.get("deadline"))
    for label in labels:
        row, day = rows.iloc[label.place], days[label.place]
        height, side, shift = (_foot(label, rows), "top", -8) if label.below else (row.upper, "bottom", 6)
        notes.append(note(day, height, bold(row.label), yanchor=side, yshift=shift, xanchor=label.anchor))
    written = [_Written(days[label.place], rows["day"].iloc[label.place], end, last) for label in labels]
    written = [*written[:1], *written[1:][-1:], *written[1:-1]]  # the ends first
    if "deadline" in ahead:
        written.insert(2, _Written(ahead["deadline"], rows["due"].iloc[-1], end, last, True))
    lines = _on_lines(written)
    below = max(line for line, _ in lines)
    for line, each in lines:
        place = {"yanchor": "top", "yshift": -4 - LINE * line, "xanchor": each.anchor, "yref": "paper", "font": font}
        notes.append(note(each.day, 0, literal(each.text), **place))
    top = max(needed, int(rows["upper"].max()))
    room = max(top, 1)
    foot = 0.35 if any(label.below for label in labels) else 0.2
    figure.update_layout(
        annotations=notes,
        shapes=shapes,
        margin={"b": 30 + LINE * below},
        height=_TALL + LINE * below,
        xaxis={"range": [-_EDGE * end, (1 + _EDGE) * end]},
        yaxis={"range": [-foot * room, top + 0.45 * room]},
    )
    return figure


def _line(x0: float, x1: float, y0: float, y1: float, palette: Palette, **given: Any) -> dict[str, Any]:
    line = {"color": palette.ink, "width": 2, "dash": "dot"}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line} | given


def _ahead(rows: pd.DataFrame) -> dict[str, int]:
    """Days from the first date to the deadline, and to the days of completion, as far as there are any."""
    last, first = rows.iloc[-1], rows["as_of"].iloc[0]
    named = {name: last[name] for name in ("deadline", "earliest", "latest")}
    found = {name: (day - first).days for name, day in named.items() if isinstance(day, date)}
    return {name: days for name, days in found.items() if days >= 0}


def _end(days: list[int], ahead: dict[str, int]) -> int:
    """Where the chart ends: with the last day of it all, unless that would leave no room for what has happened."""
    span = max(days[-1], ahead.get("deadline", 0), 1)
    return min(max(span, *ahead.values(), 1) if ahead else span, _FARTHEST * span)


def _range(rows: pd.DataFrame, days: list[int], ahead: dict[str, int], end: int, palette: Palette) -> go.Scatter:
    """The area between the fastest and the slowest way to the number needed, up to the end of the chart."""
    last, needed = rows.iloc[-1], int(rows["needed"].iloc[-1])
    fast, slow = _way(days[-1], last.upper, ahead["earliest"], needed, end), None
    if "latest" in ahead:
        slow = _way(days[-1], last.lower, ahead["latest"], needed, end)
    corner = [(end, needed)] if fast[1] >= needed and (slow is None or slow[1] < needed) else []
    ways = [(days[-1], last.upper), fast, *corner, slow or (end, last.lower), (days[-1], last.lower)]
    x, y = zip(*ways, strict=True)
    line = {"color": palette.unknown, "width": 1, "dash": "dash"}
    pattern = {**UNKNOWN_PATTERN, "fgcolor": palette.unknown, "bgcolor": "rgba(0,0,0,0)"}
    return go.Scatter(x=x, y=y, mode="lines", line=line, fill="toself", fillpattern=pattern, hoverinfo="skip")


def _way(start: int, met: int, day: int, needed: int, end: int) -> tuple[float, float]:
    """Where a straight way from a number met to the number needed ends: there, or at the end of the chart."""
    if day <= end:
        return day, needed
    return end, met + (needed - met) * (end - start) / (day - start)


def _steps(rows: pd.DataFrame, palette: Palette) -> tuple[go.Figure, list[int]]:
    """The line through the lower bounds, with the span up to the upper bound hatched, and the days since the first."""
    days = [(day - rows["as_of"].iloc[0]).days for day in rows["as_of"]]
    figure = canvas(palette, _TALL)
    if (rows["upper"] > rows["lower"]).any():
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
    return figure, days


@dataclass(frozen=True)
class _Label:
    """Where the ratio of a date stands: beside its point on the side that the line leaves free."""

    place: int
    anchor: str
    below: bool
    ratio: tuple[float, float]  # px from the left at which it begins and ends, in the narrowest chart
    day: tuple[float, float]


def _labels(rows: pd.DataFrame, days: list[int], end: int, deadline: int | None) -> list[_Label]:
    """The labels that lie on no other and on no line: the first and the last, and between them what has room."""
    last = len(days) - 1
    labels = [_label(rows, days, place, end) for place in range(len(days))]
    due = None if deadline is None else _px(deadline, end)
    if _struck(labels[0], rows, None) and (not last or not _falls(rows, 1)):
        labels[0] = replace(labels[0], below=True)
    if last:
        labels[last] = _last(labels[last], labels[0], rows, due, _px(days[last], end))
    labels[1:last] = [label for label in labels[1:last] if not _struck(label, rows, due)]
    last = len(labels) - 1
    kept = labels[:1]
    for label in labels[1:last]:
        before, after = kept[-1], labels[last]
        free = _clear(before.ratio, label.ratio) and _clear(label.ratio, after.ratio)
        if free and (before.place == 0 or _clear(before.day, label.day)):
            kept.append(label)
    return kept + labels[max(last, 1) :]


def _last(label: _Label, first: _Label, rows: pd.DataFrame, due: float | None, at: float) -> _Label:
    """The last ratio where neither a line nor the first is: as it is, below and behind its point, or before it."""
    text, places = rows["label"].iloc[-1], [label]
    for anchor in ("left", "right") if at + width_of(text) < NARROW else ("right",):
        places.append(replace(label, below=True, anchor=anchor, ratio=_extent(at, text, anchor)))
    for one in places:
        if not _struck(one, rows, due) and (one.below != first.below or _clear(first.ratio, one.ratio)):
            return one
    best = places[1] if _struck(label, rows, due) else label
    return best if _clear(first.ratio, best.ratio) else replace(best, below=not first.below)


def _foot(label: _Label, rows: pd.DataFrame) -> int:
    """Below which number a ratio is written: its own, that of the way towards it, or 0, where its line would cross."""
    before = label.place - 1 if label.place and label.anchor == "right" else label.place
    lowest = int(rows["lower"].iloc[before : label.place + 1].min())
    return 0 if lowest < _CLOSE * max(int(rows["needed"].iloc[-1]), int(rows["upper"].max())) else lowest


def _struck(label: _Label, rows: pd.DataFrame, due: float | None) -> bool:
    """Whether the line to reach or that of the deadline, so many px from the left, would run through a ratio."""
    needed, row = int(rows["needed"].iloc[-1]), rows.iloc[label.place]
    apart = row.lower - needed if label.below else needed - row.upper
    close = 0 < apart < _CLOSE * max(needed, int(rows["upper"].max()))
    return bool(close) or (due is not None and label.ratio[0] - _SPACE < due < label.ratio[1] + _SPACE)


def _falls(rows: pd.DataFrame, place: int) -> bool:
    return bool((rows[["lower", "upper"]].iloc[place - 1] > rows[["lower", "upper"]].iloc[place]).any())


def _label(rows: pd.DataFrame, days: list[int], place: int, end: int) -> _Label:
    row, last = rows.iloc[place], len(days) - 1
    falls = place > 0 and _falls(rows, place)
    climbs = place < last and (rows[["lower", "upper"]].iloc[place + 1] > row[["lower", "upper"]]).any()
    if place in (0, last):
        anchor, below = ("left" if place == 0 else "right"), falls or climbs
    else:
        anchor, below = ("center" if falls == climbs else "left" if falls else "right"), falls and climbs
    at = _px(days[place], end)
    return _Label(place, anchor, bool(below), _extent(at, row.label, anchor), _extent(at, row.day, "center"))


@dataclass(frozen=True)
class _Written:
    """A day of the axis in words: towards the middle from the ends of the chart, centred between them."""

    day: int
    text: str
    end: int
    last: int  # the last as-of date
    is_deadline: bool = False

    @property
    def anchor(self) -> str:
        """On which side of the text the day lies."""
        if self.day == 0:
            return "left"
        if self.day > 0.7 * self.end:
            return "right"
        return "right" if self.day == self.last and self.day > 0.4 * self.end else "center"

    @property
    def extent(self) -> tuple[float, float]:
        """Where it begins and ends, in px of the narrowest chart."""
        return _extent(_px(self.day, self.end), self.text, self.anchor)


def _on_lines(written: list[_Written]) -> list[tuple[int, _Written]]:
    """Each on the first line on which it touches no other; those between the ends on none of the ends'."""
    taken: list[tuple[int, _Written]] = []
    for each in written:
        middle = 0 < each.day < each.last
        line = int(middle)
        while any(at == line and not _clear(*sorted((each.extent, one.extent))) for at, one in taken):
            line += 1
        if not middle or line == 1 or each.is_deadline:  # a date between the ends needs no line of its own
            taken.append((line, each))
    return taken


def _px(day: int, end: int) -> float:
    return NARROW * (_EDGE + day / max(end, 1)) / (1 + 2 * _EDGE)


def _extent(at: float, text: str, anchor: str) -> tuple[float, float]:
    width = width_of(text)
    left = at - {"left": 0, "center": 0.5, "right": 1}[anchor] * width
    return left, left + width


def _clear(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[1] + _SPACE <= two[0]
