"""What no client library sends: each case is bytes on a socket, and what may come back.

Whatever is sent, the answer is well-formed HTTP or the end of the connection, its body is the contract's own error, the
log stays readable, nothing is left behind, and the next request on another connection is answered as ever.
"""

import asyncio
import builtins
import http.client
import re
import socket
import struct
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # another judge than the engine's own; it has no types
import pytest
from live import SECONDS, Answer, Live, answers, receive, send, serving, until
from support import ROOT, document, write

from understudy.contract.contract import Contract
from understudy.project import Project
from understudy.server.bodies.receiving import LARGEST_BODY
from understudy.server.wire import protocol

GOOD = "/v1/retrievers/ret_products_hybrid/evaluations/eval_pending"
ID = "/v1/retrievers/ret_products_hybrid/evaluations/"
HANGS = 3.0
"""Seconds after which an answer is missing."""

OPEN, CLOSED, EITHER = "open", "closed", "either"

Status = int | Collection[int | None]
"""A status that comes back, or one of several; with None among them it may be missing, which only the last one may."""


def request(
    target: str | bytes = GOOD, *fields: bytes, method: bytes = b"GET", version: bytes = b"HTTP/1.1", host: str = "a"
) -> bytes:
    """The head of a request; `fields` are field lines without their ends."""
    raw = target.encode() if isinstance(target, str) else target
    lines = [b"%b %b %b" % (method, raw, version), *([b"Host: " + host.encode()] if host else []), *fields]
    return b"".join(line + b"\r\n" for line in [*lines, b""])


def body(text: bytes, *fields: bytes, method: bytes = b"GET", target: str = GOOD) -> bytes:
    """A request with a body of a declared length."""
    return request(target, b"Content-Length: %d" % len(text), *fields, method=method) + text


def chunked(text: bytes, target: str = GOOD) -> bytes:
    """A request whose body is these bytes, which should be chunks."""
    return request(target, b"Transfer-Encoding: chunked") + text


TARGETS = {
    "a good one": (GOOD, 200),
    "with a query": (f"{GOOD}?a=%00&%=%zz&&=", 200),
    "with a fragment": (f"{GOOD}#part", {200, 400}),
    "a NUL": (ID + "%00", 404),
    "a slash inside": (ID + "a%2Fb", 404),
    "a slash that is none": ("/v1/retrievers/ret_products_hybrid%2Fevaluations/eval_pending", 404),
    "the parent": ("/v1/retrievers/../evaluations/eval_pending", 404),
    "the parent, escaped": ("/v1/retrievers/%2E%2E/evaluations/eval_pending", 404),
    "out of the root": ("/../../../../etc/passwd", 404),
    "out of the root, escaped": ("/%2e%2e/%2e%2e/%2e%2e/etc/passwd", 404),
    "no UTF-8": (ID + "%FF%FE", 404),
    "a surrogate": (ID + "%ED%A0%80", 404),
    "overlong UTF-8": (ID + "%C0%AF%E0%80%AF", 404),
    "a percent sign": (ID + "%25", 404),
    "twice escaped": (ID + "%252F%2500", 404),
    "a bare percent sign": (ID + "%", 404),
    "a bare percent sign inside": ("/v1/%/x", 404),
    "no hexadecimal": (ID + "%zz%u0041", 404),
    "an emoji": (ID + "%F0%9F%98%80", 404),
    "a byte order mark, and text from right to left": (ID + "%EF%BB%BF%E2%80%AE%D7%90", 404),
    "a line feed": (ID + "%0A127.0.0.1:1 - %22GET / HTTP/1.1%22 200".replace(" ", "%20"), 404),
    "a header": (ID + "x%0D%0AX-Evil:%201%0D%0A%0D%0A<html>", 404),
    "a header in an unknown path": ("/%0D%0AX-Evil:%201", 404),
    "a header in the query": (f"{GOOD}?%0D%0AX-Evil:%201", 200),
    "terminal escapes": (ID + "%1B%5B31m%1B%5D0;x%07%9B%C2%9B%7F", 404),
    "terminal escapes in the query": (f"{GOOD}?%1B%5B31m%07", 200),
    "a format string": (ID + "%25s%25(x)s{0}{x.__class__}%25n", 404),
    "a template": (ID + "{{7*7}}${jndi:ldap://a}", 404),
    "braces of the contract": ("/v1/retrievers/{retriever_id}/evaluations/{evaluation_id}", 404),
    "a trailing slash": (GOOD + "/", 404),
    "an empty id": (ID, 404),
    "two slashes before": ("/" + GOOD, 404),
    "a dot segment": ("/." + GOOD, 404),
    "ten thousand slashes": ("/" * 10_000, 404),
    "a path parameter of old": (GOOD + ";jsessionid=1", 404),
    "backslashes": (GOOD.replace("/", "\\"), 400),
    "backslashes behind a slash": ("/" + GOOD.replace("/", "\\"), 404),
    "a long id": (ID + "x" * 60_000, 404),
    "a long escaped id": (ID + "%F0%9F%98%80" * 5_000, 404),
    "an id of 64 KB": (ID + "x" * 65_536, {404, 414, 431}),
    "a path of 64 KB": ("/" + "x" * 65_536, {404, 414, 431}),
    "a query of 64 KB": (f"{GOOD}?" + "x" * 65_536, {200, 414, 431}),
    "raw UTF-8": (ID + "é", 400),
    "raw Latin-1": (ID.encode() + b"\xe9", 400),
    "raw UTF-8 in the query": (f"{GOOD}?é", {200, 400}),
    "raw Latin-1 in the query": (GOOD.encode() + b"?\xff", {200, 400}),
    "a raw NUL": (ID + "\x00", 400),
    "a raw tab": (ID + "a\tb", 400),
    "a raw tab in the query": (f"{GOOD}?a\tb", 400),
    "a raw form feed": (ID + "a\fb", 400),
    "a raw escape": (ID + "\x1b[31m", 400),
    "a raw escape in the query": (f"{GOOD}?\x1b[31m", 400),
    "a raw delete": (ID + "\x7f", 400),
    "a carriage return": (ID + "\rX-Evil: 1", 400),
    "a space": (ID + "a b", 400),
    "two spaces": (ID + "a  b", 400),
    "nothing": ("", 400),
    "no slash": ("v1/retrievers", 400),
    "a query alone": ("?x", 400),
    "an asterisk": ("*", {400, 404}),
    "absolute": ("http://elsewhere.example" + GOOD, 200),
    "absolute, of another scheme": ("https://elsewhere.example:1" + GOOD, {200, 400}),
    "absolute, with credentials": ("http://user:secret@elsewhere.example" + GOOD, {200, 400}),
    "absolute, unknown": ("http://elsewhere.example/x", 404),
    "absolute, without a path": ("http://elsewhere.example", 404),
    "absolute, without a path, with a query": ("http://elsewhere.example?x", 404),
    "absolute, of a port there is not": ("http://elsewhere.example:99999" + GOOD, {200, 400}),
    "absolute, and no host": ("http://" + GOOD, 400),
    "absolute, with a host that is none": ("http://[" + GOOD, 400),
    "of a file": ("file:///etc/passwd", {400, 404}),
    "an authority": ("elsewhere.example:443", 400),
}

