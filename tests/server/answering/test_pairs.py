"""Which examples of a document go in pairs; tests/cases/conversations/preferences/pairs.yaml tells what that does."""

import json
from pathlib import Path

import pytest
from support import ask, document, write

from understudy import project
from understudy.server.app import Mock, build

PATHS = """
    /things/{id}:
      get:
        parameters:
          - {name: id, in: path, required: true, schema: {type: integer}, examples: {one: {value: 1}, bad: {value: 2}}}
          - {name: id, in: query, schema: {type: string}, examples: {any: {value: a}}}
          - {name: X-Kind, in: header, schema: {type: string}, examples: {kind: {value: odd}}}
        responses:
          4XX: {description: No, content: {application/json: {examples: {one: {value: no}}}}}
          "200":
            description: A thing
            content:
              application/json: {schema: {type: integer}, examples: {any: {value: 0}, bad: {value: x}, one: {value: 1}}}
              text/plain: {schema: {type: string}, examples: {kind: {value: odd}, one: {value: uno}}}
    /lost:
      get:
        parameters: [{name: q, in: query, schema: {type: string}, examples: {b: {value: b}}}]
        responses: {"404": {description: No, content: {text/plain: {examples: {a: {value: A}, b: {value: B}}}}}}
"""


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A document in which one example breaks its schema."""
    directory = write(tmp_path_factory.mktemp("things"), {"openapi.yaml": document(PATHS)})
    return build(project.load(directory, strict=False), stateless=True)


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/things/1", {}, b"1"),
        ("/things/1", {"Accept": "text/plain"}, b"uno"),
        ("/things/2", {}, b"0"),
        ("/things/3", {}, b"0"),
        ("/things/3", {"X-Kind": "odd"}, b"odd"),
        ("/things/3", {"X-Kind": "even"}, b"0"),
    ],
)
def test_the_one_of_a_pair_is_answered_with_the_other(
    path: str, headers: dict[str, str], body: bytes, things: Mock
) -> None:
    """In the media type that is liked best; one that breaks its schema is none, nor is one of a range."""
    reply = ask(things, path, headers=headers)
    assert (reply.status, reply.body) == (200, body)


def test_where_nothing_good_is_declared_there_are_pairs_as_well(things: Mock) -> None:
    """Of what there is."""
    assert [ask(things, f"/lost{query}").body for query in ("", "?q=a", "?q=b")] == [b"A", b"A", b"B"]


def test_what_a_handler_answers_has_no_pair(tmp_path: Path) -> None:
    """It knows best."""
    code = "from understudy import operation\n@operation('GET /things/{id}')\nasync def thing(id): return 7"
    files = {"openapi.yaml": document(PATHS), "handlers/t.py": code}
    app = build(project.load(write(tmp_path, files), strict=False))
    assert ask(app, "/things/1").body == b"7"


def test_true_is_not_1(tmp_path: Path) -> None:
    """A request with the one is not as an example with the other."""
    paths = """
    /flags:
      get:
        parameters: [{name: q, in: query, schema: {type: [integer, boolean]}, examples: {one: {value: 1}}}]
        responses:
          "200": {description: OK, content: {text/plain: {examples: {other: {value: other}, one: {value: one}}}}}
    """
    app = build(project.load(write(tmp_path, {"openapi.yaml": document(paths)}), strict=False))
    assert [ask(app, f"/flags?q={value}").body for value in ("1", "1.0", "true")] == [b"one", b"one", b"other"]


def test_an_example_of_what_is_read_is_paired_with_its_key(tmp_path: Path) -> None:
    """By the parameter's name, or by that which it has in a record; not where a request's example says otherwise."""
    paths = """
    /pets/{petId}:
      get:
        parameters:
          - {name: petId, in: path, required: true, schema: {type: integer}}
          - {name: q, in: query, schema: {type: string}, examples: {bird: {value: b}}}
        responses:
          "200":
            description: A pet
            content:
              application/json:
                examples: {cat: {value: {id: 1, is: cat}}, dog: {value: {id: 2, is: dog}}, one: {value: 5},
                           fish: {value: {petId: 3, is: fish}}, bird: {value: {id: 4, is: bird}}}
          "404": {description: No pet, content: {application/json: {examples: {none: {value: {id: 6}}}}}}
      put:
        parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
        responses:
          "200":
            description: A pet
            content: {application/json: {examples: {a: {value: {is: a}}, b: {value: {id: 1}}}}}
    """
    app = build(project.load(write(tmp_path, {"openapi.yaml": document(paths)})), stateless=True)
    read = {target: json.loads(ask(app, f"/pets/{target}").body)["is"] for target in ("1", "2", "3", "4", "4?q=b", "6")}
    assert read == {"1": "cat", "2": "dog", "3": "fish", "4": "cat", "4?q=b": "bird", "6": "cat"}
    assert ask(app, "/pets/1", method="PUT").body == b'{"is":"a"}'


WRITTEN = """
    /found:
      get:
        parameters:
          - name: where
            in: query
            content:
              application/json: {schema: {type: object}, examples: {some: {dataValue: {a: 1}}, none: {value: {}}}}
        responses: &all
          "200":
            description: All
            content: {application/json: {examples: {all: {value: all}, some: {value: some}, none: {value: none}}}}
    /sent:
      post:
        requestBody:
          content:
            application/json:
              examples: {some: {serializedValue: '{"a": 1}'}, none: {serializedValue: '{'}, else: {externalValue: a}}
            text/plain: {examples: {none: {serializedValue: a}}}
        responses: *all
"""


@pytest.mark.parametrize(
    ("method", "target", "body", "answer"),
    [
        ("GET", "/found?where=%7B%22a%22:1%7D", b"", "some"),
        ("GET", "/found?where=%7B%7D", b"", "none"),
        ("GET", "/found?where=%7B%22a%22:2%7D", b"", "all"),
        ("POST", "/sent", b'{"a":1}', "some"),
        ("POST", "/sent", b"{}", "all"),
    ],
)
def test_examples_go_in_pairs_however_they_are_written(
    method: str, target: str, body: bytes, answer: str, tmp_path: Path
) -> None:
    """Those of a media type that describes a parameter, and those that are written as JSON (OpenAPI 3.2)."""
    directory = write(tmp_path, {"openapi.yaml": document(WRITTEN, version="3.2.0")})
    app = build(project.load(directory, strict=False))
    headers = {"Content-Type": "application/json"} if body else {}
    assert ask(app, target, method, headers=headers, body=body).json == answer
