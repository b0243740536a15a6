"""What a page has at hand: the reader's language, the snapshot, the colours, the words, what is computed of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from types import FunctionType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bs_metrics.access.limits import is_for_admins
from bs_metrics.contract.tables import Tables
from bs_metrics.figures.style import Palette, theme_palette
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_time
from bs_metrics.readers.geojson import Outlines
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.meeting.slide import Slide
from bs_metrics.views.phrases import about_line, chart_text
from bs_metrics.words import Language, words
from ui.addresses import FRONT, nearest
from ui.data import absent_since, shown, unpin
from ui.inert import inert, warn
from ui.link import GONE, address, language, quoted, say_lost
from ui.pages import Entry, entries

T = TypeVar("T")
_PAINT_SECONDS = 0.04


class NothingToShow(Exception):
    """A page that cannot be drawn has said why; what stands around it is drawn all the same."""


@dataclass(frozen=True)
class Chart:
    """Rows, the figure drawn from them (a chart, or markup), and the same rows in words for who does not see it."""

    rows: pd.DataFrame
    figure: go.Figure | str
    in_words: str = ""


@dataclass(frozen=True)
class CurrentView:
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
        """What a pure function makes of its arguments: computed once for each snapshot and shared by all sessions.

        The arguments are the snapshot's own tables and ratios, other snapshots and plain values. A frame is refused:
        hashing its content at each run costs more than most of what is kept.
        """
        made: T = _kept(snapshot_id=self.snapshot.id, function=function, arguments=arguments)
        return made

    @property
    def entries(self) -> dict[str, Entry]:
        """The pages that the snapshot offers and the reader's limits leave, by address."""
        return {at: one for at, one in self.every_entry.items() if shown().limits.shows(at)}

    @property
    def every_entry(self) -> dict[str, Entry]:
        """The pages that the snapshot offers, by address."""
        return self.kept(entries, self.snapshot, self.language)

    def chart(self, draw: Callable[..., go.Figure | str], rows: Callable[..., pd.DataFrame], *arguments: Any) -> Chart:
        """The rows that a function makes of its arguments, and their figure in the reader's colours."""
        return self.kept(_chart, draw, rows, self.palette, self.language, *arguments)

    def head(self, title: str) -> None:
        """Whose data these are, and under it the title of the page, plain text."""
        with st.container(gap=None):
            st.caption(inert(about_line(self.tables, self.language)))
            st.title(inert(title), anchor=False)

    def say(self, key: str, **values: object) -> str:
        """The words under a key in the reader's language."""
        return words(key, self.language, **values)

    def moment(self, time: datetime) -> str:
        """A moment by the reader's own clock."""
        return format_time(time.astimezone(_zone()), self.language)

    @property
    def today(self) -> date:
        """The day by the reader's own clock; what is kept by a snapshot's id gets it as an argument."""
        return _now(_zone()).date()

    def as_of(self, day: date | None) -> str:
        """The as-of date of a snapshot, or that it has none."""
        return format_date(day, self.language) if day else self.say("history.no_as_of")

    def word(self, name: str, code: object) -> str:
        """The word of a closed list for a code; nothing for an empty cell."""
        return self.tables.word(name, code if isinstance(code, str) else None, self.language)