# What is sent, the statuses that come back, and whether the connection can be used any further.
EXCHANGES: dict[str, tuple[bytes | Sequence[bytes], Sequence[Status], str]] = {
    # methods
    "an unknown verb": (request(method=b"FETCH"), [405], OPEN),
    "an unknown verb with a body": (body(b"GET / HTTP/1.1", method=b"FETCH") + request(), [405, 200], OPEN),
    "an unknown verb of an unknown path": (request("/x", method=b"FETCH"), [404], OPEN),
    "an unknown verb behind a request": (request() + request(method=b"FETCH"), [200, {400, None}], CLOSED),
    "two unknown verbs": (request(method=b"FETCH") + request(method=b"STORE"), [405, {400, None}], CLOSED),
    "empty lines before an unknown verb": (b"\r\n\n" + request(method=b"FETCH"), [405], OPEN),
    "a part of an unknown verb": (b"FET", [400], CLOSED),
    "a verb of another protocol": (request(method=b"DESCRIBE", version=b"RTSP/1.0"), [{400, 405}], EITHER),
    "a verb that the path lacks": (request(method=b"PROPFIND"), [405], OPEN),
    "QUERY": (request(method=b"QUERY"), [405], OPEN),
    "TRACE": (request("/v1", b"X-Secret: 1", method=b"TRACE"), [404], OPEN),
    "a lower-case verb": (request(method=b"get"), [405], OPEN),
    "a verb of 64 KB": (request(method=b"G" * 65_536), [400], CLOSED),
    "a verb with control characters": (request(method=b"GE\x1bT"), [400], CLOSED),
    "OPTIONS of all": (request("*", method=b"OPTIONS"), [204], OPEN),
    "OPTIONS of one": (request(method=b"OPTIONS"), [204], OPEN),
    "OPTIONS of an unknown path": (request("/x", method=b"OPTIONS"), [404], OPEN),
    "OPTIONS of all, absolute": (request("http://a", method=b"OPTIONS"), [{204, 404}], OPEN),
    "CONNECT": (request("elsewhere.example:443", method=b"CONNECT"), [{400, 405}], EITHER),
    "CONNECT to a path": (request(method=b"CONNECT"), [{400, 405}], EITHER),
    "HEAD": (request(method=b"HEAD"), [200], OPEN),
    "HEAD of an unknown record": (request(ID + "x", method=b"HEAD"), [404], OPEN),
    "HEAD of an unknown path": (request("/x", method=b"HEAD"), [404], OPEN),
    "HEAD with a body": (body(b"x", method=b"HEAD"), [415], OPEN),
    # fields
    "no Host": (request(host=""), [{200, 400}], EITHER),
    "two Hosts": (request(GOOD, b"Host: b"), [{200, 400}], EITHER),
    "a Host that is none": (request(host="a b\\/@:::"), [400], CLOSED),
    "a Host with a space and a path": (request(host="a b/c"), [400], CLOSED),
    "a Host with half an escape": (request(host="a%2"), [400], CLOSED),
    "a Host that is an address": (request(host="[::1]:4010"), [200], OPEN),
    "a Host that is empty": (request(GOOD, b"Host:", host=""), [200], OPEN),
    "a Host that is none, of HTTP/1.0": (request(host="a b", version=b"HTTP/1.0"), [400], CLOSED),
    "a field without a colon": (request(GOOD, b"field"), [400], CLOSED),
    "a field without a name": (request(GOOD, b": x"), [400], CLOSED),
    "a space before the colon": (request(GOOD, b"X-A : x"), [400], CLOSED),
    "a name with control characters": (request(GOOD, b"X\x1bA: x"), [400], CLOSED),
    "a folded field": (request(GOOD, b"Origin: a", b" b"), [{200, 400}], EITHER),
    "a folded first field": (request(GOOD, b" X-A: b", host=""), [400], CLOSED),
    "a NUL in a field": (request(GOOD, b"X-A: a\x00b"), [400], CLOSED),
    "a delete in a field": (request(GOOD, b"Origin: a\x7fb"), [400], CLOSED),
    "a carriage return in a field": (request(GOOD, b"Origin: a\rX-Evil: 1"), [400], CLOSED),
    "a line feed for an end of line": (request().replace(b"\r\n", b"\n"), [{200, 400}], EITHER),
    "an origin of any bytes": (request(GOOD, b"Origin: \x80\xff\tnull"), [200], OPEN),
    "two origins": (request(GOOD, b"Origin: a", b"Origin: b"), [200], OPEN),
    "a preflight of any bytes": (
        request(
            "/x",
            b"Origin: \xff",
            b"Access-Control-Request-Method: \xe9\tX",
            b"Access-Control-Request-Headers: \x80, *",
            method=b"OPTIONS",
        ),
        [204],
        OPEN,
    ),
    "a media type of any bytes": (request(GOOD, b"Accept: \xff/\x80;q=\xb2"), [{200, 406}], OPEN),
    "five thousand media types": (request(GOOD, b"Accept: " + b"a/b;q=0.1," * 5_000), [406], OPEN),
    "cookies of any bytes": (request(GOOD, b'Cookie: \xff=\x80; ;;=; a="\\777"; \x09'), [200], OPEN),
    "ten thousand fields": (request(GOOD, *(b"X-%d: 1" % n for n in range(10_000))), [{200, 431}], EITHER),
    "a field of 50 KB": (request(GOOD, b"X-A: " + b"a" * 50_000), [200], OPEN),
    "a field of 200 KB": (request(GOOD, b"X-A: " + b"a" * 200_000), [431], CLOSED),
    "a name of 200 KB": (request(GOOD, b"a" * 200_000 + b": x"), [431], CLOSED),
    "fields of 200 KB": (request(GOOD, *(b"X-A: " + b"a" * 1_000 for _ in range(200))), [431], CLOSED),
    "fields of 200 KB, piece by piece": (
        [request(GOOD)[:-2], *(b"X-A: " + b"a" * 2_000 + b"\r\n" for _ in range(100)), b"\r\n"],
        [431],
        CLOSED,
    ),
    "fields without an end": ([request()[:-2], *(b"X-A: " + b"a" * 65_000 for _ in range(16))], [431], CLOSED),
    "a target of 1 MB": (request("/" + "x" * 1_000_000), [{414, 431}], CLOSED),
    "a target without an end": (b"GET /" + b"x" * 1_000_000, [{414, 431}], CLOSED),
    # length
    "a body on GET": (body(b"{}"), [415], OPEN),
    "a body of a media type of any bytes": (body(b"x", b"Content-Type: \xff/\x80\t"), [415], OPEN),
    "a body to an unknown path": (body(b"x" * 100_000, method=b"POST", target="/x"), [404], OPEN),
    "a body that is too large": (body(bytes(LARGEST_BODY + 2**20)), [413], EITHER),
    "chunks that are too large": (
        chunked((b"100000\r\n" + bytes(2**20) + b"\r\n") * 11 + b"0\r\n\r\n"),
        [413],
        EITHER,
    ),
    "a length that is too large": (request(GOOD, b"Content-Length: 99999999999"), [413], EITHER),
    "two lengths": (request(GOOD, b"Content-Length: 1", b"Content-Length: 2") + b"ab", [400], CLOSED),
    "two lengths in one field": (request(GOOD, b"Content-Length: 1, 2") + b"ab", [400], CLOSED),
    "the same length twice": (request(GOOD, b"Content-Length: 1", b"Content-Length: 1") + b"a", [{400, 415}], EITHER),
    "a length and chunks": (
        request(GOOD, b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        [400],
        CLOSED,
    ),
    "chunks and a length": (
        request(GOOD, b"Transfer-Encoding: chunked", b"Content-Length: 4") + b"0\r\n\r\n",
        [400],
        CLOSED,
    ),
    "a negative length": (request(GOOD, b"Content-Length: -1"), [400], CLOSED),
    "a length with a sign": (request(GOOD, b"Content-Length: +1") + b"a", [400], CLOSED),
    "a hexadecimal length": (request(GOOD, b"Content-Length: 0x1") + b"a", [400], CLOSED),
    "an empty length": (request(GOOD, b"Content-Length: "), [400], CLOSED),
    "a length beyond 64 bits": (request(GOOD, b"Content-Length: 99999999999999999999999"), [{400, 413}], CLOSED),
    "a length of 0": (request(GOOD, b"Content-Length: 0"), [200], OPEN),
    # chunks
    "no chunks": (chunked(b"0\r\n\r\n"), [200], OPEN),
    "chunks": (chunked(b"3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n"), [415], OPEN),
    "chunks with extensions and trailers": (
        chunked(b'3;a=b;c="d;e"\r\nabc\r\n0;last\r\nX-A: b\r\nOrigin: c\r\n\r\n'),
        [415],
        OPEN,
    ),
    "a chunk with an extension of 1 MB": (
        chunked(b"1;" + b"a" * 1_000_000 + b"\r\nx\r\n0\r\n\r\n"),
        [{400, 413, 415, 431}],
        EITHER,
    ),
    "trailers of 1 MB": (
        chunked(b"1\r\nx\r\n0\r\n" + (b"X-A: " + b"a" * 993 + b"\r\n") * 1_000 + b"\r\n"),
        [{400, 413, 431}],
        CLOSED,
    ),
    "a trailer without an end": ([chunked(b"0\r\nX-A: "), *[b"a" * 65_000] * 16], [{400, 413, 431}], CLOSED),
    "a chunk of no size": (chunked(b"zz\r\nabc\r\n0\r\n\r\n"), [400], CLOSED),
    "a chunk of a negative size": (chunked(b"-1\r\nabc\r\n0\r\n\r\n"), [400], CLOSED),
    "a chunk that is longer than it says": (chunked(b"1\r\nabc\r\n0\r\n\r\n"), [400], CLOSED),
    "a chunk size without an end": (chunked(b"f" * 1_000), [400], CLOSED),
    "a chunk size of zeros without an end": (chunked(b"0" * 300_000 + b"\r\n\r\n"), [{200, 400, 413, 431}], EITHER),
    "a broken trailer": (chunked(b"0\r\nno colon\r\n\r\n"), [400], CLOSED),
    "a broken chunk behind a good one": (chunked(b"1\r\na\r\nzz\r\n"), [400], CLOSED),
    "a broken chunk, later": ([chunked(b"1\r\na\r\n"), b"zz\r\n"], [400], CLOSED),
    "a broken chunk behind a good request": (request() + chunked(b"zz\r\n"), [200, {400, None}], CLOSED),
    "another transfer coding": (request(GOOD, b"Transfer-Encoding: gzip") + b"x", [{400, 501}], CLOSED),
    "identity": (request(GOOD, b"Transfer-Encoding: identity"), [{200, 400, 501}], EITHER),
    "something like chunked": (request(GOOD, b"Transfer-Encoding: xchunked") + b"0\r\n\r\n", [{400, 501}], CLOSED),
    "chunked, then another": (request(GOOD, b"Transfer-Encoding: chunked, gzip") + b"0\r\n\r\n", [{400, 501}], CLOSED),
    "chunked twice": (
        request(GOOD, b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        [{200, 400}],
        EITHER,
    ),
    # versions
    "HTTP/1.0": (request(version=b"HTTP/1.0"), [200], CLOSED),
    "HTTP/1.0, kept alive": (request(GOOD, b"Connection: keep-alive", version=b"HTTP/1.0"), [200], EITHER),
    "HTTP/1.0 with an unknown path": (request("/x", version=b"HTTP/1.0", host=""), [404], CLOSED),
    "HTTP/1.1, to be closed": (request(GOOD, b"Connection: close"), [200], CLOSED),
    "HTTP/0.9": (b"GET %b\r\n\r\n" % GOOD.encode(), [{200, 400}], CLOSED),
    "HTTP/2.0": (request(version=b"HTTP/2.0"), [{200, 400, 505}], CLOSED),
    "HTTP/3.7": (request(version=b"HTTP/3.7"), [{400, 505}], CLOSED),
    "HTTP/1.10": (request(version=b"HTTP/1.10"), [400], CLOSED),
    "http/1.1": (request(version=b"http/1.1"), [400], CLOSED),
    "no version": (b"GET %b \r\nHost: a\r\n\r\n" % GOOD.encode(), [{200, 400}], CLOSED),
    "an HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00", [400], CLOSED),
    "a TLS client hello": (
        b"\x16\x03\x01\x00\xf1\x01\x00\x00\xed\x03\x03" + bytes(range(256)),
        [400],
        CLOSED,
    ),
    "SSH": (b"SSH-2.0-OpenSSH_9.6\r\n", [400], CLOSED),
    "an answer": (b"HTTP/1.1 200 OK\r\n\r\n", [400], CLOSED),
    "noise": (bytes(range(255, -1, -1)) * 100, [400], CLOSED),
    "empty lines before": (b"\r\n\r\n\r\n" + request(), [200], OPEN),
    # expectations and upgrades
    "100-continue without a body": (request(GOOD, b"Expect: 100-continue"), [200], EITHER),
    "100-continue, with its body": (body(b"x", b"Expect: 100-continue"), [415], EITHER),
    "100-continue for too much": (
        request(GOOD, b"Expect: 100-continue", b"Content-Length: 11000000"),
        [413],
        EITHER,
    ),
    "100-continue to an unknown path": (
        request("/x", b"Expect: 100-continue", b"Content-Length: 1", method=b"POST"),
        [404],
        EITHER,
    ),
    "another expectation": (request(GOOD, b"Expect: tea"), [{200, 417}], EITHER),
    "an upgrade to WebSocket": (
        request(
            GOOD,
            b"Connection: Upgrade",
            b"Upgrade: websocket",
            b"Sec-WebSocket-Version: 13",
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ),
        [200],
        OPEN,
    ),
    "an upgrade to HTTP/2": (
        request(GOOD, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"),
        [200],
        OPEN,
    ),
    "an upgrade with a body": (body(b"x", b"Connection: Upgrade", b"Upgrade: h2c"), [{200, 415}], EITHER),
    "an upgrade with a chunked body": (
        request(GOOD, b"Connection: Upgrade", b"Upgrade: h2c", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        [501],
        CLOSED,
    ),
    # pipelines
    "twenty requests at once": (request() * 20, [200] * 20, OPEN),
    "good and bad ones at once": (
        request() + request("/x") + body(b"x") + request(method=b"DELETE") + request(),
        [200, 404, 415, 405, 200],
        OPEN,
    ),
    "a good one, then garbage": (request() + b"\x00\x01\r\n\r\n", [200, {400, None}], CLOSED),
    "three good ones, then garbage": (request() * 3 + b"\x00\x01\r\n\r\n", [*[200] * 3, {400, None}], CLOSED),
    "a good one, later garbage": ([request(), b"\x00\x01\r\n\r\n"], [200, {400, None}], CLOSED),
    "a good one, then a head that is too large": (
        request() + request(GOOD, b"X-A: " + b"a" * 1_000_000),
        [200, {431, None}],
        CLOSED,
    ),
    "the last one, then another": (request(GOOD, b"Connection: close") + request(), [200], CLOSED),
    "the last one, then garbage": (request(GOOD, b"Connection: close") + b"\x00\r\n", [200], CLOSED),
    "byte by byte": ([bytes([byte]) for byte in request()], [200], OPEN),
    "byte by byte, in chunks": ([bytes([b]) for b in chunked(b"3;a\r\nabc\r\n0\r\nX: y\r\n\r\n")], [415], OPEN),
    "two at once, byte by byte": ([bytes([byte]) for byte in request() + request("/x")], [200, 404], OPEN),
}

_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]*")
_NAMES = re.compile(r"access-control-[a-z-]+|allow|connection|content-length|content-type|date|sl-violations|vary")
# 501 is called as Python calls something else.
_OURS = ("NotImplementedError",)
_BUILTIN = [
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and name[0].isupper() and name not in _OURS
]
_INTERNAL = re.compile(
    rf"\b(Traceback|site-packages|[Hh]ttptools|uvicorn|[Ss]tarlette|[Cc]onnexion|\w+\.py|{'|'.join(_BUILTIN)})\b"
)


def check(answer: Answer, contract: Contract, *, has_body: bool = True) -> None:
    """An answer has no header but those of the mock; an error is the contract's own and says nothing of the inside."""
    strange = [name for name in answer.headers if not _NAMES.fullmatch(name)]
    assert not strange, f"headers that nobody set: {strange}"
    if answer.status < 400 or not has_body:
        return
    text = answer.body.decode()
    schema = {**contract.document.root.value, "$ref": "#/components/schemas/ErrorResponse"}
    jsonschema.Draft202012Validator(schema).validate(answer.json)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["status"] == answer.status
    shown = _INTERNAL.search(text)
    assert not shown, f"{shown[0] if shown else ''} is nobody's business: {text}"
    assert str(ROOT) not in text


def check_log(lines: list[str]) -> None:
    """Each line of the log is one line, which no client can end or colour."""
    broken = [line for line in lines if not _PRINTABLE.fullmatch(line)]
    assert not broken, f"on the log stands {broken[0]!r}"


def is_good(live: Live) -> None:
    """A new connection gets its record."""
    with live.connect() as connection:
        send(connection, request())
        (answer,) = receive(connection, 1)
    assert (answer.status, answer.json) == (200, record(live, "eval_pending"))


def project(live: Live) -> Project:
    """The project that is served."""
    served: Project = live.server.config.loaded_app.mock.project
    return served


def record(live: Live, name: str) -> dict[str, Any]:
    """A record of the project that is served."""
    fixtures = project(live).collections["evaluations"].fixtures.values()
    return next(dict(fixture.value) for fixture in fixtures if fixture.name == name)


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """This repository's own project behind a port, all the tests long; afterwards nothing of them is left."""
    with serving(ROOT) as server:
        is_good(server)
        goes(server, (0, 0))
        before = left_behind(server)
        yield server
        goes(server, (0, 0))
        until(lambda: left_behind(server) == before, f"{before} open files and tasks, as at the beginning", HANGS)


def goes(live: Live, before: tuple[int, int]) -> None:
    """No more connections and requests are left than there were before."""
    until(lambda: live.load <= before, f"connections and requests are {live.load}, and were {before}", HANGS)


def left_behind(live: Live) -> tuple[int, int]:
    """Open files of this process, and tasks of the server."""
    opened = Path("/proc/self/fd")
    files = len(list(opened.iterdir())) if opened.exists() else 0
    return files, len(asyncio.all_tasks(live.server.servers[0].get_loop()))


def exchange(
    live: Live, sent: bytes | Sequence[bytes], statuses: Sequence[Status], then: str, method: str = "GET"
) -> list[Answer]:
    """Send, and see that these answers come and the connection is then as it should be."""
    pieces = [sent] if isinstance(sent, bytes) else sent
    before, lines = live.load, len(live.lines)
    with live.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, *pieces)
        methods = [method] * len(statuses)
        found = final(receive(connection, len(statuses) if then != CLOSED else None, methods))
        if then == OPEN:
            send(connection, request())
            assert [answer.status for answer in receive(connection, 1)] == [200], "the connection is of no further use"
    for answer in found:
        check(answer, project(live).contract, has_body=method != "HEAD")
    got = [answer.status for answer in found]
    for status, allowed in zip_longest(got, statuses, fillvalue=None):
        assert allowed is not None, f"answered with {got}"
        assert status in ([allowed] if isinstance(allowed, int) else allowed), f"answered with {got}"
    goes(live, before)
    check_log(live.lines[lines:])
    is_good(live)
    return found


def final(found: list[Answer]) -> list[Answer]:
    """The answers without the interim ones."""
    return [answer for answer in found if answer.status >= 200]


@pytest.mark.parametrize(("target", "status"), TARGETS.values(), ids=TARGETS.keys())
def test_any_target_is_answered(target: str | bytes, status: int | set[int], live: Live) -> None:
    """Whatever stands where a path should, nothing of it gets into headers or log unescaped."""
    (answer,) = exchange(live, request(target), [status], EITHER)
    assert "evil" not in str(answer.headers).lower()


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://127.0.0.1", "elsewhere.example", 200),
        ("http://elsewhere.example", "127.0.0.1", 403),
        ("http://localhost@elsewhere.example", "127.0.0.1", 403),
    ],
)
def test_the_control_api_is_where_a_target_says(target: str, host: str, status: int, live: Live) -> None:
    """Whatever `Host` says beside one in absolute form (RFC 9112, 3.2.2)."""
    with live.connect() as connection:
        send(connection, request(f"{target}/_understudy/health", host=host))
        (answer,) = receive(connection, 1)
    assert answer.status == status


