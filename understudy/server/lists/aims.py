"""What the parameters of a list ask of its records, as far as the names and the schemas of both leave no doubt."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.parameters import Parameter
from understudy.contract.samples.names import singular, words
from understudy.contract.schemas import Schemas
from understudy.server.lists.bounds import AFTER, BEFORE, FROM, TO
from understudy.server.lists.members import LIST, MOMENT, NUMBER, OBJECT, PLAIN, TEXT, Members, Words, kind, listed
from understudy.server.lists.paging import called, paging_names
from understudy.server.lists.part import Path
from understudy.server.lists.place import place
from understudy.server.lists.sorting import SORTS

_BEHIND = {"gte": FROM, "ge": FROM, "gt": AFTER, "lte": TO, "le": TO, "lt": BEFORE}
_AROUND = {"min": FROM, "minimum": FROM, "from": FROM, "since": FROM, "after": AFTER}
_AROUND |= {"max": TO, "maximum": TO, "to": TO, "until": TO, "before": BEFORE}
_BEHIND |= _AROUND
_ALONE = {("start", "date"): FROM, ("start", "time"): FROM, ("end", "date"): TO, ("end", "time"): TO}
"""Words that say on which side of a bound something is: behind its name, around it, and of all that there is."""

NOT, HAS, BEGINS = "not", "has", "begins"
"""That it says something else, that a text is in what it says, or that it begins with that."""

_OTHERWISE = {"ne": NOT, "neq": NOT, "not": NOT, "like": HAS, "ilike": HAS, "contains": HAS, "icontains": HAS}
_OTHERWISE |= {"startswith": BEGINS, "istartswith": BEGINS, "starts": BEGINS, "eq": "", "in": ""}

_FILTERS = {"filter", "filters", "where"}
"""What a parameter is called by that has the names of members in it."""

_ALL = ("all", "any", "*")
"""What is asked for where it does not matter, unless a member may say just that."""

_NAME = re.compile(r"[\w$][\w$.:\[\]-]*")
"""A name in which nothing stands that might be an operator."""


class Aim(Struct, frozen=True):
    """What a parameter asks: that the first of some members which is there says the same, or is in such a relation.

    Each part is meant of a text that `splits`; what is `void` no member can say, and so it asks for nothing.
    """

    paths: tuple[Path, ...]
    relation: str = ""
    splits: bool = False
    void: frozenset[str] = frozenset()


def aims(operation: Operation, schemas: Schemas, record: Node | None = None) -> dict[Path, Aim]:
    """By the name of each parameter what it asks of a `record`, or of those that are listed.

    In a parameter that is an object its members do.
    """
    found = place(schemas, operation.good_schema) if operation.good_schema and not record else None
    record = found[0] if found else record
    if record is None:
        return {}
    reader, paged = _Reader(schemas, record), paging_names(operation)
    asked = [p for p in operation.parameters if p.location == "query" and p.name not in paged]
    asked = [p for p in asked if called(p.name) not in SORTS or (p.name,) in reader.members.nodes]
    leaves = [leaf for parameter in asked for leaf in _leaves(schemas, parameter)]
    return {path: aim for path, node in leaves if (aim := reader.aim(path, node)) is not None}


def _leaves(schemas: Schemas, parameter: Parameter) -> Iterator[tuple[Path, Node]]:
    """What can be said in a parameter, with its schema: in one that is an object, what is in that, two deep."""
    waiting: list[tuple[Path, Node]] = [((parameter.name,), parameter.schema)] if parameter.schema else []
    for path, node in waiting:
        inner = schemas.properties(node) if len(path) < 3 else {}  # noqa: PLR2004 - `filter[price][gte]`
        waiting += [((*path, name), each) for name, each in inner.items()]
        if not inner:
            yield path, node


class _Reader:
    """Reads names as what they ask of the members of a record."""

    def __init__(self, schemas: Schemas, record: Node) -> None:
        self._schemas, self.members = schemas, Members(schemas, record)

    def aim(self, path: Path, node: Node) -> Aim | None:
        """What is asked by what is called like this and has this schema."""
        if not all(map(_NAME.fullmatch, path)):
            return None
        said = kind(self._schemas, node)
        for names in _spelled(path):
            for read in (self._same, self._bound, self._otherwise):
                if aim := read(names, said, node):
                    return aim
        return None

    def _same(self, names: Words, said: str, node: Node) -> Aim | None:
        """One that a member is to say: called as it is, or as many of it are, or as one of the many that it has."""
        members = self.members
        found, is_many = members.only(names.__eq__, *PLAIN, LIST), False
        if found is None:
            found = members.only(lambda known: _one(known) == names, LIST)
        if found is None and said in (LIST, TEXT):
            found, is_many = members.only(_one(names).__eq__, *PLAIN), True
        if found is None or said == OBJECT:
            return None
        member = members.nodes[found]
        each = listed(self._schemas, member) or member
        own, closed = [*_declared(self._schemas, node)], [*_declared(self._schemas, each)]
        splits = is_many or each is not member or bool(closed) or kind(self._schemas, each) == NUMBER
        void = frozenset(text for text in (*own, *_ALL) if isinstance(text, str) and not self._may_be(each, text))
        return Aim((found,), "", said == TEXT and splits, void)

    def _may_be(self, node: Node, text: str) -> bool:
        """Whether a member can say what a text in a query says."""
        values: list[Any] = [text]
        with suppress(ValueError):
            values.append(json.loads(text))
        return any(not self._schemas.violations(node, value) for value in values)

    def _bound(self, names: Words, said: str, node: Node) -> Aim | None:  # noqa: ARG002 - as the other one is read
        """One that a member is to keep within."""
        relation, rest = _side(names)
        if not relation or said not in (NUMBER, MOMENT, TEXT):
            return None
        if said == NUMBER:
            found = self.members.number(rest)
            return Aim((found,), relation) if found else None
        moments = self.members.moments(rest, names, is_low=relation in (FROM, AFTER))
        return Aim(moments, relation) if moments else None

    def _otherwise(self, names: Words, said: str, node: Node) -> Aim | None:
        """One of which it is said how what it says has to be like that."""
        *rest, last = names[:-1] if names[-2:] == ("starts", "with") else names
        relation = _OTHERWISE.get(last)
        aim = self._same(tuple(rest), said, node) if relation is not None and rest else None
        if aim is None or (relation in (HAS, BEGINS) and said != TEXT):
            return None
        splits = last == "in" and said == TEXT
        return replace(aim, relation=relation, splits=splits or (aim.splits and relation not in (HAS, BEGINS)))


def _spelled(path: Path) -> Iterator[Words]:
    """The words that a name may mean: with what it is in, and without."""
    said = [words(name) for name in path]
    whole = tuple(word for each in said for word in each)
    if len(whole) > 1 and whole[0] in _FILTERS:
        whole = whole[1:]
    inner = tuple(word for each in said[1:] for word in each)
    yield from filter(None, dict.fromkeys((whole, inner)))


def _one(names: Words) -> Words:
    """What one of several things is called."""
    return (*names[:-1], *map(singular, names[-1:]))


def _side(names: Words) -> tuple[str, Words]:
    """On which side of a bound something is to be, if on one, and what: nothing where it is all that there is."""
    if names in _ALONE:
        return _ALONE[names], ()
    if names[-1] in _BEHIND:
        return _BEHIND[names[-1]], names[:-1]
    return (_AROUND[names[0]], names[1:]) if names[0] in _AROUND else ("", names)


def _declared(schemas: Schemas, node: Node) -> Iterator[Any]:
    """The values that a schema names, or that of what it lists."""
    for schema in filter(None, (node, listed(schemas, node))):
        for part in schemas.alternatives(schema):
            yield from part.value.get("enum") or ()
            yield from (part.value[keyword] for keyword in ("const", "default") if keyword in part.value)
