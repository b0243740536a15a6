"""References such as C7 and A1:C3, as rows and columns counted from zero."""

import re
import string
from functools import cache

from bs_metrics.contract.sheet import Area, Refused

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
_DIGITS, _LETTERS = string.digits, string.ascii_uppercase


@cache
def column_of(letters: str) -> int:
    """The column of its letters: 0 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters_of(column: int) -> str:
    """The letters of a column counted from zero, however far to the right it is."""
    letters = ""
    while column >= 0:
        letters = _LETTERS[column % 26] + letters
        column = column // 26 - 1
    return letters


def cell_of(reference: str) -> tuple[int, int]:
    """Row and column of a cell. Raises Refused for what is no reference."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise Refused("not_a_workbook")
    return int(found[2]) - 1, column_of(found[1])


def area_of(reference: str) -> Area:
    """The area of a range, its corners in order; of a single cell, that cell. Raises Refused."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = cell_of(first), cell_of(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def within(rows: int, columns: int) -> bytes:
    """A pattern of the references within so many rows and columns.

    Both are rounded up to their second digit or letter, so that a growing sheet needs few patterns.
    """
    return b"(?:%b)(?:%b)" % (_up_to(letters_of(max(columns, 1) - 1), _LETTERS), _up_to(str(max(rows, 1)), _DIGITS))


@cache
def _up_to(last: str, symbols: str) -> bytes:
    """A pattern of the numerals that are no longer than the last one, and not after its first two symbols."""
    first = symbols[1] if symbols == _DIGITS else symbols[0]
    anything = f"[{symbols[0]}-{symbols[-1]}]"
    parts = []
    if len(last) > 1:
        parts.append(f"[{first}-{symbols[-1]}]{anything}{{0,{len(last) - 2}}}+")
        parts.append(f"{last[0]}[{symbols[0]}-{last[1]}]{anything}{{{len(last) - 2}}}")
    if len(last) == 1:
        parts.append(f"[{first}-{last}]")
    elif last[0] > first:
        parts.append(f"[{first}-{symbols[symbols.index(last[0]) - 1]}]{anything}{{{len(last) - 1}}}")
    return "|".join(reversed(parts)).encode()  # most are of the greatest length
