"""Which records of a list are asked for, and in which order: by members that its query names."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, TypeVar

from understudy.contract.samples.names import words
from understudy.contract.schemas import MISSING
from understudy.server.lists.aims import Aim
from understudy.server.lists.bounds import within
from understudy.server.lists.members import Words, about, is_resource
from understudy.server.lists.paging import called
from understudy.server.lists.part import Path

SORTS = {"sort", "sort_by", "sortby", "sorted_by", "sorting", "sort_field", "sort_key", "sort_column"}
SORTS |= {"order", "order_by", "orderby", "ordering"}
DIRECTIONS = {"order", "sort_order", "direction", "dir", "sort_dir", "order_dir", "sort_direction", "order_direction"}
SEARCHES = {"q", "query", "search", "search_term", "search_query", "search_text", "term", "keyword", "keywords"}

_DOWN = {"asc": False, "ascending": False, "desc": True, "descending": True}

_DEEP = 3
"""A name this deep in a parameter is that of a member only where its schema says so."""

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
    order: dict[str, bool] = {}
    for member, is_down in _order(query, known):
        order.setdefault(member, is_down)  # once sorted by, it says nothing more
    for member, is_down in reversed(order.items()):
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
        elif len(path) == _DEEP or isinstance(said, dict):
            continue  # of which nobody knows how it is meant
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
    if aim.relation:
        keeps = within(aim.relation, said)
        return keeps and (lambda record: keeps(_at(record, aim.paths)))
    values = _values([said, *map(str.strip, said.split(","))] if aim.splits and isinstance(said, str) else said)
    return None if isinstance(said, dict) or values & aim.void else partial(_is_said, aim.paths, values)


def _at(record: Record, paths: Sequence[Path]) -> Any:
    """What the first of some members says that is there; MISSING where none is."""
    for path in paths:
        value: Any = record
        for name in path:
            value = value.get(name, MISSING) if isinstance(value, Mapping) else MISSING
        if value is not MISSING and value is not None:
            return value
    return value


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
        return text in value.casefold()
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_says(each, text) for each in inner)


def _order(query: Mapping[str, Any], known: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The members to sort by, and whether downwards, however a query says that.

    `sort=-price`, `sort=price,desc`, `sort=price:desc`, `sort=PRICE_DESC` and `sort=price&order=desc` are the same.
    """
    asked = {called(name): value for name, value in query.items() if name not in known}
    downs = {name: _DOWN.get(str(value).lower()) for name, value in asked.items() if name in DIRECTIONS}
    usual = any(downs.values())
    for name, value in asked.items():
        parts = ",".join(map(str, value if isinstance(value, list) else [value])).split(",")
        for part, after in zip_longest(parts, parts[1:], fillvalue="") if name in SORTS else ():
            spelled = words(part)
            down = _DOWN.get("".join(spelled[-1:]))
            if (member := _meant(spelled, known)) is not None:
                down = _DOWN.get(after.strip().lower(), usual or part.lstrip().startswith("-"))
            elif down is not None:
                member = _meant(spelled[:-1], known)
            if member is not None:
                yield member, bool(down)


def _meant(spelled: Words, known: Sequence[str]) -> str | None:
    """The member that is called so, else the one that says when that was."""
    exact = [name for name in known if words(name) == spelled]
    found = exact[-1:] or [name for name in known if spelled and about(words(name)) == spelled]
    return found[0] if len(found) == 1 else None


def _rank(value: Any) -> tuple[int, Any]:
    """What values are compared by: numbers come before texts, and texts have no case."""
    if isinstance(value, int | float):
        return 0, value
    return (1, value.casefold()) if isinstance(value, str) else (2, 0)
