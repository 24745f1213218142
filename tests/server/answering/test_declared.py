"""Headers that a response declares, and nobody gave."""

import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from textwrap import indent

import pytest
from support import Reply, ask, document, mock


def answered(tmp_path: Path, headers: str) -> Reply:
    """The answer of an operation that declares these headers, each in a line of its own."""
    declared = indent(headers, " " * 10)
    content = "content: {application/json: {schema: {type: object}}}"
    response = f"description: ''\n        headers:\n{declared}\n        {content}"
    paths = f"/a:\n  get:\n    responses:\n      '200':\n        {response}"
    return ask(mock(tmp_path, {"openapi.yaml": document(paths)}), "/a")


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("Accept-Ranges", "none"),
        ("Age", "0"),
        ("Allow", "GET, HEAD, OPTIONS"),
        ("Cache-Control", "no-cache"),
        ("Content-Disposition", 'attachment; filename="[a-z0-9-]+"'),
        ("Content-Language", "en"),
        ("Content-Location", "/[a-z0-9-]+"),
        ("Deprecation", r"@\d{10}"),
        ("ETag", '"[0-9a-f]{12}"'),
        ("Link", '</[a-z0-9-]+>; rel="related"'),
        ("Location", "/[a-z0-9-]+"),
        ("Proxy-Authenticate", 'Bearer realm="mock"'),
        ("RateLimit-Reset", "60"),
        ("Retry-After", "1"),
        ("Server", r"[a-z0-9-]+/1\.\d"),
        ("Set-Cookie", "session=[0-9a-f]{12}; Path=/; HttpOnly"),
        ("Strict-Transport-Security", "max-age=0"),
        ("traceparent", "00-[0-9a-f]{32}-[0-9a-f]{16}-01"),
        ("Warning", '299 - "[^"]+"'),
        ("X-Rate-Limit-Remaining", r"\d\d"),
        ("X-RateLimit-Limit", "100"),
        ("X-Request-ID", "req_[0-9a-f]{12}"),
        ("X-Sorted-By", "[A-Za-z0-9 /-]+"),
        ("~", "[A-Za-z0-9 /-]+"),
    ],
)
def test_a_text_is_what_http_takes_it_for(name: str, pattern: str, tmp_path: Path) -> None:
    """Where its schema says no more than that it is one."""
    headers = answered(tmp_path, f"'{name}': {{schema: {{type: string}}}}").headers
    assert re.fullmatch(pattern, headers[name.lower()])


def test_moments_agree(tmp_path: Path) -> None:
    """A date is written as HTTP writes one, and what ends has begun before."""
    headers = answered(tmp_path, "Last-Modified: {schema: {type: string}}\nSunset: {schema: {type: string}}").headers
    assert re.fullmatch(r"\w{3}, \d\d \w{3} 2026 [\d:]{8} GMT", headers["last-modified"])
    assert parsedate_to_datetime(headers["last-modified"]) < parsedate_to_datetime(headers["sunset"])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Cache-Control: {schema: {type: string}, example: max-age=60}", "max-age=60"),
        ("Cache-Control: {schema: {type: string, example: max-age=61}}", "max-age=61"),
        ("Cache-Control: {schema: {type: string, examples: [max-age=62]}}", "max-age=62"),
        ("Cache-Control: {schema: {type: string, default: max-age=63}}", "max-age=63"),
        ("Cache-Control: {schema: {enum: [private]}}", "private"),
        ("Allow: {schema: {type: array, items: {type: string}}}", "GET, HEAD, OPTIONS"),
        ("X-Status: {schema: {type: object, properties: {a: {const: 1}}, required: [a]}}", "a,1"),
        ("Content-Range: {schema: {type: string}, example: items 0-1/2}", "items 0-1/2"),
        ("Content-Range: {required: true, schema: {type: string}}", "items 0-0/*"),
        ("Content-Encoding: {required: true, schema: {type: string}}", "identity"),
    ],
)
def test_the_document_comes_first(header: str, expected: str, tmp_path: Path) -> None:
    """With what it gives for a header, and with what its schema lets a header be."""
    reply = answered(tmp_path, header)
    assert (reply.status, reply.headers[header.partition(":")[0].lower()]) == (200, expected)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Content-Encoding", "enum: [gzip]"),
        ("Content-Encoding", "example: gzip"),
        ("Content-Range", "type: string"),
        ("Content-MD5", "type: string"),
        ("Trailer", "type: string"),
        ("Transfer-Encoding", "enum: [gzip]"),
    ],
)
def test_nothing_is_made_up_about_a_message(name: str, more: str, tmp_path: Path) -> None:
    """A body is sent as it is, and whole: what says otherwise would make it unreadable."""
    reply = answered(tmp_path, f"{name}: {{schema: {{{more}}}}}")
    assert (reply.status, reply.json) == (200, {})
    assert name.lower() not in reply.headers


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Content-Encoding", "enum: [gzip]"),
        ("Transfer-Encoding", "const: chunked"),
        ("Connection", "type: string"),
        ("Keep-Alive", "type: string"),
        ("Trailer", "type: string"),
        ("Date", "type: string, format: date"),
        ("Content-Length", "const: 7"),
    ],
)
def test_what_the_wire_says_is_required_of_nobody(name: str, more: str, tmp_path: Path) -> None:
    """An answer is given without it, or with what is true of it."""
    reply = answered(tmp_path, f"{name}: {{required: true, schema: {{{more}}}}}")
    assert (reply.status, reply.json, reply.headers["content-length"]) == (200, {}, "2")


def test_what_pages_of_other_origins_are_told_is_told_once(tmp_path: Path) -> None:
    """It is said of every answer, whether it is declared or not; two of them would be none."""
    reply = answered(tmp_path, "Access-Control-Allow-Origin: {schema: {type: string}}")
    assert [value for name, value in reply.lines if name == "access-control-allow-origin"] == ["*"]
