"""Schemas are enforced keyword by keyword, as their version of OpenAPI means them, and say what is wrong and where."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import document, write

from understudy.contract import contract
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation

A = {"$ref": "#/components/schemas/A"}


def schemas_of(directory: Path, components: dict[str, Any], version: str = "3.1.0") -> Schemas:
    """The compiled schemas of a document with these component schemas."""
    text = document("x-none: {}", f"schemas: {json.dumps(components)}", version=version)
    return contract.load(write(directory, {"a.yaml": text}) / "a.yaml", "a.yaml").schemas


def violations(directory: Path, schema: Any, instance: Any, version: str = "3.1.0", **others: Any) -> list[Violation]:
    """How an instance violates a schema, with others beside it."""
    schemas = schemas_of(directory, {"S": schema, **others}, version)
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S")
    return schemas.violations(node, instance)


TREE = {"$dynamicAnchor": "node", "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}}}


@pytest.mark.parametrize(
    ("schema", "good", "bad", "keyword", "pointer"),
    [
        ({"const": {"a": 1}}, {"a": 1.0}, {"a": 2}, "const", ()),
        ({"enum": [1, "a", None]}, None, "b", "enum", ()),
        ({"type": "integer"}, 1.0, 1.5, "type", ()),
        ({"type": "integer"}, 10**30, True, "type", ()),
        ({"type": ["string", "null"]}, None, 1, "type", ()),
        ({"exclusiveMinimum": 1}, 1.1, 1, "exclusiveMinimum", ()),
        ({"exclusiveMaximum": 1}, 0, 1, "exclusiveMaximum", ()),
        ({"multipleOf": 0.01}, 4.35, 4.355, "multipleOf", ()),
        ({"maxLength": 1}, "😀", "ab", "maxLength", ()),
        ({"pattern": "^\\d$"}, "1", "٣", "pattern", ()),
        ({"pattern": "^a$"}, "a", "a\n", "pattern", ()),
        ({"pattern": "^.{1,2097152}"}, "a", "\na", "pattern", ()),
        ({"pattern": "a|[\\P{M}\\p{M}]{2,20000}"}, "bb", "b", "pattern", ()),
        ({"pattern": "^\\\\{2,20000}"}, "\\\\", "\\", "pattern", ()),
        ({"prefixItems": [{"type": "string"}], "items": False}, ["a"], ["a", 1], "falseSchema", (1,)),
        ({"prefixItems": [{"type": "string"}]}, ["a", 1], [1], "type", (0,)),
        ({"contains": {"const": 1}, "minContains": 2}, [1, 0, 1], [1, 0], "contains", ()),
        ({"contains": {"const": 1}, "maxContains": 1}, [1, 0], [1, 1], "contains", ()),
        ({"uniqueItems": True}, [0, False], [1, 1.0], "uniqueItems", ()),
        ({"propertyNames": {"pattern": "^a"}}, {"ab": 1}, {"b": 1}, "propertyNames", ()),
        ({"dependentRequired": {"a": ["b"]}}, {"b": 1}, {"a": 1}, "required", ()),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {}, {"a": 1}, "required", ()),
        ({"patternProperties": {"^a": {"type": "string"}}}, {"b": 1}, {"ab": 1}, "type", ("ab",)),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"c": 1}, {"a": 1}, "required", ()),
        ({"if": {"required": ["a"]}, "else": {"required": ["b"]}}, {"a": 1}, {"c": 1}, "required", ()),
        ({"not": {"type": "string"}}, 1, "a", "not", ()),
        (
            {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False},
            {"a": 1},
            {"b": 1},
            "unevaluatedProperties",
            ("b",),
        ),
        ({"allOf": [{"prefixItems": [True]}], "unevaluatedItems": False}, [1], [1, 2], "unevaluatedItems", ()),
        ({"$defs": {"D": {"type": "string"}}, "$ref": "#/components/schemas/S/$defs/D"}, "a", 1, "type", ()),
        ({**A, "maxLength": 1}, "a", "ab", "maxLength", ()),
        ({**A, "maxLength": 1}, "a", 1, "type", ()),
        (
            {"properties": {"s": {"$ref": "#/components/schemas/S"}}, "required": ["n"]},
            {"n": 1},
            {"n": 1, "s": {}},
            "required",
            ("s",),
        ),
        (TREE, {"children": [{"children": []}]}, {"children": [{"children": 1}]}, "type", ("children", 0, "children")),
        ({"additionalProperties": {"type": "string"}}, {"200": "a"}, {"200": 1}, "type", ("200",)),
        ({"additionalProperties": {"type": "string"}}, {}, {"01": 1}, "type", ("01",)),
        ({"additionalProperties": {"items": {"type": "string"}}}, {}, {"+1": ["a", 1]}, "type", ("+1", 1)),
    ],
)
def test_keywords_of_3_1(
    tmp_path: Path, schema: Any, good: Any, bad: Any, keyword: str, pointer: tuple[Any, ...]
) -> None:
    """Every keyword of JSON Schema 2020-12 is enforced, and what is wrong is named by keyword and pointer."""
    assert violations(tmp_path, schema, good, A={"type": "string"}) == []
    found = violations(tmp_path, schema, bad, A={"type": "string"})
    assert [(violation.keyword, violation.pointer) for violation in found] == [(keyword, pointer)]


@pytest.mark.parametrize(
    ("schema", "instance", "keywords"),
    [
        ({"type": "string", "nullable": True}, None, []),
        ({"type": "string", "nullable": True}, 1, ["type"]),
        ({"type": "string", "nullable": False}, None, ["type"]),
        ({"type": "string", "nullable": True, "enum": ["a"]}, None, ["enum"]),
        ({"type": "string", "nullable": True, "enum": ["a", None]}, None, []),
        ({"nullable": True, "allOf": [{"type": "string"}]}, None, ["type"]),
        ({"nullable": True}, None, []),
        ({"properties": {"nullable": {"type": "string", "nullable": True}}}, {"nullable": None}, []),
        (
            {"properties": {"a": {"type": "array", "items": {"type": "integer", "nullable": True}}}},
            {"a": [None, 1]},
            [],
        ),
        ({"properties": {"a": A}}, {"a": None}, []),
        ({"properties": {"a": {**A, "maxLength": 1, "nullable": False}}}, {"a": "ab"}, []),
        ({"minimum": 1, "exclusiveMinimum": True}, 1, ["exclusiveMinimum"]),
        ({"minimum": 1, "exclusiveMinimum": False}, 1, []),
        ({"maximum": 1, "exclusiveMaximum": True}, 1, ["exclusiveMaximum"]),
        (
            {"type": "object", "nullable": True, "additionalProperties": False, "properties": {"a": {}}},
            {"b": 1},
            ["additionalProperties"],
        ),
    ],
)
def test_keywords_of_3_0(tmp_path: Path, schema: Any, instance: Any, keywords: list[str]) -> None:
    """In 3.0, `nullable` widens the type and nothing else, siblings of `$ref` are ignored, exclusive bounds flags."""
    found = violations(tmp_path, schema, instance, "3.0.3", A={"type": "string", "nullable": True})
    assert [violation.keyword for violation in found] == keywords


@pytest.mark.parametrize(
    "first",
    [
        "#/components/schemas/A",
        "#/components/schemas/A/properties/a",
        "#/components/schemas/A/properties/a/items",
        "o.yaml#/O",
        "o.yaml#/O/properties/a",
    ],
)
def test_what_3_0_means_holds_in_every_order(tmp_path: Path, first: str) -> None:
    """A nullable schema is nullable wherever it stands, in whichever order references lead to it and what holds it."""
    inner = {"type": "array", "nullable": True, "items": {"type": "integer", "nullable": True, "format": "int32"}}
    outer = {"type": "object", "nullable": True, "properties": {"a": inner}}
    content = f"content: {{a/json: {{schema: {{$ref: '{first}'}}}}}}"
    paths = f"/a: {{get: {{responses: {{default: {{description: Fine, {content}}}}}}}}}"
    components = f"schemas: {json.dumps({'A': outer, 'P': {'$ref': 'o.yaml#/O'}})}"
    write(tmp_path, {"a.yaml": document(paths, components, version="3.0.3"), "o.yaml": json.dumps({"O": outer})})
    schemas = contract.load(tmp_path / "a.yaml", "a.yaml").schemas
    for name in ("A", "P"):
        node = schemas._document.follow(schemas._document.root, f"#/components/schemas/{name}")
        for good in (None, {"a": None}, {"a": [None, 1]}):
            assert schemas.violations(node, good) == []
        assert [found.pointer for found in schemas.violations(node, {"a": [None, 2**31]})] == [("a", 1)]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("date-time", "2024-02-29T12:00:00Z", "2024-02-30T12:00:00Z"),
        ("date", "2024-02-29", "2023-02-29"),
        ("email", "a@b.c", "a"),
        ("ipv4", "1.2.3.4", "1.2.3"),
        ("uri", "http://x/y", "x y"),
        ("byte", "aGk=", "aGk"),
        ("byte", "", "é"),
        ("byte", 5, "a-_b"),
        ("uuid", "9b2e3a1c-8a39-4d4e-9d5b-0f6c2a3a7b11", "9b2e3a1c"),
        ("int32", 2**31 - 1, 2**31),
        ("int32", -(2**31), -(2**31) - 1),
        ("int32", "text", 3_000_000_000.0),
        ("int64", 2**63 - 1, 2**63),
        ("int64", -(2**63), -(2**63) - 1),
        ("int64", 1.5, 10**30),
    ],
)
def test_formats(tmp_path: Path, version: str, form: str, good: Any, bad: Any) -> None:
    """Formats are asserted, those of JSON Schema and those of OpenAPI."""
    assert violations(tmp_path, {"format": form}, good, version) == []
    assert len(violations(tmp_path, {"format": form}, bad, version)) == 1


@pytest.mark.parametrize(
    ("form", "schema", "bad"),
    [
        ("int32", {"minimum": 0}, -1),
        ("int32", {"maximum": 10}, 11),
        ("int32", {"minimum": -(2**40)}, -(2**31) - 1),
        ("int64", {"maximum": 2**70}, 2**63),
    ],
)
def test_formats_beside_bounds(tmp_path: Path, form: str, schema: Any, bad: int) -> None:
    """A format's bounds hold together with those that are written."""
    assert violations(tmp_path, {"type": "integer", "format": form, **schema}, 5) == []
    assert len(violations(tmp_path, {"type": "integer", "format": form, **schema}, bad)) == 1