@pytest.mark.parametrize(("sent", "statuses", "then"), EXCHANGES.values(), ids=EXCHANGES.keys())
def test_any_bytes_are_answered(
    sent: bytes | Sequence[bytes], statuses: Sequence[Status], then: str, live: Live
) -> None:
    """Well-formed answers come back, or the connection ends, and the server goes on."""
    method = "HEAD" if sent[:5] == b"HEAD " else "GET"
    exchange(live, sent, statuses, then, method)


HERE, ELSEWHERE = "/_understudy/health", "http://elsewhere.example/_understudy/health"


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (request(), request("http://[" + GOOD), 400),
        (request(), request(method=b"CONNECT"), 405),
        (request(), request("*", method=b"OPTIONS"), 204),
        (request(GOOD, b"X-A: b"), request(), 200),
        (request(GOOD, b"X-A: b"), request(GOOD, host=""), 400),
        (request(HERE, host="localhost"), request(HERE, host="localhost"), 200),
        (request(HERE, host="localhost"), request(ELSEWHERE, host="localhost"), 403),
    ],
)
def test_a_head_is_judged_whatever_came_before_it(first: bytes, second: bytes, status: int, live: Live) -> None:
    """What is known of the fields of the one before says nothing of another target, or of fewer fields."""
    with live.connect() as connection:
        send(connection, first)
        receive(connection, 1)
        send(connection, second)
        (answer,) = receive(connection, 1)
        assert answer.status == status


