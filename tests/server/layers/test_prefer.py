"""Preferences on their way through the mock: where they are taken from, and what an answer says of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

CONTRACT = document(
    """
    /things:
      get:
        operationId: things
        parameters: [{name: filter, in: query, schema: {type: object, additionalProperties: true}}]
        responses: &any
          '200': {description: '', content: {application/json: {schema: {}}}}
          '201': {description: '', content: {application/json: {examples: {größe: {value: 1}, it: {value: 2}}}}}
          '422': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
          '500': {description: '', content: {application/json: {}}}
    /own:
      get:
        operationId: own
        parameters:
          - {name: __code, in: query, schema: {type: integer}}
          - {name: Prefer, in: header, schema: {type: string, maxLength: 20}}
        responses: *any
    /keyed:
      get:
        security: [{key: []}]
        responses: *any
    /bad:
      get:
        responses: {'400': {description: '', content: {application/json: {}}}}
    """,
    """
    securitySchemes: {key: {type: apiKey, in: query, name: __stage}}
    schemas:
      Errors:
        type: object
        required: [detail]
        properties:
          detail:
            type: array
            items:
              type: object
              required: [loc, msg, type]
              properties: {loc: {type: array}, msg: {type: string}, type: {type: string}}
    """,
)

HANDLERS = """
    from understudy import Answer, Refusal

    async def things(filter=None):
        if filter == {"raise": "it"}:
            raise Refusal(500, "No")
        return Answer(200, filter, {"Vary": "Accept"})

    async def own(**given):
        return given
"""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock whose handlers answer what they are given."""
    directory: Path = tmp_path_factory.mktemp("api")
    return mock(directory, {"openapi.yaml": CONTRACT, "handlers/api.py": HANDLERS})


def told(reply: Reply) -> str | None:
    """What a reply says of the preferences that were obeyed."""
    return reply.headers.get("preference-applied")


@pytest.mark.parametrize(
    ("target", "headers", "status", "echo"),
    [
        ("/things", {}, 200, None),
        ("/things", {"Prefer": "respond-async"}, 200, None),
        ("/things", {"Prefer": "code=201"}, 201, "code=201"),
        ("/things?__code=201", {}, 201, "code=201"),
        ("/things", {"Prefer": "code=201; example=it"}, 201, "code=201, example=it"),
        ("/things", [("Prefer", "code=201"), ("Prefer", "example=it")], 201, "code=201, example=it"),
        ("/things", {"Prefer": 'example="it", code="201"'}, 201, "code=201, example=it"),
        ("/things?__code=500", {"Prefer": "dynamic=false"}, 200, "dynamic=false"),
        ("/things", {"Prefer": "wait=0, seed=1"}, 200, "wait=0"),
        ("/things", {"Prefer": "code=418, wait=0"}, 404, "wait=0"),
        ("/things", {"Prefer": "code=500, example=nope"}, 404, None),
        ("/things?raise=it", {"Prefer": "dynamic=false, wait=0"}, 500, "wait=0"),
        ("/things?raise=it", {"Prefer": "code=500, dynamic=false"}, 500, "code=500, dynamic=false"),
        ("/things", {"Prefer": "dynamic=true, seed=a%0A"}, 200, "dynamic=true, seed=a%0A"),
        ("/things?__dynamic=true&__seed=%0Aa%22%C3%A9", {}, 200, r'dynamic=true, seed="?a\"?"'),
        ("/nowhere", {"Prefer": "code=201, wait=0"}, 404, "wait=0"),
        ("/things", {"Prefer": "code=x, wait=0"}, 422, None),
    ],
)
def test_what_was_obeyed_is_echoed(target: str, headers: Any, status: int, echo: str | None, api: Mock) -> None:
    """`Preference-Applied` lists it as it was given, and nothing that was passed over or came to nothing."""
    reply = ask(api, target, headers=headers)
    assert (reply.status, told(reply)) == (status, echo)


def test_every_answer_varies_by_what_was_preferred(api: Mock) -> None:
    """Caches keep answers to different preferences apart, also where none was given; other fields stay."""
    for target, headers in [
        ("/things", {}),
        ("/things", {"Prefer": "code=201"}),
        ("/nowhere", {}),
        ("/own?__code=x", {}),
    ]:
        sent: list[tuple[bytes, bytes]] = []

        async def listening(scope: Any, receive: Any, send: Any) -> None:
            async def keep(message: Any) -> None:
                sent.extend(message.get("headers", ()))  # noqa: B023 - called at once
                await send(message)

            await api(scope, receive, keep)

        ask(listening, target, headers=headers)
        varies = [value for name, value in sent if name.lower() == b"vary"]
        assert b"Prefer, Understudy-Session" in varies
        assert b"Origin" in varies
        assert (b"Accept" in varies) == (target == "/things" and not headers)


