"""Operations know what they take and what they may answer."""

from pathlib import Path

import pytest
from support import document, write

from understudy.contract import contract
from understudy.contract.operations import Operation

PATHS = """
x-a: {}
/a/{id}:
  parameters:
  - {name: id, in: path, required: true, schema: {type: string}}
  - {name: X-Trace, in: header, schema: {type: string}}
  - {name: Accept, in: header, schema: {type: string}}
  get:
    operationId: get_a
    parameters:
    - {name: x-trace, in: header, required: true, schema: {type: integer}}
    - {$ref: '#/components/parameters/Q'}
    responses:
      200:
        description: Fine
        headers: {X-Count: {schema: {type: integer}}, Content-Type: {schema: {}}}
        content: {text/plain: {}, nonsense: {}, application/json: {schema: {type: object}}}
      4XX: {$ref: '#/components/responses/No'}
      x-b: {}
  put:
    security: []
    requestBody: {$ref: '#/components/requestBodies/B'}
    responses: {201: {description: Made}, default: {description: Else}}
  post:
    requestBody: {content: {}}
    responses: {404: {description: No}, 2XX: {description: Yes}}
  delete:
    responses: {404: {description: No}}
  patch: {}
/b: {$ref: '#/components/pathItems/B'}
"""
COMPONENTS = """
parameters: {Q: {name: q, in: query, schema: {type: string}}}
responses: {No: {description: No}}
requestBodies: {B: {required: true, content: {application/json: {schema: {type: object}}}}}
pathItems: {B: {get: {responses: {default: {description: Fine}}}}}
securitySchemes: {key: {type: apiKey, in: header, name: k}}
"""


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Operation]:
    """The operations of the document above by their names."""
    directory = tmp_path_factory.mktemp("operations")
    write(directory, {"a.yaml": document(PATHS, COMPONENTS) + "\nsecurity: [{key: []}]"})
    return {operation.name: operation for operation in contract.load(directory / "a.yaml", "a.yaml").operations}


def test_names(operations: dict[str, Operation]) -> None:
    """An operation is called by its operationId, else by its method and path."""
    assert list(operations) == [
        "get_a",
        *[f"{method} /a/{{id}}" for method in ("PUT", "POST", "DELETE", "PATCH")],
        "GET /b",
    ]
    assert str(operations["get_a"]) == "GET /a/{id}"
    assert str(operations["get_a"].place) == "a.yaml:10:5"


def test_nothing_is_known_of_what_is_broken(tmp_path: Path) -> None:
    """But its method and its path: neither what it takes, nor what it answers, nor whom."""
    text = document("/a: {get: {operationId: a, security: [], responses: {200: 7}}}")
    write(tmp_path, {"a.yaml": text})
    (operation,) = contract.load(tmp_path / "a.yaml", "a.yaml", strict=False).operations
    assert (operation.name, operation.id, bool(operation.broken)) == ("GET /a", None, True)
    assert (operation.parameters, operation.body, operation.responses, operation.security) == ((), None, {}, ())


def test_parameters(operations: dict[str, Operation]) -> None:
    """An operation's parameters override those of its path, headers in any case; three headers are not parameters."""
    taken = [(parameter.location, parameter.name, parameter.required) for parameter in operations["get_a"].parameters]
    assert taken == [("path", "id", True), ("header", "x-trace", True), ("query", "q", False)]


@pytest.mark.parametrize(
    ("name", "status", "key"),
    [
        ("get_a", 200, "200"),
        ("get_a", 404, "4XX"),
        ("get_a", 500, None),
        ("PUT /a/{id}", 201, "201"),
        ("PUT /a/{id}", 204, "default"),
        ("POST /a/{id}", 404, "404"),
        ("POST /a/{id}", 201, "2XX"),
    ],
)
def test_responses(operations: dict[str, Operation], name: str, status: int, key: str | None) -> None:
    """A status is described by its own response, else by its range, else by the default."""
    response = operations[name].response(status)
    assert (response and response.status) == key


@pytest.mark.parametrize(
    ("name", "status", "key"),
    [
        ("get_a", 200, "200"),
        ("PUT /a/{id}", 201, "201"),
        ("POST /a/{id}", 200, "2XX"),
        ("DELETE /a/{id}", 200, None),
        ("PATCH /a/{id}", 200, None),
        ("GET /b", 200, "default"),
    ],
)
def test_success(operations: dict[str, Operation], name: str, status: int, key: str | None) -> None:
    """A good answer has the first good status that is declared."""
    found, response = operations[name].success
    assert (found, response and response.status) == (status, key)


@pytest.mark.parametrize(("declared", "status"), [("3XX", 302), ("303", 303), ("3XX, '301'", 301), ("'2XX', 3XX", 200)])
def test_what_only_leads_elsewhere_is_good(declared: str, status: int, tmp_path: Path) -> None:
    """Where nothing better is declared; of a range it is the status that clients follow."""
    responses = ", ".join(f"{each}: {{description: There}}" for each in declared.split(", "))
    write(tmp_path, {"a.yaml": document(f"/a: {{get: {{responses: {{{responses}}}}}}}")})
    (operation,) = contract.load(tmp_path / "a.yaml", "a.yaml").operations
    assert operation.success[0] == status


def test_bodies_and_headers(operations: dict[str, Operation]) -> None:
    """Bodies carry those that are media ranges, with the schemas of them; `Content-Type` is no header of its own."""
    good = operations["get_a"].responses["200"]
    assert [header.name for header in good.headers] == ["X-Count"]
    assert list(good.body.content) == ["text/plain", "application/json"]
    assert good.body.schema("text/plain") is None
    body = operations["PUT /a/{id}"].body
    assert body is not None
    assert (body.required, list(body.content)) == (True, ["application/json"])
    assert (operations["get_a"].body, operations["PUT /a/{id}"].security) == (None, ())
    assert operations["get_a"].security == ({"key": []},)


def test_the_schema_of_a_good_answer(operations: dict[str, Operation]) -> None:
    """A good answer's schema is that of its JSON; without JSON there is none."""
    schema = operations["get_a"].good_schema
    assert schema is not None
    assert schema.value == {"type": "object"}
    assert [operations[name].good_schema for name in ("PUT /a/{id}", "PATCH /a/{id}", "GET /b")] == [None] * 3
