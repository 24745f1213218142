"""Changes that the contract allows, of records that cannot hold them as they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

ANY = "{content: {application/json: {schema: {}}}}"
REFUSED = "'422': {description: No, content: {application/problem+json: {}}}"

KINDS = """
    schemas:
      Thing: UNION
      Mail:
        type: object
        required: [id, kind, target]
        additionalProperties: CLOSED
        properties:
          id: {type: string}
          kind: {const: mail}
          name: {type: string, maxLength: 5}
          target: {type: object, required: [to], additionalProperties: false, properties: {to: {type: string}}}
      Hook:
        type: object
        required: [id, kind, target, retries]
        additionalProperties: CLOSED
        properties:
          id: {type: string}
          kind: {const: hook}
          name: {type: string, maxLength: 5}
          retries: {type: integer, maximum: 9}
          target:
            type: object
            required: [url, method]
            additionalProperties: false
            properties: {url: {type: string}, method: {enum: [GET, POST]}}
      None: {type: string}
"""
EITHER = "oneOf: [{$ref: '#/components/schemas/None'}, {$ref: '#/components/schemas/Mail'}, "
EITHER = f"{{{EITHER}{{$ref: '#/components/schemas/Hook'}}]}}"
UNIONS = {
    "alternatives": KINDS.replace("UNION", EITHER).replace("CLOSED", "false"),
    "alternatives beside what all have": KINDS.replace(
        "UNION", f"{{type: object, properties: {{note: {{type: string}}}}, allOf: [{EITHER}]}}"
    ).replace("CLOSED", "true"),
}


def kept(directory: Path, components: str, *, body: str = ANY, refused: str = REFUSED) -> Mock:
    """A mock of things that can be created and changed."""
    thing = "{description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}"
    paths = f"""
    /things:
      post: {{requestBody: {ANY}, responses: {{'201': {thing}}}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {thing}}}}}
      patch: {{requestBody: {body}, responses: {{'200': {thing}, {refused}}}}}
    """
    return mock(directory, {"openapi.yaml": document(paths, components)})


def send(app: Mock, method: str, target: str, body: Any) -> Reply:
    return ask(app, target, method, headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())


def changed(app: Mock, record: Any, change: Any) -> Reply:
    """What is answered to a change of a record; what is read afterwards is that, or the record if it was refused."""
    created = send(app, "POST", "/things", record)
    assert created.status == 201, created.body
    location = created.headers["location"]
    reply = send(app, "PATCH", location, change)
    assert ask(app, location).json == (reply.json if reply.status == 200 else created.json)
    return reply


@pytest.mark.parametrize("union", UNIONS.values(), ids=UNIONS.keys())
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "hook", "target": {"url": "u", "method": "GET"}, "retries": 1},
        {"kind": "hook", "target": {"url": "u", "method": "GET"}},
        {"kind": "hook", "target": {"url": "u"}},
        {"kind": "hook"},
        {"target": {"url": "u"}},
        {"retries": 2, "kind": "hook"},
    ],
)
def test_a_change_may_make_a_record_one_of_another_kind(change: Any, union: str, tmp_path: Path) -> None:
    """What both have stays, and what the other one needs is made up where it is not sent."""
    reply = changed(kept(tmp_path, union), {"id": "a", "kind": "mail", "name": "n", "target": {"to": "t"}}, change)
    assert reply.status == 200, reply.body
    after = reply.json
    assert (after["id"], after["kind"], after["name"], after["target"].keys()) == ("a", "hook", "n", {"url", "method"})
    assert {**after, **change, "target": {**after["target"], **change.get("target", {})}} == after


def test_what_all_kinds_have_stays(tmp_path: Path) -> None:
    """It stands beside them."""
    record = {"id": "a", "kind": "mail", "target": {"to": "t"}, "note": "!"}
    app = kept(tmp_path, UNIONS["alternatives beside what all have"])
    assert changed(app, record, {"kind": "hook"}).json["note"] == "!"


@pytest.mark.parametrize("change", [{"name": "too long"}, {"kind": "other"}, {"kind": "hook", "retries": 10}])
def test_what_no_kind_can_hold_is_refused(change: Any, tmp_path: Path) -> None:
    app = kept(tmp_path, UNIONS["alternatives"])
    assert changed(app, {"id": "a", "kind": "mail", "target": {"to": "t"}}, change).status == 422


def test_where_nobody_may_be_told_what_does_not_hold_is_left_out(tmp_path: Path) -> None:
    """An operation that declares no refusal has no word for one, and what a client sent was right."""
    app = kept(tmp_path, UNIONS["alternatives"], refused="'404': {description: No}")
    record = {"id": "a", "kind": "mail", "target": {"to": "t"}}
    reply = changed(app, record, {"name": "too long", "target": {"to": "u"}})
    assert (reply.status, reply.json) == (200, {**record, "target": {"to": "u"}})


CLOSED = """
    schemas:
      Thing:
        type: object
        required: [id]
        properties:
          id: {type: string}
          one: {$ref: '#/components/schemas/Inner'}
          many: {type: array, items: {$ref: '#/components/schemas/Inner'}}
          any: {type: array}
          named: {type: object, additionalProperties: false, patternProperties: {^x-: {}}}
      Inner:
        type: object
        additionalProperties: false
        properties: {x: {type: integer}, in: {type: object, unevaluatedProperties: false}}
