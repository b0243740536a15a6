"""One cell to one typed value, or the code of the rule it breaks."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bs_metrics.contract.schema import ClosedList, Column, schema
from bs_metrics.numbers import parse_number
from bs_metrics.text import MANY, canonical, parts_in

Cell = str | float | int | bool | date | time | timedelta  # as it came; an empty one is an empty text
Value = str | float | int | date | None  # as its column asks, None for an empty cell
_EMPTY_BOX = "☐"
_LARGEST = 10**15  # a cell keeps fifteen digits


class BadCell(ValueError):
    """A cell that does not hold what its column asks for: the finding's code, and what its sentence needs besides."""

    def __init__(self, code: str, /, **context: str):
        super().__init__(code)
        self.context = context


def typed(value: Cell, column: Column, lists: Mapping[str, ClosedList] | None = None) -> Value:
    """The cell's value as its column's type, None for an empty cell. Raises BadCell.

    `lists` are the closed lists, by name, where not only those of the contract are asked for.
    """
    if isinstance(value, str):
        value = canonical(value)
    if value == "":
        return None
    if not column.listed:
        return _READERS[column.type](value)
    return listed_codes(value, column, (lists or schema().lists)[column.type], lambda listed, word: listed.code(word))


def listed_codes(
    value: Cell, column: Column, listed: ClosedList, code_of: Callable[[ClosedList, str], str | None]
) -> str:
    """The code of a cell's word, or of each of the words that its column may hold. Raises BadCell."""
    written = as_seen(value)
    codes = [code_of(listed, word) for word in (parts_in(written) if column.many else [written])]
    if isinstance(value, bool) or not codes or not all(codes):
        raise BadCell("not_in_list", allowed=", ".join(listed.cell_words))
    return MANY.join(dict.fromkeys(filter(None, codes)))


def is_unticked(value: Cell) -> bool:
    """Whether a cell is a check box that is not ticked, its sign, or the text that one leaves in a .csv."""
    return value is False or (isinstance(value, str) and canonical(value).upper() in (as_seen(False), _EMPTY_BOX))


def as_seen(value: Cell) -> str:
    """A cell's value as its reader sees it."""
    if isinstance(value, str):
        return value  # first, for most cells are
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):  # datetime too
        return f"{value:%d/%m/%Y}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _text(value: Cell) -> str:
    if isinstance(value, bool):
        raise BadCell("not_text")
    return as_seen(value)


def _number(value: Cell) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        raise BadCell("not_a_number")
    try:
        return float(parse_number(value, "vi"))
    except ValueError:
        raise BadCell("not_a_number") from None


def _integer(value: Cell) -> int:
    number = Decimal(str(_number(value)))
    if number.is_finite() and abs(number) > _LARGEST:
        raise BadCell("too_large")
    if not number.is_finite() or number != number.to_integral_value():
        raise BadCell("not_an_integer")
    if number < 0:
        raise BadCell("negative")
    return int(number)


def _date(value: Cell) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return day_of(value)
    raise BadCell("not_a_date")


def day_of(text: str) -> date:
    """The date of a text written day/month/year or year-month-day. Raises BadCell."""
    written = re.fullmatch(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})", text)
    if written is None:
        raise BadCell("not_a_date")
    parts = written.groupdict()
    try:
        return date(*(int(parts[small] or parts[large]) for small, large in ("yY", "mM", "dD")))
    except ValueError:
        raise BadCell("not_a_date") from None


_READERS: dict[str, Callable[[Cell], Value]] = {
    "text": _text,
    "code": _text,
    "number": _number,
    "integer": _integer,
    "date": _date,
}
