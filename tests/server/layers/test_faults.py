"""What goes wrong on purpose, on a real socket and over many requests."""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from live import Live, receive, serving, until
from support import ask, document, mock, write

from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.server.layers import faults
from understudy.server.layers.faults import EARLY
from understudy.server.run import Options

PATHS = """
    /thing:
      get:
        operationId: get_thing
        responses:
          '200': {description: A thing, content: {application/json: {schema: {type: array}}}}
          '503': {description: Not now, content: {application/json: {schema: {type: object}}}}
    /nothing:
      get:
        operationId: get_nothing
        responses: {'204': {description: Nothing}}
    """
FILES = {
    "openapi.yaml": document(PATHS),
    "handlers/things.py": "async def get_thing():\n    return list(range(1000))\n",
    "fixtures/scenarios.yaml": """
        cut: {faults: [{fault: reset, share: 0.2}]}
        moody: {faults: [{status: 503, share: 0.5, operations: [GET /thing]}]}
        never: {faults: [{status: 503, share: 0}]}
        always: {faults: [{status: 503, share: 1}]}
        both: {faults: [{delay: 20ms}, {delay: 10ms}, {fault: empty}, {fault: reset}]}
        """,
}
WHOLE = b"[" + b",".join(b"%d" % number for number in range(1000)) + b"]"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(write(tmp_path_factory.mktemp("faulty"), FILES), Options(seed="s")) as server:
        yield server


def asked(live: Live, prefer: str, target: str = "/thing") -> socket.socket:
    """A connection on which a request has been sent."""
    connection = live.connect()
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nPrefer: {prefer}\r\n\r\n".encode())
    return connection


def everything(connection: socket.socket) -> bytes:
    """What comes until the connection ends in good order. Raises ConnectionResetError where it does not."""
    with connection:
        came = b""
        while piece := connection.recv(1 << 16):
            came += piece
        return came


def test_a_reset_is_a_reset(live: Live) -> None:
    """The connection is torn down, and not a byte has come."""
    with pytest.raises(ConnectionResetError):
        everything(asked(live, "fault=reset"))


def test_an_empty_reply_is_the_end_of_the_connection(live: Live) -> None:
    assert everything(asked(live, "fault=empty")) == b""


