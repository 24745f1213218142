"""What is noted of an exchange, secrets and all; who asks is told of it without them."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any, Protocol
from weakref import ref

from msgspec import Struct
from msgspec.structs import replace
from starlette.types import Scope

from understudy.contract.contract import Contract
from understudy.server.exchange import Exchange
from understudy.server.fields import HEAVY, Fields
from understudy.server.layers.redaction import Redaction, Secrets
from understudy.server.refusing.phrases import problem
from understudy.server.reports import refused
from understudy.server.sharing import Headers, Line
from understudy.state.journal import Entry, Fault, Journal, Message, Noted
from understudy.state.session import Session
from understudy.state.view import Reading

LONGEST_BODY = 256 * 1024
"""Bytes of a body that are kept."""

LARGEST_UNTOLD = 16 * 1024
"""Bytes of bodies in which secrets are looked for when somebody asks; where there are more, it is done at once."""

MOST_VIOLATIONS = 100
"""Violations of an exchange that are kept."""

_SEEDED = 2 * HEAVY
"""Bytes that the header of a seed takes, about."""

_LEAST = 1600
"""Bytes that an exchange takes beside all that was said in it, about."""

_MOST_ALIKE, _HEAVIEST_ALIKE = 256, 5000
"""How much that exchanges have alike is known at a time, and the bytes of each, about: it outlives them."""

_ROUGHLY = 0xFF
"""The bits of a weight that count for nothing: most exchanges then have theirs in common with others."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING: Mapping[str, str] = {}


class Heard(Protocol):
    """What was heard of a request's body."""

    @property
    def pieces(self) -> Sequence[bytes]:
        """Pieces of it, as far as they are kept."""

    @property
    def size(self) -> int:
        """How many bytes it had."""


class Whole(Struct, frozen=True):
    """All of a body."""

    body: bytes

    @property
    def pieces(self) -> Sequence[bytes]:
        """As much of it as is kept."""
        return (self.body[:LONGEST_BODY],)

    @property
    def size(self) -> int:
        """How many bytes it had."""
        return len(self.body)


class _Alike(Struct, frozen=True):
    """What many exchanges have alike; `weight` is about as many bytes as each takes beside all that it has alone."""

    secrets: Secrets
    session: ref[Session]
    method: str
    status: int | None
    answered: Headers
    operation: str | None
    preferences: tuple[str, ...]
    scenario: str | None
    fault: str | None
    weight: int


class _More(Struct, frozen=True, gc=False):
    """What few exchanges have: a query, secret parameters in a path, a body of the request, records.

    And the header of a seed, with its place in the answer.
    """

    query: str = ""
    parameters: Mapping[str, str] = _NOTHING
    asked: bytes = b""
    records: tuple[Reading, ...] = ()
    seeded: tuple[int, Line] | None = None

    @property
    def weight(self) -> int:
        """About as many bytes as its records and its seed take, and those of its entry as well."""
        return sum([200 + len(record.name) for record in self.records]) + (_SEEDED if self.seeded else 0)


_NO_MORE = _More()


class _Overheard(Struct, frozen=True, gc=False):
    """An exchange as it was, secrets and all: nobody is told of it but by an entry. There are thousands."""

    alike: _Alike
    path: bytes
    headers: Headers
    answered: bytes
    more: _More

    @property
    def session(self) -> ref[Session]:
        """The session that it belongs to."""
        return self.alike.session

    def told(
        self,
        sizes: tuple[int, int] | None = None,
        faults: Callable[[Redaction], Iterable[Fault]] = lambda _: (),
    ) -> Entry:
        """The entry of this exchange, of which nothing is secret; when it came is said by others.

        `sizes` are those of its bodies, if not all of them was kept.
        """
        alike, more = self.alike, self.more
        asked, answered = sizes or (len(more.asked), len(self.answered))
        hiding, said = Redaction(alike.secrets), alike.answered
        if more.seeded:
            at, line = more.seeded
            said = (*said[:at], line, *said[at:])
        entry = Entry(
            id=0,
            session=alike.session,
            at=_NEVER,
            milliseconds=0.0,
            method=alike.method,
            target=hiding.target(self.path.decode("latin-1"), more.query, more.parameters),
            request=_message(self.headers, more.asked, asked, hiding),
            status=alike.status,
            response=None if alike.status is None else _message(said, self.answered, answered, hiding),
            operation=alike.operation,
            violations=tuple(faults(hiding)),
            records=more.records,
            preferences=alike.preferences,
            scenario=alike.scenario,
            fault=alike.fault,
        )
        return _once_more(entry, hiding) if hiding.repeated(_texts(entry)) else entry


def _message(headers: Sequence[Line], body: bytes, size: int, hiding: Redaction) -> Message:
    """A message without its secrets, of whose body, which was so large, this is as much as is kept."""
    sent_as = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    lines, shown = hiding.headers(headers), hiding.body(body, sent_as.decode("latin-1"))
    return Message(lines, shown, size, truncated=len(body) < size)


def _texts(entry: Entry) -> Iterator[str]:
    """Everything in an exchange that may repeat a secret."""
    yield entry.target
    for message in filter(None, (entry.request, entry.response)):
        yield from (value for _, value in message.headers)
        yield message.body.decode(errors="surrogateescape")
    for fault in entry.violations:
        yield from (fault.message, *map(str, fault.location))
    yield from (record.name for record in entry.records)
    yield from entry.preferences


