"""What is noted of an exchange: all that a tester asks about it, and none of its secrets."""

import asyncio
import json
import logging
import tracemalloc
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message as Headers
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send
from support import ROOT, ask, document, fetch, mock, scope

from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.server.control.operations import _AT_ONCE
from understudy.server.exchange import Exchange
from understudy.server.fields import HEAVY, Fields, fields
from understudy.server.layers.journal import Journaling
from understudy.server.layers.noting import LONGEST_BODY, MOST_VIOLATIONS, Noting
from understudy.server.layers.redaction import HIDDEN, Redaction, Secrets
from understudy.server.sent import WRITTEN, Sent
from understudy.state.clock import Clock
from understudy.state.journal import Entry, Journal, Noted
from understudy.state.session import Session, Sessions

PATHS = """
    /echo:
      post:
        operationId: echo
        requestBody:
          content:
            application/json: {schema: {}}
            application/x-www-form-urlencoded: {schema: {type: object}}
            text/*: {schema: {type: string}}
            '*/*': {}
        responses:
          '200': {description: What was said, content: {application/json: {schema: {}}}}
          default: {$ref: '#/components/responses/Refused'}
    /strict:
      post:
        operationId: strict
        parameters:
          - {name: api_key, in: query, schema: {not: {type: string, minLength: 1}}}
        requestBody:
          content:
            application/json:
              schema:
                type: object
                properties: {password: {not: {type: string}}, size: {type: integer}, all: {items: false}}
                not: {required: [password]}
        responses:
          '200': {description: Never, content: {application/json: {schema: {}}}}
          default: {$ref: '#/components/responses/Refused'}
    /invites/{invite_token}:
      get:
        operationId: get_invite
        parameters: [{name: invite_token, in: path, required: true, schema: {type: string}}]
        responses:
          '200':
            description: An invite
            content: {application/json: {schema: {$ref: '#/components/schemas/Invite'}}}
          default: {$ref: '#/components/responses/Refused'}
    """
COMPONENTS = """
    securitySchemes:
      shop: {type: apiKey, in: header, name: X-Shop}
      till: {type: apiKey, in: query, name: till}
      basket: {type: apiKey, in: cookie, name: basket}
      user: {type: http, scheme: basic}
    responses:
      Refused: {description: No, content: {application/problem+json: {schema: {type: object}}}}
    schemas:
      Invite: {type: object, properties: {invite_token: {type: string}, name: {type: string}}}
    """
FILES = {
    "openapi.yaml": document(PATHS, COMPONENTS),
    "fixtures/invites.yaml": """
        collection: invites
        schema: '#/components/schemas/Invite'
        key: [invite_token]
        records:
          ada: {invite_token: Zq7-of-ada, name: Ada, stages: [sent: {}, read: {after: 1h, name: Ada L.}]}
        """,
    "fixtures/scenarios.yaml": """
        down: {faults: [{status: 503}]}
        """,
    "handlers/echo.py": """
        from connexion import request

        from understudy import Answer

        async def echo(body=None):
            said = {"said": body if not isinstance(body, bytes) else body.decode("latin-1"), "to": str(request.url)}
            headers = {name: request.headers[name] for name in ("Set-Cookie", "Location") if name in request.headers}
            return Answer(200, said, headers)

        async def strict(body=None):
            return None
        """,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("vault"), FILES)


def journal(app: Mock, query: str = "") -> list[dict[str, Any]]:
    """The exchanges of the default session as the control API tells them."""
    reply = ask(app, f"/_understudy/journal{query}", headers={"Host": "localhost"})
    assert reply.status == 200, reply.body
    found: list[dict[str, Any]] = reply.json["exchanges"]
    return found


def newest(app: Mock) -> dict[str, Any]:
    return journal(app, "?page_size=1")[0]


def post(app: Mock, target: str, body: bytes, sent_as: str | None = "application/json", **headers: str) -> None:
    given = {} if sent_as is None else {"Content-Type": sent_as}
    ask(app, target, "POST", headers={**given, **headers}, body=body)


# What is noted


def test_an_exchange_is_told_as_it_was(app: Mock) -> None:
    """Request and answer to the letter, operation, record and stage, what was preferred, how long it took."""
    reply = ask(app, "/invites/Zq7-of-ada?x=%20", headers={"Prefer": "stage=read", "X-Trace": "a, b"})
    told = newest(app)
    assert told["request"] == {
        "method": "GET",
        "target": f"/invites/{HIDDEN}?x=%20",
        "headers": [{"name": "prefer", "value": "stage=read"}, {"name": "x-trace", "value": "a, b"}],
        "body": None,
        "body_encoding": "text",
        "body_size": 0,
        "truncated": False,
    }
    answer = told["response"]
    assert (answer["status"], answer["body_size"], answer["truncated"]) == (200, len(reply.body), False)
    assert json.loads(answer["body"]) == {"invite_token": HIDDEN, "name": "Ada L."}
    assert {"name": "preference-applied", "value": "stage=read"} in answer["headers"]
    assert told["operation"] == "get_invite"
    assert told["records"] == [{"collection": "invites", "name": "ada", "stage": "read"}]
    assert told["preferences"] == ["stage=read"]
    assert (told["violations"], told["scenario"], told["fault"], told["session"]) == ([], None, None, "default")
    assert 0 < told["milliseconds"] < 10_000


