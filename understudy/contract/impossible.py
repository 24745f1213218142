"""Schemas that no value satisfies, as far as that can be proven, each with the reason."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import prod
from typing import Any, Final

import jsonschema_rs
from jsonschema_rs import canonical

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Identity, Node
from understudy.contract.dynamic import Dynamic
from understudy.contract.objects import Reference
from understudy.contract.schemas import Schemas
from understudy.source import pointer_parts

_MOST_RUNS: Final = 60
"""Times that a document is asked about: one that cannot be asked about as a whole is parted again and again."""

_LONGEST_SHOWN: Final = 60
"""Characters of a keyword's value that a reason repeats."""

_ENDLESS: Final = "it never ends: each value has to have another one in it"

_MOST_CHOICES: Final = 20_000
_CHOOSING: Final = frozenset(("allOf", "anyOf", "oneOf", "$ref"))
"""Keywords by which a schema leaves choices, or brings in those of another one."""

_NEEDING: Final = frozenset(("$ref", "allOf", "properties", "items"))
"""Keywords without which a schema has no other that has to be satisfied."""

_TELLING: Final = frozenset(
    ("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "nullable", "xml")
)
_HOLDING: Final = frozenset(("type", "properties", "required", "items"))
_LIMITS: Final = frozenset(
    ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "format")
)
"""Keywords that leave many values by themselves; any two together may not."""


def impossible(schemas: Schemas, references: Sequence[Reference]) -> list[tuple[Node, str]]:
    """The smallest of the schemas that no value satisfies; those that are meant so (`not: {}`) are left out."""
    many = [*_many(schemas), *_led(schemas)]
    untold = {*many, *_leading(many, references, far=True)} if many else set()
    listed = [schema for schema in schemas.listed if schema.identity not in untold and not schemas.twin(schema)]
    doubtful = [schema for schema in listed if not _is_plain(schema.value)]
    found = {schema.identity: schema for schema in _empty(schemas, doubtful) if not _is_meant(schema)}
    leading = _leading(found, references) if found else set()
    smallest = [schema for key, schema in found.items() if key not in leading]
    reasons = [(schema, _reason(schemas, schema)) for schema in smallest]
    endless = [schema for schema in _endless(schemas) if schema.identity not in untold and _is_empty(schemas, schema)]
    return reasons + [(schema, _ENDLESS) for schema in endless]


def _leading(found: Iterable[Identity], references: Iterable[Reference], *, far: bool = False) -> set[Identity]:
    """What has one of these in it, or refers to one; if `far`, also what has or refers to those, and so on."""
    holders: dict[Identity, list[Identity]] = {}
    for holder, target in references:
        holders.setdefault(target.identity, []).append(holder.identity)
    waiting, seen, leading = list(found), set(found), set[Identity]()
    while waiting:
        source, pointer = waiting.pop()
        around = {(source, pointer[:length]) for length in range(len(pointer))}
        referring = set(holders.get((source, pointer), ()))
        leading |= around | referring
        new = (referring | around if far else referring) - seen
        seen |= new
        waiting += new
    return leading


def _is_plain(schema: JsonSchema) -> bool:
    """Whether no value can be refused by what a schema says itself, but only by what the schemas in it say."""
    asking = schema.keys() - _TELLING
    if asking <= {"$ref"}:
        return True
    limits = asking - _HOLDING
    holds = [*_values(schema.get("properties")), *(schema[name] for name in ("items",) if name in schema)]
    return (
        len(limits) <= 1
        and limits <= _LIMITS
        and all(isinstance(value, dict) and "not" not in value for value in holds)
    )


def _values(members: Any) -> Iterable[Any]:
    return members.values() if isinstance(members, dict) else ()


def _is_meant(schema: Node) -> bool:
    return schema.value.get("not") in ({}, True)


def _many(schemas: Schemas) -> list[Identity]:
    """Those that leave so many choices together that they are not gone through."""
    counts: dict[Identity, int] = {}
    for schema in reversed(schemas.listed):  # the inner ones first
        if _CHOOSING.isdisjoint(schema.value):
            continue
        together = [counts.get(part.identity, 1) for part in _elements(schemas, schema, "allOf")]
        for keyword in ("anyOf", "oneOf"):
            among = [counts.get(part.identity, 1) for part in _elements(schemas, schema, keyword)]
            together += [sum(among)] if among else []
        together += [counts.get(target.identity, 1) for target in _referred(schemas, schema)]
        counts[schema.identity] = min(prod(together), _MOST_CHOICES + 1)
    return [key for key, count in counts.items() if count > _MOST_CHOICES]


def _led(schemas: Schemas) -> Iterator[Identity]:
    """Those that are what other schemas say which lead to them: by themselves they are nothing."""
    dynamic = Dynamic(schemas)
    yield from (schema.identity for schema in schemas.listed if schema in dynamic)


def _empty(schemas: Schemas, listed: Sequence[Node]) -> Iterator[Node]:
    """Those of the schemas that no value satisfies; of those that are written alike, one is asked about for all."""
    alike: dict[tuple[str, str], list[Node]] = {}
    for schema in listed:
        alike.setdefault(_written(schemas, schema), []).append(schema)
    for first in _emptied(schemas, [each[0] for each in alike.values()]):
        yield from alike[_written(schemas, first)]


def _written(schemas: Schemas, schema: Node) -> tuple[str, str]:
    """What a schema says, and the URI from which its references lead."""
    return schemas.uri(schema).partition("#")[0], repr(schema.value)


