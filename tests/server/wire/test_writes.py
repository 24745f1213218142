"""How a body that came on a connection is handed on, and how an answer is written to it."""

import asyncio
import gc
from collections.abc import Iterable
from typing import Any
from unittest.mock import patch
from weakref import ref

import pytest
from httptools import parse_url
from starlette.types import Receive, Scope, Send
from support import ROOT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from wired import Transport, connected

from understudy import project
from understudy.server.app import build
from understudy.server.eagerly import in_task
from understudy.server.reload import Stage
from understudy.server.sent import Sent
from understudy.server.wire import Protocol, cycle
from understudy.server.wire.cycle import Cycle

TARGETS = [
    (b"/", b"/", b""),
    (b"/a%2Fb?c=d?e", b"/a%2Fb", b"c=d?e"),
    (b"//a/b", b"//a/b", b""),
    (b"/a?", b"/a", b""),
    (b"/a#b?c", b"/a", b""),
    (b"/a?b#c", b"/a", b"b"),
    (b"http://a/b?c", b"/b", b"c"),
]
"""Targets, with their paths and queries."""

GOOD = b"/v1/retrievers/ret_products_bm25/evaluations/eval_baseline"
HOST = b"Host: a\r\n"


def written(head: bytes) -> list[bytes]:
    """The pieces that the answer to a request is written in."""

    async def ask() -> list[bytes]:
        protocol, transport = connected(Stage(build(project.load(ROOT))))
        protocol.data_received(head + b"\r\n")
        await asyncio.gather(*protocol.tasks)
        protocol.connection_lost(None)
        return transport.pieces

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("head", "status", "end"),
    [
        (b"GET " + GOOD + b" HTTP/1.1\r\n" + HOST, b"200", b"}"),
        (b"HEAD " + GOOD + b" HTTP/1.1\r\n" + HOST, b"200", b"\r\n\r\n"),
        (b"GET " + GOOD[:-1] + b" HTTP/1.1\r\n" + HOST, b"404", b"}"),
        (b"PUT " + GOOD + b" HTTP/1.1\r\n" + HOST, b"405", b"}"),
        (b"OPTIONS " + GOOD + b" HTTP/1.1\r\n" + HOST, b"204", b"\r\n\r\n"),
        (b"GET /nowhere HTTP/1.1\r\n" + HOST, b"404", b"}"),
        (b"GET " + GOOD + b"?__fault=garbage HTTP/1.1\r\n" + HOST, b"200", b""),
    ],
)
def test_an_answer_is_one_write(head: bytes, status: bytes, end: bytes) -> None:
    """Head and body together: each write is a call to the system, and often a packet."""
    (answer,) = written(head)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert answer.endswith(end)


def test_what_is_over_is_gone_before_garbage_is_looked_for() -> None:
    """Request and answer with the next request, and a connection with its end."""

    async def ask(protocol: Protocol, number: int) -> ref[Any]:
        protocol.data_received(b"HEAD " + GOOD + b"%d HTTP/1.1\r\n%b\r\n" % (number, HOST))
        await asyncio.gather(*protocol.tasks)
        await asyncio.sleep(0)
        return ref(protocol.cycle)

    async def come_and_go() -> list[Any]:
        protocol, _ = connected(Stage(build(project.load(ROOT))))
        first, second = await ask(protocol, 1), await ask(protocol, 2)
        protocol.connection_lost(None)
        gone = ref(protocol)
        del protocol
        return [first(), second(), gone()]

    gc.disable()
    try:
        assert asyncio.run(come_and_go()) == [None, None, None]
    finally:
        gc.enable()


def test_the_last_answer_of_a_connection_says_so() -> None:
    """And the server's own protocol ends it, however it writes that."""
    for head in (b"GET %b HTTP/1.1\r\nConnection: close\r\n" % GOOD, b"GET %b HTTP/1.0\r\n" % GOOD):
        assert b"\r\nconnection: close\r\n" in b"".join(written(head + HOST))


def test_half_of_a_request_keeps_nobody_from_the_answer_before_it() -> None:
    """The client left while the first one was still to be answered, and that is the last one that it gets."""

    async def leave() -> tuple[bool | None, bytes]:
        protocol, transport = connected(Stage(build(project.load(ROOT))))
        whole, half = b"GET %b HTTP/1.1\r\n%b\r\n" % (GOOD, HOST), b"POST /x HTTP/1.1\r\nContent-Length: 9\r\n"
        with patch.object(Protocol, "_begin", HttpToolsProtocol._start_asgi_task):  # later
            protocol.data_received(whole + half + HOST + b"\r\nhalf")
        stays_open = protocol.eof_received()
        await asyncio.gather(*protocol.tasks)
        protocol.connection_lost(None)
        return stays_open, b"".join(transport.pieces)

    stays_open, answered = asyncio.run(leave())
    assert stays_open
    assert answered.count(b"HTTP/1.1 ") == answered.count(b"\r\nconnection: close\r\n") == 1


