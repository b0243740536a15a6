"""Slides on the screen of a meeting: which are shown, one drawn large, and the bar that moves between them."""

import math
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bs_metrics.figures.enlarged import slide_figure
from bs_metrics.figures.inline import block, image
from bs_metrics.figures.maps import tile_map
from bs_metrics.figures.style import PHONE, Palette
from bs_metrics.views.meeting.parts import column_letters, larger
from bs_metrics.views.meeting.slide import Slide, slide_of_id
from bs_metrics.views.meeting.slides import slides
from ui.data import compared
from ui.inert import inert
from ui.link import asked, keep_in_link, number_asked, write
from ui.page import CurrentView
from ui.scenario import steps_asked
from ui.sharing.pack import SLIDES, asked_slides, pack_of

SLIDE, VIEW, MINUTES = "slide", "view", "minutes"  # in the link
_LIST = "list"
_BAR = "present_bar"
_LONGEST = 600  # minutes of an item
_PHONE = 900  # px of room below which a chart is drawn as on a page
_PHONE_EDGES = 32  # px at both sides of it there
_LARGEST, _LEAST = 0.135, 0.0915  # times the letters of a page, for each px of the unit of document.css: 44 px, 28 px
_TALL = 900  # px of a window that has room for all; a low one gives more of it to what never shrinks
_NOTED = 0.8
_TRIALS = 3  # smaller letters break into fewer lines
_BESIDE = (1, 3)  # widths of the sentences and of a map
_EDGES = 0.07  # of the width of the room: around a slide
_AROUND = 13.2  # times that unit: above and below a slide, between its parts, the bar
_LETTER = 0.54  # of its size: the mean width of a letter
_FOLDER = Path(__file__).parent
_bar = st.components.v2.component(
    "present_bar", js=(_FOLDER / "present.js").read_text(encoding="utf-8"), isolate_styles=False
)


class Place(NamedTuple):
    """Where a chart is drawn, in px: a hundredth of the width of the slide, its own width and height."""

    unit: float
    width: float
    height: float


class Room(NamedTuple):
    """Where a slide is drawn, in px: the window, and how much of its width an open side bar leaves."""

    window: int
    height: int
    width: int


def _choose(page: CurrentView) -> None:
    """Let the leader choose and order the slides, and say how long the item may take."""
    asked_for = (page.snapshot, page.language, compared(), steps_asked(), page.today)
    names = {slide.id: slide.name for slide in page.kept(slides, *asked_for)}
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
    _, chosen, absent = pack_of(page, page.language, page.today)
    wanted = st.session_state[SLIDE] = asked(SLIDE, chosen[0].id)
    found = slide_of_id(chosen, wanted)
    slide = found or chosen[0]
    if found is None and wanted not in absent:
        absent.append(wanted)
    listed = st.session_state.setdefault(VIEW, st.query_params.get(VIEW, "")) == _LIST
    with st.container(key="slide_body"):
        if listed:
            _list(page, chosen, slide)
            _choose(page)
        else:
            lost = [page.say("present.absent", asked=", ".join(absent)[:120], shown=slide.name)] if absent else []
            _draw(page, slide, f"{chosen.index(slide) + 1}/{len(chosen)}", [*lost, *notes])
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
            "title": f"{slide.above}. {slide.title}",
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


def _draw(page: CurrentView, slide: Slide, number: str, notes: list[str]) -> None:
    foot = " · ".join(part for part in (slide.source, slide.as_of, number) if part)
    colour = page.palette.text_of_status("not_met")
    title = "".join(
        f'<span style="color:{colour}">{escape(text)}</span>' if is_gap else escape(text)
        for text, is_gap in slide.title_parts
    )
    st.html(f'<div class="bs-slide"><p>{escape(slide.above)}</p><h1 tabindex="-1">{title}</h1></div>')
    items = "".join(f"<li>{escape(line)}</li>" for line in slide.lines)
    lines = f'<ul class="bs-slide-lines">{items}</ul>' if items else ""
    if slide.chart is not None and slide.chart.kind == "tiles" and lines:
        beside, drawn = st.columns(_BESIDE, gap="large")
        beside.html(lines)
        with drawn:
            _chart(page, slide, foot, notes)
    elif slide.chart is not None:
        _chart(page, slide, foot, notes)
        if lines:
            st.html(lines)
    elif lines:
        st.html(lines)
    if slide.table is not None:
        st.html(_table(slide.table, slide.title, 1.0 if lines else larger(slide.table, slide.title)))
    with st.container(horizontal=True, vertical_alignment="center", key="slide_foot"):
        noted = f" · <strong>{escape(' · '.join(notes))}</strong>" if notes else ""
        st.html(f'<p class="bs-slide-foot">{escape(foot)}{noted}</p>', width="stretch")
        if of := page.entries.get(slide.page):  # a link for some pages may not show it
            st.page_link(of.page(), label=page.say("present.topic", name=inert(of.title)), width="content")


