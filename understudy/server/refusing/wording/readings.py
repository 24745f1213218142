"""What a schema of errors is made of, found out once."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from msgspec import Struct

from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas

MOST_CHOICES = 16
"""Combinations of alternatives that are tried before giving up on a schema."""

Around = frozenset[Identity]


class Alternative(Struct, frozen=True):
    """One of the ways to read a schema: its members, the first of them those to be filled before all may be spent.

    `items` is the schema of its elements, `rest` that of members which it does not name.
    """

    members: Mapping[str, Node]
    required: frozenset[str]
    first: Sequence[str]
    items: Node | None
    rest: Node | None


class Readings:
    """The ways to read each schema of a contract."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._known: dict[Identity, tuple[Alternative, ...]] = {}

    def of(self, schema: Node) -> tuple[Alternative, ...]:
        """The ways to read a schema, as many as are tried."""
        known = schema.identity
        if known not in self._known:
            chosen = islice(self._choices(schema, frozenset()), MOST_CHOICES)
            self._known[known] = tuple(map(_alternative, chosen))
        return self._known[known]

    def options(self, schema: Node) -> Sequence[str]:
        """The texts that a schema enumerates, itself or in what it is made of."""
        listed: dict[str, None] = {}
        for part in self._schemas.alternatives(schema):
            values = [*part.value.get("enum", []), part.value.get("const")]
            listed |= dict.fromkeys(value for value in values if isinstance(value, str))
        return tuple(listed)

    def longest(self, schema: Node) -> int | None:
        """The characters that a text may have, if there is a limit."""
        limits = [part.value["maxLength"] for part in self._schemas.alternatives(schema) if "maxLength" in part.value]
        return int(min(limits)) if limits else None

    def _choices(self, schema: Node, seen: Around) -> Iterator[list[Node]]:
        """What a schema is made of, by `$ref` and `allOf`, with one of each `oneOf` and `anyOf`."""
        own = schema.identity
        if own in seen or not isinstance(schema.value, dict):
            yield []
            return
        groups: list[list[Node]] = []
        if "$ref" in schema.value:
            groups.append([self._schemas.follow(schema)])
        for keyword in ("allOf", "oneOf", "anyOf"):
            if listed := schema.get(keyword):
                elements = list(listed.elements())
                groups += [[element] for element in elements] if keyword == "allOf" else [elements]
        for chosen in islice(product(*groups), MOST_CHOICES):
            inner = [list(islice(self._choices(part, seen | {own}), MOST_CHOICES)) for part in chosen]
            for parts in islice(product(*inner), MOST_CHOICES):
                yield [schema, *(node for part in parts for node in part)]


def _alternative(parts: list[Node]) -> Alternative:
    members = {name: member for part in parts for name, member in _members(part)}
    listed = [part.value.get("required") for part in parts]
    required = frozenset(name for names in listed if isinstance(names, list) for name in names)
    first = sorted(members, key=lambda name: name not in required)
    items, rest = (next(_children(parts, keyword), None) for keyword in ("items", "additionalProperties"))
    return Alternative(members, required, first, items, rest)


def _children(parts: list[Node], keyword: str) -> Iterator[Node]:
    return (part.child(keyword) for part in parts if isinstance(part.value.get(keyword), dict))


def _members(schema: Node) -> Iterator[tuple[str, Node]]:
    properties = schema.get("properties")
    yield from properties.items() if properties else ()
