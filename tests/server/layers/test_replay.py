"""The same request again: nobody can tell an answer that was proven from one that is made anew."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from connexion.middleware.context import ContextOperation
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message
from support import ROOT, Outside, Reply, ask, document, fetch, scope, write

from understudy import project
from understudy.contract.paths import Router
from understudy.contract.schemas import Schemas
from understudy.project import Project
from understudy.server.app import Memory, build
from understudy.server.exchange import Exchange
from understudy.server.layers.noting import LONGEST_BODY
from understudy.server.proven import Key, Proven
from understudy.server.sent import Sent
from understudy.state.clock import Clock
from understudy.state.journal import Entry, Journal, Noted
from understudy.state.session import SILENCE, Session, Sessions
from understudy.state.view import View

LIVE = "/v1/retrievers/ret_products_hybrid/evaluations/eval_live"
COUNTED = "/v1/retrievers/ret_products_hybrid/evaluations/eval_counted"
DONE = "/v1/retrievers/ret_products_bm25/evaluations/eval_baseline"
UNKNOWN = "/v1/retrievers/ret_products_bm25/evaluations/eval_baselin"


class World:
    """A mock, and the time around it, which passes when a test says so."""

    def __init__(self, loaded: Project, *, replay: bool = True) -> None:
        self.outside = Outside()
        sessions = Sessions(wall=self.outside, monotonic=self.outside.monotonic)
        self.mock = build(loaded, Memory(sessions), sleep=self._sleep, replay=replay)

    async def _sleep(self, seconds: float) -> None:
        self.outside.passes(timedelta(seconds=round(seconds, 1)))

    def ask(self, target: str, method: str = "GET", body: str = "", **headers: str) -> Reply:
        """Ask for something; underscores in the names of headers are hyphens."""
        sent = {"host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body:
            sent |= {"content-type": "application/json", "content-length": f"{len(body.encode())}"}
        return ask(self.mock, target, method, headers=sent, body=body.encode())

    @property
    def count(self) -> int:
        """How many answers were given again."""
        assert self.mock.proven is not None
        return self.mock.proven.count


@cache
def loaded(name: str) -> Project:
    """A project of this repository."""
    return project.load(ROOT / name)


SHOP = "tests/cases/conversations/projects/shop"


def test_an_answer_is_given_again() -> None:
    """The same bytes in the same order; each answer is a read, an exchange in the journal, and counts as covered."""
    world = World(loaded(""))
    replies = [world.ask(DONE) for _ in range(4)]
    assert replies == [replies[0]] * 4
    assert replies[0].lines[0] == ("date", "Thu, 01 Jan 2026 00:00:00 GMT")
    assert world.count == 3
    assert world.ask("/_understudy/records/evaluations/eval_baseline").json["reads"] == 4
    journal = world.ask("/_understudy/journal").json
    assert [exchange["id"] for exchange in journal["exchanges"]] == [4, 3, 2, 1]
    same = [{name: exchange[name] for name in exchange if name != "id"} for exchange in journal["exchanges"]]
    assert all({**exchange, "milliseconds": 0} == {**same[0], "milliseconds": 0} for exchange in same)
    ((*_, coverage),) = (operation["statuses"] for operation in world.ask("/_understudy/coverage").json["operations"])
    assert world.ask("/_understudy/coverage").json["operations"][0]["requests"] == 4, coverage


def test_nothing_is_made_or_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that is answered again touches no validator, no Connexion, no router, and no record."""
    world = World(loaded(""))
    first = world.ask(DONE)

    def never(*_: object, **__: object) -> Any:
        pytest.fail("this is done again")

    monkeypatch.setattr(ContextOperation, "__call__", never)
    monkeypatch.setattr(Router, "match", never)
    monkeypatch.setattr(Schemas, "violations", never)
    monkeypatch.setattr("understudy.state.fixtures.Fixture.at", never)
    assert world.ask(DONE) == first


def test_time_and_reads_pass() -> None:
    """A record that lives is shown in its next stage as soon as it is in it, by time or by reads."""
    world = World(loaded(""))
    seen = []
    for _ in range(12):
        seen.append(world.ask(LIVE).json["query_count"])
        world.outside.passes(timedelta(seconds=1))
    assert seen == [0, 0, 5, 5, 5, 12, 12, 12, 20, 20, 24, 24]
    assert world.count == 12 - len(set(seen)), "all but the first of each stage"
    counted = [world.ask(COUNTED).json["query_count"] for _ in range(5)]
    assert counted == [0, 8, 16, 24, 24]
    assert world.count == 7 + 1


def change(method: str, path: str, body: str = "") -> Callable[[World], Any]:
    """What the control API can do."""
    return lambda world: world.ask(f"/_understudy/{path}", method, body)


