"""Traps of Streamlit 1.67, each kept shut."""

import ast

import pytest
import streamlit as st
from itsdangerous import TimestampSigner
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from streamlit.runtime.secrets import AttrDict, secrets_singleton
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette.starlette_auth_routes import _set_auth_cookie, create_auth_routes

from bs_metrics.words import words
from tests.conftest import ROOT, at_address, shown
from tests.slow.test_pages import group
from tests.waiting import into, run_apart
from ui.link import number_asked
from ui.server.identity import identity_of
from ui.server.signin import SIGNING_IN, SignIn

SCRIPTS = sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])


def calls(path):
    """Calls in a file: the name called and the keywords given."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, {keyword.arg: keyword.value for keyword in node.keywords}, node


# 1. A script directly in pages/ is served without the frame until some session has met st.navigation.


def test_no_script_lies_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []
    assert list((ROOT / "pages").glob("*/*.py")) != []


def test_the_main_script_does_not_lie_beside_pages():
    (app,) = [node for name, _, node in calls(ROOT / "app.py") if name == "App"]
    path = ast.unparse(app.args[0])
    assert "'ui'" in path and "'main.py'" in path
    assert (ROOT / "ui" / "main.py").is_file() and not (ROOT / "ui" / "pages").exists()


def test_navigation_runs_on_every_run(app, monkeypatch):
    seen = []
    navigation = st.navigation
    monkeypatch.setattr(st, "navigation", lambda *given, **more: seen.append(1) or navigation(*given, **more))
    page = app("schools")
    before = len(seen)
    page.run()
    page.run()
    assert len(seen) == before + 2


def test_nothing_stops_before_the_navigation():
    body = {name for name, _, _ in calls(ROOT / "ui" / "frame.py")} | {
        name for name, _, _ in calls(ROOT / "ui" / "main.py")
    }
    assert "navigation" in body and not body & {"stop", "rerun", "switch_page"}


# 2. A bound widget writes its label into the link, and the label changes with the language.


def test_no_widget_binds_a_label_to_the_link():
    assert [path for path in SCRIPTS for _, given, _ in calls(path) if "bind" in given and "format_func" in given] == []


def test_the_link_keeps_codes_in_every_language_and_over_a_change_of_page(app):
    page = app("schools", "en", level="primary")
    level = group(page, "level")
    assert level.value == "primary" and page.query_params["level"] == "primary"
    level.set_value("all").run()
    assert "level" not in page.query_params, "the default leaves no trace"
    group(page, "level").set_value("primary").run()
    assert page.query_params["level"] == "primary"
    group(page, "lang").set_value("vi").run()
    group(page, "level").set_value("preschool").run()
    assert page.query_params["level"] == "preschool" and "lang" not in page.query_params
    assert page.title[0].value == words("page.schools", "vi")
    group(page, "lang").set_value("en").run()
    assert page.query_params["lang"] == "en" and page.title[0].value == words("page.schools", "en")
    at_address(page, "town").run()
    assert page.query_params["lang"] == "en"


def test_a_link_with_a_value_that_does_not_exist_opens_the_default(app):
    page = app("schools", "xx", level="university")
    assert not page.exception and page.title[0].value == words("page.schools", "vi")
    assert group(page, "level").value == "all"
    said = shown(page)
    assert words("link.absent", "vi", asked="xx", shown=words("frame.language_name", "vi")) in said
    assert words("link.absent", "vi", asked="university", shown=words("schools.all", "vi")) in said
    group(page, "level").set_value("primary").run()
    assert "university" not in shown(page), "what was said of the link holds until the reader chooses"


def test_a_link_with_a_misspelt_code_opens_the_nearest_and_says_so(app):
    page = app("communes", "en", set="commune_nrr", unit="21090")
    assert r"commune\_nrr" in shown(page) and page.query_params["set"] == "commune_nr"
    assert "21090" in shown(page) and page.selectbox[0].value == "", "a number is like no other number"


def test_what_a_link_asks_for_is_said_as_it_is(app):
    said = shown(app("schools", "en", level=":red[**x**] <b>"))
    assert "\\*\\*x" in said and ":red[**x**]" not in said


def test_open_tables_are_in_the_link_and_survive_the_language_and_another_page(app):
    page = app("schools", open="named_schools")
    assert len(page.table) == 1
    page.session_state["schools_details"] = True
    page.run()
    assert page.query_params["open"] == "schools,named_schools"
    group(page, "lang").set_value("en").run()
    assert len(page.table) == 2 and page.title[0].value == words("page.schools", "en")
    at_address(page, "town").run()
    assert "open" not in page.query_params and not page.table
    at_address(page, "schools").run()
    assert len(page.table) == 2 and page.query_params["open"] == "schools,named_schools"


def test_back_on_one_page_leaves_the_folds_of_another(app):
    page = app("schools", open="schools")
    at_address(page, "communes").run()
    page.query_params["set"] = "commune_nr"  # an earlier link of this page, with nothing chosen
    page.run()
    at_address(page, "schools").run()
    assert page.query_params["open"] == "schools" and len(page.table) == 1


@pytest.mark.parametrize(
    ("asked", "number"),
    [("15", 15), ("0" * 5_000 + "15", 15), ("9" * 5_000, 600), ("123456789x", 7), ("²", 7), ("", 7)],
)
def test_a_number_of_a_link_is_one_or_the_default(monkeypatch, asked, number):
    monkeypatch.setattr(st, "query_params", {"minutes": asked})
    assert number_asked("minutes", 7, 600) == number


def test_a_link_to_a_table_that_is_not_there_says_so(app):
    page = app("schools", "en", open="schools,gone")
    assert len(page.table) == 1 and words("link.no_fold", "en", asked="gone") in shown(page)
    at_address(page, "town").run()
    assert "gone" not in shown(page)


# 3. Secrets of a test do not reach st.connection: the address of a store is always handed over.


def test_a_connection_is_always_given_its_address():
    assert [
        path for path in SCRIPTS for name, given, _ in calls(path) if name == "connection" and "url" not in given
    ] == []


# 4. Who signed in is read of the cookie that Streamlit writes, by a function that Streamlit calls its own.


def written(claims):
    """What a browser keeps of what Streamlit's route writes for somebody."""
    answer = Response()
    run_apart(_set_auth_cookie(answer, claims, {"id_token": "x" * 900}))
    return cookie_parser("; ".join(each.split(";")[0] for each in answer.headers.getlist("set-cookie")))


