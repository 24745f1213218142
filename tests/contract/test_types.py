"""A type as another language calls it is found, and the schema is read as it is meant."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, write

from understudy import project
from understudy.contract import contract
from understudy.errors import ProjectError
from understudy.server.app import build

MOMENT = "2026-01-01T00:00:00Z"
ROWS: list[tuple[str, list[Any], list[Any]]] = [
    ("{type: int}", [1], [1.5, "a"]),
    ("{type: long, maximum: 3}", [1], [4]),
    ("{type: Float}", [1.5], ["a"]),
    ("{type: double}", [1.5], ["a"]),
    ("{type: str, maxLength: 1}", ["a"], [1, "ab"]),
    ("{type: String}", ["a"], [1]),
    ("{type: bool}", [True], ["true"]),
    ("{type: list, items: {type: int}}", [[1]], [["a"], {}]),
    ("{type: dict, additionalProperties: {type: bool}}", [{"a": True}], [{"a": 1}, []]),
    ("{type: map}", [{}], [[]]),
    ("{type: datetime}", [MOMENT], ["2026-01-01", 1]),
    ("{type: date}", ["2026-01-01"], [MOMENT, 1]),
    ("{type: date, format: date-time}", [MOMENT], ["2026-01-01"]),
    ("{type: uuid}", ["0b105591-0000-4000-8000-000000000000"], ["a", 1]),
    ("{type: file}", ["a"], [1]),
    ("{type: any, maxLength: 1}", ["a", 1, None], ["ab"]),
    ("{oneOf: [{type: 'Null'}, {type: int}]}", [None, 1], ["a"]),
    ("{type: [uuid, 'Null', Null]}", [None, "0b105591-0000-4000-8000-000000000000"], ["a"]),
    ("{type: [any, int]}", [None, "a"], []),
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(("schema", "valid", "invalid"), ROWS, ids=[row[0] for row in ROWS])
def test_a_type_is_read_as_it_is_meant(
    version: str, schema: str, valid: list[Any], invalid: list[Any], tmp_path: Path
) -> None:
    """It is a finding, stops a start that is strict, and keeps nothing from being served."""
    answer = f"{{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}"
    text = document(f"/a: {{get: {{responses: {{'200': {answer}}}}}}}", version=version)
    file = write(tmp_path, {"openapi.yaml": text}) / "openapi.yaml"
    with pytest.raises(ProjectError):
        contract.load(file, "openapi.yaml")
    read = contract.load(file, "openapi.yaml", strict=False)
    assert {finding.code for finding in read.findings} == {"contract/structure"}
    (operation,) = read.operations
    assert operation.good_schema is not None
    judged = read.schemas.validator(operation.good_schema)
    assert [value for value in (*valid, *invalid) if judged.is_valid(value)] == valid
    assert ask(build(project.load(file, strict=False)), "/a").status == 200


@pytest.mark.parametrize("written", ["objekt", "[integer, 5]", "5", "[]", "{int: int}", "null"])
def test_what_might_be_anything_is_not_guessed(written: str, tmp_path: Path) -> None:
    """What is nearly a type may have been meant otherwise, and what is none at all too."""
    answer = f"{{description: Fine, content: {{application/json: {{schema: {{type: {written}}}}}}}}}"
    text = document(f"/a: {{get: {{responses: {{'200': {answer}}}}}}}")
    file = write(tmp_path, {"openapi.yaml": text}) / "openapi.yaml"
    assert contract.load(file, "openapi.yaml", strict=False).operations[0].broken


def test_what_breaks_a_type_that_is_meant_has_a_place(tmp_path: Path) -> None:
    """Be it the format, which the document does not have; schemas in other files and by an alias are read alike."""
    query = "parameters: [{name: q, in: query, schema: &date {type: date}}, {name: r, in: query, schema: *date}]"
    more = "{$ref: 'more.yaml#/kinds/type'}"
    answer = f"{{'200': {{description: Fine, content: {{application/json: {{schema: {more}}}}}}}}}"
    files = {
        "openapi.yaml": document(f"/a: {{get: {{{query}, responses: {answer}}}}}"),
        "more.yaml": "kinds: {type: {type: object, required: [type], properties: {type: {type: int}}}}",
    }
    app = build(project.load(write(tmp_path, files) / "openapi.yaml", strict=False))
    assert ask(app, "/a?q=never").status == 422
    assert isinstance(ask(app, "/a?q=2026-01-01&r=2026-01-01").json["type"], int)
