"""Sessions by their names: which one a request is in, and that none sees another's state, however many there are."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import serving
from support import ROOT, ask, document, mock, write

from understudy.server.app import Mock
from understudy.state.session import DEFAULT, MOST

PATHS = """
    /notes:
      get:
        operationId: list_notes
        responses:
          '200':
            description: All notes
            content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Note'}}}}
    /notes/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get:
        operationId: get_note
        responses:
          '200': {description: A note, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
          '404': {description: None, content: {application/json: {schema: {type: object}}}}
      put:
        operationId: put_note
        requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        responses:
          '200': {description: A note, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
    """
COMPONENTS = """
    schemas:
      Note:
        type: object
        required: [id, text]
        properties: {id: {type: string}, text: {type: string}, at: {type: string, format: date-time}}
    """
FILES = {
    "openapi.yaml": document(PATHS, COMPONENTS),
    "handlers/notes.py": """
        from understudy import records

        async def put_note(id, body):
            return records("notes").put(body)
        """,
    "fixtures/notes.yaml": """
        collection: notes
        schema: '#/components/schemas/Note'
        key: [id]
        records:
          first:
            id: first
            text: new
            stages: [{new: {}}, {read: {after: 1 reads, text: read}}, {old: {after: 5 reads, text: old}}]
        """,
    "fixtures/scenarios.yaml": "gone: {notes: {first: null}}\n",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("notes"), FILES)


_marks = count()


def session_of(app: Mock, target: str, **headers: str) -> str:
    """The session that a request is in, by the journal in which it is told; a mark tells it from others."""
    mark = f"mark-{next(_marks)}"
    joined = f"{target}{'&' if '?' in target else '?'}{mark}"
    ask(app, joined, headers=headers)
    for session in app.memory.sessions:
        if any(entry.target.endswith(mark) for entry in app.memory.journal.of(session)):
            return session.name
    raise AssertionError("no session has it")


@pytest.mark.parametrize(
    ("target", "header", "session"),
    [
        ("/notes", None, DEFAULT),
        ("/notes", "a", "a"),
        ("/notes", "A-b_c.9", "A-b_c.9"),
        ("/notes", "x" * 64, "x" * 64),
        ("/notes", "x" * 65, DEFAULT),
        ("/notes", "a b", DEFAULT),
        ("/notes", "ä", DEFAULT),
        ("/notes", "../etc", DEFAULT),
        ("/~a/notes", None, "a"),
        ("/~a/notes", "b", "b"),
        ("/%7ea/notes", None, "a"),
        ("/~%61/notes", None, "a"),
        (f"/~{'x' * 64}/notes", None, "x" * 64),
        (f"/~{'x' * 65}/notes", None, DEFAULT),
        ("/~a%20b/notes", None, DEFAULT),
        ("/~a%2Fnotes", None, DEFAULT),
        ("/~/notes", None, DEFAULT),
        ("//~a/notes", None, DEFAULT),
        ("/~a/~b/notes", None, "a"),
        ("/~a", None, "a"),
        ("/~a/", None, "a"),
        ("*", None, DEFAULT),
    ],
)
def test_which_session_a_request_is_in(target: str, header: str | None, session: str, app: Mock) -> None:
    """The header's, else that of the path; the default one where neither names any."""
    headers = {} if header is None else {"Understudy-Session": header}
    assert session_of(app, target, **headers) == session


def test_a_prefix_is_no_part_of_what_was_asked(app: Mock) -> None:
    """Neither for the contract nor in the journal."""
    ask(app, "/_understudy/journal", "DELETE", headers={"Host": "localhost", "Understudy-Session": "prefixed"})
    assert ask(app, "/~prefixed/notes/first?a=%7E").status == 200
    told = ask(app, "/~prefixed/_understudy/journal", headers={"Host": "localhost"}).json["exchanges"]
    assert [exchange["request"]["target"] for exchange in told] == ["/notes/first?a=%7E"]


def test_a_place_of_a_created_record_keeps_its_session(tmp_path: Path) -> None:
    """A client that follows a redirect out of a prefixed path by an absolute path would leave its session."""
    app = mock(tmp_path, FILES)
    ask(app, "/~a/notes/n", "PUT", headers={"Content-Type": "application/json"}, body=b'{"id": "n", "text": "of a"}')
    assert ask(app, "/~a/notes/n").json["text"] == "of a"
    assert ask(app, "/notes/n").status == 404


def test_there_are_no_more_sessions_than_there_may_be(tmp_path: Path) -> None:
    """Whoever names sessions at random does not fill the memory."""
    app = mock(tmp_path, FILES)
    for number in range(MOST + 50):
        ask(app, "/nowhere", headers={"Understudy-Session": f"s{number}"})
    assert len(app.memory.sessions) == MOST


# Many at once


def _life(number: int, port: int) -> list[Any]:
    """A tester's whole story in a session of their own, and what they saw of it."""
    session = f"tester-{number}"
    scheme = {"Understudy-Session": session} if number % 2 else {}
    base = "" if number % 2 else f"/~{session}"
    connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(method: str, path: str, body: Any = None) -> httpx.Response:
        sent = None if body is None else httpx.Request("POST", "http://x", json=body).content
        connection.request(
            method, base + path, sent, {"Content-Type": "application/json", **scheme} if sent else scheme
        )
        answer = connection.getresponse()
        return httpx.Response(answer.status, content=answer.read(), headers=dict(answer.getheaders()))

    year = 2030 + number
    seen: list[Any] = []
    ask("PUT", "/_understudy/clock", {"freeze": f"{year}-01-01T00:00:00Z"})
    seen += [ask("GET", "/notes/first").json()["text"] for _ in range(number % 7 + 1)]
    ask("PUT", "/notes/mine", {"id": "mine", "text": session})
    seen.append(ask("GET", "/notes/mine").json()["text"])
    seen.append(ask("GET", "/notes/first").headers["date"][12:16])
    if number % 3 == 0:
        ask("PUT", "/_understudy/scenario", {"scenario": "gone"})
    seen.append(ask("GET", "/notes/first").status_code)
    seen.append(ask("GET", "/_understudy/records/notes/first").status_code)
    seen.append([note["text"] for note in ask("GET", "/notes").json() if note["id"] == "mine"])
    seen.append(ask("POST", "/_understudy/journal/count", {"operation": "get_note"}).json()["count"])
    connection.close()
    return seen


def _expected(number: int) -> list[Any]:
    reads = number % 7 + 1
    texts = ["new" if read == 0 else "read" if read < 5 else "old" for read in range(reads)]
    gone = number % 3 == 0
    found = [404, 404] if gone else [200, 200]
    session = f"tester-{number}"
    return [*texts, session, str(2030 + number), *found, [session], reads + 3]


def test_sixty_four_testers_at_once_see_nothing_of_each_other(tmp_path: Path) -> None:
    """Each has their own time, reads, writes, scenario and journal, as if nobody else were there."""
    with serving(write(tmp_path, FILES)) as live, ThreadPoolExecutor(64) as pool:
        lives = list(pool.map(lambda number: _life(number, live.port), range(64)))
    assert lives == [_expected(number) for number in range(64)]


def test_two_clients_of_one_session_see_one_life(tmp_path: Path) -> None:
    """Each answer counts as one read, whoever it is for, and nobody sees the record go back."""
    began = threading.Barrier(8)

    def poll(port: int) -> list[str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        began.wait()
        seen = []
        for _ in range(5):
            connection.request("GET", "/notes/first", headers={"Understudy-Session": "shared"})
            seen.append(httpx.Response(200, content=connection.getresponse().read()).json()["text"])
        connection.close()
        return seen

    with serving(write(tmp_path, FILES)) as live, ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(poll, [live.port] * 8))
    every = [text for texts in seen for text in texts]
    assert (every.count("new"), every.count("read"), every.count("old")) == (1, 4, 35)
    order = ["new", "read", "old"]
    assert all(texts == sorted(texts, key=order.index) for texts in seen)


def test_a_request_takes_its_session_along_wherever_it_waits() -> None:
    """Two requests in turn on one loop, each in its own session, and neither in the other's while it waits."""
    app = mock(ROOT)
    path = "/v1/retrievers/ret_products_hybrid/evaluations/eval_live"
    first, second = "2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z"

    async def both() -> list[str]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            for name, moment in (("a", first), ("b", second)):
                await client.put(f"/~{name}/_understudy/clock", json={"freeze": moment})
            answers = await asyncio.gather(*(client.get(f"/~{name}{path}") for name in "abab" * 8))
            return [answer.json()["created_at"] for answer in answers]

    assert asyncio.run(both()) == [first, second, first, second] * 8
