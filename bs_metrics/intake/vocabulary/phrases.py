"""Words that mean something wherever they stand in a text: a plan beside a mark, an example, the number in a name."""

import re

from bs_metrics.intake.vocabulary.writing import LONGEST_NAME, trimmed, words_only
from bs_metrics.text import folded

PHRASES = {"aim", "caveat", "day", "done", "example", "lack", "legend", "merged", "moment", "ordinal", "out_of", "plan"}
PHRASES |= {"ditto", "further", "look", "other", "points", "said", "short", "until", "usual"}
_BESIDES = {"aim": ("plan",), "ditto": ("usual",), "merged": ("moment",)}  # what else a phrase is
_TAKEN_BACK = ("caveat", "plan")  # by what stands around them: beyond the plan
_PART = re.compile(r"(?<![\d/.,-])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/.,-]*\d)")  # 2/3 of the indicators, and no date
_YEARS = 1900  # 10/2024 is a month


class Phrases:
    """The phrases of each part, compared by their words."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {role: set() for role in PHRASES}
        self._long: dict[str, str] = {}
        self._dittos: set[str] = set()

    def add(self, role: str, written: str, meant: str | None) -> None:
        """One more phrase; an aim, of which there may be results, is a plan as well, and a mark for the cell above says
        nothing of a result beside it. `meant`: what one is short for."""
        if role == "short" and meant and (short := words_only(written)):
            self._long[short] = folded(meant)
        if role == "ditto":
            self._dittos.add(folded(trimmed(written)))
        for each in (role, *_BESIDES.get(role, ())):
            self._of[each] |= {words_only(written)} - {""}

    def held(self, role: str, text: str) -> str | None:
        """The longest phrase that stands in a text."""
        return max(self.all_held(role, text), key=len, default=None)

    def all_held(self, role: str, text: str) -> set[str]:
        """The phrases that stand in a text; of a plan not inside one that says what has been reached."""
        words = f" {words_only(folded(text))} "
        for reached in self._of["done"] if role in _TAKEN_BACK else ():
            words = words.replace(f" {reached} ", "  ")
        return {phrase for phrase in self._of[role] if f" {phrase} " in words}

    def of(self, role: str) -> set[str]:
        """Every phrase of a part."""
        return self._of[role]

    def in_full(self, text: str) -> str:
        """A text, folded, with what its abbreviations are short for; the longest ones first."""
        said = folded(text)
        for short in sorted(self._long, key=len, reverse=True):
            if short.split()[0] in said:
                between = r"[\W_]*".join(map(re.escape, short.split()))
                said = re.sub(rf"(?<!\w){between}(?!\w)", self._long[short], said)
        return said

    def open(self, role: str, text: str) -> bool:
        """Whether a text begins with one."""
        words = f"{words_only(folded(text))} "
        return any(words.startswith(f"{phrase} ") for phrase in self._of[role])

    def is_ditto(self, text: str) -> bool:
        """Whether a cell says that it is as the one above it: `-nt-`."""
        return len(text) <= LONGEST_NAME and folded(trimmed(text)) in self._dittos

    def are(self, role: str, text: str) -> bool:
        """Whether a text is one."""
        return words_only(folded(text)) in self._of[role]

    def part_in(self, text: str) -> str | None:
        """The first share of some things in a text that is not all of them, and no day."""
        parts = ((part, folded(text)[: part.start()]) for part in _PART.finditer(folded(text)))
        return next((part[0] for part, before in parts if self._is_part(part, before)), None)

    def _is_part(self, part: re.Match[str], before: str) -> bool:
        is_day = any(before.endswith((f" {word} ", f"({word} ")) for word in self._of["day"])
        return int(part[1]) < int(part[2]) < _YEARS and not is_day
