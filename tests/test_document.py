"""The HTML document that a browser gets first: sized from the first paint on, and at an address that there is."""

from contextlib import nullcontext

import pytest
import streamlit as st
from starlette.websockets import WebSocketDisconnected

from bs_metrics.access.limits import is_for_admins
from tests.pages import pages
from tests.waiting import into, run_apart
from ui.server.document import Document

PASSED = 404  # what the application behind it answers to everything


def asked(path="/", query=b"", base="", method="GET"):
    """Status, headers and body that a browser gets at an address."""
    sent = []

    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": PASSED, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": []}
    run_apart(Document(inner, lambda pin: pages(), base)(scope, None, into(sent)))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_only_what_reads_gets_a_page():
    assert [asked(method=method)[0] for method in ("HEAD", "POST")] == [200, PASSED]


@pytest.mark.parametrize(("kind", "is_told"), [(WebSocketDisconnected, False), (RuntimeError, True)])
def test_a_tab_that_is_closed_is_no_fault_of_the_server(kind, is_told):
    async def inner(scope, receive, send):
        raise kind("closed")

    with pytest.raises(RuntimeError) if is_told else nullcontext():
        run_apart(Document(inner, lambda pin: ())({"type": "websocket", "path": "/_stcore/stream"}, None, None))


def test_the_size_follows_the_window_from_the_first_paint_on():
    _, headers, body = asked()
    assert body.count(b":root {\n  font-size: max(") == 1 and body.index(b":root") < body.index(b"</head>")
    assert b"<title>Streamlit</title>" in body and headers[b"cache-control"] == b"no-cache"


@pytest.mark.parametrize("path", ["/", "/schools", "/new-rural"])
def test_an_address_that_there_is_stays(path):
    assert asked(path)[0] == 200


@pytest.mark.parametrize("path", ["/schools/", "/index.html", "/town/_stcore/health", "/media/0f", "//schools"])
def test_what_is_no_page_is_for_streamlit(path):
    assert asked(path)[0] == PASSED


@pytest.mark.parametrize(
    ("path", "query", "leads_to"),
    [
        ("/nosuch", b"", "overview?gone=nosuch"),
        ("/school", b"lang=en&level=primary", "schools?lang=en&level=primary&gone=school"),
        ("/newrural", b"gone=other", "new-rural?gone=newrural"),
        ("/media", b"", "overview?gone=media"),  # Streamlit's own folder holds nothing by itself
        ("/a/b/towns", b"", "../../town?gone=a%2Fb%2Ftowns"),
        ("/x%0d\r\nset-cookie: a", b"", "overview?gone=x%250d%0D%0Aset-cookie%3A+a"),
    ],
)
def test_an_address_that_there_is_not_leads_to_the_nearest(path, query, leads_to):
    status, headers, body = asked(path, query)
    assert (status, headers[b"location"].decode(), body) == (302, leads_to, b"")
    assert headers[b"cache-control"] == b"no-store" and headers[b"content-length"] == b"0"


@pytest.mark.parametrize(
    ("path", "status"), [("/bs/town", 200), ("/bs", PASSED), ("/bs/", 200), ("/bs/gone", 302), ("/town", PASSED)]
)
def test_addresses_below_a_base_path_are_known_too(path, status):
    assert asked(path, base="/bs")[0] == status


def test_every_page_of_the_navigation_has_its_address(app, monkeypatch):
    drawn, navigation = [], st.navigation

    def drawing(sections, **look):
        drawn.extend(page.url_path for pages in sections.values() for page in pages if page.url_path)
        return navigation(sections, **look)

    monkeypatch.setattr(st, "navigation", drawing)
    app("schools")
    assert set(drawn) == {at for at in pages() if not is_for_admins(at)} and "new-rural" in drawn
