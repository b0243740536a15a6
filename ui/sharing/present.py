"""Slides on the screen of a meeting: which are shown, one drawn large, and the bar that moves between them."""

from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import plotly.graph_objects as go
import streamlit as st

from bs_metrics.figures.enlarged import slide_figure
from bs_metrics.figures.style import PHONE, Palette
from bs_metrics.views.meeting.slides import Slide, slides
from ui.data import compared
from ui.inert import inert, warn
from ui.link import asked, keep_in_link, number_asked, write
from ui.page import CurrentView
from ui.scenario import steps_asked
from ui.sharing.pack import SLIDES, asked_slides, pack_of
from ui.show import plain_table

SLIDE, VIEW, MINUTES = "slide", "view", "minutes"  # in the link
_LIST = "list"
_BAR = "present_bar"
_LONGEST = 600  # minutes of an item
_PHONE = 900  # px of room below which a chart is drawn as on a page
_USUAL = 800  # px of width for which a page's letters are large enough; they grow with the window
_LEAST = 0.6  # times the letters of a page, on a low screen
_ALONE = 1.3  # times that where no sentences stand beside the chart
_TRIALS = 3  # smaller letters break into fewer lines
_BESIDE = {"tiles": (1, 3)}  # widths of the sentences and of the chart; else as follows
_HALVES = (2, 3)
_EDGES, _GAP = 0.07, 0.04  # of the width of the room: around a slide, between its columns
_LETTERS, _FOOT_LETTERS = 46, 90  # on one line of the title, of the foot
_LARGEST_LETTERS = 60  # px on a tile, which shrink until all fit
_FOLDER = Path(__file__).parent
_bar = st.components.v2.component(
    "present_bar", js=(_FOLDER / "present.js").read_text(encoding="utf-8"), isolate_styles=False
)


class Room(NamedTuple):
    """Where a slide is drawn, in px: the window, and how much of its width an open side bar leaves."""

    window: int
    height: int
    width: int


def _choose(page: CurrentView) -> None:
    """Let the leader choose and order the slides, and say how long the item may take."""
    names = {
        slide.id: slide.name for slide in page.kept(slides, page.snapshot, page.language, compared(), steps_asked())
    }
    st.session_state.setdefault("slides_picked", [id for id in asked_slides() if id in names])
    st.multiselect(
        page.say("present.pick"),
        list(names),
        format_func=names.__getitem__,
        key="slides_picked",
        help=page.say("present.pick_help"),
        placeholder="",
        select_all=False,
        on_change=_pick,
        persist_state="session",
    )
    st.session_state[MINUTES] = _minutes()
    st.number_input(
        page.say("present.minutes"),
        min_value=0,
        max_value=_LONGEST,
        key=MINUTES,
        help=page.say("present.minutes_help"),
        width=260,
        persist_state="session",
    )


@st.fragment
def stage(page: CurrentView, notes: list[str]) -> None:
    """The slide, or the list of them, with the bar below. Moving reruns no more than this.

    `notes` are what has to be known of the data; they stand at the foot.
    """
    _, chosen, absent = pack_of(page, page.language)
    by_id = {slide.id: slide for slide in chosen}
    wanted = st.session_state[SLIDE] = asked(SLIDE, chosen[0].id)
    slide = by_id.get(wanted, chosen[0])
    if wanted not in by_id and wanted not in absent:
        absent.append(wanted)
    listed = st.session_state.setdefault(VIEW, st.query_params.get(VIEW, "")) == _LIST
    with st.container(key="slide_body"):
        if listed:
            _list(page, chosen, slide)
            _choose(page)
        else:
            if absent:
                warn(page.say("present.absent", asked=", ".join(absent)[:120], shown=slide.name))
            _draw(page, slide, notes)
    keep_in_link(SLIDE, slide.id, chosen[0].id)
    keep_in_link(VIEW, _LIST if listed else "", "")
    keep_in_link(MINUTES, str(_minutes()), "0")  # here, for the move away from their field takes them along
    write()  # a move reruns no more than this, so the end of a whole run does not write it
    texts = {name: page.say(f"present.{name}") for name in ("previous", "next", "full_screen", "restart", "back")}
    _bar(
        data={
            **texts,
            "all": page.say("present.list"),
            "list": listed,
            "slides": [each.id for each in chosen],
            "index": chosen.index(slide),
            "position": page.say("present.position", number=chosen.index(slide) + 1, count=len(chosen)),
            "title": slide.title,
            "heard": _asked().get("stamp"),
            "minutes": _minutes(),
            "size": list(_room()),
        },
        key=_BAR,
        on_at_change=_go,
        on_size_change=lambda: None,
    )


