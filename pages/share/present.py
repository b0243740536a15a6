"""The state of the data as slides of a meeting: one message each, moved by keys, chosen and ordered by its leader."""

import streamlit as st

from ui.page import open_for_slides
from ui.sharing.present import stage

st.set_page_config(initial_sidebar_state="collapsed")
page, notes = open_for_slides()
stage(page, notes)
