"""The colours by role, read from `.streamlit/config.toml`: the one place where colours are written."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bs_metrics.figures.style import Palette

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
