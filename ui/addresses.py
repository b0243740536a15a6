"""Which addresses there are: one for each script in `pages/`, named like it, the same in every language."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

PAGES = Path(__file__).parents[1] / "pages"
FRONT = "overview"  # the page that the bare address shows
ADDRESSES = frozenset(script.stem.replace("_", "-") for script in PAGES.glob("*/*.py"))


def nearest(asked: str, known: Iterable[str], default: str) -> str:
    """The known code that a code which is not known looks like, else the default.

    Codes made of digits number things: the next number is another thing, so they are like no other. The caller says
    what is shown instead: this is a guess about a link, never about data.
    """
    words = [code for code in known if code and not code.isdigit()]
    return next(iter(get_close_matches(asked.lower(), words, 1)), default)
