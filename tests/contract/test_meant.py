"""What no value satisfies as it is written, though nobody doubts what is meant, is found and read as it is meant."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, write

from understudy import project
from understudy.contract import contract
from understudy.errors import ProjectError
from understudy.server.app import build

ENUM, LITERAL, CLOSED = "contract/enum-type", "contract/pattern-literal", "contract/closed-part"
FORBIDDEN = "contract/forbidden-required"
COMPONENTS = """
schemas:
  Money: {type: object, additionalProperties: false, required: [cents], properties: {cents: {type: integer}}}
  Named: {type: object, required: [name], properties: {name: {type: string}}}
  Choosing: {oneOf: [{properties: {a: {}}, required: [a]}, {properties: {b: {}}, required: [b]}]}
  Conditional: {if: {properties: {a: {}}}, then: {}}
"""
MONEY, NAMED = "{$ref: '#/components/schemas/Money'}", "{$ref: '#/components/schemas/Named'}"
CHOOSING = "{$ref: '#/components/schemas/Choosing'}"
NO_MORE = "additionalProperties: false"
ROWS: list[tuple[str, str, list[Any], list[Any]]] = [
    ("{type: boolean, enum: ['true', 'False']}", ENUM, [True, False], ["true", 1]),
    ("{type: boolean, enum: ['Y', 'N']}", ENUM, ["Y", "N"], [True]),
    ("{type: integer, enum: ['1', '2']}", ENUM, [1, 2], ["1", 3]),
    ("{type: integer, enum: [1.5, '2']}", ENUM, [1.5, "2"], [2, 1]),
    ("{type: number, enum: [a, [1]]}", ENUM, ["a", [1]], [1, "b"]),
    ("{type: string, enum: [true, 1]}", ENUM, ["true", "1"], [True, 1]),
    ("{type: string, enum: [[1], {}]}", ENUM, [[1], {}], ["[1]"]),
    ("{type: array, enum: [a, b], items: {type: string}}", ENUM, [["a", "b"], []], ["a", ["c"]]),
    ("{type: array, items: {$ref: '#/components/schemas/Named'}, enum: [a]}", ENUM, [[{"name": "a"}]], ["a", ["a"]]),
    ("{type: string, pattern: '/^[a-z]+$/'}", LITERAL, ["a"], ["A", "/a/"]),
    ("{type: string, pattern: '/^[a-z]+/i'}", LITERAL, ["a", "A"], ["1", "/a/"]),
    ("{type: string, pattern: '/[a-z]+$/'}", LITERAL, ["a"], ["A", "/a/"]),
    (f"{{allOf: [{MONEY}, {NAMED}]}}", CLOSED, [{"cents": 1, "name": "a"}], [{"cents": 1}, {"cents": 1, "name": 1}]),
    (f"{{allOf: [{MONEY}, {NAMED}]}}", CLOSED, [], [{"cents": "1", "name": "a"}, {"cents": 1, "name": "a", "b": 1}]),
    (f"{{allOf: [{MONEY}], {NO_MORE}}}", CLOSED, [{"cents": 1}], [{}, {"cents": 1, "b": 1}]),
    (
        f"{{allOf: [{{properties: {{a: {{type: integer}}}}}}, {{properties: {{b: {{}}}}, {NO_MORE}}}, true, {NAMED}]}}",
        CLOSED,
        [{"name": "n", "a": 1, "b": 1}],
        [{"name": "n", "a": "1"}, {"name": "n", "c": 1}],
    ),
    (
        f"{{allOf: [{{$ref: '#/components/schemas/Money', properties: {{a: {{type: integer}}}}}}, {NAMED}]}}",
        CLOSED,
        [{"cents": 1, "name": "n"}],
        [{"cents": 1, "name": "n", "a": "1"}],
    ),
    (
        f"{{anyOf: [{MONEY}, {NAMED}, {MONEY}], {NO_MORE}}}",
        CLOSED,
        [{"cents": 1}, {"name": "n"}],
        [{}, {"name": "n", "b": 1}, {"cents": "1"}],
    ),
    (f"{{allOf: [{{allOf: [{MONEY}, {{}}]}}, {NAMED}]}}", CLOSED, [{"cents": 1, "name": "a"}], [{"name": "a"}]),
    (
        f"{{allOf: [{NAMED}, {CHOOSING}, {{$ref: '#/components/schemas/Conditional'}}], {NO_MORE}}}",
        CLOSED,
        [{"name": "n", "a": 1}, {"name": "n", "b": 1}],
        [{"name": "n"}, {"name": "n", "b": 1, "c": 1}],
    ),
    (f"{{required: [a, b], properties: {{a: {{}}}}, {NO_MORE}}}", FORBIDDEN, [{"a": 1}], [{}, {"a": 1, "b": 1}]),
]


def answering(schema: str, version: str = "3.1.0") -> str:
    """A document with an operation that answers what a schema says."""
    answer = f"{{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}"
    return document(f"/a: {{get: {{responses: {{'200': {answer}}}}}}}", COMPONENTS, version=version)


@pytest.mark.parametrize(("schema", "code", "valid", "invalid"), ROWS)
def test_what_is_meant_is_served(schema: str, code: str, valid: list[Any], invalid: list[Any], tmp_path: Path) -> None:
    """It is a finding, stops a start that is strict, and keeps nothing from being served."""
    file = write(tmp_path, {"openapi.yaml": answering(schema)}) / "openapi.yaml"
    with pytest.raises(ProjectError):
        contract.load(file, "openapi.yaml")
    read = contract.load(file, "openapi.yaml", strict=False)
    assert {finding.code for finding in read.findings} == {code}
    (operation,) = read.operations
    assert operation.good_schema is not None
    judged = read.schemas.validator(operation.good_schema)
    assert [value for value in (*valid, *invalid) if judged.is_valid(value)] == valid
    reply = ask(build(project.load(file, strict=False)), "/a")
    assert reply.status == 200
    assert judged.is_valid(reply.json)


@pytest.mark.parametrize(
    ("schema", "valid"),
    [
        ("{type: string, nullable: true, enum: ['a', null]}", ["a", None]),
        ("{type: integer, nullable: true, enum: ['a', null]}", ["a", None]),
        ("{type: integer, nullable: true, enum: ['1', null]}", [1, None]),
    ],
)
def test_null_stays_what_it_is(schema: str, valid: list[Any], tmp_path: Path) -> None:
    """Where it is one of the values, it is still one, and else none."""
    file = write(tmp_path, {"openapi.yaml": answering(schema, "3.0.3")}) / "openapi.yaml"
    read = contract.load(file, "openapi.yaml", strict=False)
    (operation,) = read.operations
    assert operation.good_schema is not None
    judged = read.schemas.validator(operation.good_schema)
    assert [value for value in ("a", 1, "1", None, "b") if judged.is_valid(value)] == valid


@pytest.mark.parametrize(
    "schema",
    [
        "{type: string, enum: [a, 1]}",
        "{type: 'null', enum: [a]}",
        "{type: string, pattern: '/[a-z]+/'}",
        "{type: string, pattern: '^/a/$'}",
        f"{{allOf: [{NAMED}, {{properties: {{b: {{}}, name: {{}}}}, {NO_MORE}}}]}}",
        f"{{allOf: [{NAMED}, {{patternProperties: {{n: {{}}}}, {NO_MORE}}}]}}",
        f"{{allOf: [{{properties: {{name: {{}}}}}}, {{properties: {{b: {{}}}}, {NO_MORE}}}]}}",
        "{allOf: [{$ref: '#/components/schemas/Named'}]}",
    ],
)
def test_what_can_be_is_left_alone(schema: str, tmp_path: Path) -> None:
    """Where a value is left, that may be what is meant."""
    file = write(tmp_path, {"openapi.yaml": answering(schema)}) / "openapi.yaml"
    assert not contract.load(file, "openapi.yaml", strict=False).findings


def test_what_is_closed_by_itself_stays_so(tmp_path: Path) -> None:
    """It is open only where it is a part; and what is wrong in a part is said once."""
    operation = (
        "{post: {requestBody: {content: {application/json: {schema: %s}}}, responses: {'204': {description: A}}}}"
    )
    price = operation % f"{{allOf: [{MONEY}, {NAMED}]}}"
    text = document(f"/money: {operation % MONEY}\n/price: {price}", COMPONENTS)
    app = build(project.load(write(tmp_path, {"openapi.yaml": text}) / "openapi.yaml", strict=False))
    headers = {"content-type": "application/json"}
    more = b'{"cents": 1, "name": "a"}'
    assert ask(app, "/money", "POST", headers=headers, body=more).status == 422
    assert ask(app, "/price", "POST", headers=headers, body=more).status == 204
    reply = ask(app, "/price", "POST", headers=headers, body=b'{"cents": "", "name": "a"}')
    assert reply.status == 422
    assert [error["loc"] for error in reply.json["errors"]] == [["body", "cents"]]


def test_what_is_a_part_of_itself_ends(tmp_path: Path) -> None:
    """It is opened once."""
    round_ = f"{{allOf: [{{$ref: '#/components/schemas/Round'}}, {NAMED}], {NO_MORE}}}"
    text = answering(f"{{allOf: [{{$ref: '#/components/schemas/Round'}}, {MONEY}]}}") + f"\n    Round: {round_}\n"
    read = contract.load(write(tmp_path, {"openapi.yaml": text}) / "openapi.yaml", "openapi.yaml", strict=False)
    assert {finding.code for finding in read.findings} == {CLOSED}


def test_what_leads_nowhere_is_said_as_that(tmp_path: Path) -> None:
    """Nobody knows what else there would be."""
    text = answering(f"{{allOf: [{{$ref: '#/nowhere'}}, {NAMED}, {{{NO_MORE}}}]}}")
    read = contract.load(write(tmp_path, {"openapi.yaml": text}) / "openapi.yaml", "openapi.yaml", strict=False)
    assert {finding.code for finding in read.findings} == {"contract/unresolved-ref"}


def test_parts_of_another_file_are_left_alone(tmp_path: Path) -> None:
    """What they refer to is relative to where they stand."""
    files = {
        "openapi.yaml": answering("{allOf: [{$ref: 'more.yaml#/Closed'}, {required: [a], properties: {a: {}}}]}"),
        "more.yaml": f"Closed: {{properties: {{b: {{}}}}, {NO_MORE}}}",
    }
    assert not contract.load(write(tmp_path, files) / "openapi.yaml", "openapi.yaml", strict=False).findings


@pytest.mark.parametrize("where", ["{}", "callback"])
@pytest.mark.parametrize(
    "schema",
    [
        f"{{allOf: [{MONEY}, {NAMED}], properties: [1, 2]}}",
        f"{{allOf: [{MONEY}, {{required: [[1]]}}], required: [7], {NO_MORE}}}",
        "{type: [[1]], enum: [a]}",
        "{type: strin, enum: [1]}",
    ],
)
def test_what_is_broken_is_not_read_as_anything(where: str, schema: str, tmp_path: Path) -> None:
    """Nobody knows what is meant by it, be it served or not: it is found as what it is, and takes nothing else down."""
    body = f"{{content: {{application/json: {{schema: {schema}}}}}}}"
    answer = f"responses: {{'200': {{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}}}"
    fine = "responses: {'200': {description: Fine}}"
    called = f"{{get: {{callbacks: {{c: {{'{{$url}}': {{post: {{requestBody: {body}, {fine}}}}}}}}}, {fine}}}}}"
    paths = f"{{/a: {called if where == 'callback' else f'{{get: {{{answer}}}}}'}, /b: {{get: {{{fine}}}}}}}"
    write(tmp_path, {"openapi.yaml": document(paths, COMPONENTS)})
    read = contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False)
    assert "contract/structure" in {finding.code for finding in read.findings}
    assert [operation.path for operation in read.operations if not operation.broken][-1] == "/b"


def test_a_closed_part_may_stand_where_nothing_is_said(tmp_path: Path) -> None:
    """A field with nothing in it says nothing, in a whole that has a closed part too."""
    schema = f"{{allOf: [{MONEY}, {NAMED}], properties: }}"
    answer = f"responses: {{'200': {{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}}}"
    app = build(project.load(write(tmp_path, {"openapi.yaml": document(f"{{/a: {{get: {{{answer}}}}}}}", COMPONENTS)}),
                             strict=False))  # fmt: skip
    assert ask(app, "/a").json.keys() == {"cents", "name"}


def test_nothing_is_said_of_a_part_beside_one_that_cannot_be_read(tmp_path: Path) -> None:
    """What a closed part stands beside is then not known; what cannot be read is told."""
    schema = f"{{allOf: [{MONEY}, {{$ref: 'other.yaml'}}]}}"
    answer = f"responses: {{'200': {{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}}}"
    files = {"openapi.yaml": document(f"{{/a: {{get: {{{answer}}}}}}}", COMPONENTS), "other.yaml": "a: [\n"}
    read = contract.load(write(tmp_path, files) / "openapi.yaml", "openapi.yaml", strict=False)
    codes = {finding.code for finding in read.findings}
    assert "source/syntax" in codes
    assert CLOSED not in codes
