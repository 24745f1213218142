"""A connection without a socket: what a client sends is handed to the server's protocol, piece by piece."""

import asyncio
from typing import Any

from starlette.types import ASGIApp
from support import Reply
from uvicorn import Config
from uvicorn.server import ServerState

from understudy.server.wire import Protocol


class Socket:
    """One that can be told to be reset."""

    def setsockopt(self, *_: Any) -> None:
        pass

    getsockname = getpeername = staticmethod(lambda: ("127.0.0.1", 4010))


class Transport(asyncio.Transport):
    """Remembers what is written, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.is_closed = False
        self.how: str | None = None

    def write(self, data: Any) -> None:
        self.pieces.append(bytes(data))

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed, self.how = True, self.how or "early"

    def abort(self) -> None:
        self.is_closed, self.how = True, "reset"

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return Socket() if name == "socket" else default

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def connected(app: ASGIApp, *, is_logged: bool = True) -> tuple[Protocol, Transport]:
    """A protocol that serves an application, in the loop that runs, and what it writes to."""
    config = Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        access_log=is_logged,
    )
    config.load()
    protocol, transport = Protocol(config, ServerState(), {}), Transport()
    protocol.connection_made(transport)
    return protocol, transport


def replied(raw: bytes) -> Reply:
    """The answer that these bytes are."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    if not first:
        return Reply(0, {}, b"", is_whole=False)
    lines = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in rest)]
    status = int(first.split()[1])
    length = dict(lines).get("content-length")
    return Reply(status, dict(lines), body, lines, length is None or int(length) == len(body))
