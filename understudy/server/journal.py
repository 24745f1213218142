"""What is noted of each exchange."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from weakref import ref

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Part

from understudy.contract.contract import Contract
from understudy.server.call import Call, header, target
from understudy.server.exchange import Exchange
from understudy.server.phrases import problem
from understudy.server.redaction import Redaction, Secrets
from understudy.server.replay import Tape
from understudy.state.journal import Entry, Fault, Journal, Message

LONGEST_BODY = 256 * 1024
"""Bytes of a body that are kept."""

MOST_VIOLATIONS = 100
"""Violations of an exchange that are kept."""


class Journaling:
    """Notes every exchange, whatever became of it, with the time that it took."""

    def __init__(self, app: ASGIApp, journal: Journal, contract: Contract) -> None:
        self.app, self._journal, self._contract = app, journal, contract
        schemes = contract.security_schemes.values()
        self._secrets = Secrets(scheme["name"] for scheme in schemes if scheme["type"] == "apiKey")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange.of(scope)
        at, began = exchange.session.clock.now(), time.perf_counter()
        asked, answered = _Kept(scope["headers"]), _Kept()

        async def listen() -> Part:
            part = await receive()
            asked.add(part)
            return part

        async def tell(part: Part) -> None:
            if part["type"] == "http.response.start":
                await _rest(scope, asked, listen)
                answered.status, answered.headers = part["status"], part["headers"]
            else:
                answered.add(part)
            await send(part)

        try:
            await self.app(scope, listen, tell)
        finally:
            took = time.perf_counter() - began
            entry = self._entry(exchange, scope, asked, answered, at=at, took=took)
            self._journal.add(entry)
            Tape.note(scope, exchange, entry)
            if exchange.operation and answered.status is not None:
                exchange.session.answers[exchange.operation.name, answered.status] += 1

    def _entry(
        self, exchange: Exchange, scope: Scope, asked: "_Kept", answered: "_Kept", *, at: datetime, took: float
    ) -> Entry:
        view, call = exchange.view, Call.of(scope)
        hiding = Redaction(self._secrets)
        query = scope["query_string"].decode("latin-1")
        entry = Entry(
            id=self._journal.number(),
            session=ref(exchange.session),
            at=at,
            milliseconds=round(took * 1000, 3),
            method=scope["method"],
            target=hiding.target(target(scope), query, call.path if call else {}),
            request=asked.message(hiding),
            status=answered.status,
            response=None if answered.status is None else answered.message(hiding),
            operation=exchange.operation.name if exchange.operation else None,
            violations=tuple(self._faults(exchange, hiding)),
            records=tuple(view.readings) if view else (),
            preferences=tuple(f"{name}={value}" for name, value in exchange.applied.items()),
            scenario=view.scenario.name if view and view.scenario else None,
            fault=exchange.fault,
        )
        return _once_more(entry, hiding) if hiding.repeated(_texts(entry)) else entry

    def _faults(self, exchange: Exchange, hiding: Redaction) -> Iterable[Fault]:
        for found in islice(exchange.violations, MOST_VIOLATIONS):
            place = self._contract.schemas.place(found)
            message = hiding.text(problem(found).message)
            yield Fault(exchange.side, found.keyword, found.pointer, message, str(place) if place else None)


class _Kept:
    """The head of a message, as much of its body as is kept, how large that was, and whether there is more."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        self.headers = headers
        self.status: int | None = None
        self.body, self.size, self.is_whole = bytearray(), 0, False

    def add(self, part: Part) -> None:
        body = part.get("body", b"")
        self.size += len(body)
        self.body += body[: LONGEST_BODY - len(self.body)]
        self.is_whole = not part.get("more_body", False)

    def message(self, hiding: Redaction) -> Message:
        sent_as = next((value for name, value in self.headers if name.lower() == b"content-type"), b"")
        headers, body = hiding.headers(self.headers), hiding.body(bytes(self.body), sent_as.decode("latin-1"))
        return Message(headers, body, self.size, truncated=len(self.body) < self.size)


async def _rest(scope: Scope, asked: _Kept, listen: Receive) -> None:
    """Read what has come by now of a body that nobody has asked for, unless the client waits to be asked for it."""
    try:
        async with asyncio.timeout(0):
            while not (asked.is_whole or asked.size >= LONGEST_BODY or header(scope, "expect")):
                await listen()
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
