"""Links for those without an account, as an admin makes and ends them on a page; each deed asks for the role."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from bs_metrics.access.limits import pages_for_links, pages_named
from bs_metrics.access.links import MOST_DAYS, Link
from bs_metrics.access.roles import INVITED
from bs_metrics.access.table import link_shows, link_table
from bs_metrics.words import Problem
from ui.data import shown, store
from ui.inert import bold, inert, warn
from ui.link import fold
from ui.page import CurrentView
from ui.server.door import DOOR
from ui.server.roles import links, may_administer, who
from ui.sharing.share import copy_link, qr_picture, site
from ui.show import plain_table

_USUAL_DAYS = 30
_LONGEST_NOTE = 200  # letters
_OFFERED = 50  # snapshots to choose from
_LISTED = 50  # links with their buttons
_MADE, _TOLD = "links_made", "links_told"  # in the session: the link made last with its token, what went wrong


def say_made(page: CurrentView) -> None:
    """What went wrong, or the new link as address and picture: until it is hidden, and never again."""
    if problem := st.session_state.pop(_TOLD, None):
        warn(problem.message(page.language))
    if _MADE not in st.session_state:
        return
    link, token = st.session_state[_MADE]
    address = site(f"{DOOR}/{token}")
    with st.container(border=True):
        told, picture = st.columns([2, 1], gap="large")
        with told:
            st.markdown(f"**{page.say('links.made')}**  \n:small[{inert(_what(link, page))}]")
            st.code(address, language=None, wrap_lines=True)
            copy_link(address, page.language)
            st.button(page.say("links.hide"), key="links_hide", on_click=partial(st.session_state.pop, _MADE, None))
        with picture:
            st.image(qr_picture(address), width="stretch", alt=page.say("share.qr", link=inert(link.id)))


def new_link(page: CurrentView) -> None:
    """What a new link needs, and the button that makes it."""
    st.header(page.say("links.new"), anchor=False)
    first, second = st.columns(2, gap="large")
    with first:
        roles = {code: page.say(f"access.role_{code}") for code in INVITED}
        st.segmented_control(
            page.say("access.for"),
            list(roles),
            default=next(iter(roles)),
            format_func=roles.__getitem__,
            key="links_role",
            required=True,
        )
        st.number_input(page.say("links.days"), 1, MOST_DAYS, _USUAL_DAYS, key="links_days")
        st.text_input(page.say("links.note"), max_chars=_LONGEST_NOTE, key="links_note")
    with second:
        titles = {at: page.every_entry[at].title for at in pages_for_links(page.tables) if at in page.every_entry}
        st.multiselect(
            page.say("links.pages"),
            list(titles),
            format_func=titles.__getitem__,
            key="links_pages",
            placeholder=page.say("access.every_page"),
        )
        records = {one.id: one for one in store().history(limit=_OFFERED)}
        named = {"": page.say("links.latest")} | {
            id: f"{page.say('history.version', number=one.number)} · {page.as_of(one.as_of)}"
            for id, one in records.items()
        }
        st.selectbox(page.say("links.snapshot"), list(named), format_func=named.__getitem__, key="links_snapshot")
        st.caption(page.say("links.limits"))
    st.button(page.say("links.make"), key="links_make", type="primary", on_click=_make)


def listed(page: CurrentView) -> None:
    """The links that are good or paused, each with what can be done with it; the others as a table."""
    every = links().every()
    now = datetime.now(UTC)
    ended, going = ([link for link in every if link.ended(now) is over] for over in (True, False))
    st.header(page.say("links.list", number=len(going)), anchor=False)
    if not going:
        st.markdown(page.say("access.none"))
    for link in going[:_LISTED]:
        with st.container(border=True, gap="xsmall"):
            _describe(page, link)
            with st.container(horizontal=True):
                _offer(page, link)
    if len(going) > _LISTED:
        st.caption(page.say("links.more", number=len(going) - _LISTED))
    if ended:
        opened = fold(page.say("links.ended", number=len(ended)), "ended", "links_ended")
        if opened.open:
            with opened:
                st.table(plain_table(link_table(ended, page.language)), hide_index=True, border="horizontal")


def _describe(page: CurrentView, link: Link) -> None:
    used = page.moment(link.used) if link.used else page.say("links.never")
    line = page.say("links.line", by=link.made_by, time=page.moment(link.made), number=link.opened, used=used)
    until = page.say("access.is_paused") if link.paused else page.say("access.is_good", until=page.moment(link.until))
    name = bold(link.note or page.say("links.unnamed"))
    st.markdown(f"{inert(name)} · {inert(until)}  \n{inert(_what(link, page))}  \n:small[:gray[{inert(line)}]]")


def _what(link: Link, page: CurrentView) -> str:
    """Which link it is, what it lets its holder do, and what it shows."""
    titles = {at: one.title for at, one in page.every_entry.items()}
    return f"{link.id} · {page.say(f'access.role_{link.code}')} · {link_shows(link, page.language, titles)}"


def _offer(page: CurrentView, link: Link) -> None:
    change = "resume" if link.paused else "pause"
    st.button(
        page.say(f"links.{change}"), key=f"{change}_{link.id}", on_click=_change, args=(link.id, f"link_{change}d")
    )
    with st.popover(page.say("links.revoke"), key=f"revoking_{link.id}"):
        st.markdown(page.say("links.revoke_means"))
        label, given = page.say("links.revoke_sure"), (link.id, "link_revoked")
        st.button(label, key=f"revoke_{link.id}", type="primary", on_click=_change, args=given)


def _make() -> None:
    """What the button for a new link does."""
    given = st.session_state
    try:
        _ask()
        pages = given.get("links_pages") or ()
        made = links().make(
            given.get("links_role") or "",
            int(given.get("links_days") or 0),
            who(),
            str(given.get("links_note") or "").strip()[:_LONGEST_NOTE],
            given.get("links_snapshot") or None,
            pages_named(",".join(pages), shown().snapshot.tables) if pages else (),
        )
    except Problem as problem:
        given[_TOLD] = problem
    else:
        given[_MADE] = made
        given["links_note"], given["links_pages"], given["links_snapshot"] = "", [], ""


def _change(id: str, what: str) -> None:
    """What the buttons of a link do."""
    try:
        _ask()
        links().change(id, what, who())
    except Problem as problem:
        st.session_state[_TOLD] = problem


def _ask() -> None:
    """Raises Problem for whoever is no admin by now."""
    if not may_administer():
        raise Problem("links.forbidden")
