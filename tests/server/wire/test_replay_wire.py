"""Answers given again on the wire: before there is a scope or a task, and nobody can tell."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from live import SECONDS, Live, receive, send, serving, until
from support import ROOT

from understudy.server.proven import Proven
from understudy.server.reload import Stage
from understudy.server.run import Options
from understudy.server.wire import Protocol

GOOD = b"/v1/retrievers/ret_products_bm25/evaluations/eval_baseline"
COUNTED = b"/v1/retrievers/ret_products_hybrid/evaluations/eval_counted"
NONE = b"/v1/retrievers/ret_products_hybrid/evaluations/none"


def request(target: bytes = GOOD, *fields: bytes, method: bytes = b"GET", version: bytes = b"1.1") -> bytes:
    """A request; without fields it names a host, and that is all."""
    lines = [b"%b %b HTTP/%b" % (method, target, version), *(fields or [b"Host: a"]), b"", b""]
    return b"\r\n".join(lines)


LENGTH = b"Content-Length: %d" % len(request())
CHUNKED, CHUNK, END = b"Transfer-Encoding: chunked", b"%x\r\n" % len(request()), b"\r\n0\r\n\r\n"
LAST = request(GOOD, b"Host: a", b"Connection: close")
BROWSER = [b"Host: a", b"Accept: */*", b"Origin: http://localhost:3000", b"User-Agent: x", b"Accept-Encoding: gzip, br"]


def heard(live: Live, pieces: Sequence[bytes]) -> tuple[bytes, list[str]]:
    """All that comes over a connection until the server ends it, and what is logged of that without the port."""
    before = len(live.lines)
    with live.connect() as connection:
        send(connection, *pieces)
        data = b""
        while chunk := connection.recv(1 << 16):
            data += chunk
    return data, [re.sub(r"^127\.0\.0\.1:[0-9]+", "client", line) for line in live.lines[before:]]


def proven(live: Live) -> Proven:
    """What the mock behind a port has proven."""
    stage = live.server.config.loaded_app
    assert isinstance(stage, Stage)
    assert stage.mock.proven is not None
    return stage.mock.proven


@pytest.mark.parametrize(
    ("pieces", "count"),
    [
        ([request()] * 4, 3),
        ([request() * 4], 3),
        ([request() + request(method=b"POST") + request() * 3], 3),
        ([request(GOOD, *BROWSER)] * 3, 2),
        ([request(method=b"HEAD")] * 3 + [request()], 2),
        ([request(COUNTED)] * 6, 2),
        ([request(NONE)] * 4, 2),
        ([request(GOOD + b"?__code=404"), request(GOOD + b"?a=%C3%BC")] * 3, 3),
        ([request(GOOD + b"#part")] * 2, 1),
        ([request(b"http://a" + GOOD)] * 2, 1),
        ([request(b"/~one" + GOOD)] * 2, 1),
        ([request(GOOD, b"Host: a", b"Upgrade: h2c", b"Connection: Upgrade")] * 2, 1),
        ([request(GOOD, b"Host: a", b"Expect: 100-continue")] * 2, 0),
        ([request(GOOD, b"Host: a", b"Content-Length: 0")] * 2, 0),
        ([request(GOOD, b"Host: a", b"Content-Length: 2") + b"{}"] * 2, 0),
        ([request(b"/nowhere") + b"garbage\r\n\r\n"], 0),
        ([request(GOOD, b"Connection: keep-alive", version=b"1.0")], 0),
        ([request(b"/_understudy/journal/count", b"Host: 127.0.0.1")] * 2, 0),
        ([bytes([byte]) for byte in request() + request()], 1),
        ([request(), request(), request(), request() * 2, request()[:20], request()[20:], request()], 6),
        ([request(), request(), request() + request()[:9], request()[9:]], 3),
        ([request(), request(), request(GOOD, b"HOST:   a"), request(GOOD, b"HOST:   a"), request()], 4),
    ],
)
def test_the_wire_is_the_same(pieces: list[bytes], count: int) -> None:
    """Every byte on the connection and every line on the log is as without replay, whatever comes in which pieces."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    is_last = any(part in pieces[-1] for part in (b"garbage", b"HTTP/1.0"))
    told = pieces if is_last else [*pieces, LAST]
    with serving(ROOT, Options(clock=at, no_replay=True)) as live:
        made = [heard(live, told) for _ in range(2)]
    with serving(ROOT, Options(clock=at)) as live:
        first = heard(live, told)
        assert proven(live).count == count
        assert [first, heard(live, told)] == made


def test_garbage_behind_what_is_proven_is_refused() -> None:
    """As it is where it comes when all has been answered: nothing is under way that it would have to wait for."""
    with serving(ROOT) as live:
        heard(live, [request(), LAST])
        data, _ = heard(live, [request() + request() + b"garbage\r\n\r\n"])
    assert [data.count(b"HTTP/1.1 %d " % status) for status in (200, 400)] == [2, 1]


def test_a_quiet_mock_logs_no_requests() -> None:
    """Neither those that are answered again nor those that are not; the journal has them all the same."""
    fields = [b"Host: 127.0.0.1", b"Content-Type: application/json", b"Content-Length: 2"]
    asked = request(b"/_understudy/journal/count", *fields, method=b"POST") + b"{}"
    with serving(ROOT, Options(quiet=True)) as live:
        assert heard(live, [request(), LAST])[1] == []
        assert heard(live, [request(), LAST])[1] == []
        assert proven(live).count == 2
        assert heard(live, [request(b"/v1/retrievers/a/evaluations/b?__code=x", *fields[:1]), LAST])[1] == []
        assert b'"count":6' in heard(live, [asked, LAST])[0]


