"""Records that are deleted because a request names them."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock, write

from understudy.server.app import Mock

NOTHING = "'204': {description: Gone}"
IDS = "{type: array, items: {type: integer}}"
INNER = f"{{type: object, properties: {{ids: {IDS}}}}}"


def contract(target: str, body: str, answer: str) -> str:
    """A contract of todos, some of which are deleted by a method at a path of their own."""
    method, _, path = target.partition(" ")
    todo = "{$ref: '#/components/schemas/Todo'}"
    todos = f"content: {{application/json: {{schema: {{type: array, items: {todo}}}}}}}"
    told = f"'200': {{description: Gone, content: {{application/json: {{schema: {answer}}}}}}}"
    sent = f"requestBody: {{content: {{application/json: {{schema: {body}}}}}}}, " if body else ""
    remove = f"{method.lower()}: {{{sent}responses: {{{told if answer else NOTHING}}}}}"
    paths = f"""
    /todos:
      get: {{responses: {{'200': {{description: All, {todos}}}}}}}
      {remove if path == "/todos" else ""}
    /todos/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      get:
        responses:
          '200': {{description: One, content: {{application/json: {{schema: {todo}}}}}}}
          '404': {{description: None}}
      put:
        requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
        responses: {{'200': {{description: One, content: {{application/json: {{schema: {todo}}}}}}}}}
    """
    paths += f"{path}:\n      {remove}\n" if path != "/todos" else ""
    schemas = "schemas: {Todo: {type: object, required: [id], properties: {id: {type: integer}, tags: {type: array}}}}"
    return document(paths, schemas)


def todos(directory: Path, target: str, body: str = IDS, answer: str = "") -> Mock:
    """A mock of them."""
    return mock(directory, {"openapi.yaml": contract(target, body, answer)})


def remove(app: Mock, target: str, body: Any) -> Reply:
    """The answer to a request that names some."""
    method, _, path = target.partition(" ")
    return ask(app, path, method, headers={"content-type": "application/json"}, body=json.dumps(body).encode())


def gone(app: Mock, *numbers: int) -> list[bool]:
    """Whether each of them is gone."""
    return [ask(app, f"/todos/{number}").status == 404 for number in numbers]


@pytest.mark.parametrize(
    "target",
    [
        "DELETE /todos",
        "DELETE /todos/bulk",
        "DELETE /todos/bulk-delete",
        "POST /todos/bulk-delete",
        "POST /todos/bulk/delete",
        "POST /todos:batchDelete",
        "POST /todos/delete_many",
        "POST /todos/remove-multiple/",
    ],
)
def test_those_that_are_named_are_deleted(target: str, tmp_path: Path) -> None:
    """Whatever the path calls that, and be it by several names; who is not there stays so."""
    app = todos(tmp_path, target)
    listed = ask(app, "/todos").json[0]["id"]
    ask(app, "/todos/1", "PUT", headers={"content-type": "application/json"}, body=b"{}")
    assert [remove(app, target, [1, 2, listed, 1]).status, remove(app, target, [1]).status] == [204, 204]
    assert gone(app, 1, 2, 3, listed) == [True, True, False, True]
    assert listed not in [each["id"] for each in ask(app, "/todos").json]


@pytest.mark.parametrize(
    ("schema", "body", "is_meant"),
    [
        (INNER, {"ids": [1, 2]}, True),
        (f"{{type: object, properties: {{todoIds: {IDS}}}}}", {"todoIds": [1, 2]}, True),
        (f"{{type: object, properties: {{todos: {IDS}}}}}", {"todos": [1, 2]}, True),
        (
            f"{{type: object, properties: {{data: {{type: object, properties: {{ids: {IDS}}}}}}}}}",
            {"data": {"ids": [1, 2]}},
            True,
        ),
        ("{type: array, items: {type: object, properties: {id: {type: integer}}}}", [{"id": 1}, {"id": 2}], True),
        ("{type: array, items: {type: object, properties: {id: {type: integer}}}}", [{"id": 1}, {}], False),
        ("{type: array, items: {type: object}}", [{"id": 1}, {"id": [2]}], False),
        (f"{{type: object, properties: {{tags: {IDS}}}}}", {"tags": [1, 2]}, False),
        (INNER, {}, False),
        (f"{{type: object, properties: {{data: {INNER}}}}}", {}, False),
        ("{type: object, properties: {before: {type: string}}}", {"before": "now"}, False),
        ("true", [1, 2], False),
    ],
)
def test_a_body_may_name_them_in_many_ways(schema: str, body: Any, *, is_meant: bool, tmp_path: Path) -> None:
    """Where nobody knows whom it names, all stay."""
    app = todos(tmp_path, "POST /todos/bulk-delete", schema)
    assert remove(app, "POST /todos/bulk-delete", body).status == 204
    assert gone(app, 1, 2) == [is_meant, is_meant]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("{type: object, required: [deleted], properties: {deleted: {type: integer}}}", {"deleted": 2}),
        ("{type: object, required: [deletedCount], properties: {deletedCount: {type: integer}}}", {"deletedCount": 2}),
        (f"{{type: object, required: [ids], properties: {{ids: {IDS}}}}}", {"ids": [1, 2]}),
        (f"{{type: object, required: [deleted], properties: {{deleted: {IDS}}}}}", {"deleted": [1, 2]}),
        ("{type: object, required: [count], properties: {count: {type: integer, minimum: 9}}}", None),
        ("{type: object, required: [ok], properties: {ok: {type: boolean}}}", None),
        ("true", None),
    ],
)
def test_how_many_are_gone_is_told(answer: str, expected: Any, tmp_path: Path) -> None:
    """Where the contract has a word for that; else it says what that allows."""
    app = todos(tmp_path, "POST /todos/bulk-delete", IDS, answer)
    told = remove(app, "POST /todos/bulk-delete", [1, 2])
    assert (told.status, gone(app, 1, 2)) == (200, [True, True])
    assert expected is None or told.json == expected


@pytest.mark.parametrize(
    ("target", "schema"),
    [("POST /todos/bulk-delete", ""), ("PUT /todos/bulk-delete", IDS), ("POST /todos/delete", IDS)],
)
def test_what_does_not_say_so_deletes_nothing(target: str, schema: str, tmp_path: Path) -> None:
    """A path, a method or a request without a body."""
    app = todos(tmp_path, target, schema)
    method, _, path = target.partition(" ")
    assert (remove(app, target, [1]) if schema else ask(app, path, method)).status == 204
    assert gone(app, 1) == [False]


def test_without_a_schema_nothing_is_known(tmp_path: Path) -> None:
    """Neither of what is sent, nor of what is answered."""
    text = contract("POST /todos/bulk-delete", IDS, "true").replace(": {schema: true}", ": {}")
    app = mock(tmp_path, {"openapi.yaml": text})
    assert remove(app, "POST /todos/bulk-delete", [1]).status == 200
    assert gone(app, 1) == [True]
    bare = mock(tmp_path / "bare", {"openapi.yaml": text.replace(f": {{schema: {IDS}}}", ": {}")})
    assert remove(bare, "POST /todos/bulk-delete", [1]).status == 200
    assert gone(bare, 1) == [False]


def test_records_of_a_file_are_deleted_too(tmp_path: Path) -> None:
    """As each of them would be."""
    fixtures = "{collection: todos, schema: '#/components/schemas/Todo', key: [id], records: {a: {id: 1}, b: {id: 2}}}"
    files = {"openapi.yaml": contract("DELETE /todos", IDS, ""), "fixtures/todos.yaml": fixtures}
    app = mock(write(tmp_path, files))
    assert remove(app, "DELETE /todos", [1, 3]).status == 204
    assert gone(app, 1, 2) == [True, False]
