"""Schemas that say what nobody hears, or that no value satisfies."""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.check.subject import Subject
from understudy.contract import structure
from understudy.contract.document import Node
from understudy.contract.objects import is_reference
from understudy.errors import quoted
from understudy.findings import Finding

_OWN = frozenset(("discriminator", "xml", "externalDocs"))
"""The keywords of schemas that OpenAPI adds, and that are objects."""

_ANCHORS = ("$anchor", "$dynamicAnchor")


def nullable(subject: Subject) -> Iterator[Finding]:
    """`nullable` is a word of OpenAPI 3.0, and widens a `type` alone (3.0.3, Schema Object); later it is no word."""
    for schema in subject.of("schema"):
        if not (word := schema.get("nullable")) or (subject.is_3_0 and is_reference(schema.value)):
            continue
        instead = _unheard(schema.value) if subject.is_3_0 else _instead(schema)
        if instead:
            before = "" if subject.is_3_0 else "is passed over since OpenAPI 3.1: "
            yield word.finding(f"`nullable` {before}{instead}", "contract/nullable")


def _unheard(value: Mapping[str, Any]) -> str:
    """Why nothing is null for it in OpenAPI 3.0, and what to write."""
    if value["nullable"] is not True:
        return ""
    if "type" not in value:
        parts = [keyword for keyword in ("allOf", "anyOf", "oneOf") if keyword in value]
        write = "one more alternative, `{type: object, nullable: true, enum: [null]}`" if parts else "one"
        return f"says nothing where no `type` stands beside it: write {write}, or leave it out"
    return "lets in no null that `enum` does not list: add null to it" if _lacks_null(value.get("enum")) else ""


def itemless(subject: Subject) -> Iterator[Finding]:
    """In 3.0, an array says what its elements are (OpenAPI 3.0.3, Schema Object)."""
    for schema in subject.of("schema") if subject.is_3_0 else ():
        if schema.value.get("type") == "array" and "items" not in schema.value:
            message = "an array has to have `items` in OpenAPI 3.0; write `items: {}` for elements of any kind"
            yield schema.finding(message, "contract/array-items")


def _instead(schema: Node) -> str:
    value = schema.value
    kind = value.get("type")
    if value["nullable"] is not True or "null" in (kind if isinstance(kind, list) else [kind]):
        return "leave it out"
    if "$ref" in value:
        return "write `anyOf: [{$ref: …}, {type: 'null'}]`"
    if kind is None:
        return "write `type: 'null'` as one more alternative of an `anyOf`"
    kinds = ", ".join(map(str, kind if isinstance(kind, list) else [kind]))
    also = ", and null among the members of `enum`" if _lacks_null(value.get("enum")) else ""
    return f"write `type: [{kinds}, 'null']`{also}"


def _lacks_null(members: Any) -> bool:
    return isinstance(members, list) and None not in members


def impossible(subject: Subject) -> Iterator[Finding]:
    """Schemas that no value satisfies, said of the smallest."""
    for schema, reason in subject.impossible:
        because = f": {reason}" if reason else ""
        yield schema.finding(f"no value satisfies this schema{because}", "contract/impossible-schema")


def twice(subject: Subject) -> Iterator[Finding]:
    """Alternatives that ask the same: what is one of them is the other, and never exactly one."""
    for schema in subject.of("schema"):
        listed = schema.get("oneOf")
        for alternative in listed.elements() if listed else ():
            if first := subject.contract.schemas.twin(alternative):
                message = (
                    "this alternative asks what one before it asks, and does not count: remove or change one of them"
                )
                found = alternative.finding(message, "contract/duplicate-alternative")
                yield found.beside(first.place, "the one before it")


def anchors(subject: Subject) -> Iterator[Finding]:
    """What a schema calls itself, it is called alone: with all that has no `$id` of its own, a file is one resource."""
    known: dict[tuple[str, str], Node] = {}
    for schema in () if subject.is_3_0 else subject.of("schema"):
        around = subject.contract.schemas.uri(schema).partition("#")[0]
        for name in {schema.value[keyword] for keyword in _ANCHORS if isinstance(schema.value.get(keyword), str)}:
            if (first := known.setdefault((around, name), schema)) is not schema:
                message = f"the anchor {quoted(name)} is given twice: give the schemas around it an `$id` each"
                yield schema.finding(message, "contract/duplicate-anchor").beside(first.place, "the first")


def vocabulary(subject: Subject) -> Iterator[Finding]:
    """The keywords of OpenAPI's own are what it says of them (3.1, 4.8.24.1); in 3.0 that is a matter of structure."""
    for schema in () if subject.is_3_0 else subject.of("schema"):
        if not _OWN.isdisjoint(schema.value):
            yield from structure.findings(subject.contract.schemas.dialect, "own_keywords", schema)
