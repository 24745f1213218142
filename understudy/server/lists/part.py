"""A part of a list, with what can be said about it."""

from collections.abc import Collection as Names
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from msgspec import Struct
from starlette.types import Scope

from understudy.contract.schemas import MISSING
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.lists.paging import OFFSETS, PAGES, SIZES, Page, called

TOTALS = {"total", "total_count", "count", "total_items", "total_results", "total_elements", "total_records"}
TOTALS |= {"odata_count"}
_TOTAL_PAGES = {"total_pages", "pages", "last_page"}
_MORES = {"has_next", "has_next_page"}
_MORE = {"has_more", "more"}
_LESSES = {"has_previous", "has_prev", "has_previous_page", "has_prev_page"}
_SHOWN = {"number_of_elements", "page_count", "returned"}
_FLAGS = {"first", "last", "empty"}
_NEXTS = {"next", "next_cursor", "next_page", "next_page_token", "next_token", "cursor", "continuation_token"}
_NEXTS |= {"end_cursor", "continuation"}
_PREVS = {"prev", "previous", "prev_cursor", "previous_cursor", "prev_page", "previous_page", "previous_page_token"}
_URLS = {"next": "next", "odata_next": "next", "prev": "prev", "previous": "prev", "first": "first", "last": "last"}
_URLS |= {f"{name}_page": relation for name, relation in _URLS.items()}
_URLS = {f"{name}_{kind}": relation for name, relation in _URLS.items() for kind in ("link", "url", "uri", "href")}
"""Members that are links, by what they are called: of those called otherwise, some are cursors."""
_NUMBERED = {"next", "next_page", "prev", "previous", "prev_page", "previous_page"}
_LINKS = {"self", "first", "prev", "previous", "next", "last"}
_NUMBERS = PAGES | {"number"}
_TOLD = TOTALS | _TOTAL_PAGES | _MORES | _MORE | _LESSES | _SHOWN | _FLAGS | _NEXTS | _PREVS | SIZES | OFFSETS
_TOLD |= _NUMBERS | _URLS.keys()

Path = tuple[str, ...]


def tells(name: str, value: Any) -> bool:
    """Whether a member beside a list speaks of the list: itself, or what lies in it."""
    return called(name) in _TOLD or (isinstance(value, dict) and any(called(inner) in _TOLD for inner in value))


