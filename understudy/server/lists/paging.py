"""Lists by pages, by whatever parameters a document has for them."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.samples.names import words
from understudy.contract.schemas import Schemas

SIZES = {"limit", "size", "per_page", "page_size", "perpage", "pagesize", "count", "top", "take", "max_results"}
SIZES |= {"maxresults", "first", "page_limit", "results_per_page", "items_per_page", "num"}
OFFSETS = {"offset", "skip", "start", "start_index", "page_offset"}
ENDS = {"end": "start", "end_index": "start_index"}
"""Where the next part of a list begins, and where this one does, as json-server has it: no size is said then."""
PAGES = {"page", "page_number", "pagenumber", "page_num", "p", "page_index", "current_page"}
CURSORS = {"cursor", "after", "page_token", "starting_after", "continuation", "continuation_token", "next_token"}
CURSORS |= {"page_cursor", "next_cursor", "marker", "start_cursor", "next_page_token", "after_id", "start_after"}
KEYS = {"starting_after", "start_after", "after_id"}
"""Cursors that are known to be the key of the record before; others may be."""
BEFORE = {"before", "ending_before", "before_id"}

_BEYOND = 1 << 40
_MOMENTS = 10**9
"""A list that begins there does so at a moment, in seconds since 1970: no mock has as many records."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
"""How a text begins that is no cursor, but a date: what comes `after` one."""


def called(name: str) -> str:
    """A name as this room knows it, however it is written."""
    return "_".join(words(name))


def paging_names(operation: Operation) -> set[str]:
    """The parameters of a list that say which part of it is wanted."""
    known = {name for names in (SIZES, OFFSETS, PAGES, CURSORS, BEFORE) for name in named(operation, names)}
    return known | {*_ends(operation)}


def _ends(operation: Operation) -> Iterator[str]:
    """The parameters that say where a part of a list ends, which they do only beside one that says where it begins."""
    for end in (p for p in operation.parameters if called(p.name) in ENDS and p.location == "query"):
        if _is_count(end.schema) and any(named(operation, (ENDS[called(end.name)],))):
            yield end.name


def _is_count(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, dict) and node.value.get("type") in ("integer", "number")


class Turn(Struct, frozen=True):
    """The parameters by which other parts of a list are asked for, as far as an operation has them.

    Pages may be `numbered` though those that are used say otherwise what is wanted.
    """

    page: str | None = None
    offset: str | None = None
    cursor: str | None = None
    before: str | None = None
    numbered: bool = False
    end: str | None = None

    @classmethod
    def of(cls, operation: Operation, query: Mapping[str, Any]) -> "Turn":
        """Of pages, an offset and a cursor those that a query has, else the first that there is; `before` beside it."""
        known = [next(named(operation, names), None) for names in (PAGES, OFFSETS, CURSORS)]
        used = [name if name in query else None for name in known]
        first = next((index for index, name in enumerate(used) if name), None)
        first = first if first is not None else next((index for index, name in enumerate(known) if name), 0)
        page, offset, cursor = (name if index == first else None for index, name in enumerate(known))
        before, end = next(named(operation, BEFORE), None), next(_ends(operation), None)
        return cls(page, offset, cursor, before, known[0] is not None, end if end in query else None)


