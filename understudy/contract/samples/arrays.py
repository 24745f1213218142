"""An array made item by item."""

from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.samples.names import singular
from understudy.contract.samples.spot import Make, Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Exhausted, Impossible
from understudy.contract.samples.values import canonical
from understudy.contract.samples.view import View

_USUAL: Final = (2, 3)
_MOST: Final = 10_000
_MANY: Final = 100
_ATTEMPTS: Final = 30


class Array:
    """One array in the making."""

    def __init__(self, view: View, spot: Spot, attempt: Try, make: Make, *, is_first: bool) -> None:
        """`make` makes the items. An array that is not the first is not like that which the first was in vain."""
        self._view, self._spot, self._try, self._make, self._is_first = view, spot, attempt, make, is_first
        self._inside = spot.inside(view, spot.subject)
        self._name, self._seen = singular(spot.name), set[str]()

    def made(self) -> list[Any]:
        """The array. Raises Impossible."""
        items, made = self._view.items, list[Any]()
        least = max(items.least, min(items.wanted, items.most))
        if least > min(items.most, _MOST):
            message = f"more than {min(items.most, _MOST):,} items are asked for"
            raise self._try.impossible(self._view.saying("minItems"), "minItems", self._spot, message)
        count = max(least, min(self._usual(), items.most))
        wanted = self._wanted(count)
        least = max(items.least, *(index + 1 for index in wanted)) if wanted else items.least
        for index in range(count):
            item = self._view.item(index, *wanted[index]) if index in wanted else self._view.item(index)
            if index >= least and self._inside.leads_back(item):
                break
            try:
                made.append(self._item(item, index))
            except Impossible:
                if index < least:
                    raise
                break
            except Exhausted as exhausted:
                if items.least <= _MANY:
                    raise
                message = f"{items.least:,} items are more than can be made"
                cause = self._try.error(self._view.saying("minItems"), "minItems", self._spot.pointer, message)
                raise Exhausted(cause) from exhausted
        return made

    def _usual(self) -> int:
        """How many items there are where there may be any number."""
        items = self._view.items
        if not self._is_first:
            return self._try.rng.randint(0, _USUAL[1])
        if not items.described:
            return 0
        return 0 if self._try.is_sparing(self._spot) else max(items.places, self._try.rng.randint(*_USUAL))

    def _wanted(self, count: int) -> dict[int, list[Node]]:
        """What must be among so many items, by the index at which it will be: the last ones, or else any."""
        if not self._view.items.contained and self._is_first:
            return {}
        nodes = [node for node, times in self._view.items.contained for _ in range(times)]
        if nodes and not count:
            message = "none may be there, and one of them has to be something"
            raise self._try.impossible(self._view.saying("contains"), "contains", self._spot, message)
        indices = list(range(count - 1, -1, -1))
        if not self._is_first:
            self._try.rng.shuffle(indices)
        found: dict[int, list[Node]] = {}
        for at, node in enumerate(nodes):
            found.setdefault(indices[at % count], []).append(node)
        return found

    def _item(self, item: View, index: int) -> Any:
        """An item, which is not equal to those before it where all have to differ."""
        if not self._view.items.unique:
            return self._make(item, self._inside, index, self._name, Subject(self._try.rng))
        for _ in range(_ATTEMPTS + 10 * len(self._seen)):
            value = self._make(item, self._inside, index, self._name, Subject(self._try.rng))
            if (text := canonical(value)) not in self._seen:
                self._seen.add(text)
                return value
        message = "no further value was found that differs from the others"
        raise self._try.impossible(self._view.saying("uniqueItems"), "uniqueItems", self._inside, message)
