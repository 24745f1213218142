"""Whether an answer is made of the records of a collection, by the schemas of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.samples.known import member_of
from understudy.contract.schemas import Schemas


@dataclass(frozen=True)
class Match:
    """An answer is a record, a list of them, or an object with either; `member` is where in it that is."""

    is_list: bool
    member: tuple[str, ...] = ()


def finds(key: Sequence[str], operation: Operation) -> bool:
    """Whether the operation's parameters name a record, by all fields of its key."""
    return set(key) <= {name for _, name in operation.arguments.values()}


def is_same(schemas: Schemas, one: Node, other: Node) -> bool:
    """Whether two schemas are the same one, be it by `$ref` or as the one part of an `allOf`."""
    ours, theirs = _named(schemas, one), _named(schemas, other)
    return ours.source is theirs.source and ours.pointer == theirs.pointer


def matched(contract: Contract, operation: Operation, records: Node, key: Sequence[str]) -> Match | None:
    """How the good answer of an operation is made of records of a schema and with a key, if it is."""
    schemas, answer = contract.schemas, operation.good_schema
    if answer is None:
        return None
    if is_same(schemas, answer, records):
        return Match(is_list=False)
    if finds(key, operation) and (member := _enveloped(contract, operation, records, key)):
        return Match(is_list=False, member=(member,))
    return _listed(schemas, answer, records)


def _enveloped(contract: Contract, operation: Operation, records: Node, key: Sequence[str]) -> str | None:
    """The one member of an answer that the record is which the parameters name.

    None where the answer is another record that has this one in it: it says a key itself, or it is what is listed.
    """
    schemas, answer = contract.schemas, operation.good_schema
    assert answer is not None
    members = schemas.properties(answer)
    found = [name for name, node in members.items() if is_same(schemas, node, records)]
    if len(found) != 1 or member_of(key[-1], members):
        return None
    above = operation.path.rpartition("/{")[0]
    lists = (o.good_schema for o in contract.operations if o.method == "GET" and o.path in (above, f"{above}/"))
    return None if any(each and _listed(schemas, each, answer) for each in lists) else found[0]


def _listed(schemas: Schemas, answer: Node, records: Node) -> Match | None:
    """How an answer of one schema is a list of records of another, or an object with one such list."""
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
