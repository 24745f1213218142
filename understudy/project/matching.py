"""Whether an answer is made of the records of a collection, by the schemas of both."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from understudy.contract.contract import Contract
from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation
from understudy.contract.resources import bare, is_named, noun
from understudy.contract.samples.known import OWN, member_of
from understudy.contract.samples.names import singular, words
from understudy.contract.schemas import Schemas

Path = tuple[str, ...]
"""The names of members, one in another."""

_GENERIC = {("data",), ("entity",), ("payload",), ("record",), ("resource",), ("response",), ("result",)}
"""Members that are called so whatever is in them."""

_NULLS = ({"type": "null"}, {"type": ["null"]}, {"enum": [None]}, {"const": None})


class Match(Struct, frozen=True):
    """An answer is a record, a list of them, or an object with either; `member` is where in it that is."""

    is_list: bool
    member: Path = ()


def carriers(key: Sequence[str], operation: Operation) -> dict[str, str]:
    """By the fields of a record's key the operation's parameters that carry them, as far as there are any.

    They have the same name, in a path however that is written (`petId` for a `pet_id`); at its end, the path of a pet
    may also say `petId` for an `id`, or the other way round, or `pet` for whatever each thing has for itself.
    """
    found = {name: name for _, name in operation.arguments.values() if name in key}
    alike = {words(name): name for name in operation.path_names if name not in key}
    found |= {part: alike[words(part)] for part in key if part not in found and words(part) in alike}
    last = key[-1]
    if last not in found and bare(operation.path).endswith("}"):
        name, thing = operation.path_names[-1], words(singular(noun(operation.path)))
        said, meant = _of(thing, name), _of(thing, last)
        if name not in key and (said == meant or (is_named(thing, words(name)) and meant in OWN)):
            found[last] = name
    return found


def _of(thing: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The words of a name, without those that say of which thing it is."""
    said = words(name)
    return said[len(thing) :] if said[: len(thing)] == thing else said


def finds(key: Sequence[str], operation: Operation) -> bool:
    """Whether the operation's parameters name a record, by all fields of its key."""
    return set(key) <= carriers(key, operation).keys()


def is_same(schemas: Schemas, one: Node, other: Node) -> bool:
    """Whether two schemas are the same one, be it by `$ref`, as the one part of an `allOf`, or beside null."""
    ours, theirs = _named(schemas, one), _named(schemas, other)
    return ours.source is theirs.source and ours.pointer == theirs.pointer


def matched(contract: Contract, operation: Operation, records: Node, key: Sequence[str]) -> Match | None:
    """How the good answer of an operation is made of records of a schema and with a key, if it is."""
    schemas, answer = contract.schemas, operation.good_schema
    if answer is None:
        return None
    if is_same(schemas, answer, records):
        return Match(is_list=False)
    if finds(key, operation):
        if _is_one(schemas, answer, records):
            return Match(is_list=False)
        if member := _enveloped(contract, operation, records, key):
            return Match(is_list=False, member=member)
    return _listed(schemas, answer, records)


def _is_one(schemas: Schemas, answer: Node, records: Node) -> bool:
    """Whether an answer is one of several things, of which a record is one: a customer, or one that was deleted."""
    return any(is_same(schemas, each, records) for each in _named(schemas, answer).listed("anyOf", "oneOf"))


def by_depth(schemas: Schemas, schema: Node) -> Iterator[dict[Path, Node]]:
    """The members of an object, then those of its members: a list may lie one deeper, as in HAL's `_embedded`."""
    members = schemas.properties(schema)
    yield {(name,): node for name, node in members.items()}
    inner = {name: schemas.properties(node) for name, node in members.items()}
    yield {(outer, name): node for outer, known in inner.items() for name, node in known.items()}


def places(schemas: Schemas, schema: Node, records: Node) -> list[Path]:
    """Where in an object a record may be: the members of its schema, else those of the members."""
    found = ([path for path, node in by.items() if is_same(schemas, node, records)] for by in by_depth(schemas, schema))
    return next(filter(None, found), [])


def is_wrapper(member: str, path: str) -> bool:
    """Whether a member is called as things in an envelope are, or as those at a path."""
    return words(member) in _GENERIC or words(member) == words(singular(noun(path)))


def _enveloped(contract: Contract, operation: Operation, records: Node, key: Sequence[str]) -> Path | None:
    """The one place in an answer where the record is which the parameters name.

    None where the answer is another record that has this one in it: it is what is listed, or it says a key itself. One
    that is called as things in an envelope are, or as those at the path, is in one all the same, and may be deeper.
    """
    schemas, answer = contract.schemas, operation.good_schema
    assert answer is not None
    found = places(schemas, answer, records)
    if len(found) != 1:
        return None
    *outer, last = found[0]
    if not is_wrapper(last, operation.path) and (outer or member_of(key[-1], schemas.properties(answer))):
        return None
    above = operation.path.rpartition("/{")[0]
    lists = (o.good_schema for o in contract.operations if o.method == "GET" and bare(o.path) == above)
    return None if any(each and _listed(schemas, each, answer) for each in lists) else found[0]


def _listed(schemas: Schemas, answer: Node, records: Node) -> Match | None:
    """How an answer of one schema is a list of records of another, or an object with one such list."""
    if _is_list(schemas, answer, records):
        return Match(is_list=True)
    found = (_lists(schemas, each, records) for each in by_depth(schemas, answer))
    lists = next(filter(None, found), [])
    return Match(is_list=True, member=lists[0]) if len(lists) == 1 else None


def _lists(schemas: Schemas, members: Mapping[Path, Node], records: Node) -> list[Path]:
    return [path for path, node in members.items() if _is_list(schemas, node, records)]


def _is_list(schemas: Schemas, answer: Node, records: Node) -> bool:
    items = _named(schemas, answer).get("items")
    return items is not None and is_same(schemas, items, records)


def _named(schemas: Schemas, schema: Node) -> Node:
    """What a schema is called by: the end of its `$ref`s, through what says nothing but that it may be null as well."""
    seen = set[Identity]()
    schema = schemas.resolve(schema)
    while schema.identity not in seen and isinstance(schema.value, dict):
        seen.add(schema.identity)
        left = [each for each in schema.listed("allOf", "anyOf", "oneOf") if each.value not in _NULLS]
        if len(left) != 1 or {"properties", "required", "items"} & schema.value.keys():
            break
        schema = schemas.resolve(left[0])
    return schema
