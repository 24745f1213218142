"""What a record is like that has just been created."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

OTHER = object()


def things(directory: Path, member: str, example: str = "") -> Mock:
    """A mock of things that have an id and one more member."""
    body = "content: {application/json: {schema: {type: object}}}"
    thing = f"content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}{example}}}}}"
    paths = f"""
    /things:
      post: {{requestBody: {{{body}}}, responses: {{'201': {{description: Made, {thing}}}}}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, {thing}}}}}}}
      put: {{requestBody: {{{body}}}, responses: {{'201': {{description: Made, {thing}}}}}}}
    """
    name = member.partition(":")[0]
    properties = f"properties: {{id: {{type: string}}, {member}}}"
    schemas = f"schemas:\n  Thing: {{type: object, required: [id, {name}], {properties}}}"
    return mock(directory, {"openapi.yaml": document(paths, schemas)})


def made(app: Mock, method: str, path: str, body: Any) -> Any:
    """The record that is created."""
    headers = {"content-type": "application/json", "if-none-match": "*"}
    return ask(app, path, method, headers=headers, body=json.dumps(body).encode()).json


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("state: {type: string, enum: [open, closed]}", "open"),
        ("orderStatus: {type: string, enum: [new, sent, lost]}", "new"),
        ("status: {allOf: [{type: string}, {enum: [new, sent, lost, gone]}]}", "new"),
        ("phase: {type: string, minLength: 3}", OTHER),
        ("completed: {type: boolean}", False),
        ("is_deleted: {type: [boolean, 'null']}", False),
        ("confirmed: {type: boolean, enum: [true]}", True),
        ("is_active: {type: boolean, enum: [true]}", True),
        ("comment_count: {type: integer}", 0),
        ("num_likes: {type: integer}", 0),
        ("count: {type: integer, minimum: 2}", OTHER),
        ("price: {type: integer, minimum: 2}", OTHER),
        ("comments: {type: array, items: {type: string}}", []),
        ("owners: {type: array, items: {type: string}, minItems: 1}", OTHER),
        ("closed_at: {type: [string, 'null'], format: date-time}", None),
        ("due: {type: string, format: date}", OTHER),
        ("status: {type: string, enum: [a, b], example: b}", "b"),
        ("done: {type: boolean, default: true}", True),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/things"), ("PUT", "/things/new")])
def test_a_record_begins(member: str, expected: Any, method: str, path: str, tmp_path: Path) -> None:
    """In its first state, with nothing that comes later, as far as its schema lets it and gives no example."""
    app = things(tmp_path, member)
    name = member.partition(":")[0]
    value = made(app, method, path, {})[name]
    assert value not in ("", [], 0, None, False) if expected is OTHER else value == expected


def test_what_is_sent_or_given_as_an_example_stays(tmp_path: Path) -> None:
    """Whatever a record usually begins with."""
    app = things(tmp_path, "state: {type: string, enum: [open, closed]}")
    assert made(app, "POST", "/things", {"state": "closed"})["state"] == "closed"
    app = things(tmp_path, "state: {type: string, enum: [open, closed]}", ", example: {id: a, state: closed}")
    assert made(app, "POST", "/things", {})["state"] == "closed"