class Page(Struct, frozen=True):
    """Which part of a list is wanted: from `offset` on, so many, but none from `end` on.

    `number` is that of the page, `first` that of the first one, `base` that of the first record; `turn` is how others
    are asked for, and `keys` name the records of the whole list, in its order.
    """

    offset: int = 0
    size: int | None = None
    number: int = 1
    first: int = 1
    end: int | None = None
    turn: Turn = Turn()
    keys: Sequence[Any] = ()
    base: int = 0

    @classmethod
    def asked(
        cls, operation: Operation, query: Mapping[str, Any], schemas: Schemas, keys: Sequence[Any] = ()
    ) -> "Page":
        """The part that the parameters of a query name; pages are counted from 0 where the parameter says so."""
        values = {called(name): value for name, value in _flat(query)}
        size = _number(values, SIZES)
        size = None if size is None else max(size, 0)
        offset = _number(values, OFFSETS)
        offset = None if offset is not None and offset >= _MOMENTS else offset
        base = _base(operation)
        offset = offset if offset is None else offset - base
        ends = _number(values, ENDS) if any(_ends(operation)) else None
        if size is None and ends is not None:
            size = max(ends - base - (offset or 0), 0)
        page = _number(values, PAGES)
        first, end = _first_page(operation, schemas), None
        if not offset and page is not None and size is not None:
            offset = max(page - first, 0) * size
        elif not offset and page is not None and page > first:
            offset = _BEYOND  # of no known size: all is on the first one
        if offset is None:
            after, before = _cursor(values, CURSORS), _cursor(values, BEFORE)
            offset = position(after, keys) if after else 0
            end = _index(before, keys)
            if end is not None and size is not None and not after:
                offset = max(end - size, 0)
        offset = max(offset, 0)
        number = offset // size + first if size else max(page or 0, first)
        return cls(offset, size, number, first, end, Turn.of(operation, query), keys, base)

    def of(self, records: list[Any]) -> list[Any]:
        """The part of these."""
        end = None if self.size is None else self.offset + self.size
        if self.end is not None:
            end = self.end if end is None else min(end, self.end)
        return records[self.offset : end]

    def key(self, at: int) -> Any:
        """What names a record of the list and no other before it; None where nothing does."""
        key = self.keys[at] if 0 <= at < len(self.keys) else None
        return key if _index(key, self.keys) == at else None

    def cursors(self, offset: int) -> Iterator[Any]:
        """What leads to the part that begins there, the likeliest first: none that a record elsewhere is called."""
        own = (f"{offset}", f"after-{offset}", offset, f"{offset:024}")
        key = self.key(offset - 1)
        named = () if key is None else (key, str(key))
        candidates = (*named, *own) if called(self.turn.cursor or "") in KEYS else (*own, *named)
        return (cursor for cursor in candidates if position(cursor, self.keys) == offset)


def position(cursor: Any, keys: Sequence[Any]) -> int:
    """Where a list goes on: behind the record that a cursor names, else where the mock's own cursors say.

    One that is neither is read as if it were the mock's own.
    """
    if (index := _index(cursor, keys)) is not None:
        return index + 1
    digits = "".join(filter(str.isascii, filter(str.isdigit, str(cursor))))
    return int(digits[-9:]) if digits else 0


def _index(cursor: Any, keys: Sequence[Any]) -> int | None:
    """The index of the record that a cursor names, if it does; a query knows texts where a record has numbers."""
    wanted = None if cursor is None else str(cursor)
    return next((at for at, key in enumerate(keys) if key is not None and str(key) == wanted), None)


def named(operation: Operation, known: Container[str]) -> Iterator[str]:
    """The parameters of an operation that are called like one of these, save for moments: what is `after` one."""
    asked = (p for p in operation.parameters if p.location == "query" and called(p.name) in known)
    return (p.name for p in asked if not (p.schema and _is_moment(p.schema.value)))


def _is_moment(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("format") in ("date", "date-time")


def _flat(query: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parameters of a query, with the members of objects among them."""
    for name, value in query.items():
        yield from value.items() if isinstance(value, dict) else [(name, value)]


def _number(values: Mapping[str, Any], names: Container[str]) -> int | None:
    found = (value for name, value in values.items() if name in names)
    return next((value for value in found if isinstance(value, int) and not isinstance(value, bool)), None)


def _cursor(values: Mapping[str, Any], names: Container[str]) -> Any:
    found = (value for name, value in values.items() if name in names)
    return next((value for value in found if not (isinstance(value, str) and _DATE.match(value))), None)


def _first_page(operation: Operation, schemas: Schemas) -> int:
    """The number of the first page."""
    for parameter in operation.parameters:
        if called(parameter.name) in PAGES and parameter.schema is not None:
            return 0 if _is_from_zero(parameter.schema.value) else 1
        members = parameter.node.get("schema")
        for name, node in schemas.properties(members).items() if members else ():
            if called(name) in PAGES:
                return 0 if _is_from_zero(node.value) else 1
    return 1


def _base(operation: Operation) -> int:
    """The number of the first record: 1 where the parameter says so, as in SCIM (RFC 7644, 3.4.2.4)."""
    for parameter in operation.parameters:
        if called(parameter.name) in OFFSETS and parameter.schema is not None:
            schema = parameter.schema.value if isinstance(parameter.schema.value, dict) else {}
            return int(str(schema.get("default", schema.get("minimum"))) == "1")
    return 0


def _is_from_zero(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    first = schema.get("default", schema.get("minimum"))  # many may be 0, and begin at 1
    return str(first) == "0"  # some say it as a text
