"""Entry point: `streamlit run app.py`, or any ASGI server on `app:app`.

The script that draws every page is `ui/main.py`. It must not lie beside the folder `pages/`: Streamlit would then
meet the first deep link to a fresh server with a "Page not found" box, before `st.navigation` could say otherwise.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from bs_metrics.readers.process import SHARED
from ui.data import addresses_of
from ui.document import Document

SHARED.warm()
_base = st.get_option("server.baseUrlPath")
_document = Middleware(Document, base=_base, known=addresses_of)
app = st.App(Path(__file__).parent / "ui" / "main.py", middleware=[_document])
