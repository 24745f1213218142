"""Which records of a list are asked for, and in which order: by members that its query names."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import Any, TypeVar

from understudy.contract.samples.names import words
from understudy.server.lists.paging import called

SORTS = {"sort", "sort_by", "sortby", "sorted_by", "sorting", "sort_field", "sort_key", "sort_column"}
SORTS |= {"order", "order_by", "orderby", "ordering"}
DIRECTIONS = {"order", "sort_order", "direction", "dir", "sort_dir", "order_dir", "sort_direction", "order_direction"}
SEARCHES = {"q", "query", "search", "search_term", "search_query", "search_text", "term", "keyword", "keywords"}

_DOWN = {"asc": False, "ascending": False, "desc": True, "descending": True}

Record = Mapping[str, Any]
_T = TypeVar("_T")


def wanted(
    query: Mapping[str, Any], records: Sequence[_T], look: Callable[[_T], Record], *, searched: bool = True
) -> list[_T]:
    """Those of the records that have what a query says of their members, in the order that it asks for.

    What the query calls like no member of any of them is asked of none. In those that are `searched`, a text may stand
    anywhere. `look` shows a record.
    """
    if not query:
        return [*records]
    shown = [(record, look(record)) for record in records]
    known = list(dict.fromkeys(name for _, record in shown for name in record))
    for name, asked in _filters(query, known):
        shown = [pair for pair in shown if name in pair[1] and _has(pair[1][name], asked)]
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


def _filters(query: Mapping[str, Any], known: Sequence[str]) -> Iterator[tuple[str, AbstractSet[Any]]]:
    """The members that a query asks for, with the values of which each is to have one: `filter[status]=new`."""
    for name, value in query.items():
        named = value.items() if isinstance(value, dict) else [(name.removeprefix("filter[").removesuffix("]"), value)]
        for each, said in named:
            if each in known and not isinstance(said, dict):  # of which nobody knows how it is meant
                values = said if isinstance(said, list) else [said]
                yield each, {one for one in values if not isinstance(one, list | dict)}


def _has(said: Any, asked: AbstractSet[Any]) -> bool:
    """Whether a member says one of the values that are asked for; a list of them says each."""
    if isinstance(said, dict):
        return True  # of which nobody knows how it is meant
    return any(_is_among(each, asked) for each in (said if isinstance(said, list) else [said]))


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
    members = {words(name): name for name in known}
    for name, value in asked.items():
        parts = ",".join(map(str, value if isinstance(value, list) else [value])).split(",")
        for part, after in zip_longest(parts, parts[1:], fillvalue="") if name in SORTS else ():
            spelled = words(part)
            down = _DOWN.get("".join(spelled[-1:]))
            if (member := members.get(spelled)) is not None:
                down = _DOWN.get(after.strip().lower(), usual or part.lstrip().startswith("-"))
            elif down is not None:
                member = members.get(spelled[:-1])
            if member is not None:
                yield member, bool(down)


def _rank(value: Any) -> tuple[int, Any]:
    """What values are compared by: numbers come before texts, and texts have no case."""
    if isinstance(value, int | float):
        return 0, value
    return (1, value.casefold()) if isinstance(value, str) else (2, 0)