def test_unknown_formats_are_words(tmp_path: Path) -> None:
    """A format that nobody defines asserts nothing."""
    assert violations(tmp_path, {"format": "shoe-size"}, "x") == []


OF_NONE = "is not valid under any of the schemas listed in the 'anyOf' keyword"
TAGGED = {"properties": {"t": {"const": "a"}, "n": {"type": "integer"}}}
A_CAT = {"required": ["lives"], "properties": {"kind": {"const": "cat"}}}
A_DOG = {"required": ["tail", "kind"], "properties": {"kind": {"enum": ["dog", "puppy"]}}}
COUNTED = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}


@pytest.mark.parametrize(
    ("schema", "instance", "expected"),
    [
        (
            {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
            "x",
            ("format", '"x" is not a "date-time"'),
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]},
            {},
            ("required", '"a" is a required property'),
        ),
        ({"oneOf": [TAGGED, {"type": "null"}]}, {"t": "a", "n": "x"}, ("type", '"x" is not of type "integer"')),
        ({"anyOf": [COUNTED, {"type": "string"}]}, 0, ("minimum", "0 is less than the minimum of 1")),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, [], ("anyOf", '[] is not of types "string", "integer"')),
        ({"anyOf": [{"type": "string"}, {"type": "string"}]}, [], ("anyOf", '[] is not of type "string"')),
        ({"oneOf": [A_CAT, A_DOG]}, {"kind": "cat"}, ("required", '"lives" is a required property')),
        ({"oneOf": [A_CAT, A_DOG]}, {"kind": "cow"}, ("oneOf", "'cow' is not one of 'cat', 'dog', 'puppy'")),
        ({"oneOf": [A_CAT, A_DOG]}, {}, ("oneOf", f"{{}} {OF_NONE.replace('anyOf', 'oneOf')}")),
        ({"anyOf": [{"minimum": 5}, {"multipleOf": 2}]}, 3, ("anyOf", f"3 {OF_NONE}")),
        (
            {"oneOf": [{"type": "integer"}, {"minimum": 1}]},
            5,
            ("oneOf", "5 is valid under more than one of the schemas listed in the 'oneOf' keyword"),
        ),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, ("anyOf", "one of 'a', 'b' is required")),
        ({"anyOf": [{"required": ["a"]}, {"minProperties": 2}]}, {}, ("anyOf", f"{{}} {OF_NONE}")),
        ({"enum": ["red", "green"]}, "gren", ("enum", "'gren' is not one of 'red', 'green'; did you mean 'green'?")),
        ({"enum": ["red", 1]}, 2, ("enum", "2 is not one of 'red', 1")),
        ({"enum": list(range(11))}, 11, ("enum", "11 is not one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …")),
        ({"enum": list(range(10))}, 11, ("enum", "11 is not one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9")),
        ({"enum": []}, "y", ("enum", "'y' is not allowed, nor is anything else")),
        ({"enum": ["x" * 100]}, "y", ("enum", f"'y' is not one of '{'x' * 79}…")),
        ({"maxLength": 1}, "x" * 1000, ("maxLength", '"' + "x" * 299 + "…")),
        ({"additionalProperties": False}, {"a": 1}, ("additionalProperties", "1 is not expected here")),
        ({"unevaluatedProperties": False}, {"a\n": 1}, ("unevaluatedProperties", "'a\\n' is not expected here")),
        (
            {"pattern": "^(?:(?!x)(a|a)*)*$"},
            "a" * 60 + "!",
            ("pattern", "Error executing regex: Max limit for backtracking count exceeded"),
        ),
    ],
)
def test_messages(tmp_path: Path, schema: Any, instance: Any, expected: tuple[str, str]) -> None:
    """A message says what is wrong with what was probably meant, and is never long."""
    found = violations(tmp_path, schema, instance)
    assert [(violation.keyword, violation.message) for violation in found] == [expected]


