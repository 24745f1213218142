"""What is told of the records of a collection beside them: how many there are, and which."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock, write

from understudy.server.app import Mock

TODO = "{$ref: '#/components/schemas/Todo'}"
TODOS = f"{{type: array, items: {TODO}}}"
NUMBER = "{type: integer}"

SCHEMAS = """
schemas:
  Todo:
    type: object
    required: [id, title]
    properties:
      id: {type: integer}
      title: {type: string}
      is_done: {type: boolean}
      archived: {type: boolean}
      status: {type: string, enum: [new, in_progress]}
      phase: {type: string, enum: [archived]}
      created_at: {type: string, format: date-time}
"""


def contract(last: str, schema: str, *, media_type: str = "application/json", example: str = "") -> str:
    """A contract of todos, with a path beside them that answers with this."""
    shown = f"content: {{{media_type}: {{schema: {schema}{example and f', example: {example}'}}}}}"
    declared = ", ".join(
        f"{{name: {name}, in: query, schema: {of}}}"
        for name, of in (("title", "{type: string}"), ("q", "{type: string}"), ("limit", NUMBER))
    )
    one = f"{{description: One, content: {{application/json: {{schema: {TODO}}}}}}}"
    paths = f"""
    /todos:
      get: {{responses: {{'200': {{description: All, content: {{application/json: {{schema: {TODOS}}}}}}}}}}}
      post:
        requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
        responses: {{'201': {one}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /todos/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {NUMBER}}}]
      get: {{responses: {{'200': {one}}}}}
    /todos/{last}:
      get:
        parameters: [{declared}]
        responses: {{'200': {{description: Told, {shown}}}, '404': {{description: None}}}}
    """
    return document(paths, SCHEMAS)


def todos(directory: Path, last: str, schema: str, **kwargs: str) -> Mock:
    """A mock of three of them."""
    app = mock(directory, {"openapi.yaml": contract(last, schema, **kwargs)})
    ask(app, "/todos", "DELETE")
    for title, is_done, status in (("a", True, "new"), ("b", False, "new"), ("c", False, "in_progress")):
        sent = {"title": title, "is_done": is_done, "archived": is_done, "status": status}
        ask(app, "/todos", "POST", headers={"content-type": "application/json"}, body=json.dumps(sent).encode())
    return app


def counting(*names: str, of: str = NUMBER) -> str:
    """An object of numbers."""
    members = ", ".join(f"{name}: {of}" for name in names)
    return f"{{type: object, required: [{', '.join(names)}], properties: {{{members}}}}}"


@pytest.mark.parametrize(
    ("last", "schema", "expected"),
    [
        ("count", NUMBER, 3),
        ("count?title=a", NUMBER, 1),
        ("count?q=B", NUMBER, 1),
        ("$count", NUMBER, 3),
        ("count", counting("count"), {"count": 3}),
        ("count", counting("total"), {"total": 3}),
        ("count", counting("todos_count"), {"todos_count": 3}),
        (
            "count",
            f"{{type: object, required: [data], properties: {{data: {counting('count')}}}}}",
            {"data": {"count": 3}},
        ),
        ("stats", counting("total", "done", "open"), {"total": 3, "done": 1, "open": 2}),
        ("stats", counting("totalTodos", "doneCount", "undone"), {"totalTodos": 3, "doneCount": 1, "undone": 2}),
        ("stats", counting("new", "inProgress", "not_archived"), {"new": 2, "inProgress": 1, "not_archived": 2}),
        ("statistics", f"{{type: object, properties: {{by: {counting('new')}}}, required: [by]}}", {"by": {"new": 2}}),
        ("stats", counting("total", "new", of="{type: integer, maximum: 2}"), {"new": 2}),
    ],
)
def test_how_many_there_are_is_counted(last: str, schema: str, expected: Any, tmp_path: Path) -> None:
    """Those that a query asks for, and those that are so, as far as the contract has room for that."""
    told = ask(todos(tmp_path, last.partition("?")[0], schema), f"/todos/{last}").json
    assert ({name: told[name] for name in expected} if isinstance(expected, dict) else told) == expected


@pytest.mark.parametrize("schema", [NUMBER, "{type: string}"])
def test_a_count_may_be_a_text(schema: str, tmp_path: Path) -> None:
    """As OData has it."""
    assert ask(todos(tmp_path, "$count", schema, media_type="text/plain"), "/todos/$count").body == b"3"


@pytest.mark.parametrize(
    ("last", "schema", "expected"),
    [
        ("search?q=b", TODOS, ["b"]),
        ("findByTitle?title=a", TODOS, ["a"]),
        ("all?limit=2", TODOS, ["c", "b"]),
        ("recent", TODOS, ["c", "b", "a"]),
        ("done", TODOS, ["a"]),
        ("in-progress", TODOS, ["c"]),
        ("open?title=b", TODOS, ["b"]),
        (
            "search",
            f"{{type: object, required: [n, of], properties: {{n: {{const: 1}}, of: {TODOS}}}}}",
            ["c", "b", "a"],
        ),
    ],
)
def test_some_of_them_are_listed(last: str, schema: str, expected: list[str], tmp_path: Path) -> None:
    """Where they are the records of the collection: those that are called so, or that a query asks for."""
    told = ask(todos(tmp_path, last.partition("?")[0], schema), f"/todos/{last}").json
    assert [each["title"] for each in (told if isinstance(told, list) else told["of"])] == expected


@pytest.mark.parametrize("schema", [TODO, f"{{type: object, required: [data], properties: {{data: {TODO}}}}}"])
def test_the_newest_is_shown(schema: str, tmp_path: Path) -> None:
    """Where one is; where there is none, it is not found."""
    app = todos(tmp_path, "latest", schema)
    told = ask(app, "/todos/latest").json
    assert told.get("data", told)["title"] == "c"
    ask(app, "/todos", "DELETE")
    assert ask(app, "/todos/latest").status == 404


@pytest.mark.parametrize(
    ("last", "schema"),
    [
        ("count", counting("weight")),
        ("stats", "{type: object, required: [total], properties: {total: {type: string}}}"),
        ("stats", "{type: string}"),
        ("mine", TODOS),
        ("archived", TODOS),
        ("search", "{type: array, items: {type: object, properties: {name: {type: string}}}}"),
        ("me", TODO),
        ("latest", "{type: object, properties: {name: {type: string}}}"),
        ("-", TODOS),
    ],
)
def test_what_nobody_knows_is_made_up(last: str, schema: str, tmp_path: Path) -> None:
    """What counts something else, or is about something else, or does not say which it means."""
    app = todos(tmp_path, last, schema)
    told = ask(app, f"/todos/{last}")
    assert told.status == 200
    ask(app, "/todos", "DELETE")
    assert ask(app, f"/todos/{last}").body == told.body


def test_a_text_is_no_statistics(tmp_path: Path) -> None:
    """Unless it is a count."""
    app = todos(tmp_path, "stats", NUMBER, media_type="text/plain")
    assert ask(app, "/todos/stats").status == 200


def test_an_example_is_told_until_something_is_written(tmp_path: Path) -> None:
    """As of a list."""
    app = mock(tmp_path, {"openapi.yaml": contract("count", NUMBER, example="7")})
    assert ask(app, "/todos/count").json == 7
    ask(app, "/todos", "DELETE")
    assert ask(app, "/todos/count").json == 0


def test_records_of_a_file_are_counted(tmp_path: Path) -> None:
    """And found."""
    fixtures = """
    collection: todos
    schema: '#/components/schemas/Todo'
    key: [id]
    records: {one: {id: 1, title: a}, two: {id: 2, title: b}}
    """
    app = mock(write(tmp_path, {"openapi.yaml": contract("count", NUMBER), "fixtures/todos.yaml": fixtures}))
    assert [ask(app, f"/todos/count{query}").json for query in ("", "?title=a")] == [2, 1]


def test_where_no_schema_says_what_is_listed_it_is_made_up(tmp_path: Path) -> None:
    """In the media type that is liked best."""
    app = todos(tmp_path, "search", f"{TODOS}}}, application/hal+json: {{x-any: yes")
    kinds = ("application/json", "application/hal+json")
    told = [ask(app, "/todos/search", headers={"accept": kind}) for kind in kinds]
    assert [each.headers["content-type"] for each in told] == [*kinds]
    assert [b"title" in each.body for each in told] == [True, False]
