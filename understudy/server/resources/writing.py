"""What becomes of a record that is created, replaced or changed by a list of operations."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from understudy.contract.samples.names import words
from understudy.errors import LONGEST_QUOTE, RecordInvalid, quoted
from understudy.server.lists.bounds import CHANGED, is_moment
from understudy.server.resources.forms import Forms
from understudy.server.resources.merging import merge
from understudy.source import depth, pointer_parts
from understudy.source.building import DEEPEST
from understudy.state.fixtures import Record

Holds = Callable[[Record], bool]

_MOST_COPIED = 100_000
"""Values that one patch copies: a few operations that copy all into itself would grow it without end."""

_INDEX = re.compile("0|[1-9][0-9]{0,8}")


def composed(forms: Forms, made: Record, sent: Mapping[str, Any], keeping: Iterable[str]) -> Record:
    """A record as it was sent, with what a server adds: what is required, what only it can say, what names the record.

    What is sent and does not hold in a record is left out.
    """
    kept = {
        name: value
        for name, value in made.items()
        if name in keeping or is_moment(name) or forms.is_required(name) or forms.is_marked(name, "readOnly")
    }
    near = {name: value for name, value in made.items() if name in kept or name in sent}
    deep = [merge(base, sent, keep=True) for base in (kept, near, made)]
    least = next(filter(forms.holds, (kept, near)), made)
    return _first(forms.holds, [{**kept, **sent}, *deep], least, sent)


def repaired(forms: Forms, before: Record, operations: list[Any], named: Record) -> Record:
    """A record after a JSON Patch, save for what is the server's to say. Raises RecordInvalid."""
    own = {name: value for name, value in before.items() if forms.is_marked(name, "readOnly")}
    try:
        record = {**own, **forms.sent(patched(before, operations)), **named}
    except ValueError as error:
        raise RecordInvalid(forms.resource.name, "what was changed", [str(error)]) from None
    if found := forms.violations(record):
        said = [": ".join(["what is left of it is no record", *map(str, v.pointer), v.message]) for v in found]
        raise RecordInvalid(forms.resource.name, "what was changed", said)
    return record


def patched(record: Record, operations: list[Any]) -> Record:
    """A record with the changes of a JSON Patch (RFC 6902). Raises ValueError for one that cannot be applied."""
    value: Any = deepcopy(record)
    copied = 0
    for at, operation in enumerate(operations):
        try:
            if operation["op"].lower() == "copy":
                copied += _size(_at(value, _path(operation["from"])))
            value = _apply(value, operation)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError):
            why = _why_not(value, operation)
            raise ValueError(f"operation {at} of the patch cannot be applied: {_told(operation)}{why}") from None
        if copied > _MOST_COPIED:
            raise ValueError(f"the patch copies more than {_MOST_COPIED:,} values")
    if not isinstance(value, dict):
        raise ValueError("nothing is left of the record")  # noqa: TRY004 - of the patch, not of Python
    if depth(value) > DEEPEST:
        raise ValueError(f"the record would be nested more than {DEEPEST} levels deep")
    return value


def _apply(value: Any, operation: Mapping[str, Any]) -> Any:
    """One operation of a JSON Patch."""
    path = _path(operation["path"])
    match operation["op"].lower():  # as some write it
        case "add":
            return _put(value, path, deepcopy(operation["value"]), insert=True)
        case "replace":
            _at(value, path)
            return _put(value, path, deepcopy(operation["value"]), insert=False)
        case "remove":
            return _without(value, path)
        case "move" | "copy" as kind:
            source = _path(operation["from"])
            moved = deepcopy(_at(value, source))
            return _put(_without(value, source) if kind == "move" else value, path, moved, insert=True)
        case "test" if _at(value, path) == operation["value"]:
            return value
    raise ValueError(f"{operation['op']} does not hold")


def _why_not(value: Any, operation: Any) -> str:
    """What there is instead, where an operation names a place of which it expects something else."""
    members = operation if isinstance(operation, dict) else {}
    pointer = members.get("from", members.get("path"))
    try:
        there = _at(value, _path(pointer))
    except (KeyError, IndexError, TypeError, ValueError):
        return f"; there is nothing at {quoted(pointer)}" if isinstance(pointer, str) else ""
    return f"; {_told(there)} is there" if members.get("op") == "test" else ""


def _told(value: Any) -> str:
    """A value as JSON, cut where it grows long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _path(pointer: Any) -> list[str]:
    """The tokens of a JSON Pointer. Raises ValueError for what is none (RFC 6901, 3)."""
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        raise ValueError("no JSON Pointer")
    return pointer_parts(pointer)


def _size(value: Any) -> int:
    """How many values there are in one, itself included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, inner))


def _at(value: Any, path: list[str]) -> Any:
    for part in path:
        value = value[_index(value, part)]
    return value


def _index(value: Any, part: str) -> Any:
    """A token as what it is in this value: an index has no sign and no leading zeros (RFC 6901, 4)."""
    if not isinstance(value, list):
        return part
    if not _INDEX.fullmatch(part):
        raise ValueError("no index")
    return int(part)


def _put(value: Any, path: list[str], new: Any, *, insert: bool) -> Any:
    if not path:
        return new
    holder, last = _at(value, path[:-1]), path[-1]
    if isinstance(holder, list) and insert:
        at = len(holder) if last == "-" else _index(holder, last)
        if at > len(holder):
            raise IndexError("beyond the end")  # RFC 6902, 4.1
        holder.insert(at, new)
    else:
        holder[_index(holder, last)] = new
    return value


def _without(value: Any, path: list[str]) -> Any:
    holder = _at(value, path[:-1])
    del holder[_index(holder, path[-1])]
    return value


def stamped(forms: Forms, record: Record, now: str, *, created: bool) -> Record:
    """A record whose moments of creation and of change are right, as far as it has any."""
    for name in record:
        said = words(name)
        if is_moment(name) and (created or CHANGED.intersection(said)):
            changed = {**record, name: now}
            record = changed if forms.holds(changed) else record
    return record


def _first(holds: Holds, candidates: Iterable[Record], base: Record, change: Mapping[str, Any]) -> Record:
    """The first that holds, else the base with as much of a change as holds."""
    for candidate in candidates:
        if holds(candidate):
            return candidate
    record = base
    for name, member in change.items():
        record = changed if holds(changed := {**record, name: member}) else record
    return record
