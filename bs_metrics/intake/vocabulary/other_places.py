"""Places that lines around a table name and that are none of the data's own: whose figures are these then?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bs_metrics.contract.schema import schema
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import any_of, words_only
from bs_metrics.text import canonical, parts_in, spelled

_LONGEST = 200  # letters of a line; a longer one is a text
_NAME = (2, 3)  # words of a name in capitals that ends where its part of the line does
_PART = re.compile(r"[^\w\s]+|\d+|$")  # ends a part of a line


@dataclass(frozen=True)
class OtherPlaces:
    """What tells a strange place, by the rows of the data; nothing does where they do not say what lies above."""

    vocabulary: Vocabulary

    @cached_property
    def kinds(self) -> str:
        """The pattern of the words for the kinds of unit above the lowest of ours, and for these in a letterhead."""
        kinds, lower = self.vocabulary.frame("unit_kinds"), self._lowest
        rows = kinds[["word", "below"]].dropna().itertuples(index=False, name=None)
        upper = any_of(canonical(word) for word, below in rows if lower.intersection(parts_in(below)))
        if not upper or not all(self._about.get(key) for key in ("place", "above")):
            return ""
        author = re.match(rf"(\S.*?)\s+(?:{upper})(?!\w)", self._about.get("author", ""), re.IGNORECASE)
        full = self.vocabulary.words.phrases.in_full(author[1]) if author else ""
        own = any_of(canonical(word) for word in kinds.loc[kinds["code"].isin(lower), "word"].dropna())
        heads = any_of({author[1], full, spelled(full)}) if author else ""
        return rf"{upper}|(?:{heads})\s+(?:{own})" if heads and own else upper

    @cached_property
    def _lowest(self) -> set[str]:
        units = self.vocabulary.frame("units")
        return set(units.loc[~units["code"].isin(self.vocabulary.upper), "kind"].dropna())

    @cached_property
    def own(self) -> set[str]:
        """The names of ours, and of what lies above."""
        return {*(spelled(self._about[key]) for key in ("place", "above")), *self.vocabulary.places.written}

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        """The pairs of words that stand in any row of words and names, and in headings: they are no strange name."""
        return {pair for text in _texts(self.vocabulary) for pair in pairwise(words_only(spelled(text)).split())}

    @cached_property
    def _about(self) -> dict[str, str]:
        return dict(self.vocabulary.frame("about")[["key", "value"]].dropna().itertuples(index=False, name=None))

    def named_in(self, line: str) -> str | None:
        """What a line says behind the word for a kind of unit that is a name, and none that is known."""
        text = canonical(line)
        if not self.kinds or len(text) > _LONGEST:
            return None
        return next((name for name in self._names(text) if not self._is_known(name)), None)

    def _names(self, text: str) -> Iterator[str]:
        """What stands behind each word for a kind: words that begin with a capital, or in capitals all of its part."""
        found = list(re.finditer(rf"(?<!\w)(?:{self.kinds})(?!\w)", text, re.IGNORECASE))
        for one, after in zip(found, [*found[1:], None], strict=False):
            rest = text[one.end() : after.start() if after else None]
            end = _PART.search(rest)
            words = rest[: end.start() if end else None].split()
            is_ended = end is None or not end[0].isdigit()
            if not one[0].isupper():
                capital = next((at for at, word in enumerate(words) if not word[0].isupper()), len(words))
                words = words[:capital] if capital >= _NAME[0] else []
            elif not is_ended and len(words) > _NAME[0]:
                words = words[: _NAME[0]]  # a name before: up to 30/9
            if _NAME[0] <= len(words) <= _NAME[1]:
                yield " ".join(words)

    def _is_known(self, name: str) -> bool:
        said = spelled(name)
        words = words_only(said).split()
        return any(f" {own} " in f" {said} " for own in self.own) or any(pair in self.known for pair in pairwise(words))


def _texts(vocabulary: Vocabulary) -> Iterator[str]:
    """Every text of the tables of words and names, and the headings."""
    for name in ("about", "synonyms", "criteria_sets", "criteria", "measures", "units", "agencies"):
        if name in schema().tables:
            frame = vocabulary.frame(name)
            for column in frame.columns:
                yield from (one for one in frame[column].dropna().unique() if isinstance(one, str))
    for table in schema().tables.values():
        yield from (column.heading for column in table.columns.values())
