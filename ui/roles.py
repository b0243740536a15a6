"""Who may change the data: nobody, unless this server was started for this machine alone."""

import os
from collections.abc import Mapping

import streamlit as st

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip")


class NotAllowed(PermissionError):
    """Somebody who only reads asked for something to be written."""


def may_publish() -> bool:
    """Whether this reader may publish.

    `make run` sets BS_LOCAL and binds the server to loopback; the browser must have asked for it by such an address
    too, so that neither a proxy in front nor a foreign page whose name points here makes a passer-by an analyst.
    """
    local = os.environ.get("BS_LOCAL") == "1" and st.get_option("server.address") in LOOPBACK
    return local and _asked_on_this_machine(st.context.headers)


def check_may_publish() -> None:
    """Asked again by everything that writes. Raises NotAllowed."""
    if not may_publish():
        raise NotAllowed


def _asked_on_this_machine(headers: Mapping[str, str]) -> bool:
    named = {name.lower(): value for name, value in headers.items()}
    host = named.get("host", "").rsplit(":", 1)[0]
    return host in LOOPBACK and not any(name in named for name in _PROXIED)
