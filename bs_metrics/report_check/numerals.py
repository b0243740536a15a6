"""Numbers as reports print them, in digits and in words."""

import re
from fractions import Fraction
from functools import cache

from bs_metrics.report_check.lexicon import any_of, of_role, phrases

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"


@cache
def in_words() -> str:
    """A pattern of a number in words."""
    digit = any_of(word for words in phrases()["digits"] for word in words)
    one = f"(?:{digit}|{of_role('ten')})"
    return rf"(?:{one}(?:\s+(?:{digit}|{of_role('ten', 'tens', 'hundred', 'odd')})){{0,7}})"


def number(text: str) -> tuple[Fraction, int]:
    """A printed number, and how many digits stand behind its mark."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    whole, _, rest = text.replace(",", ".").partition(".")
    return Fraction(f"{whole}.{rest}" if rest else whole), len(rest)


def counted(text: str) -> int | None:
    """A whole number in digits or in words."""
    return int(text.replace(".", "")) if text[0].isdigit() else number_in_words(text)


def number_in_words(text: str) -> int | None:
    """Twenty-one, a hundred and five; None for words that make no number."""
    words, say = text.split(), phrases()
    values = {word: value for value, some in enumerate(say["digits"]) for word in some}
    total, digit, seen = 0, None, False
    for word in words:
        if word in say["hundred"] and digit is not None:
            total, digit, seen = total + 100 * digit, None, True
        elif word in say["tens"] and digit is not None:
            total, digit, seen = total + 10 * digit, None, True
        elif word in say["ten"] and digit is None:
            total, seen = total + 10, True
        elif word in say["odd"] and seen:
            continue
        elif word in values and digit is None:
            digit = values[word]
        else:
            return None
    return total + (digit or 0)
