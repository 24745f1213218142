"""Media types as they are asked about for each request: of equal questions each is answered once."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

from understudy.contract import media
from understudy.contract.media import LONGEST

Found = TypeVar("Found")


def _once(find: Callable[[str, tuple[str, ...]], Found]) -> Callable[[str, Iterable[str]], Found]:
    known = lru_cache(maxsize=1024)(find)

    def found(text: str, among: Iterable[str] = ()) -> Found:
        listed = tuple(among)
        return known(text, listed) if len(text) <= LONGEST else find(text, listed)

    return found


def by_field(find: Callable[..., Found]) -> Callable[..., Found]:
    """The same function of a header, or None, and of more, which is asked but once for each that is not long."""
    known = lru_cache(maxsize=1024)(find)

    def found(text: str | None, *more: Hashable) -> Found:
        return (known if text is None or len(text) <= LONGEST else find)(text, *more)

    return found


def _describing(text: str, among: tuple[str, ...]) -> str | None:
    media_type = media.parse(text)
    return media.describing(among, media_type) if media_type else None


_described = _once(_describing)
_opened = _once(lambda accept, _: media.is_open(accept or None))
_negotiated = _once(lambda accept, among: media.negotiate(accept or None, among))


def describing(ranges: Iterable[str], text: str) -> str | None:
    """The most specific of the declared media ranges that describes what a text names; None where none does."""
    return _described(text, ranges)


def negotiate(accept: str | None, offered: Iterable[str]) -> str | None:
    """The offered media type that a client likes best; None if it takes none of them."""
    return _negotiated(accept or "", offered)


def is_open(accept: str | None) -> bool:
    """Whether a client takes whatever there is."""
    return _opened(accept or "", ())


def is_json(name: str) -> bool:
    """Whether a declared media type is one of JSON."""
    media_type = media.parse(name)
    return media_type is not None and media_type.is_json
