"""What all figures share: colours by role, the typeface, a layout without decoration.

Colours are read from `.streamlit/config.toml`, the one place where they are written.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

FONT = "Be Vietnam Pro, sans-serif"
TEXT_SIZE = 17  # px; read from the back of a room on a projector, and still whole on a phone
SMALL_SIZE = 16
PHONE = 355  # px that a chart is wide on a phone
ASIDE = 12  # px between a name and what is said of its bar
LINE, BAR, AIR = 25, 21, 10  # px: a line of text, a bar, the space between rows
OVERHANG = 4  # px by which the mark of a target stands out above and below its bar; no name may reach into it
LABEL_WIDTH = 40  # characters on a line of a phone
UNKNOWN_PATTERN = {"shape": "/", "size": 7, "solidity": 0.28}
_OPTIONS = {  # a role of the palette, and the theme's option that holds its colour
    "ink": "textColor",
    "muted": "grayTextColor",
    "line": "borderColor",
    "surface": "backgroundColor",
    "met": "primaryColor",
    "missing": "orangeColor",
    "unknown": "grayColor",
}
_THEME = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@dataclass(frozen=True)
class Palette:
    """Colours by role. Statuses differ in fill as well: met solid, unknown hatched, missing an outline."""

    ink: str
    muted: str
    line: str
    surface: str
    met: str
    missing: str
    unknown: str

    def of_status(self, status: str) -> str:
        """The colour of met, not_met or unknown as a mark."""
        return {"met": self.met, "not_met": self.missing}.get(status, self.unknown)

    def text_of_status(self, status: str) -> str:
        """The colour of the same as text, which needs more contrast than a mark."""
        return {"met": self.met, "not_met": self.missing}.get(status, self.muted)


@cache
def theme_palette(mode: str) -> Palette:
    """The colours by role of a theme, light or dark. Raises FileNotFoundError or KeyError where it is not whole."""
    theme = theme_options()[mode]
    return Palette(**{role: theme[option] for role, option in _OPTIONS.items()})


def print_palette() -> Palette:
    """The light theme's colours: paper is white."""
    return theme_palette("light")


@cache
def theme_options() -> dict[str, Any]:
    """The theme as it is written: the options of light and dark, the typeface's files."""
    options: dict[str, Any] = tomllib.loads(_THEME.read_text(encoding="utf-8"))["theme"]
    return options


def mixed(one: str, other: str, share: float) -> str:
    """The colour between two, given as #rrggbb, that has a share of the other."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in parts)


def readable_on(colour: str, palette: Palette) -> str:
    """Ink or surface, whichever stands out more on a colour."""
    ground = luminance(colour) + 0.05
    lights = {letters: luminance(letters) + 0.05 for letters in (palette.ink, palette.surface)}
    return max(lights, key=lambda letters: max(lights[letters], ground) / min(lights[letters], ground))


def _parts(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance, as the guidelines for accessible pages (WCAG 2) define it."""
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def canvas(palette: Palette, height: int, **layout: Any) -> go.Figure:
    """An empty figure: no axes, no legend, transparent, fixed so that a finger scrolls the page and not the chart."""
    axis = {"visible": False, "fixedrange": True}
    return go.Figure(
        layout={
            "template": "none",
            "height": height,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "barmode": "stack",
            "dragmode": False,
            "hoverlabel": {"font": {"family": FONT, "size": SMALL_SIZE}},
            "xaxis": axis,
            "yaxis": axis,
        }
        | layout
    )


def status_bar(palette: Palette, status: str, x: list[float], y: list[float], **bar: Any) -> go.Bar:
    """Horizontal bars of one status, drawn the way that status is drawn everywhere."""
    markers = {
        "met": {"color": palette.met, "line": {"width": 0}},
        "not_met": {"color": "rgba(0,0,0,0)", "line": {"width": 1.5, "color": palette.missing}},
        "unknown": {
            "color": palette.surface,
            "pattern": {**UNKNOWN_PATTERN, "fgcolor": palette.unknown, "fgopacity": 1},
            "line": {"width": 1, "color": palette.unknown},
        },
        "planned": {"color": "rgba(0,0,0,0)", "line": {"width": 1.5, "color": palette.muted}},
        "rest": {"color": "rgba(0,0,0,0)", "line": {"width": 1, "color": palette.line}},
    }
    return go.Bar(x=x, y=y, orientation="h", marker=markers[status], cliponaxis=False, **bar)


def literal(text: str) -> str:
    """The text for a place where plotly reads markup: its own signs are shown, not obeyed."""
    return escape(text, quote=False)