def _zone() -> ZoneInfo | None:
    """The reader's time zone; None, which is this machine's, where the browser names none that is known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (LookupError, ValueError, OSError):  # no such zone, or no name of one
        return None


def _now(zone: ZoneInfo | None) -> datetime:
    return datetime.now(zone)


def _chart(
    draw: Callable[..., go.Figure | str],
    rows: Callable[..., pd.DataFrame],
    colours: Palette,
    language: Language,
    *arguments: Any,
) -> Chart:
    made = rows(*arguments)
    figure = draw(made, colours) if len(made) else go.Figure()  # nothing is drawn from no rows
    return Chart(made, figure, chart_text(made, language))


def _refuse(frame: object) -> None:
    raise TypeError("A frame cannot be an argument of what is kept: pass what it is made from.")


# The id tells which snapshot tables and ratios belong to, so their content need not be hashed again.
_HASHES: dict[str | type[Any], Callable[[Any], Any]] = {
    Tables: lambda _: "tables",
    Ratio: lambda ratio: ratio.id,
    # Ratios by id: their ids tell them apart, and hashing each at each call took most of a rerun.
    dict: lambda given: "|".join(given) if all(isinstance(each, Ratio) for each in given.values()) else repr(given),
    Snapshot: lambda shown: shown.key,
    # A slide's words say every number that its chart draws.
    Slide: lambda slide: (slide.id, slide.title, slide.lines, slide.chart and slide.chart.alt),
    Outlines: lambda outlines: outlines.id,
    FunctionType: lambda function: f"{function.__module__}.{function.__qualname__}",
    pd.DataFrame: _refuse,
    pd.Series: _refuse,
}


# Called by keywords: of what comes by position Streamlit looks up the name anew each time, which takes as long again.
@st.cache_resource(max_entries=2048, show_spinner=False, hash_funcs=_HASHES)
def _kept(snapshot_id: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    return function(*arguments)


def current_view() -> CurrentView:
    """What the run at hand shows."""
    return CurrentView(language(), shown().snapshot, theme_palette(st.context.theme.type or "light"))


def open_page(*tables: str) -> CurrentView:
    """The view at hand. Says first what it is if not the current snapshot, and which of its tables cannot be read."""
    page = _asked_view()
    say_lost()
    _say_which(page)
    findings = page.tables.findings_of("about", *tables)
    if findings:
        with st.container(border=True):
            st.markdown(f"**:orange[{page.say('trouble.title')}]**  \n{page.say('trouble.lead')}")
            for finding in findings:
                parts = {part: getattr(finding, part)(page.language) for part in ("place", "message", "fix")}
                st.markdown(page.say("trouble.item", **{part: inert(text) for part, text in parts.items()}))
    return page


def _asked_view() -> CurrentView:
    """The view at hand, for a page that its reader may see: asked here, whatever the navigation offered."""
    page, at = current_view(), address() or FRONT
    if not shown().limits.shows(at):
        refuse(at)
        raise NothingToShow
    return page


def refuse(asked: str) -> None:
    """Say that the reader's link does not show the page at an address, and which it shows."""
    page = current_view()
    known = page.every_entry.get(asked)
    page.head(page.say("limits.title") if known is None else known.title)
    if is_for_admins(asked):
        warn(page.say("role.admin_only"))
        return
    warn(page.say("limits.page", asked=quoted(known.title if known else asked)))
    for one in (each for each in page.entries.values() if each.offered):
        st.page_link(one.page(), label=inert(one.title))


def _say_which(page: CurrentView) -> None:
    """A page that does not show the current snapshot says so, and how to get there."""
    view = shown()
    if view.trouble:
        key = "folder.last" if view.record else "folder.direct"
        warn(page.say(key, reason=view.trouble.message(page.language)))
    if view.absent:
        warn(page.say("pinned.missing", id=view.absent))
    if view.pinned and view.record:
        record = view.record
        title, time = page.say("pinned.title", number=record.number), page.moment(record.time)
        key = "limits.held" if view.limits.snapshot else "pinned.text"
        text = page.say(key, as_of=page.as_of(record.as_of), time=time)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**:orange[{title}]**  \n{text}")
            if not view.limits.snapshot:
                st.button(page.say("pinned.back"), key="unpin", on_click=unpin)


def open_for_slides() -> tuple[CurrentView, list[str]]:
    """The view at hand without a box above it, and what a page would say there, each in a few words for its foot."""
    page, view = _asked_view(), shown()
    say_lost()
    notes = []
    if view.pinned and view.record:
        notes.append(page.say("pinned.title", number=view.record.number))
    if view.absent:
        notes.append(page.say("pinned.missing", id=view.absent))
    if absent_since():
        notes.append(page.say("since.absent", asked=quoted(absent_since())))
    if view.trouble:
        notes.append(view.trouble.message(page.language))
    if page.tables.findings_of():
        notes.append(page.say("trouble.title"))
    return page, notes


def is_first_paint() -> bool:
    """Whether `let_paint` has yet to let this session see anything."""
    return not st.session_state.get("painted")


def let_paint() -> None:
    """Wait a moment, once a session, between the answer that a reader came for and the rest of the page.

    Messages that arrive together are drawn together; the headline figures would then wait for every chart and table.
    """
    st.session_state["painted"] = True
    time.sleep(_PAINT_SECONDS)


def leave(gone: str) -> None:
    """From an address that the data at hand do not have, another snapshot's for instance, to the nearest; from the bare
    one of a reader who does not see the front page, to the first page of theirs."""
    known = current_view().entries
    if not known:
        warn(words("limits.none", language()))
        return
    near = known[nearest(gone, sorted(known), FRONT if FRONT in known else next(iter(known)))]
    st.switch_page(near.page(), query_params=st.query_params.to_dict() | ({GONE: gone} if gone else {}))
