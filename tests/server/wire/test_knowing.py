"""The shortcut of requests whose lines came before: who takes it, and that nobody can tell."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Scope
from support import document, write
from wired import Transport, connected

from understudy import project
from understudy.server import shortcut
from understudy.server.app import Memory, Mock, build
from understudy.server.exchange import Exchange
from understudy.server.preferences import Preferences
from understudy.server.proven import Proven
from understudy.server.reload import Stage
from understudy.server.security import Credentials
from understudy.server.shortcut import Shortcut
from understudy.server.wire import Protocol, knowing, turns
from understudy.server.wire.giving import LONGEST
from understudy.state.session import DEFAULT, Sessions

AT = datetime(2026, 1, 1, tzinfo=UTC)

FILES = {
    "openapi.yaml": document(
        """
        /things:
          get:
            operationId: things
            parameters: [{name: page, in: query, schema: {type: integer}}]
            responses: {200: &good {description: '', content: {application/json: {schema: &any {type: object}}}}}
        /things/{id}:
          parameters: &id [{name: id, in: path, required: true, schema: {type: string, maxLength: 9}}]
          get: {operationId: thing, responses: {200: *good}}
        /kept/{id}: {parameters: *id, get: {operationId: kept, responses: {200: *good}}}
        /waits: {get: {operationId: waits, responses: {200: *good}}}
        /blocks: {get: {operationId: blocks, responses: {200: *good}}}
        /dated: {get: {operationId: dated, responses: {200: *good}}}
        /last: {get: {operationId: last, responses: {200: *good}}}
        /wrong: {get: {operationId: wrong, responses: {200: *good}}}
        /broken: {get: {operationId: broken, responses: {200: {$ref: '#/nowhere'}}}}
        /{a}/{b}:
          parameters: [{name: a, in: path, required: true, schema: {}}, {name: b, in: path, required: true, schema: {}}]
          get: {operationId: any, responses: {200: *good}}
        /sent:
          post:
            operationId: sent
            requestBody: {content: {application/json: {schema: &pet {type: object, required: [name], properties:
              {id: {type: string}, name: {type: string}}}}, text/plain: {}}}
            responses: {200: *good}
        /secured: {get: {operationId: secured, security: [{basic: []}], responses: {200: *good}}}
        /tagged:
          get: {operationId: tagged, responses: {200: *good}}
          put:
            requestBody: {content: {application/json: {schema: *any}}}
            responses: {200: {description: '', headers: {ETag: {schema: {type: string}}}, content: {'*/*': {}}}}
        /pets:
          get: {responses: {200: {description: '', content: {application/json: {schema: {type: array, items: *pet}}}}}}
          post: &write
            requestBody: {content: {application/json: {schema: *pet}}}
            responses: {201: {description: '', content: {application/json: {schema: *pet}}}}
        /pets/{petId}:
          parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
          get: {responses: {200: {description: '', content: {application/json: {schema: *pet}}}}}
          put: {<<: *write, responses: {200: {description: '', content: {application/json: {schema: *pet}}}}}
          delete: {responses: {204: {description: ''}}}
        """,
        "{schemas: {Kept: {type: object}}, securitySchemes: {basic: {type: http, scheme: basic}}}",
    ),
    "handlers/all.py": """
        import asyncio
        from understudy import Answer, operation, records

        @operation("kept", pure=True)
        async def kept(id):
            return records("kept").get(id=id)

        @operation("waits")
        async def waits():
            await asyncio.sleep(0)
            return {}

        @operation("tagged")
        async def tagged():
            await asyncio.sleep(0)
            return {}

        @operation("blocks")
        def blocks():
            return {}

        @operation("dated")
        async def dated():
            return Answer(200, {}, {"Date": "Thu, 01 Jan 1970 00:00:00 GMT"})

        @operation("last")
        async def last():
            return Answer(200, {}, {"Connection": "close"})

        @operation("wrong")
        async def wrong():
            raise ValueError("wrong")
        """,
    "fixtures/kept.yaml": """
        collection: kept
        schema: '#/components/schemas/Kept'
        key: [id]
        records: {0: {id: '0'}, 1: {id: '1'}, 2: {id: '2'}}
        """,
    "fixtures/scenarios.yaml": "{down: {faults: [{fault: empty}]}, fine: {says: fine}}",
}


def request(target: str, *lines: str, method: str = "GET", end: str = "\r\n") -> bytes:
    """A request; without lines it names a host, and that is all."""
    return end.join([f"{method} {target} HTTP/1.1", *(lines or ["Host: a"]), "", ""]).encode("latin-1")


def posted(body: str, *lines: str, target: str = "/sent", method: str = "POST") -> bytes:
    """A request with a body, of JSON where no lines are given."""
    said = lines or ("Host: a", "Content-Type: application/json")
    return request(target, *said, f"Content-Length: {len(body)}", method=method) + body.encode()


THING = request("/things/b")

SHORT = {
    "made up": THING,
    "a list": request("/things"),
    "a query": request("/things?page=2&x=%20/b?"),
    "a query that breaks the contract": request("/things?page=b"),
    "a query that says nothing": request("/things?"),
    "a query with a mark": request("/things?_x=_b"),
    "no value of a parameter": request("/things/bbbbbbbbbb"),
    "a record": request("/kept/b"),
    "none": request("/kept/bx"),
    "a handler that fails": request("/wrong"),
    "an answer with a date of its own": request("/dated"),
    "a page's": request("/things/b", "Host: a", "Origin: http://x", "Accept: */*", "User-Agent: x"),
    "a line again": request("/things/b", "Host: a", "X-Y: 1", "X-Y: 2"),
    "one who says that it stays": request("/things/b", "Host: a", "Connection: keep-alive"),
    "an offer that is none": request("/things/b", "Host: a", "Upgrade: x"),
    "a body": posted('{"name": "/b"}'),
    "a body that breaks the contract": posted('{"name": 1}'),
    "a body that is none": posted("{"),
    "none where there is one": request("/sent", method="POST"),
    "an empty one": posted(""),
    "a text": posted("/b", "Host: a", "Content-Type: text/plain"),
    "of another kind": posted("/b", "Host: a", "Content-Type: text/html"),
    "a coded one": posted("/b", "Host: a", "Content-Type: application/json", "Content-Encoding: gzip"),
    "a long one": posted('{"name": "%s"}' % ("/b" * 200_000)),
    "what is created": posted('{"name": "/b"}', target="/pets"),
    "what is put": posted('{"name": "b"}', target="/pets/b", method="PUT"),
    "what is deleted": request("/pets/b", method="DELETE"),
    "a body where none belongs": request("/things/b", "Host: a", "Content-Length: 1") + b"x",
    "no body there": request("/things/b", "Host: a", "Content-Length: 0"),
    "what may be known": request("/things/b", "Host: a", "If-None-Match: *"),
    "marks": request("/things/b-_.~!$&'()"),
}
"""Requests that take the shortcut, from the second with their lines on."""

LONG = {
    "a preference in a query": request("/things?__code=200"),
    "a preference in a query, escaped": request("/things?_%5Fcode=200"),
    "and otherwise": request("/things?%5f_code=200"),
    "an escape": request("/things/%41"),
    "a session by its prefix": request("/~mine/things/b"),
    "a session by its header": request("/things/b", "Host: a", "Understudy-Session: mine"),
    "the control API": request("/_understudy/health"),
    "a preference": request("/things/b", "Host: a", "Prefer: code=200"),
    "no path": request("/nothing"),
    "another method's path": request("/sent"),
    "HEAD": request("/things/b", method="HEAD"),
    "what cannot be served": request("/broken"),
    "a handler that waits": request("/waits"),
    "a handler that blocks": request("/blocks"),
    "nothing acceptable": request("/things/b", "Host: a", "Accept: text/html"),
    "the last one": request("/things/b", "Host: a", "Connection: close"),
    "the last of an old client": request("/things/b", "Host: a", "Connection: keep-alive, close"),
    "another protocol": request("/things/b", "Host: a", "Connection: upgrade", "Upgrade: x"),
    "a condition": posted("{}", "Host: a", "If-Match: *", target="/pets/b", method="PUT"),
    "a condition of a write": posted("{}", "Host: a", "If-None-Match: *", target="/pets/b", method="PUT"),
    "what asks for a tag": posted("{}", target="/tagged", method="PUT"),
    "another length": request("/sent", "Host: a", "Content-Length: +1", method="POST") + b"x",
    "lengths": request("/sent", "Host: a", "Content-Length: 1", "Content-Length: 1", method="POST") + b"x",
    "a coding": request("/sent", "Host: a", "Transfer-Encoding: chunked", "Content-Length: 0", method="POST"),
    "a method of which nothing is known": request("/things/b", method="OPTIONS"),
    "a body in pieces": request("/things/b", "Host: a", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "an expectation": request("/things/b", "Host: a", "Expect: 100-continue"),
    "no host": request("/things/b", "X: y"),
    "two hosts": request("/things/b", "Host: a", "Host: b"),
    "an odd host": request("/things/b", "Host: ["),
    "two at once": THING * 2,
    "an absolute target": request("http://b/things/b"),
    "another version": THING.replace(b"1.1", b"1.0"),
    "lines that end otherwise": request("/things/b", end="\n"),
    "a mark that nobody sends": request('/things/"b'),
    "a long one": request("/things/b", "Host: a", "X: " + LONGEST * "x"),
    "a broken one": b"GET /things/b HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
    "empty lines before it": b"\r\n\r\n" + THING,
}
"""Requests that never do."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def served(directory: Path, *, replay: bool = True, scenario: str | None = None, **more: Any) -> Mock:
    """A mock whose clock stands still; without replay, nobody takes the shortcut."""
    memory = Memory(Sessions(clock=AT, scenario=scenario))
    return build(project.load(directory, strict=False), memory, replay=replay, **more)


