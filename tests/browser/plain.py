"""A small page of Streamlit alone, in the project's theme, with what `ui/server/document.py` completes on ours."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")


def first():
    st.title("First")
    st.caption("Caption")
    st.button("Primary", type="primary")
    st.segmented_control("Choice", ["a", "b"], default="a", required=True)
    st.file_uploader("File")
    st.plotly_chart(go.Figure(go.Bar(y=[1])))
    st.table(pd.DataFrame({f"column {number}": ["onelongword" * 4] for number in range(12)}))


def second():
    st.title("Second")
    st.query_params["chosen"] = "x"


st.navigation([st.Page(first, title="First", default=True), st.Page(second, title="Second", url_path="second")]).run()