def test_what_breaks_the_contract_is_told_with_its_place(app: Mock) -> None:
    """Which side broke it, where in the message, and on which line of the contract that is asked for."""
    post(app, "/strict", b'{"size": "x"}')
    (found,) = newest(app)["violations"]
    line = next(n for n, text in enumerate(FILES["openapi.yaml"].splitlines(), 1) if "size: {" in text)
    place = found.pop("place")
    assert place.split(":")[-2] == str(line)
    assert found == {
        "side": "request",
        "keyword": "type",
        "location": ["body", "size"],
        "message": "Input should be a valid integer",
    }


def test_an_answer_that_breaks_the_contract_is_told_as_one(tmp_path: Path) -> None:
    """The side is that of the response."""
    paths = (
        "/x: {get: {operationId: x, responses: {'200': {description: X, content: {application/json: "
        "{schema: {type: integer}}}}}}}"
    )
    app = mock(
        tmp_path,
        {"openapi.yaml": document(paths), "handlers/x.py": "async def x():\n    return {'token': 'Zq7-zzzz'}\n"},
    )
    assert ask(app, "/x").status == 500
    (found,) = newest(app)["violations"]
    assert (found["side"], found["location"]) == ("response", ["body"])


def test_no_more_violations_are_kept_than_a_person_reads(tmp_path: Path) -> None:
    """100 of them, however many there are."""
    paths = """
        /x:
          post:
            requestBody: {content: {application/json: {schema: {items: {type: integer}}}}}
            responses: {'200': {description: X}}
        """
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    post(app, "/x", json.dumps(["x"] * (MOST_VIOLATIONS + 1)).encode())
    assert len(newest(app)["violations"]) == MOST_VIOLATIONS == 100


def test_the_scenario_is_told(app: Mock) -> None:
    ask(app, "/invites/x", headers={"Prefer": "scenario=down"})
    told = newest(app)
    assert (told["scenario"], told["response"]["status"]) == ("down", 503)


def test_what_is_for_no_operation_is_told_too(app: Mock) -> None:
    """Unknown paths and methods: what was asked is there, and no operation."""
    for method, target, status in (("GET", "/nothing", 404), ("DELETE", "/echo", 405), ("OPTIONS", "/echo", 204)):
        ask(app, target, method)
        told = newest(app)
        assert (told["request"]["method"], told["request"]["target"]) == (method, target)
        assert (told["response"]["status"], told["operation"], told["records"]) == (status, None, [])


