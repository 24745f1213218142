"""Objects and arrays that are drawn at once: the very values that are made part by part, where that has no choices."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from understudy.contract import contract
from understudy.contract.samples import Samples, making
from understudy.contract.samples.composing import composed
from understudy.contract.samples.parts import Reader
from understudy.contract.samples.view import Views

TEXT = {"type": "string"}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "tags": {"type": "array", "items": TEXT}}}
PLAIN = {"$ref": "#/components/schemas/Plain"}

AT_ONCE: Mapping[str, Any] = {
    "an object": ITEM,
    "one in another": {"type": "object", "properties": {"it": ITEM, "size": {"type": "integer"}}},
    "an array": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2},
    "of a whole": {"allOf": [ITEM, {"properties": {"more": TEXT}}]},
    "a reference": {"type": "object", "properties": {"other": {"$ref": "#/components/schemas/Other"}}},
    "a text": TEXT,
    "another order": {"type": "object", "required": ["b"], "properties": {"a": TEXT, "b": TEXT}},
    "another order than is needed": {
        "type": "object",
        "required": ["b"],
        "properties": {"a": TEXT},
        "additionalProperties": TEXT,
    },
    "no type": {"properties": {"id": TEXT, "them": {"items": {"properties": {"name": TEXT}}}}},
    "one or null": {"type": ["null", "object"], "properties": {"it": {"type": ["array", "null"], "items": TEXT}}},
    "a given one": {**ITEM, "example": {"id": "x", "tags": ["y"]}},
    "a given list": {"type": "array", "items": ITEM, "example": [{"id": "x"}]},
    "a given member": {"type": "object", "properties": {"it": {"type": "array", "items": TEXT, "example": ["x"]}}},
    "what is given in part": {
        "allOf": [{**ITEM, "example": {"id": "x", "tags": ["y"]}}],
        "properties": {"more": TEXT},
    },
    "items that are objects": {"type": "array", "items": ITEM},
    "items without a key": {"type": "array", "items": {"type": "object", "properties": {"size": {"type": "integer"}}}},
    "items of one key": {"type": "array", "items": {"type": "object", "properties": {"id": {**TEXT, "example": "x"}}}},
    "items that are given": {"type": "array", "items": {**ITEM, "example": {"id": "x"}}},
    "items that are arrays": {"type": "array", "items": {"type": "array", "items": TEXT}, "maxItems": 2},
    "lists in each other": {
        "type": "object",
        "properties": {"orders": {"type": "array", "items": {"properties": {"ids": {"type": "array", "items": TEXT}}}}},
    },
}
IN_PARTS: Mapping[str, Any] = {
    "itself": {"type": "object", "properties": {"it": {"$ref": "#/components/schemas/Root"}}},
    "its own kind": {"allOf": [PLAIN], "properties": {"it": {"allOf": [PLAIN]}}},
    "a choice": {"type": "object", "properties": {"it": {"oneOf": [ITEM, TEXT]}}},
    "another type": {"type": ["object", "array"], "properties": {"it": TEXT}},
    "a map": {"type": "object", "additionalProperties": TEXT},
    "too few": {**ITEM, "minProperties": 2},
    "members that need each other": {**ITEM, "dependentRequired": {"tags": ["id"]}},
    "items of their own": {"type": "array", "prefixItems": [TEXT], "items": {"type": "integer"}},
    "items of a list of values": {"type": "array", "items": {"enum": [{"a": 1}, {"a": 2}]}},
    "items of its own kind": {"allOf": [PLAIN], "type": "array", "items": {"allOf": [PLAIN]}},
    "items that leave choices": {"type": "array", "items": {"type": "object", "properties": {"it": {"oneOf": [TEXT]}}}},
    "items that leave them where none is given": {
        "type": "array",
        "items": {"example": {"id": "x"}, "type": "object", "properties": {"id": {"oneOf": [TEXT]}}},
    },
    "items that have a key where they are given": {"type": "array", "items": {"example": {"id": 1}, "properties": {}}},
    "items of which there are more than there may be": {"type": "array", "items": ITEM, "minItems": 2, "maxItems": 1},
    "more than there may be, or null": {"type": ["array", "null"], "items": TEXT, "minItems": 2, "maxItems": 1},
    "wide items": {"type": "array", "items": {"properties": {f"m{n}": TEXT for n in range(40)}}},
    "a wide object": {"type": "object", "properties": {f"m{n}": TEXT for n in range(120)}},
    "many items": {"type": "array", "items": TEXT, "minItems": 9},
    "items of any kind": {"type": "array"},
    "a list of values": {"type": "array", "items": TEXT, "enum": [["a"], ["b"]]},
    "nothing but null": {"type": "null"},
    "more than there may be": {"type": "object", "required": ["id"], "properties": {"id": TEXT}, "maxProperties": 0},
}


def loaded(directory: Path, schema: Any) -> tuple[contract.Contract, Any]:
    schemas = {"Root": schema, "Other": ITEM, "Plain": {"type": "object", "properties": {"name": TEXT}}}
    value = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": schemas}}
    file = directory / "openapi.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    read = contract.load(file, file.name)
    return read, read.document.follow(read.document.root, "#/components/schemas/Root")


@pytest.mark.parametrize("schema", AT_ONCE.values(), ids=AT_ONCE)
def test_what_leaves_no_choice_is_drawn_at_once(schema: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what it would be if it were made part by part, to the order of its members."""
    read, node = loaded(tmp_path, schema)
    whole = composed(Views(Reader(read.schemas), "writeOnly").of((node,)), "", "", given=True)
    drawn = [json.dumps(Samples(read.schemas).sample(node, str(seed), {})) for seed in range(20)]
    monkeypatch.setattr(making, "composed", lambda *_, **__: None)
    assert drawn == [json.dumps(Samples(read.schemas).sample(node, str(seed), {})) for seed in range(20)]
    assert whole is not None


