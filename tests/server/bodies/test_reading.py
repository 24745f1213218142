"""What is written in a media type is read as the value that it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import document, write

from understudy.contract import contract, media
from understudy.contract.schemas import MISSING
from understudy.server.bodies.described import described
from understudy.server.bodies.reading import Reading

COMPONENTS = """
schemas:
  Cat:
    type: object
    required: [kind]
    properties: {kind: {type: string}, size: {type: string}, is: {$ref: '#/components/schemas/Calm'}}
  Dog:
    type: object
    required: [kind]
    properties: {kind: {type: string}, size: {type: integer}, is: {$ref: '#/components/schemas/Good'}}
  Calm: {type: object, properties: {calm: {type: string}}}
  Good: {type: object, properties: {good: {type: boolean, xml: {attribute: true}}}}
  Told:
    oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
    discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog'}}
  Fixed:
    oneOf:
    - {$ref: '#/components/schemas/Cat', properties: {kind: {const: cat}}}
    - {$ref: '#/components/schemas/Dog', properties: {kind: {enum: [dog, ' ']}}}
  Needed:
    anyOf:
    - {type: object, required: [a], additionalProperties: false, properties: {n: {type: string}, a: {type: string}}}
    - {type: object, required: [b], additionalProperties: false, properties: {n: {type: integer}, b: {type: string}}}
"""

ROWS = {
    "type": "array",
    "items": {"type": "object", "properties": {"n": {"type": "integer"}, "t": {"type": "string"}}},
}


def both_ways(directory: Path, media_type: str, schema: Any, value: Any) -> tuple[bytes, Any]:
    """What a value is written as, and what is read from that, which has to be as its schema says."""
    content = json.dumps({media_type: {"schema": schema}})
    paths = f"/a: {{get: {{responses: {{'200': {{description: Good, content: {content}}}}}}}}}"
    text = document(paths, COMPONENTS)
    made = contract.load(write(directory, {"openapi.yaml": text}) / "openapi.yaml", "openapi.yaml")
    body, schemas = made.operations[0].responses["200"].body, made.schemas.answers
    declared = media.parse(media_type)
    assert declared
    raw, sent_as = described(value, declared, media_type, body.content, schemas)
    typed = media.parse(sent_as)
    assert typed
    given, told, found = Reading(body.content, schemas).read(raw, typed, media_type, body.schema(media_type))
    assert not found
    return raw, given if told is MISSING else told


@pytest.mark.parametrize(
    ("media_type", "schema", "value", "written"),
    [
        ("text/csv", ROWS, [{"n": 1, "t": "a,b"}], b'n,t\r\n1,"a,b"\r\n'),
        ("text/tab-separated-values", ROWS, [{"n": 1, "t": "a,b"}], b"n\tt\r\n1\ta,b\r\n"),
        ("text/csv; header=absent", ROWS, [{"t": "a", "n": 1}, {"t": "b"}], b"1,a\r\n,b\r\n"),
        ("text/csv; header=absent", ROWS, [{"t": "a"}], b",a\r\n"),
        ("text/csv; header=absent", {"items": {"items": {"type": "integer"}}}, [[1, 2]], b"1,2\r\n"),
        ("application/yaml", {"type": "object"}, {"t": "\x7f\x85é\u2028"}, b'{"t":"\\u007f\\u0085\xc3\xa9\\u2028"}'),
        (
            "application/xml",
            {"properties": {"größe": {"type": "integer"}, "名": {"type": "integer", "xml": {"attribute": True}}}},
            {"größe": 1, "名": 2},
            "<?xml version='1.0' encoding='utf-8'?>\n<root 名=\"2\"><größe>1</größe></root>".encode(),
        ),
        (
            "text/xml",
            {"properties": {"a": {"type": "string"}}},
            {"a": "\r\n\t"},
            b"<?xml version='1.0' encoding='utf-8'?>\n<root><a>&#13;\n\t</a></root>",
        ),
    ],
)
def test_what_is_written_is_read_as_what_it_was(
    media_type: str, schema: Any, value: Any, written: bytes, tmp_path: Path
) -> None:
    raw, read = both_ways(tmp_path, media_type, schema, value)
    assert raw == written
    assert read == value


DOG = {"kind": "dog", "size": 7, "is": {"good": True}}
CAT = {"kind": "Cat", "size": "7", "is": {"calm": "7"}}


KINDS = [
    ("Told", [DOG, CAT]),
    ("Told", [CAT, {**DOG, "kind": "Dog"}]),
    ("Fixed", [DOG, {**CAT, "kind": "cat"}, {**DOG, "kind": " "}]),
    ("Needed", [{"n": "7", "a": "x"}, {"n": 7, "b": "x"}]),
]


@pytest.mark.parametrize("media_type", ["application/xml", "text/csv", "text/tab-separated-values"])
@pytest.mark.parametrize(("schema", "values"), KINDS)
def test_alternatives_are_told_by_what_is_said_in_them(
    schema: str, values: list[Any], media_type: str, tmp_path: Path
) -> None:
    """By a discriminator, by members that are one of some values, or by those that have to be there."""
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    assert both_ways(tmp_path, media_type, items, values)[1] == values


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize(("schema", "values"), KINDS)
def test_those_of_a_form_are_told_so_too(schema: str, values: list[Any], media_type: str, tmp_path: Path) -> None:
    whole = {"$ref": f"#/components/schemas/{schema}"}
    assert [both_ways(tmp_path, media_type, whole, value)[1] for value in values] == values


@pytest.mark.parametrize("value", [{"n": "7", "a": "x", "b": "y"}, {"n": "x"}])
def test_what_may_be_either_is_read_as_the_first(value: Any, tmp_path: Path) -> None:
    schema = {"anyOf": [{"properties": {"n": {"type": "string"}}}, {"properties": {"n": {"type": "integer"}}}]}
    assert both_ways(tmp_path, "application/xml", schema, value)[1] == value
