"""Where in a sample a value is to stand."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, field

from understudy.contract.samples.parts import Part
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.view import View
from understudy.source import Pointer

_SHALLOW = 3
"""Levels on which things may hold others of their kind."""


class Spot(Struct):
    """A place in a value: under which name, in a thing of which kind, `around` it which schemas, each how often.

    `subject` is what the values around it tell of as well. Nobody writes to one; it is not frozen because many are
    made, each in a third of the time.
    """

    subject: Subject
    pointer: Pointer = ()
    name: str = ""
    owner: str = ""
    around: Mapping[Part, int] = field(default_factory=dict)

    def inside(self, view: View) -> "Spot":
        """The spot from which those of the parts of a value are made that has this view, and stands here."""
        around = dict(self.around)
        for part in view.those:
            around[part] = around.get(part, 0) + 1
        return Spot(self.subject, self.pointer, self.name, self.owner_within(view), around)

    def owner_within(self, view: View) -> str:
        """What those parts are parts of, as the document calls it or else the member that it is."""
        return view.name or self.name or self.owner

    def at(self, part: str | int, name: str, subject: Subject) -> "Spot":
        """The spot of a part."""
        return Spot(subject, (*self.pointer, part), name, self.owner, self.around)

    def leads_back(self, view: View, allowed: int = 0) -> bool:
        """Whether a value of this view, if it stands here, stands in another of its kind; in the first levels, in two.

        So many more are `allowed`.
        """
        if view.those.isdisjoint(self.around):
            return False
        allowed += 1 if len(self.pointer) <= _SHALLOW else 0
        return any(self.around.get(part, 0) > allowed for part in view.those)


Make: TypeAlias = Callable[[View, Spot], Any]
"""Makes a value for a view, at a spot."""
