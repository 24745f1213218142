"""What a request says of the record that it asks for: `/pets/42` has the `id` 42."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import lru_cache, partial
from typing import Any, Final

from understudy.contract.samples.names import words

_KEPT: Final = 1_000

OWN: Final = {(name,) for name in ("id", "uuid", "guid", "key", "name", "slug", "code")}
"""What everything has for itself: the `id` of a user is not that of the user's posts."""

KEYS: Final = {(name,) for name in ("id", "uuid", "guid", "key")}
"""What names a thing among others of its kind, whatever that is called."""

Valid = Callable[[Any], bool]


def knowing(value: Any, known: Mapping[str, Any], is_valid: Valid, *, has_lists: bool = True) -> Any:
    """The value with what is known in the members of such names, as far as it stays valid.

    Things in a list, which may be a member itself, are below what is known, and have a name of their own. Where it is
    known that it `has_lists` of none, none is looked for.
    """
    if not known:
        return value
    if isinstance(value, list):
        return _below(value, around(known), is_valid)
    if isinstance(value, dict):
        names = tuple(known)
        value = _told(value, known, is_valid, names[-1])
        if has_lists and list in map(type, value.values()) and _of_others(names):
            value = _told_below(value, known, is_valid)
    return value


def around(known: Mapping[str, Any], members: Iterable[str] | None = None) -> dict[str, Any]:
    """What is known of all that a thing is below, which has a name of its own; with `members`, what they may say."""
    names = _of_others(tuple(known))
    said = names if members is None else [name for name in names if _members(name, members, is_last=False)]
    return {name: known[name] for name in said}


def _told_below(value: dict[str, Any], known: Mapping[str, Any], is_valid: Valid) -> dict[str, Any]:
    """The same in the lists that are members."""
    for name, listed in value.items():
        if isinstance(listed, list) and dict in map(type, listed):
            told = _below(listed, around(known), partial(_with, is_valid, value, name))
            value = value if told is listed else {**value, name: told}
    return value


@lru_cache(_KEPT)
def _of_others(names: tuple[str, ...]) -> list[str]:
    """The names by which a thing may be known that is no part of what has them."""
    return [name for name in names if words(name) not in OWN]


def _told(value: dict[str, Any], known: Mapping[str, Any], is_valid: Valid, last: str | None = None) -> dict[str, Any]:
    for name, members in _meant(tuple(known), tuple(value), last):
        said = known[name]
        for member in members:
            if type(value[member]) is type(said) and value[member] == said:
                break  # which was told under another name
            changed = {**value, member: said}
            if is_valid(changed):
                value = changed
                break
            if (other := _otherwise(value, member, said, is_valid)) is not None:
                value = other
                break
    return value


def _otherwise(value: dict[str, Any], member: str, said: Any, is_valid: Valid) -> dict[str, Any] | None:
    """The value with another thing in a member that what is said may mean, if it is valid so."""
    for read in readings(said)[1:]:
        changed = {**value, member: read}
        if is_valid(changed):
            return changed
    return None


def _below(listed: list[Any], around: Mapping[str, Any], is_valid: Valid) -> list[Any]:
    for at, value in enumerate(listed):
        if isinstance(value, dict):
            told = _told(value, around, partial(_with, is_valid, listed, at))
            listed = listed if told is value else [*listed[:at], told, *listed[at + 1 :]]
    return listed


def _with(is_valid: Valid, whole: Any, at: Any, part: Any) -> bool:
    """Whether something stays valid with another part in a place."""
    changed = copy(whole)
    changed[at] = part
    return is_valid(changed)


def member_of(name: str, record: Mapping[str, Any], *, is_last: bool = True) -> str | None:
    """The member of a record that a parameter most probably means; `is_last` says that it names the record itself."""
    return next(iter(_members(name, record, is_last=is_last)), None)


@lru_cache(_KEPT)
def _joined(name: str) -> str:
    """A name as it is said: that of a `userName` and of a `username` are one."""
    return "".join(words(name))


def member_of_samples(name: str, members: tuple[str, ...]) -> str | None:
    """The same of what was made up."""
    return next(iter(_of_samples(name, members, is_last=True)), None)


def _members(name: str, value: Iterable[str], *, is_last: bool) -> list[str]:
    """Those members that a parameter may mean, the likeliest first: `petId` is the `id` where nothing is called so."""
    wanted, whole = words(name), _joined(name)
    found = [member for member in value if _joined(member) == whole]
    if is_last and wanted[-1:] in KEYS:
        found += [member for own in (wanted[-1:], ("id",)) for member in value if words(member) == own]
    return found


_of_samples = lru_cache(_KEPT)(_members)
"""The same of what a schema names, which is short, and comes again and again."""


@lru_cache(_KEPT)
def _meant(names: tuple[str, ...], members: tuple[str, ...], last: str | None) -> list[tuple[str, list[str]]]:
    """The members that each of some names may mean, if any."""
    found = [(name, _members(name, members, is_last=name == last)) for name in names]
    return [(name, meant) for name, meant in found if meant]


def readings(said: Any) -> list[Any]:
    """What may be meant: a text of digits may say a number, and a number may be meant as a text."""
    if isinstance(said, str):
        is_number = said.isascii() and said.isdecimal() and len(said) < 19  # noqa: PLR2004
        return [said, int(said)] if is_number else [said]
    return [said, str(said)] if isinstance(said, int | float) and not isinstance(said, bool) else [said]
