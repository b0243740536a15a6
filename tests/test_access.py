"""The configuration's list of people: which address has which role, and what closes the dashboard."""

import pytest

from bs_metrics.access.roles import Access, Role, access_of
from bs_metrics.words import LANGUAGES

AUTH = {
    "redirect_uri": "https://town.example/oauth2callback",
    "cookie_secret": "a secret of the tests",
    "client_id": "a",
    "client_secret": "b",
    "server_metadata_url": "https://a.example/.well-known/openid-configuration",
}
PEOPLE = {"An@Town.example": "admin", "@town.example": "viewer", "binh@town.example": "analyst"}


def settings(people=PEOPLE, auth=AUTH, **access):
    return access_of({"people": people, **access}, auth)


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("an@town.example", Role.ADMIN),
        ("AN@TOWN.EXAMPLE", Role.ADMIN),
        ("binh@town.example", Role.ANALYST),
        ("chi@town.example", Role.VIEWER),
        ("chi@x.town.example", Role.NOBODY),
        ("chi@xtown.example", Role.NOBODY),
        ("chi@town.example.evil.example", Role.NOBODY),
        ("@town.example", Role.NOBODY),
        ("chi@evil.example@town.example", Role.NOBODY),
        ('"an@town.example"@evil.example', Role.NOBODY),
        ("chi @town.example", Role.NOBODY),
        ("chi@town.example\n", Role.NOBODY),
        ("chi\x1b[2J@town.example", Role.NOBODY),
        ("o'chi+1=a@town.example", Role.VIEWER),
        ("bin\u212a@town.example", Role.NOBODY),  # the sign of kelvin, which is k in small letters
        ("", Role.NOBODY),
        (None, Role.NOBODY),
        (["an@town.example"], Role.NOBODY),
    ],
)
def test_an_address_has_its_own_role_before_that_of_its_domain(address, role):
    given = settings()
    assert given.role_of(given.vouched({"email": address, "email_verified": True})) == role


@pytest.mark.parametrize(
    ("claims", "named", "counts"),
    [
        ({"email_verified": True}, {}, True),
        ({"email_verified": "true"}, {}, True),
        ({"email_verified": False}, {}, False),
        ({"email_verified": "false"}, {}, False),
        ({"email_verified": None}, {}, False),
        ({"email_verified": [True]}, {}, False),
        ({}, {}, False),
        ({"xms_edov": True}, {}, False),
        ({"xms_edov": True}, {"verified": "xms_edov"}, True),
        ({"email_verified": True}, {"verified": "xms_edov"}, False),
    ],
)
def test_an_address_counts_where_the_provider_says_that_it_is_verified(claims, named, counts):
    assert settings(**named).vouched({"email": "an@town.example"} | claims) == ("an@town.example" if counts else "")


def test_a_list_says_nothing_of_who_may_look():
    assert settings().private is False and settings(visibility="private").private is True
    assert access_of({}, AUTH) == Access() and not access_of({}, AUTH).people, "nobody signs in where nobody is listed"


def without(name, **given):
    return {key: value for key, value in (AUTH | given).items() if key != name}


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"people": "an@town.example"}, "bad_people"),
        ({"people": {"an": "viewer"}}, "bad_person"),
        ({"people": {"@": "viewer"}}, "bad_person"),
        ({"people": {"": "viewer"}}, "bad_person"),
        ({"people": {"a@b@c": "viewer"}}, "bad_person"),
        ({"people": {"*@town.example": "viewer", "@TOWN.example": "viewer", "@town.example": "viewer"}}, "bad_person"),
        ({"people": {"ân@town.example": "viewer"}}, "bad_person"),
        ({"people": {"an@town.example": "owner"}}, "bad_person_role"),
        ({"people": {"an@town.example": {"x": 1}}}, "bad_person_role"),
        ({"people": {"an@town.example": 4}}, "bad_person_role"),
        ({"verified": ""}, "bad_verified"),
        ({"verified": True}, "bad_verified"),
        ({"auth": None}, "no_provider"),
        ({"auth": "x"}, "no_provider"),
        *(({"auth": without(name)}, "no_provider") for name in AUTH),
        ({"auth": AUTH | {"client_id": 1}}, "no_provider"),
        ({"auth": AUTH | {"cookie_secret": "short"}}, "short_cookie_secret"),
        ({"auth": AUTH | {"redirect_uri": "https://town.example/"}}, "bad_redirect"),
    ],
)
def test_a_list_that_cannot_be_right_closes_the_dashboard_and_says_why(given, key):
    closed = settings(**given)
    assert closed.private and not closed.people and closed.problem.key == f"access.{key}"
    for language in LANGUAGES:
        told = closed.problem.message(language)
        assert "[a" in told and "example" not in told, "what strangers read names nobody"


@pytest.mark.parametrize(
    "frames",
    [
        "https://a.example; script-src *",
        "https://a.example;",
        "*",
        "'none'",
        "https://*",
        "https://a.example/page",
        "javascript:x",
        "a.example",
        "https://a.example,https://b.example",
        "https://a.example\u00a0x",
        "https://ạ.example",
        "https://a.example:x",
        "https://a.example 'unsafe-inline'",
        ["https://a.example"],
        5,
    ],
)
def test_no_site_that_may_frame_begins_another_rule_of_the_policy(frames):
    settings = access_of({"frames": frames})
    assert settings.private and settings.problem.key == "access.bad_frames" and settings.ancestors == "'self'"
    assert all("frames" in settings.problem.message(language) for language in LANGUAGES)


def test_sites_that_may_frame_are_named_as_the_policy_writes_them():
    assert access_of({}).ancestors == "'self'"
    written = " https://portal.example/\n http://*.b.example:8080 "
    assert access_of({"frames": written}).ancestors == "'self' https://portal.example http://*.b.example:8080"
