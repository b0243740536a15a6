"""Signing in at a real provider, without a browser: what it gives, what it does not, and how it ends."""

import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from bench.serve import told
from bs_metrics.access.signins import FRESH, SignIns
from bs_metrics.snapshots.blobs import sha256
from bs_metrics.snapshots.log import entries
from bs_metrics.words import LANGUAGES, words
from tests.intruder import ask, visiting
from tests.provider import COOKIE_SECRET, PEOPLE, Client, hosting
from ui.inert import inert

USER = "_streamlit_user"
DEEP = "/schools?lang=en&level=primary&snapshot=x"


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dashboard")
    with hosting(folder) as hosted:
        yield hosted
    said = told(folder / "log")
    assert said and not [address for address in ("town.example", "office.example") if address in said], "who they are"


@pytest.fixture
def public(dashboard):
    dashboard.says()
    return dashboard


@pytest.fixture
def private(dashboard):
    dashboard.says(visibility="private")
    yield dashboard
    dashboard.says()


def log(hosted):
    with hosted.store() as store:
        return [(line.what, line.who) for line in entries(store.database, 100, ("signed_in", "signed_out"))]


def page(visitor, name):
    """What a session is sent of a page, as text."""
    message = BackMsg()
    message.rerun_script.page_name = name
    sent = visitor.says(message, "script_finished")
    return b"".join(each.SerializeToString() for each in sent).decode("utf-8", "replace")


def uploads(hosted, cookie):
    """How the server answers a file that somebody sends, in a session of their own."""
    with visiting(hosted.server, cookie=cookie) as visitor:
        return visitor.opens().uploads(b"x" * 1000).status


def test_the_wanted_page_is_found_again_and_the_role_is_there(public):
    client = Client(public.server)
    assert uploads(public, client.cookie) == 403
    back = client.signs_in("an", DEEP)
    assert (back.status_code, back.headers["location"]) == (302, DEEP)
    assert log(public)[0] == ("signed_in", "an@town.example") and uploads(public, client.cookie) == 204
    assert not [each.name for each in client.kept.jar if each.name == "bs_wanted"], "used up"
    with visiting(public.server, cookie=client.cookie) as visitor:
        sent = page(visitor, "upload")
        assert words("upload.lead", "vi") in sent and inert("an@town.example") in sent


def test_one_sees_nothing_of_another(public):
    clients = {name: Client(public.server) for name in ("an", "chi")}
    for name, client in clients.items():
        assert client.signs_in(name).status_code == 302
    told = {}
    for name, client in [*clients.items(), ("nobody", Client(public.server))]:
        with visiting(public.server, cookie=client.cookie) as visitor:
            told[name] = page(visitor, "upload")
    for name, text in told.items():
        assert [other for other in clients if inert(f"{other}@town.example") in text] == [name] * (name != "nobody"), (
            name
        )
    assert words("role.read_only_people", "vi") in told["nobody"] and words("sign_in.button", "vi") in told["nobody"]
    assert words("sign_in.less", "vi", address=inert("chi@town.example")) in told["chi"]


@pytest.mark.parametrize(
    ("name", "why"), [("dung", "not_listed"), ("em", "not_verified"), ("giang", "not_verified")], ids=str
)
def test_who_is_not_listed_or_not_verified_is_refused_and_told_why(public, name, why):
    client, before = Client(public.server), log(public)
    told = client.signs_in(name, DEEP)
    for language in LANGUAGES:
        values = {"address": "dung@elsewhere.example"} if why == "not_listed" else {}
        assert words(f"sign_in.{why}", language, **values) in told.text
        assert words("sign_in.again", language) in told.text and words("sign_in.back", language) in told.text
    assert told.status_code == 403 and USER not in client.kept and log(public) == before
    assert "_streamlit_session" not in client.kept, "what was begun is used up"
    assert client.signs_in("chi", urlsplit(client.back).path + "?code=x").headers["location"] == DEEP, (
        "it is still wanted"
    )


def test_who_says_no_at_the_provider_is_where_they_were(public):
    client, before = Client(public.server), log(public)
    denied = httpx2.post(client.leaves(f"{public.server}{DEEP}"), data={"action": "deny"})
    back = client.asks(denied.headers["location"])
    assert (back.status_code, back.headers["location"]) == (302, DEEP)
    assert USER not in client.kept and log(public) == before