def test_a_contract_may_have_any_method(tmp_path: Path) -> None:
    """OpenAPI 3.2, 4.7; it is the contract that knows it, and no parser. Its case counts (RFC 9110, 9.1)."""
    paths = """/a:
        additionalOperations:
          FROB:
            requestBody: {content: {application/json: {schema: {type: integer}}}}
            responses: {'204': {description: Frobbed}}"""
    text = document(paths).replace("3.1.0", "3.2.0", 1)
    with serving(write(tmp_path, {"openapi.yaml": text})) as own, own.connect() as connection:
        statuses = []
        for method, sent in [(b"FROB", b"1"), (b"FROB", b"{}"), (b"frob", b"1"), (b"GET", b""), (b"FROB", b"2")]:
            send(connection, body(sent, b"Content-Type: application/json", method=method, target="/a"))
            (answer,) = receive(connection, 1)
            statuses.append((answer.status, answer.headers.get("allow")))
    allow = "FROB, OPTIONS"
    assert statuses == [(204, None), (422, None), (405, allow), (405, allow), (204, None)]


def test_a_body_is_asked_for_when_it_is_wanted(live: Live) -> None:
    """`Expect: 100-continue` gets an interim answer, and only then is the body sent."""
    with live.connect() as connection:
        send(connection, request(GOOD, b"Expect: 100-continue", b"Content-Length: 2"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        send(connection, b"{}")
        (answer,) = receive(connection, 1)
    assert answer.status == 415


@pytest.mark.parametrize("megabytes", [11, 30])
def test_a_simple_client_reads_why_its_body_is_refused(megabytes: int, live: Live) -> None:
    """The client of the standard library sends everything before it reads: hung up on, it would never know why."""
    connection = http.client.HTTPConnection(live.host, live.port, timeout=SECONDS)
    try:
        connection.request("GET", GOOD, bytes(megabytes * 2**20))
        assert connection.getresponse().status == 413
    finally:
        connection.close()


@pytest.mark.parametrize("pause", [False, True])
def test_a_head_that_begins_behind_a_large_body_is_no_larger_for_it(pause: bool, live: Live) -> None:  # noqa: FBT001
    """What was counted is the head, wherever the segments of a connection happen to end."""
    sent = [body(bytes(240_000), method=b"POST", target="/x") + request()[:-2], b"\r\n"]
    with live.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, sent[0])
        found = receive(connection, 1) if pause else []
        send(connection, sent[1])
        found += receive(connection, 2 - len(found))
    assert [answer.status for answer in found] == [404, 200]


@pytest.mark.parametrize("target", [GOOD, ID + "x", "/x"])
def test_head_has_the_headers_of_get(target: str, live: Live) -> None:
    """Good or not, HEAD differs from GET in nothing but the body that it leaves out."""
    (got,) = exchange(live, request(target), [{200, 404}], OPEN)
    (head,) = exchange(live, request(target, method=b"HEAD"), [{200, 404}], OPEN, "HEAD")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert int(head.headers["content-length"]) == len(got.body)


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(request(), [200], id="a request"),
        pytest.param(request() * 3, [200, 200, 200], id="three requests"),
        pytest.param(body(b"{}"), [415], id="a request with a body"),
        pytest.param(request()[:-2], [], id="half a head"),
        pytest.param(b"GET /", [], id="half a line"),
        pytest.param(request(GOOD, b"Content-Length: 10") + b"half", [], id="half a body"),
        pytest.param(chunked(b"5\r\nhal"), [], id="half a chunk"),
        pytest.param(request() + b"GET /", [200], id="a request and half a line"),
        pytest.param(request() + request(GOOD, b"Content-Length: 9") + b"x", [200], id="a request and half another"),
    ],
)
def test_a_client_that_has_said_everything_is_answered(sent: bytes, statuses: list[int], live: Live) -> None:
    """Whoever closes the sending side behind a whole request gets its answer; in the middle of one, the end."""
    before = live.load
    with live.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, sent)
        connection.shutdown(socket.SHUT_WR)
        assert [answer.status for answer in receive(connection)] == statuses
    goes(live, before)
    is_good(live)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /",
        request(),
        request()[:-2],
        request(GOOD, b"Content-Length: 10") + b"half",
        chunked(b"5\r\nha"),
        request() * 50,
    ],
)
def test_a_connection_that_is_reset_leaves_nothing(sent: bytes, live: Live) -> None:
    """A client may vanish at any moment."""
    before, lines = live.load, len(live.lines)
    with live.connect() as connection:
        send(connection, sent)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    goes(live, before)
    check_log(live.lines[lines:])
    is_good(live)


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (GOOD, GOOD),
        (f"{ID}a%2Fb", f"{ID}a%2Fb"),
        (f"{ID}a%2fb%0D:c", f"{ID}a%2fb%0D:c"),
        (f"{ID}a%zz", f"{ID}a%zz"),
        (f"/~ada{GOOD}?x=%2F&y=a:b", f"/~ada{GOOD}?x=%2F&y=a:b"),
        (f'{ID}"a"|b', f"{ID}%22a%22%7Cb"),
    ],
)
def test_a_target_stands_on_the_log_as_it_was_sent(target: str, shown: str, live: Live) -> None:
    """Each time, also where its answer is given again; what would end the text that it stands in is escaped."""
    lines = len(live.lines)
    with live.connect() as connection:
        for _ in range(3):
            send(connection, request(target))
            receive(connection, 1)
    logged = [line for line in live.lines[lines:] if "HTTP/1.1" in line]
    assert [line.partition(" - ")[2].rpartition(" ")[0] for line in logged] == [f'"GET {shown} HTTP/1.1"'] * 3


