"""Refusals in the error schemas of all kinds of APIs, and the status that each gets."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, ask, document, mock

from understudy.server.app import Mock
from understudy.source import read

SHAPES = read(ROOT / "tests" / "cases" / "refusals.yaml", "refusals.yaml").value

COMPONENTS = """
schemas:
  Base: {type: object, required: [status], properties: {status: {type: integer}}}
  Turning: {anyOf: [{$ref: '#/components/schemas/Turning'}, {type: object, properties: {message: {type: string}}}]}
  Nested: {type: object, properties: {message: {type: string}, cause: {$ref: '#/components/schemas/Nested'}}}
"""


def refusing(directory: Path, responses: str, code: str, components: str = COMPONENTS) -> Mock:
    """A mock with one operation that refuses."""
    contract = document(f"/x:\n  get:\n    operationId: x\n    responses:\n{responses}", components)
    handler = f"from understudy import Refusal\n\n\nasync def x():\n    {code}\n"
    return mock(directory, {"openapi.yaml": contract, "handlers/x.py": handler})


TAKEN = "raise Refusal(409, 'Taken', code='taken', details={'id': 1}, headers={'Retry-After': '1'})"


@pytest.mark.parametrize("shape", SHAPES, ids=[shape["says"] for shape in SHAPES])
def test_a_refusal_wears_the_contracts_own_error_schema(shape: Any, tmp_path: Path) -> None:
    """Each member is filled with what its name asks for, and nothing is made up that need not be there."""
    schema = json.dumps(shape["schema"])
    responses = f"      '409': {{description: No, content: {{application/json: {{schema: {schema}}}}}}}"
    reply = ask(refusing(tmp_path, responses, TAKEN), "/x")
    assert (reply.status, reply.headers["retry-after"]) == (409, "1")
    assert reply.json == shape["body"]


@pytest.mark.parametrize(
    ("responses", "media_type", "body"),
    [
        ("'409': {description: No}", None, None),
        ("'409': {description: No, content: {text/plain: {}}}", "text/plain", "Taken"),
        ("'409': {description: No, content: {image/png: {}}}", "application/problem+json", {"detail": "Taken"}),
        (
            "'409': {description: No, content: {application/xml: {schema: {type: string}}, text/*: {}}}",
            "text/plain",
            "Taken",
        ),
        ("'409': {description: No, content: {'*/*': {}}}", "application/json", {"detail": "Taken"}),
        ("4XX: {description: No, content: {application/json: {}}}", "application/json", {"detail": "Taken"}),
        ("default: {description: No, content: {application/json: {}}}", "application/json", {"detail": "Taken"}),
        (
            "'409': {description: No, content: {application/json: {schema: {not: {}}}}}",
            "application/problem+json",
            {"title": "Conflict", "detail": "Taken"},
        ),
    ],
)
def test_without_a_schema_that_fits_it_is_problem_details(
    responses: str, media_type: str | None, body: Any, tmp_path: Path
) -> None:
    """RFC 9457, unless the contract says that there is no body, or that it is text."""
    reply = ask(refusing(tmp_path, f"      {responses}", TAKEN), "/x")
    assert (reply.status, reply.headers.get("content-type")) == (409, media_type)
    if isinstance(body, dict):
        assert reply.json.items() >= body.items()
    else:
        assert reply.body.decode() == (body or "")


def test_statuses_that_an_operation_lacks_borrow_the_contracts_error_schema(tmp_path: Path) -> None:
    """First one declared for this status elsewhere, then the one that is used most."""
    contract = document(
        """
        /a:
          get:
            responses:
              '404': {description: No, content: {application/json: {schema: {$ref: '#/components/schemas/Rare'}}}}
              '409': {description: No, content: {application/json: {schema: {$ref: '#/components/schemas/Common'}}}}
              5XX: {description: No, content: {application/json: {schema: {$ref: '#/components/schemas/Common'}}}}
              '410': {description: No, content: {application/xml: {}, application/json: {}}}
        """,
        """
        schemas:
          Rare: {type: object, properties: {reason: {type: string}}}
          Common: {type: object, properties: {message: {type: string}}}
        """,
    )
    app = mock(tmp_path, {"openapi.yaml": contract})
    assert ask(app, "/nowhere").json == {"reason": "The contract has no path '/nowhere'"}
    assert list(ask(app, "/a", "PUT").json) == ["message"]


@pytest.mark.parametrize(
    ("status", "name"),
    [(400, "BadRequestError"), (401, "UnauthorizedError"), (403, "ForbiddenError"), (404, "NotFoundError"),
     (422, "UnprocessableEntityError"), (429, "TooManyRequestsError"), (500, "InternalServerError"),
     (503, "ServiceUnavailableError"), (499, "StatusError")],
)  # fmt: skip
def test_the_type_of_an_error_follows_from_its_status(status: int, name: str, tmp_path: Path) -> None:
    """A stable name that programs may branch on."""
    schema = "{type: object, properties: {type: {type: string}}}"
    responses = f"      default: {{description: No, content: {{application/json: {{schema: {schema}}}}}}}"
    assert ask(refusing(tmp_path, responses, f"raise Refusal({status}, 'No')"), "/x").json == {"type": name}


def test_problems_are_listed_in_whatever_form_there_is_a_place_for(tmp_path: Path) -> None:
    """Locations as lists, dotted names or JSON Pointers; messages by many names; in `details` where no list is."""
    shapes: dict[str, dict[str, Any]] = {
        "{type: object, properties: {errors: {type: array, items: {type: object, properties: {pointer: {type: string,"
        " format: json-pointer}, detail: {type: string}}}}}}": {
            "errors": [{"pointer": "/query/n", "detail": "Input should be a valid integer"}]
        },
        "{type: object, properties: {violations: {type: array, items: {type: object, required: [field], properties:"
        " {field: {type: string}, in: {type: string}, rule: {type: string}}}}}}": {
            "violations": [{"field": "query.n", "in": "query", "rule": "int_parsing"}]
        },
        "{type: object, properties: {message: {type: string}, details: {type: object}}}": {
            "message": "query.n: Input should be a valid integer",
            "details": {
                "violations": [{"loc": ["query", "n"], "msg": "Input should be a valid integer", "type": "int_parsing"}]
            },
        },
    }
    for index, (schema, body) in enumerate(shapes.items()):
        contract = document(
            f"/x:\n  get:\n    parameters: [{{name: n, in: query, schema: {{type: integer}}}}]\n    responses:\n"
            f"      '422': {{description: No, content: {{application/json: {{schema: {schema}}}}}}}"
        )
        reply = ask(mock(tmp_path / str(index), {"openapi.yaml": contract}), "/x?n=a")
        assert (reply.status, reply.json) == (422, body)


def test_problem_details_list_the_problems(tmp_path: Path) -> None:
    """Where a contract describes no error at all, a client is still told everything."""
    asked = "[{name: n, in: query, schema: {type: integer}}]"
    contract = document(f"/x: {{get: {{parameters: {asked}, responses: {{'204': {{description: ''}}}}}}}}")
    reply = ask(mock(tmp_path, {"openapi.yaml": contract}), "/x?n=a")
    assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")
    assert reply.json["errors"] == [
        {"loc": ["query", "n"], "msg": "Input should be a valid integer", "type": "int_parsing"}
    ]


def test_what_a_client_sends_comes_back_as_json_and_cut(tmp_path: Path) -> None:
    """Long and strange texts are escaped, and messages repeat no more than a line of them."""
    contract = document("/x:\n  get:\n    responses: {'204': {description: Nothing}}")
    app = mock(tmp_path, {"openapi.yaml": contract})
    reply = ask(app, "/" + "%00%0A<b>" * 9000)
    assert len(json.loads(reply.body)["detail"]) < 150
    assert ask(app, "/x", "G" * 9000).status == 405
    assert len(ask(app, "/x", "G" * 9000).json["detail"]) < 200
