"""Schemas that name themselves by `$id`: what is in them is relative to that name (JSON Schema 2020-12, 8.2)."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import findings, write

from understudy.contract import contract
from understudy.contract.contract import Contract

COMPONENTS = {
    "Outline": {
        "$id": "outline",
        "type": "object",
        "$dynamicAnchor": "node",
        "properties": {
            "text": {"$ref": "#/$defs/text"},
            "part": {"$ref": "#part"},
            "children": {"type": "array", "items": {"$dynamicRef": "#node"}},
        },
        "$defs": {"text": {"type": "string"}, "part": {"$anchor": "part", "type": "integer"}},
    },
    "Strict": {"$id": "strict", "$dynamicAnchor": "node", "$ref": "outline", "unevaluatedProperties": False},
    "ByPointer": {"$ref": "#/components/schemas/Outline"},
    "Inside": {"$ref": "#/components/schemas/Outline/$defs/text"},
    "ByName": {"$ref": "outline#/$defs/text"},
    "ByAnchor": {"$ref": "outline#part"},
    "Absolute": {"$id": "https://example.com/schemas/absolute", "type": "boolean"},
    "ToAbsolute": {"type": "array", "items": {"$ref": "https://example.com/schemas/absolute"}},
    "Nested": {
        "$id": "https://example.com/a/b",
        "properties": {"c": {"$id": "c", "$ref": "#/$defs/d", "$defs": {"d": {"type": "null"}}}},
    },
    "ToNested": {"$ref": "https://example.com/a/c"},
    "Plain": {"type": "string"},
    "ToPlain": {"$ref": "#/components/schemas/Plain", "minLength": 1},
    "Urn": {
        "$id": "urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed",
        "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"$ref": "#b"}},
        "$defs": {"a": {"type": "string"}, "b": {"$anchor": "b", "type": "null"}},
    },
    "ToUrn": {"$ref": "urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed#/$defs/a"},
    "Twice": {
        "$id": "https://example.com/twice",
        "$ref": "#part",
        "$defs": {"a": {"$id": "inner", "$anchor": "part", "type": "null"}, "b": {"$anchor": "part", "type": "string"}},
    },
}


def read(directory: Path, components: dict[str, Any]) -> Contract:
    text = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": components},
    }
    return contract.load(write(directory, {"a.json": json.dumps(text, indent=1)}) / "a.json", "a.json")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Outline", {"text": "a", "children": [{"text": "b", "more": 1}]}, {"children": [{"text": 1}]}),
        ("Outline", {"part": 1}, {"part": "x"}),
        ("Strict", {"children": [{"text": "b"}]}, {"children": [{"more": 1}]}),
        ("ByPointer", {"text": "a"}, {"text": 1}),
        ("Inside", "a", 1),
        ("ByName", "a", 1),
        ("ByAnchor", 1, "a"),
        ("Absolute", True, 1),
        ("ToAbsolute", [True], [1]),
        ("Nested", {"c": None}, {"c": 1}),
        ("ToNested", None, 1),
        ("ToPlain", "a", 1),
        ("Urn", {"a": "x", "b": None}, {"a": 1}),
        ("Urn", {}, {"b": 1}),
        ("ToUrn", "a", 1),
        ("Twice", "a", None),
    ],
)
def test_references_are_relative_to_the_nearest_name(name: str, good: Any, bad: Any, tmp_path: Path) -> None:
    """By pointer, by anchor and by name, from within and from without; a violation still has its place."""
    loaded = read(tmp_path, COMPONENTS)
    schema = loaded.document.follow(loaded.document.root, f"#/components/schemas/{name}")
    assert loaded.schemas.violations(schema, good) == []
    found = loaded.schemas.violations(schema, bad)
    assert found
    for violation in found:
        place = loaded.schemas.place(violation)
        assert place is not None
        assert place.file == "a.json"
        assert place.line > 8


TREE = {
    "$id": "https://example.com/tree",
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {
        "children": {"type": "array", "items": {"$dynamicRef": "#node"}},
        "size": {"$ref": "size"},
        "text": {"$dynamicRef": "#text"},
    },
    "$defs": {
        "size": {"$id": "size", "$dynamicRef": "#number", "$defs": {"n": {"$anchor": "number", "type": "integer"}}},
        "t": {"$anchor": "text", "type": "string"},
    },
}
STRICT = {"$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": False}


@pytest.mark.parametrize("own", ["https://example.com/strict", "https://example.com/deep/../strict"])
def test_a_file_may_be_a_schema_with_a_name(own: str, tmp_path: Path) -> None:
    """One that is in a file of its own, and one around another of its names, are found by name and by file."""
    files = {"tree.json": TREE, "strict.json": {"$id": own, **STRICT}}
    write(tmp_path, {name: json.dumps(schema) for name, schema in files.items()})
    loaded = read(tmp_path, {"Tree": {"$ref": "tree.json"}, "Strict": {"$ref": "strict.json"}, "N": {"$ref": own}})
    for name, good, bad in (
        ("Tree", {"children": [{"more": 1}], "size": 1}, {"size": "x"}),
        ("Strict", {"children": [{"size": 1}]}, {"children": [{"more": 1}]}),
        ("N", {"children": [{"size": 1}]}, {"children": [{"size": "x"}]}),
        ("N", {"children": [{"text": "x"}]}, {"children": [{"text": 1}]}),
    ):
        schema = loaded.document.follow(loaded.document.root, f"#/components/schemas/{name}")
        assert loaded.schemas.violations(schema, good) == []
        assert loaded.schemas.violations(schema, bad)


@pytest.mark.parametrize("own", ["https://example.com/schemas/pet", "urn:pet"])
@pytest.mark.parametrize("kind", [{}, {"$id": "https://example.com/kind"}])
def test_a_file_beside_one_with_a_name_is_found_by_its_path(own: str, kind: dict[str, str], tmp_path: Path) -> None:
    """Where nothing is called so: files often name themselves, and refer to each other as neighbours all the same."""
    pet = {"$id": own, "properties": {"kind": {"$ref": "kind.json"}, "size": {"$ref": "kind.json#/$defs/size"}}}
    files = {"pet.json": pet, "kind.json": {**kind, "type": "string", "$defs": {"size": {"type": "integer"}}}}
    write(tmp_path, {name: json.dumps(schema) for name, schema in files.items()})
    loaded = read(tmp_path, {"Pet": {"$ref": "pet.json"}})
    assert loaded.findings == ()
    schema = loaded.document.follow(loaded.document.root, "#/components/schemas/Pet")
    assert loaded.schemas.violations(schema, {"kind": "x", "size": 1}) == []
    found = loaded.schemas.violations(schema, {"kind": 1, "size": "x"})
    assert [violation.pointer for violation in found] == [("kind",), ("size",)]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$id": "a", "$ref": "#/$defs/none"}, "unresolvable $ref '#/$defs/none'"),
        ({"$id": "a", "$ref": "#none"}, "unresolvable $ref '#none': no $anchor of that name"),
        ({"$id": "a", "$ref": "b"}, "unresolvable $ref 'b': there is no such file"),
        ({"$ref": "https://example.com/elsewhere"}, "leads to the network, which is never asked"),
        ({"$id": "a", "$ref": "http://["}, "unresolvable $ref 'http://['"),
    ],
)
def test_names_that_nobody_has(schema: Any, reason: str, tmp_path: Path) -> None:
    """They are findings, each with its line."""
    text = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema}},
    }
    found = findings(write(tmp_path, {"openapi.json": json.dumps(text)}))
    assert any(reason in finding for finding in found), found
    assert all(finding.startswith("openapi.json:1:") for finding in found)


@pytest.mark.parametrize(
    ("own", "written"),
    [
        ("https://example.com/api/openapi.json", "https://example.com/api/openapi.json"),
        ("https://example.com/api/openapi.json", "openapi.json"),
        ("https://example.com/api/openapi.json", "../api/openapi.json"),
        ("/api/openapi.json", "openapi.json"),
        ("other.json", "other.json"),
        ("other.json", "a.json"),
        ("http://[", ""),
        (7, ""),
    ],
)
def test_a_document_may_name_itself(own: Any, written: str, tmp_path: Path) -> None:
    """References to that name lead into it (OpenAPI 3.2); the files beside it are found all the same."""
    reference = f"{written}#/components/schemas/Text"
    text = {
        "openapi": "3.2.0",
        "$self": own,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Text": {"type": "string"}, "A": {"$ref": reference}, "B": {"$ref": "b.json"}}},
    }
    write(tmp_path, {"a.json": json.dumps(text), "b.json": '{"type": "integer"}'})
    loaded = contract.load(tmp_path / "a.json", "a.json", strict=False)
    for name, good, bad in (("A", "x", 1), ("B", 1, "x")):
        schema = loaded.document.follow(loaded.document.root, f"#/components/schemas/{name}")
        assert loaded.schemas.violations(schema, good) == []
        assert loaded.schemas.place(loaded.schemas.violations(schema, bad)[0])
