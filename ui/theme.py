"""The palette of the theme in use, read from `.streamlit/config.toml`: the one place where colours are written."""

import streamlit as st

from bs_metrics.exports.colours import ROLES
from bs_metrics.figures.style import Palette


def palette() -> Palette:
    """The colours by role of the theme that the reader's browser shows."""
    mode = st.context.theme.type or "light"
    return Palette(**{role: st.get_option(f"theme.{mode}.{option}") for role, option in ROLES.items()})
