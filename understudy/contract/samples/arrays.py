"""An array made item by item."""

from copy import deepcopy
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.samples.drawing import Draw, drawing
from understudy.contract.samples.known import member_of_samples
from understudy.contract.samples.names import singular
from understudy.contract.samples.spot import Make, Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Exhausted, Impossible
from understudy.contract.samples.values import canonical
from understudy.contract.samples.view import View
from understudy.contract.samples.whole import NESTED, Whole
from understudy.contract.schemas import MISSING

USUAL: Final = (2, 3)
"""The least and the most items of an array that may have any number."""

_MOST: Final = 10_000
_MANY: Final = 100
_ATTEMPTS: Final = 30


class Array(Whole):
    """One array in the making."""

    def __init__(self, view: View, spot: Spot, attempt: Try, make: Make, *, is_first: bool) -> None:
        """`make` makes those items that cannot be drawn."""
        super().__init__(view, spot, attempt, make, is_first=is_first)
        self._items = view.items
        self._seen: set[str] = set()

    def made(self) -> list[Any]:
        """The array. Raises Impossible."""
        items = self._items
        if items.needed > items.most or items.needed > _MOST:
            raise self._impossible("minItems", f"more than {min(items.most, _MOST):,} items are asked for")
        count = max(items.needed, min(self._usual(), items.most))
        drawn = self._view.once(alike, self._spot.name, self._owner, given=self._try.given)
        if drawn is None or count > _MANY or len(self._spot.pointer) >= NESTED:
            return self._made(count)
        (draw, cost), rng = drawn, self._try.rng
        self._try.spend(cost * count)
        return [draw(Subject(rng)) for _ in range(count)]

    def _made(self, count: int) -> list[Any]:
        """So many items, one by one."""
        items, wanted = self._items, self._wanted(count)
        least = max(items.least, *(index + 1 for index in wanted)) if wanted else items.least
        made: list[Any] = []
        for index in range(count):
            item = self._view.item(index, *wanted[index]) if index in wanted else self._view.item(index)
            draw = drawing(item, singular(self._spot.name), self._owner, given=self._try.given)
            if index >= least and draw is None and self._inside.leads_back(item):
                break
            try:
                made.append(self._item(item, draw, index))
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
        if not self._is_first:
            return self._try.rng.randint(0, USUAL[1])
        if not self._items.described:
            return 0
        if self._try.is_sparing(self._spot) or (self._try.is_sparing(self._spot, 1) and self._are_bare):
            return 0
        return max(self._items.places, self._try.rng.randint(*USUAL))

    @property
    def _are_bare(self) -> bool:
        """Whether items that have only what they must have say nothing: nobody lists objects without members."""
        item = self._view.item(0)
        has_none = item.types == ("object",) and not (item.required or item.members.least)
        return item.is_settled and has_none and (item.given is MISSING or not self._try.given)

    def _wanted(self, count: int) -> dict[int, list[Node]]:
        """What must be among so many items, by the index at which it will be: the last ones, or else any."""
        if not self._items.contained and self._is_first:
            return {}
        nodes = [node for node, times in self._items.contained for _ in range(times)]
        if nodes and not count:
            message = "none may be there, and one of them has to be something"
            raise self._impossible("contains", message)
        indices = list(range(count - 1, -1, -1))
        if not self._is_first:
            self._try.rng.shuffle(indices)
        found: dict[int, list[Node]] = {}
        for at, node in enumerate(nodes):
            found.setdefault(indices[at % count], []).append(node)
        return found

    def _item(self, item: View, draw: Draw | None, index: int) -> Any:
        """An item, which is not equal to those before it where all have to differ."""
        name = singular(self._spot.name)
        if not self._items.unique:
            value = self._part(item, draw, index, name, Subject(self._try.rng))
            return self._varied(item, value, index) if item.options or isinstance(value, dict) else value
        for _ in range(_ATTEMPTS + 10 * len(self._seen)):
            value = self._part(item, draw, index, name, Subject(self._try.rng))
            if (text := canonical(value)) not in self._seen:
                self._seen.add(text)
                return value
        message = "no further value was found that differs from the others"
        raise self._impossible("uniqueItems", message)

    def _varied(self, item: View, value: Any, index: int) -> Any:
        """An item, or another one where it is a member of an enumeration, or has a key, that one before it has.

        Both may be; but an example of a key is that of one thing, and who lists colours does not name one twice.
        """
        if item.options:
            if canonical(value) in self._seen:
                options = zip(item.options, item.fitting, strict=True)
                known = (option for option, fits in options if fits and option is not None)
                others = [option for option in known if canonical(option) not in self._seen]
                value = deepcopy(self._try.rng.choice(others)) if others else value
            self._seen.add(canonical(value))
            return value
        name = singular(self._spot.name)
        key = _key(item.name or name, value)
        if key in self._seen:
            other = self._try.anew(lambda: self._make(item, self._inside.at(index, name, Subject(self._try.rng))))
            named = _key(item.name or name, other)
            value, key = (other, named) if named else (value, key)
        self._seen |= {key} if key else set()
        return value


def _key(noun: str, value: Any) -> str:
    """What names a thing that is called so, as a text; an empty one where nothing does."""
    member = key_of(noun, tuple(value)) if isinstance(value, dict) else None
    return "" if member is None else canonical(value[member])


def key_of(noun: str, members: tuple[str, ...]) -> str | None:
    """The member that names a thing which is called so and has these, if any does."""
    return next(filter(None, (member_of_samples(name, members) for name in (f"{noun}_id", "uuid"))), None)


def alike(view: View, name: str, owner: str, given: bool) -> tuple[Draw, int] | None:  # noqa: FBT001 - found out once
    """What draws one item after the other and what each costs, where they are all alike."""
    if not view.items.are_alike or (item := view.item(0)).options:  # of which each comes once
        return None
    draw = drawing(item, singular(name), owner, given=given)
    return None if draw is None else (draw, item.cost)
