"""The header fields of a request: clients send the same ones again and again, and those are read once."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from operator import itemgetter
from threading import Lock
from typing import Any, ClassVar

from starlette.types import Scope

from understudy.server.sent import WRITTEN
from understudy.server.sharing import LONGEST, Headers, shared

MOST = 1024
"""Heads that are known at a time; they outlive their requests, and each has to be small."""

HEAVY = 168
"""Bytes that a header takes beside its name and value, about."""

_MOST_DIGITS = 18
_SCOPE = "understudy.fields"
_BODILY = frozenset(("content-length", "transfer-encoding", "expect"))
_known: dict[Headers, "Fields"] = {}
_lock = Lock()


class Fields:
    """The lines of a head, and the value of each field by its name in lower case.

    Lines of one name are joined with commas (RFC 9110, 5.3). `has_body` says that one may follow, `size` is that of all
    names and values in bytes, `weight` about as many as the lines take, `length` what they say that the body has, if
    that is a number.
    """

    __slots__ = ("has_body", "length", "lines", "named", "size", "weight")

    of: ClassVar[Callable[[Scope], "Fields"]] = itemgetter(_SCOPE)
    """Those of the request that a scope belongs to."""

    def __init__(self, lines: Headers) -> None:
        self.lines, self.size = lines, sum(map(len, chain.from_iterable(lines)))
        self.weight = self.size + HEAVY * len(lines)
        named: dict[str, str] = {}
        for name, value in lines:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            named[key] = f"{named[key]}, {text}" if key in named else text
        self.named: Mapping[str, str] = named
        length = named.get("content-length", "0")
        self.length = int(length) if length.isdecimal() and len(length) <= _MOST_DIGITS else None
        self.has_body = not _BODILY.isdisjoint(named)

    def enter(self, scope: Scope) -> None:
        """Be found by those who ask for a header."""
        scope["headers"], scope[_SCOPE] = self.lines, self


def is_bodiless(scope: Scope) -> bool:
    """Whether it is known from the head of a request that no body follows, as in HTTP/1.1 (RFC 9112, 6.3).

    That is what our own server speaks; of another one's requests only their end tells.
    """
    return WRITTEN in scope.get("extensions", ()) and not Fields.of(scope).has_body


def fields(headers: Iterable[Iterable[Any]]) -> Fields:
    """What these lines say, as whatever ASGI lets a server hand them on."""
    lines: Headers = headers if type(headers) is tuple else tuple(map(tuple, headers))
    try:
        found = _known.get(lines)
    except TypeError:  # each of them is a list
        return fields([*lines])
    if found is None:
        found = Fields(shared(lines))
        if found.size <= LONGEST:
            with _lock:  # an application may be called in more than one thread
                if len(_known) >= MOST:
                    del _known[next(iter(_known))]
                _known[found.lines] = found
    return found


def header(scope: Scope, name: str) -> str | None:
    """The value of a request header by its name in lower case; None if there is none."""
    fields: Fields = scope[_SCOPE]
    return fields.named.get(name)
