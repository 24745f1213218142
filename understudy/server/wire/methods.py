"""Methods that the parser does not know: a contract may have any (OpenAPI 3.2, 4.7), and a client may send any."""

import re

import httptools

_BEGINNING = re.compile(rb"(?:\r?\n)*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) ")
"""A method, and what may stand before it (RFC 9110, 5.6.2 and 9.1; RFC 9112, 2.2)."""

_KNOWN = b"PURGE"
"""A method that the parser knows, and of which it makes nothing else than a request."""


def stood_in(data: bytes) -> tuple[bytes, bytes] | None:
    """The method that a request begins with, and the request with one that the parser knows; None where it is none."""
    found = _BEGINNING.match(data)
    return (found[1], _KNOWN + data[found.end(1) :]) if found else None


def new_parser(protocol: object) -> httptools.HttpRequestParser:
    """A parser as uvicorn makes one; what has met with an error goes on no more."""
    parser = httptools.HttpRequestParser(protocol)
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser
