"""Where a `$dynamicRef` leads: to what the schemas say that led to it (JSON Schema Core 2020-12, 8.2.3.2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema_rs

from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas

Scope = Mapping[str, Node]
"""The schemas that dynamic references lead to, by their `$dynamicAnchor`: those of the outermost that has one."""


class Dynamic:
    """The names of one document that more than one of its schemas with an `$id` gives."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        found: dict[str, dict[str, Node]] = {}
        for schema in schemas.listed:
            if isinstance(name := schema.value.get("$dynamicAnchor"), str):
                found.setdefault(self._around(schema), {}).setdefault(name, schema)
        count = Counter(name for named in found.values() for name in named)
        self._named = {
            uri: {name: node for name, node in named.items() if count[name] > 1} for uri, named in found.items()
        }
        self._names = {name for named in self._named.values() for name in named}
        self._validators: dict[tuple[Identity, tuple[Identity, ...]], jsonschema_rs.Validator] = {}

    def __bool__(self) -> bool:
        """Whether any reference may lead elsewhere than where it is."""
        return bool(self._names)

    def __contains__(self, schema: Node) -> bool:
        """Whether this is a reference of which others say where it leads."""
        reference = schema.value.get("$dynamicRef")
        return bool(self._names) and isinstance(reference, str) and reference.rpartition("#")[2] in self._names

    def within(self, scope: Scope, schema: Node) -> Scope:
        """The same scope with what a schema adds that is entered."""
        named = self._named.get(self._around(schema))
        return {**named, **scope} if named and not named.keys() <= scope.keys() else scope

    def led(self, scope: Scope, target: Node) -> Node:
        """Where a dynamic reference leads that leads to this target by itself."""
        name = target.value.get("$dynamicAnchor") if isinstance(target.value, dict) else None
        return scope.get(name, target) if isinstance(name, str) else target

    def is_valid(self, schemas: Sequence[Node], scope: Scope, value: Any) -> bool:
        """Whether a value satisfies all of these schemas in a scope."""
        return all(self._validator(schema, scope).is_valid(value) for schema in schemas)

    def _validator(self, schema: Node, scope: Scope) -> jsonschema_rs.Validator:
        key = schema.identity, tuple(node.identity for node in scope.values())
        if key not in self._validators:
            named = {
                str(index): {"$dynamicAnchor": name, "$ref": self._schemas.uri(node)}
                for index, (name, node) in enumerate(scope.items())
            }
            around = {"$id": "urn:understudy:scope", "$defs": named, "$ref": self._schemas.uri(schema)}
            self._validators[key] = self._schemas.dialect.validator(
                around,
                registry=self._schemas.registry,
                formats=dict(self._schemas.dialect.formats),
                validate_formats=True,
                offline=True,
            )
        return self._validators[key]

    def _around(self, schema: Node) -> str:
        """The URI of the schema with an `$id` that one is in, or of its file."""
        return self._schemas.uri(schema).partition("#")[0]
