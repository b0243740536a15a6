"""Which periods a text names: a year, a quarter, a month, a day. The words for them are rows of the synonyms."""

import re

from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.text import canonical, folded

_DOCUMENT = re.compile(r"\d+\s*/[^\s;,]*[^\W\d_]{2}.*")  # 320/QĐ-TTg ngày 18/02/2022 says when the document is of
_SPAN = re.compile(r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d")  # as in the name of a set
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?![\d/.,]*\d)")
_NUMBER = r"(?:\d{1,2}|[ivx]{1,4})"


def periods_in(text: str, words: Synonyms) -> dict[str, str]:
    """The periods that a text names, each in its folded form with what was written: `quý ii`, `2024`, `30/9/2024`."""
    found: dict[str, str] = {}
    named = "|".join(re.escape(written) for written in words.written_as("period"))
    numbered = re.compile(rf"(?<!\w)(?:(?:{named})\s*{_NUMBER}|{_NUMBER}\s*(?:{named}))(?!\w)", re.I) if named else None
    for line in text.splitlines():
        said = _SPAN.sub(" ", _DOCUMENT.sub(" ", canonical(line)))
        for pattern in filter(None, (_DAY, numbered)):
            found |= {folded(one[0]): one[0] for one in pattern.finditer(said)}
            said = pattern.sub(" ", said)
        found |= {year: year for year in _YEAR.findall(said.replace("/", " "))}
    return found


def are_of_two(one: str, other: str, words: Synonyms) -> bool:
    """Whether two texts name periods that differ, each one that the other does not name."""
    first, second = periods_in(one, words), periods_in(other, words)
    return bool(first.keys() - second.keys()) and bool(second.keys() - first.keys())
