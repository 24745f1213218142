"""What is begun at once, and goes on in a task where it has to wait."""

import asyncio
import functools
import json
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from live import receive, send, serving
from support import document, write

from understudy.server.eagerly import begun, in_task, may_wait

SAID: ContextVar[str] = ContextVar("said", default="nothing")


def outside(act: Callable[[asyncio.AbstractEventLoop, list[Any]], Coroutine[Any, Any, None]]) -> list[Any]:
    """What becomes of a coroutine that a callback of a loop begins, which is in no task."""

    async def run() -> list[Any]:
        loop, found, done = asyncio.get_running_loop(), list[Any](), asyncio.Event()

        def end(task: asyncio.Task[None] | None) -> None:
            found.extend([task.exception()] if task else [])
            done.set()

        def begin() -> None:
            task = begun(loop, act(loop, found))
            found.append("waits" if task else "ended")
            if task is None:
                end(task)
            else:
                task.add_done_callback(end)

        loop.call_soon(begin)
        await done.wait()
        return found

    return asyncio.run(run())


def test_what_waits_for_nothing_needs_no_task() -> None:
    """It has ended before who began it goes on."""

    async def act(_: asyncio.AbstractEventLoop, found: list[Any]) -> None:
        found.append(asyncio.current_task())

    assert outside(act) == [None, "ended"]


def test_what_waits_goes_on_in_a_task_with_what_it_knew() -> None:
    """However often, for a turn of the loop or for what others find out."""

    async def act(loop: asyncio.AbstractEventLoop, found: list[Any]) -> None:
        SAID.set("something")
        await asyncio.sleep(0)
        future: asyncio.Future[str] = loop.create_future()
        loop.call_soon(future.set_result, "done")
        found.append((await future, SAID.get(), asyncio.current_task() is not None))

    assert outside(act) == ["waits", ("done", "something", True), None]


def test_what_goes_wrong_while_it_waits_is_raised_in_it() -> None:
    """As in any task; what it does not catch is the task's error."""

    async def act(loop: asyncio.AbstractEventLoop, found: list[Any]) -> None:
        future: asyncio.Future[str] = loop.create_future()
        loop.call_soon(future.set_exception, ValueError("late"))
        try:
            await future
        except ValueError as error:
            found.append(str(error))
        raise LookupError("never mind")

    *rest, error = outside(act)
    assert rest == ["waits", "late"]
    assert isinstance(error, LookupError)


def test_it_is_cancelled_as_any_task() -> None:
    """And has its last word."""

    async def act(loop: asyncio.AbstractEventLoop, found: list[Any]) -> None:
        await in_task()
        task = asyncio.current_task()
        assert task
        loop.call_soon(task.cancel)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            found.append(task.cancelling())

    assert outside(act) == ["waits", 1, None]


def test_who_needs_a_task_is_in_one() -> None:
    """Who is in one already does not wait for it."""

    async def act(_: asyncio.AbstractEventLoop, found: list[Any]) -> None:
        await in_task()
        before = asyncio.current_task()
        await in_task()
        found.append(before is asyncio.current_task() is not None)

    assert outside(act) == ["waits", True, None]


async def _nothing(value: int) -> int:
    return value


async def _waits() -> int:
    return await _nothing(1)


async def _within() -> None:
    async with asyncio.Lock():
        pass


async def _each(values: Any) -> list[Any]:
    return [value async for value in values]


async def _makes() -> Any:
    async def inner() -> None:
        await asyncio.sleep(0)

    return inner


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (_nothing, False),
        (_makes, False),
        (_waits, True),
        (_within, True),
        (_each, True),
        (functools.partial(_nothing, 1), True),
    ],
)
def test_whether_a_function_may_wait_is_seen_in_its_code(function: Callable[..., Any], *, expected: bool) -> None:
    """In its own, that is; of what has none, anything is to be expected."""
    assert may_wait(function) == expected


HANDLERS = """
import asyncio
from understudy import operation

@operation("wait")
async def wait():
    async with asyncio.timeout(60):
        await asyncio.sleep(0)
    return {"has_task": asyncio.current_task() is not None}

@operation("tell")
async def tell():
    return {"has_task": asyncio.current_task() is not None}
"""


def test_a_handler_that_waits_is_in_a_task(tmp_path: Path) -> None:
    """On our own server too, whose requests begin in none; one that awaits nothing has no use for it."""
    answer = "{responses: {'200': {description: OK, content: {application/json: {schema: {type: object}}}}}}"
    paths = "".join(f"\n    /{name}: {{get: {{operationId: {name}, {answer[1:]}}}" for name in ("wait", "tell"))
    write(tmp_path, {"openapi.yaml": document(paths), "handlers/h.py": HANDLERS})
    with serving(tmp_path) as live, live.connect() as connection:
        found = []
        for name in (b"wait", b"tell"):  # of requests that come at once only the first is begun at once
            send(connection, b"GET /%b HTTP/1.1\r\nHost: a\r\n\r\n" % name)
            found += [json.loads(answer.body)["has_task"] for answer in receive(connection, 1)]
    assert found == [True, False]
