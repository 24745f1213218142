"""What a value has in a member, or in one deeper, and the value with another thing there."""

from collections.abc import Mapping
from typing import Any

from understudy.contract.schemas import MISSING
from understudy.server.lists.part import Path


def value_at(value: Any, path: Path) -> Any:
    """What is in the member that a path leads to; None where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def put_at(body: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A body with another value at a member; without that where it is MISSING."""
    name, *rest = path
    if rest:
        inner = body.get(name)
        value = put_at(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    if value is MISSING:
        return {known: member for known, member in body.items() if known != name}
    return {**body, name: value}
