"""Choices that a shared link carries.

Streamlit can bind a widget to the link, but then writes the label into it, which changes with the language. These
write the code: `?lang=en&level=primary` means the same in every language and after every rewording.

A run begins with `begin` and ends with `finish`; between them the page makes its choices. What the link asks for and is
not there is said where the choice is made, with what is shown instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st

from bs_metrics.words import LANGUAGES, Language, words
from ui.addresses import nearest
from ui.inert import inert, warn

Floating = Literal["data", "newest"]
GONE = "gone"  # in the link: the page that was asked for and is not there; `ui/server/document.py` writes it
_OPEN = "open"  # in the link: the folds that are open, by code
LANGUAGE_NAMES: dict[str, str] = {code: words("frame.language_name", code) for code in LANGUAGES}
_LONGEST = 60  # letters of what a link asked for that are repeated to its reader, or looked for


@dataclass
class _Link:
    """What a session knows of its link."""

    page: str | None = None  # the address of the page
    title: str = ""  # of the page
    left: dict[str, str] = field(default_factory=dict)  # the link as it was left
    codes: dict[str, str | None] = field(default_factory=dict)  # what this run wants in it; None: nothing
    usual: dict[str, str] = field(default_factory=dict)  # choices that every shared link names all the same
    newest: dict[str, str] = field(default_factory=dict)  # and those that one held to a snapshot names
    absent: dict[str, tuple[str, str]] = field(default_factory=dict)  # what was asked for, what is shown instead
    folds: dict[str, bool] = field(default_factory=dict)  # open or not, by code, on all pages
    asked_folds: list[str] = field(default_factory=list)  # those that the link opened on this page
    drawn: dict[str, str] = field(default_factory=dict)  # the folds of this run: their widgets, by code
    touched: bool = False  # the reader chose something in this run: the link that came with it may be older


def _link() -> _Link:
    link: _Link = st.session_state.setdefault("link", _Link())
    return link


def language() -> Language:
    """The reader's language: chosen here, else by the link, else Vietnamese."""
    return next(code for code in LANGUAGES if code == chosen("lang", LANGUAGE_NAMES))


def address_of(page: str, **codes: str) -> str:
    """Another page's address as a link, in the reader's language and with some choices made."""
    lang = {} if language() == LANGUAGES[0] else {"lang": language()}
    return f"{page}?{urlencode(lang | codes)}"


def address() -> str:
    """The address of the page of this run."""
    return _link().page or ""


def begin(page: str, title: str) -> bool:
    """A run of the page at an address begins: nothing of it is drawn yet.

    Returns whether the reader went back or forward to another link of this page: then the link counts, not what was
    chosen since, the language included.
    """
    link, opened = _link(), [code for code in st.query_params.get(_OPEN, "").split(",") if code]
    went_back = page == link.page and not link.touched and st.query_params.to_dict() != link.left
    if link.page is None or went_back:  # all is read from the link
        for key in [*link.codes, *link.drawn.values()]:
            st.session_state.pop(key, None)
        link.folds = {code: is_open for code, is_open in link.folds.items() if code not in link.drawn}
    if page != link.page or went_back:  # Back leads to another page as well, with the folds that were open there
        link.folds |= dict.fromkeys(opened, True)
    if page != link.page:
        link.asked_folds = opened if link.page is None else []
        link.left = st.query_params.to_dict()  # what was left belongs to the page before
    if page != link.page or went_back:
        link.absent = {}  # what was said of the link belongs to the page that it opened
    link.page, link.codes, link.drawn, link.touched = page, {}, {}, False
    link.title, link.usual, link.newest = title, {}, {}
    keep_in_link("lang", language(), LANGUAGES[0])
    return went_back


def finish() -> None:
    """A run ends: the folds that the link asked for in vain are said, and the link follows what was chosen."""
    link = _link()
    lost = [code for code in link.asked_folds if code not in link.drawn]
    if lost:
        warn(words("link.no_fold", language(), asked=quoted(", ".join(lost))))
    keep_in_link(_OPEN, ",".join(code for code in link.drawn if link.folds[code]), "")
    write()


def write() -> None:
    """Bring the link up to what was chosen in this run, at once: each writing is an entry of the browser's history.

    A run that follows fast on another comes with the link as it was before that one wrote, so what was left counts too.
    """
    link, now = _link(), st.query_params.to_dict()
    wanted = {key: code for key, code in (now | link.codes).items() if code is not None}
    if wanted != now or wanted != link.left:
        st.query_params.from_dict(wanted)
    link.left = wanted


def touched() -> None:
    """Called back when the reader chooses something."""
    _link().touched = True