def test_every_connection_gets_its_own_record(live: Live) -> None:
    """Of 64 clients at once, each kept alive, none ever sees what another asked for."""
    fixtures = project(live).collections["evaluations"].fixtures.values()
    records = [dict(fixture.value) for fixture in fixtures if not fixture.lifecycle]

    def client(number: int) -> int:
        wanted = [records[(number + step) % len(records)] for step in range(8)]
        with live.connect() as connection:
            for index in range(0, len(wanted), 2):
                pair = wanted[index : index + 2]
                send(
                    connection,
                    *(request(f"/v1/retrievers/{r['retriever_id']}/evaluations/{r['evaluation_id']}") for r in pair),
                )
                assert [answer.json for answer in receive(connection, len(pair))] == pair
        return number

    with ThreadPoolExecutor(64) as pool:
        assert list(pool.map(client, range(64))) == list(range(64))


# A project whose handlers wait until they are told, and do what handlers should not.
PROJECT = {
    "openapi.yaml": document("""
        /waits:
          get:
            operationId: waits
            responses: {"200": {description: Late, content: {application/json: {schema: {type: string}}}}}
        /waits-with-body:
          post:
            operationId: waits_with_body
            requestBody: {required: true, content: {application/json: {}}}
            responses: {"200": {description: Late, content: {application/json: {schema: {type: string}}}}}
        /mirrors/{text}:
          get:
            operationId: mirrors
            parameters: [{name: text, in: path, required: true, schema: {type: string}}]
            responses: {"200": {description: In a header, content: {application/json: {schema: {type: string}}}}}
        /raises/{what}:
          get:
            operationId: raises
            parameters: [{name: what, in: path, required: true, schema: {type: string}}]
            responses: {"200": {description: Never, content: {application/json: {schema: {type: string}}}}}
    """),
    "handlers/slow.py": """
        import asyncio
        import builtins

        from understudy import Answer

        waiting = []


        async def waits():
            told = asyncio.Event()
            waiting.append((asyncio.get_running_loop(), told))
            await told.wait()
            return "told"


        async def waits_with_body(body):
            return await waits()


        async def mirrors(text):
            return Answer(200, text, {"X-Mirror": text})


        async def raises(what):
            raise getattr(builtins, what, asyncio.CancelledError)("first\\x1b[31m\\nsecond line")
    """,
}


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The project whose handlers wait, with little time for everything."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    with serving(write(tmp_path, PROJECT), timeout_keep_alive=0.3, timeout_graceful_shutdown=0.2) as server:
        yield server


