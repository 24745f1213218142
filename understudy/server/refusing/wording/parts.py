"""Errors as they are put together: constants, slots for what there is to say, and what is made of these."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from msgspec import Struct

from understudy.server.refusing.wording import fitting
from understudy.server.refusing.wording.facts import Slot


class Constant(Struct, frozen=True):
    """A value that says nothing of a refusal."""

    value: Any


class Cut(Struct, frozen=True):
    """A text that may have so many characters and no more."""

    slot: Slot
    longest: int

    def of(self, values: Mapping[Slot, Any]) -> str:
        """The text, or as much of its beginning as there is room for."""
        text = str(values[self.slot])
        return text if len(text) <= self.longest else f"{text[: max(self.longest - 1, 0)]}…"[: self.longest]


class Fit(Struct, frozen=True):
    """The one of some options that says best what is wrong with the problem of this index."""

    options: Sequence[str]
    problem: int

    def of(self, values: Mapping[Slot, Any]) -> str:
        """The option, for what there is to say."""
        return fitting.of_mistake(self.options, values[Slot("type", self.problem)], values[Slot("status")])


class ByField(Struct, frozen=True):
    """An object of the problems by their fields: all of each in a list, or the first; beside other members."""

    members: Mapping[str, "Part"]
    problems: Sequence["Part"]
    is_listed: bool


Part: TypeAlias = Constant | Slot | Cut | Fit | ByField | dict[str, Any] | list[Any]
"""Objects and arrays are made of such parts in their turn."""


Tell: TypeAlias = Callable[[Mapping[Slot, Any]], Any]
"""Makes the value that a part of an error is, given what there is to say."""


def telling(part: Part, said: Mapping[Slot, Any]) -> Tell:
    """What tells a part, in all refusals of the kind of which one has this to say."""
    tell = _telling(part, said)
    if is_fixed(part):
        value = tell(said)
        return lambda _: value
    return tell


def _telling(part: Part, said: Mapping[Slot, Any]) -> Tell:
    match part:
        case Slot():
            return itemgetter(part)
        case Cut() | Fit():
            return part.of
        case Constant(value):
            return lambda _: value
        case ByField():
            return _by_field(part, said)
        case dict():
            return _object(part, said)
        case _:
            elements = [telling(element, said) for element in part]
            return lambda values: [tell(values) for tell in elements]


def _object(part: Mapping[str, "Part"], said: Mapping[Slot, Any]) -> Tell:
    tells = {name: telling(member, said) for name, member in part.items()}
    others = [(name, tell) for name, tell in tells.items() if not is_fixed(part[name])]
    members = {name: tell(said) if is_fixed(part[name]) else None for name, tell in tells.items()}

    def tell(values: Mapping[Slot, Any]) -> Any:
        told = members.copy()
        for name, member in others:
            told[name] = member(values)
        return told

    return tell


def _by_field(part: ByField, said: Mapping[Slot, Any]) -> Tell:
    beside, elements = telling(dict(part.members), said), [telling(element, said) for element in part.problems]

    def tell(values: Mapping[Slot, Any]) -> Any:
        found: dict[str, Any] = {}
        for index, element in enumerate(elements):
            found.setdefault(values[Slot("field", index)], []).append(element(values))
        return beside(values) | {name: told if part.is_listed else told[0] for name, told in found.items()}

    return tell


def is_fixed(part: Part) -> bool:
    """Whether it is the same in all refusals of a kind."""
    match part:
        case Slot():
            return part.is_the_same_for_a_kind
        case Cut(slot):
            return slot.is_the_same_for_a_kind
        case dict():
            return all(map(is_fixed, part.values()))
        case list():
            return all(map(is_fixed, part))
    return isinstance(part, Constant)


def says_what(part: Part) -> bool:
    """Whether it has a message in it, or the problems."""
    match part:
        case Slot(fact) | Cut(Slot(fact)):
            return fact in ("message", "messages", "sentence", "entry", "by field")
        case dict():
            return any(map(says_what, part.values()))
        case list():
            return any(map(says_what, part))
    return isinstance(part, ByField)
