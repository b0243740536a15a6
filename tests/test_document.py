"""The HTML document that a browser gets first: sized and in a language from the first paint on."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st

from ui.addresses import SCRIPTS
from ui.document import Document

PAGE = b'<!DOCTYPE html><html lang="en"><head><title>x</title></head><body></body></html>'


def asked(
    query=b"",
    status=200,
    kind=b"text/html; charset=utf-8",
    chunks=(PAGE[:40], PAGE[40:]),
    coding=b"identity",
    path="/",
    base="",
):
    """Status, headers and body that a browser gets of an application answering with these chunks."""
    sent = []

    async def inner(scope, receive, send):
        headers = [(b"content-type", kind), (b"etag", b'"file"'), (b"content-length", str(len(PAGE)).encode())]
        headers.append((b"content-encoding", coding))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, chunk in enumerate(chunks, start=1):
            await send({"type": "http.response.body", "body": chunk, "more_body": number < len(chunks)})

    async def send(message):
        sent.append(message)

    answered = Document(inner, base)({"type": "http", "path": path, "query_string": query}, None, send)
    with ThreadPoolExecutor() as thread:  # the browser of other tests keeps a loop running in this one
        thread.submit(asyncio.run, answered).result()
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize(
    ("query", "language"), [(b"", b"vi"), (b"lang=en", b"en"), (b"lang=vi", b"vi"), (b"lang=%22%3E", b"vi")]
)
def test_the_document_is_in_the_language_of_the_link(query, language):
    assert b'<html lang="' + language + b'">' in asked(query)[2]


def test_the_size_follows_the_window_and_the_length_is_that_of_what_is_sent():
    _, headers, body = asked()
    assert body.count(b":root {\n  font-size: clamp(") == 1 and body.index(b":root") < body.index(b"</head>")
    assert headers[b"content-length"] == str(len(body)).encode() and b"etag" not in headers


def test_a_compressed_document_is_completed_too():
    _, headers, body = asked(chunks=(gzip.compress(PAGE),), coding=b"gzip")
    assert b":root" in body and b"content-encoding" not in headers


@pytest.mark.parametrize("other", [{"status": 404}, {"kind": b"text/javascript"}])
def test_any_other_answer_passes_unchanged(other):
    _, headers, body = asked(**other)
    assert body == PAGE and headers[b"etag"] == b'"file"'


def test_an_answer_without_a_body_keeps_the_length_it_told():
    """A HEAD request: the head speaks of a body that is not sent."""
    assert asked(chunks=(b"",))[2] == b""


@pytest.mark.parametrize("path", ["/", "/schools", "/schools/", "/new-rural", "/index.html"])
def test_an_address_that_there_is_stays(path):
    assert asked(path=path)[0] == 200


@pytest.mark.parametrize(
    ("path", "query", "leads_to"),
    [
        ("/nosuch", b"", "overview?gone=nosuch"),
        ("/school", b"lang=en&level=primary", "schools?lang=en&level=primary&gone=school"),
        ("/newrural", b"gone=other", "new-rural?gone=newrural"),
        ("/a/b/towns", b"", "../../town?gone=a%2Fb%2Ftowns"),
        ("/x%0d\r\nset-cookie: a", b"", "overview?gone=x%250d%0D%0Aset-cookie%3A+a"),
    ],
)
def test_an_address_that_there_is_not_leads_to_the_nearest(path, query, leads_to):
    status, headers, body = asked(query, path=path)
    assert (status, headers[b"location"].decode(), body) == (302, leads_to, b"")
    assert headers[b"cache-control"] == b"no-store" and headers[b"content-length"] == b"0"


@pytest.mark.parametrize(("path", "status"), [("/bs/town", 200), ("/bs", 200), ("/bs/", 200), ("/bs/gone", 302)])
def test_addresses_below_a_base_path_are_known_too(path, status):
    assert asked(path=path, base="/bs")[0] == status


def test_every_page_of_the_navigation_has_its_address(app, monkeypatch):
    drawn, navigation = [], st.navigation

    def drawing(sections, **look):
        drawn.extend(page.url_path for pages in sections.values() for page in pages if page.url_path)
        return navigation(sections, **look)

    monkeypatch.setattr(st, "navigation", drawing)
    app("schools")
    assert set(drawn) == {*SCRIPTS} and all(script.is_file() for script in SCRIPTS.values())
