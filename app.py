"""Entry point: `streamlit run app.py`, or any ASGI server on `app:app`.

The script that draws every page is `ui/main.py`. It must not lie beside the folder `pages/`: Streamlit would then
meet the first deep link to a fresh server with a "Page not found" box, before `st.navigation` could say otherwise.
"""

import gc
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from bs_metrics.readers.process import SHARED
from ui.data import addresses_of, store
from ui.server.api import api
from ui.server.apology import apologise
from ui.server.document import Document, completed
from ui.server.door import door
from ui.server.files import files
from ui.server.guard import Guard, policy
from ui.server.offline import offline
from ui.server.packed import Packed
from ui.server.plain import closed
from ui.server.roles import access, limits, may_hand_in
from ui.server.signin import SignIn

SHARED.warm()
gc.freeze()  # what is imported never dies: no collection need look at it again
_base, _hosts = st.get_option("server.baseUrlPath"), st.get_option("server.allowedHosts")
_guard = Middleware(
    Guard,
    policy=policy(completed()),
    frames=lambda: access().ancestors,
    sees=limits,
    may_upload=may_hand_in,
    closed=closed,
    ready=lambda: store().head(),
    hosts=_hosts,
    base=_base,
)
_document = Middleware(Document, base=_base, known=addresses_of)
app = st.App(
    Path(__file__).parent / "ui" / "main.py",
    routes=[door(_base), offline(_base), *files(_base), *api(_base)],
    middleware=[_guard, Middleware(Packed, base=_base), Middleware(SignIn, base=_base), _document],
    on_script_error=apologise,
)