class Part(Struct, frozen=True):
    """The records of a page, and how many there are in the whole list, asked for at `path` with this `query`."""

    page: Page
    shown: list[Any]
    count: int
    origin: str = ""
    path: str = ""
    query: str = ""

    @classmethod
    def asked(cls, scope: Scope, page: Page, records: list[Any]) -> "Part":
        """The part of these records that a request asks for."""
        exchange = Exchange.of(scope)
        origin = f"{scope['scheme']}://{header(scope, 'host') or 'localhost'}"
        path = quote(f"{exchange.prefix}{exchange.path}".encode("latin-1"), safe="/%~:@!$&'()*+,;=")
        return cls(page, page.of(records), len(records), origin, path, scope["query_string"].decode("latin-1"))

    @property
    def size(self) -> int:
        """How many records a page has."""
        return self.page.size or max(len(self.shown), 1)

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return self.page.offset == 0

    @property
    def after(self) -> int:
        """Where the next part begins."""
        return self.page.offset + len(self.shown)

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.after >= self.count or not self.shown

    def facts(self, path: Path) -> Iterator[Any]:
        """What a member beside the list may say, the likeliest first; nothing where it does not speak of the list."""
        name = called(path[-1])
        if len(path) > 1 and called(path[0]) == "links" and name in _LINKS:
            yield from self._urls(name)
        elif name in _URLS:
            yield from self._urls(_URLS[name])
        elif name in _NEXTS:
            yield from self._another(name, "next")
        elif name in _PREVS:
            yield from self._another(name, "prev")
        else:
            yield from next((values for names, values in self._said(name) if name in names), ())
            yield from self._urls(name) if name in ("first", "last") else ()

    def _said(self, name: str) -> Iterator[tuple[Names[str], tuple[Any, ...]]]:
        """What is said by members of such names; of two that are called alike the first is meant."""
        yield TOTALS, (self.count,)
        yield _TOTAL_PAGES, (-(-self.count // self.size),)
        yield _MORES, (not self.is_last,)
        # who goes backwards is told whether there is more that way
        yield _MORE, (not (self.is_first if self.page.end == self.after else self.is_last),)
        yield _LESSES, (not self.is_first,)
        yield _FLAGS, ({"first": self.is_first, "last": self.is_last, "empty": not self.shown}.get(name),)
        yield _SHOWN, (len(self.shown),)
        size = self.size if self.page.size is None else self.page.size
        yield SIZES, (size, f"{size}")
        yield OFFSETS, (self.page.offset + self.page.base,)
        yield _NUMBERS, (self.page.number,)
        between = {"from": self.page.offset + 1, "to": self.after}.get(name)  # counted from 1, as Laravel does
        yield ("from", "to"), (between,) if self.shown else (None, MISSING, 0)

    def _another(self, name: str, relation: str) -> Iterator[Any]:
        """What leads to the next part or to the one before: a number, a cursor or a link."""
        is_there, step = (not self.is_last, 1) if relation == "next" else (not self.is_first, -1)
        if not is_there:
            yield from (None, MISSING, "", 0)
            return
        page, offset = self.page, self.after
        if name in _NUMBERED and (page.turn.page or (page.turn.numbered and name.endswith("page"))):
            yield from (f"{page.number + step}", page.number + step)
        if relation == "prev":
            offset = max(page.offset - self.size, 0)
            if page.turn.before and (key := page.key(page.offset)) is not None:
                yield from (key, str(key))
        yield from page.cursors(offset)
        yield from self._urls(relation)

    def _urls(self, relation: str) -> Iterator[Any]:
        """Where a member leads that is a link: a path, a whole URL, or an object with one (as in HAL and JSON:API)."""
        url = self.links().get("prev" if relation == "previous" else relation)
        if url is None:
            yield from (None, MISSING, "")
        else:
            yield from (url, f"{self.origin}{url}", {"href": url}, {"href": f"{self.origin}{url}"})

    def links(self) -> dict[str, str]:
        """Where other parts are, by their relation to this one (RFC 8288, 3.3), as far as that is known."""
        there = {"first": True, "prev": not self.is_first, "next": not self.is_last, "last": True}
        turns = self._turns() if self.page.size else {}
        found = {relation: self._url(turns[relation]) for relation in there if there[relation] and relation in turns}
        return {"self": self._url({}), **found}

    def _turns(self) -> dict[str, dict[str, Any]]:
        """What a query says for other parts, by their relation to this one; None for what it does not say."""
        page, turn, size = self.page, self.page.turn, self.size
        pages = max(-(-self.count // size), 1)
        if name := turn.page:
            last = page.first + pages - 1
            numbers = {"first": page.first, "prev": min(page.number - 1, last), "next": page.number + 1, "last": last}
        elif name := turn.offset:
            last = (pages - 1) * size
            begins = {"first": 0, "prev": min(max(page.offset - size, 0), last), "next": self.after, "last": last}
            ends = {name: {turn.end: begin + page.base + size} if turn.end else {} for name, begin in begins.items()}
            return {relation: {name: begin + page.base, **ends[relation]} for relation, begin in begins.items()}
        else:
            return self._by_cursor()
        return {relation: {name: number} for relation, number in numbers.items()}

    def _by_cursor(self) -> dict[str, dict[str, Any]]:
        turn = self.page.turn
        none: dict[str, Any] = {name: None for name in (turn.cursor, turn.before) if name}
        found = {"first": none} if none else {}
        if turn.cursor and (behind := next(self.page.cursors(self.after), None)) is not None:
            found["next"] = {**none, turn.cursor: behind}
        if turn.before and (key := self.page.key(self.page.offset)) is not None:
            found["prev"] = {**none, turn.before: key}
        return found

    def _url(self, changes: Mapping[str, Any]) -> str:
        """The URL of the request, with other values of its query."""
        pairs = parse_qsl(self.query, keep_blank_values=True, errors="replace")
        pairs = [(name, value) for name, value in pairs if name not in changes]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"{self.path}?{urlencode(pairs, errors='replace')}" if pairs else self.path
