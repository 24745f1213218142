"""The same request again: an answer that was proven once is given without making and judging it anew.

Nobody can tell: its bytes are those that would be made, its records are read and counted, the journal has its exchange.
"""

import time
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from understudy.server.exchange import Exchange
from understudy.server.proven import Answered, Given, Key, Proven, key
from understudy.server.sent import BODILESS
from understudy.state.journal import Noted

_TAPE = "understudy.tape"


@dataclass(eq=False)
class Tape:
    """What becomes of a request whose answer may be given again."""

    exchange: Exchange | None = None
    noted: Noted | None = None
    parts: list[Message] = field(default_factory=list)

    @staticmethod
    def note(scope: Scope, exchange: Exchange, noted: Noted) -> None:
        """Note an exchange, and what the journal has of it, where a tape runs."""
        if tape := scope["extensions"].get(_TAPE):
            tape.exchange, tape.noted = exchange, noted

    @property
    def answered(self) -> Answered | None:
        """The answer, if it came whole and in one piece, and says how long it is."""
        if len(self.parts) != len(("start", "body")) or self.parts[1].get("more_body"):
            return None
        start, body = self.parts
        headers = tuple((name, value) for name, value in start["headers"] if name != b"date")
        lengths = [value for name, value in headers if name == b"content-length"]
        says = bool(lengths) or start["status"] in BODILESS
        return Answered(start["status"], headers, body.get("body", b"")) if says else None


class Replay:
    """Gives answers that were proven again, and keeps those that it sees being made."""

    def __init__(self, app: ASGIApp, proven: Proven) -> None:
        self.app, self._proven = app, proven

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = key(scope) if scope["type"] == "http" else None
        if asked is None:
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        if asked in self._proven:
            first = await receive()
            if _is_nothing(first) and (given := self._proven.again(asked, began)):
                await self._give(given, send)
                return
            receive = _after(first, receive)
        await self._make(asked, scope, receive, send)

    async def _give(self, given: Given, send: Send) -> None:
        answered = given.kept.answered
        headers = [(b"date", given.date), *answered.headers]
        try:
            await send({"type": "http.response.start", "status": answered.status, "headers": headers})
            await send({"type": "http.response.body", "body": answered.body})
        finally:
            given.note()

    async def _make(self, asked: Key, scope: Scope, receive: Receive, send: Send) -> None:
        tape = Tape()

        async def tell(message: Message) -> None:
            tape.parts.append(message)
            await send(message)

        scope = {**scope, "extensions": {**(scope.get("extensions") or {}), _TAPE: tape}}
        await self.app(scope, receive, tell)
        if tape.exchange and tape.noted and (answered := tape.answered):
            self._proven.keep(asked, answered, tape.exchange, tape.noted)


def _is_nothing(message: Message) -> bool:
    """Whether this is all of a body in which there is nothing."""
    return message["type"] == "http.request" and not message.get("body") and not message.get("more_body")


def _after(first: Message, receive: Receive) -> Receive:
    """What is still to be received, with what has been before it."""
    waiting = [first]

    async def next_one() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_one