@pytest.mark.parametrize(
    "referer",
    [
        *("http://evil.example/schools", "{server}//evil.example", "{server}/\\evil.example"),
        *("{server}\\@evil.example/", "{server}@evil.example/", "{server}/open/token", "{server}/signin"),
        *("{server}/auth/logout", "{server}/oauth2callback?code=x", "{server}/schools?" + "x" * 4000),
        *("javascript:alert(1)", "http://[", ""),
    ],
)
def test_from_anywhere_else_one_comes_to_the_front_page(public, referer):
    client = Client(public.server)
    begun = client.asks("/signin", referer.format(server=public.server))
    client.asks(begun.headers["location"], referer.format(server=public.server))
    assert "bs_wanted" not in client.kept


def test_a_forged_wish_leads_nowhere_else(public):
    for wanted in ("//evil.example", '"//evil.example"', "Imh0dHA6Ly9ldmlsIg.awzg0g.x"):
        client = Client(public.server)
        asked = client.leaves()
        client.kept.set("bs_wanted", wanted)
        assert client.comes_back(asked, "chi").headers["location"] == "/"


def test_signing_out_ends_it_in_other_tabs_and_for_whoever_kept_the_cookie(public):
    client = Client(public.server)
    client.signs_in("an")
    older = client.cookie
    client.signs_in("an")
    kept = client.cookie
    with visiting(public.server, cookie=older) as other, visiting(public.server, cookie=kept) as another:
        assert [tab.opens().uploads(b"x" * 1000).status for tab in (other, another)] == [204, 204]
        out = client.asks("/auth/logout", f"{public.server}{DEEP}")
        assert out.status_code == 302 and USER not in client.kept
        given = parse_qs(urlsplit(out.headers["location"]).query)
        assert given["post_logout_redirect_uri"] == [f"{public.server}/oauth2callback"]
        assert client.asks("/oauth2callback").headers["location"] == DEEP, "back where one was"
        assert log(public)[0] == ("signed_out", "an@town.example")
        for tab in (other, another):
            assert tab.uploads(b"x" * 1000).status == 403
            assert words("upload.lead", "vi") not in page(tab, "upload")
    for cookie in (older, kept):
        assert uploads(public, cookie) == 403
        ask(public.server, "/auth/logout", cookie=cookie)
    assert log(public)[0] == ("signed_out", "an@town.example") and log(public)[1][0] == "signed_in"


def test_what_the_provider_sent_back_is_good_once(public):
    client = Client(public.server)
    client.signs_in("an")
    before, thief = log(public), Client(public.server)
    assert thief.asks(client.back).headers["location"] == "/" and USER not in thief.kept
    thief.kept.update(client.kept)
    thief.kept.delete(USER)
    assert thief.asks(client.back).status_code == 302 and USER not in thief.kept
    assert log(public) == before


