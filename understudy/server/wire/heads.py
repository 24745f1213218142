"""Heads of requests: what may be in one, and whom it is for, by `Host` or by its target (RFC 9112, 3.2)."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from understudy.server.sharing import Line

LARGEST_HEAD = 60 * 1024
"""Bytes of a request's target, headers and trailers together; the parser can take no target of more than 64 KB."""

_HOST = re.compile(
    rb"(?:\[[0-9A-Za-z:.%_~!$&'()*+,;=-]+\]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
"""A `uri-host` with a port or none (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

_ABSOLUTE = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*://([^/?#]*))(.*)", re.DOTALL)


class Refused(Exception):
    """A head that is not to be read any further, with the status to answer it with."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message

    def answer(self, word: Callable[[int, str], tuple[Mapping[str, str], bytes]]) -> bytes:
        """The answer to it, behind which no other comes; `word` has the headers and the body of an error."""
        headers, body = word(self.status.value, self.message)
        lines = [STATUS_LINE[self.status.value]]
        lines += [f"{name}: {value}\r\n".encode() for name, value in headers.items()]
        lines += [b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body), body]
        return b"".join(lines)


def meant(url: bytes, method: bytes, version: str, lines: list[Line]) -> tuple[bytes, list[Line]]:
    """The target and the lines of a head, with the host that it is for as its `Host`. Raises Refused."""
    hosts = [value for name, value in lines if name == b"host"]
    if version == "1.1" and len(hosts) != 1:
        raise Refused(HTTPStatus.BAD_REQUEST, "A request names its host, and only once")  # RFC 9112, 3.2
    if found := absolute(url, method):
        host, url = found
        lines = [(b"host", host), *(line for line in lines if line[0] != b"host")]
        hosts.append(host or b"?")  # a target has one that is not empty (RFC 9110, 4.2.1)
    if not all(map(is_host, hosts)):
        raise Refused(HTTPStatus.BAD_REQUEST, "A host is a name or an address, and perhaps a port")
    codings = b",".join([value for name, value in lines if name == b"transfer-encoding"])
    if codings and codings.strip().lower() != b"chunked":  # RFC 9112, 6.1
        raise Refused(HTTPStatus.NOT_IMPLEMENTED, "A body comes as it is or chunked, in no other transfer coding")
    return url, lines


def is_host(value: bytes) -> bool:
    """Whether this is a value that `Host` may have; it may be empty."""
    return _HOST.fullmatch(value) is not None


def absolute(url: bytes, method: bytes) -> tuple[bytes, bytes] | None:
    """The host that a target in absolute form names, and the target with a path; None of a target in another form."""
    found = _ABSOLUTE.fullmatch(url)
    if found is None:
        return None
    before, authority, rest = found.groups()
    host = authority.rpartition(b"@")[2]
    if not rest and method == b"OPTIONS":  # RFC 9112, 3.2.4
        return host, b"*"
    return host, url if rest.startswith(b"/") else before + b"/" + rest