def test_every_key_too_many_is_a_violation(tmp_path: Path) -> None:
    """Each member that is not expected has a violation of its own, at its pointer."""
    found = violations(tmp_path, {"properties": {"a": True}, "additionalProperties": False}, {"b": 1, "a": 1, "2": 1})
    assert sorted(violation.pointer for violation in found) == [("2",), ("b",)]


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        ({"name": "", "lives": 9}, [(("name",), "minLength")]),
        ({"name": "", "lives": 10}, [(("name",), "minLength"), (("lives",), "maximum")]),
        ({"name": "", "more": 1}, [(("name",), "minLength"), (("more",), "unevaluatedProperties")]),
        ({"name": "Tom", "more": 1}, [(("more",), "unevaluatedProperties")]),
        ({"name": "Tom", "of": {"more": 1}}, [(("of", "more"), "unevaluatedProperties")]),
        ({"name": "Tom", "of": {"name": 1, "more": 1}}, [(("of", "name"), "type"), (("of", "more"), ...)]),
        ({"name": "Tom", "barks": True}, [(("barks",), "unevaluatedProperties")]),
    ],
)
def test_what_is_described_is_not_too_much(tmp_path: Path, instance: Any, expected: list[Any]) -> None:
    """A member that is unevaluated since its own description is not satisfied is wrong in that alone."""
    base = {"properties": {"name": {"type": "string", "minLength": 1}}}
    of = {"allOf": [base], "unevaluatedProperties": False}
    cat = {"properties": {"lives": {"maximum": 9}, "of": of}}
    dog = {"required": ["barks", "tail"], "properties": {"barks": {}}}
    schema = {"allOf": [base, cat], "anyOf": [{}, dog], "unevaluatedProperties": False}
    found = [(each.pointer, each.keyword) for each in violations(tmp_path, schema, instance)]
    assert [pointer for pointer, _ in found] == [pointer for pointer, _ in expected]
    assert all(keyword in (..., told) for (_, told), (_, keyword) in zip(found, expected, strict=True))


