"""What requests say of what is made up for them: the seed that it follows from, and what is known of a record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from msgspec import Struct

from understudy.contract.operations import Operation
from understudy.contract.resources import known_by
from understudy.server.answering.recorded import by_name
from understudy.server.digests import hashed
from understudy.server.exchange import Exchange
from understudy.server.lists import Shown

_CONDITIONS = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range")
"""Headers by which nothing is asked for but that which there is anyway (RFC 9110, 13 and 14)."""


class _Said(Struct, frozen=True):
    """Which arguments of an operation say what: of a record, by each name that it may have, and nothing at all.

    `paging` are the parameters that say which part of a list is wanted.
    """

    known: Mapping[str, str]
    nothing: frozenset[str]
    paging: frozenset[str]


class _ByOperation(dict[Operation, _Said]):
    """What the arguments of each operation say, found at its first call."""

    def __init__(self, lists: Shown) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, operation: Operation) -> _Said:
        arguments, paging = operation.arguments, self._lists.names(operation)
        path = by_name(operation, {argument: argument for argument in arguments}, "path")
        nothing = (name for name, origin in arguments.items() if origin[1] in paging or _is_condition(*origin))
        self[operation] = said = _Said(known_by(operation.path, path), frozenset(nothing), paging)
        return said


class Seeds:
    """Reads in requests what is to be made up for them."""

    def __init__(self, seed: str, lists: Shown) -> None:
        """`seed` is what all of it follows from; `lists` know by what a part of one is asked for."""
        self._seed, self._said = seed, _ByOperation(lists)

    def known(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a request with these arguments says of the record at its path, by each name that it may have there."""
        return {name: given[argument] for name, argument in self._said[operation].known.items() if argument in given}

    def seed(self, operation: Operation, given: Mapping[str, Any], query: bytes, exchange: Exchange) -> str:
        """The seed that was asked for, else one that follows from the request: HEAD has that of GET."""
        if (seed := exchange.preferences.seed) is not None:
            return seed
        said, text = self._said[operation], query.decode("latin-1")
        if said.paging and text:  # the parts of a list are parts of the same one
            text = "&".join(part for part in text.split("&") if unquote_plus(part.partition("=")[0]) not in said.paging)
        if said.nothing:
            given = {name: value for name, value in given.items() if name not in said.nothing}
        facts = f"{self._seed}\0{operation.method} {exchange.path}?{text} {given}"
        return hashed(facts.encode(errors="surrogatepass"))[:16]


def _is_condition(location: str, name: str) -> bool:
    """Whether a parameter says what its sender has already, or how much it wants, and nothing of what there is."""
    return location == "header" and name.lower() in _CONDITIONS
