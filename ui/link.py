"""Choices that a shared link carries.

Streamlit can bind a widget to the link, but then writes the label into it, which changes with the language. These
write the code: `?lang=en&level=primary` means the same in every language and after every rewording.

A run begins with `begin` and ends with `finish`; between them the page makes its choices. What the link asks for and is
not there is said where the choice is made, with what is shown instead.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from bs_metrics.words import LANGUAGES, Language, words
from ui.addresses import nearest, title_key
from ui.inert import inert

GONE = "gone"  # in the link: the page that was asked for and is not there; `ui/document.py` writes it
_OPEN = "open"  # in the link: the folds that are open, by code
_LANGUAGES: dict[str, str] = {code: words("frame.language_name", code) for code in LANGUAGES}
_STATE = "link"
_LONGEST = 60  # letters of what a link asked for that are repeated to its reader


def language() -> Language:
    """The reader's language: chosen here, else by the link, else Vietnamese."""
    return next(code for code in LANGUAGES if code == chosen("lang", _LANGUAGES))


def address_of(page: str, **codes: str) -> str:
    """Another page's address as a link, in the reader's language and with some choices made."""
    lang = {} if language() == next(iter(_LANGUAGES)) else {"lang": language()}
    return f"{page}?{urlencode(lang | codes)}"


def choose_language(label: str) -> None:
    """Let the reader choose the language."""
    choice(label, _LANGUAGES, "lang", st.segmented_control, required=True, label_visibility="collapsed")


def begin(path: str) -> bool:
    """A run of the page at an address begins: nothing of it is drawn yet.

    Returns whether the reader went back or forward to an earlier link of this page: then the link counts, not what was
    chosen since, the language included.
    """
    state = _state()
    went_back = False
    if state["path"] is None:
        asked = _asked_folds()
        state |= {"folds": dict.fromkeys(asked, True), "asked": asked}
    elif state["path"] != path:  # what was said of the link belongs to the page that it opened
        state |= {"absent": {}, "asked": [], "kept": set(), "past": set(), "written": {}}
    else:
        link = _link()
        went_back = link != state["left"] and link in state["past"] and not state["touched"]
    if went_back:
        _follow_link()
    state |= {"path": path, "drawn": {}, "floating": {}, "touched": False}
    _remember()
    return went_back


def _follow_link() -> None:
    state, opened = _state(), _asked_folds()
    for key in [*state["kept"], *state["labels"]]:
        st.session_state.pop(key, None)  # read from the link again
    state["folds"] |= {code: code in opened for code in state["folds"]}
    state |= {"absent": {}, "written": {}}


def _link() -> frozenset[tuple[str, str]]:
    return frozenset(st.query_params.items())


def _remember() -> None:
    _state()["left"] = _link()
    _state()["past"].add(_link())


def _touched() -> None:
    """The reader chose something in this run: the link that came with it may be older."""
    _state()["touched"] = True


def _asked_folds() -> list[str]:
    return [code for code in st.query_params.get(_OPEN, "").split(",") if code]


def finish() -> None:
    """A run ends: the link names the folds that are open; those it asked for in vain are said."""
    drawn = _state()["drawn"]
    missing = [code for code in _state()["asked"] if code not in drawn]
    if missing:
        said = words("link.no_fold", language(), asked=quoted(", ".join(missing)))
        st.markdown(f":orange[{inert(said)}]")
    keep_in_link(_OPEN, ",".join(code for code, opened in drawn.items() if opened), "")


def chosen(key: str, options: Mapping[str, str]) -> str:
    """The code chosen so far: in this session, else by the link, else the first option.

    A code that is not among the options gives the nearest that is; `say_absent` tells the reader.
    """
    default = next(iter(options))
    value = st.session_state.get(key, st.query_params.get(key, default))
    if value in options:
        return value
    shown = nearest(str(value), options, default)
    _state()["absent"][key] = (str(value), shown)
    return shown


