"""Whom a request is for: `Host`, and a target in absolute form (RFC 9112, 3.2 and 3.2.2)."""

import re

Lines = list[tuple[bytes, bytes]]

_HOST = re.compile(
    rb"(?:\[[0-9A-Za-z:.%_~!$&'()*+,;=-]+\]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
"""A `uri-host` with a port or none (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

_ABSOLUTE = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*://([^/?#]*))(.*)", re.DOTALL)


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


def replaced(lines: Lines, host: bytes) -> Lines:
    """Header lines in which this is the host, whatever they said of it."""
    return [(b"host", host), *(line for line in lines if line[0] != b"host")]
