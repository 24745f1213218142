"""Where in a sample a value is to stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from understudy.contract.samples.parts import Key
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.view import View
from understudy.source import Pointer

_SHALLOW = 3
"""Levels on which things may hold others of their kind."""


def _nothing() -> Mapping[Key, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a value: under which name, in a thing of which kind, `around` it which schemas, each how often.

    `subject` is what the values around it tell of as well.
    """

    subject: Subject
    pointer: Pointer = ()
    name: str = ""
    owner: str = ""
    around: Mapping[Key, int] = field(default_factory=_nothing)

    @property
    def depth(self) -> int:
        """How many levels stand above it."""
        return len(self.pointer)

    def inside(self, view: View, subject: Subject) -> "Spot":
        """The spot from which those of the parts of a value are made that has this view, and stands here."""
        around = {**self.around, **{key: self.around.get(key, 0) + 1 for key in view.keys}}
        return Spot(subject, self.pointer, self.name, view.name or self.name or self.owner, around)

    def at(self, part: str | int, name: str, subject: Subject) -> "Spot":
        """The spot of a part."""
        return Spot(subject, (*self.pointer, part), name, self.owner, self.around)

    def leads_back(self, view: View, allowed: int = 0) -> bool:
        """Whether a value of this view, if it stands here, stands in another of its kind; in the first levels, in two.

        So many more are `allowed`.
        """
        allowed += 1 if self.depth <= _SHALLOW else 0
        return any(self.around.get(key, 0) > allowed for key in view.keys)
