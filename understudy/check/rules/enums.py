"""Enumerations: members that are there twice, or that can never be."""

from collections.abc import Iterator
from contextlib import suppress

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.samples.values import canonical
from understudy.contract.sides import APPLIED, around
from understudy.errors import MockError
from understudy.findings import Finding

_COUNTING = {keyword: levels for keyword, levels in APPLIED.items() if keyword != "if"}
"""Where a schema stands that has to hold together with the one around it: a condition need not."""


def duplicate(subject: Subject) -> Iterator[Finding]:
    """Members that are equal: 1 is 1.0, and true is not 1 (JSON Schema 2020-12, 4.2.2)."""
    for _, members in _enums(subject):
        first: dict[str, Node] = {}
        for member in members:
            earlier = first.setdefault(canonical(member.value), member)
            if earlier is not member:
                found = member.finding(
                    "this enum has the same member before: remove one of them", "contract/duplicate-enum"
                )
                yield found.beside(earlier.place, "the same member")


def unreachable(subject: Subject) -> Iterator[Finding]:
    """Members that the rest of the schema refuses; where it refuses all of them, the schema is impossible."""
    schemas = subject.contract.schemas
    for schema, members in _enums(subject):
        outermost = around(schema, _COUNTING)[0]
        if outermost not in schemas or schema not in schemas:
            continue
        with suppress(MockError, ValueError):
            refused = [(member, schemas.violations(outermost, member.value)) for member in members]
            if all(violations for _, violations in refused):
                continue
            for member, violations in refused:
                for violation in violations[:1]:
                    message = f"this enum member can never be: {violation.message}"
                    found = member.finding(message, "contract/unreachable-enum")
                    place = schemas.place(violation)
                    yield found.beside(place, "what refuses it") if place else found


def _enums(subject: Subject) -> Iterator[tuple[Node, list[Node]]]:
    for schema in subject.of("schema"):
        if members := schema.get("enum"):
            yield schema, list(members.elements())
