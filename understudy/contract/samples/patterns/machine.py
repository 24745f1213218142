"""Expressions as machines that read a text letter by letter (Thompson's construction).

What a machine cannot know it lets pass: the word of the validator's own engine is the last one anyway.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from understudy.contract.samples.patterns.pieces import (
    BEGINNING,
    END,
    MANY,
    Ahead,
    Back,
    Characters,
    Choice,
    Edge,
    Group,
    Piece,
    Repeat,
    Sequence,
    sequence,
)

_MOST: Final = 2_000
"""Places that one machine may have."""

_ANY: Final = ""
"""Stands for all letters, as a set of them stands for its own."""

_Way: TypeAlias = tuple[str | Edge | None, int]
"""What is read on the way, or where it may be gone, and the place that it leads to."""

Places: TypeAlias = frozenset[int]
"""Where a machine may be by now."""


class Machine:
    """Finds an expression anywhere in a text."""

    def __init__(self, piece: Piece) -> None:
        """Raises ValueError for one that is too large, or refers back to what it found."""
        self._ways: list[list[_Way]] = []
        self._found = self._place()
        self._ways[self._found].append((_ANY, self._found))
        begin = self._place()
        self._ways[begin] += [(_ANY, begin), (None, self._built(piece, self._found))]
        within = [way for place in self._reached([begin]) for way in self._ways[place]]
        is_anchored = all(read is None or read is BEGINNING or to == begin for read, to in within)
        self.start = self._reached([begin], BEGINNING) - ({begin} if is_anchored else set())

    def letters(self, places: Places) -> Iterator[str]:
        """The sets of letters that something is read from next."""
        return (read for place in sorted(places) for read, _ in self._ways[place] if isinstance(read, str) and read)

    def after(self, places: Places, reading: frozenset[str]) -> Places:
        """Where it may be when it has read a letter which is in all of these sets, and in no other."""
        ways = (way for place in places for way in self._ways[place])
        return self._reached([to for read, to in ways if read == _ANY or read in reading])

    def is_found(self, places: Places) -> bool:
        """Whether the text may end here."""
        return self._found in places or self._found in self._reached([*places], END)

    def _place(self, *ways: _Way) -> int:
        if len(self._ways) >= _MOST:
            raise ValueError("more places than we look at")
        self._ways.append([*ways])
        return len(self._ways) - 1

    def _reached(self, waiting: list[int], edge: Edge | None = None) -> Places:
        """These places and those that are reached without reading anything, at an edge of the text or within it."""
        found = set(waiting)
        while waiting:
            for read, to in self._ways[waiting.pop()]:
                if (read is None or read is edge) and to not in found:
                    found.add(to)
                    waiting.append(to)
        return frozenset(found)

    def _built(self, piece: Piece, then: int) -> int:  # noqa: PLR0911 - one for each kind of piece
        """The place from which the piece is read, and `then` is reached."""
        match piece:
            case Characters():
                return self._place((piece.possible, then))
            case Edge():
                return self._place((piece, then))
            case Sequence():
                for part in reversed(piece.parts):
                    then = self._built(part, then)
                return then
            case Choice():
                return self._place(*[(None, self._built(option, then)) for option in piece.options])
            case Repeat():
                return self._repeated(piece, then)
            case Group():
                return self._built(piece.piece, then)
            case Back():
                raise ValueError("what was found is not known")
        return then  # what has to be seen ahead is known only where all begins

    def _repeated(self, piece: Repeat, then: int) -> int:
        if piece.most >= MANY:
            again = self._place((None, then))
            self._ways[again].append((None, self._built(piece.piece, again)))
            begin = again
        else:
            begin = then
            for _ in range(piece.most - piece.least):
                begin = self._place((None, then), (None, self._built(piece.piece, begin)))
        for _ in range(piece.least):
            begin = self._built(piece.piece, begin)
        return begin


def machines(piece: Piece) -> Iterator[tuple[Machine, bool]]:
    """What reads the expression, and what it wants to see from the beginning; each with whether it must be found."""
    yield Machine(piece), True
    for part in piece.parts if isinstance(piece, Sequence) else (piece,):
        if isinstance(part, Ahead):
            yield Machine(sequence([BEGINNING, part.piece])), not part.refused
        elif not isinstance(part, Edge):
            return
