"""What stands around every page: language, navigation, what the data are."""

from pathlib import Path

import streamlit as st

from bs_metrics.views.phrases import as_of_text, source_line
from bs_metrics.words import LANGUAGES, Language, words
from ui.data import current
from ui.link import choice, chosen
from ui.theme import RESPONSIVE_SIZE

_PAGES = Path(__file__).parents[1] / "pages"
_LANGUAGES: dict[str, str] = {code: words("frame.language_name", code) for code in LANGUAGES}
_PRESENT = ("overview", "new_rural", "urban", "town", "schools", "communes", "emulation", "documents", "data")


def language() -> Language:
    """The reader's language: chosen here, else by the link, else Vietnamese."""
    return next(code for code in LANGUAGES if code == chosen("lang", _LANGUAGES))


def frame() -> st.Page:
    """Draw what surrounds the page and return the page that was asked for.

    Runs on every run, and nothing stops before `st.navigation`: a cold deep link must find its frame.
    """
    st.html(RESPONSIVE_SIZE)
    shown = current()
    page = st.navigation({words("page.section_present", language()): _pages()}, expanded=True)
    with st.sidebar:
        label = words("frame.language", language())
        choice(label, _LANGUAGES, "lang", st.segmented_control, required=True, label_visibility="collapsed")
        told = (
            as_of_text(shown.tables, language()),
            source_line(shown.tables, language()),
            words("frame.snapshot", language(), id=shown.id),
        )
        st.caption("  \n".join(line for line in told if line))
    return page


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