@pytest.mark.parametrize(
    ("target", "given"),
    [
        ("/things?a=1&__code=200&__other=2&__dynamic=false", {"a": "1", "__other": "2"}),
        ("/things?%5F%5Fdynamic=false&b=%20", {"b": " "}),
        ("/things?__wait=0", None),
    ],
)
def test_preferences_in_a_query_are_none_of_the_handlers_business(target: str, given: Any, api: Mock) -> None:
    """An object that takes all of a query is not given them; what is no preference stays in it."""
    reply = ask(api, target)
    assert (reply.status, reply.json) == (200, given)


@pytest.mark.parametrize(
    ("target", "headers", "status", "given"),
    [
        ("/own?__code=404", {}, 200, {"__code": 404}),
        ("/own?__code=x", {}, 422, [["query", "__code"]]),
        ("/own?__code=7", {"Prefer": "dynamic=false"}, 200, {"__code": 7, "prefer": "dynamic=false"}),
        ("/own?__code=7", {"Prefer": "code=201"}, 201, 1),
        ("/own", {"Prefer": "code=201, dynamic=false"}, 422, [["header", "Prefer"]]),
        ("/keyed?__stage=1", {"Prefer": "code=201"}, 201, 1),
        ("/keyed", {"Prefer": "code=201"}, 401, None),
    ],
)
def test_what_the_contract_calls_a_parameter_is_one(
    target: str, headers: dict[str, str], status: int, given: Any, api: Mock
) -> None:
    """An API may have a parameter called `__code`, a key called `__stage`, or a `Prefer` of its own."""
    reply = ask(api, target, headers=headers)
    assert reply.status == status
    if status == 422:
        assert [problem["loc"] for problem in reply.json["detail"]] == given
    elif status != 401:
        assert reply.json == given


@pytest.mark.parametrize(
    ("target", "headers", "status", "place"),
    [
        ("/things", {"Prefer": "code=abc"}, 422, ["header", "Prefer"]),
        ("/things?__code=44", {}, 422, ["query", "__code"]),
        ("/things?__code=200&__code=201", {}, 422, ["query", "__code"]),
        ("/things?__fault=x", {}, 422, ["query", "__fault"]),
        ("/bad", {"Prefer": "wait=soon"}, 400, ["header", "Prefer"]),
    ],
)
def test_what_cannot_be_meant_is_refused(
    target: str, headers: dict[str, str], status: int, place: list[str], api: Mock
) -> None:
    """With the status that a broken request gets, in the contract's own shape and in `sl-violations`."""
    reply = ask(api, target, headers=headers)
    assert reply.status == status
    (entry,) = json.loads(reply.headers["sl-violations"])
    assert (entry["location"], entry["code"]) == (["request", *place], "preference")
    if status == 422:
        (problem,) = reply.json["detail"]
        assert (problem["loc"], problem["type"]) == (place, "preference")
        assert entry["message"].endswith(problem["msg"])


@pytest.mark.parametrize("written", ["größe", "gr\xc3\xb6\xc3\x9fe"])
def test_names_may_be_written_in_any_script(written: str, api: Mock) -> None:
    """A client writes them as Latin-1, or as most do in UTF-8."""
    assert ask(api, "/things", headers={"Prefer": f"code=201, example={written}"}).json == 1
    assert ask(api, "/things?__code=201&__example=gr%C3%B6%C3%9Fe").json == 1


@pytest.mark.parametrize(
    ("seed", "echo"),
    [
        ("a", "a"),
        ("a b%26c", "a b&c"),
        ("%C3%A9%0A", "%C3%A9%0A"),
        ("%C3%A9", "%C3%A9"),
        ("100%25", "100%25"),
        ("%F0%9F%8E%AF", "%F0%9F%8E%AF"),
    ],
)
def test_the_seed_that_was_used_comes_back(seed: str, echo: str, api: Mock) -> None:
    """Percent-encoded where it is no printable ASCII, so that it can be written into a query as it is."""
    reply = ask(api, f"/things?__dynamic=true&__seed={seed.replace(' ', '+')}")
    assert reply.headers["understudy-seed"] == echo


def test_no_seed_comes_back_where_nothing_was_made_up(api: Mock) -> None:
    """Of answers that are there, no seed is a part."""
    assert "understudy-seed" not in ask(api, "/things", headers={"Prefer": "seed=1"}).headers
    assert "understudy-seed" not in ask(api, "/things", headers={"Prefer": "seed=1, code=201"}).headers
    assert "understudy-seed" in ask(api, "/things", headers={"Prefer": "dynamic=true"}).headers


def test_pages_of_other_origins_can_read_all_of_it(api: Mock) -> None:
    """Each header that the mock adds is exposed to them, the time of the session too."""
    headers = {"Origin": "https://page.test", "Prefer": "dynamic=true"}
    exposed = ask(api, "/things", headers=headers).headers["access-control-expose-headers"].split(", ")
    assert {"date", "preference-applied", "understudy-seed", "vary"} <= set(exposed)
    broken = ask(api, "/own?__code=x", headers={"Origin": "https://page.test"})
    assert "sl-violations" in broken.headers["access-control-expose-headers"].split(", ")
