"""Several records created by one request."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock, write

from understudy.server.app import Mock
from understudy.state.session import DEFAULT

NEW, THING = "{$ref: '#/components/schemas/New'}", "{$ref: '#/components/schemas/Thing'}"
MANY, THINGS = f"{{type: array, items: {NEW}}}", f"{{type: array, items: {THING}}}"
SCHEMAS = """
schemas:
  New:
    type: object
    properties:
      name: {type: string, minLength: 1}
      kind: {type: string, default: a}
      parts: {type: array, items: {type: object}}
  Thing:
    type: object
    required: [name, kind]
    properties: {name: {type: string}, kind: {type: string}, parts: {type: array, items: {type: object}}}
"""


def json_of(schema: str) -> str:
    """Content that is JSON of a schema."""
    return f"content: {{application/json: {{schema: {schema}}}}}"


def things(
    directory: Path, body: str, answer: str, *, at: str = "/things", status: str = "201", method: str = "post"
) -> Mock:
    """A mock of things, of which several can be created, or changed, at a path."""
    sent = [f"requestBody: {{{json_of(body)}}}"] if body else []
    made = ", ".join(["description: Made", *([json_of(answer)] if answer else [])])
    responses = f"responses: {{'{status}': {{{made}}}, '409': {{description: No}}, '404': {{description: No}}}}"
    several = f"{{{', '.join([*sent, responses])}}}"
    one = f"{{requestBody: {{{json_of(NEW)}}}, responses: {{'204': {{description: Made}}}}}}"
    paths = f"""
    /things:
      get: {{responses: {{'200': {{description: All, {json_of(THINGS)}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
      post: {several if (at, method) == ("/things", "post") else one}
      {f"{method}: {several}" if at == "/things" and method != "post" else ""}
    /things/{{name}}:
      get:
        parameters: [{{name: name, in: path, required: true, schema: {{type: string}}}}]
        responses: {{'200': {{description: One, {json_of(THING)}}}}}
      patch:
        parameters: [{{name: name, in: path, required: true, schema: {{type: string}}}}]
        responses: {{'204': {{description: Changed}}}}
    """
    paths += f"{at}:\n      {method}: {several}\n" if at != "/things" else ""
    app = mock(directory, {"openapi.yaml": document(paths, SCHEMAS)})
    ask(app, "/things", "DELETE")
    return app


def send(app: Mock, body: Any, at: str = "/things") -> Reply:
    """The answer to a creation."""
    return ask(app, at, "POST", headers={"content-type": "application/json"}, body=json.dumps(body).encode())


def names(app: Mock) -> str:
    """The things that there are, the first first."""
    return "".join(thing["name"] for thing in reversed(ask(app, "/things").json))


TWO = [{"name": "x"}, {"name": "y", "kind": "b"}]
MADE = [{"name": "x", "kind": "a"}, {"name": "y", "kind": "b"}]


@pytest.mark.parametrize(
    ("body", "answer", "sent", "expected"),
    [
        (MANY, THINGS, TWO, MADE),
        (MANY, THINGS, [], []),
        (MANY, f"{{type: object, required: [data], properties: {{data: {THINGS}}}}}", TWO, {"data": MADE}),
        (
            MANY,
            f"""{{type: object, required: [things, created, note], properties:
                {{things: {THINGS}, created: {{type: integer}}, note: {{const: n}}, remark: {{type: string}}}}}}""",
            TWO,
            {"things": MADE, "created": 2, "note": "n"},
        ),
        (
            f"{{type: object, properties: {{items: {MANY}}}}}",
            f"{{type: object, required: [items], properties: {{items: {THINGS}, total: {{type: integer}}}}}}",
            {"items": TWO},
            {"items": MADE, "total": 2},
        ),
        (f"{{oneOf: [{NEW}, {MANY}]}}", f"{{oneOf: [{THING}, {THINGS}]}}", TWO, MADE),
    ],
)
def test_several_may_be_created_at_once(body: str, answer: str, sent: Any, expected: Any, tmp_path: Path) -> None:
    """Each with what it means by default; the answer lists them as they are, and what it says of them is true."""
    app = things(tmp_path, body, answer)
    created = send(app, sent)
    assert (created.status, created.json) == (201, expected)
    assert names(app) == "".join(each["name"] for each in (sent if isinstance(sent, list) else sent["items"]))
    assert "location" not in created.headers


def test_one_may_be_created_where_several_may(tmp_path: Path) -> None:
    """By what is no list."""
    app = things(tmp_path, f"{{oneOf: [{NEW}, {MANY}]}}", f"{{oneOf: [{THING}, {THINGS}]}}")
    created = send(app, {"name": "x"})
    assert (created.json, created.headers["location"]) == ({"name": "x", "kind": "a"}, "/things/x")


@pytest.mark.parametrize(
    ("answer", "status", "expected"),
    [("", "204", b""), ("{type: object, required: [n], properties: {n: {const: 1}}}", "202", b'{"n":1}')],
)
def test_several_may_be_answered_with_something_else(answer: str, status: str, expected: bytes, tmp_path: Path) -> None:
    """They are created all the same."""
    app = things(tmp_path, MANY, answer, status=status)
    created = send(app, TWO)
    assert (created.status, created.body) == (int(status), expected)
    assert names(app) == "xy"


@pytest.mark.parametrize("at", ["/things/bulk", "/things/batch", "/things/bulk-create", "/things:batchCreate"])
def test_several_may_have_a_path_of_their_own(at: str, tmp_path: Path) -> None:
    """Below that of the list."""
    app = things(tmp_path, MANY, THINGS, at=at)
    assert send(app, TWO, at).json == MADE
    assert names(app) == "xy"


def test_all_are_created_or_none(tmp_path: Path) -> None:
    """What is taken already, be it by one of them, is refused with all."""
    app = things(tmp_path, MANY, THINGS)
    assert send(app, [*TWO, {"name": "x"}]).status == 409
    assert names(app) == ""
    send(app, [{"name": "z"}])
    assert send(app, [*TWO, {"name": "z"}]).status == 409
    assert names(app) == "z"


@pytest.mark.parametrize(
    ("body", "answer", "sent", "at"),
    [
        ("{type: array, items: {type: string}}", THINGS, ["x"], "/things"),
        ("{type: array, items: {type: object, properties: {op: {type: string}}}}", THINGS, [{"op": "x"}], "/things"),
        ("{type: array, items: {type: object}}", THINGS, [{"name": "x"}], "/things"),
        (f"{{type: object, properties: {{things: {MANY}}}}}", THING, {"things": TWO}, "/things/bulk"),
        (f"{{type: object, properties: {{parts: {MANY}}}}}", THINGS, {"parts": TWO}, "/things/bulk"),
        (MANY, THINGS, {"name": "x"}, "/things/bulk"),
        ("", THINGS, None, "/things/bulk"),
    ],
)
def test_where_nobody_knows_what_is_created_nothing_is(
    body: str, answer: str, sent: Any, at: str, tmp_path: Path
) -> None:
    """The answer is as the contract has it."""
    app = things(tmp_path, body, answer, at=at)
    created = ask(app, at, "POST") if sent is None else send(app, sent, at)
    assert created.status == (422 if isinstance(sent, dict) and body == MANY else 201)
    assert names(app) == ""


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (f"{{type: array, items: {THING}, minItems: 3}}", 201),
        (
            f"{{type: object, required: [data], properties: {{data: {{type: array, items: {THING}, minItems: 3}}}}}}",
            201,
        ),
    ],
)
def test_what_an_answer_cannot_show_is_made_up(answer: str, status: int, tmp_path: Path) -> None:
    """As anywhere; what was sent is there."""
    app = things(tmp_path, MANY, answer)
    assert send(app, TWO).status == status
    assert names(app) == "xy"


@pytest.mark.parametrize("at", ["/things", "/things/bulk"])
def test_several_may_be_changed_at_once(at: str, tmp_path: Path) -> None:
    """Each by its own key: all of them, or none."""
    app = things(tmp_path, MANY, THINGS, at=at, status="200", method="patch")
    for thing in TWO:
        send(app, thing)

    def change(*bodies: Any) -> Reply:
        headers = {"content-type": "application/json"}
        return ask(app, at, "PATCH", headers=headers, body=json.dumps(bodies).encode())

    changed = change({"name": "y", "kind": "c"}, {"name": "x", "parts": [{}]})
    assert changed.json == [{"name": "y", "kind": "c"}, {"name": "x", "kind": "a", "parts": [{}]}]
    assert ask(app, "/things/y").json == {"name": "y", "kind": "c"}
    ask(app, "/things", "DELETE")
    assert change({"name": "y", "kind": "d"}).status == 404
    assert change({"kind": "d"}).status == 200
    assert names(app) == ""


@pytest.mark.parametrize("at", ["/things", "/things/bulk"])
def test_several_may_be_replaced_at_once(at: str, tmp_path: Path) -> None:
    """Those that are not there come; the others stay."""
    app = things(tmp_path, MANY, THINGS, status="200", method="put", at=at)
    for name in "xyz":
        send(app, {"name": name, "kind": "b", "parts": [{}]})

    def put(body: Any) -> Reply:
        return ask(app, at, "PUT", headers={"content-type": "application/json"}, body=json.dumps(body).encode())

    replaced = put([{"name": "x", "kind": "c"}, {"name": "new"}])
    assert replaced.json == [{"name": "x", "kind": "c"}, {"name": "new", "kind": "a"}]
    assert [ask(app, f"/things/{name}").json for name in ("x", "new")] == replaced.json
    assert names(app) == "yzxnew"
    assert put([{"kind": "d"}]).status == 200  # of which nobody knows which one it is
    assert names(app) == "yzxnew"


def test_one_may_be_changed_twice_in_one_request(tmp_path: Path) -> None:
    """What is said of it first is not lost."""
    app = things(tmp_path, MANY, THINGS, status="200", method="patch")
    send(app, {"name": "x"})
    bodies = json.dumps([{"name": "x", "kind": "b"}, {"name": "x", "parts": [{}]}]).encode()
    changed = ask(app, "/things", "PATCH", headers={"content-type": "application/json"}, body=bodies)
    assert changed.json[1] == ask(app, "/things/x").json == {"name": "x", "kind": "b", "parts": [{}]}


FIXTURES = """
collection: things
schema: "#/components/schemas/Thing"
key: [name]
rules: [{rule: "record.kind != 'z'", message: No thing is of that kind}]
records: {x: {name: x, kind: a}, y: {name: y, kind: a}}
"""


def test_what_a_rule_refuses_changes_nothing(tmp_path: Path) -> None:
    """Nor do those that are sent beside it, whether they have been changed by then or created."""
    directory = write(tmp_path, {"fixtures/things.yaml": FIXTURES})
    app = things(directory, MANY, THINGS, status="200", method="patch")
    app.memory.sessions.get(DEFAULT).reset()
    before = ask(app, "/things").json
    assert len(before) == 2
    bodies = json.dumps([{"name": "x", "kind": "b"}, {"name": "y", "kind": "z"}]).encode()
    assert ask(app, "/things", "PATCH", headers={"content-type": "application/json"}, body=bodies).status >= 400
    assert ask(app, "/things").json == before


def test_where_one_cannot_be_created_nothing_has_happened(tmp_path: Path) -> None:
    """To the others neither: what is made up at their addresses still is."""
    app = things(tmp_path, MANY, THINGS)
    send(app, [{"name": "z"}])
    before = ask(app, "/things/x")
    assert send(app, [*TWO, {"name": "z"}]).status == 409
    assert ask(app, "/things/x").body == before.body
    assert before.status == 200
