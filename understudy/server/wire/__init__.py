"""HTTP/1.1 on its connection, below ASGI: what is done before there is a request, and after there is an answer."""

from understudy.server.wire.protocol import Protocol

__all__ = ["Protocol"]