@pytest.mark.parametrize(
    "happens",
    [
        change("PUT", "records/products/boots", '{"sku": "b-1", "name": "Shoes", "cents": 1}'),
        change("PUT", "records/products/boots", '{"sku": "b-1", "name": "Boots", "cents": 12900}'),
        change("PUT", "scenario", '{"scenario": "launch-day"}'),
        change("POST", "reset"),
        lambda world: world.ask("/products/b-1", "PUT", '{"sku": "b-1", "name": "Shoes", "cents": 1}'),
        lambda world: world.ask("/products/b-1", "DELETE"),
    ],
)
def test_what_changes_a_session_ends_what_was_proven_in_it(happens: Callable[[World], Any]) -> None:
    """After a write, a scenario or a reset everything in the session is made anew, and nothing in another one."""
    worlds = [World(loaded(SHOP)), World(loaded(SHOP), replay=False)]
    for _ in range(2):
        for world in worlds:
            world.ask("/products/b-1")
            world.ask("/products")
            world.ask("/~other/products/b-1")
    for world in worlds:
        happens(world)
    before = worlds[0].count
    for target in ("/products/b-1", "/products"):
        assert worlds[0].ask(target) == worlds[1].ask(target)
    assert worlds[0].count == before
    assert worlds[0].ask("/~other/products/b-1") == worlds[1].ask("/~other/products/b-1")
    assert worlds[0].count == before + 1


HANDLERS = {
    "openapi.yaml": document(
        "\n".join(
            f"""
            /{name}:
              get:
                operationId: {name}
                responses:
                  '200': {{description: Fine, content: {{application/json: {{}}}}}}
                  '404': {{description: None, content: {{application/json: {{}}}}}}
                  '410': {{description: None, content: {{image/png: {{schema: {{}}}}}}}}
            """
            for name in ("said", "unsaid", "plain", "late", "writing", "failing", "refusing", "wordless", "looking")
        ),
        "schemas: {Thing: {type: object}}",
    ),
    "handlers/all.py": """
        from understudy import Refusal, clock, operation, records

        @operation("said", pure=True)
        async def one(): return records("things").list()

        @operation("unsaid")
        async def two(): return 1

        @operation("plain", pure=True)
        def three(): return 1

        @operation("late", pure=True)
        async def four(): return str(clock())

        @operation("writing", pure=True)
        async def five(): return records("things").put({"id": "new"})

        @operation("failing", pure=True)
        async def six(): raise RuntimeError("never")

        @operation("refusing", pure=True)
        async def seven(): raise Refusal(404, "None")

        @operation("wordless", pure=True)
        async def eight(): raise Refusal(410, "Gone")

        @operation("looking", pure=True)
        async def nine(): return records("things").list(id="a")
        """,
    "fixtures/things.yaml": """
        collection: things
        schema: '#/components/schemas/Thing'
        key: [id]
        records:
          a: {id: a}
        """,
}


@pytest.mark.parametrize(
    ("name", "is_replayed"),
    [
        ("said", True),
        ("unsaid", False),
        ("plain", True),
        ("late", False),
        ("writing", False),
        ("failing", False),
        ("refusing", True),
        ("wordless", False),
        ("looking", True),
    ],
)
def test_a_handler_says_that_it_is_pure(tmp_path: Path, name: str, is_replayed: bool) -> None:  # noqa: FBT001
    """Only then is it not called again; and not if it tells the time, writes, or ends on the log."""
    world = World(project.load(write(tmp_path, HANDLERS)))
    first, second, third = (world.ask(f"/{name}") for _ in range(3))
    assert first == second == third
    assert (world.count > 0) is is_replayed


def test_words_of_the_project_are_asked_for_each_time(tmp_path: Path) -> None:
    """What a project's own function says of a refusal is made anew, for nobody knows what it follows from."""
    words = {"handlers/errors.py": "def word(refusal): return {'said': refusal.message}"}
    world = World(project.load(write(tmp_path, {**HANDLERS, **words})))
    assert [world.ask("/refusing").json for _ in range(2)] == [{"said": "None"}] * 2
    assert world.count == 0
    assert [world.ask("/said").status for _ in range(2)] == [200] * 2
    assert world.count == 1