def test_a_member_without_a_name(tmp_path: Path) -> None:
    """Below a member that is called "", a pointer ends at what holds it: the validator leaves such names out."""
    (found,) = violations(tmp_path, {"additionalProperties": {"properties": {"b": {"type": "string"}}}}, {"": {"b": 1}})
    assert (found.keyword, found.pointer) == ("type", ())


def test_places_of_keywords(tmp_path: Path) -> None:
    """A violation names the line of its keyword, through references and in other files, and none where it is gone."""
    outer = {"properties": {"a": {"$ref": "b.yaml#/x~1y"}}, "minProperties": 1}
    write(
        tmp_path,
        {
            "a.yaml": document("x-none: {}", f"schemas: {{S: {json.dumps(outer)}}}"),
            "b.yaml": "z: {}\nx/y:\n  items:\n    type: string\n    maxLength: 1\n",
        },
    )
    schemas = contract.load(tmp_path / "a.yaml", "a.yaml").schemas
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S")
    assert [str(schemas.place(found)) for found in schemas.violations(node, {"a": [1]})] == ["b.yaml:4:5"]
    assert [str(schemas.place(found)) for found in schemas.violations(node, {"a": ["xy"]})] == ["b.yaml:5:5"]
    assert [str(schemas.place(found)) for found in schemas.violations(node, {})] == ["a.yaml:6:64"]
    assert schemas.place(Violation("type", (), "")) is None
    assert schemas.place(Violation("type", (), "", "file:///c.yaml#/type")) is None