def test_a_cut_connection_has_no_answer(tmp_path: Path) -> None:
    """What was cut on purpose is noted with the fault and without a response; one broken off, with what was sent."""
    app = mock(tmp_path, FILES)
    ask(app, "/invites/Zq7-of-ada", headers={"Prefer": "fault=reset"})
    told = newest(app)
    assert (told["response"], told["fault"], told["preferences"]) == (None, "reset", ["fault=reset"])
    whole = len(ask(app, "/invites/Zq7-of-ada").body)
    ask(app, "/invites/Zq7-of-ada", headers={"Prefer": "fault=truncate"})
    told = newest(app)
    assert (told["response"]["body_size"], told["fault"]) == (whole // 2, "truncate")


def test_the_control_api_is_not_in_the_journal(app: Mock) -> None:
    """Neither what is asked of it, nor what it refuses."""
    before = journal(app)
    for target, method, host in (
        ("clock", "GET", "localhost"),
        ("clock", "PUT", "localhost"),
        ("clock", "GET", "evil"),
    ):
        ask(app, f"/_understudy/{target}", method, headers={"Host": host})
    assert journal(app) == before


def test_the_prefix_that_names_a_session_is_no_part_of_the_target(app: Mock) -> None:
    ask(app, "/~left/nothing?x=1")
    reply = ask(app, "/~left/_understudy/journal", headers={"Host": "localhost"})
    (told,) = reply.json["exchanges"]
    assert (told["request"]["target"], told["session"]) == ("/nothing?x=1", "left")


def test_it_tells_the_time_of_the_session(tmp_path: Path) -> None:
    """When the request came, by the session's clock; how long it took, by no clock that can be held."""
    app = mock(tmp_path, FILES)
    moment = json.dumps({"freeze": "2026-01-01T00:00:00Z"}).encode()
    ask(
        app, "/_understudy/clock", "PUT", headers={"Host": "localhost", "Content-Type": "application/json"}, body=moment
    )
    ask(app, "/nothing")
    told = newest(app)
    assert told["at"] == "2026-01-01T00:00:00Z"
    assert told["milliseconds"] > 0


# Bodies


@pytest.mark.parametrize(
    ("sent", "told", "encoding"),
    [
        (b'{"a":  1}', '{"a":  1}', "text"),
        ("Zoë".encode(), "Zoë", "text"),
        (b"\xff\x00", "/wA=", "base64"),
        (b"Zo\xc3", "Wm/D", "base64"),
    ],
)
def test_a_body_is_text_or_base64(app: Mock, sent: bytes, told: str, encoding: str) -> None:
    """As it was sent, its white space too, and what is no UTF-8 in base64."""
    post(app, "/echo", sent, "application/octet-stream")
    request = newest(app)["request"]
    assert (request["body"], request["body_encoding"], request["body_size"]) == (told, encoding, len(sent))


@pytest.mark.parametrize("extra", [0, 1])
def test_the_beginning_of_a_long_body_is_kept(app: Mock, extra: int) -> None:
    """256 KB of it, though it comes in pieces and a character may be cut in two; its size is that of the whole."""
    chunk = "ö".encode() * 32 * 1024
    chunks = [b"x" * extra, *[chunk] * 5]
    ask(app, "/echo", "POST", headers={"Content-Type": "text/plain"}, body=chunks)
    told = newest(app)
    size = extra + 5 * len(chunk)
    for side in ("request", "response"):
        assert told[side]["truncated"]
        assert told[side]["body_encoding"] == "text"
        assert len(told[side]["body"].encode()) in (LONGEST_BODY, LONGEST_BODY - 1)
    assert told["request"]["body_size"] == size > LONGEST_BODY == 262_144


@pytest.mark.parametrize(("target", "prefer"), [("/nothing", ""), ("/echo", "code=9"), ("/echo", "scenario=down")])
def test_a_body_is_kept_though_nobody_asked_for_it(app: Mock, target: str, prefer: str) -> None:
    """What was sent along with a request that is refused by its head."""
    ask(app, target, "POST", headers={"Prefer": prefer}, body=[b'{"n": ', b"1}"])
    told = newest(app)
    assert told["response"]["status"] in (404, 422, 503)
    assert told["request"]["body"] == '{"n": 1}'


@pytest.mark.parametrize("headers", [[], [(b"expect", b"100-continue")]])
def test_nobody_waits_for_a_body_that_does_not_come(headers: list[tuple[bytes, bytes]]) -> None:
    """A refusal is sent at once: neither is the rest of a body waited for, nor is a client told to send one."""
    asked = []

    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        Exchange.of(scope).sent = Sent(404, [], b"no")

    async def receive() -> Message:
        asked.append(1)
        if len(asked) > 1:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"first", "more_body": True}

    async def send(_: Message) -> None:
        pass

    own, kept = Session("default", Clock()), Journal()
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "query_string": b""}
    fields(headers).enter(scope)
    Exchange(own, scope["path"]).enter(scope)
    contract = type("Contract", (), {"security_schemes": {}})()
    asyncio.run(Journaling(refusing, Noting(kept, contract))(scope, receive, send))
    (entry,) = kept.of(own)
    assert (entry.status, entry.request.body) == (404, b"" if headers else b"first")


def test_exchanges_are_numbered_as_they_end() -> None:
    """Who asks for those since the newest one seen misses none that began before it and ended after it."""
    own, kept = Session("default", Clock()), Journal()
    slow_has_begun, fast_has_ended = asyncio.Event(), asyncio.Event()

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        await receive()
        if scope["path"] == "/slow":
            slow_has_begun.set()
            await fast_has_ended.wait()
        Exchange.of(scope).sent = Sent(204, [], b"")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_: Message) -> None:
        pass

    async def both() -> None:
        journaling = Journaling(answering, Noting(kept, type("Contract", (), {"security_schemes": {}})()))

        async def exchange(path: str) -> None:
            scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "query_string": b""}
            fields([]).enter(scope)
            Exchange(own, scope["path"]).enter(scope)
            await journaling(scope, receive, send)

        slow = asyncio.create_task(exchange("/slow"))
        await slow_has_begun.wait()
        await exchange("/fast")
        fast_has_ended.set()
        await slow

    asyncio.run(both())
    assert [(entry.id, entry.target) for entry in kept.of(own)] == [(2, "/slow"), (1, "/fast")]


def test_an_exchange_is_noted_whatever_becomes_of_it() -> None:
    """What is raised all the way is noted without an answer, which nobody has got, and goes on."""
    own, kept = Session("default", Clock()), Journal()
    operation = project.load(ROOT).contract.operations[0]

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        exchange = Exchange.of(scope)
        exchange.sent, exchange.operation = Sent(200, [], b"held back"), operation
        raise asyncio.CancelledError

    async def nothing(*_: Any) -> Any:
        return {}

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    fields([]).enter(scope)
    Exchange(own, scope["path"]).enter(scope)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(
            Journaling(failing, Noting(kept, type("Contract", (), {"security_schemes": {}})()))(scope, nothing, nothing)
        )
    (entry,) = kept.of(own)
    assert (entry.status, entry.response, dict(own.answers)) == (None, None, {})


