"""Texts that several expressions match at once: their machines read the same letters, and each finds its own."""

from collections.abc import Iterable
from functools import lru_cache
from random import Random
from typing import Final, NamedTuple, TypeAlias

from understudy.contract.samples.patterns.machine import Machine, Places, machines
from understudy.contract.samples.patterns.reading import parsed

_MOST: Final = 40_000
"""Places that are left in all ways while a meeting is explored; texts that lead further are not found."""

_KEPT: Final = 200
_NEVER: Final = 1 << 40
_LONG: Final = 128
"""Letters from which on nobody counts how long texts may be."""

_USUAL: Final = "abcdefghijklmnopqrstuvwxyz0123456789"

_State: TypeAlias = tuple[Places, ...]


class _Move(NamedTuple):
    """The letters that all lead to the same state, and those of them that people expect."""

    letters: str
    usual: str
    to: int


class Meeting:
    """The texts that several machines all end with, as moves from one state of theirs to others."""

    def __init__(self, moves: list[list[_Move]], ends: list[bool]) -> None:
        """The moves out of each state, the first of which is where a text begins; and whether it may end there."""
        self._moves = moves
        before: list[set[int]] = [set() for _ in moves]
        for at, ways in enumerate(moves):
            for move in ways:
                before[move.to].add(at)
        self._far = _distances(before, ends)
        self._lengths = _all_distances(before, ends)

    @property
    def is_possible(self) -> bool:
        """Whether there is a text at all."""
        return self._far[0] < _NEVER

    def text(self, guide: str, low: int, high: int, rng: Random) -> str:
        """A text that is like the guide, letter by letter, wherever it may be, and of a length within these bounds.

        Where the guide has nothing to say, the nearest end is made for. Where no text is so long, this one is not.
        """
        at, text = 0, ""
        while True:
            lengths = _between(low - len(text) - 1, high - len(text) - 1)
            moves = [move for move in self._moves[at] if self._lengths[move.to] & lengths]
            said = guide[len(text) : len(text) + 1]
            cases = said + said.swapcase()
            followed = next(((way, to) for way in cases for letters, _, to in moves if way in letters), None)
            if not moves or (not followed and not self._far[at] and len(text) >= low):
                return text
            letter, at = followed or self._chosen(moves, at, rng)
            text += letter

    def _chosen(self, moves: list[_Move], at: int, rng: Random) -> tuple[str, int]:
        """A letter that leads nearer to the end, if one does."""
        nearer = [move for move in moves if self._far[move.to] < self._far[at]] or moves
        move = rng.choice([move for move in nearer if move.usual] or nearer)
        return rng.choice(move.usual or move.letters), move.to


class _Survey:
    """Machines that read the same text, in all states that they can be in together."""

    def __init__(self, each: list[tuple[Machine, bool]]) -> None:
        """Each with whether it has to find something, or must not."""
        self._each = each
        self._sorted: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
        self._numbers: dict[_State, int] = {}
        self._states: list[_State] = []

    def meeting(self) -> Meeting:
        """What was found within the time that there is."""
        self._number(tuple(machine.start for machine, _ in self._each))
        moves: list[list[_Move]] = []
        left = _MOST
        while len(moves) < len(self._states) and left > 0:
            state = self._states[len(moves)]
            moves.append(self._moves(state))
            left -= sum(map(len, state)) * (1 + len(moves[-1]))
        known = len(moves)
        ends = [self._is_end(state) for state in self._states[:known]]
        return Meeting([[move for move in ways if move.to < known] for ways in moves], ends)

    def _number(self, state: _State) -> int:
        if state not in self._numbers:
            self._numbers[state] = len(self._states)
            self._states.append(state)
        return self._numbers[state]

    def _moves(self, state: _State) -> list[_Move]:
        """The ways out of a state."""
        together = list(zip(self._each, state, strict=True))
        read = tuple(dict.fromkeys(letters for (machine, _), places in together for letters in machine.letters(places)))
        if read not in self._sorted:
            self._sorted[read] = _sorted(read)
        found: dict[int, str] = {}
        for letters, reading in self._sorted[read]:
            after = tuple(machine.after(places, reading) for (machine, _), places in together)
            if all(places or not is_wanted for (_, is_wanted), places in zip(self._each, after, strict=True)):
                to = self._number(after)
                found[to] = found.get(to, "") + letters
        return [_Move(letters, _usual(letters), to) for to, letters in found.items()]

    def _is_end(self, state: _State) -> bool:
        each = zip(self._each, state, strict=True)
        return all(machine.is_found(places) == is_wanted for (machine, is_wanted), places in each)


@lru_cache(_KEPT)
def meeting(patterns: tuple[str, ...]) -> Meeting | None:
    """What matches these expressions, as far as they are understood; None where that is nothing or nobody knows."""
    each: list[tuple[Machine, bool]] = []
    for pattern in patterns:
        if piece := parsed(pattern):
            try:
                each += machines(piece)
            except ValueError:
                continue
    found = _Survey(each).meeting() if each else None
    return found if found and found.is_possible else None


def _sorted(read: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """The letters that are in the same of these sets, with those sets; usual ones may be in none."""
    found = [("".join(dict.fromkeys("".join((*read, _USUAL)))), frozenset[str]())]
    for letters in read:
        members, split = frozenset(letters), list[tuple[str, frozenset[str]]]()
        for among, reading in found:
            inside = "".join(letter for letter in among if letter in members)
            if len(inside) < len(among):
                split.append(("".join(letter for letter in among if letter not in members), reading))
            split += [(inside, reading | {letters})] if inside else []
        found = split
    return found


def _distances(before: list[set[int]], ends: list[bool]) -> list[int]:
    """How many letters each state is away from the end of a text, by the states that are before each."""
    far = [0 if is_end else _NEVER for is_end in ends]
    waiting = [at for at, is_end in enumerate(ends) if is_end]
    for at in waiting:  # which grows, nearer ones first
        for earlier in before[at]:
            if far[earlier] == _NEVER:
                far[earlier] = far[at] + 1
                waiting.append(earlier)
    return far


def _all_distances(before: list[set[int]], ends: list[bool]) -> list[int]:
    """Likewise, but all of them: a bit for each number of letters; the last one stands for all that are more."""
    found = [0] * len(ends)
    last, now = set[int](), {at for at, is_end in enumerate(ends) if is_end}
    for letters in range(_LONG + 1):
        bits = _between(letters, _LONG) if now == last else 1 << letters  # if so, it will go on like that
        for at in now:
            found[at] |= bits
        if now == last:
            break
        last, now = now, {earlier for at in now for earlier in before[at]}
    waiting = [at for at, bits in enumerate(found) if bits >> _LONG]
    while waiting:
        for earlier in before[waiting.pop()]:
            if not found[earlier] >> _LONG:
                found[earlier] |= 1 << _LONG
                waiting.append(earlier)
    return found


def _between(low: int, high: int) -> int:
    """A bit for each number between two others, both included, as far as they are counted."""
    return (1 << min(high, _LONG) + 1) - (1 << min(max(low, 0), _LONG)) if high >= low else 0


def _usual(letters: str) -> str:
    """Those of the letters that people expect."""
    return "".join(letter for letter in letters if letter in _USUAL)
