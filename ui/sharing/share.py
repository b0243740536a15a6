"""The link to exactly this view: to copy, to scan, living or held to the snapshot that is shown."""

from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from bs_metrics.words import Language, words
from ui.data import PIN, shown
from ui.inert import warn
from ui.link import language, view
from ui.server.roles import LOOPBACK, access

_QUIET_ZONE = 4  # modules around a QR code that its standard asks for
_copies = st.components.v2.component(
    "copy_link",
    html='<button type="button" class="copy-link"></button><span class="copy-link" role="status"></span>',
    js=(Path(__file__).parent / "copy_link.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # a dialog holds the keyboard's focus inside, and does not find what lies in a shadow root
)


def share_button() -> None:
    """The button that opens the link of this view. Drawn after the page: only then does the link hold its choices."""
    if st.button(words("share.button", language()), key="share", width="stretch"):
        # The title of a dialog is fixed where its function is made, and this one is in the reader's language.
        st.dialog(words("share.title", language()), width="large")(_shared)()


def link_to_view(address: str, carried: dict[str, str], snapshot_id: str | None) -> str:
    """The whole link: an address without a query, what the view carries, and the snapshot it is held to, if any."""
    held = {key: value for key, value in carried.items() if key != PIN}
    if snapshot_id:
        held[PIN] = snapshot_id
    return f"{address}?{urlencode(held)}" if held else address


def site(page: str) -> str:
    """The whole address of a page, for those who are not on it yet."""
    return f"{access().address or (st.context.url or '').rpartition('/')[0]}/{page}"


def qr_picture(link: str) -> str:
    """The link as a QR code, an SVG that fills the width it is given.

    Dark on light with its quiet zone, whatever the theme: not every camera reads the opposite.
    """
    code = segno.make_qr(link, error="m")
    return code.svg_inline(border=_QUIET_ZONE, light="white", omitsize=True)


def copy_link(link: str, language: Language) -> None:
    """A button that copies a link."""
    texts = {each: words(f"share.{each}", language) for each in ("copy", "copied", "not_copied")}
    _copies(data={"link": link, **texts}, key="copy_link")


def is_for_this_machine(address: str) -> bool:
    """Whether an address names the machine that it is opened on."""
    return urlsplit(address).hostname in {host.strip("[]") for host in LOOPBACK}


def _shared() -> None:
    say = partial(words, language=language())
    looked, address = shown(), st.context.url or ""
    picture, choice = st.columns(2, gap="large")
    with choice:
        kinds = {"live": say("share.live")}
        if looked.record:
            kinds["pinned"] = say("share.pinned", number=looked.record.number)
        kind = st.radio(
            say("share.kind"),
            list(kinds),
            index=len(kinds) - 1 if PIN in st.query_params else 0,
            format_func=kinds.__getitem__,
            key="share_kind",
            captions=[say(f"share.{each}_means") for each in kinds],
        )
        if not looked.record:
            st.markdown(f":gray[:small[{say('share.not_published')}]]")
        held = looked.record.id if looked.record and kind == "pinned" else None
        link = link_to_view(address, view(held is not None), held)
        copy_link(link, language())
        if is_for_this_machine(address):
            warn(say("share.this_machine"))
    with picture:
        st.image(qr_picture(link), width="stretch", alt=say("share.qr", link=link))
        st.text(link)