def waiting(live: Live) -> list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]:
    """Requests that wait to be told."""
    found: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = (
        project(live).handlers["waits"].function.__globals__["waiting"]
    )
    return found


def tell(live: Live) -> None:
    """Let the requests go on that wait."""
    while waiting(live):
        loop, told = waiting(live).pop()
        loop.call_soon_threadsafe(told.set)


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        pytest.param(request("/waits"), [200], id="a request"),
        pytest.param(body(b"{}", method=b"POST", target="/waits-with-body"), [200], id="a request with a body"),
        pytest.param(request("/waits") + request("/x"), [200, 404], id="two requests"),
        pytest.param(request("/waits") + b"GET /", [200], id="a request and half a line"),
        pytest.param(request("/waits", version=b"HTTP/1.0"), [200], id="a request of HTTP/1.0"),
    ],
)
def test_an_answer_that_takes_its_time_reaches_a_client_that_has_said_everything(
    sent: bytes, statuses: list[int], slow: Live
) -> None:
    """`printf … | nc` is answered too, however long the handler takes."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, sent)
        connection.shutdown(socket.SHUT_WR)
        until(lambda: bool(waiting(slow)), "the request arrives")
        # A request of a later connection, once answered, shows that the server has seen the end of the first.
        with slow.connect() as other:
            send(other, request("/x"))
            receive(other, 1)
        tell(slow)
        assert [answer.status for answer in receive(connection)] == statuses
    goes(slow, (0, 0))


def test_a_whole_request_is_answered_before_half_of_one_is_given_up(slow: Live) -> None:
    """A client that leaves in the middle of its second request still reads the answer to its first."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request("/waits") + body(b"abc", method=b"POST", target="/x")[:-1])
        connection.shutdown(socket.SHUT_WR)
        until(lambda: bool(waiting(slow)), "the request arrives")
        tell(slow)
        assert [answer.status for answer in receive(connection)] == [200]


