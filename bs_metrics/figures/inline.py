"""Figures that are part of the page itself: markup, from the same rows as the charts, that waits for no script.

Colours come as variables of the block that all stands in; sizes and the layout are in ui/server/document.css. Every
text of the data goes through `letters`.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from zlib import crc32

import pandas as pd

from bs_metrics.figures.bars import MANY, PARTS, place_of
from bs_metrics.figures.style import Palette, width_of

# Of markup, of Markdown, of addresses. The private-use characters are marks, which who reads the result replaces.
_SIGN = re.compile("[^\\w\\s.,;/%()·–—…≥≤?\ue000-\ue003-]|_|(?<=[<>~-])-|-(?=[->])|(?<=www)\\.", re.IGNORECASE)
_BAR = 300  # px: about what the shortest bars are long, for what fits into them
_BEFORE = 10  # px at both sides of a number in its bar
HATCH = "url(#HATCH)"  # a fill, in a `drawing`


def letters(text: str | None) -> str:
    """The text for a place where markup is read, in a tag's text or in its quotes: every sign is shown, none obeyed.

    White space is collapsed: a line of its own would end the markup for who reads it inside of Markdown.
    """
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", " ".join((text or "").split()))


def block(markup: str, palette: Palette) -> str:
    """Markup with the colours that it is drawn in."""
    colours = ";".join(f"--{role}:{colour}" for role, colour in asdict(palette).items())
    return f'<div class="bs-inline" style="{colours}">{markup}</div>'


def image(markup: str, said: str) -> str:
    """A figure, and what it says to who does not see it."""
    return f'<div class="bs-chart" role="img" aria-label="{letters(said)}">{markup}</div>'


def stage_bar(segments: pd.DataFrame, palette: Palette) -> str:
    """One stage of the road as a row of segments; the rows are those of `bars.stage_bar`."""
    total = max(int(segments["count"].sum()), 1)
    gap, start, drawn = 0.4 if total > MANY else 0.06, 0, list[str]()
    for status, number in segments[["status", "count"]].itertuples(index=False):
        steps = (start + step + gap / 2 for step in range(number))
        drawn += [_span(status, step / total, (1 - gap) / total, rounded=True) for step in steps]
        start += number
    return drawing("bs-segments", drawn)


def share_bars(rows: pd.DataFrame, palette: Palette) -> str:
    """Met, unknown, missing up to the target, a line each; the rows are those of `bars.share_bars`."""
    heads = rows["group"] if "group" in rows else [""] * len(rows)
    lines = []
    for row, head in zip(rows.itertuples(), heads, strict=True):
        if head:
            lines.append(f'<div class="bs-group">{letters(head)}</div>')
        beside = f'<div class="bs-beside bs-{row.status}">{letters(row.beside)}</div>'
        lines.append(_row(row.label, _shares(row), beside))
    return f'<div class="bs-rows">{"".join(lines)}</div>'


def amount_bars(rows: pd.DataFrame, palette: Palette) -> str:
    """Amounts of one unit as bars to scale. Columns: `label`, `amount`, `beside`."""
    lengths = rows["amount"].astype(float) / (float(rows["amount"].max()) or 1.0)
    parts = dict.fromkeys(("unknown", "missing", "rest"), 0.0)
    return share_bars(rows.assign(met=lengths, **parts, target=None, inside="", status="met"), palette)


def timeline(rows: pd.DataFrame, palette: Palette) -> str:
    """A span of time a row, with the as-of date as a line across each.

    Columns: `label`; `start`, `end` (dates); `status` (met: over, planned: not yet); `as_of` (the same date in each
    row, or None) and `as_of_label`, what to call it.
    """
    first, as_of = min(rows["start"]), rows["as_of"].iloc[0]
    length = max((max(rows["end"]) - first).days, 1)
    now = (as_of - first).days / length if isinstance(as_of, date) else -1.0
    marked = 0 <= now <= 1
    lines = [f'<div class="bs-small bs-day">┃ {letters(rows["as_of_label"].iloc[0])}</div>'] if marked else []
    for row in rows.itertuples():
        drawn = [_span(row.status, (row.start - first).days / length, (row.end - row.start).days / length)]
        lines.append(_row(row.label, drawing("bs-bar", [*drawn, _mark(now)] if marked else drawn)))
    return f'<div class="bs-rows">{"".join(lines)}</div>'


def sparkline(rows: pd.DataFrame, palette: Palette) -> str:
    """The way from the first as-of date to the last, from zero up to the number needed, between their ratios; the rows
    are those of `trend.burn_up`."""
    days = [(day - rows["as_of"].iloc[0]).days for day in rows["as_of"]]
    needed = pd.to_numeric(rows["needed"], errors="coerce").fillna(0).iloc[-1]
    across, top = max(days[-1], 1), max(float(needed), float(rows["upper"].max()), 1.0)

    def points(column: str) -> list[str]:
        pairs = zip(days, rows[column], strict=True)
        return [f"{100 * day / across:.1f},{30 - 28 * met / top:.1f}" for day, met in pairs]

    span = " ".join([*points("upper"), *reversed(points("lower"))])
    drawn = [
        f'<polygon class="bs-open" points="{span}"/>',
        f'<polyline class="bs-way" points="{" ".join(points("lower"))}"/>',
        '<line class="bs-zero" x1="0" x2="100" y1="30" y2="30"/>',
    ]
    if needed:
        height = f"{30 - 28 * float(needed) / top:.1f}"
        drawn.insert(0, f'<line class="bs-aim" x1="0" x2="100" y1="{height}" y2="{height}"/>')
    ends = [
        f'<span>{letters(row.label)}<span class="bs-small">{letters(row.day)}</span></span>'
        for row in (rows.iloc[0], rows.iloc[-1])
    ]
    shown = drawing("bs-spark", drawn, 'viewBox="0 0 100 32" preserveAspectRatio="none"')
    return f'<div class="bs-trend">{ends[0]}{shown}{ends[1]}</div>'


def drawing(name: str, drawn: Iterable[str], given: str = "") -> str:
    """A drawing as wide as its place. Its hatching has a name of its own, for names are those of the whole page."""
    markup = "".join(drawn)
    if HATCH in markup:
        own = f"bs-hatch-{crc32(markup.encode()):x}"
        pattern = (
            f'<defs><pattern id="{own}" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect class="bs-surface" width="7" height="7"/>'
            '<line class="bs-hatch" x1="0" x2="0" y1="0" y2="7"/></pattern></defs>'
        )
        markup = pattern + markup.replace(HATCH, f"url(#{own})")
    return f'<svg class="{name}" aria-hidden="true" {given}>{markup}</svg>'


def _span(status: str, start: float, length: float, rounded: bool = False) -> str:
    fill = f' fill="{HATCH}"' if status == "unknown" else ""
    corners = ' rx="2"' if rounded else ""
    place = f'x="{100 * start:.2f}%" width="{100 * length:.2f}%" height="100%"'
    return f'<rect class="bs-fill-{status}" {place}{corners}{fill}/>'


def _mark(place: float) -> str:
    return f'<line class="bs-target" x1="{100 * place:.2f}%" x2="{100 * place:.2f}%" y1="-12%" y2="112%"/>'


def _row(label: str, bar: str, beside: str = "<div></div>") -> str:
    """Name and details, bar, what is said of it."""
    name, *details = label.splitlines() or [""]
    below = "".join(f'<span class="bs-small">{letters(detail)}</span>' for detail in details)
    named = f'<div class="bs-label">{letters(name)}{below}</div>'
    return f'<div class="bs-row">{named}<div class="bs-of">{bar}</div>{beside}</div>'


def _shares(row: Any) -> str:
    """One bar with the mark of its target and its ratio in it, or beside what is short."""
    drawn, base = list[str](), 0.0
    for status, column in PARTS:
        if (length := float(getattr(row, column))) > 0:
            drawn.append(_span(status, base, length))
        base += length
    target = float(row.target) if pd.notna(row.target) else None
    if target is not None:
        drawn.append(_mark(target))
    fits, start = place_of(row, (width_of(row.inside) + 2 * _BEFORE) / _BAR)
    name = "bs-inside" if fits else "bs-inside bs-on-ground"
    drawn.append(
        f'<text class="{name}" x="{100 * start:.2f}%" y="50%" dx="0.4em" dy="0.35em">{letters(row.inside)}</text>'
    )
    return drawing("bs-bar", drawn)
