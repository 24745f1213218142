"""Which of several alternatives is meant, where a member says so (OpenAPI 3.1, 4.8.25)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

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
    name, default = said["propertyName"], _default(said, parts)
    fixed = [_fixed(name, each, together) for each in parts]
    if any(fixed) and default is None:
        return value
    names = [values or called for values, called in zip(fixed, _names(said, parts), strict=True)]
    every = [called for each in names for called in each]
    if not all(names) or not all(isinstance(called, str) for called in every) or len(set(every)) < len(every):
        return value
    told = [_telling(name, called) if default is None else _telling(name, called, (name,)) for called in names]
    if default is not None:  # what it is says any other name, or none
        others = [called for at, each in enumerate(names) for called in each if at != default]
        told[default] = {"properties": {name: {"not": {"enum": others}}}}
    pairs = zip(alternatives, told, strict=True)
    return {**value, "oneOf": [{"allOf": [alternative.value, telling]} for alternative, telling in pairs]}


def _telling(name: str, called: list[Any], required: tuple[str, ...] = ()) -> JsonSchema:
    """What tells an alternative from others."""
    return {"properties": {name: {"enum": called}}, **({"required": [*required]} if required else {})}


class Kind(Struct, frozen=True):
    """What an instance says in its discriminator, called `name`: which alternative it is, of those that are `known`.

    `at` is the index of that one, or None where there is none such; a `value` that is not said is None.
    """

    name: str
    is_said: bool
    value: Any
    at: int | None
    known: list[str]


def said(schema: Node, keyword: str, instance: Any, together: Together) -> Kind | None:
    """What an instance says of which alternative of a keyword it is; None where none of them can be told by that."""
    listed = schema.get(keyword) if isinstance(schema.value, dict) and isinstance(instance, dict) else None
    parts = [list(together(alternative)) for alternative in listed.elements()] if listed else []
    found = _discriminator(schema, parts) if all(parts) and parts else None
    if found is None or any("$ref" not in each[0].value or len(each) == 1 for each in parts):
        return None
    name, names, default = found["propertyName"], _names(found, parts), _default(found, parts)
    if not all(names):
        return None
    fixed = [_fixed(name, each, together) for each in parts]
    value = instance.get(name)
    meant = [at for at, called in enumerate(names) if value in called or (default is not None and value in fixed[at])]
    if default is not None and not meant:
        return Kind(name, True, value, default, [])  # noqa: FBT003 - in their order
    if name in instance and not meant and any(fixed):
        return None  # what it may be is said there
    return Kind(
        name, name in instance, value, meant[0] if meant else None, [called for each in names for called in each]
    )


def _discriminator(schema: Node, parts: list[list[Node]]) -> Mapping[str, Any] | None:
    """The discriminator beside the alternatives, or the one that all of them have from a common parent."""
    own = schema.value.get("discriminator")
    inherited = [[part.value["discriminator"] for part in each if "discriminator" in part.value] for each in parts]
    shared = [found for found in inherited[0] if all(found in others for others in inherited)]
    for found in (own, *shared):
        if isinstance(found, dict) and isinstance(found.get("propertyName"), str):
            return found
    return None


def _default(discriminator: Mapping[str, Any], parts: list[list[Node]]) -> int | None:
    """The alternative that is meant where the member is not there, or names none (OpenAPI 3.2, 4.25.1)."""
    given = discriminator.get("defaultMapping")
    return next((at for at, each in enumerate(parts) if _is_named(given, _known(each))), None)


def _fixed(name: str, parts: list[Node], together: Together) -> list[Any]:
    """What an alternative says itself that the member is."""
    said = [inner.value for node in _member(name, parts) for inner in together(node)]
    listed = [value["enum"] for value in said if isinstance(value.get("enum"), list)]
    return [*(value["const"] for value in said if "const" in value), *(each for values in listed for each in values)]


def _member(name: str, parts: list[Node]) -> Iterator[Node]:
    for part in parts:
        properties = part.get("properties")
        if properties and (node := properties.get(name)):
            yield node


def _names(discriminator: Mapping[str, Any], parts: list[list[Node]]) -> list[list[str]]:
    """What each alternative is called: by the mapping, and by its schema's own name unless that maps elsewhere.

    A mapping adds to what schemas are called anyhow (OpenAPI 3.1.1, 4.8.25.3).
    """
    mapping = discriminator.get("mapping")
    mapped = mapping if isinstance(mapping, dict) else {}
    return [_called(_known(each), mapped) for each in parts]


def _called(known: tuple[str, ...], mapping: Mapping[str, Any]) -> list[str]:
    own = known[0]
    names = [name for name, given in mapping.items() if _is_named(given, known)]
    return names if not own or own in mapping else [*names, own]


def _is_named(given: Any, known: tuple[str, ...]) -> bool:
    """Whether what is given as a name or a reference is one of those that are known."""
    return isinstance(given, str) and bool(given) and given.removeprefix("./") in known


def _known(parts: list[Node]) -> tuple[str, ...]:
    """How a discriminator may speak of an alternative: by its schema's name, which may be none, or by a reference."""
    reference, pointer = parts[0].value["$ref"], parts[1].pointer
    return str(pointer[-1]) if pointer else "", f"#{pointer_text(pointer)}", reference.removeprefix("./")
