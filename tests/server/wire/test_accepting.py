"""Connections that come together."""

import asyncio
import threading
from contextlib import ExitStack

from live import SECONDS, receive, send, serving
from support import ROOT

from understudy.server.run import _ACCEPTED

TURNS = 4
"""Of the event loop: one to accept connections, and a few until each of them is made."""


def test_who_comes_together_is_accepted_together() -> None:
    """Not one in each turn of the loop, of which each may answer as many as there are connections."""
    with serving(ROOT) as live, ExitStack() as stack:
        first = stack.enter_context(live.connect())
        send(first, b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")
        receive(first, 1)
        (protocol,) = live.server.server_state.connections
        loop, busy, come, counted = protocol.loop, threading.Event(), threading.Event(), threading.Event()
        found: list[int] = []

        async def count() -> None:
            busy.set()
            come.wait(SECONDS)  # nobody is accepted while the loop is busy
            for _ in range(TURNS):
                await asyncio.sleep(0)
            found.append(live.load[0] - 1)
            counted.set()

        asyncio.run_coroutine_threadsafe(count(), loop)
        assert busy.wait(SECONDS)
        for _ in range(2 * _ACCEPTED):
            stack.enter_context(live.connect())
        come.set()
        assert counted.wait(SECONDS)
        assert found[0] >= _ACCEPTED
