"""Links for those without an account: make one, see what became of each, pause, resume and revoke it. For admins."""

import streamlit as st

from ui.inert import warn
from ui.page import open_page
from ui.server.roles import access
from ui.sharing.links import listed, new_link, say_made

page = open_page()
page.head(page.say("page.links"))
st.markdown(page.say("links.lead"))
if access().secret:
    say_made(page)
    new_link(page)
    listed(page)
else:
    warn(page.say("access.no_secret"))
