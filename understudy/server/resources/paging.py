"""Lists by pages, by whatever parameters a document has for them."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.samples.names import words
from understudy.contract.schemas import MISSING, Schemas

_SIZES = {"limit", "size", "per_page", "page_size", "perpage", "pagesize", "count", "top", "take", "max_results"}
_SIZES |= {"maxresults", "first", "page_limit", "results_per_page", "num"}
_OFFSETS = {"offset", "skip", "start", "start_index", "page_offset"}
_PAGES = {"page", "page_number", "pagenumber", "page_num", "p", "page_index", "current_page"}
_CURSORS = {"cursor", "after", "page_token", "starting_after", "continuation", "continuation_token", "next_token"}
_CURSORS |= {"page_cursor", "next_cursor", "marker", "start_cursor", "next_page_token"}

_TOTALS = {"total", "total_count", "count", "total_items", "total_results", "total_elements", "total_records"}
_TOTAL_PAGES = {"total_pages", "pages", "last_page"}
_MORES = {"has_more", "has_next", "has_next_page", "more"}
_SHOWN = {"number_of_elements", "page_count", "returned"}
_FLAGS = {"first", "last", "empty"}
_NEXTS = {"next", "next_cursor", "next_page", "next_page_token", "next_token", "cursor", "continuation_token"}
_NEXTS |= {"end_cursor", "continuation"}


_BEYOND = 1 << 40


def paging_names(operation: Operation) -> set[str]:
    """The parameters of a list that say which part of it is wanted."""
    known = _SIZES | _OFFSETS | _PAGES | _CURSORS
    return {p.name for p in operation.parameters if p.location == "query" and _called(p.name) in known}


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted."""

    offset: int = 0
    size: int | None = None
    first: int = 1

    @classmethod
    def asked(cls, operation: Operation, query: Mapping[str, Any], schemas: Schemas) -> "Page":
        """The part that the parameters of a query name; pages are counted from 0 where the parameter says so."""
        values = {_called(name): value for name, value in _flat(query)}
        size = _number(values, _SIZES)
        offset = _number(values, _OFFSETS)
        page = _number(values, _PAGES)
        first = _first_page(operation, schemas)
        if offset is None and page is not None and size is not None:
            offset = max(page - first, 0) * size
        elif offset is None and page is not None and page > first:
            offset = _BEYOND  # of no known size: all is on the first one
        if offset is None:
            cursor = next((value for name, value in values.items() if name in _CURSORS), None)
            digits = "".join(filter(str.isascii, filter(str.isdigit, str(cursor or ""))))
            offset = int(digits[-9:]) if digits else 0
        return cls(max(offset, 0), size, first)

    def of(self, records: list[Any]) -> list[Any]:
        """The part of these."""
        end = None if self.size is None else self.offset + max(self.size, 0)
        return records[self.offset : end]

    def facts(self, name: str, count: int, shown: int) -> Iterator[Any]:
        """What a member beside a list may say, the likeliest first, of so many records of which some are shown."""
        called = _called(name)
        after = self.offset + shown
        is_last = after >= count or not shown
        size = self.size or max(shown, 1)
        if called in _TOTALS:
            yield count
        elif called in _TOTAL_PAGES:
            yield -(-count // size)
        elif called in _MORES:
            yield not is_last
        elif called in _FLAGS:
            yield {"first": self.offset == 0, "last": is_last, "empty": not shown}[called]
        elif called in _SHOWN:
            yield shown
        elif called in _NEXTS:
            yield from (None, MISSING, "", 0) if is_last else (f"{after}", f"after-{after}", after, f"{after:024}")
        elif called in _SIZES:
            yield from (size, f"{size}")
        elif called in _OFFSETS:
            yield self.offset
        elif called in _PAGES | {"number"}:
            yield self.offset // size + self.first


def _flat(query: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parameters of a query, with the members of objects among them."""
    for name, value in query.items():
        yield from value.items() if isinstance(value, dict) else [(name, value)]


def _called(name: str) -> str:
    return "_".join(words(name))


def _number(values: Mapping[str, Any], names: Container[str]) -> int | None:
    found = (value for name, value in values.items() if name in names)
    return next((value for value in found if isinstance(value, int) and not isinstance(value, bool)), None)


def _first_page(operation: Operation, schemas: Schemas) -> int:
    """The number of the first page."""
    for parameter in operation.parameters:
        if _called(parameter.name) in _PAGES and parameter.schema is not None:
            return 0 if _is_from_zero(parameter.schema.value) else 1
        members = parameter.node.get("schema")
        for name, node in schemas.properties(members).items() if members else ():
            if _called(name) in _PAGES:
                return 0 if _is_from_zero(node.value) else 1
    return 1


def _is_from_zero(schema: Any) -> bool:
    return isinstance(schema, dict) and 0 in (schema.get("minimum"), schema.get("default"))


Path = tuple[str, ...]


def spots(body: Mapping[str, Any], around: Path) -> Iterator[Path]:
    """The members of a list's body, and those of objects in it, save for the list itself."""
    for name, value in body.items():
        if (name,) != around:
            yield (name,)
        if isinstance(value, dict):
            yield from ((name, inner) for inner in value if (name, inner) != around)


def put_at(body: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A body with another value at a member; without that where it is MISSING."""
    name, *rest = path
    if rest:
        inner = body.get(name)
        value = put_at(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    if value is MISSING:
        return {known: member for known, member in body.items() if known != name}
    return {**body, name: value}
