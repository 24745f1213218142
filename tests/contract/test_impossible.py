"""Schemas that no value satisfies are found out, the smallest of each, and none that some value does."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import document, write

from understudy.contract import contract
from understudy.contract.document import Node
from understudy.contract.impossible import impossible
from understudy.contract.objects import Walk


def found(directory: Path, schemas: dict[str, Any], version: str = "3.1.0") -> dict[str, str]:
    """The schemas among these components that no value satisfies, as pointers below them, with the reasons."""
    text = document("x-none: {}", f"schemas: {json.dumps(schemas)}", version=version)
    read = contract.load(write(directory, {"a.yaml": text}) / "a.yaml", "a.yaml", strict=False)
    walk = Walk(read.document, read.schemas.dialect)
    assert list(walk)
    told = impossible(read.schemas, walk.references)
    return {"/".join(map(str, schema.pointer[2:])): reason for schema, reason in told}


TURNING = "#/components/schemas/Turning"
ENDLESS = "it never ends: each value has to have another one in it"
REF = {"$ref": "#/components/schemas/A"}
B = {"type": "object", "additionalProperties": {"type": "integer"}}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"minLength": 5, "maxLength": 3}, {}),  # a number has no length
        ({"type": "string", "minLength": 5, "maxLength": 3}, {"A": 'type: "string", minLength: 5, maxLength: 3'}),
        ({"type": "integer", "minimum": 1.2, "maximum": 1.8}, {"A": "minimum: 1.2, maximum: 1.8"}),
        ({"not": {}}, {}),
        ({"not": True, "description": "Never"}, {}),
        ({"not": {}, "x-why": "never"}, {}),
        ({"enum": ["a"], "pattern": "b"}, {"A": 'enum: ["a"], pattern: "b"'}),
        ({"oneOf": [{"type": "null"}, {"enum": [None]}]}, {"A": 'oneOf: [{"type": "null"}, {"enum": [null]}]'}),
        ({"properties": {"b": {"type": "null", "const": 1}}}, {"A/properties/b": 'type: "null", const: 1'}),
        (
            {"type": "object", "required": ["b"], "properties": {"b": {"not": {}}}},
            {"A": 'type: "object", properties: {"b": {"not": {}}}, required: ["b"]'},
        ),
        (
            {
                "type": "object",
                "required": ["b"],
                "properties": {"b": {"allOf": [{"type": "null"}, {"const": "a" * 60}]}},
            },
            {"A/properties/b": 'allOf/0/type: "null", allOf/1/const'},
        ),
        ({"anyOf": [{"type": "null", "const": 1}, {"type": "null"}]}, {"A/anyOf/0": 'type: "null", const: 1'}),
        ({"type": "object", "required": ["a"], "properties": {"a": REF}}, {"A": ENDLESS}),
        ({"type": "object", "properties": {"a": REF}}, {}),
        ({"required": ["a"], "properties": {"a": REF}}, {}),
        ({"type": "array", "minItems": 1, "items": REF}, {"A": ENDLESS}),
        ({"type": "array", "items": REF}, {}),
        ({"allOf": [{"type": "object", "required": ["a"], "properties": {"a": REF}}]}, {"A": ENDLESS}),
        ({"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [REF, {"type": "null"}]}}}, {}),
        (
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "null"}}, "allOf": [B]},
            {"A": 'properties: {"b": {"type": "null"}}, required: ["b"], allOf/0'},
        ),
        # What is written as `$ref` may be a property's name, and stay one.
        (
            {"allOf": [{"type": "null"}, {"type": "object", "properties": {"$ref": {"enum": [1]}}}]},
            {"A": 'allOf/0/type: "null", allOf/1/type: "object"'},
        ),
    ],
)
def test_the_smallest_that_is_meant_otherwise_is_said(
    schema: dict[str, Any], expected: dict[str, str], tmp_path: Path
) -> None:
    """With the keywords that are why; what says to be for nothing is, and is none."""
    assert found(tmp_path, {"A": schema}) == expected


def test_a_reason_may_lie_behind_references(tmp_path: Path) -> None:
    """It names them, where it is what they lead to."""
    schemas = {
        "A": {"allOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/C"}]},
        "B": {"type": "string"},
        "C": {"type": "integer"},
        "D": {"$ref": "#/components/schemas/B", "enum": [1]},
    }
    assert found(tmp_path, schemas) == {
        "A": 'allOf/0: {"$ref": "#/components/schemas/B"}, allOf/1: {"$ref": "#/components/schemas/C"}',
        "D": '$ref: "#/components/schemas/B", enum: [1]',
    }


def test_what_leads_to_one_is_not_said(tmp_path: Path) -> None:
    """Through references to references, and in what has it as a part."""
    empty = {"type": "null", "const": 1}
    holding = {"type": "object", "required": ["b"], "properties": {"b": {"$ref": "#/components/schemas/B"}}}
    schemas = {"A": empty, "B": REF, "C": holding, "D": {"type": "array", "minItems": 1, "items": holding}}
    assert found(tmp_path, schemas) == {"A": 'type: "null", const: 1'}


def test_all_are_said_that_are_written_alike(tmp_path: Path) -> None:
    """Unless what is written leads elsewhere from there."""
    empty, free = {"type": "null", "const": 1}, {"$ref": "#/$defs/Free", "minLength": 1}
    other = {"$id": "http://b.example/", "properties": {"p": free}, "$defs": {"Free": {"type": "string"}}}
    own = {"$id": "http://c.example/", "properties": {"p": free}, "$defs": {"Free": {"type": "string", "maxLength": 0}}}
    schemas = {"A": {"properties": {"a": empty, "b": empty}}, "B": empty, "C": other, "D": own}
    assert [*found(tmp_path, schemas)] == ["A/properties/a", "A/properties/b", "B", "D/properties/p"]


def test_where_two_lead_to_each_other_the_first_is_said(tmp_path: Path) -> None:
    """Of a circle through several schemas, once."""
    leading = {"type": "object", "required": ["b"], "properties": {"b": {"$ref": "#/components/schemas/B"}}}
    assert found(tmp_path, {"A": leading, "B": {"$ref": "#/components/schemas/A"}, "C": leading}) == {"A": ENDLESS}


def test_another_dialect_is_judged_as_such(tmp_path: Path) -> None:
    """In OpenAPI 3.0, null is a value where `nullable` says so, and nothing counts beside a reference."""
    schemas = {
        "A": {"type": "string", "nullable": True, "enum": [None]},
        "B": {"type": "string", "enum": [None]},
        "C": {"$ref": "#/components/schemas/A", "minimum": 5, "maximum": 3},
        "D": {"type": "integer", "format": "int32", "minimum": 3_000_000_000},
    }
    needing = {"type": "object", "required": ["e"], "properties": {"e": {"$ref": "#/components/schemas/E"}}}
    assert found(tmp_path, {"E": needing}, "3.0.3") == {"E": ENDLESS}
    told = found(tmp_path, schemas, "3.0.3")
    assert told == {"B": 'type: "string", enum: [null]', "D": told.get("D")}
    assert "maximum: 2147483647" in told["D"]


def test_what_nothing_is_known_of_hides_no_other(tmp_path: Path) -> None:
    """What does not compile, or leaves so many choices that they are not gone through; and whatever leads there."""
    many = {"allOf": [{"anyOf": [{"required": [f"p{i}{j}"]} for i in range(9)]} for j in range(9)]}
    odd = {"type": "string", "pattern": r"\p{Foo}", "minLength": 1}
    needs = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Odd", "Many", "Needing")}
    needing = {"type": "object", "required": [*needs], "properties": needs}
    turning = {"type": "object", "required": ["t", "o"], "properties": {"o": needs["Odd"], "t": {"$ref": TURNING}}}
    empty = {"type": "null", "const": 1}
    schemas = {"Odd": odd, "A": empty, "Many": many, "More": {"$ref": "#/components/schemas/Many", "type": "object"}}
    assert set(found(tmp_path, {**schemas, "B": empty, "Needing": needing, "C": empty, "Turning": turning})) == {
        "A",
        "B",
        "C",
    }


VALUES = st.sampled_from(
    [None, True, 0, 1, 2, 7, "", "a", "abc", [], [1], ["a", "a"], {}, {"a": 1}, {"a": "b", "b": 1}]
)
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["null", "boolean", "integer", "string", "array", "object"]),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "minimum": st.integers(0, 5),
            "maximum": st.integers(0, 5),
            "minLength": st.integers(0, 3),
            "maxLength": st.integers(0, 3),
            "$ref": st.sampled_from(["#/components/schemas/A", "#/components/schemas/B"]),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["array", "object"]),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "properties": st.dictionaries(st.sampled_from("ab"), inner | st.booleans(), max_size=2),
            "required": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
            "items": inner,
            "minItems": st.integers(0, 2),
        },
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=SCHEMAS, b=SCHEMAS, values=st.lists(VALUES, min_size=5, max_size=5))
def test_no_value_satisfies_what_is_said(a: Any, b: Any, values: list[Any], tmp_path: Path) -> None:
    """Of many values, none is valid for a schema that is called impossible."""
    text = document("x-none: {}", f"schemas: {json.dumps({'A': a, 'B': b})}")
    (tmp_path / "a.yaml").write_text(text)
    read = contract.load(tmp_path / "a.yaml", "a.yaml", strict=False)
    walk = Walk(read.document, read.schemas.dialect)
    assert list(walk)
    for schema, _ in impossible(read.schemas, walk.references):
        assert isinstance(schema, Node)
        assert not any(read.schemas.validator(schema).is_valid(value) for value in values)


def test_what_others_say_is_not_judged_by_itself(tmp_path: Path) -> None:
    """Where a dynamic reference may lead elsewhere; where it cannot, it is what it leads to."""
    item = {"$dynamicAnchor": "item", "not": {}}
    page = {"$id": "page", "items": {"$dynamicRef": "#item"}, "type": "array", "minItems": 1, "$defs": {"item": item}}
    numbers = {"$id": "numbers", "$ref": "page", "$defs": {"item": {"$dynamicAnchor": "item", "type": "integer"}}}
    assert found(tmp_path, {"Page": page, "Numbers": numbers}) == {}
    assert "Page/items" in found(tmp_path, {"Page": page})
