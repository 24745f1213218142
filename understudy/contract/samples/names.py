"""What a member probably says, by its name."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias, TypeVar

from understudy.contract.samples.likely import FORMS, LOWER, MOMENTS, NUMBERS, PEOPLE, PREFIX, TEXTS, UPPER

_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST_NAME = 100
_KEPT = 10_000

Usual: TypeAlias = tuple[float, float, int]
"""From where to where numbers are, and with how many decimal places."""

_T = TypeVar("_T")


def words(name: str) -> tuple[str, ...]:
    """The words of a name, however it joins them, in lower case: `retrieverId` as `retriever_id`."""
    return _words(name[:_LONGEST_NAME])


@lru_cache(_KEPT)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(_KEPT)
def singular(name: str) -> str:
    """What one of several things is called."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


@lru_cache(_KEPT)
def templates(name: str, owner: str) -> tuple[str, ...]:
    """What a member of this name may say in something of the kind that `owner` names; none where nobody knows."""
    parts, whose = words(name), _kind(owner)
    if parts[-1:] == ("id",):
        noun = (parts[:-1] or whose)[-1:]
        return (f"{noun[0][:PREFIX]}_{{hex}}{{hex}}" if noun else "{hex}{hex}",)
    if parts in (("name",), ("display", "name")) and whose:
        if whose[-1] in PEOPLE:
            return ("{person}",)
        if named := _known(whose, TEXTS):
            return named
    return _known(parts, TEXTS) or _known(words(singular(name)), TEXTS) or ()


def _kind(owner: str) -> tuple[str, ...]:
    """The words of what something is: of `UserResponse` and `user_v2` those of a user."""
    found = list(words(owner))
    while found and (found[-1] in FORMS or found[-1].isdigit()):
        del found[-1]
    return tuple(found)


@lru_cache(_KEPT)
def says_when(name: str) -> bool:
    """Whether a member of this name says when something happened."""
    return not MOMENTS.isdisjoint(words(name)[-1:])


@lru_cache(_KEPT)
def number(name: str) -> Usual | None:
    """The least and greatest likely number in a member of this name, and its decimal places; None where unknown."""
    parts = words(name)
    usual = _known(parts, NUMBERS) or next((NUMBERS[word] for word in reversed(parts) if word in NUMBERS), None)
    if usual is None:
        return None
    least, most, places = usual
    middle = (least + most) / 2
    return least if UPPER.isdisjoint(parts) else middle, most if LOWER.isdisjoint(parts) else middle, places


def _known(parts: tuple[str, ...], table: Mapping[str, _T]) -> _T | None:
    """What a table has for the last two words, or for the last."""
    return table.get("_".join(parts[-2:])) or table.get("_".join(parts[-1:]))
