"""What schemas say of arrays."""

from functools import cached_property

from understudy.contract.document import Identity, Node
from understudy.contract.samples.parts import Parts, Reader

UNLIMITED = 1 << 40
"""Stands for no limit."""


class Items:
    """All that the parts of a schema say of arrays."""

    def __init__(self, parts: Parts, reader: Reader) -> None:
        self._parts, self._reader = parts, reader
        self.least = int(max(parts.said("minItems"), default=0))
        self.most = int(min(parts.said("maxItems"), default=UNLIMITED))
        self.unique = True in parts.said("uniqueItems")
        self.places = max((len(listed) for listed in parts.said("prefixItems")), default=0)
        """How many items have schemas of their own; all others are alike."""

    @cached_property
    def contained(self) -> list[tuple[Node, int]]:
        """What must be among the items, and how often."""
        saying = [part for part, _ in self._parts.saying("contains")]
        wanted = [(part.node.child("contains"), int(part.value.get("minContains", 1))) for part in saying]
        return [(node, count) for node, count in wanted if count > 0]

    @cached_property
    def wanted(self) -> int:
        """How many items must be there because of that."""
        return sum(count for _, count in self.contained)

    @cached_property
    def needed(self) -> int:
        """How many items there are at least."""
        return max(self.least, min(self.wanted, self.most))

    @cached_property
    def are_alike(self) -> bool:
        """Whether nothing is said of some items that is not said of all others."""
        return not (self.places or self.unique or self.contained)

    @cached_property
    def described(self) -> bool:
        """Whether there is a schema for items at all."""
        return any(not {"items", "prefixItems", "unevaluatedItems"}.isdisjoint(part.value) for part in self._parts)

    def schemas(self, index: int, *, contained: bool = False) -> tuple[Node, ...]:
        """What the item at this index has to satisfy, if it is not there because it has to be `contained`."""
        found: list[Node] = []
        evaluating = {part.key for part, _ in self._parts.saying("contains")} if contained else set[Identity]()
        for part in self._parts:
            prefix = part.children("prefixItems")
            own = prefix[index] if index < len(prefix) else part.node.get("items")
            found += [own] if own else []
            evaluating |= {part.key} if own else set()
        return (*found, *(rest for rest, scope in self._unevaluated if scope.isdisjoint(evaluating)))

    @cached_property
    def _unevaluated(self) -> list[tuple[Node, frozenset[Identity]]]:
        return self._reader.unevaluated(self._parts, "unevaluatedItems")
