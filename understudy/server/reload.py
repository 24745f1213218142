"""Reload: a project's files are watched, and the whole mock is swapped for a new one when they change."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.types import Receive, Scope, Send

from understudy import handlers, project
from understudy.errors import ProjectError, Refusal
from understudy.server.app import Mock, build

log = logging.getLogger("understudy")

_DATA = (".yaml", ".yml", ".json")
_PASSED_OVER = ("node_modules", "__pycache__", "site-packages")
_MOST_DIRECTORIES = 500


class Stage:
    """The ASGI application that a server holds on to, whichever mock stands on it.

    A request under way is answered by the mock that it began with.
    """

    def __init__(self, mock: Mock, path: Path | None = None) -> None:
        """With a `path`, the project there is watched for as long as the application lives."""
        self.mock, self._path = mock, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.mock(scope, receive, send)

    def refuse(self, status: int, message: str) -> tuple[dict[str, str], bytes]:
        """Headers and body for an error that no request came of."""
        _, headers, body = self.mock.refusals.answer(Refusal(status, message))
        return headers, body

    def reload(self) -> None:
        """Load the project anew. What does not hold is logged, and the last good mock stays."""
        assert self._path is not None
        try:
            mock = build(project.load(self._path))
        except ProjectError as error:
            report = f"{error}\nNot reloaded: the last mock that held goes on."
            log.error("%s", report)  # noqa: TRY400 - the findings say it all
            return
        before, self.mock = self.mock, mock
        handlers.forget(before.project.handlers.values())
        log.info("Reloaded.")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watching = asyncio.create_task(self._watch()) if self._path else None
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if watching:
            watching.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        from watchfiles import awatch  # noqa: PLC0415 - for those who asked to watch

        directory = self.mock.project.directory.resolve()
        while True:
            directories = set(_directories(directory))
            matters = _matters(directory)
            async for changes in awatch(*directories, recursive=False, debounce=200, step=50):
                paths = [Path(path) for _, path in changes]
                if any(map(matters, paths)):
                    await asyncio.to_thread(self.reload)
                if set(_directories(directory)) != directories:
                    break


def _directories(root: Path) -> Iterator[Path]:
    """The directory and those below it that may hold a project's files, so many as can be watched."""
    for count, (path, names, _) in enumerate(os.walk(root)):
        if count == _MOST_DIRECTORIES:
            return
        yield Path(path)
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _PASSED_OVER)
        if Path(path, "pyvenv.cfg").exists():
            names.clear()


def _matters(root: Path) -> Callable[[Path], bool]:
    """Whether a change of this file may change the mock."""

    def matters(path: Path) -> bool:
        if path.suffix == ".py":
            return path.parent == root / "handlers"
        return path.suffix in _DATA or path.is_dir()

    return matters