def taken(journal: Journal, number: int, answered: Callable[[int], list[tuple[bytes, bytes]]]) -> int:
    """Bytes that are taken once so many exchanges have been noted, whose answers have these headers."""
    own = Session("default", Clock())

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        Exchange.of(scope).sent = Sent(200, answered(int(scope["path"][1:])), scope["path"].encode())

    async def nothing(*_: Any) -> Any:
        return {}

    async def exchanges() -> None:
        journaling = Journaling(answering, Noting(journal, type("Contract", (), {"security_schemes": {}})()))
        for index in range(number):
            scope: dict[str, Any] = {"type": "http", "method": "GET", "path": f"/{index}", "query_string": b""}
            scope["extensions"] = {WRITTEN: None}
            fields([(b"host", b"127.0.0.1")]).enter(scope)
            Exchange(own, scope["path"]).enter(scope)
            await journaling(scope, nothing, nothing)
        found, _ = tracemalloc.get_traced_memory()
        total.append(found)

    total: list[int] = []
    tracemalloc.start()
    try:
        asyncio.run(exchanges())
    finally:
        tracemalloc.stop()
    return total[0]


def test_what_exchanges_have_alike_is_kept_once() -> None:
    """An exchange takes little beside its target and its body: there are thousands."""
    headers = [(b"name-%d" % at, b"value") for at in range(10)]
    assert taken(Journal(), 1000, lambda _: [*headers]) < 480_000


@pytest.mark.parametrize(("count", "size"), [(5, 20), (1, 20_000)])
def test_what_exchanges_had_alike_is_forgotten(count: int, size: int) -> None:
    """Whatever they had: a journal without them takes no more, however many there were."""
    headers = [b"x" * size] * count
    assert (
        taken(
            Journal(1), 1000, lambda index: [(b"%d-%d" % (index, at), bytes(each)) for at, each in enumerate(headers)]
        )
        < 500_000
    )


@pytest.mark.parametrize("is_told", [False, True])
@pytest.mark.parametrize("count", [0, 21])  # Python 3.11 keeps tuples of 20 for ever, thousands of them
def test_an_exchange_weighs_no_less_than_it_takes(count: int, is_told: bool) -> None:  # noqa: FBT001 - two of a kind
    """So that 64 MB are 64 MB of memory, before somebody has asked for it and after that."""
    own = Session("default", Clock())
    number, notes = 200, list[Noted]()

    class Kept(Journal):
        def add(self, noted: Noted, at: datetime, milliseconds: float) -> None:
            super().add(noted, at, milliseconds)
            notes.append(noted)

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        await receive()
        Exchange.of(scope).sent = Sent(200, unique(scope["path"]), scope["path"].encode() * 50)

    def unique(path: str) -> list[tuple[bytes, bytes]]:
        return [(f"name-{path}-{at}".encode(), f"value-{path}-{at}".encode()) for at in range(count)]

    async def send(_: Message) -> None:
        pass

    async def exchanges() -> None:
        journaling = Journaling(answering, Noting(Kept(), type("Contract", (), {"security_schemes": {}})()))
        for index in range(number):
            path = f"/{index}"

            async def receive(path: str = path) -> Message:
                return {"type": "http.request", "body": path.encode() * 500}

            scope: dict[str, Any] = {"type": "http", "method": "POST", "path": path, "query_string": path.encode()}
            Fields(tuple(unique(path))).enter(scope)
            Exchange(own, scope["path"]).enter(scope)
            await journaling(scope, receive, send)
            if is_told:
                assert notes[-1].entry.target.startswith(path)

    asyncio.run(exchanges())
    notes.clear()
    tracemalloc.start()
    try:
        asyncio.run(exchanges())
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    weight = sum(noted.weight for noted in notes)
    assert taken <= weight <= 2 * taken