@pytest.mark.parametrize("at", [-2, -1, None])
def test_an_upgrade_that_is_ignored_keeps_its_body(at: int | None, slow: Live) -> None:
    """Java's own client offers HTTP/2 with its first request, which may be a POST; what it sends is read as ever."""
    offer = [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"]
    sent = body(b"{}", b"Content-Type: application/json", *offer, method=b"POST", target="/waits-with-body")
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, sent[:at])
        if at is not None:
            with slow.connect() as other:  # whose answer shows that the head of the first has arrived
                send(other, request("/x"))
                receive(other, 1)
            send(connection, sent[at:])
        until(lambda: bool(waiting(slow)), "the request arrives, with its body", HANGS)
        tell(slow)
        assert [answer.status for answer in receive(connection, 1)] == [200]
        send(connection, request("/x"))
        assert [answer.status for answer in receive(connection, 1)] == [404]


@pytest.mark.parametrize(
    ("behind", "statuses"),
    [(b"\x00garbage", [200]), (request("/x") + b"\x00garbage", [200, 404]), (chunked(b"zz\r\n"), [200])],
)
def test_an_answer_under_way_is_not_lost_to_what_comes_behind(behind: bytes, statuses: list[int], slow: Live) -> None:
    """Garbage in a pipeline ends the connection behind the answers to what came before it."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request("/waits") + behind)
        until(lambda: bool(waiting(slow)), "the request arrives")
        tell(slow)
        got = [answer.status for answer in receive(connection)]
        assert got[: len(statuses)] == statuses
        assert got[len(statuses) :] in ([], [400], [404])


def test_an_answer_under_way_is_not_lost_to_half_a_head(slow: Live) -> None:
    """The time that a head may take runs out on the next request, not on the one being answered."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request("/waits") + b"GET /")
        until(lambda: bool(waiting(slow)), "the request arrives")
        deadline = time.monotonic() + 3 * protocol.HEAD_SECONDS
        until(lambda: time.monotonic() > deadline or slow.load == (0, 0), "the time for the second head runs out")
        tell(slow)
        assert [answer.status for answer in receive(connection)] == [200]


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([request("/x")], id="after an answer"),
        pytest.param([request("/x"), b"\r\n"], id="after an empty line"),
        pytest.param([body(b"", method=b"POST", target="/x"), b""], id="after no body"),
        pytest.param(
            [request("/x", b"Content-Length: 3", method=b"POST"), b"abc"], id="after a body that nobody waited for"
        ),
    ],
)
def test_an_idle_connection_ends(pieces: list[bytes], slow: Live) -> None:
    """Who asks nothing more is hung up on."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, pieces[0])
        receive(connection, 1)
        send(connection, *pieces[1:])
        assert receive(connection) == []


def test_a_head_may_not_take_for_ever(slow: Live) -> None:
    """A head has its time as a whole, however steadily it trickles in."""
    with slow.connect() as connection:
        connection.settimeout(0.02)
        deadline = time.monotonic() + 8 * protocol.HEAD_SECONDS
        send(connection, b"GET /x HTTP/1.1\r\nX-A: ")
        while time.monotonic() < deadline:
            send(connection, b"a")
            try:
                found = connection.recv(1000)
            except TimeoutError:
                continue
            except ConnectionResetError:
                return
            assert found == b"" or answers(found)[0][0].status == 408
            return
    pytest.fail("a head that trickles in is waited for again and again")


@pytest.mark.parametrize("text", ["a%0D%0AX-Evil:%201", "%0A", "%00", "%7F", "%C4%80", "%E2%82%AC", "%F0%9F%98%80"])
def test_a_handler_cannot_break_the_head_of_an_answer(text: str, slow: Live) -> None:
    """A header that HTTP has no words for is a broken answer: 500 in the contract's shape, and a line on the log."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request(f"/mirrors/{text}"))
        found = receive(connection, 1)
    assert [answer.status for answer in found] == [500]
    assert found[0].headers["content-type"] == "application/problem+json"
    check_log(slow.lines)


