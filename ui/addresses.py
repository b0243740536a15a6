"""The pages: each a script in `pages/<section>/`, titled by the words `page.<name>`, at an address like its name."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

SECTIONS = {  # in the navigation's order; a page is added here
    "present": ("overview", "new_rural", "urban", "town", "schools", "communes", "emulation", "documents", "data"),
    "update": ("upload", "history", "template"),
    "share": ("present", "export"),
}
FRONT = "overview"  # the page that the bare address shows
SCRIPTS = {
    name.replace("_", "-"): Path(__file__).parents[1] / "pages" / section / f"{name}.py"
    for section, names in SECTIONS.items()
    for name in names
}  # by address, the same in every language


def title_key(address: str) -> str:
    """The key of a page's title in the words; the bare address is the front page's."""
    return f"page.{(address or FRONT).replace('-', '_')}"


def nearest(asked: str, known: Iterable[str], default: str) -> str:
    """The known code that a code which is not known looks like, else the default.

    Codes made of digits number things: the next number is another thing, so they are like no other. The caller says
    what is shown instead: this is a guess about a link, never about data.
    """
    words = [code for code in known if code and not code.isdigit()]
    return next(iter(get_close_matches(asked.lower(), words, 1)), default)
