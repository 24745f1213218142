"""HTTP/1.1 below ASGI: what is too broken to become a request is still answered in the contract's shape."""

from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

LARGEST_HEAD = 128 * 1024
"""Bytes of a request's target and headers together."""

HEAD_SECONDS = 30
"""How long a client may take to send them."""


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol with bounds on the head of a request, and errors that `app.refuse` words."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_is_open = True

    def on_headers_complete(self) -> None:
        self._head_is_open, self._head = False, 0
        super().on_headers_complete()

    _head_is_open = False
    _head = 0

    def data_received(self, data: bytes) -> None:
        """Feed the parser; a head that grows or takes too long ends the connection."""
        super().data_received(data)
        if self._head_is_open and not self.transport.is_closing():
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self._end(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's target and headers are too large")
            elif self.timeout_keep_alive_task is None:
                self.timeout_keep_alive_task = self.loop.call_later(HEAD_SECONDS, self.timeout_keep_alive_handler)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP request, unless the answer to an earlier one is still on its way."""
        self._end(HTTPStatus.BAD_REQUEST, f"Not an HTTP/1.1 request: {msg.removesuffix(' received.')}")

    def _end(self, status: HTTPStatus, message: str) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False  # the connection closes behind that answer
            self.flow.pause_reading()
            return
        app: Any = self.config.loaded_app
        headers, body = app.refuse(status.value, message)
        lines = [STATUS_LINE[status.value]]
        lines += [f"{name}: {value}\r\n".encode() for name, value in headers.items()]
        lines += [b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body), body]
        self.transport.write(b"".join(lines))
        self.transport.close()
