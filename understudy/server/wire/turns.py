"""Turns of the event loop: all who have asked by its beginning are answered in one, and many of them at once."""

import asyncio
import logging
import time
from typing import Any
from weakref import WeakKeyDictionary, ref

LONG = 0.002
"""Seconds that a turn has to take for its last client to be waited for."""

PAUSE = 0.000_02
"""Seconds that a client is given to hear its answer and ask again."""

MANY = 8
"""Answers that are sent in a row: while more are made, the clients of these can ask again."""

TOGETHER = 0.000_3
"""Seconds after which what was written is sent, if the turn is not over before."""

LARGE = 16 * 1024
"""Bytes with which nothing waits for more."""

log = logging.getLogger("understudy")


class Turn:
    """The turn that a loop is in, and what is to be sent in it.

    A client that waits for an answer sleeps, and to wake it takes longer than to send one. So those that come close
    upon one another are sent in a row: the next one finds it awake.

    Whoever is answered last has no time to ask again before the loop looks who has, and all others come first once
    more: of so many clients as wait, one would always wait for two turns. So a turn that was long ends with a moment
    in which nothing is done.
    """

    def __init__(self) -> None:
        self._count, self._began, self._sent = 0, 0.0, 0.0
        self._waiting: list[tuple[asyncio.WriteTransport, bytes]] = []

    def write(
        self, loop: asyncio.AbstractEventLoop, transport: asyncio.WriteTransport, data: bytes, now: float
    ) -> None:
        """Have something sent by the end of the turn: the first thing at once. `now` is by `time.perf_counter`."""
        if not self._count:
            self._count, self._began, self._sent = 1, now, now
            loop.call_soon(self._over)
            transport.write(data)
            return
        self._count += 1
        waiting = self._waiting
        waiting.append((transport, data))
        if len(waiting) == MANY or now - self._sent > TOGETHER or len(data) > LARGE:
            self._sent = now
            self.send()

    def expect(self, seconds: float) -> None:
        """Send what waits, if it is too long until the next answer, which takes so many seconds."""
        if seconds > TOGETHER:
            self.send()

    def send(self) -> None:
        """Send what waits for the end of the turn."""
        waiting, self._waiting = self._waiting, []
        for transport, data in waiting:
            try:
                if not transport.is_closing():
                    transport.write(data)
            except Exception:  # whatever it is, it is not the fault of those who are sent something with it
                log.exception("An answer cannot be sent")
                transport.abort()

    def _over(self) -> None:
        self.send()
        if self._count > 1 and time.perf_counter() - self._began > LONG:
            time.sleep(PAUSE)
        self._count = 0


class Ordered:
    """A transport on which all is sent in order, what waits for the end of a turn included."""

    def __init__(self, own: asyncio.Transport, turn: Turn, loop: asyncio.AbstractEventLoop) -> None:
        self._own, self._turn, self._loop = own, turn, loop

    def write(self, data: bytes) -> None:
        """Send something at once."""
        self._turn.write(self._loop, self._own, data, time.perf_counter())
        self._turn.send()

    def close(self) -> None:
        """Close it when that is sent."""
        self._turn.send()
        self._own.close()

    def abort(self) -> None:
        """Close it at once, when that is sent."""
        self._turn.send()
        self._own.abort()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


_of: WeakKeyDictionary[asyncio.AbstractEventLoop, ref[Turn]] = WeakKeyDictionary()
"""Who uses a turn holds it: what waits in one knows its loop, and would not let go of one that has ended."""


def turn_of(loop: asyncio.AbstractEventLoop) -> Turn:
    """The one that a loop is in."""
    known = _of.get(loop)
    if known is None or (turn := known()) is None:
        turn = Turn()
        _of[loop] = ref(turn)
    return turn
