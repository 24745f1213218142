"""The dice that a sample is drawn with."""

import threading
from collections.abc import Iterable, Sequence
from hashlib import sha512
from random import Random
from typing import TypeAlias, TypeVar

_OF_THREAD = threading.local()

_T = TypeVar("_T")


class Dice(Random):
    """Random's own dice, which choose in one step what it chooses in two: they do little else."""

    def throw(self, seed: str) -> None:
        """Fall as Random's dice do for a seed, which is a text and nothing else."""
        text = seed.encode()
        super(Random, self).seed(int.from_bytes(text + sha512(text).digest(), "big"))
        self.gauss_next = None

    def choice(self, seq: Sequence[_T]) -> _T:  # type: ignore[override] # of sequences that are not empty
        """One of several, the same that Random would choose."""
        count = len(seq)
        bits = count.bit_length()
        at = self.getrandbits(bits)
        while at >= count:
            at = self.getrandbits(bits)
        return seq[at]

    def randint(self, a: int, b: int) -> int:
        """A number between two others, the same that Random would choose."""
        count = b - a + 1
        bits = count.bit_length()
        at = self.getrandbits(bits)
        while at >= count:
            at = self.getrandbits(bits)
        return a + at


Lots: TypeAlias = tuple[int, list[_T | None]]
"""As many lots as there are numbers of so many bits: the things that may be drawn, and blanks."""


def lots(things: Sequence[_T]) -> Lots[_T]:
    """Lots for these things, to draw them again and again as Random chooses them: who draws a blank draws once more."""
    bits = len(things).bit_length()
    return bits, [*things, *[None] * ((1 << bits) - len(things))]


def each(drawn: Iterable[Lots[_T]], rng: Random) -> list[_T]:
    """One thing of each of these lots."""
    draw, found = rng.getrandbits, []
    for bits, among in drawn:
        while (thing := among[draw(bits)]) is None:
            pass
        found.append(thing)
    return found


def thrown(seed: str) -> Dice:
    """This thread's dice as they fall for a seed, until it throws them for another one."""
    try:
        dice: Dice = _OF_THREAD.dice
    except AttributeError:
        dice = _OF_THREAD.dice = Dice()
    dice.throw(seed)  # new ones would be seeded twice, by a hash as well, and that is most of what they cost
    return dice
