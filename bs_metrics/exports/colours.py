"""The colours of a file: those of the light theme, read from the one place where colours are written."""

import tomllib
from functools import cache
from pathlib import Path

from bs_metrics.figures.style import Palette

ROLES = {  # a role of the palette, and the theme's option that holds its colour
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
def print_palette() -> Palette:
    """The light theme's colours by role. Raises FileNotFoundError or KeyError where the theme is not whole."""
    theme = tomllib.loads(_THEME.read_text(encoding="utf-8"))["theme"]["light"]
    return Palette(**{role: theme[option] for role, option in ROLES.items()})