@pytest.mark.parametrize(
    ("name", "instance", "place"),
    [("T", {"children": [{"children": 1}]}, "a.yaml:11:11"), ("U", 1, "a.yaml:15:7"), ("V", 1, "a.yaml:15:7")],
)
def test_places_in_schemas_that_name_themselves(tmp_path: Path, name: str, instance: Any, place: str) -> None:
    """A keyword's place is where it is written, also in a schema that is found by an anchor or has an `$id`."""
    lines = [
        "schemas:",
        "  T:",
        "    $dynamicAnchor: node",
        "    properties:",
        "      children:",
        "        type: array",
    ]
    lines += ["        items: {$dynamicRef: '#node'}", "  U:", "    $id: http://x/y", "    type: string"]
    lines += ["  V: {$ref: '#/components/schemas/U'}"]
    write(tmp_path, {"a.yaml": document("x-none: {}", "\n".join(lines))})
    schemas = contract.load(tmp_path / "a.yaml", "a.yaml").schemas
    node = schemas._document.follow(schemas._document.root, f"#/components/schemas/{name}")
    assert [str(schemas.place(found)) for found in schemas.violations(node, instance)] == [place]


def test_what_a_violation_knows(tmp_path: Path) -> None:
    """A violation carries what the keyword asked for and what was there, also seen from further out."""
    (found,) = violations(tmp_path, {"properties": {"n": {"maximum": 5}}}, {"n": 7})
    assert (found.facts["limit"], found.instance) == (5, 7)
    below = found.below("query", 0)
    assert below.pointer == ("query", 0, "n")
    assert (below.keyword, below.message, below.location, below.facts, below.instance) == (
        *(found.keyword, found.message, found.location),
        *(found.facts, found.instance),
    )


