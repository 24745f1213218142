"""Requests are begun at once: most of them never wait, and a task for each would take longer than to parse it."""

import asyncio
import dis
from collections.abc import Callable, Coroutine, Generator
from contextvars import copy_context
from functools import partial
from types import coroutine
from typing import Any


def begun(loop: asyncio.AbstractEventLoop, running: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
    """Run a coroutine as far as it comes without waiting; the task in which it goes on, if it has to wait.

    Until then there is no current task: who needs one is `in_task` before.
    """
    context = copy_context()
    try:
        awaited = context.run(running.send, None)
    except StopIteration:
        return None
    return loop.create_task(_going_on(running, awaited), context=context)


async def in_task() -> None:
    """Be in a task from here on."""
    if asyncio.current_task() is None:
        await asyncio.sleep(0)


def may_wait(function: Callable[..., Any]) -> bool:
    """Whether a coroutine function may wait for anything, and so takes a task for granted."""
    code = getattr(function, "__code__", None)
    return code is None or any(each.opname == "YIELD_VALUE" for each in dis.get_instructions(code))


async def _going_on(running: Coroutine[Any, Any, None], awaited: Any) -> None:
    await _resumed(running, awaited)


@coroutine
def _resumed(running: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """Wait for what a coroutine waits for, and let it go on with what came of that, until it has ended."""
    while True:
        try:
            go_on = partial(running.send, (yield awaited))
        except BaseException as error:  # noqa: BLE001 - that it is cancelled, for instance
            go_on = partial(running.throw, error)
        try:
            awaited = go_on()
        except StopIteration:
            return
