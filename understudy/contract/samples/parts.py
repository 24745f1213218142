"""What a schema is made of: itself, and all that must hold together with it."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Identity, Node
from understudy.contract.dynamic import Dynamic, Scope
from understudy.contract.schemas import Schemas
from understudy.errors import MockError

_NO_SCOPE: Scope = MappingProxyType({})

_IN_PLACE = {"anyOf", "oneOf", "if", "then", "else", "dependentSchemas"}


class Part(Struct, frozen=True, eq=False):
    """One Schema Object as written, and as JSON Schema would say it; there is one for each, however it is reached."""

    node: Node
    value: JsonSchema

    @property
    def key(self) -> Identity:
        """What makes it the same one."""
        return self.node.identity

    def child(self, keyword: str) -> Node | None:
        """What a keyword has, if its dialect knows it."""
        return self.node.get(keyword) if keyword in self.value else None

    def children(self, keyword: str) -> tuple[Node, ...]:
        """The schemas that a keyword lists."""
        node = self.child(keyword)
        return tuple(node.elements()) if node else ()

    def members(self, keyword: str) -> dict[str, Node]:
        """The schemas that a keyword gives names to."""
        node = self.child(keyword)
        return dict(node.items()) if node else {}


class Parts(Struct, frozen=True):
    """All that must hold where these `roots` do; `targets` are those of it that a reference led to.

    `refused` is the schema `false` where that is among it; `scope` is that of all that is in it.
    """

    roots: tuple[Node, ...]
    all: tuple[Part, ...]
    targets: tuple[Identity, ...]
    refused: Node | None
    scope: Scope

    def __iter__(self) -> Iterator[Part]:
        return iter(self.all)

    def saying(self, keyword: str) -> Iterator[tuple[Part, Any]]:
        """The parts in which a keyword stands, with its value."""
        return ((part, part.value[keyword]) for part in self.all if keyword in part.value)

    def said(self, keyword: str) -> list[Any]:
        """The values of a keyword."""
        return [part.value[keyword] for part in self.all if keyword in part.value]


class Reader:
    """Reads the schemas of one document into their parts."""

    def __init__(self, schemas: Schemas, dynamic: Dynamic | None = None, scope: Scope = _NO_SCOPE) -> None:
        self.schemas, self._scope = schemas, scope
        self._dynamic = Dynamic(schemas) if dynamic is None else dynamic
        self._parts: dict[Identity, Part] = {}

    def within(self, scope: Scope) -> "Reader":
        """One that reads what is within others of this scope."""
        return Reader(self.schemas, self._dynamic, scope)

    def read(self, roots: tuple[Node, ...]) -> Parts:
        """The parts of what these schemas are together, in the order in which a reader meets them."""
        waiting = deque((root, False) for root in roots)
        parts: dict[Identity, Part] = {}
        targets: list[Identity] = []
        refused, scope = None, self._scope
        while waiting:
            node, referred = waiting.popleft()
            scope = self._dynamic.within(scope, node) if self._dynamic else scope
            if referred:
                targets.append(node.identity)
            if node.value is False:
                refused = refused or node
            if node.identity in parts or not isinstance(node.value, dict):
                continue
            part = parts[node.identity] = self._part(node)
            inner = [(target, True) for target in self._followed(part, scope)]
            inner += [(child, False) for child in part.children("allOf")] if "allOf" in part.value else []
            waiting.extendleft(reversed(inner))
        return Parts(roots, tuple(parts.values()), tuple(dict.fromkeys(targets)), refused, scope)

    def unevaluated(self, parts: Parts, keyword: str) -> list[tuple[Node, frozenset[Identity]]]:
        """The schemas of what nobody else describes, each with those parts whose word counts for it.

        They are the part itself and what is applied from within it (JSON Schema 2020-12, 11): not what stands around.
        """
        found = []
        for part, _ in parts.saying(keyword):
            keys = set[Identity]()
            waiting = [part.node]
            while waiting:
                node = waiting.pop()
                keys |= (inner := {other.key for other in self.read((node,))} - keys)
                waiting += [root for root in parts.roots if root.identity not in keys and _is_within(root, inner)]
            found.append((part.node.child(keyword), frozenset(keys)))
        return found

    def _part(self, node: Node) -> Part:
        key, dialect = node.identity, self.schemas.dialect
        if key not in self._parts:
            if "$ref" in node.value and not dialect.reference_siblings:
                node = Node(node.source, node.pointer, {"$ref": node.value["$ref"]})
            self._parts[key] = Part(node, dialect.own(node.value))
        return self._parts[key]

    def _followed(self, part: Part, scope: Scope) -> Iterator[Node]:
        """Where the references of a part lead. A dynamic one is taken for what it is where nothing overrides it."""
        if isinstance(reference := part.value.get("$ref"), str):
            yield from self.named(part.node, reference)
        if isinstance(reference := part.value.get("$dynamicRef"), str):
            yield from (self._dynamic.led(scope, target) for target in self.named(part.node, reference))

    def named(self, node: Node, reference: str) -> Iterator[Node]:
        """The schema that a reference in this one leads to, if any."""
        with suppress(MockError):
            yield self.schemas.follow(Node(node.source, node.pointer, {"$ref": reference}))

    def holds(self, roots: Iterable[Node], value: Any) -> bool:
        """Whether a value satisfies all of these schemas."""
        if self._scope:
            return self._dynamic.is_valid(tuple(roots), self._scope, value)
        return all(self.schemas.validator(root).is_valid(value) for root in roots)


def _is_within(node: Node, keys: set[Identity]) -> bool:
    """Whether a schema is applied by one of these to the same value."""
    pointer = node.pointer
    levels = (level for level in (1, 2) if len(pointer) >= level and pointer[-level] in _IN_PLACE)
    return any((id(node.source), pointer[:-level]) in keys for level in levels)
