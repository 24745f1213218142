"""Whose the records are that are created and listed below others."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock


def json_of(schema: str) -> str:
    """Content that is JSON of a schema."""
    return f"content: {{application/json: {{schema: {schema}}}}}"


def send(app: Mock, target: str, body: Any, method: str = "POST") -> Reply:
    """The answer to a request that brings this."""
    sent = json.dumps(body).encode()
    return ask(app, target, method, headers={"content-type": "application/json"}, body=sent)


def posts(directory: Path, member: str, above: str, parameter: str = "{type: integer}", example: str = "") -> Mock:
    """A mock of posts, each with one member that may say whose it is, below a path that ends in a parameter."""
    post = f"{{type: object, required: [id], properties: {{id: {{type: integer}}, title: {{type: string}}, {member}}}}}"
    name = above.rpartition("{")[2][:-1]
    one = json_of(post)[:-2] + (f", example: {example}" if example else "") + "}}"
    paths = f"""
    {above}/posts:
      parameters: [{{name: {name}, in: path, required: true, schema: {parameter}}}]
      get: {{responses: {{'200': {{description: All, {json_of(f"{{type: array, items: {post}}}")}}}}}}}
      post:
        requestBody: {{{json_of("{type: object}")}}}
        responses: {{'201': {{description: New, {json_of(post)}}}}}
    {above}/posts/{{post}}:
      parameters:
        - {{name: {name}, in: path, required: true, schema: {parameter}}}
        - {{name: post, in: path, required: true, schema: {{type: integer}}}}
      get: {{responses: {{'200': {{description: One, {one}}}}}}}
      patch: {{requestBody: {{{json_of("{type: object}")}}}, responses: {{'200': {{description: One, {one}}}}}}}
    """
    return mock(directory, {"openapi.yaml": document(paths)})


NUMBER, TEXT = "{type: integer}", "{type: string}"
USER = "{type: object, required: [id], properties: {id: {type: integer}}}"


@pytest.mark.parametrize(
    ("above", "member", "expected"),
    [
        ("/users/{id}", f"user_id: {NUMBER}", {"user_id": 5}),
        ("/users/{id}", f"userId: {TEXT}", {"userId": "5"}),
        ("/users/{id}", f"user: {NUMBER}", {"user": 5}),
        ("/users/{id}", f"user: {USER}", {"user": {"id": 5}}),
        ("/users/{id}", f"user_id: {NUMBER}, user: {USER}", {"user_id": 5, "user": {"id": 5}}),
        ("/users/{user}", f"user_id: {NUMBER}", {"user_id": 5}),
        ("/users/{userId}", f"user: {NUMBER}", {"user": 5}),
        ("/users/{user_id}", "user: {type: object, properties: {user_id: {type: integer}}}", {"user": {"user_id": 5}}),
        ("/users/{author}", f"author: {NUMBER}", {"author": 5}),
        ("/{owner}", f"owner: {NUMBER}", {"owner": 5}),
    ],
)
def test_what_is_below_a_record_says_so(above: str, member: str, expected: dict[str, Any], tmp_path: Path) -> None:
    """In a member that is called like the parameter, or as what it names; be it created, listed or made up."""
    app, at = posts(tmp_path, member, above), f"{above.partition('{')[0]}5/posts"
    created = send(app, at, {"title": "a", next(iter(expected)): 9})
    assert created.json == {"id": created.json["id"], "title": "a", **expected}
    assert ask(app, created.headers["location"]).json == created.json
    listed = [*ask(app, at).json, ask(app, f"{at}/9").json]
    assert len(listed) == 5
    assert [{name: each[name] for name in expected} for each in listed] == [expected] * 5
    changed = send(app, created.headers["location"], {"title": "b", **dict.fromkeys(expected)}, "PATCH")
    assert changed.json == {**created.json, "title": "b"}


@pytest.mark.parametrize(
    ("above", "member"),
    [
        ("/users/{id}", "user_ids: {type: array, items: {type: integer}}"),
        ("/users/{id}", "user: {type: array, items: {type: integer}}"),
        ("/users/{id}", "user: {type: object, properties: {name: {type: string}}}"),
        ("/users/{id}", "user_id: {type: integer, maximum: 4}"),
        ("/users/{id}", "person_id: {type: integer}"),
        ("/{id}", "user_id: {type: integer}"),
    ],
)
def test_what_cannot_say_whose_it_is_does_not(above: str, member: str, tmp_path: Path) -> None:
    """A member of another kind, or of another name, or that cannot hold it."""
    app, at = posts(tmp_path, member, above), f"{above.partition('{')[0]}5/posts"
    assert send(app, at, {"title": "a"}).status == 201
    (name,) = {name for each in ask(app, at).json for name in each if name not in ("id", "title")}
    assert all(each.get(name) not in (5, [5], {"id": 5}) for each in ask(app, at).json)


def test_an_example_is_of_whom_it_is_asked_for(tmp_path: Path) -> None:
    """Which says who that is, of any other one."""
    app = posts(tmp_path, f"user_id: {NUMBER}", "/users/{id}", example="{id: 1, title: a, user_id: 2}")
    send(app, "/users/5/posts/7", {"title": "b"}, "PATCH")
    assert ask(app, "/users/5/posts/7").json == {"id": 7, "title": "b", "user_id": 5}