@pytest.mark.parametrize(
    ("field", "is_written"),
    [
        ((b"x", b"y"), True),
        ((b"x", b"a\r\nb: c"), False),
        ((b"x", b"a\nb"), False),
        ((b"x", b"a\rb"), False),
        ((b"x", b"\0"), False),
        ((b"connection", b"close"), False),
        ((b"content-length", b"5"), False),
        ((b"content-length", b"2"), False),
        ((b"transfer-encoding", b"chunked"), False),
    ],
)
def test_what_is_special_is_left_to_the_server(field: tuple[bytes, bytes], is_written: bool) -> None:  # noqa: FBT001 - what comes of it
    """It refuses what is no header, should one ever come so far, and ends a connection that is to end."""
    assert told(Sent(200, [(b"content-length", b"2"), field], b"no")) == is_written


def test_no_more_is_remembered_of_headers_than_many_answers_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long one is written each time, and where there are too many the others are forgotten."""
    monkeypatch.setattr(cycle, "_MOST", 2)
    lines = cycle._Lines()
    for each in ((b"a", b"1"), (b"long", b"x" * 2000), (b"b", b"2"), (b"c", b"3")):
        assert lines[each] == b"%b: %b\r\n" % each
    assert list(lines) == [(b"c", b"3")]


@pytest.mark.parametrize("length", [b"", b"1", b"3", b"-2", b"2 ", b"x"])
def test_an_answer_ends_where_its_head_says(length: bytes) -> None:
    """Else what is too much of it would be taken for the next one."""
    assert not told(Sent(200, [(b"content-length", length)], b"no"))
    assert not told(Sent(200, [], b"no"))


def told(sent: Sent) -> bool:
    """Whether an answer is written in one piece."""

    async def tell() -> tuple[bool, list[bytes]]:
        protocol, transport = connected(Stage(build(project.load(ROOT))))
        with patch.object(protocol, "_begin"):  # so that nobody has answered it
            protocol.data_received(b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n")
        assert isinstance(protocol.cycle, Cycle)
        told = protocol.cycle.write(sent, b"now")
        pieces = list(transport.pieces)
        protocol.connection_lost(None)
        return told, pieces

    is_written, pieces = asyncio.run(tell())
    assert len(pieces) == is_written
    return is_written


HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
WHOLE = HEAD + b"Content-Length: 6\r\n\r\nabcdef"
CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n"


class Listener:
    """An application that listens to all of a body, and then for a moment longer."""

    proven = shortcut = None

    def __init__(self) -> None:
        self.heard: list[Any] = []

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await in_task()
        while not self.heard or self.heard[-1]["more_body"]:
            self.heard.append(await receive())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await receive()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})
        assert (await receive())["type"] == "http.disconnect"


def heard(pieces: Iterable[bytes]) -> tuple[list[bytes], Transport]:
    """The pieces of a body that an application hears of a request which comes in these, and what is written."""

    async def ask() -> tuple[list[bytes], Transport]:
        listener = Listener()
        protocol, transport = connected(listener)
        for piece in pieces:
            asyncio.get_running_loop().call_soon(protocol.data_received, piece)
            for _ in range(4):  # turns, in which all that can happen does
                await asyncio.sleep(0)
        await asyncio.gather(*protocol.tasks)
        protocol.connection_lost(None)
        return [message["body"] for message in listener.heard], transport

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("pieces", "bodies"),
    [
        ([WHOLE], [b"abcdef"]),
        ([CHUNKS], [b"abcdef"]),
        ([WHOLE[:-6], b"abcdef"], [b"abcdef"]),
        ([WHOLE[:-4], b"cd", b"ef"], [b"ab", b"cd", b"ef"]),
        ([HEAD + b"Content-Length: 0\r\n\r\n"], [b""]),
    ],
)
def test_a_body_is_heard_as_it_came(pieces: list[bytes], bodies: list[bytes]) -> None:
    """What is there is handed on in one piece; behind the last one there is nothing but the end."""
    found, transport = heard(pieces)
    assert [piece for piece in found if piece] == [piece for piece in bodies if piece]
    assert all(type(piece) is bytes for piece in found)
    assert b"".join(transport.pieces).startswith(b"HTTP/1.1 204")


def test_a_body_that_nobody_had_to_be_asked_for_is_asked_for_all_the_same() -> None:
    """Who expects 100 Continue, and has sent the body with the head, gets it before the answer."""
    found, transport = heard([WHOLE.replace(b"Host", b"Expect: 100-Continue\r\nHost")])
    assert found == [b"abcdef"]
    assert transport.pieces[0] == b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize(("target", "path", "query"), TARGETS)
def test_a_target_is_parted_as_a_parser_parts_it(target: bytes, path: bytes, query: bytes) -> None:
    """Be it one that takes a parser or not."""
    parsed = parse_url(target)
    assert cycle.parted(target) == (path, query) == (parsed.path, parsed.query or b"")


@pytest.mark.parametrize("turns", range(6))
def test_who_leaves_before_the_body_has_come_is_not_waited_for(turns: int, caplog: pytest.LogCaptureFixture) -> None:
    """A body that nobody has asked for is read as far as it has come, whenever that ends."""

    async def leave() -> None:
        protocol, _ = connected(Stage(build(project.load(ROOT))), is_logged=False)
        protocol.data_received(b"POST /nothing HTTP/1.1\r\nContent-Length: 2\r\n%b\r\n" % HOST)
        for _ in range(turns):
            await asyncio.sleep(0)
        protocol.connection_lost(None)
        await asyncio.gather(*protocol.tasks)

    asyncio.run(leave())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
