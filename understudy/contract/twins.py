"""Alternatives that ask the same: whatever is one of them is the other too, and could never be exactly one."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from understudy.contract.dialects import Dialect, JsonSchema
from understudy.contract.document import Identity, Node

_TELLING: Final = frozenset(
    ("title", "description", "default", "example", "examples", "deprecated", "xml", "externalDocs", "$comment")
)
"""Keywords that ask nothing of a value."""


def twins(schema: Node, resolve: Callable[[Node], Node], dialect: Dialect) -> dict[Identity, Node]:
    """The alternatives of a `oneOf` that ask what one before them asks, whatever else they tell; each with that one."""
    listed = schema.get("oneOf")
    alternatives = [*listed.elements()] if listed else []
    meant = [resolve(node) if is_reference(node.value, dialect) else node for node in alternatives]
    shapes = [_shape(node.value) for node in meant]
    first: dict[str, Node] = {}
    found: dict[Identity, Node] = {}
    for alternative, node, shape in zip(alternatives, meant, shapes, strict=True):
        if shapes.count(shape) > 1:
            said = json.dumps([str(node.source.path), _asked(node.value, dialect.keywords)], sort_keys=True)
            if (earlier := first.setdefault(said, alternative)) is not alternative:
                found[alternative.identity] = earlier
    return found


def is_reference(value: Any, dialect: Dialect) -> bool:
    """Whether a schema is a reference that asks nothing else."""
    if not isinstance(value, dict) or "$ref" not in value:
        return False
    return not dialect.reference_siblings or value.keys() - _TELLING == {"$ref"}


def once(schema: Node, value: JsonSchema, found: Mapping[Identity, Node], dialect: Dialect) -> JsonSchema:
    """A schema whose alternatives are these, save for those references that do not count; all else says so itself."""
    nodes = schema.child("oneOf").elements()
    gone = [node.identity in found and is_reference(node.value, dialect) for node in nodes]
    return {**value, "oneOf": [False if is_gone else each for each, is_gone in zip(value["oneOf"], gone, strict=True)]}


def uncounted(value: JsonSchema) -> JsonSchema:
    """An alternative that nothing is, with all that is in it where it was."""
    return {**value, "allOf": [*value.get("allOf", ()), False]}


def _shape(value: Any) -> Any:
    """What is seen at once, and differs where schemas do, most of the time."""
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    return value.get("type"), sorted(properties) if isinstance(properties, dict) else properties


def _asked(schema: Any, keywords: Mapping[str, str]) -> Any:
    """A schema, and those in it, without what it merely tells."""
    if not isinstance(schema, dict):
        return schema
    asked = {name: value for name, value in schema.items() if name not in _TELLING and not name.startswith("x-")}
    for name in asked.keys() & keywords.keys():
        value = asked[name]
        if isinstance(value, list):
            asked[name] = [_asked(each, keywords) for each in value]
        elif keywords[name] == "{schema}" and isinstance(value, dict):
            asked[name] = {member: _asked(each, keywords) for member, each in value.items()}
        else:
            asked[name] = _asked(value, keywords)
    return asked
