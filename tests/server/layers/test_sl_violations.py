"""The header `sl-violations`, as Prism writes it: what tools for Prism read must be there, and in its words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, Reply, ask, document, mock

from understudy.contract.violations import Violation
from understudy.server.app import Mock
from understudy.server.layers.sl_violations import LONGEST, written
from understudy.source import read

CONTRACT = document(
    """
    /pets/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1, maximum: 9}}]
      get:
        operationId: get_pet
        parameters:
          - {name: limit, in: query, schema: {type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9, multipleOf: 2}}
          - {name: X-Trace, in: header, required: true, schema: {type: string, pattern: '^t"', maxLength: 3}}
          - {name: tags, in: query, schema: {type: array, minItems: 1, maxItems: 2, items: {enum: [a, 1, true, null]}}}
          - {name: at, in: query, schema: {type: string, format: date}}
        security: [{key: []}, {}]
        responses: &any
          '200': {description: '', content: {application/json: {schema: {type: object}}}}
          '422': {description: '', content: {application/json: {}}}
      put:
        requestBody:
          required: true
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        responses: *any
      delete:
        security: [{key: []}]
        responses: *any
    """,
    """
    securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
    schemas:
      Pet:
        type: object
        required: [name, owner]
        additionalProperties: false
        properties:
          name: {type: [string, 'null'], minLength: 2}
          owner: {type: object, required: [id], properties: {id: {const: 1}}, unevaluatedProperties: false}
          parts: {type: array, minItems: 1, uniqueItems: true, items: {type: object, properties: {n: {type: integer}}}}
    """,
)


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock whose handler answers what the contract forbids."""
    directory: Path = tmp_path_factory.mktemp("pets")
    return mock(directory, {"openapi.yaml": CONTRACT, "handlers/pets.py": "def get_pet():\n    return []\n"})


def violations(reply: Reply) -> list[tuple[str, str | int, str]]:
    """Each violation in a reply: its location with dots, its code, its message."""
    found = json.loads(reply.headers["sl-violations"])
    assert all(list(each) == ["location", "severity", "code", "message"] for each in found)
    assert {each["severity"] for each in found} == {"Error"}
    assert all(isinstance(part, str) for each in found for part in each["location"])
    return [(".".join(each["location"]), each["code"], each["message"]) for each in found]


JSON = {"Content-Type": "application/json"}

CASES = read(ROOT / "tests" / "cases" / "sl-violations.yaml", "sl-violations.yaml").value


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_what_is_wrong_is_said_in_prisms_form(case: Any, pets: Mock) -> None:
    """Location, severity, code and message of each violation, of the request or of the answer."""
    method, target = next((method, case[method]) for method in ("GET", "PUT", "DELETE") if method in case)
    body = json.dumps(case["body"]) if "body" in case else case.get("text", "")
    reply = ask(pets, target, method, headers={**JSON, **case.get("headers", {})}, body=body.encode())
    assert sorted(violations(reply), key=str) == sorted(map(tuple, case["violations"]), key=str)


def test_where_nothing_is_wrong_there_is_no_such_header(pets: Mock) -> None:
    """Neither with an answer nor with a refusal that no schema is the reason of."""
    assert "sl-violations" not in ask(pets, "/pets/1", "DELETE", headers={"X-Key": "1"}).headers
    assert "sl-violations" not in ask(pets, "/nowhere").headers
    unknown = {"X-Key": "1", "Prefer": "code=418"}
    assert "sl-violations" not in ask(pets, "/pets/1", "DELETE", headers=unknown).headers


def test_the_body_says_the_same_in_the_contracts_own_shape(pets: Mock) -> None:
    """A violation is said twice: once for programs of the API, once for tools."""
    reply = ask(pets, "/pets/x", "PUT", headers=JSON, body=b'{"name": "xy", "owner": {"id": 2}}')
    assert [error["loc"] for error in reply.json["errors"]] == [["path", "id"], ["body", "owner", "id"]]
    assert [location for location, _, _ in violations(reply)] == ["request.path.id", "request.body.owner.id"]


def long(length: int) -> list[Violation]:
    """A violation whose entry is so long as a list of one."""
    empty = len(written("request", [Violation("x", ("body",), "")]))
    return [Violation("x", ("body",), "y" * (length - empty))]


def test_what_is_too_long_is_cut_as_prism_cuts_it() -> None:
    """8,092 characters are kept; what is longer begins with a sentence, and is no JSON any more."""
    whole = written("request", long(LONGEST))
    assert (len(whole), len(json.loads(whole))) == (LONGEST, 1)
    cut = written("request", long(LONGEST + 1))
    start = "Too many violations! "
    assert cut.startswith(start + '[{"location":["request","body"],"severity":"Error"')
    assert len(cut) == len(start) + LONGEST


def test_many_violations_end_in_a_header_that_can_be_sent(pets: Mock) -> None:
    """However large the request was, the answer's head stays small, and its body says everything."""
    reply = ask(pets, "/pets/1", "PUT", headers=JSON, body=json.dumps({"parts": [{"n": "x"}] * 500}).encode())
    assert reply.headers["sl-violations"].startswith("Too many violations! ")
    assert len(reply.headers["sl-violations"]) < 9000
    assert len(reply.json["errors"]) > 500


NAMES = st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\r\n\x7f\x85\u2028"))


@given(NAMES, NAMES, st.sampled_from(["type", "required", "enum", "401", "preference", "\x7f"]))
def test_no_text_breaks_the_header(name: str, message: str, keyword: str) -> None:
    """Names and values that a client sends are escaped, and read back as they were."""
    value = written("request", [Violation(keyword, ("body", name, 1), message)])
    assert value.isascii()
    assert value.isprintable()
    if len(value) <= LONGEST:
        (entry,) = json.loads(value)
        assert entry["location"] == ["request", "body", name, "1"]
        assert entry["message"] == f"Request body property {name}.1: {message}"
