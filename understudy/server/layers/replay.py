"""The same request again: an answer that was proven once is given without making and judging it anew.

Nobody can tell: its bytes are those that would be made, its records are read and counted, the journal has its exchange.
"""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from understudy.server.exchange import Exchange
from understudy.server.proven import Proven, key


class Replay:
    """Gives answers that were proven again, and keeps those that it sees being made."""

    def __init__(self, app: ASGIApp, proven: Proven) -> None:
        self.app, self._proven = app, proven

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, asked = time.perf_counter(), key(scope)
        if asked is not None and asked in self._proven.by_key:
            first = await receive()
            kept = self._proven.by_key.get(asked) if _is_nothing(first) else None
            if kept and (date := self._proven.give(kept, began)):
                await kept.sent.to(scope, send, date)
                return
            receive = _after(first, receive)
        await self.app(scope, receive, send)
        if asked is not None and self._proven.is_worth_keeping(exchange := Exchange.of(scope), asked):
            self._proven.keep(asked, exchange)


def _is_nothing(message: Message) -> bool:
    """Whether this is all of a body in which there is nothing."""
    return message["type"] == "http.request" and not message.get("body") and not message.get("more_body")


def _after(first: Message, receive: Receive) -> Receive:
    """What is still to be received, with what has been before it."""
    waiting = [first]

    async def next_one() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_one
