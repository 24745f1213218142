"""Refusals in the error schemas of all kinds of APIs, and the status that each gets."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Outside, ask, document, mock, write

from understudy.project import load
from understudy.server.app import Memory, Mock, build
from understudy.server.refusing.error_schemas import ErrorSchemas
from understudy.source import read
from understudy.state.session import Sessions

SHAPES = read(ROOT / "tests" / "cases" / "refusals.yaml", "refusals.yaml").value
KNOWN = read(ROOT / "tests" / "cases" / "refused-requests.yaml", "refused-requests.yaml").value

COMPONENTS = """
schemas:
  Base: {type: object, required: [status], properties: {status: {type: integer}}}
  Turning: {anyOf: [{$ref: '#/components/schemas/Turning'}, {type: object, properties: {message: {type: string}}}]}
  Nested: {type: object, properties: {message: {type: string}, cause: {$ref: '#/components/schemas/Nested'}}}
"""


def held(directory: Path, files: dict[str, str]) -> Mock:
    """The mock of these files, at the beginning of 2026."""
    return build(load(write(directory, files)), Memory(Sessions(wall=Outside())))


def refusing(directory: Path, responses: str, code: str, components: str = COMPONENTS) -> Mock:
    """A mock with one operation that refuses."""
    contract = document(f"/x:\n  get:\n    operationId: x\n    responses:\n{responses}", components)
    handler = f"from understudy import Refusal\n\n\nasync def x():\n    {code}\n"
    return held(directory, {"openapi.yaml": contract, "handlers/x.py": handler})


TAKEN = "raise Refusal(409, 'Taken', code='taken', details={'id': 1}, headers={'Retry-After': '1'})"


@pytest.mark.parametrize("shape", SHAPES, ids=[shape["says"] for shape in SHAPES])
def test_a_refusal_wears_the_contracts_own_error_schema(shape: Any, tmp_path: Path) -> None:
    """Each member is filled with what its name asks for, and nothing is made up that need not be there."""
    schema = json.dumps(shape["schema"])
    responses = f"      '409': {{description: No, content: {{application/json: {{schema: {schema}}}}}}}"
    reply = ask(refusing(tmp_path, responses, TAKEN), "/x")
    assert (reply.status, reply.headers["retry-after"]) == (409, "1")
    assert reply.json == shape["body"]


THINGS = """
/things/{id}:
  post:
    operationId: add_thing
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
    requestBody:
      required: true
      content:
        application/json:
          schema:
            type: object
            required: [name]
            properties: {name: {type: string}, tags: {type: array, items: {type: integer}}}
    responses:
      '204': {description: ''}
      default: {description: No, content: {application/json: {schema: SCHEMA}}}
"""
ADD_THING = """
    from understudy import Refusal

    async def add_thing():
        raise Refusal(404, "No thing 7")
"""


@pytest.mark.parametrize("shape", KNOWN, ids=[shape["says"] for shape in KNOWN])
def test_what_is_wrong_with_a_request_is_said_in_the_error_schemas_of_widely_used_apis(
    shape: Any, tmp_path: Path
) -> None:
    """What is wrong has its place, by whatever name, and statuses and mistakes are said in the schema's own words."""
    contract = document(THINGS.replace("SCHEMA", json.dumps(shape["schema"])))
    app = held(tmp_path, {"openapi.yaml": contract, "handlers/things.py": ADD_THING})
    for target, body, status, said in (
        ("/things/7%22?limit=x", b'{"tags": ["x"]}', 422, shape["broken"]),
        ("/things/7%22", b'{"name": "a"}', 404, shape["gone"]),
    ):
        reply = ask(app, target, "POST", headers={"Content-Type": "application/json"}, body=body)
        assert (reply.status, reply.json) == (status, said)


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
    """Locations as lists or dotted names; messages by many names; in `details` where no list is.

    A JSON Pointer leads into the body, and nowhere in the query: the message then says where.
    """
    shapes: dict[str, dict[str, Any]] = {
        "{type: object, properties: {errors: {type: array, items: {type: object, properties: {pointer: {type: string,"
        " format: json-pointer}, detail: {type: string}}}}}}": {
            "errors": [{"detail": "query.n: Input should be a valid integer"}]
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


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("application/json", "application/json"),
        ("text/*, application/json;q=0.1", "text/plain"),
        ("image/png", "text/plain"),
    ],
)
def test_a_refusal_is_written_as_its_reader_likes(accept: str | None, media_type: str, tmp_path: Path) -> None:
    """Of what is declared for it; where that is nothing it reads, in the first of them."""
    responses = "      '409': {description: No, content: {text/plain: {}, application/json: {}}}"
    headers = {"Accept": accept} if accept else {}
    reply = ask(refusing(tmp_path, responses, TAKEN), "/x", headers=headers)
    assert (reply.status, reply.headers["content-type"]) == (409, media_type)


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [
        ("{}", 'Bearer realm="mock"'),
        ("{'www-authenticate': 'Basic'}", "Basic"),
        ("{'X-A': 'b'}", 'Bearer realm="mock"'),
    ],
)
def test_whoever_says_401_says_what_to_bring(headers: str, challenge: str, tmp_path: Path) -> None:
    """A handler's refusal too, unless it says so itself (RFC 9110, 15.5.2)."""
    responses = "      '401': {description: No, content: {application/json: {}}}"
    reply = ask(refusing(tmp_path, responses, f"raise Refusal(401, 'No', headers={headers})"), "/x")
    assert (reply.status, reply.headers["www-authenticate"]) == (401, challenge)