"""


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"one": {"x": 1, "y": 2}}, {"one": {"x": 1}}),
        ({"one": {"in": {"y": 2}}}, {"one": {"in": {}}}),
        ({"many": [{"x": 1, "y": 2}, {"y": 2}]}, {"many": [{"x": 1}, {}]}),
        ({"any": [{"y": 2}]}, {"any": [{"y": 2}]}),
        ({"named": {"x-a": 1}}, {"named": {"x-a": 1}}),
        ({"other": {"y": 2}}, {"other": {"y": 2}}),
    ],
)
def test_what_a_closed_object_in_a_record_cannot_show_is_left_out(change: Any, left: Any, tmp_path: Path) -> None:
    """As it is in the record itself: a client may send more than it is shown."""
    reply = changed(kept(tmp_path, CLOSED), {"id": "a"}, change)
    assert (reply.status, reply.json) == (200, {"id": "a", **left})


def test_a_member_of_another_form_may_be_so_by_what_is_said_of_all_members(tmp_path: Path) -> None:
    """Generators write `additionalProperties` for what may be anything."""
    thing = "{type: object, required: [id], properties: {id: {}}, additionalProperties: {type: object}}"
    body = "{content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}"
    app = kept(tmp_path, f"schemas: {{Thing: {thing}}}", body=body)
    reply = changed(app, {"id": "a", "of": {}}, {"name": "n", "of": {"x": {}}})
    assert (reply.status, "name" in reply.json, reply.json["of"]) == (200, False, {"x": {}})


@pytest.mark.parametrize(
    ("properties", "patch", "expected"),
    [
        ("{op: {}, path: {}}", [{"op": "Replace", "path": "/name", "value": "new"}], "new"),
        ("{op: {}, path: {}}", [{"op": "Copy", "from": "/id", "path": "/name"}], "a"),
        ("{operation: {}, path: {}}", [{"operation": "replace", "path": "/name", "value": "new"}], "old"),
    ],
)
def test_a_list_is_a_patch_where_the_contract_says_so(
    properties: str, patch: Any, expected: str, tmp_path: Path
) -> None:
    """Its operations in any case; of another one nobody knows what it changes."""
    schema = f"{{type: array, items: {{type: object, properties: {properties}}}}}"
    body = f"{{content: {{application/json: {{schema: {schema}}}}}}}"
    app = kept(tmp_path, "schemas: {Thing: {type: object, required: [id], properties: {id: {}}}}", body=body)
    reply = changed(app, {"id": "a", "name": "old"}, patch)
    assert (reply.status, reply.json["name"]) == (200, expected)


ACCOUNT = """
    schemas:
      Thing:
        type: object
        required: [id]
        properties:
          id: {type: string}
          account:
            oneOf:
              - {type: object, required: [iban], additionalProperties: false, properties: {iban: {}, name: {}}}
              - {type: object, required: [number], additionalProperties: false, properties: {number: {}, name: {}}}
"""


@pytest.mark.parametrize(
    ("account", "left"),
    [
        ({"number": "7"}, {"number": "7"}),
        ({"name": "Bo"}, {"iban": "DE", "name": "Bo"}),
        ({"iban": None, "number": "7"}, {"number": "7", "name": "Ada"}),
    ],
)
def test_what_cannot_be_merged_is_replaced(account: Any, left: Any, tmp_path: Path) -> None:
    """A member that is of another kind now has nothing of what it was."""
    record = {"id": "a", "account": {"iban": "DE", "name": "Ada"}, "note": "n"}
    reply = changed(kept(tmp_path, ACCOUNT), record, {"account": account})
    assert (reply.status, reply.json) == (200, {**record, "account": left})
