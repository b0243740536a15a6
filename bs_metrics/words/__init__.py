"""Every sentence a person reads, in both languages: `vi/` is the source, `en/` matches it key for key."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """All words of a language, by dotted key; a value is a sentence or a list of words."""
    folder = resources.files(__package__).joinpath(language)
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name)]
    return {key: value for text in texts for key, value in _flat(tomllib.loads(text), "")}


def words(key: str, language: Language, **values: object) -> str:
    """The sentence under a key, with `values` put in. Raises KeyError for a key or a value that is missing."""
    sentence: str = catalogue(language)[key]
    return sentence.format(**values)


def word_list(key: str, language: Language) -> list[str]:
    """The words under a key that holds several. Raises KeyError for a key that is missing."""
    return list(catalogue(language)[key])


class Problem(Exception):
    """What went wrong, as the sentence under a key of the words: what it is and what to do."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, *values.values())
        self.key, self.values = key, values

    def message(self, language: Language) -> str:
        """The sentence."""
        return str(words(self.key, language, **self.values))

    def __str__(self) -> str:
        return self.message("en")


def joined(parts: list[str], language: Language) -> str:
    """A list in a sentence: a, b và c."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + words("list.and", language) + parts[-1]


def _flat(tree: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
