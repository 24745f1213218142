"""A moment by which something should have happened."""

import asyncio
from collections.abc import Callable
from contextvars import Context


def _in_vain() -> None:
    """What a stopped alarm rings."""


class Alarm:
    """Rings at a moment, unless that is put off.

    Which costs next to nothing: a timer that goes off too early is set again, where a new one for each request would
    take longer than to know what it asks for.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop, self._ring = loop, ring
        self._at: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._goes_off = 0.0
        self._outside = Context()  # that of a request would be held by a timer until it goes off, and all that is in it

    def ring_at(self, at: float) -> None:
        """Ring at a moment of the loop's time, and at no other."""
        self._at = at
        if self._timer is None or at < self._goes_off:
            self._take_back()
            self._start(at)

    def never_mind(self) -> None:
        """Ring no more, until another moment is told."""
        self._at = None

    def stop(self) -> None:
        """The same for good, and leave nothing behind: whose alarm it was is not held by what would have been rung."""
        self._at, self._ring = None, _in_vain
        self._take_back()

    def _take_back(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _start(self, at: float) -> None:
        self._at = self._goes_off = at
        self._timer = self._loop.call_at(at, self._go_off, context=self._outside)

    def _go_off(self) -> None:
        self._timer, at = None, self._at
        if at is None:
            return
        if at > self._loop.time():
            self._start(at)
        else:
            self._at = None
            self._ring()
