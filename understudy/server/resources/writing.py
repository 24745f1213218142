"""What becomes of a record that is created, replaced or changed."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from understudy.contract.samples.names import words
from understudy.server.resources.forms import Forms
from understudy.state.fixtures import Record

Holds = Callable[[Record], bool]

_CREATED = {"created", "inserted", "registered"}
_CHANGED = {"updated", "modified", "changed"}
_WHEN = {"at", "on", "date", "time", "timestamp"}


def composed(forms: Forms, made: Record, sent: Mapping[str, Any], keeping: Iterable[str]) -> Record:
    """A record as it was sent, with what a server adds: what is required, what only it can say, what names the record.

    What is sent and does not hold in a record is left out.
    """
    kept = {
        name: value
        for name, value in made.items()
        if name in keeping or is_moment(name) or forms.is_required(name) or forms.is_marked(name, "readOnly")
    }
    return _first(forms.holds, [{**kept, **sent}, {**made, **sent}], made, sent)


def merged(forms: Forms, record: Record, change: Mapping[str, Any]) -> Record:
    """A record with a change (RFC 7396); null is kept where a member may be null, else it takes the member away."""
    with_nulls = _merged(record, change, keep=True)
    changed = {name: with_nulls[name] for name in change}
    return _first(forms.holds, [with_nulls, _merged(record, change, keep=False)], record, changed)


def stamped(forms: Forms, record: Record, now: str, *, created: bool) -> Record:
    """A record whose moments of creation and of change are right, as far as it has any."""
    for name in record:
        said = words(name)
        if is_moment(name) and (created or _CHANGED.intersection(said)):
            changed = {**record, name: now}
            record = changed if forms.holds(changed) else record
    return record


def is_moment(name: str) -> bool:
    """Whether a member says when a record was created or changed."""
    said = words(name)
    rest = set(said) - _CREATED - _CHANGED
    return bool(said) and len(rest) < len(set(said)) and rest <= _WHEN


def _merged(value: Any, change: Any, *, keep: bool) -> Any:
    if not isinstance(change, dict) or not isinstance(value, dict):
        return deepcopy(change)
    found = dict(value)
    for name, member in change.items():
        if member is None and not keep:
            found.pop(name, None)
        else:
            found[name] = _merged(found.get(name), member, keep=keep)
    return found


def _first(holds: Holds, candidates: Iterable[Record], base: Record, change: Mapping[str, Any]) -> Record:
    """The first that holds, else the base with as much of a change as holds."""
    for candidate in candidates:
        if holds(candidate):
            return candidate
    record = base
    for name, member in change.items():
        record = changed if holds(changed := {**record, name: member}) else record
    return record