@pytest.mark.parametrize(
    ("schema", "types", "names"),
    [
        ({"type": "object", "properties": {"a": True, "b": {}}}, ["object"], ["a", "b"]),
        ({**A, "type": "string"}, ["string", "integer"], ["x"]),
        (
            {"anyOf": [A, {"allOf": [{"type": "null", "properties": {"x": {}, "y": {}}}]}]},
            ["integer", "null"],
            ["x", "y"],
        ),
        ({"oneOf": [{"$ref": "#/components/schemas/S"}, {"type": "array"}]}, ["array"], []),
        ({"oneOf": [True, A], "properties": 5}, None, None),
    ],
)
def test_what_a_schema_is_made_of(
    tmp_path: Path, schema: Any, types: list[str] | None, names: list[str] | None
) -> None:
    """A schema's parts are found through references and alternatives, each once."""
    others = {"A": {"type": "integer", "properties": {"x": {}}}}
    if types is None:
        schema = {"oneOf": [True, A]}
    schemas = schemas_of(tmp_path, {"S": schema, **others})
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S")
    found = [part.value["type"] for part in schemas.alternatives(node) if "type" in part.value]
    assert found == (types or ["integer"])
    assert list(schemas.properties(node)) == (["x"] if names is None else names)


def test_a_schema_is_compiled_once(tmp_path: Path) -> None:
    """The validator of a schema is made when it is first asked for, and kept."""
    schemas = schemas_of(tmp_path, {"S": {"$ref": "#/components/schemas/T"}, "T": {"type": "string"}})
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S")
    assert schemas.validator(node) is schemas.validator(node)
    assert schemas.resolve(node).pointer == ("components", "schemas", "T")


def test_a_document_is_not_changed_by_its_dialect(tmp_path: Path) -> None:
    """Whatever is done so that a validator understands 3.0, the document stays as it was written."""
    schemas = schemas_of(tmp_path, {"S": {"type": "string", "nullable": True, "format": "int32"}}, "3.0.3")
    root = schemas._document.root.value
    assert root["components"]["schemas"]["S"] == {"type": "string", "nullable": True, "format": "int32"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    # What the validator says of a member called "" leaves that name out.
    lambda inner: st.lists(inner) | st.dictionaries(st.text("01+-a/~ ", min_size=1, max_size=3), inner),
    max_leaves=8,
)


@settings(derandomize=True, deadline=None, database=None, max_examples=60)
@given(instance=JSON)
def test_any_json_is_judged(tmp_path_factory: pytest.TempPathFactory, instance: Any) -> None:
    """No JSON value breaks a validator, and every violation's pointer leads to a part of the instance."""
    schema = {"type": ["object", "array"], "items": {"$ref": "#/components/schemas/S"}}
    schema["additionalProperties"] = {"$ref": "#/components/schemas/S"}
    for violation in violations(tmp_path_factory.getbasetemp(), schema, instance):
        part = instance
        for key in violation.pointer:
            part = part[key]
        assert not isinstance(part, dict | list)


@pytest.mark.parametrize(
    ("schema", "compiled"),
    [
        (A, "A"),
        ({**A, "maxLength": 3}, "S"),
        ({"$ref": "#/components/schemas/B"}, "S"),  # of which the other is no object
        ({"type": "string"}, "S"),
    ],
)
def test_a_reference_alone_is_compiled_as_what_it_leads_to(schema: Any, compiled: str, tmp_path: Path) -> None:
    """Most schemas of operations are references to components: each of those is compiled once."""
    schemas = schemas_of(tmp_path, {"S": schema, "A": {"type": "string"}, "B": True})
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S")
    assert schemas.validator(node).name == f"file:///a.yaml#/components/schemas/{compiled}"
    assert schemas.validator(node).is_valid("abc")


