"""The script of every run: the frame, and in it the page that was asked for."""

from pathlib import Path

import streamlit as st

from bs_metrics.snapshots.address import StoreUnavailable
from ui.data import choose_snapshot
from ui.frame import asked_page, sidebar
from ui.inert import warn
from ui.link import begin, finish, language
from ui.page import NothingToShow

st.set_page_config(layout="wide", page_icon=Path(__file__).parent / "static" / "icon.png")
page = asked_page()
if begin(page.url_path):
    page = asked_page()  # the language may be another
choose_snapshot()
try:
    page.run()
except NothingToShow:
    pass
except StoreUnavailable as problem:  # it answered when the run began, and does not any more
    warn(problem.message(language()))
finish()
sidebar()