@pytest.mark.parametrize(
    ("target", "method", "body", "headers"),
    [
        ("/products/p-1", "GET", "", {"prefer": "stage=lost"}),
        ("/products/b-1", "GET", "", {"prefer": "wait=1"}),
        ("/products/b-1", "GET", "", {"prefer": "fault=truncate"}),
        ("/products/b-1", "GET", "", {"prefer": "scenario=moody"}),
        ("/products/b-1", "GET", "", {"prefer": "code=503"}),
        ("/products/b-1", "GET", "", {"expect": "100-continue"}),
        ("/products/b-1", "GET", "", {"content_length": "0"}),
        ("/products/b-1", "GET", "", {"transfer_encoding": "chunked"}),
        ("/products/b-1", "PUT", '{"sku": "b-1", "name": "Shoes", "cents": 1}', {}),
        ("/products/b-1", "PATCH", "", {}),
        ("/products/b-1", "OPTIONS", "", {}),
        ("/nowhere", "GET", "", {}),
        ("/time", "GET", "", {}),
        ("/_understudy/health", "GET", "", {}),
    ],
)
def test_what_is_made_anew_each_time(target: str, method: str, body: str, headers: dict[str, str]) -> None:
    """What depends on more than a request's head and on records, and what the contract has no operation for."""
    world = World(loaded(SHOP))
    for _ in range(3):
        world.ask(target, method, body, **headers)
    assert world.count == 0


def test_a_request_that_says_anything_else_is_another_one() -> None:
    """Of everything that a request says, nothing is passed over."""
    world = World(loaded(SHOP))
    for headers in ({}, {"accept": "*/*"}, {"prefer": "code=404"}, {"origin": "http://a"}, {"x": "1"}, {"cookie": "a"}):
        assert world.ask("/products/b-1", **headers).headers.get("access-control-allow-origin")
    for target in ("/products/b-1?", "/products/b-1?a", "/products/%62-1", "/~one/products/b-1"):
        assert world.ask(target).headers.get("date")
    assert world.ask("/products/b-1", "HEAD").body == b""
    assert world.count == 1, "an empty query is none"


def test_a_body_that_nothing_announces_is_read() -> None:
    """A request with a body is another one than that without, also where its head does not say so."""
    world = World(loaded(SHOP))

    async def both() -> list[Reply]:
        request = scope("/products/b-1", headers={"host": "a"})
        return [await fetch(world.mock, request, body) for body in (b"", b"", b"more", [b"", b"more"], b"")]

    assert [reply.status for reply in asyncio.run(both())] == [200, 200, 415, 415, 200]
    assert world.count == 2


def test_a_client_that_has_gone_is_answered_nothing() -> None:
    """As without replay: the journal has the request, and no answer."""
    world = World(loaded(SHOP))
    request = scope("/products/b-1", headers={"host": "127.0.0.1"})
    sent: list[Message] = []

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    assert world.ask("/products/b-1").status == 200
    asyncio.run(world.mock(request, gone, send))
    assert sent == []
    newest = world.ask("/_understudy/journal").json["exchanges"][0]
    assert (newest["id"], newest["response"]) == (2, None)


def test_a_session_that_was_forgotten_begins_anew() -> None:
    """A session of the same name is another one: nothing is proven in it."""
    world = World(loaded(SHOP))
    for _ in range(2):
        world.ask("/~one/products/p-1")
    world.outside.passes(timedelta(seconds=SILENCE + 1))
    assert world.ask("/~one/products/p-1").json["where"] == "stock"
    assert world.count == 1


def test_a_reload_ends_all_that_was_proven(tmp_path: Path) -> None:
    """The mock that comes next has proven nothing yet."""
    memory = Memory()
    first, second = (build(project.load(write(tmp_path, HANDLERS)), memory) for _ in range(2))
    assert [ask(first, "/said").status for _ in range(2)] == [200, 200]
    assert ask(second, "/said").status == 200
    assert [mock.proven is not None and mock.proven.count for mock in (first, second)] == [1, 0]


def test_as_many_as_fit_are_kept() -> None:
    """Beyond that the oldest is forgotten that was not given meanwhile; one that is too large is never kept."""
    world = World(loaded(SHOP))
    kept = world.mock.proven
    assert kept is not None
    world.ask("/products/b-1")
    kept._largest = round(2.5 * kept._weight)
    for target in ("/products/l-1", "/products/b-1", "/products/p-1", "/products/b-1", "/products/l-1"):
        world.ask(target)
    assert (world.count, len(kept.by_key)) == (2, 2)
    kept._largest = 1
    world.ask("/products/p-1")
    world.ask("/products")
    assert len(kept.by_key) == 2


