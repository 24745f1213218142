"""Properties that are required, and that nothing declares."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from understudy.check.subject import Subject
from understudy.contract.document import Identity, Node
from understudy.contract.sides import APPLIED, around
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding

_APPLIED = {**APPLIED, "not": 1, "dependentSchemas": 2}
"""Where a schema stands that speaks of the value that the schema around it speaks of."""


def undefined(subject: Subject) -> Iterator[Finding]:
    """Names in `required` that neither the schema declares, nor what it is made of, nor what it is a part of."""
    holders: dict[Identity, list[Node]] = {}
    for holder, target in subject.references:
        holders.setdefault(target.identity, []).append(holder)
    for schema in subject.of("schema"):
        required = schema.get("required")
        own = schema.value.get("properties")
        missing = [
            name
            for name in (required.elements() if required else ())
            if isinstance(name.value, str) and not (isinstance(own, dict) and name.value in own)
        ]
        if missing:
            yield from _undeclared(subject, schema, missing, holders)


def _undeclared(
    subject: Subject, schema: Node, missing: list[Node], holders: Mapping[Identity, list[Node]]
) -> Iterator[Finding]:
    known: set[str] = set()
    left = missing
    for part in _speaking(subject, schema, holders):
        left = [name for name in left if not _declares(part, name.value)]
        known |= set(names) if isinstance(names := part.value.get("properties"), dict) else set()
        if not left:
            return
    for name in left:
        hint = did_you_mean(name.value, sorted(known))
        message = f"{quoted(name.value)} is required, and no schema here declares such a property{hint}"
        yield name.finding(message, "contract/undefined-required")


def _speaking(subject: Subject, schema: Node, holders: Mapping[Identity, list[Node]]) -> Iterator[Node]:
    """The schemas that speak of the same value: around this one, what they are made of, and whoever refers to them."""
    waiting, seen = around(schema, _APPLIED), set[Identity]()
    while waiting:
        node = waiting.pop()
        if node.identity in seen or not isinstance(node.value, dict):
            continue
        seen.add(node.identity)
        yield node
        for keyword in ("allOf", "anyOf", "oneOf"):
            if part := node.get(keyword):
                waiting += part.elements()
        waiting += [part for keyword in ("if", "then", "else") if (part := node.get(keyword))]
        if named := node.get("dependentSchemas"):
            waiting += (part for _, part in named.items())
        if isinstance(node.value.get("$ref"), str):
            with suppress(MockError):
                waiting.append(subject.contract.schemas.follow(node))
        for holder in holders.get(node.identity, ()):
            waiting += around(holder, _APPLIED)


def _declares(schema: Node, name: str) -> bool:
    """Whether a schema says of which form a property of this name is."""
    value = schema.value
    if isinstance(declared := value.get("properties"), dict) and name in declared:
        return True
    if any(isinstance(value.get(keyword), dict) for keyword in ("additionalProperties", "unevaluatedProperties")):
        return True
    return bool(value.get("patternProperties"))  # a pattern is not asked here: an author's may take for ever
