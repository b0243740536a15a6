"""The script of every run: the frame, and in it the page that was asked for."""

from pathlib import Path

import streamlit as st

from bs_metrics.access.limits import Limits
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.words import words
from ui.data import choose_snapshot, keep_pin, looked_up
from ui.frame import asked_page, headline, sidebar
from ui.inert import warn
from ui.link import begin, finish, language
from ui.page import NothingToShow
from ui.server.roles import access, limits

st.set_page_config(layout="wide", page_icon=Path(__file__).parent / "static" / "icon.png")


def draw(seen: Limits) -> None:
    """The frame and the page, within what the reader may see."""
    choose_snapshot(seen)  # it tells which pages there are
    page = asked_page()
    if begin(page.url_path, page.title):  # the language and the snapshot may be others
        choose_snapshot(seen)
        page = asked_page()
    keep_pin()
    headline()
    try:
        page.run()
    except NothingToShow:
        pass
    except StoreUnavailable as problem:  # it answered when the run began, and does not any more
        warn(problem.message(language()))
    finish()
    sidebar()


if reader := limits():
    try:
        draw(reader)
    except (StoreUnavailable, UnknownSnapshot) as problem:  # the one snapshot that a link shows
        warn(problem.message(language()))
elif looked_up().trouble:  # nobody can be asked who the reader is
    warn(words("door.store", language()))
else:  # a session that was open when its role went; who has none gets no session at all
    warn(words("door.gone_people" if access().people else "door.gone", language()))
