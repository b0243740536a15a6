"""Two pages as bare as can be, with the charts and the choice that the overview and another page have."""

import plotly.graph_objects as go
import streamlit as st


def draw(charts: int) -> None:
    """A choice, and so many charts."""
    st.segmented_control("Order", ["first", "second"], key="order")
    for number in range(charts):
        st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=[1, 2, 3])), key=f"chart_{number}")


def front() -> None:
    """The page that is opened."""
    draw(4)


def schools() -> None:
    """The page that is gone to."""
    draw(1)


st.navigation([st.Page(front, default=True), st.Page(schools)]).run()
