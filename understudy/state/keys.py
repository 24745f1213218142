"""The keys of a collection's records, by how they begin; and names that are near to one that no record has."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cached_property

from understudy.errors import Names
from understudy.state.fixtures import Key

MOST = 40
"""Names that a hint is looked for among; of more, those that stand nearest to the word are."""

_BESIDE = MOST // 4


class Keys:
    """Keys of one length, each found by its first parts."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._by_beginning: dict[Key, list[Key]] = {}
        for key in keys:
            for length in range(len(key)):
                self._by_beginning.setdefault(key[:length], []).append(key)
        self._in_order: dict[Key, _InOrder] = {}
        self._names: dict[Key, Names] = {}

    def beginning(self, with_: Key) -> Sequence[Key]:
        """Those that begin so, in their order. Raises TypeError for what can be in no key."""
        return self._by_beginning.get(with_, ())

    def near(self, beginning: Key, word: str) -> list[Key]:
        """Of those that begin so, a few whose next part is spelled like this word, at its start or at its end."""
        keys = self._by_beginning.get(beginning, [])
        if len(keys) <= MOST:
            return keys
        if beginning not in self._in_order:
            self._in_order[beginning] = _InOrder(keys, len(beginning))
        return self._in_order[beginning].near(word)

    def missing(self, key: Key) -> tuple[int, Sequence[str]]:
        """Which part of a key is the first that none of these has together with the parts before it, by its index.

        And the names that it might have had: if they are many, those that are like it.
        """
        at, last = 0, len(key) - 1
        try:
            if (known := self._names.get(key[:last])) is not None:
                return last, known  # as somebody was told before
            while at < last and key[: at + 1] in self._by_beginning:
                at += 1
        except TypeError:  # a list or an object, which no key has in it
            pass
        beginning = key[:at]
        known = self._names.get(beginning)
        if known is None:
            if len(keys := self._by_beginning.get(beginning, ())) > MOST:
                return at, names(self.near(beginning, str(key[at])), at)
            known = self._names[beginning] = Names(names(keys, at))
        return at, known


def names(keys: Iterable[Key], at: int) -> list[str]:
    """A part of these keys as texts, each once."""
    return list(dict.fromkeys([str(key[at]) for key in keys]))


class _InOrder:
    """Keys sorted by one of their parts, read forwards and backwards."""

    def __init__(self, keys: Sequence[Key], at: int) -> None:
        self._by_name = {str(key[at]): key for key in keys}

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self._by_name)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(name[::-1] for name in self._by_name)

    def near(self, word: str) -> list[Key]:
        names = [*_beside(self._forwards, word), *(name[::-1] for name in _beside(self._backwards, word[::-1]))]
        return [self._by_name[name] for name in dict.fromkeys(names)]


def _beside(names: Sequence[str], word: str) -> Sequence[str]:
    at = bisect(names, word)
    return names[max(at - _BESIDE, 0) : at + _BESIDE]
