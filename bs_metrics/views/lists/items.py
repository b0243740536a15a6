"""The lines of a list, what each may be chosen by, and which of them somebody looks for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bs_metrics.contract.records import Text
from bs_metrics.text import bare, folded, parts_in
from bs_metrics.views.texts import in_language
from bs_metrics.words import Language, words

NONE = "none"  # the code of what a row does not say


@dataclass(frozen=True)
class Item:
    """A line of a list and what there is to say below it. `by` holds, for each thing that it may be chosen by, the
    codes for a link with their labels: of a line of two agencies, two.
    """

    name: str
    detail: str
    by: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _spelled(self) -> tuple[str, str]:
        codes = (code for labels in self.by.values() for code in labels)  # an agency as its rows call it
        said = " ".join((self.name, self.detail, *codes))
        return _words_of(folded(said)), f" {bare(said)}"

    def has(self, wanted: Sequence[str], exactly: bool) -> bool:
        """Whether a word of the line begins with each of the wanted ones, with their marks or without."""
        said = self._spelled[0 if exactly else 1]
        return all(f" {word}" in said for word in wanted)


def code_of(code: str | None, label: str, language: Language) -> dict[str, str]:
    """What a line may be chosen by, where it is one code or nothing."""
    return {code: label} if code else {NONE: words("lists.none", language)}


def codes_of(text: Text | None, language: Language) -> dict[str, str]:
    """What a line may be chosen by, where a text of the tables says it: its Vietnamese parts are the codes."""
    if text is None:
        return code_of(None, "", language)
    codes, labels = parts_in(text.vi), parts_in(in_language(text, language))
    return dict(zip(codes, labels if len(labels) == len(codes) else codes, strict=True))


def choices(items: Iterable[Item], name: str) -> dict[str, str]:
    """What there is to choose from, code to label with its number: years from the last, else the most frequent first;
    last, what no row says. Nothing where there is one choice only.
    """
    labels: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for item in items:
        labels |= item.by.get(name, {})
        numbers.update(list(item.by.get(name, {})))
    ordered = [code for code, _ in numbers.most_common()]
    if all(code.isdigit() for code in ordered if code != NONE):
        ordered.sort(reverse=True)
    ordered.sort(key=lambda code: code == NONE)
    return {code: f"{labels[code]} ({numbers[code]})" for code in ordered} if len(ordered) > 1 else {}


def found(items: Sequence[Item], written: str, chosen: Mapping[str, str]) -> list[Item]:
    """The lines that have each of the written words, and what is chosen of each thing.

    Written with marks, words are looked for with them; where no line has those, or they are typed without, marks and
    the letter đ do not matter.
    """
    left = [item for item in items if all(code in item.by.get(name, {}) for name, code in chosen.items())]
    if not written.strip():
        return left
    exact = [item for item in left if item.has(_words_of(folded(written)).split(), exactly=True)]
    return exact or [item for item in left if item.has(bare(written).split(), exactly=False)]


def _words_of(text: str) -> str:
    """The words and numbers of a text, a space before each."""
    return "".join(f" {word}" for word in "".join(sign if sign.isalnum() else " " for sign in text).split())