def choice(
    label: str, options: Mapping[str, str], key: str, widget: Callable[..., Any], floating: bool = False, **look: Any
) -> str:
    """Let the reader choose one of `options` (code to label) with a Streamlit widget; returns the code.

    Labels are plain text: a selectbox shows them as they are, for the other widgets, which read Markdown, they are made
    inert. The link follows the choice. The first option is the default and leaves no trace in the link; where it
    depends on what is published (`floating`), a link that is meant to stay names it all the same.
    """
    st.session_state[key] = chosen(key, options)
    if widget is st.segmented_control:
        look = {"wrap": True} | look  # on a phone, a row that runs out of the screen hides its choices
    labels = options if widget is st.selectbox else {code: inert(label) for code, label in options.items()}
    look |= {"persist_state": "session", "on_change": _touched}
    code = widget(label, list(options), format_func=labels.__getitem__, key=key, **look)
    keep_in_link(key, code, next(iter(options)))
    if floating:
        _state()["floating"][key] = code
    if key != "lang":
        say_absent(key, code, options[code])
    return code


def fold(label: str, code: str, key: str) -> Any:
    """An expander that the link remembers by its code; `.open` tells whether to fill it."""
    folds, labels = _state()["folds"], _state()["labels"]
    if key not in st.session_state or labels.get(key) != label:  # to Streamlit, another label is another expander
        st.session_state[key], labels[key] = folds.get(code, False), label
    opened = st.expander(label, key=key, on_change=_touched)
    _state()["drawn"][code] = folds[code] = bool(opened.open)
    return opened


def say_absent(key: str, code: str, shown: str) -> None:
    """Tell the reader, as long as it is so, that the link asked for something else that is not there."""
    asked, instead = _state()["absent"].get(key, ("", ""))
    if asked and code == instead:
        said = words("link.absent", language(), asked=quoted(asked), shown=shown)
        st.markdown(f":orange[{inert(said)}]")
    else:
        _state()["absent"].pop(key, None)


def say_lost() -> None:
    """Tell the reader that the link asked for a language or a page that is not there."""
    say_absent("lang", language(), _LANGUAGES[language()])
    gone = st.query_params.get(GONE, "")
    if gone:
        title = words(title_key(_state()["path"]), language())
        said = words("link.gone", language(), asked=quoted(gone), shown=title)
        st.markdown(f":orange[{inert(said)}]")


def keep_in_link(key: str, code: str, default: str) -> None:
    """Write a code into the link, or take it out when it is the default.

    A run that follows fast on another comes with the link as the browser knew it before that one wrote; so what was
    written last counts as well.
    """
    written = _state()["written"]
    _state()["kept"].add(key)
    wanted = None if code == default else code
    if st.query_params.get(key) == wanted and written.get(key, wanted) == wanted:
        return
    written[key] = wanted
    others = {name: st.query_params.get_all(name) for name in st.query_params if name != key}
    st.query_params.from_dict(others if wanted is None else others | {key: [wanted]})
    _remember()


def number_asked(key: str, default: int, most: int) -> int:
    """The whole number that a link asks for, no more than `most`; the default where it is none."""
    digits = st.query_params.get(key, "").lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return default
    return most if len(digits) > len(str(most)) else min(int(digits), most)


def view(settled: bool) -> dict[str, str]:
    """What the link carries of this view; `settled`: choices whose default depends on what is published, too."""
    carried = {key: value for key, value in st.query_params.items() if key != GONE}
    return carried | _state()["floating"] if settled else carried


def _state() -> dict[str, Any]:
    """What this session knows of its link.

    `path`: the page; `folds`: open or not, by code; `labels`: theirs, by key; `asked`: the folds that the link asked
    for; `drawn`: those of this run; `absent`: what the link asked for and what is shown instead, by key; `floating`:
    choices to be named; `kept`: the keys written into the link; `left`: the link as it was left, `past`: each that was
    left on this page; `written`: what was last written into the link, by key; `touched`: the reader chose something in
    this run.
    """
    empty: dict[str, Any] = {"path": None, "asked": [], "left": None, "past": set(), "kept": set(), "touched": False}
    empty |= {part: {} for part in ("folds", "labels", "drawn", "absent", "floating", "written")}
    return st.session_state.setdefault(_STATE, empty)


def quoted(asked: str) -> str:
    """What a link asked for, as much of it as is repeated to its reader."""
    return asked if len(asked) <= _LONGEST else f"{asked[:_LONGEST]}…"
