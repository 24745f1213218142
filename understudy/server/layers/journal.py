"""What is noted of each exchange."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import chain, islice
from typing import NamedTuple
from weakref import ref

from msgspec.structs import replace
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Part

from understudy.contract.contract import Contract
from understudy.server.eagerly import in_task
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields, header, is_bodiless
from understudy.server.layers.redaction import Redaction, Secrets
from understudy.server.refusing.phrases import problem
from understudy.server.reports import refused
from understudy.server.sharing import Line
from understudy.state.journal import Entry, Fault, Journal, Message, Noted
from understudy.state.session import Session
from understudy.state.view import Reading

LONGEST_BODY = 256 * 1024
"""Bytes of a body that are kept."""

LARGEST_UNTOLD = 16 * 1024
"""Bytes of bodies in which secrets are looked for when somebody asks; where there are more, it is done at once."""

MOST_VIOLATIONS = 100
"""Violations of an exchange that are kept."""

_HEAVY = 168
"""Bytes that a header takes beside its name and value, about."""

_LEAST = 1600
"""Bytes that an exchange takes beside all that was said in it, about."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING: Mapping[str, str] = {}
_NO_LINES: Sequence[Line] = ()


class Journaling:
    """Notes every exchange, whatever became of it, with the time that it took."""

    def __init__(self, app: ASGIApp, journal: Journal, contract: Contract) -> None:
        self.app, self._journal, self._contract = app, journal, contract
        schemes = contract.security_schemes.values()
        self._secrets = Secrets(scheme["name"] for scheme in schemes if scheme["type"] == "apiKey")
        self._has_secret = lru_cache(maxsize=1024)(lambda names: any(map(self._secrets.named, names)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        at, began = exchange.session.clock.now(), time.perf_counter()
        asked = _Listening(receive, is_whole=is_bodiless(scope))
        try:
            await self.app(scope, asked.listen, send)
            if not asked.is_whole:
                await _rest(scope, asked)
        except BaseException:
            exchange.sent = None  # whatever it would have been
            raise
        finally:
            took = time.perf_counter() - began
            noted = self._noted(exchange, scope, asked)
            self._journal.add(noted, at, took)
            if not asked.size:
                exchange.noted = noted
            if exchange.operation and exchange.sent:
                exchange.session.tally(exchange.operation.name, exchange.sent.status).count += 1

    def _noted(self, exchange: Exchange, scope: Scope, asked: "_Listening") -> Noted:
        view, call, sent, operation = exchange.view, exchange.call, exchange.sent, exchange.operation
        fields = Fields.of(scope)
        session, heard, query = ref(exchange.session), b"".join(asked.pieces), scope["query_string"].decode("latin-1")
        status, answered, body, size = None, _NO_LINES, b"", None
        if sent:
            # Nobody adds a header any more: who is around this one only sends them.
            status, answered, body, size = sent.status, sent.headers, sent.body, len(sent.body)
            if size > LONGEST_BODY:
                body = body[:LONGEST_BODY]
        readings, applied = view.readings if view else (), exchange.applied
        overheard = _Overheard(
            self._secrets,
            session,
            scope["method"],
            exchange.path,
            query,
            call.path if call and self._has_secret(call.operation.path_names) else _NOTHING,
            fields.lines,
            heard,
            asked.size,
            status,
            answered,
            body,
            size,
            operation.name if operation else None,
            tuple(readings) if readings else (),
            tuple([f"{name}={value}" for name, value in applied.items()]) if applied else (),
            view.scenario.name if view and view.scenario else None,
            exchange.fault,
        )
        untold = len(heard) + len(body)
        if not exchange.violations and untold <= LARGEST_UNTOLD:
            weight = fields.size + untold + _HEAVY * (len(fields.lines) + len(answered)) + len(query)
            weight += sum(map(len, chain.from_iterable(answered))) + len(exchange.path)
            return Noted(session, weight + (overheard.weight if readings or applied else _LEAST), overheard)
        # What was found may have the whole of a body in it, and where it stands is known by the contract alone. And who
        # reads the journal should not have to wait for what was sent by many.
        entry = overheard.told(partial(self._faults, exchange))
        if operation and exchange.side == "request" and refused(operation, entry.violations):
            exchange.is_pure = False  # who looks at the log finds there why it is refused, each time
        return Noted(session, entry.weight, entry)

    def _faults(self, exchange: Exchange, hiding: Redaction) -> Iterable[Fault]:
        for found in islice(exchange.violations, MOST_VIOLATIONS):
            place = self._contract.schemas.place(found)
            said = problem(found)
            message, where = hiding.text(said.message), tuple(said.location)
            yield Fault(exchange.side, found.keyword, where, message, str(place) if place else None)


class _Listening:
    """Hears a request piece by piece, and whether there is more of it."""

    __slots__ = ("_left", "_receive", "is_whole", "pieces", "size")

    def __init__(self, receive: Receive, *, is_whole: bool) -> None:
        """`pieces` are those of its body, as far as they are kept."""
        self._receive, self._left = receive, LONGEST_BODY
        self.size, self.is_whole = 0, is_whole
        self.pieces: list[bytes] = []

    async def listen(self) -> Part:
        part = await self._receive()
        if body := part.get("body"):
            self.size += len(body)
            if piece := body[: self._left]:
                self.pieces.append(piece)
                self._left -= len(piece)
        self.is_whole = not part.get("more_body", False)
        return part


class _Overheard(NamedTuple):
    """An exchange as it was, secrets and all: nobody is told of it but by an entry."""

    secrets: Secrets
    session: ref[Session]
    method: str
    path: str
    query: str
    parameters: Mapping[str, str]
    asked: Sequence[Line]
    asked_body: bytes
    asked_size: int
    status: int | None
    answered: Sequence[Line]
    answered_body: bytes
    answered_size: int | None
    operation: str | None
    records: tuple[Reading, ...]
    preferences: tuple[str, ...]
    scenario: str | None
    fault: str | None

    @property
    def weight(self) -> int:
        """About as many bytes as it takes beside its texts and messages, and its entry as well."""
        records = sum([200 + len(record.name) for record in self.records])
        return _LEAST + records + sum([200 + len(preference) for preference in self.preferences])

    def told(self, faults: Callable[[Redaction], Iterable[Fault]] = lambda _: ()) -> Entry:
        """The entry of this exchange, of which nothing is secret; when it came is said by others."""
        hiding = Redaction(self.secrets)
        entry = Entry(
            id=0,
            session=self.session,
            at=_NEVER,
            milliseconds=0.0,
            method=self.method,
            target=hiding.target(self.path, self.query, self.parameters),
            request=_message(self.asked, self.asked_body, self.asked_size, hiding),
            status=self.status,
            response=None
            if self.answered_size is None
            else _message(self.answered, self.answered_body, self.answered_size, hiding),
            operation=self.operation,
            violations=tuple(faults(hiding)),
            records=self.records,
            preferences=self.preferences,
            scenario=self.scenario,
            fault=self.fault,
        )
        return _once_more(entry, hiding) if hiding.repeated(_texts(entry)) else entry


def _message(headers: Sequence[Line], body: bytes, size: int, hiding: Redaction) -> Message:
    """A message without its secrets, of whose body, which was so large, this is as much as is kept."""
    sent_as = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    lines, shown = hiding.headers(headers), hiding.body(body, sent_as.decode("latin-1"))
    return Message(lines, shown, size, truncated=len(body) < size)


async def _rest(scope: Scope, asked: _Listening) -> None:
    """Read what has come by now of a body that nobody has asked for, unless the client waits to be asked for it."""
    await in_task()
    try:
        async with asyncio.timeout(0):
            while not (asked.is_whole or asked.size >= LONGEST_BODY or header(scope, "expect")):
                await asked.listen()
    except TimeoutError:
        return


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
