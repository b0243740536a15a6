"""Words that mean something wherever they stand in a text: a plan beside a mark, an example, the number in a name."""

import re

from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.text import folded

PHRASES = ("caveat", "example", "ordinal", "plan")  # the parts of a sheet that are no headings
_PART = re.compile(r"(?<![\d/.,-])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/.,-]*\d)")  # 2/3 of the indicators, and no date
_YEARS = 1900  # 10/2024 is a month


class Phrases:
    """The phrases of each part, compared by their words."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {role: set() for role in PHRASES}

    def add(self, role: str, written: str) -> None:
        """One more phrase."""
        self._of[role].add(words_only(written))

    def held(self, role: str, text: str) -> str | None:
        """The longest phrase that stands in a text."""
        words = f" {words_only(folded(text))} "
        return max((phrase for phrase in self._of[role] if f" {phrase} " in words), key=len, default=None)

    def open(self, role: str, text: str) -> bool:
        """Whether a text begins with one."""
        words = f"{words_only(folded(text))} "
        return any(words.startswith(f"{phrase} ") for phrase in self._of[role])

    def are(self, role: str, text: str) -> bool:
        """Whether a text is one."""
        return words_only(folded(text)) in self._of[role]


def part_in(text: str) -> str | None:
    """The first share of some things in a text that is not all of them."""
    return next((part[0] for part in _PART.finditer(folded(text)) if int(part[1]) < int(part[2]) < _YEARS), None)
