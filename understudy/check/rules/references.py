"""References: what is written beside them, and what looks like one and is data."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.objects import METHODS
from understudy.errors import quoted
from understudy.findings import Finding

_FOR_PEOPLE = ("$ref", "summary", "description", "title", "externalDocs")
_OPERATIONS = (*METHODS, "additionalOperations", "parameters", "servers")


def siblings(subject: Subject) -> Iterator[Finding]:
    """What stands beside a `$ref` is ignored in 3.0 (3.0.3, Reference Object); beside that of a path, by Understudy.

    What is for people to read does no harm there.
    """
    said = {(found.place.file, found.pointer) for found in subject.parts.findings}
    seen = set()
    for holder, _ in subject.references:
        where = (holder.source.file, holder.pointer)
        is_path = len(holder.pointer) == 2 and holder.pointer[0] in ("paths", "webhooks")  # noqa: PLR2004 - and a name
        if where in seen or not (subject.is_3_0 or is_path):
            continue
        seen.add(where)
        for name, node in holder.items():
            is_meant = name in _OPERATIONS if is_path else name not in _FOR_PEOPLE and not name.startswith("x-")
            if is_meant and (holder.source.file, node.pointer) not in said:
                hint = "" if is_path else _instead(holder)
                yield node.finding(f"{quoted(name)} is ignored beside a `$ref`{hint}", "contract/ref-sibling")


def _instead(holder: Node) -> str:
    is_schema = "schemas" in holder.pointer or "schema" in holder.pointer
    return ": put the reference into an `allOf`, and this beside it" if is_schema else ""


def in_values(subject: Subject) -> Iterator[Finding]:
    """A `$ref` in an example is data as any other: it is followed nowhere, and answered as it is."""
    for holder in subject.of("schema", "parameter", "header", "media_type", "example"):
        given = [holder.get(name) for name in ("example", "default", "value", "dataValue")]
        for value in filter(None, given):
            if _is_meant(value):
                message = "this is data, and no reference: what it leads to is not put in its place"
                yield value.finding(message, "contract/ref-in-value")


def _is_meant(value: Node) -> bool:
    """Whether a value is nothing but a reference to a place in a file."""
    reference = value.value.get("$ref") if isinstance(value.value, dict) and len(value.value) == 1 else None
    return isinstance(reference, str) and ("#/" in reference or reference.endswith((".yaml", ".yml", ".json")))