@pytest.fixture
def signing(monkeypatch):
    """The secrets of a dashboard with sign-in, as Streamlit has them."""
    given = {"cookie_secret": "a secret of the tests", "redirect_uri": "https://town.example/oauth2callback"}
    for name, value in (("load_if_toml_exists", lambda _: True), ("get", lambda *_: AttrDict(given))):
        monkeypatch.setattr(type(secrets_singleton), name, value)
    return given


def test_the_cookie_that_streamlit_writes_says_who_signed_in(signing):
    claims = {"email": "an@town.example", "email_verified": True, "origin": "https://town.example"}
    short, long = written(claims), written(claims | {"groups": [f"group {number * 7919}" for number in range(2_000)]})
    assert len(long) > len(short) > 1, "a long one is several"
    for kept in (short, long):
        identity = identity_of(kept)
        assert identity.claims["email"] == "an@town.example" and identity.claims["email_verified"] is True
        forged = {name: value[:-2] for name, value in kept.items()}
        assert identity_of(forged) is None and identity_of({}) is None
    assert identity_of({name: value for name, value in long.items() if not name.endswith("_1")}) is None
    for cookie in ("x", "", '"', "chunks-1", "\u1ea1", ".eJx.awzg0g.adX"):
        assert identity_of({"_streamlit_user": cookie}) is None, cookie
    assert identity_of({"_streamlit_user": short["_streamlit_user_tokens"]}) is None, "signed, but as something else"
    signing["redirect_uri"] = "https://other.example/oauth2callback"
    assert identity_of(short) is None, "another dashboard's, with the same secret"
    signing["redirect_uri"], signing["cookie_secret"] = "https://town.example/oauth2callback", "another of the tests"
    assert identity_of(short) is None


def test_a_cookie_is_good_for_a_month_whatever_the_browser_keeps(signing, monkeypatch):
    kept = written({"email": "an@town.example", "origin": "https://town.example"})
    now = TimestampSigner("").get_timestamp()
    for days, is_good in ((29, True), (32, False)):
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _, then=now + days * 86_400: then)
        assert (identity_of(kept) is not None) == is_good


def test_streamlit_still_signs_in_at_these_addresses(signing):
    paths = {route.path.strip("/") for route in create_auth_routes("")}
    assert paths == SIGNING_IN - {"signin"}
    assert generate_login_redirect_url("default").startswith("/auth/login?provider=")


def sent(answer, base, asked, left):
    """Headers and names of cookies that a browser gets where Streamlit answers so, and the page that it left."""
    told = []
    headers = [(b"referer", left.encode()), (b"host", b"inside:8501")]  # a proxy has put another host there
    path = f"/{base}/{asked}".replace("//", "/")
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "scheme": "http", "client": None}
    run_apart(SignIn(answer, base)(scope | {"query_string": b""}, None, into(told)))
    given = Headers(raw=told[0]["headers"])
    return given, [each.partition("=")[0] for each in given.getlist("set-cookie")]


@pytest.mark.parametrize(
    ("base", "left", "is_kept"),
    [
        ("", "https://town.example/schools?lang=en", True),
        ("", "https://town.example/", True),
        ("", "http://town.example/schools", False),
        ("", "https://town.example:8443/schools", False),
        ("", "https://town.example.evil.example/schools", False),
        ("", "https://town.example@evil.example/schools", False),
        ("", "https://town.example//evil.example", False),
        ("", "https://town.example/signin", False),
        ("data", "https://town.example/data/schools", True),
        ("data", "https://town.example/data/", True),
        ("data", "https://town.example/database", False),
        ("data", "https://town.example/data/open/token", False),
        ("data", "https://town.example/data/auth/logout?x=y", False),
    ],
)
def test_only_a_page_of_the_dashboard_is_wanted_again(signing, base, left, is_kept):
    headers, kept = sent(RedirectResponse("https://provider.example/"), base, "auth/login", left)
    assert kept == ["bs_wanted"] * is_kept and (not kept or f"Path=/{base}" in headers["set-cookie"])


@pytest.mark.parametrize("provider", ["https://provider.example/end", "/"], ids=["that is asked", "that is not"])
def test_who_signs_out_comes_back_too(signing, provider):
    headers, kept = sent(RedirectResponse(provider), "", "auth/logout", "https://town.example/schools?lang=en")
    assert (headers["location"], kept) == ("/schools?lang=en", []) if provider == "/" else (provider, ["bs_wanted"])


def test_nothing_of_who_signed_in_is_shared_by_all():
    """`st.cache_data` and `st.cache_resource` are of all sessions: nothing that knows a person knows them."""
    knowing = {"signed_in", "person_of", "who", "publisher", "author", "identity_of", "caller_of_run", "may_publish"}
    for path in SCRIPTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Attribute) and ast.unparse(node) == "st.user"), path
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(each) for each in node.decorator_list):
                assert not knowing & {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}, node.name
