"""The dice that a sample is drawn with."""

import threading
from collections.abc import Callable, Sequence
from random import (  # type: ignore[attr-defined] # what it seeds with itself, without the rest of hashlib
    Random,
    _sha512,
)
from typing import Final, TypeAlias, TypeVar

_OF_THREAD = threading.local()
_fall = super(Random, Random).seed

_T = TypeVar("_T")


class Dice(Random):
    """Dice that do little else than to choose: one throw does, at the price of odds that are a trace uneven."""

    def throw(self, seed: str) -> None:
        """Fall as Random's dice do for a seed, which is a text and nothing else."""
        text = seed.encode()
        _fall(self, int.from_bytes(text + _sha512(text).digest(), "big"))
        self.gauss_next = None

    def choice(self, seq: Sequence[_T]) -> _T:  # type: ignore[override] # of sequences that are not empty
        """One of several."""
        return seq[int(self.random() * len(seq))]

    def randint(self, a: int, b: int) -> int:
        """A number between two others, both included."""
        count = b - a + 1
        return a + (int(self.random() * count) if count <= _FEW else self._randbelow(count))  # type: ignore[attr-defined]


_FEW: Final = 1 << 32
"""Numbers of which a fraction finds each, and about as often as any other."""

Lots: TypeAlias = tuple[int, list[_T]]
"""As many lots as there are numbers of so many bits: `getrandbits` draws one."""


def lots(things: Sequence[_T]) -> Lots[_T]:
    """Lots for these things, at least four for each, to draw them again and again without a second look."""
    bits = len(things).bit_length() + 2
    count = 1 << bits
    return bits, (list(things) * (count // len(things) + 1))[:count]


def between(low: int, high: int) -> Callable[[Random], int]:
    """Draws a number between two others, both included, again and again without a second look at them."""
    count = high - low + 1
    return (lambda rng: low + int(rng.random() * count)) if count <= _FEW else (lambda rng: rng.randint(low, high))


def thrown(seed: str) -> Dice:
    """This thread's dice as they fall for a seed, until it throws them for another one."""
    try:
        dice: Dice = _OF_THREAD.dice
    except AttributeError:
        dice = _OF_THREAD.dice = Dice()
    dice.throw(seed)  # new ones would be seeded twice, by a hash as well, and that is most of what they cost
    return dice
