"""What schemas say of objects."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from understudy.contract.document import Identity, Node
from understudy.contract.samples.items import UNLIMITED
from understudy.contract.samples.parts import Parts, Reader
from understudy.contract.samples.texts import matches


class Members:
    """All that the parts of a schema say of objects."""

    def __init__(self, parts: Parts, nots: list[dict[str, Any]], reader: Reader) -> None:
        self._parts, self._reader = parts, reader
        self.least = int(max(parts.said("minProperties"), default=0))
        self.most = int(min(parts.said("maxProperties"), default=UNLIMITED))
        self.required = tuple(dict.fromkeys(name for names in parts.said("required") for name in names))
        lists = [names for names in (n.get("required") for n in nots) if isinstance(names, list)]
        self.without = frozenset(names[0] for names in lists if len(names) == 1)
        self._own = [(part, part.members("properties"), part.members("patternProperties")) for part in parts]
        self.naming = tuple(part.node.child("propertyNames") for part, _ in parts.saying("propertyNames"))

    @cached_property
    def declared(self) -> dict[str, None]:
        """The names of `properties`, in their order, and others that are required."""
        names = dict.fromkeys(name for _, properties, _ in self._own for name in properties)
        return {**names, **dict.fromkeys(self.required)}

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of names."""
        return tuple(dict.fromkeys(pattern for _, _, patterns in self._own for pattern in patterns))

    @cached_property
    def is_map(self) -> bool:
        """Whether the members are not named, but described."""
        described = any(isinstance(rest, dict) and rest for rest in self._parts.said("additionalProperties"))
        return not self.declared and (described or bool(self.patterns))

    @cached_property
    def together(self) -> dict[str, list[str]]:
        """Each declared member, and all that must be there where it is."""
        return {name: [*self.needed([name])] for name in self.declared}

    def needed(self, names: Iterable[str]) -> dict[str, None]:
        """These members, and all that must be there where they are (`dependentRequired`)."""
        waiting, found = list(names), dict[str, None]()
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += [other for asked in self._dependent for other in asked.get(name, ())]
        return found

    @cached_property
    def _dependent(self) -> list[dict[str, list[str]]]:
        return self._parts.said("dependentRequired")

    def may_be_called(self, name: str) -> bool:
        """Whether a member may have this name."""
        return not self.naming or self._reader.holds(self.naming, name)

    def schemas(self, name: str | None) -> tuple[Node, ...]:
        """What a member of this name has to satisfy; or of any that is not declared, where there are no patterns."""
        found: list[Node] = []
        evaluating = set[Identity]()
        for part, properties, patterns in self._own:
            own = [properties[name]] if name in properties else []
            own += [node for pattern, node in patterns.items() if name is not None and matches(pattern, name)]
            if not own and (rest := part.node.get("additionalProperties")):
                own = [rest]
            found += own
            evaluating |= {part.key} if own else set()
        return (*found, *(rest for rest, scope in self._unevaluated if scope.isdisjoint(evaluating)))

    @cached_property
    def _unevaluated(self) -> list[tuple[Node, frozenset[Identity]]]:
        return self._reader.unevaluated(self._parts, "unevaluatedProperties")
