"""The pages by name: each a script in `pages/<section>/`, titled by the words `page.<name>` or by the data it shows."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

SUBMISSIONS = "submissions"  # the page whose entry depends on who looks
HANDED_IN = "handed-in"  # the folder of the addresses of files that were handed in
OFFERED = "file"  # the same of other files that are not for everybody
STAGE = "stage"  # one script for as many pages as there are stages, each at the address that its criteria set has
SECTIONS = {  # in the navigation's order; a page is added here
    "present": ("overview", STAGE, "schools", "units", "emulation", "documents", "data"),
    "analysis": ("pace", "scenario"),
    "update": ("upload", SUBMISSIONS, "report_check", "history", "template", "log"),
    "share": ("present", "export", "links"),
}
FRONT = "overview"  # the page that the bare address shows
SLIDES = "present"
ADDRESSES = {"units": "communes", "report_check": "report-check"}  # where it is not the name, in every language
HANDING_IN = ("upload", ADDRESSES["report_check"])  # the pages that only those who may hand a file in can use
FIXED = {
    ADDRESSES.get(name, name): (section, name) for section, names in SECTIONS.items() for name in names if name != STAGE
}  # section and name by address


def script(section: str, name: str) -> Path:
    """The file of a page."""
    return Path(__file__).parents[1] / "pages" / section / f"{name}.py"


def nearest(asked: str, known: Iterable[str], default: str) -> str:
    """The known code that a code which is not known looks like, else the default.

    Codes made of digits number things: the next number is another thing, so they are like no other. The caller says
    what is shown instead: this is a guess about a link, never about data.
    """
    words = [code for code in known if code and not code.isdigit()]
    return next(iter(get_close_matches(asked.lower(), words, 1)), default)
