"""Which records of a list are asked for, and in which order: by members that its query names."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from understudy.contract.schemas import MISSING
from understudy.server.lists.aims import BEGINS, HAS, NOT, Aim
from understudy.server.lists.bounds import within
from understudy.server.lists.members import is_resource
from understudy.server.lists.paging import called
from understudy.server.lists.part import Path
from understudy.server.lists.sorting import SORTS, order

SEARCHES = {"q", "query", "search", "search_term", "search_query", "search_text", "term", "keyword", "keywords"}

_DEEP = 3
"""A name this deep in a parameter is that of a member only where its schema says so."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d")

_NOTHING: Mapping[Path, Aim] = MappingProxyType({})

Record = Mapping[str, Any]
_T = TypeVar("_T")


def wanted(
    query: Mapping[str, Any],
    records: Sequence[_T],
    look: Callable[[_T], Record],
    aims: Mapping[Path, Aim] = _NOTHING,
    *,
    searched: bool = True,
) -> list[_T]:
    """Those of the records that have what a query says of their members, in the order that it asks for.

    `aims` are what its parameters ask by their schemas. What else it calls like no member of any of the records is
    asked of none, nor is an empty text. In those that are `searched`, a text may stand anywhere. `look` shows a record.
    """
    if not query:
        return [*records]
    shown = [(record, _open(look(record))) for record in records]
    known = list(dict.fromkeys(name for _, record in shown for name in record))
    for has in _filters(query, known, aims):
        shown = [pair for pair in shown if has(pair[1])]
    for name, value in query.items() if searched else ():
        if called(name) in SEARCHES and name not in known and isinstance(value, str):
            shown = [pair for pair in shown if _says(pair[1], value.casefold())]
    for value in [value for name, value in query.items() if called(name) == "filter" and isinstance(value, str)]:
        from understudy.server.lists.expressions import expression  # noqa: PLC0415 - few lists are asked so

        if holds := expression(value, known):
            shown = [pair for pair in shown if holds(pair[1])]
    sorts: dict[str, bool] = {}
    for member, is_down in order(query, known):
        sorts.setdefault(member, is_down)  # once sorted by, it says nothing more
    for member, is_down in reversed(sorts.items()):
        there = [pair for pair in shown if pair[1].get(member) is not None]
        there.sort(key=lambda pair: _rank(pair[1][member]), reverse=is_down)
        shown = there + [pair for pair in shown if pair[1].get(member) is None]
    return [each for each, _ in shown]


def _open(record: Record) -> Record:
    """A record with all that is its own: a resource object of JSON:API has that in `attributes`."""
    return (
        {**record["attributes"], **record} if is_resource(record) and isinstance(record["attributes"], dict) else record
    )


def _filters(
    query: Mapping[str, Any], known: Sequence[str], aims: Mapping[Path, Aim]
) -> Iterator[Callable[[Record], bool]]:
    """What is asked of each record."""
    for path, said in _said(query):
        if said == "":
            continue  # as of a field in a form that nobody has filled in
        if aim := aims.get(path):
            if has := aimed(aim, said):
                yield has
        elif len(path) == _DEEP or isinstance(said, dict) or (len(path) > 1 and called(path[0]) in SORTS):
            continue  # of which nobody knows how it is meant, or which says in what order
        elif (name := path[-1].removeprefix("filter[").removesuffix("]")) in known:
            yield partial(_is_said, ((name,),), _values(said))


def _said(query: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """What a query says, and where: in objects their members do, and those of the objects in them."""
    for name, value in query.items():
        for inner, said in value.items() if isinstance(value, dict) else ():
            for deepest, each in said.items() if isinstance(said, dict) else ():
                yield (name, inner, deepest), each
            yield (name, inner), said
        if not isinstance(value, dict):
            yield (name,), value


def aimed(aim: Aim, said: Any) -> Callable[[Record], bool] | None:
    """What is asked by a parameter that says this; None where that is nothing."""
    if aim.relation in (HAS, BEGINS):
        text = str(said).strip("%*").casefold()  # as some write what may stand before it and behind it
        return partial(_is_like, aim.paths, text, aim.relation)
    if aim.relation and aim.relation != NOT:
        keeps = within(aim.relation, said)
        return keeps and (lambda record: keeps(_at(record, aim.paths)))
    values = _values([said, *map(str.strip, said.split(","))] if aim.splits and isinstance(said, str) else said)
    if isinstance(said, dict) or values & aim.void:
        return None
    is_said = partial(_is_said, aim.paths, values)
    return is_said if aim.relation != NOT else lambda record: not is_said(record)


def _at(record: Record, paths: Sequence[Path]) -> Any:
    """What the first of some members says that is there; MISSING where none is."""
    for path in paths:
        value: Any = record
        for name in path:
            value = value.get(name, MISSING) if isinstance(value, Mapping) else MISSING
        if value is not MISSING and value is not None:
            return value
    return value


def _is_like(paths: Sequence[Path], text: str, relation: str, record: Record) -> bool:
    """Whether one of the texts that a member says begins with another one, or has it anywhere; none has a case."""
    value = _at(record, paths)
    said = [each.casefold() for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    return any(each.startswith(text) if relation == BEGINS else text in each for each in said)


def _values(said: Any) -> frozenset[Any]:
    return frozenset(one for one in (said if isinstance(said, list) else [said]) if not isinstance(one, list | dict))


def _is_said(paths: Sequence[Path], asked: AbstractSet[Any], record: Record) -> bool:
    value = _at(record, paths)
    return value is not MISSING and _has(value, asked)


def _has(said: Any, asked: AbstractSet[Any]) -> bool:
    """Whether a member says one of the values that are asked for; a list says each, an object in it what it has."""
    if isinstance(said, dict):
        return True  # of which nobody knows how it is meant
    listed = said if isinstance(said, list) else [said]
    inner = (each for one in listed for each in (one.values() if isinstance(one, dict) else [one]))
    return any(_is_among(each, asked) for each in inner)


def _is_among(said: Any, asked: AbstractSet[Any]) -> bool:
    """Whether a value is one of those that are asked for; a query may have the texts of other values."""
    if isinstance(said, list | dict):
        return False
    return said in asked or (not isinstance(said, str) and json.dumps(said) in asked)


def _says(value: Any, text: str) -> bool:
    """Whether a text is found in another one anywhere in a value, in any case."""
    if isinstance(value, str):
        return text in value.casefold() and not _MOMENT.match(value)
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_says(each, text) for each in inner)


def _rank(value: Any) -> tuple[int, Any]:
    """What values are compared by: numbers come before texts, and texts have no case."""
    if isinstance(value, int | float):
        return 0, value
    return (1, value.casefold()) if isinstance(value, str) else (2, 0)
