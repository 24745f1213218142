"""One try to make a sample, and what it may cost, counted in steps, so that none takes for ever on any machine."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.samples.samples import STEPS
from understudy.contract.samples.spot import Spot
from understudy.contract.samples.unsatisfied import Exhausted, Impossible
from understudy.contract.schemas import MISSING
from understudy.source import Pointer

_FAILURES: Final = 50
"""Values that the first try gives up before it is given up itself; each further one may fail twice as often."""

PLENTY: Final = 200
"""Steps after which a sample has only what it must have."""

DEEPEST: Final = 3
"""Levels below which a sample has only what it must have."""


class Try:
    """One try: its dice, and what is left to be spent. What goes wrong early is better begun again than repaired."""

    def __init__(self, whole: Node, rng: Random, tried: int, spent: int, *, given: bool) -> None:
        """`tried` others, which cost so many steps, were in vain; with `given`, what the document gives comes first."""
        self.rng, self.tried, self.given = rng, tried, given
        self.spent = self._begun = spent
        self._whole, self._failures = whole, 0
        self._last: Impossible | None = None
        self._is_bound = False

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises Exhausted when none is left."""
        self.spent += steps
        if self.spent > STEPS:
            message = f"nothing was found within {STEPS:,} steps"
            raise Exhausted(self._last or Impossible(self._whole, "type", (), message))

    def anew(self, make: Callable[[], Any]) -> Any:
        """What is made without anything that the document gives, or MISSING.

        Where that cannot be, it costs nothing, and is not tried again.
        """
        if not self.given or self._is_bound:
            return MISSING
        spent, failures, self.given = self.spent, self._failures, False
        try:
            return make()
        except (Impossible, Exhausted):
            self.spent, self._failures, self._is_bound = spent, failures, True
            return MISSING
        finally:
            self.given = True

    def impossible(self, node: Node | None, keyword: str, spot: Spot, message: str) -> Impossible:
        """A failure, to be raised. Raises Exhausted after too many of them."""
        self._last = self.error(node, keyword, spot.pointer, message)
        self._failures += 1
        if self._failures > _FAILURES << self.tried:
            raise Exhausted(self._last)
        return self._last

    def error(self, node: Node | None, keyword: str, pointer: Pointer, message: str) -> Impossible:
        """What is said of a keyword that cannot be met."""
        return Impossible(node or self._whole, keyword, pointer, message)

    def is_sparing(self, spot: Spot, depth: int = 0, cost: int = 0) -> bool:
        """Whether there is enough, so that only what has to be there is made: so deep in a spot, after these steps."""
        return len(spot.pointer) + depth > DEEPEST or self.spent - self._begun + cost > PLENTY
