"""What is `readOnly` need not be sent, and what is `writeOnly` need not be shown, even where it is required."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock, write

from understudy.contract import contract
from understudy.contract.samples import Samples

USER = """
    User:
      type: object
      required: [id, name, password]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        password: {type: string, writeOnly: true}
    Id: {type: integer, readOnly: true}
    Base: {type: object, properties: {id: {$ref: '#/components/schemas/Id'}, password: {type: string, writeOnly: true}}}
    Heir: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [id, password]}]}
    Beside: {required: [id, password], allOf: [{$ref: '#/components/schemas/Base'}]}
    Within: {type: object, properties: {of: {$ref: '#/components/schemas/User'}}}
    Listed: {type: array, items: {$ref: '#/components/schemas/User'}}
    Twice: {allOf: [{$ref: '#/components/schemas/Id'}, {$ref: '#/components/schemas/Id'}, {minimum: 0}]}
    Either:
      oneOf: [{required: [id, password, size]}]
      properties:
        id: {$ref: '#/components/schemas/Twice'}
        password: {allOf: [{writeOnly: true}]}
        size: {$ref: '#/components/schemas/Size'}
    Size: {allOf: [{$ref: '#/components/schemas/Large'}, {$ref: '#/components/schemas/Large'}]}
    Large: {type: integer}
    When: {if: {required: [id]}, then: {required: [password]}, properties: {password: {writeOnly: true}}}
    Given: {type: object, required: [id], properties: {id: {$ref: '#/components/schemas/Id'}}}
    Plain: {type: object, required: [id], properties: {id: {type: integer}}}
"""
WHOLE = {"id": 1, "name": "Ada", "password": "secret"}
SENT, SHOWN = {"name": "Ada", "password": "secret"}, {"name": "Ada", "id": 1}


@pytest.mark.parametrize(
    ("name", "value", "request_", "answer"),
    [
        ("User", WHOLE, True, True),
        ("User", SENT, True, False),
        ("User", SHOWN, False, True),
        ("User", {"id": 1, "password": "a"}, False, False),
        ("Heir", SENT, True, False),
        ("Heir", SHOWN, False, True),
        ("Heir", {}, False, False),
        ("Beside", SENT, True, False),
        ("Beside", SHOWN, False, True),
        ("Within", {"of": SENT}, True, False),
        ("Within", {"of": SHOWN}, False, True),
        ("Listed", [SENT], True, False),
        ("Listed", [SHOWN], False, True),
        ("Either", SENT | {"size": 1}, True, False),
        ("Either", SHOWN | {"size": 1}, False, True),
        ("When", {"id": 1}, False, True),
        ("Given", {}, True, False),
        ("Plain", {}, False, False),
    ],
)
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_what_is_required_depends_on_the_side(
    name: str,
    value: Any,
    request_: bool,  # noqa: FBT001 - a column of the table
    answer: bool,  # noqa: FBT001
    version: str,
    tmp_path: Path,
) -> None:
    """Wherever `required` and `properties` stand to each other."""
    components = USER.replace("[{writeOnly: true}]", "[{writeOnly: true, type: string}]")
    if version == "3.0.3":
        components = "".join(line for line in components.splitlines(keepends=True) if "When" not in line)
        if name == "When":
            return
    write(tmp_path, {"openapi.yaml": document("{}", f"schemas:{components}", version=version)})
    read = contract.load(tmp_path / "openapi.yaml", "openapi.yaml")
    schema = read.document.follow(read.document.root, f"#/components/schemas/{name}")
    schemas = read.schemas
    assert (schemas.requests.violations(schema, value) == []) is request_
    assert (schemas.answers.violations(schema, value) == []) is answer


def test_a_document_without_sides_has_one_kind_of_schemas(tmp_path: Path) -> None:
    """Nothing is compiled twice for nothing."""
    write(tmp_path, {"openapi.yaml": document("{}", "schemas: {A: {type: object, required: [a]}}")})
    schemas = contract.load(tmp_path / "openapi.yaml", "openapi.yaml").schemas
    assert schemas.requests is schemas.answers is schemas


def test_a_sample_shows_nothing_that_is_only_sent(tmp_path: Path) -> None:
    write(tmp_path, {"openapi.yaml": document("{}", f"schemas:{USER}")})
    read = contract.load(tmp_path / "openapi.yaml", "openapi.yaml")
    schema = read.document.follow(read.document.root, "#/components/schemas/User")
    assert list(Samples(read.schemas.answers).sample(schema, "", {})) == ["id", "name"]


PATHS = """
    /users:
      post:
        operationId: make
        requestBody:
          required: true
          content:
            application/json:
              schema: {$ref: '#/components/schemas/User'}
              example: {name: Ada, password: secret}
        responses:
          '201':
            description: Made
            content:
              application/json:
                schema: {$ref: '#/components/schemas/User'}
                example: {id: 1, name: Ada}
          '422': {description: No, content: {application/json: {schema: {type: object}}}}
    """
HANDLER = """
    async def make(body):
        assert "id" not in body
        return {"id": 3, "name": body["name"]}
    """


def test_requests_and_answers_are_judged_each_by_its_side(tmp_path: Path) -> None:
    """Examples of the contract too."""
    app = mock(tmp_path, {"openapi.yaml": document(PATHS, f"schemas:{USER}"), "handlers/users.py": HANDLER})
    headers = {"Content-Type": "application/json"}
    reply = ask(app, "/users", "POST", headers=headers, body=b'{"name": "Ada", "password": "x"}')
    assert (reply.status, reply.json) == (201, {"id": 3, "name": "Ada"})
    assert ask(app, "/users", "POST", headers=headers, body=b'{"name": "Ada"}').status == 422
