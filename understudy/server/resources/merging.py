"""What becomes of a record that is changed in part."""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any

from understudy.contract.document import Node
from understudy.contract.samples import Unsatisfied
from understudy.server.requests import InvalidRequest
from understudy.server.resources.forms import Forms
from understudy.state.fixtures import Record


def merge(value: Any, change: Any, *, keep: bool) -> Any:
    """A value with a change merged into it (RFC 7396); null is kept, or takes a member away."""
    if not isinstance(change, dict):
        return deepcopy(change)
    found = dict(value) if isinstance(value, dict) else {}  # so that null takes nothing away from nothing (RFC 7396, 2)
    for name, member in change.items():
        if member is None and not keep:
            found.pop(name, None)
        else:
            found[name] = merge(found.get(name), member, keep=keep)
    return found


def merged(
    forms: Forms,
    record: Record,
    change: Mapping[str, Any],
    own: Container[str],
    where: Iterable[str] | None,
    *,
    seed: str,
) -> Record:
    """A record with a change; null is kept where a member may be null, else it takes the member away.

    Where the record cannot hold that, members are replaced as a whole, or it becomes one of another kind, of which what
    is not known is made up. What a change says of its `own` members in another form than the record has (a text for an
    object, null for what is required) is left out. Raises InvalidRequest for all else that the record cannot hold;
    `where` the change stands is None if nobody may be told that it is refused: then that is left out as well.
    """
    for changed in (*_ways(record, change), *_of_other_kinds(forms, record, change, seed)):
        if forms.holds(changed):
            return changed
    broken = {}
    for name, value in change.items():
        if (fitting := next(filter(forms.holds, _ways(record, {name: value})), None)) is not None:
            record = fitting
        elif name not in own or not forms.is_of_another_form(record, name, value):
            broken[name] = value
    if not broken or where is None:
        return record
    record = merge(record, broken, keep=True)
    if found := forms.violations(record):
        raise InvalidRequest([violation.below(*where) for violation in found], (422, 400))
    return record


def _ways(record: Record, change: Mapping[str, Any]) -> Iterator[Record]:
    """A record with a change merged into its members, or in their place, the likeliest first."""
    for base in (record, {name: value for name, value in record.items() if name not in change}):
        for keep in (True, False):
            yield merge(base, change, keep=keep)


def _of_other_kinds(forms: Forms, record: Record, change: Mapping[str, Any], seed: str) -> Iterator[Record]:
    """Records of each kind that there is, with a change, and with what this one says as far as they have that."""
    kinds = [(kind, forms.schemas.properties(kind)) for kind in forms.kinds]
    own = {name for _, properties in kinds for name in properties}
    common = {name: value for name, value in record.items() if name not in own}
    for kind, properties in kinds:
        if any(_contradicts(forms, properties.get(name), value) for name, value in change.items()):
            continue
        with suppress(Unsatisfied):
            made = forms.whole(kind, seed)
            shared = {name: value for name, value in record.items() if name in properties and name not in change}
            for changed in filter(forms.holds, _ways({**common, **made}, change)):
                yield _with(forms, changed, shared)


def _with(forms: Forms, record: Record, members: Mapping[str, Any]) -> Record:
    """A record with as many of these members as it can have."""
    for name, value in members.items():
        record = other if forms.holds(other := {**record, name: value}) else record
    return record


def _contradicts(forms: Forms, schema: Node | None, value: Any) -> bool:
    """Whether a plain value cannot be what a schema describes; of an object only a part may have been sent."""
    return schema is not None and not isinstance(value, dict | None) and not forms.fits(schema, value)