def test_a_body_in_many_pieces_is_one(app: Mock) -> None:
    """As much of it as is kept, and it is counted to its end."""
    pieces = [b"ab"] * (LONGEST_BODY // 2 - 1) + [b"cde"] * 3
    ask(app, "/echo", "POST", headers={"content-type": "text/plain"}, body=pieces)
    asked = app.memory.journal._kept[-1].noted.entry.request
    assert (asked.body[-3:], len(asked.body), asked.size) == (b"bcd", LONGEST_BODY, LONGEST_BODY + 7)
    assert asked.truncated


def test_secrets_in_large_bodies_are_looked_for_at_once(app: Mock) -> None:
    """Who reads the journal does not wait for that, and it is known how large what is hidden has become."""
    small, large = (json.dumps({"password": ["abc"] * count}).encode() for count in (10, 5000))
    for body in (small, large):
        ask(app, "/echo", "POST", headers={"content-type": "application/json"}, body=body)
    asked = [kept.noted for kept in app.memory.journal._kept][-2:]
    assert [noted.weight >= noted.entry.weight for noted in asked] == [True, True]
    assert asked[1].entry is asked[1].entry


def test_others_are_answered_while_the_journal_is_read(app: Mock) -> None:
    """Thousands of exchanges may have to be told; that is done a few at a time."""
    for number in range(3 * _AT_ONCE):
        ask(app, f"/~many/nothing/{number}")
    turns = []

    async def both() -> None:
        async def others() -> None:
            while True:
                turns.append(1)
                await asyncio.sleep(0)

        running = asyncio.create_task(others())
        fields = {"Host": "localhost", "Content-Type": "application/json"}
        reply = await fetch(app, scope("/~many/_understudy/journal/count", "POST", fields), b"{}")
        assert reply.json == {"count": 3 * _AT_ONCE}
        running.cancel()

    asyncio.run(both())
    assert len(turns) >= 3


def test_what_is_no_request_is_not_noted(app: Mock) -> None:
    """A server that begins and ends is told that all is well."""
    said, before = list[str](), len(app.memory.journal)

    async def send(message: Message) -> None:
        said.append(message["type"])

    async def receive() -> Message:
        return {"type": "lifespan.startup" if not said else "lifespan.shutdown"}

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert len(app.memory.journal) == before


# Secrets


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "apiKey",
        "x-goog-api-key",
        "Ocp-Apim-Subscription-Key",
        "aws_access_key",
        "private_key",
        "token",
        "X-Auth-Token",
        "x-xsrf-token",
        "CSRF-Token",
        "refresh_token",
        "idToken",
        "PRIVATE-TOKEN",
        "client_secret",
        "clientSecret",
        "password",
        "user[password]",
        "password_confirmation",
        "newPasswd",
        "pwd",
        "passphrase",
        "credentials",
        "client_assertion",
        "jwt",
        "X-Shop",
        "shop-key",
        "x" * 1000 + "-token",
    ],
)
def test_what_goes_under_such_a_name_is_secret(name: str) -> None:
    assert Secrets(["X-Shop", "Shop_Key"]).named(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "page_token",
        "nextPageToken",
        "NextToken",
        "syncToken",
        "continuation-token",
        "max_tokens",
        "token_type",
        "key",
        "keyword",
        "passed",
        "author",
        "shop",
        "cookies_accepted",
        "X-Requested-With",
    ],
)
def test_what_goes_under_another_name_is_not(name: str) -> None:
    """What pages a list, counts, or merely begins alike is what a tester wants to see."""
    assert not Secrets(["X-Shop"]).named(name)


SECRET = "Zq7.s3cr3t-v4lue"


@pytest.mark.parametrize(
    ("name", "sent", "told"),
    [
        ("authorization", f"Bearer {SECRET}", f"Bearer {HIDDEN}"),
        ("authorization", f"basic {SECRET}", f"basic {HIDDEN}"),
        ("authorization", SECRET, HIDDEN),
        ("authorization", f"Custom {SECRET}", HIDDEN),
        ("authorization", "", ""),
        ("cookie", f"sid={SECRET}; theme=dark;{SECRET}", f"sid={HIDDEN}; theme={HIDDEN};{HIDDEN}"),
        ("set-cookie", f"sid={SECRET}; Path=/, other={SECRET}", f"sid={HIDDEN}"),
        ("x-shop", SECRET, HIDDEN),
        ("referer", f"https://a.example/b?q=1&token={SECRET}#c", f"https://a.example/b?q=1&token={HIDDEN}#c"),
        ("referer", f"https://ada:{SECRET}@a.example/b", f"https://{HIDDEN}@a.example/b"),
        ("location", f"https://a.example/#access_token={SECRET}&n=1", f"https://a.example/#access_token={HIDDEN}&n=1"),
        ("x-original-url", f"/a?till={SECRET}", f"/a?till={HIDDEN}"),
        ("x-debug", f'{{"password": "{SECRET}"}}', HIDDEN),
        ("www-authenticate", 'Bearer realm="token", ApiKey realm="x"', 'Bearer realm="token", ApiKey realm="x"'),
        ("access-control-request-headers", "authorization, x-api-key", "authorization, x-api-key"),
    ],
)
def test_a_header_tells_no_secret(name: str, sent: str, told: str) -> None:
    """What kind of credentials were sent is told, and which cookies; nothing of what they are."""
    hiding = Redaction(Secrets(["X-Shop", "till"]))
    assert hiding.headers([(name.encode(), sent.encode())]) == ((name, told),)


@pytest.mark.parametrize(
    ("path", "query", "parameters", "told"),
    [
        ("/a", "", {}, "/a"),
        ("/a", "n=1&m", {}, "/a?n=1&m"),
        ("/a", f"n=1&token={SECRET}", {}, f"/a?n=1&token={HIDDEN}"),
        ("/a", f"%74oken={SECRET}", {}, f"/a?%74oken={HIDDEN}"),
        ("/a", "token=&token", {}, "/a?token=&token"),
        ("/a", f"user%5Bpassword%5D={SECRET}", {}, f"/a?user%5Bpassword%5D={HIDDEN}"),
        ("/a", f"next={quote(f'/b?token={SECRET}', safe='')}&n=1", {}, f"/a?next={HIDDEN}&n=1"),
        ("/a", f'{{"password":"{SECRET}"}}', {}, f"/a?{HIDDEN}"),
        (f"/a/{SECRET}/b", "", {"reset_token": SECRET}, f"/a/{HIDDEN}/b"),
        (f"/a/{SECRET}/b", "", {"name": SECRET}, f"/a/{SECRET}/b"),
        (f"/a/;token={SECRET}", "", {"token": f";token={SECRET}"}, f"/a/;token={HIDDEN}"),
        (f"/a;jwt={SECRET}/b", "", {}, f"/a;jwt={HIDDEN}/b"),
    ],
)
def test_a_target_tells_no_secret(path: str, query: str, parameters: Mapping[str, str], told: str) -> None:
    """In the query by the names in it, in the path by the names that the contract gives to its parts."""
    assert Redaction(Secrets()).target(path, query, parameters) == told


