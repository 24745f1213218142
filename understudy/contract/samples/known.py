"""What a request says of the record that it asks for: `/pets/42` has the `id` 42."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from understudy.contract.samples.names import words


def knowing(value: Any, known: Mapping[str, Any], is_valid: Callable[[Any], bool]) -> Any:
    """The value with what is known in the members of such names, as far as it stays valid."""
    if not isinstance(value, dict):
        return value
    last = list(known)[-1:]
    for name, said in known.items():
        for member in _members(name, value, is_last=[name] == last):
            changed = next((new for new in _read(said, value, member) if is_valid(new)), None)
            if changed is not None:
                value = changed
                break
    return value


def member_of(name: str, record: Mapping[str, Any], *, is_last: bool = True) -> str | None:
    """The member of a record that a parameter most probably means; `is_last` says that it names the record itself."""
    return next(_members(name, record, is_last=is_last), None)


def _members(name: str, value: Mapping[str, Any], *, is_last: bool) -> Iterator[str]:
    """The members that a parameter may mean, the likeliest first: `petId` is the `id` where nothing is called so."""
    wanted = words(name)
    yield from (member for member in value if words(member) == wanted)
    if is_last and wanted[-1:] in (("id",), ("uuid",), ("guid",), ("key",)):
        yield from (member for member in value if words(member) == ("id",))


def _read(said: Any, value: Mapping[str, Any], member: str) -> Iterator[dict[str, Any]]:
    yield {**value, member: said}
    if isinstance(said, int | float) and not isinstance(said, bool):
        yield {**value, member: str(said)}
    elif isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) < 19:  # noqa: PLR2004
        yield {**value, member: int(said)}
