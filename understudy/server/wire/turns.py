"""Turns of the event loop: all who have asked by its beginning are answered in one."""

import asyncio
import time
from weakref import WeakKeyDictionary

LONG = 0.003
"""Seconds that a turn has to take for its last client to be waited for."""

PAUSE = 0.000_02
"""Seconds that a client is given to hear its answer and ask again."""


class Turn:
    """The turn that a loop is in, and who is answered in it.

    Whoever is answered last has no time to ask again before the loop looks who has, and all others come first once
    more: of so many clients as wait, one would always wait for two turns. So a turn that was long ends with a moment
    in which nothing is done.
    """

    def __init__(self) -> None:
        self._began, self._answered = 0.0, 0

    def answered(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note that somebody was."""
        if not self._answered:
            self._began = time.perf_counter()
            loop.call_soon(self._over)
        self._answered += 1

    def _over(self) -> None:
        if self._answered > 1 and time.perf_counter() - self._began > LONG:
            time.sleep(PAUSE)
        self._answered = 0


_of: WeakKeyDictionary[asyncio.AbstractEventLoop, Turn] = WeakKeyDictionary()


def turn_of(loop: asyncio.AbstractEventLoop) -> Turn:
    """The one that a loop is in."""
    return _of.setdefault(loop, Turn())