@pytest.fixture
def silent(public):
    """The store gives no answer while this lasts."""

    @contextmanager
    def locked():
        with closing(sqlite3.connect(public.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

    return locked


def test_while_the_store_is_silent_nobody_signs_in_or_out_or_writes(public, silent):
    client, late = Client(public.server), Client(public.server)
    client.signs_in("an")
    asked, before = late.leaves(DEEP), log(public)
    with visiting(public.server, cookie=client.cookie) as visitor:
        visitor.opens()
        with silent():
            told = {"no_store": late.comes_back(asked, "an"), "no_store_out": client.asks("/auth/logout")}
            assert visitor.uploads(b"x" * 1000).status == 403
        for key, answer in told.items():
            assert answer.status_code == 503 and words(f"sign_in.{key}", "vi") in answer.text
        assert USER not in late.kept and USER in client.kept and log(public) == before
        assert visitor.uploads(b"x" * 1000).status == 204
    assert client.asks("/auth/logout").status_code == 302 and log(public)[0][0] == "signed_out"


def test_behind_an_encrypted_connection_no_cookie_goes_over_another(public):
    for proto, is_secure in (("https", True), ("http", False)):
        headers = {"x-forwarded-proto": proto, "referer": f"{public.server}/schools"}
        begun = httpx2.get(f"{public.server}/signin", headers=headers).headers["location"]
        given = httpx2.get(f"{public.server}{begun}", headers=headers).headers.get_list("set-cookie")
        assert [each.partition("=")[0] for each in given] == ["_streamlit_session", "bs_wanted"]
        assert all(("; Secure" in each) == is_secure and "httponly" in each.lower() for each in given), given
        assert all("samesite=lax" in each.lower() for each in given)


def test_a_provider_that_is_away_is_told(public):
    """Streamlit says so in two English words."""
    public.provider.stop()
    try:
        client = Client(public.server)
        told = client.asks(client.asks("/signin").headers["location"])
    finally:
        public.provider.start()
    assert told.status_code == 503 and words("sign_in.no_provider", "vi") in told.text


def made(claims, secret=COOKIE_SECRET):
    """A cookie as Streamlit signs it, and the id of the sign-in."""
    content = json.dumps(claims)
    return f"{USER}={create_signed_value(secret, USER, content).decode()}", sha256(content.encode())


def test_a_cookie_that_was_forged_or_never_noted_gives_nothing(private):
    claims = {"email": "an@town.example", "email_verified": True, "origin": private.server, "iat": 1}
    good, id = made(claims)
    forged = [
        good[:-3],
        made(claims, "another secret of the tests")[0],
        f"{USER}=x",
        f'{USER}="{good}',
        f"{USER}=chunks-9",
    ]
    assert [ask(private.server, "/schools", cookie=cookie).status for cookie in [good, *forged]] == [403] * 6
    with private.store() as store:
        SignIns(store).begin("an@town.example", id)
    assert ask(private.server, "/schools", cookie=good).status == 200
    assert [ask(private.server, "/schools", cookie=cookie).status for cookie in forged] == [403] * 5
    elsewhere = made(claims | {"origin": "http://evil.example"})[0]
    unverified, other = made(claims | {"email_verified": False})
    with private.store() as store:
        SignIns(store).begin("an@town.example", other)
    assert [ask(private.server, "/schools", cookie=each).status for each in (elsewhere, unverified)] == [403, 403]


def test_after_twelve_hours_one_looks_and_does_not_write(private):
    claims = {"email": "binh@office.example", "email_verified": True, "origin": private.server, "nonce": "late"}
    cookie, id = made(claims)
    with private.store() as store:
        SignIns(store, lambda: datetime.now(UTC) - FRESH - timedelta(hours=1)).begin("binh@office.example", id)
    assert ask(private.server, "/schools", cookie=cookie).status == 200 and uploads(private, cookie) == 403
    with visiting(private.server, cookie=cookie) as visitor:
        sent = page(visitor, "upload")
    assert words("sign_in.late", "vi", hours=12) in sent and words("sign_in.button", "vi") in sent


def test_a_private_dashboard_offers_to_sign_in_and_nothing_else(private):
    for path in ("/", "/schools", "/api/v1/ratios.json", "/signin/x", "/auth/x", "/oauth2callbackx", "/auth"):
        told = ask(private.server, path)
        text = told.body.decode()
        assert told.status == 403 and 'href="/signin"' in text and "@" not in text, path
        assert all(words("door.closed_people", language) in text for language in LANGUAGES)
    client = Client(private.server)
    assert client.signs_in("chi", "/schools?lang=en").headers["location"] == "/schools?lang=en"
    assert client.asks("/schools").status_code == 200 and uploads(private, client.cookie) == 403
    stranger = Client(private.server)
    refused = stranger.signs_in("dung", "/schools")
    assert refused.status_code == 403 and words("sign_in.back", "en") not in refused.text
    assert stranger.asks("/schools").status_code == 403


def test_a_role_that_is_taken_away_counts_at_the_next_action(private):
    client = Client(private.server)
    client.signs_in("binh")
    with visiting(private.server, cookie=client.cookie) as visitor:
        assert visitor.opens().uploads(b"x" * 1000).status == 204
        private.says({**PEOPLE, "binh@office.example": "viewer"}, visibility="private")
        assert visitor.uploads(b"x" * 1000).status == 403 and words("door.gone_people", "vi") not in visitor.reruns()
        private.says({"an@town.example": "analyst"}, visibility="private")
        assert visitor.uploads(b"x" * 1000).status == 403 and words("door.gone_people", "vi") in visitor.reruns()
    assert client.asks("/schools").status_code == 403
    private.says({}, visibility="private")
    assert client.asks("/signin").status_code == 404 and "/signin" not in client.asks("/schools").text
    private.says(visibility="private")
    assert client.asks("/schools").status_code == 200