def _once_more(entry: Entry, hiding: Redaction) -> Entry:
    """An exchange in which nothing repeats a secret."""

    def message(kept: Message) -> Message:
        headers = tuple((name, hiding.again(value)) for name, value in kept.headers)
        body = hiding.again(kept.body.decode(errors="surrogateescape")).encode(errors="surrogateescape")
        return replace(kept, headers=headers, body=body)

    def fault(kept: Fault) -> Fault:
        location = tuple(hiding.again(part) if isinstance(part, str) else part for part in kept.location)
        return replace(kept, location=location, message=hiding.again(kept.message))

    return replace(
        entry,
        target=hiding.again(entry.target),
        request=message(entry.request),
        response=message(entry.response) if entry.response else None,
        violations=tuple(map(fault, entry.violations)),
        records=tuple(replace(record, name=hiding.again(record.name)) for record in entry.records),
        preferences=tuple(map(hiding.again, entry.preferences)),
    )


class Noting:
    """Notes exchanges in a journal."""

    def __init__(self, journal: Journal, contract: Contract) -> None:
        self._journal, self._contract = journal, contract
        schemes = contract.security_schemes.values()
        self._secrets = Secrets(scheme["name"] for scheme in schemes if scheme["type"] == "apiKey")
        self._has_secret = lru_cache(maxsize=1024)(lambda names: any(map(self._secrets.named, names)))
        self._alike: dict[tuple[Any, ...], _Alike] = {}

    def note(self, exchange: Exchange, scope: Scope, at: datetime, began: float, heard: Heard | None = None) -> None:
        """Note an exchange that came at a moment, `began` by `time.perf_counter`, and has ended."""
        noted = self._noted(exchange, scope, heard)
        self._journal.add(noted, at, time.perf_counter() - began)
        if heard is None or not heard.size:
            exchange.noted = noted
        if exchange.operation and exchange.sent:
            exchange.session.tally(exchange.operation.name, exchange.sent.status).count += 1

    def _noted(self, exchange: Exchange, scope: Scope, asked: Heard | None) -> Noted:
        call, sent, fields = exchange.call, exchange.sent, Fields.of(scope)
        heard, body, answered = b"".join(asked.pieces) if asked else b"", b"", []
        if sent:  # and nobody adds a header any more: who is around this one only sends them
            body, answered = sent.body, sent.headers
        seeded, more, query = None, _NO_MORE, scope["query_string"]
        if exchange.seeded:
            at, answered = answered.index(exchange.seeded), answered.copy()
            seeded = at, answered.pop(at)
        records = exchange.view.readings if exchange.view else ()
        has_secret = call is not None and self._has_secret(call.operation.path_names)
        if query or records or heard or has_secret or seeded:
            parameters = call.path if call and has_secret else _NOTHING
            more = _More(query.decode("latin-1"), parameters, heard, tuple(records), seeded)
        alike = self._with_alike(exchange, scope["method"], tuple(answered))
        path, size = exchange.path.encode("latin-1"), len(body)
        overheard, untold = _Overheard(alike, path, fields.lines, body[:LONGEST_BODY], more), size + len(heard)
        if not exchange.violations and untold <= LARGEST_UNTOLD:
            weight = alike.weight + fields.weight + untold + len(query) + len(path)
            return Noted(_same((weight if more is _NO_MORE else weight + more.weight) | _ROUGHLY), overheard)
        # What was found may have the whole of a body in it, and where it stands is known by the contract alone. And who
        # reads the journal should not have to wait for what was sent by many.
        entry = overheard.told((asked.size if asked else 0, size), partial(self._faults, exchange))
        if exchange.operation and exchange.side == "request" and refused(exchange.operation, entry.violations):
            exchange.is_pure = False  # who looks at the log finds there why it is refused, each time
        return Noted(entry.weight, entry)

    def _with_alike(self, exchange: Exchange, method: str, answered: Headers) -> _Alike:
        """What an exchange has alike with others: the very same as they have, if it is small."""
        view, sent, operation, applied = exchange.view, exchange.sent, exchange.operation, exchange.applied
        preferences = tuple([f"{name}={value}" for name, value in applied.items()]) if applied else ()
        key = (
            ref(exchange.session),
            method,
            sent.status if sent else None,
            answered,
            operation.name if operation else None,
            preferences,
            view.scenario.name if view and view.scenario else None,
            exchange.fault,
        )
        known = self._alike.get(key)
        if known is None:
            weight = _LEAST + HEAVY * len(answered) + sum(map(len, chain.from_iterable(answered)))
            weight += sum([200 + len(preference) for preference in preferences])
            known = _Alike(self._secrets, *key, weight)
            if weight <= _HEAVIEST_ALIKE:
                if len(self._alike) >= _MOST_ALIKE:
                    self._alike.clear()
                self._alike[key] = known
        return known

    def _faults(self, exchange: Exchange, hiding: Redaction) -> Iterable[Fault]:
        for found in islice(exchange.violations, MOST_VIOLATIONS):
            place = self._contract.schemas.place(found)
            said = problem(found)
            message, where = hiding.text(said.message), tuple(said.location)
            yield Fault(exchange.side, found.keyword, where, message, str(place) if place else None)


_same = lru_cache(maxsize=512)(lambda weight: weight)
