"""What stands around every page: language, navigation, what the data are."""

import streamlit as st

from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.words import words
from ui.addresses import PAGES
from ui.data import kept, shown
from ui.inert import inert
from ui.link import choose_language, language
from ui.roles import may_publish
from ui.sharing.share import share_button

_UPDATE = ("upload", "history", "template")
_SHARE = ("present", "export")
_PRESENT = ("overview", "new_rural", "urban", "town", "schools", "communes", "emulation", "documents", "data")


def asked_page() -> st.Page:
    """Draw the navigation and return the page that was asked for.

    Runs on every run, and nothing stops before it: a cold deep link must find its frame.
    """
    sections = {
        words("page.section_present", language()): [_front(), *_pages("present", _PRESENT)],
        words("page.section_update", language()): _pages("update", _UPDATE),
        words("page.section_share", language()): _pages("share", _SHARE),
    }
    return st.navigation(sections, expanded=True)


def sidebar() -> None:
    """Draw what stands below the navigation: the choice of language, and which data are shown.

    Drawn after the page, so that the browser does not wait for it with the page's first figures.
    """
    looked = shown()
    tables, record = looked.snapshot.tables, looked.record
    with st.sidebar:
        choose_language(words("frame.language", language()))
        share_button()
        told = (
            as_of_text(tables, language()),
            kept(looked.snapshot.id, source_line, tables, language()),
            words("frame.snapshot", language(), id=record.number if record else looked.snapshot.id),
            words("role.local", language()) if may_publish() else "",
        )
        st.caption("  \n".join(inert(line) for line in told if line))


def _front() -> st.Page:
    """The overview is also the front page, without a second entry in the navigation."""
    script = PAGES / "present" / "overview.py"
    title = words("page.overview", language())
    return st.Page(script, title=title, url_path="front", default=True, visibility="hidden")


def _pages(section: str, names: tuple[str, ...]) -> list[st.Page]:
    """The pages of a section in order."""
    return [
        st.Page(
            PAGES / section / f"{name}.py",
            title=words(f"page.{name}", language()),
            url_path=name.replace("_", "-"),
            help=words(f"page.help_{name}", language()),
        )
        for name in names
    ]
