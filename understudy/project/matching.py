"""Whether an answer is made of the records of a collection, by the schemas of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.schemas import Schemas


@dataclass(frozen=True)
class Match:
    """An answer is a record, a list of them, or an object with such a list; `member` is where in it the list is."""

    is_list: bool
    member: tuple[str, ...] = ()


def finds(key: Sequence[str], operation: Operation) -> bool:
    """Whether the operation's parameters name a record, by all fields of its key."""
    return set(key) <= {name for _, name in operation.arguments.values()}


def is_same(schemas: Schemas, one: Node, other: Node) -> bool:
    """Whether two schemas are the same one, be it by `$ref` or as the one part of an `allOf`."""
    ours, theirs = _named(schemas, one), _named(schemas, other)
    return ours.source is theirs.source and ours.pointer == theirs.pointer


def matched(schemas: Schemas, answer: Node, records: Node) -> Match | None:
    """How an answer of one schema is made of records of another, if it is."""
    if is_same(schemas, answer, records):
        return Match(is_list=False)
    if _is_list(schemas, answer, records):
        return Match(is_list=True)
    members = schemas.properties(answer)
    outermost: dict[tuple[str, ...], Node] = {(name,): node for name, node in members.items()}
    inner: dict[tuple[str, ...], Node] = {
        (outer, name): node for outer in members for name, node in schemas.properties(members[outer]).items()
    }
    # it may lie one deeper, as in HAL's `_embedded`
    lists = next(filter(None, (_lists(schemas, each, records) for each in (outermost, inner))), [])
    return Match(is_list=True, member=lists[0]) if len(lists) == 1 else None


def _lists(schemas: Schemas, members: Mapping[tuple[str, ...], Node], records: Node) -> list[tuple[str, ...]]:
    return [path for path, node in members.items() if _is_list(schemas, node, records)]


def _is_list(schemas: Schemas, answer: Node, records: Node) -> bool:
    items = schemas.resolve(answer).get("items")
    return items is not None and is_same(schemas, items, records)


def _named(schemas: Schemas, schema: Node) -> Node:
    schema = schemas.resolve(schema)
    all_of = schema.get("allOf")
    if all_of is None or len(all_of.value) != 1 or {"properties", "required"} & schema.value.keys():
        return schema
    return schemas.resolve(all_of.child(0))
