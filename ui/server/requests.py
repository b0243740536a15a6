"""What several answers of the server need to know of a request: where the dashboard begins, in which language."""

from collections.abc import Mapping

from bs_metrics.words import LANGUAGES, Language
from ui.server.roles import Caller


def root(base: str) -> str:
    """The path below which the dashboard lies, with a slash at both ends, of Streamlit's `server.baseUrlPath`."""
    return f"/{base.strip('/')}/".replace("//", "/")


def asked_language(carried: Mapping[str, str]) -> Language:
    """The language that a link carries, as on the pages."""
    return next((code for code in LANGUAGES if code == carried.get("lang")), LANGUAGES[0])


def is_secure(scheme: str, caller: Caller) -> bool:
    """Whether the browser's own connection is encrypted, a proxy's word included."""
    return scheme in ("https", "wss") or caller.headers.get("x-forwarded-proto") == "https"