@pytest.mark.parametrize(
    "what", ["ValueError", "StopIteration", "RecursionError", "SystemExit", "GeneratorExit", "CancelledError"]
)
def test_whatever_a_handler_raises_is_a_500_and_a_line_on_the_log(what: str, slow: Live) -> None:
    """No exception reaches the server, not even one that is meant to."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request(f"/raises/{what}"))
        (answer,) = receive(connection, 1)
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    check_log(slow.lines)
    assert not slow.failures


def test_a_request_that_outlives_the_server_is_refused(slow: Live) -> None:
    """When the server stops, who still waits is told so in words, and the log has no stack trace."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request("/waits"))
        until(lambda: bool(waiting(slow)), "the request arrives")
        slow.server.should_exit = True
        found = receive(connection)
    until(lambda: not slow.server.server_state.tasks, "the server stops", SECONDS)
    assert all(answer.json["status"] == answer.status for answer in found)
    assert all(answer.status in (500, 503) for answer in found)
    assert not [line for line in slow.lines if "Traceback" in line]


def test_a_body_that_does_not_come_is_not_waited_for(slow: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two pieces of it no more time passes than may; the answer is the contract's own."""
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.2)
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, body(b"{}", method=b"POST", target="/waits-with-body")[:-1])
        (answer,) = receive(connection)
        assert answer.status == 408
        assert answer.headers["connection"] == "close"
    goes(slow, (0, 0))


def test_a_client_that_is_not_late_is_waited_for(slow: Live) -> None:
    """One that may not send, or has not been asked to, is not to blame for what does not come."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, body(b"{}", method=b"POST", target="/waits-with-body")[:-1])
        until(lambda: slow.load[1] == 1, "the request is under way")
        (kept,) = slow.server.server_state.connections
        assert isinstance(kept, protocol.Protocol)
        done = threading.Event()

        def late() -> None:
            kept.flow.read_paused = True
            kept._time_is_up()
            kept.flow.read_paused = False
            done.set()

        kept.loop.call_soon_threadsafe(late)
        assert done.wait(SECONDS)
        send(connection, b"}")
        until(lambda: bool(waiting(slow)), "the request arrives")
        tell(slow)
        (answer,) = receive(connection, 1)
        assert answer.json == "told"


def test_a_client_that_waits_for_a_delayed_answer_may_leave(slow: Live) -> None:
    """Who closes even one direction while an answer is held back has left: nobody waits for minutes in vain."""
    with slow.connect() as connection:
        connection.settimeout(HANGS)
        send(connection, request("/mirrors/a", b"Prefer: wait=300"))
        until(lambda: slow.load[1] == 1, "the request is under way")
        connection.shutdown(socket.SHUT_WR)
        assert receive(connection) == []
    goes(slow, (0, 0))