@pytest.mark.parametrize(
    ("sent", "sent_as", "told"),
    [
        (f'{{"n": 1,  "password": "{SECRET}"}}', "application/json", f'{{"n": 1, "password": "{HIDDEN}"}}'),
        (f'{{"a": [{{"apiKey": "{SECRET}"}}]}}', "application/json", f'{{"a": [{{"apiKey": "{HIDDEN}"}}]}}'),
        (
            f'{{"token": {{"value": ["{SECRET}", 12345678, 1, true, null]}}}}',
            "application/json",
            f'{{"token": {{"value": ["{HIDDEN}", "{HIDDEN}", 1, true, null]}}}}',
        ),
        ('{"password":null, "token":""}', "application/json", '{"password":null, "token":""}'),
        (f'{{"password": "{SECRET}", "password": null}}', "application/json", '{"password": null}'),
        (f'{{"a": {{"pwd": "{SECRET}"}}, "a": 1}}', "application/json", '{"a": 1}'),
        (f'{{"pass\\u0077ord": "{SECRET}"}}', "application/json", f'{{"password": "{HIDDEN}"}}'),
        (f'{{"url": "/a?token={SECRET}"}}', "application/json", f'{{"url": "/a?token={HIDDEN}"}}'),
        (f'{{"url": "//ada:{SECRET}@a/"}}', "application/json", f'{{"url": "//{HIDDEN}@a/"}}'),
        (f'{{"q": "login(password: \\"{SECRET}\\")"}}', "application/json", f'{{"q": "{HIDDEN}"}}'),
        (f'{{"raw": "{{\\"token\\":\\"{SECRET}\\"}}"}}', "application/json", f'{{"raw": "{HIDDEN}"}}'),
        ('{"msg": "body.password: too short"}', "application/json", '{"msg": "body.password: too short"}'),
        ('{"loc":["body","password"]}', "application/json", '{"loc":["body","password"]}'),
        (f'{{"password": "{SECRET}"}}', "text/plain", f'{{"password": "{HIDDEN}"}}'),
        (f'{{"password": "{SECRET}"}}', "", f'{{"password": "{HIDDEN}"}}'),
        (f'{{"password": "{SECRET}"}}', "application/x-www-form-urlencoded", f'{{"password": "{HIDDEN}"}}'),
        (f'{{"password": "{SECRET}', "application/json", HIDDEN),
        (f"{{password: '{SECRET}'}}", "application/json", HIDDEN),
        (f'{{"pass\\u0077ord": "{SECRET}', "application/json", HIDDEN),
        ('{"keyword": "a', "application/json", '{"keyword": "a'),
        (f"name=Ada&password={SECRET}", "application/x-www-form-urlencoded", f"name=Ada&password={HIDDEN}"),
        (f"Password={SECRET}", "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8", f"Password={HIDDEN}"),
        (
            f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\r\n--b--',
            "multipart/form-data",
            HIDDEN,
        ),
        (f"<password>{SECRET}</password>", "application/xml", HIDDEN),
        (f"user%5Bpassword%5D={SECRET}", "text/plain", HIDDEN),
        (f"see https://ada:{SECRET}@a.example", "text/plain", f"see https://{HIDDEN}@a.example"),
        ("mail ada@a.example", "text/plain", "mail ada@a.example"),
    ],
)
def test_a_body_tells_no_secret(sent: str, sent_as: str, told: str) -> None:
    """Whatever its media type says that it is; what cannot be read and names a secret is hidden as a whole."""
    assert Redaction(Secrets()).body(sent.encode(), sent_as).decode() == told


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_no_charset_hides_a_secret(charset: str) -> None:
    sent = f'{{"password": "{SECRET}"}}'
    hiding = Redaction(Secrets())
    assert hiding.body(sent.encode(charset), "application/json") == f'{{"password": "{HIDDEN}"}}'.encode()
    assert hiding.body(sent[:-1].encode(charset), "application/json") == HIDDEN.encode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"no {SECRET} here", f"no {HIDDEN} here"),
        (f"no '{SECRET[:12]}…", f"no '{HIDDEN}…"),
        (f"{SECRET}{SECRET}x", f"{HIDDEN}{HIDDEN}x"),
        (f"no {SECRET[:7]} here", f"no {SECRET[:7]} here"),
        ("nothing", "nothing"),
    ],
)
def test_a_secret_is_known_where_it_shows_up_again(said: str, told: str) -> None:
    """The whole, and the beginning that is left where a message cuts off what it repeats."""
    hiding = Redaction(Secrets())
    hiding.target("/", f"token={SECRET}", {})
    assert hiding.again(said) == told
    assert hiding.repeated(["", said]) == (said != told)


