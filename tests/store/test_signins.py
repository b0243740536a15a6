"""Signing in and out as lines of the log: how long a sign-in is good, and that going out ends all of an address."""

from datetime import UTC, datetime, timedelta

import pytest

from bs_metrics.access.signins import FRESH, SignIns
from bs_metrics.snapshots.log import entries

NOW = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
AN, BINH = "an@town.example", "binh@town.example"


@pytest.fixture
def signed(store):
    """The sign-ins as they are some time after now."""
    return lambda **after: SignIns(store, lambda: NOW + timedelta(**after))


def test_a_sign_in_is_good_for_writing_for_twelve_hours(signed):
    assert signed().good(AN, "1") is None, "what is not in the log was never made"
    signed().begin(AN, "1")
    assert signed(hours=11, minutes=59).good(AN, "1").late is False and FRESH == timedelta(hours=12)
    for late in ({"hours": 12}, {"days": 29}):
        assert signed(**late).good(AN, "1").late is True
    assert signed().good(AN, "1").time == NOW
    signed(hours=12).begin(AN, "2")
    assert signed(hours=13).good(AN, "2").late is False and signed(hours=13).good(AN, "1").late is True


def test_a_clock_that_is_set_back_makes_no_sign_in_last(signed):
    signed().begin(AN, "1")
    assert signed(hours=-1).good(AN, "1").late is False
    for back in ({"hours": -12}, {"days": -300}):
        assert signed(**back).good(AN, "1").late is True


def test_a_sign_in_is_that_of_one_address(signed):
    signed().begin(AN, "1")
    assert signed().good(BINH, "1") is None and signed().good(AN, "2") is None and signed().good(AN, "") is None


def test_signing_out_ends_every_sign_in_of_the_address_and_no_other(store, signed):
    for address, id in ((AN, "1"), (AN, "2"), (BINH, "3")):
        signed().begin(address, id)
    signed().end(AN, "2")
    assert signed().good(AN, "1") is None and signed().good(AN, "2") is None and signed().good(BINH, "3")
    signed().end(AN, "1")  # it has ended: nobody fills the log with an old cookie
    signed().end(AN, "never")
    assert [(line.what, line.who) for line in entries(store.database, 9)] == [
        ("signed_out", AN),
        ("signed_in", BINH),
        ("signed_in", AN),
        ("signed_in", AN),
    ]
    signed().begin(AN, "4")
    assert signed().good(AN, "4") and signed().good(AN, "1") is None, "a new sign-in wakes no old one"
