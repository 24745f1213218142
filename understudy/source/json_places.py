"""Where things stand in a JSON text: looked for on the way to them, and no further."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from json import JSONDecoder

from understudy.source.building import Mark

_GAP = re.compile(r"[ \t\r\n,:]*")
_DECODER = JSONDecoder()


class JsonPlaces:
    """The marks of a text that `json` has found well formed.

    Python's reader does not say where it has been, but it is fast: what lies beside the way is read and forgotten.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._members: dict[int, dict[str | int, tuple[int, int]]] = {}

    def mark(self, pointer: Iterable[str | int]) -> Mark:
        """Where a value stands: at its key, or at its first character in an array, or else the last on its way."""
        at, value = 0, self._behind(0)
        for part in pointer:
            if value not in self._members:
                self._members[value] = dict(self._within(value))
            if part not in self._members[value]:
                break
            at, value = self._members[value][part]
        line = bisect_right(self._lines, at) - 1
        return line, at - self._lines[line]

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        starts, at = [0], -1
        while (at := self._text.find("\n", at + 1)) >= 0:
            starts.append(at + 1)
        return starts

    def _within(self, at: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
        """The members or elements of what begins there: where each is marked, and where its value begins."""
        text, index = self._text, 0
        begins, at = text[at : at + 1], self._behind(at + 1)
        if begins not in ("{", "["):  # also where a value has no text
            return
        while text[at] not in "}]":
            name: str | int = index
            mark = value = at
            if begins == "{":
                name, end = _DECODER.raw_decode(text, at)
                value = self._behind(end)
            yield name, (mark, value)
            _, end = _DECODER.raw_decode(text, value)
            at, index = self._behind(end), index + 1

    def _behind(self, at: int) -> int:
        """Where the next token begins."""
        gap = _GAP.match(self._text, at)
        assert gap  # if only an empty one
        return gap.end()