def test_what_is_short_is_not_looked_for() -> None:
    """A PIN would be found everywhere, and so would the cookies of other pages: `theme=light`."""
    hiding = Redaction(Secrets())
    hiding.headers([(b"cookie", b"theme=solarized"), (b"x-api-key", b"12345")])
    assert not hiding.repeated(["theme solarized 12345"])
    assert hiding.again("theme solarized 12345") == "theme solarized 12345"


def test_so_many_secrets_hide_everything() -> None:
    """An exchange full of secrets is not searched for each of them."""
    hiding = Redaction(Secrets())
    hiding.target("/", "&".join(f"token=secret{number}" for number in range(300)), {})
    assert hiding.again("a secret299 b") == HIDDEN


# A planted secret


@dataclass(frozen=True)
class Planted:
    """A request that has a secret in it."""

    target: str = "/echo"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    sent_as: str | None = "application/json"


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _multipart(secret: str) -> bytes:
    head = Headers()
    head["Content-Disposition"] = 'form-data; name="password"'
    return f"--b\r\n{head}{secret}\r\n--b--\r\n".encode()


FORM = "application/x-www-form-urlencoded"
PADDING = "x" * LONGEST_BODY

PLACES: dict[str, Callable[[str], Planted]] = {
    "bearer": lambda s: Planted(headers={"Authorization": f"Bearer {quote(s)}"}),
    "basic": lambda s: Planted(headers={"Authorization": f"Basic {quote(s)}"}),
    "no scheme": lambda s: Planted(headers={"Authorization": quote(s)}),
    "proxy": lambda s: Planted(headers={"Proxy-Authorization": f"Bearer {quote(s)}"}),
    "cookie": lambda s: Planted(headers={"Cookie": f"a=1; sid={quote(s)}"}),
    "cookie of the contract": lambda s: Planted(headers={"Cookie": f"basket={quote(s)}"}),
    "api key": lambda s: Planted(headers={"X-Api-Key": quote(s)}),
    "header of the contract": lambda s: Planted(headers={"X-Shop": quote(s)}),
    "csrf": lambda s: Planted(headers={"X-CSRF-Token": quote(s)}),
    "referer": lambda s: Planted(headers={"Referer": f"http://localhost/?a=1&token={quote(s, safe='')}"}),
    "referer's user": lambda s: Planted(headers={"Referer": f"http://ada:{quote(s, safe='')}@localhost/"}),
    "location": lambda s: Planted(headers={"Location": f"http://localhost/#access_token={quote(s, safe='')}"}),
    "set-cookie": lambda s: Planted(headers={"Set-Cookie": f"sid={quote(s, safe='')}; Path=/"}),
    "query": lambda s: Planted(f"/echo?access_token={quote(s, safe='')}"),
    "query of the contract": lambda s: Planted(f"/echo?till={quote_plus(s)}"),
    "nested query": lambda s: Planted(f"/echo?user%5Bpassword%5D={quote(s, safe='')}"),
    "query in a query": lambda s: Planted(f"/echo?next={quote(f'/x?token={quote(s)}', safe='')}"),
    "query that breaks": lambda s: Planted(f"/strict?api_key={quote(s, safe='')}"),
    "path": lambda s: Planted(f"/invites/{quote(s, safe='')}", "GET", body=b"", sent_as=None),
    "json": lambda s: Planted(body=_json({"n": 1, "password": s})),
    "deep json": lambda s: Planted(body=_json([{"a": {"client_secret": {"b": [s]}}}])),
    "json of the contract": lambda s: Planted(body=_json({"basket": s})),
    "json in json": lambda s: Planted(body=_json({"a": json.dumps({"password": s})})),
    "json without a type": lambda s: Planted(body=_json({"password": s}), sent_as=None),
    "json as a form": lambda s: Planted(body=_json({"password": s}), sent_as=FORM),
    "json as text": lambda s: Planted(body=_json({"password": s}), sent_as="text/plain"),
    "json in utf-16": lambda s: Planted(
        body=json.dumps({"password": s}).encode("utf-16"), sent_as="application/json; charset=utf-16"
    ),
    "json twice": lambda s: Planted(body=b'{"password": %s, "password": 0}' % _json(s)),
    "json with an escaped name": lambda s: Planted(body=b'{"\\u0070assword": %s}' % _json(s)),
    "url in json": lambda s: Planted(body=_json({"url": f"https://x/?token={quote(s, safe='')}"})),
    "malformed json": lambda s: Planted(body=_json({"password": s})[:-1]),
    "json that ends early": lambda s: Planted(body=b'{"\\u0070assword": %s' % _json(s)),
    "long json": lambda s: Planted(body=_json({"password": s, "z": PADDING})),
    "json cut in the secret": lambda s: Planted(body=_json({"z": PADDING[: -len(s) - 40], "password": s * 9})),
    "form": lambda s: Planted(body=f"a=1&password={quote_plus(s)}".encode(), sent_as=FORM),
    "long form": lambda s: Planted(body=f"password={quote_plus(s)}&z={PADDING}".encode(), sent_as=FORM),
    "multipart": lambda s: Planted(body=_multipart(s), sent_as="multipart/form-data; boundary=b"),
    "xml": lambda s: Planted(body=f"<a><password>{s}</password></a>".encode(), sent_as="application/xml"),
    "member that breaks": lambda s: Planted("/strict", body=_json({"password": s})),
    "within what breaks": lambda s: Planted("/strict", body=_json({"all": [{"password": s}]})),
}