@pytest.mark.parametrize("schema", IN_PARTS.values(), ids=IN_PARTS)
def test_what_leaves_choices_is_made_in_parts(schema: Any, tmp_path: Path) -> None:
    """So is what may lead back to itself, and what the document gives."""
    read, node = loaded(tmp_path, schema)
    assert composed(Views(Reader(read.schemas), "writeOnly").of((node,)), "", "", given=True) is None


PET: Any = {"type": "object", "properties": {"owner_id": TEXT, "tags": {"type": "array", "items": TEXT}}}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"pets": {"type": "array", "items": PET}}},
        {"type": "object", "properties": {"pets": {"type": "array", "items": PET, "example": [{"owner_id": "x"}]}}},
        {"type": "array", "items": PET},
        {**PET, "properties": {**PET["properties"], "pets": {"type": "array", "items": PET}}},
    ],
)
def test_what_is_drawn_at_once_is_below_what_is_known(schema: Any, tmp_path: Path) -> None:
    """In lists as well."""
    read, node = loaded(tmp_path, schema)
    drawn = Samples(read.schemas).sample(node, "1", {"owner_id": "7", "id": "8"})
    pets = drawn if isinstance(drawn, list) else drawn["pets"]
    assert pets
    assert {pet["owner_id"] for pet in pets} == {"7"}
    assert isinstance(drawn, list) or drawn.get("owner_id", "7") == "7"


def test_what_is_made_in_parts_has_room_for_all_that_it_would_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many steps it would take at most to draw some of its parts at once."""
    item = {"type": "object", "properties": {f"member{number}": TEXT for number in range(9)}}
    listed = {f"list{number}": {"type": "array", "items": item} for number in range(9)}
    read, node = loaded(tmp_path, {"type": "object", "properties": {"choice": {"oneOf": [TEXT]}, **listed}})
    drawn = [json.dumps(Samples(read.schemas).sample(node, str(seed), {})) for seed in range(20)]
    monkeypatch.setattr(making, "composed", lambda *_, **__: None)
    assert drawn == [json.dumps(Samples(read.schemas).sample(node, str(seed), {})) for seed in range(20)]


def test_what_is_too_deep_is_not_looked_at_to_its_end(tmp_path: Path) -> None:
    """What is in it is drawn at once all the same, where that is asked for by itself."""
    schema: Any = ITEM
    for _ in range(40):
        schema = {"type": "object", "properties": {"it": schema}}
    read, node = loaded(tmp_path, schema)
    views = Views(Reader(read.schemas), "writeOnly")
    inner = node.child(*("properties", "it") * 38)
    assert composed(views.of((node,)), "", "", given=True) is None
    assert composed(views.of((inner,)), "it", "it", given=True) is not None


def test_what_is_deep_has_only_what_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it has if it is made part by part."""
    schema: Any = ITEM
    for level in range(6):
        schema = {
            "type": "object",
            "properties": {f"level{level}": schema, "name": TEXT},
            "required": [f"level{level}"],
        }
    read, node = loaded(tmp_path, schema)
    drawn = Samples(read.schemas).sample(node, "1", {})
    monkeypatch.setattr(making, "composed", lambda *_, **__: None)
    assert Samples(read.schemas).sample(node, "1", {}) == drawn
    assert "name" not in json.dumps(drawn["level5"]["level4"]["level3"]["level2"])
