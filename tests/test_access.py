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


STRANGERS = [
    *("chi@x.town.example", "chi@xtown.example", "chi@town.example.evil.example", "@town.example"),
    *("chi@evil.example@town.example", '"an@town.example"@evil.example', "chi @town.example", "chi@town.example\n"),
    "bin\u212a@town.example",  # the sign of kelvin, which is k in small letters
    *("chi\x1b[2J@town.example", "", None, ["an@town.example"]),
]


def settings(people=PEOPLE, auth=AUTH, **access):
    return access_of({"people": people, **access}, auth)


@pytest.mark.parametrize(
    ("address", "role"),
    [
        *((address, Role.ADMIN) for address in ("an@town.example", "AN@TOWN.EXAMPLE")),
        ("binh@town.example", Role.ANALYST),
        *((address, Role.VIEWER) for address in ("chi@town.example", "o'chi+1=a@town.example")),
        *((address, Role.NOBODY) for address in STRANGERS),
    ],
)
def test_an_address_has_its_own_role_before_that_of_its_domain(address, role):
    given = settings()
    assert given.role_of(given.vouched({"email": address, "email_verified": True})) == role


@pytest.mark.parametrize(
    ("claims", "named", "counts"),
    [
        *(({"email_verified": said}, {}, True) for said in (True, "true")),
        *(({"email_verified": said}, {}, False) for said in (False, "false", None, [True])),
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
        *(({"people": {address: "viewer"}}, "bad_person") for address in ("an", "@", "", "a@b@c", "ân@town.example")),
        ({"people": {"*@town.example": "viewer", "@TOWN.example": "viewer", "@town.example": "viewer"}}, "bad_person"),
        *(({"people": {"an@town.example": role}}, "bad_person_role") for role in ("owner", {"x": 1}, 4)),
        *(({"verified": name}, "bad_verified") for name in ("", True)),
        *(({"auth": auth}, "no_provider") for auth in (None, "x", *map(without, AUTH), AUTH | {"client_id": 1})),
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
        *(
            "https://a.example; script-src *",
            "https://a.example;",
            "*",
            "'none'",
            "https://*",
            "https://a.example/page",
        ),
        *("javascript:x", "a.example", "https://a.example,https://b.example", "https://a.example\u00a0x"),
        *("https://ạ.example", "https://a.example:x", "https://a.example 'unsafe-inline'", ["https://a.example"], 5),
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
