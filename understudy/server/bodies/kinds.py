"""Media types as they are asked about for each request: of equal questions each is answered once."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache

from understudy.contract import media
from understudy.contract.media import LONGEST
from understudy.server.sharing import Found, Once


def _once(find: Callable[[str, tuple[str, ...]], Found]) -> Callable[[str, Iterable[str]], Found]:
    known = lru_cache(maxsize=1024)(find)

    def found(text: str, among: Iterable[str] = ()) -> Found:
        listed = tuple(among)
        return known(text, listed) if len(text) <= LONGEST else find(text, listed)

    return found


class ByField(Once[Found]):
    """What a function finds for a header, or None, and more: it is asked but once for each that is not long.

    Where it is looked up under all that the function is called with, what is known takes no call.
    """

    def __init__(self, find: Callable[..., Found]) -> None:
        super().__init__(lambda key: find(*key), lambda key: len(key[0] or ""), largest=LONGEST)

    def __call__(self, text: str | None, *more: Hashable) -> Found:
        return self[text, *more]


by_field = ByField
"""The same function, with what it has found."""


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


def _is_json(name: str) -> bool:
    media_type = media.parse(name)
    return media_type is not None and media_type.is_json


_json = Once(_is_json, len, largest=LONGEST)


def is_json(name: str) -> bool:
    """Whether a declared media type is one of JSON."""
    return _json[name]
