"""What stands around every page: language, navigation, what the data are."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.views.texts import own_name
from bs_metrics.words import words
from ui.addresses import FRONT, HANDING_IN, SECTIONS, SUBMISSIONS, script
from ui.data import shown
from ui.inert import inert
from ui.link import LANGUAGE_NAMES, choice, language
from ui.page import CurrentView, current_view, leave, refuse
from ui.server.roles import access, is_local, role
from ui.sharing.share import share_button
from ui.signing_in import sign_out
from ui.update.reviewing import in_navigation


def asked_page() -> st.Page:
    """Draw the navigation and return the page that was asked for.

    Runs on every run, and nothing stops before it: a cold deep link must find its frame.
    """
    view = current_view()
    known, reader = dict(view.entries), role()
    if SUBMISSIONS in known:
        known[SUBMISSIONS] = in_navigation(known[SUBMISSIONS], language(), reader)
    if reader < Role.CONTRIBUTOR and not access().people:  # else it is where one signs in
        known |= {at: replace(known[at], offered=False) for at in HANDING_IN if at in known}
    pages = {
        words(f"page.section_{section}", language()): [one.page() for one in known.values() if one.section == section]
        for section in SECTIONS
    }
    # The front page is another page at the bare address, not a second entry in the navigation.
    front, first = known.get(FRONT), next(iter(pages.values()))
    start, title = (script(front.section, front.name), front.title) if front else (partial(leave, ""), "…")
    first.insert(0, st.Page(start, title=title, url_path="front", default=True, visibility="hidden"))
    if (gone := urlsplit(st.context.url or "").path.rpartition("/")[2]) and gone not in known:
        kept_back = gone in view.every_entry
        title = view.say("limits.title") if kept_back else gone
        first.append(
            st.Page(partial(refuse if kept_back else leave, gone), title=title, url_path=gone, visibility="hidden")
        )
    return st.navigation(pages, expanded=True)


def headline() -> None:
    """Draw whose dashboard it is, on top of the side bar: where Streamlit has its place, document.css says."""
    view = current_view()
    place = own_name(view.tables, view.language)
    name = view.say("door.title", place=place) if place else view.say("door.title_unnamed")
    with st.sidebar.container(key="product"):
        st.markdown(inert(name))


def sidebar() -> None:
    """Draw what stands below the navigation: the choice of language, and which data are shown.

    Drawn after the page, so that the browser does not wait for it with the page's first figures.
    """
    page, record = current_view(), shown().record
    with st.sidebar:
        choice(
            page.say("frame.language"),
            LANGUAGE_NAMES,
            "lang",
            st.segmented_control,
            required=True,
            label_visibility="collapsed",
        )
        share_button()
        lines = (
            as_of_text(page.tables, page.language),
            page.kept(source_line, page.tables, page.language),
            page.say("frame.snapshot", id=record.number if record else page.snapshot.id),
            _role(page),
        )
        st.caption("  \n".join(inert(line) for line in lines if line))
        sign_out(page)


def _role(page: CurrentView) -> str:
    """What the reader may do besides looking."""
    reader = role()
    if reader >= Role.ANALYST:
        return page.say("role.local" if is_local() else "role.analyst")
    return page.say("role.contributor") if reader >= Role.CONTRIBUTOR else ""