class Asking:
    """What is asked on connections to a mock, of which nothing is known in the beginning."""

    def __init__(self, mock: Mock, *, is_logged: bool = False) -> None:
        knowing._known.clear()
        self.mock, self.is_logged, self.taken = mock, is_logged, 0

    def __call__(self, *pieces: bytes) -> list[bytes]:
        """What is written for each of these."""
        tell = Protocol._tell

        def counted(*args: Any) -> Any:
            self.taken += 1
            return tell(*args)

        with patch.object(Protocol, "_tell", counted):
            return asyncio.run(self._ask(pieces))

    async def _ask(self, pieces: Sequence[bytes]) -> list[bytes]:
        stage, found = Stage(self.mock), []
        protocol, transport = connected(stage, is_logged=self.is_logged)
        for piece in pieces:
            before = len(transport.pieces)
            protocol.data_received(piece)
            while protocol.tasks and not (protocol._newest and protocol._newest.more_body):
                await asyncio.gather(*protocol.tasks)
            await asyncio.sleep(0)  # to the end of the turn
            found.append(b"".join(transport.pieces[before:]))
            if transport.is_closed:
                protocol.connection_lost(None)
                protocol, transport = connected(stage, is_logged=self.is_logged)
        protocol.connection_lost(None)
        await asyncio.gather(*protocol.tasks)
        return found

    @property
    def noted(self) -> list[Any]:
        """What the journal has, without the time that it took."""
        session = self.mock.memory.sessions.get(DEFAULT)
        told = [(each, each.request, each.response) for each in self.mock.memory.journal.of(session)]
        return [
            (each.id, each.at, each.target, each.status, each.operation, each.records, each.violations, asked, answered)
            for each, asked, answered in told
        ]


