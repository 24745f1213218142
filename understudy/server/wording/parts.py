"""Errors as they are put together: constants, and slots for what there is to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from understudy.server.wording.facts import Slot


@dataclass(frozen=True)
class Constant:
    """A value that says nothing of a refusal."""

    value: Any


Part: TypeAlias = Constant | Slot | dict[str, Any] | list[Any]
"""Objects and arrays are made of such parts in their turn."""


def told(part: Part, values: Mapping[Slot, Any]) -> Any:
    """The value that a part of an error is, given what there is to say."""
    match part:
        case Slot():
            return values[part]
        case Constant(value):
            return value
        case dict():
            return {name: told(member, values) for name, member in part.items()}
        case _:
            return [told(element, values) for element in part]


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
