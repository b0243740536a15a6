"""What stands in front of every answer: hosts, headers, what is not for everybody."""

import asyncio
import re
from functools import partial

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from bs_metrics.contract.bounds import FILE_BYTES, SERVER_BYTES, SESSION_BYTES
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.waiting import into, run_apart
from ui.inert import inert
from ui.server import guard
from ui.server.apology import apologise
from ui.server.document import completed
from ui.server.guard import Guard, policy

PASSED = 418  # what the application behind it answers to everything
HERE = ("127.0.0.1", 50_000)
UPLOAD = "/_stcore/upload_file/session/file"


def guarded(inner, **more):
    """The guard before an application; it lets everybody in unless told otherwise."""
    usual = {"sees": lambda caller: True, "may_upload": lambda caller: True, "ready": lambda: None}
    return Guard(inner, "default-src 'self'", **{"closed": PlainTextResponse, **usual, **more})


def asked(
    path="/", method="GET", client=HERE, may=False, views=True, ready=lambda: None, kind="http", headers=(), **more
):
    """Status, headers and body of an answer, and how much of what was sent has been taken in."""
    sent, taken = [], []

    async def inner(scope, receive, send):
        if kind == "http":
            await send({"type": "http.response.start", "status": PASSED, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.accept"})

    async def receive():
        taken.append(FILE_BYTES // 2)
        return {"type": "http.request", "body": bytes(taken[-1]), "more_body": True}

    given = {"host": "localhost"} | dict(headers)
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": kind, "method": method, "path": path, "headers": raw, "client": client, "scheme": "http"} | more
    who = {"sees": lambda caller: views, "may_upload": lambda caller: may}
    closed = partial(PlainTextResponse, "closed", 403)
    run_apart(guarded(inner, **who, closed=closed, ready=ready, **more.pop("options", {}))(scope, receive, into(sent)))
    if kind != "http":
        return sent[0]["type"]
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, sent[1]["body"].decode(), sum(taken)


@pytest.fixture
def kept(monkeypatch):
    """How many bytes Streamlit keeps: of the session at hand, and of all."""

    def set_to(session, every):
        monkeypatch.setattr(guard, "_kept", lambda name="": session if name else every)

    set_to(0, 0)
    monkeypatch.setattr(guard, "_is_of", lambda session, caller: True)
    return set_to


def test_every_answer_tells_the_browser_to_be_careful():
    for path in ("/", "/urban", "/ready", "/_stcore/health", UPLOAD):
        _, headers, _, _ = asked(path)
        assert (
            headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'self'"
            and headers["x-content-type-options"] == "nosniff"
        )
        assert headers["referrer-policy"] == "same-origin" and "strict-transport-security" not in headers
    for more in ({"scheme": "https"}, {"headers": [("x-forwarded-proto", "https")]}):
        assert "strict-transport-security" in asked(**more)[1]


def test_the_policy_names_each_script_of_the_document_and_no_other():
    rules = dict(rule.split(" ", 1) for rule in policy(completed()).split("; "))
    assert "frame-ancestors" not in rules and "unsafe" not in rules["script-src"]
    assert rules["script-src"].count("'sha256-") == len(re.findall("<script>", completed())) > 0
    assert policy("<script>1</script>") != policy("<script>2</script>")


def answered(headers, scheme="https", **options):
    """The headers with which an answer of these comes out."""
    sent = []

    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": HERE, "scheme": scheme}
    run_apart(guarded(inner, **options)(scope, None, into(sent)))
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def test_pages_alone_are_framed_by_the_sites_that_the_configuration_names():
    frames = {"frames": lambda: "'self' https://portal.example"}
    page, other = (
        dict(answered([(b"content-type", kind)], **frames))["content-security-policy"]
        for kind in (b"text/html; charset=utf-8", b"text/csv")
    )
    assert page.endswith("; frame-ancestors 'self' https://portal.example") and other.endswith(
        "; frame-ancestors 'self'"
    )
    own = dict(answered([(b"content-type", b"text/html"), (b"content-security-policy", b"own")], **frames))
    assert own["content-security-policy"] == "own"


def test_a_cookie_over_an_encrypted_connection_is_for_such_ones_alone():
    cookies = [(b"set-cookie", each) for each in (b"a=secure", b"b=1; Secure; Path=/", b"c=1; SECURE")]
    told = [value for name, value in answered(cookies) if name == "set-cookie"]
    assert told == ["a=secure; Secure", "b=1; Secure; Path=/", "c=1; SECURE"]
    assert ("set-cookie", "a=secure") in answered(cookies, scheme="http")


@pytest.mark.parametrize(
    ("host", "passes"),
    [
        ("town.example", True),
        ("TOWN.example:8501", True),
        ("a.town.example", True),
        ("town.example.:8501", True),
        ("[::1]:8501", True),
        ("[::2]", False),
        ("town.example@evil.example", False),
        ("evil.example", False),
        ("", False),
    ],
)
def test_only_the_names_of_this_server_are_served(host, passes):
    given = {"headers": [("host", host)], "options": {"hosts": ["town.example", "*.town.example", "::1"]}}
    assert asked(**given)[0] == (PASSED if passes else 421)
    assert asked(kind="websocket", **given) == ("websocket.accept" if passes else "websocket.close")
    assert asked("/ready", **given)[0] == (200 if passes else 421)


def test_what_the_server_counts_of_itself_is_for_this_machine_alone():
    for path in ("/_stcore/metrics", "/_stcore/metrics/"):
        assert asked(path)[0] == PASSED
        for far in ({"client": ("10.0.0.1", 1)}, {"headers": [("x-forwarded-for", "10.0.0.1")]}, {"client": None}):
            assert asked(path, **far)[0] == 404


def test_it_is_ready_while_the_store_answers():
    def broken():
        raise OSError("secret address")

    assert asked("/ready")[::2] == (200, "ok")
    assert asked("/ready", ready=broken)[::2] == (503, "OSError"), "what went wrong is not told to everybody"
    assert asked("/base/ready", options={"base": "base"})[0] == 200


@pytest.mark.parametrize(
    ("given", "status", "key"),
    [
        ({"may": False}, 403, "upload"),
        ({"may": False, "method": "DELETE"}, 403, "upload"),
        ({"may": False, "method": "POST"}, 403, "upload"),
        ({"headers": []}, 411, "length"),
        ({"headers": [("content-length", "-1")]}, 411, "length"),
        ({"headers": [("content-length", "1"), ("transfer-encoding", "chunked")]}, 411, "length"),
        ({"headers": [("content-length", str(FILE_BYTES * 2))]}, 413, "size"),
        ({"session": SESSION_BYTES}, 413, "session"),
        ({"every": SERVER_BYTES}, 503, "room"),
    ],
)
def test_a_file_is_refused_before_it_is_kept(kept, given, status, key):
    session, every = given.pop("session", 0), given.pop("every", 0)
    kept(session, max(session, every))
    given = {"may": True, "method": "PUT", "headers": [("content-length", "1000")]} | given
    answered, _, body, taken = asked(UPLOAD, **given)
    said = [words(f"guard.{key}", language, limit=64) for language in LANGUAGES]
    assert (answered, body.split("\n")) == (status, said)
    assert taken <= FILE_BYTES and (status not in (403, 411) or taken == 0)


def test_a_file_that_comes_no_further_gives_its_room_back(kept, monkeypatch):
    monkeypatch.setattr(guard, "_PATIENCE", 0.01)
    answers, whole = [], []

    async def inner(scope, receive, send):
        async for part in Request(scope, receive).stream():
            assert part
        whole.append(1)

    before = guarded(inner)
    scope = {"type": "http", "method": "PUT", "path": UPLOAD, "client": HERE, "scheme": "http"}
    scope["headers"] = [(b"content-length", b"1000")]

    async def stalls():
        parts = iter([b"a", b"b"])

        async def receive():
            if (part := next(parts, None)) is None:
                assert before.coming.total() == 1000
                await asyncio.Event().wait()
            return {"type": "http.request", "body": part, "more_body": True}

        await before(scope, receive, into(answers))

    run_apart(stalls())
    said = "\n".join(words("guard.stalled", language) for language in LANGUAGES)
    assert (answers[0]["status"], answers[1]["body"].decode()) == (408, said) and not before.coming and not whole


def test_files_that_a_session_sends_at_once_are_counted_together(kept):
    begun, answers = [], []

    async def inner(scope, receive, send):
        begun.append(await receive())

    before = guarded(inner)
    scope = {"type": "http", "method": "PUT", "path": UPLOAD, "client": HERE, "scheme": "http"}
    scope["headers"] = [(b"content-length", str(FILE_BYTES).encode())]

    async def at_once():
        go, asked_for = asyncio.Event(), []

        async def receive():
            asked_for.append(1)
            await go.wait()
            return {"type": "http.request", "body": b""}

        sends = [before(scope, receive, into(answers)) for _ in range(SESSION_BYTES // FILE_BYTES + 2)]
        sending = [asyncio.create_task(each) for each in sends]
        while len(asked_for) < len(sending):  # let in or refused, each waits for what its browser sends
            await asyncio.sleep(0.01)
        go.set()
        await asyncio.gather(*sending)

    run_apart(at_once())
    refused = [each for each in answers if each.get("status") == 413]
    assert len(begun) == SESSION_BYTES // FILE_BYTES and len(refused) == 2 and not before.coming


def heard(views, *messages):
    """What a session hears of what a browser says, after a first whole run that saw all."""
    told = []
    waiting = [{"type": "websocket.connect"}, said("rerun_script"), *messages, {"type": "websocket.disconnect"}]

    async def inner(scope, receive, send):
        while not told or told[-1]["type"] != "websocket.disconnect":
            told.append(await receive())

    async def receive():
        return waiting.pop(0)

    answers = iter([True, True])  # for the session, and its first run
    before = guarded(inner, sees=lambda caller: next(answers, views), may_upload=lambda caller: False)
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [], "client": HERE, "scheme": "ws"}
    run_apart(before(scope, receive, None))
    return told[2:-1]


def said(kind, fragment="", page=""):
    message = BackMsg()
    if kind == "rerun_script":
        message.rerun_script.query_string = "a=b"
        message.rerun_script.fragment_id = fragment
        message.rerun_script.page_script_hash = page
    elif kind.endswith("_request"):
        getattr(message, kind).request_id = "x"
    else:
        setattr(message, kind, True)
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


@pytest.mark.parametrize("views", [True, False])
def test_a_browser_cannot_empty_the_caches_of_others(views):
    for kind in ("clear_cache", "load_git_info", "set_run_on_save", "debug_shutdown_runtime"):
        assert heard(views, said(kind), plain := said("stop_script")) == [plain], kind


def test_who_lost_the_role_gets_neither_a_part_of_a_page_nor_a_file():
    part, file, whole = said("rerun_script", "a"), said("backend_operation_request"), said("rerun_script")
    assert heard(True, part, file, whole) == [part, file, whole]
    assert heard(False, part, file) == [whole], "a whole run, which asks for the role"


def test_who_sees_something_else_by_now_gets_a_whole_run_first():
    """Its own right went, and a link for some pages is left."""
    part, file, whole = said("rerun_script", "a"), said("backend_operation_request"), said("rerun_script")
    assert heard("pages", part, file, part) == [whole, file, part], "once: from then on, parts of what it may see"
    assert heard("pages", file, whole, file) == [whole, file], "no file of what was drawn before"


def test_a_part_of_a_page_that_the_reader_has_left_is_a_run_of_the_page_asked_for():
    part, of_left = said("rerun_script", "a", page="new"), said("rerun_script", "a", page="left")
    whole, before = said("rerun_script", page="new"), said("rerun_script", page="left")
    assert heard(True, of_left) == [of_left], "no page was asked for yet"
    assert heard(True, whole, part) == [whole, part]
    assert heard(True, before, of_left, whole, of_left, part) == [before, of_left, whole, whole, part]


def test_what_is_no_message_is_for_streamlit_to_refuse():
    for odd in ({"bytes": b"\xff"}, {"text": "a"}):
        assert heard(True, given := {"type": "websocket.receive", **odd}) == [given]


def test_a_message_that_would_fill_the_memory_ends_the_session():
    short, long = said("rerun_script"), BackMsg()
    long.rerun_script.query_string = "a" * 2_000_000
    assert heard(True, short, {"type": "websocket.receive", "bytes": long.SerializeToString()}, short) == [short]


def test_who_may_hand_in_uploads_and_drops_files(kept):
    kept(SESSION_BYTES - 1000, SERVER_BYTES - 1000)
    for method in ("PUT", "DELETE"):
        assert asked(UPLOAD, method, may=True, headers=[("content-length", "1000")])[0] == PASSED
    assert asked(UPLOAD, "OPTIONS")[0] == PASSED


def test_an_error_is_apologised_for_and_told_in_the_log(app, monkeypatch, caplog):
    def broken(page):
        try:
            raise OSError("secret address")
        except OSError as error:
            assert apologise(error)

    monkeypatch.setattr("ui.page.CurrentView.head", lambda page, title: broken(page))
    for language in LANGUAGES:
        text = shown(app("data", language))
        told = [
            id for id in re.findall("[0-9a-f]{8}", caplog.text) if inert(words("apology.text", language, id=id)) in text
        ]
        assert told and "secret" not in text and "OSError: secret address" in caplog.text


def test_of_a_private_dashboard_a_stranger_gets_no_page_no_file_and_no_session():
    for path in ("/", "/urban", "/media/abc.xlsx", "/api/x", "/_stcore/host-config", "/_stcore/stream", "/app/x"):
        assert asked(path, views=False)[::2] == (403, "closed"), path
        assert asked(path, "POST", views=False)[0] == 403
    assert asked(kind="websocket", path="/_stcore/stream", views=False) == "websocket.close"
    for path in ("/static/js/a.js", "/app/static/fonts/a.woff2", "/_stcore/health", "/open/token"):
        assert asked(path, views=False)[0] == PASSED, path
    for path in ("/signin", "/auth/login", "/oauth2callback", "/auth/logout"):
        assert asked(path, views=False)[0] == PASSED, path
        for more in (f"{path}/", f"{path}/x", f"{path}x", f"{path}/../urban", f"/x{path}"):
            assert asked(more, views=False)[0] == 403, more
    assert asked("/ready", views=False)[0] == 200


@pytest.mark.parametrize(
    "path", ["/static/../media/a", "/static/../", "//", "/static/%2e%2e/media/a", "/open/../urban"]
)
def test_a_path_that_climbs_is_no_way_in(path):
    """An ASGI server hands the path on as it was sent, percent signs decoded."""
    assert asked(path.replace("%2e", "."), views=False)[0] == 403
