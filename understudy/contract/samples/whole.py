"""A value that has parts, in the making."""

from typing import Any, Final

from understudy.contract.samples.drawing import Draw
from understudy.contract.samples.spot import Make, Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Impossible
from understudy.contract.samples.view import View

NESTED: Final = 60
"""Levels that there are at all."""


class Whole:
    """An object or an array, as its parts are made."""

    def __init__(self, view: View, spot: Spot, attempt: Try, make: Make, *, is_first: bool) -> None:
        """`make` makes what cannot be drawn. One that is not the first is not like that which the first was in vain."""
        self._view, self._spot, self._try, self._make, self._is_first = view, spot, attempt, make, is_first
        self._owner = spot.owner_within(view)
        self._from: Spot | None = None

    @property
    def _inside(self) -> Spot:
        """From where parts are made."""
        if self._from is None:  # which is nowhere, where all can be drawn
            self._from = self._spot.inside(self._view)
        return self._from

    def _part(self, view: View, draw: Draw | None, at: str | int, name: str, subject: Subject) -> Any:
        """A value for a part: drawn at once, where it can be."""
        if draw is None or len(self._spot.pointer) >= NESTED:
            return self._make(view, self._inside.at(at, name, subject))
        self._try.spend(view.cost)
        return draw(subject)

    def _impossible(self, keyword: str, message: str) -> Impossible:
        return self._try.impossible(self._view.saying(keyword), keyword, self._spot, message)
