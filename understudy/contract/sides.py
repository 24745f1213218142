"""The two sides of a schema: what a request need not send, and what an answer need not show (OpenAPI 3.1, 4.8.24).

A member that is `readOnly` comes from the server, one that is `writeOnly` goes to it; each may be required, and is so
on its own side alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Node

REQUEST, ANSWER = "readOnly", "writeOnly"
"""The sides, by the keyword of those members that are none of theirs."""

Properties = Callable[[Node], dict[str, Node]]
"""The properties that a schema names, itself or in what it is made of."""
Parts = Callable[[Node], Iterator[Node]]
"""A schema with all that holds together with it."""

APPLIED: Mapping[str, int] = {"allOf": 2, "anyOf": 2, "oneOf": 2, "then": 1, "else": 1, "if": 1}
"""Where a schema stands that is applied to what the schema around it is applied to, and how many levels further in."""


def without(side: str, schemas: Iterable[Node], properties: Properties, parts: Parts) -> dict[int, JsonSchema]:
    """What is left of those schemas that require members of the other side, by their places in the list."""
    marked = list(schemas)
    if not any(schema.value.get(side) is True for schema in marked):
        return {}
    found: dict[int, JsonSchema] = {}
    for at, schema in enumerate(marked):
        if not isinstance(required := schema.value.get("required"), list):
            continue
        known = {name: node for outer in around(schema) for name, node in properties(outer).items()}
        kept = [name for name in required if not (name in known and _is_marked(known[name], side, parts))]
        if len(kept) < len(required):
            rest = {keyword: value for keyword, value in schema.value.items() if keyword != "required"}
            found[at] = {**rest, "required": kept} if kept else rest
    return found


def _is_marked(schema: Node, side: str, parts: Parts) -> bool:
    return any(part.value.get(side) is True for part in parts(schema))


def around(schema: Node, applied: Mapping[str, int] = APPLIED) -> list[Node]:
    """The schemas that are applied to the same value around this one, the outermost first, and it itself."""
    pointer, found = schema.pointer, [schema]
    root = Node(schema.source, (), schema.source.value)
    while keyword_at := next((at for at in (2, 1) if len(pointer) > at and applied.get(str(pointer[-at])) == at), 0):
        pointer = pointer[:-keyword_at]
        found.append(root.child(*pointer))
    return found[::-1]
