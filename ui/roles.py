"""Who may change the data: nobody, unless this server was started for this machine alone."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}  # as a browser names this machine
_BOUND = {"127.0.0.1", "localhost", "::1"}  # the same as the server is told to listen on
_PROXIED = {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
_PROXIED_START = ("x-forwarded-", "x-original-")


def may_publish() -> bool:
    """Whether this reader may publish.

    `make run` sets BS_LOCAL and binds the server to loopback. That is checked three times over, for each alone can be
    untrue: the setting says so (another ASGI server may not follow it), the connection came from this machine (a proxy
    may have made it), and the browser asked for such an address (so that neither that proxy nor a foreign page whose
    name points here makes a passer-by an analyst).
    """
    local = os.environ.get("BS_LOCAL") == "1" and st.get_option("server.address") in _BOUND
    return local and st.context.ip_address is None and _asked_on_this_machine(st.context.headers)


def _asked_on_this_machine(headers: Mapping[str, str]) -> bool:
    named = {name.lower(): value for name, value in headers.items()}
    if any(name in _PROXIED or name.startswith(_PROXIED_START) for name in named):
        return False
    # A proxy that says nothing of itself still passes on the page's own address, which a browser never leaves out.
    return _is_loopback(f"//{named.get('host', '')}") and _is_loopback(named.get("origin", "//localhost"))


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc
    except ValueError:
        return False
    return host in LOOPBACK