def _table(table: pd.DataFrame, caption: str, by: float) -> str:
    """The rows with the widths by which they were spread over slides, in letters larger `by` so many times; on a phone
    each cell stands after its heading.
    """
    heads, letters = [escape(str(name)) for name in table.columns], column_letters(table, by)
    columns = "".join(f'<col style="width:{100 * each / sum(letters):.1f}%">' for each in letters)
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-label="{name}">{escape(str(cell))}</td>' for name, cell in zip(heads, row, strict=True))
        + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    named = f'<caption class="bs-only-heard">{escape(caption)}</caption>'
    return (
        f'<table class="bs-slide-table" style="--bs-larger:{by}">{named}<colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _chart(page: CurrentView, slide: Slide, foot: str, notes: list[str]) -> None:
    chart = slide.chart
    assert chart is not None
    around = " · ".join([foot, *notes])
    if chart.kind == "tiles":
        tall = f"--tall:{_place(slide, around, _room()).height:.0f}px" if _room().width >= _PHONE else ""
        drawn = image(page.kept(_tiles, slide, page.palette), chart.alt)
        st.markdown(block(f'<div style="{tall}">{drawn}</div>', page.palette), unsafe_allow_html=True)
        return
    figure = page.kept(_fitted, slide, around, bool(notes), page.palette, _room())
    st.plotly_chart(figure, theme=None, key=f"slide_{slide.id}", alt=chart.alt, config={"staticPlot": True})


def _tiles(slide: Slide, colours: Palette) -> str:
    assert slide.chart is not None
    return tile_map(slide.chart.rows, colours)


def _place(slide: Slide, foot: str, room: Room) -> Place:
    """What the words of a slide leave to its chart."""
    unit, across = min(room.width / 100, room.height * 0.0178), room.width * (1 - _EDGES)
    left = room.height - unit * (_AROUND + _rows(slide.title, across / unit / 3.7) * 4.26)
    left -= unit * 2.25 * _rows(foot, 0.83 * across / unit / 1.5)
    if slide.lines and slide.chart and slide.chart.kind != "tiles":  # which stand beside a map
        lines = [_rows(line, across / 2 / unit / 1.7) for line in slide.lines]
        left -= unit * (2.2 * max(-(-sum(lines) // 2), max(lines)) + 0.6 * -(-len(lines) // 2)) + unit / 2
    return Place(unit, across, left)


def _fitted(slide: Slide, foot: str, noted: bool, colours: Palette, room: Room) -> go.Figure:
    """The chart of a slide, as large as the room around it lets it be; smaller than usual where notes take of it."""
    chart = slide.chart
    assert chart is not None
    if room.width < _PHONE:
        return slide_figure(chart.kind, chart.rows, colours, 1, min(PHONE, room.width - _PHONE_EDGES))
    unit, across, left = _place(slide, foot, room)
    factor, least = unit * _LARGEST, unit * _LEAST * min(1, room.height / _TALL) * (_NOTED if noted else 1)
    for _ in range(_TRIALS):
        figure = slide_figure(chart.kind, chart.rows, colours, factor, across)
        if figure.layout.height <= left or factor <= least:
            break
        factor = max(least, factor * left / figure.layout.height)
    return figure


def _rows(text: str, sizes: float) -> int:
    """How many lines a text takes where there is room for so many times the size of its letters."""
    return max(1, math.ceil(len(text) * _LETTER / sizes))