def test_there_is_no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proven is answered by the protocol itself, the one after the other on a connection that stays open."""
    asked = [request(), request(method=b"HEAD"), request(GOOD, *BROWSER), request(NONE)]
    with serving(ROOT) as live:
        heard(live, [*asked, request(NONE), LAST])

        def never(*_: object) -> None:
            pytest.fail("a task is made")

        monkeypatch.setattr(Protocol, "_start_asgi_task", never)
        with live.connect() as connection:
            for _ in range(2):
                send(connection, b"".join(asked))
                came = receive(connection, len(asked), ["GET", "HEAD", "GET", "GET"])
                assert [answer.status for answer in came] == [200, 200, 200, 404]
        monkeypatch.undo()
        assert proven(live).count == 2 * len(asked)


def test_what_is_known_by_its_bytes_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that came alone and whole is known by its bytes when it comes so again, on any connection."""
    asked = [request(), request(method=b"HEAD"), request(GOOD, *BROWSER), request(NONE)]
    with serving(ROOT) as live:
        for _ in range(3):
            with live.connect() as connection:
                for each in asked:
                    send(connection, each)
                    receive(connection, 1, [each.split()[0].decode()])

        def never(*_: object) -> None:
            pytest.fail("something is parsed")

        monkeypatch.setattr(Protocol, "_feed", never)
        with live.connect() as connection:
            for each in asked * 2:
                send(connection, each)
                (came,) = receive(connection, 1, [each.split()[0].decode()])
                assert came.status == (404 if NONE in each else 200)
        monkeypatch.undo()
        assert proven(live).count == 4 * len(asked) - 1, "a 404 is kept when it is asked for again"


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [((LENGTH,), b"", b""), ((CHUNKED,), CHUNK, END), ((LENGTH, b"Upgrade: x", b"Connection: upgrade"), b"", b"")],
)
def test_a_body_is_no_request(
    fields: tuple[bytes, ...], before: bytes, after: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Be it the bytes of one that is known, and be it that its own request has been answered by then."""
    came: list[bytes] = []
    give = Protocol._give_by_bytes

    def noting(self: Protocol, data: bytes) -> bool:
        came.append(data)
        return give(self, data)

    monkeypatch.setattr(Protocol, "_give_by_bytes", noting)
    with serving(ROOT) as live, live.connect() as connection:
        for _ in range(3):
            send(connection, request())
            receive(connection, 1, ["GET"])
        send(connection, request(b"/nowhere", b"Host: a", *fields, method=b"POST") + before)
        assert [answer.status for answer in receive(connection, 1, ["POST"])] == [404]
        send(connection, request())
        until(lambda: came[-1] == request(), "the body comes")
        send(connection, after + request(NONE))
        assert [answer.status for answer in receive(connection, 1, ["GET"])] == [404]


def test_who_asks_for_what_is_known_is_not_taken_for_silent() -> None:
    """A connection ends when nothing has come for a while, and what is not parsed has come too."""
    with serving(ROOT) as live, live.connect() as connection:
        for _ in range(3):
            send(connection, request())
            receive(connection, 1, ["GET"])
        (protocol,) = protocols(live)
        for at, is_open in ((protocol._alarm._at, True), (0.0, False)):
            done = Event()

            def fires(at: float | None = at, done: Event = done) -> None:
                protocol._alarm._at = at
                protocol._alarm._go_off()
                done.set()

            protocol.loop.call_soon_threadsafe(fires)
            assert done.wait(SECONDS)
            if is_open:
                send(connection, request())
                assert [answer.status for answer in receive(connection, 1, ["GET"])] == [200]
        assert connection.recv(1) == b""


def test_a_head_that_does_not_end_is_not_waited_for_longer_behind_what_is_known() -> None:
    """It has its own time, which does not begin anew."""
    with serving(ROOT) as live, live.connect() as connection:
        for _ in range(3):
            send(connection, request())
            receive(connection, 1, ["GET"])
        send(connection, request()[:9])
        (protocol,) = protocols(live)
        until(lambda: protocol._in_head, "the head begins")
        protocol.loop.call_soon_threadsafe(protocol._time_is_up)
        assert connection.recv(1) == b""


def test_a_head_that_is_proven_in_one_version_is_not_in_another() -> None:
    """HTTP/1.0 needs no host, and the same head in HTTP/1.1 does."""
    with serving(ROOT) as live:
        old = [heard(live, [request(GOOD, b"Accept: */*", version=b"1.0")])[0] for _ in range(2)]
        new, _ = heard(live, [request(GOOD, b"Accept: */*")])
    assert [answer.startswith(b"HTTP/1.1 200 ") for answer in old] == [True, True]
    assert new.startswith(b"HTTP/1.1 400 ")


def test_a_client_that_does_not_read_is_waited_for() -> None:
    """Answers that nobody takes do not pile up: the mock stops to read, and goes on as soon as somebody takes them."""
    many = 4000
    with serving(ROOT) as live:
        one, _ = heard(live, [request(), LAST])
        length = len(one.partition(b"HTTP/1.1")[2].partition(b"HTTP/1.1")[0]) + len(b"HTTP/1.1")
        with live.connect() as connection:
            sending = Thread(target=send, args=(connection, request() * many))
            sending.start()
            until(lambda: any(each.flow.read_paused for each in protocols(live)), "the mock stops to read")
            assert all(each.transport.get_write_buffer_size() < 1 << 20 for each in protocols(live))
            data = b""
            while len(data) < many * length:
                data += connection.recv(1 << 20)
            sending.join()
        assert data.count(b"HTTP/1.1 200 OK") == many
        assert len(data) == many * length
        assert proven(live).count == many


def protocols(live: Live) -> list[Protocol]:
    """The connections that there are."""
    return [each for each in list(live.server.server_state.connections) if isinstance(each, Protocol)]
