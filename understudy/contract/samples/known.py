"""What a request says of the record that it asks for: `/pets/42` has the `id` 42."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from understudy.contract.samples.names import words

_KEPT: Final = 1_000


def knowing(value: Any, known: Mapping[str, Any], is_valid: Callable[[Any], bool]) -> Any:
    """The value with what is known in the members of such names, as far as it stays valid."""
    if not known or not isinstance(value, dict):
        return value
    *_, last = known
    for name, said in known.items():
        for member in _of_samples(name, tuple(value), is_last=name == last):
            changed = next(filter(is_valid, [{**value, member: read} for read in _read(said)]), None)
            if changed is not None:
                value = changed
                break
    return value


def member_of(name: str, record: Mapping[str, Any], *, is_last: bool = True) -> str | None:
    """The member of a record that a parameter most probably means; `is_last` says that it names the record itself."""
    return next(iter(_members(name, record, is_last=is_last)), None)


def _members(name: str, value: Iterable[str], *, is_last: bool) -> list[str]:
    """Those members that a parameter may mean, the likeliest first: `petId` is the `id` where nothing is called so."""
    wanted = words(name)
    found = [member for member in value if words(member) == wanted]
    if is_last and wanted[-1:] in (("id",), ("uuid",), ("guid",), ("key",)):
        found += [member for member in value if words(member) == ("id",)]
    return found


_of_samples = lru_cache(_KEPT)(_members)
"""The same of what a schema names, which is short, and comes again and again."""


def _read(said: Any) -> list[Any]:
    """What may be meant: a text of digits may say a number, and a number may be meant as a text."""
    if isinstance(said, str):
        is_number = said.isascii() and said.isdecimal() and len(said) < 19  # noqa: PLR2004
        return [said, int(said)] if is_number else [said]
    return [said, str(said)] if isinstance(said, int | float) and not isinstance(said, bool) else [said]
