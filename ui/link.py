"""Choices that a shared link carries.

Streamlit can bind a widget to the link, but then writes the label into it, which changes with the language. These
write the code: `?lang=en&level=primary` means the same in every language and after every rewording.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.inert import inert


def chosen(key: str, options: Mapping[str, str]) -> str:
    """The code chosen so far: in this session, else by the link, else the first option."""
    default = next(iter(options))
    value = st.session_state.get(key, st.query_params.get(key, default))
    return value if value in options else default


def choice(label: str, options: Mapping[str, str], key: str, widget: Callable[..., Any], **look: Any) -> str:
    """Let the reader choose one of `options` (code to label) with a Streamlit widget; returns the code.

    Labels are plain text: a selectbox shows them as they are, for the other widgets, which read Markdown, they are made
    inert. The link follows the choice. The first option is the default and leaves no trace in the link.
    """
    st.session_state[key] = chosen(key, options)
    labels = options if widget is st.selectbox else {code: inert(label) for code, label in options.items()}
    code = widget(label, list(options), format_func=labels.__getitem__, key=key, persist_state="session", **look)
    keep_in_link(key, code, next(iter(options)))
    return code


def keep_in_link(key: str, code: str, default: str) -> None:
    """Write a code into the link, or take it out when it is the default."""
    if code == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != code:
        st.query_params[key] = code
