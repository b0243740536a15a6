"""The palette of the theme in use, read from `.streamlit/config.toml`: the one place where colours are written."""

import streamlit as st

from bs_metrics.figures.style import Palette

_ROLES = {
    "ink": "textColor",
    "muted": "grayTextColor",
    "line": "borderColor",
    "surface": "backgroundColor",
    "met": "primaryColor",
    "missing": "orangeColor",
    "unknown": "grayColor",
}

# The theme knows one base size for every screen. A projector is read from the back of a room, a phone from the hand:
# so the root size, on which all of Streamlit's sizes rest, follows the width of the window.
RESPONSIVE_SIZE = "<style>:root { font-size: clamp(14.5px, calc(13.2px + 0.33vw), 28px) !important; }</style>"


def palette() -> Palette:
    """The colours by role of the theme that the reader's browser shows."""
    mode = st.context.theme.type or "light"
    return Palette(**{role: st.get_option(f"theme.{mode}.{option}") for role, option in _ROLES.items()})
