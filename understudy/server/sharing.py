"""What many exchanges have in common is kept once: clients send the same headers again and again, and are sent them."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

Found = TypeVar("Found")

LONGEST = 1000
"""Bytes of what is shared; it outlives those that share it, and has to be small."""

Line = tuple[bytes, bytes]
Headers = tuple[Line, ...]


class Once(dict[Any, Found]):
    """What is found out for each key, once for as long as that is kept: of many the first goes, and no large one is."""

    def __init__(
        self, find: Callable[[Any], Found], size: Callable[[Any], int], most: int = 1024, largest: int = LONGEST
    ) -> None:
        super().__init__()
        self._find, self._size, self._most, self._largest, self._lock = find, size, most, largest, Lock()

    def __missing__(self, key: Any) -> Found:
        found = self._find(key)
        if self._size(key) <= self._largest:
            with self._lock:  # an application may be called in more than one thread
                if len(self) >= self._most:
                    del self[next(iter(self))]
                self[key] = found
        return found


def size(headers: Iterable[tuple[Any, Any]]) -> int:
    """How much the names and values of headers are together."""
    return sum([len(name) + len(value) for name, value in headers])


_known = lru_cache(maxsize=4096)(lambda value: value)


def same(value: bytes) -> bytes:
    """The first of equal values."""
    known: bytes = _known(value) if len(value) <= LONGEST else value
    return known


def shared(headers: Iterable[Iterable[Any]]) -> Headers:
    """Header lines, each the first of those that are equal."""
    pairs = map(tuple, headers)
    return tuple([_known(pair) if len(pair[0]) + len(pair[1]) <= LONGEST else pair for pair in pairs])


def line(name: str, value: str) -> Line:
    """The line of a header, its name in lower case, the first of those that are equal.

    Raises UnicodeEncodeError and AttributeError for what cannot be sent.
    """
    is_small = type(name) is type(value) is str and len(name) + len(value) <= LONGEST
    return _written(name, value) if is_small else _line(name, value)


def _line(name: str, value: str) -> Line:
    return name.lower().encode("latin-1"), value.encode("latin-1")


_written = lru_cache(maxsize=1024)(_line)
