"""The script of every run: the frame, and in it the page that was asked for."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from ui.data import look
from ui.frame import asked_page, sidebar
from ui.link import begin, finish
from ui.page import NothingToShow

st.set_page_config(layout="wide", page_icon=Path(__file__).parent / "static" / "icon.png")
look()
page = asked_page()
if begin(page.url_path):
    page = asked_page()  # the language may be another
with suppress(NothingToShow):
    page.run()
finish()
sidebar()