def test_a_truncated_body_is_shorter_than_its_length_says(live: Live) -> None:
    """The head promises all of the body, half of it comes, and then the connection ends."""
    head, _, body = everything(asked(live, "fault=truncate")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"content-length: %d" % len(WHOLE) in head.lower()
    assert body == WHOLE[: len(WHOLE) // 2]


def test_garbage_is_a_whole_answer_that_is_no_text(live: Live) -> None:
    """The connection goes on, for the answer is well-formed as far as HTTP knows."""
    with asked(live, "fault=garbage") as connection:
        (answer,) = receive(connection, 1)
        assert (answer.status, len(answer.body)) == (200, len(WHOLE))
        with pytest.raises(UnicodeDecodeError):
            answer.body.decode()
        connection.sendall(b"GET /thing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        (answer,) = receive(connection, 1)
        assert answer.body == WHOLE


@pytest.mark.parametrize("fault", ["truncate", "garbage", "empty"])
def test_an_answer_without_a_body_can_only_be_missing(fault: str, live: Live) -> None:
    assert everything(asked(live, f"fault={fault}", "/nothing")) == b""


@pytest.mark.parametrize("fault", ["truncate", "empty"])
def test_what_was_asked_behind_a_broken_answer_is_never_answered(fault: str, live: Live) -> None:
    """The connection has ended, whatever the client had sent already."""
    with asked(live, f"fault={fault}") as connection:
        connection.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
        with suppress(ConnectionResetError):  # what is unread when a socket is closed resets it
            assert everything(connection).count(b"HTTP/1.1") <= 1


def test_a_broken_answer_stands_in_the_access_log(live: Live) -> None:
    """One line each, and what became of it."""
    for fault in ("reset", "empty", "truncate"):
        with suppress(ConnectionResetError):
            everything(asked(live, f"fault={fault}"))
    for line in ('"GET /thing HTTP/1.1" reset', '"GET /thing HTTP/1.1" empty', '"GET /thing HTTP/1.1" 200'):
        until(lambda line=line: any(line in logged for logged in live.lines), line)  # type: ignore[misc]


def test_a_client_that_does_not_wait_leaves_nothing(live: Live) -> None:
    """An answer that is held back for minutes is given up with its connection."""
    connection = asked(live, "wait=300")
    until(lambda: live.load[1] == 1, "the request is under way")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    until(lambda: live.load == (0, 0), "the request is given up")


def test_a_server_stops_while_answers_are_held_back(tmp_path: Path) -> None:
    """Nobody has anything of the rest of the wait."""
    with serving(write(tmp_path, FILES), timeout_graceful_shutdown=None) as live:
        connection = asked(live, "wait=300")
        until(lambda: live.load[1] == 1, "the request is under way")
    connection.close()


# Over many requests


def statuses(app: Mock, prefer: str, count: int = 200, session: str = "a") -> list[int]:
    """What so many requests of a session are answered with."""
    headers = {"Prefer": prefer, "Understudy-Session": session}
    return [ask(app, "/thing", headers=headers).status for _ in range(count)]


def test_a_share_is_that_share_and_the_same_each_time(tmp_path: Path) -> None:
    """In one session as in another, in one process as in another; another seed chooses otherwise."""
    write(tmp_path, FILES)
    drawn = statuses(mock(tmp_path), "scenario=moody")
    assert 75 < drawn.count(503) < 125
    assert drawn[:50] != sorted(drawn[:50])
    again = mock(tmp_path)
    assert statuses(again, "scenario=moody") == statuses(again, "scenario=moody", session="b") == drawn
    assert statuses(mock(tmp_path), "scenario=moody, seed=other") != drawn
    seeded = build(project.load(tmp_path), Memory(), seed="other")
    assert statuses(seeded, "scenario=moody") == statuses(mock(tmp_path), "scenario=moody, seed=other")


def test_a_share_of_none_and_of_all(tmp_path: Path) -> None:
    app = mock(tmp_path, FILES)
    assert set(statuses(app, "scenario=never", 50)) == {200}
    assert set(statuses(app, "scenario=always", 50)) == {503}


def test_a_share_of_connections_is_cut(tmp_path: Path) -> None:
    """Where a server has no way to cut them, nothing at all is sent."""
    drawn = statuses(mock(tmp_path, FILES), "scenario=cut", 200)
    assert 20 < drawn.count(0) < 60
    assert set(drawn) == {0, 200}


def test_the_longest_delay_and_the_first_break_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of one scenario come together."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(faults, "time", SimpleNamespace(monotonic=lambda: 0.0))
    app = build(project.load(write(tmp_path, FILES)), Memory(), sleep=sleep)
    reply = ask(app, "/thing", headers={"Prefer": "scenario=both"})
    assert reply.status == 0
    assert waits == [0.020]
    found = ask(app, "/_understudy/journal", headers={"Host": "localhost"}).json["exchanges"]
    assert [exchange["fault"] for exchange in found] == ["empty"]


def test_no_answer_comes_too_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer that goes off a little early is waited for once more."""
    now = 100.0

    async def early(seconds: float) -> None:
        nonlocal now
        now += max(0.0, seconds - EARLY / 2)

    monkeypatch.setattr(faults, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(faults, "asyncio", SimpleNamespace(sleep=early))
    app = build(project.load(write(tmp_path, FILES)), Memory(), sleep=early)
    ask(app, "/thing", headers={"Prefer": "wait=1"})
    assert now >= 101


def test_an_answer_that_has_taken_its_time_is_not_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it took by itself counts."""

    async def never(_: float) -> None:
        pytest.fail("it has been waited for")

    moments = iter([100.0, 101.0])
    monkeypatch.setattr(faults, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    app = build(project.load(write(tmp_path, FILES)), Memory(), sleep=never)
    assert ask(app, "/thing", headers={"Prefer": "wait=1"}).status == 200
