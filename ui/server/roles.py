"""Who may change the data: nobody, unless this server was started for this machine alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.types import Scope

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}  # as a browser names this machine
_BOUND = {"127.0.0.1", "localhost", "::1"}  # the same as the server is told to listen on
_PROXIED = {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
_PROXIED_START = ("x-forwarded-", "x-original-")


@dataclass(frozen=True)
class Caller:
    """Who asks: what the browser's connection says of itself. `near` tells that it was made on this machine."""

    headers: Mapping[str, str]  # names in small letters
    near: bool

    @property
    def is_here(self) -> bool:
        """Whether the browser runs on this machine, not only the last proxy: it says where it comes from, and asks for
        such an address, so that no foreign page whose name points here makes a passer-by an analyst."""
        if not self.near or any(name in _PROXIED or name.startswith(_PROXIED_START) for name in self.headers):
            return False
        # A proxy that says nothing of itself still passes on the page's own address, which a browser never leaves out.
        return _is_loopback(f"//{self.headers.get('host', '')}") and _is_loopback(
            self.headers.get("origin", "//localhost")
        )


def caller_of_run() -> Caller:
    """Who the run at hand is for."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return Caller(headers, near=st.context.ip_address is None)


def caller_of(scope: Scope) -> Caller:
    """Who sent a request of an ASGI server."""
    client = scope.get("client")
    return Caller(dict(HTTPConnection(scope).headers), near=client is not None and client[0] in _BOUND)


def may_publish(caller: Caller | None = None) -> bool:
    """Whether a caller may publish, the reader of the run at hand where none is named.

    `make run` sets BS_LOCAL and binds the server to loopback. Both are asked for, and what the connection says: each
    alone can be untrue, for another ASGI server may not follow the setting, and a proxy may have made the connection.
    """
    local = os.environ.get("BS_LOCAL") == "1" and st.get_option("server.address") in _BOUND
    return local and (caller or caller_of_run()).is_here


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc
    except ValueError:
        return False
    return host in LOOPBACK
