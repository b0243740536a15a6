"""Is the text of a report right? A file or a pasted text is computed again; nothing of it is stored."""

import streamlit as st

from ui.page import open_page
from ui.server.roles import may_hand_in
from ui.signing_in import say_read_only
from ui.update.doubts import given, show

page = open_page()
page.head(page.say("page.report_check"))
st.markdown(page.say("report_check.page.lead"))

if not may_hand_in():
    say_read_only(page)
elif (report := given(page)) is not None:
    show(page, report)
