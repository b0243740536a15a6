"""Numbers as people type them: 22,22%, 740 triệu, 200.000.000đ, hơn 07 tỷ. What can be read two ways is refused."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from bs_metrics.contract.cells import BadCell, Cell, Value, typed
from bs_metrics.contract.columns import NotedValue
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.numbers import parse_number
from bs_metrics.text import canonical, folded

_DIGITS = r"\d[\d.,]*"


class Amounts:
    """Reads a cell of a number column, with the words for amounts of money and for how exact a figure is."""

    def __init__(self, words: Synonyms):
        self._words = words

    def number(self, value: Cell, column: Column, scale: int = 1) -> Value | NotedValue:
        """The number in the column's own unit; `scale` is that of the heading it stands under. Raises BadCell.

        Where the scale is 0, because nobody says the unit, only a cell that says its own is a number.
        """
        if not scale and not (isinstance(value, str) and self._says_unit(value)):
            raise BadCell("amount_without_unit")
        if not isinstance(value, str):
            return typed(value if scale == 1 or isinstance(value, bool) else _times(value, scale), column)
        text = canonical(value)
        try:
            return typed(float(parse_number(text, "vi")) * scale if scale != 1 else text, column)
        except ValueError as problem:
            worded = self._worded(text, column, scale)
            if worded is None:
                raise problem if isinstance(problem, BadCell) else BadCell("not_a_number") from None
            return worded

    def qualifier(self, value: Cell) -> str | None:
        """The code of the word before a figure that says how exact it is."""
        match = self._pattern.match(folded(value)) if isinstance(value, str) else None
        return self._qualifiers.get(match["how"].strip()) if match and match["how"] else None

    def _says_unit(self, text: str) -> bool:
        """Whether each number of an amount has its word: 1 tỷ 200 triệu."""
        match = self._pattern.match(folded(canonical(text)))
        return match is not None and all(part["size"] for part in re.finditer(self._part, match["parts"]))

    def _worded(self, text: str, column: Column, scale: int) -> Value | NotedValue | None:
        if text.endswith("%"):
            if "%" not in column.heading:
                return None
            return typed(text[:-1].rstrip(), column)
        match = self._pattern.match(folded(text))
        if match is None:
            return None
        own = self._words.power(column)
        amount = Decimal(0)
        parts = list(re.finditer(self._part, match["parts"]))
        sizes = [self._words.magnitudes.get((part["size"] or "").strip(), 0) for part in parts]
        if len(parts) > 1 and (not all(sizes) or sizes != sorted(set(sizes), reverse=True)):
            return None  # 1 tỷ 200 triệu is one amount, 1 200 is not
        for part in parts:
            magnitude = (part["size"] or "").strip()
            if magnitude and own is None:
                return None
            factor = Decimal(self._words.magnitudes[magnitude]) / (own or 1) if magnitude else Decimal(scale)
            try:
                amount += parse_number(part["number"], "vi") * factor
            except ValueError:
                return None
        number = typed(float(amount), column)
        if match["how"] and column.qualifier is None:
            return NotedValue(number, "qualifier_lost", {"word": match["how"].strip()})
        return number

    @cached_property
    def _qualifiers(self) -> dict[str, str]:
        return {
            written: code
            for code in schema().lists["qualifier"].words
            for written in self._words.written_for("qualifier", code)
        }

    @cached_property
    def _part(self) -> str:
        return rf"(?P<number>{_DIGITS})\s*(?P<size>{_any_of(self._words.magnitudes)})?"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        part = rf"{_DIGITS}\s*(?:{_any_of(self._words.magnitudes)})?"
        return re.compile(rf"^(?P<how>(?:{_any_of(self._qualifiers)})\s+)?(?P<parts>{part}(?:\s+{part})*)$")


def _any_of(written: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True)))


def _times(value: Cell, scale: int) -> Cell:
    return float(Decimal(repr(value)) * scale) if isinstance(value, int | float) else value
