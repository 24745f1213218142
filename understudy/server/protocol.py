"""HTTP/1.1 below ASGI: bounds on what a client may send, and an answer in the contract's shape where none is asked for.

uvicorn's protocol parses and runs requests; what it does with bytes that are no request is done here.
"""

import re
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

LARGEST_HEAD = 60 * 1024
"""Bytes of a request's target, headers and trailers together; the parser can take no target of more than 64 KB."""

HEAD_SECONDS = 30
"""How long a client may take to send target and headers."""

_ABSOLUTE = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)(.*)", re.DOTALL)


class Refused(Exception):
    """A head that is not to be read any further, with the status to answer it with."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol with bounds on heads, and errors that `app.refuse` words."""

    _active: RequestResponseCycle | None = None
    _refused: Refused | None = None
    _in_head = False
    _head = 0
    _received = 0
    _deadline = 0.0
    _owed = 0

    # What the parser finds

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head, self._received = True, 0, 0
        self._deadline = self.loop.time() + HEAD_SECONDS

    def on_url(self, url: bytes) -> None:
        self._count(len(url), HTTPStatus.REQUEST_URI_TOO_LONG)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self.parser.get_http_version() == "1.1" and [name for name, _ in self.headers].count(b"host") != 1:
            self._refuse(HTTPStatus.BAD_REQUEST, "A request names its host, and only once")  # RFC 9112, 3.2
        codings = b",".join(value for name, value in self.headers if name == b"transfer-encoding")
        if codings and codings.strip().lower() != b"chunked":  # RFC 9112, 6.1
            self._refuse(HTTPStatus.NOT_IMPLEMENTED, "A body comes as it is or chunked, in no other transfer coding")
        if found := _ABSOLUTE.fullmatch(self.url):
            authority, rest = found.groups()
            if not rest and self.parser.get_method() == b"OPTIONS":  # RFC 9112, 3.2.4
                self.url = b"*"
            elif not rest.startswith(b"/"):
                self.url = authority + b"/" + rest
        if self.parser.should_upgrade():
            # The parser takes what follows for another protocol, and the body of this request with it.
            lengths = [value for name, value in self.headers if name == b"content-length"]
            if codings:
                self._refuse(HTTPStatus.NOT_IMPLEMENTED, "A chunked body cannot come with an offer to upgrade")
            self._owed = int(lengths[0]) if lengths else 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._received = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._owed:
            super().on_message_complete()

    def _count(self, size: int, status: HTTPStatus) -> None:
        self._head += size
        if self._head > LARGEST_HEAD:
            self._refuse(status, f"Target and headers are larger than {LARGEST_HEAD // 1024} KB")

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        self._refused = Refused(status, message)
        raise self._refused  # the parser stops, and its error ends in `send_400_response`

    # What happens to the connection

    def data_received(self, data: bytes) -> None:
        """Feed the parser, and wait for the rest of a head until its deadline, for the next request a while."""
        self._unset_keepalive_if_required()
        self._received += len(data)
        self._feed(data)
        if self.transport.is_closing():
            return
        newest = self._newest
        if self._received > 2 * LARGEST_HEAD and (self._in_head or (newest and newest.more_body)):
            # of which the parser has made neither a header nor a body
            self._end(Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "A header is too large"))
        elif self.timeout_keep_alive_task is None and self._in_head:
            self.timeout_keep_alive_task = self.loop.call_at(self._deadline, self.timeout_keep_alive_handler)
        elif self.timeout_keep_alive_task is None and newest is None:
            wait = self.timeout_keep_alive
            self.timeout_keep_alive_task = self.loop.call_later(wait, self.timeout_keep_alive_handler)

    def _feed(self, data: bytes) -> None:
        while data:
            if self._owed:
                part, data = data[: self._owed], data[self._owed :]
                self._owed -= len(part)
                self.on_body(part)
                self.on_message_complete()
                continue
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:  # nobody here speaks another protocol
                data = data[upgrade.args[0] :]
                continue
            except httptools.HttpParserError:
                self.send_400_response("Invalid HTTP request received.")
            return

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """A client that has said everything is still answered (RFC 9112, 9.6)."""
        newest = self._newest
        if newest is None:
            return None
        if newest.more_body:
            self._abandon(newest)
            newest = self._newest
            if newest is None:
                return None
        newest.keep_alive = False
        return True

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection, after the answer that is still on its way."""
        if (newest := self._newest) is not None:
            newest.keep_alive = False
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP request, or a head that was refused."""
        self._end(self._refused or Refused(HTTPStatus.BAD_REQUEST, msg.replace(" received.", "")))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._active = cycle
        super()._start_asgi_task(cycle, app)

    @property
    def _newest(self) -> RequestResponseCycle | None:
        """The request that came last of those that are still to be answered."""
        if self.pipeline:
            return self.pipeline[0][0]
        return self._active if self._active and not self._active.response_complete else None

    def _abandon(self, cycle: RequestResponseCycle) -> None:
        """Give up a request whose body will never end as it should."""
        cycle.disconnected = True
        cycle.message_event.set()
        if cycle is self._active:
            self._active = None
        else:
            self.pipeline.popleft()

    def _end(self, refused: Refused) -> None:
        """Refuse and close; requests that were whole are answered first, and then that is all."""
        newest = self._newest
        if newest is not None and newest.more_body:
            self._abandon(newest)  # no answer of ours begins before its request has ended
            newest = self._newest
        if newest is not None:
            newest.keep_alive = False
            self.flow.pause_reading()
            return
        app: Any = self.config.loaded_app
        headers, body = app.refuse(refused.status.value, refused.message)
        lines = [STATUS_LINE[refused.status.value]]
        lines += [f"{name}: {value}\r\n".encode() for name, value in headers.items()]
        lines += [b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body), body]
        self.transport.write(b"".join(lines))
        self.transport.close()
