"""What of a value can be shown: a client may send more than objects have that are closed."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas

_CLOSING = ("additionalProperties", "unevaluatedProperties")


class Showable:
    """What several schemas, which need not hold together, have members and items for."""

    def __init__(self, schemas: Schemas, nodes: Sequence[Node]) -> None:
        self._schemas, self._nodes = schemas, nodes
        self._members: dict[str, Showable] = {}

    def of(self, value: Any) -> Any:
        """A value without the members that none of these schemas allows, where one of them is closed."""
        if isinstance(value, list):
            return [self._items.of(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            name: self._member(name).of(member) if name in self._properties else member
            for name, member in value.items()
            if self._is_open or name in self._properties
        }

    @cached_property
    def _parts(self) -> list[Node]:
        return [part for node in self._nodes for part in self._schemas.alternatives(node)]

    @cached_property
    def _is_open(self) -> bool:
        if any("patternProperties" in part.value for part in self._parts):
            return True
        return not any(part.value.get(keyword) is False for part in self._parts for keyword in _CLOSING)

    @cached_property
    def _properties(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for part in self._parts:
            for name, node in declared.items() if (declared := part.get("properties")) else ():
                found.setdefault(name, []).append(node)
        return found

    @cached_property
    def _items(self) -> "Showable":
        items = [part.child("items") for part in self._parts if isinstance(part.value.get("items"), dict)]
        return Showable(self._schemas, items)

    def _member(self, name: str) -> "Showable":
        if name not in self._members:
            self._members[name] = Showable(self._schemas, self._properties[name])
        return self._members[name]
