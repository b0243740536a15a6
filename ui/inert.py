"""Text that came from a spreadsheet or a link, shown as it is: nothing in it is Markdown, HTML, LaTeX or an icon.

Two things stand between a text and its reader. The Markdown parser is held off by a backslash. What Streamlit does
after parsing, when the backslashes are gone, is not: addresses become links, `:name:` an icon or an emoji, `->` an
arrow. That looks at one run of text at a time, so an empty span inside the pattern holds it off; nobody sees the span.

For Markdown only. `alt` texts, the options of a selectbox, `st.text` and `st.dataframe` are plain: there the text goes
in unchanged.
"""

import re
from functools import lru_cache, partial

import streamlit as st

from bs_metrics.figures.inline import letters

_EMPTY_SPAN = ":small[]"
_SIGN = re.compile(
    r"""
    (?P<span_after> :(?=\S) | @(?=\S) | [<>~-](?=[-=>]) )             # icons, emoji, addresses, arrows
    | (?P<span_before> (?<=www)\. )
    | [\\`*_{}\[\]<|~$&] | :\Z                                         # emphasis, code, links, HTML, tables, LaTeX
    | \A(?: [+=>-] | [0-9]{1,9}[.)](?=\s|\Z) )                        # lists, quotes, underlined headings
    | (?<!\S)\#                                                       # headings, and the end of one
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKUP = {"\ue000": ("**", "**"), "\ue002": (":orange[**", "**]")}  # what a private-use character begins, and its end
_TAGS = {"\ue000": ("<strong>", "</strong>"), "\ue002": ('<strong class="bs-not_met">', "</strong>")}  # in markup
_MARKED = re.compile("([\ue000\ue002])\\s*([^\ue000-\ue003]*?)\\s*[\ue001\ue003]")


@lru_cache(maxsize=4096)  # a page says much the same at every run
def inert(text: str | None) -> str:
    """The text for a place where Streamlit reads Markdown; every run of white space becomes one space.

    Only what `bold` and `highlighted` have marked is emphasised.
    """
    escaped = _SIGN.sub(_held, " ".join((text or "").split()))
    return _MARKED.sub(partial(_emphasised, _MARKUP), escaped)


def in_markup(text: str | None) -> str:
    """The text for a place where markup is read; what is marked is emphasised as by `inert`."""
    return _MARKED.sub(partial(_emphasised, _TAGS), letters(text))


def warn(text: str) -> None:
    """Show a plain text in the colour of what is missing or went wrong."""
    st.markdown(f":orange[{inert(text)}]")


def bold(text: str | None) -> str:
    """The text marked to stand out by its weight once it has gone through `inert`."""
    return f"\ue000{text}\ue001" if text and text.strip() else ""


def highlighted(text: str) -> str:
    """The text marked to stand out by colour and weight, as what is missing does, once it has gone through `inert`."""
    return f"\ue002{text}\ue003" if text.strip() else ""


def _held(sign: re.Match[str]) -> str:
    text = sign[0]
    escaped = f"{text[:-1]}\\{text[-1]}"
    if sign["span_before"]:
        return _EMPTY_SPAN + escaped
    return escaped + _EMPTY_SPAN if sign["span_after"] else escaped


def _emphasised(around: dict[str, tuple[str, str]], marked: re.Match[str]) -> str:
    begin, end = around[marked[1]]
    return f"{begin}{marked[2]}{end}" if marked[2] else marked[0]
