"""Which of several alternatives is meant, where a member says so (OpenAPI 3.1, 4.8.25)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Node
from understudy.source import pointer_text

Together = Callable[[Node], Iterable[Node]]
"""A schema with what holds wherever it does."""


def told_apart(schema: Node, value: JsonSchema, together: Together) -> JsonSchema:
    """A schema whose `oneOf` tells its alternatives apart by the discriminator, where they do not so by themselves.

    Generators write alternatives that differ in members which need not be there: whatever is one of them is the other
    too, and nothing could ever be exactly one. The value of the discriminator is what their authors mean.
    """
    listed = schema.get("oneOf")
    alternatives = list(listed.elements()) if listed else []
    parts = [list(together(alternative)) for alternative in alternatives]
    if not parts or any(len(each) < 2 or "$ref" not in each[0].value for each in parts):  # noqa: PLR2004 - it and its target
        return value
    said = _discriminator(schema, parts)
    if said is None:
        return value
    name, mapping = said["propertyName"], said.get("mapping")
    if any(_is_fixed(name, each, together) for each in parts):
        return value
    names = [_names(each[1], mapping if isinstance(mapping, dict) else {}) for each in parts]
    if len({called for each in names for called in each}) < sum(map(len, names)):
        return value
    told = [
        {"allOf": [alternative.value, {"properties": {name: {"enum": called}}}]}
        for alternative, called in zip(alternatives, names, strict=True)
    ]
    return {**value, "oneOf": told}


def _discriminator(schema: Node, parts: list[list[Node]]) -> Mapping[str, Any] | None:
    """The discriminator beside the alternatives, or the one that all of them have from a common parent."""
    own = schema.value.get("discriminator")
    inherited = [[part.value["discriminator"] for part in each if "discriminator" in part.value] for each in parts]
    shared = [found for found in inherited[0] if all(found in others for others in inherited)]
    for found in (own, *shared):
        if isinstance(found, dict) and isinstance(found.get("propertyName"), str):
            return found
    return None


def _is_fixed(name: str, parts: list[Node], together: Together) -> bool:
    """Whether an alternative says itself what the member is."""
    return any({"const", "enum"} & inner.value.keys() for node in _member(name, parts) for inner in together(node))


def _member(name: str, parts: list[Node]) -> Iterator[Node]:
    for part in parts:
        properties = part.get("properties")
        if properties and (node := properties.get(name)):
            yield node


def _names(target: Node, mapping: Mapping[str, Any]) -> list[str]:
    """What an alternative is called: by the mapping, else by its schema's own name."""
    own = str(target.pointer[-1]) if target.pointer else ""
    pointer = f"#{pointer_text(target.pointer)}"
    return [name for name, reference in mapping.items() if reference in (pointer, own)] or [own]
