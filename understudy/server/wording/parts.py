"""Errors as they are put together: constants, and slots for what there is to say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from understudy.server.wording.facts import Slot


@dataclass(frozen=True)
class Constant:
    """A value that says nothing of a refusal."""

    value: Any


Part: TypeAlias = Constant | Slot | dict[str, Any] | list[Any]
"""Objects and arrays are made of such parts in their turn."""


Tell: TypeAlias = Callable[[Mapping[Slot, Any]], Any]
"""Makes the value that a part of an error is, given what there is to say."""


def telling(part: Part) -> Tell:
    """What tells a part, many times."""
    match part:
        case Slot():
            return itemgetter(part)
        case Constant(value):
            return lambda _: value
        case dict():
            members = [(name, telling(member)) for name, member in part.items()]
            return lambda values: {name: tell(values) for name, tell in members}
        case _:
            elements = [telling(element) for element in part]
            return lambda values: [tell(values) for tell in elements]


def is_fixed(part: Part) -> bool:
    """Whether it is the same in all refusals of a kind."""
    match part:
        case Slot():
            return part.is_the_same_for_a_kind
        case Constant():
            return True
        case dict():
            return all(map(is_fixed, part.values()))
        case _:
            return all(map(is_fixed, part))