def asked(key: str, default: str = "") -> str:
    """What this session chose under a key, else what the link asks for."""
    return str(st.session_state.get(key) or st.query_params.get(key, default))


def chosen(key: str, options: Mapping[str, str]) -> str:
    """The code chosen so far: in this session, else by the link, else the first option.

    A code that is not among the options gives the nearest that is; `say_absent` tells the reader.
    """
    default = next(iter(options))
    value = st.session_state.get(key, st.query_params.get(key, default))
    if value not in options:
        wanted, value = str(value), nearest(str(value), options, default)
        _link().absent[key] = (wanted, value)
    return str(value)


def choice(
    label: str,
    options: Mapping[str, str],
    key: str,
    widget: Callable[..., Any],
    floating: Floating | None = None,
    **look: Any,
) -> str:
    """Let the reader choose one of `options` (code to label) with a Streamlit widget; returns the code.

    Labels are plain text: a selectbox shows them as they are, for the other widgets, which read Markdown, they are made
    inert. The link follows the choice. The first option is the default and leaves no trace in the link; where it
    depends on what is published (`floating`), a link that is shared names it all the same: by "data", for it would show
    something else later; by "newest", which a living link is meant to follow, only when it is held to the snapshot.
    """
    st.session_state[key] = chosen(key, options)
    if widget is st.segmented_control:
        look = {"wrap": True} | look  # on a phone, a row that runs out of the screen hides its choices
    labels = options if widget is st.selectbox else {code: inert(text) for code, text in options.items()}
    look |= {"persist_state": "session", "on_change": touched}
    code = str(widget(label, list(options), format_func=labels.__getitem__, key=key, **look))
    keep_in_link(key, code, next(iter(options)))
    if floating:
        (_link().usual if floating == "data" else _link().newest)[key] = code
    if key != "lang":
        say_absent(key, code, options[code])
    return code


def forget(*keys: str) -> None:
    """Called back when choices no longer stand: the first option counts again, in the link too."""
    for key in keys:
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)


def sought(label: str, key: str) -> str:
    """What the reader writes to look for, while it is written; the link follows."""
    st.session_state[key] = st.session_state.get(key, st.query_params.get(key, ""))[:_LONGEST]
    text = st.text_input(label, key=key, on_change=touched, persist_state="session", live="500ms") or ""
    keep_in_link(key, text.strip(), "")
    return text


def fold(label: str, code: str, key: str) -> Any:
    """An expander that the link remembers by its code; `.open` tells whether to fill it."""
    link = _link()
    # Set anew at each run: to Streamlit, a label in another language is another expander.
    st.session_state[key] = bool(st.session_state.get(key, link.folds.get(code, False)))
    opened = st.expander(label, key=key, on_change=touched)
    link.drawn[code], link.folds[code] = key, bool(opened.open)
    return opened


def folded(label: str, code: str, key: str, draw: Callable[..., object], *arguments: Any) -> None:
    """What is drawn behind a fold: nothing of it is made before the fold is opened."""
    opened = fold(label, code, key)
    if opened.open:
        with opened:
            draw(*arguments)


def say_absent(key: str, code: str, shown: str) -> None:
    """Tell the reader, as long as it is so, that the link asked for something else that is not there."""
    wanted, instead = _link().absent.get(key, ("", ""))
    if wanted and code == instead:
        warn(words("link.absent", language(), asked=quoted(wanted), shown=shown))
    else:
        _link().absent.pop(key, None)


def say_lost() -> None:
    """Tell the reader that the link asked for a language or a page that is not there."""
    say_absent("lang", language(), LANGUAGE_NAMES[language()])
    if gone := st.query_params.get(GONE, ""):
        warn(words("link.gone", language(), asked=quoted(gone), shown=_link().title))


def keep_in_link(key: str, code: str, default: str) -> None:
    """The link is to hold a code, or nothing when it is the default."""
    _link().codes[key] = None if code == default else code


def number_asked(key: str, default: int, most: int) -> int:
    """The whole number that a link asks for, no more than `most`; the default where it is none."""
    digits = st.query_params.get(key, "")
    if not (digits.isascii() and digits.isdigit()):
        return default
    return min(int(digits.lstrip("0")[:9] or 0), most)  # any number that is longer is too large as well


def view(held: bool) -> dict[str, str]:
    """What a link to this view carries, with the choices whose default depends on what is published; of those that
    follow the newest state only when it is `held` to the one that is shown."""
    link = _link()
    carried = {key: code for key, code in link.left.items() if key != GONE} | link.usual
    return carried | link.newest if held else carried


def quoted(wanted: str) -> str:
    """What a link asked for, as much of it as is repeated to its reader."""
    return wanted if len(wanted) <= _LONGEST else f"{wanted[:_LONGEST]}…"
