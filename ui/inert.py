"""Text that came from a spreadsheet or a link, shown as it is: nothing in it is Markdown, HTML, LaTeX or an icon."""

import re

# Everything that Streamlit's Markdown may act on: emphasis, code, links, HTML, headings and lists at a line's start,
# tables, LaTeX, and the colon that begins a colour, an icon or an emoji.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>()#+\-!|~$:&]")


def inert(text: str) -> str:
    """The text for a place where Streamlit reads Markdown, each active sign escaped; line breaks become spaces."""
    return _ACTIVE.sub(r"\\\g<0>", " ".join(text.split()))