@pytest.mark.parametrize(
    ("schema", "compiled"),
    [
        ({"type": "integer", "minimum": 1}, "A"),
        ({"minimum": 1, "type": "integer"}, "S"),
        ({"type": "integer", "minimum": 1.0}, "S"),
        ({"type": "integer", "minimum": 1, "enum": [0]}, "S"),
        ({"type": "integer", "minimum": 1, "$comment": "its own"}, "S"),
    ],
)
def test_schemas_that_are_written_alike_are_compiled_once(schema: Any, compiled: str, tmp_path: Path) -> None:
    """Of small schemas there are thousands that say the same, and each says where it is itself."""
    schemas = schemas_of(tmp_path, {"A": {"type": "integer", "minimum": 1}, "S": schema})
    for name in ("A", "S"):
        node = schemas._document.follow(schemas._document.root, f"#/components/schemas/{name}")
        (found,) = schemas.violations(node, 0)
        at = schemas.place(found)
        assert (found.location, at) == (f"{schemas.uri(node)}/minimum", node.child("minimum").place)
    assert schemas.validator(node).name == f"file:///a.yaml#/components/schemas/{compiled}"


def test_schemas_among_those_that_name_themselves_are_compiled_by_themselves(tmp_path: Path) -> None:
    """What stands below an `$id` is told by that, wherever what is written alike stands."""
    named = {"$id": "http://x/y", "properties": {"a": {"type": "string"}}}
    schemas = schemas_of(tmp_path, {"A": {"type": "string"}, "S": named})
    node = schemas._document.follow(schemas._document.root, "#/components/schemas/S/properties/a")
    assert [found.location for found in schemas.violations(node, 0)] == ["http://x/y#/properties/a/type"]


def test_references_that_lead_to_each_other_stand_for_nothing(tmp_path: Path) -> None:
    """A document that is served all the same may hold some."""
    text = document("x-none: {}", f"schemas: {json.dumps({'A': A, 'S': {'type': 'string'}})}")
    loaded = contract.load(write(tmp_path, {"a.yaml": text}) / "a.yaml", "a.yaml", strict=False)
    root = Node(loaded.document.root, (), loaded.document.root.value)
    circle = root.child("components", "schemas", "A")
    schemas = Schemas(loaded.document, loaded.schemas.dialect, [circle])
    assert schemas.validator(circle).name == "file:///a.yaml#/components/schemas/A"


def test_a_validator_is_handed_the_paths_that_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a copy of each: of those that hold references alone, or what is written elsewhere already, it has none."""
    handed: list[list[str]] = []
    usual = jsonschema_rs.Registry

    def noted(resources: list[tuple[str, Any]], **options: Any) -> jsonschema_rs.Registry:
        handed.extend(list(value["paths"]) for _, value in resources if "paths" in value)
        return usual(resources, **options)

    monkeypatch.setattr(jsonschema_rs, "Registry", noted)
    at = "#/paths/~1{}/get/responses/200/content/application~1json/schema"
    kinds = {
        "refers": A,
        "text": {"type": "string"},
        "alike": {"type": "string"},
        "referred": {"type": "integer"},
        "own": {"properties": {"a": {"$ref": at.format("alike")}}},
        "other": {"$ref": at.format("referred")},
    }
    paths = {
        f"/{name}": {
            "get": {"responses": {"200": {"description": name, "content": {"application/json": {"schema": schema}}}}}
        }
        for name, schema in kinds.items()
    }
    text = json.dumps({"paths": paths})[1:-1]
    file = (
        write(
            tmp_path,
            {
                "a.yaml": f'{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, {text}, '
                '"components": {"schemas": {"A": {"type": "object"}}}}'
            },
        )
        / "a.yaml"
    )
    schemas = contract.load(file, "a.yaml").schemas
    assert [sorted(each) for each in handed] == [["/alike", "/own", "/referred", "/text"]]
    for name, good, bad in [("refers", {}, 1), ("alike", "a", 1), ("own", {"a": "b"}, {"a": 1}), ("other", 1, "a")]:
        node = schemas._document.follow(schemas._document.root, at.format(name))
        assert [bool(schemas.violations(node, each)) for each in (good, bad)] == [False, True]
    aside = Node(node.source, (*node.pointer[:-1], "none"), {"type": "string"})
    with pytest.raises(ValueError, match="none"):
        schemas.validator(aside)
    assert sorted(handed[-1]) == sorted(paths)