secrets = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_characters="\x7f", exclude_categories=["Cc", "Cs"]),
    min_size=5,
    max_size=150,
).map(lambda text: f"Zq7{text.strip() or '12345'}!9")


def spelled(secret: str) -> set[str]:
    """The secret as it might show up."""
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), _json(secret).decode()[1:-1]}


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value; what is base64 also as what it stands for."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from texts(member)
        if value.get("body_encoding") == "base64":
            yield b64decode(value["body"]).decode("latin-1")
    elif isinstance(value, list):
        for element in value:
            yield from texts(element)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("place", PLACES)
@given(secret=secrets)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_planted_secret_is_told_to_nobody(
    app: Mock, place: str, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the journal nor the log has it, wherever it was put and whatever repeats it, in whatever spelling."""
    planted = PLACES[place](secret)
    caplog.clear()
    caplog.set_level(logging.DEBUG, "understudy")
    given = {} if planted.sent_as is None else {"Content-Type": planted.sent_as}
    ask(app, planted.target, planted.method, headers={**given, **planted.headers}, body=planted.body)
    told = newest(app)
    assert told["operation"] is not None
    where = "".join(map(str, texts(told))) + caplog.text
    assert not [each for each in spelled(secret) if each in where or each in where.replace("\\\\", "\\")]
    ask(app, "/_understudy/reset", "POST", headers={"Host": "localhost"})


def test_nothing_is_stored_in_clear(app: Mock) -> None:
    """What is kept in memory has no secret either, not only what is told of it."""
    for plant in PLACES.values():
        planted = plant(SECRET)
        given = {} if planted.sent_as is None else {"Content-Type": planted.sent_as}
        ask(app, planted.target, planted.method, headers={**given, **planted.headers}, body=planted.body)
    entries = list(app.memory.journal.of(app.memory.sessions.get("default")))
    assert len(entries) >= len(PLACES)
    assert [entry for entry in entries if SECRET in repr(entry)] == []


@given(
    target=st.binary(max_size=60),
    name=st.binary(min_size=1, max_size=20),
    value=st.binary(max_size=60),
    body=st.binary(max_size=200),
    sent_as=st.sampled_from(["application/json", FORM, "text/plain", "x"]),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_sent_can_be_told(
    app: Mock, target: bytes, name: bytes, value: bytes, body: bytes, sent_as: str
) -> None:
    """No bytes of a request keep the journal from being read."""
    path = "/echo?" + target.decode("latin-1").replace("#", "")
    headers = [("Content-Type", sent_as), (name.decode("latin-1"), value.decode("latin-1"))]
    ask(app, path, "POST", headers=headers, body=body)
    assert newest(app)["request"]["method"] == "POST"


# What it costs


def test_long_texts_cost_no_more_than_their_length() -> None:
    """What a client may send is looked through once: nothing goes back over it again and again."""
    size = LONGEST_BODY // 2
    hiding = Redaction(Secrets())
    for piece in (
        "//",
        "?",
        "a",
        "a=",
        "a.",
        "\\",
        '"',
        " ",
        "token",
        "//a@",
        "?token=",
        "%25",
        "\\u00",
        "ö",
        "[",
        "Zq",
    ):
        text = (piece * size)[:size] + "token"
        hiding.text(text)
        hiding.body(text.encode(), "")
        hiding.body(text.encode(), FORM)
        hiding.target(text, text, {})
        hiding.again(text)


def test_a_journal_outlives_its_mock(tmp_path: Path) -> None:
    """What was asked before a reload is told after it."""
    memory = Memory(Sessions(), Journal())
    before = mock(tmp_path, FILES)
    first = build(before.project, memory)
    ask(first, "/nothing")
    second = build(project.load(tmp_path), memory)
    assert newest(second)["request"]["target"] == "/nothing"
    assert isinstance(next(memory.journal.of(memory.sessions.get("default"))), Entry)


def test_the_seed_of_an_answer_is_where_it_was(tmp_path: Path) -> None:
    """It is kept apart from what answers have alike, and told in its place; and it counts."""
    contract = document("""
    /a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {type: integer}}}}}}}
    """)
    app = mock(tmp_path, {"openapi.yaml": contract})
    for number in range(2):
        reply = ask(app, f"/a?x={number}")
        noted = app.memory.journal._kept[-1].noted
        what: Any = noted.what
        assert what.more.seeded[1] == (b"understudy-seed", reply.headers["understudy-seed"].encode())
        assert what.more.weight == 2 * HEAVY
        said = len(what.answered) + len(what.path) + len(what.more.query) + what.more.weight
        assert noted.weight == what.alike.weight + fields(what.headers).weight + said | 0xFF
        told = newest(app)["response"]["headers"]
        assert [(line["name"], line["value"]) for line in told] == [line for line in reply.lines if line[0] != "date"]