@pytest.mark.parametrize(
    ("sent", "taken"),
    [pytest.param(sent, 2, id=name) for name, sent in SHORT.items()]
    + [pytest.param(sent, 0, id=name) for name, sent in LONG.items()],
)
def test_who_takes_the_shortcut(sent: bytes, taken: int, directory: Path) -> None:
    """Whoever does, answers and journal are as they are for those who do not."""
    short, long = Asking(served(directory)), Asking(served(directory, replay=False))
    pieces = [sent.replace(b"/b", b"/%d" % number) for number in range(3)]
    assert short(*pieces) == long(*pieces)
    assert (short.taken, long.taken) == (taken, 0)
    assert short.noted == long.noted
    assert [len(each) for each in (short.noted, long.noted)] != [0, 0] or taken == 0


def test_lines_are_not_taken_for_those_of_another(directory: Path) -> None:
    """What is given by its head is not looked at, and what was sound before it was another one."""
    short, long = Asking(served(directory)), Asking(served(directory, replay=False))
    one = request("/kept/0", "Host: a", "Origin: http://x")
    pieces = [one[:9], one[9:], THING, one[:9], one[9:], one, request("/things/c", "Host: a", "Origin: http://x")]
    assert short(*pieces) == long(*pieces)


def test_half_of_a_head_is_none(directory: Path) -> None:
    """However its lines end: the rest of it comes later."""
    short, long = Asking(served(directory)), Asking(served(directory, replay=False))
    pieces = [request("/things/b", end="\n"), THING, b"GET /things/b HTTP/1.1\n", b"Host: b\r\n\r\n"]
    assert short(*pieces) == long(*pieces)


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ({"scenario": "down"}, 0),
        ({"scenario": "fine"}, 0),
        ({"usual": Preferences(dynamic=True)}, 0),
        ({"seed": "x"}, 1),
    ],
)
def test_where_it_is_closed(options: dict[str, Any], taken: int, directory: Path) -> None:
    """A scenario may change what is there, and so may what is usually preferred."""
    short, long = Asking(served(directory, **options)), Asking(served(directory, replay=False, **options))
    pieces = [THING, request("/things/c")]
    assert short(*pieces) == long(*pieces)
    assert short.taken == taken


