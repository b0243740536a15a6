"""What was handed in: for those who publish, what waits for a review; for those who hand in, what became of theirs."""

import streamlit as st

from ui.data import shown
from ui.page import open_page
from ui.server.roles import may_hand_in, may_publish
from ui.signing_in import say_read_only
from ui.update import reviewing
from ui.update.publishing import say_what_was_written

page = open_page()
page.head(page.say("page.submissions"))
say_what_was_written(page)

if not may_hand_in():
    st.markdown(page.say("submission.closed"))
    say_read_only(page)
elif shown().trouble:
    st.markdown(page.say("upload.nowhere"))
elif not may_publish():
    st.markdown(page.say("submission.own_lead"))
    reviewing.own(page)
elif shown().pinned:
    st.markdown(page.say("submission.pinned"))
elif (one := reviewing.opened()) is not None:
    reviewing.review(page, one)
else:
    reviewing.waiting(page)
    reviewing.ended(page)
