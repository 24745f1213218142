"""Exchanges are noted, whatever became of them."""

import asyncio
import time

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Part

from understudy.server.eagerly import in_task
from understudy.server.exchange import Exchange
from understudy.server.fields import header, is_bodiless
from understudy.server.layers.noting import LONGEST_BODY, Noting


class Journaling:
    """Notes every exchange, whatever became of it, with the time that it took."""

    def __init__(self, app: ASGIApp, noting: Noting) -> None:
        self.app, self._noting = app, noting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        at, began = exchange.session.clock.now(), time.perf_counter()
        asked = None if is_bodiless(scope) else _Listening(receive)
        try:
            await self.app(scope, asked.listen if asked else receive, send)
            if asked and not asked.is_whole:
                await _rest(scope, asked)
        except BaseException:
            exchange.sent = None  # whatever it would have been
            raise
        finally:
            self._noting.note(exchange, scope, at, began, asked)


class _Listening:
    """Hears a request piece by piece, and whether there is more of it."""

    __slots__ = ("_left", "_receive", "is_whole", "pieces", "size")

    def __init__(self, receive: Receive) -> None:
        """`pieces` are those of its body, as far as they are kept."""
        self._receive, self._left = receive, LONGEST_BODY
        self.size, self.is_whole = 0, False
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


async def _rest(scope: Scope, asked: _Listening) -> None:
    """Read what has come by now of a body that nobody has asked for, unless the client waits to be asked for it."""
    await in_task()
    while not (asked.is_whole or asked.size >= LONGEST_BODY or header(scope, "expect")):
        listening = asyncio.ensure_future(asked.listen())
        # `asyncio.timeout` would cancel this task behind it where both ends come at once (Python 3.11 and 3.12).
        if not (await asyncio.wait((listening,), timeout=0))[0]:
            listening.cancel()
            return
        await listening
