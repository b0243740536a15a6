"""One cell of a department's file to a value of its column: words by their synonyms, names by their codes, amounts.

Numbers are read as people type them: 22,22%, 740 triệu, 200.000.000đ, hơn 07 tỷ. What can be read two ways is refused.
"""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache, cached_property

from bs_metrics.contract.cells import BadCell, Cell, Value, as_seen, is_unticked, listed_codes, typed
from bs_metrics.contract.checks import day_in
from bs_metrics.contract.columns import NotedValue
from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.sheet import is_to_fill
from bs_metrics.intake.vocabulary.encodings import is_broken
from bs_metrics.intake.vocabulary.names import Names
from bs_metrics.intake.vocabulary.periods import to_come
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import any_of, without_blanks
from bs_metrics.numbers import exact, format_number, parse_number
from bs_metrics.text import MANY, canonical, folded, is_two, parts_in

_SHORT_YEAR = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*([0-4]\d)$")  # 12/5/22; who is 50 is not asked
_OTHER_DAY = re.compile(r"^(\d{1,2})\s*[.\-]\s*(\d{1,2})\s*[.\-]\s*(\d{4})$")
_DIGITS = r"\d[\d.,]*"


class CellReader:
    """Reads the cells of one block of a table; `scales` are how many of a column's units its heading's are.

    What a mark says of a period after the day `until` is a plan.
    """

    def __init__(self, vocabulary: Vocabulary, scales: dict[str, Fraction] | None = None, until: date | None = None):
        self._words, self._until = vocabulary.words, until
        self._scales = scales or {}
        self._known: Callable[[str], tuple[Names | None, set[str]]] = cache(
            lambda table: (vocabulary.names(table), vocabulary.codes(table))
        )

        self._own: Callable[[str, str], set[str]] = cache(
            lambda table, column: set(vocabulary.frame(table)[column].dropna())
        )

    def __call__(self, value: Cell, column: Column) -> Value | NotedValue:
        """The value, or a noted one. Raises BadCell."""
        lines = as_seen(value)
        if isinstance(value, str):
            if column.required and column.type == "text" and is_broken(value):
                self._refuse_new(value, column)
            if column.required and column.type == "text" and is_to_fill(value):
                raise BadCell("name_to_fill")
            if column.type == "result" and is_two(value) and not self._words.whole(column, value):
                return listed_codes(canonical(value), column, self._words.lists[column.type], lambda *_: None)
            value = canonical(value)
        if value == "" or value is None:
            return None
        if column.listed:
            return self._listed(value, column)
        if column.type in ("integer", "number"):
            meant = self._words.number(column, value) if isinstance(value, str) else None
            if meant is None:
                return self._number(value, column, self._scales.get(column.name, Fraction(1)))
            return NotedValue(typed(meant, column), "word_understood", {"word": meant}, once=True)
        if column.references:
            return self._reference(str(typed(value, column)), lines, column)
        if column.type == "date" and isinstance(value, str):
            return _day(value, column)
        return typed(value, column)

    def _refuse_new(self, broken: str, column: Column) -> None:
        """Raise BadCell for a text that nobody can read, unless the current data has it."""
        if canonical(broken) not in self._own(column.table, column.name):
            raise BadCell("unreadable_name")

    def figures_in(self, text: str, column: Column) -> list[str]:
        """The figures in a text, each with the unit right behind it; in a column of amounts a strange word is none."""
        units = any_of(self._words.units_of_measure)
        part = rf"\d++(?:[.,/]\d++)*+(?:\s*(?:%|(?:{units})(?!\w)))?(?![\w/])"
        behind = r"(?=\s*(?:[^\w\s]|$))" if self._words.sizes(column) else ""
        found = re.finditer(rf"(?<![^\s(,;:]){part}(?:\s+{part})*{behind}", without_blanks(folded(text)))
        return [one[0].rstrip(" .,/") for one in found]

    def qualifier(self, value: Cell) -> str | None:
        """The code of the word before a figure that says how exact it is."""
        match = self._pattern.match(folded(value)) if isinstance(value, str) else None
        return self._qualifiers.get(match["how"].strip()) if match and match["how"] else None

    def _listed(self, value: Cell, column: Column) -> Value | NotedValue:
        listed, text = self._words.lists[column.type], as_seen(value)
        if (own := listed.code(text)) and not column.many:
            return own
        if doubt := self._words.caveat(column, text) or self._to_come(column, text):
            raise BadCell("mark_with_caveat", doubt=doubt)
        if is_unticked(value) and column.type == "result" and not self._words.listed(column, text):
            raise BadCell("box_unticked")
        code = listed_codes(text, column, listed, lambda _, word: listed.code(word) or self._words.listed(column, word))
        shown = [listed.word(one, "vi") for one in parts_in(code)]
        if column.many and all(map(listed.code, parts_in(text))):
            return code
        return NotedValue(code, "word_understood", {"word": MANY.join(shown)}, once=True)

    def _to_come(self, column: Column, text: str) -> str | None:
        """The period beside a mark that is not over yet."""
        if self._until is None or column.type != "result" or self._words.whole(column, text):
            return None
        return to_come(text, self._until, self._words) if self._words.listed(column, text) == "met" else None

    def _reference(self, written: str, lines: str, column: Column) -> Value | NotedValue:
        target = (column.references or "").partition(".")[0]
        names, codes = self._known(target)
        if written in codes or names is None:
            return written
        code = names.code(written)
        if code is None:
            if target == "units" and (several := names.several_in(lines)):
                raise BadCell("several_places", count=str(len(several)))
            if target == "units" and any(sign.isalpha() for sign in written):
                raise BadCell("unknown_place", suggestions=names.suggestions(written) or "–")
            if any(sign.isspace() for sign in written):
                sheet = schema().tables[target].sheet
                raise BadCell("unknown_name", suggestions=names.suggestions(written) or "–", target=sheet)
            return written  # a code: whether there is such a row is asked of all tables together
        if names.is_other(written):
            return NotedValue(code, "name_understood", {"name": names.shown[code], "code": code}, once=True)
        return code

    def _number(self, value: Cell, column: Column, scale: Fraction) -> Value | NotedValue:
        """The number in the column's own unit, of a cell under a heading of this scale.

        Where the scale is 0, because nobody says the unit, only a cell that says its own is a number.
        """
        if not scale and not (isinstance(value, str) and self._says_unit(value)):
            raise BadCell("amount_without_unit")
        if not isinstance(value, str):
            if isinstance(value, int | float) and not isinstance(value, bool) and scale != 1:
                value = float(exact(value) * scale)
            return typed(value, column)
        try:
            return typed(float(exact(parse_number(value, "vi")) * scale) if scale != 1 else value, column)
        except ValueError as problem:
            worded = self._worded(value, column, scale)
            if worded is None:
                raise problem if isinstance(problem, BadCell) else BadCell("not_a_number") from None
            return worded

    def _says_unit(self, text: str) -> bool:
        """Whether each number of an amount has its word: 1 tỷ 200 triệu."""
        match = self._pattern.match(folded(text))
        return match is not None and all(part["size"] for part in re.finditer(self._part, match["parts"]))

    def _worded(self, text: str, column: Column, scale: Fraction) -> Value | NotedValue | None:
        if text.endswith("%"):
            return typed(text[:-1].rstrip(), column) if "%" in column.heading else None
        match = self._pattern.match(folded(text))
        if match is None:
            return None
        known = self._words.sizes(column)
        parts = [(part["number"], (part["size"] or "").strip()) for part in re.finditer(self._part, match["parts"])]
        if any(size and size not in known for _, size in parts):
            return None
        sizes = [known.get(size, Fraction(0)) for _, size in parts]
        if len(parts) > 1 and (not all(sizes) or sizes != sorted(set(sizes), reverse=True)):
            return None  # 1 tỷ 200 triệu is one amount, 1 200 is not
        try:
            amount = sum(
                exact(parse_number(number, "vi")) * (size or scale)
                for (number, _), size in zip(parts, sizes, strict=True)
            )
        except ValueError:
            return None
        number = typed(float(amount), column)
        if match["how"] and column.qualifier is None:
            return NotedValue(number, "qualifier_lost", {"word": match["how"].strip()})
        if scale and all(sizes) and sizes != [scale] and not self._words.power(column):  # of money it is usual
            return NotedValue(number, "unit_in_cell", {"number": format_number(float(amount), "vi")}, once=True)
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
        return rf"(?P<number>{_DIGITS})\s*(?P<size>{any_of(self._words.units_of_measure)})?"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        part = rf"{_DIGITS}\s*(?:{any_of(self._words.units_of_measure)})?"
        return re.compile(rf"^(?P<how>(?:{any_of(self._qualifiers)})\s+)?(?P<parts>{part}(?:\s+{part})*)$")


def _day(text: str, column: Column) -> Value | NotedValue:
    dotted = _OTHER_DAY.match(text)
    if dotted:
        return typed("/".join(dotted.groups()), column)
    short = _SHORT_YEAR.match(text)
    try:
        return typed(text, column)
    except BadCell:
        day = typed("/".join(short.groups()[:2]) + f"/20{short[3]}", column) if short else day_in(text)
        if day is None:
            raise
        return NotedValue(day, "day_in_text", {"day": f"{day:%d/%m/%Y}"})