def test_who_guards_an_operation_is_not_passed_by(directory: Path) -> None:
    """Credentials are looked at behind the gate, for everybody."""
    guarded: dict[str, Any] = {"credentials": Credentials(("a:b",), is_checked=True)}
    short, long = Asking(served(directory, **guarded)), Asking(served(directory, replay=False, **guarded))
    good, bad = "Authorization: Basic YTpi", "Authorization: Basic YTpj"
    pieces = [request("/secured", "Host: a", *line) for line in ([good], [], [bad]) for _ in range(2)]
    assert short(*pieces) == long(*pieces)
    assert short.taken == 3
    statuses = [answer[9:12] for answer in short(*pieces)]
    assert statuses == [b"200", b"200", *[b"401"] * 4]


def test_it_is_closed_where_another_project_may_have_the_path(directory: Path) -> None:
    """Several behind one address are asked in turn."""
    mock = served(directory)
    stage = Stage(mock)
    assert stage.shortcut is mock.shortcut is not None
    stage = Stage(Mock(mock.project, mock.memory, mock.answers, mock.refusals, mock.app, beside=(mock,)))
    assert stage.shortcut is None


def test_the_bytes_of_an_answer_that_is_kept_are_known(directory: Path) -> None:
    """So the same request is not made anew the next time: of records at once, of what is made up from the third on."""
    asking = Asking(served(directory))
    assert asking.mock.proven is not None
    one, other = request("/kept/0"), request("/things/c")
    asking(request("/things/b"), one, one, other, other, other)
    assert set(asking.mock.proven.by_bytes) == {one, other}
    assert (asking.taken, asking.mock.proven.count) == (3, 2)


def test_an_answer_after_which_there_is_none(directory: Path) -> None:
    """It is written by the server's own protocol, which ends the connection."""
    short, long = Asking(served(directory)), Asking(served(directory, replay=False))
    pieces = [THING, request("/last"), request("/last")]
    assert short(*pieces) == long(*pieces)
    assert short.taken == 2


