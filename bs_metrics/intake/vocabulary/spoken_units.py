"""Units of measure that a sentence names, whatever else it says: `Dân số tính bằng nghìn người`."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bs_metrics.intake.vocabulary.writing import any_of, words_only
from bs_metrics.text import canonical, folded

_AMOUNT = re.compile(r"\d\s*$")
_CLAUSES = re.compile(r"[;,]\s+")


@dataclass(frozen=True)
class SpokenUnit:
    """A unit in a sentence. A single word that is written large may as well be a name: it is not `certain`."""

    unit: str
    certain: bool


def spoken_units(text: str, units: Collection[str]) -> list[SpokenUnit]:
    """Those of some units that a text names: not behind a number, where they are an amount's."""
    line = canonical(text)
    found = re.finditer(rf"(?<!\w)(?:{any_of(units)})(?!\w)", line, re.I) if units else ()
    named = (one for one in found if one[0][0].isdigit() or not _AMOUNT.search(line[: one.start()]))
    return [SpokenUnit(folded(one[0]), " " in one[0] or one[0].islower()) for one in named]


def clauses_of(text: str, names: Iterable[str]) -> Iterator[str]:
    """The parts of a sentence that hold one of some names."""
    for clause in _CLAUSES.split(canonical(text)):
        said = f" {words_only(folded(clause))} "
        if any(f" {name} " in said for name in names):
            yield clause
