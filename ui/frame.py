"""What stands around every page: language, navigation, what the data are."""

import streamlit as st

from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.words import words
from ui.addresses import FRONT, SCRIPTS, SECTIONS, title_key
from ui.data import shown
from ui.inert import inert
from ui.link import LANGUAGE_NAMES, choice, language
from ui.page import current_view
from ui.roles import may_publish
from ui.sharing.share import share_button


def asked_page() -> st.Page:
    """Draw the navigation and return the page that was asked for.

    Runs on every run, and nothing stops before it: a cold deep link must find its frame.
    """
    pages = {
        words(f"page.section_{section}", language()): [_page(name) for name in names]
        for section, names in SECTIONS.items()
    }
    # The front page is another page at the bare address, not a second entry in the navigation.
    title = words(title_key(FRONT), language())
    front = st.Page(SCRIPTS[FRONT], title=title, url_path="front", default=True, visibility="hidden")
    next(iter(pages.values())).insert(0, front)
    return st.navigation(pages, expanded=True)


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
            page.say("role.local") if may_publish() else "",
        )
        st.caption("  \n".join(inert(line) for line in lines if line))


def _page(name: str) -> st.Page:
    address = name.replace("_", "-")
    title, summary = words(title_key(address), language()), words(f"page.help_{name}", language())
    return st.Page(SCRIPTS[address], title=title, url_path=address, help=summary)