def test_members_that_have_to_be_there_are_made_up(tmp_path: Path) -> None:
    """Where their schema asks for what nobody would guess."""
    schema = {
        "type": "object",
        "required": ["message", "trace", "level"],
        "properties": {
            "message": {"type": "string"},
            "trace": {"type": "string", "pattern": "^[xyz]{4}-[0-9]{4}$"},
            "level": {"type": "integer", "minimum": 5, "maximum": 5},
            "hint": {"type": "string", "pattern": "^z$"},
        },
    }
    responses = f"      '409': {{description: No, content: {{application/json: {{schema: {json.dumps(schema)}}}}}}}"
    body = ask(refusing(tmp_path, responses, TAKEN), "/x").json
    assert (list(body), body["message"], body["level"]) == (["message", "trace", "level"], "Taken", 5)
    assert re.fullmatch("[xyz]{4}-[0-9]{4}", body["trace"])


def test_what_no_recursion_can_end_is_a_500(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A handler's details may be as deep as they like: nothing breaks but they."""
    caplog.set_level(logging.ERROR, "understudy")
    responses = """
      default:
        description: No
        content: {application/json: {schema: {type: object, properties: {details: {type: object}}}}}
    """
    code = """deep = []
    for _ in range(100_000):
        deep = [deep]
    raise Refusal(409, 'No', details={'deep': deep})"""
    reply = ask(refusing(tmp_path, responses, code), "/x")
    assert reply.status == 500
    assert "raised RecursionError" in caplog.text


def test_an_error_schema_may_lead_everywhere(tmp_path: Path) -> None:
    """Of schemas that refer to each other without end, an error takes the first few members, and not all the time."""
    members = {
        f"E{number}": {
            "type": "object",
            "required": ["message", "a"],
            "properties": {
                "message": {"type": "string"},
                **{
                    name: {"$ref": f"#/components/schemas/E{(number * 7 + at) % 60}"}
                    for at, name in enumerate("bcdefgh")
                },
                "a": {"type": "array", "items": {"$ref": f"#/components/schemas/E{(number + 1) % 60}"}},
            },
        }
        for number in range(60)
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/E0"}}}
    operation = {
        "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "OK"}, "422": {"description": "No", "content": content}},
    }
    text = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": members},
    }
    reply = ask(mock(tmp_path, {"openapi.yaml": json.dumps(text)}), "/a?n=x")
    assert (reply.status, reply.json["message"]) == (422, "query.n: Input should be a valid integer")
    assert len(reply.body) < 100_000


def test_an_error_of_elsewhere_is_no_answer_that_says_nothing(tmp_path: Path) -> None:
    """Where an operation declares no such error, others are taken only if they have a place for its message."""
    paths = """
    /a:
      get:
        parameters: [{name: n, in: query, schema: {type: integer}}]
        responses: {'200': {description: OK}}
      put:
        responses:
          '200': {description: OK}
          '400': {description: No, content: {application/json: {schema: {type: object, properties: {size: SIZE}}}}}
    """
    for size in ("{type: integer}", "{type: object, properties: {width: {type: integer}}}"):
        app = mock(tmp_path, {"openapi.yaml": document(paths.replace("SIZE", size))})
        reply = ask(app, "/a?n=x")
        assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")
        assert reply.json["detail"] == "query.n: Input should be a valid integer"
    app = mock(
        tmp_path,
        {"openapi.yaml": document(paths.replace("size: SIZE", "errors: {type: array, items: {type: string}}"))},
    )
    assert ask(app, "/a?n=x").json == {"errors": ["query.n: Input should be a valid integer"]}


@pytest.mark.parametrize(
    "headers", [{"Content-Length": "5"}, {"content-length": "x"}, {"Transfer-Encoding": "chunked"}]
)
def test_where_a_refusal_ends_is_not_for_a_handler_to_say(tmp_path: Path, headers: dict[str, str]) -> None:
    """It would be wrong, and what follows on the connection would be taken for something else."""
    responses = "      '404': {description: No, content: {application/json: {schema: {type: object}}}}"
    reply = ask(refusing(tmp_path, responses, f"raise Refusal(404, 'No', headers={headers})"), "/x")
    assert reply.status == 404
    assert reply.headers["content-length"] == str(len(reply.body))
    assert "transfer-encoding" not in reply.headers


def test_what_an_operation_declares_for_its_refusals_is_looked_up_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each status and each `Accept`, whatever is said."""
    asked: list[tuple[Any, ...]] = []
    offered = ErrorSchemas._offered

    def counting(schemas: ErrorSchemas, *given: Any) -> Any:
        asked.append(given[:2])
        return offered(schemas, *given)

    monkeypatch.setattr(ErrorSchemas, "_offered", counting)
    paths = "/x:\n  get: {responses: {'200': {description: OK}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    for number in range(3):
        for method in ("PUT", "POST"):
            assert ask(app, "/x", method, headers={"X": str(number)}).status == 405
        assert ask(app, "/x", "PUT", headers={"X": str(number), "Accept": "text/plain"}).status == 405
    assert asked == [(None, 405), ("text/plain", 405)]
