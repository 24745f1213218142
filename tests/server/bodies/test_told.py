"""YAML and tables that are sent: read as what their schemas mean, judged as that, and remembered."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

PATHS = """
/pets:
  post:
    requestBody:
      required: true
      content:
        application/yaml: {schema: {$ref: '#/components/schemas/Pet'}}
        text/x-yaml: {schema: {$ref: '#/components/schemas/Pet'}}
        text/yml: {schema: {$ref: '#/components/schemas/Pet'}}
        application/vnd.pet+yaml: {schema: {$ref: '#/components/schemas/Pet'}}
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
    responses:
      '201': {description: New, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      '400': {description: No YAML}
      '422': {description: Broken}
/pets/{id}:
  get:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    responses: {'200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
/table:
  post:
    operationId: table
    requestBody:
      content:
        text/csv: &rows {schema: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Pet'}}}
        text/tab-separated-values: *rows
        application/yaml: {}
    responses: {'204': {description: Done}, '400': {description: No table}, '422': {description: Broken}}
/cells:
  post:
    requestBody:
      content:
        text/csv: {schema: {type: array, items: {type: array, prefixItems: [{type: integer}], items: {type: boolean}}}}
        text/tab-separated-values: {schema: {type: array, items: {type: integer}}}
        text/yaml: {schema: {type: [string, object], minLength: 3, required: [a]}}
    responses: {'204': {description: Done}, '400': {description: No table}, '422': {description: Broken}}
/text:
  post:
    requestBody:
      content: {text/csv: &text {schema: {type: string, minLength: 3}}, application/yaml: *text}
    responses: {'204': {description: Done}, '400': {description: No table}, '422': {description: Broken}}
"""
SCHEMAS = """
schemas:
  Pet:
    type: object
    required: [name]
    properties:
      id: {type: integer}
      name: {type: string}
      good: {type: boolean}
      born: {type: [string, 'null'], format: date}
      tags: {type: array, items: {type: string}}
      home: {type: object, required: [street], properties: {street: {type: string}}}
"""
HANDLER = """
async def table(body=None):
    assert isinstance(body, str | bytes)
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    files = {"openapi.yaml": document(PATHS, SCHEMAS), "handlers/tables.py": HANDLER}
    return mock(tmp_path_factory.mktemp("told"), files)


def send(app: Mock, target: str, body: str, media_type: str) -> Reply:
    return ask(app, target, "POST", headers={"Content-Type": media_type}, body=body.encode())


def wrong(reply: Reply) -> list[str]:
    """Where what was sent is broken."""
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    return [".".join(map(str, each["location"][1:])) for each in found]


@pytest.mark.parametrize(
    "media_type", ["application/yaml", "text/x-yaml; charset=utf-8", "text/yml", "application/vnd.pet+yaml"]
)
def test_yaml_is_remembered_as_what_it_says(media_type: str, app: Mock) -> None:
    created = send(app, "/pets", "name: &a NO\ntags: [*a, b]\nhome:\n  street: 1st\n", media_type)
    assert created.status == 201, created.body
    shown = ask(app, created.headers["location"]).json
    assert (shown["name"], shown["tags"], shown["home"]) == ("NO", ["NO", "b"], {"street": "1st"})


@pytest.mark.parametrize(
    ("sent", "status", "where"),
    [
        ("name: 7\nhome: {}", 422, ["body.name", "body.home"]),
        ("", 422, ["body"]),
        ("name: [", 400, ["body"]),
        ("name: a\nname: b", 400, ["body"]),
        ("a: *b", 400, ["body"]),
        ("name: \x01", 400, ["body"]),
        ("[" * 300, 400, ["body"]),
    ],
)
def test_yaml_is_judged(sent: str, status: int, where: list[str], app: Mock) -> None:
    reply = send(app, "/pets", sent, "application/yaml")
    assert (reply.status, wrong(reply)) == (status, where)


@pytest.mark.parametrize(
    ("target", "sent", "where"),
    [
        ("/table", 'name,good,tags,home\r\nAda,true,5,\r\n"Bo, b",,"[""a""]","{""street"": ""x""}"\r\n', []),
        ("/table", "\ufeffname,born,extra\nAda,,1\n", []),
        ("/table", "name\n", []),
        ("/table", "", []),
        ("/table", "id,name\nx,Ada\n", ["body.0.id"]),
        ("/table", "id\n1\n", ["body.0"]),
        ("/table", "name,home,born\nA,{},soon\nB\nC\n", ["body", "body.0.born", "body.0.home"]),
        ("/cells", "1,true,false\n\n2\n", []),
        ("/cells", "1,maybe\nx\n", ["body.0.1", "body.1.0"]),
    ],
)
def test_tables_are_judged(target: str, sent: str, where: list[str], app: Mock) -> None:
    """Row by row: as objects by the names in the first line, or as arrays; handlers get the text."""
    reply = send(app, target, sent, "text/csv")
    assert reply.status == (422 if where else 204), reply.body
    assert sorted(wrong(reply)) == where


@pytest.mark.parametrize(
    ("target", "sent", "media_type", "status"),
    [
        ("/table", "name\tid\nA\t1", "text/tab-separated-values", 204),
        ("/table", "name\tid\nA\tx", "text/tab-separated-values", 422),
        ("/cells", "1\n2", "text/tab-separated-values", 204),
        ("/cells", "1\n2\t3", "text/tab-separated-values", 422),
        ("/table", "1,A\n2,B", "text/csv; header=absent", 204),
        ("/table", "1,A\n2,B,yes", "text/csv; header=absent", 422),
        ("/table", "", "text/csv; header=absent", 204),
        ("/table", "id,name\n1,A", "text/csv; header=present", 204),
        ("/table", "1,A,,,,,too much", "text/csv; header=absent", 400),
        ("/table", "name\nA,1", "text/csv", 400),
        ("/table", f"name\n{'x' * 200_000}", "text/csv", 400),
        ("/table", "a: [", "application/yaml", 204),
        ("/cells", "abc", "text/yaml", 204),
        ("/cells", "a: 1", "text/yaml", 204),
        ("/cells", "b: 1", "text/yaml", 204),
        ("/cells", "b: [", "text/yaml", 204),
        ("/cells", "7", "text/yaml", 422),
        ("/text", "a: [", "application/yaml", 204),
        ("/text", "a,", "text/csv", 422),
        ("/text", "a", "application/yaml", 422),
    ],
)
def test_what_is_described_as_a_text_is_one(target: str, sent: str, media_type: str, status: int, app: Mock) -> None:
    """Or where it may be; what is no table, or described nowhere, is told from that."""
    assert send(app, target, sent, media_type).status == status


def test_a_range_is_read_as_what_is_sent(tmp_path: Path) -> None:
    content: dict[str, Any] = {"application/*": {"schema": {"type": "object", "required": ["a"]}}}
    operation = {"requestBody": {"content": content}, "responses": {"204": {"description": "Done"}}}
    app = mock(tmp_path, {"openapi.yaml": document(f"/a: {json.dumps({'post': operation})}")})
    told = [send(app, "/a", sent, f"application/{kind}").status for kind, sent in KINDS]
    assert told == [204, 422, 204, 422, 204]


KINDS = [("yaml", "a: 1"), ("yaml", "b: 1"), ("x+yaml", "a: 1"), ("json", "{}"), ("json", '{"a": 1}')]


@pytest.mark.parametrize(
    ("media_type", "schema", "sent", "status"),
    [
        ("text/plain", "{type: integer}", b"7", 204),
        ("text/plain", "{type: [integer, 'null']}", b"x", 422),
        ("text/plain", "{type: boolean}", b"yes", 422),
        ("text/plain", "{type: object}", b"x", 204),
        ("application/octet-stream", "{type: string, format: binary, maxLength: 3}", b"\xc3\xa4a", 204),
        ("application/octet-stream", "{type: string, format: binary, maxLength: 3}", b"\xc3\xa4ab", 422),
        ("image/png", "{type: string, format: binary, minLength: 1}", b"", 422),
        ("application/jwt", "{type: string, pattern: '^ä+$'}", "ää".encode(), 204),
        ("application/jwt", "{type: [string, 'null'], maxLength: 2}", "äää".encode(), 422),
        ("application/jwt", "{type: string, maxLength: 2}", b"\xff\xff\xff", 204),
        ("application/jwt", "{type: string, format: byte, maxLength: 2}", b"abc", 204),
        ("application/cbor", "{type: object, required: [a]}", b"abc", 204),
        ("application/cbor", "{oneOf: [{type: object}, {type: string, maxLength: 1}]}", b"abc", 204),
    ],
)
def test_a_body_of_characters_is_judged(media_type: str, schema: str, sent: bytes, status: int, tmp_path: Path) -> None:
    """A text that has to be a number, or bytes of which a schema says how many they are."""
    body = f"requestBody: {{required: true, content: {{{media_type}: {{schema: {schema}}}}}}}"
    answers = "{'204': {description: Done}, '422': {description: Broken}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"/a: {{put: {{{body}, responses: {answers}}}}}")})
    assert ask(app, "/a", "PUT", headers={"Content-Type": media_type}, body=sent).status == status
