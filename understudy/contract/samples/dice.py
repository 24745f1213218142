"""The dice that a sample is drawn with."""

import threading
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

_OF_THREAD = threading.local()

_T = TypeVar("_T")


class Dice(Random):
    """Random's own dice, which choose in one step what it chooses in two: they do little else."""

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


def each(lists: Iterable[Sequence[_T]], rng: Random) -> list[_T]:
    """One of each of these lists, the same that Random would choose one by one."""
    draw, found = rng.getrandbits, []
    for seq in lists:
        count = len(seq)
        bits = count.bit_length()
        at = draw(bits)
        while at >= count:
            at = draw(bits)
        found.append(seq[at])
    return found


def thrown(seed: str) -> Dice:
    """This thread's dice as they fall for a seed, until it throws them for another one."""
    if not hasattr(_OF_THREAD, "dice"):
        _OF_THREAD.dice = Dice()
    dice: Dice = _OF_THREAD.dice
    dice.seed(seed)  # new ones would be seeded twice, by a hash as well, and that is most of what they cost
    return dice
