"""Collections whose records are all deleted at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

PATHS = """
    /things:
      get:
        responses: {'200': {$ref: '#/components/responses/All'}}
      post:
        requestBody: {content: {application/json: {}}}
        responses: {'201': {$ref: '#/components/responses/One'}}
      delete:
        parameters:
          - {name: kind, in: query, schema: {type: string}}
          - {name: note, in: query, schema: {type: string}}
          - {name: of, in: query, schema: {type: string}}
          - {name: tags, in: query, style: deepObject, schema: {type: object}}
          - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
          - {name: max_size, in: query, schema: {type: integer}}
          - {name: state, in: query, schema: {type: string}}
          - {name: force, in: query, schema: {type: boolean, default: false}}
        responses: {'204': {description: Gone}}
    /things/{id}:
      parameters: [&id {name: id, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {$ref: '#/components/responses/One'}, '404': {description: No}}}
    /things/{id}/parts:
      parameters: [*id]
      get: {responses: {'200': {$ref: '#/components/responses/All'}}}
      post:
        requestBody: {content: {application/json: {}}}
        responses: {'201': {$ref: '#/components/responses/One'}}
      delete: {responses: {'200': {$ref: '#/components/responses/Gone'}}}
    /things/{id}/parts/{part}:
      parameters: [*id, {name: part, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {$ref: '#/components/responses/One'}}}
    """
COMPONENTS = """
    responses:
      All:
        description: All
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
      One: {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      Gone: {description: Gone, content: {application/json: {schema: {type: object, required: [gone]}}}}
    schemas:
      Thing:
        type: object
        required: [id]
        properties:
          id: {type: string}
          kind: {type: string}
          size: {type: integer}
          state: {type: string, enum: [on, off]}
          note: {type: string}
          of: {type: object}
          tags: {type: array, items: {type: string}}
    """

NAMELESS = """
          {description: All, content: {application/json: {
            schema: {type: array, items: {type: object}}, example: [{id: '', kind: x}, {kind: x}, {id: a, kind: x}]}}}
"""


def cleared(directory: Path, **files: str) -> Mock:
    """A mock of things, and parts of things, of which all can be deleted at once."""
    return mock(directory, {"openapi.yaml": document(PATHS, COMPONENTS), **files})


def create(app: Mock, target: str, record: Any) -> None:
    reply = ask(app, target, "POST", headers={"Content-Type": "application/json"}, body=json.dumps(record).encode())
    assert reply.status == 201


def listed(app: Mock, target: str = "/things") -> list[str]:
    return [record["id"] for record in ask(app, target).json]


def test_all_may_be_deleted_at_once(tmp_path: Path) -> None:
    """With what is below them, made up or written; what is created afterwards is there."""
    app = cleared(tmp_path)
    made_up, written = ask(app, "/things").json[0]["id"], "mine"
    for target in ("/things", "/things/mine/parts"):
        create(app, target, {"id": written})
    assert len(listed(app)) == 4
    assert ask(app, "/things", "DELETE").status == 204
    assert (listed(app), listed(app, "/things/mine/parts")) == ([], [])
    assert [ask(app, f"/things/{name}").status for name in (made_up, written)] == [404, 404]
    create(app, "/things", {"id": written})
    assert (listed(app), listed(app, "/things/mine/parts")) == (["mine"], [])
    assert len(listed(app, "/~other/things")) == 3


def test_all_below_one_may_be_deleted_at_once(tmp_path: Path) -> None:
    """What is below others stays; what is said of that is as the contract has it."""
    app = cleared(tmp_path)
    for thing in ("a", "b"):
        create(app, f"/things/{thing}/parts", {"id": thing})
    gone = ask(app, "/things/a/parts", "DELETE")
    assert (gone.status, [*gone.json]) == (200, ["gone"])
    assert (listed(app, "/things/a/parts"), len(listed(app, "/things/b/parts"))) == ([], 4)
    assert ask(app, "/things/a").status == 200


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("kind=x", ["c", "d"]),
        ("kind=x&note=n", ["a", "c", "d"]),
        ("kind=q", ["a", "b", "c", "d"]),
        ("kind=x&force=true", ["a", "b", "c", "d"]),
        ("force=false", ["a", "b", "c", "d"]),
        ("unknown=x", ["a", "b", "c", "d"]),
        ("of=x", ["a", "b", "c", "d"]),
        ("tags[x]=y", ["a", "b", "c", "d"]),
        ("tags=y", ["a", "b", "c", "d"]),
        ("ids=a,c", ["b", "d"]),
        ("ids=a,b&kind=x&note=n", ["a", "c", "d"]),
        ("max_size=1", ["a", "b", "c"]),
        ("state=off", ["a", "b", "c"]),
        ("state=all", ["a", "b", "c", "d"]),
        ("kind=", ["a", "b", "c", "d"]),
        ("", []),
    ],
)
@pytest.mark.parametrize("kept", ["in a file", "in a session"])
def test_what_is_not_selected_is_not_deleted(query: str, left: list[str], kept: str, tmp_path: Path) -> None:
    """By parameters that filter a list; where nobody knows what one means, or it asks for nothing, all stay."""
    records = {
        "a": {"id": "a", "kind": "x", "tags": ["y"]},
        "b": {"id": "b", "kind": "x", "note": "n"},
        "c": {"id": "c", "kind": "y", "of": {}},
        "d": {"id": "d", "size": 1, "state": "off"},
    }
    file = {"collection": "things", "schema": "#/components/schemas/Thing", "key": ["id"], "records": records}
    app = cleared(tmp_path, **({"fixtures/things.yaml": json.dumps(file)} if kept == "in a file" else {}))
    if kept == "in a session":
        assert ask(app, "/things", "DELETE").status == 204
        for record in reversed(records.values()):
            create(app, "/things", record)
    assert ask(app, f"/things?{query}", "DELETE").status == 204
    assert listed(app) == left


def test_what_has_no_name_is_not_selected(tmp_path: Path) -> None:
    """Nobody could tell it from another one; with all it goes all the same."""
    paths = PATHS.replace("'200': {$ref: '#/components/responses/All'}", f"'200': {NAMELESS}", 1)
    app = mock(tmp_path, {"openapi.yaml": document(paths, COMPONENTS)})
    left = []
    for query in ("?kind=x", ""):
        assert ask(app, f"/things{query}", "DELETE").status == 204
        left.append(ask(app, "/things").json)
    assert left == [[{"id": "", "kind": "x"}, {"kind": "x"}], []]


def test_what_is_read_at_a_path_and_is_no_list_is_no_collection(tmp_path: Path) -> None:
    """A session that ends is not all of them."""
    paths = """
    /sessions:
      get: {responses: {'200': {description: This, content: {application/json: {schema: {type: object}}}}}}
      delete: {responses: {'204': {description: Gone}}}
    /sessions/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: One, content: {application/json: {schema: {type: object}}}}}}
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    assert [ask(app, "/sessions", "DELETE").status, ask(app, "/sessions/1").status] == [204, 200]


def test_what_a_file_has_below_each_is_gone_below_each(tmp_path: Path) -> None:
    """It does not say what it is below, and is one record wherever it is shown."""
    records = "{one: {id: '1', part: a}, two: {id: '2', part: b}}"
    file = f"{{collection: parts, schema: '#/components/schemas/Thing', key: [part], records: {records}}}"
    app = cleared(tmp_path, **{"fixtures/parts.yaml": file})
    assert listed(app, "/things/x/parts") == ["1", "2"]
    assert ask(app, "/things/x/parts", "DELETE").status == 200
    assert [listed(app, f"/things/{thing}/parts") for thing in "xy"] == [[], []]
