"""Comparing names written by people: one canonical form, and nothing fuzzier than that."""

import unicodedata


def canonical(text: str) -> str:
    """NFC, with every run of white space (a no-break space too) as one space, and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """The canonical form without case. Tone marks stay: two communes may differ by one mark only."""
    return canonical(text).casefold()
