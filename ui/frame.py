"""What stands around every page: language, navigation, what the data are."""

from pathlib import Path

import streamlit as st

from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.words import LANGUAGES, Language, words
from ui.data import current
from ui.link import choice, chosen

_PAGES = Path(__file__).parents[1] / "pages"
_LANGUAGES: dict[str, str] = {code: words("frame.language_name", code) for code in LANGUAGES}
_PRESENT = ("overview", "new_rural", "urban", "town", "schools", "communes", "emulation", "documents", "data")


def language() -> Language:
    """The reader's language: chosen here, else by the link, else Vietnamese."""
    return next(code for code in LANGUAGES if code == chosen("lang", _LANGUAGES))


def asked_page() -> st.Page:
    """Draw the navigation and return the page that was asked for.

    Runs on every run, and nothing stops before it: a cold deep link must find its frame.
    """
    return st.navigation({words("page.section_present", language()): _pages()}, expanded=True)


def sidebar() -> None:
    """Draw what stands below the navigation: the choice of language, and which data are shown.

    Drawn after the page, so that the browser does not wait for it with the page's first figures.
    """
    shown = current()
    with st.sidebar:
        label = words("frame.language", language())
        choice(label, _LANGUAGES, "lang", st.segmented_control, required=True, label_visibility="collapsed")
        told = (
            as_of_text(shown.tables, language()),
            source_line(shown.tables, language()),
            words("frame.snapshot", language(), id=shown.id),
        )
        st.caption("  \n".join(line for line in told if line))


def _pages() -> list[st.Page]:
    """The pages in order; the overview is also the front page, without a second entry in the navigation."""
    front = st.Page(
        _PAGES / "present" / "overview.py",
        title=words("page.overview", language()),
        url_path="front",
        default=True,
        visibility="hidden",
    )
    shown = [
        st.Page(
            _PAGES / "present" / f"{name}.py",
            title=words(f"page.{name}", language()),
            url_path=name.replace("_", "-"),
            help=words(f"page.help_{name}", language()),
        )
        for name in _PRESENT
    ]
    return [front, *shown]