def _emptied(schemas: Schemas, listed: Sequence[Node]) -> Iterator[Node]:
    """The same, each by itself. Some that nothing is known of keep others from being known."""
    waiting, runs = [listed], 0
    while waiting and runs < _MOST_RUNS:
        group, runs = waiting.pop(), runs + 1
        members: dict[str, Any] = {str(index): {"$ref": schemas.uri(schema)} for index, schema in enumerate(group)}
        # One that is known to be empty tells whether anything was found out at all.
        found = _unsatisfiable(schemas, {"properties": members | {"known": {"not": {}}}})
        if "/properties/known" in found:
            yield from (schema for index, schema in enumerate(group) if f"/properties/{index}" in found)
        elif len(group) > 1:
            waiting += [group[: len(group) // 2], group[len(group) // 2 :]]


def _unsatisfiable(schemas: Schemas, schema: JsonSchema) -> Mapping[str, Any]:
    with suppress(ValueError):
        return canonical.find_unsatisfiable(
            schema, draft=schemas.dialect.draft, validate_formats=True, registry=schemas.registry, offline=True
        )
    return {}


def _reason(schemas: Schemas, schema: Node) -> str:
    judged = _absolute(schemas, schema)
    reason: Any = _unsatisfiable(schemas, judged).get("")
    causes = [*getattr(reason, "causes", ()), *([reason.cause] if hasattr(reason, "cause") else ())]
    parts = [(pointer_parts(cause.pointer), cause.keywords) for cause in causes]
    named = [[*at, keyword] for at, keywords in parts for keyword in keywords]
    named += [at for at, keywords in parts if at and not keywords]
    here = schemas.uri(schema).partition("#")[0]
    return ", ".join(_shown(judged, pointer, here) for pointer in named)


def _shown(schema: Any, pointer: Sequence[str], here: str) -> str:
    """A keyword with its value, where that is short; references within the file `here` as they are written."""
    name = "/".join(pointer)
    for part in pointer:
        schema = schema[int(part)] if isinstance(schema, list) else schema[part]
    value = json.dumps(schema, ensure_ascii=False).replace(f'"{here}#', '"#')
    return f"{name}: {value}" if len(value) <= _LONGEST_SHOWN else name


def _absolute(schemas: Schemas, schema: Node) -> JsonSchema:
    """A schema as it is judged, with references that lead where they do wherever it stands."""
    whole: list[Any] = [schema.value]
    waiting: list[tuple[Any, Any, Node]] = [(whole, 0, schema)]
    while waiting:
        holder, at, node = waiting.pop()
        value = holder[at]
        if isinstance(value, dict):
            value = holder[at] = dict(schemas.judged(node) if node in schemas else value)
            for target in _referred(schemas, node):
                value["$ref"] = schemas.uri(target)
            waiting += [(value, name, node.child(name)) for name in value if name in node.value]
        elif isinstance(value, list):
            value = holder[at] = list(value)
            waiting += [(value, index, node.child(index)) for index in range(len(value))]
    absolute: JsonSchema = whole[0]
    return absolute


def _endless(schemas: Schemas) -> Iterator[Node]:
    """One of each circle of schemas in which a value of one has to have a value of the next in it."""
    needs = {
        schema.identity: [part for part in _needed(schemas, schema) if part in schemas]
        for schema in schemas.listed
        if not _NEEDING.isdisjoint(schema.value)
    }
    waits = {key: len(parts) for key, parts in needs.items()}
    needed_by: dict[Identity, list[Identity]] = {}
    for key, parts in needs.items():
        for part in parts:
            needed_by.setdefault(part.identity, []).append(key)
    ending = [key for key in needed_by if not waits.get(key)]
    while ending:
        for key in needed_by.get(ending.pop(), ()):
            waits[key] -= 1
            if not waits[key]:
                ending.append(key)
    seen: set[Identity] = set()
    for schema in schemas.listed if any(waits.values()) else ():
        way, at = dict[Identity, Node](), schema
        while waits.get(at.identity) and at.identity not in seen:
            seen.add(at.identity)
            way[at.identity] = at
            at = next(part for part in needs[at.identity] if waits.get(part.identity))
        if at.identity in way:
            circle = list(way.values())[list(way).index(at.identity) :]
            yield next((part for part in circle if "$ref" not in part.value), at)


def _needed(schemas: Schemas, schema: Node) -> Iterator[Node]:
    """The schemas that have to be satisfied, by the value itself or in it, where this one is."""
    value = schema.value
    yield from _referred(schemas, schema)
    yield from _elements(schemas, schema, "allOf")
    properties, required = schema.get("properties"), value.get("required")
    if value.get("type") == "object" and properties and isinstance(required, list):
        yield from (_listed(schemas, node) for name, node in properties.items() if name in required)
    items, least = schema.get("items"), value.get("minItems")
    if value.get("type") == "array" and items and isinstance(least, int) and least > 0:
        yield _listed(schemas, items)


def _referred(schemas: Schemas, schema: Node) -> Iterator[Node]:
    if isinstance(schema.value.get("$ref"), str):
        yield schemas.follow(schema)


def _elements(schemas: Schemas, schema: Node, keyword: str) -> Iterator[Node]:
    part = schema.get(keyword)
    yield from (_listed(schemas, element) for element in (part.elements() if part else ()))


def _listed(schemas: Schemas, schema: Node) -> Node:
    """A schema as it is among those of the document: a reference that nothing counts beside is what it leads to."""
    return schema if schemas.dialect.reference_siblings else schemas.resolve(schema)


def _is_empty(schemas: Schemas, schema: Node) -> bool:
    with suppress(ValueError):
        made = jsonschema_rs.canonicalize(
            {"$ref": schemas.uri(schema)},
            draft=schemas.dialect.draft,
            validate_formats=True,
            registry=schemas.registry,
            offline=True,
        )
        return made.satisfiability() is canonical.Satisfiability.NO
    return False
