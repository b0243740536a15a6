"""One cell of a department's file to a value of its column: words by their synonyms, names by their codes."""

import re

from bs_metrics.contract.cells import BadCell, Cell, Value, typed
from bs_metrics.contract.checks import day_in
from bs_metrics.contract.columns import NotedValue, as_seen
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.blocks.amounts import Amounts
from bs_metrics.intake.vocabulary.names import Names
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical

_SHORT_YEAR = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*([0-4]\d)$")  # 12/5/22; who is 50 is not asked
_OTHER_DAY = re.compile(r"^(\d{1,2})\s*[.\-]\s*(\d{1,2})\s*[.\-]\s*(\d{4})$")


class CellReader:
    """Reads the cells of one block of a table; `scales` are how many of a column's units its heading's are."""

    def __init__(self, vocabulary: Vocabulary, table: str, scales: dict[str, int] | None = None):
        self._vocabulary = vocabulary
        self._table = table
        self._scales = scales or {}
        self._amounts = Amounts(vocabulary.words)
        self._names: dict[str, tuple[Names | None, set[str]]] = {}

    def __call__(self, value: Cell, column: Column) -> Value | NotedValue:
        """The value, or a Remarked one. Raises BadCell."""
        if isinstance(value, str):
            value = canonical(value)
        if value == "" or value is None:
            return None
        if column.type in schema().lists:
            return self._listed(value, column)
        if column.type in ("integer", "number"):
            return self._number(value, column)
        if column.references:
            return self._reference(str(typed(value, column)), column)
        if column.type == "date" and isinstance(value, str):
            return _day(value, column)
        return typed(value, column)

    def _number(self, value: Cell, column: Column) -> Value | NotedValue:
        meant = self._vocabulary.words.number(column, value) if isinstance(value, str) else None
        if meant is None:
            return self._amounts.number(value, column, self._scales.get(column.name, 1))
        return NotedValue(typed(meant, column), "word_understood", {"word": meant}, once=True)

    def qualifier(self, value: Cell) -> str | None:
        """The code of how exact a figure is, as its own cell says it."""
        return self._amounts.qualifier(value)

    def _listed(self, value: Cell, column: Column) -> Value | NotedValue:
        listed = schema().lists[column.type]
        text = as_seen(value)
        own = listed.code(text)
        if own:
            return own
        code = self._vocabulary.words.listed(column, text)
        if code is None:
            raise BadCell("not_in_list", allowed=", ".join(listed.cell_words))
        return NotedValue(code, "word_understood", {"word": listed.word(code, "vi")}, once=True)

    def _reference(self, written: str, column: Column) -> Value | NotedValue:
        target = (column.references or "").partition(".")[0]
        if target not in self._names:
            self._names[target] = (self._vocabulary.names(target), self._vocabulary.codes(target))
        names, codes = self._names[target]
        if written in codes or names is None:
            return written
        code = names.code(written)
        if code is None:
            if target == "units" and any(sign.isalpha() for sign in written):
                raise BadCell("unknown_place", suggestions=names.suggestions(written) or "–")
            if any(sign.isspace() for sign in written):
                sheet = schema().tables[target].sheet
                raise BadCell("unknown_name", suggestions=names.suggestions(written) or "–", target=sheet)
            return written  # a code: whether there is such a row is asked of all tables together
        if names.is_other(written):
            return NotedValue(code, "name_understood", {"name": names.shown[code], "code": code}, once=True)
        return code


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
