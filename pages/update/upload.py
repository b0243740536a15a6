"""A department's spreadsheet: what was understood, what is wrong and where, what would change; publish, or hand in."""

import streamlit as st

from ui.data import shown
from ui.page import open_page
from ui.server.roles import may_hand_in, may_publish
from ui.signing_in import say_read_only
from ui.update import review, upload
from ui.update.answers import checked
from ui.update.publishing import say_what_was_written

page = open_page()
page.head(page.say("page.upload"))
say_what_was_written(page)

if not may_hand_in():
    say_read_only(page)
elif shown().trouble:
    st.markdown(page.say("upload.nowhere"))
elif shown().pinned:
    st.markdown(page.say("upload.pinned"))
else:
    if may_publish():
        review.offer_default(page)
    st.markdown(page.say("upload.lead" if may_publish() else "submission.lead"))
    file = upload.uploaded(page)
    if file is None and "template" in page.entries:
        st.page_link("../pages/update/template.py", label=page.say("upload.template"))
    elif file is not None:
        report = checked(page, file)
        first = st.container()  # what matters most, which follows from all that is chosen below
        asked = upload.ask(page, report) if report.is_readable else []
        review.findings(page, file, report, asked)
        taken = review.tables_to_take(page, file, report) if report.is_readable else None
        if report.is_readable:
            upload.understanding(page, file, report)
        review.marked_file(page, file, report)
        with first:
            review.conclusion(page, file, report, taken, asked)
