"""How words and names are written: what surrounds them, which of them a text holds, which have one meaning only."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bs_metrics.text import bare, canonical

LONGEST_NAME = 120  # characters; a longer text is no heading, name or word of a list
_HEAD = 4  # words of a head at most
_EDGES = " *:.-–"
_GROUP = 3  # digits
_BLANKS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})+(?![\d.]| \d)")  # 12 345


def trimmed(text: str) -> str:
    """A heading without the signs around it: colons, asterisks, dashes."""
    text = canonical(text).lstrip(_EDGES)
    if text.endswith(")"):  # Tên trường (*)
        said, _, mark = text[:-1].rpartition("(")
        return said.rstrip() if mark and not mark.strip("*") else text
    return text.rstrip(_EDGES)


def any_of(written: Iterable[str]) -> str:
    """A pattern of one of some texts, a longer one before one that it begins with."""
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True)))


def unique(pairs: Iterable[tuple[Any, str]]) -> dict[Any, str]:
    """What each way of writing means, without those that mean several things."""
    meanings: dict[Any, set[str]] = {}
    for written, meant in pairs:
        meanings.setdefault(written, set()).add(meant)
    return {written: next(iter(meant)) for written, meant in meanings.items() if len(meant) == 1}


def unmarked(written: Mapping[str, str]) -> dict[str, str]:
    """What can be meant by a text without diacritics: only what has one meaning."""
    return unique((bare(text), meant) for text, meant in written.items())


def named(names: Mapping[str, str], text: str) -> list[str]:
    """What is meant by those of some names that a text holds; one inside a longer one that it holds does not count."""
    held = [name for name in names if f" {name} " in f" {text} "]
    longest = [name for name in held if not any(name != other and name in other for other in held)]
    return list(dict.fromkeys(names[name] for name in longest))


def words_only(text: str) -> str:
    """The words of a text, a blank between them, without the signs."""
    return re.sub(r"[^\w%]+", " ", text).strip()


def without_blanks(text: str) -> str:
    """A text, the thousands of its figures not parted by blanks."""
    return _BLANKS.sub(lambda found: found[0].replace(" ", ""), text)


def after_head(line: str, is_head: Callable[[str], bool]) -> tuple[str, str]:
    """What a line begins with and what follows, behind a colon or, where it begins with a head, without: ĐVT ha."""
    head, colon, rest = line.partition(":")
    words = line.split(maxsplit=_HEAD)
    ends = () if colon else range(1, len(words))
    at = next((at for at in reversed(ends) if is_head(" ".join(words[:at]))), None)
    return (head, rest) if at is None else (" ".join(words[:at]), " ".join(words[at:]))


def style_of(numeral: str) -> str | None:
    """The style in which alone a number can be written so: `vi`, `en`, or None for either."""
    signs = [sign for sign in numeral if sign in ".,"]
    mark, rest = signs[-1], re.split(r"[.,]", numeral)
    if len(set(signs)) == 1:
        is_grouped = all(len(group) == _GROUP for group in rest[1:]) and len(rest[0]) <= _GROUP and rest[0] != "0"
        if len(signs) == 1 and is_grouped:
            return None
        mark = {".": ",", ",": "."}[mark] if len(signs) > 1 else mark
    return "vi" if mark == "," else "en"
