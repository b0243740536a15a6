"""Every published snapshot: the trend, two compared, the list with its files, and restoring."""

import streamlit as st

from ui.data import shown
from ui.page import open_page
from ui.update.history import compare, trends, versions

page = open_page()
page.head(page.say("page.history"))
if shown().record is None or shown().trouble:
    st.markdown(page.say("history.closed"))
else:
    st.markdown(page.say("history.lead"))
    trends(page)
    versions(page)
    compare(page)
