"""Who signed in by OpenID Connect, as the cookie says that Streamlit signed when the provider had answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

# Not `st.user`: what is asked of each request and each message knows no run, and `st.user` looks neither at the age of
# a sign-in nor at who signed out meanwhile. The name is private because Streamlit itself asks once, when a websocket
# opens; tests/test_streamlit_traps.py reads a cookie that Streamlit's own route wrote, and fails when this moves.
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks as signed_cookie

from bs_metrics.snapshots.blobs import sha256


@dataclass(frozen=True)
class Identity:
    """What the provider said of somebody, once. `id` names this one sign-in: no two tokens are the same."""

    claims: Mapping[str, object]
    id: str


def identity_of(cookies: Mapping[str, str]) -> Identity | None:
    """Who a browser's cookies are of, None where nobody here signed them, or for another dashboard's address."""
    try:
        content = signed_cookie(dict(cookies), USER_COOKIE_NAME) if USER_COOKIE_NAME in cookies else None
        claims = json.loads(content) if content else None
    except ValueError:  # letters that no cookie has
        return None
    if content is None or not isinstance(claims, dict) or claims.get("origin") != get_origin_from_redirect_uri():
        return None
    return Identity(claims, sha256(content))