def hover(texts: Iterable[str]) -> dict[str, Any]:
    """What is shown where a finger or pointer rests on a mark."""
    return {"customdata": [literal(text) for text in texts], "hovertemplate": "%{customdata}<extra></extra>"}


def bold(text: str) -> str:
    """The same in bold."""
    return f"<b>{literal(text)}</b>"


def width_of(text: str) -> float:
    """Rather more than the px that a text takes in bold letters of the small size."""
    return 1.03 * sum(_WIDTHS.get(letter, 10.0) for letter in text)


_WIDTHS = dict.fromkeys("0123456789", 10.5) | dict.fromkeys("mMWwƯƠ", 14.5) | dict.fromkeys(" .,'·ilíìỉĩịI:;|()/f", 5.2)


def note(x: float, y: float, text: str, **given: Any) -> dict[str, Any]:
    """A text, in plotly's markup, beside a mark: left-aligned, no arrow."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": "left", "align": "left"} | given


@dataclass(frozen=True)
class Rows:
    """Where named bars stand below one another: each name at the left above its bar, what is said of the bar at the
    right of the same line, or below it where both have no room there. So nothing is cut, and every bar takes the width.

    `labels` and `beside` are in plotly's markup; `lows` and `feet` say where they end, from the top.
    """

    labels: list[str]
    lows: list[float]
    beside: list[str]
    feet: list[float]
    middles: list[float]
    height: int

    def canvas(
        self,
        palette: Palette,
        scale: list[float],
        notes: Iterable[dict[str, Any]] = (),
        colours: Iterable[str] = (),
        **layout: Any,
    ) -> go.Figure:
        """A figure as high as the rows, first row on top, with their names, what is said of them in these colours, and
        other notes; its bars have a scale from the first to the second number of `scale`.
        """
        low: dict[str, Any] = {"yanchor": "bottom", "xref": "paper", "borderwidth": 0, "borderpad": 0}
        names = [note(0, foot, label, **low) for label, foot in zip(self.labels, self.lows, strict=True)]
        right = low | {"xanchor": "right", "align": "right"}
        inks = [*colours] or [palette.ink] * len(self.labels)
        said = [
            note(1, foot, text, font={"color": ink, "size": SMALL_SIZE}, **right)
            for text, foot, ink in zip(self.beside, self.feet, inks, strict=True)
            if text
        ]
        edge = {"l": 1, "r": 2, "t": 0, "b": 0, "pad": 0}  # for outlines and for the line that a whole bar has to reach
        figure = canvas(palette, self.height, annotations=[*names, *said, *notes], margin=edge, **layout)
        return figure.update_layout(yaxis={"range": [self.height, 0]}, xaxis={"range": scale})


def _lines(text: str, width: float) -> list[str]:
    """The lines of a name: its own, each broken where it is too long."""
    letters = int(LABEL_WIDTH * width / PHONE)
    return [line for part in text.splitlines() for line in wrap(part, letters, break_long_words=False)]


def _said_lines(text: str, width: float) -> list[str]:
    """What is said of a bar, broken into lines where it is wider than the chart."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if text else []


def named_rows(
    labels: Iterable[str],
    start: float = 0,
    heads: Iterable[str] = (),
    beside: Iterable[str] = (),
    width: float = PHONE,
) -> Rows:
    """The places of bars with these names, from `start` px below the top; a head, in bold, opens a group of them.

    All is whole in a chart of this `width`, and in any that is wider.
    """
    rows = Rows([], [], [], [], [], 0)
    y = start
    for name, head, text in zip_longest(labels, heads, beside, fillvalue=""):
        names, said = _lines(name, width), _said_lines(text, width)
        above = [*map(bold, _lines(head, width)), *map(literal, names)]
        on_one = len(said) == 1 and bool(names) and width_of(names[-1]) + ASIDE + width_of(said[0]) <= width
        y += LINE * len(above)
        rows.lows.append(y)
        y += 0 if on_one else LINE * len(said)
        rows.feet.append(y)
        rows.labels.append("<br>".join(above))
        rows.beside.append("<br>".join(map(bold, said)))
        y += OVERHANG + BAR
        rows.middles.append(y - BAR / 2)
        y += AIR
    return replace(rows, height=int(y))


def target_mark(x: float, middle: float, palette: Palette) -> dict[str, Any]:
    """The line a bar has to reach."""
    line, reach = {"color": palette.ink, "width": 3}, BAR / 2 + OVERHANG
    return {"type": "line", "x0": x, "x1": x, "y0": middle - reach, "y1": middle + reach, "line": line}
