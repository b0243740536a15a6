"""Numbers, percentages, money and dates: known prints, rounding, and reading back what was printed."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.numbers import (
    exact,
    format_date,
    format_money,
    format_number,
    format_percent,
    format_time,
    parse_number,
    rounded,
)
from bs_metrics.words import LANGUAGES

finite_decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)


@given(value=finite_decimals, language=st.sampled_from(LANGUAGES))
def test_reading_back_a_printed_number_gives_the_number(value, language):
    assert parse_number(format_number(value, language), language) == value


@given(value=finite_decimals, language=st.sampled_from(LANGUAGES), decimals=st.integers(0, 6))
def test_a_rounded_print_is_within_half_a_digit(value, language, decimals):
    printed = parse_number(format_number(value, language, decimals), language)
    assert 2 * abs(exact(printed) - exact(value)) <= Fraction(1, 10**decimals)


@pytest.mark.parametrize(
    ("value", "language", "decimals", "printed"),
    [
        (1245, "vi", None, "1.245"),
        (1245, "en", None, "1,245"),
        (183142, "vi", None, "183.142"),
        (466.8524, "vi", None, "466,8524"),
        (466.8524, "en", None, "466.8524"),
        (1_000_000, "vi", None, "1.000.000"),
        (999, "vi", None, "999"),
        (-1234.5, "vi", None, "-1.234,5"),
        (-0.001, "vi", 2, "0"),
        (2.50, "vi", 2, "2,5"),
        (1e-7, "vi", None, "0,0000001"),
        (Decimal("1E+3"), "vi", None, "1.000"),
    ],
)
def test_known_numbers(value, language, decimals, printed):
    assert format_number(value, language, decimals) == printed


@pytest.mark.parametrize(
    ("share", "vi", "en"),
    [
        (Fraction(2, 21), "9,52%", "9.52%"),
        (Fraction(2, 9), "22,22%", "22.22%"),
        (Fraction(7, 9), "77,78%", "77.78%"),
        (Fraction(55, 63), "87,3%", "87.3%"),
        (Fraction(7, 22), "31,82%", "31.82%"),
        (Fraction(21, 21), "100%", "100%"),
        (0, "0%", "0%"),
    ],
)
def test_known_percentages(share, vi, en):
    assert (format_percent(share, "vi"), format_percent(share, "en")) == (vi, en)


@pytest.mark.parametrize(("value", "result"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3)])
def test_halves_are_rounded_away_from_zero(value, result):
    assert rounded(Decimal(value), 0) == result


def test_a_float_counts_as_the_decimal_it_prints_as():
    assert rounded(1.005, 2) == Decimal("1.01")


def test_a_fraction_without_end_is_not_printed_in_full():
    with pytest.raises(ValueError):
        format_number(Fraction(1, 3), "vi")


@pytest.mark.parametrize("text", ["", "1,5%", "1.24", "12.3456", "1,2,3", "1.245,", "abc", "--1", "1 245", "٣"])
def test_what_is_no_vietnamese_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text, "vi")


def test_the_same_digits_read_differently_in_the_two_languages():
    assert parse_number("1.245", "vi") == 1245
    assert parse_number("1.245", "en") == Decimal("1.245")


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2024, 8, 1), "01/8/2024", "1 Aug 2024"),
        (date(2024, 12, 31), "31/12/2024", "31 Dec 2024"),
        (date(2022, 3, 8), "08/3/2022", "8 Mar 2022"),
        (date(2023, 1, 5), "05/01/2023", "5 Jan 2023"),
        (date(2022, 2, 22), "22/02/2022", "22 Feb 2022"),
        (date(2024, 10, 9), "09/10/2024", "9 Oct 2024"),
    ],
)
def test_dates_as_offices_write_them(day, vi, en):
    assert (format_date(day, "vi"), format_date(day, "en")) == (vi, en)


def test_a_moment_is_told_by_the_clock_of_its_zone():
    moment = datetime(2024, 7, 31, 18, 5, tzinfo=UTC)
    assert format_time(moment, "vi") == "31/7/2024 18:05"
    assert format_time(moment.astimezone(timezone(timedelta(hours=7))), "en") == "1 Aug 2024 01:05"


@pytest.mark.parametrize(
    ("vnd", "vi", "en"),
    [
        (740_000_000, "740 triệu đồng", "VND 740 million"),
        (7_000_000_000, "7 tỷ đồng", "VND 7 billion"),
        (1_250_000_000, "1,25 tỷ đồng", "VND 1.25 billion"),
        (1_000_000, "1 triệu đồng", "VND 1 million"),
        (30_000, "30.000 đồng", "VND 30,000"),
    ],
)
def test_money_in_the_largest_unit_with_a_name(vnd, vi, en):
    assert (format_money(vnd, "vi"), format_money(vnd, "en")) == (vi, en)
