"""What is the same in each object that is made for a view."""

from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct

from understudy.contract.samples.drawing import Draw, drawing
from understudy.contract.samples.view import View
from understudy.contract.schemas import MISSING


class Member(Struct):
    """A member: what it has to be, what draws it where that can be, and what is offered for it, or MISSING.

    It is `drawn` by the first where there is no offer.

    Nobody writes to one; it is not frozen because many are made, each in a third of the time.
    """

    name: str
    view: View
    draw: Draw | None
    offered: Any
    drawn: Draw | None


Together: TypeAlias = list[Member]
"""Members that are there together."""


class Outline:
    """The members of an object, each looked up once."""

    def __init__(self, view: View, _name: str, owner: str, given: bool) -> None:  # noqa: FBT001 - found out once
        """What the document gives is offered with `given`; what says which schema is meant always is."""
        self._view, self._owner, self._given = view, owner, given
        self.required = [self._member(name) for name in view.required]
        self.names = [*view.members.declared]

    @cached_property
    def others(self) -> list[Together]:
        """For each declared member what has to be there where it is, but for what is required."""
        return [[self._member(name) for name in names] for names in self._others]

    @cached_property
    def alone(self) -> Together | None:
        """All of the others that may be there, where none of them needs another one, and there is room for all."""
        found = [member for together in self.others for member in together]
        needed = any(len(together) > 1 for together in self.others) or len({member.name for member in found}) < len(
            found
        )
        if needed or len(self.required) + len(found) > self._view.members.most:
            return None
        return [member for member in found if member.view.is_open]

    @cached_property
    def is_in_order(self) -> bool:
        """Whether what is had one after the other is in the order of the declarations."""
        return [name for names in (self._view.required, *self._others) for name in names] == self.names

    @cached_property
    def is_least_in_order(self) -> bool:
        """Whether what is required is."""
        return [*self._view.required] == [name for name in self.names if name in self._view.required]

    @property
    def _others(self) -> list[list[str]]:
        required, together = self._view.required, self._view.members.together.values()
        return [[name for name in names if name not in required] for names in together]

    def _member(self, name: str) -> Member:
        view = self._view.member(name)
        offered = (self._view.offers if self._given else self._view.discriminated).get(name, MISSING)
        is_good = offered is not MISSING and view.holds(offered)
        draw = drawing(view, name, self._owner, given=self._given)
        return Member(name, view, draw, offered, None) if is_good else Member(name, view, draw, MISSING, draw)
