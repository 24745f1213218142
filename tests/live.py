"""A mock behind a real port of this machine, served by a thread of the test process, and the wire that leads to it."""

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import uvicorn
from msgspec.structs import replace

from understudy.server import run as running
from understudy.server.run import Options, serve

SECONDS = 10.0
"""How long anything may take before a test says that it does not happen."""

_LOGGERS = ("understudy", "understudy.asked", "uvicorn.error", "uvicorn.access")


class _Lines(logging.Handler):
    """Keeps what is logged, as it would be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _Server(uvicorn.Server):
    """uvicorn's server, which tells when it has started."""

    def __init__(self, config: uvicorn.Config, told: Callable[["_Server"], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told(self)


@dataclass
class Live:
    """A server that answers: where, what it announced and logged, and its inside."""

    host: str
    announced: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    started: threading.Event = field(default_factory=threading.Event)
    failures: list[BaseException] = field(default_factory=list)
    _server: uvicorn.Server | None = None

    @property
    def server(self) -> uvicorn.Server:
        """Uvicorn's server."""
        assert self._server is not None
        return self._server

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    @property
    def load(self) -> tuple[int, int]:
        """Connections and requests that there are right now."""
        state = self.server.server_state
        return len(state.connections), len(state.tasks)

    def connect(self) -> socket.socket:
        """A new connection."""
        return socket.create_connection((self.host, self.port), timeout=SECONDS)

    def tell(self, server: uvicorn.Server) -> None:
        """Know the server that has started."""
        self._server = server
        self.started.set()


@contextmanager
def serving(path: Path, options: Options | None = None, **settings: Any) -> Iterator[Live]:
    """The project at a path, served as `understudy serve` does, at a free port whatever the options say.

    `settings` are uvicorn's, for limits of time.
    """
    asked = replace(options or Options(), port=0)
    live = Live(asked.host)
    keeping = _Lines()
    live.lines = keeping.lines

    def server(config: uvicorn.Config) -> _Server:
        for name, value in settings.items():
            assert hasattr(config, name)
            setattr(config, name, value)
        for name in _LOGGERS:
            logging.getLogger(name).handlers = [keeping]
        return _Server(config, live.tell)

    def run() -> None:
        try:
            serve(path, asked, live.announced.append)
        except BaseException as error:  # noqa: BLE001 - the test is told, whatever it is
            live.failures.append(error)
        live.started.set()

    # What a process that only serves would set apart for good is garbage here some time.
    with _loggers(), patch.object(running, "Server", server), patch.object(running, "_settle"):
        thread = threading.Thread(target=run, name="mock")
        thread.start()
        try:
            assert live.started.wait(SECONDS), "the server does not start"
            if live.failures:
                raise live.failures[0]
            yield live
        finally:
            if live._server is not None:
                live.server.should_exit = True
            thread.join(SECONDS)
            assert not thread.is_alive(), "the server does not stop"


@contextmanager
def _loggers() -> Iterator[None]:
    """Loggers that are afterwards as they were: serving sets them up for a process of its own."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.handlers[:], logger.level, logger.propagate, logger.disabled) for logger in loggers]
    try:
        yield
    finally:
        for logger, (handlers, level, propagate, disabled) in zip(loggers, before, strict=True):
            logger.handlers, logger.level, logger.propagate, logger.disabled = handlers, level, propagate, disabled


def until(holds: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Wait until something holds, asking often; fail with a sentence where it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(0.005)


@dataclass(frozen=True)
class Answer:
    """One response as it came over the wire; the names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body's JSON value."""
        return json.loads(self.body)


class Malformed(AssertionError):
    """What came back is no HTTP/1.1 response."""


_STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9][0-9]) [\x20-\x7e]*")
_FIELD_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9a-zA-Z-]+): ?([\t\x20-\x7e\x80-\xff]*)")


def answers(data: bytes, methods: Sequence[str] = ()) -> tuple[list[Answer], bytes]:
    """The complete responses that some bytes begin with, and what is left; `methods` are those of the requests.

    Raises Malformed for what breaks RFC 9112, read strictly.
    """
    found: list[Answer] = []
    final = 0
    while b"\r\n\r\n" in data:
        head, _, rest = data.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        if not (line := _STATUS_LINE.fullmatch(first)):
            raise Malformed(f"status line {first!r}")
        status, headers = int(line[1]), _fields(lines)
        length = _length(status, methods[final] if final < len(methods) else "GET", headers)
        if len(rest) < length:
            break
        found.append(Answer(status, headers, rest[:length]))
        final += status >= 200
        data = rest[length:]
    return found, data


def _fields(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for text in lines:
        if not (line := _FIELD_LINE.fullmatch(text)):
            raise Malformed(f"field line {text!r}")
        name, value = line[1].decode().lower(), line[2].decode("latin-1")
        if name in headers and name in ("content-length", "content-type", "date", "location"):
            raise Malformed(f"{name} twice")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _length(status: int, method: str, headers: Mapping[str, str]) -> int:
    """How many bytes of body follow (RFC 9112, 6.3). The mock knows them beforehand and never sends chunks."""
    if "transfer-encoding" in headers:
        raise Malformed("an answer in chunks")
    if method == "HEAD" or status < 200 or status in (204, 304):
        return 0
    if "content-length" not in headers:
        raise Malformed("an answer without a length")
    return int(headers["content-length"])


def send(connection: socket.socket, *pieces: bytes) -> None:
    """Send piece by piece, in segments of their own; the server may well hang up on the way."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        for piece in pieces:
            connection.sendall(piece)
    except (BrokenPipeError, ConnectionResetError):
        return


def receive(connection: socket.socket, count: int | None = None, methods: Sequence[str] = ()) -> list[Answer]:
    """So many final responses, or with None all until the server hangs up, interim ones (1xx) included.

    Raises TimeoutError where it neither answers nor hangs up, Malformed for what is no HTTP.
    """
    data = b""
    while True:
        found, rest = answers(data, methods)
        if count is not None and sum(answer.status >= 200 for answer in found) >= count:
            if rest:
                raise Malformed(f"left over: {rest!r}")
            return found
        try:
            chunk = connection.recv(1 << 16)
        except ConnectionResetError:
            chunk = b""
        if not chunk:
            if rest:
                raise Malformed(f"ends in {rest!r}")
            return found
        data += chunk
