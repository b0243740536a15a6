"""Numbers, percentages, money and dates in each language's own form, and back.

Vietnamese groups thousands with a full stop and marks decimals with a comma (1.245 and 22,22%); English does the
opposite. Rounding happens only here, half away from zero, on exact fractions.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from bs_metrics.words import Language, word_list, words

Number = int | float | Decimal | Fraction
CountStyle = Callable[[Number, Language], str]  # `format_number` on pages, `format_count` in official documents

_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}
_MONEY_STEPS = ((10**9, "billion"), (10**6, "million"))


def exact(value: Number) -> Fraction:
    """The number as an exact fraction; a float counts as the decimal it prints as (9.52 is 952/100)."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def rounded(value: Number, decimals: int | None) -> Decimal:
    """The number with at most `decimals` digits after the mark; None keeps every digit, or raises ValueError."""
    fraction = exact(value)
    if decimals is None:
        decimals = fraction.denominator.bit_length()  # more digits than a denominator of twos and fives asks for
        if 10**decimals % fraction.denominator:
            raise ValueError(f"{fraction} has no finite decimal form")
    scaled = abs(fraction) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)  # half away from zero
    signed = -whole if fraction < 0 else whole
    return Decimal(f"{signed}E-{decimals}") if signed else Decimal(0)  # from text: no context rounds it


def format_number(value: Number, language: Language, decimals: int | None = None) -> str:
    """The number printed with the language's separators.

    `decimals` limits the digits after the mark and trailing zeros are dropped; None prints every digit the value has.
    Raises ValueError when a fraction without a finite decimal form is to be printed in full.
    """
    plain = rounded(value, decimals)
    group, mark = _SEPARATORS[language]
    whole, _, rest = f"{plain.copy_abs():f}".partition(".")
    rest = rest.rstrip("0")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, whole)
    sign = "-" if plain < 0 else ""
    return sign + grouped + (mark + rest if rest else "")


def format_days(days: int, language: Language) -> str:
    """A number of days with its noun: 1 day, 31 days."""
    return words("time.one_day" if days == 1 else "time.many_days", language, number=format_number(days, language))


def parse_number(text: str, language: Language) -> Decimal:
    """The number a printed text stands for. Raises ValueError for anything that `format_number` would not print."""
    group, mark = (re.escape(sign) for sign in _SEPARATORS[language])
    match = re.fullmatch(rf"(-?)(\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{mark}(\d+))?", text.strip(), re.ASCII)
    if match is None:
        raise ValueError(text)
    sign, whole, rest = match.groups()
    return Decimal(sign + re.sub(group, "", whole) + ("." + rest if rest else ""))


def format_percent(share: Number, language: Language, decimals: int = 2) -> str:
    """A share (1 is everything) as a percentage, at most `decimals` digits: 2/9 is 22,22%."""
    return format_number(exact(share) * 100, language, decimals) + "%"


def format_share(share: Number, language: Language) -> str:
    """A share as official documents print it: 100%, else two digits after the mark, a zero too: 87,30%."""
    percent = exact(share) * 100
    if percent.denominator == 1:
        return format_percent(share, language)
    _, mark = _SEPARATORS[language]
    whole, _, rest = format_number(percent, language, 2).partition(mark)
    return f"{whole}{mark}{rest.ljust(2, '0')}%"


def format_count(number: Number, language: Language) -> str:
    """A count as official documents print it: in Vietnamese two digits below ten (02 xã), so that none can be added."""
    return f"{int(number):02d}" if language == "vi" and number in range(1, 10) else format_number(number, language)


def format_date(day: date, language: Language) -> str:
    """A date in the language's own form: 01/8/2024 as Vietnamese offices write it, 1 Aug 2024 in English."""
    if language == "vi":
        return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"
    return f"{day.day} {word_list('months', 'en')[day.month - 1]} {day.year}"


def format_time(time: datetime, language: Language) -> str:
    """A moment by the clock of its own time zone: 01/8/2024 09:30, 1 Aug 2024 09:30."""
    return f"{format_date(time.date(), language)} {time:%H:%M}"


def format_money(vnd: int, language: Language, style: CountStyle = format_number) -> str:
    """An amount in VND in the largest unit that the language names: 740 triệu đồng, VND 740 million."""
    for size, name in _MONEY_STEPS:
        if abs(vnd) >= size:
            return words(f"money.{name}", language, amount=style(rounded(exact(vnd) / size, 2), language))
    return words("money.plain", language, amount=style(vnd, language))