def test_what_no_record_went_into_is_kept_when_it_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are as many 404s as names, and most never come again; of what came before little is remembered."""
    missing = "/v1/retrievers/ret_products_bm25/evaluations/eval_%d"
    world = World(loaded(""))
    counts = []
    for number in (1, 2, 1, 2, 1, 2):
        assert world.ask(missing % number).status == 404
        counts.append(world.count)
    assert counts == [0, 0, 0, 0, 1, 2]
    monkeypatch.setattr("understudy.server.proven._ROOM", 4)
    small = World(loaded(""))
    for number in [*range(100), *range(100)]:
        small.ask(missing % number)
    assert small.mock.proven is not None
    assert len(small.mock.proven.by_key) < 5  # and not none at all: their hashes are others in each process


def test_an_answer_weighs_no_less_than_its_body() -> None:
    """Of which the journal keeps the beginning alone."""
    large = b"x" * (2 * LONGEST_BODY)
    own, journal = Session("default", Clock()), Journal()

    class Untold:
        session = ref(own)

        def told(self) -> Entry:
            pytest.fail("nobody asks")

    noted = Noted(1000, Untold())
    kept = Proven(Sessions(), journal, largest=len(large))
    exchange = Exchange(own, "/")
    exchange.is_pure, exchange.operation, exchange.noted = True, loaded(SHOP).contract.operations[0], noted
    exchange.view = View(loaded(SHOP).store, own)
    for number, body in enumerate((large[: LONGEST_BODY // 2], large)):
        key: Key = ("GET", b"/%d" % number, (), "http", "", "1.1")
        exchange.sent = Sent(200, [], body)
        for _ in range(2):
            kept.keep(key, exchange)
    assert [each.sent.body for each in kept.by_key.values()] == [large[: LONGEST_BODY // 2]]


GETS = st.sampled_from(
    [
        ("GET", f"{session}/products{rest}", "")
        for session in ("", "/~s")
        for rest in ("", "", "/b-1", "/b-1", "/l-1", "/p-1", "/p-1", "/p-1", "/r-1", "/none", "/b-1?__code=404")
    ]
    + [("HEAD", "/products/p-1", ""), ("GET", "/products?__stage=sent", ""), ("GET", "/time", "")]
)
CHANGES = st.sampled_from(
    [
        ("PUT", "/products/b-1", '{"sku": "b-1", "name": "Shoes", "cents": 1}'),
        ("PUT", "/products/n-1", '{"sku": "n-1", "name": "New", "cents": 1}'),
        ("DELETE", "/products/l-1", ""),
        *(("PUT", "/_understudy/scenario", f'{{"scenario": "{name}"}}') for name in ("launch-day", "express", "moody")),
        ("PUT", "/_understudy/scenario", '{"scenario": null}'),
        ("PUT", "/_understudy/records/products/laces", '{"sku": "l-1", "name": "Lace", "cents": 1}'),
        ("PUT", "/~s/_understudy/records/products/parcel/stage", '{"stage": "sent"}'),
        ("PUT", "/_understudy/records/products/parcel/stage", '{"stage": "packed"}'),
        ("DELETE", "/_understudy/records/products/laces", ""),
        ("DELETE", "/_understudy/records/products/parcel", ""),
        ("PUT", "/_understudy/clock", '{"advance": "2s"}'),
        ("PUT", "/_understudy/clock", '{"rate": 10}'),
        ("PUT", "/_understudy/clock", '{"freeze": true}'),
        ("PUT", "/_understudy/clock", '{"freeze": false}'),
        ("PUT", "/_understudy/clock", '{"set": "2025-01-01T00:00:00Z"}'),
        ("PUT", "/_understudy/clock", '{"reset": true}'),
        ("POST", "/_understudy/reset", ""),
    ]
)
LOOKS = st.sampled_from(
    [
        ("GET", f"/_understudy/{what}", "")
        for what in ("journal", "coverage", "records/products/parcel", "records/products/boots")
    ]
)


@settings(derandomize=True, deadline=None, database=None, max_examples=40)
@given(
    steps=st.lists(
        st.one_of(st.lists(GETS, min_size=2, max_size=5), st.tuples(CHANGES), st.tuples(LOOKS), st.integers(1, 4)),
        max_size=12,
    )
)
def test_whatever_is_asked_in_whatever_order(steps: list[Sequence[tuple[str, str, str]] | int]) -> None:
    """A mock with replay and one without cannot be told apart, whatever happens to their sessions in between."""
    one, other = World(loaded(SHOP)), World(loaded(SHOP), replay=False)
    for step in steps:
        if isinstance(step, int):
            for world in (one, other):
                world.outside.passes(timedelta(seconds=step))
            continue
        for method, target, body in step:
            for _ in range(2):
                assert _heard(one.ask(target, method, body)) == _heard(other.ask(target, method, body))


def _heard(reply: Reply) -> tuple[Any, ...]:
    """All of an answer but how long those took of which it tells, and so how long it is itself."""
    body = re.sub(rb'"milliseconds":[0-9.]+', b"", reply.body)
    lines = [line for line in reply.lines if line[0] != "content-length" or body == reply.body]
    return reply.status, lines, body, reply.is_whole
