"""A chart that is sent when it comes near the reader's screen: until then a page fetches nothing of plotly's script."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_near = st.components.v2.component(
    "near",
    html='<div class="bs-to-come"><p></p></div>',
    js=(Path(__file__).parent / "near.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def when_near(key: str, said: str, height: float, draw: Callable[[], object]) -> None:
    """Draw what stands below the first screen once it comes near, in its place; until then `said` is heard and printed.

    What was near once is drawn at once from then on; so is everything where no browser could tell.
    """
    if st.session_state.get(f"{key}_was_near") or not st.context.url:
        draw()
    else:
        _wait(key, said, height, draw)


@st.fragment
def _wait(key: str, said: str, height: float, draw: Callable[[], object]) -> None:
    if st.session_state.get(f"{key}_was_near"):  # it asked once more than it had to
        draw()
        return
    place = st.empty()
    with place:
        came = _near(key=f"{key}_near", data={"said": said, "height": height}, on_near_change=_nothing)
    if came.near:
        st.session_state[f"{key}_was_near"] = True
        with place:
            draw()


def _nothing() -> None:
    """What a component says has no value without a callback."""
