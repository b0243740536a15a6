"""What a page has at hand: the reader's language, the snapshot, the colours, and the words."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.figures.colours import theme_palette
from bs_metrics.figures.style import Palette
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_time
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.chart_text import chart_text
from bs_metrics.views.phrases import about_line
from bs_metrics.words import Language, words
from ui.data import absent_since, current, kept, shown, unpin
from ui.inert import inert
from ui.link import language, quoted, say_lost

T = TypeVar("T")
_PAINT_SECONDS = 0.04


class NothingToShow(Exception):
    """A page that cannot be drawn has said why; what stands around it is drawn all the same."""


@dataclass(frozen=True)
class Page:
    """One run of one page."""

    language: Language
    snapshot: Snapshot
    palette: Palette

    @property
    def tables(self) -> Tables:
        """The tables of the snapshot."""
        return self.snapshot.tables

    @property
    def ratios(self) -> dict[str, Ratio]:
        """The ratios of the snapshot, by measure."""
        return self.snapshot.ratios

    def kept(self, function: Callable[..., T], *arguments: Any) -> T:
        """The result of a pure function of this snapshot, from the cache after the first time."""
        return kept(self.snapshot.id, function, *arguments)

    def drawn(self, draw: Callable[..., go.Figure], rows: Callable[..., pd.DataFrame], *arguments: Any) -> go.Figure:
        """The figure of the rows that a function makes of its arguments, in the reader's colours.

        Its `meta` says the same rows in words, for a reader who does not see it.
        """
        return self.kept(_drawn, draw, rows, self.palette, self.language, *arguments)

    def head(self, title: str) -> None:
        """Whose data these are, and under it the title of the page, plain text."""
        with st.container(gap=None):
            st.caption(inert(about_line(self.tables, self.language)))
            st.title(inert(title), anchor=False)

    def say(self, key: str, **values: object) -> str:
        """The words under a key in the reader's language."""
        return words(key, self.language, **values)

    def moment(self, time: datetime) -> str:
        """A moment by the reader's own clock; by this machine's where the browser names no zone that is known."""
        try:
            zone = ZoneInfo(st.context.timezone or "")
        except (LookupError, ValueError, OSError):  # no such zone, or no name of one
            zone = None
        return format_time(time.astimezone(zone), self.language)

    def word(self, name: str, code: object) -> str:
        """The word of a closed list for a code; nothing for an empty cell."""
        return schema().lists[name].word(code, self.language) if isinstance(code, str) else ""


def _say_which(page: Page) -> None:
    """A page that does not show the current snapshot says so, and how to get there."""
    say_lost()
    looked = shown()
    if looked.trouble:
        told = page.say("folder.direct", reason=looked.trouble.message(page.language))
        st.markdown(f":orange[{inert(told)}]")
    if looked.absent:
        st.markdown(f":orange[{inert(page.say('pinned.missing', id=looked.absent))}]")
    if looked.pinned and looked.record:
        record = looked.record
        as_of = format_date(record.as_of, page.language) if record.as_of else page.say("history.no_as_of")
        title, time = page.say("pinned.title", number=record.number), page.moment(record.time)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**:orange[{title}]**  \n{page.say('pinned.text', as_of=as_of, time=time)}")
            st.button(page.say("pinned.back"), key="unpin", on_click=unpin)


def _drawn(
    draw: Callable[..., go.Figure],
    rows: Callable[..., pd.DataFrame],
    colours: Palette,
    language: Language,
    *arguments: Any,
) -> go.Figure:
    made = rows(*arguments)
    return draw(made, colours).update_layout(meta=chart_text(made, language))


def open_page(*tables: str) -> Page:
    """The page at hand. Says first which of the tables it uses could not be read, and where."""
    page = Page(language(), current(), theme_palette(st.context.theme.type or "light"))
    _say_which(page)
    findings = page.tables.findings_of("about", *tables)
    if findings:
        with st.container(border=True):
            st.markdown(f"**:orange[{page.say('trouble.title')}]**  \n{page.say('trouble.lead')}")
            for finding in findings:
                told = {part: getattr(finding, part)(page.language) for part in ("place", "message", "fix")}
                st.markdown(page.say("trouble.item", **{part: inert(text) for part, text in told.items()}))
    return page


def open_for_slides() -> tuple[Page, list[str]]:
    """The page at hand without a box above it, and what a page would say there, each in a few words for its foot."""
    page, looked = Page(language(), current(), theme_palette(st.context.theme.type or "light")), shown()
    say_lost()
    notes = []
    if looked.pinned and looked.record:
        notes.append(page.say("pinned.title", number=looked.record.number))
    if looked.absent:
        notes.append(page.say("pinned.missing", id=looked.absent))
    if absent_since():
        notes.append(page.say("since.absent", asked=quoted(absent_since())))
    if looked.trouble:
        notes.append(looked.trouble.message(page.language))
    if page.tables.findings_of():
        notes.append(page.say("trouble.title"))
    return page, notes


def let_paint() -> None:
    """Wait a moment, once a session, between the answer that a reader came for and the rest of the page.

    Messages that arrive together are drawn together; the headline figures would then wait for every chart and table.
    """
    if not st.session_state.get("painted"):
        st.session_state["painted"] = True
        time.sleep(_PAINT_SECONDS)
