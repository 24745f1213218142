"""In which order a query wants records, however it says that."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from understudy.contract.samples.names import words
from understudy.server.lists.members import Words, about
from understudy.server.lists.paging import called

SORTS = {"sort", "sort_by", "sortby", "sorted_by", "sorting", "sort_field", "sort_key", "sort_column", "sort_property"}
SORTS |= {"order", "order_by", "orderby", "ordering"}
DIRECTIONS = {"order", "sort_order", "direction", "dir", "sort_dir", "order_dir", "sort_direction", "order_direction"}

_DOWN = {"asc": False, "ascending": False, "desc": True, "descending": True}
_WAYS = {**_DOWN, "1": False, "-1": True}
_FLAGS = {"desc": True, "descending": True, "reverse": True, "asc": False, "ascending": False}
"""What says by being so, or by not being so, that it goes downwards."""

_AGES = {"newest": True, "latest": True, "oldest": False}
_INNER = re.compile(r"([^\[\]]+)\[([^\[\]]+)\]")


def order(query: Mapping[str, Any], known: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The members to sort by, and whether downwards.

    `sort=-price`, `sort=price,desc`, `sort=price:desc`, `sort=PRICE_DESC`, `sort[price]=desc` and
    `sort=price&order=desc` are the same.
    """
    asked: dict[str, Any] = {}
    for name, inner, value in _spread(query, known):
        member = meant(words(inner), known) if inner else None
        if member is not None and (down := _WAYS.get(str(value).lower())) is not None:
            yield member, down
        else:
            asked[f"sort_{called(inner)}" if inner else called(name)] = value
    downs = {name: _WAYS.get(str(value).lower()) for name, value in asked.items() if name in DIRECTIONS}
    usual = any(downs.values()) or any(asked.get(name) is flag for name, flag in _FLAGS.items())
    for name, value in asked.items():
        parts = ",".join(map(str, value if isinstance(value, list) else [value])).split(",")
        for part, after in zip_longest(parts, parts[1:], fillvalue="") if name in SORTS else ():
            yield from _said(part, after, known, usual=usual)


def _spread(query: Mapping[str, Any], known: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    """What a query says that no member is called like, with the name in the brackets behind one for sorting."""
    for name, value in query.items():
        if name in known:
            continue
        inner = _INNER.fullmatch(name)
        if inner and called(inner[1]) in SORTS:
            yield inner[1], inner[2], value
        elif isinstance(value, dict) and called(name) in SORTS:
            yield from ((name, each, said) for each, said in value.items())
        else:
            yield name, "", value


def _said(part: str, after: str, known: Sequence[str], *, usual: bool) -> Iterator[tuple[str, bool]]:
    """What one text asks for, before another one that may say which way."""
    spelled = words(part)
    down, age = _DOWN.get("".join(spelled[-1:])), _AGES.get(part.strip().lower())
    if (member := meant(spelled, known)) is not None:
        yield member, _DOWN.get(after.strip().lower(), usual or part.lstrip().startswith("-"))
    elif down is not None and (member := meant(spelled[:-1], known)) is not None:
        yield member, down
    elif age is not None and (member := meant(("created",), known)) is not None:
        yield member, age


def meant(spelled: Words, known: Sequence[str]) -> str | None:
    """The member that is called so, else the one that says when that was."""
    exact = [name for name in known if words(name) == spelled]
    found = exact[-1:] or [name for name in known if spelled and about(words(name)) == spelled]
    return found[0] if len(found) == 1 else None
