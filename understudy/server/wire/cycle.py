"""One request and its answer on a connection."""

import asyncio
import struct
from functools import cached_property
from socket import SO_LINGER, SOL_SOCKET
from urllib.parse import unquote

from httptools import parse_url
from uvicorn._types import ASGIReceiveEvent, ASGIVersions, HTTPScope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_client_addr

from understudy.server.sent import SEED, WITHOUT_LENGTH, Sent
from understudy.server.sharing import LONGEST, Line
from understudy.server.wire.access import AsSent

_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t"))
"""What is in no header (RFC 9110, 5.5), nor elsewhere than at its end; but for tabs."""

_END = b"\r\n"

_FOR_THE_SERVER = (b"connection", b"transfer-encoding")
"""Headers that say more of the connection than that an answer is on it."""

_MOST = 4096

_ASGI: ASGIVersions = {"version": "3.0", "spec_version": "2.3"}


class _Special(Exception):
    """A header that is none, or not one that is simply written."""


class _Lines(dict[Line, bytes]):
    """Header lines as they are written: answers have most of them in common. Raises _Special."""

    def __missing__(self, line: Line) -> bytes:
        if line[0] == SEED and line[1].isalnum():
            return b"understudy-seed: %b\r\n" % line[1]
        raw = b"%b: %b\r\n" % line
        if line[0] in _FOR_THE_SERVER or len(raw) - len(raw.translate(None, _CONTROL)) > len(_END):
            raise _Special
        if len(self) >= _MOST:
            self.clear()
        if len(raw) <= LONGEST:
            self[line] = raw
        return raw


_written = _Lines().__getitem__


def scope_of(
    protocol: HttpToolsProtocol, method: str, version: str, lines: tuple[Line, ...], target: tuple[bytes, bytes]
) -> HTTPScope:
    """What ASGI says of a request for a path with a query that came to a protocol (HTTP connection scope)."""
    raw, query = target
    root, path = protocol.root_path, raw.decode("ascii")
    return {
        "type": "http",
        "asgi": _ASGI,
        "http_version": version,
        "server": protocol.server,
        "client": protocol.client,
        "scheme": protocol.scheme,  # type: ignore[typeddict-item] # there is one by then
        "method": method,
        "root_path": root,
        "path": root + (unquote(path) if "%" in path else path),
        "raw_path": root.encode("ascii") + raw,
        "query_string": query,
        "headers": lines,
        "state": protocol.app_state.copy(),
    }


def parted(url: bytes) -> tuple[bytes, bytes]:
    """The path and the query of a target; of one that is more than those a parser tells."""
    if url[:1] == b"/" and url.find(b"#") < 0:
        path, _, query = url.partition(b"?")
        return path, query
    parsed = parse_url(url)
    return parsed.path, parsed.query or b""


class Cycle(RequestResponseCycle):
    """uvicorn's, which has a body and an answer in one piece where it can, and cuts the connection where it should."""

    # As uvicorn's begins, but for what each request has of its own.
    disconnected = response_started = response_complete = False
    more_body = True
    body: bytes | bytearray = b""  # type: ignore[assignment] # which becomes what is added to it, and no copy of that
    chunked_encoding: bool | None = None
    expected_content_length = 0

    def __init__(self, protocol: HttpToolsProtocol, scope: HTTPScope, *, is_logged: bool, keep_alive: bool) -> None:
        self.scope, self.transport, self.flow = scope, protocol.transport, protocol.flow
        self.logger, self.access_log, self.keep_alive = protocol.logger, is_logged, keep_alive
        if is_logged:  # of which `info` alone is asked
            self.access_logger = AsSent(protocol.access_logger, scope)  # type: ignore[assignment]
        self.waiting_for_100_continue = protocol.expect_100_continue
        self.on_response, self.default_headers = protocol.on_response_complete, protocol.server_state.default_headers

    @cached_property
    def message_event(self) -> asyncio.Event:  # type: ignore[override] # most requests have nothing to be waited for
        """Set while there is news for who receives."""
        event = asyncio.Event()
        if self.body or self.disconnected or not self.more_body:
            event.set()
        return event

    def tell(self) -> None:
        """Let those know who wait for news."""
        if "message_event" in self.__dict__:
            self.message_event.set()

    async def receive(self) -> ASGIReceiveEvent:
        """What has come of the body. For all of it nobody has to wait."""
        is_over = self.disconnected or self.response_complete
        if self.more_body or is_over or self.waiting_for_100_continue or not self.message_event.is_set():
            return await super().receive()
        self.message_event.clear()
        self.flow.resume_reading()
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    def _log(self, became: object) -> None:
        if self.access_log:
            scope = self.scope
            asked = (get_client_addr(scope), scope["method"], scope["path"], scope["http_version"], became)
            self.access_logger.info('%s - "%s %s HTTP/%s" %s', *asked)

    def write(self, sent: Sent, date: bytes) -> bool:
        """Write an answer in one piece and say so, if there is nothing special about it; `send` writes it in two."""
        if not self.keep_alive or self.disconnected or self.flow.write_paused:
            return False
        if (written := in_one(sent, date, self.scope["method"])) is None:
            return False
        self.response_started, self.waiting_for_100_continue = True, False
        self._log(sent.status)
        self.transport.write(written)
        self.response_complete = True
        self.tell()
        self.on_response()
        return True

    def cut(self, *, reset: bool) -> None:
        """End the connection in the middle of an answer: after what was written, or at once and with a reset."""
        if not self.response_started:  # which would have been the moment for the access log
            self._log("reset" if reset else "empty")
        self.disconnected = True
        if reset:
            # A socket that does not linger is reset when it is closed (socket(7)).
            self.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
        else:
            self.transport.close()


def in_one(sent: Sent, date: bytes, method: str) -> bytes | None:
    """An answer to a request with this method in one piece; None where there is something special about it."""
    try:
        head = b"".join(map(_written, sent.headers))
    except _Special:
        return None
    if not _ends(sent, method, head):
        return None
    return b"%bdate: %b\r\n%b\r\n%b" % (STATUS_LINE[sent.status], date, head, sent.body)


def _ends(sent: Sent, method: str, head: bytes) -> bool:
    """Whether an answer ends where its head says."""
    # `in` would raise an error within, and pass over it, since bytes may be asked for a number too.
    has_length = head.count(b"content-length: ") == 1 == head.count(b"content-length: %d\r\n" % len(sent.body))
    return has_length or method == "HEAD" or sent.status in WITHOUT_LENGTH
