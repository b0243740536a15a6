"""The script of every run: the frame, and in it the page that was asked for."""

from pathlib import Path

import streamlit as st

from ui.frame import frame

st.set_page_config(layout="wide", page_icon=Path(__file__).parent / "static" / "icon.png")
frame().run()
