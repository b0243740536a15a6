"""The HTML document that a browser gets first: sized and in a language from the first paint on."""

import asyncio
import gzip

import pytest

from ui.document import Document

PAGE = b'<!DOCTYPE html><html lang="en"><head><title>x</title></head><body></body></html>'


def asked(query=b"", status=200, kind=b"text/html; charset=utf-8", chunks=(PAGE[:40], PAGE[40:]), coding=b"identity"):
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

    asyncio.run(Document(inner)({"type": "http", "query_string": query}, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize(
    ("query", "language"), [(b"", b"vi"), (b"lang=en", b"en"), (b"lang=vi", b"vi"), (b"lang=%22%3E", b"vi")]
)
def test_the_document_is_in_the_language_of_the_link(query, language):
    assert b'<html lang="' + language + b'">' in asked(query)[2]


def test_the_size_follows_the_window_and_the_length_is_that_of_what_is_sent():
    _, headers, body = asked()
    assert body.count(b":root { font-size: clamp(") == 1 and body.index(b":root") < body.index(b"</head>")
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