def _asked() -> dict[str, Any]:
    """Where the bar asked to go last: `slide`, `list` (all of them instead), and a `stamp` that tells moves apart."""
    at = (st.session_state.get(_BAR) or {}).get("at")
    return at if isinstance(at, dict) else {}


def _go() -> None:
    """Go where the bar asked."""
    at = _asked()
    _show(str(at.get("slide", "")), _LIST if at.get("list") else "")


def _show(id: str, view: str = "") -> None:
    st.session_state[SLIDE], st.session_state[VIEW] = id, view


def _pick() -> None:
    st.session_state[SLIDES] = ",".join(st.session_state["slides_picked"])


def _minutes() -> int:
    """How long the item may take; 0 where nobody said."""
    return int(st.session_state.setdefault(MINUTES, number_asked(MINUTES, 0, _LONGEST)))


def _room() -> Room:
    """As the bar measured it, before that as the browser calls itself."""
    match (st.session_state.get(_BAR) or {}).get("size"):
        case [int(window), int(height), int(width)]:
            return Room(window, height, width)
    return Room(360, 800, 360) if "Mobi" in (st.context.headers.get("User-Agent") or "") else Room(1920, 1080, 1920)


def _list(page: CurrentView, chosen: list[Slide], slide: Slide) -> None:
    st.caption(page.say("present.keys"))
    with st.grid("auto", min_column_width=320, key="slide_entries"):
        for number, each in enumerate(chosen, start=1):
            draw = partial(st.button, type="primary") if each is slide else st.button
            draw(inert(f"{number}. {each.name}"), key=f"to_{each.id}", width="stretch", on_click=_show, args=(each.id,))


def _draw(page: CurrentView, slide: Slide, notes: list[str]) -> None:
    foot = " · ".join(part for part in (slide.source, slide.as_of) if part)
    st.html(f'<div class="bs-slide"><p>{escape(slide.name)}</p><h1 tabindex="-1">{escape(slide.title)}</h1></div>')
    if slide.chart is not None and slide.lines:
        beside, drawn = st.columns(_BESIDE.get(slide.chart.kind, _HALVES), gap="large")
    else:
        beside = drawn = st.container()
    if slide.lines:
        items = "".join(f"<li>{escape(line)}</li>" for line in slide.lines)
        beside.html(f'<ul class="bs-slide-lines">{items}</ul>')
    if slide.chart is not None:
        with drawn:
            figure = page.kept(_fitted, slide, " · ".join([foot, *notes]), page.palette, _room())
            key, alt = f"slide_{slide.id}", slide.chart.alt
            st.plotly_chart(figure, theme=None, key=key, alt=alt, config={"staticPlot": True})
    if slide.table is not None:
        st.table(plain_table(slide.table), hide_index=True, alt=slide.title, border="horizontal")
    with st.container(horizontal=True, vertical_alignment="center", key="slide_foot"):
        noted = f" · <strong>{escape(' · '.join(notes))}</strong>" if notes else ""
        st.html(f'<p class="bs-slide-foot">{escape(foot)}{noted}</p>', width="stretch")
        if of := page.entries.get(slide.page):  # a link for some pages may not show it
            st.page_link(of.page(), label=page.say("present.topic", name=inert(of.title)), width="content")


def _fitted(slide: Slide, foot: str, colours: Palette, room: Room) -> go.Figure:
    """The chart of a slide, as large as the room around it lets it be."""
    chart = slide.chart
    assert chart is not None
    if room.width < _PHONE:
        return slide_figure(chart.kind, chart.rows, colours, 1, PHONE)
    root = max(16, 0.0125 * room.window)  # what stands around the chart, by the sizes of document.css
    lines, below = -(-len(slide.title) // _LETTERS), -(-len(foot) // _FOOT_LETTERS)
    left = room.height - 8.5 * root - (4.16 + 4.26 * lines + 2.34 * below) * room.width / 100
    texts, drawn = _BESIDE.get(chart.kind, _HALVES)
    column = room.width * (1 - _EDGES) * ((1 - _GAP) * drawn / (texts + drawn) if slide.lines else 1)
    factor = room.width / _USUAL * (1 if slide.lines else _ALONE)
    for _ in range(_TRIALS):
        figure = slide_figure(chart.kind, chart.rows, colours, factor, column)
        if figure.layout.height <= left or factor <= _LEAST:
            break
        factor = max(_LEAST, factor * left / figure.layout.height)
    if chart.kind == "tiles":
        figure.update_traces(textfont={"size": _LARGEST_LETTERS})
    return figure
