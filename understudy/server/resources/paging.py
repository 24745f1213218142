"""Lists by pages, by whatever parameters a document has for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.samples.names import words
from understudy.contract.schemas import MISSING

_SIZES = {"limit", "size", "per_page", "page_size", "perpage", "pagesize", "count", "top", "take", "max_results"}
_SIZES |= {"maxresults", "first", "page_limit", "results_per_page", "num"}
_OFFSETS = {"offset", "skip", "start", "start_index", "page_offset"}
_PAGES = {"page", "page_number", "pagenumber", "page_num", "p", "page_index", "current_page"}
_CURSORS = {"cursor", "after", "page_token", "starting_after", "continuation", "continuation_token", "next_token"}
_CURSORS |= {"page_cursor", "next_cursor", "marker", "start_cursor", "next_page_token"}

_TOTALS = {"total", "total_count", "count", "total_items", "total_results", "total_elements", "total_records"}
_TOTAL_PAGES = {"total_pages", "page_count", "pages", "last_page"}
_MORES = {"has_more", "has_next", "has_next_page", "more"}
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
    def asked(cls, operation: Operation, query: Mapping[str, Any]) -> "Page":
        """The part that the parameters of a query name; pages are counted from 0 where the parameter says so."""
        values = {_called(name): value for name, value in query.items()}
        size = _number(values, _SIZES)
        offset = _number(values, _OFFSETS)
        page = _number(values, _PAGES)
        first = _first_page(operation)
        if offset is None and page is not None and size is not None:
            offset = max(page - first, 0) * size
        elif offset is None and page is not None and page > first:
            offset = _BEYOND  # of no known size: all is on the first one
        if offset is None:
            cursor = next((values[name] for name in _CURSORS if name in values), None)
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
        elif called in _NEXTS:
            yield from (None, MISSING, "", 0) if is_last else (f"{after}", f"after-{after}", after, f"{after:024}")
        elif called in _SIZES:
            yield from (size, f"{size}")
        elif called in _OFFSETS:
            yield self.offset
        elif called in _PAGES:
            yield self.offset // size + self.first


def _called(name: str) -> str:
    return "_".join(words(name))


def _number(values: Mapping[str, Any], names: Iterable[str]) -> int | None:
    found = (values[name] for name in names if name in values)
    return next((value for value in found if isinstance(value, int) and not isinstance(value, bool)), None)


def _first_page(operation: Operation) -> int:
    """The number of the first page."""
    for parameter in operation.parameters:
        if _called(parameter.name) in _PAGES and parameter.schema is not None:
            schema = parameter.schema.value if isinstance(parameter.schema.value, dict) else {}
            if 0 in (schema.get("minimum"), schema.get("default")):
                return 0
    return 1
