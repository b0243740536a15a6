"""Signing in and out, as the pages offer it."""

import streamlit as st

from bs_metrics.access.signins import FRESH
from ui.inert import inert, warn
from ui.page import CurrentView
from ui.server.roles import access, signed_in

HOURS = int(FRESH.total_seconds()) // 3600


def say_read_only(page: CurrentView) -> None:
    """Why this reader may not publish, and how to: by signing in, where that is set up."""
    person = signed_in()
    if person and person.late:
        warn(page.say("sign_in.late", hours=HOURS))
    elif person:
        st.markdown(page.say("sign_in.less", address=inert(person.address)))
    elif access().people:
        st.markdown(page.say("role.read_only_people"))
    else:
        st.markdown(page.say("role.read_only"))
    if access().people and (person is None or person.late):
        st.button(page.say("sign_in.button"), key="sign_in", on_click=st.login)


def sign_out(page: CurrentView) -> None:
    """Who signed in, and the way out; nothing for others."""
    if person := signed_in():
        st.caption(inert(page.say("sign_in.as", address=person.address)))
        st.button(page.say("sign_in.out"), key="sign_out", on_click=st.logout)
