"""Reload: a project's files are watched, and the whole mock is swapped for a new one when they change."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from understudy.errors import ProjectError, Refusal, quoted
from understudy.server.app import Mock
from understudy.server.banner import passed_over
from understudy.server.dates import http_date
from understudy.state.session import DEFAULT

log = logging.getLogger("understudy")

SECONDS = 0.2
"""Between two looks at the files: polling sees every change, also in containers and on network file systems."""

_SUFFIXES = (".yaml", ".yml", ".json", ".py")
_PASSED_OVER = ("node_modules", "__pycache__", "site-packages")
_MOST_DIRECTORIES = 500

Snapshot = dict[str, tuple[int, int, int]]
"""Files by their path, each with when it changed, how large it is, and which file it is."""


class Stage:
    """The ASGI application that a server holds on to, whichever mock stands on it.

    A request under way is answered by the mock that it began with.
    """

    def __init__(self, mock: Mock, load: Callable[[], Mock] | None = None, seen: Snapshot | None = None) -> None:
        """With `load`, which makes the mock anew, its project is watched for as long as the application lives.

        `seen` are its files before the mock was built, so that an edit in between is not missed.
        """
        self._load, self._seen = load, seen
        self._show(mock)
        self._under_way: Counter[Mock] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        mock, is_fleeting = self.mock, self._load is not None
        if is_fleeting:
            self._under_way[mock] += 1
        started = False

        async def note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await mock(scope, receive, note)
        except asyncio.CancelledError:
            if started:
                raise
            await self._stopping(send)
        finally:
            if is_fleeting:
                self._under_way[mock] -= 1
                self._retire(mock)

    def _show(self, mock: Mock) -> None:
        """Let a mock answer from now on; what it has `proven` is known where no other mock could be asked for it.

        So is its `shortcut`.
        """
        self.mock, is_alone = mock, not mock.beside
        self.proven, self.shortcut = (mock.proven, mock.shortcut) if is_alone else (None, None)

    def refuse(self, status: int, message: str) -> tuple[dict[str, str], bytes]:
        """Headers and body for an error that no request came of."""
        _, headers, body, _ = self.mock.refusals.answer(Refusal(status, message))
        date = http_date(self.mock.memory.sessions.get(DEFAULT).clock.now()).decode()
        return {"Date": date, **headers, "Access-Control-Allow-Origin": "*", "Vary": "Origin"}, body

    async def _stopping(self, send: Send) -> None:
        """Answer a request that took longer than a server which stops could wait."""
        headers, body = self.refuse(503, "The mock is stopping")
        headers["Content-Length"] = str(len(body))
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 503, "headers": pairs})
        await send({"type": "http.response.body", "body": body})

    async def reload(self) -> None:
        """Load the project anew. What does not hold is logged, and the last good mock stays."""
        assert self._load is not None
        try:
            mock = await asyncio.to_thread(self._load)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next edit may mend it
            what = str(error) if isinstance(error, ProjectError) else f"{type(error).__name__}: {quoted(str(error))}"
            log.error("%s\nNot reloaded: the last mock that held goes on.", what)  # noqa: TRY400 - for who edits
            return
        before = self.mock
        self._show(mock)
        for each in mock.every:
            if each.project.contract.findings:
                log.warning(passed_over(each))
        for session in mock.memory.sessions:
            for record in mock.store.reconcile(session):
                log.warning("%s, as written in session %s, does not hold any more and is gone.", record, session.name)
        self._retire(before)
        log.info("Reloaded.")

    def _retire(self, mock: Mock) -> None:
        """Forget the handlers of a mock that has left the stage, once its last request has been answered."""
        if mock is not self.mock and not self._under_way[mock]:
            del self._under_way[mock]
            mock.forget()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watching = asyncio.create_task(self._watch()) if self._load else None
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if watching:
            watching.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        """Reload when files have changed and then kept still for a moment, so that none is read half written."""
        directories = [mock.project.directory for mock in self.mock.every]
        loaded = before = snapshot(*directories) if self._seen is None else self._seen
        while True:
            await asyncio.sleep(SECONDS)
            now = await asyncio.to_thread(snapshot, *directories)
            if now == before and now != loaded:
                loaded = now
                await self.reload()
            before = now


def snapshot(*directories: Path) -> Snapshot:
    """The files that projects may consist of, as they are now."""
    found: Snapshot = {}
    for directory in directories:
        found |= _files(directory)
    return found


def _files(directory: Path) -> Snapshot:
    found: Snapshot = {}
    for path in _directories(directory):
        try:
            entries = list(os.scandir(path))
        except OSError:
            continue  # gone since
        for entry in entries:
            matters = entry.name.lower().endswith(_SUFFIXES) and not entry.name.startswith(".")
            if not matters or (entry.name.endswith(".py") and not path.is_relative_to(directory / "handlers")):
                continue
            try:
                status = entry.stat()
            except OSError:
                continue
            found[entry.path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _directories(root: Path) -> Iterator[Path]:
    """The directory and those below it that may hold a project's files: its own first, and not without end."""
    waiting, count = [root], 0
    while waiting and count < _MOST_DIRECTORIES:
        path = waiting.pop(0)
        yield path
        count += 1
        try:
            inner = sorted(Path(entry.path) for entry in os.scandir(path) if entry.is_dir(follow_symlinks=False))
        except OSError:
            continue
        if not (path / "pyvenv.cfg").exists():
            kept = [child for child in inner if not child.name.startswith(".") and child.name not in _PASSED_OVER]
            waiting += sorted(kept, key=lambda child: child.name not in ("handlers", "fixtures"))
