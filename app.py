"""Entry point: `streamlit run app.py`. Frame around every page; the pages are in `pages/<section>/`."""

import streamlit as st

from ui.frame import frame

st.set_page_config(layout="wide", page_icon=":material/location_city:")
frame().run()