def test_what_ought_not_to_happen(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An error of ours is told as the server tells one, and the connection goes on."""
    asking = Asking(served(directory))
    asking(THING)

    async def failing(*_: object) -> None:
        raise SystemError("bug")

    with patch.object(Shortcut, "answer", failing), caplog.at_level(logging.ERROR):
        failed, again = asking(THING, THING)
    assert failed == again
    assert failed.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert "SystemError" in caplog.text


def test_who_does_not_listen_is_not_written_to(directory: Path) -> None:
    """Where a client takes nothing, its requests are none for this; nor where a path is below another one."""

    async def ask() -> list[bool]:
        protocol, _ = connected(Stage(served(directory)), is_logged=False)
        protocol.data_received(THING)
        protocol.flow.pause_writing()
        before = protocol._shorten(THING)
        protocol.flow.resume_writing()
        between, protocol.root_path = protocol._shorten(THING), "/x"
        return [before, between, protocol._shorten(THING)]

    knowing._known.clear()
    assert asyncio.run(ask()) == [False, True, False]


def test_answers_of_a_turn_are_written_together(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its end; sooner where one goes the long way, who may need long for that, and where a client has ended."""
    monkeypatch.setattr(turns, "TOGETHER", float("inf"))  # however long it takes here

    async def ask() -> list[list[int]]:
        stage, found = Stage(served(directory)), []
        each = [connected(stage, is_logged=False) for _ in range(3)]

        async def feed(*pieces: bytes | None) -> None:
            for piece, (protocol, _) in zip(pieces, each, strict=False):
                if piece is None:
                    assert not protocol.eof_received()
                else:
                    protocol.data_received(piece)
            found.append([len(transport.pieces) for _, transport in each])
            await asyncio.sleep(0)

        kept = request("/kept/b")
        for pieces in ((THING,), (kept, THING, kept), (kept, THING, b"GET"), (THING, kept), (kept, kept, None), ()):
            await feed(*pieces)
        return found

    knowing._known.clear()
    assert asyncio.run(ask()) == [[1, 0, 0], [2, 0, 0], [3, 2, 1], [4, 2, 1], [5, 4, 1], [5, 4, 1]]


@pytest.mark.parametrize(
    ("together", "sent"), [pytest.param(0.0, [True, True], id="long"), pytest.param(1e9, [True, False], id="short")]
)
def test_nobody_waits_for_an_answer_that_takes_its_time(
    together: float, sent: list[bool], directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For an operation it is the time of its last answer; before the first one, it may be long."""

    async def ask() -> list[bool]:
        stage, found, turn = Stage(served(directory)), [], turns.turn_of(asyncio.get_running_loop())
        (one, _), (_, waiting) = (connected(stage, is_logged=False) for _ in range(2))
        one.data_received(THING)
        for page in range(2):
            await asyncio.sleep(0)
            turn.write(one.loop, Transport(), b"first", 0.0)
            turn.write(one.loop, waiting, b"second", 0.0)
            assert b"second" not in waiting.pieces
            one.data_received(request(f"/things?page={page}"))
            found.append(b"second" in waiting.pieces)
            waiting.pieces.clear()
        return found

    knowing._known.clear()
    monkeypatch.setattr(turns, "TOGETHER", together)
    assert asyncio.run(ask()) == sent


def test_requests_share_no_state(directory: Path) -> None:
    """What an application writes down in a scope is gone with the request."""
    asking, states = Asking(served(directory)), []
    answer = Shortcut.answer

    async def seen(self: Shortcut, exchange: Exchange, scope: Scope, body: bytes) -> None:
        states.append(dict(scope["state"]))
        scope["state"]["seen"] = True
        await answer(self, exchange, scope, body)

    with patch.object(Shortcut, "answer", seen):
        asking(THING, THING, request("/things/c"))
    assert states == [{}, {}]


def test_the_access_log_is_the_same(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each request has its line there."""
    lines = []
    for replay in (True, False):
        caplog.clear()
        asking = Asking(served(directory, replay=replay), is_logged=True)
        with caplog.at_level(logging.INFO, "uvicorn.access"):
            asking(THING, request("/things/c"), request("/kept/b"), request("/last"))
        assert asking.taken == (3 if replay else 0)
        lines.append([record.getMessage() for record in caplog.records if record.name == "uvicorn.access"])
    assert lines[0] == lines[1]
    assert len(lines[0]) == 4


def test_heads_are_forgotten_when_there_are_many(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients may send what they like in them."""
    monkeypatch.setattr(knowing, "MOST", 2)
    asking = Asking(served(directory))
    asking(*(request("/things/b", f"Host: a{number}") for number in range(9)))
    assert [*knowing._known] == [b"\r\nHost: a7\r\n\r\n", b"\r\nHost: a8\r\n\r\n"]


def test_ways_are_forgotten_when_there_are_many(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many are known as operations have and clients say what they accept; they are found again."""
    monkeypatch.setattr(shortcut, "_MOST", 2)
    asking = Asking(served(directory))
    accepted = ["*/*", "application/*", "application/json", "*/*"]
    pieces = [request(f"/things/{each}", "Host: a", f"Accept: {text}") for text in accepted for each in "ab"]
    assert [answer[:15] for answer in asking(*pieces)] == [b"HTTP/1.1 200 OK"] * 8
    taken = asking.mock.shortcut
    assert taken is not None
    assert len(taken._ways) == 2
    assert asking.taken == 5


def test_nobody_sends_an_answer_on_the_way() -> None:
    """It is left with its exchange."""
    with pytest.raises(AssertionError, match=r"http\.response\.start"):
        asyncio.run(shortcut._nowhere({"type": "http.response.start"}))


TARGETS = st.sampled_from(["/things/b", "/kept/0", "/kept/no", "/things", "/things?page=1", "/nothing", "/things/%62"])
VALUES = st.text("ab,;=/*: \t\r\n\0\x7f\xe9", max_size=6)
NAMES = st.sampled_from([
    *("Host", "Host", "Host", "Accept", "Origin", "Prefer", "Connection", "Upgrade", "Expect", "Content-Length"),
    *("Transfer-Encoding", "Cookie", "X", "Understudy-Session", " X", "X ", ""),
])  # fmt: skip
SAID = st.sampled_from(
    ["a", "a:1", "*/*", "text/html", "close", "keep-alive", "100-continue", "0", "2", "chunked", "code=404"]
)
HEADS = st.lists(st.tuples(NAMES, st.sampled_from([": ", ":", " : "]), SAID | VALUES), max_size=4)
ENDS = st.sampled_from(["\r\n"] * 5 + ["\n", "\r", "\r\n "])


@settings(max_examples=500, deadline=None)
@given(
    st.lists(HEADS, min_size=1, max_size=2),
    st.lists(st.tuples(st.sampled_from(["GET", "GET", "GET", "HEAD", "get"]), TARGETS), min_size=2, max_size=5),
    st.lists(ENDS, min_size=3, max_size=3),
    st.sampled_from(["", "x", "GET /things HTTP/1.1\r\nHost: a\r\n\r\n"]),
)
def test_whatever_a_head_is_the_answer_is_the_same(
    heads: list[list[tuple[str, str, str]]], asked: list[tuple[str, str]], ends: list[str], rest: str
) -> None:
    """What the parser would refuse, or take for something else, is not known afterwards."""
    first, between, last = ends
    pieces = []
    for number, (method, target) in enumerate(asked):
        lines = ["Host: a", *map("".join, heads[number % len(heads)])][number % 7 == 6 :]
        text = f"{method} {target} HTTP/1.1{first}{between.join(lines)}{last}\r\n{rest if number == 1 else ''}"
        pieces.append(text.encode("latin-1"))
    with patch.object(Proven, "keep"):
        short, long = Asking(_mock())(*pieces), Asking(_mock(replay=False))(*pieces)
    assert short == long


@cache
def _mock(*, replay: bool = True) -> Mock:
    with TemporaryDirectory() as directory:
        return served(write(Path(directory), FILES), replay=replay)
