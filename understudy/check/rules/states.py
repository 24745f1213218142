"""States that a frontend would never see: members of an enumeration that no record shows."""

from collections.abc import Iterator
from typing import Any

from understudy.check.rules.answering import fixtures
from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import quoted
from understudy.findings import Finding
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture

_MOST_NAMED = 10
"""Members that one message lists."""


def unseen(subject: Subject) -> Iterator[Finding]:
    """Members of the enumerations in a collection's schema that no record has, in any stage or scenario."""
    for collection in subject.parts.collections:
        if schema := subject.parts.schemas.get(collection.name):
            yield from _unseen(subject, collection, schema)


def _unseen(subject: Subject, collection: Collection, schema: Node) -> Iterator[Finding]:
    shown = _shown(fixtures(subject, collection))
    waiting = [(name, node, shown.get(name, [])) for name, node in _properties(subject, schema)]
    while waiting:
        path, node, values = waiting.pop(0)
        if not values:  # of what no record has at all, no state is missing
            continue
        members, seen = _members(subject, node), {value for value in values if isinstance(value, str)}
        if seen & members.keys() and (never := [member for member in members if member not in seen]):
            names = ", ".join(map(quoted, never[:_MOST_NAMED])) + (", …" if len(never) > _MOST_NAMED else "")
            message = f"no record of {collection.name} ever shows {path} as {names}"
            found = collection.source.finding(("records",), message, "fixture/unseen-state")
            yield found.beside(members[never[0]].place, "what it may be")
        objects = [value for value in values if isinstance(value, dict)]
        for name, member in _properties(subject, node) if objects else ():
            waiting.append((f"{path}.{name}", member, [value[name] for value in objects if name in value]))
        elements = [element for value in values if isinstance(value, list) for element in value]
        parts = subject.contract.schemas.alternatives(node) if elements else ()
        waiting += [(path, items, elements) for part in parts if (items := part.get("items"))]


def _shown(records: Iterator[Fixture]) -> dict[str, list[Any]]:
    """Every value that a field has in some record, in some stage."""
    shown: dict[str, list[Any]] = {}
    for record in records:
        stages = record.lifecycle.stages
        replaced = stages[0].fields if stages else {}
        fields = [(name, value) for name, value in record.value.items() if name not in replaced]
        for name, value in [*fields, *(field for stage in stages for field in stage.fields.items())]:
            shown.setdefault(name, []).append(value)
    return shown


def _properties(subject: Subject, schema: Node) -> Iterator[tuple[str, Node]]:
    yield from subject.contract.schemas.properties(schema).items()


def _members(subject: Subject, schema: Node) -> dict[str, Node]:
    """The texts that a schema lists, by `enum` or as `const` of alternatives."""
    found: dict[str, Node] = {}
    for part in subject.contract.schemas.alternatives(schema):
        if members := part.get("enum"):
            found |= {node.value: node for node in members.elements() if isinstance(node.value, str)}
        if (const := part.get("const")) and isinstance(const.value, str):
            found[const.value] = const
    return found
